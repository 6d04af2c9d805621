"""The way out for libraries that bring their own clients: sign-in (requests) and mail (smtplib)."""

from __future__ import annotations

import ssl
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.mail.backends import smtp
from requests.adapters import HTTPAdapter

from generations.providers.proxy_settings import Way


class Outward(HTTPAdapter):
    """requests' own, through our proxy and with our authorities beside the usual ones."""

    def __init__(self, way: Way) -> None:
        self._way = way
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """requests adds certifi's authorities to the context."""
        super().init_poolmanager(*args, **{**kwargs, **self._trust()})

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        """Likewise behind a proxy, and for a proxy that speaks https itself."""
        trust = self._trust()
        if proxy.startswith("https://") and trust:
            kwargs["proxy_ssl_context"] = trust["ssl_context"]
        return super().proxy_manager_for(proxy, **kwargs, **trust)

    def send(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """By the way this host is reached."""
        host = urlsplit(request.url).hostname or ""
        proxy = "" if self._way.is_straight(host) else _with_credentials(self._way)
        kwargs["proxies"] = {"http": proxy, "https": proxy} if proxy else {}
        return super().send(request, *args, **kwargs)

    def _trust(self) -> dict[str, ssl.SSLContext]:
        return {"ssl_context": trusting(self._way.ca_file)} if self._way.ca_file else {}


class EmailBackend(smtp.EmailBackend):
    """Django's, with the authorities of IMAGEHUB_CA_FILE beside the usual ones."""

    @property
    def ssl_context(self) -> ssl.SSLContext:
        """Used by smtp+tls and smtp+ssl."""
        return trusting(settings.CA_FILE)


def trusting(ca_file: str) -> ssl.SSLContext:
    """The machine's authorities and those of the file."""
    context = ssl.create_default_context()
    if ca_file:
        context.load_verify_locations(ca_file)
    return context


def _with_credentials(way: Way) -> str:
    if way.credentials is None:
        return way.shown
    user, password = (quote(word, safe="") for word in way.credentials)
    scheme, _, rest = way.shown.partition("://")
    return f"{scheme}://{user}:{password}@{rest}"
