"""Answers given by a test, byte for byte, in place of what a pretend router would say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tests.simulator.exchange import Exchange

PING_S = 0.2  # between two pings while the line is held open


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One answer: its head, its pieces, and how the line ends."""

    prefix: str  # of the router's paths
    path: str = ""  # how the call's path must end; empty: any
    status: int = 200
    headers: Sequence[tuple[str, str]] = ()
    pieces: Sequence[bytes | float] = ()  # bytes to write, seconds to wait
    hold_open_s: float = 0.0  # the line stays open so long after the last piece
    ping: bytes = b""  # written again and again while it is held open
    breaks: bool = False  # the line is reset instead of closed
    times: int | None = None  # for so many calls; None: until the next reset

    async def write(self, exchange: Exchange) -> None:
        """Answers the call."""
        await exchange.start(self.status, [*self.headers])
        for piece in self.pieces:
            if isinstance(piece, bytes):
                await exchange.write(piece)
            else:
                await exchange.sleep(piece)
        await self._hold(exchange)
        if self.breaks:
            await exchange.reset()
        await exchange.write(b"", more=False)

    async def _hold(self, exchange: Exchange) -> None:
        left = self.hold_open_s
        while left > 0:
            await exchange.sleep(min(left, PING_S) if self.ping else left)
            left -= PING_S if self.ping else left
            if self.ping:
                await exchange.write(self.ping)


class GivenAnswers:
    """What tests gave, the newest first."""

    def __init__(self) -> None:
        self._all: list[tuple[Given, list[int]]] = []

    def add(self, given: Given) -> None:
        self._all.insert(0, (given, [0]))

    def clear(self) -> None:
        self._all.clear()

    def take(self, path: str) -> Given | None:
        """The newest answer meant for a call to this path."""
        for given, used in self._all:
            fits = path.startswith(f"{given.prefix}/") and path.endswith(given.path)
            if fits and (given.times is None or used[0] < given.times):
                used[0] += 1
                return given
        return None


def pairs(headers: Mapping[str, str] | Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Headers as pairs, so that a name may come twice."""
    return list(headers.items()) if isinstance(headers, Mapping) else list(headers)
