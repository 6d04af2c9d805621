"""The share that went right, by dialect, and the smallest answer of each kind of fault."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from tests.mutations import batch
from tests.mutations.case import DIALECTS, Case, Reply
from tests.mutations.verdict import Fault
from tests.simulator.server import Simulator

AT_ONCE = 60  # of each dialect in one batch
_MOST = 60  # faults of a kind that are told
_SHOWN = 600  # bytes of an answer


def of(simulator: Simulator, examples: int, seed: int, only: str) -> dict[str, Any]:
    """Runs so many of each dialect (0: the tables written by hand) and tells what came of it."""
    counted: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    faults: list[Fault] = []
    for cases in _batches(simulator, examples, seed, only):
        found = batch.run(cases, simulator)
        wrong = batch.wrong(found)
        counted.update(case.dialect for case in cases)
        failed.update(case.dialect for case in cases if case.prompt in wrong)
        faults += found
    return {
        "counted": dict(counted),
        "right": {name: counted[name] - failed[name] for name in counted},
        "faults": _told(faults),
    }


def _batches(simulator: Simulator, examples: int, seed: int, only: str) -> Iterable[Sequence[Case]]:
    dialects = [name for name in DIALECTS if name.startswith(only)]
    if not examples:
        from tests.mutations.all_field_answers import cases

        yield [case for case in cases(simulator.origin) if case.dialect.startswith(only)]
    for begin in range(0, examples, AT_ONCE):
        count = min(AT_ONCE, examples - begin)
        yield [
            case
            for name in dialects
            for case in batch.drawn(
                name, simulator.origin, examples=count, number=seed + begin // AT_ONCE
            )
        ]


def _told(faults: Sequence[Fault]) -> list[dict[str, Any]]:
    told = []
    for kind, some in batch.by_kind(faults, lambda fault: fault.kind).items():
        least = sorted(some, key=_size)[:_MOST]
        told.append({"kind": kind, "count": len(some), "smallest": [shown(it) for it in least]})
    return told


def _size(fault: Fault) -> tuple[int, int]:
    case = fault.case
    return (len(case.told), len((case.polled or case.paid).body)) if case else (0, 0)


def shown(fault: Fault) -> dict[str, Any]:
    """A fault for people: the steps that led there and the answer, its long texts cut."""
    case = fault.case
    if case is None:
        return {"detail": fault.detail}
    return {
        "detail": fault.detail[-1500:],
        "dialect": case.dialect,
        "steps": list(case.told),
        "answer": _answer(case.polled or case.paid),
    }


def _answer(reply: Reply) -> str:
    text = ascii(reply.body)[2:-1]
    text = re.sub(r"[A-Za-z0-9+/_=-]{200,}", lambda it: f"<{len(it.group())} signs>", text)
    return f"{reply.status} {list(reply.headers)} {text[:_SHOWN]}"
