from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from carbondesk.domain.records import (
    Activity,
    Bill,
    Closing,
    Contract,
    Driver,
    Equipment,
    Event,
    Interval,
    Site,
    Source,
    YearLock,
)
from carbondesk.domain.schema import Record
from carbondesk.domain.text import say
from carbondesk.store.errors import ClosedMonth, LockedYear
from carbondesk.store.inventory import Inventory
from carbondesk.store.locks import lock, reopen
from carbondesk.store.steps import Step
from tests.store.samples import ACME, bulk_row, clock, filled, month

YEAR = 2025


@pytest.fixture
def locked(inventory: Inventory) -> Inventory:
    """Return an inventory with entries in three years, of which 2025 is locked."""
    _, source = filled(inventory)
    with inventory.step(say("Import")) as step:
        step.add_many(Activity, [month(source.id, year, 3, 1.0) for year in (2024, 2025, 2026)])
        step.add(Equipment(source=source.id, name="Chiller", gas="HFC-134a"))
    with inventory.step(say("Lock")) as step:
        lock(step, YEAR, "Verified")
    return inventory


def refused(inventory: Inventory, change: Callable[[Step], object], *, reason: str = "") -> LockedYear:
    """Return the error that a change meets, once it is sure that nothing of it was kept."""
    head = inventory.head
    with pytest.raises(LockedYear) as caught, inventory.step(say("Change"), reason=reason) as step:
        change(step)
    assert inventory.head == head
    return caught.value


RECORDS = {
    "entry": Activity(source=1, start=date(2024, 12, 5), end=date(2025, 1, 4), quantity=1, unit="kWh"),
    "entry over all": Activity(
        source=1, start=date(2024, 1, 5), end=date(2026, 1, 4), quantity=1, unit="kWh"
    ),
    "bill": Bill(source=1, start=date(2025, 12, 9), read_date=date(2026, 1, 8), quantity=1, unit="kWh"),
    "bill without a start": Bill(source=1, read_date=date(2025, 1, 8), quantity=1, unit="kWh"),
    "output figure": Driver(site=1, driver="production", month="2025-12", amount=1),
    "event": Event(equipment=1, date=date(2025, 6, 1), kind="top-up", quantity=1),
    "intervals": Interval(source=1, day=date(2025, 6, 1), quantities="1 2"),
    "contract": Contract(kind="ppa", quantity=1, unit="MWh", from_=date(2025, 12, 1), to=date(2035, 1, 1)),
}


@pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS.keys())
def test_a_locked_year_takes_nothing_in(locked: Inventory, record: Record) -> None:
    error = refused(locked, lambda step: step.add(record), reason="A reason alone does not open it")
    assert str(error.text) == "2025 is locked. Nothing was changed."
    assert str(error.remedy) == "Open 2025 again with a reason, then make the change."


OUTSIDE = {
    "entry": Activity(source=1, start=date(2024, 12, 5), end=date(2024, 12, 31), quantity=1, unit="kWh"),
    "bill": Bill(source=1, start=date(2026, 1, 1), read_date=date(2026, 1, 8), quantity=1, unit="kWh"),
    "output figure": Driver(site=1, driver="production", month="2026-01", amount=1),
    "contract": Contract(kind="ppa", quantity=1, unit="MWh", from_=date(2026, 1, 1), to=date(2035, 1, 1)),
    "site": Site(name="Porto", country="PT"),
}


@pytest.mark.parametrize("record", OUTSIDE.values(), ids=OUTSIDE.keys())
def test_what_lies_outside_a_locked_year_is_free(locked: Inventory, record: Record) -> None:
    with locked.step(say("Add")) as step:
        step.add(record)
    assert locked.verify().intact


def test_edits_and_removals_in_a_locked_year_are_refused(locked: Inventory) -> None:
    before, inside, after = locked.all(Activity)
    refused(locked, lambda step: step.change(inside, note="x"))
    refused(locked, lambda step: step.remove(inside))
    refused(locked, lambda step: step.change(inside, start=date(2026, 5, 1), end=date(2026, 5, 31)))
    refused(locked, lambda step: step.change(after, start=date(2025, 12, 31)))
    refused(locked, lambda step: step.remove_with_dependents(locked.get(Source, 1)))
    with locked.step(say("Edit")) as step:
        step.change(before, quantity=5.0)
        step.change(before, note="x")
        step.remove(after)
    assert locked.count(Activity) == 2


def test_what_was_edited_into_a_locked_year_before_it_was_removed_is_refused_too(locked: Inventory) -> None:
    inside = locked.all(Activity)[1]

    def away_and_gone(step: Step) -> None:
        step.remove(step.change(inside, start=date(2026, 5, 1), end=date(2026, 5, 31)))

    refused(locked, away_and_gone)


def test_many_rows_into_a_locked_year_are_refused_as_one(locked: Inventory) -> None:
    rows = [bulk_row(1, "2026-05-01", "2026-05-31", 1.0, n) for n in range(1, 20)]
    refused(
        locked, lambda step: step.add_many(Activity, [*rows, bulk_row(1, "2025-05-01", "2025-05-31", 1.0)])
    )
    with locked.step(say("Import")) as step:
        assert step.add_many(Activity, rows) == 19


