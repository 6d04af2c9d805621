"""ImageRouter: many models, one picture a call, a good status even for failures.

Source: providers.md section 3.
"""

from __future__ import annotations

from decimal import Decimal

from generations.providers.answers.delivery import wanted
from generations.providers.decoding.lenient_values import amount, bounded
from generations.providers.dialects.imagerouter_answers import read
from generations.providers.dialects.imagerouter_models import entries, listed
from generations.providers.dialects.key_and_balance_answers import read_list, read_short
from generations.providers.dialects.picture_streams import sent_and_read
from generations.providers.dialects.request_bodies import wire_body
from generations.providers.errors import KeyRejected
from generations.providers.facts.live_list_rows import specs_of
from generations.providers.facts.model_facts import model_specs
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
from generations.providers.wire.http_call import Call, File, Wire
from generations.providers.wire.result_download import Downloader

_CREDITS_PER_USD = Decimal(10_000)


def paid_call(
    base: str, key: str, request: ImageRequest, spec: ModelSpec, pictures: tuple[File, ...] = ()
) -> Call:
    """The call to send: JSON, or multipart as soon as input pictures go along.

    Every picture travels as `image[]`: mixed with `image`, the router drops the list.
    """
    body = wire_body(request, spec)
    if not pictures:
        return Call(url=f"{base}/v1/openai/images/generations", key=key, json=body)
    fields = {name: str(value) for name, value in body.items()}
    return Call(url=f"{base}/v1/openai/images/edits", key=key, fields=fields, files=pictures)


class ImageRouter:
    """An adapter for ImageRouter."""

    def __init__(
        self, facts: ProviderFacts, *, base_url: str, limits: Limits, trusts_base: bool
    ) -> None:
        self.facts = facts
        self._base = base_url
        url = url_of(base_url)
        self._wire = Wire(limits)
        self._downloads = Downloader(limits, base=base_url, trusted=url if trusts_base else None)

    def specs(self) -> tuple[ModelSpec, ...]:
        """The models shipped as facts."""
        return model_specs(self.facts.slug)

    async def generate(
        self, request: ImageRequest, spec: ModelSpec, key: str, recorder: Recorder
    ) -> Delivery | Pending:
        """Calls the router once."""
        return await self.send(paid_call(self._base, key, request, spec), recorder)

    async def send(self, call: Call, recorder: Recorder) -> Delivery | Pending:
        """Sends a paid call, with or without pictures, and reads its answer."""
        return await sent_and_read(
            self._wire, call, recorder, lambda answer: read(answer, called=call.url)
        )

    def read(self, answer: Answer, request: ImageRequest, spec: ModelSpec) -> Delivery | Pending:
        """Reads a spooled answer."""
        url = paid_call(self._base, "", request, spec).url
        return read(answer, wanted=wanted(request), called=url)

    async def collect(
        self, reference: str, request: ImageRequest, spec: ModelSpec, key: str, recorder: Recorder
    ) -> Delivery | Pending:
        """Never: this router has no jobs to wait for."""
        raise NotImplementedError

    async def download(self, image: RawImage, key: str) -> bytes:
        """The bytes behind an image's address; the key never goes along."""
        return await self._downloads.picture(image, key)

    async def check_key(self, key: str) -> KeyReport:
        """Asks the router's own key test, which also tells the balance."""
        told = read_short(await self._wire.short(Call(url=f"{self._base}/v1/auth/test", key=key)))
        if told.get("success") is not True:
            raise KeyRejected("ImageRouter refused the key")
        credit = amount(told.get("credits"))
        return KeyReport(
            proven=True,
            credit_usd=None if credit is None else bounded(credit / _CREDITS_PER_USD),
        )

    async def list_models(self, key: str | None) -> tuple[ModelSpec, ...]:
        """What the router offers now; needs no key."""
        call = Call(url=f"{self._base}/v1/models", method="GET")
        told = read_list(await self._wire.short(call), called=call.url)
        return specs_of(entries(told), listed)

    async def close(self) -> None:
        """Gives connections back."""
        await self._wire.close()
        await self._downloads.close()
