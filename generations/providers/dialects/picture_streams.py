"""Streams of pictures: previews while they come; the finished ones are read from the spool."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from generations.providers.answers.picture_text import packed
from generations.providers.answers.redaction import error_without_key
from generations.providers.decoding.json_decoding import values
from generations.providers.decoding.lenient_values import NOTHING, Json, number, table, words
from generations.providers.decoding.server_sent_events import ServerEvent, SseParser
from generations.providers.errors import ProviderError
from generations.providers.types import Answer, Delivery, ImageRequest, Pending, Recorder
from generations.providers.wire.http_call import Call, Wire

_MOST_PREVIEWS = 100  # an index above is no index


def accept(request: ImageRequest) -> str:
    """The Accept header: events only where the person asked for a stream."""
    return "text/event-stream" if request.options.get("stream") else "application/json"


async def sent_and_read(
    wire: Wire,
    call: Call,
    recorder: Recorder,
    read: Callable[[Answer], Delivery | Pending],
) -> Delivery | Pending:
    """Sends once, shows previews of a stream as they come, and reads the answer off the loop.

    An answer cut after a finished picture is delivered, its lost rest counted. Whatever is raised
    has the key taken out of its message.
    """
    wanted = number((call.json or NOTHING).get("n")) or 1
    watched = _Watched(recorder, _Previews(recorder))
    try:
        received = await wire.send(call, watched, listen=watched.hear, wanted=wanted)
        got = await asyncio.to_thread(read, received.answer)
    except ProviderError as error:
        raise error_without_key(error, call.key) from error.__cause__
    if received.was_cut and isinstance(got, Delivery):
        lost = max(got.unreadable, wanted - len(got.images), 1)
        return replace(got, unreadable=min(lost, 1000))
    return got


@dataclass(slots=True)
class _Watched:
    """A recorder that also learns whether the answer may hold previews."""

    recorder: Recorder
    previews: _Previews
    streams: bool = False

    async def sent(self) -> None:
        await self.recorder.sent()

    async def opened(self, *, status: int, headers: Mapping[str, str], polling: bool) -> None:
        label = headers.get("content-type", "").lower()
        self.streams = label.startswith("text/event-stream") and "content-encoding" not in headers
        await self.recorder.opened(status=status, headers=headers, polling=polling)

    async def chunk(self, data: bytes) -> None:
        await self.recorder.chunk(data)

    async def answered(self) -> Answer:
        return await self.recorder.answered()

    async def preview(self, image: bytes, *, index: int) -> None:
        await self.recorder.preview(image, index=index)

    async def hear(self, piece: bytes) -> None:
        if self.streams:
            await self.previews.hear(piece)


@dataclass(slots=True)
class _Previews:
    """Listens to a stream and shows its unfinished pictures."""

    recorder: Recorder
    parser: SseParser = field(default_factory=SseParser)

    async def hear(self, piece: bytes) -> None:
        for event in self.parser.feed(piece):
            if "partial" in event.name or "partial" in event.data[:2000]:
                await self._take(await asyncio.to_thread(_event, event))

    async def _take(self, event: Json) -> None:
        kind = words(event.get("type"))
        if not kind.endswith(".partial_image"):
            return
        image = await asyncio.to_thread(packed, words(event.get("b64_json")))
        index = number(event.get("partial_image_index")) or 0
        if image:
            await self.recorder.preview(image, index=min(max(index, 0), _MOST_PREVIEWS))


def _event(event: ServerEvent) -> Json:
    """The event's object, unwrapped from `{"data": {…}}`, its type filled in from its name."""
    told = next((table(value) for value in values(event.data)), NOTHING)
    if len(told) == 1 and table(told, "data"):
        told = table(told, "data")
    return told if "type" in told else {**told, "type": event.name}
