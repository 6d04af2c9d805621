"""allauth's hooks: nobody signs up by themselves, and letters leave through the worker."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.network import site_address
from accounts.network.client_address import client_address

NOTICES = {  # what a letter says after the fact, by allauth's name of it
    "account/email/password_changed": "Your password was changed.",
    "account/email/password_reset": "Your password was set anew with a link.",
    "account/email/password_set": "A password was set.",
    "account/email/email_changed": "Your e-mail address was changed.",
    "account/email/email_confirm": "Your e-mail address was confirmed.",
    "account/email/email_deleted": "An e-mail address was removed.",
    "mfa/email/totp_activated": "An authenticator app was added.",
    "mfa/email/totp_deactivated": "The authenticator app was removed.",
    "mfa/email/webauthn_added": "A passkey was added.",
    "mfa/email/webauthn_removed": "A passkey was removed.",
    "mfa/email/recovery_codes_generated": "New recovery codes were made; old ones are worthless.",
    "socialaccount/email/account_connected": "Company sign-in was connected to your account.",
    "socialaccount/email/account_disconnected": "Company sign-in was disconnected.",
}


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Hands the letter to the worker; without a mail server there is none."""
        from generations import queue

        if not settings.MAIL_IS_ON:
            return
        about = {**context, "email": email, "team_name": settings.TEAM_NAME}
        subject = render_to_string(f"{template_prefix}_subject.txt", about).strip()
        body = render_to_string(f"{template_prefix}_message.txt", about).strip()
        queue.send_letter(to=email, subject=subject, body=body)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tells a person what was done to their account, in one plain letter for all cases."""
        what = NOTICES.get(template_prefix)
        if what:
            about = {"what": what, "when": timezone.now(), "ip": self.get_client_ip(self.request)}
            self.send_mail("account/email/notice", email or user.email, about)

    def get_client_ip(self, request: HttpRequest) -> str:
        """For allauth's limits, the list of sessions, and letters."""
        return client_address(request) or "127.0.0.1"

    def get_reset_password_from_key_url(self, key: str) -> str:
        """In a letter: never by the Host of whoever asked for it."""
        path = reverse("account_reset_password_from_key", kwargs=_parts(key))
        return site_address.for_letters() + path

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """Likewise."""
        path = reverse("account_confirm_email", args=[emailconfirmation.key])
        return site_address.for_letters() + path

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """Addresses are kept in lower case; the other sessions stay."""
        confirmed = super().confirm_email(request, email_address)
        person = email_address.user
        if confirmed and person.email != person.email.lower():
            User.objects.filter(pk=person.pk).update(email=person.email.lower())
        return bool(confirmed)


def _parts(key: str) -> dict[str, str]:
    """allauth's key names the person, a dash, and the token."""
    uidb36, _, token = key.partition("-")
    return {"uidb36": uidb36, "key": token}
