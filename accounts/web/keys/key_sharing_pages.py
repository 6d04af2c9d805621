"""Who may pay with a key, and who did."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from accounts.keys import key_sharing, provider_directory
from accounts.models import ProviderKey, Role, Share, User
from accounts.web.keys.key_pages import managed_key
from generations.providers.errors import RequestRefused
from generations.providers.types import Problem
from generations.services.insight import key_spending
from generations.web.team.page_and_csv_tables import Column, Table, as_csv

_USES = (
    Column(label="Person"),
    Column(label="Jobs", kind="count"),
    Column(label="Spent", kind="usd"),
    Column(label="Estimated", kind="usd"),
    Column(label="No price", kind="count"),
    Column(label="Last used", kind="moment"),
)


@login_required
@require_http_methods(["GET", "POST"])
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Shares the key with everyone, roles or named people, or takes it back."""
    key = managed_key(request, pk)
    if request.method == "GET":
        return _page(request, key)
    roles = [role for role in request.POST.getlist("roles") if role in Role.values]
    ids = [int(text) for text in request.POST.getlist("people") if text.isdecimal()]
    chosen = list(User.objects.filter(pk__in=ids[:500], is_active=True).exclude(pk=key.owner_id))
    with_whom = request.POST.get("share", "")
    try:
        key_sharing.share(key, with_whom=with_whom, roles=roles, people=chosen)
    except RequestRefused as refusal:
        return _page(request, key, problems=refusal.problems, status=422)
    said = "is private again" if with_whom == Share.NOBODY else "is a key of the team now"
    messages.success(request, f"“{key.label}” {said}")
    return redirect("keys")


@login_required
@require_GET
def uses(request: HttpRequest, pk: int) -> HttpResponse:
    """Who used the key, when and for how much."""
    key = managed_key(request, pk)
    context = {
        "key": key,
        "facts": provider_directory.facts_of(key.provider, with_off=True),
        "table": _uses(key),
    }
    return render(request, "accounts/keys/key_uses.html", context)


@login_required
@require_safe
def uses_csv(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same as a file."""
    key = managed_key(request, pk)
    table = _uses(key)
    return as_csv(request, f"imagehub-key-{key.pk}-uses", table.columns, table.rows)


def _uses(key: ProviderKey) -> Table:
    rows = [
        (
            use.person.display_name,
            use.jobs,
            use.cost_usd,
            use.estimated_usd,
            use.unpriced,
            use.last_at,
        )
        for use in key_spending.uses_of(key)
    ]
    return Table(key="uses", title="By person", columns=_USES, rows=rows)


def _page(
    request: HttpRequest,
    key: ProviderKey,
    *,
    problems: tuple[Problem, ...] = (),
    status: int = 200,
) -> HttpResponse:
    spenders = User.objects.filter(is_active=True, role__in=(Role.ADMIN, Role.MEMBER))
    given = request.POST.getlist("people") if request.method == "POST" else None
    named = set(key.share_people.values_list("pk", flat=True))
    context = {
        "key": key,
        "facts": provider_directory.facts_of(key.provider, with_off=True),
        "is_own": key.owner_id == request.user.pk,
        "share": request.POST.get("share", key.share),
        "choices": Share.choices,
        "roles": [(role.value, f"{role.label}s") for role in (Role.MEMBER, Role.ADMIN)],
        "role_names": request.POST.getlist("roles") or key.share_roles.split(","),
        "people": [
            (each, str(each.pk) in given if given is not None else each.pk in named)
            for each in spenders.exclude(pk=key.owner_id).order_by("name", "email")
        ],
        "errors": {problem.field: problem.message for problem in problems},
    }
    return render(request, "accounts/keys/key_share.html", context, status=status)
