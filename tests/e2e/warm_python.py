"""`python -m tests.e2e.warm_python`: runs modules of ours that fill the product, each in a fork.

Django, loaded anew for each of some sixty fillings, costs more than a second of a processor each time.
A line on stdin is the module and its arguments as JSON; the answer is its exit code and what it printed.
"""

from __future__ import annotations

import json
import os
import runpy
import sys
import tempfile
import traceback

import django


def main() -> None:
    django.setup()
    import generations.queue
    import generations.services.curation.collections  # noqa: F401
    import tests.factories  # noqa: F401

    for line in sys.stdin:
        with tempfile.TemporaryFile("w+") as said:
            code = _forked(json.loads(line), said.fileno())
            said.seek(0)
            print(json.dumps([code, said.read()]), flush=True)


def _forked(words: list[str], output: int) -> int:
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    os.dup2(output, 1)
    sys.excepthook = lambda *fault: traceback.print_exception(*fault, file=sys.stdout)
    sys.argv = words
    runpy.run_module(words[0], run_name="__main__", alter_sys=True)
    sys.exit(0)  # the fork's own end


if __name__ == "__main__":
    main()
