"""Runs the simulator on a free port in a thread, for tests."""

from __future__ import annotations

import socket
import threading
import time

import uvicorn

from tests.simulator import fastrouter
from tests.simulator.app import PREFIXES, App
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
        prefix = next(prefix for prefix in PREFIXES if prefix.split("/")[1] == slug)
        return f"{self.origin}{prefix}"

    @property
    def calls(self) -> list[Call]:
        """Every call since the last reset."""
        return self.app.calls.all()

    def posts(self, prompt: str) -> int:
        """How many POSTs came with exactly this prompt."""
        return self.app.calls.posts(prompt)

    def reset(self) -> None:
        """Forgets calls and jobs."""
        self.app.calls.clear()
        fastrouter.forget()

    def stop(self) -> None:
        """Ends at once; open lines are cut."""
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join(timeout=5)
        self._socket.close()


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
