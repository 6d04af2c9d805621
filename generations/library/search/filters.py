"""The table of filters: one entry is an operator of the search box and a field of the form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from generations.library.index import filter_tokens
from generations.library.index.query_terms import AllOf, Fact, Term, any_fact, nothing
from generations.library.index.tokenizer import fold
from generations.library.search import filter_choices
from generations.library.search.filter_values import (
    NotUnderstood,
    day_said,
    days,
    is_uid,
    midnight,
    some,
    span,
)
from generations.models import Collection, Prompt, Status, Tag

TROUBLE = (Status.REFUSED, Status.FAILED, Status.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What a filter asks of a picture, and how a chip names it.

    jobs: the same asked of a job; without it a search of failed jobs says that it cannot be asked.
    """

    said: str
    term: Term | None = None
    since: datetime | None = None
    until: datetime | None = None  # not included
    collection: int | None = None  # the one that is looked into, whose own order may be wanted
    jobs: Q | None = None
    is_of_jobs: bool = False  # jobs are looked for instead of pictures

    @property
    def fits_jobs(self) -> bool:
        return self.jobs is not None or self.term is None


Reader: TypeAlias = Callable[[str, User], Condition]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    name: str
    read: Reader  # raises NotUnderstood
    example: str
    about: str


def _person(text: str, user: User) -> Condition:
    if fold(text) == "me":
        mine = Q(requester=user)
        return Condition(said="Mine", term=Fact(filter_tokens.owned_by(user.pk)), jobs=mine)
    found = [
        person
        for person in filter_choices.people()
        if text == str(person.pk) or fold(text) in fold(f"{person.display_name} {person.email}")
    ]
    exact = [person for person in found if text == str(person.pk)]
    if not found:
        raise NotUnderstood(f"There is nobody called “{text}” here.")
    return Condition(
        said=some([person.display_name for person in exact or found], text),
        term=any_fact(filter_tokens.owned_by(person.pk) for person in exact or found),
        jobs=_asked_by([person.pk for person in exact or found]),
    )


def _asked_by(people: list[int]) -> Q:
    """Of one person by name: SQLite then reads that person's jobs only."""
    return Q(requester=people[0]) if len(people) == 1 else Q(requester__in=people)


def _model(text: str, user: User) -> Condition:
    used = filter_choices.models_seen_by(user)
    found = [each for each in used if each.model == text] or [
        each for each in used if fold(text) in fold(f"{each.label} {each.model}")
    ]
    if not found:
        raise NotUnderstood(f"No picture here was made with a model called “{text}”.")
    return Condition(
        said=some(list(dict.fromkeys(each.label for each in found)), text),
        term=any_fact(dict.fromkeys(filter_tokens.by_model(each.model) for each in found)),
        jobs=Q(model__in={each.model for each in found}),
    )


def _provider(text: str, user: User) -> Condition:
    labels = filter_choices.provider_labels()
    found = [slug for slug in labels if slug == text] or [
        slug for slug, label in labels.items() if fold(text) in fold(f"{label} {slug}")
    ]
    if not found:
        raise NotUnderstood(f"There is no provider called “{text}”.")
    return Condition(
        said=some([labels[slug] for slug in found], text),
        term=any_fact(filter_tokens.from_provider(slug) for slug in found),
        jobs=Q(provider__in=found),
    )


def _collection(text: str, user: User) -> Condition:
    mine = Collection.objects.visible_to(user)
    found = list(mine.filter(uid=text)) if is_uid(text) else []
    found = found or [each for each in mine if fold(text) in fold(each.name)]
    if not found:
        raise NotUnderstood(f"There is no collection called “{text}” that you can see.")
    return Condition(
        said=some([each.name for each in found], text),
        term=any_fact(filter_tokens.collected(each.pk) for each in found),
        collection=found[0].pk if len(found) == 1 else None,
    )


def _tag(text: str, user: User) -> Condition:
    found = Tag.objects.visible_to(user).filter(folded=fold(text)[:50]).first()
    if found is None:
        raise NotUnderstood(f"There is no tag “{text}” on pictures that you can see.")
    return Condition(said=f"Tag {found.name}", term=Fact(filter_tokens.tagged(found.pk)))


def _since(text: str, user: User) -> Condition:
    first, _ = days(text)
    return Condition(said=f"From {day_said(first)}", since=midnight(first))


def _until(text: str, user: User) -> Condition:
    first, _ = days(text)
    return Condition(said=f"Before {day_said(first)}", until=midnight(first))


