"""The spool: raw answers on disk before anybody parses them, one set of files a job.

`<uid>.head` status and headers · `<uid>.part` a body on its way · `<uid>.answer` a complete one ·
`<uid>.preview-N` partial pictures. Mode 0600; gone when the pictures are safe.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

from generations.providers.types import Answer

log = logging.getLogger("imagehub.jobs")


def begin(uid: UUID, *, status: int, headers: Mapping[str, str], polling: bool) -> BinaryIO:
    """A fresh body file, open for writing; whatever was spooled for this job before is dropped."""
    forget_answer(uid)
    head = json.dumps({"status": status, "headers": dict(headers), "polling": polling})
    with _create(_path(uid, "head")) as file:
        file.write(head.encode())
    return _create(_path(uid, "part"))


def complete(uid: UUID) -> Answer:
    """Names the body as complete, in one step, and gives it to be read."""
    _path(uid, "part").rename(_path(uid, "answer"))
    answer = answer_of(uid)
    assert answer is not None
    return answer


def answer_of(uid: UUID) -> Answer | None:
    """The complete answer of a job, or None where there is none."""
    return _answer(uid, _path(uid, "answer"))


def part_of(uid: UUID) -> Answer | None:
    """An answer that was still on its way, as far as it came; None where there is none."""
    return _answer(uid, _path(uid, "part"))


def _answer(uid: UUID, body: Path) -> Answer | None:
    """A worker may die over the first byte of a head, a machine over its last: no head, no answer."""
    try:
        head = json.loads(_path(uid, "head").read_text())
    except FileNotFoundError:
        return None
    except ValueError:
        log.warning("the head of job %s's answer was never written whole", uid)
        return None
    if not body.exists():
        return None
    return Answer(
        status=head["status"], headers=head["headers"], body=body, polling=head["polling"]
    )


def uids() -> list[UUID]:
    """The jobs of which something of an answer is kept."""
    return [UUID(path.stem) for path in sorted(settings.SPOOL_DIR.glob("*.head"))]


def keep_preview(uid: UUID, number: int, image: bytes) -> None:
    """Stores a partial picture for the windows that watch."""
    with _create(_path(uid, f"preview-{number}")) as file:
        file.write(image)


def preview_of(uid: UUID, number: int) -> Path | None:
    path = _path(uid, f"preview-{number}")
    return path if path.exists() else None


def forget_answer(uid: UUID) -> None:
    for part in ("head", "part", "answer"):
        _path(uid, part).unlink(missing_ok=True)


def forget(uid: UUID) -> None:
    """Removes everything spooled for a job: its pictures are safe, or its row is gone."""
    forget_answer(uid)
    for preview in settings.SPOOL_DIR.glob(f"{uid}.preview-*"):
        preview.unlink(missing_ok=True)


def sweep(days: int = 30) -> int:
    """Removes what is older than `days`. Returns how many files went."""
    limit = time.time() - days * 86_400
    old = [path for path in settings.SPOOL_DIR.glob("*.*") if path.stat().st_mtime < limit]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _path(uid: UUID, part: str) -> Path:
    return Path(settings.SPOOL_DIR) / f"{uid}.{part}"


def _create(path: Path) -> BinaryIO:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    return os.fdopen(descriptor, "wb")
