"""Failures on request: words in the prompt that make the rehearsal model fail, free of charge."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass

from generations.providers.errors import (
    BadAnswer,
    BadRequest,
    ContentRefused,
    KeyRejected,
    OutcomeUnknown,
    OutOfCredit,
    ProviderError,
    RateLimited,
    Unavailable,
)
from generations.providers.sandbox.reply import told
from generations.providers.types import Answer

MODEL = "sandbox/rehearsal"
MAX_SLOW_S = 600.0
RETRY_AFTER_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An answered failure."""

    status: int
    error: type[ProviderError]
    code: str
    message: str


REFUSALS: Mapping[str, Refusal] = {
    "key rejected": Refusal(
        status=401, error=KeyRejected, code="key_rejected", message="This key is not valid"
    ),
    "no credit": Refusal(
        status=402, error=OutOfCredit, code="no_credit", message="Not enough credit"
    ),
    "refused": Refusal(
        status=400,
        error=ContentRefused,
        code="content_refused",
        message="This prompt was refused by the safety system",
    ),
    "bad request": Refusal(
        status=400, error=BadRequest, code="bad_request", message="The request is not valid"
    ),
    "model not found": Refusal(
        status=404, error=BadRequest, code="model_not_found", message="There is no such model"
    ),
    "too large": Refusal(
        status=413, error=BadRequest, code="too_large", message="The request is too large"
    ),
    "rate limited": Refusal(
        status=429, error=RateLimited, code="rate_limited", message="Too many requests"
    ),
    "unavailable": Refusal(
        status=503, error=Unavailable, code="unavailable", message="No server is free"
    ),
}
LOST: Mapping[str, str] = {"connection lost": "connection_lost", "timeout": "timeout"}
BODIES: Mapping[str, bytes] = {
    "empty": json.dumps({"created": 0, "data": []}).encode(),
    "not an image": json.dumps(
        {"created": 0, "data": [{"b64_json": b64encode(b"This is no picture.").decode()}]}
    ).encode(),
    "unreadable": b'{"created": 0, "data": [{"b64_',
}


def weather(model: str, prompt: str) -> str:
    """The failure that the prompt asks for, or nothing."""
    if model != MODEL:
        return ""
    known = (*REFUSALS, *LOST, *BODIES)
    asked = [word.strip().lower().replace("_", " ") for word in re.findall(r"\[([^\]]+)\]", prompt)]
    return next((word for word in asked if word in known), "")


def slowness(model: str, prompt: str) -> float:
    """Seconds to wait before answering, from `[slow=SECONDS]`."""
    found = re.search(r"\[slow=(\d+(?:\.\d+)?)\]", prompt.lower()) if model == MODEL else None
    return min(float(found[1]), MAX_SLOW_S) if found else 0.0


def failing(word: str) -> tuple[int, bytes]:
    """Status and body of the answer to a word of weather that is answered."""
    if word in BODIES:
        return 200, BODIES[word]
    refusal = REFUSALS[word]
    body = {"error": {"code": refusal.code, "message": f"{refusal.message} (rehearsal)"}}
    return refusal.status, json.dumps(body).encode()


def lost(word: str) -> OutcomeUnknown:
    """The error for a line that was cut or fell silent."""
    return OutcomeUnknown("The line was cut (rehearsal)", code=LOST[word])


def raise_refusal(answer: Answer) -> None:
    """Raises the error that an answered failure stands for."""
    if answer.status == 200:
        return
    error = told(answer).get("error") or {}
    code, message = str(error.get("code", "")), str(error.get("message", ""))
    refusal = next((one for one in REFUSALS.values() if one.code == code), None)
    if refusal is None:
        raise BadAnswer(message, provider_code=code, http_status=answer.status)
    wait = RETRY_AFTER_S if refusal.error is RateLimited else None
    raise refusal.error(
        message,
        code=refusal.code,
        provider_code=code,
        http_status=answer.status,
        retry_after=wait,
        may_have_charged=False,
    )
