"""The trash: what is in there, and deleting for ever, each asked for once more."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from generations.models import Picture
from generations.services.curation import permanent_deletion
from generations.stored import event_log
from generations.web.components.durations import counted
from generations.web.page_access import Asking, signed_in
from generations.web.viewer import favourites_ratings_tags, picture_details

MOST_SHOWN = 200


@require_safe
@signed_in
def trashed(request: Asking) -> HttpResponse:
    """Own pictures in the trash, newest first."""
    last_id = event_log.last_id()
    rows = Picture.objects.in_trash_of(request.user)
    newest = rows.order_by("-trashed_at").select_related("generation").defer("generation__spec")
    shown = list(newest[:MOST_SHOWN])
    for row in shown:
        row.src = picture_details.small_src(row)  # type: ignore[attr-defined]
        row.left = _left(row)  # type: ignore[attr-defined]
    context = {
        "pictures": shown,
        "count": counted(rows.count(), "picture") if shown else "",
        "days": settings.TRASH_DAYS,
        "last_id": last_id,
    }
    return render(request, "generations/trash/trash.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def erase(request: Asking, uid: uuid.UUID) -> HttpResponse:
    """Says what would be lost; a POST deletes the picture for ever."""
    shown = Picture.objects.in_trash_of(request.user).select_related("generation")
    picture = shown.filter(uid=uid).first()
    if picture is None and request.method != "POST":
        raise Http404
    if request.method != "POST":
        context = {"picture": picture, "marks": favourites_ratings_tags.of(picture, request.user)}  # type: ignore[arg-type]
        context["src"] = picture_details.small_src(picture)  # type: ignore[arg-type, assignment]
        return render(request, "generations/trash/delete_forever.html", context)
    if picture and permanent_deletion.delete_for_ever(request.user, picture):
        messages.success(request, "The picture is deleted for ever.")
    else:
        messages.info(request, "That picture is not in your trash any more.")
    return redirect("trash")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def empty(request: Asking) -> HttpResponse:
    """The same for everything in there."""
    rows = Picture.objects.in_trash_of(request.user)
    number = rows.count()
    if request.method != "POST":
        return render(request, "generations/trash/delete_forever.html", {"number": number})
    if number:
        permanent_deletion.empty(request.user)
        left = rows.count()
        said = f"{left:,} more are being deleted." if left else "The trash is empty."
        messages.success(request, said)
    return redirect("trash")


def _left(picture: Picture) -> str:
    """How long it stays, by the night's work."""
    if not settings.TRASH_DAYS or picture.trashed_at is None:
        return ""
    ends = picture.trashed_at + timedelta(days=settings.TRASH_DAYS)
    return f"{counted(max(0, (ends - timezone.now()).days), 'day')} left"
