"""What doctor sees around the product: database, addresses, proxies, certificates."""

from __future__ import annotations

from collections.abc import Iterator

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from accounts.network import site_address
from accounts.network.outgoing_proxy import PROXY_JUDGES, way_out
from generations.providers.wire.http_clients import authorities
from imagehub.preflight.doctor_report import Line

SIGN_INS = 5  # the last ones, whose addresses are told


def lines() -> Iterator[Line]:
    """Each check in one or two lines."""
    yield Line(words=f"time zone: {settings.TIME_ZONE}")
    yield Line(words=f"links begin with: {site_address.for_letters()}{settings.URL_PATH}/")
    yield from _database()
    yield from _certificates()
    yield from _way_out()


def _database() -> Iterator[Line]:
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        seen = _sign_ins() if not missing else ""
    except DatabaseError as problem:
        yield Line(words=f"database: {connection.vendor} said: {problem}".strip(), is_fault=True)
        return
    if missing:
        words = (
            f"database: {connection.vendor}, {len(missing)} migrations to go; make run does them"
        )
        yield Line(words=words, is_fault=True)
    else:
        yield Line(words=f"database: {connection.vendor}, its tables are current")
        yield Line(words=f"proxies: IMAGEHUB_PROXIES={settings.PROXIES}; {seen}")


def _sign_ins() -> str:
    """One address for everybody there says that a proxy is not told of."""
    found = UserSession.objects.order_by("-created_at").values_list("ip", flat=True)[:SIGN_INS]
    return f"the last sign-ins came from {', '.join(map(str, found)) or 'nowhere yet'}"


def _certificates() -> Iterator[Line]:
    known = authorities()
    words = f"certificates: {known} authorities known to this machine"
    if known:
        yield Line(words=words)
    else:
        yield Line(
            words=f"{words}: no router can be reached; install the package ca-certificates",
            is_fault=True,
        )


def _way_out() -> Iterator[Line]:
    """Never with the proxy's password."""
    way = way_out()
    if way.proxy:
        straight = ", ".join((*settings.NO_PROXY, *settings.PRIVATE_HOSTS, "loopback"))
        yield Line(words=f"outgoing proxy: {way.shown}, but for {straight}. {PROXY_JUDGES}")
    if way.ca_file:
        yield Line(words=f"authorities of our own: {way.ca_file}")
