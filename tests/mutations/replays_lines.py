"""Streams, labels, packings, lines and results as others met them: the picture must be kept.

CRLF and split frames: xuan 194, praxis 739, flue 215, vercel/ai 6200, llm 90; labels: NextChat 3215,
workers-sdk 4852, searxng 5572; JSON where a stream was asked and the reverse: exo 1328, printing-press
1654; completed before the previews: openai-node 2617; guards: Gemini-API 34.
"""

from __future__ import annotations

import gzip
import json
import zlib

import brotli

from tests.mutations.case import Reply
from tests.mutations.field_answers import ALL, EVENTS, PLAIN, STREAMS, Row, event, good

DONE = "data: [DONE]\n\n"
OPEN = {"hold_open_s": 20.0}
S = STREAMS
BOTH = ("fastapi plain", "openrouter stream")


def _plain(it: object) -> bytes:
    return json.dumps(good(it)).encode()  # type: ignore[arg-type]


STREAMED = (
    Row(name="the usual stream", body=lambda it: event(it) + DONE, label=EVENTS, on=S),
    Row(name="comments of OpenRouter", body=lambda it: ": OPENROUTER PROCESSING\n\n" * 50 + event(it) + DONE, label=EVENTS, on=S),
    Row(name="CRLF", body=lambda it: (event(it) + DONE).replace("\n", "\r\n"), label=EVENTS, on=S),
    Row(name="CR alone", body=lambda it: (event(it) + DONE).replace("\n", "\r"), label=EVENTS, on=S),
    Row(name="a CRLF cut in two", body=lambda it: (event(it) + DONE).replace("\n", "\r\n"), label=EVENTS, on=S, cuts=tuple(range(1, 900, 13))),
    Row(name="no blank after the colon", body=lambda it: (event(it) + DONE).replace("data: ", "data:"), label=EVENTS, on=S),
    Row(name="no end of the last event", body=lambda it: event(it).rstrip(), label=EVENTS, on=S),
    Row(name="no [DONE]", body=lambda it: event(it), label=EVENTS, on=S),
    Row(name="finished before its previews (openai-node 2617)", body=lambda it: event(it) + 'data: {"type":"image_generation.partial_image","partial_image_index":2,"b64_json":"iVBORw0KGgo="}\n\n' + DONE, label=EVENTS, on=S),
    Row(name="an index as text (neuron-ai 541)", body=lambda it: 'data: {"type":"image_generation.partial_image","partial_image_index":"1","b64_json":"iVBORw0KGgo="}\n\n' + event(it), label=EVENTS, on=S),
    Row(name="the finished event twice", body=lambda it: event(it) * 2 + DONE, label=EVENTS, on=S),
    Row(name="the name in event: alone", body=lambda it: "event: image_generation.completed\ndata: " + json.dumps({"b64_json": it.packed}) + "\n\n", label=EVENTS, on=S),
    Row(name="wrapped in data", body=lambda it: 'data: {"data":' + event(it)[6:].strip() + "}\n\n" + DONE, label=EVENTS, on=S),
    Row(name="a whole plain answer as an event", body=lambda it: f"data: {json.dumps(good(it))}\n\n" + DONE, label=EVENTS, on=S),
    Row(name="an edit's name", body=lambda it: event(it).replace("image_generation", "image_edit") + DONE, label=EVENTS, on=S),
    Row(name="a response's stream", body=lambda it: 'data: {"type":"response.created"}\n\ndata: {"type":"response.output_item.done","item":{"type":"image_generation_call","result":"' + it.packed + '"}}\n\n' + DONE, label=EVENTS, on=S),
    Row(name="a chat's stream", body=lambda it: 'data: {"choices":[{"delta":{"content":""}}]}\n\ndata: {"choices":[{"delta":{"images":[{"image_url":{"url":"' + it.inline() + '"}}]}}]}\n\n' + DONE, label=EVENTS, on=S),
    Row(name="JSON over several lines", body=lambda it: "data: {\ndata:  \"type\": \"image_generation.completed\",\ndata:  \"b64_json\": \"" + it.packed + "\"\ndata: }\n\n" + DONE, label=EVENTS, on=S),
    Row(name="an id and a retry", body=lambda it: "id: 1\nretry: 3000\n" + event(it) + DONE, label=EVENTS, on=S),
    Row(name="a mark at the beginning", body=lambda it: b"\xef\xbb\xbf" + (event(it) + DONE).encode(), label=EVENTS, on=S),
    Row(name="an error after the picture", body=lambda it: event(it) + 'data: {"error":{"message":"late"}}\n\n', label=EVENTS, on=S),
    Row(name="an error before the picture", body=lambda it: 'data: {"error":{"message":"early"}}\n\n' + event(it) + DONE, label=EVENTS, on=S),
    Row(name="broken events around", body=lambda it: 'data: {"type":"image_gen\n\n' + event(it) + "data: {}}\n\n" + DONE, label=EVENTS, on=S),
    Row(name="under JSON's label", body=lambda it: event(it) + DONE, on=S),
    Row(name="under no label", body=lambda it: event(it) + DONE, label="", on=S),
    Row(name="under text", body=lambda it: event(it) + DONE, label="text/plain; charset=utf-8", on=S),
    Row(name="asked for plain, got a stream", body=lambda it: event(it) + DONE, label=EVENTS, on=PLAIN),
    Row(name="asked for a stream, got JSON (exo 1328)", body=_plain, on=S),
    Row(name="JSON under a stream's label", body=_plain, label=EVENTS),
    Row(name="lines of JSON", body=lambda it: b'{"status":"processing"}\n' + _plain(it) + b"\n", label="application/x-ndjson"),
    Row(name="the line stays open after [DONE]", body=lambda it: event(it) + DONE, label=EVENTS, on=S, **OPEN),
    Row(name="pings for ever", body=lambda it: event(it) + DONE, label=EVENTS, on=S, ping=b": ping\n\n", **OPEN),
    Row(name="it breaks after the picture", body=lambda it: event(it), label=EVENTS, on=S, breaks=True),
)  # fmt: skip
LINES = (
    Row(name="heartbeats before", body=lambda it: b" \n" * 400 + _plain(it), on=ALL),
    Row(name="the line stays open", body=_plain, on=ALL, **OPEN),
    Row(name="blanks for ever", body=_plain, on=ALL, ping=b" ", **OPEN),
    Row(name="it breaks when all is there", body=_plain, on=ALL, breaks=True),
    Row(name="a length that is too long", body=_plain, headers=(("content-length", "100000"),)),
    Row(name="cut after the picture", body=lambda it: _plain(it)[:-2], breaks=True),
    Row(name="a guard before (Gemini-API 34)", body=lambda it: b")]}'\n\n" + _plain(it)),
    Row(name="a mark before", body=lambda it: b"\xef\xbb\xbf" + _plain(it)),
    Row(name="UTF-16", body=lambda it: _plain(it).decode().encode("utf-16"), label="application/json; charset=utf-16"),
    Row(name="UTF-16, the line open", body=lambda it: _plain(it).decode().encode("utf-16"), on=BOTH, **OPEN),
    Row(name="Latin-1", body=lambda it: json.dumps(good(it))[:-1].encode() + b',"x":"caf\xe9"}', label="application/json; charset=iso-8859-1"),
    Row(name="a bad byte in UTF-8", body=lambda it: json.dumps(good(it))[:-1].encode() + b',"x":"\xff\xfe"}'),
    Row(name="half a pair as raw bytes", body=lambda it: json.dumps(good(it))[:-1].encode() + b',"size":"\xed\xa0\xbd"}'),
    Row(name="a raw line end in a text", body=lambda it: json.dumps(good(it))[:-1].encode() + b',"x":"a\nb\x01"}'),
    Row(name="a zero at the end", body=lambda it: _plain(it) + b"\x00"),
    Row(name="a page after it", body=lambda it: _plain(it) + b"<!-- cached -->"),
    Row(name="gzip", body=_plain, pack=gzip.compress, headers=(("content-encoding", "gzip"),)),
    Row(name="x-gzip", body=_plain, pack=gzip.compress, headers=(("content-encoding", "x-gzip"),)),
    Row(name="gzip that is none (cut label)", body=_plain, headers=(("content-encoding", "gzip"),)),
    Row(name="br that is none (workers-sdk 4852)", body=_plain, headers=(("content-encoding", "br"),)),
    Row(name="br", body=_plain, pack=brotli.compress, headers=(("content-encoding", "br"),)),
    Row(name="gzip under br (NextChat 3215)", body=_plain, pack=gzip.compress, headers=(("content-encoding", "br"),)),
    Row(name="gzip without a label (Marinara 1026)", body=_plain, pack=gzip.compress),
    Row(name="raw deflate", body=_plain, pack=lambda body: zlib.compress(body)[2:-4], headers=(("content-encoding", "deflate"),)),
    Row(name="gzip twice", body=_plain, pack=lambda body: gzip.compress(gzip.compress(body)), headers=(("content-encoding", "gzip, gzip"),)),
    Row(name="two members", body=_plain, pack=lambda body: gzip.compress(body[:50]) + gzip.compress(body[50:]), headers=(("content-encoding", "gzip"),)),
    Row(name="aws-chunked", body=_plain, headers=(("content-encoding", "aws-chunked"),)),
    Row(name="identity, utf-8", body=_plain, headers=(("content-encoding", "identity, utf-8"),)),
    Row(name="gzip, the line open", body=_plain, pack=gzip.compress, headers=(("content-encoding", "gzip"),), on=BOTH, **OPEN),
    Row(name="a label with blanks and capitals", body=_plain, label=" Application/JSON ; Charset=\"UTF-8\" "),
    Row(name="an HTML label", body=_plain, label="text/html; charset=utf-8"),
    Row(name="a charset nobody knows", body=_plain, label="application/json; charset=klingon"),
    Row(name="status 201", body=_plain, status=201),
    Row(name="status 202", body=_plain, status=202),
    Row(name="status 206", body=_plain, status=206),
    Row(name="a wait beside the picture", body=_plain, headers=(("retry-after", "Wed, 21 Oct 2015 07:28:00 +9999999999999999"), ("x-ratelimit-reset-requests", "1ms"))),
    Row(name="a header of 8,000 signs", body=_plain, headers=(("x-request-id", "r" * 8000), ("cf-ray", "\xe9\xff"))),
)  # fmt: skip


