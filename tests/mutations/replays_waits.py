"""How others say "later": whatever they say, it is waited for, at most three POSTs, then it ends.

Met by CopilotKit 3842, promptfoo 8341, opencodex 4046, Guardrails 1797, hiring-agent 386.
"""

from __future__ import annotations

from tests.mutations.field_answers import PLAIN, Row

_SAID = {
    "seconds": (("retry-after", "2"),),
    "a fraction": (("retry-after", "1.5"),),
    "a date": (("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT"),),
    "a date far ahead": (("retry-after", "Fri, 31 Dec 9999 23:59:59 GMT"),),
    "a date with an absurd zone": (("retry-after", "Wed, 21 Oct 2015 07:28:00 +9999999999999999"),),
    "words": (("retry-after", "soon"),),
    "nothing": (("retry-after", ""),),
    "twenty digits": (("retry-after", "9" * 20),),
    "not a number": (("retry-after", "nan"),),
    "for ever": (("retry-after", "inf"),),
    "below zero": (("retry-after", "-5"),),
    "milliseconds": (("retry-after-ms", "1500"), ("retry-after", "1500")),
    "OpenAI's": (("x-ratelimit-reset-requests", "1m30s"), ("x-ratelimit-reset-tokens", "6ms")),
    "OpenRouter's": (("x-ratelimit-reset", "1790000000000"),),
    "twice": (("retry-after", "1"), ("retry-after", "7")),
}
WAITS = tuple(
    Row(
        name=f"wait: {name}",
        status=429,
        body={"error": {"message": "Slow down"}},
        headers=headers,
        on=PLAIN,
        ends=("failed",),
        codes=("rate_limited",),
        says="Slow down",
        posts=3,
    )
    for name, headers in _SAID.items()
)
