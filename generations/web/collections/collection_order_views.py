"""The order of a collection made by hand: dropped between two pictures, or moved step by step."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from generations.models import Collection, Picture
from generations.services.curation import collection_order, collections, selection
from generations.services.curation.selection import Selection
from generations.web.components import selection_fields
from generations.web.page_access import Asking, signed_in

MOST_ON_SHELF = 60


@require_POST
@signed_in
def arrange_collection(request: Asking, uid: uuid.UUID) -> HttpResponse:
    """`before` or `after`: the picture they go beside; else to the end."""
    try:
        _move(
            request,
            _folder(request, str(uid)),
            _pictures(selection_fields.read(request.user, request.POST)),
        )
    except (collections.NotPossible, selection.NotPossible) as problem:
        return _refused(request, str(problem))
    return _arranged(request)


def step(request: Asking, picked: Selection) -> HttpResponse:
    """The ticked pictures of the collection whose page it is, one place earlier or later."""
    folder = _folder(request, request.POST.get("in", ""))
    try:
        is_earlier = request.POST.get("act") == "earlier"
        collection_order.step(request.user, folder, _pictures(picked), earlier=is_earlier)
    except (collections.NotPossible, selection.NotPossible) as problem:
        return _refused(request, str(problem))
    return _arranged(request)


@require_safe
@signed_in
def shelf(request: Asking) -> HttpResponse:
    """The collections that a picture can be dropped on."""
    rows = Collection.objects.open_to(request.user).order_by("-id")[:MOST_ON_SHELF]
    return render(request, "generations/collections/_drop_targets.html", {"collections": rows})


def _move(request: Asking, folder: Collection, pictures: list[Picture]) -> None:
    post = request.POST
    if post.get("after"):
        collection_order.move_after(request.user, folder, pictures, _beside(request, post["after"]))
        return
    before = _beside(request, post["before"]) if post.get("before") else None
    collection_order.move_before(request.user, folder, pictures, before)


def _beside(request: Asking, uid: str) -> Picture:
    rows = Picture.objects.visible_to(request.user)
    found = rows.filter(uid=uid).first() if selection.is_uid(uid) else None
    if found is None:
        raise collections.NotPossible("The picture beside it has left the collection meanwhile.")
    return found


def _pictures(picked: Selection) -> list[Picture]:
    """The ticked ones; all that a search finds are too many to move."""
    if picked.is_all:
        raise selection.NotPossible("Tick the pictures that shall move, a few at a time.")
    return list(
        selection.permitted(picked).filter(uid__in=picked.uids[: collection_order.MOST + 1])
    )


def _folder(request: Asking, uid: str) -> Collection:
    rows = Collection.objects.visible_to(request.user)
    found = rows.filter(uid=uid).first() if selection.is_uid(uid) else None
    if found is None:
        raise Http404
    return found


def _arranged(request: Asking) -> HttpResponse:
    if request.htmx:
        return render(request, "generations/gallery/_refresh_request.html")
    return redirect(selection_fields.back(request.POST))


def _refused(request: Asking, problem: str) -> HttpResponse:
    if request.htmx:
        return render(request, "generations/components/_toast.html", {"said": problem}, status=422)
    messages.error(request, problem)
    return redirect(selection_fields.back(request.POST))
