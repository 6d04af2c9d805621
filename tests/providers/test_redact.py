"""Words kept from routers hold no secrets."""

from __future__ import annotations

import pytest

from generations.providers.redact import redacted


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
