"""Cases drawn by hypothesis: a valid answer of a dialect, and up to a handful of mutations."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from tests.mutations import json_mutations, wire_format
from tests.mutations.answers_without_picture import nothing
from tests.mutations.bodies import BODIES, fastrouter_taken
from tests.mutations.case import Case, Plan, Reply
from tests.mutations.odd_values import ANYTHING, BROKEN_SHAPES
from tests.mutations.picture_files import pictures
from tests.mutations.picture_spellings import FETCHED, INLINE, Given, entry

Draw = Callable[[st.SearchStrategy[Any]], Any]
_SIGNS = ("Kq{}xPlmn2Wv9Rt4Z", "zz/{}+Qm4%Wp7&x=9", "aB3{}\\Lk.7~Tz$w9", "q{}x")
_numbers = itertools.count(1)


@dataclass
class Draft:
    """An answer on its way to be one."""

    dialect: str
    body: Any
    told: list[str] = field(default_factory=list)

    @property
    def streams(self) -> bool:
        return self.dialect.endswith("stream")

    def step(self, name: str, make: Callable[[Any], Any]) -> None:
        self.body = make(self.body)
        self.told.append(name)


def plans(dialect: str, origin: str) -> st.SearchStrategy[Plan]:
    """Three of four hold a picture that must be kept; of the rest only a good end is asked."""

    @st.composite
    def made(draw: Draw) -> Plan:
        number = next(_numbers)
        key = draw(st.sampled_from(_SIGNS)).format(f"{number:04d}")
        if draw(st.integers(0, 4)) == 4:
            return nothing(draw, dialect, number, key)
        return _with_picture(draw, dialect, number, key, origin)

    return made()


def _with_picture(draw: Draw, dialect: str, number: int, key: str, origin: str) -> Plan:
    form, data = draw(st.sampled_from(pictures()))
    given = Given(data=data, origin=origin, path=f"/files/m{number}.bin")
    spelling = draw(st.sampled_from(sorted(INLINE) * 2 + sorted(FETCHED)))
    draft = Draft(dialect, BODIES[dialect](entry(spelling, given)), [form, spelling])
    is_sound = spelling in FETCHED or spelling == "JSON in a text"
    for _ in range(draw(st.integers(0, 4))):
        _mutated(draw, draft, must_parse=is_sound)
    reply = _written(draw, draft, key, must_parse=is_sound)
    file = _file(draw, data)

    def build() -> Case:
        files = ((given.path, file),) if spelling in FETCHED else ()
        more = {"files": files, "kept": data, "told": tuple(draft.told)}
        return _case(dialect, number, key, reply(), **more)

    return Plan(tuple(draft.told), build)


def _case(dialect: str, number: int, key: str, reply: Reply, **more: Any) -> Case:
    task = f"task-{number}"
    polled = dialect == "fastrouter poll"
    taken = wire_format.json_bytes(fastrouter_taken(task), key, "UTF-8", "nothing", ascii_only=True)
    return Case(
        dialect=dialect,
        key=key,
        prompt=f"mutation {number} of {dialect}",
        paid=Reply(body=taken) if polled else reply,
        polled=reply if polled else None,
        task=task if polled else "",
        most_posts=1,
        **more,
    )


def _mutated(draw: Draw, draft: Draft, *, must_parse: bool) -> None:
    values = [it for it in ANYTHING if not must_parse or it not in BROKEN_SHAPES]
    kinds = ["replace", "replace", "replace", "drop", "add", "twice", "neighbour", "error", "move"]
    kind = draw(st.sampled_from(kinds))
    if kind in ("neighbour", "move") and draft.streams:
        kind = "replace"
    {
        "replace": _replace,
        "drop": _drop,
        "add": _add,
        "twice": _twice,
        "neighbour": _neighbour,
        "error": _error,
        "move": _move,
    }[kind](draw, draft, values)


def _target(draw: Draw, draft: Draft) -> json_mutations.Path | None:
    if not isinstance(draft.body, dict | list):
        return None
    found = list(json_mutations.targets(draft.body))
    return draw(st.sampled_from(found)) if found else None


def _replace(draw: Draw, draft: Draft, values: list[Any]) -> None:
    path, value = _target(draw, draft), draw(st.sampled_from(values))
    if path:
        draft.step(
            f"{path} = {_short(value)}", lambda body: json_mutations.replaced(body, path, value)
        )


def _drop(draw: Draw, draft: Draft, values: list[Any]) -> None:
    path = _target(draw, draft)
    if path:
        draft.step(f"no {path}", lambda body: json_mutations.dropped(body, path))


def _add(draw: Draw, draft: Draft, values: list[Any]) -> None:
    found = list(json_mutations.objects(draft.body))
    if found:
        path, value = draw(st.sampled_from(found)), draw(st.sampled_from(values))
        name = draw(st.sampled_from(json_mutations.FIELDS))
        draft.step(
            f"{path} + {name} = {_short(value)}",
            lambda body: json_mutations.added(body, path, name, value),
        )


def _twice(draw: Draw, draft: Draft, values: list[Any]) -> None:
    path, value = _target(draw, draft), draw(st.sampled_from(values))
    before = draw(st.booleans())
    if path and isinstance(path[-1], str):
        draft.step(
            f"{path} twice: {_short(value)}",
            lambda body: json_mutations.twice(body, path, value, before=before),
        )


def _neighbour(draw: Draw, draft: Draft, values: list[Any]) -> None:
    value, before = draw(st.sampled_from(json_mutations.NEIGHBOURS)), draw(st.booleans())
    draft.step(
        f"beside: {_short(value)}",
        lambda body: json_mutations.neighbour(body, value, before=before),
    )


def _error(draw: Draw, draft: Draft, values: list[Any]) -> None:
    value = draw(st.sampled_from(json_mutations.ERRORS))
    if isinstance(draft.body, dict):
        draft.step(f"error = {_short(value)}", lambda body: {**body, "error": value})


def _move(draw: Draw, draft: Draft, values: list[Any]) -> None:
    name = draw(st.sampled_from(sorted(json_mutations.MOVES)))
    draft.step(f"moved: {name}", lambda body: json_mutations.moved(body, name))


def _written(draw: Draw, draft: Draft, key: str, *, must_parse: bool) -> Callable[[], Reply]:
    write = _stream(draw, draft, key) if draft.streams else _plain(draw, draft, key, must_parse)
    status = draw(st.sampled_from([200] * 6 + [201, 202, 203, 206, 246, 299]))
    return _on_the_line(draw, draft, write, status)


def _plain(draw: Draw, draft: Draft, key: str, must_parse: bool) -> Callable[[], bytes]:
    encoding = draw(st.sampled_from(["UTF-8"] * 6 + sorted(wire_format.ENCODINGS)))
    around = draw(st.sampled_from(["nothing"] * 8 + sorted(wire_format.AROUND)))
    if must_parse and around == "a comma too many":
        around = "nothing"
    draft.told += [encoding, around]
    ascii_only = draw(st.booleans())
    return lambda: wire_format.json_bytes(draft.body, key, encoding, around, ascii_only=ascii_only)


def _stream(draw: Draw, draft: Draft, key: str) -> Callable[[], bytes]:
    events = st.lists(st.sampled_from(sorted(wire_format.EVENTS)), max_size=3)
    before, after = tuple(draw(events)), tuple(draw(events))
    shape = draw(st.sampled_from(wire_format.SHAPES))
    draft.told += [f"before: {before}", f"after: {after}", shape]
    return lambda: wire_format.stream_bytes(
        draft.body, key, before=before, after=after, shape=shape
    )


def _on_the_line(
    draw: Draw, draft: Draft, write: Callable[[], bytes], status: int
) -> Callable[[], Reply]:
    label = draw(st.sampled_from(["application/json"] * 4 + list(wire_format.LABELS)))
    packing = (
        draw(st.sampled_from(sorted(wire_format.PACKINGS))) if draw(st.integers(0, 2)) == 0 else ""
    )
    name, pack = wire_format.PACKINGS.get(packing, ("", bytes))
    headers = [(key, value) for key, value in (("content-type", label), ("content-encoding", name))]
    headers = [pair for pair in headers if pair[1]]
    headers += draw(st.lists(st.sampled_from(wire_format.HEADERS), max_size=2))
    end = draw(st.sampled_from(["closed"] * 5 + ["length", "too long", "open", "pings", "breaks"]))
    cuts = draw(st.lists(st.integers(1, 999), max_size=4))
    draft.told += [f"packed: {packing}", str(status), label, str(headers[1:]), end]

    def build() -> Reply:
        body = pack(write())
        length = ("content-length", str(len(body) + 40 * (end == "too long")))
        return Reply(
            body=body,
            status=status,
            headers=(*headers, *([length] if end in ("length", "too long") else [])),
            cuts=tuple(part * len(body) // 1000 for part in cuts),
            hold_open_s=20.0 if end in ("open", "pings") else 0.0,
            ping=(b": ping\n\n" if draft.streams else b" ") if end == "pings" else b"",
            breaks=end == "breaks",
        )

    return build


def _file(draw: Draw, data: bytes) -> Reply:
    labels = ["image/png", "application/octet-stream", "text/html", "binary/octet-stream", ""]
    label = draw(st.sampled_from(labels))
    headers = [("content-type", label)] if label else []
    if draw(st.integers(0, 3)) == 0:
        name, pack = wire_format.PACKINGS[
            draw(st.sampled_from(["gzip", "deflate", "br", "identity"]))
        ]
        return Reply(body=pack(data), headers=(*headers, ("content-encoding", name)))
    return Reply(body=data, headers=tuple(headers))


def _short(value: object) -> str:
    text = ascii(value)
    return text if len(text) < 80 else f"{text[:60]}… ({len(text)})"
