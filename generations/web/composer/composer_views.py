"""The composer's conversation with the server: model, price, draft, star, and the asking itself."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from generations import offers
from generations.models import Draft, FavouriteModel, Generation, MadeHow
from generations.providers import catalog
from generations.providers.errors import RequestRefused
from generations.providers.types import ImageRequest, Problem
from generations.services.jobs.submit import Asked, submit
from generations.web.components import job_cards
from generations.web.components.durations import counted
from generations.web.components.waiting_times import Wait, waits_of
from generations.web.composer import form_data as form
from generations.web.composer.composer_context import choice_of, compose, cost_of
from generations.web.composer.form_data import FormData
from generations.web.composer.model_picker import star_url
from generations.web.composer.workspace_page import page
from generations.web.page_access import Asking, signed_in


@require_POST
@signed_in
def params(request: Asking) -> HttpResponse:
    """The settings of another model, with every value it accepts."""
    _require_spender(request.user)
    filled = form.from_post(request.POST)
    spec = offers.spec_for(filled.provider, filled.model)
    dropped: Sequence[str] = ()
    if spec:
        filled, dropped = form.switched(filled, spec)
    form.save_draft(request.user, filled)
    if not request.htmx:
        return redirect("workspace")
    composer = compose(request.user, filled, dropped=dropped)
    return render(request, "generations/composer/_model_changed.html", {"composer": composer})


@require_POST
@signed_in
def estimate(request: Asking) -> HttpResponse:
    """The price line for what stands in the form."""
    _require_spender(request.user)
    filled = form.from_post(request.POST)
    choice = choice_of(request.user, filled)
    cost, note = cost_of(filled, choice) if choice else ("", "")
    return render(request, "generations/composer/_price.html", {"cost": cost, "cost_note": note})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in
def draft(request: Asking) -> HttpResponse:
    """Keeps what stands in the form; asked for, shows what that tab left, or nothing (204)."""
    _require_spender(request.user)
    if request.method != "POST":
        return _left(request)
    form.save_draft(request.user, form.from_post(request.POST))
    return HttpResponse(status=204)


def _left(request: Asking) -> HttpResponse:
    tab = form.read_tab(request.GET.get("tab", ""))
    row = Draft.objects.filter(user=request.user, tab=tab).first() if tab else None
    if row is None:
        return HttpResponse(status=204)
    composer = compose(request.user, form.from_draft(row, request.user))
    context = {"composer": composer, "ticket": uuid.uuid4()}
    answer = render(request, "generations/composer/_composer.html", context)
    answer["X-Edit"] = str(row.edit)
    return answer


@require_POST
@signed_in
def star_model(request: Asking) -> HttpResponse:
    """Puts a model among this person's favourites, or takes it out."""
    provider, _, model = request.GET.get("model", "").partition(":")
    if offers.spec_for(provider, model) is None:
        return HttpResponse(status=404)
    row, is_new = FavouriteModel.objects.get_or_create(
        user=request.user, provider=provider, model=model
    )
    if not is_new:
        row.delete()
    if not request.htmx:
        return redirect("workspace")
    context = {"url": star_url(f"{provider}:{model}"), "is_starred": is_new}
    return render(request, "generations/composer/_favourite_model_button.html", context)


@require_POST
@signed_in
def submit_job(request: Asking) -> HttpResponse:
    """Asks for pictures. The same ticket twice is one request."""
    filled = form.from_post(request.POST)
    try:
        jobs = _submit(request.user, filled)
    except RequestRefused as refusal:
        return _refused(request, filled, refusal.problems)
    form.save_draft(request.user, filled)
    if not request.htmx:
        return redirect("workspace")
    had_errors = bool(request.POST.get("had_errors"))
    context = {
        "ticket": uuid.uuid4(),
        "cards": cards_of(jobs),
        "said": f"{counted(len(jobs), 'job')} added to the queue",
        "composer": compose(request.user, filled) if had_errors else None,
    }
    return render(request, "generations/composer/_sent.html", context)


def cards_of(jobs: Sequence[Generation]) -> list[str]:
    """The owner's cards of these jobs."""
    waits = waits_of(jobs)
    return [
        job_cards.card_html(
            job,
            "owner",
            wait=wait,
            looks_again=True,
        )
        for job in jobs
        for wait in [waits.get(job.pk, Wait())]
    ]


def _submit(user: User, filled: FormData) -> list[Generation]:
    spec = offers.spec_for(filled.provider, filled.model)
    requests: tuple[ImageRequest, ...] = (ImageRequest(model=filled.model, prompt=filled.prompt),)
    if spec and user.may_spend:
        requests, unread = form.requests_of(filled, spec)
        if unread:
            raise RequestRefused([*unread, *catalog.problems(requests[0], spec)])
    source = form.remixed(user, filled)
    asked = Asked(
        provider=filled.provider,
        requests=requests,
        visibility=filled.visibility,
        key_label=filled.key_label,
        ticket=filled.ticket,
        made_from=source,
        made_how=MadeHow.REMIX if source else MadeHow.NEW,
        collection=form.chosen_collection(user, filled),
    )
    return submit(user, asked)


def _refused(request: Asking, filled: FormData, problems: Sequence[Problem]) -> HttpResponse:
    if not request.user.may_spend:
        raise PermissionDenied(problems[0].message)
    if not request.htmx:
        form.save_draft(request.user, filled)
        return page(request, filled, problems=problems, status=422)
    composer = compose(request.user, replace(filled, ticket=uuid.uuid4()), problems=problems)
    context = {"composer": composer, "said": counted(len(problems), "problem") + " to fix"}
    return render(request, "generations/composer/_refused.html", context, status=422)


def _require_spender(user: User) -> None:
    if not user.may_spend:
        raise PermissionDenied("Viewers look at pictures; they do not ask for any.")
