"""The real product in real processes, in a data folder of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

from tests import machine_speed
from tests.ops import prepared_folder

ROOT = Path(__file__).resolve().parent.parent.parent


class Product:
    """Starts and watches `python -m imagehub.serve`."""

    def __init__(self, data: Path, **environment: str) -> None:
        self.data, self.run = data, data / "run"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.environment = {
            **{
                k: v
                for k, v in os.environ.items()
                if not k.startswith(("IMAGEHUB_", "MAKE", "MFLAGS"))
            },
            "DJANGO_SETTINGS_MODULE": "imagehub.settings",
            "IMAGEHUB_DATA_DIR": str(data),
            "IMAGEHUB_LEASE": "2",
            "IMAGEHUB_STOP_GRACE": "3",
            "PORT": str(self.port),
            **environment,
        }
        self.supervisor: subprocess.Popen[bytes] | None = None
        self.log = data / "log"
        self._talk: subprocess.Popen[str] | None = None

    # --- start and end ---------------------------------------------------------------------------
    def migrate(self) -> None:
        """Tables, as the first start makes them."""
        prepared_folder.pour("tables", self.data, lambda data: self._set_up("migrate", data))

    def collect_static(self) -> None:
        """Static files, hashed and compressed."""
        prepared_folder.pour(
            "static", self.data, lambda data: self._set_up("collectstatic", data, "--noinput")
        )

    def _set_up(self, command: str, data: Path, *options: str) -> None:
        given = {**self.environment, "IMAGEHUB_DATA_DIR": str(data)}
        words = [sys.executable, "manage.py", command, "--verbosity", "0", *options]
        subprocess.run(words, cwd=ROOT, env=given, check=True)

    def start(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            self.supervisor = subprocess.Popen(
                [sys.executable, "-m", "imagehub.serve"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        self.eventually(self.answers, 20)
        self.eventually(self.is_whole, 20)
        return self.supervisor

    def clear_away(self) -> None:
        if self._talk:
            assert self._talk.stdin
            self._talk.stdin.close()
            self._talk.wait(5)
            assert self._talk.stdout
            self._talk.stdout.close()
        if self.supervisor:
            self.supervisor.kill()
            self.supervisor.wait(5)
        until = time.monotonic() + 10
        while (left := self.everybody()) and time.monotonic() < until:
            for process in sorted(left, key=lambda one: one.pid):  # a sentinel forks until it goes
                process.kill()
            time.sleep(0.1)

    # --- what there is ---------------------------------------------------------------------------
    def everybody(self) -> list[psutil.Process]:
        """Every living process of this product but the supervisor, found by its data folder."""
        return list(self._find("IMAGEHUB_CHILD"))

    def _find(self, mark: str) -> Iterator[psutil.Process]:
        for process in psutil.process_iter():
            try:
                given = process.environ()
                alive = process.status() != psutil.STATUS_ZOMBIE
            except psutil.Error:
                continue
            if given.get("IMAGEHUB_DATA_DIR") == str(self.data) and mark in given and alive:
                yield process

    def cluster(self) -> psutil.Process:
        """The main process of the newest cluster."""
        mains = [p for p in self.everybody() if self._leads(p, "imagehub.cluster")]
        return max(mains, key=lambda process: process.create_time())

    def is_whole(self, *, but: int = 0) -> bool:
        """A cluster with all its processes is there, and it is not this one."""
        mains = [p for p in self.everybody() if self._leads(p, "imagehub.cluster")]
        return any(main.pid != but and len(self.members(main)) >= 7 for main in mains)

    def web(self) -> psutil.Process:
        return next(p for p in self.everybody() if self._leads(p, "imagehub.web"))

    def members(self, main: psutil.Process) -> list[psutil.Process]:
        return [process for process in self.everybody() if _session(process.pid) == main.pid]

    def sentinel(self) -> psutil.Process:
        return self.cluster().children()[0]

    @staticmethod
    def _leads(process: psutil.Process, module: str) -> bool:
        try:
            return module in process.cmdline() and os.getsid(process.pid) == process.pid
        except (psutil.Error, ProcessLookupError):  # it ended since it was listed
            return False

    def callers(self) -> list[int]:
        return [int(file.name.removeprefix("drain-")) for file in self.run.glob("drain-*")]

    def outcomes(self) -> list[str]:
        return sorted(file.read_text() for file in self.run.glob("outcome-*"))

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=5) as page:
                return page.status == 200
        except OSError:
            return False

    def said(self, words: str) -> bool:
        return words in self.log.read_text()

    # --- what one does to it ---------------------------------------------------------------------
    def call(self, seconds: float) -> int:
        """Has a worker hold a call; returns that worker's pid."""
        before = set(self.callers())
        self._tell(f"call {seconds}")
        self.eventually(lambda: set(self.callers()) - before, 10)
        return (set(self.callers()) - before).pop()

    def pulse(self) -> None:
        self._tell("pulse")

    def signal(self, number: signal.Signals) -> None:
        assert self.supervisor
        self.supervisor.send_signal(number)

    def ends_within(self, seconds: float) -> float:
        """The supervisor's end, and with it everybody's; returns how long that took."""
        assert self.supervisor
        begin = time.monotonic()
        self.supervisor.wait(machine_speed.own(seconds))
        assert self.everybody() == []
        return time.monotonic() - begin

    def eventually(self, true: Callable[[], object], seconds: float) -> None:
        until = time.monotonic() + machine_speed.own(seconds)
        while time.monotonic() < until:
            if true():
                return
            time.sleep(0.1)
        raise AssertionError(f"not within {seconds} s; the log:\n{self.log.read_text()[-3000:]}")

    def _tell(self, command: str) -> None:
        if self._talk is None:
            self._talk = subprocess.Popen(
                [sys.executable, "-m", "tests.ops.long_call"],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self._talk.stdin and self._talk.stdout
        self._talk.stdin.write(command + "\n")
        self._talk.stdin.flush()
        assert self._talk.stdout.readline() == "ok\n"

    def _python(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
        )


def _session(pid: int) -> int | None:
    try:
        return os.getsid(pid)
    except ProcessLookupError:
        return None
