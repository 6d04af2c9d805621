"""Choosing pictures in tests: by name, or everything a search finds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from accounts.models import User
from generations.models import Picture
from generations.services.curation import selection


def named(user: User, pictures: Sequence[Picture], place: str = "library") -> selection.Selection:
    return selection.choose(user, place=place, uids=[str(picture.uid) for picture in pictures])


def found(user: User, query: str = "", **more: Any) -> selection.Selection:
    return selection.choose(user, place="library", uids=(), is_all=True, query=query, **more)
