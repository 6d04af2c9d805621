"""What a list on the page asks for later: its next stretch, what is new, a day's name, a stack."""

from __future__ import annotations

import uuid
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from generations.library.search import failed_job_search, picture_search
from generations.library.search.picture_search import Search
from generations.models import Picture
from generations.web.components import job_cards, message_html, tiles, uuids
from generations.web.gallery import gallery_page, list_refresh, search_results
from generations.web.page_access import Asking, signed_in

MOST_TOUCHED = 200
MOST_OTHERS = 100  # of a request


@require_GET
@signed_in
def page(request: Asking) -> HttpResponse:
    """The next tiles of a search, or those above the ones that are shown."""
    address = search_results.address_of(request)
    asked = picture_search.read(request.user, address)
    place = gallery_page.place_of(asked, address)
    shown = gallery_page.stretch(asked, place)
    context = {**shown, "is_upwards": place.before is not None, "search": asked}
    return render(request, "generations/gallery/_page.html", context)


@require_GET
@signed_in
def count(request: Asking) -> HttpResponse:
    """How much a search finds, for a page that shows its beginning already."""
    address = search_results.address_of(request)
    asked = picture_search.read(request.user, address)
    is_over = list_refresh.has_ended(asked, address)
    return HttpResponse(
        search_results.number_said(asked, 0) if is_over else search_results.count_said(asked)
    )


@require_GET
@signed_in
def new(request: Asking) -> HttpResponse:
    """How many pictures of a search a window that stands still does not show yet; and of those that
    changed and that it does show (`shown`), which ones the search does not find any more."""
    address = search_results.address_of(request)
    asked = picture_search.read(request.user, address)
    newest = request.GET.get("newest", "")
    past = int(newest) if newest.isascii() and newest.isdigit() and len(newest) < 19 else 0
    place = gallery_page.place_of(asked, {"stacks": address.get("stacks", "")})
    is_over = list_refresh.has_ended(asked, address)
    context = {
        "number": 0 if is_over else _number(request, asked, past),
        "search": asked,
        "list_query": gallery_page.query_of(asked, place),
        "past": past,
        "departures_html": _departures(request, asked, is_over=is_over),
    }
    return render(request, "generations/gallery/_new_pictures.html", context)


def _departures(request: Asking, asked: Search, *, is_over: bool) -> str:
    named = request.GET.getlist("shown")[:MOST_TOUCHED]
    return (
        list_refresh.departures(list_refresh.look(asked, named, is_over=is_over)) if named else ""
    )


def _number(request: Asking, asked: Search, past: int) -> int:
    if asked.is_of_jobs:
        return failed_job_search.count(asked, past=past)
    return picture_search.count(asked, past=past) + len(
        picture_search.among(asked, _touched(request, past))
    )


def _touched(request: Asking, past: int) -> list[int]:
    """Older pictures that changed and that the window does not show."""
    told = [uuids.read(text) for text in request.GET.getlist("touched")[:MOST_TOUCHED]]
    rows = Picture.objects.visible_to(request.user).filter(uid__in=[uid for uid in told if uid])
    return list(rows.filter(pk__lte=past).values_list("pk", flat=True))


@require_GET
@signed_in
def day(request: Asking, day: str) -> HttpResponse:
    """The heading of a day (2026-11-14), month (2026-11) or year as it reads now: past midnight
    Today is Yesterday, and its count changes."""
    address = search_results.address_of(request)
    asked = picture_search.read(request.user, address)
    by = {4: "year", 7: "month"}.get(len(day), "day")
    try:
        wanted = date.fromisoformat(day + "-01-01"[: 10 - len(day)] if by != "day" else day)
    except ValueError:
        raise Http404 from None
    if not 1970 <= wanted.year <= 9000:
        raise Http404
    is_over = list_refresh.has_ended(asked, address)
    count = 0 if is_over else picture_search.within(asked, picture_search.span_of(wanted, by))
    context = {"item": tiles.heading(wanted, count, by=by)}
    return render(request, "generations/components/_day_heading.html", context)


@require_GET
@signed_in
def stack(request: Asking, uid: uuid.UUID) -> HttpResponse:
    """The pictures of a request in the place of its tile, or its tile in the place of theirs.

    `or`: others of the request, where the tile's own picture may be gone; nothing if they are, too.
    """
    others = [each for text in request.GET.get("or", "").split() if (each := uuids.read(text))]
    rows = Picture.objects.visible_to(request.user).select_related("generation")
    head = rows.filter(uid__in=[uid, *others[:MOST_OTHERS]]).first()
    asked = picture_search.read(request.user, search_results.address_of(request))
    is_open = request.GET.get("open") == "1"
    items = gallery_page.stack_items(asked, head, is_open=is_open) if head else []
    if not items and "or" in request.GET:
        return HttpResponse()
    if not items:
        raise Http404
    gone = [] if len(items) > 1 else _others(items[0], str(uid))
    return HttpResponse(
        job_cards.items_html(items)
        + "".join(message_html.partial(f"#pic-{other}", "delete") for other in gone)
    )


def _others(item: tiles.Item, uid: str) -> list[str]:
    held = item.stack.holds.split() if isinstance(item, tiles.Tile) and item.stack else []
    return [other for other in held if other != uid]
