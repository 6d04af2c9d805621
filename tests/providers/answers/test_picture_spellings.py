"""A picture is found however it is spelled, packed, labelled or surrounded."""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from decimal import Decimal

import brotli
import pytest

from generations.providers.types import Delivery
from tests.providers.answer_pieces import (
    EVENTS,
    OTHER,
    PNG,
    SVG,
    WEBP,
    P,
    Q,
    completed,
    give,
    plain,
)
from tests.providers.calls import ROUTERS, Asking
from tests.providers.picture_shapes import GOOD, SHAPES


def deflated(body: bytes) -> bytes:
    tool = zlib.compressobj(9, zlib.DEFLATED, -15)
    return tool.compress(body) + tool.flush()


LABELS = ("application/json", EVENTS, "application/octet-stream", "text/plain", "")


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("slug", ROUTERS)
def test_a_picture_is_found_in_any_shape(slug: str, shape: str, asking: Asking) -> None:
    for label in LABELS:
        give(asking, slug, SHAPES[shape], label)
        delivery = asking.deliver(slug, "A boat")
        assert asking.fetch(slug, delivery) == [PNG], label
        can_be_stored(delivery)


def can_be_stored(delivery: Delivery) -> None:
    """What both databases would take."""
    texts = [delivery.said, delivery.cost.told, *delivery.applied.values()]
    texts += [image.revised_prompt for image in delivery.images]
    for text in texts:
        text.encode()
        assert "\x00" not in text
    told = json.dumps(dict(delivery.details), allow_nan=False)
    assert len(told) <= 70_000 and "\\u0000" not in told and "\\ud83d" not in told
    assert delivery.cost.usd is None or delivery.cost.usd < 100_000
    assert delivery.unreadable <= 1000


PICTURES = {"png": PNG, "webp": WEBP, "svg": SVG, "blanks": b"  " + PNG}


@pytest.mark.parametrize("form", PICTURES)
@pytest.mark.parametrize("slug", ROUTERS)
def test_the_picture_may_be_the_body_itself(slug: str, form: str, asking: Asking) -> None:
    for label in ("image/png", "application/octet-stream", "application/json", "text/plain", ""):
        give(asking, slug, PICTURES[form], label)
        delivery = asking.deliver(slug, "A boat")
        assert asking.fetch(slug, delivery) == [PICTURES[form].lstrip()]
        assert (delivery.cost.usd, delivery.cost.kind) == (None, "unknown")


PACKINGS: dict[str, tuple[str, bytes]] = {
    "x-gzip": ("x-gzip", gzip.compress(GOOD)),
    "GZIP": ("GZIP", gzip.compress(GOOD)),
    "none": ("none", GOOD),
    "utf-8": ("utf-8", GOOD),
    "a made-up word": ("aws-chunked", GOOD),
    "gzip, identity": ("gzip, identity", gzip.compress(GOOD)),
    "identity, gzip": ("identity, gzip", gzip.compress(GOOD)),
    "gzip, gzip": ("gzip, gzip", gzip.compress(gzip.compress(GOOD))),
    "deflate": ("deflate", zlib.compress(GOOD)),
    "raw deflate": ("deflate", deflated(GOOD)),
    "members": ("gzip", gzip.compress(GOOD[:50]) + gzip.compress(GOOD[50:])),
    "gzip that is none": ("gzip", GOOD),
    "deflate that is none": ("deflate", GOOD),
    "br that is none": ("br", GOOD),
    "br": ("br", brotli.compress(GOOD)),
    "gzip without a label": ("", gzip.compress(GOOD)),
    "gzip under br": ("br", gzip.compress(GOOD)),
    "gzip with rubbish after": ("gzip", gzip.compress(GOOD) + b"\x00\x00rest"),
    "br with blanks after": ("br", brotli.compress(GOOD) + b" \r\n"),
    "br with pings after": ("br", brotli.compress(GOOD) + b": ping\n\n"),
    "br with a wide window": ("br", brotli.compress(GOOD, lgwin=24)),
    "deflate with rubbish after": ("deflate", deflated(GOOD) + b" \nrest"),
    "a packed stream": ("gzip", gzip.compress(completed())),
}


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("slug", ROUTERS)
def test_packings_are_taken_off_by_what_they_are(slug: str, packing: str, asking: Asking) -> None:
    label, body = PACKINGS[packing]
    headers = [("content-encoding", label)] if label else []
    give(asking, slug, body, headers=headers)
    assert asking.fetch(slug, asking.deliver(slug, "A boat")) == [PNG]


@pytest.mark.parametrize("status", [400, 429, 401])
@pytest.mark.parametrize("slug", ROUTERS)
def test_a_no_that_cannot_be_unpacked_is_judged_by_its_status(
    slug: str, status: int, asking: Asking
) -> None:
    codes = {400: "bad_request", 429: "rate_limited", 401: "key_rejected"}
    for label in ("zstd", "gzip", "br"):
        give(
            asking,
            slug,
            b"\x28\xb5\x2f\xfd\x00\x01",
            status=status,
            headers=[("content-encoding", label)],
        )
        error = asking.error(slug, "A boat")
        assert (error.code, error.may_have_charged) == (codes[status], False)


