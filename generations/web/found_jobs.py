"""Failed jobs as the answer to a search: cards in place of tiles."""

from __future__ import annotations

from urllib.parse import urlencode

from generations.library import jobs
from generations.library.search import Search
from generations.web import cards

PAGE = 60  # cards
PREFIX = "found-"  # of ids: the strip above may show the same job


def stretch(asked: Search, past: int | None) -> dict[str, object]:
    """What the gallery's templates print; `more` is the address of the next stretch."""
    rows = jobs.find(asked, most=PAGE + 1, past=past)
    shown = rows[:PAGE]
    kinds = [cards.viewer_kind(asked.user, job.requester_id, job.is_private) for job in shown]
    drawn = [
        cards.card_html(job, kind, prefix=PREFIX) for job, kind in zip(shown, kinds, strict=True)
    ]
    told = f"{asked.query}&{urlencode({'past': shown[-1].pk})}" if shown else ""
    return {
        "items_html": "".join(drawn),
        "more": told if len(rows) > PAGE else "",
        "is_empty": not shown,
        "newest": max((job.pk for job in shown), default=0),
    }
