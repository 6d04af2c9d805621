"""The web: uvicorn on the socket the supervisor holds, ending itself when the latter is gone."""

from __future__ import annotations

import os
import socket

import uvicorn

from imagehub import crash_message
from imagehub.supervisor.children import lifeline, process_table
from imagehub.supervisor.supervisor_settings import place

GRACE_S = 3  # for requests in progress; open streams end at once


def main() -> None:
    """Serves until told to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imagehub.settings")
    crash_message.keep(place().run / f"{os.environ[process_table.MARK]}.last")
    lifeline.watch(lambda: lifeline.interrupt_then_kill(GRACE_S + 2))
    listening = socket.socket(fileno=int(os.environ["IMAGEHUB_LISTEN"]))
    config = uvicorn.Config(
        "imagehub.asgi:application",
        access_log=False,
        lifespan="on",  # "auto" would serve without pulse and stream where the start failed
        log_level="warning",
        timeout_graceful_shutdown=GRACE_S,
        server_header=False,
        proxy_headers=False,  # read in one place: accounts/network/client_address.py
    )
    try:
        uvicorn.Server(config).run(sockets=[listening])
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
