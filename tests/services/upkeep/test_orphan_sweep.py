"""The sweep: files without rows, rows without files, and what it must leave alone."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Role, User
from generations.models import Picture, Sweep
from generations.services.upkeep import nightly, orphan_sweep, queue_health
from generations.stored import original_files
from tests.factories import make_user
from tests.services.curation.test_permanent_deletion import folders, on_disk, png, stored  # noqa: F401

OLD = 2 * 86_400


def age(path: Path, seconds: float = OLD) -> Path:
    past = time.time() - seconds
    os.utime(path, (past, past))
    return path


def everything() -> list[Path]:
    return list(original_files.walk())


@pytest.fixture
def littered(bob: User, settings: Any) -> dict[str, Path]:
    """A whole picture, and one of everything that can lie about."""
    whole = stored(bob, 1)
    for path in everything():
        age(path)
    lost = original_files.original_path(original_files.keep(png(2)).path)
    young = original_files.original_path(original_files.keep(png(3)).path)
    folder = lost.parent
    litter = {
        "lost": age(lost),
        "young": young,
        "thumb": folder / f"{lost.stem}.small.webp",
        "draft": folder / f".{lost.name}.12.3456",
        "half": original_files.original_path(whole.path).with_name(f".{whole.sha256}.png.7.8"),
        "stranger": folder / "holiday.png",
    }
    for name in ("thumb", "draft", "half", "stranger"):
        litter[name].write_bytes(b"x")
        age(litter[name])
    return litter


def test_it_reports_and_removes_nothing_unless_told(littered: dict[str, Path]) -> None:
    before = everything()
    found = orphan_sweep.run()
    assert everything() == before
    assert (found.report.orphans, found.report.removed) == (4, 0)
    assert (found.report.strangers, found.strangers) == (1, ["holiday.png"])
    assert found.report.orphan_bytes == littered["lost"].stat().st_size + 3
    assert found.report.files == len(before)


def test_told_to_it_takes_orphans_and_neither_young_files_nor_others(
    littered: dict[str, Path],
) -> None:
    assert orphan_sweep.run(remove=True).report.removed == 4
    left = {name for name, path in littered.items() if path.exists()}
    assert left == {"young", "stranger"}
    assert on_disk(Picture.objects.get()) == [True, True, True]
    assert orphan_sweep.run(remove=True).report.orphans == 0


def test_bytes_that_are_kept_again_while_it_looks_stay(littered: dict[str, Path]) -> None:
    original_files.keep(png(2))  # the same content, for a row that is not there yet
    orphan_sweep.run(remove=True)
    assert littered["lost"].exists()


def test_what_a_dead_process_had_moved_aside_comes_back(bob: User) -> None:
    picture = stored(bob)
    original = original_files.original_path(picture.path)
    original.rename(age(original).with_name(f"{original_files.ASIDE}{original.name}"))
    orphan_sweep.run(remove=True)
    assert original.exists()
    assert orphan_sweep.run().report.missing == 0


def test_a_row_without_its_file_is_marked_and_unmarked_never_deleted(bob: User) -> None:
    picture, other = stored(bob), stored(bob, 50)
    content = original_files.original_path(picture.path).read_bytes()
    original_files.original_path(picture.path).unlink()
    found = orphan_sweep.run(remove=True)
    assert (found.report.missing, found.missing) == (1, [str(picture.uid)])
    picture.refresh_from_db()
    other.refresh_from_db()
    first = picture.missing_since
    assert (bool(first), other.missing_since) == (True, None)
    orphan_sweep.run()
    picture.refresh_from_db()
    assert picture.missing_since == first  # since when, not when last seen
    original_files.keep(content)
    orphan_sweep.run()
    picture.refresh_from_db()
    assert picture.missing_since is None


def test_many_files_and_rows_are_looked_at_in_small_batches(
    bob: User, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr(orphan_sweep, "BATCH", 7)
    for shade in range(20):
        stored(bob, shade)
    with django_assert_max_num_queries(25):
        report = orphan_sweep.run().report
    assert (report.files, report.orphans, report.missing) == (60, 0, 0)


def test_the_command_asks_for_a_word_and_answers_in_json(
    littered: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError):
        call_command("sweep")
    call_command("sweep", "--dry-run")
    told = json.loads(capsys.readouterr().out)
    assert (told["orphans"], told["removed"]) == (4, 0)
    call_command("sweep", "--remove")
    assert json.loads(capsys.readouterr().out)["removed"] == 4


def test_the_night_looks_and_admins_read_what_it_found(
    littered: dict[str, Path], bob: User, settings: Any, client: Any
) -> None:
    settings.PROVIDER_URLS = dict.fromkeys(
        ("fastrouter", "fastapi", "imagerouter", "openrouter"), "http://127.0.0.1:9"
    )
    missing = stored(bob, 77)
    original_files.original_path(missing.path).unlink()
    nightly.run()
    report = Sweep.objects.get()
    assert (report.orphans, report.removed, report.missing) == (4, 0, 1)
    assert queue_health.health().sweep == report
    admin = make_user("root@example.org", role=Role.ADMIN)
    client.force_login(admin)
    html = client.get("/team/storage/").content.decode()
    assert "Pictures without a file" in html
    assert str(missing.uid) in html
    assert "pictures without a file" in client.get("/admin/").content.decode()
    settings.SWEEP_REMOVES = True
    nightly.run()
    assert not littered["lost"].exists()
