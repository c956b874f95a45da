"""What is typed into a cell, turned into records: entries of a source's month and output figures.

Every writing function takes an open step, so that a block of cells is one step. What cannot be taken is a
`Refused` with its reason; nothing is written then.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from carbondesk.domain.numbers import AmbiguousNumber, NotANumber, parse_number
from carbondesk.domain.periods import Period, month_period, month_text
from carbondesk.domain.records import Activity, Measurement, Origin, Quality, Source
from carbondesk.domain.text import EMPTY, Text, say
from carbondesk.domain.units import UnitFault, exact, ratio, unit
from carbondesk.report.grids import Cell
from carbondesk.report.outputs import OutputCell, OutputRow
from carbondesk.store.billing import recalendarise

if TYPE_CHECKING:
    from carbondesk.store.inventory import Inventory
    from carbondesk.store.steps import Step

DECIMAL_MARK = "."
"""The decimal mark of both languages that the program speaks."""

_WITH_UNIT = re.compile(r"(=?[-+−\d.,'’\s]*\d(?:\s*[万萬亿億])*)\s*([^\d\s].*)")


class Refused(ValueError):  # noqa: N818 - the name says what happened
    """A value that cannot be taken; `text` says why, `remedy` what would do."""

    def __init__(self, text: Text, remedy: Text = EMPTY) -> None:
        super().__init__(str(text))
        self.text = text
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Typed:
    """A number as it was typed, with its unit when one was typed too."""

    number: float
    unit: str = ""


def read(text: str, wanted: str) -> Typed:
    """Read a number, a sum, or a number with a unit that converts into the wanted one; raises Refused."""
    try:
        typed = _split(text.strip())
        if typed.unit:
            ratio(typed.unit, wanted)
    except (NotANumber, UnitFault) as fault:
        raise Refused(fault.text, fault.remedy) from fault
    return Typed(typed.number) if typed.unit == wanted else typed


def in_unit(typed: Typed, wanted: str) -> float:
    """Return the typed number in a unit; the units convert, for `read` has checked it."""
    return float(exact(typed.number) * ratio(typed.unit, wanted)) if typed.unit else typed.number


def _split(text: str) -> Typed:
    try:
        return Typed(parse_number(text, DECIMAL_MARK))
    except AmbiguousNumber:
        raise
    except NotANumber:
        found = _WITH_UNIT.fullmatch(text)
        if not found:
            raise
        return Typed(parse_number(found[1], DECIMAL_MARK), unit(found[2]).spelling)


def check(source: Source, cell: Cell, typed: Typed) -> None:
    """Raise Refused where the month cannot take the number."""
    if typed.number < 0:
        raise Refused(
            say("{number} is below zero.", number=typed.number),
            say("What was used is never negative. Enter what was credited as a bill of the kind credit."),
        )
    check_editable(source, cell)


def check_editable(source: Source, cell: Cell) -> None:
    """Raise Refused where the month belongs to a longer entry or the source is not in use."""
    if not cell.in_use:
        raise Refused(
            say("{source} is not in use in {month}.", source=source.name, month=month_text(cell.month)),
            say("Change its first or last day first."),
        )
    if source.measurement == Measurement.EQUIPMENT:
        raise Refused(
            say("What {source} loses follows from its equipment.", source=source.name),
            say("Press Enter to open the log, and add there what was topped up or recovered."),
        )
    if cell.spans:
        entry = next(entry for entry in cell.activities if _outside(entry, cell.month))
        raise Refused(
            say(
                "{month} is part of an entry from {start} to {end}.",
                month=month_text(cell.month),
                start=entry.start,
                end=entry.end,
            ),
            say("Change that entry in the inspector."),
        )


def put(step: Step, source: Source, cell: Cell, typed: Typed, reason: str = "") -> set[int]:
    """Write a number into a source's month; returns the sources whose bills must be shared out again.

    A month of bills or of a correction gets a dated correction with its reason; several entries of a month become
    one; an estimate that is typed over is no estimate any more.
    """
    given = typed.unit or source.unit
    if cell.from_bills or cell.corrected:
        _correct(step, source, cell, typed.number, given, reason)
        return {source.id}
    if not cell.activities:
        step.add(_entry(source, cell, typed.number, given))
        return set()
    first, *others = cell.activities
    quality = Quality.INVOICED.value if first.quality == Quality.ESTIMATED else first.quality
    step.change(first, quantity=typed.number, unit=given, quality=quality)
    if others:
        step.remove_many(Activity, [entry.id for entry in others])
    return set()


def clear(step: Step, cell: Cell) -> set[int]:
    """Remove what was entered or corrected in a month; returns the sources to share out again."""
    own = [entry for entry in cell.activities if entry.origin not in {Origin.BILL, Origin.EQUIPMENT}]
    if own:
        step.remove_many(Activity, [entry.id for entry in own])
    return {entry.source for entry in own if entry.origin == Origin.CORRECTION}


def share_out(inventory: Inventory, step: Step, sources: Collection[int]) -> None:
    """Share the bills of some sources out over months again, with their corrections."""
    if sources:
        recalendarise(inventory, step, sources)


def put_cost(step: Step, cell: Cell, cost: float | None, currency: str) -> None:
    """Give the one entry of a month a cost; raises Refused where there is none, several, or a bill."""
    if len(cell.activities) != 1 or cell.from_bills:
        raise Refused(
            say("The cost of {month} comes from its bills or entries.", month=month_text(cell.month))
            if cell.activities
            else say("There is no quantity in {month} yet.", month=month_text(cell.month)),
            say("Change it in the inspector.") if cell.activities else say("Enter the quantity first."),
        )
    step.change(cell.activities[0], cost=cost, currency=currency if cost is not None else "")


def put_output(step: Step, row: OutputRow, cell: OutputCell, amount: float | None) -> None:
    """Write an output figure of a month, or remove it."""
    if amount is None:
        if cell.figure is not None:
            step.remove(cell.figure)
    elif cell.figure is not None:
        step.change(cell.figure, amount=amount)
    else:
        step.add(row.figure(cell.month, amount))


def title_of(name: str, months: Iterable[str]) -> Text:
    """Return the title of a step that writes one row's months."""
    listed = list(months)
    if len(listed) == 1:
        return say("Edit {name}, {month}", name=name, month=month_text(listed[0]))
    return say("Edit {name}, {count} months", name=name, count=len(listed))


def _entry(source: Source, cell: Cell, quantity: float, given: str) -> Activity:
    period = _in_use(source, month_period(cell.month))
    return Activity(
        source=source.id, start=period.start, end=period.end, quantity=quantity, unit=given, n=_free(cell)
    )


def _correct(step: Step, source: Source, cell: Cell, quantity: float, given: str, reason: str) -> None:
    present = [entry for entry in cell.activities if entry.origin == Origin.CORRECTION]
    if present:
        step.change(present[0], quantity=quantity, unit=given, note=reason or present[0].note)
        return
    entry = _entry(source, cell, quantity, given)
    step.add(replace(entry, origin=Origin.CORRECTION.value, quality=Quality.CALCULATED.value, note=reason))


def _in_use(source: Source, period: Period) -> Period:
    """Return the days of a month on which the source is in use; the month itself where it is not."""
    start, end = max(period.start, source.from_ or period.start), min(period.end, source.to or period.end)
    return Period(start, end) if start <= end else period


def _free(cell: Cell) -> int:
    return max((entry.n for entry in cell.activities), default=0) + 1


def _outside(entry: Activity, month: str) -> bool:
    period = month_period(month)
    return entry.start < period.start or entry.end > period.end
