"""What a field may be spoiled with: texts, numbers and shapes that some router sent somewhere."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

KEY = "\u241fkey\u241f"  # stands for the job's key until the answer is written
KEY_PERCENT = "\u241fpercent\u241f"
KEY_JSON = "\u241fjson\u241f"
_RAW = "\u241fraw:"


class Raw(str):
    """JSON text that no serialiser of ours would write."""

    __slots__ = ()


@dataclass(frozen=True)
class Pairs:
    """An object in which a name may come twice."""

    all: tuple[tuple[str, Any], ...]


TEXTS: tuple[Any, ...] = (
    *("", " ", "\n", "null", "0", "x" * 300, "y" * 5000, "z" * 200_000),
    *("a cat \ud83d", "\udc00\ud800", "nul\x00here", "\x00", "\x1b[31mred\x08\x7f", "\ufffe\uffff"),
    *(
        "\u202eright to left\u202c \u200f\u2066",
        "e\u0301" * 40,
        "z\u0336\u0337" * 200,
        "👩‍👩‍👧‍👦🏳️‍🌈",
        "ß桜ทดสอบहिन्दी",
    ),
    *(
        "<script>alert(1)</script>",
        "{{ settings.SECRET_KEY }}{% now 'Y' %}",
        "=1+1",
        '"quoted", a;b',
    ),
    *(
        "line\r\nbreak\u2028and\u2029more\u0085end",
        "\ufeffmarked",
        "%s %d %(x)s {0}",
        "../../etc/passwd",
    ),
    *(
        KEY,
        f"bad key {KEY} given",
        f"https://x.test/?token={KEY_PERCENT}",
        f'{{"key":"{KEY_JSON}"}}',
    ),
    *("NaN", "Infinity", "-1", "1e999", "1_000", "１", "0,04", "$0.04", "9" * 400),
)
NUMBERS: tuple[Any, ...] = (
    *(-1, 0, 1, 0.04, 1e-12, 4e-7, 1e9, 1e15, 1e22, 1e300, 99_999.9999999, 100_000, 1_000_000),
    *(2**31, 2**53, 2**63 - 1, 2**63, 2**64, -(2**63) - 1, 10**40, -0.0, 5e-324, 0.1234567891234),
    *(float("nan"), float("inf"), float("-inf"), Raw("1e400"), Raw("-1e400"), Raw("1e-7000")),
    *(Raw("1" * 5000), Raw("-" + "9" * 4301), Raw("0." + "3" * 5000), Raw("00012"), Raw("+5")),
    *("9e999999", "1e-7000", "1000000", "-5", "0x10", "1e", True, False),
)
SHAPES: tuple[Any, ...] = (
    *(None, [], {}, [None], [[]], [{}], {"": ""}, {"a": {"b": {"c": [1, {"d": None}]}}}),
    *(
        ["text"],
        [1, 2, 3],
        {"message": "x"},
        {"nul\x00": "\ud83d"},
        {KEY: KEY},
        [KEY, {"k": [KEY]}],
    ),
    *(
        Raw("[" * 60 + "]" * 60),
        Raw("[" * 2000 + "]" * 2000),
        Raw('{"a":' * 1500 + "1" + "}" * 1500),
    ),
    *([None] * 3000, [0.1] * 3000, {f"k{n}": n for n in range(1500)}, {"x" * 3000: 1}),
    *({"deep": {"a": [float("inf"), float("nan"), Raw("1e999")]}}, Raw("tru"), Raw("undefined")),
)
BROKEN_SHAPES = (Raw("tru"), Raw("undefined"), Raw("00012"), Raw("+5"))  # the JSON breaks by these
ANYTHING = (*TEXTS, *NUMBERS, *SHAPES)


def written(value: Any, *, ascii_only: bool = True) -> str:
    """The value as JSON, with what JSON has no words for."""
    raws: list[str] = []

    def plain(it: Any) -> Any:
        if isinstance(it, Raw):
            raws.append(str(it))
            return f"{_RAW}{len(raws) - 1}\u241f"
        if isinstance(it, Pairs):
            inner = ",".join(
                f"{json.dumps(name)}:{written(value, ascii_only=ascii_only)}"
                for name, value in it.all
            )
            return plain(Raw("{" + inner + "}"))
        if isinstance(it, dict):
            return {name: plain(value) for name, value in it.items()}
        return [plain(item) for item in it] if isinstance(it, list) else it

    text = json.dumps(plain(value), ensure_ascii=ascii_only)
    mark = json.dumps(_RAW, ensure_ascii=ascii_only)[1:-1]
    end = json.dumps("\u241f", ensure_ascii=ascii_only)[1:-1]
    for number, raw in reversed(list(enumerate(raws))):
        text = text.replace(f'"{mark}{number}{end}"', raw)
    return text


def with_key(text: str, key: str) -> str:
    """The text with the job's key where it was promised, in JSON's spelling."""
    forms = {
        KEY: json.dumps(key)[1:-1],
        KEY_PERCENT: quote(key, safe=""),
        KEY_JSON: json.dumps(json.dumps(key).replace("/", "\\/")[1:-1])[1:-1],
    }
    for mark, form in forms.items():
        for spelled in (mark, json.dumps(mark)[1:-1]):
            text = text.replace(spelled, form)
    return text
