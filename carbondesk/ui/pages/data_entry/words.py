"""The words and numbers of the grid: how values are rounded, and what a screen reader says of a cell."""

from __future__ import annotations

from collections.abc import Iterable
from math import floor, log10

from carbondesk.domain.periods import month_text
from carbondesk.domain.records import Category, LeakMethod, Origin
from carbondesk.language import current, joined, month_name, number, significant, tr, tr_many
from carbondesk.report.grids import Cell, SourceRow, State
from carbondesk.ui.readings import unit_text

_MOST_DECIMALS = 3


def decimals_of(values: Iterable[float | None]) -> int:
    """Return with how many decimals a row is written: about four digits, never more than were entered."""
    known = [value for value in values if value is not None]
    largest = max((abs(value) for value in known), default=0.0)
    if not largest:
        return 0
    entered = max(_decimals(value) for value in known)
    return max(0, min(entered, _MOST_DECIMALS, 3 - floor(log10(largest))))


def _decimals(value: float) -> int:
    if value.is_integer():
        return 0
    fraction = f"{value:.9f}".rstrip("0").partition(".")[2]
    return len(fraction)


def rounded(value: float, decimals: int) -> str:
    """Return a number for a cell; a small one that would show as nothing keeps its first digit."""
    if value and abs(value) < 0.5 * 10.0**-decimals:
        decimals = min(9, -floor(log10(abs(value))))
    return number(value, decimals) if value else "0"


def compact(value: float, decimals: int) -> str:
    """Return a number for a narrow cell: from 100,000 on in thousands, `7,221k`, then millions, `30.24M`."""
    size = abs(value)
    if size < 99_999.5:
        return rounded(value, decimals)
    if size < 9_999_500:
        return f"{number(value / 1e3, 0)}k"
    return f"{number(value / 1e6, 2 if size < 99_995_000 else 1)}M"


def tonnes_text(value: float) -> str:
    """Return t CO2e for a cell: whole tonnes from ten on, else two digits."""
    size = abs(value)
    if size == 0 or size >= 9.95:
        return number(value, 0)
    if size < 0.01:
        return tr("<{least}", least=number(0.01)) if value > 0 else number(value, 4)
    return number(value, 1 if size >= 0.95 else 2)


def quantity_text(value: float, unit: str) -> str:
    """Return a number with its unit: `12 kg`, `291.4 × 1,000 m³`."""
    shown = unit_text(unit)
    times = " ×" if shown[:1].isdigit() else ""
    return f"{number(value)}{times} {shown}".strip()


def short(value: float, digits: int) -> str:
    """Return a number to about so many digits, without zeros at its end."""
    text = significant(value, digits)
    return text.rstrip("0").rstrip(".") if "." in text else text


def month_words(month: str) -> str:
    """Return a month with its year: `September 2025` would be long, so `Sep 2025`."""
    if current() == "en":
        return tr(month_text(month))
    year, number_ = month.split("-")
    return tr("{month} {year}", month=month_name(int(number_)), year=year)


def scope_words(category: str) -> str:
    """Return the scope and category of a source: `Scope 1, stationary combustion`."""
    kind = Category(category)
    label = tr(kind.label)
    return tr("{scope}, {category}", scope=kind.scope_label, category=label[:1].lower() + label[1:])


def from_equipment(cell: Cell) -> bool:
    """Whether any of a cell's entries follows from equipment."""
    return any(entry.origin == Origin.EQUIPMENT for entry in cell.activities)


def equipment_words(row: SourceRow, cell: Cell) -> str:
    """Return how a month of gas lost came about: `from 2 events`, `from leak rates`."""
    if not from_equipment(cell):
        return ""
    if row.source.leak_method == LeakMethod.SCREENING:
        return tr("from leak rates")
    if row.source.leak_method == LeakMethod.MASS_BALANCE:
        return tr("from the mass balance of the year")
    count = sum(entry.origin == Origin.EQUIPMENT for entry in cell.activities)
    return tr_many("from {n} event", "from {n} events", count)


def state_words(cell: Cell) -> str:
    """Return what is to be said of a cell beside its number."""
    words: list[str] = []
    if cell.state is State.MISSING:
        words.append(tr("missing"))
    if cell.state is State.UNUSED:
        words.append(tr("not in use"))
    if cell.state is State.FLAGGED and cell.finding is not None:
        words += [tr("flagged"), tr(cell.finding.message).rstrip(".。")]
    if cell.estimated:
        words.append(tr("estimated"))
    words.append(_origin_words(cell))
    if cell.waits:
        words.append(tr("waits for the bill"))
    if cell.noted:
        words.append(tr("noted: {note}", note=cell.noted))
    return joined(words)


def _origin_words(cell: Cell) -> str:
    if cell.corrected:
        return tr("corrected")
    if cell.bills:
        return tr_many("from {n} bill", "from {n} bills", cell.bills)
    if cell.from_bills:
        return tr("from meter readings")
    count = sum(entry.origin != Origin.EQUIPMENT for entry in cell.activities)
    return tr_many("{n} entry", "{n} entries", count) if count > 1 else ""


def accessible_cell(row: SourceRow, cell: Cell, shown: str, unit: str) -> str:
    """Return a cell's name for a screen reader: source, month, number with unit, state."""
    parts = [row.source.name, month_words(cell.month)]
    if shown:
        parts.append(f"{shown}{' ×' if unit[:1].isdigit() else ''} {unit}".strip())
    parts += [equipment_words(row, cell), state_words(cell)]
    return joined(parts)


def initial(month: str) -> str:
    """Return the shortest name of a month, for the foot of a small chart."""
    number_ = int(month.split("-")[1])
    return month_name(number_)[0] if current() == "en" else str(number_)