def test_a_bomb_is_bounded() -> None:
    from generations.providers.decoding.content_encoding import MOST, unpacked

    bomb = gzip.compress(gzip.compress(bytes(600 * 2**20), 1), 1)
    assert len(unpacked(bomb, "gzip, gzip")) <= MOST + 2**20


RELATIVE = [
    "/files/0",
    "HTTP://{host}/files/0",
    " {origin}/files/0 ",
    "//{host}/files/0",
    "../files/0",
]


@pytest.mark.parametrize("address", [*RELATIVE, "files/0?name=0.png", "files/0"])
@pytest.mark.parametrize("slug", ROUTERS)
def test_an_address_may_be_relative_or_shouted(slug: str, address: str, asking: Asking) -> None:
    origin = asking.simulator.origin
    link = address.format(origin=origin, host=origin.removeprefix("http://"))
    entries: tuple[dict[str, object], ...] = (
        {"url": link},
        {"b64_json": link},
        {"image_url": {"url": link}},
        {"url": [link]},
    )
    for entry in entries:
        give(asking, slug, plain(entry))
        (found,) = asking.fetch(slug, asking.deliver(slug, "A boat"))
        assert found.startswith(b"\x89PNG"), entry


@pytest.mark.parametrize("slug", ROUTERS)
def test_equal_events_count_once(slug: str, asking: Asking) -> None:
    usage = {"cost": 0.00185, "output_tokens": 1000, "input_tokens": 0}
    give(asking, slug, completed(usage=usage) * 2 + b"data: [DONE]\n\n", EVENTS)
    once = asking.deliver(slug, "A boat")
    assert len(once.images) == 1
    give(asking, slug, completed(usage=usage) + completed(Q, usage=usage), EVENTS)
    twice = asking.deliver(slug, "A boat")
    assert asking.fetch(slug, twice) == [PNG, OTHER]
    if slug == "openrouter":
        assert (once.cost.usd, twice.cost.usd) == (Decimal("0.00185"), Decimal("0.0037"))


ABSURD = [
    "1e9",
    "1000000",
    '"1_000"',
    '"１"',
    "1e-12",
    '"1e-7000"',
    "1e-7000",
    "1e400",
    "NaN",
    "-1",
]
ABSURD += ["true", '"9e999999"', "[]", '"much"', "1" * 5000]


@pytest.mark.parametrize("amount", ABSURD)
@pytest.mark.parametrize("slug", ROUTERS)
def test_an_absurd_amount_is_unknown_and_the_picture_kept(
    slug: str, amount: str, asking: Asking
) -> None:
    told = f'{{"cost":{amount},"credits_used":{amount},"output_tokens":{amount}}}'
    money = f'"cost":{amount},"usage":{told},"estimate_usage":{told}'
    give(asking, slug, GOOD[:-1] + f",{money}}}".encode())
    delivery = asking.deliver(slug, "A boat")
    can_be_stored(delivery)
    if slug != "fastapi" or amount != "1000000":  # so many tokens may be
        assert (delivery.cost.usd, delivery.cost.kind) == (None, "unknown")
    assert delivery.estimate_usd is None


def test_dead_copies_hide_no_good_picture(asking: Asking) -> None:
    copies = {"status": "ready", "urls": [f"{asking.simulator.origin}/nothing/here"]}
    for good in ({"b64_json": P}, {"url": f"{asking.simulator.origin}/files/0"}):
        give(asking, "fastrouter", plain(good, fastrouter_assets=copies))
        (found,) = asking.fetch("fastrouter", asking.deliver("fastrouter", "A boat"))
        assert found.startswith(b"\x89PNG")
    give(asking, "fastrouter", plain({"b64_json": P}, fastrouter_assets={"urls": ["@", 7]}))
    assert asking.fetch("fastrouter", asking.deliver("fastrouter", "A boat")) == [PNG]


def test_packed_bytes_that_begin_like_a_letter_are_unpacked() -> None:
    from generations.providers.decoding.content_encoding import Unpacker, unpacked

    picture = base64.b64encode(WEBP).decode()
    usage = {"prompt_tokens": 0, "completion_tokens": 4175, "total_tokens": 4175, "cost": 0.04}
    bodies = [
        plain({"b64_json": picture, "media_type": "image/png"}, usage=usage, n=n)
        for n in "abcdefgh"
    ]
    bodies += [b")]}',\n" + body for body in bodies]
    raws = {body: deflated(body) for body in bodies}
    assert any(raw[:1] == b"e" for raw in raws.values())  # as `event:` begins
    for body, raw in raws.items():
        assert unpacked(raw, "deflate") == body
        tool = Unpacker("deflate")
        assert b"".join(tool.feed(raw[at : at + 9]) for at in range(0, len(raw), 9)) == body


def test_base64_survives_small_harm() -> None:
    from generations.providers.decoding.base64_decoding import decoded

    whole = base64.b64encode(PNG).decode()
    for text in (
        f" {whole} ",
        f'"{whole}"',
        f"{whole}====",
        whole.replace("=", "%3D"),
        f"\n{whole}\n",
        f"b'{whole}'",
        f"base64:{whole}",
        f"image/png;base64,{whole}",
        f"data:image/png;base64,data:image/png;base64,{whole}",
    ):
        assert decoded(text) == PNG
    assert [decoded(text) for text in ("", "@@", "data:", "data:image/png;base64,")] == [None] * 4
