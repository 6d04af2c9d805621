"""What a person may ask for: the limits of their role, and above them their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from django.db.models import Q

from accounts.models import Limit, Role, User

_RANKS = {
    "draft": 1,
    "low": 1,
    "standard": 2,
    "medium": 2,
    "turbo": 2,
    "high": 3,
    "hd": 3,
    "ultra": 3,
    "quality": 3,
}
_FIELDS = ("at_once", "per_day", "most_n", "most_quality", "most_edge")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """None and empty: no limit."""

    at_once: int | None = None  # jobs sending or generating
    per_day: int | None = None  # jobs since midnight, in the team's time zone
    most_n: int | None = None  # pictures in one go
    most_quality: str = ""  # low, medium or high
    most_edge: int | None = None  # pixels
    models: tuple[str, ...] = ()  # provider:model, with *

    def allows(self, provider: str, model: str) -> bool:
        """Whether this model may be asked for."""
        name = f"{provider}:{model}"
        return not self.models or any(fnmatchcase(name, pattern) for pattern in self.models)

    def allows_quality(self, quality: str) -> bool:
        """A word we do not know ranks highest: nobody can say what it costs."""
        if not self.most_quality:
            return True
        return _RANKS.get(quality.lower(), 3) <= _RANKS[self.most_quality]


def limits_of(user: User) -> Limits:
    """One query."""
    rows = Limit.objects.filter(Q(person=user) | Q(role=user.role))
    return _merged(sorted(rows, key=lambda row: row.person_id is not None))


def at_once_of(people: Iterable[int]) -> Mapping[int, int]:
    """Jobs at once of those of these people who have such a limit. Two queries."""
    rows = list(Limit.objects.filter(at_once__isnull=False))
    if not rows:
        return {}
    by_role = {row.role: row.at_once for row in rows if row.role}
    by_person = {row.person_id: row.at_once for row in rows if row.person_id}
    roles = User.objects.filter(pk__in=list(people)).values_list("pk", "role")
    found = {pk: by_person.get(pk, by_role.get(role)) for pk, role in roles}
    return {pk: most for pk, most in found.items() if most is not None}


def role_rows() -> list[Limit]:
    """One row for each role that spends, made where it is missing."""
    known = {row.role: row for row in Limit.objects.exclude(role="")}
    return [known.get(role) or Limit(role=role) for role in (Role.MEMBER, Role.ADMIN)]


def _merged(rows: list[Limit]) -> Limits:
    """Later rows beat earlier ones, field by field."""
    values: dict[str, object] = {}
    for row in rows:
        values |= {
            name: getattr(row, name) for name in _FIELDS if getattr(row, name) not in (None, "")
        }
        lines = tuple(line.strip() for line in row.models_text.splitlines() if line.strip())
        if lines:
            values["models"] = lines
    return Limits(**values)  # type: ignore[arg-type]
