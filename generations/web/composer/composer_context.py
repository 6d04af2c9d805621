"""Everything the composer shows, gathered once for the page, a model change and a refusal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from accounts.models import ProviderKey, User
from generations import offers
from generations.models import Collection, Generation
from generations.offers import Choice, Picker
from generations.providers import catalog
from generations.providers.types import Problem
from generations.services.notices import refused_keys
from generations.services.notices.refused_keys import Refused
from generations.web.components import money_format
from generations.web.components.durations import counted
from generations.web.composer.form_data import (
    MOST_PICTURES,
    FormData,
    remixed,
    requests_of,
    switched,
)
from generations.web.composer.model_picker import Row, row_of, shelves_html
from generations.web.composer.option_controls import Control, controls_of
from generations.web.gallery.search_results import folders_of

COUNTS = (1, 2, 3, 4)
_IN_PARAMS = ("key", "count", "visibility")


@dataclass(frozen=True, slots=True, kw_only=True)
class Payer:
    """A key that may pay. Of the team's keys a member sees the name and nothing else."""

    choice: str  # what the form sends
    label: str
    last4: str
    is_team: bool
    is_paused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Composer:
    """What the form's template prints."""

    filled: FormData
    picked: Row | None
    shelves_html: str
    ready_count: int
    controls: tuple[Control, ...]
    more: tuple[Control, ...]
    more_is_open: bool
    keys: tuple[Payer, ...]
    pays: Payer | None
    lacks_key: bool
    refused_keys: tuple[Refused, ...]  # own ones for the chosen provider
    has_any_key: bool
    prompt_limit: int
    cost: str
    cost_note: str
    note: str
    errors: dict[str, str]
    remix_of: Generation | None
    collections: tuple[Collection, ...]  # where new pictures can go

    @property
    def counts(self) -> tuple[int, ...]:
        return COUNTS

    @property
    def most(self) -> int:
        return MOST_PICTURES

    @property
    def wants_more(self) -> bool:
        return self.filled.count not in COUNTS

    @property
    def model_error(self) -> str:
        return self.errors.get("model") or self.errors.get("provider", "")

    @property
    def other_errors(self) -> list[str]:
        """Problems that belong to no field on the page."""
        shown = {"prompt", "model", "provider", *_IN_PARAMS}
        shown |= {control.name for control in (*self.controls, *self.more)}
        return [message for field, message in self.errors.items() if field not in shown]


def compose(
    user: User,
    filled: FormData,
    *,
    problems: Sequence[Problem] = (),
    dropped: Sequence[str] = (),
    folders: Sequence[Collection] | None = None,
) -> Composer:
    """The composer for this person with this in it. `folders`: what folders_of tells, if known."""
    keys = list(ProviderKey.objects.usable_by(user))
    picker = offers.picker(user, {key.provider for key in keys})
    choice = _choice(user, picker, filled)
    if choice and choice.value != filled.choice:
        filled, dropped = _moved_to(choice, filled)
    drawn = controls_of(choice.spec, filled.texts, list(problems)) if choice else []
    payers = _payers(keys, choice, user)
    lacks_key = bool(choice and choice.facts.needs_key and not payers)
    cost, cost_note = cost_of(filled, choice) if choice else ("", "")
    more = tuple(control for control in drawn if control.advanced)
    return Composer(
        filled=filled,
        picked=row_of(choice, choice.value) if choice else None,
        shelves_html=shelves_html(picker, choice.value if choice else ""),
        ready_count=_ready(picker),
        controls=tuple(control for control in drawn if not control.advanced),
        more=more,
        more_is_open=any(control.error or control.text for control in more),
        keys=payers,
        pays=_chosen(payers, filled.key_label),
        lacks_key=lacks_key,
        refused_keys=_refused(user, choice) if lacks_key else (),
        has_any_key=bool(keys),
        prompt_limit=choice.spec.prompt_limit if choice else 0,
        cost=cost,
        cost_note=cost_note,
        note=_note(choice, dropped),
        errors=_errors(problems),
        remix_of=remixed(user, filled),
        collections=tuple(folders_of(user) if folders is None else folders),
    )


def _moved_to(choice: Choice, filled: FormData) -> tuple[FormData, Sequence[str]]:
    """The form for another model, and what of it that model does not take."""
    return switched(replace(filled, provider=choice.facts.slug, model=choice.spec.id), choice.spec)


def _ready(picker: Picker) -> int:
    """How many models this person can use now."""
    return sum(len(group.choices) for group in picker.groups if group.is_ready)


def _chosen(payers: Sequence[Payer], label: str) -> Payer | None:
    """The one the form names, or the first."""
    named = (payer for payer in payers if label in (payer.choice, payer.label))
    return next(named, next(iter(payers), None))


def _payers(keys: Iterable[ProviderKey], choice: Choice | None, user: User) -> tuple[Payer, ...]:
    slug = choice.facts.slug if choice else ""
    return tuple(_payer(key, user) for key in keys if key.provider == slug)


def _refused(user: User, choice: Choice | None) -> tuple[Refused, ...]:
    return tuple(refused_keys.of(user, choice.facts.slug)) if choice else ()


def _payer(key: ProviderKey, user: User) -> Payer:
    return Payer(
        choice=key.choice_for(user),
        label=key.label,
        last4=key.last4_for(user),
        is_team=key.owner_id != user.pk,
        is_paused=key.is_paused,
    )


def cost_of(filled: FormData, choice: Choice) -> tuple[str, str]:
    """The price of what stands in the form, and how many pictures or requests that is."""
    requests, _ = requests_of(filled, choice.spec)
    price = money_format.about(
        money_format.total(catalog.estimate(request, choice.spec) for request in requests)
    )
    what = counted(filled.count, "picture")
    if len(requests) > 1:
        what = counted(len(requests), "request")
        if "seed" in filled.texts:
            what += f", seeds from {filled.texts['seed']} on"
    return price, what


def choice_of(user: User, filled: FormData) -> Choice | None:
    """The model chosen in the form, or the first one ready."""
    return _choice(user, offers.picker(user), filled)


def _choice(user: User, picker: Picker, filled: FormData) -> Choice | None:
    """The model in the form: one of the picker's, one that was typed, else the first one ready."""
    choice = _picked(picker, filled.choice)
    if not filled.model or (choice and choice.value == filled.choice):
        return choice
    return offers.typed_choice(user, filled.provider, filled.model) or choice


def _picked(picker: Picker, value: str) -> Choice | None:
    choices = [choice for group in picker.groups for choice in group.choices]
    wanted = next((choice for choice in choices if choice.value == value), None)
    if wanted or not choices:
        return wanted
    ready = [choice for choice in choices if choice.is_ready and not choice.spec.retired_on]
    default = [choice for choice in ready if choice.is_team_default]
    starred = [choice for choice in ready if choice.is_favourite or choice.is_team_favourite]
    plain = [choice for choice in ready if not choice.spec.note]
    return next(iter(default or starred or plain or ready or choices))


def _note(choice: Choice | None, dropped: Sequence[str]) -> str:
    if choice and choice.spec.is_typed:
        return choice.spec.note
    if choice is None or not dropped:
        return ""
    names = [name.removeprefix("provider.").replace("_", " ") for name in dropped]
    told = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return f"{choice.spec.label} does not take the {told} you had set, so it is left out."


def _errors(problems: Sequence[Problem]) -> dict[str, str]:
    errors: dict[str, str] = {}
    for problem in problems:
        errors.setdefault(problem.field, problem.message.rstrip(".") + ".")
    return errors
