"""What went wrong with a case, named by its kind; nothing when all went right."""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.apps import apps
from django.db import connection
from django.db.models import Model, Sum

from generations.models import Generation, Picture
from tests.mutations.case import Case
from tests.mutations.submit_and_work import Asking

_MOST = 100_000  # USD


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    kind: str
    case: Case | None  # None: of the whole team
    detail: str = ""


def of_jobs(asked: Iterable[Asking], posts: Counter[str]) -> Iterator[Fault]:
    """The picture kept, at most the allowed POSTs, an end, an honest cost."""
    for asking in asked:
        job, case = asking.job, asking.case
        ended = f"{job.status} {job.code} {job.message}"
        for kind in _kinds(job, case, posts[case.prompt]):
            yield Fault(kind=kind, case=case, detail=ended)


def _kinds(job: Generation, case: Case, posts: int) -> Iterator[str]:
    if job.is_open:
        yield "it never ended"
    if job.faults or job.code == "internal_error":
        yield "it broke its runner"
    if posts > case.most_posts:
        yield f"{posts} POSTs, {case.most_posts} allowed"
    if case.kept is not None and not _is_kept(job, case.kept):
        yield "a picture was lost"
    if not (job.cost_usd is None or 0 <= job.cost_usd < _MOST):
        yield "an absurd cost"
    if job.status == "done" and (job.cost_usd is None) != (job.cost_kind == "unknown"):
        yield "a cost that says not what it is"
    yield from _unmeant(job, case)


def _unmeant(job: Generation, case: Case) -> Iterator[str]:
    """Against what a table written by hand says."""
    if case.ends and job.status not in case.ends:
        yield f"it ended {job.status}"
    if case.codes and job.code not in case.codes:
        yield f"its code is {job.code or 'empty'}"
    if case.says and case.says not in job.message:
        yield "the reason is not told"


def _is_kept(job: Generation, picture: bytes) -> bool:
    digest = hashlib.sha256(picture).hexdigest()
    return job.status == "done" and job.pictures.filter(sha256=digest).exists()


def of_page(url: str, status: int, text: str, asked: Sequence[Asking]) -> Iterator[Fault]:
    """The page is there, and no key stands on it."""
    if status not in (200, 202):
        owners = [it.case for it in asked if str(it.job.uid) in url or f"/{it.pk}/" in url]
        yield Fault(
            kind=f"{_kind_of(url)} answers {status}",
            case=owners[0] if len(asked) == 1 or owners else None,
            detail=url + " " + " | ".join(it.case.prompt for it in asked)[:300],
        )
    yield from _keys_in(text, asked, f"a key on {_kind_of(url)}")


def of_stores(asked: Sequence[Asking], log: str) -> Iterator[Fault]:
    """No key in any row or log line, and sums that can be summed."""
    for model in apps.get_models():
        if model._meta.managed and not model._meta.proxy:
            text = "\n".join(_texts(model))
            yield from _keys_in(text, asked, f"a key in {model.__name__}")
    yield from _keys_in(_index(), asked, "a key in the index")
    yield from _keys_in(log, asked, "a key in the log")
    sums = Generation.objects.aggregate(Sum("cost_usd"), Sum("estimate_low"))
    if not all(value is None or value.is_finite() for value in sums.values()):
        yield Fault(kind="a sum is not finite", case=None, detail=str(sums))
    if Picture.objects.filter(width__lt=1).exists():
        yield Fault(kind="a picture without a size", case=None)


def _texts(model: type[Model]) -> Iterator[str]:
    for row in model._default_manager.values_list():
        yield " ".join(str(value) for value in row)


def _index() -> str:
    with connection.cursor() as cursor:
        lines = []
        for table in ("library_index", "library_prompts"):
            cursor.execute(f"SELECT * FROM {table}")
            lines += [str(row) for row in cursor.fetchall()]
    return "\n".join(lines)


def _keys_in(text: str, asked: Sequence[Asking], kind: str) -> Iterator[Fault]:
    for asking in asked:
        found = next((form for form in forms(asking.case.key) if form in text), None)
        if found is not None:
            at = text.index(found)
            yield Fault(kind=kind, case=asking.case, detail=text[max(0, at - 60) : at + 60])


def forms(key: str) -> set[str]:
    """The spellings in which a key would give itself away."""
    escaped = json.dumps(key)[1:-1]
    return {key, quote(key, safe=""), html.escape(key), escaped, escaped.replace("/", "\\/")}


def _kind_of(url: str) -> str:
    plain = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "…", url)
    return re.sub(r"\d+", "N", plain).partition("?")[0]
