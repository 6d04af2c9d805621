"""allauth's sign-in and password pages, with what our templates say beside the form."""

from __future__ import annotations

from typing import Any

from allauth.account import views as allauth
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import HttpResponse

from accounts.models import TeamSetting, User
from accounts.people import first_admin
from accounts.sign_in import sessions


class SignIn(allauth.LoginView):
    """Says where to begin while nobody could sign in."""

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "nobody_yet": first_admin.is_open(),
            "company": settings.OIDC_NAME if settings.OIDC_ISSUER else "",
            "may_ask": bool(TeamSetting.now().signup_domain),
        }


class ResetPassword(allauth.PasswordResetView):
    """Says so where the server sends no letters."""

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "mail_is_on": settings.MAIL_IS_ON}


class ChangePassword(allauth.PasswordChangeView):
    """With the rules beside the fields; other devices sign in again."""

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        sessions.end_all(form.user, but=self.request.session.session_key or "")
        return answer

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "hints": password_validators_help_texts()}


class SetPassword(allauth.PasswordSetView):
    """For people who came by company sign-in."""

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "hints": password_validators_help_texts()}


class NewPassword(allauth.PasswordResetFromKeyView):
    """The page a reset letter leads to; every session of theirs ends with it."""

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        sessions.end_all(User.objects.get(pk=self.reset_user.pk))
        return answer

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "hints": password_validators_help_texts()}


class ChangeEmail(allauth.EmailView):
    """A new address counts once it was confirmed; without mail an admin changes it."""

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "mail_is_on": settings.MAIL_IS_ON}

    def dispatch(self, request: Any, *args: object, **kwargs: object) -> HttpResponse:
        if request.user.is_authenticated:
            _vouch(request.user)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: Any, *args: object, **kwargs: object) -> HttpResponse:
        if not settings.MAIL_IS_ON:
            return HttpResponse("No mail is sent here.", status=422, content_type="text/plain")
        return super().post(request, *args, **kwargs)


def _vouch(person: User) -> None:
    """Who let them in stood for the address; allauth drops one that nobody confirmed."""
    confirmed = {"verified": True, "primary": True}
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults=confirmed)
