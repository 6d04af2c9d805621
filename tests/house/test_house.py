"""The house's rules, each with a planted sin beside it: a guard that never failed is untrusted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generations.imaging import aspect_classes
from tests.house import sins

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCT = [
    path
    for folder in ("accounts", "generations", "imagehub")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
]
TESTS = list((ROOT / "tests").rglob("*.py"))
TEMPLATES = list((ROOT / "templates").rglob("*.html"))


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_function_is_longer_than_forty_lines() -> None:
    found = {_name(path): sins.long_functions(path.read_text()) for path in PRODUCT + TESTS}
    assert {name: long for name, long in found.items() if long} == {}
    assert sins.long_functions("def f():\n" + "    x = 1\n" * 41) == ["f (42 lines)"]


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    assert [_name(path) for path in PRODUCT + TESTS if sins.is_long_file(path.read_text())] == []
    assert sins.is_long_file("\n" * 301)


def test_no_file_is_called_utils_or_helpers() -> None:
    assert [_name(path) for path in PRODUCT if path.stem in ("utils", "helpers", "misc")] == []


MAY_CATCH_ANY = {  # one picture of an answer, one job's runner, one row of a list
    "generations/services/worker/save_pictures.py": 1,
    "generations/services/worker/drain_loop.py": 1,
    "generations/models/tolerant_rows.py": 3,
    "generations/providers/facts/live_list_rows.py": 1,
}


def test_nothing_is_swallowed() -> None:
    found = {_name(path): sins.swallows(path.read_text()) for path in PRODUCT}
    assert {name: len(lines) for name, lines in found.items() if lines} == MAY_CATCH_ANY
    assert sins.swallows("try:\n    x\nexcept ValueError:\n    pass") == [3]


def test_only_services_change_a_status() -> None:
    allowed = (
        "generations/services/",
        "generations/models/",
        "accounts/keys/key_vault.py",
        "generations/providers/",
    )
    found = {
        _name(path): sins.status_writes(path.read_text())
        for path in PRODUCT
        if not _name(path).startswith(allowed)
    }
    found = {name: lines for name, lines in found.items() if lines and "generations" in name}
    assert found == {}
    assert sins.status_writes("job.status = 1") == [1]


def test_services_know_no_requests_and_no_responses() -> None:
    web = ("django.http", "django.shortcuts", "django.views", "django.template", "django.forms")
    for path in (ROOT / "generations" / "services").glob("*.py"):
        names = sins.imports(path.read_text())
        assert not [name for name in names if name.startswith(web)], _name(path)
    assert "django.http" in sins.imports("from django.http import HttpRequest")


def test_plaintext_keys_are_opened_through_one_door() -> None:
    doors = (
        "accounts/keys/key_vault.py",
        "accounts/keys/encryption.py",
        "accounts/sign_in/second_factor.py",
    )  # TOTP secrets
    for path in PRODUCT:
        if _name(path) not in doors:
            names = sins.imports(path.read_text())
            assert "accounts.keys.encryption" not in names or "rotat" in _name(path), _name(path)
    assert "accounts.keys.encryption" in sins.imports("from accounts.keys import encryption")


def test_templates_hold_no_inline_style_or_script() -> None:
    assert [_name(path) for path in TEMPLATES if sins.has_inline_code(path.read_text())] == []
    for sin in ('<p style="x">', '<a onclick="x">', "<script>x</script>", "<style>x</style>"):
        assert sins.has_inline_code(sin)
    assert not sins.has_inline_code('<script src="x.js" defer></script>')


def test_scripts_are_short_and_import_nothing() -> None:
    for path in (ROOT / "static" / "js").rglob("*.js"):
        text = path.read_text()
        assert text.count("\n") <= 80, _name(path)
        assert not re.search(r"^\s*import\b|\beval\(|\bnew Function\b", text, re.MULTILINE), _name(
            path
        )


def test_no_address_forgets_the_path_we_are_served_under() -> None:
    """IMAGEHUB_URL may be https://x.example/images: {% url %}, {% root %}, data-root, URL_PATH."""
    scripts = list((ROOT / "static" / "js").rglob("*.js"))
    faces = [path for path in PRODUCT if "web" in path.parts]
    for files, look in (
        (TEMPLATES, sins.rooted_in_html),
        (scripts, sins.rooted_in_js),
        (faces, sins.rooted_in_python),
    ):
        found = {_name(path): look(path.read_text()) for path in files}
        assert {name: sin for name, sin in found.items() if sin} == {}
    assert sins.rooted_in_html('<a href="/keys/">') and sins.rooted_in_html("<i hx-get='/x'>")
    assert sins.rooted_in_js('fetch("/keys/")') and sins.rooted_in_js("location.replace(`/`)")
    assert sins.rooted_in_python('x = f"/jobs/{uid}/"')


def test_the_ratio_classes_are_not_stale() -> None:
    assert (
        (ROOT / "static" / "css" / "components" / "aspect-classes.css")
        .read_text()
        .strip()
        .endswith("}")
    )
    for width, height, name in ((1536, 1024, "ar-20"), (1024, 1536, "ar-m20"), (1, 0, "ar-0")):
        assert aspect_classes.ratio_class(width, height) == name
    written = (ROOT / "static" / "css" / "components" / "aspect-classes.css").read_text()
    assert set(re.findall(r"\.(ar-m?\d+)", written)) == set(
        re.findall(r"\.(ar-m?\d+)", aspect_classes.stylesheet())
    )


@pytest.mark.parametrize("suffix", ["py", "md", "toml", "txt", "in", "html", "css", "js", "yml"])
def test_no_registry_host_is_named(suffix: str) -> None:
    skipped = {".venv", "var", ".git", "node_modules"}
    for path in ROOT.rglob(f"*.{suffix}"):
        if not skipped & set(path.relative_to(ROOT).parts) and path.parent.name != "house":
            assert not sins.REGISTRY_HOST.search(path.read_text(errors="replace")), _name(path)
    assert sins.REGISTRY_HOST.search("https://registry.example")


def test_every_task_named_by_string_exists() -> None:
    from generations import tasks

    text = (ROOT / "generations" / "queue.py").read_text()
    names = set(re.findall(r'"generations\.tasks\.(\w+)"', text))
    assert names
    assert [name for name in names if not callable(getattr(tasks, name, None))] == []


def test_every_setting_is_documented() -> None:
    code = (ROOT / "imagehub" / "settings.py").read_text()
    page = (ROOT / "docs" / "settings.md").read_text()
    names = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', code))
    assert "IMAGEHUB_LEASE" in names
    assert sorted(name for name in names if f"`{name}`" not in page) == []


def test_the_page_of_models_is_not_stale() -> None:
    from django.core.management import call_command

    call_command("write_docs", "--check")
