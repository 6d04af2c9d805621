"""Ids as they stand in addresses and forms."""

from __future__ import annotations

import uuid


def read(text: str) -> uuid.UUID | None:
    """None for what is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
