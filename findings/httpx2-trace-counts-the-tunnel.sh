#!/usr/bin/env bash
# Package: httpx2 2.16.2 with httpcore2 (newest).
# Expected: a request's `trace` extension tells what becomes of that request. Its events
#   `http11.send_request_headers` and `..._body` are the way to know whether a byte of a POST may have left.
# Happens: through a proxy, an https request first asks for a tunnel, and the CONNECT runs with the caller's
#   own trace: head and body are reported as being sent, though nothing of the POST was. Only the `request` in the
#   event's info tells the two apart.
# Seen: the proxy says 407; send_request_headers.started and send_request_body.started had been reported, both
#   with CONNECT as their method; the proxy received one CONNECT and no POST.
# Hurt: who decides by these events whether a paid order may be sent again: behind a proxy that refuses, each
#   order looks as if it might have been taken.
# ImageHub speaks CONNECT itself, below the HTTP client: until the tunnel stands nothing counts as sent.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check httpx2==2.16.2 httpcore2==2.16.2
cd "$work"
"$work/venv/bin/python" - <<'PY'
import socket
import threading

import httpx2

proxy, heard = socket.create_server(("127.0.0.1", 0)), []


def refuse() -> None:
    line, _ = proxy.accept()
    heard.append(line.recv(65536).split(b" ")[0])
    line.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
    line.close()


threading.Thread(target=refuse, daemon=True).start()
told: list[tuple[str, str]] = []


def trace(event: str, info: dict) -> None:
    if event in ("http11.send_request_headers.started", "http11.send_request_body.started"):
        told.append((event, info["request"].method.decode()))


address = f"http://127.0.0.1:{proxy.getsockname()[1]}"
with httpx2.Client(proxy=address, trust_env=False) as client:
    try:
        client.post("https://images.example/v1/images", json={}, extensions={"trace": trace})
    except httpx2.ProxyError as error:
        print(error, told, heard)
    else:
        raise SystemExit("the proxy was not asked")
assert heard == [b"CONNECT"]
assert told == [
    ("http11.send_request_headers.started", "CONNECT"),
    ("http11.send_request_body.started", "CONNECT"),
]
PY
