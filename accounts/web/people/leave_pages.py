"""Taking one's things along, and leaving for good."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.web.rate_limits import limited
from accounts.web.signed_in_person import person
from generations.services.export import personal_data
from generations.services.governance import member_lifecycle
from generations.web.components.streamed_response import zip_response
from generations.web.media.media_views import file_name


@login_required
@require_POST
@limited("export", "10/h/user")
def take_along(request: HttpRequest) -> StreamingHttpResponse:
    """Everything of mine as one ZIP, made while it is sent."""
    pieces = personal_data.chunks(person(request), name_of=file_name)
    return zip_response(pieces, f"imagehub-{timezone.localdate():%Y-%m-%d}.zip")


@login_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@limited("leave", "10/m/user")
def leave(request: HttpRequest) -> HttpResponse:
    """Asks who inherits and for the password; then the account is gone."""
    me = person(request)
    if request.method == "GET":
        return _page(request)
    errors: dict[str, str] = {}
    if me.has_usable_password() and not me.check_password(request.POST.get("password", "")):
        errors["password"] = "This is not your password."
    heir = _heir(me, request.POST.get("heir", ""))
    if heir is None and member_lifecycle.has_made(me):
        errors["heir"] = "Choose who inherits your pictures."
    if errors:
        return _page(request, errors)
    try:
        member_lifecycle.delete(me, heir=heir, by=me)
    except member_lifecycle.LastAdmin:
        return _page(request, {"form": "You are the last admin. Make somebody else admin first."})
    except member_lifecycle.StillRunning as error:
        return _page(request, {"form": f"{error.count} of your jobs still run. Wait for them."})
    logout(request)
    messages.success(request, "Your account is deleted")
    return redirect("account_login")


def _page(request: HttpRequest, errors: dict[str, str] | None = None) -> HttpResponse:
    me = person(request)
    others = User.objects.filter(is_active=True).exclude(pk=me.pk).order_by("name", "email")
    context = {
        "heirs": others,
        "needs_heir": member_lifecycle.has_made(me),
        "has_password": me.has_usable_password(),
        "errors": errors or {},
    }
    return render(request, "accounts/people/leave.html", context, status=422 if errors else 200)


def _heir(me: User, chosen: str) -> User | None:
    if not (chosen.isascii() and chosen.isdigit() and len(chosen) < 19):
        return None
    return User.objects.filter(is_active=True, pk=int(chosen)).exclude(pk=me.pk).first()
