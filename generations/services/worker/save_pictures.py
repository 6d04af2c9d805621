"""Brings a delivery's pictures to safety. Every readable one is kept, whatever the others are."""

from __future__ import annotations

import asyncio
import logging
import time

from django.conf import settings

from generations.imaging import format_detection
from generations.providers.errors import BadDelivery, ProviderError
from generations.providers.types import Delivery, Provider, RawImage
from generations.services.worker import fault_attribution
from generations.services.worker.shared_resources import SharedResources
from generations.stored import original_files
from generations.stored.original_files import Original

log = logging.getLogger("imagehub.jobs")

PAUSES_S = (2.0, 10.0)  # between the tries to fetch a picture: a short outage costs none
TRIES = len(PAUSES_S) + 1
SHARE = 4  # of the time for one try: what a picture gets though a slow neighbour took all else


async def keep(
    delivery: Delivery, secret: str, provider: Provider, resources: SharedResources
) -> tuple[list[tuple[Original, str]], int]:
    """The originals now on disk with their revised prompts, and how many could not be read.

    Each picture is judged alone. Raises BadDelivery (not_an_image) when none could be read; the
    answer stays in the spool. A full disk raises OSError: that is no picture's fault.
    """
    kept: list[tuple[Original, str]] = []
    trouble = ""
    until = time.monotonic() + settings.SAVE_LIMIT_S * TRIES
    for image in delivery.images:
        try:
            async with asyncio.timeout(_time_for(image, until)):
                kept.append((await _kept(image, secret, provider, resources), image.revised_prompt))
        except Exception as error:  # one picture of an answer
            if fault_attribution.of_the_surroundings(error):
                raise
            trouble = _words(error)
    if not kept:
        message = f"The answer held no picture that can be read. {trouble}".strip()
        raise BadDelivery(message, code="not_an_image", http_status=200)
    return kept, len(delivery.images) - len(kept)


def _time_for(image: RawImage, until: float) -> float | None:
    """Seconds. One that is here needs no limit: a neighbour's slow address takes none of its time."""
    if image.data is not None:
        return None
    return max(until - time.monotonic(), float(settings.SAVE_LIMIT_S) / SHARE)


async def _kept(
    image: RawImage, secret: str, provider: Provider, resources: SharedResources
) -> Original:
    return await resources.crunch(original_files.keep, await _bytes(image, secret, provider))


async def _bytes(image: RawImage, secret: str, provider: Provider) -> bytes:
    if image.data is not None:
        return image.data
    for pause_s in PAUSES_S:
        try:
            return await provider.download(image, secret)
        except ProviderError as error:
            if getattr(error, "is_final", False):  # a rule of ours says no: it will again
                raise
            await asyncio.sleep(pause_s)
    return await provider.download(image, secret)


def _words(error: Exception) -> str:
    """Why a picture was not kept, for people; what is not made for them stands in the log."""
    if isinstance(error, ProviderError | format_detection.NotAnImage):
        return str(error)[:500]
    log.error("a picture of an answer was not kept: %s", type(error).__name__)
    return "It took too long." if isinstance(error, TimeoutError) else ""
