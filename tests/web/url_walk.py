"""Every address of the URLconf with something real behind it, and who asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver

from accounts.models import Limit, Notice, User
from accounts.people import invitations
from generations.library.index import tokenizer
from generations.models import Bulk, Collection, DayTally, Event, SavedSearch, Status, Tag
from tests.factories import make_generation, make_key, make_picture

PEOPLE = ("stranger", "viewer", "member", "admin", "owner")  # Bob owns what is asked for
_PART = re.compile(r"<(?:\w+:)?(\w+)>")
_CONVERTERS = re.compile(r"\(\?P<(\w+)>[^)]*\)")


def routes() -> list[tuple[str, URLPattern]]:
    """Each route as it is written, with its prefixes; the administration's own left out."""
    return [(route, pattern) for route, pattern in _all() if not route.startswith("admin/")]


def admin_routes() -> list[str]:
    """Addresses of Django's admin, with the number 1 where one is asked for."""
    found = (route for route, _ in _all() if route.startswith("admin/"))
    return sorted({"/" + _filled_plain(route) for route in found})


def _all(patterns: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLPattern):
            yield route, each
        else:
            yield from _all(each.url_patterns, route)


def _filled_plain(route: str) -> str:
    plain = _CONVERTERS.sub("1", _PART.sub("1", route))
    return plain.replace("^", "").replace("$", "").replace("\\Z", "").replace("(?:.+)", "1")


class Ground:
    """One of everything, Bob's; `visibility` is that of his job, picture, collection and search."""

    def __init__(self, bob: User, admin: User, visibility: str) -> None:
        job = make_generation(bob, status=Status.QUEUED, visibility=visibility)
        self.job = job.uid
        done = make_generation(bob, visibility=visibility)
        self.picture = make_picture(generation=done)
        self.private = make_picture(bob, visibility="private")
        self.tag = Tag.objects.create(name="sea", folded="sea")
        self.picture.tags.create(tag=self.tag, by=bob)
        self.collection = Collection.objects.create(owner=bob, name="Boats", visibility=visibility)
        self.search = SavedSearch.objects.create(
            owner=bob, name="Sea", query="q=sea", visibility=visibility
        )
        self.key = make_key(bob)
        self.notice = Notice.objects.create(kind="storage", person=bob, title="Full")
        self.announcement = Notice.objects.create(kind="announcement", title="Soon", author=admin)
        (self.invitation,) = invitations.invite(["n@x.org"], role="member", days=7, by=admin)
        Limit.objects.create(person=bob, per_day=500)
        self.bulk = Bulk.objects.create(user=bob, act="trash", uids=[str(self.picture.uid)])
        self.bob = bob
        self.before = _snapshot()

    def address(self, route: str) -> str:
        """The route with Bob's things filled in."""
        values = {**self._by_name, **self._by_route(route)}
        if route.startswith("^"):
            return "/"
        return "/" + _PART.sub(lambda part: str(values[part[1]]), route)

    @property
    def _by_name(self) -> dict[str, object]:
        return {
            "collection_uid": self.collection.uid,
            "tag_id": self.tag.pk,
            "number": 1,
            "digest": tokenizer.digest(self.picture.generation.prompt),
            "size": "small",
            "key": "people",
            "version": "abc",
            "provider_id": "company",
            "token": "guess",
        }

    def _by_route(self, route: str) -> dict[str, object]:
        """What `pk` and `uid` mean there."""
        things: dict[str, dict[str, object]] = {
            "jobs/": {"uid": self.job},
            "pictures/": {"uid": self.picture.uid},
            "trash/": {"uid": self.picture.uid},
            "gallery/": {"uid": self.picture.uid, "day": "2026-11-20"},
            "collections/": {"uid": self.collection.uid},
            "bulk/": {"uid": self.bulk.uid},
            "searches/": {"uid": self.search.uid},
            "team/private/": {"uid": self.private.uid},
            "keys/": {"pk": self.key.pk},
            "notices/": {"pk": self.notice.pk},
            "team/announcements/": {"pk": self.announcement.pk},
            "team/invitations/": {"pk": self.invitation.pk},
            "security/": {"pk": 1},
        }
        fits = [start for start in things if route.startswith(start)]
        return things[max(fits, key=len)] if fits else {"pk": self.bob.pk}


DATA = {  # what makes most actions do something
    **{"name": "Taken", "visibility": "private", "stars": "5", "order": "oldest"},
    **{"role": "viewer", "collection": "new", "query": "q=taken", "share": "everyone"},
    **{"title": "Taken", "reason": "Because I want to see it", "theme": "dark", "label": "Taken"},
    **{"provider": "sandbox", "choice": "sandbox:sandbox/scenes", "prompt": "Taken", "want": "x"},
    **{"model": "sandbox/scenes", "is_on": "on", "of": "member", "member-per_day": "1"},
    **{"date_language": "de", "default_visibility": "team", "emails": "taken@example.org"},
    **{"days": "7", "ticket": "7b7f0d0e-0e8e-4d29-9d0c-2f2f7f4b9a11", "count": "1", "q": "taken"},
}
_WRITE = re.compile(r'(INSERT|UPDATE|DELETE)[^"]*"(accounts|generations)_')
_NOISE = {"last_seen_at", "last_login", "served_at"}
_QUIET = {DayTally, Event}  # counted or written by whoever looks first


def asked(client: Client, method: str, url: str, ground: Ground | None = None) -> tuple[Any, bool]:
    """The answer, and whether a row changed on that ground; nothing of what was done stays."""
    writes: list[str] = []

    def hear(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if _WRITE.match(sql):
            writes.append(sql)
        return execute(sql, params, many, context)

    data = DATA if method == "post" else {}
    with transaction.atomic():
        with connection.execute_wrapper(hear):
            answer = getattr(client, method)(url, data)
        has_changed = bool(writes and ground) and _snapshot() != ground.before
        transaction.set_rollback(True)
    return answer, has_changed


def _snapshot() -> dict[str, list[tuple[object, ...]]]:
    """Every row of ours, without what is only a footprint."""
    labels = ("accounts", "generations")
    models = [model for label in labels for model in apps.get_app_config(label).get_models()]
    return {
        model.__name__: list(model.objects.order_by("pk").values_list(*_fields(model)))
        for model in models
        if model not in _QUIET
    }


def _fields(model: Any) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if field.name not in _NOISE]
