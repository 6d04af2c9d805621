"""Small words of the templates: icons, avatars, style sheets, and how numbers and times read."""

from __future__ import annotations

import functools
from datetime import datetime, timedelta
from decimal import Decimal

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timesince import timesince

from accounts.models import User
from accounts.people import date_format

register = template.Library()


@register.simple_tag
def root() -> str:
    """The path under which we are served: "" or "/images". Every address of ours begins with it."""
    return str(settings.URL_PATH)


@register.simple_tag
@functools.lru_cache(1_000)  # some two hundred stand on a page, and two dozen differ
def icon(name: str, size: str = "") -> SafeString:
    """One picture of the sprite; `size` is "sm" or "lg". Decorative: the words stand beside it."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        f" icon--{size}" if size else "",
        static("img/icons.svg"),
        name,
    )


@register.simple_tag
def avatar(person: User, size: str = "") -> SafeString:
    """Their picture, or two letters in the person's own hue; `size` is "lg" or "xl"."""
    if person.avatar_version:
        return format_html(
            '<img class="avatar{}" src="{}" alt="" title="{}" width="44" height="44">',
            f" avatar--{size}" if size else "",
            reverse("avatar", args=[person.pk, person.avatar_version]),
            person.display_name,
        )
    return format_html(
        '<span class="avatar avatar--h{}{}" title="{}" aria-hidden="true">{}</span>',
        person.hue,
        f" avatar--{size}" if size else "",
        person.display_name,
        person.initials,
    )


@register.simple_tag
@functools.lru_cache(200)
def styles(names: str) -> SafeString:
    """Links to style sheets of static/css, named without their ending."""
    sheets = ((static(f"css/{name}.css"),) for name in names.split())
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', sheets)


@register.simple_tag
@functools.lru_cache(200)
def scripts(names: str) -> SafeString:
    """Our own behaviours of static/js, named without their ending; run once the page stands."""
    files = ((static(f"js/{name}.js"),) for name in names.split())
    return format_html_join("\n", '<script src="{}" defer></script>', files)


@register.filter
def usd(amount: Decimal | None) -> str:
    """Three decimals under $1, two above; "unknown" is never shown as nothing."""
    if amount is None:
        return "unknown"
    places = 3 if abs(amount) < 1 else 2
    return f"${Decimal(amount):,.{places}f}"


@register.filter
def ago(moment: datetime | None) -> SafeString | str:
    """Relative up to a day, then a date; the exact time is in the title."""
    if moment is None:
        return ""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        moment.isoformat(),
        date_format.say_moment(moment),
        _distance(moment),
    )


def _distance(moment: datetime) -> str:
    passed = timezone.now() - moment
    if passed < timedelta(seconds=0):
        return f"in {timesince(timezone.now(), moment, depth=1)}"
    if passed < timedelta(minutes=1):
        return "just now"
    if passed < timedelta(days=1):
        return f"{timesince(moment, depth=1)} ago"
    here = timezone.localtime(moment)
    is_this_year = here.year == timezone.localtime().year
    return date_format.say(here, "short" if is_this_year else "short_year")


@register.filter
def day(moment: datetime | None, style: str = "full") -> str:
    """A date in the reader's language: "day", "full", "short" or "short_year"."""
    return date_format.say(timezone.localtime(moment), style) if moment else ""


@register.filter
def exactly(moment: datetime | None) -> str:
    """To the second, in the reader's language."""
    return date_format.say_moment(moment) if moment else ""


@register.filter
def duration(seconds: float | None) -> str:
    """How long something took: 18.4 s under a minute, 1:07 above, 1:02:03 above an hour."""
    if seconds is None:
        return ""
    if seconds < 60:
        return f"{seconds:.1f} s"
    return clock(seconds)


@register.filter
def clock(seconds: float | None) -> str:
    """A running clock: 0:07, 1:07, 1:02:03."""
    if seconds is None:
        return ""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02d}:{second:02d}" if hours else f"{minutes}:{second:02d}"


@register.filter
def filesize(size: int | None) -> str:
    """Bytes as people say them, decimal units: 840 B, 1.6 MB."""
    if size is None:
        return ""
    amount = float(size)
    for unit in ("B", "kB", "MB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit in ("B", "kB") else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} GB"
