"""What became of the jobs: lost, doubled, dishonest or late, against rules.md sections 1 to 3."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.held_jobs import Group
from tests.faults.scenario_setup import LEASE_S, Row
from tests.simulator.pictures import picture
from tests.simulator.prompt_weather import Weather

SETTLED_S = LEASE_S + 60
MOST_POSTS = 3
MID_CALL = ("sending", "generating")
ENDED = ("done", "refused", "failed", "unknown", "cancelled")
AGAIN = {"openrouter": (429, 500, 502, 503)}  # answers after which a job may be sent again
ONLY_429 = (429,)


@dataclass(slots=True, kw_only=True)
class Tale:
    """What was seen around the harm."""

    harmed_at: float  # seconds since the epoch; settling is measured from here
    before: list[Row]
    after: list[Row]  # with the product dead, where the harm kills
    spooled: set[str] = field(default_factory=set)  # uids whose answer was complete then
    calls_end: str = ""  # the code of calls that the harm ends; empty: they live on


@dataclass(slots=True, kw_only=True)
class Count:
    """The outcome of one scenario; every list holds one sentence a job."""

    name: str
    hurt: Counter[str] = field(default_factory=Counter)  # states at the moment of the harm
    jobs: int = 0
    posts: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    slowest_s: float = 0.0
    healthy_s: float = 0.0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    dishonest: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        kinds = ("lost", "doubled", "dishonest", "late", "troubles")
        return [f"{kind}: {line}" for kind in kinds for line in getattr(self, kind)]


def count(
    name: str,
    groups: Sequence[Group],
    tale: Tale,
    rows: Sequence[Row],
    calls: Sequence[dict[str, Any]],
) -> Count:
    """Compares every job with what it may have come to."""
    told = Count(name=name, hurt=Counter(row["status"] for row in tale.before))
    final = {row["prompt"]: row for row in rows}
    for group in groups:
        for prompt in group.prompts():
            _judge(told, group, tale, final.get(prompt), prompt, _posts(calls, prompt))
    asked = sum(group.count for group in groups)
    if len(rows) != asked:
        told.doubled.append(f"{len(rows)} jobs for {asked} asked for")
    return told


def _judge(
    told: Count,
    group: Group,
    tale: Tale,
    row: Row | None,
    prompt: str,
    posts: Sequence[dict[str, Any]],
) -> None:
    if row is None:
        told.lost.append(f"{prompt}: no job")
        return
    end = f"{row['status']} {row['code']}".strip()
    told.jobs += 1
    told.posts += len(posts)
    told.ends[row["status"]] += 1
    _judge_end(told, group, allowed(group, tale, prompt), end, row)
    _judge_money(told, group, row, posts)
    _judge_time(told, tale, row)
    if row["status"] == "done":
        _judge_pictures(told, group, row)


def allowed(group: Group, tale: Tale, prompt: str) -> set[str]:
    """The ends this job may have come to."""
    before, after = _named(tale.before, prompt), _named(tale.after, prompt)
    ends = set(group.ends)
    if group.must_end_so or not tale.calls_end or after is None or before is None:
        return ends
    if after["status"] in ENDED and before["status"] not in ENDED:
        in_time = before["status"] in (*MID_CALL, "queued")
        return ends | ({f"unknown {tale.calls_end}"} if in_time else set())
    if after["status"] not in MID_CALL or after["uid"] in tale.spooled:
        return ends
    broken = {f"unknown {tale.calls_end}"}
    return broken | ends if before["status"] == "queued" else broken


def _judge_end(told: Count, group: Group, ends: set[str], end: str, row: Row) -> None:
    if end in ends:
        return
    line = f"{row['prompt']}: {end or 'nothing'}, not {' or '.join(sorted(ends))} {row['message']}"
    (told.lost if ends == {"done"} else told.dishonest).append(line)


def _judge_money(told: Count, group: Group, row: Row, posts: Sequence[dict[str, Any]]) -> None:
    again = AGAIN.get(group.provider, ONLY_429)
    paid = [post for post in posts if post["status"] not in again]
    early = [post["status"] for post in posts[:-1] if post["status"] not in again]
    if len(paid) > 1 or early or len(posts) > MOST_POSTS:
        answers = [post["status"] for post in posts]
        told.doubled.append(f"{row['prompt']}: {len(posts)} POSTs, answered {answers}")
    if row["posts"] < len(posts) or row["posts"] != row["attempts"]:
        told.dishonest.append(f"{row['prompt']}: {row['posts']} POSTs on record, {len(posts)} sent")
    out = [post for post in posts if post["status"] is None or post["status"] < 300]
    if row["status"] == "failed" and not row["charged"] and out:
        told.dishonest.append(f"{row['prompt']}: said to be free, but its call was out")


def _judge_time(told: Count, tale: Tale, row: Row) -> None:
    took = (row["finished"] or float("inf")) - tale.harmed_at
    if took > SETTLED_S:
        told.late.append(f"{row['prompt']}: {row['status']} after {took:.0f} s")
    else:
        told.slowest_s = max(told.slowest_s, took)


def _judge_pictures(told: Count, group: Group, row: Row) -> None:
    if len(row["pictures"]) != group.pictures:
        told.lost.append(f"{row['prompt']}: {len(row['pictures'])} pictures")
    for index, kept in enumerate(row["pictures"]):
        path = Path(kept["path"])
        sent = picture(Weather(row["prompt"]), index=index)
        if not path.exists() or path.read_bytes() != sent:
            told.lost.append(f"{row['prompt']}: not the bytes that were sent")
        if not kept["is_thumbed"]:
            told.lost.append(f"{row['prompt']}: no thumbnails")


def _posts(calls: Sequence[dict[str, Any]], prompt: str) -> list[dict[str, Any]]:
    return [call for call in calls if call["method"] == "POST" and _prompt(call["body"]) == prompt]


def _prompt(body: Any) -> str:
    fields = body.get("fields", body) if isinstance(body, dict) else {}
    return str(fields.get("prompt", ""))


def _named(rows: Sequence[Row], prompt: str) -> Row | None:
    return next((row for row in rows if row["prompt"] == prompt), None)
