"""Registers of the Group page that targets ask for: suppliers, the group's statements, land and bioenergy."""

from __future__ import annotations

from carbondesk.domain.records import LandFigure, Statement, Supplier
from carbondesk.domain.text import say
from carbondesk.language import number, tr
from carbondesk.ui.forms import choice_words
from carbondesk.ui.pages.group import words
from carbondesk.ui.pages.group.book import Book
from carbondesk.ui.pages.group.lines import Cell, Head, Line

_YEAR = Head(name=say("Year"), width=80, number=True)
SUPPLIER_HEADS = (
    Head(name=say("Supplier"), least=130),
    _YEAR,
    Head(name=say("Category"), width=213, gives_way=1),
    Head(name=say("Emissions, t CO₂e"), width=130, number=True),
    Head(name=say("Spend"), width=110, number=True),
    Head(name=say("State of its target"), width=130),
)
STATEMENT_HEADS = (
    _YEAR,
    Head(name=say("Turnover, million EUR"), width=170, number=True),
    Head(name=say("Employees"), width=120, number=True),
    Head(name=say("Balance sheet, million EUR"), width=190, number=True),
    Head(name=say("Note")),
)
LAND_HEADS = (
    _YEAR,
    Head(name=say("Scope"), width=80),
    Head(name=say("Kind"), width=260),
    Head(name=say("Amount, t CO₂e"), width=140, number=True),
    Head(name=say("Where it comes from")),
)


def _amount(value: float | None, unit: str = "") -> Cell:
    if value is None:
        return Cell(words.NOTHING)
    return Cell(f"{number(value)} {unit}".strip(), sort=value)


def _year(year: int | None) -> Cell:
    return Cell(words.NOTHING) if year is None else Cell(str(year), sort=float(year))


def supplier_lines(book: Book) -> list[Line]:
    """Return a line for each supplier or customer."""
    return [
        Line(
            key=("supplier", row.id),
            title=row.name,
            cells=(
                Cell(row.name, strong=True),
                _year(row.year),
                Cell(choice_words(row.category) if row.category else words.NOTHING),
                _amount(row.emissions),
                _amount(row.spend, row.currency),
                Cell(choice_words(row.target_state) if row.target_state else words.NOTHING),
            ),
            record=row,
        )
        for row in book.figures.inventory.all(Supplier)
    ]


def statement_lines(book: Book) -> list[Line]:
    """Return a line for each of the group's annual statements."""
    return [
        Line(
            key=("statement", row.id),
            title=str(row.year),
            cells=(
                _year(row.year),
                _amount(row.turnover),
                _amount(row.employees),
                _amount(row.balance_sheet),
                Cell(row.note),
            ),
            record=row,
        )
        for row in book.figures.inventory.all(Statement)
    ]


def land_lines(book: Book) -> list[Line]:
    """Return a line for each figure of land and of bioenergy's feedstocks."""
    return [
        Line(
            key=("land_figure", row.id),
            title=tr("{kind}, {year}", kind=choice_words(row.kind), year=str(row.year)),
            cells=(
                _year(row.year),
                Cell(str(row.scope)),
                Cell(choice_words(row.kind)),
                _amount(row.emissions),
                Cell(row.source or words.NOTHING),
            ),
            record=row,
        )
        for row in book.figures.inventory.all(LandFigure)
    ]
