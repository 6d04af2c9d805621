"""From what an answer holds to a delivery's common parts, or to the error of having no picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypedDict

from generations.providers.answers.answer_contents import Contents
from generations.providers.answers.error_mapping import Refusal, refusal_of
from generations.providers.answers.error_reasons import chat_refuses, reason
from generations.providers.answers.redaction import redacted
from generations.providers.decoding.content_encoding import is_packed
from generations.providers.decoding.lenient_values import Json, number, told, words
from generations.providers.decoding.sanitize import clean_text
from generations.providers.errors import BadAnswer, BadDelivery, ContentRefused, ProviderError
from generations.providers.types import Answer, ImageRequest, RawImage

_LONGEST_SETTING = 200  # characters of a setting that the router says it used


class Pictures(TypedDict):
    """What every delivery has, whatever the dialect."""

    images: tuple[RawImage, ...]
    unreadable: int
    said: str


def wanted(request: ImageRequest | None) -> int:
    """How many pictures were asked for in this call."""
    n = number(request.options.get("n")) if request else None
    return n if n and n > 0 else 1


def pictures(contents: Contents, wanted: int = 1) -> Pictures:
    """The pictures; where an error stood beside them or a stream broke, those missing count."""
    found = contents.found
    errors = [*found.errors, *([contents.error] if contents.error is not None else [])]
    missing = found.missing
    if errors or contents.was_broken:
        missing = min(max(missing, wanted - len(found.images), 1), 1000)
    said = next((text for text in map(reason, errors) if text), "")
    return {"images": found.images, "unreadable": missing, "said": redacted(said)}


def no_picture(
    contents: Contents, answer: Answer, failure: Callable[[Refusal], ProviderError], called: str
) -> ProviderError:
    """The error of an answer with a good status that holds no picture."""
    said = refusal_of(contents, answer, called)
    if contents.error is not None:
        return failure(said)
    if (said.speaks_of_content and not contents.found.missing) or chat_refuses(contents.body):
        return said.becomes(ContentRefused)
    if not contents.is_structured:
        return BadAnswer(_unreadable(contents, answer), http_status=answer.status)
    if contents.is_stream and not said.message:
        return BadAnswer("The stream ended without a finished picture", http_status=answer.status)
    if contents.found.missing and not said.message:
        message = "No picture of the answer can be read"
        return BadDelivery(message, code="not_an_image", http_status=answer.status)
    return said.becomes(BadDelivery) if said.message else _empty(answer)


def applied(body: Json, names: tuple[str, ...]) -> dict[str, str]:
    """What the router says it used, of these settings."""
    used = {name: clean_text(words(body.get(name)), _LONGEST_SETTING) for name in names}
    return {name: text for name, text in used.items() if text}


def raw_words(values: tuple[object, ...]) -> str:
    """The first amount that is not believed, as it was spelled."""
    return next((text for text in map(told, values) if text), "")


def _empty(answer: Answer) -> BadDelivery:
    return BadDelivery("The answer holds no picture", http_status=answer.status)


def _unreadable(contents: Contents, answer: Answer) -> str:
    label = answer.headers.get("content-encoding", "").strip().lower()
    if is_packed(b"", label) and not contents.text.isprintable():
        return f"The answer is packed in a way that cannot be read ({clean_text(label, 20)})"
    said = redacted(contents.text[:500]) if contents.text.isprintable() else ""
    return f"The answer is not JSON: {said}" if said else "The answer is not JSON"
