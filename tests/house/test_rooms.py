"""Rooms: each says what belongs in it, holds few files, and uses only the rooms it may."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import grimp
import pytest
from importlinter.contracts.layers import LayersContract

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("accounts", "generations", "imagehub")
MOST_FILES = 16
ROOMS = [
    path
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("__init__.py"))
    if not {"migrations", "management", "templatetags"} & set(path.parts)
]
NOT_ROOMS = {
    "generations/providers/sandbox/scenes": 99,
    "generations": 99,
    "accounts": 99,
    "imagehub": 99,
}
CONTRACTS: list[dict[str, Any]] = [
    each
    for each in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
    if each["type"] == "layers" and "containers" in each
]


def _name(room: Path) -> str:
    return str(room.parent.relative_to(ROOT))


@pytest.mark.parametrize("room", ROOMS, ids=_name)
def test_a_room_says_what_belongs_in_it(room: Path) -> None:
    assert ast.get_docstring(ast.parse(room.read_text())), _name(room)


@pytest.mark.parametrize("room", ROOMS, ids=_name)
def test_a_room_holds_about_a_dozen_files(room: Path) -> None:
    files = [path for path in room.parent.glob("*.py") if path.name != "__init__.py"]
    assert len(files) <= NOT_ROOMS.get(_name(room), MOST_FILES), _name(room)


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(*PACKAGES)


def _sins(contract: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(importer, imported) that each pair of neighbouring layers forbids: upwards."""
    (container,) = contract["containers"]
    layers = [
        [f"{container}.{room.strip()}" for room in layer.split("|")] for layer in contract["layers"]
    ]
    for above, below in pairwise(layers):
        yield below[0], above[0]
    yield from ((layer[0], layer[1]) for layer in layers if len(layer) > 1)


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda each: str(each["containers"][0]))
def test_every_wall_between_rooms_is_seen_when_broken(
    contract: dict[str, Any], graph: grimp.ImportGraph
) -> None:
    options = {**contract, "exhaustive": "true"}
    lawful = LayersContract(contract["name"], {"root_packages": list(PACKAGES)}, options)
    assert lawful.check(graph, verbose=False).kept
    for importer, imported in _sins(contract):
        graph.add_import(importer=importer, imported=imported)
        assert not lawful.check(graph, verbose=False).kept, f"{importer} may import {imported}"
        graph.remove_import(importer=importer, imported=imported)
