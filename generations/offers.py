"""What is on offer today: shipped facts, each router's last list on top, admins' wishes last."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from accounts.keys import provider_directory
from accounts.models import ProviderKey, ProviderSetting, User
from accounts.people.limits import Limits, limits_of
from generations.models import FavouriteModel, Offer
from generations.providers import catalog
from generations.providers.types import Estimate, ModelSpec, Price, ProviderFacts

Stamps = tuple[tuple[str, object], ...]  # provider, and what changes when its models do

# every page asks; six conditions of a model's query take ten times as long to be put
_IS_MARKED = (
    "is_hidden OR is_favourite OR is_waiting OR is_default OR label <> '' OR price_usd IS NOT NULL"
)

_cache: dict[tuple[str, object], dict[str, ModelSpec]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One model as the picker shows it."""

    facts: ProviderFacts
    spec: ModelSpec
    price: Estimate | None
    is_ready: bool  # the person has a usable key, or none is needed
    is_favourite: bool  # of this person
    is_team_favourite: bool
    is_team_default: bool

    @property
    def value(self) -> str:
        """What the form sends: provider and model in one word."""
        return f"{self.facts.slug}:{self.spec.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    facts: ProviderFacts
    is_ready: bool
    choices: tuple[Choice, ...]
    takes_typed_ids: bool = False


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Picker:
    """Everything a person can choose from, ready providers first, hidden models left out.

    The same object as long as nothing of it changes, so that what is drawn of it can be kept.
    """

    groups: tuple[Group, ...]


class _Marked(NamedTuple):
    """What an admin said of a model."""

    provider: str
    model: str
    is_hidden: bool
    is_favourite: bool
    is_waiting: bool
    is_default: bool
    label: str
    price_usd: Decimal | None


def spec_for(provider: str, model: str) -> ModelSpec | None:
    """The model as it can be asked today, or None where we do not know it."""
    return specs_of(provider).get(model) or _typed(provider, model)


def specs_of(provider: str) -> dict[str, ModelSpec]:
    """Every model of a provider by its id; read again only when an offer changed."""
    return _specs_at(_stamps([provider], _marks()))[provider]


def takes_typed_ids(provider: str) -> bool:
    """A router of the team's own whose members may type a model id."""
    row = ProviderSetting.objects.filter(slug=provider, takes_typed_ids=True)
    return provider not in catalog.PROVIDERS and row.exists()


def typed_choice(user: User, provider: str, model: str) -> Choice | None:
    """A typed model as the picker would show it, where this person may ask for it."""
    facts, spec = provider_directory.facts_of(provider), _typed(provider, model)
    if facts is None or spec is None:
        return None
    return Choice(
        facts=facts,
        spec=spec,
        price=None,
        is_ready=not facts.needs_key or provider in _ready_slugs(user),
        is_favourite=False,
        is_team_favourite=False,
        is_team_default=False,
    )


def _typed(provider: str, model: str) -> ModelSpec | None:
    if not model or not takes_typed_ids(provider) or catalog.typed_problem(model):
        return None
    return catalog.typed_spec(provider, model)


def is_waiting(provider: str, model: str) -> bool:
    """New at a provider whose new models an admin wants to see first."""
    return Offer.objects.filter(provider=provider, model=model, is_waiting=True).exists()


def providers_with(model: str, user: User) -> list[str]:
    """The providers where this model exists and this person can use it now."""
    ready = _ready_slugs(user)
    return [
        facts.slug
        for facts in provider_directory.all_facts()
        if model in specs_of(facts.slug) and (facts.slug in ready or not facts.needs_key)
    ]


def picker(user: User, ready: set[str] | None = None) -> Picker:
    """What this person can choose from.

    ready: providers the person has a usable key for, where the caller knows them already.
    Five queries, however many providers there are; one more with routers of the team's own.
    """
    mine = FavouriteModel.objects.filter(user=user).values_list("provider", "model")
    marks, everything = _marks(), tuple(provider_directory.all_facts())
    return _picker(
        everything,
        frozenset(_ready_slugs(user) if ready is None else ready),
        frozenset(mine),
        frozenset(marks),
        limits_of(user),
        _stamps([facts.slug for facts in everything], marks),
    )


@functools.lru_cache(64)  # a hundred choices took as long as twenty tiles
def _picker(
    everything: tuple[ProviderFacts, ...],
    ready: frozenset[str],
    mine: frozenset[tuple[str, str]],
    marks: frozenset[_Marked],
    limits: Limits,
    stamps: Stamps,
) -> Picker:
    specs = _specs_at(stamps)
    flags = {(row.provider, row.model): row for row in marks}
    groups = [
        _group(
            facts,
            facts.slug in ready or not facts.needs_key,
            specs[facts.slug].values(),
            mine,
            flags,
            limits,
        )
        for facts in everything
    ]
    return Picker(groups=tuple(sorted(groups, key=lambda group: not group.is_ready)))


