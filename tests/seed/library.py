"""A library of N finished pictures, fast: rows are real, the files shared among them.

Rows go in by `executemany` with the SQL types of the models' own fields, some 15,000 a second.
"""

from __future__ import annotations

import functools
import random
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from generations.library.index import (
    filter_tokens,
    fulltext_index,
    index_updates,
    prompt_history,
    tokenizer,
)
from generations.models import (
    Collection,
    CollectionItem,
    Favourite,
    Generation,
    Picture,
    PictureTag,
    Status,
    Tag,
)
from generations.models.generation import CostKind
from generations.providers import catalog
from generations.providers.types import ImageRequest, ModelSpec
from generations.stored import original_files, thumbnail_drawing
from tests.seed.prompts import prompt

ORIGINALS = 40  # fewer for a small library
SIZES = ("768x512", "512x512", "512x768", "768x432", "640x480")
DAYS = 730
PRIVATE_SHARE = 0.1
FAILED = 50  # one job in so many has a failed one beside it
STANDING = 4  # of these are not dismissed yet
BATCH = 5_000  # rows a transaction
PROMPTS = 500
ONCE_SHARE = 0.2  # of the jobs, with a prompt used only there
RARE_SHARE = 0.001
RARE_WORD = (("", ", with a zeppelin"), (1.0, 0.0002))
COSTS = ("0.040000", "0.011000", "0.042000", "0.167000", "0.250000")


