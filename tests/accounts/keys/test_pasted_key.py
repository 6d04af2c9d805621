"""Keys are stored as meant, or refused in words."""

from __future__ import annotations

import pytest

from accounts.keys import key_vault, pasted_key
from accounts.models import User
from generations.providers.errors import RequestRefused
from tests.factories import make_user

KEY = "sk-abc_DEF-123456789xyz"


@pytest.mark.parametrize(
    "pasted",
    [
        KEY,
        f"  {KEY}\n",
        f'"{KEY}"',
        f"'{KEY}'",
        f"“{KEY}”",
        f"OPENAI_API_KEY={KEY}",
        f'export OPENAI_API_KEY="{KEY}"',
        f"OPENAI_API_KEY = '{KEY}'",
        f'$env:OPENAI_API_KEY = "{KEY}"',
        f'"api_key": "{KEY}",',
        f"Bearer {KEY}",
        f"bearer  {KEY}",
        f"Authorization: Bearer {KEY}",
        f"'Authorization: Bearer {KEY}'",
        f"`{KEY}`;",
    ],
)
def test_what_stands_beside_a_key_is_no_part_of_it(pasted: str) -> None:
    assert pasted_key.meant(pasted) == KEY


@pytest.mark.parametrize("key", [KEY, "a" * 64, "r8_x:y/z+w", "0f3a:secret", "dGVzdA==", "short"])
def test_a_key_alone_is_kept_to_the_letter(key: str) -> None:
    assert pasted_key.meant(key) == key
    assert pasted_key.problems(key) == []


@pytest.mark.parametrize(
    "text", ["", '""', "two words", "café", "a\x00b", "k" * 513, '{"key":"a"}']
)
def test_what_is_no_key_is_refused_in_words(text: str, db: None) -> None:
    alice: User = make_user("alice@example.org")
    with pytest.raises(RequestRefused) as caught:
        key_vault.store(owner=alice, provider="openrouter", label="Studio", secret=text)
    assert [problem.field for problem in caught.value.problems] == ["secret"]
