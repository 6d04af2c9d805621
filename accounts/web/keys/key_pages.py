"""The page of provider keys, one's own and the team's. No answer of it ever holds a key."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.keys import key_vault, provider_directory
from accounts.models import ProviderKey, User
from accounts.models.key import KeyQuerySet
from accounts.web.keys.key_row import KeyRow, for_viewer, known, rows
from accounts.web.signed_in_person import person
from generations import queue
from generations.providers.errors import RequestRefused
from generations.providers.types import Problem, ProviderFacts
from generations.services.insight import provider_success_rate


@login_required
@sensitive_variables()
@sensitive_post_parameters("secret")
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The keys and the form for another one; a POST adds it and has it checked."""
    if request.method == "GET":
        return _page(request)
    _only_who_may_spend(request)
    given = {name: request.POST.get(name, "") for name in ("provider", "label")}
    secret = request.POST.get("secret", "")
    try:
        key = key_vault.store(owner=person(request), secret=secret, **given)
    except RequestRefused as refusal:
        return _page(request, given=given, problems=refusal.problems, status=422)
    messages.success(request, f"Key “{key.label}” saved")
    _hint(request, key, secret)
    return _checking(key)


@login_required
@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Has the worker ask the router again; htmx gets the row, anybody else the page."""
    key = managed_key(request, pk)
    ProviderKey.objects.filter(pk=key.pk).update(last_error="")
    since = time.time()
    queue.check_key(key.pk)
    if request.htmx:  # type: ignore[attr-defined]
        return _row(request, pk, since)
    return _checking(key, since)


@login_required
@require_GET
def row(request: HttpRequest, pk: int) -> HttpResponse:
    """One row as it is now; asked again and again while a check runs."""
    managed_key(request, pk)
    return _row(request, pk, _number(request.GET.get("since", "")))


@login_required
@sensitive_variables()
@sensitive_post_parameters("secret")
@require_http_methods(["GET", "POST"])
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """A new secret under the same name."""
    key = managed_key(request, pk)
    if request.method == "GET":
        return _replace_page(request, key)
    secret = request.POST.get("secret", "")
    try:
        key_vault.replace(key, secret)
    except RequestRefused as refusal:
        return _replace_page(request, key, problems=refusal.problems, status=422)
    messages.success(request, f"Key “{key.label}” replaced")
    _hint(request, key, secret)
    return _checking(key)


@login_required
@require_POST
def make_default(request: HttpRequest, pk: int) -> HttpResponse:
    """The key new jobs of that provider use."""
    mine = ProviderKey.objects.owned_by(person(request))
    key = get_object_or_404(mine, pk=pk)
    key_vault.make_default(key)
    messages.success(request, f"“{key.label}” is now the default key")
    return redirect("keys")


@login_required
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first; then wipes the secret for good."""
    key = managed_key(request, pk)
    if request.method == "GET":
        context = {"key": key, "facts": provider_directory.facts_of(key.provider, with_off=True)}
        return render(request, "accounts/keys/key_remove.html", context)
    key_vault.forget(key)
    queue.wake()  # what waited for it ends
    messages.success(request, f"Key “{key.label}” removed")
    return redirect("keys")


def managed_key(request: HttpRequest, pk: int) -> ProviderKey:
    """A key this person looks after; 404 for any other."""
    _only_who_may_spend(request)
    mine = ProviderKey.objects.managed_by(person(request)).select_related("owner")
    return get_object_or_404(mine, pk=pk)


def _only_who_may_spend(request: HttpRequest) -> None:
    if not person(request).may_spend:
        raise PermissionDenied


def _page(
    request: HttpRequest,
    *,
    given: dict[str, str] | None = None,
    problems: tuple[Problem, ...] = (),
    status: int = 200,
) -> HttpResponse:
    if not person(request).may_spend:
        return render(request, "accounts/keys/keys_viewer.html")
    providers = known()
    facts = [each for each in providers.on if each.needs_key]
    given = given or {"provider": request.GET.get("provider", ""), "label": ""}
    user, checking = person(request), request.GET.get("checking", "")
    mine = ProviderKey.objects.owned_by(user).select_related("owner")
    context: dict[str, Any] = {
        "rows": rows(mine, user, providers, checking=checking),
        "team_rows": rows(_team_keys(user), user, providers, checking=checking),
        "routers": provider_success_rate.last_hour(providers.on),
        "choices": facts,
        "chosen": _chosen(facts, given["provider"]),
        "given": given,
        "errors": {problem.field: problem.message for problem in problems},
    }
    return render(request, "accounts/keys/keys.html", context, status=status)


def _team_keys(user: User) -> KeyQuerySet:
    """The keys others share: with this person, and, for admins, with anybody."""
    keys = ProviderKey.objects
    found = keys.shared().exclude(owner=user) if user.is_admin else keys.shared_with(user)
    return found.select_related("owner")


def _chosen(facts: list[ProviderFacts], slug: str) -> ProviderFacts | None:
    return next((each for each in facts if each.slug == slug), facts[0] if facts else None)


def _row(request: HttpRequest, pk: int, since: float) -> HttpResponse:
    key = ProviderKey.objects.select_related("owner").get(pk=pk)
    facts = provider_directory.facts_of(key.provider, with_off=True)
    is_only = not _siblings(key)
    line = KeyRow(
        key=key, facts=facts, is_only=is_only, since=since, **for_viewer(key, person(request))
    )
    return render(request, "accounts/keys/keys.html#row", {"row": line})


def _siblings(key: ProviderKey) -> bool:
    same = ProviderKey.objects.owned_by(key.owner_id).filter(provider=key.provider)
    return same.exclude(pk=key.pk).exists()


def _replace_page(
    request: HttpRequest,
    key: ProviderKey,
    *,
    problems: tuple[Problem, ...] = (),
    status: int = 200,
) -> HttpResponse:
    context = {
        "key": key,
        "facts": provider_directory.facts_of(key.provider, with_off=True),
        "errors": {problem.field: problem.message for problem in problems},
    }
    return render(request, "accounts/keys/key_replace.html", context, status=status)


def _checking(key: ProviderKey, since: float | None = None) -> HttpResponse:
    """Back to the page, which watches the row until the worker has asked."""
    if since is None:
        since = time.time()
        queue.check_key(key.pk)
    return redirect(f"{reverse('keys')}?checking={key.pk}-{since:.3f}")


def _hint(request: HttpRequest, key: ProviderKey, secret: str) -> None:
    facts = provider_directory.facts_of(key.provider, with_off=True)
    if facts and facts.key_hint and not secret.strip().startswith(facts.key_hint):
        usual = f"{facts.label} keys usually begin with {facts.key_hint}. This one does not."
        messages.info(request, f"{usual} It is kept as it is.")


def _number(text: str) -> float:
    try:
        return datetime.fromtimestamp(float(text), UTC).timestamp()
    except (ValueError, OverflowError, OSError):
        return 0.0
