"""A model's options as the controls of the form."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.template.loader import render_to_string

from generations.imaging.aspect_classes import ratio_class
from generations.providers.types import ModelSpec, Option, OptionKind, Problem
from generations.web.components.aspect_names import ratio_name, ratio_of

MOST_SEGMENTS = 5
MOST_SHAPES = 12
FREE = "free"  # what the size field says when width and height are written by hand
OURS = ("n",)  # the form asks for a count instead


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One thing to choose."""

    value: str
    label: str
    is_set: bool
    hint: str = ""  # e.g. the pixels behind a ratio
    ratio: str = ""  # class of aspect-classes.css that draws the shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One field of the form. `face` names the piece of the template that draws it."""

    face: str  # shapes seg select number text json
    name: str
    field: str  # the input's name
    id: str
    label: str
    hint: str
    help: str
    warning: str
    error: str
    text: str  # what stands in it
    cells: tuple[Cell, ...] = ()
    placeholder: str = ""
    minimum: int | None = None
    maximum: int | None = None
    max_length: int | None = None
    has_free_size: bool = False
    free_width: str = ""
    free_height: str = ""
    step: int = 1
    has_dice: bool = False
    is_short: bool = False  # two of these stand beside each other
    advanced: bool = False

    @property
    def html(self) -> str:
        return _drawn(self)


@functools.lru_cache(500)
def _drawn(control: Control) -> str:
    """Kept: a model's settings mostly stand as they stood."""
    return render_to_string("generations/composer/_option.html", {"control": control})


def controls_of(
    spec: ModelSpec, texts: Mapping[str, str], problems: list[Problem]
) -> list[Control]:
    """Every setting of the model, with what the person wrote and what is wrong with it."""
    errors: dict[str, str] = {}
    for problem in problems:
        errors.setdefault(problem.field, problem.message)
    drawn = [
        _control(option, texts.get(option.name, ""), errors.get(option.name, ""))
        for option in spec.options
        if option.name not in OURS
    ]
    handed = [_handed(path, texts, errors) for path in spec.passthrough]
    return _paired(drawn) + handed


def _paired(controls: list[Control]) -> list[Control]:
    """A short one without a neighbour takes the whole row."""
    placed: list[Control] = []
    waits = False
    for control in controls:
        if not control.is_short and waits:
            placed[-1] = replace(placed[-1], is_short=False)
        waits = control.is_short and not control.advanced and not waits
        placed.append(control)
    if waits:
        placed[-1] = replace(placed[-1], is_short=False)
    return placed


def _control(option: Option, text: str, error: str) -> Control:
    face = _face(option)
    cells = _cells(option, text, face)
    free = ratio_of(text) if _takes_any_size(option) and text not in option.values else None
    warned = option.warnings.get(text, "")
    return Control(
        face=face,
        name=option.name,
        field=f"o.{option.name}",
        id=f"o-{option.name.replace('.', '-')}",
        label=option.label,
        hint=_hint(option, text),
        help=option.help,
        warning=warned,
        error=error,
        text=text,
        cells=cells,
        placeholder=_placeholder(option),
        minimum=option.minimum,
        maximum=option.maximum,
        max_length=option.max_length,
        has_free_size=_takes_any_size(option),
        free_width=str(free[0]) if free else "",
        free_height=str(free[1]) if free else "",
        step=option.free_size.multiple if option.free_size else 1,
        has_dice=option.name == "seed",
        is_short=_is_short(face, cells),
        advanced=option.advanced,
    )


def _is_short(face: str, cells: tuple[Cell, ...]) -> bool:
    """Two short ones stand beside each other: numbers, selects, and segments with little to say."""
    if face == "seg":
        return len(cells) <= 4 and sum(len(cell.label) + 3 for cell in cells) <= 21
    return face in ("number", "select")


def _handed(path: str, texts: Mapping[str, str], errors: Mapping[str, str]) -> Control:
    """A setting of the model's own that its router only hands through."""
    name = f"provider.{path}"
    return Control(
        face="text",
        name=name,
        field=f"o.{name}",
        id="o-" + name.replace(".", "-").replace("/", "-"),
        label=path,
        hint="handed through",
        help="A JSON value: a number, true, or text in quotes",
        warning="",
        error=errors.get(name, ""),
        text=texts.get(name, ""),
        advanced=True,
    )


