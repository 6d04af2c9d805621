"""What a child does when its supervisor is gone: it ends itself. Imported by the children."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable


def watch(then: Callable[[], None]) -> None:
    """Calls `then` in a thread once the supervisor died. Alone (no supervisor) it does nothing."""
    pipe = os.environ.get("IMAGEHUB_LIFELINE")
    if pipe:
        threading.Thread(target=_wait, args=(int(pipe), then), daemon=True).start()


def _wait(pipe: int, then: Callable[[], None]) -> None:
    os.read(pipe, 1)  # nobody writes: it returns when the last writer is gone
    then()


def interrupt_then_kill(seconds: float) -> None:
    """Asks this process to end, and kills what is left of its session after `seconds`."""
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(seconds)
    os.killpg(0, signal.SIGKILL)
