"""The OpenAI image API, as any router may speak it; an admin's own router is this and a base URL.

Source: OpenAI's API specification and providers.md section 2.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from generations.providers.answers.delivery import wanted
from generations.providers.decoding.lenient_values import words
from generations.providers.dialects import picture_streams
from generations.providers.dialects.key_and_balance_answers import (
    read_list,
    read_short,
    says_nothing_of_keys,
)
from generations.providers.dialects.openai_answers import body, read
from generations.providers.facts.live_list_rows import rows_of, specs_of
from generations.providers.facts.model_facts import family_spec, model_specs
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
from generations.providers.wire.base_address import url_of
from generations.providers.wire.http_call import Call, ShortAnswer, Wire
from generations.providers.wire.result_download import Downloader

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
        self._url = f"{base_url}/images/generations"
        url = url_of(base_url)
        self._wire = Wire(limits)
        self._downloads = Downloader(limits, base=base_url, trusted=url if trusts_base else None)

    def specs(self) -> tuple[ModelSpec, ...]:
        """The models shipped as facts; an admin's own router ships none."""
        return () if self.facts.dialect == "openai_compatible" else model_specs(self.facts.slug)

    async def generate(
        self, request: ImageRequest, spec: ModelSpec, key: str, recorder: Recorder
    ) -> Delivery | Pending:
        """Calls the router once."""
        call = Call(url=self._url, key=key, json=body(request, spec))
        return await picture_streams.sent_and_read(
            self._wire, call, recorder, lambda answer: self.read(answer, request, spec)
        )

    def read(self, answer: Answer, request: ImageRequest, spec: ModelSpec) -> Delivery | Pending:
        """Reads a spooled answer."""
        return read(answer, spec, wanted=wanted(request), called=self._url)

    async def collect(
        self, reference: str, request: ImageRequest, spec: ModelSpec, key: str, recorder: Recorder
    ) -> Delivery | Pending:
        """Never: this dialect has no jobs to wait for."""
        raise NotImplementedError

    async def download(self, image: RawImage, key: str) -> bytes:
        """The bytes behind an image's address; the key never goes along."""
        return await self._downloads.picture(image, key)

    async def check_key(self, key: str) -> KeyReport:
        """Asks for the model list, which costs nothing. Only a 401, or a 403 in JSON, is a no."""
        answer = await self._models(key)
        if says_nothing_of_keys(answer):
            return KeyReport(proven=False, note="This router has no model list to prove a key with")
        if answer.status == 403 and not self.facts.proves_keys:
            return KeyReport(proven=False, note="This router does not show its model list")
        told = read_short(answer, called=f"{self._base}/models")
        return KeyReport(proven=self.facts.proves_keys, models=len(rows_of(told)))

    async def list_models(self, key: str | None) -> tuple[ModelSpec, ...]:
        """The router's list as suggestions; ids we have no facts for get the plainest options."""
        told = read_list(await self._models(key or ""), called=f"{self._base}/models")
        return specs_of(rows_of(told), lambda row: self._suggest(self.facts, words(row.get("id"))))

    async def close(self) -> None:
        """Gives connections back."""
        await self._wire.close()
        await self._downloads.close()

    async def _models(self, key: str) -> ShortAnswer:
        return await self._wire.short(Call(url=f"{self._base}/models", key=key, method="GET"))


def plain_spec(facts: ProviderFacts, model_id: str) -> ModelSpec:
    """A model we have no facts for, with OpenAI's usual settings and a note."""
    return replace(family_spec("openai_compatible", "plain", model_id), provider=facts.slug)
