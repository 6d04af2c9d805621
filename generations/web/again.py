"""Looking again: an open list after much has changed, without moving what is looked at."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from generations.library import search
from generations.library.search import Search
from generations.models import Picture
from generations.services import selection
from generations.web import cards, found, frames, gallery, tiles
from generations.web.doors import Asking, signed_in

MOST_SHOWN = 5_000  # tiles a window asks about
MOST_NEAR = 60  # of them drawn anew: those around what is looked at come first


@require_POST
@signed_in
def gallery_again(request: Asking) -> HttpResponse:
    """`shown`: the tiles of the window; `held`: it is scrolled down, so nothing may come in."""
    address = found.address_of(request)
    asked = search.read(request.user, address)
    place = gallery.place_of(asked, address)
    if not request.POST.get("held"):
        shown = gallery.stretch(asked, place)
        return render(request, "generations/_gallery_again.html", {**shown, "search": asked})
    named = request.POST.get("shown", "").split()[:MOST_SHOWN]
    return HttpResponse(_departures(asked, named, may_redraw=not place.is_stacked))


def _departures(asked: Search, named: list[str], *, may_redraw: bool) -> str:
    """Tiles that leave, whatever the reason, and those that stay as they are now."""
    uids = [uid for uid in named if selection.is_uid(uid)]
    rows = Picture.objects.visible_to(asked.user).filter(uid__in=uids).values_list("uid", "pk")
    known = {str(uid): pk for uid, pk in rows}
    still = set(search.among(asked, list(known.values())))
    gone = [uid for uid in uids if known.get(uid) not in still]
    near = [known[uid] for uid in uids[:MOST_NEAR] if may_redraw and known.get(uid) in still]
    drawn = tiles.pictures_of(asked.user, near)
    items = tiles.items_of(drawn, asked.user, query=asked.query)
    html = [
        frames.partial(f"#{item.id}", "outerMorph", cards.items_html([item]))
        for item in items
        if item.kind == "tile"
    ]
    return "".join([*(frames.partial(f"#pic-{uid}", "delete") for uid in gone), *html])
