"""Secrets the product needs: from the environment, from a `…_FILE`, or made on first start."""

from __future__ import annotations

import base64
import os
import secrets
import sys
from pathlib import Path


def secret(name: str, data_dir: Path) -> str:
    """The secret called `IMAGEHUB_<name>`; made once into the data folder, mode 0600, if absent."""
    given = os.environ.get(f"IMAGEHUB_{name}")
    if given:
        return given
    file = os.environ.get(f"IMAGEHUB_{name}_FILE")
    if file:
        return Path(file).read_text().strip()
    path = data_dir / "secrets" / name.lower()
    try:
        return kept(path)
    except OSError as problem:
        sys.exit(f"imagehub: IMAGEHUB_DATA_DIR: {path} cannot be kept: {problem.strerror}")


def kept(path: Path) -> str:
    """Reads the file, or makes it; two processes starting at once agree on one value."""
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        _make(path)
        return path.read_text().strip()


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
    try:
        os.link(draft, path)  # atomic, and keeps whoever came first
    except FileExistsError:
        return
    finally:
        draft.unlink()
