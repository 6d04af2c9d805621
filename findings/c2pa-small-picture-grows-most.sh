#!/usr/bin/env bash
# Package: c2pa-python 0.38.1 (newest wheel; c2pa-rs 0.91.3).
# Expected: by default signing puts a thumbnail, at most 1024 pixels wide or high, into the manifest. One would
#   think that a picture that is smaller needs none, or one of its own size.
# Happens: a smaller picture is scaled UP to 1024 pixels for its thumbnail. A lossy WebP gets a lossless one at that,
#   and blurred pixels pack badly without loss: the smaller picture grows more than the larger one.
# Seen: WebP 256 px 0.8 kB -> 203 kB; 1024 px 4.5 kB -> 39 kB; 256 px without thumbnail 0.8 kB -> under 5 kB.
# Hurt: galleries that sign their previews or icons: 245 times the bytes for every page that shows them.
#   {"builder": {"thumbnail": {"enabled": false}}} in the settings ends it.
# ImageHub signs nothing; its previews carry no manifest.
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
from pathlib import Path

import c2pa
from PIL import Image

certificate, key = (Path(f"{name}.pem").read_bytes() for name in ("certificate", "key"))
signer = c2pa.Signer.from_info(c2pa.C2paSignerInfo(b"es256", certificate, key, None))

DRAWN_BY_AI = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
CREATED = {"action": "c2pa.created", "digitalSourceType": DRAWN_BY_AI}
MANIFEST = {"assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [CREATED]}}]}
NO_THUMBNAIL = c2pa.Settings.from_dict({"builder": {"thumbnail": {"enabled": False}}})


def sizes(edge: int, **settings: object) -> tuple[int, int]:
    """The bytes of the picture before and after it was signed."""
    picture, target = io.BytesIO(), io.BytesIO()
    Image.radial_gradient("L").resize((edge, edge)).convert("RGB").save(picture, "WEBP")
    before = picture.tell()
    picture.seek(0)
    c2pa.Builder(MANIFEST, **settings).sign(signer, "image/webp", picture, target)
    if not settings:
        target.seek(0)
        reader, thumbnail = c2pa.Reader("image/webp", target), io.BytesIO()
        found = reader.get_active_manifest()["thumbnail"]["identifier"]
        reader.resource_to_stream(found, thumbnail)
        assert Image.open(thumbnail).size == (1024, 1024)
        assert thumbnail.getvalue()[12:16] == b"VP8L"  # lossless
    return before, len(target.getvalue())


small, large = sizes(256), sizes(1024)
plain = sizes(256, context=c2pa.Context(NO_THUMBNAIL))
print("256 px:", *small, "1024 px:", *large, "256 px without thumbnail:", *plain)
assert small[1] > 150 * small[0]
assert small[1] > 3 * large[1]
assert plain[1] < 10_000
PY
