"""What came whole ends the wait and is read, whatever the line does afterwards."""

from __future__ import annotations

import gzip
import json
import time
from dataclasses import replace
from pathlib import Path

import brotli
import pytest

from generations.providers.answers.completeness import Completeness, Scanner, completeness
from generations.providers.types import Answer, Pending
from tests.providers.answer_pieces import (
    EVENTS,
    OTHER,
    PNG,
    STREAMING,
    P,
    Q,
    completed,
    give,
    in_lines,
    plain,
)
from tests.providers.calls import QUICK, ROUTERS, Asking

GOOD = plain({"b64_json": P})
DONE = b"data: [DONE]\n\n"
PING = b": ping\n\n"
PATIENT = replace(QUICK, silence_s=30, short_s=30)
PARTIAL = (
    b'data: {"type":"image_generation.partial_image","partial_image_index":0,"b64_json":"'
    + P.encode()
    + b'"}\n\n'
)

OPEN: dict[str, tuple[str, bytes, bytes]] = {
    "JSON": ("application/json", GOOD, b""),
    "JSON and blanks": ("application/json", GOOD, b" "),
    "JSON after a word": ("application/json", b'{"status":"processing"}\n' + GOOD, b"\n"),
    "JSON, packed": ("application/json", gzip.compress(GOOD), b""),
    "a completed event": (EVENTS, completed(), b""),
    "with pings": (EVENTS, PARTIAL + completed(), PING),
    "with DONE": (EVENTS, completed() + DONE, PING),
    "without a type": (EVENTS, b"data: " + GOOD + b"\n\n", PING),
    "a stream without its label": ("application/json", completed(), PING),
    "JSON under a stream's label": (EVENTS, GOOD, PING),
    "the picture itself": ("image/png", PNG, b""),
}


@pytest.mark.parametrize("answer", OPEN)
@pytest.mark.parametrize("slug", ROUTERS)
def test_a_whole_answer_ends_the_wait(slug: str, answer: str, asking: Asking) -> None:
    label, body, ping = OPEN[answer]
    asking.limits = PATIENT
    headers = [("content-encoding", "gzip")] if body.startswith(b"\x1f\x8b") else []
    give(asking, slug, body, label, hold_open_s=20, ping=ping, headers=headers)
    began = time.monotonic()
    delivery = asking.deliver(slug, "A boat")
    assert time.monotonic() - began < 5
    assert asking.fetch(slug, delivery) == [PNG]
    assert delivery.unreadable == 0


TOLD = {
    "an error": b'{"error":{"message":"Bad value","code":"invalid_value"}}',
    "an error's event": b'data: {"error":{"message":"Bad value","code":"invalid_value"}}\n\n',
    "a detail": b'{"detail":"Bad value"}',
}


@pytest.mark.parametrize("answer", TOLD)
@pytest.mark.parametrize("slug", ROUTERS)
def test_a_whole_error_ends_the_wait(slug: str, answer: str, asking: Asking) -> None:
    asking.limits = PATIENT
    give(asking, slug, TOLD[answer], status=400, hold_open_s=20, ping=b"\n")
    began = time.monotonic()
    assert "Bad value" in asking.error(slug, "A boat").message
    assert time.monotonic() - began < 5


def test_a_reference_ends_the_wait(asking: Asking) -> None:
    asking.limits = PATIENT
    give(asking, "fastrouter", b'{"task_id":"fr_1","data":[{}]}', hold_open_s=20)
    assert asking.generate("fastrouter", "A boat") == Pending(reference="fr_1")


@pytest.mark.parametrize("slug", ROUTERS)
def test_a_word_about_work_does_not_end_the_wait(slug: str, asking: Asking) -> None:
    pieces = [b'{"status":"processing"}\n', 1.0, GOOD]
    give(asking, slug, b"", pieces=pieces)
    assert asking.fetch(slug, asking.deliver(slug, "A boat")) == [PNG]


CUT: dict[str, tuple[str, bytes, list[tuple[str, str]]]] = {
    "the length is too large": (
        "application/json",
        GOOD,
        [("content-length", str(len(GOOD) + 40))],
    ),
    "the last chunk is missing": ("application/json", GOOD, []),
    "packed": ("application/json", brotli.compress(GOOD), [("content-encoding", "br")]),
    "a stream": (EVENTS, completed(), []),
    "a stream, half an event more": (EVENTS, completed() + b'data: {"type":"image_gen', []),
    "the picture itself": ("image/png", PNG, [("content-length", str(len(PNG) + 40))]),
}


@pytest.mark.parametrize("answer", CUT)
@pytest.mark.parametrize("slug", ROUTERS)
def test_what_was_whole_when_the_line_broke_is_read(slug: str, answer: str, asking: Asking) -> None:
    label, body, headers = CUT[answer]
    give(asking, slug, body, label, headers=headers, breaks=True)
    delivery = asking.deliver(slug, "A boat")
    assert asking.fetch(slug, delivery) == [PNG]


@pytest.mark.parametrize("slug", STREAMING)
def test_a_stream_cut_between_its_pictures_counts_the_rest(slug: str, asking: Asking) -> None:
    give(asking, slug, completed(), EVENTS, breaks=True)
    if slug == "fastapi":
        delivery = asking.deliver(slug, "A boat", n=3)
        assert (len(delivery.images), delivery.unreadable) == (1, 2)
    give(asking, slug, completed() + completed(Q) + DONE, EVENTS)
    delivery = asking.deliver(slug, "A boat", n=3)
    assert asking.fetch(slug, delivery) == [PNG, OTHER]
    assert delivery.unreadable == 0


