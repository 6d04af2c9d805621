"""The gallery's list: tiles and day headings, with keys that sort them newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from accounts.people import date_format
from generations.imaging.aspect_classes import ratio_class
from generations.imaging.format_signatures import is_shown
from generations.library.search.picture_search import COUNTED
from generations.models import Favourite, Picture
from generations.web.components.picture_rows import PictureRow

PAGE = 60  # tiles
SMALL, LARGE = 384, 1024  # longest edge of the two thumbnails, pixels
_ROW, _ROW_SMALL = 300, 170  # a row's usual height with room for stretching, pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A picture in a list. What `_tile.html` prints of it is worked out when it is drawn, and
    what is drawn is kept (job_cards.py)."""

    kind: str = "tile"
    picture: PictureRow
    day: date  # in the reader's time zone
    is_mine: bool
    is_liked: bool = False
    query: str = ""  # the search it was found by
    stack: Stack | None = None

    @property
    def id(self) -> str:
        return f"pic-{self.picture.uid}"

    @property
    def key(self) -> str:
        return f"{self.day:%Y%m%d}0{self.picture.pk:012d}"

    @property
    def ratio(self) -> str:
        """A class of aspect-classes.css."""
        return ratio_class(self.picture.width, self.picture.height)

    @property
    def url(self) -> str:
        return f"{settings.URL_PATH}/pictures/{self.picture.uid}/"

    @property
    def page(self) -> str:
        return f"{self.url}?{self.query}" if self.query else self.url

    @property
    def src(self) -> str:
        return f"{self.url}thumb/small"

    @property
    def srcset(self) -> str:
        """Both thumbnails by their widths once they are made."""
        width, edge = self.picture.width, max(self.picture.width, self.picture.height, 1)
        small, large = (round(width * min(1, most / edge)) for most in (SMALL, LARGE))
        if self.picture.enlarged_at is None or small >= large:
            return ""
        return f"{self.src} {small}w, {self.url}thumb/large {large}w"

    @property
    def sizes(self) -> str:
        ratio = self.picture.width / max(1, self.picture.height)
        return f"(max-width: 48rem) {round(ratio * _ROW_SMALL)}px, {round(ratio * _ROW)}px"

    @property
    def prompt(self) -> str:
        return self.picture.prompt or "Picture without a prompt"

    @property
    def is_private(self) -> bool:
        return self.picture.visibility == "private"

    @property
    def remark(self) -> str:
        """What is odd about its file, in a word or two each."""
        picture = self.picture
        has_no_view = picture.is_undrawable and not is_shown(picture.format)
        said = {"No view": has_no_view, "Cut off": picture.is_cut, "Moving": picture.is_moving}
        return " · ".join(word for word, is_so in said.items() if is_so)

    @property
    def job_url(self) -> str:
        return f"{settings.URL_PATH}/jobs/{self.picture.job_uid}/"


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
    """A heading, or the filler that keeps the last row before the next from stretching."""

    kind: str = "day"  # day | fill
    id: str
    key: str
    label: str = ""
    iso: str = ""
    count: int | None = None  # None: to be asked for
    is_near: bool = False  # called by another name from midnight on

    @property
    def counted(self) -> str:
        """`1,284`, above ten thousand `10,000+`."""
        count = self.count or 0
        return f"{count:,}" if count <= COUNTED else f"{COUNTED:,}+"


Item = Tile | Day


def liked(user: User, pictures: Sequence[PictureRow]) -> set[int]:
    """Which of them carry this person's heart."""
    hearts = Favourite.objects.filter(user=user, picture__in=[picture.pk for picture in pictures])
    return set(hearts.values_list("picture", flat=True))


def items_of(
    pictures: Sequence[PictureRow],
    user: User,
    *,
    after: date | None = None,
    query: str = "",
    by: str = "day",
    counts: Mapping[date, int | None] | None = None,
    stacks: Mapping[int, Stack] | None = None,
) -> list[Item]:
    """Tiles with a heading before each new day. `after`: the last heading already on the page.

    query: the search they were found by, carried to their pages. by: "day", "month", "year", or
    nothing where they do not stand by date. counts: pictures below a heading, by its first day. stacks: the
    request that a picture stands for, by the picture's id.
    """
    hearts = liked(user, pictures)
    items: list[Item] = []
    last = after
    for picture in pictures:
        day = day_of(picture)
        if by and (begin := begin_of(day, by)) != last:
            if last:
                items.append(_filler(last))
            items.append(heading(begin, (counts or {}).get(begin), by=by))
            last = begin
        tile = Tile(
            picture=picture,
            day=day,
            is_mine=picture.owner_id == user.pk,
            is_liked=picture.pk in hearts,
            query=query,
            stack=(stacks or {}).get(picture.pk),
        )
        items.append(tile)
    return items


def day_items(day: date) -> list[Item]:
    """The heading of a day and its filler."""
    return [heading(day), _filler(day)]


def day_of(picture: Picture | PictureRow) -> date:
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
    return date_format.say(day, "day" if day.year == today.year else "full")


def begin_of(day: date, by: str) -> date:
    """The day its heading stands for: itself, or the first of its month or year."""
    if by == "year":
        return day.replace(month=1, day=1)
    return day.replace(day=1) if by == "month" else day


def seam(past: int) -> Day:
    """Ends the last row of what is put above a list, whose own rows then stay as they are."""
    return Day(kind="fill", id=f"seam-{past}", key="")


def heading(day: date, count: int | None = None, *, by: str = "day") -> Day:
    """A day's heading, or that of its month or year. Without a count it asks for one."""
    if by != "day":
        iso = f"{day:%Y-%m}" if by == "month" else f"{day:%Y}"
        name = date_format.say(day, "month") if by == "month" else iso
        return Day(id=f"{by}-{iso.replace('-', '')}", key="", label=name, iso=iso, count=count)
    return Day(
        id=f"day-{day:%Y%m%d}",
        key=f"{day:%Y%m%d}9{0:012d}",
        label=day_name(day),
        iso=day.isoformat(),
        count=count,
        is_near=day >= timezone.localdate() - timedelta(days=1),
    )


def _filler(day: date) -> Day:
    return Day(kind="fill", id=f"fill-{day:%Y%m%d}", key=f"{day:%Y%m%d}0{0:012d}")
