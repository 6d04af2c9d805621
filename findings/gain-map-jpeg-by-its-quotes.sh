#!/usr/bin/env bash
# Package: Pillow 13.0.0 (newest).
# Expected: a JPEG with a gain map (Ultra HDR, as phones write it) has one format. XMP is XML, where
#   name="value" and name='value' are the same, and so are a blank and a line break before a name.
# Happens: Pillow looks for the bytes ` hdrgm:Version="`. With them the file is `JPEG` with one picture; with
#   single quotes, or a line break straight before the name, the same file is `MPO` with two pictures,
#   "animated", whose second one is the grey gain map, and its type is image/mpo.
# Seen: double quotes: JPEG 1 image/jpeg; single quotes or line break: MPO 2 image/mpo.
# Hurt: lists of allowed formats that hold JPEG only (one phone's pictures pass, another's do not), and code
#   that takes is_animated for a moving picture or saves all frames.
# ImageHub takes MPO for the JPEG that it is, keeps its bytes, and shows its first picture alone.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pillow==13.0.0
"$work/venv/bin/python" - <<'PY'
import io
from PIL import Image

XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF'
    ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description'
    ' xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/"{}/></rdf:RDF></x:xmpmeta>'
)
SPELLINGS = (" hdrgm:Version=\"1.0\"", " hdrgm:Version='1.0'", "\nhdrgm:Version=\"1.0\"")


def opened(attribute: str) -> tuple[str | None, int, bool, str | None]:
    file = io.BytesIO()
    base, gain_map = Image.new("RGB", (64, 64), "teal"), Image.new("L", (32, 32), 128)
    xmp = XMP.format(attribute).encode()
    base.save(file, "MPO", save_all=True, append_images=[gain_map], xmp=xmp)
    image = Image.open(file)
    frames = getattr(image, "n_frames", 1)
    return image.format, frames, getattr(image, "is_animated", False), image.get_format_mimetype()


for spelling in SPELLINGS:
    print(repr(spelling), *opened(spelling))
double, single, broken = map(opened, SPELLINGS)
assert double == ("JPEG", 1, False, "image/jpeg")
assert single == broken == ("MPO", 2, True, "image/mpo")
PY
