"""What is done to the product: who is killed, and how it is stopped."""

from __future__ import annotations

import os
import signal
import time

import psutil

from tests.faults.job_ledger import Tale
from tests.faults.scenario_setup import Ground, kill

WORKERS = 4


def drains(ground: Ground) -> None:
    """The worker processes that hold calls."""
    for pid in ground.product.callers():
        kill(pid)


def idle_workers(ground: Ground) -> None:
    """The worker processes that hold none."""
    busy = set(ground.product.callers())
    children = sorted(ground.product.sentinel().children(), key=lambda child: child.pid)
    for worker in children[:WORKERS]:
        if worker.pid not in busy:
            kill(worker.pid)


def main(ground: Ground) -> None:
    """The cluster's main process."""
    kill(ground.product.cluster().pid)


def sentinel(ground: Ground) -> None:
    """The cluster's sentinel, which watches its workers."""
    kill(ground.product.sentinel().pid)


def web(ground: Ground) -> None:
    """The web process."""
    kill(ground.product.web().pid)


def everybody(ground: Ground) -> None:
    """All at once, the supervisor first."""
    product = ground.product
    others = [process.pid for process in product.everybody()]
    assert product.supervisor
    for pid in (product.supervisor.pid, *others):
        kill(pid)
    product.supervisor.wait(5)


def stop(ground: Ground, *numbers: signal.Signals, pause_s: float = 1.0) -> float:
    """Signals the supervisor, waits for its end; returns the seconds it took."""
    product = ground.product
    assert product.supervisor
    begin = time.monotonic()
    for turn, number in enumerate(numbers):
        time.sleep(pause_s if turn else 0)
        product.signal(number)
    product.supervisor.wait(60)
    return time.monotonic() - begin


def left_over(ground: Ground) -> list[psutil.Process]:
    """Processes that belong neither to the web, nor to the newest cluster."""
    product = ground.product
    mine = {product.web().pid, product.cluster().pid}
    return [process for process in product.everybody() if _session(process.pid) not in mine]


def seen(ground: Ground, tale: Tale) -> Tale:
    """The tale with what is there now, right after the harm."""
    tale.spooled = ground.spooled()
    tale.after = ground.rows()
    return tale


def _session(pid: int) -> int:
    try:
        return os.getsid(pid)
    except ProcessLookupError:
        return -1
