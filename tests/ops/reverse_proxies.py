"""Real proxies before the product, set up by the very blocks of our documents."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest

from tests.ops.product import ROOT
from tests.providers.wire.test_result_download import certificate

NAME = "images.example.org"


def program(name: str) -> str:
    """Where it is; skips with the reason, and fails where nothing may be skipped."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if found:
        return found
    if os.environ.get("IMAGEHUB_REQUIRE_ALL"):
        pytest.fail(f"needs {name}")
    pytest.skip(f"needs {name}")


def block(document: str, beginning: str) -> str:
    """The indented block of a document that begins with this line."""
    lines = (ROOT / document).read_text().splitlines()
    first = lines.index(f"    {beginning}")
    taken = []
    for line in lines[first:]:
        if line and not line.startswith("    "):
            break
        taken.append(line.removeprefix("    "))
    return "\n".join(taken).strip()


def readme_nginx() -> str:
    """The README tells the lines alone; around them stands what everybody's nginx has."""
    text = (ROOT / "README.md").read_text()
    found = re.search(r"nginx: `([^`]+)`[^`]+`(location = /events)`[^`]+`([^`]+)`", text)
    assert found
    server = f"listen 443 ssl;\nserver_name {NAME};\n# ssl_certificate …\n"
    return f"server {{\n{server}location / {{ {found[1]} }}\n{found[2]} {{ {found[1]} {found[3]} }}\n}}"


class Front:
    """nginx or Caddy on a port of its own, before a product."""

    def __init__(self, folder: Path, text: str, product_port: int) -> None:
        folder.mkdir()
        self.folder = folder
        self.is_nginx = text.startswith("server")
        self.program = program("nginx" if self.is_nginx else "caddy")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        certificate(folder, NAME)
        text = text.replace("127.0.0.1:8000", f"127.0.0.1:{product_port}")
        made = self._nginx(text) if self.is_nginx else self._caddy(text)
        (folder / "config").write_text(made)
        self._running: subprocess.Popen[bytes] | None = None

    def _nginx(self, text: str) -> str:
        pem = self.folder / "server.pem"
        text = text.replace("listen 443 ssl", f"listen 127.0.0.1:{self.port} ssl")
        text = text.replace(
            "# ssl_certificate …", f"ssl_certificate {pem}; ssl_certificate_key {pem};"
        )
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        temporary = "\n".join(f"{kind}_temp_path {self.folder}/{kind};" for kind in kinds)
        return (
            f"daemon off;\n{'user root;' if os.getuid() == 0 else ''}\npid {self.folder}/pid;\n"
            f"error_log {self.folder}/error;\nevents {{}}\nhttp {{\naccess_log off;\n{temporary}\n{text}\n}}"
        )

    def _caddy(self, text: str) -> str:
        pem = self.folder / "server.pem"
        text = text.replace(
            f"{NAME} {{", f"https://{NAME}:{self.port} {{\n bind 127.0.0.1\n tls {pem} {pem}", 1
        )
        return f"{{\n admin off\n auto_https disable_redirects\n}}\n{text}\n"

    def start(self) -> None:
        """Returns when it listens."""
        config = str(self.folder / "config")
        options = (
            ["-c", config]
            if self.is_nginx
            else ["run", "--adapter", "caddyfile", "--config", config]
        )
        log = (self.folder / "log").open("ab")
        home = {"XDG_DATA_HOME": str(self.folder), "XDG_CONFIG_HOME": str(self.folder)}
        self._running = subprocess.Popen(
            [self.program, *options], stdout=log, stderr=log, env={**os.environ, **home}
        )
        log.close()
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError((self.folder / "log").read_text())

    def stop(self) -> None:
        if self._running:
            self._running.kill()  # Caddy would wait for open streams
            self._running.wait(10)
