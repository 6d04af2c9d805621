#!/usr/bin/env bash
# Package: openai 3.57.0 (newest), Python.
# Expected: where a stream was asked for and the server answers one JSON object with the picture in it (an
#   OpenAI-shaped router that does not know `stream`), the client hands it over or raises an error.
# Happens: neither. The answer's content type is not looked at; its lines are read as server-sent events, a
#   JSON line is no field of one, and the stream ends, empty, without an exception.
# Seen: the same answer without stream=True: 1 picture; with it: 0 events, no error.
# Hurt: a for-loop over the events simply does not run: the picture is paid for and gone.
# ImageHub lets bytes decide, not labels: JSON in answer to a stream is read as the answer that it is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check openai==3.57.0
cd "$work"
"$work/venv/bin/python" - <<'PY'
import http.server
import json
import threading

ANSWER = {"created": 1, "data": [{"b64_json": "iVBORw0KGgo="}]}
posts = []


class Router(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        posts.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(ANSWER).encode())

    def log_message(self, *_: object) -> None: ...


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Router)
threading.Thread(target=server.serve_forever, daemon=True).start()
address = f"http://127.0.0.1:{server.server_port}"
import openai

order = openai.OpenAI(api_key="none", base_url=f"{address}/v1").images.generate
plain = order(model="gpt-image-1", prompt="a cat")
events = list(order(model="gpt-image-1", prompt="a cat", stream=True))
print("plain:", len(plain.data), "picture; streamed:", len(events), "events, no error;", len(posts), "posts")
assert plain.data[0].b64_json == "iVBORw0KGgo="
assert events == []
assert len(posts) == 2
PY
