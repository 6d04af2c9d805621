"""What doctor says: each check, what it sees, and whether it is a fault."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from imagehub.preflight import all_checks
from imagehub.preflight import data_folder as folder_checks

Env = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    words: str
    is_fault: bool = False

    def __str__(self) -> str:
        return f"{'FAULT' if self.is_fault else 'ok   '} {self.words}"


def settings(env: Env) -> list[Line]:
    """Which are set, by name alone, since a value may be a password; then each fault."""
    ours = sorted(name for name in env if name.startswith("IMAGEHUB_"))
    ours += [name for name in all_checks.OTHERS if name in env]
    said = [Line(words=f"settings: {', '.join(ours) or 'none set'}")]
    faults = [Line(words=fault, is_fault=True) for fault in all_checks.settings_faults(env)]
    return said + faults


def data_folder(data: Path) -> list[Line]:
    """Whether it can be written to, and the room there."""
    faults = [Line(words=fault, is_fault=True) for fault in folder_checks.faults(data)]
    if faults:
        return faults
    free = shutil.disk_usage(data).free
    return [Line(words=f"data folder: {data}, {free / 1e9:,.1f} GB free")]
