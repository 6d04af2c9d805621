#!/bin/sh
# Everything an image of ImageHub needs beside a bare Debian and this folder: the Dockerfile calls it,
# and so does a test in a root made by debootstrap. Run as root in the folder of the code.
set -eu
cd "$(dirname "$0")/.."

missing=
for package in python3 python3-venv ca-certificates tzdata; do
	dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
if [ -n "$missing" ]; then
	export DEBIAN_FRONTEND=noninteractive
	apt-get update -qq
	# shellcheck disable=SC2086
	apt-get install -y -qq --no-install-recommends $missing
	rm -rf /var/lib/apt/lists/*
fi

# Nobody with rights: it owns the data folder, and nothing else.
if ! grep -q '^imagehub:' /etc/passwd; then
	groupadd --gid 10001 imagehub
	useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent \
		--shell /usr/sbin/nologin imagehub
fi
mkdir -p /data
chown 10001:10001 /data
chmod 700 /data

# The pinned packages by their hashes. Nothing of it is written to when it runs: the bytecode too
# is made now.
python3 -m imagehub.setup_steps base
.venv/bin/python -m compileall -q accounts generations imagehub manage.py
chmod -R go-w,a+rX .
