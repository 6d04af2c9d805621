"""Ends sessions: a person's, all but one, or one. Open streams end with them."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from accounts.models import User


def end_all(person: User, *, but: str = "") -> None:
    """Every session of this person, but the one with that key."""
    keys = [key for key in _keys_of(person) if key != but]
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(user_id=person.pk).exclude(session_key=but).delete()


def end_one(person: User, pk: int) -> str:
    """One of this person's sessions, by its row. Returns its key, or nothing."""
    row = UserSession.objects.filter(user_id=person.pk, pk=pk).first()
    if row is None:
        return ""
    Session.objects.filter(session_key=row.session_key).delete()
    row.delete()
    return str(row.session_key)


def _keys_of(person: User) -> list[str]:
    """Reads every session: those that allauth never saw count too."""
    return [
        session.session_key
        for session in Session.objects.iterator()
        if session.get_decoded().get(SESSION_KEY) == str(person.pk)
    ]
