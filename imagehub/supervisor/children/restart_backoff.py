"""How long a child that keeps dying young stays down before it is started again."""

from __future__ import annotations

from imagehub.supervisor.children.child import Child

PAUSES_S = (0.0, 0.2, 1.0, 2.0, 5.0)  # before the first, second … replacement in a row
SHORT_LIFE_S = 10.0
HOPEFUL_S = 30.0  # who lived so long has begun
HOPELESS = 5  # young deaths in a row, of a kind that never worked since the product started


class RestartBackoff:
    """How long to wait before a child that keeps dying young is started again."""

    def __init__(self) -> None:
        self._young = 0
        self._ever_lived = False

    def after(self, child: Child, *, worked: bool) -> float:
        """Seconds until its replacement may start. worked: it was seen to do what it is for."""
        self._ever_lived = self._ever_lived or worked or child.age_s >= HOPEFUL_S
        self._young = self._young + 1 if child.age_s < SHORT_LIFE_S else 0
        return PAUSES_S[min(max(self._young - 1, 0), len(PAUSES_S) - 1)]

    @property
    def is_over(self) -> bool:
        """Its kind has died young so often, and never worked, that the next will, too."""
        return not self._ever_lived and self._young >= HOPELESS