def _date(text: str, user: User) -> Condition:
    today = timezone.localdate()
    spans = {"today": ("Today", 0), "week": ("Last 7 days", 6), "month": ("Last 30 days", 29)}
    if text in spans:
        said, back = spans[text]
        return Condition(said=said, since=midnight(today - timedelta(days=back)))
    first, after = days(text)
    return Condition(said=text, since=midnight(first), until=midnight(after))


def _is(text: str, user: User) -> Condition:
    own, hidden = Q(requester=user), Q(requester=user, visibility="private")
    favourite = Condition(said="Favourites", term=Fact(filter_tokens.liked_by(user.pk)))
    known = {
        "favourite": favourite,
        "private": Condition(
            said="Only mine to see", term=Fact(filter_tokens.private_to(user.pk)), jobs=hidden
        ),
        "mine": Condition(said="Mine", term=Fact(filter_tokens.owned_by(user.pk)), jobs=own),
        "failed": Condition(
            said="Failed jobs", term=nothing(), jobs=Q(status__in=TROUBLE), is_of_jobs=True
        ),
    }
    word = {"favorite": "favourite", "favourites": "favourite"}.get(fold(text), fold(text))
    if word not in known:
        raise NotUnderstood(f"“is:{text}” is not known. There are {', '.join(known)}.")
    return known[word]


def _prompt(text: str, user: User) -> Condition:
    """By its digest, as the history of prompts links to it."""
    found = Prompt.objects.visible_to(user).filter(digest=text[:20]).first()
    if found is None:
        raise NotUnderstood("That prompt is not in the history that you can see.")
    said = found.text if len(found.text) <= 60 else f"{found.text[:59]}…"
    term = Fact(filter_tokens.prompted(found.digest))
    return Condition(said=f"“{said}”", term=term, jobs=Q(prompt_digest=found.digest))


def _aspect(text: str, user: User) -> Condition:
    known = {"wide": "Wide", "tall": "Tall", "square": "Square"}
    word = {"landscape": "wide", "portrait": "tall"}.get(fold(text), fold(text))
    if word not in known:
        raise NotUnderstood(f"“aspect:{text}” is not known. There are {', '.join(known)}.")
    return Condition(said=known[word], term=Fact(filter_tokens.shaped(word)))


def _cost(text: str, user: User) -> Condition:
    """What others' pictures cost is for admins to know, so members search their own."""
    least, most = span(text, lambda number: filter_tokens.mills(number), "cost:>0.1 (dollars)")
    term: Term = any_fact(filter_tokens.costs(least, most))
    if not user.is_admin:
        term = AllOf((term, Fact(filter_tokens.owned_by(user.pk))))
    return Condition(said=f"Cost {text}", term=term)


def _size(text: str, user: User) -> Condition:
    least, most = span(text, int, "size:>2k (longer edge, pixels)")
    return Condition(said=f"Size {text}", term=any_fact(filter_tokens.edges(least, most)))


def _seed(text: str, user: User) -> Condition:
    return Condition(said=f"Seed {text}", term=Fact(filter_tokens.seeded(text[:30])))


FILTERS = {
    entry.name: entry
    for entry in (
        Filter(
            name="person", read=_person, example="person:mara", about="who asked for it; person:me"
        ),
        Filter(
            name="model", read=_model, example='model:"gpt image"', about="part of a model’s name"
        ),
        Filter(name="provider", read=_provider, example="provider:openrouter", about="the router"),
        Filter(
            name="collection",
            read=_collection,
            example="collection:spring",
            about="part of its name",
        ),
        Filter(name="tag", read=_tag, example="tag:hero", about="a tag, whole"),
        Filter(name="after", read=_since, example="after:2026-10", about="from that day on"),
        Filter(
            name="before", read=_until, example="before:2026-11-15", about="up to the day before"
        ),
        Filter(
            name="date",
            read=_date,
            example="date:2026-11",
            about="a day, month or year; today, week, month",
        ),
        Filter(
            name="is", read=_is, example="is:favourite", about="also is:mine, is:private, is:failed"
        ),
        Filter(name="aspect", read=_aspect, example="aspect:wide", about="wide, tall or square"),
        Filter(
            name="cost",
            read=_cost,
            example="cost:>0.1",
            about="dollars; members: their own pictures",
        ),
        Filter(
            name="size", read=_size, example="size:>2k", about="longer edge in pixels; also 1k-2k"
        ),
        Filter(name="prompt", read=_prompt, example="", about=""),  # set by the history's links
        Filter(name="seed", read=_seed, example="seed:42", about="the seed it was made with"),
    )
}
