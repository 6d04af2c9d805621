#!/usr/bin/env bash
# Package: Pillow 13.0.0 (newest).
# Expected: `save(…, exif=exif)` reads what it is given. The handbook says of AVIF's `exif` only that it is the
#   data to write; the WebP, PNG and JPEG writers leave the caller's object alone.
# Happens: the AVIF writer takes the orientation out of the caller's own Exif object (it goes into the AVIF's
#   transform box instead). getexif() hands out one kept object, so the picture itself is no longer turned:
#   what is saved after an AVIF lies on its side, what was saved before it stands upright.
# Seen: before: orientation 6, turned (32, 64); after: orientation None, turned (64, 32); the WebP written
#   after the AVIF has no orientation, the one written before it says 6.
# Hurt: whoever writes several formats of one phone picture in a loop. The order decides which come out right.
# ImageHub turns the pixels first and writes EXIF as bytes without orientation, so nothing is left to be taken.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pillow==13.0.0
"$work/venv/bin/python" - <<'PY'
import io
from PIL import Image, ImageOps

exif = Image.Exif()
exif[0x0112] = 6
source = io.BytesIO()
Image.new("RGB", (64, 32), "teal").save(source, "JPEG", exif=exif)
photo = Image.open(source)


def orientation_in_a_copy(format: str) -> int | None:
    copy = io.BytesIO()
    photo.save(copy, format, exif=photo.getexif())
    return Image.open(copy).getexif().get(0x0112)


assert orientation_in_a_copy("WEBP") == 6
assert ImageOps.exif_transpose(photo).size == (32, 64)
assert orientation_in_a_copy("AVIF") == 6  # read back from the transform box: this file is right
after = photo.getexif().get(0x0112), ImageOps.exif_transpose(photo).size, orientation_in_a_copy("WEBP")
print("after the AVIF: orientation, turned size, orientation of the next WebP:", *after)
assert after == (None, (64, 32), None)
PY
