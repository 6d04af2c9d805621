"""What a router's error says, and the error of ours it becomes. Each dialect adds its own rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from generations.providers.answers.answer_contents import Contents
from generations.providers.answers.error_reasons import reason
from generations.providers.answers.redaction import redacted
from generations.providers.answers.retry_after import retry_after
from generations.providers.decoding.lenient_values import NOTHING, Json, rows, table, words
from generations.providers.decoding.sanitize import clean_text
from generations.providers.errors import (
    BadRequest,
    ContentRefused,
    KeyRejected,
    OutOfCredit,
    ProviderError,
    RateLimited,
    Unavailable,
)
from generations.providers.types import Answer

_CONTENT = re.compile(
    r"(?i)content.{0,3}polic|content.{0,3}filter|moderat|safety|prohibited|nsfw|flagged|sensitive"
    r"|polic(?:y|ies).{0,3}violat|violat\w*.{0,40}polic|usage polic|harmful|inappropriate"
)
_MODEL = re.compile(r"(?i)model|engine|deployment|endpoints? (?:found|fit)")
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
    called: str = ""  # the address that was called, where it is known
    location: str = ""  # where a redirect leads

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


def refusal(
    body: Json | None, *, status: int, headers: Mapping[str, str], text: str = "", called: str = ""
) -> Refusal:
    """What an answer with an error says, in whatever spelling.

    text: the words of an answer that is no JSON. called: the address that was called.
    """
    whole = body or NOTHING
    error = _error(whole)
    return Refusal(
        status=status,
        message=redacted(reason(whole) or text),
        code=clean_text(words(error.get("code")) or words(whole.get("code")), 200),
        kind=clean_text(words(error.get("type")), 200),
        retry_after=retry_after(headers),
        error=error,
        body=whole,
        called=called,
        location=headers.get("location", ""),
    )


def refusal_of(contents: Contents, answer: Answer, called: str = "") -> Refusal:
    """The same of an answer that was read: its error, else all that it told."""
    body = contents.error if contents.error is not None else contents.body
    return refusal(
        body, status=answer.status, headers=answer.headers, text=contents.text, called=called
    )


def _error(body: Json) -> Json:
    """The error object, wherever it stands."""
    for name in ("error", "errors", "detail"):
        value = body.get(name)
        found = table(value) or next(rows(value), NOTHING)
        if found:
            return found
    return NOTHING


def usual_failure(said: Refusal) -> ProviderError:
    """The default rows: what a status means where a router's own table says nothing else.

    A 5xx is not repeated: whether it was billed is not known.
    """
    row = _CLIENT_ROWS.get(said.status)
    if row:
        return said.becomes(row)
    if said.status in (404, 405):
        return not_found(said)
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


def not_found(said: Refusal) -> ProviderError:
    """A 404 or 405: the model is unknown where the answer speaks of one, else the address is."""
    speaks = f"{said.code} {said.kind} {said.message}"
    if said.status == 404 and _MODEL.search(speaks):
        return said.becomes(BadRequest, code="model_not_found")
    called = f" We called {shown(said.called)}" if said.called else ""
    told = f" It said: {said.message}" if said.message else ""
    advice = f"Check the address of this router.{called}; it answered {said.status}.{told}"
    return replace(said, message=redacted(advice)).becomes(Unavailable)


def redirected(said: Refusal) -> ProviderError:
    """Redirects are never followed with a key."""
    target = f" to {shown(said.location)}" if said.location else ""
    told = f"The router redirects this address{target}; check the base URL. {said.message}"
    return replace(said, message=redacted(told)).becomes(Unavailable)


def shown(address: str) -> str:
    """An address as people may see it: without what could be secret in it."""
    try:
        parts = urlsplit(clean_text(address.strip(), 500))
        host = parts.netloc.rpartition("@")[2]
    except ValueError:
        return "an address that cannot be read"
    return f"{parts.scheme}://{host}{parts.path}" if host else parts.path
