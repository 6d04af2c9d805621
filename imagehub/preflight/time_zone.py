"""The time zone in TZ, which may be a name or one of the forms that only C libraries read."""

from __future__ import annotations

import zoneinfo
from pathlib import Path

LOCALTIME = Path("/etc/localtime")


def name_of(text: str) -> str:
    """The zone's name: `:/etc/localtime` and `:Europe/Berlin` are understood.

    Raises ValueError with what is wrong, as the end of "TZ …".
    """
    word = text.strip().removeprefix(":")
    name = _of_file(Path(word)) if word.startswith("/") else word or "UTC"
    try:
        zoneinfo.ZoneInfo(name)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError) as error:
        raise ValueError(_why_not(name)) from error
    return name


def _of_file(file: Path) -> str:
    """The part of the path that is a zone's name, following links; else what Debian wrote down."""
    parts = file.resolve().parts
    if "zoneinfo" in parts:
        return "/".join(parts[parts.index("zoneinfo") + 1 :])
    written = Path("/etc/timezone")
    if file == LOCALTIME and written.is_file():
        return written.read_text().strip()
    raise ValueError(f"names {file}, which tells no zone's name; write one, such as Europe/Berlin")


def _why_not(name: str) -> str:
    if not zoneinfo.available_timezones():
        return f"cannot be {name}: this machine has no time zones; install the package tzdata"
    alike = {known.lower(): known for known in zoneinfo.available_timezones()}.get(name.lower())
    if alike:
        return f"is no time zone: {name}; write {alike}"
    return f"is no time zone: {name}; write a zone's name, such as Europe/Berlin or UTC"
