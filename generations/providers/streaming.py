"""Streams of pictures: previews while they come, the finished ones from the spooled text."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from generations.providers.bodies import parsed
from generations.providers.errors import BadAnswer, OutcomeUnknown, ProviderError
from generations.providers.http import Call, Wire
from generations.providers.loose import NOTHING, Json, number, table, words
from generations.providers.pictures import Found, decoded, found_among
from generations.providers.redact import redacted
from generations.providers.sse import ServerEvent, SseParser
from generations.providers.types import Answer, Delivery, ImageRequest, Pending, Recorder


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What a whole stream told."""

    found: Found
    last: Json = field(
        default_factory=dict
    )  # the last finished picture's event, its base64 taken out
    usages: tuple[Json, ...] = ()  # of each finished picture
    error: Json | None = None
    was_broken: bool = False  # some of it could not be read

    def picture_or_unknown(self) -> Found:
        """The pictures. Raises BadAnswer when the stream ended without one."""
        if not self.found.images:
            raise BadAnswer("The stream ended without a finished picture")
        lost = 1 if self.error is not None or self.was_broken else 0
        return replace(self.found, unreadable=self.found.unreadable + lost)


def accept(request: ImageRequest) -> str:
    """The Accept header: events only where the person asked for a stream."""
    return "text/event-stream" if request.options.get("stream") else "application/json"


def is_stream(headers: Mapping[str, str]) -> bool:
    """The answer is a stream of events; a router may answer plain JSON although asked for one."""
    return headers.get("content-type", "").lower().startswith("text/event-stream")


def retold(raw: bytes) -> Story:
    """The story of a spooled stream, whole or cut."""
    parser = SseParser()
    events = [*parser.feed(raw), *parser.finish()]
    told = [_event(event) for event in events if event.data.strip() != "[DONE]"]
    done = [event for event in told if event and _kind(event).endswith(".completed")]
    errors = [event for event in told if event and _is_error(event)]
    return Story(
        found=found_among(done),
        last=_without_picture(done[-1]) if done else NOTHING,
        usages=tuple(table(event, "usage") for event in done),
        error=errors[0] if errors else None,
        was_broken=None in told,
    )


async def sent_and_read(
    wire: Wire,
    call: Call,
    recorder: Recorder,
    read: Callable[[Answer], Delivery | Pending],
) -> Delivery | Pending:
    """Sends once, shows previews of a stream as they come, and reads the answer off the loop.

    A stream cut after a finished picture is delivered, its lost rest counted. Whatever is raised
    has the key taken out of its message.
    """
    previews = _Previews(recorder)
    watched = _Watched(recorder, previews)
    try:
        try:
            answer = await wire.send(call, watched, listen=watched.hear)
        except OutcomeUnknown as lost:
            return await _rescued(watched, read, lost)
        return await asyncio.to_thread(read, answer)
    except ProviderError as error:
        raise without_key(error, call.key) from error.__cause__


def without_key(error: ProviderError, key: str) -> ProviderError:
    """The same error, its message free of this key."""
    error.message = redacted(error.message, key=key)
    error.provider_code = redacted(error.provider_code, key=key)
    error.args = (error.message,)
    return error


async def _rescued(
    watched: _Watched, read: Callable[[Answer], Delivery | Pending], lost: OutcomeUnknown
) -> Delivery | Pending:
    """Finished pictures of a stream that was cut. Raises the loss when there are none."""
    if not watched.previews.finished:
        raise lost
    answer = await watched.answered()
    delivery = await asyncio.to_thread(read, answer)
    if isinstance(delivery, Delivery):
        return replace(delivery, unreadable=max(delivery.unreadable, 1))
    return delivery


@dataclass(slots=True)
class _Watched:
    """A recorder that also learns whether the answer is a stream."""

    recorder: Recorder
    previews: _Previews
    streams: bool = False

    async def sent(self) -> None:
        await self.recorder.sent()

    async def opened(self, *, status: int, headers: Mapping[str, str], polling: bool) -> None:
        self.streams = is_stream(headers) and "content-encoding" not in headers
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
    finished: int = 0
    parser: SseParser = field(default_factory=SseParser)

    async def hear(self, piece: bytes) -> None:
        for event in self.parser.feed(piece):
            await self._take(await asyncio.to_thread(_event, event))

    async def _take(self, event: Json | None) -> None:
        kind = _kind(event) if event else ""
        if event and kind.endswith(".completed"):
            self.finished += 1
        elif event and kind.endswith(".partial_image"):
            image = await asyncio.to_thread(decoded, words(event.get("b64_json")))
            if image:
                index = number(event.get("partial_image_index")) or 0
                await self.recorder.preview(image, index=index)


def _event(event: ServerEvent) -> Json | None:
    """The event's object, unwrapped from `{"data": {…}}`, its type filled in from its name."""
    told = parsed(event.data.encode())
    if told is None:
        return NOTHING if event.data.strip() == "[DONE]" else None
    inner = told.get("data")
    if len(told) == 1 and isinstance(inner, Mapping):
        told = inner
    return told if "type" in told else {**told, "type": event.name}


def _kind(event: Json) -> str:
    return words(event.get("type"))


def _is_error(event: Json) -> bool:
    return _kind(event) == "error" or bool(event.get("error"))


def _without_picture(event: Json) -> Json:
    return {name: value for name, value in event.items() if name != "b64_json"}
