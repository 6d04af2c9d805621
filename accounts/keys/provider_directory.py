"""Which providers there are today: the built-in ones that are on, and the team's own."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from django.conf import settings

from accounts.models import ProviderSetting
from accounts.network.outgoing_proxy import way_out
from generations.providers import catalog
from generations.providers.types import Limits, Provider, ProviderFacts


def all_facts(*, with_off: bool = False) -> list[ProviderFacts]:
    """Every provider that is switched on (or all), built-in ones first."""
    rows = {row.slug: row for row in ProviderSetting.objects.all()}
    built_in = [
        catalog.facts(slug)
        for slug in catalog.PROVIDERS
        if with_off or slug not in rows or rows[slug].is_on
    ]
    own = [
        _facts_of_row(row)
        for row in rows.values()
        if row.slug not in catalog.PROVIDERS and (with_off or row.is_on)
    ]
    return built_in + own


def facts_of(slug: str, *, with_off: bool = False) -> ProviderFacts | None:
    """The facts of one provider, or None where it does not exist or is off."""
    row = ProviderSetting.objects.filter(slug=slug).first()
    if row and not row.is_on and not with_off:
        return None
    if slug in catalog.PROVIDERS:
        return catalog.facts(slug)
    return _facts_of_row(row) if row else None


def provider_for(slug: str, limits: Limits | None = None) -> Provider:
    """An adapter ready to be called; close() it. Raises LookupError for an unknown slug."""
    private = frozenset(settings.PRIVATE_HOSTS)
    limits = limits or Limits(silence_s=settings.SILENCE_LIMIT_S, private_hosts=private)
    limits = replace(limits, way=way_out())
    if slug in catalog.PROVIDERS:
        changed = settings.PROVIDER_URLS.get(slug) or _set_by_admin(slug)
        return catalog.build(slug, base_url=changed, limits=limits)
    facts = facts_of(slug, with_off=True)
    if facts is None:
        raise LookupError(slug)
    is_private = urlsplit(facts.base_url).hostname in private
    base_url = facts.base_url if is_private else None
    return catalog.build(slug, base_url=base_url, limits=limits, facts=facts)


def _set_by_admin(slug: str) -> str | None:
    """Another address for a built-in provider; the operator's setting comes before it."""
    urls = ProviderSetting.objects.filter(slug=slug).values_list("base_url", flat=True)
    return urls.first() or None


def _facts_of_row(row: ProviderSetting) -> ProviderFacts:
    return ProviderFacts(
        slug=row.slug,
        label=row.label or row.slug,
        badge=(row.label or row.slug)[:2].upper(),
        summary="OpenAI-compatible, added by an admin",
        base_url=row.base_url,
        dialect="openai_compatible",
        needs_key=row.needs_key,
        takes_typed_ids=row.takes_typed_ids,
    )
