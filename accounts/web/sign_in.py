"""allauth's sign-in and password pages, with what our templates say beside the form."""

from __future__ import annotations

from typing import Any

from allauth.account import views as allauth
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts

from accounts import first_admin


class SignIn(allauth.LoginView):
    """Says where to begin while nobody could sign in."""

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "nobody_yet": first_admin.is_open()}


class ResetPassword(allauth.PasswordResetView):
    """Says so where the server sends no letters."""

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "mail_is_on": settings.MAIL_IS_ON}


class ChangePassword(allauth.PasswordChangeView):
    """With the rules beside the fields."""

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "hints": password_validators_help_texts()}


class NewPassword(allauth.PasswordResetFromKeyView):
    """The page a reset letter leads to."""

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "hints": password_validators_help_texts()}
