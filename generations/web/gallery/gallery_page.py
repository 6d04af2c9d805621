"""A stretch of the gallery: the tiles of a search from some place on, and the ways on from there."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.conf import settings

from accounts.models import User
from generations.library.search import picture_search, stacks
from generations.library.search.picture_search import Search
from generations.library.search.result_totals import Survey, survey
from generations.models import Picture
from generations.web.components import job_cards, tiles
from generations.web.components.picture_rows import PictureRow, pictures_of
from generations.web.components.tiles import Stack
from generations.web.gallery import failed_job_results, timeline

LEAD = 30  # pictures shown before the one that somebody comes back to
STEPS = ("day", "month", "year")  # of headings
SPARSE, FEW = (
    3,
    3,
)  # below so many pictures a heading the next step is taken; so few headings may stand
DEPTH = 4  # how many pictures are read for each tile that may be a stack


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in a list a stretch begins, and how its tiles are shown."""

    past: int | None = None  # the id before its first picture
    before: int | None = None  # the id after its last one, where it is put above the list
    day: date | None = None  # of the last heading above
    by: str = ""  # a heading for each "day", "month" or "year"; nothing: as the pictures lie
    month: str = ""  # jumped to, YYYY-MM
    is_stacked: bool = False

    @property
    def is_start(self) -> bool:
        return self.past is None and self.before is None


def place_of(asked: Search, address: Mapping[str, str]) -> Place:
    """From `past` and `day` (endless list), `before` (upwards), `at` (a jump) or `near` (a return)
    of an address; nonsense is the start."""
    is_stacked = address.get("stacks") == "1" and asked.is_by_date
    month = address.get("at", "") if asked.is_by_date else ""
    moment = timeline.edge_of(month, asked.order)
    if moment:
        past = picture_search.place_of(asked, moment)
        return Place(past=past, month=month, is_stacked=is_stacked)
    near = _picture(asked.user, address.get("near", ""))
    if near is not None:
        ahead = picture_search.find(asked, most=LEAD + 1, past=near, backwards=True)
        return Place(past=ahead[LEAD] if len(ahead) > LEAD else None, is_stacked=is_stacked)
    return Place(
        past=_number(address.get("past", "")),
        before=_number(address.get("before", "")),
        day=_day(address.get("day", "")),
        by=address["by"] if address.get("by") in STEPS else "",
        is_stacked=is_stacked,
    )


def query_of(asked: Search, place: Place) -> str:
    """The search and how its list is shown, as they stand in an address."""
    return _joined(asked.query, {"stacks": "1"} if place.is_stacked else {})


def survey_of(asked: Search, place: Place) -> Survey:
    """What there is of the search, and as much of its beginning as a first stretch takes."""
    return (
        failed_job_results.survey(asked)
        if asked.is_of_jobs
        else survey(asked, most=_most(place) + 1)
    )


def stretch(asked: Search, place: Place, known: Survey | None = None) -> dict[str, object]:
    """What the gallery's templates print. `known`: the survey of this search, where it was made.

    `more` and `earlier` are the addresses of the stretches after and before, where there are some.
    """
    if asked.is_of_jobs:
        return failed_job_results.stretch(asked, place.past, known)
    ids, shown, is_more = _ids(asked, place, known)
    page_of = pictures_of(asked.user, list(shown))
    place = replace(place, by=place.by or _step(asked, page_of))
    query = query_of(asked, place)
    items = tiles.items_of(
        page_of,
        asked.user,
        after=place.day,
        query=query,
        by=place.by if asked.is_by_date else "",
        counts=_counts(asked, place, ids, page_of, known=known, is_more=is_more),
        stacks=_stacks(asked.user, shown, query) if place.is_stacked else None,
    )
    if place.before is not None:
        items.append(tiles.seam(place.before))
    is_above = is_more and place.before is not None
    return {
        "items_html": job_cards.items_html(items),
        "more": _more(query, ids, page_of, place) if is_more and not is_above else "",
        "earlier": _earlier(asked, query, ids, place),
        "first_uid": page_of[0].uid if page_of else "",
        "is_empty": not page_of,
    }


def stack_items(asked: Search, head: Picture, *, is_open: bool) -> list[tiles.Item]:
    """The tiles of a request, opened in place or as one."""
    ids = stacks.of_request(asked, head.generation.batch)
    query = _joined(asked.query, {"stacks": "1"})
    found = _stacks(asked.user, {ids[0]: ids}, query, is_open=is_open) if ids else {}
    shown = pictures_of(asked.user, ids if is_open else ids[:1])
    items = tiles.items_of(shown, asked.user, query=query, stacks=found)
    return [item for item in items if isinstance(item, tiles.Tile)]


def _step(asked: Search, shown: Sequence[PictureRow]) -> str:
    """Where a search finds few pictures a day, a heading for each would stand on nearly every row."""
    if not asked.is_set:
        return "day"
    days = {tiles.day_of(picture) for picture in shown}
    headings = {by: len({tiles.begin_of(day, by) for day in days}) for by in STEPS}
    fit = (by for by, count in headings.items() if count <= FEW or SPARSE * count <= len(shown))
    return next(fit, STEPS[-1])


