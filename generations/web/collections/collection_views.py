"""Collections: the index, a collection's own page, making, changing and removing one."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from generations.library.search import picture_search
from generations.models import Collection
from generations.services.curation import collections as collection_service
from generations.stored import event_log
from generations.web.components.picture_rows import PictureRow, pictures_of
from generations.web.gallery import search_results
from generations.web.page_access import Asking, signed_in

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A collection as the index shows it: what this person may see of it."""

    collection: Collection
    cover: PictureRow | None
    count: str


@require_safe
@signed_in
def collections(request: Asking) -> HttpResponse:
    last_id = event_log.last_id()
    rows = Collection.objects.visible_to(request.user).select_related("owner").order_by("-id")
    folders = _folders(request.user, list(rows[:MOST_SHOWN]))
    context = {"folders": folders, "last_id": last_id}
    return render(request, "generations/collections/collections.html", context)


@require_safe
@signed_in
def collection(request: Asking, uid: uuid.UUID) -> HttpResponse:
    shown = _visible(request, uid)
    context = search_results.context(request, request.user, collection=shown)
    context |= {"collection": shown, "may_run": shown.is_run_by(request.user)}
    context["is_owner"] = shown.owner_id == request.user.pk
    if request.htmx and "found" in (request.htmx.target or ""):
        response = render(request, "generations/gallery/_search_results.html", context)
    else:
        context["last_id"] = event_log.last_id()
        response = render(request, "generations/collections/collection.html", context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


@require_POST
@signed_in
def create(request: Asking) -> HttpResponse:
    try:
        made = collection_service.create(
            request.user,
            name=request.POST.get("name", ""),
            visibility=request.POST.get("visibility", ""),
        )
    except collection_service.NotPossible as problem:
        messages.error(request, str(problem))
        return redirect("collections")
    return redirect("collection", uid=made.uid)


@require_POST
@signed_in
def change(request: Asking, uid: uuid.UUID) -> HttpResponse:
    shown, post = _visible(request, uid), request.POST
    _try(
        request,
        lambda: collection_service.change(
            request.user,
            shown,
            name=post.get("name", ""),
            description=post.get("description", ""),
            visibility=post.get("visibility", shown.visibility),
            order=post.get("order", ""),
        ),
    )
    return redirect("collection", uid=uid)


@require_POST
@signed_in
def remove(request: Asking, uid: uuid.UUID) -> HttpResponse:
    shown = _visible(request, uid)
    if not _try(request, lambda: collection_service.remove(request.user, shown)):
        return redirect("collection", uid=uid)
    messages.success(request, f"“{shown.name}” is gone; its pictures stay in the library.")
    return redirect("collections")


def _folders(user: User, rows: list[Collection]) -> list[Folder]:
    asked = {row.pk: picture_search.read(user, {"collection": str(row.uid)}) for row in rows}
    newest = {pk: next(iter(picture_search.find(one, most=1)), None) for pk, one in asked.items()}
    chosen = [pk for row in rows for pk in (row.cover_id, newest[row.pk]) if pk]
    by_id = {picture.pk: picture for picture in pictures_of(user, chosen)}
    return [
        Folder(
            collection=row,
            cover=by_id.get(row.cover_id or 0) or by_id.get(newest[row.pk] or 0),
            count=search_results.count_said(asked[row.pk]),
        )
        for row in rows
    ]


def _try(request: Asking, act: Callable[[], None]) -> bool:
    try:
        act()
    except collection_service.NotPossible as problem:
        messages.error(request, str(problem))
        return False
    return True


def _visible(request: Asking, uid: uuid.UUID) -> Collection:
    rows = Collection.objects.visible_to(request.user).select_related("owner")
    found_one = rows.filter(uid=uid).first()
    if found_one is None:
        raise Http404
    return found_one
