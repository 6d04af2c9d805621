"""The model picker: shelves by provider, each model drawn once and kept."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.template.loader import render_to_string

from generations.offers import Choice, Group, Picker
from generations.web.components import money_format


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One model in the picker."""

    value: str
    label: str
    summary: str
    badge: str
    provider: str
    price: str
    is_starred: bool
    is_set: bool
    note: str  # retired, gone, may be outdated
    star_url: str
    search: str  # what the search box looks through, lower case

    @property
    def html(self) -> str:
        return _drawn(self)


@functools.lru_cache(maxsize=2_000)
def _drawn(row: Row) -> str:
    """Kept: every page shows the same hundred rows, which took as long as all its pictures."""
    return render_to_string("generations/composer/_model_picker_row.html", {"row": row})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A heading of the picker and its models."""

    label: str
    is_ready: bool
    rows: tuple[Row, ...]
    typed_at: str = ""  # the provider whose members may type a model id here


@functools.lru_cache(64)  # of 90 kB each
def shelves_html(picker: Picker, picked: str) -> str:
    shelves = list(_shelves(picker.groups, picked))
    return render_to_string(
        "generations/composer/_model_picker_providers.html", {"shelves": shelves}
    )


def _shelves(groups: Sequence[Group], picked: str) -> Iterable[Shelf]:
    starred = [
        row_of(choice, picked)
        for group in groups
        for choice in group.choices
        if choice.is_ready and (choice.is_favourite or choice.is_team_favourite)
    ]
    if starred:
        yield Shelf(label="Favourites", is_ready=True, rows=tuple(starred))
    on_top = {row.value for row in starred}
    for group in groups:
        rows = [row_of(choice, picked) for choice in group.choices if choice.value not in on_top]
        if rows or group.takes_typed_ids:
            yield Shelf(
                label=group.facts.label,
                is_ready=group.is_ready,
                rows=tuple(rows),
                typed_at=group.facts.slug if group.takes_typed_ids else "",
            )


def row_of(choice: Choice, picked: str) -> Row:
    spec, facts = choice.spec, choice.facts
    return Row(
        value=choice.value,
        label=spec.label,
        summary=spec.summary or spec.id,
        badge=facts.badge,
        provider=facts.label,
        price=money_format.about(choice.price),
        is_starred=choice.is_favourite,
        is_set=choice.value == picked,
        note=_about(choice),
        star_url=star_url(choice.value),
        search=f"{spec.label} {spec.id} {facts.label} {spec.summary}".lower(),
    )


@functools.lru_cache(2_000)
def star_url(value: str) -> str:
    """Where a press on a model's star goes."""
    return f"{settings.URL_PATH}/models/star/?{urlencode({'model': value})}"


def _about(choice: Choice) -> str:
    day = choice.spec.retired_on
    if day:
        return f"Retired {day.day} {day:%B %Y}; it may still answer"
    return choice.spec.note
