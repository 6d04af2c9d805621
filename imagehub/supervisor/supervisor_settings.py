"""What the supervisor needs to know of the settings, read without Django."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from imagehub.preflight import all_checks, time_zone
from imagehub.preflight.number_settings import is_yes

BASE_DIR = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    data: Path
    host: str
    port: int
    public_url: str
    grace_s: float  # a stop waits this long for calls that are out
    silent_after_s: float  # a cluster without a beat for so long is replaced
    beat_s: float
    lease_s: float
    call_limit_s: float  # a retired cluster's calls are left alone for so long at most
    reload: bool  # start again when our own code changes

    @property
    def run(self) -> Path:
        """Marks and beats of the running product."""
        return self.data / "run"


def checked_place() -> Place:
    """As before a start: ends the program with every fault of settings and data folder, at once."""
    read_environment()
    all_checks.refuse(all_checks.all_faults(os.environ, data_dir()))
    return place()


def place() -> Place:
    """Reads the environment and `.env`, which the children then inherit."""
    read_environment()
    all_checks.refuse_settings()
    get = os.environ.get
    return Place(
        data=data_dir(),
        host=get("IMAGEHUB_HOST") or "127.0.0.1",
        port=int(get("PORT") or 8000),
        public_url=(get("IMAGEHUB_URL") or "").rstrip("/"),
        grace_s=float(get("IMAGEHUB_STOP_GRACE") or 8),
        silent_after_s=float(get("IMAGEHUB_SILENT_AFTER") or 45),
        beat_s=float(get("IMAGEHUB_BEAT") or 10),
        lease_s=float(get("IMAGEHUB_LEASE") or 60),
        call_limit_s=float(get("IMAGEHUB_CALL_LIMIT") or 900),
        reload=is_yes(get("IMAGEHUB_RELOAD") or "no"),
    )


def data_dir() -> Path:
    """Where everything lives."""
    return Path(os.environ.get("IMAGEHUB_DATA_DIR") or BASE_DIR / "var").expanduser().resolve()


def read_environment() -> None:
    """`.env` into the environment. A setting of ours that is blank is none: compose files and
    unit files pass such on; and a time zone gets the name that every library reads."""
    read_env_file(BASE_DIR / ".env")
    for name, value in list(os.environ.items()):
        if name.startswith("IMAGEHUB_") or name in all_checks.OTHERS:
            if value.strip():
                os.environ[name] = value.strip()
            else:
                del os.environ[name]
    with contextlib.suppress(ValueError):  # the check says it in words
        if "TZ" in os.environ:
            os.environ["TZ"] = time_zone.name_of(os.environ["TZ"])


def read_env_file(path: Path) -> None:
    """`NAME=value` lines into the environment; what is set already wins."""
    if not path.exists():
        return
    for line in path.read_text(errors="replace").splitlines():
        name, equals, value = line.strip().removeprefix("export ").partition("=")
        if equals and not name.startswith("#"):
            os.environ.setdefault(name.strip(), _bare(value.strip()))


def _bare(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
    return value[1:-1] if quoted else value
