"""What stands after the colon of an operator, as days, numbers and names."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from django.utils import timezone

from generations.library.index import filter_tokens
from generations.library.index.tokenizer import fold


class NotUnderstood(Exception):
    """Holds the sentence to show."""


def some(names: list[str], text: str) -> str:
    return names[0] if len(names) == 1 else f"{text} ({len(names)})"


def is_uid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def days(text: str) -> tuple[date, date]:
    """A year, a month or a day: its first day, and the one after its last."""
    found = re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", text)
    today = timezone.localdate()
    named = {"today": today, "yesterday": today - timedelta(days=1)}
    if fold(text) in named:
        return named[fold(text)], named[fold(text)] + timedelta(days=1)
    try:
        if found is None or not 1970 <= int(found[1]) <= 9000:
            raise ValueError(text)
        first = date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        raise NotUnderstood(f"“{text}” is not a date. Write 2026-11-20, 2026-11 or 2026.") from None
    if found[3]:
        return first, first + timedelta(days=1)
    if found[2]:
        return first, (first.replace(day=1) + timedelta(days=32)).replace(day=1)
    return first, first.replace(year=first.year + 1)


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def day_said(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def span(text: str, to_number: Callable[[Decimal], int], example: str) -> tuple[int, int]:
    """`>2k`, `<=500`, `1k-2k` or `1024` as the least and the most."""
    found = re.fullmatch(r"(>=|<=|>|<|)([\d.]+)(k?)(?:(?:-|\.\.)([\d.]+)(k?))?", text.lower())
    try:
        if found is None or (found[1] and found[4]):
            raise InvalidOperation
        low = to_number(Decimal(found[2]) * (1000 if found[3] else 1))
        high = to_number(Decimal(found[4]) * (1000 if found[5] else 1)) if found[4] else low
    except (InvalidOperation, OverflowError):
        raise NotUnderstood(f"“{text}” is not a number to compare with. Write {example}.") from None
    return {
        ">": (low + 1, filter_tokens.MOST),
        ">=": (low, filter_tokens.MOST),
        "<": (0, low - 1),
        "<=": (0, low),
        "": (low, high),
    }[found[1]]
