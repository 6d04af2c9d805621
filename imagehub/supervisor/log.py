"""One plain line on stderr for each thing the supervisor does."""

from __future__ import annotations

import os
import time


def say(line: str) -> None:
    """Writes at once; a closed terminal must not end a stop half way."""
    stamp = time.strftime("%Y-%m-%d %H:%M:%S")
    try:
        os.write(2, f"{stamp} imagehub: {line}\n".encode())
    except OSError:
        return
