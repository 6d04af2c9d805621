"""A router's reason is told in whatever spelling it comes; a refusal is one, and is sent once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.providers.answer_pieces import EVENTS, OTHER, PNG, P, Q, completed, give, plain
from tests.providers.calls import ROUTERS, Asking

WHY = "Size 1x1 is not supported"
SAFE = "Rejected by the safety system"


def inner(value: Any) -> bytes:
    return json.dumps(value).encode()


REASONS: dict[str, bytes] = {
    "error.message": inner({"error": {"message": WHY}}),
    "error as text": inner({"error": WHY}),
    "error as list": inner({"error": [{"message": WHY}]}),
    "error as texts": inner({"error": [WHY]}),
    "message as object": inner({"error": {"message": {"detail": WHY}}}),
    "message as list": inner({"error": {"message": [{"msg": WHY}]}}),
    "error nested": inner({"error": {"error": {"message": WHY}}}),
    "JSON in a text": inner({"error": {"message": json.dumps({"error": {"message": WHY}})}}),
    "detail": inner({"detail": WHY}),
    "detail as list": inner({"detail": [{"loc": ["body", "size"], "msg": WHY, "type": "value"}]}),
    "detail as object": inner({"detail": {"message": WHY}}),
    "detail with error": inner({"detail": {"error": {"message": WHY}}}),
    "errors as list": inner({"errors": [{"message": WHY}]}),
    "errors as texts": inner({"errors": [WHY]}),
    "errors by field": inner({"errors": {"size": [WHY]}}),
    "message": inner({"message": WHY}),
    "message as texts": inner({"statusCode": 400, "message": [WHY], "error": "Bad Request"}),
    "msg": inner({"code": 1001, "msg": WHY}),
    "a problem": inner({"type": "about:blank", "title": "Bad Request", "detail": WHY}),
    "title": inner({"title": WHY}),
    "description": inner({"error": {"description": WHY}}),
    "error_description": inner({"error_description": WHY}),
    "in data": inner({"data": {"message": WHY}}),
    "a list at the top": inner([{"error": {"message": WHY}}]),
    "a list of words": inner([{"message": WHY, "code": "bad"}]),
    "plain words": WHY.encode(),
    "a page": f"<html><head><title>{WHY}</title></head><body></body></html>".encode(),
    "an event": b"data: " + inner({"error": {"message": WHY}}) + b"\n\n",
    "an error's event": b"event: error\ndata: " + inner({"message": WHY}) + b"\n\n",
    "a bare line": inner({"error": {"message": WHY}}) + b"\n",
    "Latin-1": inner({"error": {"message": WHY + " ~"}}).replace(b"~", b"caf\xe9"),
    "half a pair": inner({"error": {"message": WHY + " \ud83d", "code": "\ud83d\x00"}}),
}


@pytest.mark.parametrize("spelling", REASONS)
@pytest.mark.parametrize("slug", ROUTERS)
def test_the_reason_is_told_however_it_is_spelled(slug: str, spelling: str, asking: Asking) -> None:
    for label in ("application/json", EVENTS, "text/plain", ""):
        give(asking, slug, REASONS[spelling], label, status=400)
        error = asking.error(slug, "A boat")
        assert error.code == "bad_request"
        assert WHY in error.message
        (error.message + error.provider_code).encode()
        assert "\x00" not in error.message + error.provider_code


BLOCKED = {"message": SAFE, "code": "moderation_blocked"}
REFUSALS: dict[str, tuple[int, bytes, str]] = {
    "200": (200, inner({"error": BLOCKED}), ""),
    "400": (400, inner({"error": BLOCKED}), ""),
    "400 by its words": (400, inner({"error": {"message": SAFE, "code": 400}}), ""),
    "200 by its words": (200, inner({"error": {"message": SAFE}}), ""),
    "a code of its own": (200, inner({"error": {"code": "content_policy", "message": "No"}}), ""),
    "an event": (200, b"data: " + inner({"type": "error", "error": BLOCKED}) + b"\n\n", EVENTS),
    "a bare line in a stream": (200, inner({"error": BLOCKED}) + b"\n", EVENTS),
    "a bare line after a ping": (200, b": ping\n\n" + inner({"error": BLOCKED}) + b"\n", EVENTS),
    "a stream without a label": (200, b"data: " + inner({"error": BLOCKED}) + b"\n\n", ""),
    "all slots": (200, inner({"data": [{"error": BLOCKED}, {"error": BLOCKED}]}), ""),
    "a list": (200, inner([{"error": BLOCKED}]), ""),
    "a chat's refusal": (
        200,
        inner({"choices": [{"message": {"content": None, "refusal": "I can't draw that"}}]}),
        "",
    ),
    "a chat's filter": (
        200,
        inner({"choices": [{"finish_reason": "content_filter", "message": {"content": ""}}]}),
        "",
    ),
    "plain words": (200, SAFE.encode(), "text/plain"),
}


@pytest.mark.parametrize("spelling", REFUSALS)
@pytest.mark.parametrize("slug", ROUTERS)
def test_a_refusal_of_the_content_is_one_and_is_never_repeated(
    slug: str, spelling: str, asking: Asking
) -> None:
    status, body, label = REFUSALS[spelling]
    give(asking, slug, body, label or "application/json", status=status)
    error = asking.error(slug, "A boat")
    assert (error.code, error.max_posts) == ("content_refused", 1)


@pytest.mark.parametrize("slug", ROUTERS)
def test_an_unknown_code_under_a_good_status_is_not_repeated(slug: str, asking: Asking) -> None:
    for error in ({"code": "strange", "message": "Hm"}, {"message": "Hm"}, "Hm", True):
        give(asking, slug, inner({"error": error}))
        told = asking.error(slug, "A boat")
        assert (told.code, told.max_posts, told.may_have_charged) == ("unavailable", 1, True)


@pytest.mark.parametrize("slug", ROUTERS)
def test_a_chat_without_a_picture_tells_its_words(slug: str, asking: Asking) -> None:
    words = "I can't create that image."
    give(asking, slug, inner({"choices": [{"message": {"content": words}}]}))
    error = asking.error(slug, "A boat")
    assert (error.code, error.message) == ("empty_answer", words)
    give(asking, slug, b"Come back tomorrow", "text/plain")
    assert "Come back tomorrow" in asking.error(slug, "A boat").message


@pytest.mark.parametrize("slug", ROUTERS)
def test_two_of_three_came_and_the_router_says_why(slug: str, asking: Asking) -> None:
    late = {"error": {"message": "try later"}}
    give(asking, slug, plain({"b64_json": P}, {"b64_json": Q}, late))
    delivery = asking.deliver(slug, "A boat")
    assert asking.fetch(slug, delivery) == [PNG, OTHER]
    assert (delivery.unreadable, delivery.said) == (1, "try later")
    give(asking, slug, plain({"b64_json": P}, error={"message": "1 of 2 failed"}))
    delivery = asking.deliver(slug, "A boat")
    assert (delivery.unreadable, delivery.said) == (1, "1 of 2 failed")
    give(asking, slug, completed() + b'data: {"error":{"message":"try later"}}\n\n', EVENTS)
    delivery = asking.deliver(slug, "A boat")
    assert (len(delivery.images), delivery.unreadable, delivery.said) == (1, 1, "try later")


LOST: dict[str, tuple[int, bytes]] = {
    "a page": (404, b"<html><title>404 Not Found</title></html>"),
    "FastAPI's words": (404, b'{"detail":"Not Found"}'),
    "nothing": (404, b""),
    "plain words": (404, b"404 page not found"),
    "a method": (405, b'{"detail":"Method Not Allowed"}'),
}


@pytest.mark.parametrize("answer", LOST)
@pytest.mark.parametrize("slug", ROUTERS)
def test_a_wrong_address_is_not_told_as_a_wrong_model(
    slug: str, answer: str, asking: Asking
) -> None:
    status, body = LOST[answer]
    give(asking, slug, body, "", status=status)
    error = asking.error(slug, "A boat")
    assert (error.code, error.may_have_charged, error.max_posts) == ("unavailable", False, 1)
    assert error.message.startswith("Check the address")
    assert f"{asking.simulator.url(slug)}/" in error.message


@pytest.mark.parametrize("slug", ROUTERS)
def test_a_wrong_model_stays_one(slug: str, asking: Asking) -> None:
    for body in (
        {"error": {"message": "The model x does not exist", "code": "model_not_found"}},
        {"detail": "Model not found"},
        {"error": {"message": "No endpoints found for x"}},
    ):
        give(asking, slug, inner(body), status=404)
        assert asking.error(slug, "A boat").code == "model_not_found"


@pytest.mark.parametrize("status", [301, 302, 307, 308])
@pytest.mark.parametrize("slug", ROUTERS)
def test_a_redirect_names_its_target(slug: str, status: int, asking: Asking) -> None:
    target = [("location", "https://user:pw@elsewhere.example/v2/images?key=1")]
    give(asking, slug, b"", "", status=status, headers=target)
    error = asking.error(slug, "A boat")
    assert (error.code, error.may_have_charged) == ("unavailable", False)
    assert "https://elsewhere.example/v2/images" in error.message
    assert "pw" not in error.message


WAITS = {
    "1500 and 1500 ms": ([("retry-after", "1500"), ("retry-after-ms", "1500")], 1.5),
    "ms alone": ([("retry-after-ms", "2500")], 2.5),
    "ms and seconds": ([("retry-after-ms", "2500"), ("retry-after", "3")], 3),
    "a duration": ([("x-ratelimit-reset-requests", "2s")], 2),
    "minutes": ([("x-ratelimit-reset-tokens", "1m30s")], 90),
    "milliseconds": ([("x-ratelimit-reset-tokens", "250ms")], 0.25),
    "the longest": (
        [("x-ratelimit-reset-requests", "2s"), ("x-ratelimit-reset-tokens", "40s")],
        40,
    ),
    "seconds": ([("ratelimit-reset", "17")], 17),
    "words beside": ([("x-ratelimit-reset", "soon"), ("retry-after", "4")], 4),
    "far away": ([("x-ratelimit-reset", "99999999999999")], 300),
    "an hour": ([("x-ratelimit-reset", "1h")], 300),
    "inf": ([("retry-after", "inf")], 300),
    "past": ([("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT")], 0),
    "9999": ([("retry-after", "9999")], 300),
    "1.5": ([("retry-after", "1.5")], 1.5),
    "below": ([("retry-after", "-5")], 0),
    "twenty digits": ([("retry-after", "9" * 20)], 300),
    "a zone": ([("retry-after", "Wed, 21 Oct 2015 07:28:00 +9999999999999999")], None),
    "a year": ([("retry-after", "Wed, 21 Oct 99999 07:28:00 GMT")], None),
    "nan": ([("retry-after", "nan")], None),
    "nothing": ([("retry-after", "")], None),
    "full-width": ([("retry-after", "\xb2")], None),
    "words": ([("retry-after", "later")], None),
}


@pytest.mark.parametrize("said", WAITS)
@pytest.mark.parametrize("slug", ROUTERS)
def test_a_wait_is_read_from_every_header(slug: str, said: str, asking: Asking) -> None:
    headers, wait = WAITS[said]
    for status in (429, 503):
        give(asking, slug, inner({"error": {"message": "slow"}}), status=status, headers=headers)
        assert asking.error(slug, "A boat").retry_after == wait


@pytest.mark.parametrize("slug", ROUTERS)
def test_a_moment_to_wait_for_is_read(slug: str, asking: Asking) -> None:
    import time
    from datetime import UTC, datetime, timedelta

    then = time.time() + 100
    iso = (datetime.now(UTC) + timedelta(seconds=100)).isoformat()
    for text in (f"{then:.0f}", f"{then * 1000:.0f}", iso):
        give(asking, slug, b"{}", status=429, headers=[("x-ratelimit-reset", text)])
        wait = asking.error(slug, "A boat").retry_after
        assert wait is not None and 90 < wait <= 101
