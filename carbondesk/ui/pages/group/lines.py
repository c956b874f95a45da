"""What a table of the Group page is made of: heads, lines and cells, told apart from how they are painted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from carbondesk.domain.schema import Finding, Record, Severity
from carbondesk.domain.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A column: its name, its width in unscaled pixels (0: shares the rest), and whether it holds numbers.

    `least` is what a column that shares the rest needs. Where room is short, columns go in the order of
    `gives_way`, the highest first; 0 never goes.
    """

    name: Text
    width: int = 0
    number: bool = False
    gives_way: int = 0
    least: int = 150


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows, what it is sorted by (its text where nothing is given), icon and ink."""

    text: str
    sort: float | str = ""
    icon: str = ""
    tint: str = ""
    strong: bool = False
    hatched: bool = False

    @property
    def order(self) -> tuple[int, float, str]:
        """Numbers before texts, each in their order."""
        if isinstance(self.sort, str):
            return 1, 0.0, (self.sort or self.text).casefold()
        return 0, float(self.sort), ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row: what it is of, its cells, the record behind it if there is one, and what is doubtful about it."""

    key: tuple[str, int | str]
    title: str
    cells: Sequence[Cell]
    record: Record | None = None
    findings: Sequence[Finding] = ()

    @property
    def mark(self) -> tuple[str, str]:
        """The icon and ink of the most serious finding; empty where there is none."""
        severities = {finding.severity for finding in self.findings}
        if Severity.ERROR in severities:
            return "circle-x", "err"
        if Severity.WARNING in severities:
            return "triangle-alert", "warn"
        return ("info", "info") if severities else ("", "")

    def holds(self, words: Sequence[str]) -> bool:
        """Whether every word stands somewhere in the row; words are in small letters."""
        whole = " ".join([self.title, *(cell.text for cell in self.cells)]).casefold()
        return all(word in whole for word in words)
