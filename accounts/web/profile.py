"""A person's own page: name and theme."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.models.user import Theme
from accounts.web.asking import person


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name", "theme"]


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Shows the page, or keeps what was changed."""
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=person(request).pk))
    if request.method == "GET":
        return render(request, "accounts/profile.html", {"form": form})
    if not form.is_valid():
        return render(request, "accounts/profile.html", {"form": form}, status=422)
    form.save()
    messages.success(request, "Profile saved")
    return redirect("profile")


@login_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keeps the theme; the top bar's button sends it."""
    chosen = request.POST.get("theme", "")
    if chosen not in Theme.values:
        return HttpResponse("No such theme.", status=422, content_type="text/plain")
    User.objects.filter(pk=person(request).pk).update(theme=chosen)
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(status=204)
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    """The page the person came from, if it is one of ours."""
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(
        came_from, {request.get_host()}, require_https=request.is_secure()
    )
    return came_from if ours else "profile"
