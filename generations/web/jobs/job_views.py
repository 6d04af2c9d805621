"""What a person does with a card: cancel, retry, run again, dismiss, remix."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TypeAlias

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from generations.models import Generation
from generations.providers.errors import RequestRefused
from generations.services.jobs import job_actions
from generations.web.components import job_cards, message_html
from generations.web.components.waiting_times import Wait, waits_of
from generations.web.composer.composer_context import compose
from generations.web.composer.form_data import from_draft, read_tab
from generations.web.page_access import Asking, signed_in

Maker: TypeAlias = Callable[[], Generation]


@require_GET
@signed_in
def job_card(request: Asking, uid: uuid.UUID) -> HttpResponse:
    """The card as it is now; none of a job that is done, whose pictures are in the gallery."""
    return _placed(request, _visible(request, uid))


@require_POST
@signed_in
def cancel(request: Asking, uid: uuid.UUID) -> HttpResponse:
    job = _own(request, uid)
    job_actions.cancel(request.user, job)
    return _changed(request, uid)


@require_POST
@signed_in
def dismiss(request: Asking, uid: uuid.UUID) -> HttpResponse:
    job_actions.dismiss(request.user, _own(request, uid))
    return _changed(request, uid)


@require_POST
@signed_in
def dismiss_all(request: Asking) -> HttpResponse:
    """Their windows, this one included, hear of it by the stream."""
    job_actions.dismiss_all(request.user)
    return HttpResponse(status=204) if request.htmx else redirect("workspace")


@require_POST
@signed_in
def retry(request: Asking, uid: uuid.UUID) -> HttpResponse:
    """A new job with the same request; an unknown outcome asks before it may bill twice."""
    job = _own(request, uid)
    ticket = uuid.uuid5(job.uid, "retry")  # one card can be retried once
    is_sure = request.GET.get("may_bill_twice") == "1"
    return _made(
        request,
        job,
        lambda: job_actions.retry(request.user, job, ticket=ticket, may_bill_twice=is_sure),
    )


@require_POST
@signed_in
def again(request: Asking, uid: uuid.UUID) -> HttpResponse:
    """The same settings without the seed. A page that offers it more than once sends a ticket."""
    job = _own(request, uid)
    ticket = _ticket(request) or uuid.uuid5(job.uid, "again")
    return _made(request, job, lambda: job_actions.run_again(request.user, job, ticket=ticket))


@require_POST
@signed_in
def remix(request: Asking, uid: uuid.UUID) -> HttpResponse:
    """Fills the composer and sends nothing."""
    job = _visible(request, uid)
    if not request.user.may_spend:
        raise PermissionDenied("Viewers look at pictures; they do not ask for any.")
    draft = job_actions.remix(request.user, job, tab=read_tab(request.headers.get("X-Tab", "")))
    if not request.htmx:
        return redirect(reverse("workspace") + "#composer")
    context = {
        "composer": compose(request.user, from_draft(draft, request.user)),
        "ticket": uuid.uuid4(),
    }
    response = render(request, "generations/composer/_composer_filled.html", context)
    response["HX-Trigger"] = "composer-filled"
    return response


def _made(request: Asking, job: Generation, make: Maker) -> HttpResponse:
    try:
        new = make()
    except RequestRefused as refusal:
        return _not_made(request, job, refusal)
    if not request.htmx:
        return redirect("workspace")
    job.refresh_from_db()
    html = message_html.partial("#jobs", message_html.SORTED, _card(request, new, looks_again=True))
    if job.dismissed_at:
        html += message_html.partial(f"#job-{job.uid}", "delete")
    return HttpResponse(html)


def _not_made(request: Asking, job: Generation, refusal: RequestRefused) -> HttpResponse:
    asks_twice = any(problem.code == "may_bill_twice" for problem in refusal.problems)
    if not request.htmx:
        return redirect(reverse("workspace") + (f"?ask={job.uid}" if asks_twice else ""))
    if asks_twice:
        html = _card(request, job, asks_twice=True)
        return HttpResponse(message_html.partial("#jobs", message_html.SORTED, html))
    context = {"said": " ".join(problem.message for problem in refusal.problems)}
    return render(request, "generations/components/_toast.html", context, status=422)


def _changed(request: Asking, uid: uuid.UUID) -> HttpResponse:
    if not request.htmx:
        return redirect("workspace")
    job = Generation.objects.owned_by(request.user).select_related("requester").get(uid=uid)
    return _placed(request, job, looks_again=True)


def _placed(request: Asking, job: Generation, *, looks_again: bool = False) -> HttpResponse:
    """The card to where it belongs, or away with it."""
    if job.dismissed_at or (job.status == "done" and not job.unreadable):
        return HttpResponse(message_html.partial(f"#job-{job.uid}", "delete"))
    html = _card(request, job, looks_again=looks_again)
    return HttpResponse(message_html.partial("#jobs", message_html.SORTED, html))


def _card(
    request: Asking, job: Generation, *, asks_twice: bool = False, looks_again: bool = False
) -> str:
    kind = job_cards.viewer_kind(request.user, job.requester_id, job.is_private)
    wait = waits_of([job]).get(job.pk, Wait())
    return job_cards.card_html(
        job,
        kind,
        wait=wait,
        asks_twice=asks_twice,
        looks_again=looks_again,
    )


def _visible(request: Asking, uid: uuid.UUID) -> Generation:
    jobs = Generation.objects.visible_to(request.user).select_related("requester")
    job = jobs.filter(uid=uid).first()
    if job is None:
        raise Http404
    return job


def _own(request: Asking, uid: uuid.UUID) -> Generation:
    job = _visible(request, uid)
    if job.requester_id != request.user.pk:
        raise PermissionDenied("This job belongs to somebody else.")
    return job


def _ticket(request: Asking) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("ticket", ""))
    except ValueError:
        return None
