"""Every call the simulator received, for tests to look at."""

from __future__ import annotations

import hashlib
import threading
import time
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class Call:
    """One request, its secret replaced by a fingerprint."""

    method: str
    path: str
    headers: dict[str, str]
    key: str  # first 12 hex digits of the key's SHA-256; empty without a key
    body: Any = None
    time: float = field(default_factory=time.time)
    status: int | None = None
    finished: bool = False
    aborted: bool = False  # the caller went away

    @property
    def prompt(self) -> str:
        """The prompt that was sent, or nothing."""
        fields = self.body.get("fields", self.body) if isinstance(self.body, dict) else {}
        return str(fields.get("prompt", ""))


class Calls:
    """All calls since the last reset."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._calls: list[Call] = []

    def record(self, call: Call) -> None:
        with self._lock:
            self._calls.append(call)

    def all(self) -> list[Call]:
        with self._lock:
            return list(self._calls)

    def clear(self) -> None:
        with self._lock:
            self._calls.clear()

    def posts(self, prompt: str) -> int:
        """How many POSTs came with exactly this prompt."""
        return sum(1 for call in self.all() if call.method == "POST" and call.prompt == prompt)

    def as_json(self) -> list[dict[str, Any]]:
        return [asdict(call) for call in self.all()]


def fingerprint(key: str) -> str:
    """Tells keys apart without keeping them."""
    return hashlib.sha256(key.encode()).hexdigest()[:12] if key else ""
