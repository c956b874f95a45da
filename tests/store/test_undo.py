from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from carbondesk.domain.records import Activity, Bill, Entity, Site, Source
from carbondesk.domain.text import say
from carbondesk.store import history
from carbondesk.store.inventory import Inventory
from carbondesk.store.steps import Step
from tests.store.samples import ACME, Rows, bulk_row, clock, contents, filled, month


def test_undo_writes_the_row_back_and_redo_repeats_it(inventory: Inventory) -> None:
    site, _ = filled(inventory)
    with inventory.step(say("Rename {site}", site="Nanjing")) as step:
        renamed = step.change(site, name="Nanjing 2")
    undone = inventory.undo()
    assert inventory.all(Site) == [site]
    assert undone is not None
    assert (undone.kind, undone.of, str(undone.title)) == ("undo", 3, "Rename Nanjing")
    redone = inventory.redo()
    assert inventory.all(Site) == [renamed]
    assert redone is not None
    assert (redone.kind, redone.of, str(redone.title)) == ("redo", 3, "Rename Nanjing")


def test_there_is_nothing_to_undo_in_a_new_inventory(inventory: Inventory) -> None:
    assert (inventory.next_undo(), inventory.undo()) == (None, None)
    assert (inventory.next_redo(), inventory.redo()) == (None, None)


def test_an_edit_ends_what_can_be_redone(inventory: Inventory) -> None:
    filled(inventory)
    inventory.undo()
    redo = inventory.next_redo()
    assert redo is not None
    assert redo.id == 2
    with inventory.step(say("Add")) as step:
        step.add(Entity(name="Acme GmbH"))
    assert inventory.next_redo() is None
    assert inventory.redo() is None
    undo = inventory.next_undo()
    assert undo is not None
    assert undo.id == 4
    inventory.undo()
    assert inventory.undo() is None
    assert contents(inventory)["site"] == []


def test_two_hundred_undos_survive_a_restart(path: Path) -> None:
    with Inventory.open(path, clock=clock()) as inventory:
        _, source = filled(inventory)
        with inventory.step(say("Add")) as step:
            entry = step.add(month(source.id, 2025, 1, 0.0))
        before = contents(inventory)
        for n in range(1, 201):
            with inventory.step(say("Edit quantity")) as step:
                step.change(entry, quantity=float(n))
        after = contents(inventory)
    with Inventory.open(path, clock=clock()) as inventory:
        for _ in range(150):
            inventory.undo()
    with Inventory.open(path, clock=clock()) as inventory:
        for _ in range(50):
            inventory.undo()
        assert contents(inventory) == before
        undo = inventory.next_undo()
        assert undo is not None
        assert undo.id == 3
        for _ in range(200):
            inventory.redo()
        assert inventory.redo() is None
        assert contents(inventory) == after
        assert inventory.verify().intact


def test_undo_stops_at_a_step_of_an_older_format(inventory: Inventory) -> None:
    filled(inventory)
    connection = inventory._connection  # noqa: SLF001 - written under an older format
    connection.execute("DROP TRIGGER step_keeps")
    inventory.undo()
    connection.execute("UPDATE step SET format = 1")
    assert inventory.next_undo() is None
    assert inventory.next_redo() is None
    assert history.FORMAT == 3


def test_rows_of_many_kinds_come_back_in_an_order_that_their_links_allow(inventory: Inventory) -> None:
    before = contents(inventory)
    with inventory.step(say("Import")) as step:
        for n in range(3):
            site = step.add(Site(name=f"Site {n}", country="CN"))
            source = step.add(Source(site=site.id, name="Grid", category="electricity", unit="kWh"))
            bill = step.add(Bill(source=source.id, read_date=date(2025, 1, 31), quantity=1.0, unit="kWh"))
            entry = step.add(month(source.id, 2025, 1, 1.0, bill=bill.id))
            step.change(entry, quantity=2.0)
            step.remove(step.add(Entity(name=f"Entity {n}")))
    after = contents(inventory)
    inventory.undo()
    assert contents(inventory) == before
    inventory.redo()
    assert contents(inventory) == after
    assert inventory.verify().intact


Act = Callable[[Inventory, Step, int], None]


def add_site(inventory: Inventory, step: Step, seed: int) -> None:
    step.add(Site(name=f"Site {len(inventory.all(Site))} {step.id} {seed}", country="CN"))


def add_source(inventory: Inventory, step: Step, seed: int) -> None:
    for site in inventory.all(Site)[-1:]:
        others = inventory.find(Source, site=site.id)
        main = others[seed % len(others)].id if others and seed % 2 else None
        name = f"Source {step.id} {len(others)}"
        step.add(Source(site=site.id, name=name, category="electricity", unit="kWh", submeter_of=main))


def add_entries(inventory: Inventory, step: Step, seed: int) -> None:
    for source in inventory.all(Source)[-1:]:
        n = len(inventory.activities(source.id)) + 1
        rows = [
            bulk_row(source.id, f"20{20 + k}-01-15", f"20{20 + k}-0{1 + seed % 3}-20", seed / 7, n + k)
            for k in range(4)
        ]
        step.add_many(Activity, rows)


def edit_entry(inventory: Inventory, step: Step, seed: int) -> None:
    entries = inventory.all(Activity)
    if entries:
        step.change(entries[seed % len(entries)], quantity=seed / 3, cost=None if seed % 2 else 1.5)


def edit_organisation(inventory: Inventory, step: Step, seed: int) -> None:
    step.change(inventory.organisation, year_start=1 + seed % 12)


def remove_entries(inventory: Inventory, step: Step, seed: int) -> None:
    step.remove_many(Activity, [entry.id for entry in inventory.all(Activity)][:: 1 + seed % 3])


def remove_source(inventory: Inventory, step: Step, seed: int) -> None:
    sources = inventory.all(Source)
    if sources:
        step.remove_with_dependents(sources[seed % len(sources)])


ACTS = (add_site, add_source, add_entries, edit_entry, edit_organisation, remove_entries, remove_source)
acts = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 20)), min_size=1, max_size=4)
# A wish between the steps: how many undos, then how many redos.
wishes = st.tuples(acts, st.integers(0, 3), st.integers(0, 3))


@settings(max_examples=60, deadline=None)
@given(st.lists(wishes, min_size=1, max_size=8))
def test_undoing_all_steps_gives_the_start_and_redoing_all_gives_the_end(
    sequence: list[tuple[list[tuple[Act, int]], int, int]],
) -> None:
    with Inventory.in_memory(ACME, clock=clock()) as inventory:
        start = state(inventory)
        for group, undos, redos in sequence:
            with inventory.step(say("Some acts")) as step:
                for act, seed in group:
                    act(inventory, step, seed)
            for _ in range(undos):
                inventory.undo()
            for _ in range(redos):
                inventory.redo()
        end, count = state(inventory), 0
        assert inventory.verify().intact
        while inventory.undo():
            count += 1
        assert state(inventory) == start
        assert inventory.verify().intact
        for _ in range(count):
            inventory.redo()
        assert state(inventory) == end
        assert inventory.verify().intact


def state(inventory: Inventory) -> tuple[Rows, list[tuple[object, ...]]]:
    """Return all records and the yearly sums, the latter rounded: adding anew may change the last digit."""
    sums = inventory.annual()
    columns = (sums.source, sums.factor_year, sums.year, sums.rows, sums.months, sums.estimated)
    keys = zip(*(column.tolist() for column in columns), strict=True)
    return contents(inventory), [
        (*key, round(quantity, 6)) for key, quantity in zip(keys, sums.quantity.tolist(), strict=True)
    ]
