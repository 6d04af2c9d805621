"""The product, the pretend routers and a hand inside, each in processes of its own."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2

from tests.bench import process_meter
from tests.ops.product import ROOT, Product


class Stage:
    """One product on one data folder, with what is needed to load and watch it."""

    def __init__(self, data: Path, **environment: str) -> None:
        self._simulator, self.origin = _simulator()
        real = {"IMAGEHUB_LEASE": "60", "IMAGEHUB_STOP_GRACE": "2"}
        url = {"IMAGEHUB_FASTAPI_URL": f"{self.origin}/fastapi/v1"}
        self.product = Product(data, **(real | url | environment))
        self._hand: subprocess.Popen[str] | None = None
        self.router = httpx2.Client(base_url=self.origin, timeout=30, trust_env=False)

    def start(self) -> None:
        """Up, answering, and past its first heartbeat."""
        self.product.start()
        self.product.eventually(self._is_ok, 20)

    def stop(self) -> None:
        """Everything ends; the data folder stays."""
        if self._hand:
            assert self._hand.stdin and self._hand.stdout
            self._hand.stdin.close()
            self._hand.wait(10)
            self._hand.stdout.close()
        if self.product.supervisor:
            self.product.supervisor.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):  # clear_away() kills it then
                self.product.supervisor.wait(15)
        self.product.clear_away()
        self.router.close()
        self._simulator.kill()
        self._simulator.communicate()

    # --- doing -----------------------------------------------------------------------------------
    def do(self, verb: str, **told: Any) -> Any:
        """One of the hand's verbs (product_shell.py)."""
        if self._hand is None:
            self._hand = subprocess.Popen(
                [sys.executable, "-m", "tests.bench.product_shell"],
                cwd=ROOT,
                env=self.product.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self._hand.stdin and self._hand.stdout
        self._hand.stdin.write(json.dumps({"do": verb, **told}) + "\n")
        self._hand.stdin.flush()
        return json.loads(self._hand.stdout.readline())

    def run(self, *arguments: str) -> str:
        """A Python program in the product's environment; returns what it printed."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.product.environment,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout

    def browser(self, session: str) -> httpx2.Client:
        """Somebody signed in."""
        return httpx2.Client(
            base_url=f"http://127.0.0.1:{self.product.port}",
            cookies={"imagehub_session": session},
            timeout=30,
            trust_env=False,
        )

    # --- seeing ----------------------------------------------------------------------------------
    def arrivals(self, prefix: str) -> dict[str, list[float]]:
        """When POSTs reached the router, by prompt, epoch seconds."""
        found: dict[str, list[float]] = {}
        for call in self.router.get("/_calls").json():
            prompt = (call["body"] or {}).get("prompt", "")
            if call["method"] == "POST" and prompt.startswith(prefix):
                found.setdefault(prompt, []).append(call["time"])
        return found

    def wait(self, true: Callable[[], object], seconds: float, every: float = 0.1) -> bool:
        """Whether it came true in time."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if true():
                return True
            time.sleep(every)
        return False

    @property
    def whole(self) -> int:
        """The supervisor's pid: everything hangs below it."""
        assert self.product.supervisor
        return self.product.supervisor.pid

    def web_and_worker(self) -> list[int]:
        """All pids but the supervisor's."""
        return [pid for pid in process_meter.tree(self.whole) if pid != self.whole]

    def web(self) -> int:
        return self.product.web().pid

    def _is_ok(self) -> bool:
        try:
            url = f"http://127.0.0.1:{self.product.port}/health"
            return bool(httpx2.get(url, timeout=5, trust_env=False).json()["status"] == "ok")
        except httpx2.HTTPError:
            return False


class Theatre:
    """Data folders, migrated once and copied for each stage."""

    def __init__(self, ground: Path) -> None:
        self._ground = ground
        self._made = 0
        self._pattern = ground / "pattern"
        self._pattern.mkdir()
        bare = Product(self._pattern)
        bare.migrate()
        bare.collect_static()

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """A data folder with an empty database, gone afterwards."""
        self._made += 1
        data = self._ground / f"stage-{self._made}"
        shutil.copytree(self._pattern, data)
        try:
            yield data
        finally:
            shutil.rmtree(data, ignore_errors=True)

    @contextmanager
    def stage(self, **environment: str) -> Iterator[Stage]:
        """A fresh product, up and answering, gone afterwards with its data."""
        with self.folder() as data, self.on(data, **environment) as stage:
            yield stage

    @contextmanager
    def on(self, data: Path, **environment: str) -> Iterator[Stage]:
        """A product on a data folder that is there, up and answering; the folder stays."""
        stage = Stage(data, **environment)
        try:
            stage.start()
            yield stage
        finally:
            stage.stop()


@contextmanager
def theatre() -> Iterator[Theatre]:
    """A folder under the system's temporary one, removed in the end."""
    with tempfile.TemporaryDirectory(prefix="bench-") as ground:
        yield Theatre(Path(ground))


def _simulator() -> tuple[subprocess.Popen[str], str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.simulator", "--port", "0"],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr
    origin = process.stderr.readline().strip().removesuffix("/fastrouter")
    return process, origin