def _group(
    facts: ProviderFacts,
    is_ready: bool,
    specs: Iterable[ModelSpec],
    mine: frozenset[tuple[str, str]],
    flags: dict[tuple[str, str], _Marked],
    limits: Limits,
) -> Group:
    choices = []
    for spec in specs:
        mark = flags.get((facts.slug, spec.id))
        is_shut = mark is not None and (mark.is_hidden or mark.is_waiting)
        if is_shut or not limits.allows(facts.slug, spec.id):
            continue
        choice = Choice(
            facts=facts,
            spec=spec,
            price=catalog.price_hint(spec),
            is_ready=is_ready,
            is_favourite=(facts.slug, spec.id) in mine,
            is_team_favourite=mark is not None and mark.is_favourite,
            is_team_default=mark is not None and mark.is_default,
        )
        choices.append(choice)
    return Group(
        facts=facts,
        is_ready=is_ready,
        choices=tuple(choices),
        takes_typed_ids=facts.takes_typed_ids,
    )


def _ready_slugs(user: User) -> set[str]:
    return set(ProviderKey.objects.usable_by(user).values_list("provider", flat=True))


def _marks() -> list[_Marked]:
    """Where there is something: hidden, favourite, waiting, default, renamed or priced."""
    marked = Offer.objects.filter(RawSQL(_IS_MARKED, (), BooleanField()))
    return list(map(_Marked._make, marked.values_list(*_Marked._fields)))


def _specs_at(stamps: Stamps) -> dict[str, dict[str, ModelSpec]]:
    found: dict[str, dict[str, ModelSpec]] = {}
    for key in stamps:
        slug, _ = key
        if key not in _cache:
            for old in [known for known in _cache if known[0] == slug]:
                _cache.pop(old, None)
            _cache[key] = {spec.id: spec for spec in _specs(slug)}
        found[slug] = _cache[key]
    return found


def _stamps(slugs: list[str], marks: list[_Marked]) -> Stamps:
    """What changes when a provider's models do."""
    with connection.cursor() as cursor:  # a model's query takes five times as long to be put
        cursor.execute(
            "SELECT provider, count(*), max(seen_at), max(gone_at), max(id)"
            f" FROM {Offer._meta.db_table} GROUP BY provider"
        )
        seen = {slug: tuple(stamp) for slug, *stamp in cursor.fetchall()}
    own = [slug for slug in slugs if slug not in catalog.PROVIDERS]
    texts = {
        row.slug: (row.models_text, row.takes_typed_ids)
        for row in (ProviderSetting.objects.filter(slug__in=own) if own else ())
    }
    labels = {
        slug: tuple(
            (each.model, each.label, each.price_usd) for each in marks if each.provider == slug
        )
        for slug in slugs
    }
    return tuple((slug, (seen.get(slug), labels[slug], texts.get(slug))) for slug in slugs)


def _specs(provider: str) -> list[ModelSpec]:
    rows = list(Offer.objects.filter(provider=provider).order_by("pk"))
    if provider not in catalog.PROVIDERS:
        return [_wished(spec, rows) for spec in _own_specs(provider, rows)]
    listed = tuple(_as_listed(row) for row in rows if row.spec)
    known = catalog.overlay(listed, provider) if listed else catalog.shipped_specs(provider)
    wished = [row for row in rows if row.label or row.price_usd is not None]
    return [_wished(spec, wished) for spec in known] if wished else list(known)


def _wished(spec: ModelSpec, rows: Iterable[Offer]) -> ModelSpec:
    """The model under the name and at the price the admins gave it."""
    row = next((row for row in rows if row.model == spec.id), None)
    if row is None:
        return spec
    prices = spec.prices
    if row.price_usd is not None:
        prices = (Price(low=row.price_usd, high=row.price_usd, source="set by an admin"),)
    return replace(spec, label=row.label or spec.label, prices=prices)


def _as_listed(row: Offer) -> ModelSpec:
    """The model as its router told it; one that is no longer listed says since when."""
    spec = catalog.spec_from_json(row.spec)
    if row.gone_at is None:
        return spec
    return replace(spec, note=f"No longer in the router's list since {row.gone_at:%d %B %Y}.")


def _own_specs(provider: str, rows: Iterable[Offer]) -> list[ModelSpec]:
    """The ids an admin listed, and those that people typed and used."""
    setting = ProviderSetting.objects.filter(slug=provider).first()
    ids = setting.model_ids if setting else []
    typed = [row.model for row in rows if row.model not in ids]
    if setting is None or not setting.takes_typed_ids:
        typed = []
    return [
        *(catalog.generic_spec(provider, model) for model in ids),
        *(catalog.typed_spec(provider, model) for model in typed),
    ]
