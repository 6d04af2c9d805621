"""The counting itself: a guard that has never failed is untrusted."""

from __future__ import annotations

from typing import Any

import pytest

from tests.faults.held_jobs import SYNC, Group
from tests.faults.job_ledger import Count, Tale, allowed, count

ONE = Group(name="one", state="generating", weather="", count=1)
PROMPT = ONE.prompts()[0]


def _row(status: str, code: str = "", **values: Any) -> dict[str, Any]:
    row = {"uid": "u", "prompt": PROMPT, "status": status, "code": code, "message": ""}
    row |= {"posts": 1, "attempts": 1, "charged": True, "finished": 10.0, "pictures": []}
    return row | values


def _call(status: int | None) -> dict[str, Any]:
    return {"method": "POST", "status": status, "body": {"prompt": PROMPT}}


def _told(row: dict[str, Any], *statuses: int | None, calls_end: str = "") -> Count:
    before = [_row("generating")]
    tale = Tale(harmed_at=0, before=before, after=before, calls_end=calls_end)
    return count("x", (ONE,), tale, [row], [_call(status) for status in statuses])


def test_a_second_post_after_silence_is_doubled() -> None:
    died = _row("unknown", "worker_died", posts=2, attempts=2)
    assert _told(died, None, 200, calls_end="worker_died").doubled


def test_a_second_post_after_a_429_is_not() -> None:
    died = _row("unknown", "worker_died", posts=2, attempts=2)
    assert not _told(died, 429, None, calls_end="worker_died").faults


def test_a_done_job_without_its_picture_is_lost() -> None:
    assert _told(_row("done"), 200).lost


def test_a_job_that_should_be_done_and_is_not_is_lost() -> None:
    assert _told(_row("unknown", "worker_died"), 200).lost


@pytest.mark.parametrize("charged", [True, False])
def test_a_call_that_was_out_is_never_failed(charged: bool) -> None:
    failed = _row("failed", "unavailable", charged=charged)
    assert _told(failed, None, calls_end="worker_died").dishonest


def test_an_open_job_is_late() -> None:
    assert _told(_row("generating", finished=None), 200).late


def test_a_job_for_a_click_too_many_is_doubled() -> None:
    tale = Tale(harmed_at=0, before=[], after=[])
    assert count("x", (ONE,), tale, [_row("done"), _row("done")], []).doubled


def test_a_complete_answer_in_the_spool_must_become_a_picture() -> None:
    rows = [_row("generating", prompt=SYNC.prompts()[0])]
    tale = Tale(harmed_at=0, before=rows, after=rows, calls_end="worker_died")
    assert allowed(SYNC, tale, SYNC.prompts()[0]) == {"unknown worker_died"}
    tale.spooled = {"u"}
    assert allowed(SYNC, tale, SYNC.prompts()[0]) == {"done"}
