"""One call to a router over HTTP: sent once, recorded as it comes, never repeated."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import anyio.lowlevel
import httpx2

from generations.providers.answers.completeness import Completeness, Scanner
from generations.providers.decoding.sanitize import clean_text
from generations.providers.errors import BadAnswer, KeyRejected, OutcomeUnknown, Unavailable
from generations.providers.types import Answer, Limits, Recorder
from generations.providers.wire.http_clients import Outward, tls
from generations.providers.wire.unreachable_reasons import why_not

LINGER_S = 0.3  # a whole answer's line is given so long to close by itself

Listener = Callable[[bytes], Awaitable[None]]  # hears each raw piece after it is spooled


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file of a multipart body."""

    field: str
    name: str
    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What to send: JSON, or fields and files as multipart, or nothing."""

    url: str
    key: str = ""  # empty: no Authorization header
    method: str = "POST"
    json: Mapping[str, object] | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    files: tuple[File, ...] = ()
    accept: str = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortAnswer:
    """The whole answer to a list, key or balance call."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A paid call's answer, in the spool."""

    answer: Answer
    was_cut: bool = False  # the line broke before all of it had come


class Wire:
    """One adapter's connections. Redirects off, proxies from the environment ignored."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._client = httpx2.AsyncClient(
            transport=Outward(limits.way, most_idle=20),
            trust_env=False,
            follow_redirects=False,
            timeout=httpx2.Timeout(limits.silence_s, connect=limits.connect_s, pool=None),
            headers={"User-Agent": "ImageHub", "Accept-Encoding": "identity"},
        )

    async def send(
        self, call: Call, recorder: Recorder, *, listen: Listener | None = None, wanted: int = 1
    ) -> Received:
        """One paid call. Raises Unavailable if nothing can have been sent, else OutcomeUnknown.

        wanted: how many pictures make a stream whole. A whole answer ends the call although the
        line stays open; what came whole, or a picture of it, is kept although the line breaks.
        """
        return await self._recorded(call, recorder, listen, polling=False, wanted=wanted)

    async def poll(self, call: Call, recorder: Recorder) -> Answer:
        """A call that asks for a job's result, recorded like the paid one. Costs nothing."""
        async with _free(self.limits.short_s):
            return (await self._recorded(call, recorder, None, polling=True, wanted=1)).answer

    async def short(self, call: Call) -> ShortAnswer:
        """A free call, read into memory. Raises Unavailable, or BadAnswer above the size limit."""
        trace, silence_s = _Trace(None), self.limits.short_s
        async with _free(silence_s), self._opened(call, trace, silence_s) as response:
            body = bytearray()
            async for piece in response.aiter_raw():
                body += piece
                self._check_size(len(body))
            return ShortAnswer(
                status=response.status_code, headers=kept_headers(response), body=bytes(body)
            )

    async def close(self) -> None:
        """Gives the connections back."""
        await self._client.aclose()

    async def _recorded(
        self, call: Call, recorder: Recorder, listen: Listener | None, *, polling: bool, wanted: int
    ) -> Received:
        trace = _Trace(None if polling else recorder)
        silence_s = self.limits.short_s if polling else self.limits.silence_s
        scanner: Scanner | None = None
        try:
            async with self._opened(call, trace, silence_s) as response:
                headers = kept_headers(response)
                await recorder.opened(status=response.status_code, headers=headers, polling=polling)
                scanner = Scanner(
                    wanted,
                    packing=headers.get("content-encoding", ""),
                    is_error=not response.is_success,
                )
                await self._spool(response, recorder, listen, scanner)
        except OutcomeUnknown:
            if scanner is None or scanner.state is Completeness.NOTHING:
                raise
            was_cut = not scanner.is_whole
            return Received(answer=await recorder.answered(), was_cut=was_cut)
        return Received(answer=await recorder.answered())

    async def _spool(
        self,
        response: httpx2.Response,
        recorder: Recorder,
        listen: Listener | None,
        scanner: Scanner,
    ) -> None:
        size = 0
        async for piece in _until_whole(response, scanner):
            size += len(piece)
            await recorder.chunk(piece)
            self._check_size(size)
            if listen:
                await listen(piece)

    @asynccontextmanager
    async def _opened(
        self, call: Call, trace: _Trace, silence_s: float
    ) -> AsyncIterator[httpx2.Response]:
        request = self._request(call, trace, silence_s)
        try:
            response = await self._client.send(request, stream=True)
            try:
                yield response
            finally:
                await response.aclose()
        except httpx2.TimeoutException as error:
            raise _lost(trace, error, call, code="timeout") from error
        except httpx2.HTTPError as error:
            raise _lost(trace, error, call, code="connection_lost") from error

    def _request(self, call: Call, trace: _Trace, silence_s: float) -> httpx2.Request:
        headers = {"Accept": call.accept}
        if not (call.key.isascii() and call.key.isprintable() and " " not in call.key):
            raise KeyRejected("The key holds characters no key has; nothing was sent")
        if call.key:
            headers["Authorization"] = f"Bearer {call.key}"
        return self._client.build_request(
            call.method,
            _url(call.url),
            headers=headers,
            json=call.json,
            data=dict(call.fields) or None,
            files=[(file.field, (file.name, file.data, file.media_type)) for file in call.files]
            or None,
            timeout=httpx2.Timeout(silence_s, connect=self.limits.connect_s, pool=None),
            extensions={"trace": trace},
        )

    def _check_size(self, size: int) -> None:
        if size > self.limits.max_body:
            raise BadAnswer(f"The answer is larger than {self.limits.max_body:,} bytes")


