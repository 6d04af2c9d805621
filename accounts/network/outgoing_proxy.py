"""The way out of this machine as the settings have it: for routers, downloads, sign-in and mail."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from generations.providers.proxy_settings import Way, way_of

PROXY_JUDGES = (
    "A name that this machine cannot resolve is left to the proxy to judge; private addresses are"
    " refused in every case."
)


def way_out() -> Way:
    """Hosts of IMAGEHUB_PRIVATE_HOSTS are reached without the proxy."""
    straight = (*settings.NO_PROXY, *settings.PRIVATE_HOSTS)
    return _read(settings.PROXY, straight, settings.CA_FILE)


@cache
def _read(proxy: str, straight: tuple[str, ...], ca_file: str) -> Way:
    return way_of(proxy=proxy, no_proxy=straight, ca_file=ca_file)
