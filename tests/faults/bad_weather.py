"""Bad weather and the honest end of each job in it (providers.md, rules.md section 2)."""

from __future__ import annotations

from tests.faults.held_jobs import GPT, LEONARDO, SEEDREAM, Group

MODELS = {"fastapi": GPT, "fastrouter": "openai/gpt-image-1", "openrouter": SEEDREAM}
LINES = {
    "[reset]": "unknown connection_lost",
    "[cut-off]": "unknown connection_lost",
    "[hang]": "unknown timeout",
    "[garbage]": "unknown bad_answer",
    "[500-once]": "failed unavailable",
    "[429-once]": "done",
    "": "done",
}
STREAMS = {
    "[cut-off]": "unknown connection_lost",
    "[no-end]": "unknown bad_answer",
    "[pause=60]": "unknown timeout",
    "[pause=1]": "done",
}
POLLS = ("[task-reset]", "[task-garbage]", "[task-500-once]", "[task-404-once]", "[task-429-once]")


def _lines() -> list[Group]:
    return [
        Group(
            name=f"{provider}-line",
            state="generating",
            weather=weather,
            count=2,
            provider=provider,
            model=model,
            ends=("done",) if (provider, weather) == ("openrouter", "[500-once]") else (end,),
        )
        for provider, model in MODELS.items()
        for weather, end in LINES.items()
    ]


def _streams() -> list[Group]:
    return [
        Group(
            name="stream",
            state="generating",
            weather=weather,
            count=2,
            options={"stream": True, "partial_images": 1},
            ends=(end,),
        )
        for weather, end in STREAMS.items()
    ]


def _polls() -> list[Group]:
    return [
        Group(
            name="poll",
            state="polling",
            weather=f"[pending=2]{weather}",
            count=2,
            provider="fastrouter",
            model=LEONARDO,
        )
        for weather in POLLS
    ]


WEATHERS = (*_lines(), *_streams(), *_polls())
