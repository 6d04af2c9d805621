"""What the history says of a prompt: thumbnail, numbers, money, how often it failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from generations.library.search.prompt_search import Asked
from generations.models import Prompt
from generations.web.components import money_format
from generations.web.components.durations import counted
from generations.web.components.picture_rows import PictureRow, pictures_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Everything `_list.html` prints of one prompt."""

    digest: str
    text: str
    cover: PictureRow | None
    pictures: str
    pictures_url: str
    failed: str  # "2 of 5 failed", or nothing
    failed_rate: str
    failed_url: str
    running: str
    cost: str  # nothing where this person may not know it
    last_at: datetime


def lines_of(asked: Asked, rows: Sequence[Prompt]) -> list[Line]:
    covers = pictures_of(asked.user, [row.cover_id for row in rows if row.cover_id])
    by_id = {picture.pk: picture for picture in covers}
    return [_line(asked, row, by_id.get(row.cover_id or 0)) for row in rows]


def cost_said(row: Prompt) -> str:
    """`$0.12` when routers told all of it, `≈ $0.12` when some is estimated, and what is unknown."""
    total = row.actual_usd + row.estimated_usd
    unknown = counted(row.unpriced, "job") + " of unknown cost" if row.unpriced else ""
    if not total:
        return unknown or "$0"
    told = f"{'≈ ' if row.estimated_usd else ''}{money_format.dollars(total)}"
    return f"{told} + {unknown}" if unknown else told


def _line(asked: Asked, row: Prompt, cover: PictureRow | None) -> Line:
    is_own = asked.scope == "mine"
    waiting = row.jobs - row.ended
    return Line(
        digest=row.digest,
        text=row.text,
        cover=cover,
        pictures=counted(row.pictures, "picture"),
        pictures_url=_url(row, is_own=is_own) if row.pictures else "",
        failed=f"{row.troubled} of {row.ended} failed" if row.troubled else "",
        failed_rate=f"{round(100 * row.troubled / row.ended)} %" if row.troubled else "",
        failed_url=_url(row, is_own=is_own, failed=True) if row.troubled else "",
        running="" if row.ended or not waiting else "nothing came of it yet",
        cost=cost_said(row) if row.ended and (is_own or asked.user.is_admin) else "",
        last_at=row.last_at,
    )


def _url(row: Prompt, *, is_own: bool, failed: bool = False) -> str:
    """The library's search for what came of it."""
    told = {
        "prompt": row.digest,
        "person": "me" if is_own else "",
        "is": "failed" if failed else "",
    }
    query = urlencode({name: value for name, value in told.items() if value})
    return f"{reverse('workspace')}?{query}"
