"""(c) From the worker's commit to a hundred open windows, a job's and a large act's, and what an idle
window costs."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

from tests.bench import process_meter
from tests.bench.product_and_routers import Stage, Theatre
from tests.bench.results_table import Line, line, percentile
from tests.bench.rounds import Effort

PEOPLE = 20
JOBS = 20
HIDDEN = 5_000  # pictures
APART_S = 0.5  # between jobs: six lines of the event log each
SETTLE_S = 3.0

Receipt = tuple[float, int]  # when, and the newest line it told of


def measure(theatre: Theatre, effort: Effort) -> list[Line]:
    """Half as many windows for the latency as for the cost of being open."""
    with theatre.stage() as stage:
        return asyncio.run(_measure(stage, effort))


async def _measure(stage: Stage, effort: Effort) -> list[Line]:
    each = effort.windows // PEOPLE or 1
    people = stage.do("people", count=min(PEOPLE, effort.windows), sessions=each)
    sessions = [key for person in people for key in person["sessions"]]
    warm = await _open(stage, sessions[:2], since=0)
    await asyncio.sleep(1)
    before, rest = (
        process_meter.pss_mb([stage.web()]),
        process_meter.cpu_share([stage.web()], effort.idle_s / 3),
    )
    windows = await _open(stage, sessions, since=_newest(stage))
    await asyncio.sleep(SETTLE_S)
    kb = 1000 * (process_meter.pss_mb([stage.web()]) - before) / len(windows)
    busy = await asyncio.to_thread(process_meter.cpu_share, [stage.web()], effort.idle_s)
    _close(windows[len(windows) // 2 :] + warm)
    windows = windows[: len(windows) // 2]
    runs = [await _delays(stage, people[0]["id"], windows, run) for run in range(effort.runs)]
    p95 = [percentile(delays, 95) for delays in runs]
    half = [percentile(delays, 50) for delays in runs]
    hidden = await _hidden(stage, people[0]["id"], windows)
    return [
        line("c", f"commit to {len(windows)} windows, p95", p95, "ms", 500),
        line("c", "  median", half, "ms"),
        line(
            "c", f"{HIDDEN:,} are hidden: line to window, p95", [percentile(hidden, 95)], "ms", 1000
        ),
        line("c", "  the slowest", [max(hidden)], "ms"),
        line("c", f"{len(sessions)} idle windows: the web's share", [busy], "% of a core", 2),
        line("c", "  the web without windows", [rest], "% of a core"),
        line("c", "  memory a window", [kb], "kB", 80),
    ]


class Window:
    """One open stream; notes when each message came."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self.receipts: list[Receipt] = []
        self._task = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        while row := await self._reader.readline():
            if row.startswith(b"id: "):
                self.receipts.append((time.time(), int(row[4:])))

    def close(self) -> None:
        self._task.cancel()
        self._writer.close()


async def _open(stage: Stage, sessions: list[str], *, since: int) -> list[Window]:
    windows = []
    for session in sessions:
        reader, writer = await asyncio.open_connection("127.0.0.1", stage.product.port, limit=2**22)
        head = (
            f"GET /events?since={since} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Cookie: imagehub_session={session}\r\nAccept: text/event-stream\r\n\r\n"
        )
        writer.write(head.encode())
        answer = await reader.readline()
        assert b"200" in answer, answer
        windows.append(Window(reader, writer))
    return windows


def _close(windows: list[Window]) -> None:
    for window in windows:
        window.close()


async def _delays(stage: Stage, person: int, windows: list[Window], run: int) -> list[float]:
    """Milliseconds from each line of the event log to each window."""
    since = _newest(stage)
    for window in windows:
        window.receipts.clear()
    for number in range(JOBS):
        prompts = [f"live {run} [slow=1] {number}"]
        await asyncio.to_thread(stage.do, "submit", user=person, prompts=prompts)
        await asyncio.sleep(APART_S)
    await asyncio.sleep(SETTLE_S)
    lines = await asyncio.to_thread(stage.do, "event_log", since=since)
    return [delay for window in windows for delay in _of_window(window, lines)]


async def _hidden(stage: Stage, person: int, windows: list[Window]) -> list[float]:
    """The same while one person hides very many pictures at once."""
    whose = "member0@example.org"
    await asyncio.to_thread(
        stage.run, "-m", "tests.e2e.many_pictures", whose, str(HIDDEN), "Hidden"
    )
    since = _newest(stage)
    for window in windows:
        window.receipts.clear()
    await asyncio.to_thread(stage.do, "hide", user=person)
    newest = -1
    while newest != (newest := _newest(stage)) or newest == since:
        await asyncio.sleep(SETTLE_S)
    lines = await asyncio.to_thread(stage.do, "event_log", since=since)
    return [delay for window in windows for delay in _of_window(window, lines)]


def _of_window(window: Window, lines: list[tuple[int, float]]) -> Iterator[float]:
    """A message tells of every line up to its id that no earlier one told of."""
    left = list(lines)
    for came, newest in window.receipts:
        while left and left[0][0] <= newest:
            yield 1000 * (came - left.pop(0)[1])
    yield from (float("inf") for _ in left)


def _newest(stage: Stage) -> int:
    lines = stage.do("event_log", since=0)
    return int(lines[-1][0]) if lines else 0
