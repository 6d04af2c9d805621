"""A picture by itself: its page, the trash and back, and who may see it."""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from generations.library.search import picture_search
from generations.models import Picture
from generations.services.curation import share_hide_trash
from generations.stored import event_log
from generations.web.components import message_html
from generations.web.components.job_cards import viewer_kind
from generations.web.gallery import gallery_page
from generations.web.page_access import Asking, signed_in
from generations.web.viewer import favourites_ratings_tags, neighbours, picture_details


@require_safe
@signed_in
def picture(request: Asking, uid: uuid.UUID) -> HttpResponse:
    """Its page; to the viewer that goes on to it, only what changes on the page."""
    last_id = event_log.last_id()
    shown = _visible(request, uid)
    address = request.GET.dict()
    asked = picture_search.read(request.user, address)
    query = gallery_page.query_of(
        asked, gallery_page.place_of(asked, {"stacks": address.get("stacks", "")})
    )
    context = {
        **_rail(shown, request.user),
        "viewed": neighbours.viewed(shown, asked, query),
        "query": query,
    }
    if request.htmx and "rail" in (request.htmx.target or ""):
        response = render(request, "generations/viewer/_picture_changed.html", context)
    else:
        context["last_id"] = last_id
        response = render(request, "generations/viewer/picture.html", context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


@require_POST
@signed_in
def trash(request: Asking, uid: uuid.UUID) -> HttpResponse:
    """To the trash, with a way back."""
    shown = _visible(request, uid)
    if not share_hide_trash.may_change(request.user, shown):
        raise PermissionDenied("This picture belongs to somebody else.")
    share_hide_trash.trash(request.user, shown)
    if not request.htmx:
        own = shown.owner_id == request.user.pk
        return redirect(reverse("workspace") + (f"?trashed={uid}" if own else ""))
    return render(request, "generations/trash/_moved_to_trash.html", {"picture": shown})


@require_POST
@signed_in
def restore(request: Asking, uid: uuid.UUID) -> HttpResponse:
    """Back from the trash. Only its owner sees what is in there."""
    shown = Picture.objects.in_trash_of(request.user).filter(uid=uid).first()
    if shown is None:
        raise Http404
    share_hide_trash.restore(request.user, shown)
    if not request.htmx:
        return redirect("picture", uid=uid)
    html = message_html.partial(f"#undo-{uid}", "delete") + message_html.partial(
        f"#bin-{uid}", "delete"
    )
    return HttpResponse(html)


@require_POST
@signed_in
def visibility(request: Asking, uid: uuid.UUID) -> HttpResponse:
    """Shares the picture's job with the team, or keeps it to its owner; `toggle` the other of both."""
    shown = _visible(request, uid)
    if shown.owner_id != request.user.pk:
        if request.htmx:
            context = {"said": "Only its owner decides who sees a picture."}
            return render(request, "generations/components/_toast.html", context, status=422)
        raise PermissionDenied("Only its owner decides who sees a picture.")
    wanted = request.POST.get("visibility", "")
    if wanted == "toggle":
        wanted = "team" if shown.visibility == "private" else "private"
    share_hide_trash.set_visibility(request.user, shown.generation, wanted)
    if not request.htmx:
        return redirect(_page(request, uid))
    said = "Only you see it now" if wanted == "private" else "The team sees it now"
    context = {"said": said, "level": "success"}
    return render(request, "generations/components/_toast.html", context)


def _page(request: Asking, uid: uuid.UUID) -> str:
    """The picture's page in the list it was opened from."""
    query = request.GET.urlencode()
    return reverse("picture", args=[uid]) + (f"?{query}" if query else "")


def _rail(shown: Picture, user: User) -> dict[str, object]:
    """What `_details.html` prints."""
    job = shown.generation
    kind = viewer_kind(user, shown.owner_id, shown.visibility == "private")
    label, badge = picture_details.provider_label(job)
    return {
        "picture": shown,
        "job": job,
        "is_mine": kind == "owner",
        "may_know": kind in ("owner", "admin"),
        "may_spend": user.may_spend,
        "may_trash": share_hide_trash.may_change(user, shown),
        "provider": label,
        "badge": badge,
        "remarks": picture_details.remarks(shown, may_know=kind in ("owner", "admin")),
        "stage_src": picture_details.stage_src(shown),
        "settings": picture_details.settings_of(shown),
        "spans": picture_details.spans_of(job),
        "whole_time": picture_details.whole_time(job),
        "cost": picture_details.cost_of(job),
        "revised": picture_details.revised(shown),
        "siblings": picture_details.siblings(shown, user),
        "made_from": picture_details.made_from(shown, user),
        "here": picture_details.here(shown),
        "remade": picture_details.remade(shown, user),
        "openings": picture_details.openings(shown, user),
        "ticket": uuid.uuid4(),
        "marks": favourites_ratings_tags.of(shown, user),
    }


def _visible(request: Asking, uid: uuid.UUID) -> Picture:
    rows = Picture.objects.visible_to(request.user).select_related("generation", "owner")
    found = rows.filter(uid=uid).first()
    if found is None:
        raise Http404
    return found
