"""Asks a pretend router as the worker would, with a spool in a temporary folder."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest

from generations.providers import catalog
from generations.providers.errors import ProviderError
from generations.providers.types import (
    Answer,
    Delivery,
    ImageRequest,
    Limits,
    ModelSpec,
    Pending,
    Provider,
)
from tests.simulator.server import Simulator

T = TypeVar("T")
ROUTERS = tuple(slug for slug in catalog.PROVIDERS if slug != "sandbox")
QUICK = Limits(connect_s=2, silence_s=2, short_s=2, download_s=2, max_body=20 * 2**20)
MODEL = {
    "fastrouter": "openai/gpt-image-1",
    "fastapi": "gpt-image-1",
    "imagerouter": "openai/gpt-image-1.5",
    "openrouter": "openai/gpt-image-2.5-flare",
}


@dataclass
class Spool:
    """A Recorder that keeps what it was told."""

    folder: Path
    told: list[str] = field(default_factory=list)
    previews: list[tuple[int, bytes]] = field(default_factory=list)
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    polling: bool = False

    @property
    def file(self) -> Path:
        return self.folder / "answer"

    async def sent(self) -> None:
        self.told.append("sent")

    async def opened(self, *, status: int, headers: Mapping[str, str], polling: bool) -> None:
        self.told.append("opened")
        self.status, self.headers, self.polling = status, headers, polling
        self.file.write_bytes(b"")

    async def chunk(self, data: bytes) -> None:
        with self.file.open("ab") as out:
            out.write(data)

    async def answered(self) -> Answer:
        self.told.append("answered")
        return Answer(
            status=self.status, headers=self.headers, body=self.file, polling=self.polling
        )

    async def preview(self, image: bytes, *, index: int) -> None:
        assert self.file.stat().st_size, "a preview came before the spool"
        self.previews.append((index, image))


@dataclass
class Asking:
    """One test's questions."""

    simulator: Simulator
    folder: Path
    key: str = "sim-good"
    limits: Limits = QUICK

    def __post_init__(self) -> None:
        self.spool = Spool(self.folder)

    def spec(self, slug: str, model: str = "") -> ModelSpec:
        wanted = model or MODEL[slug]
        return next(spec for spec in catalog.shipped_specs(slug) if spec.id == wanted)

    def with_provider(self, slug: str, use: Callable[[Provider], Awaitable[T]]) -> T:
        async def run() -> T:
            base = self.simulator.url(slug)
            provider = catalog.build(slug, base_url=base, limits=self.limits)
            try:
                return await use(provider)
            finally:
                await provider.close()

        return asyncio.run(run())

    def generate(
        self, slug: str, prompt: str, *, model: str = "", **options: Any
    ) -> Delivery | Pending:
        spec = self.spec(slug, model)
        request = ImageRequest(model=spec.id, prompt=prompt, options=options)
        self.request = request
        return self.with_provider(
            slug, lambda provider: provider.generate(request, spec, self.key, self.spool)
        )

    def deliver(self, slug: str, prompt: str, **more: Any) -> Delivery:
        """Generate, and fetch whatever came as an address."""
        delivery = self.generate(slug, prompt, **more)
        assert isinstance(delivery, Delivery), delivery
        return delivery

    def error(self, slug: str, prompt: str, **more: Any) -> ProviderError:
        with pytest.raises(ProviderError) as caught:
            self.generate(slug, prompt, **more)
        return caught.value

    def collect(self, reference: str, *, slug: str = "fastrouter") -> Delivery | Pending:
        spec = self.spec(slug, "leonardo-ai/phoenix")
        request = ImageRequest(model=spec.id, prompt="-")
        return self.with_provider(
            slug, lambda it: it.collect(reference, request, spec, self.key, self.spool)
        )

    def fetch(self, slug: str, delivery: Delivery) -> list[bytes]:
        """The bytes of every picture."""

        async def all_of_them(provider: Provider) -> list[bytes]:
            return [
                image.data or await provider.download(image, self.key) for image in delivery.images
            ]

        return self.with_provider(slug, all_of_them)

    def body(self) -> dict[str, Any]:
        """The body of the last paid call."""
        posts = [call for call in self.simulator.calls if "prompt" in str(call.body)]
        return dict(posts[-1].body)
