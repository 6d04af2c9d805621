"""The addresses that results lie at, and a few that lead astray."""

from __future__ import annotations

import time
from urllib.parse import parse_qs, quote

from tests.simulator.exchange import Exchange
from tests.simulator.pictures import picture
from tests.simulator.prompt_weather import Weather

_asked_at: dict[str, float] = {}  # when an address was first asked for


def result_url(
    exchange: Exchange, weather: Weather, prompt: str, *, size: str, form: str, index: int = 0
) -> str:
    """Where a result may be fetched; the weather travels along in the address."""
    if "private-url" in weather:
        return "https://10.0.0.1/secret.png"
    if "data-url" in weather:
        return "data:image/png;base64,iVBORw0KGgo="
    words = quote("".join(f"[{name}={value}]" for name, value in weather.words.items()))
    base = "images-content" if "needs-key" in weather else "files"
    return f"{exchange.origin}/{base}/{index}?size={size}&form={form}&weather={words}"


async def serve(exchange: Exchange, query: str) -> None:
    """A result, or what the weather makes of it."""
    asked = {name: values[0] for name, values in parse_qs(query).items()}
    weather = Weather(asked.get("weather", ""))
    if "needs-key" in weather and not exchange.key_is_good:
        await exchange.raw(403, b"", "text/plain")
    elif "private-redirect" in weather:
        await exchange.raw(302, b"", "text/plain", {"location": "https://192.168.1.1/x.png"})
    elif "far-redirect" in weather:
        await exchange.raw(302, b"", "text/plain", {"location": exchange.path + "?" + query})
    elif "gone-url" in weather:
        await exchange.raw(404, b"", "text/plain")
    elif "shut-file" in weather and _is_shut(query, weather.number("shut-file", 1.0)):
        await exchange.reset()
    else:
        if "late-file" in weather:
            await exchange.sleep(weather.number("late-file", 1.0))
        index = int(exchange.path.rpartition("/")[2])
        data = picture(weather, size=asked.get("size", ""), form=asked.get("form", ""), index=index)
        await exchange.raw(200, data, "application/octet-stream")


def _is_shut(query: str, seconds: float) -> bool:
    first = _asked_at.setdefault(query, time.monotonic())
    return time.monotonic() - first < seconds
