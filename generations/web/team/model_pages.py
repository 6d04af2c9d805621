"""The models on offer, and what the admins make of them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.keys import provider_directory
from generations import offers, queue
from generations.models import Offer
from generations.providers import catalog
from generations.providers.types import ModelSpec, ProviderFacts
from generations.services.governance import model_settings
from generations.services.governance.model_settings import ModelSettings
from generations.web.components import money_format
from generations.web.page_access import Asking
from generations.web.team.admin_access import admins_only
from generations.web.team.page_and_csv_tables import Column, as_csv

_COLUMNS = (
    *(Column(label=label) for label in ("Provider", "Model", "Name", "Price")),
    Column(label="Price set here", kind="usd"),
    *(Column(label=label) for label in ("Awaiting approval", "Hidden", "Favourite", "Default")),
)
MOST = 120  # rows of one page


class ModelSettingsForm(forms.Form):
    label = forms.CharField(max_length=200, required=False)
    price_usd = forms.DecimalField(
        min_value=0, max_value=9999, max_digits=10, decimal_places=5, required=False
    )
    is_hidden = forms.BooleanField(required=False)
    is_favourite = forms.BooleanField(required=False)
    is_default = forms.BooleanField(required=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One model with its form's values."""

    number: int
    spec: ModelSpec
    offer: Offer
    price: str  # as the composer shows it
    error: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@admins_only
def page(request: Asking) -> HttpResponse:
    """One provider's models; a POST keeps the wishes for one of them."""
    facts = _provider(request)
    if request.method != "POST":
        return _page(request, facts)
    model, form = request.POST.get("model", ""), ModelSettingsForm(request.POST)
    if not form.is_valid():
        error = " ".join(str(text) for texts in form.errors.values() for text in texts)
        return _page(request, facts, bad=(model, error), status=422)
    if not model_settings.change_settings(facts.slug, model, ModelSettings(**form.cleaned_data)):
        raise Http404
    messages.success(request, "Model saved")
    return _back(facts, request.POST.get("q", ""))


@require_POST
@admins_only
def approve(request: Asking) -> HttpResponse:
    """Lets one waiting model, or all of a provider, into the picker."""
    facts = _provider(request)
    count = model_settings.approve(facts.slug, request.POST.get("model") or None)
    messages.success(request, f"{count} model{'' if count == 1 else 's'} approved")
    return _back(facts, "")


@require_POST
@admins_only
def ask_again(request: Asking) -> HttpResponse:
    """Has the worker ask the router what it offers."""
    facts = _provider(request)
    queue.refresh_offers(facts.slug)
    messages.info(request, f"{facts.label} is being asked. The list follows in a moment.")
    return _back(facts, "")


@require_safe
@admins_only
def export(request: Asking) -> HttpResponseBase:
    """One provider's models, all that the search leaves, with what the admins made of them."""
    facts = _provider(request)
    rows = [
        (
            facts.label,
            row.spec.id,
            row.offer.label or row.spec.label,
            row.price,
            row.offer.price_usd,
            *map(_yes, (row.offer.is_waiting, row.offer.is_hidden)),
            *map(_yes, (row.offer.is_favourite, row.offer.is_default)),
        )
        for row in _rows(facts, _query(request))
    ]
    return as_csv(request, f"imagehub-models-{facts.slug}", _COLUMNS, rows)


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


def _provider(request: Asking) -> ProviderFacts:
    everything = provider_directory.all_facts()
    asked = request.POST.get("provider") or request.GET.get("provider", "")
    if not asked and everything:
        return everything[0]
    found = next((facts for facts in everything if facts.slug == asked), None)
    if found is None:
        raise Http404
    return found


def _back(facts: ProviderFacts, query: str) -> HttpResponse:
    words = urlencode({"provider": facts.slug} | ({"q": query} if query else {}))
    return redirect(f"{reverse('team_models')}?{words}")


def _page(
    request: Asking, facts: ProviderFacts, *, bad: tuple[str, str] = ("", ""), status: int = 200
) -> HttpResponse:
    query = _query(request)
    rows = _rows(facts, query, bad)
    context = {
        "facts": facts,
        "everything": provider_directory.all_facts(),
        "rows": rows[:MOST],
        "count": len(rows),
        "waiting": sum(row.offer.is_waiting for row in rows),
        "q": query,
    }
    return render(request, "generations/team/models.html", context, status=status)


def _query(request: Asking) -> str:
    return (request.POST.get("q") or request.GET.get("q", "")).strip().lower()[:80]


def _rows(facts: ProviderFacts, query: str, bad: tuple[str, str] = ("", "")) -> list[Row]:
    """The provider's models with those words in name or id, waiting ones first."""
    specs = [
        spec
        for spec in offers.specs_of(facts.slug).values()
        if query in f"{spec.label} {spec.id}".lower()
    ]
    marked = {row.model: row for row in Offer.objects.filter(provider=facts.slug).defer("spec")}
    rows = [_row(number, spec, marked, bad) for number, spec in enumerate(specs)]
    return sorted(rows, key=lambda row: (not row.offer.is_waiting, row.number))


def _row(number: int, spec: ModelSpec, marked: dict[str, Offer], bad: tuple[str, str]) -> Row:
    offer = marked.get(spec.id) or Offer(provider=spec.provider, model=spec.id)
    price = money_format.about(catalog.price_hint(spec)) or "price not known"
    error = bad[1] if bad[0] == spec.id else ""
    return Row(number=number, spec=spec, offer=offer, price=price, error=error)
