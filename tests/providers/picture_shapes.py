"""One picture in all the shapes in which routers were seen to give one."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from tests.providers.answer_pieces import PNG, P, completed, plain

GOOD = plain({"b64_json": P})
URL_SAFE = P.replace("+", "-").replace("/", "_")
LINES = "\r\n".join(P[begin : begin + 76] for begin in range(0, len(P), 76))


def inner(value: Any) -> bytes:
    return json.dumps(value).encode()


SHAPES: dict[str, bytes] = {
    "data as one object": inner({"data": {"b64_json": P}}),
    "data as text": inner({"data": P}),
    "data as texts": inner({"data": [P]}),
    "a list at the top": inner([{"b64_json": P}]),
    "an object at the top": inner({"b64_json": P}),
    "images": inner({"images": [{"b64_json": P}]}),
    "images as texts": inner({"images": [P]}),
    "image": inner({"image": P}),
    "output as text": inner({"output": f"data:image/png;base64,{P}"}),
    "result": inner({"result": {"images": [{"url": f"data:image/png;base64,{P}"}]}}),
    "image_url as object": inner({"data": [{"image_url": {"url": f"data:image/png;base64,{P}"}}]}),
    "base64": inner({"artifacts": [{"base64": P, "finishReason": "SUCCESS"}]}),
    "predictions": inner({"predictions": [{"bytesBase64Encoded": P, "mimeType": "image/png"}]}),
    "candidates": inner(
        {"candidates": [{"content": {"parts": [{"text": "Here"}, {"inlineData": {"data": P}}]}}]}
    ),
    "a call of a response": inner({"output": [{"type": "image_generation_call", "result": P}]}),
    "a chat's images": inner(
        {
            "choices": [
                {
                    "message": {
                        "content": "Here it is",
                        "images": [{"image_url": {"url": f"data:image/png;base64,{P}"}}],
                    }
                }
            ]
        }
    ),
    "a chat's parts": inner(
        {
            "choices": [
                {
                    "message": {
                        "content": [
                            {"type": "text", "text": "Here"},
                            {
                                "type": "image_url",
                                "image_url": {"url": f"data:image/png;base64,{P}"},
                            },
                        ]
                    }
                }
            ]
        }
    ),
    "a chat's words": inner(
        {"choices": [{"message": {"content": f"Here: ![boat](data:image/png;base64,{P})"}}]}
    ),
    "b64 in url": inner({"data": [{"url": P}]}),
    "data address in b64": inner({"data": [{"b64_json": f"data:image/png;base64,{P}"}]}),
    "DATA address": inner({"data": [{"url": f"DATA:image/png;BASE64,{P}"}]}),
    "data address with lines": inner({"data": [{"url": f"data:image/png;base64,{LINES}"}]}),
    "data address without padding": inner(
        {"data": [{"url": f"data:image/png;base64,{P.rstrip('=')}"}]}
    ),
    "data address, URL-safe": inner({"data": [{"url": f"data:image/png;base64,{URL_SAFE}"}]}),
    "data address, percent-encoded": inner(
        {"data": [{"url": f"data:image/png;base64,{quote(P, safe='')}"}]}
    ),
    "data address of bytes": inner({"data": [{"url": f"data:image/png,{quote(PNG)}"}]}),
    "URL-safe": inner({"data": [{"b64_json": URL_SAFE}]}),
    "DATA in b64": inner({"data": [{"b64_json": f"DATA:image/png;base64,{P}"}]}),
    "lines": inner({"data": [{"b64_json": LINES}]}),
    "both, the first broken": inner({"data": [{"b64_json": "@", "url": f"data:,{quote(PNG)}"}]}),
    "both, the second broken": inner({"data": [{"b64_json": P, "url": "@"}]}),
    "b64 in an object": inner({"data": [{"b64_json": {"data": P}}]}),
    "b64 as a list": inner({"data": [{"b64_json": [P]}]}),
    "data by number": inner({"data": {"0": {"b64_json": P}}}),
    "a dead address beside a picture nobody looks for": inner(
        {"data": [{"url": "https://[::1"}, {"pixels": P}]}
    ),
    "broken JSON with an address without type": b'{"x":00012,"b64_json":"data:;base64,'
    + P.encode()
    + b'"}',
    "broken JSON with slashes escaped": b'{"x":tru,"b64_json":"'
    + P.replace("/", "\\/").encode()
    + b'"}',
    "blanks before": b"   \n" + GOOD,
    "a word first": b'{"status":"processing"}\n' + GOOD,
    "two values": GOOD + b"{}",
    "a zero after": GOOD + b"\x00",
    "a zero before": b"\x00" + GOOD,
    "a guard before": b")]}'\n" + GOOD,
    "words after": GOOD + b"\n-- end --",
    "said twice": b'{"data":[{"b64_json":"' + P.encode() + b'"}],"data":null}',
    "a mark": b"\xef\xbb\xbf" + GOOD,
    "UTF-16": GOOD.decode().encode("utf-16"),
    "UTF-16 without a mark": GOOD.decode().encode("utf-16-le"),
    "UTF-32": GOOD.decode().encode("utf-32"),
    "Latin-1": plain({"b64_json": P, "revised_prompt": "~"}).replace(b"~", b"caf\xe9"),
    "a raw line end": plain({"b64_json": P, "revised_prompt": "~"}).replace(b"~", b"a\nb"),
    "a raw zero": plain({"b64_json": P, "revised_prompt": "~"}).replace(b"~", b"a\x00b"),
    "half a pair": plain({"b64_json": P, "revised_prompt": "\ud83d"}),
    "raw half a pair": plain({"b64_json": P, "revised_prompt": "~"}).replace(b"~", b"\xed\xa0\xbd"),
    "a long number": plain({"b64_json": P}, seed=1).replace(
        b'"seed": 1', b'"seed": ' + b"1" * 5000
    ),
    "deep": plain({"b64_json": P}, deep=0).replace(
        b'"deep": 0', b'"deep": ' + b"[" * 20_000 + b"]" * 20_000
    ),
    "an error beside": plain({"b64_json": P}, error={"message": "1 of 2 pictures failed"}),
    "NaN": GOOD[:-1] + b',"usage":{"cost":NaN,"deep":{"a":[Infinity,-Infinity,1e999]}}}',
    "a wrong usage": plain({"b64_json": P}, usage=["?"], size={"a": 1}, quality=7, cost={"a": []}),
    "many nulls": plain({"b64_json": P}, *[None] * 40_000),
    "a wrapped event": b"data: " + plain({"b64_json": P}) + b"\n\n",
    "an event without type": b"data: " + inner({"b64_json": P}) + b"\n\n",
    "a completed event": completed(),
    "an event in data": b"data: " + inner({"data": {"type": "x.completed", "b64_json": P}}),
    "a picture in between": b": ping\n\n" + completed() + b'{"error":{"message":"late"}}\n',
}
