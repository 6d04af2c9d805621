"""allauth's passkey forms, deaf to malformed credentials: it lets some of those through as 500."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms

MALFORMED = (KeyError, TypeError, AttributeError, ValueError)


class _Careful:
    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except MALFORMED as error:
            raise get_adapter().validation_error("incorrect_code") from error


class Login(_Careful, forms.LoginWebAuthnForm):
    pass


class Authenticate(_Careful, forms.AuthenticateWebAuthnForm):
    pass


class Reauthenticate(_Careful, forms.ReauthenticateWebAuthnForm):
    pass


class Add(forms.AddWebAuthnForm):
    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except MALFORMED as error:
            raise get_adapter().validation_error("incorrect_code") from error
