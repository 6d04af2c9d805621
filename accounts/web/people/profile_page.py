"""A person's own page: how the team sees them, and how the product looks to them."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.models import SocialAccount
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Avatar, Theme, User
from accounts.people import avatars, date_format, notice_choices
from accounts.web.rate_limits import limited
from accounts.web.signed_in_person import person
from generations import offers


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = [
            "name",
            "theme",
            "time_zone",
            "date_language",
            "single_keys",
            "default_model",
            "default_visibility",
        ]

    def clean_time_zone(self) -> str:
        zone: str = self.cleaned_data["time_zone"].strip()
        if zone and zone not in date_format.known_zones():
            raise forms.ValidationError("No such time zone. Choose one of the list.")
        return zone


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Shows the page, or keeps what was changed."""
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=person(request).pk))
    if request.method == "GET":
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    form.save()
    messages.success(request, "Profile saved")
    return redirect("profile")


@login_required
@require_POST
@limited("avatar", "20/m/user")
def change_avatar(request: HttpRequest) -> HttpResponse:
    """Keeps an uploaded picture, or goes back to initials."""
    me = person(request)
    upload: Any = request.FILES.get("avatar")
    if "remove" in request.POST:
        avatars.forget(me)
        messages.success(request, "Picture removed")
        return redirect("profile")
    if upload is None:
        return _page(request, _form_of(me), avatar_error="Choose a picture first.", status=422)
    try:
        avatars.keep(me, upload, upload.size)
    except avatars.NotAFace as error:
        return _page(request, _form_of(me), avatar_error=str(error), status=422)
    messages.success(request, "Picture saved")
    return redirect("profile")


@login_required
@require_safe
def avatar(request: HttpRequest, pk: int, version: str) -> HttpResponse:
    """The face of somebody of the team."""
    row = Avatar.objects.filter(user=pk, user__avatar_version=version).first()
    if row is None:
        raise Http404
    response = HttpResponse(bytes(row.webp), content_type="image/webp")
    patch_cache_control(response, private=True, max_age=31_536_000, immutable=True)
    return response


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


def _form_of(me: User) -> ProfileForm:
    return ProfileForm(instance=User.objects.get(pk=me.pk))


def _page(
    request: HttpRequest, form: ProfileForm, *, avatar_error: str = "", status: int = 200
) -> HttpResponse:
    me = person(request)
    groups = offers.picker(me).groups if me.may_spend else ()
    context = {
        "form": form,
        "me": me,
        "zones": sorted(zone for zone in date_format.known_zones() if "/" in zone or zone == "UTC"),
        "groups": [group for group in groups if group.is_ready],
        "avatar_error": avatar_error,
        "company": settings.OIDC_NAME if settings.OIDC_ISSUER else "",
        "is_connected": SocialAccount.objects.filter(user=me).exists(),
        "notice_ways": [notice_choices.WAYS[way] for way in notice_choices.ways()],
        "notice_lines": notice_choices.lines(me),
    }
    return render(request, "accounts/people/profile.html", context, status=status)


def _back(request: HttpRequest) -> str:
    """The page the person came from, if it is one of ours."""
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(
        came_from, {request.get_host()}, require_https=request.is_secure()
    )
    return came_from if ours else "profile"
