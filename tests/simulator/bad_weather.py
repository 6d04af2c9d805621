"""Weather that is the same for every dialect: delays, broken lines, statuses, nonsense."""

from __future__ import annotations

from typing import Any

from tests.simulator.exchange import Exchange
from tests.simulator.prompt_weather import Weather

_FOREVER_S = 3600.0


async def storm(exchange: Exchange, weather: Weather, errors: dict[int | str, Any]) -> bool:
    """Answers if the weather is bad; False means the dialect should answer as usual.

    errors: the dialect's error bodies by status, and by word as (status, body).
    """
    exchange.trickle_s = weather.number("trickle", 0)
    if "slow" in weather:
        await exchange.sleep(weather.number("slow", 1.0))
    if "hang" in weather:
        await exchange.sleep(_FOREVER_S)
    if "reset" in weather:
        await exchange.reset()
    if await _refused(exchange, weather, errors):
        return True
    return await _nonsense(exchange, weather)


async def _refused(exchange: Exchange, weather: Weather, errors: dict[int | str, Any]) -> bool:
    word = weather.first(*(name for name in errors if isinstance(name, str)))
    if word:
        status, body = errors[word]
        await exchange.json(status, _leaking(body, exchange, weather))
        return True
    is_first = exchange.calls.posts(exchange.call.prompt) <= 1
    wanted = weather.status(is_first=is_first)
    if wanted is None:
        return False
    headers = {}
    if "429-retry-after" in weather:
        headers["retry-after"] = weather.words["429-retry-after"] or "1"
    body = errors.get(wanted, {"error": {"message": f"Pretended {wanted}", "code": str(wanted)}})
    await exchange.json(wanted, _leaking(body, exchange, weather), headers)
    return True


def _leaking(body: Any, exchange: Exchange, weather: Weather) -> Any:
    if "leak" not in weather:
        return body
    told = f"Key {exchange.key} and Bearer abc.def and {'a1' * 32} and sk-or-v1-abcdef are bad"
    return {**body, "error": {**body["error"], "message": told}}


async def _nonsense(exchange: Exchange, weather: Weather) -> bool:
    if "redirect" in weather:
        await exchange.raw(302, b"", "text/plain", {"location": f"{exchange.origin}/elsewhere"})
    elif "garbage" in weather:
        await exchange.raw(200, b"<html>Bad day</html>", "text/html")
    elif "huge" in weather:
        await _huge(exchange, int(weather.number("huge", 200e6)))
    elif "cut-off" in weather and not exchange.body.get("stream"):
        await exchange.start(200, {"content-type": "application/json", "content-length": "99999"})
        await exchange.write(b'{"created":1790000000,"data":[{"b64_json":"iVBOR')
        await exchange.reset()
    else:
        return False
    return True


async def _huge(exchange: Exchange, size: int) -> None:
    await exchange.start(200, {"content-type": "application/json"})
    block = b" " * 65536
    for _ in range(size // len(block) + 1):
        await exchange.write(block)
    await exchange.write(b"{}", more=False)
