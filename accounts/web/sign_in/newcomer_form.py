"""The form of whoever comes in: a name, and a password held against the rules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from accounts.models import User


class NewcomerForm(forms.Form):
    name = forms.CharField(max_length=120, error_messages={"required": "Say what to call you."})
    password = forms.CharField(
        strip=False, error_messages={"required": "Choose a password."}, max_length=4096
    )

    def __init__(self, *args: Any, invited: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invited = invited  # the address, where no field asks for it

    def clean(self) -> None:
        """Holds the password against the rules, name and address in mind."""
        given = self.cleaned_data
        if given.get("password"):
            email = given.get("email") or self.invited
            try:
                validate_password(given["password"], User(email=email, name=given.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)


class NewcomerWithAddressForm(NewcomerForm):
    email = forms.EmailField(
        max_length=254, error_messages={"required": "You will sign in with this address."}
    )
    field_order = ["name", "email", "password"]
