"""Whose fault an exception is: of the job's own data, or of the surroundings.

A job whose own data break it ends (rules.md section 2, "Every job ends"). A database that is away, a
full disk or a store that cannot be reached says nothing about any job: it waits until that is over.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator

from django.db import InterfaceError, OperationalError

DATABASE = "The database cannot be reached; it goes on when it can."
DISK = "The disk is full or cannot be written; it goes on when it can."
MACHINE = "This machine ran short of memory or open files; it goes on when it can."

_DISK = {
    *(errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.ENXIO, errno.ESTALE),
    *(errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.ENODEV, errno.ENOTCONN),
}
_MACHINE = {errno.ENOMEM, errno.EMFILE, errno.ENFILE, errno.EAGAIN}
# Of PostgreSQL's classes of errors these come from the statement and its data, not from the server:
# 22 data, 23 constraints, 42 syntax, 54 limits of a row or an index.
# Source: postgresql.org/docs/15/errcodes-appendix.html, read 2026-11-30
_OF_THE_DATA = ("22", "23", "42", "54")


def of_the_surroundings(error: BaseException) -> str:
    """Why the job has to wait, in words; "" where its own data are at fault."""
    for each in _causes(error):
        if isinstance(each, OperationalError | InterfaceError):
            return "" if _code(each)[:2] in _OF_THE_DATA else DATABASE
        if isinstance(each, MemoryError):
            return MACHINE
        if isinstance(each, OSError) and each.errno in _DISK:
            return DISK
        if isinstance(each, OSError) and each.errno in _MACHINE:
            return MACHINE
    return ""


def is_of_the_database(error: BaseException) -> bool:
    """The connection or the server, not what was asked of it."""
    return of_the_surroundings(error) == DATABASE


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The exception and what it came from, as far as it says so itself."""
    seen: BaseException | None = error
    for _ in range(10):
        if seen is None:
            return
        yield seen
        seen = seen.__cause__


def _code(error: BaseException) -> str:
    """PostgreSQL's five letters; "" from SQLite, whose OperationalErrors are locks and disks."""
    return str(getattr(error.__cause__, "sqlstate", None) or "")
