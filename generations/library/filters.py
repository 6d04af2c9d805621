"""The table of filters: one entry is an operator of the search box and a field of the form."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from django.utils import timezone

from accounts.models import User
from generations.library import facts, vocabulary
from generations.library.terms import AllOf, Fact, Term, any_fact
from generations.library.words import fold
from generations.models import Collection, Tag


class NotUnderstood(Exception):
    """Holds the sentence to show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What a filter asks of a picture, and how a chip names it."""

    said: str
    term: Term | None = None
    since: datetime | None = None
    until: datetime | None = None  # not included
    collection: int | None = None  # the one that is looked into, whose own order may be wanted


Reader: TypeAlias = Callable[[str, User], Condition]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    name: str
    read: Reader  # raises NotUnderstood
    example: str
    about: str


def _person(text: str, user: User) -> Condition:
    if fold(text) == "me":
        return Condition(said="Mine", term=Fact(facts.owned_by(user.pk)))
    found = [
        person
        for person in vocabulary.people()
        if text == str(person.pk) or fold(text) in fold(f"{person.display_name} {person.email}")
    ]
    exact = [person for person in found if text == str(person.pk)]
    if not found:
        raise NotUnderstood(f"There is nobody called “{text}” here.")
    return Condition(
        said=_some([person.display_name for person in exact or found], text),
        term=any_fact(facts.owned_by(person.pk) for person in exact or found),
    )


def _model(text: str, user: User) -> Condition:
    used = vocabulary.models_seen_by(user)
    found = [each for each in used if each.model == text] or [
        each for each in used if fold(text) in fold(f"{each.label} {each.model}")
    ]
    if not found:
        raise NotUnderstood(f"No picture here was made with a model called “{text}”.")
    return Condition(
        said=_some(list(dict.fromkeys(each.label for each in found)), text),
        term=any_fact(dict.fromkeys(facts.by_model(each.model) for each in found)),
    )


def _provider(text: str, user: User) -> Condition:
    labels = vocabulary.provider_labels()
    found = [slug for slug in labels if slug == text] or [
        slug for slug, label in labels.items() if fold(text) in fold(f"{label} {slug}")
    ]
    if not found:
        raise NotUnderstood(f"There is no provider called “{text}”.")
    return Condition(
        said=_some([labels[slug] for slug in found], text),
        term=any_fact(facts.from_provider(slug) for slug in found),
    )


def _collection(text: str, user: User) -> Condition:
    mine = Collection.objects.visible_to(user)
    found = list(mine.filter(uid=text)) if _is_uid(text) else []
    found = found or [each for each in mine if fold(text) in fold(each.name)]
    if not found:
        raise NotUnderstood(f"There is no collection called “{text}” that you can see.")
    return Condition(
        said=_some([each.name for each in found], text),
        term=any_fact(facts.collected(each.pk) for each in found),
        collection=found[0].pk if len(found) == 1 else None,
    )


def _tag(text: str, user: User) -> Condition:
    found = Tag.objects.visible_to(user).filter(folded=fold(text)[:50]).first()
    if found is None:
        raise NotUnderstood(f"There is no tag “{text}” on pictures that you can see.")
    return Condition(said=f"Tag {found.name}", term=Fact(facts.tagged(found.pk)))


def _since(text: str, user: User) -> Condition:
    first, _ = _days(text)
    return Condition(said=f"From {_day_said(first)}", since=_midnight(first))


def _until(text: str, user: User) -> Condition:
    first, _ = _days(text)
    return Condition(said=f"Before {_day_said(first)}", until=_midnight(first))


def _date(text: str, user: User) -> Condition:
    today = timezone.localdate()
    spans = {"today": ("Today", 0), "week": ("Last 7 days", 6), "month": ("Last 30 days", 29)}
    if text in spans:
        said, back = spans[text]
        return Condition(said=said, since=_midnight(today - timedelta(days=back)))
    first, after = _days(text)
    return Condition(said=text, since=_midnight(first), until=_midnight(after))


def _is(text: str, user: User) -> Condition:
    known = {
        "favourite": ("Favourites", facts.liked_by(user.pk)),
        "private": ("Only mine to see", facts.private_to(user.pk)),
        "mine": ("Mine", facts.owned_by(user.pk)),
    }
    word = {"favorite": "favourite", "favourites": "favourite"}.get(fold(text), fold(text))
    if word not in known:
        raise NotUnderstood(f"“is:{text}” is not known. There are {', '.join(known)}.")
    said, token = known[word]
    return Condition(said=said, term=Fact(token))


def _aspect(text: str, user: User) -> Condition:
    known = {"wide": "Wide", "tall": "Tall", "square": "Square"}
    word = {"landscape": "wide", "portrait": "tall"}.get(fold(text), fold(text))
    if word not in known:
        raise NotUnderstood(f"“aspect:{text}” is not known. There are {', '.join(known)}.")
    return Condition(said=known[word], term=Fact(facts.shaped(word)))


def _cost(text: str, user: User) -> Condition:
    """What others' pictures cost is for admins to know, so members search their own."""
    least, most = _span(text, lambda number: facts.mills(number), "cost:>0.1 (dollars)")
    term: Term = any_fact(facts.costs(least, most))
    if not user.is_admin:
        term = AllOf((term, Fact(facts.owned_by(user.pk))))
    return Condition(said=f"Cost {text}", term=term)


