"""How long a router asks us to wait, in all the headers that say so."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_S = 300.0
_RESETS = re.compile(r"(?:x-)?ratelimit-reset(?:-[a-z0-9-]+)?")
_PARTS = re.compile(r"(\d{1,12}(?:\.\d{1,12})?)(ms|[dhms])", re.ASCII)
_UNIT_S = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}
_NUMBER = re.compile(r"[+-]?\d{1,20}(?:\.\d{1,20})?", re.ASCII)
_EPOCH_S = 10**9  # a number above is a moment, not a time to wait
_EPOCH_MS = 10**12


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait, at most 300; the longest that was read without doubt, else None."""
    waits = [wait for wait in _all(headers) if wait is not None and math.isfinite(wait)]
    return min(max(max(waits), 0.0), LONGEST_S) if waits else None


def _all(headers: Mapping[str, str]) -> Iterator[float | None]:
    in_ms = headers.get("retry-after-ms", "")
    if in_ms:
        yield _thousandth(_number(in_ms))
    if not in_ms or not _is_the_same(headers.get("retry-after", ""), in_ms):
        yield _said(headers.get("retry-after", ""))
    for name, text in headers.items():
        if _RESETS.fullmatch(name):
            yield _until_reset(text)


def _is_the_same(text: str, in_ms: str) -> bool:
    """`Retry-After: 1500` beside `retry-after-ms: 1500` was meant in milliseconds, too."""
    return text.strip() == in_ms.strip()


def _said(text: str) -> float | None:
    """A `Retry-After`: a number, an HTTP date, a duration; of several the longest."""
    number = _number(text)
    if number is not None:
        return number - time.time() if number > _EPOCH_S else number
    if text.strip().lower() in ("inf", "infinity", "+inf"):
        return LONGEST_S
    whole = _duration(text)
    if whole is None:
        whole = _date(text)
    if whole is not None or "," not in text:
        return whole
    parts = [part for part in (_number(part) for part in text.split(",")) if part is not None]
    return max(parts, default=None)


def _until_reset(text: str) -> float | None:
    """A reset: a duration, seconds, or a moment in seconds, milliseconds or as ISO text."""
    number = _number(text)
    if number is None:
        duration = _duration(text)
        return duration if duration is not None else _date(text)
    if number >= _EPOCH_MS:
        return number / 1000 - time.time()
    return number - time.time() if number >= _EPOCH_S else number


def _number(text: str) -> float | None:
    plain = text.strip().strip('"')
    return float(plain) if _NUMBER.fullmatch(plain) else None


def _thousandth(number: float | None) -> float | None:
    return None if number is None else number / 1000


def _duration(text: str) -> float | None:
    """`2s`, `1m30s`, `250ms`, `1h`."""
    plain = text.strip().lower().replace(" ", "")
    parts = _PARTS.findall(plain)
    if not parts or "".join(number + unit for number, unit in parts) != plain:
        return None
    return sum(float(number) * _UNIT_S[unit] for number, unit in parts)


def _date(text: str) -> float | None:
    """Seconds until an HTTP date or an ISO moment."""
    plain = text.strip()
    if len(plain) > 60:
        return None
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            when = read(plain)
            return (when.replace(tzinfo=when.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
    return None
