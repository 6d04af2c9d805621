"""From JSON to bytes on the line: encodings, surroundings, events, packings, labels."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable
from typing import Any

import brotli

from tests.mutations.odd_values import with_key, written

PARTIAL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJg"


def _deflated(body: bytes) -> bytes:
    tool = zlib.compressobj(9, zlib.DEFLATED, -15)
    return tool.compress(body) + tool.flush()


ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "UTF-8": lambda text: text.encode("utf-8", "surrogatepass"),
    "a mark": lambda text: b"\xef\xbb\xbf" + text.encode("utf-8", "surrogatepass"),
    "UTF-16": lambda text: text.encode("utf-16", "surrogatepass"),
    "UTF-16-LE": lambda text: text.encode("utf-16-le", "surrogatepass"),
    "UTF-16-BE": lambda text: text.encode("utf-16-be", "surrogatepass"),
    "UTF-32": lambda text: text.encode("utf-32", "surrogatepass"),
    "Latin-1": lambda text: text.replace("boat", "b\xe9at").encode("latin-1", "replace"),
    "Windows": lambda text: text.replace("boat", "b“at").encode("cp1252", "replace"),
    "GBK": lambda text: text.replace("boat", "纸船").encode("gb18030", "replace"),
}
AROUND: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda body: body,
    "blanks before": lambda body: b" \r\n\t" * 300 + body,
    "blanks after": lambda body: body + b"\n \r\n",
    "a zero after": lambda body: body + b"\x00",
    "a guard": lambda body: b")]}',\n" + body,
    "words after": lambda body: body + b"\n-- end of answer --",
    "another value after": lambda body: body + b"{}",
    "a status before": lambda body: b'{"status":"processing"}\n' + body,
    "raw controls": lambda body: body.replace(b"paper", b"pa\n\x01\tper"),
    "a raw zero": lambda body: body.replace(b"paper", b"pa\x00per"),
    "a bad byte": lambda body: body.replace(b"paper", b"pa\xff\xe9per"),
    "half a pair, raw": lambda body: body.replace(b"paper", b"pa\xed\xa0\xbdper"),
    "a comma too many": lambda body: body.replace(b'"created"', b', "created"', 1),
}
PACKINGS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "GZIP": ("GZIP", gzip.compress),
    "x-gzip": ("x-gzip", gzip.compress),
    "deflate": ("deflate", zlib.compress),
    "raw deflate": ("deflate", _deflated),
    "br": ("br", brotli.compress),
    "identity": ("identity", bytes),
    "none": ("none", bytes),
    "utf-8": ("utf-8", bytes),
    "aws-chunked": ("aws-chunked", bytes),
    "gzip that is none": ("gzip", bytes),
    "br that is none": ("br", bytes),
    "deflate that is none": ("deflate", bytes),
    "gzip, identity": ("gzip, identity", gzip.compress),
    "gzip, gzip": ("gzip, gzip", lambda body: gzip.compress(gzip.compress(body))),
    "br, gzip": ("br, gzip", lambda body: gzip.compress(brotli.compress(body))),
    "gzip unlabelled": ("", gzip.compress),
    "gzip under br": ("br", gzip.compress),
    "members": ("gzip", lambda body: gzip.compress(body[:40]) + gzip.compress(body[40:])),
}
LABELS = (
    *("application/json", "application/json; charset=utf-8", "application/json;charset=UTF-16"),
    *("text/event-stream", "text/plain", "text/html; charset=iso-8859-1", "", "image/png"),
    *("application/octet-stream", "application/x-ndjson", "APPLICATION/JSON", "application/json;;"),
    *("text/event-stream;charset=none", "json", "*/*", "multipart/mixed; boundary=x", "x" * 400),
    *('application/json; charset="gbk"', "application/json; charset=idna", "a/b; charset=base64"),
)
HEADERS: tuple[tuple[str, str], ...] = (
    *(("retry-after", value) for value in ("1", "0.001", "-5", "inf", "nan", "soon", "", "1e9")),
    ("retry-after", "Wed, 21 Oct 2015 07:28:00 +9999999999999999"),
    ("retry-after", "Fri, 31 Dec 9999 23:59:59 GMT"),
    *(("retry-after-ms", value) for value in ("20", "1e999", "9" * 30, "x")),
    *(("x-ratelimit-reset-requests", value) for value in ("1ms", "2s", "99h99m", "-1", "1790000000000")),
    *(("x-ratelimit-reset", value) for value in ("0", "9" * 25, "2026-13-45T99:99:99Z")),
    *(("x-request-id", value) for value in ("r" * 8000, "\xe9\xff", "", "<b>x</b>")),
    ("cf-ray", "\x80\x9f"), ("x-generation-id", "gen-\u00fc"), ("set-cookie", "a=b"),
    ("location", "https://[::1"), ("trailer", "x"), ("link", "<x>; rel=next"), ("content-range", "x"),
)  # fmt: skip
EVENTS: dict[str, str] = {  # beside the finished one
    "a comment": ": OPENROUTER PROCESSING\n\n",
    "a name alone": "event: ping\n\n",
    "empty data": "data:\n\ndata: \n\n",
    "an id and a wait": "id: 7\nretry: 3000\n\n",
    "a number": "data: 5\n\ndata: null\n\ndata: \"x\"\n\n",
    "broken JSON": "data: {\"type\": \"image_gen\n\n",
    "an unknown event": 'event: keepalive\ndata: {"type":"keepalive","n":NaN}\n\n',
    "half a pair": 'data: {"type":"note","text":"\\ud83d\\u0000"}\n\n',
    "a partial one": f'data: {{"type":"image_generation.partial_image","b64_json":"{PARTIAL}",'
    '"partial_image_index":0}\n\n',
    "an odd index": f'data: {{"type":"image_generation.partial_image","b64_json":"{PARTIAL}",'
    '"partial_image_index":1e999}\n\n',
    "an error event": 'event: error\ndata: {"error":{"message":"late \\ud83d","code":NaN}}\n\n',
    "a bare error": '{"error":{"message":"late"}}\n',
    "usage apart": 'data: {"usage":{"cost":1e999,"output_tokens":-5}}\n\n',
    "a field nobody knows": "foo: bar\nbaz\n\n",
}  # fmt: skip


def json_bytes(value: Any, key: str, encoding: str, around: str, *, ascii_only: bool) -> bytes:
    """The whole plain answer."""
    text = with_key(written(value, ascii_only=ascii_only), key)
    return ENCODINGS[encoding](text) if around == "nothing" else AROUND[around](
        ENCODINGS["UTF-8"](text)
    )  # fmt: skip


def stream_bytes(
    value: Any, key: str, *, before: tuple[str, ...], after: tuple[str, ...], shape: str
) -> bytes:
    """The finished picture's event among others."""
    text = with_key(written(value), key)
    event = {
        "plain": f"data: {text}\n\n",
        "named": f"event: image_generation.completed\ndata: {text}\n\n",
        "no blank": f"data:{text}\n\n",
        "wrapped": f'data: {{"data": {text}}}\n\n',
        "twice": f"data: {text}\n\n" * 2,
        "CRLF": f"event: x\r\ndata: {text}\r\n\r\n",
        "CR": f"data: {text}\r\r",
        "lines": f"data: {_in_lines(text)}\n\n",
        "no end": f"data: {text}",
        "bare": f"{text}\n",
        "DATA": f"DATA: {text}\n\n",
    }[shape]
    lead = "".join(EVENTS[name] for name in before)
    rest = "".join(EVENTS[name] for name in after)
    end = "" if shape == "no end" else "data: [DONE]\n\n"
    return f"{lead}{event}{rest if end else ''}{end}".encode("utf-8", "surrogatepass")


SHAPES = ("plain", "named", "no blank", "wrapped", "twice", "CRLF", "CR", "lines", "no end", "bare")


def _in_lines(text: str) -> str:
    """JSON over several data lines, as a pretty printer gives it; only where it can be parsed."""
    try:
        pretty = json.dumps(json.loads(text), indent=1)
    except (ValueError, RecursionError):
        return text
    return pretty.replace("\n", "\ndata: ")
