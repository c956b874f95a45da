"""Keeping the entries that come from equipment in step with it and its events, inside one step."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from carbondesk.domain.accounting.bills import numbered
from carbondesk.domain.accounting.equipment import Losses, losses
from carbondesk.domain.periods import DAY
from carbondesk.domain.records import Activity, Equipment, Event, Measurement, Origin, Source
from carbondesk.store.inventory import Inventory
from carbondesk.store.leaks import leak_rates
from carbondesk.store.library import load_library
from carbondesk.store.steps import Step

_SHOWN = ("quantity", "unit", "factor", "quality", "note")


def recalculate(inventory: Inventory, step: Step, sources: Iterable[int]) -> list[Losses]:
    """Bring the entries from equipment of some sources up to date; returns what each of them lost.

    Call it in the open `step` that changed a source, its equipment or an event. Sources that are not measured by
    equipment lose such entries. What stays as it is is not written, and what somebody entered is left alone.
    """
    return [_recalculate(inventory, step, inventory.get(Source, source)) for source in sorted(set(sources))]


def recalculate_all(inventory: Inventory, step: Step) -> list[Losses]:
    """Bring every source that is measured by equipment up to date, if the step has changed what they depend on.

    For a step that may have changed any of them, such as an import: without equipment it costs nothing.
    """
    if step.tables.isdisjoint({Source.table, Equipment.table, Event.table}):
        return []
    equipped = inventory.find(Source, measurement=Measurement.EQUIPMENT.value)
    return recalculate(inventory, step, [source.id for source in equipped])


def lost(inventory: Inventory, source: Source) -> Losses:
    """Return what the equipment of a source lost, without writing anything; screening ends with the last month."""
    if source.measurement != Measurement.EQUIPMENT:
        return Losses((), ())
    equipment = inventory.find(Equipment, source=source.id)
    return losses(
        source,
        equipment,
        [event for unit in equipment for event in inventory.find(Event, equipment=unit.id)],
        rates=leak_rates(),
        gases=load_library().gases,
        through=inventory.today().replace(day=1) - DAY,
    )


def _recalculate(inventory: Inventory, step: Step, source: Source) -> Losses:
    found = lost(inventory, source)
    entries = inventory.activities(source.id)
    stored = {_days(entry): entry for entry in entries if entry.origin == Origin.EQUIPMENT}
    beside = [entry for entry in entries if entry.origin != Origin.EQUIPMENT]
    wanted = {_days(entry): entry for entry in numbered(found.activities, beside)}
    step.remove_many(Activity, [entry.id for days, entry in stored.items() if days not in wanted])
    for days, entry in stored.items():
        if days in wanted:
            step.change(entry, **{name: getattr(wanted[days], name) for name in _SHOWN})
    step.add_many(Activity, [entry for days, entry in wanted.items() if days not in stored])
    return found


def _days(entry: Activity) -> tuple[date, date, int]:
    return entry.start, entry.end, entry.n
