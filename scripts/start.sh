#!/bin/sh
# A container's first process: tables and static files where they changed, then the product itself.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/python -m imagehub.setup_steps run
exec .venv/bin/python -m imagehub.serve
