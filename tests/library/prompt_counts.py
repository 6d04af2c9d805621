"""The history of prompts by looking at every job and picture, beside what the table says."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from generations.library.index import tokenizer
from generations.models import Generation, Picture, Prompt

Row = dict[str, Any]
Place = tuple[str, int | None]


def counted() -> dict[Place, Row]:
    """One job after the other, one picture after the other."""
    rows: dict[Place, Row] = defaultdict(_nothing)
    for job in Generation.objects.order_by("pk"):
        if job.prompt.strip():
            for owner in {job.requester_id, None if job.visibility == "team" else job.requester_id}:
                _add(rows[(tokenizer.digest(job.prompt), owner)], job)
    for picture in (
        Picture.objects.filter(trashed_at=None).select_related("generation").order_by("pk")
    ):
        digest = tokenizer.digest(picture.generation.prompt)
        for owner in {picture.owner_id, None if picture.visibility == "team" else picture.owner_id}:
            if (digest, owner) in rows:
                rows[(digest, owner)]["pictures"] += 1
                rows[(digest, owner)]["cover"] = picture.pk
    return dict(rows)


def stored() -> dict[Place, Row]:
    return {
        (row.digest, row.owner_id): {
            "text": row.text,
            "last_at": row.last_at,
            "jobs": row.jobs,
            "done": row.done,
            "troubled": row.troubled,
            "actual": row.actual_usd,
            "estimated": row.estimated_usd,
            "unpriced": row.unpriced,
            "pictures": row.pictures,
            "cover": row.cover_id,
        }
        for row in Prompt.objects.all()
    }


def _nothing() -> Row:
    return {
        "text": "",
        "last_at": None,
        "jobs": 0,
        "done": 0,
        "troubled": 0,
        "actual": Decimal(0),
        "estimated": Decimal(0),
        "unpriced": 0,
        "pictures": 0,
        "cover": None,
    }


def _add(row: Row, job: Generation) -> None:
    row["text"], row["last_at"] = job.prompt.strip(), job.created_at
    row["jobs"] += 1
    row["done"] += job.status == "done"
    row["troubled"] += job.status in ("refused", "failed", "unknown")
    row["actual" if job.cost_kind == "actual" else "estimated"] += job.cost_usd or 0
    may_have_cost = job.status == "done" or job.may_have_charged
    row["unpriced"] += job.cost_usd is None and may_have_cost
