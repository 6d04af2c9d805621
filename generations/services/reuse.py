"""A prompt used again: it goes into the composer's draft, and what stood there is kept beside it."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from generations.models import Draft


def put(user: User, text: str) -> bool:
    """True if something of one's own stood there, which `take_back` brings back."""
    with transaction.atomic():
        draft, _ = Draft.objects.get_or_create(
            user=user, defaults={"visibility": user.default_visibility}
        )
        there = draft.prompt
        if there.strip() == text.strip():
            return False
        draft.replaced, draft.prompt, draft.remix_of = there, text, None
        draft.save(update_fields=["replaced", "prompt", "remix_of", "updated_at"])
    return bool(there.strip())


def take_back(user: User) -> None:
    """Swaps the two, so that nothing is lost either way."""
    with transaction.atomic():
        draft = Draft.objects.filter(user=user).exclude(replaced="").first()
        if draft:
            draft.replaced, draft.prompt = draft.prompt, draft.replaced
            draft.save(update_fields=["replaced", "prompt", "updated_at"])
