"""Looking again: an open list after much has changed, without moving what is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from generations.library.search import picture_search
from generations.library.search.picture_search import Search
from generations.models import Picture
from generations.services.curation import selection
from generations.web.components import job_cards, message_html, tiles
from generations.web.components.picture_rows import pictures_of
from generations.web.gallery import gallery_page, search_results
from generations.web.page_access import Asking, signed_in

MOST_SHOWN = 5_000  # tiles a window asks about
MOST_NEAR = 60  # of them drawn anew: those around what is looked at come first


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The tiles of a window by uid, as far as they are asked about."""

    uids: Sequence[str]
    known: dict[str, int]  # those that may be seen, and their ids
    still: set[int]  # those that the list finds

    @property
    def unseen(self) -> list[str]:
        return [uid for uid in self.uids if uid not in self.known]

    @property
    def unfound(self) -> list[str]:
        """May be seen, but the list does not find them any more."""
        return [uid for uid in self.uids if uid in self.known and self.known[uid] not in self.still]


@require_POST
@signed_in
def gallery_again(request: Asking) -> HttpResponse:
    """`shown`: the tiles of the window; `used`: those that somebody points at or has the focus on;
    `held`: it is scrolled down, so nothing may come in."""
    address = search_results.address_of(request)
    asked = picture_search.read(request.user, address)
    place = gallery_page.place_of(asked, address)
    is_over = has_ended(asked, address)
    used = request.POST.getlist("used")
    if not request.POST.get("held") and not is_over and not look(asked, used).unfound:
        now = gallery_page.stretch(asked, place)
        return render(
            request, "generations/gallery/_first_page_refreshed.html", {**now, "search": asked}
        )
    shown = look(asked, request.POST.get("shown", "").split(), is_over=is_over)
    html = departures(shown, used=used)
    return HttpResponse(html if place.is_stacked else html + _near(asked, shown))


def has_ended(asked: Search, address: Mapping[str, str]) -> bool:
    """The page's search was wholly understood (`whole`) and is not any more: its tag stands nowhere,
    or its collection is gone. The rest of it would find what nobody asked for."""
    return bool(asked.problems) and address.get("whole") == "1"


def look(asked: Search, named: Iterable[str], *, is_over: bool = False) -> Shown:
    """Which of these pictures may be seen, and which the list finds; nothing where it is over."""
    uids = [uid for uid in named if selection.is_uid(uid)][:MOST_SHOWN]
    rows = Picture.objects.visible_to(asked.user).filter(uid__in=uids).values_list("uid", "pk")
    known = {str(uid): pk for uid, pk in rows}
    still = (
        set(picture_search.among(asked, list(known.values()))) if known and not is_over else set()
    )
    return Shown(uids=uids, known=known, still=still)


def departures(shown: Shown, *, used: Iterable[str] = ()) -> str:
    """Tiles that leave. What is used stays for now, but not what may not be seen any more."""
    unfound = [uid for uid in shown.unfound if uid not in set(used)]
    return "".join(
        message_html.partial(f"#pic-{uid}", "delete") for uid in [*shown.unseen, *unfound]
    )


def _near(asked: Search, shown: Shown) -> str:
    """Tiles that stay, as they are now."""
    near = [shown.known[uid] for uid in shown.uids[:MOST_NEAR] if uid in shown.known]
    drawn = pictures_of(asked.user, [pk for pk in near if pk in shown.still])
    items = tiles.items_of(drawn, asked.user, query=asked.query)
    html = [
        message_html.partial(f"#{item.id}", "outerMorph", job_cards.items_html([item]))
        for item in items
        if item.kind == "tile"
    ]
    return "".join(html)
