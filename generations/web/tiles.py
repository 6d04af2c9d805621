"""The gallery's list: tiles and day headings, with keys that sort them newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache

from django.utils import timezone

from accounts import dates
from accounts.models import User
from generations.models import Favourite, Picture
from generations.ratios import ratio_class

PAGE = 60  # tiles
SMALL, LARGE = 384, 1024  # longest edge of the two thumbnails, pixels
_READ = (
    "uid",
    "owner",
    "visibility",
    "created_at",
    "format",
    "width",
    "height",
    "thumbed_at",
    "enlarged_at",
    "generation__uid",
    "generation__prompt",
    "generation__model_label",
)
_ROW, _ROW_SMALL = 300, 170  # a row's usual height with room for stretching, pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """Everything `_item.html` prints of one picture; addresses are ready-made."""

    kind: str = "tile"
    id: str
    key: str
    ratio: str  # class
    is_mine: bool
    may_spend: bool = True
    url: str
    page: str  # the same with the search it was found by
    uid: str
    is_liked: bool
    src: str
    srcset: str
    sizes: str
    width: int
    height: int
    prompt: str
    who: str
    initials: str
    hue: int
    model: str
    is_private: bool
    job_url: str
    stack: Stack | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """The request that a tile stands for, or stands in once it is open."""

    size: int
    is_open: bool = False
    url: str  # of the other state
    holds: str = ""  # uids, for those who come back from one of them
    numbers: str = ""  # their ids in the same order, as departures name them


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A heading, or the filler that keeps a day's last row from stretching."""

    kind: str = "day"  # day | fill
    id: str
    key: str
    label: str = ""
    iso: str = ""
    count: int | None = None  # None: to be asked for
    is_near: bool = False  # called by another name from midnight on


Item = Tile | Day


def pictures_of(user: User, ids: Sequence[int]) -> list[Picture]:
    """These pictures in this order, with what tiles read. Asks for permission once more."""
    rows = Picture.objects.visible_to(user).filter(pk__in=ids)
    by_id = {row.pk: row for row in rows.select_related("generation").only(*_READ)}
    people = User.objects.only("name", "email").in_bulk({row.owner_id for row in by_id.values()})
    for row in by_id.values():
        row.owner = people[row.owner_id]  # few made many: read once each
    return [by_id[pk] for pk in ids if pk in by_id]


def liked(user: User, pictures: Sequence[Picture]) -> set[int]:
    """Which of them carry this person's heart."""
    hearts = Favourite.objects.filter(user=user, picture__in=[picture.pk for picture in pictures])
    return set(hearts.values_list("picture", flat=True))


def items_of(
    pictures: Sequence[Picture],
    user: User,
    *,
    after: date | None = None,
    query: str = "",
    with_days: bool = True,
    counts: Mapping[date, int] | None = None,
    stacks: Mapping[int, Stack] | None = None,
) -> list[Item]:
    """Tiles with a heading before each new day. `after`: the last day already on the page.

    query: the search they were found by, carried to their pages. with_days: False where they do
    not stand by date. counts: pictures of a day, for its heading. stacks: the request that a
    picture stands for, by the picture's id.
    """
    hearts = liked(user, pictures)
    items: list[Item] = []
    last = after
    for picture in pictures:
        day = day_of(picture)
        if with_days and day != last:
            items += _turn(last if items or after else None, day, (counts or {}).get(day))
            last = day
        kind = "owner" if picture.owner_id == user.pk else "other"
        stack = (stacks or {}).get(picture.pk)
        is_liked = picture.pk in hearts
        items.append(tile_of(picture, kind, is_liked=is_liked, query=query, stack=stack))
    return items


def tile_of(
    picture: Picture,
    kind: str,
    *,
    is_liked: bool = False,
    query: str = "",
    stack: Stack | None = None,
) -> Tile:
    job, owner = picture.generation, picture.owner
    base = f"/pictures/{picture.uid}/"
    src, srcset = _sources(picture, base)
    ratio = picture.width / max(1, picture.height)
    return Tile(
        id=f"pic-{picture.uid}",
        key=f"{day_of(picture):%Y%m%d}0{picture.pk:012d}",
        ratio=ratio_class(picture.width, picture.height),
        is_mine=kind == "owner",
        url=base,
        page=f"{base}?{query}" if query else base,
        uid=str(picture.uid),
        is_liked=is_liked,
        src=src,
        srcset=srcset,
        sizes=f"(max-width: 48rem) {round(ratio * _ROW_SMALL)}px, {round(ratio * _ROW)}px",
        width=picture.width,
        height=picture.height,
        prompt=job.prompt or "Picture without a prompt",
        who=owner.display_name,
        initials=owner.initials,
        hue=owner.hue,
        model=job.model_label,
        is_private=picture.visibility == "private",
        job_url=f"/jobs/{job.uid}/",
        stack=stack,
    )


def day_items(day: date) -> list[Item]:
    """The heading of a day and its filler."""
    return [heading(day), _filler(day)]


def day_of(picture: Picture) -> date:
    """The day a picture belongs to, in the reader's time zone."""
    return _day(picture.created_at, timezone.get_current_timezone())


@lru_cache(5_000)  # asked three times for each tile
def _day(moment: datetime, zone: tzinfo) -> date:
    return moment.astimezone(zone).date()


def day_name(day: date) -> str:
    """`Today`, `Yesterday`, `14 November`, and the year where it is another one."""
    today = timezone.localdate()
    if day == today:
        return "Today"
    if day == today - timedelta(days=1):
        return "Yesterday"
    return dates.say(day, "day" if day.year == today.year else "full")


def seam(past: int) -> Day:
    """Ends the last row of what is put above a list, whose own rows then stay as they are."""
    return Day(kind="fill", id=f"seam-{past}", key="")


def heading(day: date, count: int | None = None) -> Day:
    """A day's heading. Without a count it asks for one."""
    return Day(
        id=f"day-{day:%Y%m%d}",
        key=f"{day:%Y%m%d}9{0:012d}",
        label=day_name(day),
        iso=day.isoformat(),
        count=count,
        is_near=day >= timezone.localdate() - timedelta(days=1),
    )


def _turn(last: date | None, day: date, count: int | None) -> list[Item]:
    return [_filler(last), heading(day, count)] if last else [heading(day, count)]


def _filler(day: date) -> Day:
    return Day(kind="fill", id=f"fill-{day:%Y%m%d}", key=f"{day:%Y%m%d}0{0:012d}")


def _sources(picture: Picture, base: str) -> tuple[str, str]:
    """The small thumbnail, and both by their widths once they are made."""
    if picture.enlarged_at is None:
        return f"{base}thumb/small", ""
    edge = max(picture.width, picture.height, 1)
    widths = [round(picture.width * min(1, most / edge)) for most in (SMALL, LARGE)]
    small, large = f"{base}thumb/small", f"{base}thumb/large"
    srcset = f"{small} {widths[0]}w, {large} {widths[1]}w" if widths[0] < widths[1] else ""
    return small, srcset
