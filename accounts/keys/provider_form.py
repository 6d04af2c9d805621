"""How an admin describes a provider: a built-in one only on or off, another one whole."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from unfold.widgets import UnfoldAdminURLInputWidget

from accounts.models import ProviderSetting
from generations.providers import catalog
from generations.providers.wire.address_guard import is_public
from generations.providers.wire.base_address import problem_of


class ProviderForm(forms.ModelForm):
    base_url = forms.URLField(
        label="Base URL",
        required=False,
        max_length=300,
        assume_scheme="https",
        widget=UnfoldAdminURLInputWidget,
        help_text="Up to and including /v1. https and public.",
    )

    class Meta:
        model = ProviderSetting
        fields = [
            *("slug", "label", "is_on", "base_url", "models_text"),
            *("takes_typed_ids", "new_models_wait", "needs_key"),
        ]
        help_texts = {
            "slug": (
                "A built-in one ("
                + ", ".join(catalog.PROVIDERS)
                + ") to switch it on or off, or a new word for an OpenAI-compatible provider."
            ),
            "needs_key": "Each member brings a key of their own.",
        }

    def clean_base_url(self) -> str:
        """https to a public address, unless the operator named the host."""
        url: str = self.cleaned_data["base_url"].rstrip("/")
        if url:
            check_address(url)
        return url

    def clean_models_text(self) -> str:
        """One id a line, each of a length that a job can hold."""
        text: str = self.cleaned_data["models_text"]
        for line in text.splitlines():
            problem = catalog.typed_problem(line.strip())
            if problem:
                raise forms.ValidationError(f"“{line.strip()[:40]}”: {problem}")
        return text

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        slug = given.get("slug") or self.instance.slug
        if slug in catalog.PROVIDERS:
            if given.get("models_text"):
                message = "A built-in provider knows its own models. Leave them empty."
                raise forms.ValidationError(message)
            return given
        needed = ["label", "base_url"]
        if not given.get("takes_typed_ids"):
            needed.append("models_text")
        for name in needed:
            if not given.get(name) and name not in self.errors:
                self.add_error(name, "Needed for a provider of your own.")
        return given


def check_address(url: str) -> None:
    """https and public, or a host the operator named. Raises ValidationError."""
    problem = problem_of(url)
    if problem:
        raise forms.ValidationError(problem)
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host in settings.PRIVATE_HOSTS:
        return
    if parts.username or parts.password:
        raise forms.ValidationError("Keep names and passwords out of the address.")
    if parts.scheme != "https":
        raise forms.ValidationError(
            "Use https. Plain http is for hosts named in IMAGEHUB_PRIVATE_HOSTS."
        )
    if _is_private(host):
        raise forms.ValidationError(
            "This address is private. Name the host in IMAGEHUB_PRIVATE_HOSTS to allow it."
        )


def _is_private(host: str) -> bool:
    """Says so from the spelling; names are judged again whenever a call connects."""
    if host in ("", "localhost") or ("." not in host.strip(".") and ":" not in host):
        return True
    try:
        return not is_public(host)
    except ValueError:
        return host.endswith((".local", ".internal", ".localhost", ".lan", ".home.arpa"))
