"""Company sign-in as allauth wants it described."""

from __future__ import annotations

from typing import Any


def providers(issuer: str, name: str, client_id: str, client_secret: str) -> dict[str, Any]:
    """SOCIALACCOUNT_PROVIDERS: one OpenID provider called "company", or none without an issuer."""
    company = {
        "provider_id": "company",
        "name": name,
        "client_id": client_id,
        "secret": client_secret,
        "settings": {"server_url": issuer},
    }
    return {
        "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [company] if issuer else []},
    }


def company_app(issuer: str) -> list[str]:
    """What to install for it: without an issuer nothing, because it weighs 8 MB."""
    return ["allauth.socialaccount.providers.openid_connect"] if issuer else []
