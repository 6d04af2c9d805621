#!/usr/bin/env bash
# Package: c2pa-python 0.38.1 (newest wheel; c2pa-rs 0.91.3).
# Expected: intent UPDATE, "restricted version of Edit for non-editorial changes" (its docstring), adds a
#   manifest to a signed file and leaves the first one good, whatever the format.
# Happens: so it is for PNG, JPEG and AVIF. A WebP reads Invalid straight after: the RIFF length in its head
#   lies inside the first manifest's hash, and adding the second changes it. sign() says nothing.
# Seen: PNG Valid, JPEG Valid, AVIF Valid, WEBP Invalid (assertion.dataHash.mismatch).
# Hurt: a library that adds a note (who published it, when) to the pictures it was given: every WebP is from
#   then on shown as tampered with, by the very tool that was to prove it was not.
# ImageHub keeps originals byte for byte and writes no manifest.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check c2pa-python==0.38.1 pillow==13.0.0
cd "$work"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out certificate.pem \
  -days 9 -subj /O=Example -addext keyUsage=critical,digitalSignature \
  -addext extendedKeyUsage=emailProtection -addext basicConstraints=critical,CA:FALSE 2>/dev/null
"$work/venv/bin/python" - <<'PY'
import io
import json
from pathlib import Path

import c2pa
from PIL import Image

certificate, key = (Path(f"{name}.pem").read_bytes() for name in ("certificate", "key"))
signer = c2pa.Signer.from_info(c2pa.C2paSignerInfo(b"es256", certificate, key, None))

DRAWN_BY_AI = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
CREATED = {"action": "c2pa.created", "digitalSourceType": DRAWN_BY_AI}
FIRST = {"assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [CREATED]}}]}
NOTE = {"assertions": [{"label": "org.example.note", "data": {"note": "published"}}]}


def signed(source: io.BytesIO, mime: str, manifest: dict, update: bool) -> io.BytesIO:
    builder, target = c2pa.Builder(manifest), io.BytesIO()
    if update:
        builder.set_intent(c2pa.C2paBuilderIntent.UPDATE)
    source.seek(0)
    builder.sign(signer, mime, source, target)
    target.seek(0)
    return target


for format, expected in {"PNG": "Valid", "JPEG": "Valid", "AVIF": "Valid", "WEBP": "Invalid"}.items():
    picture, mime = io.BytesIO(), f"image/{format.lower()}"
    Image.new("RGB", (256, 256), "teal").save(picture, format)
    first = signed(picture, mime, FIRST, update=False)
    assert json.loads(c2pa.Reader(mime, first).json())["validation_state"] == "Valid"
    second = json.loads(c2pa.Reader(mime, signed(first, mime, NOTE, update=True)).json())
    faults = [status["code"] for status in second["validation_status"]]
    print(format, second["validation_state"], *faults)
    assert second["validation_state"] == expected
    assert ("assertion.dataHash.mismatch" in faults) == (format == "WEBP")
PY
