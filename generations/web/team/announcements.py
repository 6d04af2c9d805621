"""A sentence from the admins to everybody, shown until each has dismissed."""

from __future__ import annotations

from datetime import datetime, time

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Notice, NoticeKind
from generations.web.page_access import Asking
from generations.web.team.admin_access import admins_only
from generations.web.team.page_and_csv_tables import Column, as_csv

_COLUMNS = (
    *(Column(label=label) for label in ("Title", "More", "By")),
    *(Column(label=label, kind="moment") for label in ("Announced", "Until")),
)


class AnnouncementForm(forms.Form):
    title = forms.CharField(max_length=120)
    body = forms.CharField(max_length=500, required=False)
    ends_on = forms.DateField(required=False)

    def clean_ends_on(self) -> datetime | None:
        """The end of that day, in the team's time zone."""
        day = self.cleaned_data["ends_on"]
        if day is None:
            return None
        if day < timezone.localdate():
            raise forms.ValidationError("Choose today or a later day.")
        return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


@require_http_methods(["GET", "HEAD", "POST"])
@admins_only
def page(request: Asking) -> HttpResponse:
    """What was announced, and the form for more; a POST announces."""
    form = AnnouncementForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        Notice.objects.create(
            kind=NoticeKind.ANNOUNCEMENT,
            title=form.cleaned_data["title"],
            body=form.cleaned_data["body"],
            ends_at=form.cleaned_data["ends_on"],
            author=request.user,
        )
        messages.success(request, "Announced. Everybody sees it on their next page.")
        return redirect("team_announcements")
    past = Notice.objects.filter(kind=NoticeKind.ANNOUNCEMENT).select_related("author")
    context = {"form": form, "past": past.order_by("-pk")[:50], "now": timezone.now()}
    status = 422 if request.method == "POST" else 200
    return render(request, "generations/team/announcements.html", context, status=status)


@require_safe
@admins_only
def export(request: Asking) -> HttpResponseBase:
    """Everything that was ever announced."""
    past = Notice.objects.filter(kind=NoticeKind.ANNOUNCEMENT).select_related("author")
    rows = [
        (each.title, each.body, str(each.author or ""), each.made_at, each.ends_at)
        for each in past.order_by("-pk")
    ]
    return as_csv(request, "imagehub-announcements", _COLUMNS, rows)


@require_POST
@admins_only
def end(request: Asking, pk: int) -> HttpResponse:
    """Takes it down for everybody."""
    notice = get_object_or_404(Notice, pk=pk, kind=NoticeKind.ANNOUNCEMENT)
    Notice.objects.filter(pk=notice.pk).update(ends_at=timezone.now())
    messages.success(request, "Taken down")
    return redirect("team_announcements")
