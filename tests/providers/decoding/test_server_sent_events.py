"""The event parser gives the same events however the bytes are cut."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from generations.providers.decoding.server_sent_events import ServerEvent, SseParser

TEXT = (
    ': hello\n\nevent: a\ndata: {"x":1}\n\ndata: one\r\ndata: two 🦦\r\n\r\n'
    "id: 7\nretry: 9\rdata:no space\r\r: only a comment\n\ndata: last"
)
EVENTS = [
    ServerEvent(name="a", data='{"x":1}'),
    ServerEvent(name="", data="one\ntwo 🦦"),
    ServerEvent(name="", data="no space"),
    ServerEvent(name="", data="last"),
]


def events(raw: bytes, cuts: list[int]) -> list[ServerEvent]:
    parser, found = SseParser(), []
    edges = [0, *sorted(cuts), len(raw)]
    for start, end in pairwise(edges):
        found += parser.feed(raw[start:end])
    return found + list(parser.finish())


@given(st.lists(st.integers(0, len(TEXT.encode())), max_size=40))
def test_cuts_do_not_matter(cuts: list[int]) -> None:
    assert events(TEXT.encode(), cuts) == EVENTS


def test_an_empty_piece_between_return_and_newline_changes_nothing() -> None:
    cut = TEXT.encode().index(b"\r\n") + 1
    assert events(TEXT.encode(), [cut, cut]) == EVENTS


def test_one_byte_at_a_time() -> None:
    raw = TEXT.encode()
    assert events(raw, list(range(len(raw)))) == EVENTS


@given(st.binary(max_size=200))
def test_nonsense_never_raises(raw: bytes) -> None:
    events(raw, [len(raw) // 2])
