"""Failed jobs as the answer to a search: cards in place of tiles."""

from __future__ import annotations

from urllib.parse import urlencode

from generations.library.search import failed_job_search
from generations.library.search.picture_search import Search
from generations.library.search.result_totals import Survey
from generations.web.components import job_cards

PAGE = 30  # cards
PREFIX = "found-"  # of ids: the strip above may show the same job


def survey(asked: Search) -> Survey:
    """The first jobs, and how many there are where these are all."""
    found = failed_job_search.ids(asked, most=PAGE + 1)
    return Survey(first=found, count=len(found) if len(found) <= PAGE else None)


def stretch(asked: Search, past: int | None, known: Survey | None = None) -> dict[str, object]:
    """What the gallery's templates print; `more` is the address of the next stretch.

    known: the survey of this search, where it was made.
    """
    is_start = known is not None and past is None
    found = (
        known.first
        if known and is_start
        else failed_job_search.ids(asked, most=PAGE + 1, past=past)
    )
    shown = failed_job_search.of_ids(asked, found[:PAGE])
    kinds = [job_cards.viewer_kind(asked.user, job.requester_id, job.is_private) for job in shown]
    drawn = [
        job_cards.card_html(job, kind, prefix=PREFIX)
        for job, kind in zip(shown, kinds, strict=True)
    ]
    told = f"{asked.query}&{urlencode({'past': shown[-1].pk})}" if shown else ""
    return {
        "items_html": "".join(drawn),
        "more": told if len(found) > PAGE else "",
        "is_empty": not shown,
        "newest": max((job.pk for job in shown), default=0),
    }
