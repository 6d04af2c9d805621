"""What one row of the keys page says."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accounts.keys import provider_directory
from accounts.models import KeyStatus, ProviderKey, Share, User
from generations.providers.types import ProviderFacts

PATIENCE_S = 40  # after that a check that did not come back is called unanswered


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRow:
    """A key with the words around it."""

    key: ProviderKey
    facts: ProviderFacts | None  # None: the provider is gone
    is_only: bool  # the person's only key for that provider
    since: float = 0  # when a check was asked for, seconds since 1970; 0: none was
    is_off: bool = False  # an admin switched the provider off
    is_own: bool = True
    may_manage: bool = True  # check, replace, share, remove
    last4: str = ""  # empty where the viewer may not know it

    @property
    def is_checking(self) -> bool:
        """A check was asked for and nothing has come back yet."""
        return 0 <= time.time() - self.since < PATIENCE_S and not self._came_back

    @property
    def was_not_answered(self) -> bool:
        """A check was asked for just now, and the worker did not do it in time."""
        return PATIENCE_S <= time.time() - self.since < PATIENCE_S * 3 and not self._came_back

    @property
    def is_rejected(self) -> bool:
        return self.key.status == KeyStatus.REJECTED

    @property
    def label(self) -> str:
        """The provider's name."""
        return self.facts.label if self.facts else self.key.provider

    @property
    def badge(self) -> str:
        return self.facts.badge if self.facts else self.key.provider[:2].upper()

    @property
    def wants_entering(self) -> bool:
        """No encryption key of ours opens it any more."""
        return self.key.status == KeyStatus.UNREADABLE

    @property
    def shared_words(self) -> str:
        """Who may use it, for the line under its name."""
        if self.key.share == Share.ROLES:
            return " and ".join(f"{role}s" for role in self.key.share_roles.split(",") if role)
        return {
            Share.EVERYONE: "everyone",
            Share.PEOPLE: "named people",
        }.get(Share(self.key.share), "")

    @property
    def look(self) -> tuple[str, str]:
        """Class and icon of the status."""
        return {
            KeyStatus.WORKING: ("ok", "circle-check"),
            KeyStatus.ACCEPTED: ("idle", "circle-check"),
            KeyStatus.REJECTED: ("bad", "circle-alert"),
            KeyStatus.UNREADABLE: ("bad", "lock-keyhole"),
        }.get(KeyStatus(self.key.status), ("idle", "circle-dashed"))

    @property
    def _came_back(self) -> bool:
        checked = self.key.checked_at
        return bool(self.key.last_error) or (
            checked is not None and checked.timestamp() >= self.since
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The providers there are, asked once for a page."""

    everything: dict[str, ProviderFacts]
    on: tuple[ProviderFacts, ...]


def known() -> Known:
    everything = {each.slug: each for each in provider_directory.all_facts(with_off=True)}
    return Known(everything=everything, on=tuple(provider_directory.all_facts()))


def rows(
    keys: Iterable[ProviderKey], viewer: User, providers: Known, *, checking: str
) -> list[KeyRow]:
    """The rows of the page; `checking` is "<pk>-<seconds>" of the key just sent to be checked."""
    keys = list(keys)
    watched, _, moment = checking.partition("-")
    on = {each.slug for each in providers.on}
    count = Counter(key.provider for key in keys)
    return [
        KeyRow(
            key=key,
            facts=providers.everything.get(key.provider),
            is_only=count[key.provider] == 1,
            since=_seconds(moment) if watched == str(key.pk) else 0,
            is_off=key.provider not in on,
            **for_viewer(key, viewer),
        )
        for key in keys
    ]


def for_viewer(key: ProviderKey, viewer: User) -> dict[str, Any]:
    """What a row says and offers depends on whose key it is."""
    is_own = key.owner_id == viewer.pk
    return {
        "is_own": is_own,
        "may_manage": is_own or (viewer.is_admin and key.is_shared),
        "last4": key.last4_for(viewer),
    }


def _seconds(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
