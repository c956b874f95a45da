"""Values that are asked for again and again and change seldom, kept until a step touches what they come from."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from carbondesk.store import Change

T = TypeVar("T")

ANY = frozenset({"*"})
"""What comes from the emissions: any step but those about targets changes it."""

_QUIET = frozenset(
    {
        *("target", "target_version", "milestone", "exclusion", "approval", "criterion_answer"),
        *("sector_point", "statement", "land_figure", "supplier", "acknowledgement", "initiative"),
        *("evidence", "evidence_link", "published_figure", "verification_round", "verification_line"),
    }
)
"""Tables from which no emission follows."""


class Kept:
    """Values by key, each with the tables that it comes from.

    What comes from the years that have figures names them in its key: an entry may bring or take one.
    """

    def __init__(self) -> None:
        self._values: dict[Hashable, tuple[frozenset[str], object]] = {}

    def of(self, key: Hashable, tables: frozenset[str], make: Callable[[], T]) -> T:
        """Return the value of a key, made now if it is not kept; `tables` say which changes let go of it."""
        if key not in self._values:
            self._values[key] = (tables, make())
        return cast("T", self._values[key][1])

    def forget(self, change: Change) -> None:
        """Let go of what a step may have changed."""
        loud = change.tables | (ANY if change.tables - _QUIET else frozenset())
        self._values = {key: kept for key, kept in self._values.items() if not kept[0] & loud}

    def clear(self) -> None:
        """Let go of everything."""
        self._values = {}
