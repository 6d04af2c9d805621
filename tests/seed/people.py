"""Alice runs the team, Bob and Charlie make pictures, Vera looks."""

from __future__ import annotations

from accounts.models import Role, User
from tests.seed import PASSWORD as PASSWORD

TEAM = {
    "alice": ("Alice Andersen", Role.ADMIN),
    "bob": ("Bob Okafor", Role.MEMBER),
    "charlie": ("Charlie Lindqvist", Role.MEMBER),
    "vera": ("Vera Moreau", Role.VIEWER),
}


def team() -> dict[str, User]:
    """Everybody by first name; whoever is there already stays as they are."""
    return {word: _person(f"{word}@example.org", name, role) for word, (name, role) in TEAM.items()}


def _person(email: str, name: str, role: str) -> User:
    known = User.objects.filter(email=email).first()
    return known or User.objects.create_user(email, PASSWORD, role=role, name=name)
