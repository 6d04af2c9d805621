"""Words kept from routers hold no secrets."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from urllib.parse import quote

import pytest

from generations.providers.answers.redaction import (
    delivery_without_key,
    error_without_key,
    redacted,
    without_key,
)
from generations.providers.errors import BadRequest
from generations.providers.types import Cost, Delivery, RawImage

KEY = 'Kq7xPl/mn2+Wv"9Rt4Z'


@pytest.mark.parametrize(
    "secret",
    ["Bearer abc", "bearer x.y-z", "sk-v1-abcdef", "sk-or-v1-0123", "a1" * 32, "sk-****abcd"],
)
def test_a_secret_is_taken_out(secret: str) -> None:
    told = redacted(f"Key {secret}, please")
    assert told.startswith("Key [key]") and told.endswith("please")


def test_the_key_itself_is_taken_out_wherever_it_stands() -> None:
    assert redacted("xmy-own-keyx", key="my-own-key") == "x[key]x"


def test_ordinary_words_stay() -> None:
    assert redacted(" The risk-taking bearer is fine ") == "The risk-taking [key] fine"
    assert len(redacted("word " * 1000)) <= 1000


def test_other_spellings_of_the_key_go_too() -> None:
    lower = re.sub("%[0-9A-F]{2}", lambda code: code.group().lower(), quote(KEY, safe=""))
    for form in (KEY, quote(KEY, safe=""), quote(KEY), lower, json.dumps(KEY)[1:-1]):
        assert without_key(f"used {form}.", KEY) == "used [key]."


def test_content_is_not_cut_and_other_keys_stay() -> None:
    words = "sk-other-key and " + "w" * 5000
    assert without_key(f"{words} {KEY}", KEY) == f"{words} [key]"
    assert without_key(words, "") == words


def test_a_short_key_goes_only_as_a_word() -> None:
    assert without_key("cat concatenates cat.", "cat") == "[key] concatenates [key]."


def test_a_key_at_the_edge_of_a_message_leaves_no_half() -> None:
    told = redacted("w" * 995 + " " + KEY * 50, key=KEY)
    assert len(told) <= 1000 and KEY[:6] not in told
    told = redacted("w " * 1998 + KEY, key=KEY)
    assert KEY[:6] not in told


def test_a_delivery_and_an_error_lose_the_key_everywhere() -> None:
    delivery = delivery_without_key(
        Delivery(
            images=(RawImage(data=b"x", revised_prompt=f"used {KEY}", media_type=KEY),),
            said=KEY,
            cost=Cost(usd=Decimal(1), told=KEY),
            applied={"size": KEY, KEY: "x"},
            details={"usage": {KEY: [KEY, {"a": KEY}], "n": 1}},
        ),
        KEY,
    )
    assert KEY not in str(delivery) and delivery.images[0].revised_prompt == "used [key]"
    assert delivery.details["usage"] == {"[key]": ["[key]", {"a": "[key]"}], "n": 1}
    error = error_without_key(BadRequest(KEY, provider_code=KEY, cost_told=KEY), KEY)
    assert (error.message, error.provider_code, error.cost_told) == ("[key]",) * 3
    assert str(error) == "[key]"
