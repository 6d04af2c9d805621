"""Filters, chips, pictures and timeline: what stands below the job strip, and on a collection."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from generations.library.search import failed_job_search, filter_choices, picture_search
from generations.library.search.filters import FILTERS
from generations.library.search.picture_search import Search
from generations.library.search.query_conditions import Chip
from generations.models import Collection, SavedSearch, Tag
from generations.web.components import bulk_messages
from generations.web.gallery import gallery_page, timeline

DATES = (("today", "Today"), ("week", "Last 7 days"), ("month", "Last 30 days"))
MOST_FOLDERS = 200
SIZES = ("small", "medium", "large")
REMEMBERED = {
    "order": picture_search.ORDERS,
    "stacks": ("0", "1"),
}  # cookies, set by list-preferences.js


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A select of the filters row."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    value: str
    is_minor: bool = False  # hidden where there is little room

    @property
    def html(self) -> str:
        return _drawn(self)


@functools.lru_cache(200)
def _drawn(choice: Choice) -> str:
    """Kept: the same names stand in it on page after page."""
    return render_to_string("generations/gallery/_filter.html", {"choice": choice})


def context(
    request: HttpRequest,
    user: User,
    *,
    collection: Collection | None = None,
    folders: Sequence[Collection] | None = None,
) -> dict[str, object]:
    """Everything `_search_results.html` prints. `folders`: all they see, where the caller has read them."""
    address = address_of(request, collection=collection)
    asked = picture_search.read(user, address)
    place = gallery_page.place_of(asked, address)
    here = reverse("collection", args=[collection.uid]) if collection else reverse("workspace")
    known = gallery_page.survey_of(asked, place)
    ends = known.ends if asked.is_by_date else ()
    chips = _chips(asked, collection)
    return {
        "newest": _newest(asked, ends),
        **gallery_page.stretch(asked, place, known),
        "here": here,
        "search": asked,
        "chips": chips,
        "is_narrowed": bool(chips or asked.problems),
        "is_held": asked.is_set
        or asked.order != "newest"
        or place.is_stacked
        or not place.is_start,
        "is_stacked": place.is_stacked,
        "list_query": gallery_page.query_of(asked, place),
        "count": "" if known.count is None else number_said(asked, known.count),
        "choices": choices(user, asked, _offered(user, collection, folders)),
        "tiles_size": size_of(request),
        "timeline_html": _timeline_html(asked, ends, place, here),
        "midnight": timeline.midnight(),
        "is_jumped": not place.is_start,
        "filters": FILTERS.values(),
        "saved": saved_by(user),
        "in_collection": collection,
        "bulks": bulk_messages.under_way(user),
        "may_arrange": asked.order == "hand" and collection and collection.takes_from(user),
    }


def _timeline_html(
    asked: Search, ends: tuple[int, ...], place: gallery_page.Place, here: str
) -> str:
    years = timeline.years(asked, ends, gallery_page.query_of(asked, place))
    return timeline.html(years, here, place.month)


def saved_by(user: User) -> list[SavedSearch]:
    """The searches that this person and the team keep."""
    return list(SavedSearch.objects.visible_to(user).prefetch_related("owner").order_by("name"))


def address_of(request: HttpRequest, *, collection: Collection | None = None) -> dict[str, str]:
    """What the address asks; where it does not say, how this browser last looked at lists."""
    asked = request.POST if request.method == "POST" else request.GET
    address: dict[str, str] = {name: asked[name] for name in asked}
    if collection:
        address["collection"] = str(collection.uid)
        address.setdefault("order", collection.order)
    for name, values in REMEMBERED.items():
        if request.COOKIES.get(name) in values:
            address.setdefault(name, request.COOKIES[name])
    if "near" in address:  # one comes back: to the picture that the viewer showed last
        address["near"] = request.COOKIES.get("left") or address["near"]
    return address


def _newest(asked: Search, ends: tuple[int, ...]) -> int:
    """The highest id that is found: what is above it later is new, however the list is ordered."""
    if asked.order == "hand":
        ends = tuple(picture_search.find(replace(asked, order="newest"), most=1))
    return max(ends, default=0)


def count_said(asked: Search) -> str:
    """How much it finds, in words."""
    count = failed_job_search.count if asked.is_of_jobs else picture_search.count
    return number_said(asked, count(asked))


def number_said(asked: Search, number: int) -> str:
    """`1,284 pictures`, above ten thousand `10,000+ pictures`; of a search for jobs `3 jobs`."""
    what, counted = (
        ("job", failed_job_search.COUNTED)
        if asked.is_of_jobs
        else ("picture", picture_search.COUNTED)
    )
    if number > counted:
        return f"{counted:,}+ {what}s"
    return f"{number:,} {what if number == 1 else what + 's'}"


def folders_of(user: User) -> list[Collection]:
    """The collections this person may see, as far as a select goes."""
    return list(Collection.objects.visible_to(user).order_by("name")[:MOST_FOLDERS])


def _offered(
    user: User, collection: Collection | None, folders: Sequence[Collection] | None
) -> Sequence[Collection]:
    """On a collection's own page none can be chosen."""
    if collection:
        return []
    return folders_of(user) if folders is None else folders


def choices(user: User, asked: Search, folders: Sequence[Collection]) -> list[Choice]:
    """The selects; each offers what this person may see and nothing else."""
    models = {used.model: used.label for used in filter_choices.models_seen_by(user)}
    tags = Tag.objects.visible_to(user).order_by("folded")[:200]
    offered: list[tuple[str, str, dict[str, str], bool]] = [
        (
            "person",
            "Person",
            {str(one.pk): one.display_name for one in filter_choices.people()},
            False,
        ),
        ("model", "Model", models, False),
        ("provider", "Provider", filter_choices.provider_labels(), True),
        ("date", "Any date", dict(DATES), False),
        ("tag", "Tag", {tag.name: tag.name for tag in tags}, True),
    ]
    named = {str(one.uid): one.name for one in folders}
    offered.append(("collection", "Collection", named, False))
    return [
        _choice(name, label, options, asked.fields, is_minor=is_minor)
        for name, label, options, is_minor in offered
        if options
    ]


def size_of(request: HttpRequest) -> str:
    """The tile size this browser remembers."""
    size = request.COOKIES.get("tiles", "")
    return size if size in SIZES else "medium"


def _choice(
    name: str, label: str, options: dict[str, str], fields: Mapping[str, str], *, is_minor: bool
) -> Choice:
    value = fields.get(name, "")
    if value and value not in options:
        options = {**options, value: value}
    return Choice(
        name=name, label=label, options=tuple(options.items()), value=value, is_minor=is_minor
    )


def _chips(asked: Search, collection: Collection | None) -> list[Chip]:
    """On a collection's own page the collection is no chip."""
    if collection is None:
        return list(asked.chips)
    return [chip for chip in asked.chips if "collection" in QueryDict(chip.query)]
