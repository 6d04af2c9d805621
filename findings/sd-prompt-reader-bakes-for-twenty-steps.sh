#!/usr/bin/env bash
# Package: sd-prompt-reader 1.3.4.post2 (newest), its reader without the window, with piexif 1.1.3, which it imports
#   but does not bring.
# Expected: AUTOMATIC1111's text ends with one line of settings, which begins with "Steps:". A line of the
#   prompt itself may begin with that word, too: the last such line is the one with the settings.
# Happens: the FIRST one is taken. The prompt comes out right, the negative prompt is empty, and the number of
#   steps is the rest of the prompt's line.
# Seen: 'blurry' and '30' without that line; with it: '' and '20 minutes in the oven'.
# Hurt: who copies the settings of a picture out of it to make it again: gets another picture, without a hint.
# ImageHub does not use it; "Run again" and "Remix" take the settings from its own records.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check sd-prompt-reader==1.3.4.post2 piexif==1.1.3 pillow==13.0.0
cd "$work"
"$work/venv/bin/python" - <<'PY'
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from sd_prompt_reader.image_data_reader import ImageDataReader

REST = "\nNegative prompt: blurry\nSteps: 30, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 64x64, Model: m"
RECIPE = "a recipe card,\nSteps: 20 minutes in the oven,\nsoft light"


def read(prompt: str) -> tuple[str, str, str]:
    text = PngInfo()
    text.add_text("parameters", prompt + REST)
    Image.new("RGB", (64, 64)).save("made.png", pnginfo=text)
    found = ImageDataReader("made.png")
    return found.positive, found.negative, found.parameter["steps"]


plain, recipe = read("a recipe card"), read(RECIPE)
print(plain, recipe)
assert plain == ("a recipe card", "blurry", "30")
assert recipe == (RECIPE, "", "20 minutes in the oven")
PY
