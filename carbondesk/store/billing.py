"""Keeping a source's monthly entries in step with its bills and meter readings, inside one step."""

from __future__ import annotations

from collections.abc import Iterable

from carbondesk.domain.accounting.bills import Calendar, calendarise, with_corrections
from carbondesk.domain.records import Activity, Bill, Meter, Origin, Reading, Source
from carbondesk.store.inventory import Inventory
from carbondesk.store.steps import Step

_SHOWN = ("quantity", "unit", "factor", "quality", "bill", "cost", "currency", "evidence", "note")


def recalendarise(inventory: Inventory, step: Step, sources: Iterable[int]) -> list[Calendar]:
    """Bring the entries that come from bills or readings of some sources up to date; returns their calendars.

    Call it in the open `step` that changed a bill, meter or reading. Entries that stay as they are are not
    written; one of the same days is changed, so that its history goes on. In the months of a dated correction
    the bills' shares give way.
    """
    return [_recalendarise(inventory, step, source) for source in sorted(set(sources))]


def remove_bill(inventory: Inventory, step: Step, bill: Bill) -> Calendar:
    """Remove a bill with the entries that come from it, and share the others out again; returns the calendar."""
    step.remove_many(Activity, [entry.id for entry in inventory.find(Activity, bill=bill.id)])
    step.remove(bill)
    return _recalendarise(inventory, step, bill.source)


def calendar(inventory: Inventory, source: int) -> Calendar:
    """Return how the stored bills or readings of a source come to months, without writing anything."""
    return _calendar(inventory, source, inventory.activities(source))


def _calendar(inventory: Inventory, source: int, entries: Iterable[Activity]) -> Calendar:
    meters = inventory.find(Meter, source=source)
    return calendarise(
        inventory.find(Bill, source=source),
        source=inventory.get(Source, source),
        meters=meters,
        readings=[reading for meter in meters for reading in inventory.find(Reading, meter=meter.id)],
        beside=[entry for entry in entries if entry.origin != Origin.BILL],
    )


def _recalendarise(inventory: Inventory, step: Step, source: int) -> Calendar:
    entries = inventory.activities(source)
    made = _calendar(inventory, source, entries)
    corrections = [entry for entry in entries if entry.origin == Origin.CORRECTION]
    wanted = {_days(entry): entry for entry in with_corrections(made.activities, corrections)}
    stored = {_days(entry): entry for entry in entries if entry.origin == Origin.BILL}
    step.remove_many(Activity, [entry.id for days, entry in stored.items() if days not in wanted])
    for days, entry in stored.items():
        if days in wanted:
            step.change(entry, **{name: getattr(wanted[days], name) for name in _SHOWN})
    step.add_many(
        Activity,
        [entry for days, entry in wanted.items() if days not in stored and entry.origin == Origin.BILL],
    )
    return made


def _days(entry: Activity) -> tuple[object, object, int]:
    return entry.start, entry.end, entry.n
