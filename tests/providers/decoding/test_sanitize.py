"""What passed the door can be stored, summed and printed."""

from __future__ import annotations

import json
import time
from decimal import Decimal

import pytest

from generations.providers.decoding.lenient_values import bounded, money, number, told, total
from generations.providers.decoding.sanitize import clean_details, clean_json, clean_text


def test_texts_lose_what_no_database_holds() -> None:
    assert clean_text("a \ud83d b\x00c\x1bd\uffff") == "a \ufffd b\ufffdc\ufffdd\ufffd"
    assert clean_text("cat 😀 é\n\t") == "cat 😀 é\n\t"
    assert clean_text("abcdef", 3) == "abc"


def test_json_becomes_what_any_column_takes() -> None:
    odd = {
        "\ud83d\x00": [float("nan"), float("inf"), 2**70, -(2**63), True, None, 1.5],
        "deep": None,
        "kind": int,
    }
    inner: object = 1
    for _ in range(200):
        inner = [inner]
    cleaned = clean_json({**odd, "deep": inner})
    text = json.dumps(cleaned, allow_nan=False)
    assert "\\ud83d" not in text and "\\u0000" not in text
    assert cleaned["\ufffd\ufffd"] == [None, None, str(2**70), str(-(2**63)), True, None, 1.5]  # type: ignore[index,call-overload]
    assert text.count("[") <= 41


def test_details_are_bounded() -> None:
    usage = {"id": "x", "long": "y" * 10**6, "many": list(range(10**5)), "last": "z" * 2000}
    kept = clean_details(dict(usage.items()) | {"rest": ["w" * 2000] * 99})
    assert kept["id"] == "x" and len(str(kept["long"])) == 2000
    assert len(json.dumps(kept)) <= 70_000


def test_a_long_text_costs_little() -> None:
    text = "A" * 50_000_000
    began = time.process_time()
    for _ in range(10):
        assert clean_json({"b64_json": text})["b64_json"] is text  # type: ignore[index,call-overload]
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("value", "usd"),
    [
        (0, 0), ("0.00", 0), (0.04, "0.04"), ("1e-6", "0.000001"), (" 12.50 ", "12.5"),
        (99_999, 99_999), ("0.0123456789", "0.012346"),
    ],
)  # fmt: skip
def test_money_that_is_believed(value: object, usd: object) -> None:
    assert money(value) == Decimal(str(usd))
    assert told(value) == ""


@pytest.mark.parametrize(
    "value",
    [
        "1e-12", 4e-7, "1e-7000", 100_000, 1e15, "1_000", "１", "1,5", "$1", "", "NaN", "inf", -1,
        "9e999999", "1e9999999999", "1" * 20_000, "0x10", "1.2.3", "--1",
    ],
)  # fmt: skip
def test_money_that_is_not(value: object) -> None:
    assert money(value) is None
    assert len(told(value)) <= 60


def test_a_number_too_long_to_spell_is_no_money() -> None:
    assert (money(10**5000), told(10**5000)) == (None, "a very long number")
    assert clean_json(10**5000) == "a very long number"


def test_no_truth_is_money() -> None:
    assert [money(value) for value in (True, False, None, [], {}, object())] == [None] * 6


def test_sums_are_known_or_unknown() -> None:
    assert total([Decimal("0.1"), Decimal("0.2")]) == Decimal("0.3")
    assert total([Decimal("0.1"), None]) is None
    assert total([]) is None
    assert total([Decimal(99_999), Decimal(99_999)]) is None
    assert total([Decimal("9e999999"), Decimal("9e999999")]) is None
    assert [bounded(it) for it in (None, Decimal("NaN"), Decimal(-1), Decimal("1e30"))] == [
        None
    ] * 4


def test_numbers_fit_64_bit() -> None:
    assert [number(it) for it in (7, 7.0, 2**63, 7.5, "7", True, float("inf"))] == [
        *(7, 7), *[None] * 5
    ]  # fmt: skip


def test_rounding_leads_no_amount_over_the_bound() -> None:
    assert money("99999.9999994") == Decimal("99999.999999")
    assert money("99999.9999995") is None
    assert told("99999.9999995") == "99999.9999995"
