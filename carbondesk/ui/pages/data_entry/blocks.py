"""Blocks of cells as spreadsheets exchange them: tabs between columns, line ends between rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Target = TypeVar("Target")


def parse_block(text: str) -> list[list[str]]:
    """Return the rows of a copied block; quotes around cells with line ends are taken off."""
    import csv
    import io

    plain = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    if not plain:
        return []
    rows = [row or [""] for row in csv.reader(io.StringIO(plain, newline=""), delimiter="\t")]
    width = max(len(row) for row in rows)
    return [row + [""] * (width - len(row)) for row in rows]


def format_block(rows: Sequence[Sequence[str]]) -> str:
    """Return rows of cells as text that a spreadsheet takes."""
    return "\n".join("\t".join(row) for row in rows)


def plain_number(value: float) -> str:
    """Return a number for a spreadsheet: digits and a point, no grouping."""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))


@dataclass(slots=True)
class Plan(Generic[Target]):
    """What a block would do: the cells it can fill, and how many it leaves alone and why."""

    taken: list[tuple[Target, float | None, str]] = field(default_factory=list)
    not_numbers: int = 0
    from_bills: int = 0
    refused: int = 0
    outside: int = 0
    first_reason: str = ""

    @property
    def cells(self) -> int:
        """How many cells the block has in all."""
        return len(self.taken) + self.not_numbers + self.from_bills + self.refused + self.outside
