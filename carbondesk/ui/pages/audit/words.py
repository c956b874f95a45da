"""How the audit page says things: moments, values before and after, icons of what was done."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from carbondesk.domain.periods import month_text
from carbondesk.domain.schema import Kind, Severity
from carbondesk.domain.text import Text
from carbondesk.language import current, day, joined, labelled, month_name, number, significant, tr, tr_many
from carbondesk.report.trails import STEP, Entry, Mark, spoken_title
from carbondesk.ui.readings import choice_words, unit_text

if TYPE_CHECKING:
    from carbondesk.domain.schema import Finding
    from carbondesk.report.papers import Cell

_TABLES = {
    "factor": "flask-conical",
    "factor_set": "flask-conical",
    "edition_pin": "flask-conical",
    "acknowledgement": "flag",
    "seal": "lock",
    "year_lock": "lock-open",
    "published_figure": "file-check",
    "verification_round": "list-checks",
    "verification_line": "list-checks",
    "evidence": "paperclip",
    "target": "target",
    "bill": "receipt",
    "site": "factory",
    "organisation": "building-2",
}
_ACTIONS = {"add": "plus", "edit": "pencil", "remove": "trash-2"}
_KINDS = {"undo": "undo-2", "redo": "redo-2"}
SEVERITIES = {
    Severity.ERROR: ("circle-x", "err"),
    Severity.WARNING: ("triangle-alert", "warn"),
    Severity.INFO: ("info", "info"),
}
"""Icon and tint of a finding."""

_LONGEST = 60
_WHOLE = 100


def when(at: datetime, now: datetime) -> str:
    """Return a moment as briefly as it is clear: the time today, the day this year, else the date."""
    here = at.astimezone()
    if here.date() == now.astimezone().date():
        return f"{here:%H:%M}"
    return short_day(here.date()) if here.year == now.astimezone().year else day(here.date())


def short_day(value: date) -> str:
    """Return a day without its year."""
    return f"{value.day} {month_name(value.month)}" if current() == "en" else f"{value:%m-%d}"


def title_words(entry: Entry) -> str:
    """Return what a step was."""
    return tr(spoken_title(entry.step))


def person_words(entry: Entry) -> str:
    """Return the role that made a step."""
    return entry.step.person or tr("No role given")


def digest_words(entry: Entry) -> str:
    """Return a step's number and the start of its digest."""
    return f"#{number(entry.step.id)}  {entry.step.digest[:4]}"


def value_words(mark: Mark, cell: Cell) -> str:
    """Return one side of a change: a number with its unit, a choice, a day; a field without a value says so."""
    if cell is None or cell == "":
        return tr("empty")
    if isinstance(cell, Text):
        return tr(cell)
    if isinstance(cell, date):
        return day(cell)
    if isinstance(cell, str):
        words = choice_words(cell) if mark.kind is Kind.CHOICE else cell
        words = tr(month_text(cell)) if mark.kind is Kind.MONTH else words
        words = unit_text(cell) if mark.kind is Kind.UNIT else words
        words = " ".join(words.split())
        return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
    if mark.kind is Kind.INTEGER:
        return str(cell)
    return quantity_words(cell, mark.unit)


def quantity_words(amount: float, unit: str) -> str:
    """Return a quantity with its unit; a unit of a thousand of something is written as a product."""
    words = unit_text(unit)
    return f"{number(amount)} × {words}" if words[:1].isdigit() else f"{number(amount)} {words}".strip()


def mark_words(mark: Mark) -> str:
    """Return a change in one line: `Quantity: 29.14 → 291.4 m³`, `12 entries added`."""
    if mark.count > 1:
        return count_words(mark)
    if not has_values(mark):
        return _done(mark)
    return labelled(mark.label, f"{value_words(mark, mark.before)} → {value_words(mark, mark.after)}")


def has_values(mark: Mark) -> bool:
    """Whether a change has something to show before or after it."""
    return mark.action == "edit" or mark.before is not None or mark.after is not None


def count_words(mark: Mark) -> str:
    """Return how many rows were added or removed."""
    if mark.action == "add":
        return tr("{what}: {n} added", what=mark.label, n=mark.count)
    return tr("{what}: {n} removed", what=mark.label, n=mark.count)


def _done(mark: Mark) -> str:
    if mark.action == "add":
        return tr("{what} added: {name}", what=mark.label, name=mark.subject.name)
    return tr("{what} removed: {name}", what=mark.label, name=mark.subject.name)


def single_words(mark: Mark) -> str:
    """Return what a change without values did."""
    return count_words(mark) if mark.count > 1 else _done(mark)


def more_words(entry: Entry) -> str:
    """Return how many more changes a step made than are spelled out; "" where there are none."""
    return tr_many("and {n} more change", "and {n} more changes", entry.more) if entry.more else ""


def icon_of(entry: Entry) -> str:
    """Return the icon of what a step did."""
    if entry.step.kind in _KINDS:
        return _KINDS[entry.step.kind]
    if not entry.marks:
        return "pencil"
    first = entry.marks[0]
    if len({mark.subject.key for mark in entry.marks}) > 1 or entry.more or first.count > 1:
        return "clipboard-paste" if first.action == "edit" else "file-input"
    return _TABLES.get(first.subject.table, _ACTIONS[first.action])


def is_step(table: str) -> bool:
    """Whether a subject is a whole step."""
    return table == STEP


def place_words(finding: Finding) -> str:
    """Return where a finding is, in the reader's terms."""
    where = finding.where
    parts = [_place(where[key]) for key in ("site", "source", "bill", "family") if key in where]
    if "category" in where:
        parts.append(choice_words(str(where["category"])))
    if "month" in where:
        parts.append(tr(month_text(str(where["month"]))))
    elif "year" in where:
        parts.append(str(where["year"]))
    return joined(parts)


def _place(value: object) -> str:
    return tr(value) if isinstance(value, Text) else str(value)


def tonnes(value: float | None) -> str:
    """Return t CO2e as the page tells them; a dash where they are not known."""
    if value is None:
        return "–"
    if not value:
        return "0"
    return number(value, 1) if abs(value) >= _WHOLE else significant(value, 4)
