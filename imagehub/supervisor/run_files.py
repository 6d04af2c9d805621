"""The files in the run folder by which supervisor, cluster and drains speak to each other.

`<id>.stop`   drains of that cluster claim nothing more
`<id>.now`    they give up what still runs
`<id>.beat`   touched when a no-op made the round trip through that cluster's queue
`<id>.last`   its last line on stderr, written as it ended by itself
`<id>.pid`    the child's main process: pid and when it began
`drain-<pid>` holds the cluster's id; touched at each lease renewal, gone when the drain ends
`web.pulse`   touched by the web whenever it sent a no-op on its way
"""

from __future__ import annotations

from pathlib import Path

ENDINGS = (".stop", ".now", ".beat", ".last", ".pid")
PULSE = "web.pulse"


def stop(run: Path, child: str) -> None:
    """Drains of this cluster stop claiming within half a second."""
    (run / f"{child}.stop").touch()


def now(run: Path, child: str) -> None:
    """The grace is over."""
    (run / f"{child}.now").touch()


def beat(run: Path, child: str) -> Path:
    """The cluster's heartbeat."""
    return run / f"{child}.beat"


def touched_since(file: Path, moment: float) -> bool:
    """moment: by the wall clock."""
    try:
        return file.stat().st_mtime >= moment
    except OSError:
        return False


def last_words(run: Path, child: str) -> str:
    """What the child said last; "" where it was killed."""
    try:
        return (run / f"{child}.last").read_text(errors="replace").strip()
    except OSError:
        return ""


def remember(run: Path, child: str, pid: int, started: str) -> None:
    """So that a later start finds what this one left behind."""
    (run / f"{child}.pid").write_text(f"{pid}\n{started}\n")


def remembered(run: Path) -> list[tuple[str, int, str]]:
    """(child, pid, started) of every child that was not seen off."""
    found = []
    for file in sorted(run.glob("*.pid")):
        pid, _, started = file.read_text().strip().partition("\n")
        if pid.isdigit():
            found.append((file.stem, int(pid), started))
        else:
            file.unlink()  # written half: the machine went down
    return found


def forget(run: Path, child: str) -> None:
    """Nothing of this child is left, so its files go."""
    for ending in ENDINGS:
        (run / f"{child}{ending}").unlink(missing_ok=True)
    for pid, cluster in drains(run).items():
        if cluster == child:
            (run / f"drain-{pid}").unlink(missing_ok=True)


def drains(run: Path) -> dict[int, str]:
    """Every drain's process and the cluster it belongs to."""
    found = {}
    for file in run.glob("drain-*"):
        pid = file.name.removeprefix("drain-")
        try:
            if pid.isdigit():
                found[int(pid)] = file.read_text().strip()
        except FileNotFoundError:
            continue  # it ended between listing and reading
    return found
