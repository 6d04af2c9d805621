"""What there is to choose from in the filters, of what this person may see and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from accounts.keys import provider_directory
from accounts.models import User
from generations.models import Picture

MOST_MODELS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedModel:
    model: str
    label: str


def models_seen_by(user: User) -> list[UsedModel]:
    """The models of the pictures this person may see, by label. Reads one row a model, not all."""
    found = {
        **_steps("visibility = 'team' AND trashed_at IS NULL", []),
        **_steps("owner_id = %s AND trashed_at IS NULL", [user.pk]),
    }
    used = [UsedModel(model=model, label=label or model) for model, label in found.items()]
    return sorted(used, key=lambda each: (each.label.lower(), each.model))


def provider_labels() -> dict[str, str]:
    """Slug to name, switched-off routers included: their pictures stay."""
    return {facts.slug: facts.label for facts in provider_directory.all_facts(with_off=True)}


def people() -> list[User]:
    """Everybody of the team, those who left included: their pictures stay."""
    return sorted(User.objects.all(), key=lambda person: person.display_name.lower())


def _steps(rows: str, values: list[int]) -> dict[str, str]:
    """Each model once with its label: from one to the next higher by index, not by reading rows."""
    table = Picture._meta.db_table
    sql = f"""
        WITH RECURSIVE used(model) AS (
            SELECT min(model) FROM {table} WHERE {rows}
            UNION ALL
            SELECT (SELECT min(model) FROM {table} WHERE {rows} AND model > used.model)
            FROM used WHERE used.model IS NOT NULL
        )
        SELECT model, (
            SELECT model_label FROM {table} WHERE {rows} AND {table}.model = used.model LIMIT 1
        ) FROM used WHERE model IS NOT NULL LIMIT {MOST_MODELS}"""
    with connection.cursor() as cursor:
        cursor.execute(sql, values * 3)
        return dict(cursor.fetchall())
