"""How people come in by themselves: with an invitation's link, or by asking where that is open."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib.auth import logout
from django.contrib.auth.password_validation import password_validators_help_texts
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.models import Invitation, TeamSetting, User
from accounts.people import invitations
from accounts.web.rate_limits import limited
from accounts.web.sign_in.newcomer_form import NewcomerForm, NewcomerWithAddressForm
from generations.services.notices import notify


@method_decorator(
    [
        never_cache,
        sensitive_post_parameters("password"),
        limited("join", "30/m/ip", looks_too=True),
    ],
    name="dispatch",
)
class Join(View):
    """The form of an invitation; 410 where it is over, 404 for anything we did not make."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            invitation = invitations.find(token)
        except invitations.Forged as error:
            raise Http404 from error
        except invitations.Over as over:
            return _over(request, over.state)
        return self._page(request, invitation, NewcomerForm())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            invitation = invitations.find(token)
            form = NewcomerForm(request.POST, invited=invitation.email)
            if not form.is_valid():
                return self._page(request, invitation, form, status=422)
            with transaction.atomic():
                person = invitations.accept(invitation, **form.cleaned_data)
                notify.came_in(person)
        except invitations.Forged as error:
            raise Http404 from error
        except invitations.Over as over:
            return _over(request, over.state)
        except IntegrityError:
            return _over(request, "taken")
        logout(request)  # whoever sat here before
        record_authentication(request, person, "password", reauthenticated=True)
        return perform_login(
            request, person, email_verification="none", redirect_url=reverse("workspace")
        )

    def _page(
        self, request: HttpRequest, invitation: Invitation, form: NewcomerForm, status: int = 200
    ) -> HttpResponse:
        context = {
            "form": form,
            "invitation": invitation,
            "hints": password_validators_help_texts(),
        }
        return render(request, "accounts/sign_in/join.html", context, status=status)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@limited("ask_to_join", "10/h/ip")
def ask(request: HttpRequest) -> HttpResponse:
    """Open sign-up for one mail domain; an admin lets people in."""
    domain = TeamSetting.now().signup_domain
    if not domain:
        raise Http404
    form = NewcomerWithAddressForm(request.POST or None)
    context = {"form": form, "domain": domain, "hints": password_validators_help_texts()}
    if request.method == "GET":
        return render(request, "accounts/sign_in/ask_to_join.html", context)
    email = form.cleaned_data.get("email", "").lower() if form.is_valid() else ""
    if email and not email.endswith(f"@{domain}"):
        form.add_error("email", f"Only addresses at {domain} can ask.")
    if not form.is_valid():
        return render(request, "accounts/sign_in/ask_to_join.html", context, status=422)
    _keep_request(email, form.cleaned_data["name"], form.cleaned_data["password"])
    return redirect("asked_to_join")


def asked(request: HttpRequest) -> HttpResponse:
    """The same words whether the address was new or not."""
    return render(request, "accounts/sign_in/asked_to_join.html")


def _keep_request(email: str, name: str, password: str) -> None:
    """An account that is closed until an admin opens it; nothing where the address is taken."""
    person = User(email=email, name=name, is_active=False, asked_to_join_at=timezone.now())
    person.set_password(password)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        return


def _over(request: HttpRequest, state: str) -> HttpResponse:
    return render(request, "accounts/sign_in/join_over.html", {"state": state}, status=410)
