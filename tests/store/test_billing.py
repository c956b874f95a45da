from __future__ import annotations

from datetime import date

from carbondesk.domain.records import Activity, Bill, Meter, Organisation, Origin, Reading, Site, Source
from carbondesk.domain.text import say
from carbondesk.store.billing import calendar, recalendarise, remove_bill
from carbondesk.store.inventory import Inventory


def billed() -> tuple[Inventory, Source]:
    """Return an inventory with a source read on 31 Dec, 31 Jan and 2 Mar 2025."""
    inventory = Inventory.in_memory(Organisation(name="Acme", country="US"))
    with inventory.step(say("Bills")) as step:
        site = step.add(Site(name="Mill", country="US"))
        source = step.add(Source(site=site.id, name="Power", category="electricity", unit="kWh"))
        for day, quantity in (
            (date(2024, 12, 31), 1.0),
            (date(2025, 1, 31), 310.0),
            (date(2025, 3, 2), 300.0),
        ):
            step.add(Bill(source=source.id, read_date=day, quantity=quantity, unit="kWh"))
        recalendarise(inventory, step, [source.id])
    return inventory, source


def shown(inventory: Inventory, source: Source) -> list[tuple[int, float]]:
    return [(entry.start.month, entry.quantity) for entry in inventory.activities(source.id)]


def test_bills_become_monthly_entries_that_name_their_bill() -> None:
    inventory, source = billed()
    assert shown(inventory, source) == [(1, 310.0), (2, 280.0), (3, 20.0)]
    bills = [bill.id for bill in inventory.all(Bill)]
    assert [entry.bill for entry in inventory.activities(source.id)] == [bills[1], bills[2], bills[2]]
    assert len(calendar(inventory, source.id).activities) == 3


def test_a_changed_bill_changes_its_months_in_the_same_step_and_undo_takes_both_back() -> None:
    inventory, source = billed()
    with inventory.step(say("Edit bill")) as step:
        step.change(inventory.all(Bill)[1], quantity=620.0)
        (made,) = recalendarise(inventory, step, [source.id])
    assert len(made.activities) == 3
    assert shown(inventory, source) == [(1, 620.0), (2, 280.0), (3, 20.0)]
    assert [change.table for change in inventory.changes(inventory.steps()[0].id)] == ["bill", "activity"]
    inventory.undo()
    assert shown(inventory, source) == [(1, 310.0), (2, 280.0), (3, 20.0)]


def test_a_bill_that_goes_takes_its_months_along() -> None:
    inventory, source = billed()
    with inventory.step(say("Remove bill")) as step:
        remove_bill(inventory, step, inventory.all(Bill)[2])
    assert shown(inventory, source) == [(1, 310.0)]


def test_a_moved_read_date_removes_and_adds_months() -> None:
    inventory, source = billed()
    with inventory.step(say("Edit bill")) as step:
        step.change(inventory.all(Bill)[2], read_date=date(2025, 2, 28))
        recalendarise(inventory, step, [source.id])
    assert shown(inventory, source) == [(1, 310.0), (2, 300.0)]


def test_a_dated_correction_stands_in_for_the_bills_share_and_keeps_standing() -> None:
    inventory, source = billed()
    with inventory.step(say("Correct February"), reason="Meter misread") as step:
        step.add(
            Activity(
                source=source.id, start=date(2025, 2, 1), end=date(2025, 2, 28), n=2, quantity=250.0, unit="kWh",
                origin=Origin.CORRECTION,
            )
        )  # fmt: skip
        recalendarise(inventory, step, [source.id])
    assert shown(inventory, source) == [(1, 310.0), (2, 250.0), (3, 20.0)]
    with inventory.step(say("Nothing new")) as step:
        recalendarise(inventory, step, [source.id])
    assert shown(inventory, source) == [(1, 310.0), (2, 250.0), (3, 20.0)]
    assert inventory.steps()[0].title == say("Correct February")


def test_readings_of_meters_become_entries_where_there_are_no_bills() -> None:
    inventory = Inventory.in_memory(Organisation(name="Acme", country="US"))
    with inventory.step(say("Meter")) as step:
        site = step.add(Site(name="Mill", country="US"))
        source = step.add(Source(site=site.id, name="Power", category="electricity", unit="kWh"))
        meter = step.add(Meter(source=source.id, number="M-1", multiplier=10.0))
        step.add(Reading(meter=meter.id, date=date(2024, 12, 31), value=5.0))
        step.add(Reading(meter=meter.id, date=date(2025, 1, 31), value=36.0))
        recalendarise(inventory, step, [source.id])
    assert shown(inventory, source) == [(1, 310.0)]
