"""All tables written by hand, as cases."""

from __future__ import annotations

from tests.mutations.case import Case
from tests.mutations.field_answers import all_cases
from tests.mutations.replays_errors import ERRORS, SILENT
from tests.mutations.replays_lines import LINES, RESULTS, STREAMED
from tests.mutations.replays_shapes import SHAPES
from tests.mutations.replays_waits import WAITS

ROWS = (*SHAPES, *ERRORS, *SILENT, *STREAMED, *LINES, *RESULTS, *WAITS)


def cases(origin: str) -> list[Case]:
    """Each row in each of its dialects."""
    return list(all_cases(ROWS, origin))
