"""Whoever dies or falls silent is replaced, and a call that is out is left alone."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable

import psutil
import pytest

from tests.ops.product import Product

pytestmark = pytest.mark.slow


def test_a_killed_web_is_replaced_and_no_visitor_is_refused(product: Product) -> None:
    product.web().kill()
    assert product.answers()  # the supervisor holds the socket: the visitor only waits


@pytest.mark.parametrize("who", ["main", "sentinel"])
def test_a_killed_cluster_is_replaced_and_its_call_ends_by_itself(
    product: Product, who: str
) -> None:
    old = product.cluster()
    caller = product.call(10)
    (old if who == "main" else product.sentinel()).kill()
    product.eventually(lambda: product.is_whole(but=old.pid), 10)
    product.eventually(lambda: [p.pid for p in product.members(old)] == [caller], 6)
    product.eventually(lambda: product.outcomes() == ["done"], 15)
    product.eventually(lambda: product.members(old) == [], 3)
    product.eventually(lambda: not list(product.run.glob("*.stop")), 2)
    assert product.outcomes() == ["done"]


def test_a_cluster_of_the_dead_gets_no_new_work(product: Product) -> None:
    old = product.cluster()
    product.call(5)
    old.kill()
    product.eventually(lambda: product.is_whole(but=old.pid), 10)
    caller = product.call(1)
    assert psutil.Process(caller) in product.members(product.cluster())


def test_a_killed_supervisor_takes_everybody_along(product: Product) -> None:
    product.call(1.5)
    assert product.supervisor
    product.supervisor.kill()
    product.eventually(lambda: product.everybody() == [], 5)
    assert product.outcomes() == ["done"]


def test_a_killed_supervisors_long_call_ends_with_the_grace(product: Product) -> None:
    product.call(60)
    assert product.supervisor
    product.supervisor.kill()
    product.eventually(lambda: product.everybody() == [], 8)
    assert product.outcomes() == ["stopped"]


def test_a_killed_supervisor_takes_everybody_along_though_the_data_folder_is_gone(
    product: Product,
) -> None:
    assert product.supervisor
    shutil.rmtree(product.run)
    product.supervisor.kill()
    product.eventually(lambda: product.everybody() == [], 12)


def test_what_an_earlier_run_left_is_found_and_its_call_left_alone(product: Product) -> None:
    old, caller = product.cluster(), product.call(20)
    assert product.supervisor
    for process in (old, product.supervisor):  # the main too: nobody is left to end the workers
        process.kill()
    product.supervisor.wait(5)
    product.start()
    assert product.said("of an earlier run")
    product.eventually(lambda: [p.pid for p in product.members(old)] == [caller], 6)
    product.eventually(lambda: product.outcomes() == ["done"], 25)
    product.eventually(lambda: product.members(old) == [], 5)


@pytest.mark.parametrize("how", ["frozen", "workers killed"])
def test_a_silent_cluster_is_replaced(make_product: Callable[..., Product], how: str) -> None:
    product = make_product(IMAGEHUB_SILENT_AFTER="6", IMAGEHUB_BEAT="60")
    product.start()
    old = product.cluster()
    for _ in range(20):  # heard: it stays
        product.pulse()
        time.sleep(0.4)
    assert product.cluster().pid == old.pid
    _freeze(product, old) if how == "frozen" else _kill_workers(product)
    product.eventually(lambda: product.pulse() or product.said("silent for 6 s"), 30)
    product.eventually(lambda: product.is_whole(but=old.pid), 15)
    product.eventually(lambda: product.members(old) == [], 5)


def _freeze(product: Product, main: psutil.Process) -> None:
    for process in product.members(main):
        if process.pid != main.pid:
            process.suspend()


def _kill_workers(product: Product) -> None:
    """Idle ones: that alone can freeze a cluster for ever. The pusher stops, to make it certain."""
    *workers, _monitor, pusher = sorted(product.sentinel().children(), key=lambda p: p.pid)
    pusher.suspend()
    for worker in workers:
        worker.kill()
