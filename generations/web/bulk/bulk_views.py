"""Acts on chosen pictures: done at once or followed while they run, stopped, undone."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from generations.library.search import picture_search
from generations.models import Bulk, Collection
from generations.services.curation import bulk_runner, collections, selection
from generations.services.curation.bulk_actions import ACTS
from generations.services.curation.selection import NotPossible, Selection
from generations.web.bulk import bulk_dialogs, download_views
from generations.web.collections import collection_order_views
from generations.web.components import bulk_messages, message_html, selection_fields
from generations.web.page_access import Asking, signed_in


@require_POST
@signed_in
def act(request: Asking) -> HttpResponse:
    """Does what the pressed button says; asks first where something is missing.

    The button of a single tile says it in its address.
    """
    if "act" in request.GET:
        request.POST = request.GET
    wanted = request.POST.get("act", "")
    try:
        picked = selection_fields.read(request.user, request.POST)
        if wanted == "download":
            return download_views.prepare(request, picked)
        if wanted in ("earlier", "later"):
            return collection_order_views.step(request, picked)
        if bulk_dialogs.is_due(wanted, picked, request.POST):
            return bulk_dialogs.show(request, wanted, picked)
        begun = _start(request, wanted, picked)
    except (NotPossible, collections.NotPossible) as problem:
        return _refused(request, wanted, str(problem))
    return _begun(request, begun)


@require_POST
@signed_in
def undo(request: Asking, uid: uuid.UUID) -> HttpResponse:
    """Brings back what was moved to the trash."""
    try:
        begun = bulk_runner.undo(request.user, _own(request, uid))
    except NotPossible as problem:
        return _refused(request, "undo", str(problem))
    return _begun(request, begun)


@require_POST
@signed_in
def stop(request: Asking, uid: uuid.UUID) -> HttpResponse:
    """Ends it; what is done stays done."""
    bulk_runner.stop(_own(request, uid))
    return _progress(request, uid) if request.htmx else redirect("workspace")


@require_safe
@signed_in
def progress(request: Asking, uid: uuid.UUID) -> HttpResponse:
    """How far it is: a toast that asks again until it is over."""
    return _progress(request, uid)


@require_safe
@signed_in
def count(request: Asking) -> HttpResponse:
    """How many pictures "select all" would take; nothing where that is not possible."""
    place, query = request.GET.get("place", "library"), request.GET.get("query", "")
    try:
        everything = selection.choose(request.user, place=place, uids=(), is_all=True, query=query)
        number = selection.count(everything)
    except NotPossible:
        number = 0
    context = {
        "number": number,
        "told": bulk_messages.capped(number),
        "most": picture_search.COUNTED,
    }
    return render(request, "generations/bulk/_select_all.html", context)


def _progress(request: Asking, uid: uuid.UUID) -> HttpResponse:
    return render(
        request, "generations/bulk/_progress_toast.html", bulk_messages.toast(_own(request, uid))
    )


def _start(request: Asking, wanted: str, picked: Selection) -> Bulk:
    needs = ACTS[wanted].needs if wanted in ACTS else ""
    return bulk_runner.start(
        picked,
        wanted,
        collection=_collection(request) if needs == "collection" else None,
        word=request.POST.get("word", ""),
    )


def _collection(request: Asking) -> Collection:
    """The one that was chosen, or a new one of that name. Raises collect.NotPossible."""
    name = request.POST.get("name", "")
    if name.strip():
        visibility = request.POST.get("visibility", "team")
        return collections.create(request.user, name=name, visibility=visibility)
    try:
        here = request.POST.get("in", "")  # the collection whose page it is
        wanted = uuid.UUID(request.POST.get("collection", here))
    except ValueError:
        raise NotPossible("Choose a collection, or name a new one.") from None
    found = Collection.objects.visible_to(request.user).filter(uid=wanted).first()
    if found is None:
        raise NotPossible("That collection was removed a moment ago.")
    return found


def _begun(request: Asking, begun: Bulk) -> HttpResponse:
    if not request.htmx:
        messages.success(request, bulk_messages.said(begun))
        return redirect(selection_fields.back(request.POST))
    is_trash_page = begun.place == "trash" and not begun.undoes
    context = bulk_messages.toast(begun) | {"news": message_html.TRASH if is_trash_page else ""}
    response = render(request, "generations/bulk/_started.html", context)
    if begun.act in ("trash", "restore"):
        response["HX-Trigger"] = "picks-over"
    return response


def _refused(request: Asking, wanted: str, problem: str) -> HttpResponse:
    if request.htmx:
        return bulk_dialogs.refused(request, wanted, problem)
    messages.error(request, problem)
    return redirect(selection_fields.back(request.POST))


def _own(request: Asking, uid: uuid.UUID) -> Bulk:
    found = Bulk.objects.filter(user=request.user, uid=uid).select_related("collection").first()
    if found is None:
        raise Http404
    return found