def fill(team: list[User], count: int) -> None:
    """Adds `count` done jobs with a picture each, oldest first, the newest of them today."""
    makers = [person for person in team if person.may_spend]
    shelf = Shelf(makers, originals=min(ORIGINALS, 1 + count // 100))
    for start in range(0, count, BATCH):
        with transaction.atomic():
            numbers = range(start, min(start + BATCH, count))
            rows = [shelf.pair(number, count) for number in numbers]
            _insert(Generation, [job for job, _ in rows], shelf.job_columns)
            _insert(Picture, [picture for _, picture in rows], shelf.picture_columns)
            marks = Marks(team, [picture for _, picture in rows])
            fulltext_index.write(_entry(job, picture, marks) for job, picture in rows)
            failed = [shelf.failed(job) for job, _ in rows[::FAILED]]
            is_last = start + BATCH >= count
            _dismiss(failed[:-STANDING] if is_last else failed)
            _insert(Generation, failed, shelf.job_columns)
    _mend_sequences()
    _count_prompts()


class Shelf:
    """What every row has in common, and the lot that makes them differ."""

    def __init__(self, makers: list[User], *, originals: int) -> None:
        self._makers = makers
        self._lot = random.Random(7)
        self._shares = [RARE_SHARE, *[1.0] * (len(makers) - 1)]  # the first makes few
        self._specs = [spec for slug in catalog.PROVIDERS for spec in _some(slug)]
        self._originals = [(kept, _colour(kept)) for kept in _draw(originals)]
        self._prompts = [prompt(number) for number in range(PROMPTS)]
        self._once = 0
        self._first_job = (Generation.objects.aggregate(most=Max("pk"))["most"] or 0) + 1
        self._first_picture = (Picture.objects.aggregate(most=Max("pk"))["most"] or 0) + 1
        self.job_columns = _columns(Generation(requester=makers[0], status=Status.DONE))
        self.picture_columns = _columns(Picture(owner=makers[0]))

    def pair(self, number: int, count: int) -> tuple[dict[str, Any], dict[str, Any]]:
        """The values of a job and of its picture, by column, where they differ from the usual."""
        lot, spec = self._lot, self._lot.choice(self._specs)
        at = _moment(number, count)
        maker = lot.choices(self._makers, self._shares)[0]
        hidden = "private" if lot.random() < PRIVATE_SHARE else "team"
        original, colour = lot.choice(self._originals)
        job = {
            "id": self._first_job + 1 + number + number // FAILED,  # room for a failed one before
            "requester_id": maker.pk,
            "visibility": hidden,
            **self._job_values(spec, at, lot.uniform(3, 40)),
        }
        picture = {
            "id": self._first_picture + number,
            "uid": uuid.uuid4(),
            "generation_id": job["id"],
            "owner_id": maker.pk,
            "visibility": hidden,
            "created_at": job["finished_at"],
            "thumbed_at": job["finished_at"],
            "enlarged_at": job["finished_at"],
            "thumb_recipe": thumbnail_drawing.RECIPE,
            "colour": colour,
            **{name: job[name] for name in ("provider", "model", "model_label", "cost_usd")},
            "seed": str(number % 100_000),
            **{name: getattr(original, name) for name in _FILE},
        }
        return job, picture

    def failed(self, like: dict[str, Any]) -> dict[str, Any]:
        """A job that ended without a picture, beside one that did not."""
        return {
            **like,
            **{name: uuid.uuid4() for name in ("uid", "batch", "ticket")},
            "id": like["id"] - 1,
            "status": self._lot.choice((Status.FAILED, Status.REFUSED, Status.UNKNOWN)),
            "code": "unavailable",
            "cost_usd": None,
            "cost_kind": CostKind.UNKNOWN,
        }

    def _job_values(self, spec: ModelSpec, at: datetime, seconds: float) -> dict[str, Any]:
        end = at + timedelta(seconds=seconds)
        said = self._lot.choice(self._prompts) + self._lot.choices(*RARE_WORD)[0]
        if self._lot.random() < ONCE_SHARE:
            self._once += 1
            said += f", study {self._once}"
        return {
            "uid": uuid.uuid4(),
            "batch": uuid.uuid4(),
            "ticket": uuid.uuid4(),
            "provider": spec.provider,
            "model": spec.id,
            "model_label": spec.label,
            "prompt": said,
            "prompt_digest": tokenizer.digest(said),
            "posts": 1,
            "due_at": at,
            "created_at": at,
            "sent_at": at,
            "generating_at": at,
            "answered_at": end,
            "finished_at": end,
            "cost_usd": Decimal(self._lot.choice(COSTS)),
            "cost_kind": CostKind.ESTIMATED,
        }


def _dismiss(jobs: list[dict[str, Any]]) -> None:
    for job in jobs:
        job["dismissed_at"] = job["finished_at"]


def _count_prompts() -> None:
    """Every prompt's numbers, once, from the rows that now stand there."""
    said = Generation.objects.order_by("prompt_digest").values_list("prompt_digest", flat=True)
    prompt_history.refresh(said.distinct())


class Marks:
    """Hearts, tags and collections of a few pictures, as bench and eyes want them."""

    TAGS = ("hero", "draft", "final", "texture", "client")
    COLLECTIONS = ("Spring campaign", "Product pages", "Moods")

    def __init__(self, team: list[User], pictures: list[dict[str, Any]]) -> None:
        self.facts: dict[int, list[str]] = defaultdict(list)
        lot = random.Random(pictures[0]["id"])
        tags = [Tag.objects.get_or_create(name=name, folded=name)[0] for name in self.TAGS]
        folders = [
            Collection.objects.get_or_create(name=name, defaults={"owner": team[0]})[0]
            for name in self.COLLECTIONS
        ]
        rows: dict[type[models.Model], list[Any]] = defaultdict(list)
        for picture in pictures:
            pk, draw = picture["id"], lot.random()
            if draw < 0.02:
                user = lot.choice(team).pk
                rows[Favourite].append(Favourite(user_id=user, picture_id=pk))
                self.facts[pk].append(filter_tokens.liked_by(user))
            if draw < 0.01:
                tag = lot.choice(tags).pk
                rows[PictureTag].append(PictureTag(tag_id=tag, picture_id=pk))
                self.facts[pk].append(filter_tokens.tagged(tag))
            if 0.005 < draw < 0.015:
                folder = lot.choice(folders).pk
                rows[CollectionItem].append(CollectionItem(collection_id=folder, picture_id=pk))
                self.facts[pk].append(filter_tokens.collected(folder))
        for model, found in rows.items():
            model._default_manager.bulk_create(found, batch_size=500)


def _entry(job: dict[str, Any], picture: dict[str, Any], marks: Marks) -> fulltext_index.Entry:
    told = [
        *index_updates.own_facts(Picture(**picture)),
        filter_tokens.prompted(job["prompt_digest"]),
    ]
    return fulltext_index.Entry(
        row_id=picture["id"],
        words=_words(job["prompt"]),
        facts=[*told, *marks.facts.get(picture["id"], [])],
    )


@functools.lru_cache(5_000)
def _words(prompt: str) -> list[str]:
    return index_updates.words_of(prompt, "")


_FILE = ("path", "sha256", "bytes", "format", "width", "height")


def _some(slug: str) -> list[ModelSpec]:
    return list(catalog.shipped_specs(slug))[:6]


def _moment(number: int, count: int) -> datetime:
    """Two years up to now, closer together towards the end, as teams grow."""
    left = 1 - ((number + 1) / count) ** 0.5
    return timezone.now() - timedelta(days=DAYS * left)


def _draw(count: int) -> list[original_files.Original]:
    """The shared originals, from the Sandbox, kept like any other."""
    from generations.providers.sandbox.draw import draw, encode
    from generations.providers.sandbox.order import orders

    kept = []
    for number in range(count):
        options: dict[str, Any] = {"size": SIZES[number % len(SIZES)], "seed": number}
        options |= {"quality": "low", "output_format": "webp"}
        order = orders(ImageRequest(model="", prompt=prompt(number), options=options))[0]
        kept.append(original_files.keep(encode(draw(order), order)))
    return kept


def _colour(original: original_files.Original) -> str:
    return thumbnail_drawing.make(
        original.path, format=original.format, width=original.width, height=original.height
    ).colour


def _columns(example: models.Model) -> dict[str, Any]:
    """Every column with the value an example row has, ready for the database."""
    return {
        field.column: field.get_db_prep_save(getattr(example, field.attname), connection)
        for field in example._meta.concrete_fields
    }


def _insert(model: type[models.Model], rows: list[dict[str, Any]], usual: dict[str, Any]) -> None:
    quote = connection.ops.quote_name
    names = ", ".join(quote(name) for name in usual)
    marks = ", ".join(["%s"] * len(usual))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})",
            _prepared(model, rows, usual),
        )


def _prepared(
    model: type[models.Model], rows: Iterable[dict[str, Any]], usual: dict[str, Any]
) -> Iterator[tuple[Any, ...]]:
    fields = {field.column: field for field in model._meta.concrete_fields}
    for row in rows:
        told = {
            name: fields[name].get_db_prep_save(value, connection) for name, value in row.items()
        }
        yield tuple({**usual, **told}.values())


def _mend_sequences() -> None:
    """The next id comes after ours, and queries are planned for so many, on PostgreSQL too."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), [Generation, Picture]):
            cursor.execute(sql)
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")  # as its autovacuum would, sooner or later
