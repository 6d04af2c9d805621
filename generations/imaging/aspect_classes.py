"""Aspect ratios as classes: our policy allows no style attribute, so aspect-classes.css holds every step.

A step is 2 %: class `ar-N` stands for the ratio 1.02 ** N, from N = -70 (1:4) to 70 (4:1).
"""

from __future__ import annotations

import math

STEP = 1.02
WIDEST = 70


def ratio_class(width: int, height: int) -> str:
    """`ar-N` or `ar-mN` (minus) for a picture of that size, pixels."""
    if width < 1 or height < 1:
        return "ar-0"
    step = round(math.log(width / height) / math.log(STEP))
    step = max(-WIDEST, min(WIDEST, step))
    return f"ar-{step}" if step >= 0 else f"ar-m{-step}"


def stylesheet() -> str:
    """The text of static/css/components/aspect-classes.css: one `--ar` a class."""
    rows = []
    for step in range(-WIDEST, WIDEST + 1):
        name = f"ar-{step}" if step >= 0 else f"ar-m{-step}"
        rows.append(f"  .{name} {{ --ar: {STEP**step:.4f}; }}")
    return "@layer components {\n" + "\n".join(rows) + "\n}\n"
