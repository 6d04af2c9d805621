"""The workspace: composer, job strip, gallery; and its lists again after a long sleep."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_safe

from accounts.models import User
from generations.models import Collection, Draft, Generation, Picture
from generations.models.tolerant_rows import one_of_a_list
from generations.providers.types import Problem
from generations.stored import event_log
from generations.web.components import job_cards, message_html
from generations.web.components.waiting_times import Wait, waits_of
from generations.web.composer.composer_context import Composer, compose
from generations.web.composer.form_data import FormData, from_draft
from generations.web.gallery import search_results
from generations.web.page_access import Asking, signed_in

MOST_OPEN, MOST_TROUBLED = 100, 12  # cards of the strip


@require_safe
@signed_in
def workspace(request: Asking) -> HttpResponse:
    if request.htmx and "found" in (request.htmx.target or ""):
        response = render(
            request,
            "generations/gallery/_search_results.html",
            search_results.context(request, request.user),
        )
    else:
        response = page(request, _drafted(request.user))
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


@require_GET
@signed_in
def lists(request: Asking) -> HttpResponse:
    """Strip and gallery as they are now, for a window that slept too long."""
    return render(request, "generations/composer/_workspace_refreshed.html", _lists(request))


def page(
    request: Asking,
    filled: FormData,
    *,
    problems: Sequence[Problem] = (),
    status: int = 200,
) -> HttpResponse:
    """The whole page with this in the composer."""
    user, last_id = request.user, event_log.last_id()
    folders = search_results.folders_of(user)
    context: dict[str, object] = {
        "last_id": last_id,  # from before the cards: what happens between is sent again
        "composer": composer_for(user, filled, problems, folders),
        "ticket": uuid.uuid4(),
        "trashed": _just_trashed(user, request.GET.get("trashed", "")),
        "has_replaced": request.GET.get("used") == "1" and _has_replaced(user),
        **_lists(request, asking=request.GET.get("ask", ""), folders=folders),
    }
    return render(request, "generations/composer/workspace.html", context, status=status)


def composer_for(
    user: User, filled: FormData, problems: Sequence[Problem], folders: Sequence[Collection]
) -> Composer | None:
    """Viewers have none."""
    if not user.may_spend:
        return None
    return compose(user, filled, problems=problems, folders=folders)


def _drafted(user: User) -> FormData:
    if not user.may_spend:
        return FormData()
    return from_draft(Draft.objects.at_hand(user), user)


def _lists(
    request: Asking, asking: str = "", folders: Sequence[Collection] | None = None
) -> dict[str, object]:
    user = request.user
    jobs, is_more = _on_strip(user)
    waits = waits_of(jobs)
    running = sum(job.is_open and job.status != "queued" for job in jobs)
    strip = [_drawn(job, user, waits.get(job.pk, Wait()), asking) for job in jobs]
    return {
        "cards": strip,
        "is_more_trouble": is_more,
        "running": running,
        "running_html": message_html.running_html(running),
        **search_results.context(request, user, folders=folders),
    }


def _on_strip(user: User) -> tuple[list[Generation], bool]:
    """Everybody's open jobs and own troubled ones, the newest first; whether more of these wait."""
    rows = Generation.objects.order_by("-id")
    running = list(rows.visible_to(user).open().values_list("pk", flat=True)[:MOST_OPEN])
    troubled = list(rows.in_trouble_of(user).values_list("pk", flat=True)[: MOST_TROUBLED + 1])
    half = list(rows.half_of(user).values_list("pk", flat=True)[:MOST_TROUBLED])
    shown = [*running, *troubled[:MOST_TROUBLED], *half]
    jobs = list(rows.filter(pk__in=shown)) if shown else []
    people = {user.pk: user} | User.objects.in_bulk(
        {job.requester_id for job in jobs if job.requester_id != user.pk}
    )
    for job in jobs:
        job.requester = people[job.requester_id]
    return jobs, len(troubled) > MOST_TROUBLED


def _drawn(job: Generation, user: User, wait: Wait, asking: str) -> str:
    """Its card; nothing where its own data break that: the page stands without it."""
    return one_of_a_list(f"job {job.uid}", lambda: _card(job, user, wait, asking)) or ""


def _card(job: Generation, user: User, wait: Wait, asking: str) -> str:
    kind = job_cards.viewer_kind(user, job.requester_id, job.is_private)
    return job_cards.card_html(
        job,
        kind,
        wait=wait,
        asks_twice=asking == str(job.uid),
    )


def _has_replaced(user: User) -> bool:
    return Draft.objects.filter(user=user).exclude(replaced="").exists()


def _just_trashed(user: User, uid: str) -> Picture | None:
    try:
        wanted = uuid.UUID(uid)
    except ValueError:
        return None
    return Picture.objects.in_trash_of(user).filter(uid=wanted).first()
