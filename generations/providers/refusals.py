"""What a router's error says, and the error of ours it becomes. Each dialect adds its own rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from generations.providers.errors import (
    BadRequest,
    ContentRefused,
    KeyRejected,
    OutOfCredit,
    ProviderError,
    RateLimited,
    Unavailable,
)
from generations.providers.loose import NOTHING, Json, table, words
from generations.providers.redact import redacted

_LONGEST_WAIT_S = 300.0
_CONTENT = re.compile(
    r"(?i)content.?polic|moderat|safety|prohibited|nsfw|flagged|sensitive|policy.?violation"
)
_MONEY = re.compile(r"(?i)balance|quota|credit|billing|余额")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A router's no, read defensively: any part may be empty."""

    status: int
    message: str = ""
    code: str = ""
    kind: str = ""  # the `type` field
    retry_after: float | None = None  # seconds
    error: Json = field(default_factory=dict)  # the error object as told
    body: Json = field(default_factory=dict)  # all of the answer

    def becomes(self, shape: type[ProviderError], **facts: Any) -> ProviderError:
        """Our error, with the router's words and codes kept."""
        return shape(
            self.message,
            provider_code=redacted(self.code or self.kind)[:100],
            http_status=self.status,
            **({"retry_after": self.retry_after} | facts),
        )

    @property
    def speaks_of_content(self) -> bool:
        """The words are about what may be drawn."""
        return bool(_CONTENT.search(f"{self.code} {self.kind} {self.message}"))

    @property
    def speaks_of_money(self) -> bool:
        """The words are about balance, quota or credit."""
        return bool(_MONEY.search(f"{self.code} {self.message}"))


def refusal(body: Json | None, *, status: int, headers: Mapping[str, str]) -> Refusal:
    """What an answer with an error says. `error` may be an object, a text, or missing."""
    whole = body or NOTHING
    raw = whole.get("error")
    error = table(raw)
    message = words(raw) or words(error.get("message")) or words(whole.get("message"))
    return Refusal(
        status=status,
        message=redacted(message),
        code=words(error.get("code")),
        kind=words(error.get("type")),
        retry_after=retry_after(headers),
        error=error,
        body=whole,
    )


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait as the header says, at most 300; from a number or an HTTP date."""
    text = headers.get("retry-after", "").strip()
    try:
        wait = float(text)
    except ValueError:
        wait = _until(text)
    return min(max(wait, 0.0), _LONGEST_WAIT_S) if wait == wait else None


def _until(date: str) -> float:
    try:
        when = parsedate_to_datetime(date)
    except (ValueError, TypeError):
        return float("nan")
    return (when.replace(tzinfo=when.tzinfo or UTC) - datetime.now(UTC)).total_seconds()


def has_error(body: Json) -> bool:
    """`error` is present and says something."""
    return bool(body.get("error"))


def usual_failure(said: Refusal) -> ProviderError:
    """The default rows: what a status means where a router's own table says nothing else.

    A 5xx is not repeated: whether it was billed is not known.
    """
    row = _CLIENT_ROWS.get(said.status)
    if row:
        return said.becomes(row)
    if said.status == 404:
        return said.becomes(BadRequest, code="model_not_found")
    if said.status == 413:
        return said.becomes(BadRequest, code="too_large")
    if 300 <= said.status < 400:
        return redirected(said)
    if 400 <= said.status < 500 and said.status != 408:
        return said.becomes(ContentRefused if said.speaks_of_content else BadRequest)
    return perhaps_billed(said)


_CLIENT_ROWS: Mapping[int, type[ProviderError]] = {
    401: KeyRejected,
    402: OutOfCredit,
    403: KeyRejected,
    429: RateLimited,
}


def perhaps_billed(said: Refusal) -> ProviderError:
    """An answered failure after which money may be gone: a person decides (class ASK)."""
    return said.becomes(Unavailable, may_have_charged=True, max_posts=1)


def redirected(said: Refusal) -> ProviderError:
    """Redirects are never followed with a key."""
    told = said.message or "The router redirects this address; check the base URL"
    return replace(said, message=told).becomes(Unavailable)
