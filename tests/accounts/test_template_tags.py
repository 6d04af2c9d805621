"""How numbers, money and times read."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.templatetags import ui


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (None, "unknown"),
        ("0", "$0.000"),
        ("0.042", "$0.042"),
        ("1", "$1.00"),
        ("1234.5", "$1,234.50"),
    ],
)
def test_money(amount, text):
    assert ui.usd(None if amount is None else Decimal(amount)) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(None, ""), (18.42, "18.4 s"), (67, "1:07"), (3723, "1:02:03")]
)
def test_how_long(seconds, text):
    assert ui.duration(seconds) == text


def test_the_clock():
    assert [ui.clock(each) for each in (7, 67, 3723)] == ["0:07", "1:07", "1:02:03"]


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (None, ""),
        (840, "840 B"),
        (16_400, "16 kB"),
        (1_600_000, "1.6 MB"),
        (2_100_000_000, "2.1 GB"),
    ],
)
def test_file_sizes(size, text):
    assert ui.filesize(size) == text


@pytest.mark.parametrize(
    ("passed", "text"),
    [
        (timedelta(seconds=4), "just now"),
        (timedelta(minutes=5), "5\xa0minutes ago"),
        (timedelta(hours=23), "23\xa0hours ago"),
    ],
)
def test_relative_up_to_a_day(passed, text):
    moment = timezone.now() - passed
    assert f">{text}</time>" in ui.ago(moment)
    assert 'title="' in ui.ago(moment)


def test_then_a_date():
    assert "ago" not in ui.ago(timezone.now() - timedelta(days=2)).partition(">")[2]
    assert ui.ago(None) == ""


def test_names_cannot_smuggle_markup():
    text = ui.avatar(User(pk=1, name='<script>"x'))
    assert "<script>" not in text
