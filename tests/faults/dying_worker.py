"""A process in which workers die: the first before its first effect, the next before its second, …

`python -m tests.faults.dying_worker` reads what to ask for as one JSON object, and prints one line a death:
what the worker was about to do, how the job stood then, and how the next worker ended it. Every
death has a data folder of its own, a copy of the one it was started with.
"""

from __future__ import annotations

import json
import os
import pkgutil
import shutil
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any

LANES = 12  # workers that live and die at the same time
SETTLES_S = 30
ITS_OWN = (
    "services/jobs/transitions.py",
    "generations/stored/spool.py",
    "generations/stored/original_files.py",
)
FILES = {"open", "os.mkdir", "os.rename", "os.remove"}
WRITES = ("BEGIN", "INSERT", "UPDATE", "DELETE", "COMMIT")


class Fate:
    """Ends this process before the effect of that number, and says which it was."""

    def __init__(self, number: int, told: int) -> None:
        self._left = number
        self._told = told  # a descriptor
        self._lock = threading.Lock()

    def watch(self) -> None:
        """From now on. A hook cannot be taken off again: in a process that may die only."""
        from django.db.backends.signals import connection_created

        sys.addaudithook(self._on_file)
        connection_created.connect(self._on_connection)

    def _on_connection(self, connection: Any, **_: object) -> None:
        connection.connection.set_trace_callback(self._on_statement)

    def _on_statement(self, statement: str) -> None:
        if statement.startswith(WRITES) and _is_own(sys._getframe(1)):
            self._step(statement[:60])

    def _on_file(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in FILES and _is_own(sys._getframe(1)) and not _reads(event, arguments):
            self._step(f"{event} {arguments[0]}")

    def _step(self, effect: str) -> None:
        with self._lock:
            self._left -= 1
            if self._left < 0:
                os.write(self._told, effect.encode())
                os.kill(os.getpid(), signal.SIGKILL)


def _is_own(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename.endswith(ITS_OWN):
            return True
        frame = frame.f_back
    return False


def _reads(event: str, arguments: tuple[Any, ...]) -> bool:
    """`open` tells of reading too: its flags are the third argument."""
    return event == "open" and not arguments[2] & (os.O_WRONLY | os.O_RDWR)


def lane(first: int, asked: dict[str, Any]) -> None:
    """Every LANES-th death from `first` on, until a worker comes to its end alive."""
    for number in range(first, len(asked["prompts"]), LANES):
        folder = _copied(number)
        effect = _forked(partial(_live, folder, number, asked))
        line = _forked(partial(_follow, folder))
        seen = json.dumps({"step": number, "effect": effect, **json.loads(line)})
        os.write(1, f"{seen}\n".encode())
        if not effect:
            return


def _live(folder: Path, number: int, asked: dict[str, Any], told: int) -> None:
    """The worker that dies, or comes to the job's end before its number is up."""
    from tests.faults import product_shell

    _move_in(folder)
    prompts = asked["prompts"][number : number + 1]
    product_shell.ask(asked["provider"], asked["model"], prompts, asked["options"])
    _forget_connections()
    Fate(number, told).watch()
    _until(_is_over)


def _follow(folder: Path, told: int) -> None:
    """The worker that comes after it."""
    from tests.faults import product_shell

    _move_in(folder)
    then, died_at = product_shell.rows()[0], time.time()
    is_answered = _is_answered(folder / "spool" / then["uid"])
    _until(_is_over)
    line = {
        "then": then,
        "now": product_shell.rows()[0],
        "answered": is_answered,
        "died_at": died_at,
    }
    os.write(told, json.dumps(line).encode())


def _is_answered(spooled: Path) -> bool:
    """Is its answer there, whole, whatever it says?"""
    try:
        head = json.loads(spooled.with_suffix(".head").read_text())
    except (FileNotFoundError, ValueError):
        return False
    is_named = spooled.with_suffix(".answer").exists()
    return (is_named or _is_whole(spooled.with_suffix(".part"))) and not head["polling"]


def _is_whole(part: Path) -> bool:
    """All of it came, though nobody named it complete: one JSON value, or a finished picture."""
    try:
        written = part.read_bytes()
        json.loads(written)
    except FileNotFoundError:
        return False
    except ValueError:
        return b".completed" in written and written.endswith(b"\n\n")
    return True


def _until(over: Callable[[], bool]) -> None:
    from generations.services.worker.drain_loop import drain

    until = time.monotonic() + SETTLES_S
    while not over() and time.monotonic() < until:
        drain(idle_s=0)


def _is_over() -> bool:
    from generations.models import Generation, Picture

    is_open = Generation.objects.open().exists()
    return not is_open and not Picture.objects.filter(thumbed_at=None).exists()


def _move_in(folder: Path) -> None:
    from django.conf import settings
    from django.db import connections

    settings.DATA_DIR = folder
    for name in ("PICTURE_DIR", "SPOOL_DIR", "RUN_DIR"):
        setattr(settings, name, folder / Path(getattr(settings, name)).name)
    connections.databases["default"]["NAME"] = str(folder / "imagehub.sqlite3")


def _forget_connections() -> None:
    from django.db import connections

    connections.close_all()


def _copied(number: int) -> Path:
    from django.conf import settings

    folder = Path(settings.DATA_DIR) / "deaths" / str(number)
    shutil.copytree(settings.DATA_DIR, folder, ignore=shutil.ignore_patterns("deaths"))
    return folder


def _forked(work: Callable[[int], None]) -> str:
    """Runs it in a process of its own; returns what it told before it ended, or was killed."""
    out, told = os.pipe()
    pid = os.fork()
    if pid == 0:
        _as_process(partial(work, told))
    os.close(told)
    with os.fdopen(out) as heard:
        said = heard.read()
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert code in (0, -signal.SIGKILL), f"a worker broke: {code}"
    return said


def _as_process(work: Callable[[], None]) -> None:
    """Never returns: what the parent had under way is not this process's to finish."""
    code = 1
    try:
        work()
        code = 0
    finally:
        if code:
            traceback.print_exc()
        os._exit(code)


def _import_all() -> None:
    """Once, not in every worker."""
    from PIL import Image

    Image.init()
    for package in ("generations.providers", "generations.services"):
        for module in pkgutil.walk_packages(import_module(package).__path__, f"{package}."):
            import_module(module.name)
    import_module("imagehub.urls")


def main() -> int:
    """Forks the lanes and waits for them."""
    import django

    django.setup()
    _import_all()
    asked: dict[str, Any] = json.loads(sys.stdin.read())
    lanes = []
    for first in range(LANES):
        pid = os.fork()
        if pid == 0:
            _as_process(partial(lane, first, asked))
        lanes.append(pid)
    return max(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in lanes)


def deaths(environment: Mapping[str, str], asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Runs it; every line it printed, the worker that came through alive last."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.faults.dying_worker"],
        env=dict(environment),
        input=json.dumps(asked),
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    return sorted(
        (json.loads(line) for line in run.stdout.splitlines()), key=lambda one: one["step"]
    )


if __name__ == "__main__":
    sys.exit(main())
