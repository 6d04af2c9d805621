"""Puts a notice away."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.models import Notice, NoticeDismissal
from accounts.web.asking import person


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
    came_from = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(
        came_from, {request.get_host()}, require_https=request.is_secure()
    )
    return redirect(came_from if is_ours else "workspace")
