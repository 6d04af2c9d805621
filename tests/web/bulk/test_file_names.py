"""A file's name keeps the prompt's script, and every system takes it."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest

from accounts.models import User
from generations.services.export.file_name_patterns import Names, slug
from tests.factories import make_generation, make_picture
from tests.web.stored_pictures import kept


@pytest.mark.parametrize(
    ("prompt", "slugged"),
    [
        ("A Café: 100% wool/silk?", "a-café-100-woolsilk"),
        ("桜の木の下の猫", "桜の木の下の猫"),
        ("빨간 우산", "빨간-우산"),
        ("แมวที่กำลังนอน", "แมวที่กําลังนอน"),  # NFKC parts SARA AM
        ("हिन्दी में बिल्ली", "हिन्दी-में-बिल्ली"),
        ("می‌خواهم گربه", "می‌خواهم-گربه"),
        ("قطة حمراء", "قطة-حمراء"),
        ("Ａ fullwidth", "a-fullwidth"),
        ('..\\..//con<>|"*\x00\u202egnp', "congnp"),
        ("🦊🦊", ""),
        ("__--__", ""),
    ],
)
def test_letters_digits_and_marks_of_every_script_stay(prompt: str, slugged: str) -> None:
    assert slug(prompt, 48) == slugged


def test_a_cut_parts_no_letter_from_its_marks() -> None:
    word = "बिल्ली" * 20
    for most in range(1, 30):
        cut = slug(word, most)
        assert len(cut) <= most
        assert word.startswith(cut)
        assert len(cut) == 0 or not word[len(cut)].encode().startswith(b"\xe0\xa5\x8d")


@pytest.mark.parametrize("prompt", ["猫" * 300, "a" * 300, "हि" * 300, "plain cat", "🦊"])
def test_a_download_has_its_name_for_every_program(as_user: Any, bob: User, prompt: str) -> None:
    picture = kept(bob, prompt=prompt)
    told = as_user(bob).get(f"/pictures/{picture.uid}/download")["Content-Disposition"]
    assert told.isascii()
    plain = told.split('filename="')[1].split('"')[0]
    whole = unquote(told.split("filename*=UTF-8''")[1]) if "filename*" in told else plain
    assert len(whole.encode()) <= 255
    assert slug(prompt, 30)[:20] in whole
    assert plain.endswith(".png")
    assert plain.startswith(whole[:10])


def test_a_zips_names_keep_the_script_too(bob: User) -> None:
    picture = make_picture(generation=make_generation(bob, prompt="แมวที่นอน"))
    assert Names("{prompt}-{n}").next(picture, "png") == "แมวที่นอน-0001.png"
