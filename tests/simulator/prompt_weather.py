"""Words in square brackets in a prompt choose how the pretend router behaves.

Everywhere:
    [401] [402] … any status     that answer, in the dialect's own words
    [429-once] [500-once] …      only for the first POST with this prompt
    [429-retry-after]            with Retry-After: 1 ([429-retry-after=30]: 30)
    [slow] [slow=SECONDS]        answers late (1 s)      [hang]   never answers
    [reset] [cut-off]            the line breaks before / within the answer
    [garbage] [empty] [not-an-image] [half-broken] [huge=BYTES]
    [moderated] [no-money]       refused in the dialect's own words
    [error-with-200]             a failure under a good status
    [redirect]                   the API call itself is redirected
    [leak]                       with a status: the error repeats the key
    [svg] [jpeg] [webp] [gif] [png]  what the picture is, whatever was asked
    [bench]                      a 1.6 MB PNG ([unique]: each its own)  [hue=N]  a colour of its own
    [trickle=SECONDS]            the answer comes in pieces, over so long
Where a result is an address:
    [url] [private-url] [private-redirect] [far-redirect] [needs-key] [gone-url] [data-url]
    [late-file=SECONDS]          the picture behind the address comes late
    [shut-file=SECONDS]          its line breaks until so long after it was first asked for
While streaming (FastAPI.ai, OpenRouter):
    [previews] [no-stream] [no-end] [error-in-stream] [cut-off], [break] after the first picture,
    [done] with a last [DONE], [wrapped] as {"data": …},
    [pause=SECONDS] between the previews and the picture, [drip=SECONDS] after each (FastAPI.ai)
FastRouter:
    [spelling=taskId|nested|none] [poll=video|data] [pending=N] [pending-forever]
    [failed-task] [failed-task=moderated|generations] [task-404] [task-404-once] [task-500]
    [task-500-once] [task-429-once] [task-401] [task-garbage] [task-reset] [task-drip]
    [246] [446] [free-quota] [no-usage]
ImageRouter:
    [error-with-200-cost] [heartbeat] [heartbeat=error] [free-limit] [no-cost]
OpenRouter:
    [old-moderation] [not-retryable] [no-usage] [no-media-type]
FastAPI.ai:
    [unclear-429] [moderated-output] [heartbeat]
"""

from __future__ import annotations

import re

_WORD = re.compile(r"\[([a-z0-9-]+)(?:=([^\]]*))?\]")


class Weather:
    """The words of one prompt."""

    def __init__(self, prompt: str) -> None:
        self.words = {name: value or "" for name, value in _WORD.findall(prompt)}

    def __contains__(self, word: str) -> bool:
        return word in self.words

    def number(self, word: str, default: float) -> float:
        """The number after `=`, or the default."""
        return float(self.words.get(word) or default)

    def first(self, *words: str) -> str:
        """The first of the words that was said, or nothing."""
        return next((word for word in words if word in self.words), "")

    def status(self, *, is_first: bool) -> int | None:
        """The status the answer must have, if one was said."""
        for word in self.words:
            match = re.fullmatch(r"([345]\d\d)(-once|-retry-after)?", word)
            if match and (match[2] != "-once" or is_first):
                return int(match[1])
        return None
