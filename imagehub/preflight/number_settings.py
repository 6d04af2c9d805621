"""Settings that are numbers, yes or no, or one of a few words."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

Env = Mapping[str, str]
_YEAR_S = 366 * 24 * 3600
_SECONDS = (0.01, _YEAR_S)
WHOLE: dict[str, tuple[int, int]] = {  # the least and the most
    "PORT": (0, 65_535),
    "IMAGEHUB_IN_FLIGHT": (1, 10_000),
    "IMAGEHUB_MIN_FREE": (0, 10**18),
    "IMAGEHUB_MAX_PIXELS": (1, 10**12),
    "IMAGEHUB_TRASH_DAYS": (0, 36_500),
}
FLOATING: dict[str, tuple[float, float]] = {
    "IMAGEHUB_STOP_GRACE": (0, _YEAR_S),
    **{
        f"IMAGEHUB_{name}": _SECONDS
        for name in (
            *("LEASE", "CALL_LIMIT", "SILENCE_LIMIT", "POLL_LIMIT", "POLL_FIRST", "POLL_MOST"),
            *("QUEUE_LIMIT", "SAVE_LIMIT", "DRAIN_IDLE", "PAUSE_FIRST", "BEAT", "SILENT_AFTER"),
        )
    },
}
YES = ("true", "on", "ok", "y", "yes", "1")
NO = ("false", "off", "n", "no", "0")
YES_OR_NO = (
    *("IMAGEHUB_DEBUG", "IMAGEHUB_RELOAD", "IMAGEHUB_SWEEP_REMOVES"),
    *("IMAGEHUB_OIDC_TRUST_EMAIL",),
)
LEVELS = ("CRITICAL", "FATAL", "ERROR", "WARNING", "WARN", "INFO", "DEBUG", "NOTSET")


def faults(env: Env) -> Iterator[str]:
    """One sentence for each setting that cannot be read."""
    for name, (least, most) in WHOLE.items():
        if name in env and not _is_between(_int(env[name]), least, most):
            yield f"{name} must be a whole number from {least:,} to {most:,}"
    for name, bounds in FLOATING.items():
        if name in env and not _is_between(_float(env[name]), *bounds):
            yield f"{name} must be a number of seconds from {bounds[0]} to {bounds[1]:,}"
    for name in YES_OR_NO:
        if name in env and env[name].lower() not in YES + NO:
            yield f"{name} must be yes or no"
    level = env.get("IMAGEHUB_LOG_LEVEL", "INFO")
    if level.upper() not in LEVELS:
        yield f"IMAGEHUB_LOG_LEVEL must be one of {', '.join(LEVELS)}"


def is_yes(text: str) -> bool:
    """As the settings read it."""
    return text.lower() in YES


def _is_between(number: float | None, least: float, most: float) -> bool:
    return number is not None and math.isfinite(number) and least <= number <= most


def _int(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None


def _float(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
