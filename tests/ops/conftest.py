"""A product to start, stop and hurt."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.ops.product import Product


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with tables, to be copied."""
    data = tmp_path_factory.mktemp("migrated")
    Product(data).migrate()
    return data


@pytest.fixture
def make_product(migrated: Path, tmp_path: Path) -> Iterator[Callable[..., Product]]:
    made: list[Product] = []

    def make(**environment: str) -> Product:
        data = tmp_path / "data"
        shutil.copytree(migrated, data, dirs_exist_ok=True)
        made.append(Product(data, **environment))
        return made[-1]

    yield make
    for product in made:
        product.clear_away()


@pytest.fixture
def product(make_product: Callable[..., Product]) -> Product:
    """Up and answering."""
    product = make_product()
    product.start()
    return product
