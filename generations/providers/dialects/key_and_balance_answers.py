"""Answers to calls that cost nothing: key checks, balances, model lists."""

from __future__ import annotations

from generations.providers.answers.error_mapping import Refusal, refusal, usual_failure
from generations.providers.answers.error_reasons import page_words
from generations.providers.decoding.content_encoding import unpacked
from generations.providers.decoding.json_decoding import text_of
from generations.providers.decoding.lenient_values import Json
from generations.providers.dialects.request_bodies import parsed
from generations.providers.errors import BadAnswer, KeyRejected, Unavailable
from generations.providers.wire.http_call import ShortAnswer

_NO_LIST = (404, 405, 410, 501)  # there is no such call at this address


def read_short(answer: ShortAnswer, *, called: str = "") -> Json:
    """The JSON of a free call. Raises ProviderError for a no or an unreadable answer."""
    raw = _bytes(answer)
    told = parsed(raw, answer.headers.get("content-type", ""))
    if not 200 <= answer.status < 300:
        error = usual_failure(_said(answer, raw, told, called))
        error.may_have_charged = False
        raise error
    if told is None:
        page = page_words(text_of(raw))
        message = (
            "The answer is a web page, not JSON" if _is_page(raw) else "The answer is not JSON"
        )
        told_too = f": {page}" if page else ""
        raise BadAnswer(f"{message}{told_too}", http_status=answer.status, may_have_charged=False)
    return told


def read_list(answer: ShortAnswer, *, called: str = "") -> Json:
    """The same for a list of models: what its refusal means is about the list, not about a key."""
    if answer.status in _NO_LIST:
        message = f"This router has no list of models at {called} ({answer.status})"
        raise Unavailable(message, http_status=answer.status)
    try:
        return read_short(answer, called=called)
    except KeyRejected as error:
        if answer.status == 401:
            raise
        told = f": {error.message}" if error.message else ""
        message = f"The router does not show its list of models ({answer.status}){told}"
        raise Unavailable(message, http_status=answer.status) from error


def says_nothing_of_keys(answer: ShortAnswer) -> bool:
    """The call is not offered, or a page answered instead of the router: no word about the key."""
    raw = _bytes(answer)
    if answer.status in _NO_LIST:
        return True
    return answer.status != 401 and parsed(raw, answer.headers.get("content-type", "")) is None


def _bytes(answer: ShortAnswer) -> bytes:
    return unpacked(answer.body, answer.headers.get("content-encoding", ""))


def _is_page(raw: bytes) -> bool:
    return raw.lstrip()[:1] == b"<"


def _said(answer: ShortAnswer, raw: bytes, told: Json | None, called: str) -> Refusal:
    text = text_of(raw[:65_536], answer.headers.get("content-type", ""))
    shown = page_words(text) if _is_page(raw) else text.strip()[:1000]
    return refusal(
        told,
        status=answer.status,
        headers=answer.headers,
        text="" if told is not None else shown,
        called=called,
    )
