"""Keys that a router refused, named wherever they are missed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from accounts.keys import provider_directory
from accounts.models import KeyStatus, ProviderKey, User
from generations.providers.types import Problem

SAME_DAY, OTHER_DAY = "%H:%M", "%H:%M on %Y-%m-%d"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """An own key that was put aside."""

    pk: int
    says: str


def of(user: User, provider: str) -> list[Refused]:
    """A person's own keys for a provider that were put aside, each in a sentence."""
    mine = ProviderKey.objects.owned_by(user).filter(provider=provider, status=KeyStatus.REJECTED)
    return [Refused(pk=key.pk, says=sentence(key)) for key in mine]


def problem(user: User, providers: Iterable[str], key_label: str = "") -> Problem | None:
    """Why a key cannot pay: it was refused. None where nobody refused one."""
    mine = ProviderKey.objects.owned_by(user).filter(
        provider__in=list(providers), status=KeyStatus.REJECTED
    )
    if key_label:
        mine = mine.filter(label=key_label)
    key = mine.order_by("-refused_at").first()
    if key:
        message = f"{sentence(key)} Check it again or replace it under Provider keys."
        return Problem(field="key", code="key_refused", message=message)
    return _problem_with_the_teams(user, providers, key_label)


def _problem_with_the_teams(user: User, providers: Iterable[str], named: str) -> Problem | None:
    """The same for a key that somebody shares with this person: its owner has to do something."""
    theirs = ProviderKey.objects.shared_with(user).filter(
        provider__in=list(providers), status=KeyStatus.REJECTED
    )
    key = next((it for it in theirs if named in ("", it.label, it.choice_for(user))), None)
    if key is None:
        return None
    said = sentence(key).replace("Your key", "The team’s key", 1)
    message = f"{said} Its owner has to check or replace it."
    return Problem(field="key", code="key_refused", message=message)


def sentence(key: ProviderKey) -> str:
    """ "Your key “Studio” was refused by FastAPI.ai at 18:57." """
    facts = provider_directory.facts_of(key.provider, with_off=True)
    at = ""
    if key.refused_at:
        moment = timezone.localtime(key.refused_at)
        is_today = moment.date() == timezone.localdate()
        at = f" at {moment.strftime(SAME_DAY if is_today else OTHER_DAY)}"
    return f"Your key “{key.label}” was refused by {facts.label if facts else key.provider}{at}."
