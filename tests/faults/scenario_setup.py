"""The ground of one scenario: a data folder, the product on it, pretend routers and the line."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.faults.cuttable_relay import Line, ShutDoor
from tests.ops.product import ROOT, Product

LEASE_S = 4
PATHS = {
    "fastrouter": "/fastrouter",
    "fastapi": "/fastapi/v1",
    "imagerouter": "/imagerouter",
    "openrouter": "/openrouter/api/v1",
}
QUICK = {
    "IMAGEHUB_LEASE": str(LEASE_S),
    "IMAGEHUB_POLL_FIRST": "1",
    "IMAGEHUB_POLL_MOST": "2",
    "IMAGEHUB_MIN_FREE": "0",
    "IMAGEHUB_LOG_LEVEL": "INFO",
}
Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where scenarios run: ports from `port` on (0: any free ones), and a folder to copy."""

    port: int
    template: Path  # a data folder with tables, Alice and her keys

    def port_of(self, number: int) -> int:
        return self.port + number if self.port else 0


def prepare(port: int) -> Place:
    """Makes the folder that every scenario starts from."""
    template = Path(tempfile.mkdtemp(prefix="faults-")) / "template"
    template.mkdir()
    product = Product(template, **QUICK)
    product.migrate()
    desk = Desk(product)
    desk.tell("people")
    desk.close()
    return Place(port=port, template=template)


class Ground:
    """Everything a scenario needs; leaving it ends every process it started."""

    def __init__(self, place: Place, name: str, **environment: str) -> None:
        self._place = place
        self.data = place.template.parent / name
        shutil.copytree(place.template, self.data)
        self.routers = Routers(place.port_of(1))
        self.line = Line(port=place.port_of(2), to=self.routers.port)
        self.shut = ShutDoor()
        self._environment = {**QUICK, **self._urls(), **environment}
        self.product = self._product(**self._environment)
        self.desk = Desk(self.product)
        self.started = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.desk.close()
        self.product.clear_away()
        self.line.close()
        self.routers.kill()
        self.shut.close()
        if kind is None and not os.environ.get("FAULTS_KEEP"):
            shutil.rmtree(self.data)

    def start(self, **environment: str) -> None:
        """Starts the product, perhaps with other settings than before."""
        self.product.environment.update(environment)
        self.product.start()

    def rows(self) -> list[Row]:
        rows: list[Row] = self.desk.tell("rows")
        return rows

    def spooled(self) -> set[str]:
        """Uids of jobs whose complete good answer lies in the spool."""
        found = set()
        for answer in (self.data / "spool").glob("*.answer"):
            try:
                head = json.loads(answer.with_suffix(".head").read_text())
            except (FileNotFoundError, ValueError):
                continue
            if head["status"] < 300 and not head["polling"]:
                found.add(answer.stem)
        return found

    def until(self, true: Callable[[], object], seconds: float, what: str) -> float:
        """Waits; returns how long it took. Raises TooLate."""
        begin = time.monotonic()
        while not true():
            if time.monotonic() - begin > seconds:
                raise TooLate(f"{what}: not within {seconds:.0f} s")
            time.sleep(0.1)
        return time.monotonic() - begin

    def _product(self, **environment: str) -> Product:
        product = Product(self.data, **environment)
        if self._place.port:
            product.port = self._place.port
            product.environment["PORT"] = str(self._place.port)
        return product

    def _urls(self) -> dict[str, str]:
        ports = dict.fromkeys(PATHS, self.line.port) | {"imagerouter": self.shut.port}
        return {
            f"IMAGEHUB_{slug.upper()}_URL": f"http://127.0.0.1:{ports[slug]}{path}"
            for slug, path in PATHS.items()
        }


class TooLate(Exception):
    """It did not come to what was waited for."""


class Routers:
    """The simulator in a process of its own, so that it outlives what is done to the product."""

    def __init__(self, port: int) -> None:
        self.port = port or _free_port()
        self._earlier: list[dict[str, Any]] = []
        self._process: subprocess.Popen[bytes]
        self.start()

    def start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.simulator", "--port", str(self.port)],
            cwd=ROOT,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + 20
        while self._asked() is None and time.monotonic() < until:
            time.sleep(0.05)

    def kill(self) -> None:
        """Ends it in mid-call; what it had recorded is kept."""
        self._earlier = self.calls()
        self._process.kill()
        self._process.wait(5)

    def calls(self) -> list[dict[str, Any]]:
        """Every call any of them received."""
        return [*self._earlier, *(self._asked() or [])]

    def _asked(self) -> list[dict[str, Any]] | None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/_calls", timeout=20) as told:
                calls: list[dict[str, Any]] = json.load(told)
                return calls
        except OSError:
            return None


class Desk:
    """The process that asks and reads (product_shell.py)."""

    def __init__(self, product: Product) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.product_shell"],
            cwd=ROOT,
            env=product.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def tell(self, do: str, **words: object) -> Any:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps({"do": do, **words}) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()


def kill(pid: int, number: signal.Signals = signal.SIGKILL) -> None:
    """Signals a process that may be gone already."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
