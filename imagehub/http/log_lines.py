"""What the log says of things that anybody outside can set off: a line, no trace."""

from __future__ import annotations

import logging


class WithoutTrace(logging.Filter):
    """A wrong Host is a visitor's doing: its trace tells nothing of ours."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info, record.exc_text = None, None
        return True
