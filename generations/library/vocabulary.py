"""What there is to choose from in the filters, of what this person may see and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from accounts import directory
from accounts.models import User
from generations.models import Picture

MOST_MODELS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedModel:
    model: str
    label: str
    provider: str


def models_seen_by(user: User) -> list[UsedModel]:
    """The models of the pictures this person may see, by label. Reads one row a model, not all."""
    table = Picture._meta.db_table
    pairs = {
        *_steps(f"FROM {table} WHERE visibility = 'team' AND trashed_at IS NULL", []),
        *_steps(f"FROM {table} WHERE owner_id = %s AND trashed_at IS NULL", [user.pk]),
    }
    labels = {model: _label(model, user) for model, _ in pairs}
    found = [UsedModel(model=model, label=labels[model], provider=slug) for model, slug in pairs]
    return sorted(found, key=lambda used: (used.label.lower(), used.provider))


def provider_labels() -> dict[str, str]:
    """Slug to name, switched-off routers included: their pictures stay."""
    return {facts.slug: facts.label for facts in directory.all_facts(with_off=True)}


def people() -> list[User]:
    """Everybody of the team, those who left included: their pictures stay."""
    return sorted(User.objects.all(), key=lambda person: person.display_name.lower())


def _steps(rows: str, values: list[int]) -> set[tuple[str, str]]:
    """Each (model, provider) once: from one to the next higher by index, not by reading rows."""
    found: set[tuple[str, str]] = set()
    model, slug = "", ""
    with connection.cursor() as cursor:
        while len(found) < MOST_MODELS:
            cursor.execute(
                f"SELECT model, provider {rows} AND (model, provider) > (%s, %s)"
                " ORDER BY model, provider LIMIT 1",
                [*values, model, slug],
            )
            row = cursor.fetchone()
            if row is None:
                break
            model, slug = row
            found.add((model, slug))
    return found


def _label(model: str, user: User) -> str:
    rows = Picture.objects.visible_to(user).filter(model=model)
    return rows.values_list("model_label", flat=True).first() or model