def _most(place: Place) -> int:
    """How many pictures a stretch looks at."""
    return tiles.PAGE * (DEPTH if place.is_stacked else 1)


def _ids(
    asked: Search, place: Place, known: Survey | None
) -> tuple[list[int], dict[int, list[int]], bool]:
    """The pictures of a stretch, those of them that have a tile, and whether more follow."""
    most, is_up = _most(place), place.before is not None
    found = known.first if known and place.is_start else _read(asked, place, most + 1)
    ids, is_more = list(found[:most]), len(found) > most
    ids = ids[::-1] if is_up else ids
    if not place.is_stacked:
        return ids, {pk: [pk] for pk in ids}, is_more
    shown = stacks.heads(asked, ids)
    if is_up or len(shown) <= tiles.PAGE:
        return ids, shown, is_more
    next_one = list(shown)[tiles.PAGE]
    kept = dict(list(shown.items())[: tiles.PAGE])
    return ids[: ids.index(next_one)], kept, True


def _read(asked: Search, place: Place, most: int) -> Sequence[int]:
    if place.before is not None:
        return picture_search.find(asked, most=most, past=place.before, backwards=True)
    return picture_search.find(asked, most=most, past=place.past)


def _stacks(
    user: User, shown: Mapping[int, Sequence[int]], query: str, *, is_open: bool = False
) -> dict[int, Stack]:
    """The stacks among these tiles; a picture that is alone in its request is none."""
    more = {pk: members for pk, members in shown.items() if len(members) > 1}
    every = [member for members in more.values() for member in members]
    rows = Picture.objects.visible_to(user).filter(pk__in=every)
    uids = {pk: str(uid) for pk, uid in rows.values_list("pk", "uid")}
    state = {} if is_open else {"open": "1"}
    return {
        pk: Stack(
            size=len(members),
            is_open=is_open,
            url=f"{settings.URL_PATH}/gallery/stack/{uids[pk]}/?{_joined(query, state)}",
            holds=" ".join(uids[member] for member in members if member in uids),
            numbers=" ".join(str(member) for member in members if member in uids),
        )
        for pk, members in more.items()
        if pk in uids
    }


def _counts(
    asked: Search,
    place: Place,
    ids: Sequence[int],
    shown: Sequence[PictureRow],
    *,
    known: Survey | None,
    is_more: bool,
) -> dict[date, int | None]:
    """How many pictures each day (month, year) holds whose heading is shown.

    Only one that reaches over an end of the stretch has to be counted; the others are all here.
    None: the heading asks for it.
    """
    if not asked.is_by_date:
        return {}
    rows: Iterable[Picture | PictureRow] = shown
    if place.is_stacked:
        rows = Picture.objects.filter(pk__in=ids)
    in_order = sorted(rows, key=lambda row: ids.index(row.pk))
    days = [tiles.begin_of(tiles.day_of(row), place.by) for row in in_order]
    if not days:
        return {}
    counts: dict[date, int | None] = {day: days.count(day) for day in days if day != place.day}
    over = {days[0]} if not place.is_start else set()
    if is_more or place.before is not None:
        over.add(days[-1])
    return counts | {day: _within(asked, day, place.by, known) for day in over & set(counts)}


def _within(asked: Search, day: date, by: str, known: Survey | None) -> int | None:
    span = picture_search.span_of(day, by)
    return known.within(span) if known and asked.is_set else picture_search.within(asked, span)


def _more(query: str, ids: Sequence[int], shown: Sequence[PictureRow], place: Place) -> str:
    day = tiles.begin_of(tiles.day_of(shown[-1]), place.by) if shown else place.day
    told = {"past": str(ids[-1])} | ({"day": day.isoformat()} if day else {})
    return _joined(query, told | _told(place))


def _told(place: Place) -> dict[str, str]:
    """The next stretch has the headings of this one."""
    return {} if place.by == STEPS[0] else {"by": place.by}


def _earlier(asked: Search, query: str, ids: Sequence[int], place: Place) -> str:
    """Only where the stretch is the top of what is on the page, and not of the list."""
    if not ids or place.is_start or place.day is not None:
        return ""
    if not picture_search.find(asked, most=1, past=ids[0], backwards=True):
        return ""
    return _joined(query, {"before": str(ids[0])} | _told(place))


def _joined(query: str, more: dict[str, str]) -> str:
    return "&".join(part for part in (query, urlencode(more)) if part)


def _picture(user: User, uid: str) -> int | None:
    """The id of a picture that this person may see, or moved to the trash a moment ago."""
    try:
        wanted = uuid.UUID(uid)
    except ValueError:
        return None
    rows = Picture.objects.visible_to(user) | Picture.objects.in_trash_of(user)
    return rows.filter(uid=wanted).values_list("pk", flat=True).first()


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
