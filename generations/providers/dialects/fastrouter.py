"""FastRouter: OpenAI's models at once, Leonardo's as jobs that are asked about later.

Source: providers.md section 1.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from uuid import uuid4

import httpx2

from generations.providers.answers.delivery import wanted
from generations.providers.answers.redaction import error_without_key
from generations.providers.decoding.lenient_values import Json, strings, table, words
from generations.providers.dialects.fastrouter_answers import read
from generations.providers.dialects.key_and_balance_answers import (
    read_list,
    says_nothing_of_keys,
)
from generations.providers.dialects.picture_streams import sent_and_read
from generations.providers.dialects.request_bodies import wire_body
from generations.providers.errors import KeyRejected, ProviderError
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
from generations.providers.wire.http_call import Call, Wire
from generations.providers.wire.result_download import Downloader, origin

_API_HOST = "api.fastrouter.ai"
_NOT_PROVEN = "FastRouter has no free way to prove a key; the first use will"


class FastRouter:
    """An adapter for FastRouter."""

    def __init__(
        self, facts: ProviderFacts, *, base_url: str, limits: Limits, trusts_base: bool
    ) -> None:
        self.facts = facts
        self._base = base_url
        self._url = f"{base_url}/api/v1/images/generations"
        url = url_of(base_url)
        self._own = url if trusts_base else None
        self._wire = Wire(limits)
        self._downloads = Downloader(
            limits, base=base_url, trusted=self._own, sends_key=self._may_hold_key
        )

    def specs(self) -> tuple[ModelSpec, ...]:
        """The models shipped as facts."""
        return model_specs(self.facts.slug)

    async def generate(
        self, request: ImageRequest, spec: ModelSpec, key: str, recorder: Recorder
    ) -> Delivery | Pending:
        """Calls the router once."""
        call = Call(url=self._url, key=key, json=wire_body(request, spec))
        return await sent_and_read(
            self._wire, call, recorder, lambda answer: self.read(answer, request, spec)
        )

    def read(self, answer: Answer, request: ImageRequest, spec: ModelSpec) -> Delivery | Pending:
        """Reads a spooled answer."""
        return read(answer, wanted=wanted(request), called=self._url)

    async def collect(
        self, reference: str, request: ImageRequest, spec: ModelSpec, key: str, recorder: Recorder
    ) -> Delivery | Pending:
        """Asks once whether the job is ready."""
        url = f"{self._base}/api/v1/getAsyncResponse"
        call = Call(url=url, key=key, json={"taskId": reference})
        try:
            answer = await self._wire.poll(call, recorder)
            return await asyncio.to_thread(read, answer, reference, called=url)
        except ProviderError as error:
            raise error_without_key(error, key) from error.__cause__

    async def download(self, image: RawImage, key: str) -> bytes:
        """The bytes behind an image's address; the key goes only to the router itself, if asked."""
        return await self._downloads.picture(image, key)

    async def check_key(self, key: str) -> KeyReport:
        """Asks about a call that never was: a refusal says the key is bad, all else little."""
        call = Call(
            url=f"{self._base}/api/v1/generation",
            key=key,
            json={"generation_id": f"fr_{uuid4()}"},
        )
        answer = await self._wire.short(call)
        if answer.status in (401, 403) and not says_nothing_of_keys(answer):
            raise KeyRejected("FastRouter refused the key", http_status=answer.status)
        return KeyReport(proven=False, note=_NOT_PROVEN)

    async def list_models(self, key: str | None) -> tuple[ModelSpec, ...]:
        """The models that put out images. What each can set, the list does not tell."""
        url = f"{self._base}/api/v1/models"
        told = read_list(await self._wire.short(Call(url=url, method="GET")), called=url)
        return specs_of(rows_of(told), lambda row: listed(row) if _draws(row) else None)

    async def close(self) -> None:
        """Gives connections back."""
        await self._wire.close()
        await self._downloads.close()

    def _may_hold_key(self, url: httpx2.URL) -> bool:
        """Only the router's own store of results. Source: providers.md 1.6."""
        if not url.path.startswith("/images-content/"):
            return False
        if self._own is not None:
            return origin(url) == origin(self._own)
        return origin(url) == ("https", _API_HOST, 443)


def listed(row: Json) -> ModelSpec:
    """A row of the list as a spec: our facts where we have them, else the plainest settings."""
    model_id = words(row.get("id"))
    known = {spec.id: spec for spec in model_specs("fastrouter")}
    if model_id in known:
        return known[model_id]
    is_leonardo = model_id.startswith(("leonardo/", "leonardo-ai/"))
    plain = family_spec("fastrouter", "leonardo" if is_leonardo else "unknown", model_id)
    return replace(plain, label=words(row.get("name")) or model_id)


def _draws(row: Json) -> bool:
    output = strings(table(row, "architecture").get("output_modalities"))
    return bool(words(row.get("id"))) and "image" in output
