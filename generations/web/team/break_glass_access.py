"""The page on which an admin opens one private picture, for a reason, for 15 minutes."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from generations.imaging import format_signatures
from generations.models import Picture
from generations.providers.errors import RequestRefused
from generations.services.governance import break_glass_access
from generations.stored import original_files
from generations.web.page_access import Asking
from generations.web.team.admin_access import admins_only


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@admins_only
def page(request: Asking, uid: UUID) -> HttpResponse:
    """Asks for a reason, or shows the picture while an opening lasts."""
    picture = _private(request, uid)
    context: dict[str, object] = {
        "picture": picture,
        "opening": break_glass_access.standing(request.user, picture),
        "past": picture.openings.select_related("admin").order_by("-pk")[:20],
        "is_drawable": _is_plain(picture),
    }
    if request.method != "POST":
        return render(request, "generations/team/opening.html", context)
    try:
        break_glass_access.open_picture(request.user, picture, request.POST.get("reason", ""))
    except RequestRefused as refusal:
        context |= {"error": refusal.problems[0].message, "reason": request.POST.get("reason", "")}
        return render(request, "generations/team/opening.html", context, status=422)
    return redirect("team_opening", uid=uid)


@never_cache
@require_safe
@admins_only
def image(request: Asking, uid: UUID) -> HttpResponseBase:
    """The picture itself; its thumbnail where the original is no plain picture."""
    picture = _private(request, uid)
    if break_glass_access.standing(request.user, picture) is None:
        raise Http404
    if _is_plain(picture):
        path, kind = (
            original_files.original_path(picture.path),
            format_signatures.media_type(picture.format),
        )
    else:
        made = "view" if picture.viewed_at else "large"
        path, kind = original_files.derived_path(picture.path, made), "image/webp"
    try:
        file = path.open("rb")
    except OSError as error:
        raise Http404 from error
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    return FileResponse(file, content_type=kind, headers=headers)


def _is_plain(picture: Picture) -> bool:
    return format_signatures.is_shown(picture.format) and picture.format != "svg"


def _private(request: Asking, uid: UUID) -> Picture:
    """Somebody else's private picture; any other is looked at where everybody looks."""
    rows = Picture.objects.filter(visibility="private").exclude(owner=request.user)
    return get_object_or_404(rows.select_related("owner", "generation"), uid=uid)
