"""Keeps the index true. Whoever changes what can be searched calls `refresh` in its transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.db import transaction

from generations.library.index import filter_tokens, fulltext_index, prompt_history, tokenizer
from generations.models import CollectionItem, Favourite, Generation, Picture, PictureTag

CHUNK = 500  # pictures


def refresh(picture_ids: Iterable[int]) -> None:
    """Writes these pictures' rows anew from what the tables say, and their prompts' numbers."""
    for chunk in _chunks(picture_ids):
        with transaction.atomic():
            _write_anew(chunk)
            jobs = Generation.objects.filter(pictures__in=chunk)
            prompt_history.refresh(jobs.values_list("prompt_digest", flat=True).distinct())


def refresh_marks(picture_ids: Iterable[int]) -> None:
    """The same where only hearts, tags or collections changed: no prompt's numbers do."""
    for chunk in _chunks(picture_ids):
        with transaction.atomic():
            _write_anew(chunk)


def add_new(picture_ids: Sequence[int]) -> None:
    """For pictures that were never in the index; their job's end counts the prompt."""
    fulltext_index.write(entries(picture_ids))


def _chunks(picture_ids: Iterable[int]) -> Iterator[list[int]]:
    wanted = sorted(set(picture_ids))
    for start in range(0, len(wanted), CHUNK):
        yield wanted[start : start + CHUNK]


def _write_anew(chunk: list[int]) -> None:
    """The trash has no rows."""
    fulltext_index.remove(chunk)
    fulltext_index.write(entries(chunk))


def entries(picture_ids: Sequence[int]) -> Iterator[fulltext_index.Entry]:
    """What the index should hold of these pictures."""
    pictures = (
        Picture.objects.filter(pk__in=picture_ids, trashed_at=None)
        .select_related("generation")
        .defer("generation__spec", "generation__details", "generation__options")
        .order_by("pk")
    )
    more = _tokens_of_relations(picture_ids)
    for picture in pictures:
        said = words_of(picture.generation.prompt, picture.revised_prompt)
        told = [filter_tokens.prompted(picture.generation.prompt_digest), *more[picture.pk]]
        yield fulltext_index.Entry(
            row_id=picture.pk, words=said, facts=[*own_facts(picture), *told]
        )


def words_of(prompt: str, revised_prompt: str) -> list[str]:
    """Both texts, with a break between."""
    return [*tokenizer.words_of(prompt), tokenizer.BREAK, *tokenizer.words_of(revised_prompt)]


def own_facts(picture: Picture) -> list[str]:
    """The tokens of what stands in the picture's own row."""
    is_private = picture.visibility == "private"
    return [
        *(
            [filter_tokens.private_to(picture.owner_id), filter_tokens.HIDDEN]
            if is_private
            else [filter_tokens.TEAM]
        ),
        filter_tokens.owned_by(picture.owner_id),
        filter_tokens.from_provider(picture.provider),
        filter_tokens.by_model(picture.model),
        filter_tokens.shaped(picture.shape),
        *filter_tokens.edge(picture.long_edge),
        *([filter_tokens.seeded(picture.seed)] if picture.seed else []),
        *(filter_tokens.cost(picture.cost_usd) if picture.cost_usd is not None else []),
    ]


def copied_from(job: Generation) -> dict[str, object]:
    """What a picture's row repeats of its job."""
    seed = job.options.get("seed") or job.applied.get("seed") or job.details.get("seed") or ""
    return {
        "provider": job.provider,
        "model": job.model,
        "model_label": job.model_label,
        "cost_usd": job.cost_usd,
        "seed": str(seed)[:30],
    }


def _tokens_of_relations(picture_ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    of_these = {"picture__in": picture_ids}
    for pk, user in Favourite.objects.filter(**of_these).values_list("picture", "user"):
        found[pk].append(filter_tokens.liked_by(user))
    for pk, tag in PictureTag.objects.filter(**of_these).values_list("picture", "tag"):
        found[pk].append(filter_tokens.tagged(tag))
    rows = CollectionItem.objects.filter(**of_these).values_list("picture", "collection")
    for pk, collection in rows:
        found[pk].append(filter_tokens.collected(collection))
    return found
