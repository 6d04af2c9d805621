#!/usr/bin/env bash
# Package: brotli 1.2.1 (newest), Python.
# Expected: with `output_buffer_limit`, process() "must only be called with empty input until
#   can_accept_more_data() once returns True" (its docstring). So when that is True, all output of what was
#   given is out, and a body whose last byte was given has been read to its end.
# Happens: it becomes True while output is still held: the last part comes only for one more empty call.
# Seen: 10,000,000 bytes, limit 1,000,000: True after 9,141,552 of them; one more call gives 858,448.
# Hurt: who reads a compressed answer in steps to bound its size and follows the docstring: a long base64
#   picture lacks its end. `is_finished()` is the only sign, and a body that broke off is not finished either.
# ImageHub asks for `identity`; of a packed answer that comes all the same it takes steps until the stream is
#   finished or a step gives nothing, whatever can_accept_more_data() says.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check brotli==1.2.1
cd "$work"
"$work/venv/bin/python" - <<'PY'
import brotli

whole = b"a" * 10_000_000
decompressor = brotli.Decompressor()
got = len(decompressor.process(brotli.compress(whole), output_buffer_limit=1_000_000))
while not decompressor.can_accept_more_data():
    got += len(decompressor.process(b"", output_buffer_limit=1_000_000))
rest = len(decompressor.process(b"", output_buffer_limit=1_000_000))
print("until it said True:", got, "one more call:", rest, "finished:", decompressor.is_finished())
assert got < len(whole)
assert got + rest == len(whole)
assert decompressor.is_finished()
PY