def _face(option: Option) -> str:
    match option.kind:
        case OptionKind.SIZE:
            return "shapes" if _are_shapes(option) else "select"
        case OptionKind.CHOICE:
            if option.name == "aspect_ratio":
                return "shapes" if _are_shapes(option) else "select"
            return "seg" if len(_explicit(option)) < MOST_SEGMENTS else "select"
        case OptionKind.SWITCH:
            return "seg"
        case OptionKind.RANGE:
            low, high = option.minimum, option.maximum
            few = low is not None and high is not None and high - low < MOST_SEGMENTS - 1
            return "seg" if few else "number"
    return "json" if option.kind is OptionKind.JSON else "text"


def _are_shapes(option: Option) -> bool:
    """Two rows of shapes are quicker to choose from than a list, more are not."""
    drawn = [value for value in option.values if value.lower() == "auto" or ratio_of(value)]
    is_short_enough = len(drawn) <= MOST_SHAPES or _takes_any_size(option)
    return len(drawn) == len(option.values) and is_short_enough


def _takes_any_size(option: Option) -> bool:
    return option.kind is OptionKind.SIZE and (option.free_size is not None or not option.values)


def _explicit(option: Option) -> list[str]:
    """The values a person can set: "auto" is the same as leaving it out where it is the default."""
    return [value for value in option.values if not (value == "auto" == option.default)]


def _cells(option: Option, text: str, face: str) -> tuple[Cell, ...]:
    if face not in ("shapes", "seg", "select"):
        return ()
    values = _explicit(option)
    if option.kind is OptionKind.SWITCH:
        values = ["true", "false"]
    if option.kind is OptionKind.RANGE:
        values = [str(n) for n in range(option.minimum or 0, (option.maximum or 0) + 1)]
    unset = Cell(value="", label=_unset_label(option), is_set=text not in values)
    if _takes_any_size(option) and text and text not in values:
        unset = Cell(value="", label=unset.label, is_set=False)
    return (unset, *_told_apart([_cell(option, value, text) for value in values]))


def _told_apart(cells: list[Cell]) -> list[Cell]:
    """Sizes of one proportion: the later ones say how large they are."""
    seen: set[str] = set()
    apart = []
    for cell in cells:
        pixels = ratio_of(cell.value)
        is_double = cell.ratio and cell.label in seen
        seen.add(cell.label)
        label = _large(max(pixels)) if pixels and is_double else cell.label
        apart.append(replace(cell, label=label))
    return apart


def _large(edge: int) -> str:
    return f"{round(edge / 1000)}K" if edge >= 1900 else str(edge)


def _cell(option: Option, value: str, text: str) -> Cell:
    ratio = ratio_of(value)
    if ratio is None:
        return Cell(value=value, label=_label(option, value), is_set=value == text)
    is_pixels = ":" not in value
    return Cell(
        value=value,
        label=ratio_name(*ratio) if is_pixels else value,
        is_set=value == text,
        hint=f"{ratio[0]} × {ratio[1]}" if is_pixels else "",
        ratio=ratio_class(*ratio),
    )


def _unset_label(option: Option) -> str:
    if option.default == "auto":
        return "Auto"
    return "Default" if option.default or "auto" in option.values else "Auto"


def _label(option: Option, value: str) -> str:
    if option.kind is OptionKind.SWITCH:
        return "On" if value == "true" else "Off"
    if option.name == "output_format":
        return {"png": "PNG", "jpeg": "JPEG", "webp": "WebP"}.get(value, value.upper())
    return value[:1].upper() + value[1:].replace("_", " ") if value.islower() else value


def _hint(option: Option, text: str) -> str:
    ratio = ratio_of(text) if option.kind is OptionKind.SIZE else None
    if ratio:
        return f"{ratio[0]} × {ratio[1]}"
    if option.name == "seed":
        return "empty means random"
    if text or option.default in (None, "auto"):
        return ""
    return f"default {_label(option, _switch_word(option))}"


def _switch_word(option: Option) -> str:
    return option.default or ""


def _placeholder(option: Option) -> str:
    if option.name == "seed":
        return "Random"
    return option.default or ""
