"""OpenRouter's dedicated image API: `POST /images`, base64 always, cost in the answer.

Source: providers.md section 4.
"""

from __future__ import annotations

from generations.providers.answers.delivery import wanted
from generations.providers.decoding.lenient_values import money, table
from generations.providers.dialects.key_and_balance_answers import read_list, read_short
from generations.providers.dialects.openrouter_answers import read
from generations.providers.dialects.openrouter_models import listed
from generations.providers.dialects.picture_streams import accept, sent_and_read
from generations.providers.dialects.request_bodies import wire_body
from generations.providers.facts.live_list_rows import rows_of, specs_of
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
from generations.providers.wire.http_call import Call, Wire
from generations.providers.wire.result_download import Downloader


class OpenRouter:
    """An adapter for OpenRouter."""

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
        call = Call(
            url=f"{self._base}/images",
            key=key,
            json=wire_body(request, spec),
            accept=accept(request),
        )
        return await sent_and_read(
            self._wire, call, recorder, lambda answer: self.read(answer, request, spec)
        )

    def read(self, answer: Answer, request: ImageRequest, spec: ModelSpec) -> Delivery | Pending:
        """Reads a spooled answer."""
        return read(answer, wanted=wanted(request), called=f"{self._base}/images")

    async def collect(
        self, reference: str, request: ImageRequest, spec: ModelSpec, key: str, recorder: Recorder
    ) -> Delivery | Pending:
        """Never: this router has no jobs to wait for."""
        raise NotImplementedError

    async def download(self, image: RawImage, key: str) -> bytes:
        """The bytes behind an image's address; this router gives base64, but read what comes."""
        return await self._downloads.picture(image, key)

    async def check_key(self, key: str) -> KeyReport:
        """Asks about the key itself; no remaining limit means no cap, not no money."""
        told = read_short(
            await self._wire.short(Call(url=f"{self._base}/key", key=key, method="GET"))
        )
        return KeyReport(proven=True, credit_usd=money(table(told, "data").get("limit_remaining")))

    async def list_models(self, key: str | None) -> tuple[ModelSpec, ...]:
        """The catalogue as it is now; needs no key. Prices would take one call a model."""
        url = f"{self._base}/images/models"
        told = read_list(await self._wire.short(Call(url=url, method="GET")), called=url)
        return specs_of(rows_of(told), listed)

    async def close(self) -> None:
        """Gives connections back."""
        await self._wire.close()
        await self._downloads.close()
