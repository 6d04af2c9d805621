#!/usr/bin/env bash
# Package: pillow-heif 1.8.1 (newest) as a plugin of Pillow 13.0.0.
# Expected: `exif=` may be bytes or Pillow's Exif object, and both give the same file, as in Pillow's own
#   writers (pillow-heif's issue 51 asked for the object, and its writer calls tobytes() on it).
# Happens: the turn for HEIC's `irot` box is looked up before the object becomes bytes. With bytes the file is
#   turned; with the object there is no `irot`, and since readers of HEIC take the turn from the box alone and
#   pillow-heif sets EXIF's orientation to 1 when it opens a file, the picture stays on its side.
# Seen: bytes: (32, 64), irot; no exif argument: (32, 64), irot; Exif object: (64, 32), no irot.
# Hurt: `photo.save("copy.heic", exif=photo.getexif())`, the usual line for keeping EXIF. No error, no warning.
# ImageHub writes no HEIC; it hands EXIF to every writer as bytes, after turning the pixels itself.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pillow==13.0.0 pillow-heif==1.8.1
"$work/venv/bin/python" - <<'PY'
import io
from PIL import Image
import pillow_heif

pillow_heif.register_heif_opener()
exif = Image.Exif()
exif[0x0112] = 6
source = io.BytesIO()
Image.new("RGB", (64, 32), "teal").save(source, "JPEG", exif=exif)


def copied(**how: object) -> tuple[tuple[int, int], bool, int | None]:
    copy = io.BytesIO()
    Image.open(source).save(copy, "HEIF", **how)
    opened = Image.open(copy)
    return opened.size, b"irot" in copy.getvalue(), opened.getexif().get(0x0112)


nothing, as_bytes, as_object = copied(), copied(exif=exif.tobytes()), copied(exif=exif)
print("size, irot box, EXIF orientation:", nothing, as_bytes, as_object)
assert nothing == as_bytes == ((32, 64), True, 1)
assert as_object == ((64, 32), False, 1)
PY
