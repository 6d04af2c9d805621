"""Runs the simulator on a free port in a thread, for tests."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterable, Mapping, Sequence

import uvicorn

from tests.simulator import fastrouter
from tests.simulator.app import PREFIXES, App
from tests.simulator.given_answers import Given, pairs
from tests.simulator.recording import Call


class Simulator:
    """Pretend routers, running until `stop()`."""

    def __init__(self, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self.app = App()
        self._socket = socket.create_server((host, port), backlog=2048)
        self.port: int = self._socket.getsockname()[1]
        self.origin = f"http://{host}:{self.port}"
        self._server = uvicorn.Server(config(self.app))
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True
        )
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)

    def url(self, slug: str) -> str:
        """The base URL at which this router is pretended; "custom" for an OpenAI-shaped one."""
        return f"{self.origin}{_prefix(slug)}"

    def answer_with(
        self,
        slug: str,
        *,
        path: str = "",
        to: str = "",
        status: int = 200,
        headers: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        body: bytes = b"",
        pieces: Sequence[bytes | float] = (),
        hold_open_s: float = 0.0,
        ping: bytes = b"",
        breaks: bool = False,
        times: int | None = None,
    ) -> None:
        """From now on this router's calls (whose path ends with `path`) get exactly this answer.

        to: only calls that bring this prompt or task id, or go to exactly this path.
        pieces: bytes to write and seconds to wait, after `body`. The newest answer that fits a
        call is given; `reset` forgets them. Without a content-length the answer is chunked.
        """
        self.app.given.add(
            Given(
                prefix=_prefix(slug),
                path=path,
                to=to,
                status=status,
                headers=pairs(headers),
                pieces=[*([body] if body else []), *pieces],
                hold_open_s=hold_open_s,
                ping=ping,
                breaks=breaks,
                times=times,
            )
        )

    @property
    def calls(self) -> list[Call]:
        """Every call since the last reset."""
        return self.app.calls.all()

    def posts(self, prompt: str) -> int:
        """How many POSTs came with exactly this prompt."""
        return self.app.calls.posts(prompt)

    def reset(self) -> None:
        """Forgets calls, jobs and given answers."""
        self.app.calls.clear()
        self.app.given.clear()
        fastrouter.forget()

    def stop(self) -> None:
        """Ends at once; open lines are cut."""
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join(timeout=5)
        self._socket.close()


def _prefix(slug: str) -> str:
    return next(prefix for prefix in PREFIXES if prefix.split("/")[1] == slug)


def config(app: App) -> uvicorn.Config:
    """How uvicorn serves it: quietly."""
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        log_level="critical",
        access_log=False,
        lifespan="off",
        server_header=False,
        date_header=False,
        timeout_keep_alive=30,
        backlog=2048,
        ws="none",
    )
