"""What `make` does before a program can run, each step only when its inputs changed.

Runs with any Python 3.11 to 3.14 before `.venv` exists, so the standard library is all it has.

    python -m imagehub.setup_steps run     environment, migrations, static files
    python -m imagehub.setup_steps base    the environment alone
    python -m imagehub.setup_steps dev     the environment with the tools for tests and checks
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from imagehub.supervisor.supervisor_settings import checked_place

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OWN_APPS = ("accounts", "generations")


def main(wanted: str) -> None:
    """Does what is needed for `run`, `base` or `dev`, and says nothing when that is nothing."""
    if wanted == "run":
        data = checked_place().data  # before the minutes that the rest may take
    environment("dev" if wanted == "dev" else "base")
    if wanted == "run":
        step(data / ".stamps" / "migrations", _migrations(), _migrate, "migrating the database")
        step(data / ".stamps" / "static", _static(), _collect, "collecting static files")


def environment(kind: str) -> None:
    """`.venv` with the pinned packages. The tools hold all that the product needs, too."""
    if not PYTHON.exists():
        _say("creating .venv")
        _run([sys.executable, "-m", "venv", "--clear", str(VENV)])
    dev, base = (ROOT / "requirements" / f"{name}.txt" for name in ("dev", "base"))
    if kind == "base" and not _is_stamped(VENV / ".stamp-dev", _digest([dev])):
        step(VENV / ".stamp-base", _digest([base]), lambda: _install(base), "installing packages")
    elif kind == "dev":
        step(VENV / ".stamp-dev", _digest([dev]), lambda: _install(dev), "installing the tools")


def step(stamp: Path, digest: str, work: object, words: str) -> None:
    """Does the work unless its stamp says that it was done with the same inputs."""
    if _is_stamped(stamp, digest):
        return
    _say(words)
    stamp.unlink(missing_ok=True)
    work()  # type: ignore[operator]
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest)


def _install(requirements: Path) -> None:
    for other in VENV.glob(".stamp-*"):
        other.unlink()
    options = ["--quiet", "--disable-pip-version-check", "--require-hashes"]
    _run([str(PYTHON), "-m", "pip", "install", *options, "-r", str(requirements)])


def _migrate() -> None:
    _run([str(PYTHON), "manage.py", "migrate", "--verbosity", "0"])


def _collect() -> None:
    (ROOT / "static").mkdir(exist_ok=True)
    _run([str(PYTHON), "manage.py", "collectstatic", "--noinput", "--clear", "--verbosity", "0"])


def _migrations() -> str:
    """Ours, the packages', and which database: another one has not been migrated."""
    ours = [file for app in OWN_APPS for file in (ROOT / app / "migrations").glob("*.py")]
    return _digest([*ours, _packages()], os.environ.get("DATABASE_URL", ""))


def _static() -> str:
    """Every file of ours with its time, the packages' files by their pins."""
    files = sorted(file for file in (ROOT / "static").rglob("*") if file.is_file())
    listing = [f"{file.relative_to(ROOT)} {file.stat().st_mtime_ns}" for file in files]
    return _digest([_packages()], "\n".join(listing))


def _packages() -> Path:
    return ROOT / "requirements" / "base.txt"


def _digest(files: Iterable[Path], *words: str) -> str:
    total = hashlib.sha256("\0".join(words).encode())
    for file in sorted(files):
        total.update(file.read_bytes())
    return total.hexdigest()


def _is_stamped(stamp: Path, digest: str) -> bool:
    try:
        return stamp.read_text() == digest
    except OSError:
        return False


def _run(command: list[str]) -> None:
    done = subprocess.run(command, cwd=ROOT)
    if done.returncode:
        sys.exit(f"imagehub: this step failed: {' '.join(command)}")


def _say(words: str) -> None:
    print(f"imagehub: {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:2] or ["run"])
