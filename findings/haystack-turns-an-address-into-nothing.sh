#!/usr/bin/env bash
# Package: haystack-ai 3.4.1 (newest) with openai 3.57.0.
# Expected: OpenAIImageGenerator takes any `api_base_url`. The images endpoint may answer with `url` or with
#   `b64_json`; the component asks for neither (`response_format` "is ignored", its docstring says).
# Happens: it reads b64_json alone. An answer with an address becomes a list that holds one empty text.
# Seen: {'images': [''], 'revised_prompt': ''}, no error, no warning.
# Hurt: pipelines on OpenAI-shaped routers, and on models that answer with addresses unless asked: the length
#   of the list says that one picture came, the picture is nothing, its address is thrown away.
# ImageHub reads both, fetches what is an address at once, and calls an answer without either what it is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check haystack-ai==3.4.1 openai==3.57.0
cd "$work"
"$work/venv/bin/python" - <<'PY'
import http.server
import json
import threading

ANSWER = {"created": 1, "data": [{"url": "https://pictures.example/cat.png"}]}
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
from haystack.components.generators import OpenAIImageGenerator
from haystack.utils import Secret

generator = OpenAIImageGenerator(
    model="a/b", api_key=Secret.from_token("none"), api_base_url=f"{address}/v1"
)
answer = generator.run("a cat")
print(answer, posts)
assert answer == {"images": [""], "revised_prompt": ""}
assert posts == ["/v1/images/generations"]
PY
