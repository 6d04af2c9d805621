"""A batch of cases: all asked, one drain, then every page, row and line looked at."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from hypothesis import HealthCheck, Phase, given, seed, settings

from accounts.models import Role, User
from generations.models import Generation
from tests.mutations import pages, submit_and_work, verdict
from tests.mutations.case import Case, Plan
from tests.mutations.strategy import plans
from tests.mutations.submit_and_work import Asking
from tests.mutations.verdict import Fault
from tests.simulator.server import Simulator

_TRIES = 5  # examples drawn for one that is taken
ALLOWED = ("a picture of an answer was not kept", "the database cannot be reached or is locked")


class Log(logging.Handler):
    """Keeps every line, and apart from them the faults."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.faults: list[str] = []
        self.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        line = self.format(record)
        self.lines.append(line)
        if record.exc_info or (record.levelno >= logging.ERROR and not _is_allowed(line)):
            self.faults.append(line)


def _is_allowed(line: str) -> bool:
    return any(words in line for words in ALLOWED)


def drawn(dialect: str, origin: str, *, examples: int, number: int = 0) -> list[Case]:
    """So many cases of a dialect; the same ones for the same number.

    hypothesis likes to vary what it drew last; only cases that differ in picture and place are taken.
    """
    found: dict[tuple[str, ...], Plan] = {}

    @seed(number)
    @settings(
        max_examples=examples * _TRIES,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(plans(dialect, origin))
    def take(plan: Plan) -> None:
        found.setdefault(plan.told[:2], plan)

    take()
    bare = [plan for plan in found.values() if not plan.has_picture][: examples // 5]
    full = [plan for plan in found.values() if plan.has_picture][: examples - len(bare)]
    return [plan.build() for plan in (*full, *bare)]


def run(all_cases: Sequence[Case], simulator: Simulator) -> list[Fault]:
    """Runs them together and says what went wrong; leaves nothing behind."""
    log = Log()
    root = logging.getLogger()
    kept, level, root.handlers = root.handlers, root.level, [log]
    root.setLevel(logging.INFO)
    try:
        return list(_run(all_cases, simulator, log))
    finally:
        root.handlers = kept
        root.setLevel(level)
        submit_and_work.forget(simulator)


def _run(all_cases: Sequence[Case], simulator: Simulator, log: Log) -> Iterator[Fault]:
    admin = User.objects.create_user("ada@example.org", "correct horse", role=Role.ADMIN)
    asked = submit_and_work.asked(all_cases, simulator)
    submit_and_work.work()
    yield from verdict.of_jobs(asked, submit_and_work.posts(simulator))
    for begin in range(0, len(asked), submit_and_work.TOGETHER):
        yield from _looked_at(asked[begin : begin + submit_and_work.TOGETHER])
    jobs = [asking.job for asking in asked[:: submit_and_work.TOGETHER]]
    for page in pages.of_team(admin, jobs):
        yield from verdict.of_page(*page, asked)
    yield from verdict.of_stores(asked, "\n".join(log.lines))
    for line in dict.fromkeys(log.faults):
        yield Fault(kind=_kind(line), case=_case_of(line, asked), detail=line[-1500:])


def _looked_at(asked: Sequence[Asking]) -> Iterator[Fault]:
    jobs = list(Generation.objects.filter(pk__in=[asking.pk for asking in asked]))
    for page in pages.of_person(asked[0].person, jobs):
        yield from verdict.of_page(*page, asked)


def _kind(line: str) -> str:
    last = line.strip().splitlines()[-1]
    return f"logged: {last[:80]}"


def _case_of(line: str, asked: Sequence[Asking]) -> Case | None:
    return next((it.case for it in asked if str(it.job.uid) in line), None)


def wrong(faults: Sequence[Fault]) -> set[str]:
    """The prompts of the cases that did not go right."""
    return {fault.case.prompt for fault in faults if fault.case}


def by_kind(faults: Sequence[Fault], key: Callable[[Fault], str]) -> dict[str, list[Fault]]:
    """The faults, those of a kind together, most first."""
    counts = Counter(map(key, faults))
    return {
        kind: [fault for fault in faults if key(fault) == kind] for kind, _ in counts.most_common()
    }
