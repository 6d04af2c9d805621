"""`python -m tests.simulator --port 9999`: pretend routers for trying by hand."""

from __future__ import annotations

import argparse
import sys
import threading

from tests.simulator.app import PREFIXES
from tests.simulator.server import Simulator


def main() -> None:
    """Serves until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulator")
    parser.add_argument("--port", type=int, default=9999)
    parser.add_argument("--host", default="127.0.0.1")
    asked = parser.parse_args()
    simulator = Simulator(host=asked.host, port=asked.port)
    for prefix in PREFIXES:
        print(f"{simulator.origin}{prefix}", file=sys.stderr)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        simulator.stop()


if __name__ == "__main__":
    main()
