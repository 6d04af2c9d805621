"""One Ctrl-C ends everything, and calls that are out get their grace."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests import machine_speed
from tests.ops.product import ROOT, Product

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_lets_a_call_end_and_leaves_nobody(product: Product, number: signal.Signals) -> None:
    product.call(1.5)
    product.signal(number)
    assert product.ends_within(5) < machine_speed.own(3)
    assert product.outcomes() == ["done"]
    assert product.supervisor and product.supervisor.returncode == 0


def test_a_call_longer_than_the_grace_settles_its_row_and_ends(product: Product) -> None:
    product.call(60)
    product.signal(signal.SIGTERM)
    assert 2.5 < product.ends_within(8) < machine_speed.own(6)
    assert product.outcomes() == ["stopped"]


def test_a_second_signal_ends_the_grace_at_once(
    make_product: Callable[..., Product],
) -> None:
    product = make_product(IMAGEHUB_STOP_GRACE="60")
    product.start()
    product.call(60)
    product.signal(signal.SIGINT)
    product.eventually(lambda: product.said("stopping"), 3)
    product.signal(signal.SIGINT)
    assert product.ends_within(6) < machine_speed.own(4)
    assert product.outcomes() == ["stopped"]


def test_a_call_that_hears_nothing_is_killed_after_the_grace(product: Product) -> None:
    import psutil

    psutil.Process(product.call(60)).suspend()
    product.signal(signal.SIGTERM)
    assert product.ends_within(9) > 4


def test_an_idle_product_stops_within_three_seconds(product: Product) -> None:
    product.signal(signal.SIGTERM)
    assert product.ends_within(5) < machine_speed.own(3)
    assert list(product.run.glob("*.pid")) == []


def test_only_one_product_serves_a_data_folder(product: Product) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "imagehub.serve"],
        cwd=ROOT,
        env=product.environment,
        capture_output=True,
        text=True,
        timeout=10,
    )
    assert second.returncode == 1
    assert "another ImageHub is running" in second.stderr


def test_a_port_in_use_is_said_plainly(product: Product) -> None:
    environment = {**product.environment, "IMAGEHUB_DATA_DIR": str(product.data / "other")}
    second = subprocess.run(
        [sys.executable, "-m", "imagehub.serve"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=10,
    )
    assert second.returncode == 1
    assert "in use by another program" in second.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_whatever_happens_to_make_happens_to_the_product(
    make_product: Callable[..., Product], number: signal.Signals
) -> None:
    """make keeps a SIGINT to itself and waits for us; killed, it cannot tell us anything."""
    product = make_product()
    makefile = product.data / "Makefile"
    makefile.write_text(f"run:\n\t@exec {sys.executable} -m imagehub.serve\n")
    make = subprocess.Popen(
        ["make", "-s", "-f", str(makefile)],
        cwd=ROOT,
        env=product.environment,
        stderr=subprocess.DEVNULL,
        preexec_fn=_heed_sigint,  # under `&` or nohup a make ignores it, and so would this one
    )
    product.log.touch()
    product.eventually(product.is_whole, 20)
    make.send_signal(number)
    make.wait(20)
    product.eventually(lambda: product.everybody() == [], 20)
    assert not product.answers()


def _heed_sigint() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
