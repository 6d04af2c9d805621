"""A packed answer is unpacked though stray bytes follow it, it comes in pieces or begins oddly."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest

from generations.providers.answers.completeness import Scanner
from generations.providers.decoding.content_encoding import Unpacker, unpacked
from tests.providers.answer_pieces import P, Q, plain

BODY = plain({"b64_json": P})
LONG = plain({"b64_json": P}, note=[f"{n}:{n * 7919 % 1000}" for n in range(200_000)])


def deflated(body: bytes) -> bytes:
    tool = zlib.compressobj(9, zlib.DEFLATED, -15)
    return tool.compress(body) + tool.flush()


PACKED: dict[str, tuple[str, bytes, bytes]] = {
    "br": ("br", brotli.compress(BODY), BODY),
    "br, wide": ("br", brotli.compress(BODY, lgwin=24), BODY),
    "br, quick": ("br", brotli.compress(BODY, quality=0), BODY),
    "br, narrow": ("br", brotli.compress(BODY, lgwin=10), BODY),
    "br, long": ("br", brotli.compress(LONG, quality=2), LONG),
    "gzip": ("gzip", gzip.compress(BODY), BODY),
    "deflate": ("deflate", zlib.compress(BODY), BODY),
    "raw deflate": ("deflate", deflated(BODY), BODY),
    "gzip under br": ("br", gzip.compress(BODY), BODY),
    "plain under br": ("br", BODY, BODY),
    "plain under deflate": ("deflate", BODY, BODY),
}
STRAY = {"nothing": b"", "blanks": b" \r\n", "a ping": b": ping\n\n", "a zero": b"\x00"}


@pytest.mark.parametrize("stray", STRAY)
@pytest.mark.parametrize("form", PACKED)
def test_stray_bytes_after_a_packed_answer_harm_nothing(form: str, stray: str) -> None:
    label, raw, body = PACKED[form]
    assert unpacked(raw + STRAY[stray], label).startswith(body)
    for step in (1, 7, 1000, 10**8) if len(raw) < 10_000 else (1000, 10**8):
        tool = Unpacker(label)
        sent = raw + STRAY[stray]
        told = b"".join(tool.feed(sent[at : at + step]) for at in range(0, len(sent), step))
        assert told.startswith(body), step


@pytest.mark.parametrize("form", PACKED)
def test_pings_after_a_packed_answer_leave_it_whole(form: str) -> None:
    label, raw, _ = PACKED[form]
    scanner = Scanner(1, packing=label)
    scanner.feed(raw + b"\n")
    for _ in range(3):
        scanner.feed(b" ")
    assert scanner.is_whole


def test_what_came_before_a_break_or_a_fault_is_kept() -> None:
    raw = brotli.compress(LONG, quality=2)
    for broken in (raw[: len(raw) // 2], raw[: len(raw) // 2] + b"\xff" * 5000):
        kept = unpacked(broken, "br")
        assert len(kept) > len(LONG) // 3
        assert LONG.startswith(kept[: len(LONG) // 3])


def test_words_that_could_be_an_empty_packing_stay_words() -> None:
    for words in (b"{", b"[]", b'{"error":"no"}', b"{" * 300, plain({"b64_json": Q}) + b"\x03"):
        assert unpacked(words, "br") == words
