"""One row of a table written by hand: an answer from the field, and the end it must have."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from tests.mutations.bodies import fastrouter_taken
from tests.mutations.case import Case, Reply
from tests.mutations.odd_values import KEY, with_key, written
from tests.mutations.picture_spellings import Given
from tests.simulator.pictures import drawn

PLAIN = ("fastapi plain", "fastrouter sync", "imagerouter", "openrouter plain")
STREAMS = ("fastapi stream", "openrouter stream")
ALL = (*PLAIN, "fastrouter poll")
JSON = "application/json"
EVENTS = "text/event-stream"
_numbers = count(1)
Body = bytes | Callable[[Given], Any] | dict[str, Any] | list[Any] | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`body`: bytes, JSON, or what makes either of a picture. Without `ends` it must be done."""

    name: str
    body: Body
    on: tuple[str, ...] = PLAIN
    status: int = 200
    label: str = JSON
    headers: tuple[tuple[str, str], ...] = ()
    file: Callable[[bytes], Reply] | None = None  # how the result is served, where it is fetched
    pack: Callable[[bytes], bytes] = bytes
    ends: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    says: str = ""  # must stand in the job's message
    posts: int = 1
    form: str = "png"
    picture: bytes | None = None
    hold_open_s: float = 0.0
    ping: bytes = b""
    breaks: bool = False
    cuts: tuple[int, ...] = ()

    def cases(self, origin: str) -> Iterator[Case]:
        """One for each dialect."""
        for dialect in self.on:
            yield self._case(dialect, next(_numbers), origin)

    def _case(self, dialect: str, number: int, origin: str) -> Case:
        data = self.picture or drawn(64, 64, self.form, number % 5)
        given = Given(data=data, origin=origin, path=f"/files/r{number}.{self.form}")
        key, task = f"Rq{number:04d}xPlmn2Wv9Rt4Z", f"row-{number}"
        reply = self._reply(given, key)
        polled = dialect == "fastrouter poll"
        taken = Reply(body=json.dumps(fastrouter_taken(task)).encode())
        return Case(
            dialect=dialect,
            key=key,
            prompt=f"row {number} of {dialect}",
            paid=taken if polled else reply,
            polled=reply if polled else None,
            task=task if polled else "",
            files=((given.path, (self.file or _served)(data)),),
            kept=None if self.ends else data,
            most_posts=self.posts,
            ends=frozenset(self.ends or ("done",)),
            codes=frozenset(self.codes),
            says=self.says,
            told=(self.name,),
        )

    def _reply(self, given: Given, key: str) -> Reply:
        value = self.body(given) if callable(self.body) else self.body
        if isinstance(value, bytes):
            raw = value.replace(KEY.encode(), key.encode())
        else:
            text = value if isinstance(value, str) else written(value)
            raw = with_key(text, key).encode("utf-8", "surrogatepass")
        headers = [("content-type", self.label)] if self.label else []
        return Reply(
            body=self.pack(raw),
            status=self.status,
            headers=(*headers, *self.headers),
            cuts=self.cuts,
            hold_open_s=self.hold_open_s,
            ping=self.ping,
            breaks=self.breaks,
        )


def _served(data: bytes) -> Reply:
    return Reply(body=data, headers=(("content-type", "image/png"),))


def good(it: Given, **more: Any) -> dict[str, Any]:
    """The usual answer with one picture."""
    return {"created": 1790000000, "data": [{"b64_json": it.packed}], **more}


def event(it: Given, **more: Any) -> str:
    """The usual last event."""
    told = {"type": "image_generation.completed", "b64_json": it.packed, **more}
    return f"data: {json.dumps(told)}\n\n"


def all_cases(rows: Iterable[Row], origin: str) -> Iterator[Case]:
    for row in rows:
        yield from row.cases(origin)
