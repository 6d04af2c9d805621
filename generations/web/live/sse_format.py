"""The live stream's messages as they go over the wire."""

from __future__ import annotations

from collections.abc import Iterable

from generations.stored import event_log
from generations.web.components import message_html


def message(html: str, event_id: int) -> bytes:
    """One without a name: htmx swaps it. `event_id`: the newest line of the event log it tells of."""
    lines = "".join(f"data: {line}\n" for line in html.splitlines() if line.strip())
    return f"id: {event_id}\n{lines}\n".encode()


def departed(picture_ids: Iterable[int]) -> bytes:
    """Named pictures leave the page (removed-pictures.js). It goes before the message of the same lines
    and has no id: a window that loses the line between the two asks for both again."""
    told = event_log.packed(picture_ids)
    return f"event: departed\ndata: {told}\n\n".encode() if told else b""


def reload(event_id: int) -> bytes:
    """The page fetches its lists anew."""
    return message(message_html.reload_html() + message_html.PROMPTS, event_id)
