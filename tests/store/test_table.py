from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from carbondesk.domain.records import RECORDS, Activity, Bill, Organisation, Site, StepKind
from carbondesk.domain.schema import Record
from carbondesk.domain.text import say
from carbondesk.store import history
from carbondesk.store.inventory import Inventory
from carbondesk.store.migrations import statements
from carbondesk.store.table import table, tables
from tests.store.samples import bulk_row, complete, example, filled, month


def test_the_frozen_sql_of_the_newest_format_is_what_the_records_declare() -> None:
    declared = [sql for rows in tables().values() for sql in (rows.create, *rows.indexes)]
    frozen = list(statements(history.FORMAT))
    assert frozen[-len(declared) :] == declared
    assert {sql.split('"')[1] for sql in frozen[: -len(declared)]} == {
        "step", "step_keeps", "step_stays", "change", "change_key", "change_row", "change_keeps",
        "change_stays", "annual_sum",
    }  # fmt: skip


def test_every_kind_of_record_has_its_table_and_links_only_to_earlier_ones_or_itself() -> None:
    seen: set[str] = set()
    for kind in RECORDS:
        seen.add(kind.table)
        assert {column.link for column in kind.columns() if column.link} <= seen
    assert list(tables()) == [kind.table for kind in RECORDS]


@pytest.mark.parametrize("make", [example, complete])
def test_every_kind_of_record_comes_back_as_it_was_written(
    inventory: Inventory, make: Callable[[type[Record]], Record]
) -> None:
    with inventory.step(say("Add one of each kind")) as step:
        added = [step.add(make(kind)) for kind in RECORDS if kind is not Organisation]
    for record in added:
        assert inventory.get(type(record), record.id) == record
    assert inventory.verify().intact


@pytest.mark.parametrize("make", [example, complete])
@pytest.mark.parametrize("kind", RECORDS)
def test_many_records_made_at_once_are_those_made_one_by_one(
    kind: type[Record], make: Callable[[type[Record], int], Record]
) -> None:
    rows = table(kind)
    uids = ("uid",) if rows.named else ()
    stored = [(number, 7, *uids, *rows.stored(make(kind, number))) for number in range(1, 40)]
    made = rows.records(stored)
    assert made == [rows.record(row) for row in stored]
    assert all(type(record) is kind for record in made)
    assert rows.records([]) == []


@pytest.mark.parametrize("kind", [kind for kind in RECORDS if kind is not Organisation])
def test_an_empty_optional_field_is_null_and_others_are_not(inventory: Inventory, kind: type[Record]) -> None:
    stored = table(kind).stored(example(kind))
    for column, value in zip(kind.columns(), stored, strict=True):
        assert (value is None) == (column.optional and column.default is None)


def test_a_bulk_row_of_stored_values_is_passed_on_as_it_is() -> None:
    columns = list(zip(bulk_row(1, "2025-01-01", "2025-01-31", 5.5)))
    assert all(kept is given for kept, given in zip(table(Activity).as_stored(columns), columns, strict=True))


@pytest.mark.parametrize("quantity", [5, -0.0, True])
def test_a_bulk_number_is_stored_as_the_file_gives_it_back(inventory: Inventory, quantity: float) -> None:
    _, source = filled(inventory)
    with inventory.step(say("Import")) as step:
        step.add_many(Activity, [bulk_row(source.id, "2025-01-01", "2025-01-31", quantity)])
    assert repr(inventory.all(Activity)[0].quantity) == repr(float(quantity) + 0.0)
    assert inventory.verify().intact


def test_a_word_of_a_closed_list_is_stored_as_a_plain_word(inventory: Inventory) -> None:
    row = list(bulk_row(1, "2025-01-01", "2025-01-31", 1.0))
    row[7] = StepKind.EDIT
    stored = table(Activity).as_stored(list(zip(row)))
    assert type(stored[7][0]) is str
    assert stored[9] == (None,)


def test_a_bulk_row_needs_a_value_for_each_column(inventory: Inventory) -> None:
    _, source = filled(inventory)
    with (
        pytest.raises(ValueError, match="a row of activity has 15 values"),
        inventory.step(say("Short")) as step,
    ):
        step.add_many(Activity, [(1, 2)])
    with pytest.raises(ValueError, match="argument 2 is"), inventory.step(say("Ragged")) as step:
        step.add_many(Activity, [bulk_row(source.id, "2025-01-01", "2025-01-31", 1.0), (1,)])


@pytest.mark.parametrize(("place", "value"), [(0, 1.5), (1, date(2025, 1, 1)), (5, 7)])
def test_a_bulk_value_of_a_wrong_type_is_refused(place: int, value: object) -> None:
    row = list(bulk_row(1, "2025-01-01", "2025-01-31", 1.0))
    row[place] = value
    with pytest.raises(TypeError):
        table(Activity).as_stored(list(zip(row)))


@pytest.mark.parametrize(
    "fields",
    [
        {"quantity": float("inf")},
        {"quantity": float("nan")},
        {"unit": ""},
        {"quality": "guessed"},
        {"n": 0},
        {"end": date(2024, 12, 31)},
        {"start": date(999, 1, 1)},
    ],
)
def test_a_value_beyond_its_limits_is_refused_and_nothing_is_kept(
    inventory: Inventory, fields: dict[str, Any]
) -> None:
    _, source = filled(inventory)
    with inventory.step(say("Add")) as step:
        entry = step.add(month(source.id, 2025, 1, 5.0))
    with pytest.raises(Exception, match=r"CHECK|NOT NULL"), inventory.step(say("Edit")) as step:
        step.change(entry, **fields)
    assert inventory.all(Activity) == [entry]
    assert len(inventory.steps()) == 3


def test_there_is_only_one_organisation(inventory: Inventory) -> None:
    with pytest.raises(Exception, match="CHECK"), inventory.step(say("Add")) as step:
        step.add(Organisation(name="Second", country="US"))


def test_a_link_that_a_key_serves_gets_no_index_of_its_own() -> None:
    assert [sql.split('"')[1] for sql in table(Activity).indexes] == ["activity_key", "activity_bill"]
    assert [sql.split('"')[1] for sql in table(Bill).indexes] == ["bill_uid", "bill_key"]
    assert table(Site).indexes[-1].endswith('("entity") WHERE "entity" IS NOT NULL')
