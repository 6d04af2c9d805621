"""The OpenAI image API, as any router may speak it; an admin's own router is this and a base URL.

Source: OpenAI's API specification and providers.md section 2.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import httpx2

from generations.providers import streaming
from generations.providers.download import Downloader
from generations.providers.facts import family_spec, model_specs
from generations.providers.http import Call, ShortAnswer, Wire
from generations.providers.loose import items, rows, words
from generations.providers.openai_answers import body, read
from generations.providers.short_answers import read_short
from generations.providers.types import (
    Answer,
    Delivery,
    ImageRequest,
    KeyReport,
    Limits,
    ModelSpec,
    Pending,
    ProviderFacts,
    RawImage,
    Recorder,
)

Suggest = Callable[[ProviderFacts, str], ModelSpec | None]  # a listed id -> its spec, if it draws


class OpenAICompatible:
    """An adapter for any router that speaks OpenAI's image API."""

    def __init__(
        self,
        facts: ProviderFacts,
        *,
        base_url: str,
        limits: Limits,
        trusts_base: bool,
        suggest: Suggest | None = None,
    ) -> None:
        self.facts = facts
        self._suggest = suggest or plain_spec
        self._base = base_url
        self._wire = Wire(limits)
        self._downloads = Downloader(limits, trusted=httpx2.URL(base_url) if trusts_base else None)

    def specs(self) -> tuple[ModelSpec, ...]:
        """The models shipped as facts; an admin's own router ships none."""
        return () if self.facts.dialect == "openai_compatible" else model_specs(self.facts.slug)

    async def generate(
        self, request: ImageRequest, spec: ModelSpec, key: str, recorder: Recorder
    ) -> Delivery | Pending:
        """Calls the router once."""
        call = Call(url=f"{self._base}/images/generations", key=key, json=body(request, spec))
        return await streaming.sent_and_read(
            self._wire, call, recorder, lambda answer: self.read(answer, request, spec)
        )

    def read(self, answer: Answer, request: ImageRequest, spec: ModelSpec) -> Delivery | Pending:
        """Reads a spooled answer."""
        return read(answer, spec)

    async def collect(
        self, reference: str, request: ImageRequest, spec: ModelSpec, key: str, recorder: Recorder
    ) -> Delivery | Pending:
        """Never: this dialect has no jobs to wait for."""
        raise NotImplementedError

    async def download(self, image: RawImage, key: str) -> bytes:
        """The bytes behind an image's address; the key never goes along."""
        return await self._downloads.fetch(image.url or "", key)

    async def check_key(self, key: str) -> KeyReport:
        """Asks for the model list, which costs nothing."""
        answer = await self._models(key)
        if answer.status == 404:
            return KeyReport(proven=False, note="This router has no model list to prove a key with")
        told = read_short(answer)
        return KeyReport(proven=self.facts.proves_keys, models=len(items(told.get("data"))))

    async def list_models(self, key: str | None) -> tuple[ModelSpec, ...]:
        """The router's list as suggestions; ids we have no facts for get the plainest options."""
        told = read_short(await self._models(key or ""))
        ids = [words(row.get("id")) for row in rows(told.get("data"))]
        specs = (self._suggest(self.facts, model_id) for model_id in ids if model_id)
        return tuple(spec for spec in specs if spec)

    async def close(self) -> None:
        """Gives connections back."""
        await self._wire.close()
        await self._downloads.close()

    async def _models(self, key: str) -> ShortAnswer:
        return await self._wire.short(Call(url=f"{self._base}/models", key=key, method="GET"))


def plain_spec(facts: ProviderFacts, model_id: str) -> ModelSpec:
    """A model we have no facts for, with OpenAI's usual settings and a note."""
    return replace(family_spec("openai_compatible", "plain", model_id), provider=facts.slug)
