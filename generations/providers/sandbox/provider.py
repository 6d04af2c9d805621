"""The verbs of the Sandbox. Draws in a worker thread; its answer goes through the spool like any.

Loads numpy and Pillow only when the first picture is drawn.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from generations.providers.errors import BadAnswer, BadRequest
from generations.providers.facts.model_facts import model_specs, provider_facts
from generations.providers.sandbox import failures_on_request, reply
from generations.providers.sandbox.drawing_order import SLOW_MODEL, Order, orders, previews
from generations.providers.types import (
    Answer,
    Delivery,
    ImageRequest,
    KeyReport,
    ModelSpec,
    ProviderFacts,
    RawImage,
    Recorder,
)

if TYPE_CHECKING:
    from PIL.Image import Image

SLOW_S = 6.5  # what the slow model adds to its drawing


class Sandbox:
    """Free, offline, procedural pictures: not AI."""

    def __init__(self, *, slow_s: float = SLOW_S) -> None:
        self.facts: ProviderFacts = provider_facts("sandbox")
        self._slow_s = slow_s

    def specs(self) -> tuple[ModelSpec, ...]:
        return model_specs("sandbox")

    async def generate(
        self, request: ImageRequest, spec: ModelSpec, key: str, recorder: Recorder
    ) -> Delivery:
        """Draws, spools and reads. Costs nothing; the key is ignored."""
        await recorder.sent()
        status, body = await self._answer(request, recorder)
        await recorder.opened(status=status, headers=reply.HEADERS, polling=False)
        await recorder.chunk(body)
        answer = await recorder.answered()
        return await asyncio.to_thread(self.read, answer, request, spec)

    def read(self, answer: Answer, request: ImageRequest, spec: ModelSpec) -> Delivery:
        """Reads a spooled answer (again). Raises ProviderError."""
        failures_on_request.raise_refusal(answer)
        return reply.delivery(answer)

    async def check_key(self, key: str) -> KeyReport:
        """Nothing to prove: the Sandbox needs no key."""
        note = "Built in: needs no key and costs nothing"
        return KeyReport(proven=True, models=len(self.specs()), note=note)

    async def list_models(self, key: str | None) -> tuple[ModelSpec, ...]:
        """The models shipped as facts: there are no others."""
        return self.specs()

    async def collect(
        self, reference: str, request: ImageRequest, spec: ModelSpec, key: str, recorder: Recorder
    ) -> Delivery:
        """Never asked for: no job of the Sandbox waits elsewhere."""
        raise BadRequest("The Sandbox has no waiting jobs")

    async def download(self, image: RawImage, key: str) -> bytes:
        """Never needed: the pictures come in the answer itself."""
        if image.data is None:
            raise BadAnswer("The Sandbox gives pictures, not addresses", may_have_charged=False)
        return image.data

    async def close(self) -> None:
        """Nothing is open."""

    async def _answer(self, request: ImageRequest, recorder: Recorder) -> tuple[int, bytes]:
        await asyncio.sleep(failures_on_request.slowness(request.model, request.prompt))
        word = failures_on_request.weather(request.model, request.prompt)
        if word in failures_on_request.LOST:
            raise failures_on_request.lost(word)
        if word:
            return failures_on_request.failing(word)
        return 200, await self._draw(request, recorder)

    async def _draw(self, request: ImageRequest, recorder: Recorder) -> bytes:
        """The body of a good answer; the first picture is shown while it becomes clear."""
        pictures: list[tuple[Order, bytes]] = []
        for order in orders(request):
            image = await asyncio.to_thread(_drawn, order)
            if not pictures:
                await self._show(request, recorder, image)
            pictures.append((order, await asyncio.to_thread(_encoded, image, order)))
        return await asyncio.to_thread(reply.written, pictures)

    async def _show(self, request: ImageRequest, recorder: Recorder, image: Image) -> None:
        steps = previews(request)
        pause = self._slow_s / (steps + 1) if request.model == SLOW_MODEL else 0.0
        for step in range(steps):
            await asyncio.sleep(pause)
            shown = await asyncio.to_thread(_previewed, image, step, steps)
            await recorder.preview(shown, index=step)
        await asyncio.sleep(pause)


def _drawn(order: Order) -> Image:
    from generations.providers.sandbox.draw import draw

    return draw(order)


def _encoded(image: Image, order: Order) -> bytes:
    from generations.providers.sandbox.draw import encode

    return encode(image, order)


def _previewed(image: Image, step: int, steps: int) -> bytes:
    from generations.providers.sandbox.draw import preview

    return preview(image, step, steps)
