"""A product to start, stop and hurt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.ops.product import Product


@pytest.fixture
def make_product(tmp_path: Path) -> Iterator[Callable[..., Product]]:
    made: list[Product] = []

    def make(**environment: str) -> Product:
        made.append(Product(tmp_path / "data", **environment))
        made[-1].migrate()
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
