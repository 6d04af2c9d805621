"""The backup's file: one tar, a sha256 for everything in it, and the list of those at its end."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

MANIFEST = "manifest.json"
FORMAT = 1
CHUNK = 1 << 20  # bytes
FOLDERS = ("pictures", "spool", "secrets")
DATABASES = ("database.sqlite3", "database.pgdump")


class Unreadable(Exception):
    """The archive is not whole, or not ours. Holds the sentence to show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    created_at: str
    database: str  # which of DATABASES
    keys: int  # provider keys, sealed with the encryption key
    with_secrets: bool
    files: dict[str, str]  # name in the archive -> sha256
    missing: list[str] = field(default_factory=list)  # pictures that were not there to copy


class _Hashing(io.RawIOBase):
    """Reads through, at most `size` bytes, and knows what it read."""

    def __init__(self, source: BinaryIO) -> None:
        self.sum, self._source = hashlib.sha256(), source

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self.sum.update(data)
        return data


def add_file(tar: tarfile.TarFile, name: str, path: Path) -> str | None:
    """Copies one file as long as it is now; its sha256, or None if it is gone."""
    try:
        source = path.open("rb")
    except FileNotFoundError:
        return None
    with source:
        info = tar.gettarinfo(arcname=name, fileobj=source)
        info.mode, info.uid, info.gid, info.uname, info.gname = 0o600, 0, 0, "", ""
        reader = _Hashing(source)
        tar.addfile(info, cast(BinaryIO, reader))
    return reader.sum.hexdigest()


def add_text(tar: tarfile.TarFile, name: str, text: str) -> str:
    """Writes one small file; returns its sha256."""
    data = text.encode()
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(data), 0o600
    tar.addfile(info, io.BytesIO(data))
    return hashlib.sha256(data).hexdigest()


def verify(file: Path) -> Manifest:
    """Reads the whole archive and checks every hash. Raises Unreadable."""
    try:
        with tarfile.open(file, "r|*") as tar:
            sums, text = _sums(tar)
    except (tarfile.TarError, OSError, EOFError) as problem:
        raise Unreadable(f"{file} is not a whole archive: {problem}") from problem
    manifest = _read_manifest(text)
    bad = sorted(name for name, digest in manifest.files.items() if sums.get(name) != digest)
    extra = sorted(sums.keys() - manifest.files.keys())
    if bad:
        raise Unreadable(f"{len(bad)} files are damaged or not there, the first: {bad[0]}")
    if extra or manifest.database not in sums:
        raise Unreadable(f"the list of files is not right: {extra[:1] or manifest.database}")
    return manifest


def unpack(file: Path, folder: Path) -> None:
    """Everything but the manifest, into a new folder. Call `verify` first."""
    with tarfile.open(file, "r|*") as tar:
        for member in tar:
            _check_name(member)
            if member.name != MANIFEST:
                tar.extract(member, folder, set_attrs=False, filter="data")


def _sums(tar: tarfile.TarFile) -> tuple[dict[str, str], bytes]:
    sums, manifest = {}, b""
    for member in tar:
        _check_name(member)
        source = tar.extractfile(member)
        assert source is not None  # _check_name: it is a file
        if member.name == MANIFEST:
            manifest = source.read()
        else:
            sums[member.name] = _sum(cast(BinaryIO, source))
    return sums, manifest


def _sum(source: BinaryIO) -> str:
    total = hashlib.sha256()
    while data := source.read(CHUNK):
        total.update(data)
    return total.hexdigest()


def _check_name(member: tarfile.TarInfo) -> None:
    parts = PurePosixPath(member.name).parts
    known = member.name in (MANIFEST, *DATABASES) or (len(parts) > 1 and parts[0] in FOLDERS)
    if not member.isfile() or not known or ".." in parts or member.name.startswith("/"):
        raise Unreadable(f"the archive holds something that is not ours: {member.name}")


def _read_manifest(text: bytes) -> Manifest:
    try:
        facts: dict[str, Any] = json.loads(text)
        if facts.pop("format") != FORMAT:
            raise Unreadable("the archive was made by a newer ImageHub; upgrade this one first")
        return Manifest(**facts)
    except (ValueError, KeyError, TypeError) as problem:
        raise Unreadable("the archive ends early: its list of files is not there") from problem
