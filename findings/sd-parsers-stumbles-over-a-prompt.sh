#!/usr/bin/env bash
# Package: sd-parsers 0.6 (newest).
# Expected: "Negative prompt:" opens the second part of AUTOMATIC1111's text where it begins a line. In the
#   middle of a prompt they are words like others. What cannot be parsed raises the package's ParserError.
# Happens: the text is split at every place where the two words stand, a prompt that holds them has three parts
#   instead of two, and a bare ValueError ends the whole reading.
# Seen: without the words inside: both prompts read; with them: ValueError: too many values to unpack (expected 2)
# Hurt: a gallery that reads a folder and catches ParserError, as it should: one such picture ends the run.
# ImageHub does not use it; prompts come from its own records, never out of a picture's text.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check sd-parsers==0.6 pillow==13.0.0
cd "$work"
"$work/venv/bin/python" - <<'PY'
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from sd_parsers import ParserManager
from sd_parsers.exceptions import ParserError

REST = "\nNegative prompt: blurry\nSteps: 30, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 64x64, Model: m"


def read(prompt: str) -> tuple[str, str]:
    text = PngInfo()
    text.add_text("parameters", prompt + REST)
    Image.new("RGB", (64, 64)).save("made.png", pnginfo=text)
    found = ParserManager().parse("made.png")
    return found.prompts[0].value, found.negative_prompts[0].value


assert read("a road sign") == ("a road sign", "blurry")
try:
    read("a road sign that says Negative prompt: none")
except ValueError as error:
    print(f"{type(error).__name__}: {error}")
    assert type(error) is ValueError
    assert not isinstance(error, ParserError)
else:
    raise SystemExit("the prompt was read")
PY
