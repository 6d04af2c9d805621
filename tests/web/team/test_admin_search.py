"""What an admin's words find in Django's admin: people, models, ids and codes, never a prompt."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from generations.models import Generation
from tests.factories import make_generation

PAGE = "admin:generations_generation_changelist"


@pytest.fixture
def job(bob: User) -> Generation:
    return make_generation(
        bob, prompt="Secret harbour", reference="task-77", provider_code="E1234", model="dall-e-3"
    )


@pytest.mark.parametrize("text", ["bob@", "Birch", "LL-E-3", " task-77 ", "E1234", "uid", "hex"])
def test_found_by(text: str, job: Generation, charlie: User, alice: User, as_user: Any) -> None:
    other = make_generation(charlie, prompt="Something else")
    text = {"uid": str(job.uid), "hex": job.uid.hex}.get(text, text)
    page = as_user(alice).get(reverse(PAGE), {"q": text}).content.decode()
    assert str(job.uid) in page
    assert str(other.uid) not in page


@pytest.mark.parametrize("text", ["harbour", "Secret", "task-7", "%", "'", "x" * 5000])
def test_not_found_by(text: str, job: Generation, alice: User, as_user: Any) -> None:
    answer = as_user(alice).get(reverse(PAGE), {"q": text})
    assert answer.status_code in (200, 302)
    assert str(job.uid) not in answer.content.decode()


def test_no_words_show_everything(job: Generation, alice: User, as_user: Any) -> None:
    assert str(job.uid) in as_user(alice).get(reverse(PAGE), {"q": ""}).content.decode()