@pytest.mark.parametrize("slug", ROUTERS)
def test_half_an_answer_stays_unknown(slug: str, asking: Asking) -> None:
    for label, body in (
        ("application/json", GOOD[:-20]),
        ("application/json", b'{"status":"processing"}'),
        (EVENTS, PARTIAL),
        ("image/png", PNG[:-20]),
        ("", b""),
    ):
        give(asking, slug, body, label, breaks=True)
        error = asking.error(slug, "A boat")
        assert (error.code, error.may_have_charged) == ("connection_lost", True), label


STATES: dict[str, tuple[bytes, int, Completeness]] = {
    "nothing": (b"", 1, Completeness.NOTHING),
    "half": (GOOD[:-3], 1, Completeness.NOTHING),
    "a word": (b'{"status":"processing","error":null}', 1, Completeness.NOTHING),
    "an empty list": (b'{"data":[]}', 1, Completeness.NOTHING),
    "JSON": (GOOD, 3, Completeness.WHOLE),
    "an error": (b'{"error":"no"}', 3, Completeness.WHOLE),
    "a reference": (b'{"data":{"taskId":"x"}}', 1, Completeness.WHOLE),
    "an address": (plain({"url": "https://a.example/x.png"}), 1, Completeness.WHOLE),
    "one of two": (completed(), 2, Completeness.SOME),
    "one, twice": (completed() * 2, 2, Completeness.SOME),
    "two of two": (completed() + completed(Q), 2, Completeness.WHOLE),
    "one and DONE": (completed() + DONE, 2, Completeness.WHOLE),
    "only previews": (PARTIAL, 1, Completeness.NOTHING),
    "a named event": (
        b"event: image_generation.completed\ndata: " + json.dumps({"b64_json": P}).encode() + b"\n",
        1,
        Completeness.WHOLE,
    ),
    "an event over several lines": (in_lines(completed()), 1, Completeness.WHOLE),
    "the same, one of two": (in_lines(completed()), 2, Completeness.SOME),
    "the same, with other fields between": (
        in_lines(completed()).replace(b"data:  ", b": ping\nid: 7\ndata:  ", 1),
        1,
        Completeness.WHOLE,
    ),
    "the same, cut": (in_lines(completed())[:-12], 1, Completeness.NOTHING),
    "lines that end otherwise": (
        in_lines(completed()).replace(b"\n", b"\r\n"),
        1,
        Completeness.WHOLE,
    ),
    "after a broken event": (b'data: {"type": "image_gen\n\n' + completed(), 1, Completeness.WHOLE),
    "after bare errors": (
        b'{"error":{"message":"late"}}\n' * 2 + in_lines(completed()),
        1,
        Completeness.WHOLE,
    ),
    "a preview named in the line before": (
        b"event: image_generation.partial_image\r\ndata: "
        + json.dumps({"b64_json": P}).encode()
        + b"\r\n\r\n",
        1,
        Completeness.NOTHING,
    ),
    "escapes": (plain({"b64_json": P.replace("/", "\\/")}, x='a"b\\'), 1, Completeness.WHOLE),
}


@pytest.mark.parametrize("case", STATES)
@pytest.mark.parametrize("step", [1, 7, 1000, 10**6])
def test_how_much_is_there(case: str, step: int, tmp_path: Path) -> None:
    body, wanted, state = STATES[case]
    scanner = Scanner(wanted)
    for begin in range(0, len(body), step):
        scanner.feed(body[begin : begin + step])
    assert scanner.state is state
    part = tmp_path / "x.part"
    if case == "half":  # its picture is whole, which the last look finds
        state = Completeness.SOME
    for packed, label in ((body, ""), (gzip.compress(body), "gzip"), (brotli.compress(body), "br")):
        part.write_bytes(packed)
        answer = Answer(status=200, headers={"content-encoding": label}, body=part)
        assert completeness(answer, wanted=wanted) is state, label


WHOLE = {
    "UTF-16": (GOOD.decode().encode("utf-16"), ""),
    "UTF-16-BE": (GOOD.decode().encode("utf-16-be"), ""),
    "UTF-32": (GOOD.decode().encode("utf-32"), ""),
    "gzip twice": (gzip.compress(gzip.compress(GOOD)), "gzip, gzip"),
    "br in gzip": (gzip.compress(brotli.compress(GOOD)), "br, gzip"),
    "two members": (gzip.compress(GOOD[:50]) + gzip.compress(GOOD[50:]), "gzip"),
}


@pytest.mark.parametrize("form", WHOLE)
@pytest.mark.parametrize("step", [1, 7, 10**6])
def test_an_answer_is_seen_whole_through_encodings_and_packings(form: str, step: int) -> None:
    body, packing = WHOLE[form]
    scanner = Scanner(1, packing=packing)
    for begin in range(0, len(body), step):
        assert not scanner.is_whole or begin > len(body) - 20
        scanner.feed(body[begin : begin + step])
    assert scanner.is_whole


def steps(size: int, *, piece: int = 1024) -> int:
    """How many steps a picture of that size takes, in pieces."""
    scanner = Scanner()
    scanner.feed(b'{"data":[{"b64_json":"iVBORw0KGgoAAAANSUhEUgAA')
    block = b"A" * piece
    for _ in range(size // piece):
        scanner.feed(block)
    scanner.feed(b'"}]}')
    assert scanner.is_whole
    return scanner.operations


def test_the_work_grows_with_the_bytes_and_no_faster() -> None:
    small, large = steps(10 * 2**20), steps(100 * 2**20)
    assert large <= 10.1 * small
    assert large <= 100 * 1024 + 100


def test_much_structure_does_not_hold_up_the_loop() -> None:
    scanner = Scanner()
    for _ in range(1000):
        scanner.feed(b"[{}," * 25_000)
    assert scanner.operations <= 1_000_000
    assert not scanner.is_whole
