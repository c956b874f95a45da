"""The cells of papers as a reader sees them, and as programs and spreadsheets take them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from carbondesk.domain.records import Consolidation
from carbondesk.domain.schema import Finding, Severity
from carbondesk.domain.text import Text, say, visible
from carbondesk.language import day, joined, labelled, number, percent, sentences, significant, tr
from carbondesk.report.papers import Head, Holds

if TYPE_CHECKING:
    from carbondesk.report.papers import Cell, Imprint, Sheet

SEVERITIES = {
    Severity.ERROR: say("Error"),
    Severity.WARNING: say("Warning"),
    Severity.INFO: say("Note"),
}
"""The words of the severities of findings."""

_DIGITS = 5
_CONTROL = {
    Consolidation.OPERATIONAL_CONTROL: say("operational control"),
    Consolidation.FINANCIAL_CONTROL: say("financial control"),
    Consolidation.EQUITY_SHARE: say("equity share"),
}
_CLAIM = say("{subject} emissions in {year} were {amount} {unit}, GHG Protocol, {approach}, GWP {gwp}.")
_CLAIM_SO_FAR = say(
    "{subject} emissions in {year} were {amount} {unit} so far, GHG Protocol, {approach}, GWP {gwp}; "
    "the year is not complete."
)


def shown(cell: Cell, head: Head) -> str:
    """Write a cell for a reader: numbers rounded as its head says, in the reader's own way."""
    if cell is None:
        return tr("not known") if head.is_number else ""
    if isinstance(cell, str | Text) or not head.is_number:
        return _words(cell)
    amount = float(cell) if not isinstance(cell, date) else 0.0
    if head.kind is Holds.PERCENT:
        return percent(amount, 1 if head.digits is None else head.digits)
    if head.kind is Holds.INTEGER:
        return number(amount, 0)
    return significant(amount, _DIGITS) if head.digits is None else number(amount, head.digits)


def plain(cell: Cell) -> object:
    """Return a cell as programs take it: numbers in full, dates as ISO 8601, texts in the reader's language."""
    if isinstance(cell, date):
        return cell.isoformat()
    return visible(tr(cell)) if isinstance(cell, str | Text) else cell


def heading(head: Head) -> str:
    """Return a head with its unit: `Market-based, t CO₂e`."""
    unit = spoken(head.unit)
    return joined((spoken(head.name), unit))


def spoken(text: Text | str) -> str:
    """Return a text in the reader's language; a bare string is a name and stays as it is."""
    return tr(text) if isinstance(text, Text) else visible(text)


def tabbed(sheet: Sheet, rows: Iterable[int] | None = None, columns: Sequence[int] | None = None) -> str:
    """Return a sheet, or some rows and columns of it, as lines and tabs, as spreadsheets paste it.

    A whole sheet begins with its heads; numbers are written in full, so that nothing is lost on the way.
    """
    places = range(len(sheet.heads)) if columns is None else columns
    lines = [[heading(sheet.heads[place]) for place in places]] if rows is None else []
    chosen = sheet.lines if rows is None else [sheet.lines[row] for row in rows]
    lines += [[_pasted(row[place]) for place in places] for row in chosen]
    return "".join("\t".join(line) + "\n" for line in lines)


def claim(sheet: Sheet, row: int, column: int, base: Imprint) -> str:
    """Return a figure as a sentence that names its scope, method, year and base; "" where it is not one to be said.

    A figure of a year that lacks values says so.
    """
    subject = sheet.claims.get((row, column))
    cell = sheet.lines[row][column]
    if subject is None or not isinstance(cell, int | float):
        return ""
    head = sheet.heads[column]
    return tr(
        _CLAIM if base.complete else _CLAIM_SO_FAR,
        subject=subject,
        year=base.label,
        amount=shown(cell, head),
        unit=head.unit,
        approach=_CONTROL[Consolidation(base.options.consolidation)],
        gwp=base.gwp,
    )


def finding_line(finding: Finding) -> str:
    """Write a finding in one sentence: where, what, and what would mend it."""
    where = joined(str(finding.where[key]) for key in ("site", "source", "month") if key in finding.where)
    text = sentences((tr(finding.message), tr(finding.remedy)))
    named = str(finding.where.get("source", finding.where.get("site", "\0")))
    return visible(labelled(where, text) if where and named not in text else text)


def _words(cell: Cell) -> str:
    if isinstance(cell, date):
        return day(cell)
    return spoken(cell) if isinstance(cell, str | Text) else number(float(cell or 0))


def _pasted(cell: Cell) -> str:
    found = plain(cell)
    return "" if found is None else " ".join(str(found).split())
