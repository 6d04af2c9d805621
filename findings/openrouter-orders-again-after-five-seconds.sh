#!/usr/bin/env bash
# Package: openrouter 1.3.84 (newest), OpenRouter's own client.
# Expected: one call of images.generate() is one order. Pictures take 5 to 60 seconds; the arguments
#   `timeout_ms` and `retries` are left at None, and the README has no section on retries.
# Happens: with no time-out named, the HTTP library's 5 seconds without a byte count, and a time-out is a
#   reason to send the same POST again (for up to an hour), with nothing in it by which a server could know it.
# Seen: a router that answers after 8 seconds is asked twice within 6 seconds; the caller sees one answer.
# Hurt: whoever asks a model that needs longer: its answer is never read, and the order goes out anew, unseen, each
#   time paid for where a call that is broken off is billed.
# ImageHub does not use this client; it sends a paid order again only after having read an answer that says no.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check openrouter==1.3.84
cd "$work"
"$work/venv/bin/python" - <<'PY'
import http.server
import json
import threading
import time

from openrouter import OpenRouter

ANSWER = {
    "created": 1,
    "data": [{"b64_json": "iVBORw0KGgo="}],
    "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2, "cost": 0.04},
}
posts, times = [], []


class Router(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        posts.append(self.path)
        times.append(time.monotonic())
        time.sleep(8 if len(posts) == 1 else 0)
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(ANSWER).encode())

    def log_message(self, *_: object) -> None: ...


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Router)
threading.Thread(target=server.serve_forever, daemon=True).start()
address = f"http://127.0.0.1:{server.server_port}"
answer = OpenRouter(api_key="none", server_url=address).images.generate(model="a/b", prompt="a cat")
print("posts:", *posts, "seconds between:", round(times[1] - times[0], 1))
assert len(answer.data) == 1
assert posts == ["/images", "/images"]
assert 5 <= times[1] - times[0] < 8
PY
