"""Lists in which one row that cannot be read costs nothing but itself."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from django.db import InterfaceError, OperationalError, models

log = logging.getLogger("imagehub.rows")
M = TypeVar("M", bound=models.Model)
T = TypeVar("T")


def one_of_a_list(what: object, work: Callable[[], T]) -> T | None:
    """What work makes of one row; None where its own data break it, said once with its type.

    A database that is away raises: that is no row's fault.
    """
    try:
        return work()
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001 - one row of a list
        log.error("%s is left out of a list: %s", what, type(error).__name__)
        return None


def readable(rows: models.QuerySet[M]) -> tuple[list[M], list[int]]:
    """The rows in their order, and the ids of those that cannot be read, each said once.

    All at once where that works; row by row where it does not. A database that is away raises.
    """
    try:
        return list(rows), []
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001 - one row of a list
        log.warning("a list is read row by row: %s", type(error).__name__)
    good: list[M] = []
    broken: list[int] = []
    for pk in list(rows.values_list("pk", flat=True)):
        try:
            good += rows.filter(pk=pk)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:  # noqa: BLE001 - one row of a list
            log.error(
                "row %s of %s cannot be read: %s", pk, rows.model.__name__, type(error).__name__
            )
            broken.append(pk)
    return good, broken
