"""Is enough of an answer here to be read, though its line was never closed?"""

from __future__ import annotations

import json
from enum import Enum

from generations.providers.types import Answer


class Completeness(Enum):
    NOTHING = 0
    SOME = 1  # a cut stream with a finished picture
    WHOLE = 2


def completeness(answer: Answer, *, wanted: int = 1) -> Completeness:
    """How much of it came."""
    try:
        told = json.loads(answer.body.read_bytes())
    except ValueError:
        return Completeness.NOTHING
    return Completeness.WHOLE if isinstance(told, dict | list) else Completeness.NOTHING
