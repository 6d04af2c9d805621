"""One table, two ways: on a page, and as a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.safestring import SafeString

from accounts.templatetags import ui

Value = str | int | float | Decimal | datetime | date | None
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|")
_AT_ONCE = 500  # lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    label: str
    kind: str = "text"  # text | count | usd | seconds | bytes | share | moment

    @property
    def is_number(self) -> bool:
        return self.kind not in ("text", "moment")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows as values; the first column names the row."""

    key: str  # in the address of its CSV
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Value, ...]]

    @property
    def lines(self) -> list[list[tuple[Column, SafeString | str]]]:
        """Each cell with its column, as people read it."""
        return [
            [
                (column, shown(column, value))
                for column, value in zip(self.columns, row, strict=True)
            ]
            for row in self.rows
        ]


def shown(column: Column, value: Value) -> SafeString | str:
    """A cell on the page."""
    if column.kind == "usd" and value == 0:
        return "$0"
    if column.kind == "usd":
        return ui.usd(value if isinstance(value, Decimal) else None)
    if value is None:
        return "–"
    if column.kind == "seconds":
        return ui.duration(float(value))  # type: ignore[arg-type]
    if column.kind == "bytes":
        return ui.filesize(int(value))  # type: ignore[arg-type]
    if column.kind == "share":
        return f"{value:.1%}"
    if isinstance(value, datetime):
        return ui.ago(value)
    return f"{value:,}" if isinstance(value, int) else str(value)


def as_csv(
    request: HttpRequest, name: str, columns: Sequence[Column], rows: Iterable[tuple[Value, ...]]
) -> StreamingHttpResponse:
    """The rows as a file, sent while they are read."""
    header: tuple[Value, ...] = tuple(column.label for column in columns)
    lines = _lines(header, rows)
    body = _awaited(lines) if isinstance(request, ASGIRequest) else lines
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return StreamingHttpResponse(body, content_type="text/csv; charset=utf-8", headers=headers)


def plain(value: Value) -> str:
    """A cell of the file. Text that a spreadsheet would take for a formula gets an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _lines(header: tuple[Value, ...], rows: Iterable[tuple[Value, ...]]) -> Iterator[bytes]:
    yield _written([header])
    source = iter(rows)
    while batch := list(islice(source, _AT_ONCE)):
        yield _written(batch)


def _written(rows: Iterable[tuple[Value, ...]]) -> bytes:
    page = io.StringIO()
    csv.writer(page).writerows([plain(value) for value in row] for row in rows)
    return page.getvalue().encode()


async def _awaited(lines: Iterator[bytes]) -> AsyncIterator[bytes]:
    while line := await sync_to_async(_next)(lines):
        yield line


def _next(lines: Iterator[bytes]) -> bytes:
    return next(lines, b"")
