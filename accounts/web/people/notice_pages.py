"""Dismisses notices, and keeps which of them a person wants, and how."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.models import Notice, NoticeDismissal, User
from accounts.people import notice_choices
from accounts.web.signed_in_person import person


@login_required
@require_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """For this person only; twice is once. 404 for a notice that is somebody else's."""
    user = person(request)
    notice = Notice.objects.filter(pk=pk).first()
    if notice is None or notice.person_id not in (None, user.pk):
        raise Http404
    NoticeDismissal.objects.get_or_create(notice=notice, person=user)
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse("")
    return redirect(_back(request))


@login_required
@require_POST
def dismiss_all(request: HttpRequest) -> HttpResponse:
    """Everything that stands above this person's pages."""
    user = person(request)
    NoticeDismissal.objects.bulk_create(
        [NoticeDismissal(notice=one, person=user) for one in Notice.objects.shown_to(user)],
        ignore_conflicts=True,
    )
    return redirect(_back(request))


@login_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keeps which kinds reach them, and how: what they could tick and did not is declined.

    What is not offered now, such as letters without a mail server, stays as it was.
    """
    user = person(request)
    offered = notice_choices.offered_to(user)
    kept = set(user.notices_declined) - offered
    declined = kept | (offered - set(request.POST.getlist("want")))
    User.objects.filter(pk=user.pk).update(notices_declined=sorted(declined))
    messages.success(request, "Notices saved")
    return redirect("profile")


def _back(request: HttpRequest) -> str:
    came_from = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(
        came_from, {request.get_host()}, require_https=request.is_secure()
    )
    return came_from if is_ours else "workspace"
