"""Money in a column: what was spoiled long ago can be read, what does not fit is never written."""

from __future__ import annotations

from decimal import Context, Decimal
from functools import cached_property
from typing import Any

from django.db import models

WIDE = 60  # digits


class MoneyField(models.DecimalField):  # type: ignore[type-arg]
    """US dollars. To migrations it is a DecimalField: the column is the same.

    SQLite takes any number into a decimal column, and Django then raises while it reads the row:
    one absurd amount would close every page that shows it. Here it is read as it stands, or as
    None where it is no finite number.
    """

    @cached_property
    def context(self) -> Context:
        """Of reading: wide, and without traps, so that no amount raises."""
        return Context(prec=WIDE, traps=[])

    def from_db_value(self, value: Decimal | None, *told: object) -> Decimal | None:
        """The amount, or None where the column holds no finite one."""
        return value if value is None or value.is_finite() else None

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """As a DecimalField. Raises ValueError for an amount that the column cannot hold.

        PostgreSQL refuses it, too; SQLite would keep it.
        """
        if isinstance(value, Decimal) and not self._fits(value):
            raise ValueError(f"{self.name}: an amount that does not fit")
        return super().get_db_prep_save(value, connection)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.DecimalField", list(args), dict(kwargs)

    def _fits(self, amount: Decimal) -> bool:
        return amount.is_finite() and abs(amount) < self.limit

    @cached_property
    def limit(self) -> Decimal:
        """The first amount that is too large for the column."""
        return Decimal(10) ** ((self.max_digits or WIDE) - (self.decimal_places or 0))
