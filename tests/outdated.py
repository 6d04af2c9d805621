"""`make outdated`: pins with newer releases, and packages without a release for a year.

Asks by the ordinary package client, one that knows `--uploaded-prior-to`, in an environment of its
own. What it shows is dealt with, or reasoned in docs/dependencies.md.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
AT_ONCE = 8
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    name: str
    pinned: str
    newest: str  # "" where the client found nothing
    a_year_ago: str  # the newest of then; "" where there was none

    @property
    def is_behind(self) -> bool:
        return bool(self.newest) and self.newest != self.pinned

    @property
    def is_still(self) -> bool:
        """No release within a year."""
        return bool(self.newest) and self.newest == self.a_year_ago


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="imagehub-outdated-") as folder:
        pip = _client(Path(folder))
        with ThreadPoolExecutor(AT_ONCE) as pool:
            pins = list(pool.map(lambda pin: _asked(pip, *pin), _pins()))
    _say(
        "newer releases",
        [f"{pin.name} {pin.pinned} -> {pin.newest}" for pin in pins if pin.is_behind],
    )
    _say("no release for a year", [f"{pin.name} {pin.newest}" for pin in pins if pin.is_still])
    _say("not found", [pin.name for pin in pins if not pin.newest])


def _pins() -> Iterator[tuple[str, str]]:
    """Of both files: the tools hold all that the product needs, too."""
    text = (ROOT / "requirements" / "dev.txt").read_text()
    yield from dict(_PIN.findall(text)).items()


def _client(folder: Path) -> list[str]:
    venv.create(folder, with_pip=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--quiet", "--upgrade", "pip"], check=True)
    return pip


def _asked(pip: list[str], name: str, pinned: str) -> Pin:
    then = (date.today() - timedelta(days=365)).isoformat()
    return Pin(
        name=name,
        pinned=pinned,
        newest=_newest(pip, name),
        a_year_ago=_newest(pip, name, f"--uploaded-prior-to={then}"),
    )


def _newest(pip: list[str], name: str, *more: str) -> str:
    asked = [*pip, "index", "versions", name, "--json", *more]
    told = subprocess.run(asked, capture_output=True, text=True, check=False)
    return str(json.loads(told.stdout)["versions"][0]) if told.returncode == 0 else ""


def _say(what: str, lines: list[str]) -> None:
    sys.stdout.write(f"{what}: {len(lines)}\n" + "".join(f"  {line}\n" for line in lines))


if __name__ == "__main__":
    main()
