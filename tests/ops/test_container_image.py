"""The image's own steps, run in a bare Debian: no container engine is at hand where this is tested.

The product then starts there without rights, on a root that cannot be written to, with a data
folder, /tmp and the shared memory of /dev/shm alone, as engines give them.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ops.http_visitor import LINK, Visitor
from tests.ops.product import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(
        not {"IMAGEHUB_TEST_IMAGE", "IMAGEHUB_REQUIRE_ALL"} & set(os.environ),
        reason="makes a bare Debian, which takes minutes: set IMAGEHUB_TEST_IMAGE=1",
    ),
]
PACKAGES = "python3,python3-venv,ca-certificates,tzdata"
ID = 10_001  # of the image's user
INSIDE = """
set -e
mount --bind "$1" "$1"
mount --bind "$2" "$1/data"
mount -o remount,ro,bind "$1"
mount -t tmpfs tmpfs "$1/tmp"
mount -t proc proc "$1/proc"
mount --bind /dev "$1/dev"
mount -t tmpfs -o mode=1777 tmpfs "$1/dev/shm"
exec chroot --userspec=10001:10001 "$1" /usr/bin/env -i PATH=/usr/bin:/bin HOME=/tmp \\
    IMAGEHUB_DATA_DIR=/data IMAGEHUB_HOST=127.0.0.1 PORT="$3" IMAGEHUB_STOP_GRACE=2 \\
    PYTHONDONTWRITEBYTECODE=1 sh -c 'cd /app && exec sh scripts/start.sh'
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bare Debian with our code, on which the image's steps were done."""
    if os.getuid() or not shutil.which("debootstrap", path="/usr/sbin:/usr/bin"):
        pytest.skip("needs debootstrap and the rights of root")
    if subprocess.run(["unshare", "--mount", "true"], capture_output=True).returncode:
        pytest.skip("needs the right to mount, which this container has not")
    made = tmp_path_factory.mktemp("image") / "root"
    made.mkdir(mode=0o755)
    made.parent.chmod(0o755)
    _bare_debian(made)
    _copy_the_code(made / "app")
    _wheels(made / "wheels")
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "/wheels"}
    done = subprocess.run(
        ["chroot", str(made), "sh", "/app/scripts/image.sh"],
        env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", **offline},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return made


def _bare_debian(root: Path) -> None:
    told = Path("/etc/os-release").read_text()
    suite = re.search(r"VERSION_CODENAME=(\w+)", told)
    if not suite or "ID=debian" not in told:
        pytest.skip("needs a Debian, whose packages debootstrap can fetch")
    steps = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", suite[1], str(root)]
    done = subprocess.run(steps, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"debootstrap could not make a root: {done.stdout[-300:]}")


def _copy_the_code(app: Path) -> None:
    """What a clone holds, without what .dockerignore leaves out."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    for name in listed.stdout.decode().split("\0"):
        if name and not name.startswith(("tests/", ".ci/")) and (ROOT / name).is_file():
            target = app / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target)


def _wheels(folder: Path) -> None:
    """The packages, fetched outside: the bare root asks nobody. What an older
    Python wants comes along: its patch may be below ours."""
    pins = (ROOT / "requirements" / "base.txt").read_text()
    folder.mkdir()
    (folder / "all.txt").write_text(re.sub(r" ; python_full_version < '[\d.]+' \\", " \\\\", pins))
    base = str(folder / "all.txt")
    words = ["download", "--quiet", "--no-deps", "--require-hashes", "-r", base, "-d", str(folder)]
    done = subprocess.run([sys.executable, "-m", "pip", *words], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"the packages cannot be fetched here: {done.stderr[-300:]}")


@pytest.fixture
def started(root: Path, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], int, Path]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    volume, log = tmp_path / "volume", tmp_path / "log"
    volume.mkdir()
    os.chown(volume, ID, ID)
    with log.open("wb") as out:
        running = subprocess.Popen(
            ["unshare", "--mount", "sh", "-c", INSIDE, "sh", str(root), str(volume), str(port)],
            stdout=out,
            stderr=out,
        )
    yield running, port, log
    running.kill()
    running.wait(10)


def test_the_image_starts_read_only_and_without_rights(
    root: Path, started: tuple[subprocess.Popen[bytes], int, Path]
) -> None:
    running, port, log = started
    until = time.monotonic() + 180
    while not _answers(port):
        assert time.monotonic() < until and running.poll() is None, log.read_text()
        time.sleep(0.5)
    status = Path(f"/proc/{running.pid}/status").read_text()
    assert f"Uid:\t{ID}\t{ID}\t{ID}\t{ID}" in status
    visitor = Visitor(f"http://127.0.0.1:{port}")
    found = LINK.search(log.read_text())
    assert found, log.read_text()
    assert visitor.becomes_admin(found[1]).status_code == 200
    visitor.client.close()
    running.send_signal(signal.SIGTERM)
    assert running.wait(30) == 0, log.read_text()
    assert "Read-only" not in log.read_text() and "Traceback" not in log.read_text()


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as page:
            return page.status == 200
    except OSError:
        return False


def test_the_image_holds_no_secret_and_nothing_its_user_may_write(root: Path) -> None:
    names = [path for path in (root / "app").rglob("*") if not path.is_symlink()]
    assert [path for path in names if path.stat().st_uid == ID or path.stat().st_mode & 0o022] == []
    assert [path for path in names if path.name in (".env", "encryption_keys", "secret_key")] == []
    assert (root / "data").stat().st_uid == ID and not list((root / "data").iterdir())


def test_the_documents_of_the_container_agree() -> None:
    dockerfile, compose = (ROOT / name for name in ("Dockerfile", "compose.yaml"))
    assert "scripts/image.sh" in dockerfile.read_text() and f"USER {ID}" in dockerfile.read_text()
    text = compose.read_text()
    assert "stop_grace_period: 915s" in text and "read_only: true" in text
    assert "127.0.0.1:8000}:8000" in text
    assert int(re.findall(r'STOP_GRACE: "(\d+)"', text)[0]) < 915