def _refused(data: bytes) -> Reply:
    return Reply(
        body=data, headers=(("content-type", "text/html"), ("content-encoding", "identity"))
    )


def _packed(data: bytes) -> Reply:
    return Reply(body=gzip.compress(data), headers=(("content-encoding", "gzip"),))


def _wrongly(data: bytes) -> Reply:
    return Reply(body=data, headers=(("content-type", "image/png"), ("content-encoding", "gzip")))


def _open(data: bytes) -> Reply:
    return Reply(body=data, headers=(("content-length", str(len(data))),))


def _url(it: object) -> dict[str, object]:
    return {"data": [{"url": it.origin + it.path}]}  # type: ignore[attr-defined]


RESULTS = (
    Row(name="a result under a page's label", body=_url, file=_refused),
    Row(name="a result that is packed", body=_url, file=_packed),
    Row(name="a result with a wrong packing", body=_url, file=_wrongly),
    Row(name="a result with its length", body=_url, file=_open),
    Row(name="a result that is a JPEG called png", body=_url, form="jpeg"),
    Row(name="a result that is a WebP", body=_url, form="webp"),
    Row(name="a result that is an SVG", body=_url, form="svg"),
    Row(name="a result that is a GIF", body=_url, form="gif"),
)  # fmt: skip
