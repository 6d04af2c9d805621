#!/usr/bin/env bash
# Package: litellm 1.110.2 (newest) with openai 3.57.0.
# Expected: an answer with a picture is a picture. Routers count `usage` in prompt_tokens, completion_tokens
#   and cost, as chat answers do; litellm's image_generation() takes that answer without a word.
# Happens: image_edit() refuses the whole 200 for its usage (input_tokens "Field required") and calls it a
#   connection fault, APIConnectionError, status 500. A Router with num_retries=2 believes it and orders twice more.
# Seen: image_generation: 1 post, picture. Router.aimage_edit: 3 posts, APIConnectionError, no picture.
# Hurt: who edits pictures through an OpenAI-shaped router that counts in that way: pays three times, gets none.
# ImageHub reads the picture first and its usage apart from it: counts it cannot read become unknown.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check litellm==1.110.2 openai==3.57.0
cd "$work"
"$work/venv/bin/python" - <<'PY'
import asyncio
import os
import http.server
import json
import threading

ANSWER = {
    "created": 1,
    "data": [{"b64_json": "iVBORw0KGgo="}],
    "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2, "cost": 0.04},
}
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
os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # no download of prices

import litellm

litellm.suppress_debug_info = True
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
where = {"model": "openai/gpt-image-1", "api_base": f"{address}/v1", "api_key": "none"}
made = litellm.image_generation(prompt="a cat", **where)
assert made.data[0].b64_json == "iVBORw0KGgo="
assert posts == ["/v1/images/generations"]

router = litellm.Router([{"model_name": "m", "litellm_params": where}], num_retries=2)
try:
    asyncio.run(router.aimage_edit(model="m", prompt="a hat", image=PNG))
except litellm.APIConnectionError as error:
    print(posts[1:], error.status_code, str(error).splitlines()[1])
    assert "usage.input_tokens" in str(error)
else:
    raise SystemExit("the edit was taken")
assert posts[1:] == ["/v1/images/edits"] * 3
PY