class _Trace:
    """Hears from httpcore2 how far the request got."""

    def __init__(self, recorder: Recorder | None) -> None:
        self._recorder = recorder
        self.began = False  # a first byte of the request may have left

    async def __call__(self, name: str, info: Mapping[str, object]) -> None:
        if name == "http11.send_request_headers.started":
            self.began = True
        elif name == "http11.send_request_body.complete" and self._recorder:
            await self._recorder.sent()


@asynccontextmanager
async def _free(limit_s: float) -> AsyncIterator[None]:
    """A call that costs nothing has a time limit in all, and no unknown outcome."""
    try:
        async with asyncio.timeout(limit_s):
            yield
    except OutcomeUnknown as lost:
        raise Unavailable(lost.message) from lost
    except TimeoutError as late:
        raise Unavailable("The router was too slow") from late


def warm() -> None:
    """Loads the certificates and the loop's backend, which httpx2 does at its first call."""
    tls()
    asyncio.run(anyio.lowlevel.checkpoint())


async def _until_whole(response: httpx2.Response, scanner: Scanner) -> AsyncIterator[bytes]:
    """The body's pieces until the line closes, or a moment after what came is whole.

    The moment lets a line that closes properly be used again.
    """
    pieces = response.aiter_raw()
    loop, until = asyncio.get_running_loop(), None
    while True:
        try:
            async with asyncio.timeout_at(until):
                piece = await anext(pieces, None)
        except TimeoutError:
            return
        if piece is None:
            return
        scanner.feed(piece)
        yield piece
        if not scanner.is_whole:
            until = None
        elif until is None:
            until = loop.time() + LINGER_S


def _lost(
    trace: _Trace, error: httpx2.HTTPError, call: Call, *, code: str
) -> OutcomeUnknown | Unavailable:
    if not trace.began:
        return Unavailable(f"{why_not(error, call.url)}; nothing was sent")
    if code == "timeout":
        return OutcomeUnknown("The router was silent for too long", code=code)
    return OutcomeUnknown("The connection was lost before the answer was complete", code=code)


def _url(address: str) -> httpx2.URL:
    """The address of a call. Raises Unavailable where it cannot be read; nothing was sent."""
    try:
        return httpx2.URL(address)
    except (httpx2.InvalidURL, ValueError) as error:
        raise Unavailable("The router's address cannot be read; nothing was sent") from error


def kept_headers(response: httpx2.Response) -> dict[str, str]:
    """Lower-case names, without cookies; values that any database can hold."""
    return {
        clean_text(name.lower(), 200): clean_text(value, 2000)
        for name, value in response.headers.items()
        if name != "set-cookie"
    }