def test_a_year_opens_with_a_reason_and_can_be_locked_again(locked: Inventory) -> None:
    inside = locked.all(Activity)[1]
    error = refused(locked, lambda step: reopen(locked, step, YEAR))
    assert "2025" in str(error.remedy)
    refused(locked, lambda step: step.change(locked.all(YearLock)[0], year=2030))
    refused(locked, lambda step: step.change(locked.all(YearLock)[0], reason="other"))
    with locked.step(say("Correct"), reason="A meter was misread") as step:
        reopen(locked, step, YEAR)
        step.change(inside, quantity=9.0)
        lock(step, YEAR, "Corrected")
    assert [found.reason for found in locked.all(YearLock)] == ["Corrected"]
    refused(locked, lambda step: step.change(inside, quantity=10.0))
    with pytest.raises(KeyError), locked.step(say("Open")) as step:
        reopen(locked, step, 1999)


def test_undo_does_not_reach_into_a_locked_year(locked: Inventory) -> None:
    with pytest.raises(LockedYear):
        locked.undo()
    with locked.step(say("Open"), reason="A bill came late") as step:
        reopen(locked, step, YEAR)
        step.change(locked.all(Activity)[1], quantity=9.0)
    locked.undo()
    assert locked.count(YearLock) == 1
    assert locked.all(Activity)[1].quantity == 1.0
    locked.redo()
    assert locked.count(YearLock) == 0
    assert locked.all(Activity)[1].quantity == 9.0
    assert locked.verify().intact


def test_a_step_before_the_lock_is_not_undone_through_it(inventory: Inventory) -> None:
    _, source = filled(inventory)
    with inventory.step(say("Lock")) as step:
        lock(step, YEAR, "Verified")
    with inventory.step(say("Open"), reason="late") as step:
        reopen(inventory, step, YEAR)
    with inventory.step(say("Add")) as step:
        step.add(month(source.id, YEAR, 3, 1.0))
    inventory.undo()
    inventory.redo()
    assert inventory.count(Activity) == 1


def test_a_locked_fiscal_year_is_its_own_twelve_months() -> None:
    with Inventory.in_memory(replace(ACME, year_start=4), clock=clock()) as inventory:
        _, source = filled(inventory)
        with inventory.step(say("Lock")) as step:
            lock(step, YEAR, "Verified")
        with inventory.step(say("Add")) as step:
            step.add(month(source.id, 2025, 3, 1.0))
            step.add(month(source.id, 2026, 4, 1.0))
        error = refused(inventory, lambda step: step.add(month(source.id, 2026, 3, 1.0)))
        assert "FY2025" in str(error.text)
        refused(inventory, lambda step: step.add(month(source.id, 2025, 4, 1.0)))


@pytest.fixture
def closed(inventory: Inventory) -> Inventory:
    """Return an inventory whose site Nanjing has closed March 2025."""
    _, source = filled(inventory)
    with inventory.step(say("Enter")) as step:
        step.add_many(Activity, [month(source.id, 2025, number, 1.0) for number in (2, 3, 4)])
        other = step.add(Site(name="Porto", country="PT"))
        step.add(Source(site=other.id, name="Grid", category="electricity", unit="kWh"))
    with inventory.step(say("Close")) as step:
        step.add(Closing(site=1, month="2025-03", closed_by="Site manager"))
    return inventory


def test_a_closed_month_asks_for_a_reason(closed: Inventory) -> None:
    changes: tuple[Callable[[Step], object], ...] = (
        lambda step: step.add(month(1, 2025, 3, 2.0, n=2)),
        lambda step: step.add(replace(month(1, 2025, 4, 2.0, n=2), start=date(2025, 3, 31))),
        lambda step: step.change(closed.all(Activity)[1], quantity=3.0),
        lambda step: step.remove(closed.all(Activity)[1]),
        lambda step: step.add(Driver(site=1, driver="production", month="2025-03", amount=1)),
        lambda step: step.remove_with_dependents(closed.get(Source, 1)),
    )
    for change in changes:
        with pytest.raises(ClosedMonth) as caught, closed.step(say("Change")) as step:
            change(step)
        assert str(caught.value.text) == "Mar 2025 is closed at Nanjing. Nothing was changed."
        assert str(caught.value.remedy).startswith("Give a reason")
    with closed.step(say("Correct"), reason="A bill came late") as step:
        step.change(closed.all(Activity)[1], quantity=3.0)
    closed.undo()
    closed.redo()
    assert closed.all(Activity)[1].quantity == 3.0


def test_other_months_and_other_sites_are_not_closed(closed: Inventory) -> None:
    with closed.step(say("Add")) as step:
        step.add(month(1, 2025, 4, 2.0, n=2))
        step.add(month(2, 2025, 3, 2.0))
        step.add(Driver(site=2, driver="production", month="2025-03", amount=1))
        step.add(Bill(source=1, read_date=date(2025, 3, 8), quantity=1, unit="kWh"))
    assert closed.verify().intact


def test_undo_of_what_was_entered_before_the_month_was_closed_is_refused(inventory: Inventory) -> None:
    _, source = filled(inventory)
    with inventory.step(say("Close"), reason="Month end") as step:
        closing = step.add(Closing(site=1, month="2025-03"))
    with inventory.step(say("Enter"), reason="late") as step:
        step.add(month(source.id, 2025, 3, 1.0))
    with inventory.step(say("Open the month")) as step:
        step.remove(closing)
    with inventory.step(say("Enter")) as step:
        step.add(month(source.id, 2025, 3, 1.0, n=2))
    with inventory.step(say("Close again")) as step:
        step.add(Closing(site=1, month="2025-03"))
        step.add(month(source.id, 2025, 3, 1.0, n=3))
    inventory.undo()
    inventory.undo()
    assert inventory.count(Activity) == 1
