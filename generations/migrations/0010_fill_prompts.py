"""The history of prompts for jobs that are there already, and each picture's prompt in the index.

In batches of their own transactions; broken off, it goes on where it stopped.
"""

from collections import defaultdict
from decimal import Decimal

from django.db import migrations, transaction

CHUNK = 1_000  # jobs
PROMPTS = 200
ENDED = ("refused", "failed", "unknown")
_JOB = (
    "pk", "prompt_digest", "requester", "visibility", "status", "cost_usd", "cost_kind",
    "may_have_charged",
)  # fmt: skip


def fill(apps, schema_editor):
    _name_prompts(
        apps.get_model("generations", "Generation"), apps.get_model("generations", "Picture")
    )
    _make_rows(apps)


def _name_prompts(job_model, picture_model):
    from generations.library.index import filter_tokens, fulltext_index, tokenizer

    last = 0
    while True:
        rows = list(
            job_model.objects.filter(pk__gt=last, prompt_digest="")
            .exclude(prompt="")
            .order_by("pk")
            .values_list("pk", "prompt")[:CHUNK]
        )
        if not rows:
            return
        last = rows[-1][0]
        named = {pk: tokenizer.digest(prompt) for pk, prompt in rows}
        with transaction.atomic():
            job_model.objects.bulk_update(
                [job_model(pk=pk, prompt_digest=digest) for pk, digest in named.items()],
                ["prompt_digest"],
                batch_size=200,
            )
            pictures = picture_model.objects.filter(generation__in=list(named), trashed_at=None)
            fulltext_index.add_facts(
                (pk, filter_tokens.prompted(named[job]))
                for pk, job in pictures.values_list("pk", "generation")
                if named[job]
            )


def _make_rows(apps):
    """In the order of digests, so that the highest one there tells how far it came."""
    job_model = apps.get_model("generations", "Generation")
    prompt_model = apps.get_model("generations", "Prompt")
    newest = prompt_model.objects.order_by("-digest").first()
    last = newest.digest if newest else ""
    while True:
        jobs = job_model.objects.filter(prompt_digest__gt=last).order_by("prompt_digest")
        digests = list(jobs.values_list("prompt_digest", flat=True).distinct()[:PROMPTS])
        if not digests:
            return
        last = digests[-1]
        with transaction.atomic():
            _store(prompt_model, _rows(apps, digests))


def _store(prompt_model, rows):
    from generations.library.index import filter_tokens, fulltext_index, tokenizer

    prompt_model.objects.bulk_create(rows, batch_size=100)
    fulltext_index.write(
        (
            fulltext_index.Entry(
                row_id=row.pk,
                words=tokenizer.words_of(row.text),
                facts=[
                    filter_tokens.owned_by(row.owner_id) if row.owner_id else filter_tokens.TEAM
                ],
            )
            for row in rows
        ),
        fulltext_index.PROMPTS,
    )


def _rows(apps, digests):
    from generations.library.index import prompt_history

    job_model = apps.get_model("generations", "Generation")
    sums = _sums(job_model, digests)
    _add_pictures(apps.get_model("generations", "Picture"), digests, sums)
    last = job_model.objects.only("prompt", "created_at").in_bulk(
        {one["last"] for one in sums.values()}
    )
    return [
        apps.get_model("generations", "Prompt")(
            id=prompt_history.row_id(one["last"], owner),
            digest=digest,
            owner_id=owner,
            text=last[one["last"]].prompt.strip(),
            last_at=last[one["last"]].created_at,
            success=prompt_history.success(one["done"], one["troubled"]),
            **{name: one[name] for name in ("jobs", "done", "troubled", "pictures", "cover_id")},
            **{name: one[name] for name in ("actual_usd", "estimated_usd", "unpriced")},
        )
        for (digest, owner), one in sums.items()
    ]


def _sums(job_model, digests):
    sums = defaultdict(
        lambda: {
            "jobs": 0, "done": 0, "troubled": 0, "last": 0, "pictures": 0, "cover_id": None,
            "actual_usd": Decimal(0), "estimated_usd": Decimal(0), "unpriced": 0,
        }
    )  # fmt: skip
    jobs = job_model.objects.filter(prompt_digest__in=digests).order_by("pk")
    for pk, digest, person, seen, status, cost, kind, may_cost in jobs.values_list(
        *_JOB
    ).iterator():
        for place in _places(digest, person, seen):
            one = sums[place]
            one["jobs"] += 1
            one["last"] = pk
            one["done"] += status == "done"
            one["troubled"] += status in ENDED
            one["actual_usd" if kind == "actual" else "estimated_usd"] += cost or 0
            one["unpriced"] += cost is None and (status == "done" or may_cost)
    return sums


def _add_pictures(picture_model, digests, sums):
    rows = picture_model.objects.filter(generation__prompt_digest__in=digests, trashed_at=None)
    columns = ("pk", "generation__prompt_digest", "owner", "visibility")
    for pk, digest, person, seen in rows.order_by("pk").values_list(*columns).iterator():
        for place in _places(digest, person, seen):
            if place in sums:
                sums[place]["pictures"] += 1
                sums[place]["cover_id"] = pk


def _places(digest, person, seen):
    return [(digest, person), (digest, None)] if seen == "team" else [(digest, person)]


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("generations", "0009_prompts_and_trash")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
