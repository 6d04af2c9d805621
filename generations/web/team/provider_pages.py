"""Providers: on or off, where they are, whether new models wait, and how the last hour went."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.keys import provider_directory
from accounts.keys.provider_form import check_address
from accounts.models import ProviderSetting
from accounts.network.proxy_settings import PROXY_JUDGES, way_out
from generations.providers import catalog
from generations.providers.types import ProviderFacts
from generations.services.insight import provider_success_rate
from generations.services.notices import notify
from generations.web.page_access import Asking
from generations.web.team.admin_access import admins_only
from generations.web.team.page_and_csv_tables import Column, Value, as_csv

_COLUMNS = (
    *(Column(label=label) for label in ("Provider", "Id", "On", "Address", "New models wait")),
    Column(label="Jobs in the last hour", kind="count"),
    Column(label="Succeeded", kind="share"),
    Column(label="Median", kind="seconds"),
)


class AddressForm(forms.Form):
    """Of a built-in provider an empty address means its own."""

    is_on = forms.BooleanField(required=False)
    new_models_wait = forms.BooleanField(required=False)
    takes_typed_ids = forms.BooleanField(required=False)
    base_url = forms.URLField(required=False, max_length=300, assume_scheme="https")

    def clean_base_url(self) -> str:
        url: str = self.cleaned_data["base_url"].rstrip("/")
        if url:
            check_address(url)
        return url


@require_http_methods(["GET", "HEAD", "POST"])
@admins_only
def page(request: Asking) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    slug = request.POST.get("provider", "")
    if provider_directory.facts_of(slug, with_off=True) is None:
        raise Http404
    form = AddressForm(request.POST)
    row = ProviderSetting.objects.filter(slug=slug).first() or ProviderSetting(slug=slug)
    if slug not in catalog.PROVIDERS and not request.POST.get("base_url", "").strip():
        form.add_error("base_url", "A provider of your own needs its address.")
    if slug == "sandbox" and request.POST.get("base_url", "").strip():
        form.add_error("base_url", "The Sandbox is here and calls nobody.")
    if not form.is_valid():
        return _page(request, bad=(slug, form), status=422)
    if row.base_url != form.cleaned_data["base_url"]:
        label = next(
            each.label for each in provider_directory.all_facts(with_off=True) if each.slug == slug
        )
        notify.address_changed(slug, label, form.cleaned_data["base_url"], request.user)
    for name, value in form.cleaned_data.items():
        setattr(row, name, value)
    row.save()
    messages.success(request, "Provider saved")
    return redirect("team_providers")


@require_safe
@admins_only
def export(request: Asking) -> HttpResponseBase:
    """Every provider, and how its last hour went."""
    rows = {row.slug: row for row in ProviderSetting.objects.all()}
    fared = {router.slug: router for router in provider_success_rate.last_hour()}
    lines = [
        _line(facts, rows.get(facts.slug) or ProviderSetting(slug=facts.slug), fared)
        for facts in provider_directory.all_facts(with_off=True)
    ]
    return as_csv(request, "imagehub-providers", _COLUMNS, lines)


def _line(
    facts: ProviderFacts, row: ProviderSetting, fared: dict[str, provider_success_rate.Router]
) -> tuple[Value, ...]:
    router = fared.get(facts.slug)
    return (
        facts.label,
        facts.slug,
        "yes" if row.is_on else "no",
        row.base_url or facts.base_url,
        "yes" if row.new_models_wait else "no",
        router.jobs if router else None,
        router.success if router else None,
        router.median_s if router else None,
    )


def _page(
    request: Asking, *, bad: tuple[str, AddressForm] | None = None, status: int = 200
) -> HttpResponse:
    rows = {row.slug: row for row in ProviderSetting.objects.all()}
    fared = {router.slug: router for router in provider_success_rate.last_hour()}
    lines = []
    for facts in provider_directory.all_facts(with_off=True):
        is_bad = bad is not None and bad[0] == facts.slug
        lines.append(
            {
                "facts": facts,
                "row": rows.get(facts.slug) or ProviderSetting(slug=facts.slug),
                "router": fared.get(facts.slug),
                "is_built_in": facts.slug in catalog.PROVIDERS,
                "takes_url": facts.slug != "sandbox",
                "given": request.POST if is_bad else None,
                "error": " ".join(str(text) for text in bad[1].errors.get("base_url", []))
                if bad and is_bad
                else "",
            }
        )
    return render(
        request,
        "generations/team/providers.html",
        {"lines": lines, "proxy": way_out().shown, "proxy_judges": PROXY_JUDGES},
        status=status,
    )
