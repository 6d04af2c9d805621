"""Settings that cannot work are told in one sentence each, all at once, before anything starts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from imagehub.preflight import all_checks, data_folder, time_zone, url_parsing
from tests.ops.product import ROOT, Product

KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
WRONG = [
    ("IMAGEHUB_URL", "images.example.org"),
    ("IMAGEHUB_URL", "ftp://images.example.org"),
    ("IMAGEHUB_URL", "https://"),
    ("IMAGEHUB_URL", "https://x.example/?a=1"),
    ("IMAGEHUB_URL", "https://x.example:99999"),
    ("IMAGEHUB_URL", "https://me:word@x.example"),
    ("IMAGEHUB_URL", "https://im_ages.example"),
    ("IMAGEHUB_URL", "https://bücher.example"),
    ("IMAGEHUB_URL", "https://x.example/a b"),
    ("IMAGEHUB_URL", "https://x.example/../y"),
    ("IMAGEHUB_URL", "https://[::1"),
    ("IMAGEHUB_FASTAPI_URL", "api.example"),
    ("PORT", "abc"),
    ("PORT", "70000"),
    ("PORT", "80.5"),
    ("IMAGEHUB_LEASE", "nan"),
    ("IMAGEHUB_LEASE", "inf"),
    ("IMAGEHUB_BEAT", "0"),
    ("IMAGEHUB_STOP_GRACE", "15m"),
    ("IMAGEHUB_IN_FLIGHT", "1e2"),
    ("IMAGEHUB_TRASH_DAYS", "-1"),
    ("IMAGEHUB_DEBUG", "maybe"),
    ("IMAGEHUB_SWEEP_REMOVES", "nightly"),
    ("IMAGEHUB_LOG_LEVEL", "LOUD"),
    ("IMAGEHUB_ENCRYPTION_KEYS", "abc"),
    ("IMAGEHUB_ENCRYPTION_KEYS", ","),
    ("IMAGEHUB_ENCRYPTION_KEYS_FILE", "/nowhere/at/all"),
    ("IMAGEHUB_SECRET_KEY_FILE", "/nowhere/at/all"),
    ("TZ", "CET-1CEST"),
    ("TZ", "europe/berlin"),
    ("TZ", "Europe"),
    ("TZ", "../etc/passwd"),
    ("TZ", ":/nowhere/at/all"),
    ("DATABASE_URL", "mysql://u:p@h/d"),
    ("DATABASE_URL", "postgres://u:p#w@h/d"),
    ("DATABASE_URL", "postgres://h"),
    ("DATABASE_URL", "postgres://u:p@h:x/d"),
    ("DATABASE_URL", "sqlite://:memory:"),
    ("REDIS_URL", "localhost:6379"),
    ("REDIS_URL", "redis://h/first"),
    ("EMAIL_URL", "smtp.example.org"),
    ("EMAIL_URL", "smtp+tls://"),
    ("EMAIL_URL", "smtp://u:p/w@h:587"),
    ("IMAGEHUB_MAIL_FROM", "ImageHub"),
    ("IMAGEHUB_PROXIES", "yes"),
    ("IMAGEHUB_PROXIES", "-1"),
    ("IMAGEHUB_PROXIES", "10.0.0.0/40"),
    ("IMAGEHUB_PRIVATE_HOSTS", "http://gpu.lan"),
    ("IMAGEHUB_NO_PROXY", "a.example:80"),
    ("IMAGEHUB_PROXY", "proxy.example:3128"),
    ("IMAGEHUB_PROXY", "socks5://proxy.example"),
    ("IMAGEHUB_CA_FILE", "/nowhere/at/all"),
    ("IMAGEHUB_HOST", "127.0.0.1:8000"),
    ("IMAGEHUB_HOST", "http://127.0.0.1"),
    ("IMAGEHUB_OIDC_ISSUER", "https://id.example"),
    ("IMAGEHUB_OIDC_GROUPS", "it=boss"),
]
RIGHT = [
    ("IMAGEHUB_URL", "https://x.example/images/"),
    ("IMAGEHUB_URL", "http://[fd00::5]:8000"),
    ("PORT", "0"),
    ("IMAGEHUB_LOG_LEVEL", "debug"),
    (
        "IMAGEHUB_ENCRYPTION_KEYS",
        f"{KEY},{KEY}",
    ),
    ("TZ", ":Europe/Berlin"),
    ("TZ", "UTC"),
    ("DATABASE_URL", "postgres://u:p%23w@h:5432/d"),
    ("DATABASE_URL", "postgres:///d"),
    ("DATABASE_URL", "sqlite:////tmp/x.sqlite3"),
    ("REDIS_URL", "rediss://:word@h:6379/0"),
    ("REDIS_URL", "unix:///run/redis.sock"),
    ("EMAIL_URL", "smtp+tls://u:p@h:587"),
    ("EMAIL_URL", "consolemail://"),
    ("IMAGEHUB_MAIL_FROM", "ImageHub <a@b.example>"),
    ("IMAGEHUB_PROXIES", "2"),
    ("IMAGEHUB_PROXIES", "127.0.0.1, fd00::/8"),
    ("IMAGEHUB_PRIVATE_HOSTS", "gpu.lan, 10.1.2.3"),
    ("IMAGEHUB_NO_PROXY", ".lan, 10.0.0.0/8, ::1"),
    ("IMAGEHUB_PROXY", "http://u:p%40w@proxy.example:3128"),
    ("IMAGEHUB_HOST", "::"),
    ("IMAGEHUB_HOST", "[::1]"),
    ("IMAGEHUB_OIDC_GROUPS", "it=admin, design=member"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_setting_that_cannot_work_is_named_in_one_sentence(name: str, value: str) -> None:
    faults = all_checks.settings_faults({name: value})
    assert len(faults) == 1, faults
    assert name.removesuffix("_ISSUER") in faults[0] and "\n" not in faults[0]


@pytest.mark.parametrize(("name", "value"), RIGHT)
def test_a_setting_that_works_is_left_alone(name: str, value: str) -> None:
    assert all_checks.settings_faults({name: value}) == []


def test_no_fault_tells_what_may_be_a_password() -> None:
    names = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "IMAGEHUB_PROXY", "IMAGEHUB_ENCRYPTION_KEYS")
    faults = all_checks.settings_faults(dict.fromkeys(names, "wrong://u:hush#hush@h:x/y"))
    assert len(faults) == len(names)
    assert "hush" not in " ".join(faults)


def test_localtime_is_a_link_to_a_zone(tmp_path: Path) -> None:
    link = tmp_path / "localtime"
    link.symlink_to("/usr/share/zoneinfo/Europe/Berlin")
    assert time_zone.name_of(f":{link}") == "Europe/Berlin"


def test_an_address_is_taken_apart_as_browsers_write_it() -> None:
    read = url_parsing.read("https://X.example:443/images/")
    assert (read.origin, read.path, read.url) == (
        "https://x.example",
        "/images",
        "https://x.example/images",
    )


def test_a_folder_on_a_file_and_below_one_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for data in (tmp_path / "file", tmp_path / "file" / "below"):
        (fault,) = data_folder.faults(data)
        assert fault.startswith("IMAGEHUB_DATA_DIR must be a folder")


def test_a_full_disk_is_told() -> None:
    if not os.access("/dev/full", os.W_OK):
        pytest.skip("this machine has no /dev/full")
    problem = OSError(28, "No space left on device")
    assert "No space left" in data_folder._why_not(Path("/data"), problem)


def _run(program: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, *program],
        cwd=ROOT,
        env={**kept, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    "program",
    [["-m", "imagehub.serve"], ["-m", "imagehub.setup_steps", "run"], ["manage.py", "check"]],
)
def test_every_fault_is_told_at_once_and_nothing_starts(program: list[str], tmp_path: Path) -> None:
    done = _run(
        program, IMAGEHUB_DATA_DIR=str(tmp_path), PORT="abc", TZ="CET-1CEST", IMAGEHUB_URL="x"
    )
    assert done.returncode == 1
    assert [line.split()[1] for line in done.stderr.splitlines()[:3]] == [
        "IMAGEHUB_URL",
        "PORT",
        "TZ",
    ]
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("program", [["-m", "imagehub.serve"], ["manage.py", "check"]])
def test_a_data_folder_that_is_none_is_a_sentence(program: list[str], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = _run(program, IMAGEHUB_DATA_DIR=str(tmp_path / "file"))
    assert done.returncode == 1
    assert "IMAGEHUB_DATA_DIR" in done.stderr and "Traceback" not in done.stderr


def test_doctor_tells_faults_where_django_cannot_begin(tmp_path: Path) -> None:
    done = _run(["manage.py", "doctor"], IMAGEHUB_DATA_DIR=str(tmp_path), PORT="abc")
    assert done.returncode == 1
    assert "FAULT PORT must be" in done.stdout


def test_a_blank_setting_is_none(tmp_path: Path) -> None:
    blank = dict.fromkeys(("PORT", "TZ", "IMAGEHUB_URL", "IMAGEHUB_LEASE", "REDIS_URL"), "")
    done = _run(["manage.py", "check"], IMAGEHUB_DATA_DIR=str(tmp_path), **blank)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
def test_a_child_that_dies_at_every_start_ends_the_product_with_its_last_words(
    tmp_path: Path,
) -> None:
    (tmp_path / "data").mkdir()
    product = Product(tmp_path / "data")  # without tables
    done = subprocess.run(
        [sys.executable, "-m", "imagehub.serve"],
        cwd=ROOT,
        env=product.environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert "dies at every start" in last and "no such table" in last, done.stderr[-2000:]
    assert done.stderr.count("web started") <= 5
    assert product.everybody() == []
