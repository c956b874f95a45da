"""What a step has changed, as every view is told it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

MANY = 1000
"""From this many changed rows of a table on, a notice names the table only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A committed step: its number, the tables and rows it touched and the sources whose entries it touched.

    `ids` holds None for a table of which too many rows changed to name them; `sources` is None where too
    many sources are concerned.
    """

    step: int
    tables: frozenset[str]
    ids: Mapping[str, frozenset[int] | None]
    sources: frozenset[int] | None


Watcher: TypeAlias = Callable[[Change], None]
