"""The chosen pictures as a page posts them, and the same again as hidden fields of a form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import User
from generations.services.curation import selection
from generations.services.curation.selection import Selection


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """Hidden fields."""

    place: str
    query: str
    is_all: bool
    uids: str
    back: str


def read(user: User, post: QueryDict) -> Selection:
    """Ticks come as `uid` each or all in `uids`; `all` is everything that `query` finds.

    Raises selection.NotPossible.
    """
    return selection.choose(
        user,
        place=post.get("place", "library"),
        uids=[*post.getlist("uid"), *post.get("uids", "").split()],
        is_all=bool(post.get("all")),
        query=post.get("query", ""),
    )


def carried(chosen: Selection, post: QueryDict) -> Carried:
    return Carried(
        place=chosen.place,
        query=chosen.query,
        is_all=chosen.is_all,
        uids=" ".join(chosen.uids),
        back=back(post),
    )


def back(post: Any) -> str:
    """The page of ours that the form stood on."""
    where = post.get("back", "")
    return (
        where
        if where and url_has_allowed_host_and_scheme(where, allowed_hosts=None)
        else reverse("workspace")
    )
