"""`python -m imagehub.probe`: asks /health as a container's health check does; 0 where it is well."""

from __future__ import annotations

import os
import sys
import urllib.error
import urllib.request


def main() -> int:
    """503 is an answer, too: the words of /health go into the container's log."""
    url = f"http://127.0.0.1:{os.environ.get('PORT') or 8000}/health"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=8) as answer:
            print(answer.read().decode())
            return 0
    except urllib.error.HTTPError as answer:
        print(answer.read().decode())
    except OSError as problem:
        print(problem)
    return 1


if __name__ == "__main__":
    sys.exit(main())
