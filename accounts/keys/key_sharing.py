"""Lets others pay with a key. The secret stays where it is."""

from __future__ import annotations

from django.db import transaction

from accounts.models import ProviderKey, Role, Share, User
from generations.providers.errors import RequestRefused
from generations.providers.types import Problem


def share(key: ProviderKey, *, with_whom: str, roles: list[str], people: list[User]) -> None:
    """Who besides its owner may pay with the key. Raises RequestRefused, having written nothing."""
    problems = _share_problems(with_whom, roles, people)
    if problems:
        raise RequestRefused(problems)
    key.share = with_whom
    key.share_roles = ",".join(roles) if with_whom == Share.ROLES else ""
    with transaction.atomic():
        key.save(update_fields=["share", "share_roles"])
        key.share_people.set(people if with_whom == Share.PEOPLE else [])


def _share_problems(with_whom: str, roles: list[str], people: list[User]) -> list[Problem]:
    spenders = (Role.ADMIN, Role.MEMBER)
    if with_whom not in Share.values:
        return [Problem(field="share", code="not_a_choice", message="Choose who may use it.")]
    if with_whom == Share.ROLES and (not roles or not set(roles) <= set(spenders)):
        return [Problem(field="roles", code="required", message="Choose one role or more.")]
    if with_whom == Share.PEOPLE and not people:
        return [Problem(field="people", code="required", message="Choose one person or more.")]
    if [person for person in people if not person.may_spend]:
        message = "Viewers and people who have left cannot spend. Leave them out."
        return [Problem(field="people", code="viewer", message=message)]
    return []
