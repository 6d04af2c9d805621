"""Dates in the language and order a person chose; the product itself speaks English."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from zoneinfo import ZoneInfo, available_timezones

from asgiref.local import Local
from django.conf import settings
from django.utils import timezone, translation
from django.utils.dateformat import format as format_date
from django.utils.formats import get_format

from accounts.models import DateLanguage, User

_now = Local()
ENGLISH = DateLanguage.ENGLISH.value
_ENGLISH_FORMATS = {  # Django's own for en-gb have no comma, and short ones no month's name
    "day": "j F",
    "full": "j F Y",
    "short": "j M",
    "short_year": "j M Y",
    "month": "F Y",
}
_AMERICAN = {"day": "F j", "full": "F j, Y"}  # Django's own "en" cuts the month
_DJANGOS = {"day": "MONTH_DAY_FORMAT", "full": "DATE_FORMAT", "month": "YEAR_MONTH_FORMAT"}
_SHORT_BY_LANGUAGE = {
    "en": ("M j", "M j, Y"),
    "de": ("j. M", "j. M Y"),
    "ja": ("n月j日", "Y年n月j日"),
    "zh-hans": ("n月j日", "Y年n月j日"),
}


@contextmanager
def as_read_by(person: User) -> Iterator[None]:
    """Times in this person's zone and dates in their language, until the end of the block."""
    before = getattr(_now, "language", ENGLISH)
    _now.language = person.date_language
    try:
        with timezone.override(zone_of(person)):
            yield
    finally:
        _now.language = before


def zone_of(person: User) -> ZoneInfo:
    """The person's time zone, or the server's."""
    chosen = person.time_zone or settings.TIME_ZONE
    return ZoneInfo(chosen if chosen in known_zones() else "UTC")


@functools.cache
def known_zones() -> frozenset[str]:
    """Names of all time zones. Read once: they are found by walking over six hundred files."""
    return frozenset(available_timezones())


def say(day: date | datetime, style: str) -> str:
    """`style` is "day" (20 November), "full" (with the year), "month" (November 2026), "short"
    (20 Nov) or "short_year"."""
    language = getattr(_now, "language", ENGLISH)
    if isinstance(day, datetime):
        return _said(day, style, language)
    return _kept(day, style, language)


def _said(day: date | datetime, style: str, language: str) -> str:
    with translation.override(language):
        return format_date(day, _format(language, style))


# days alone: moments of different zones are equal to each other and not said alike
_kept = functools.lru_cache(2_000)(_said)


def say_moment(moment: datetime) -> str:
    """To the second: 20 November 2026, 14:05:09."""
    here = timezone.localtime(moment)
    return f"{say(here, 'full')}, {here:%H:%M:%S}"


def _format(language: str, style: str) -> str:
    if language == ENGLISH:
        return _ENGLISH_FORMATS[style]
    if language == DateLanguage.AMERICAN and style in _AMERICAN:
        return _AMERICAN[style]
    if style in _DJANGOS:
        return str(get_format(_DJANGOS[style], lang=language, use_l10n=True))
    short, with_year = _SHORT_BY_LANGUAGE.get(language, ("j M", "j M Y"))
    return with_year if style == "short_year" else short
