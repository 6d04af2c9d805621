#!/usr/bin/env bash
# Package: mcp 2.3.0 (newest), Python SDK, server and client over streamable HTTP.
# Expected: `progress_callback` tells how far a tool is and changes nothing about its result.
# Happens: without it a picture comes as one JSON body, of any size. With it the answer is a stream of events,
#   the picture is one event, and the client refuses events above 1 MiB, after the tool has run.
# Seen: the same tool, a picture of 900 kB: without: image, 1200008 signs; with: "SSE stream failed:
#   Server-sent event exceeded the 1048576 byte limit."; the tool ran both times.
# Hurt: tools that make pictures, which are the slow ones whose progress one wants to see: the order is paid,
#   its picture lost. A test with a small picture, or with a client that shows no progress, goes well.
# ImageHub has no MCP server yet; its own stream carries addresses of pictures, never their bytes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check mcp==2.3.0 httpx2==2.16.2
cd "$work"
"$work/venv/bin/python" - <<'PY'
import asyncio
import logging
import socket
import threading

import uvicorn
from mcp import Client, MCPError
from mcp.server import MCPServer
from mcp.server.mcpserver import Context, Image

logging.disable()
server, ran = MCPServer("pictures"), []


@server.tool()
async def draw(context: Context) -> Image:
    ran.append("draw")
    await context.report_progress(1, 2)
    return Image(data=b"\x89PNG\r\n\x1a\n" + bytes(899_998), format="png")


async def shown(*_: object) -> None: ...


async def main() -> None:
    line = socket.create_server(("127.0.0.1", 0))
    web = uvicorn.Server(uvicorn.Config(server.streamable_http_app()))
    threading.Thread(target=lambda: asyncio.run(web.serve([line])), daemon=True).start()
    while not web.started:
        await asyncio.sleep(0.1)
    async with Client(f"http://127.0.0.1:{line.getsockname()[1]}/mcp") as client:
        quiet = await client.call_tool("draw", {})
        print("without:", quiet.content[0].type, len(quiet.content[0].data))
        assert len(quiet.content[0].data) > 1_200_000
        try:
            await client.call_tool("draw", {}, progress_callback=shown)
        except MCPError as error:
            print("with:", error)
            assert "exceeded the 1048576 byte limit" in str(error)
        else:
            raise SystemExit("the picture came")
    assert ran == ["draw", "draw"]


asyncio.run(main())
PY
