from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from carbondesk.domain.records import Activity, Equipment, Event, Site, Source
from carbondesk.domain.text import say
from carbondesk.store.equipment import lost, recalculate, recalculate_all
from carbondesk.store.errors import LockedYear
from carbondesk.store.inventory import Inventory
from carbondesk.store.leaks import leak_rates
from carbondesk.store.locks import lock


@pytest.fixture
def cooling(inventory: Inventory) -> Source:
    """Return a source with a chiller that was topped up twice; the clock of the tests says January 2026."""
    with inventory.step(say("Add")) as step:
        site = step.add(Site(name="Nanjing", country="CN"))
        source = step.add(
            Source(
                site=site.id,
                name="Cooling",
                category="fugitive",
                carrier="HFC-134a",
                unit="kg",
                measurement="equipment",
            )
        )
        unit = step.add(Equipment(source=source.id, name="Chiller", gas="R-134a", charge=100.0))
        step.add(Event(equipment=unit.id, date=date(2025, 3, 1), kind="top-up", quantity=2.0))
        step.add(Event(equipment=unit.id, date=date(2025, 6, 1), kind="top-up", quantity=3.0))
        recalculate(inventory, step, [source.id])
    return source


def quantities(inventory: Inventory) -> list[tuple[str, int, float]]:
    """Return the entries as first day, number and kilograms."""
    return [(str(entry.start), entry.n, entry.quantity) for entry in inventory.activities()]


def test_events_are_entries_and_count_in_the_yearly_sums(inventory: Inventory, cooling: Source) -> None:
    assert quantities(inventory) == [("2025-03-01", 1, 2.0), ("2025-06-01", 1, 3.0)]
    assert {entry.origin for entry in inventory.activities(cooling.id)} == {"equipment"}
    assert inventory.annual().quantity.tolist() == [5.0]
    inventory.undo()
    assert inventory.all(Activity) == []
    inventory.redo()
    assert inventory.verify().intact


def test_recalculating_what_has_not_changed_writes_nothing(inventory: Inventory, cooling: Source) -> None:
    steps = len(inventory.steps())
    with inventory.step(say("Again")) as step:
        found = recalculate(inventory, step, [cooling.id, cooling.id])
    assert [len(losses.activities) for losses in found] == [2]
    assert len(inventory.steps()) == steps


def test_a_changed_event_changes_its_entry_and_a_removed_one_takes_it_along(
    inventory: Inventory, cooling: Source
) -> None:
    first, second = inventory.all(Event)
    kept = inventory.activities()[0].id
    with inventory.step(say("Edit")) as step:
        step.change(first, quantity=2.5)
        step.remove(second)
        recalculate(inventory, step, [cooling.id])
    assert quantities(inventory) == [("2025-03-01", 1, 2.5)]
    assert inventory.activities()[0].id == kept
    with inventory.step(say("Measured in another way")) as step:
        step.change(cooling, measurement="consumption")
        recalculate(inventory, step, [cooling.id])
    assert inventory.all(Activity) == []
    assert lost(inventory, inventory.get(Source, cooling.id)).activities == ()


def test_what_somebody_entered_stays_and_the_new_entry_stands_beside_it(
    inventory: Inventory, cooling: Source
) -> None:
    day = date(2025, 9, 1)
    with inventory.step(say("Add")) as step:
        step.add(Activity(source=cooling.id, start=day, end=day, quantity=1.0, unit="kg"))
        step.add(Event(equipment=1, date=day, kind="top-up", quantity=4.0))
        recalculate(inventory, step, [cooling.id])
    assert quantities(inventory)[2:] == [("2025-09-01", 1, 1.0), ("2025-09-01", 2, 4.0)]
    with inventory.step(say("Again")) as step:
        recalculate(inventory, step, [cooling.id])
    assert len(inventory.steps()) == 3


def test_screening_ends_with_the_last_whole_month(inventory: Inventory, cooling: Source) -> None:
    with inventory.step(say("Screen")) as step:
        step.change(cooling, leak_method="screening")
        step.change(inventory.get(Equipment, 1), installed=date(2025, 11, 1), leak_rate=0.365)
        recalculate(inventory, step, [cooling.id])
    assert quantities(inventory) == [("2025-11-01", 1, 3.0), ("2025-12-01", 1, 3.1)]


def test_an_event_in_a_locked_year_is_refused(inventory: Inventory, cooling: Source) -> None:
    with inventory.step(say("Lock")) as step:
        lock(step, 2025, "Verified")
    with pytest.raises(LockedYear), inventory.step(say("Edit")) as step:
        step.change(inventory.all(Event)[0], quantity=9.0)
    assert quantities(inventory)[0] == ("2025-03-01", 1, 2.0)
    assert inventory.get(Source, cooling.id) == cooling


def test_a_step_that_changes_an_event_brings_all_sources_up_to_date(
    inventory: Inventory, cooling: Source
) -> None:
    with inventory.step(say("Import")) as step:
        assert recalculate_all(inventory, step) == []
        step.change(inventory.all(Event)[0], quantity=9.0)
        assert len(recalculate_all(inventory, step)) == 1
    assert quantities(inventory)[0] == ("2025-03-01", 1, 9.0)
    assert inventory.count(Source) == cooling.id


def test_the_published_leak_rates_are_those_of_their_tables() -> None:
    heat_pumps = leak_rates()["UK-SECR-2019:heat-pumps"]
    assert heat_pumps is leak_rates()["Heat Pumps"]
    assert (heat_pumps.installation, heat_pumps.yearly) == (0.01, 0.06)
    assert (heat_pumps.remaining, heat_pumps.recovered) == (0.8, 0.66)
    chillers = leak_rates()["IPCC-2006:V3T7.9:chillers"]
    assert (chillers.yearly, chillers.low, chillers.high, chillers.installation) == (None, 0.02, 0.15, None)
    assert chillers.source_table == "Table 7.9"
    # Both sets have a row of this name: the one that gives a number is taken.
    assert leak_rates()["Domestic Refrigeration"].yearly == 0.003


SHARED = Path(__file__).parents[3] / "shared" / "data" / "factors" / "refrigerant_leak_rates.csv"


@pytest.mark.skipif(not SHARED.exists(), reason="the collected tables are not beside this copy")
def test_every_published_leak_rate_ships() -> None:
    import csv

    with SHARED.open(encoding="utf-8") as file:
        assert {row["leak_id"] for row in csv.DictReader(file)} <= set(leak_rates())
