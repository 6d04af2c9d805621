"""A router's own reason, in whatever spelling it comes."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping

from generations.providers.decoding.lenient_values import Json, items, rows, table, words

_KEYS = (
    *("message", "msg", "detail", "error", "errors", "error_message", "errorMessage"),
    *("error_description", "description", "reason", "title", "failMsg", "fail_reason", "text"),
    *("Message", "Error", "faultstring", "status_msg", "finishMessage", "blockReason", "issues"),
)
_TOP = (
    *("error", "errors", "detail", "message", "msg", "error_message", "errorMessage"),
    *("error_description", "description", "reason", "failMsg", "fail_reason", "title", "fault"),
    *("Message", "Error", "issues", "base_resp", "promptFeedback", "status_msg"),
)
_BESIDE = ("message", "detail", "msg", "error_description")  # say more than a bare error's word
_BLOCKED = re.compile(r"(?i)safety|prohibited|blocklist|recitation|spii|content_filter")
_DEEPEST = 6
_MOST = 5  # reasons of a list that are joined
_LONGEST = 4_000  # characters
_FINE = {"", "0", "200", "ok", "success", "none", "null", "false"}
_PAGE = re.compile(r"<(title|h1)\b[^>]*>(.*?)</\1", re.IGNORECASE | re.DOTALL)


def reason(body: Json) -> str:
    """The words of an answer that tells an error; empty where it has none."""
    told = [(name, _words(body.get(name), 0)) for name in _TOP]
    found = [(name, text) for name, text in told if text]
    if not found:
        return chat_words(body) or _words(table(body, "data"), 1)
    name, text = found[0]
    if name == "error" and isinstance(body.get("error"), str):
        more = next((it for other, it in found[1:] if other in _BESIDE), "")
        if more and more != text:
            return f"{text}: {more}"[:_LONGEST]
    return text


def chat_words(body: Json) -> str:
    """What a chat's answer says in words: its refusal, else its content."""
    for choice in rows(body.get("choices")):
        message = table(choice, "message") or table(choice, "delta")
        text = words(message.get("refusal")) or _content(message.get("content"))
        if text:
            return text[:_LONGEST]
    outputs = (part for row in rows(body.get("output")) for part in rows(row.get("content")))
    texts = (words(part.get("refusal")) or words(part.get("text")) for part in outputs)
    return next((text for text in texts if text), words(body.get("output_text")))[:_LONGEST]


def chat_refuses(body: Json) -> bool:
    """A chat's answer says by its own signs that the content was refused."""
    if words(table(body, "promptFeedback").get("blockReason")):
        return True
    told = (*rows(body.get("choices")), *rows(body.get("candidates")))
    return any(
        bool(words(table(choice, "message").get("refusal")))
        or any(
            _BLOCKED.search(words(choice.get(name))) for name in ("finish_reason", "finishReason")
        )
        for choice in told
    )


def tells_error(body: Json) -> bool:
    """An object says of itself that something went wrong."""
    if any(_is_telling(body.get(name)) for name in ("error", "errors")):
        return True
    return body.get("success") is False or body.get("ok") is False


def page_words(page: str) -> str:
    """What an HTML page is called."""
    found = (html.unescape(hit.group(2)) for hit in _PAGE.finditer(page[:65_536]))
    plain = (" ".join(re.sub("<[^>]*>", " ", text).split()) for text in found)
    return next((text for text in plain if text), "")[:200]


def _is_telling(value: object) -> bool:
    if isinstance(value, Mapping):
        code = words(value.get("code")).lower()
        said = [it for name, it in value.items() if name != "code" and it not in (None, "", [], {})]
        return code not in _FINE or bool(said and not ("code" in value and code in ("0", "200")))
    if isinstance(value, list):
        return any(_is_telling(item) for item in value)
    if isinstance(value, str):
        return value.strip().lower() not in _FINE
    return bool(value)


def _words(value: object, depth: int) -> str:
    if depth > _DEEPEST:
        return ""
    if isinstance(value, str):
        return _inner(value, depth) or value.strip()[:_LONGEST]
    if isinstance(value, list):
        told = [text for text in (_words(item, depth + 1) for item in value[:_MOST]) if text]
        return "; ".join(dict.fromkeys(told))[:_LONGEST]
    return _of_object(value, depth) if isinstance(value, Mapping) else ""


def _of_object(value: Json, depth: int) -> str:
    told = next((text for text in (_words(value.get(it), depth + 1) for it in _KEYS) if text), "")
    place = ".".join(words(part) for part in items(value.get("loc")) if words(part) != "body")
    raw = _words(table(value, "metadata").get("raw"), depth + 1)
    if raw and raw not in told:
        told = f"{told}: {raw}" if told else raw
    if told:
        return f"{place}: {told}" if place else told
    inner = [_words(item, depth + 2) for item in list(value.values())[:_MOST] if _is_nest(item)]
    return next((text for text in inner if text), "")


def _is_nest(value: object) -> bool:
    return isinstance(value, Mapping | list)


def _inner(text: str, depth: int) -> str:
    """The words of JSON that was put into a text."""
    if text.lstrip()[:1] not in ("{", "[") or len(text) > 65_536:
        return ""
    try:
        return _words(json.loads(text), depth + 1)
    except (ValueError, RecursionError):
        return ""


def _content(value: object) -> str:
    if isinstance(value, str):
        return value
    return " ".join(text for text in (words(part.get("text")) for part in rows(value)) if text)
