from __future__ import annotations

from typing import Any

import pytest

from carbondesk.domain.records import Activity, Site
from carbondesk.domain.text import say
from carbondesk.store import traces
from carbondesk.store.inventory import Inventory
from tests.store.samples import filled, month


def quantity(inventory: Inventory, id: int, step: int) -> float | None:
    found: Any = inventory.traces.row_at("activity", id, step)
    return None if found is None else found.quantity


@pytest.fixture
def book(inventory: Inventory) -> Inventory:
    """Return an inventory whose March was entered, changed twice and emptied; steps 3 to 6."""
    _, source = filled(inventory)
    with inventory.step(say("Enter {name}", name="Boilers"), person="Liu Wei") as step:
        march = step.add(month(source.id, 2025, 3, 29.14))
        step.add_many(Activity, [month(source.id, 2025, number, 1.0) for number in (4, 5, 6)])
    with inventory.step(say("Edit"), reason="Unit was 100 %", person="Liu Wei") as step:
        march = step.change(march, quantity=291.4)
    with inventory.step(say("Edit"), person="Chen Yulan") as step:
        march = step.change(march, quantity=219.4)
    with inventory.step(say("Empty")) as step:
        step.remove_many(Activity, [march.id])
    return inventory


def test_steps_come_in_pages_newest_first(book: Inventory) -> None:
    assert [step.id for step in book.traces.steps(2)] == [6, 5]
    assert [step.id for step in book.traces.steps(9, before=5)] == [4, 3, 2, 1]


def test_steps_are_found_by_what_they_say(book: Inventory) -> None:
    found = book.traces.steps
    assert [step.id for step in found(9, text="liu")] == [4, 3]
    assert [step.id for step in found(9, text="Boilers Wei")] == [3]
    assert [step.id for step in found(9, text="100 %")] == [4]
    assert found(9, text="100_%") == []
    assert len(found(9, text="2026-01-01")) == 6


def test_the_steps_of_a_row_are_its_own(book: Inventory) -> None:
    assert [step.id for step in book.traces.steps_of([("activity", 1)], 9)] == [6, 5, 4, 3]
    assert [step.id for step in book.traces.steps_of([("activity", 3)], 9)] == [3]
    assert [step.id for step in book.traces.steps_of([("activity", 1), ("site", 1)], 2, before=5)] == [4, 3]
    assert book.traces.steps_of([("target", 1)], 9) == []


def test_a_step_tells_what_it_changed(book: Inventory) -> None:
    assert [(each.action, each.first, each.last, each.count) for each in book.traces.of_step(3, 5)] == [
        ("add", 1, 4, 4)
    ]
    edit = book.traces.of_step(4, 5)[0]
    assert (edit.before, edit.after, edit.rows) == ({"quantity": 29.14}, {"quantity": 291.4}, ())
    removal = book.traces.of_step(6, 5)[0]
    assert (removal.count, removal.rows[0][0], removal.before) == (1, 1, {})
    assert book.traces.count_of(2) == 2
    assert len(book.traces.of_step(2, 1)) == 1


def test_a_long_removal_is_only_counted(book: Inventory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traces, "LONGEST", 10)
    removal = book.traces.of_step(6, 5)[0]
    assert (removal.count, removal.rows) == (1, ())
    assert book.traces.row_at("activity", 1, 3) is None


def test_a_row_is_shown_as_it_stood_after_a_step(book: Inventory) -> None:
    assert [quantity(book, 1, step) for step in (3, 4, 5)] == [29.14, 291.4, 219.4]
    assert quantity(book, 2, 3) == 1.0
    assert quantity(book, 99, 3) is None
    book.undo()
    assert [quantity(book, 1, step) for step in (3, 7)] == [29.14, 219.4]


def test_a_source_names_the_entries_that_it_ever_had(book: Inventory) -> None:
    assert book.traces.entries_of(1) == [1, 2, 3, 4]
    assert book.traces.entries_of(1, ("2025-03-01", "2025-03-31")) == [1]
    assert book.traces.entries_of(2) == []


def test_other_records_than_entries_are_read_too(book: Inventory) -> None:
    found = book.traces.row_at("site", 1, 2)
    assert isinstance(found, Site)
    assert found.name == "Nanjing"
