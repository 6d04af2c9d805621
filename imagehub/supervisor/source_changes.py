"""For `make dev`: did one of our own source files change?"""

from __future__ import annotations

from imagehub.supervisor.supervisor_settings import BASE_DIR

PARTS = ("imagehub", "accounts", "generations")


class Changes:
    """Compares the newest file with the newest seen before."""

    def __init__(self) -> None:
        self._seen = _newest()

    def happened(self) -> bool:
        """True once for each change."""
        before, self._seen = self._seen, _newest()
        return self._seen != before


def _newest() -> tuple[int, float]:
    files = [file for part in PARTS for file in (BASE_DIR / part).rglob("*.py")]
    return len(files), max((file.stat().st_mtime for file in files), default=0.0)
