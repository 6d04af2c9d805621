"""The pretend routers on one port, as a plain ASGI application."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from tests.simulator import fastrouter, files, imagerouter, openai_shaped, openrouter
from tests.simulator.exchange import Exchange, Gone
from tests.simulator.given_answers import GivenAnswers
from tests.simulator.recording import Calls

Dialect = Callable[[Exchange, str], Awaitable[None]]

PREFIXES: dict[str, Dialect] = {
    "/fastrouter": fastrouter.answer,
    "/fastapi/v1": openai_shaped.answer,
    "/imagerouter": imagerouter.answer,
    "/openrouter/api/v1": openrouter.answer,
    "/custom/v1": openai_shaped.answer,
}


class App:
    """One simulator with its own memory of calls."""

    def __init__(self) -> None:
        self.calls = Calls()
        self.given = GivenAnswers()

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        exchange = Exchange(scope, receive, send, self.calls)
        if exchange.path == "/_calls":
            await self._tell(exchange)
            return
        try:
            await exchange.read()
            await self._answer(exchange, scope["query_string"].decode())
        except Gone:
            exchange.call.aborted = True

    async def _answer(self, exchange: Exchange, query: str) -> None:
        brought = (str(exchange.body.get(name, "")) for name in ("prompt", "taskId"))
        given = self.given.take(exchange.path, *brought, exchange.path)
        if given:
            await given.write(exchange)
            return
        if exchange.path.startswith(("/files/", "/images-content/")):
            await files.serve(exchange, query)
            return
        for prefix, dialect in PREFIXES.items():
            if exchange.path.startswith(f"{prefix}/"):
                await dialect(exchange, exchange.path.removeprefix(prefix))
                return
        await exchange.json(404, {"error": {"message": "No such router"}})

    async def _tell(self, exchange: Exchange) -> None:
        told = self.calls.as_json()
        if exchange.method == "DELETE":
            self.calls.clear()
            fastrouter.forget()
        await exchange.json(200, told)
