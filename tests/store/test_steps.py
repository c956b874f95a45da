from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest

from carbondesk.domain.records import (
    Activity,
    Bill,
    Evidence,
    EvidenceLink,
    Meter,
    Organisation,
    Site,
    Source,
)
from carbondesk.domain.text import say
from carbondesk.store.bulk import ENOUGH
from carbondesk.store.errors import NotUnique, StillUsed
from carbondesk.store.inventory import Inventory
from carbondesk.store.notices import MANY, Change
from carbondesk.store.rows import Constant
from tests.store.samples import ACME, bulk_row, clock, contents, filled, month


def days(count: int, source: int = 1) -> Iterator[tuple[Any, ...]]:
    """Return entries of one day each, all different."""
    first = date(2000, 1, 1).toordinal()
    for n in range(count):
        day = date.fromordinal(first + n % 5000).isoformat()
        yield bulk_row(source, day, day, float(n) + 0.5, 1 + n // 5000)


def test_a_new_record_gets_its_id_step_and_uid(inventory: Inventory) -> None:
    with inventory.step(say("Add a site")) as step:
        site = step.add(Site(name="Nanjing", country="CN"))
    assert (site.id, site.step) == (1, 2)
    assert len(site.uid) == 36
    assert inventory.get(Site, 1) == site


def test_a_uid_that_a_record_brings_along_is_kept(inventory: Inventory) -> None:
    with inventory.step(say("Add a site")) as step:
        site = step.add(Site(name="Nanjing", country="CN", uid="site-7"))
    assert inventory.find(Site, uid="site-7") == [site]


def test_leaving_the_block_with_an_error_keeps_nothing(inventory: Inventory) -> None:
    before = contents(inventory)
    with pytest.raises(LookupError), inventory.step(say("Add a site")) as step:  # noqa: PT012
        step.add(Site(name="Nanjing", country="CN"))
        raise LookupError
    assert contents(inventory) == before
    assert len(inventory.steps()) == 1


def test_a_step_that_changes_nothing_leaves_no_trace(inventory: Inventory) -> None:
    seen: list[Change] = []
    inventory.watch(seen.append)
    _, source = filled(inventory)
    with inventory.step(say("Edit")) as step:
        step.change(source, name="Boilers", unit="kWh")
        assert step.add_many(Activity, []) == 0
        assert step.remove_many(Activity, []) == 0
    assert [change.step for change in seen] == [2]
    assert len(inventory.steps()) == 2


def test_a_step_says_when_what_why_and_who(inventory: Inventory) -> None:
    title = say(
        "Import {file} of {day} for {site}", file="a.csv", day=date(2025, 1, 2), site=say("site {n}", n=3)
    )
    with inventory.step(title, reason="first load", person="Site manager") as step:
        step.add(Site(name="Nanjing", country="CN"))
    kept = inventory.steps(1)[0]
    assert kept.title == title
    assert str(kept.title) == "Import a.csv of 2025-01-02 for site 3"
    assert (kept.reason, kept.person, kept.kind, kept.of) == ("first load", "Site manager", "edit", None)
    assert kept.at == datetime(2026, 1, 1, 0, 0, 1, tzinfo=UTC)


def test_a_value_in_a_title_that_json_lacks_is_kept_as_its_text(inventory: Inventory) -> None:
    with inventory.step(say("Import {file}", file=Site)) as step:
        step.add(Site(name="Nanjing", country="CN"))
    assert "Site" in str(inventory.steps(1)[0].title)


def test_an_edit_keeps_what_was_before_and_after_of_the_changed_fields_only(inventory: Inventory) -> None:
    _, source = filled(inventory)
    with inventory.step(say("Edit")) as step:
        changed = step.change(source, name="Boiler house", from_=date(2024, 5, 1), unit="kWh")
    assert inventory.get(Source, source.id) == changed
    assert (changed.name, changed.from_) == ("Boiler house", date(2024, 5, 1))
    (change,) = inventory.changes(3)
    assert (change.table, change.action, change.first, change.last) == ("source", "edit", 1, 1)
    assert change.before == {"name": "Boilers", "from": None}
    assert change.after == {"name": "Boiler house", "from": "2024-05-01"}


def test_changing_a_stale_record_keeps_what_somebody_else_changed(inventory: Inventory) -> None:
    _, source = filled(inventory)
    with inventory.step(say("Edit")) as step:
        step.change(source, name="Boiler house")
    with inventory.step(say("Edit")) as step:
        assert step.change(source, carrier="natural gas").name == "Boiler house"


def test_rows_added_one_after_another_share_one_line_of_the_history(inventory: Inventory) -> None:
    _, source = filled(inventory)
    with inventory.step(say("Add")) as step:
        for number in range(1, 13):
            step.add(month(source.id, 2025, number, 1.0))
        step.add_many(Activity, days(5, source.id))
    assert [(c.action, c.first, c.last) for c in inventory.changes(3)] == [("add", 1, 17)]


def test_removed_rows_are_kept_whole_in_the_history(inventory: Inventory) -> None:
    site, source = filled(inventory)
    with inventory.step(say("Remove")) as step:
        step.remove(source)
    (change,) = inventory.changes(3)
    assert change.action == "remove"
    assert change.before[0][:5] == [1, 2, source.uid, site.id, "Boilers"]
    assert inventory.all(Source) == []


def test_an_id_is_never_given_to_a_second_row(inventory: Inventory) -> None:
    with inventory.step(say("Add")) as step:
        first = step.add(Site(name="Nanjing", country="CN"))
    with inventory.step(say("Remove")) as step:
        step.remove(first)
    with inventory.step(say("Add")) as step:
        assert step.add(Site(name="Porto", country="PT")).id == 2
        assert step.add(Site(name="Graz", country="AT")).id == 3


def test_what_others_belong_to_cannot_be_removed_alone(inventory: Inventory) -> None:
    site, _ = filled(inventory)
    with pytest.raises(StillUsed) as caught, inventory.step(say("Remove")) as step:
        step.remove(site)
    assert str(caught.value.remedy) == "Remove the records that belong to it first."
    assert inventory.count(Site) == 1


def test_a_link_to_nothing_is_refused(inventory: Inventory) -> None:
    with pytest.raises(StillUsed), inventory.step(say("Add")) as step:
        step.add(Source(site=99, name="Boilers", category="electricity", unit="kWh"))


def test_a_record_goes_with_all_that_belongs_to_it_in_one_undoable_step(inventory: Inventory) -> None:
    site, main = filled(inventory)
    with inventory.step(say("Add")) as step:
        deep = main
        for n in range(3):
            deep = step.add(
                Source(site=site.id, name=f"Sub {n}", category="electricity", unit="kWh", submeter_of=deep.id)
            )
        bill = step.add(Bill(source=deep.id, read_date=date(2025, 1, 31), quantity=3.0, unit="kWh"))
        step.add(month(deep.id, 2025, 1, 3.0, bill=bill.id))
        step.add(Meter(source=main.id, number="M1"))
        proof = step.add(Evidence(name="January.pdf", sha256="0" * 64, size=1))
        step.add(EvidenceLink(evidence=proof.id, subject_table="bill", subject=bill.id))
        step.add(EvidenceLink(evidence=proof.id, subject_table="site", subject=main.site))
    before = contents(inventory)
    found = inventory.dependents(main)
    assert {kind.table: len(ids) for kind, ids in found.items()} == {
        "source": 4, "meter": 1, "bill": 1, "activity": 1, "evidence_link": 1,
    }  # fmt: skip
    with inventory.step(say("Remove the boilers")) as step:
        assert step.remove_with_dependents(main) == 8
    assert inventory.all(Source) == []
    assert inventory.count(Activity) == 0
    inventory.undo()
    assert contents(inventory) == before
    assert inventory.verify().intact


def test_a_submeter_that_is_older_than_its_main_meter_goes_first(inventory: Inventory) -> None:
    site, sub = filled(inventory)
    with inventory.step(say("Add")) as step:
        main = step.add(Source(site=site.id, name="Main", category="electricity", unit="kWh"))
        step.change(sub, submeter_of=main.id)
    with inventory.step(say("Remove")) as step:
        assert step.remove_many(Source, [main.id, sub.id]) == 2
    inventory.undo()
    assert inventory.get(Source, sub.id).submeter_of == main.id


def test_sources_that_are_each_others_submeters_can_only_go_once_parted(inventory: Inventory) -> None:
    _, source = filled(inventory)
    with inventory.step(say("Edit")) as step:
        source = step.change(source, submeter_of=source.id)
    with inventory.step(say("Remove")) as step:
        step.remove(source)
    inventory.undo()
    assert inventory.all(Source) == [source]


def test_a_second_row_of_the_same_key_is_refused(inventory: Inventory) -> None:
    _, source = filled(inventory)
    twice = [month(source.id, 2025, 1, 1.0), month(source.id, 2025, 1, 2.0)]
    with pytest.raises(NotUnique), inventory.step(say("Add")) as step:
        step.add_many(Activity, twice)
    assert inventory.count(Activity) == 0
    with inventory.step(say("Add")) as step:
        step.add(month(source.id, 2025, 1, 1.0))
        step.add(month(source.id, 2025, 1, 1.0, n=2))
    assert inventory.count(Activity) == 2


def test_a_step_in_which_something_failed_cannot_be_kept(inventory: Inventory) -> None:
    filled(inventory)
    with pytest.raises(RuntimeError, match="cannot be kept"), inventory.step(say("Add")) as step:  # noqa: PT012
        step.add(Site(name="Porto", country="PT"))
        with pytest.raises(NotUnique):
            step.add(Site(name="Nanjing", country="CN"))
    assert [site.name for site in inventory.all(Site)] == ["Nanjing"]


def test_changing_or_removing_what_is_gone_is_an_error(inventory: Inventory) -> None:
    _, source = filled(inventory)
    with inventory.step(say("Remove")) as step:
        step.remove(source)
    for write in ("change", "remove"):
        with pytest.raises(KeyError), inventory.step(say("Again")) as step:
            step.change(source, name="x") if write == "change" else step.remove(source)
    with pytest.raises(KeyError):
        inventory.get(Source, source.id)


def test_nothing_writes_outside_a_step(inventory: Inventory) -> None:
    with inventory.step(say("Add")) as step:
        pass
    with pytest.raises(RuntimeError, match="over"):
        step.add(Site(name="Nanjing", country="CN"))
    assert inventory.count(Site) == 0


def test_steps_do_not_nest(inventory: Inventory) -> None:
    with inventory.step(say("Outer")) as step:
        step.add(Site(name="Nanjing", country="CN"))
        with pytest.raises(RuntimeError, match="nest"), inventory.step(say("Inner")):
            pass
    assert inventory.count(Site) == 1


def test_many_rows_go_in_with_their_indexes_built_last(inventory: Inventory) -> None:
    _, source = filled(inventory)
    with inventory.step(say("Import")) as step:
        assert step.add_many(Activity, days(ENOUGH + 5, source.id)) == ENOUGH + 5
    assert inventory.count(Activity) == ENOUGH + 5
    with pytest.raises(NotUnique), inventory.step(say("Import")) as step:
        step.add_many(Activity, [next(days(1, source.id))])
    inventory.undo()
    assert inventory.count(Activity) == 0
    inventory.redo()
    assert inventory.count(Activity) == ENOUGH + 5
    assert inventory.verify().intact


def test_a_key_that_breaks_at_the_end_of_many_rows_keeps_none(inventory: Inventory) -> None:
    _, source = filled(inventory)
    rows = [*days(ENOUGH, source.id), next(days(1, source.id))]
    with pytest.raises(NotUnique), inventory.step(say("Import")) as step:
        step.add_many(Activity, rows)
    assert inventory.count(Activity) == 0
    with inventory.step(say("Import")) as step:
        step.add_many(Activity, rows[:2])
    with pytest.raises(NotUnique), inventory.step(say("Import")) as step:
        step.add_many(Activity, rows[:1])


def test_columns_of_rows_leave_the_same_history_as_the_rows_one_by_one() -> None:
    heads = []
    for by_columns in (False, True):
        with Inventory.in_memory(Organisation(name="Acme", country="CN", uid="acme"), clock=clock()) as made:
            with made.step(say("Places")) as step:
                site = step.add(Site(name="Nanjing", country="CN", uid="nanjing"))
                source = step.add(
                    Source(site=site.id, name="Grid", category="electricity", unit="kWh", uid="grid")
                )
            rows = list(days(100, source.id))
            with made.step(say("Import")) as step:
                if by_columns:
                    columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
                    columns[5:] = [Constant(column[0], 100) for column in columns[5:]]
                    blocks = [[column[:60] for column in columns], [column[60:] for column in columns]]
                    assert step.add_columns(Activity, blocks, coming=100) == 100
                else:
                    assert step.add_many(Activity, rows) == 100
            heads.append(made.head)
            assert made.count(Activity) == 100
            assert made.verify().intact
    assert heads[0] == heads[1]


def test_many_named_rows_get_a_uid_each(inventory: Inventory) -> None:
    filled(inventory)
    values = ("Site {}", "CN", "", "", "", "", "", None, None, "", None, "", None, None, None, "")
    with inventory.step(say("Import")) as step:
        step.add_many(Site, [(f"Site {n}", *values[1:]) for n in range(3)])
        step.add_many(Site, [Site(name="Porto", country="PT", uid="porto"), Site(name="Graz", country="AT")])
    uids = {site.uid for site in inventory.all(Site)}
    assert len(uids) == 6
    assert "porto" in uids


def test_a_notice_names_tables_rows_and_sources(inventory: Inventory) -> None:
    seen: list[Change] = []
    stop = inventory.watch(seen.append)
    _, source = filled(inventory)
    with inventory.step(say("Add")) as step:
        entry = step.add(month(source.id, 2025, 1, 1.0))
    with inventory.step(say("Edit")) as step:
        step.change(entry, quantity=2.0)
    stop()
    inventory.undo()
    assert [change.step for change in seen] == [2, 3, 4]
    assert seen[0].tables == {"site", "source"}
    assert (seen[0].ids["site"], seen[0].sources) == (frozenset({1}), frozenset())
    assert seen[2].tables == {"activity"}
    assert (seen[2].ids["activity"], seen[2].sources) == (frozenset({1}), frozenset({source.id}))


def test_a_notice_of_very_many_rows_names_the_table_only(inventory: Inventory) -> None:
    _, source = filled(inventory)
    seen: list[Change] = []
    inventory.watch(seen.append)
    with inventory.step(say("Import")) as step:
        step.add_many(Activity, days(MANY + 1, source.id))
        step.add(month(source.id, 2020, 1, 1.0))
    assert seen[0].ids == {"activity": None}
    assert seen[0].sources == frozenset({source.id})


def test_another_start_of_the_year_concerns_every_source(inventory: Inventory) -> None:
    seen: list[Change] = []
    inventory.watch(seen.append)
    with inventory.step(say("Edit")) as step:
        step.change(inventory.organisation, year_start=4)
    with inventory.step(say("Edit")) as step:
        step.change(inventory.organisation, name="Acme Group")
    assert [change.sources for change in seen] == [None, frozenset()]


def test_the_history_is_only_ever_added_to(inventory: Inventory) -> None:
    connection = inventory._connection  # noqa: SLF001 - only a test writes without a step
    for statement in (
        "UPDATE step SET title = 'x'",
        "DELETE FROM step",
        "UPDATE change SET action = 'edit'",
        "DELETE FROM change",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="history is only ever added to"):
            connection.execute(statement)


def test_the_same_steps_give_the_same_head() -> None:
    heads = set()
    for _ in range(2):
        organisation = Organisation(name=ACME.name, country=ACME.country, uid="acme")
        with Inventory.in_memory(organisation, clock=clock()) as inventory:
            with inventory.step(say("Add")) as step:
                step.add(Site(name="Nanjing", country="CN", uid="nanjing"))
            heads.add(inventory.head)
    assert len(heads) == 1
