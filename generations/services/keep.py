"""Brings a delivery's pictures to safety. Every readable one is kept, whatever the others are."""

from __future__ import annotations

import asyncio

from django.conf import settings

from generations import files, sniff
from generations.files import Original
from generations.providers.errors import BadDelivery, ProviderError
from generations.providers.types import Delivery, Provider, RawImage
from generations.services.errands import Errands

PAUSES_S = (2.0, 10.0)  # between the tries to fetch a picture: a short outage costs none
TRIES = len(PAUSES_S) + 1


async def keep(
    delivery: Delivery, secret: str, provider: Provider, errands: Errands
) -> tuple[list[tuple[Original, str]], int]:
    """The originals now on disk with their revised prompts, and how many could not be read.

    Raises BadDelivery (not_an_image) when none could; the answer stays in the spool.
    """
    kept: list[tuple[Original, str]] = []
    trouble = ""
    async with asyncio.timeout(settings.SAVE_LIMIT_S * TRIES):
        for image in delivery.images:
            try:
                data = await _bytes(image, secret, provider)
                kept.append((await errands.crunch(files.keep, data), image.revised_prompt))
            except (ProviderError, sniff.NotAnImage) as error:
                trouble = str(error)[:200]
    if not kept:
        message = f"The answer held no picture that can be read. {trouble}".strip()
        raise BadDelivery(message, code="not_an_image", http_status=200)
    return kept, len(delivery.images) - len(kept)


async def _bytes(image: RawImage, secret: str, provider: Provider) -> bytes:
    if image.data is not None:
        return image.data
    for pause_s in PAUSES_S:
        try:
            return await provider.download(image, secret)
        except ProviderError:
            await asyncio.sleep(pause_s)
    return await provider.download(image, secret)
