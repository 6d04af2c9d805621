"""An error told beside a picture costs no picture, wherever the two stand."""

from __future__ import annotations

import json

import pytest

from tests.providers.answer_pieces import (
    EVENTS,
    PNG,
    STREAMING,
    P,
    completed,
    give,
    in_lines,
    plain,
)
from tests.providers.calls import ROUTERS, Asking

BARE = b'{"error":{"message":"late"}}\n'
EVENT = b'event: error\ndata: {"error":{"message":"late"}}\n\n'
DONE = b"data: [DONE]\n\n"
PRETTY = json.dumps(json.loads(plain({"b64_json": P})), indent=1).encode()
NESTED = f'data: {{"type":"image_generation.completed","b64_json":{{"data":"{P}"}}}}\n\n'.encode()

BESIDE: dict[str, bytes] = {
    "bare errors, then an event over several lines": BARE * 2 + in_lines(NESTED) + DONE,
    "one bare error, then the picture's event": BARE + completed() + DONE,
    "a list of errors, then events": b'[{"error":"late"}]\n' + in_lines(completed()) + DONE,
    "an error's event, then several lines": EVENT + in_lines(completed()) + DONE,
    "an error's event, then plain JSON": EVENT + PRETTY,
    "a bare error, then JSON over several lines": BARE + PRETTY,
    "the picture, then bare errors": in_lines(completed()) + BARE * 2,
    "lines that end in returns": (BARE + in_lines(completed()) + DONE).replace(b"\n", b"\r\n"),
}


@pytest.mark.parametrize("answer", BESIDE)
@pytest.mark.parametrize("slug", STREAMING)
def test_errors_beside_a_picture_cost_it_nothing(slug: str, answer: str, asking: Asking) -> None:
    for label in ("application/json", EVENTS, ""):
        give(asking, slug, BESIDE[answer], label)
        assert asking.fetch(slug, asking.deliver(slug, "A boat")) == [PNG], label


PARTIAL = json.dumps({"b64_json": P})
ONLY_PREVIEWS: dict[str, bytes] = {
    "named by its line": f"event: image_generation.partial_image\ndata: {PARTIAL}\n\n".encode(),
    "with returns": f"event: image_generation.partial_image\r\ndata: {PARTIAL}\r\n\r\n".encode(),
}


@pytest.mark.parametrize("answer", ONLY_PREVIEWS)
@pytest.mark.parametrize("slug", STREAMING)
def test_a_preview_beside_an_error_is_no_picture(slug: str, answer: str, asking: Asking) -> None:
    for body in (ONLY_PREVIEWS[answer] + EVENT, ONLY_PREVIEWS[answer] + BARE):
        give(asking, slug, body, EVENTS)
        assert "late" in asking.error(slug, "A boat").message


@pytest.mark.parametrize("slug", ROUTERS)
def test_an_answer_that_describes_its_picture_may_tell_an_error_too(
    slug: str, asking: Asking
) -> None:
    link = f"{asking.simulator.origin}/files/0"
    facts: tuple[dict[str, object], ...] = (
        {"output_format": "png", "size": "1024x1024"},
        {"media_type": "image/png"},
        {"type": " ", "background": "opaque"},
    )
    for told in facts:
        body = {"uri": link, "error": {"message": "late"}, **told}
        give(asking, slug, json.dumps(body).encode())
        (found,) = asking.fetch(slug, asking.deliver(slug, "A boat"))
        assert found.startswith(b"\x89PNG"), told


@pytest.mark.parametrize("slug", ROUTERS)
def test_an_address_about_an_error_is_no_picture(slug: str, asking: Asking) -> None:
    body = {"error": {"message": "late"}, "url": f"{asking.simulator.origin}/files/0"}
    give(asking, slug, json.dumps(body).encode())
    assert "late" in asking.error(slug, "A boat").message