def _size(text: str, user: User) -> Condition:
    least, most = _span(text, int, "size:>2k (longer edge, pixels)")
    return Condition(said=f"Size {text}", term=any_fact(facts.edges(least, most)))


def _seed(text: str, user: User) -> Condition:
    return Condition(said=f"Seed {text}", term=Fact(facts.seeded(text[:30])))


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
        Filter(name="is", read=_is, example="is:favourite", about="also is:mine, is:private"),
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
        Filter(name="seed", read=_seed, example="seed:42", about="the seed it was made with"),
    )
}


def _some(names: list[str], text: str) -> str:
    return names[0] if len(names) == 1 else f"{text} ({len(names)})"


def _is_uid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _days(text: str) -> tuple[date, date]:
    """A year, a month or a day: its first day, and the one after its last."""
    found = re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", text)
    today = timezone.localdate()
    named = {"today": today, "yesterday": today - timedelta(days=1)}
    if fold(text) in named:
        return named[fold(text)], named[fold(text)] + timedelta(days=1)
    try:
        if found is None or not 1970 <= int(found[1]) <= 9000:
            raise ValueError(text)
        first = date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        raise NotUnderstood(f"“{text}” is not a date. Write 2026-11-20, 2026-11 or 2026.") from None
    if found[3]:
        return first, first + timedelta(days=1)
    if found[2]:
        return first, (first.replace(day=1) + timedelta(days=32)).replace(day=1)
    return first, first.replace(year=first.year + 1)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _day_said(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _span(text: str, to_number: Callable[[Decimal], int], example: str) -> tuple[int, int]:
    """`>2k`, `<=500`, `1k-2k` or `1024` as the least and the most."""
    found = re.fullmatch(r"(>=|<=|>|<|)([\d.]+)(k?)(?:(?:-|\.\.)([\d.]+)(k?))?", text.lower())
    try:
        if found is None or (found[1] and found[4]):
            raise InvalidOperation
        low = to_number(Decimal(found[2]) * (1000 if found[3] else 1))
        high = to_number(Decimal(found[4]) * (1000 if found[5] else 1)) if found[4] else low
    except (InvalidOperation, OverflowError):
        raise NotUnderstood(f"“{text}” is not a number to compare with. Write {example}.") from None
    return {
        ">": (low + 1, facts.MOST),
        ">=": (low, facts.MOST),
        "<": (0, low - 1),
        "<=": (0, low),
        "": (low, high),
    }[found[1]]
