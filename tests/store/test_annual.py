from __future__ import annotations

import gc
import subprocess
import sys
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbondesk.domain.periods import Period, fiscal_year, split_by_year
from carbondesk.domain.records import Activity, Source
from carbondesk.domain.text import say
from carbondesk.store.inventory import Inventory
from tests.store.samples import ACME, bulk_row, filled, month


def rows(inventory: Inventory, sources: set[int] | None = None) -> list[tuple[Any, ...]]:
    """Return the yearly sums as tuples with unit and factor written out."""
    sums = inventory.annual(sources)
    assert len(sums) == len(sums.source)
    return [
        (source, factor_year, year, sums.units[unit], sums.factors[factor], quantity, count, months, estimated)
        for source, factor_year, year, unit, factor, quantity, count, months, estimated in zip(
            *(
                column.tolist()
                for column in (
                    sums.source, sums.factor_year, sums.year, sums.unit, sums.factor,
                    sums.quantity, sums.rows, sums.months, sums.estimated,
                )
            ),
            strict=True,
        )
    ]  # fmt: skip


def test_an_inventory_without_entries_has_no_sums(inventory: Inventory) -> None:
    assert rows(inventory) == []
    assert inventory.annual().units == ()


def test_months_of_a_year_add_up_by_unit_and_factor(inventory: Inventory) -> None:
    _, source = filled(inventory)
    with inventory.step(say("Add")) as step:
        step.add(month(source.id, 2025, 1, 1.5))
        step.add(month(source.id, 2025, 3, 2.5, quality="estimated"))
        step.add(month(source.id, 2025, 3, 1.0, n=2, factor="own"))
        step.add(
            Activity(source=source.id, start=date(2025, 4, 5), end=date(2025, 4, 6), quantity=3, unit="MWh")
        )
    assert rows(inventory) == [
        (source.id, 2025, 2025, "MWh", "", 3.0, 1, 0b1000, 0),
        (source.id, 2025, 2025, "kWh", "", 4.0, 2, 0b101, 0b100),
        (source.id, 2025, 2025, "kWh", "own", 1.0, 1, 0b100, 0),
    ]


def test_an_entry_across_new_year_is_split_by_days(inventory: Inventory) -> None:
    _, source = filled(inventory)
    with inventory.step(say("Add")) as step:
        step.add(month(source.id, 2025, 12, 10.0))
        step.add(
            Activity(
                source=source.id, start=date(2025, 11, 22), end=date(2026, 2, 9), quantity=80, unit="kWh",
                quality="estimated",
            )
        )  # fmt: skip
    assert rows(inventory) == [
        (source.id, 2025, 2025, "kWh", "", 50.0, 2, 0b110000000000, 0b110000000000),
        (source.id, 2026, 2026, "kWh", "", 40.0, 1, 0b11, 0b11),
    ]


def test_a_fiscal_year_from_april_splits_at_new_year_and_at_the_end_of_march(inventory: Inventory) -> None:
    _, source = filled(inventory)
    with inventory.step(say("Add")) as step:
        step.add(
            Activity(
                source=source.id, start=date(2025, 12, 1), end=date(2026, 4, 30), quantity=151, unit="kWh"
            )
        )
        step.change(inventory.organisation, year_start=4)
    assert rows(inventory) == [
        (source.id, 2025, 2025, "kWh", "", 31.0, 1, 1 << 11, 0),
        (source.id, 2026, 2025, "kWh", "", 90.0, 1, 0b111, 0),
        (source.id, 2026, 2026, "kWh", "", 30.0, 1, 0b1000, 0),
    ]
    inventory.undo()
    assert rows(inventory) == []


def test_sums_follow_every_step_and_undo(inventory: Inventory) -> None:
    site, source = filled(inventory)
    with inventory.step(say("Add")) as step:
        other = step.add(Source(site=site.id, name="Grid", category="electricity", unit="kWh"))
        entry = step.add(month(source.id, 2025, 1, 1.0))
        step.add(month(other.id, 2025, 1, 5.0))
    before = rows(inventory)
    with inventory.step(say("Move")) as step:
        step.change(entry, source=other.id, start=date(2025, 1, 2))
    assert rows(inventory) == [(other.id, 2025, 2025, "kWh", "", 6.0, 2, 1, 0)]
    assert rows(inventory, {source.id}) == []
    inventory.undo()
    assert rows(inventory) == before
    assert rows(inventory, {source.id}) == before[:1]
    with inventory.step(say("Remove")) as step:
        step.remove(entry)
    assert rows(inventory, {source.id, other.id}) == before[1:]


def test_reading_sums_leaves_the_garbage_collector_as_it_was(inventory: Inventory) -> None:
    inventory.annual()
    assert gc.isenabled()
    gc.disable()
    try:
        inventory.annual()
        assert not gc.isenabled()
    finally:
        gc.enable()


days = st.dates(date(2019, 1, 1), date(2022, 12, 31))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(days, st.integers(0, 500), st.integers(-1000, 100000)), min_size=1, max_size=12),
    st.integers(1, 12),
)
def test_sums_equal_the_entries_split_one_by_one(
    entries: list[tuple[date, int, int]], year_start: int
) -> None:
    with Inventory.in_memory(ACME) as inventory:
        _, source = filled(inventory)
        expected: dict[tuple[int, int], Decimal] = {}
        with inventory.step(say("Add")) as step:
            step.change(inventory.organisation, year_start=year_start)
            for n, (start, length, cents) in enumerate(entries, 1):
                end = date.fromordinal(start.toordinal() + length)
                quantity = cents / 100
                step.add_many(
                    Activity, [bulk_row(source.id, start.isoformat(), end.isoformat(), quantity, n)]
                )
                for factor_year, year, part, share in split_by_year(Period(start, end), quantity, year_start):
                    assert fiscal_year(part.end, year_start) == year
                    key = (factor_year, year)
                    expected[key] = expected.get(key, Decimal(0)) + Decimal(repr(share))
        found = {(row[1], row[2]): row[5] for row in rows(inventory)}
        assert found.keys() == expected.keys()
        for key, quantity_sum in found.items():
            assert quantity_sum == pytest.approx(float(expected[key]), rel=1e-12, abs=1e-9)
        assert inventory.verify().intact


def test_numpy_is_loaded_only_when_sums_are_read() -> None:
    code = (
        "import sys\n"
        "from carbondesk.domain.records import Organisation\n"
        "from carbondesk.store.inventory import Inventory\n"
        "inventory = Inventory.in_memory(Organisation(name='Acme', country='US'))\n"
        "print('numpy' in sys.modules)\n"
        "inventory.annual()\n"
        "print('numpy' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
