"""A prompt used again: it goes into the composer's draft, and what stood there is kept beside it."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from generations.models import Draft


def put(user: User, text: str) -> bool:
    """True if something of one's own stood there, which `take_back` brings back."""
    with transaction.atomic():
        draft = Draft.objects.at_hand(user)
        there = draft.prompt if draft else ""
        if there.strip() == text.strip():
            return False
        Draft.objects.put(user, "", replaced=there, prompt=text, remix_of=None)
    return bool(there.strip())


def take_back(user: User) -> None:
    """Swaps the two, so that nothing is lost either way."""
    with transaction.atomic():
        draft = Draft.objects.exclude(replaced="").at_hand(user)
        if draft:
            draft.replaced, draft.prompt = draft.prompt, draft.replaced
            draft.save(update_fields=["replaced", "prompt", "updated_at"])


def forget_closed() -> int:
    """Deletes what tabs held that were closed long ago; how many."""
    return Draft.objects.of_closed_tabs().delete()[0]
