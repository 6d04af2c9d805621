"""The first page of all: whoever holds the one-time link becomes the first admin."""

from __future__ import annotations

from django import forms
from django.contrib.auth import login
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.models import User
from accounts.people import first_admin
from accounts.web.rate_limits import limited


class FirstAdminForm(forms.Form):
    name = forms.CharField(max_length=120, error_messages={"required": "Say what to call you."})
    email = forms.EmailField(
        max_length=254, error_messages={"required": "You will sign in with this address."}
    )
    password = forms.CharField(
        strip=False, error_messages={"required": "Choose a password."}, max_length=4096
    )

    def clean(self) -> None:
        """Holds the password against the rules, name and address in mind."""
        given = self.cleaned_data
        if given.get("password"):
            person = User(email=given.get("email", ""), name=given.get("name", ""))
            try:
                validate_password(given["password"], person)
            except forms.ValidationError as error:
                self.add_error("password", error)


@method_decorator(
    [
        never_cache,
        sensitive_post_parameters("password"),
        limited("first_run", "30/m/ip", looks_too=True),
    ],
    name="dispatch",
)
class FirstRun(View):
    """Shows the form while there is no admin; 410 afterwards, 404 for any other link."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            first_admin.admit(str(kwargs["token"]))
        except first_admin.AlreadyClaimed:
            return _used(request)
        except first_admin.WrongToken as error:
            raise Http404 from error
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._page(request, FirstAdminForm())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        form = FirstAdminForm(request.POST)
        if not form.is_valid():
            return self._page(request, form, status=422)
        try:
            person = first_admin.claim(token, **form.cleaned_data)
        except first_admin.AlreadyClaimed:
            return _used(request)
        except IntegrityError:
            form.add_error("email", "Somebody here has this address already.")
            return self._page(request, form, status=422)
        login(request, person, backend="django.contrib.auth.backends.ModelBackend")
        return redirect("workspace")

    def _page(self, request: HttpRequest, form: FirstAdminForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "hints": password_validators_help_texts()}
        return render(request, "accounts/sign_in/first_run.html", context, status=status)


def _used(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/sign_in/first_run_used.html", status=410)
