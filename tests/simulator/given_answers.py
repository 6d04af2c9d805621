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
    to: str = ""  # the prompt or the task id that the call must bring; empty: any
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
        self._all: dict[str, list[tuple[Given, list[int]]]] = {}  # by whom they are meant for

    def add(self, given: Given) -> None:
        self._all.setdefault(given.to, []).insert(0, (given, [0]))

    def clear(self) -> None:
        self._all.clear()

    def take(self, path: str, *names: str) -> Given | None:
        """The newest answer meant for a call to this path; those meant for one of `names` first."""
        meant = [one for name in names if name for one in self._all.get(name, ())]
        for given, used in (*meant, *self._all.get("", ())):
            fits = path.startswith(f"{given.prefix}/") and path.endswith(given.path)
            if fits and (given.times is None or used[0] < given.times):
                used[0] += 1
                return given
        return None


def pairs(headers: Mapping[str, str] | Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Headers as pairs, so that a name may come twice."""
    return list(headers.items()) if isinstance(headers, Mapping) else list(headers)
