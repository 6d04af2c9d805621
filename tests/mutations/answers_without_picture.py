"""Answers without a picture, mutated: the job must end, and no word of them may harm a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from tests.mutations import json_mutations, wire_format
from tests.mutations.bodies import BODIES, fastrouter_taken
from tests.mutations.case import Case, Plan, Reply
from tests.mutations.odd_values import ANYTHING, KEY

Draw = Callable[[st.SearchStrategy[Any]], Any]
STATUSES = (
    200,
    200,
    200,
    400,
    401,
    402,
    403,
    404,
    405,
    408,
    413,
    422,
    429,
    500,
    502,
    503,
    504,
    529,
)
RUDE = (204, 205, 304, 301, 307, 418, 451, 446, 520, 524, 599, 226, 600, 999)
MEANT: tuple[Any, ...] = (
    {"error": {"message": f"Incorrect API key provided: {KEY}", "code": "invalid_api_key"}},
    {"error": {"message": "Rejected by the safety system", "code": "moderation_blocked"}},
    {"error": {"code": 502, "message": "x", "metadata": {"error_type": "provider_unavailable"}}},
    {"error": {"message": "Too many", "type": "rate_limit_error", "code": "rate_limited"}},
    {"error": "openai submit: upstream status 400", "cost": 0.04},
    {"detail": [{"loc": ["body", "size"], "msg": "bad size", "type": "value_error"}]},
    {"choices": [{"message": {"content": f"I can't. {KEY}"}, "finish_reason": "content_filter"}]},
    {"task_id": "t", "data": [{"revised_prompt": "x"}], "status": "failed"},
    {"created": 1, "data": []},
    {"created": 1, "data": [{"b64_json": "@@@@"}]},
    {"created": 1, "data": [{"url": "https://10.0.0.1/x.png"}]},
    {"message": "Not Found"},
    {},
    [],
)
BARE = (b"", b"null", b"0", b"OK", b"<html><title>502 Bad Gateway</title></html>", b"\xff\xfe\x00")


def nothing(draw: Draw, dialect: str, number: int, key: str) -> Plan:
    """An answer that tells an error, or nothing at all, or nothing that can be read."""
    told: list[str] = []
    write = _body(draw, dialect, key, told)
    status = draw(st.sampled_from(STATUSES + RUDE))
    headers = [("content-type", draw(st.sampled_from(wire_format.LABELS)))]
    headers += draw(st.lists(st.sampled_from(wire_format.HEADERS), max_size=2))
    end = draw(st.sampled_from(["closed"] * 6 + ["breaks", "open"]))
    part = draw(st.integers(1, 999)) if draw(st.integers(0, 5)) == 0 else 1000
    is_poll = dialect == "fastrouter poll" and draw(st.integers(0, 2)) > 0
    made = (str(told[0])[:80], f"{status} {headers} {end} {part}", *told)

    def build() -> Case:
        body = write()
        empty = status in (204, 304)
        reply = Reply(
            body=b"" if empty else body[: part * len(body) // 1000],
            status=status,
            headers=tuple(headers),
            breaks=end == "breaks" and not empty,
            hold_open_s=4.0 if end == "open" and not empty else 0.0,
        )
        return _case(dialect, number, key, reply, made, is_poll=is_poll)

    return Plan(made, build, has_picture=False)


def _body(draw: Draw, dialect: str, key: str, told: list[str]) -> Callable[[], bytes]:
    if draw(st.integers(0, 7)) == 0:
        bare: bytes = draw(st.sampled_from(BARE))
        told.append(ascii(bare))
        return lambda: bare
    value: Any = draw(st.sampled_from([*MEANT, BODIES[dialect]({"b64_json": "@@@"})]))
    told.append(ascii(value)[:200])
    for _ in range(draw(st.integers(0, 4))):
        found = list(json_mutations.targets(value)) if isinstance(value, dict | list) else []
        if found:
            path, spoiled = draw(st.sampled_from(found)), draw(st.sampled_from(ANYTHING))
            value = json_mutations.replaced(value, path, spoiled)
            told.append(f"{path} = {ascii(spoiled)[:60]}")
    if draw(st.integers(0, 2)) == 0:
        return lambda: wire_format.stream_bytes(value, key, before=(), after=(), shape="named")
    ascii_only = draw(st.booleans())
    return lambda: wire_format.json_bytes(value, key, "UTF-8", "nothing", ascii_only=ascii_only)


def _case(
    dialect: str, number: int, key: str, reply: Reply, told: tuple[str, ...], *, is_poll: bool
) -> Case:
    task = f"task-{number}"
    taken = wire_format.json_bytes(fastrouter_taken(task), key, "UTF-8", "nothing", ascii_only=True)
    may_repeat = reply.status == 429 or dialect.startswith("openrouter")
    once = is_poll or reply.breaks or not may_repeat
    return Case(
        dialect=dialect,
        key=key,
        prompt=f"mutation {number} of {dialect}",
        paid=Reply(body=taken) if is_poll else reply,
        polled=reply if is_poll else None,
        task=task if is_poll else "",
        most_posts=1 if once else 3,
        told=told,
    )
