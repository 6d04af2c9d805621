"""Every check in one row: for the start, which refuses, and for doctor, which tells."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from imagehub.preflight import (
    address_settings,
    data_folder,
    number_settings,
    service_settings,
    time_zone,
)

Env = Mapping[str, str]
OTHERS = ("PORT", "TZ", "DATABASE_URL", "REDIS_URL", "EMAIL_URL")  # settings without our prefix


def settings_faults(env: Env) -> list[str]:
    """What the settings alone say wrong; nothing is written or asked."""
    return [
        *address_settings.faults(env),
        *number_settings.faults(env),
        *service_settings.faults(env),
        *_zone(env),
    ]


def all_faults(env: Env, data: Path) -> list[str]:
    """The settings and the data folder."""
    return [*settings_faults(env), *data_folder.faults(data)]


def refuse(faults: list[str]) -> None:
    """Ends the program with every sentence, if there is any."""
    if not faults:
        return
    for fault in faults:
        print(f"imagehub: {fault}.", file=sys.stderr)
    sys.exit("imagehub: not started; docs/settings.md explains every setting")


def refuse_settings() -> None:
    """For programs that only read the settings."""
    refuse(settings_faults(os.environ))


def _zone(env: Env) -> list[str]:
    try:
        time_zone.name_of(env.get("TZ", "UTC"))
    except ValueError as error:
        return [f"TZ {error}"]
    return []
