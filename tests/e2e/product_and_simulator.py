"""The real product and the pretend routers, each in processes of their own."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.ops.product import ROOT, Product

PASSWORD = "violet horse 42"
PEOPLE = {"bob@example.org": "member", "vera@example.org": "viewer"}
_LINK = re.compile(r"http://\S+/first-run/\S+")


class Stage:
    """ImageHub with its own data folder, and a simulator that plays every router."""

    def __init__(self, data: Path, **environment: str) -> None:
        data.mkdir(parents=True, exist_ok=True)
        self._simulator, self.origin = _simulator()
        self._warm: subprocess.Popen[str] | None = None
        self.product = Product(
            data,
            IMAGEHUB_FASTROUTER_URL=f"{self.origin}/fastrouter",
            IMAGEHUB_FASTAPI_URL=f"{self.origin}/fastapi/v1",
            IMAGEHUB_IMAGEROUTER_URL=f"{self.origin}/imagerouter",
            IMAGEHUB_OPENROUTER_URL=f"{self.origin}/openrouter/api/v1",
            IMAGEHUB_POLL_FIRST="0.3",
            IMAGEHUB_LEASE="20",
            IMAGEHUB_TEAM="Northlight",
            **environment,
        )
        self.url = f"http://127.0.0.1:{self.product.port}"

    def prepare(self) -> None:
        """Tables and static files, as `make run` makes them."""
        with ThreadPoolExecutor() as pool:
            tables = pool.submit(self.product.migrate)
            self.product.collect_static()
            tables.result()

    def start(self) -> None:
        self.product.start()

    def stop(self) -> None:
        """Ends the product at once, and the simulator."""
        if self._warm:
            self._warm.communicate()  # its input ends, and so does it
        self.product.clear_away()
        self._simulator.kill()
        self._simulator.wait(5)

    def manage(self, *arguments: str, given: str = "") -> str:
        """Runs `manage.py` as an operator would; returns what it printed."""
        done = self.run("manage.py", *arguments, given=given)
        return done.stdout

    def fill(self, module: str, *arguments: str) -> str:
        """Runs one of this folder's modules on the product's data; returns what it printed."""
        if self._warm is None:
            self._warm = subprocess.Popen(
                [sys.executable, "-m", "tests.e2e.warm_python"],
                cwd=ROOT,
                env=self.product.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self._warm.stdin and self._warm.stdout
        self._warm.stdin.write(json.dumps([f"tests.e2e.{module}", *arguments]) + "\n")
        self._warm.stdin.flush()
        code, printed = json.loads(self._warm.stdout.readline())
        assert code == 0, printed
        return str(printed)

    def run(self, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """Runs Python in the product's environment."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.product.environment,
            input=given,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done

    def add_person(self, email: str, role: str) -> None:
        self.manage("create_user", email, "--role", role, "--password-stdin", given=PASSWORD)

    def first_run_link(self) -> str:
        """The link that the product printed when it started."""
        found = _LINK.search(self.product.log.read_text())
        assert found, "no first-run link in the log"
        return found[0]

    def said_since(self, mark: int) -> str:
        """What the log holds after that many characters."""
        return self.product.log.read_text()[mark:]


def _simulator() -> tuple[subprocess.Popen[bytes], str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.simulator", "--port", str(port)],
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return process, f"http://127.0.0.1:{port}"
    raise AssertionError("the simulator did not start")
