"""Pictures of one request as one: which of a list stand for theirs, and which stand behind them.

A request's pictures lie near each other in the order of ids, so a stretch of the list and the little
around it that belongs to the same requests is all that has to be read, however long the list is.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from generations.library.search import picture_search
from generations.library.search.picture_search import Search
from generations.models import Picture


def heads(asked: Search, ids: Sequence[int]) -> dict[int, list[int]]:
    """Of a stretch of the list those that come first of their request, each with all of it.

    Only what the search finds counts: a picture that is hidden, in the trash or filtered away
    neither leads a stack nor is counted in one.
    """
    requests = dict(Picture.objects.filter(pk__in=ids).values_list("pk", "generation__batch"))
    stacks = _stacks(asked, set(requests.values()))
    return {
        pk: stacks[requests[pk]]
        for pk in ids
        if pk in requests and stacks.get(requests[pk], [0])[0] == pk
    }


def of_request(asked: Search, request: UUID) -> list[int]:
    """The pictures of one request that the search finds, in its order."""
    return _stacks(asked, {request}).get(request, [])


def _stacks(asked: Search, requests: set[UUID]) -> dict[UUID, list[int]]:
    rows = Picture.objects.visible_to(asked.user).filter(generation__batch__in=requests)
    members = dict(rows.values_list("pk", "generation__batch"))
    stacks: dict[UUID, list[int]] = {}
    for pk in picture_search.among(asked, list(members)):
        stacks.setdefault(members[pk], []).append(pk)
    return stacks
