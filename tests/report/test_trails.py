"""The trail: pages of steps with names and values, and the records that were changed last."""

from __future__ import annotations

from datetime import date

import pytest

from carbondesk.domain.records import (
    Acknowledgement,
    Activity,
    Bill,
    Driver,
    Entity,
    Site,
    Source,
    VerificationLine,
    VerificationRound,
    YearLock,
)
from carbondesk.domain.text import say
from carbondesk.report import trails
from carbondesk.report.trails import STEP, Entry, Subject, Trails, spoken_title
from carbondesk.store import Inventory
from tests.report.ledger_books import book, entry, figures_of, whole_year


@pytest.fixture
def kept() -> Inventory:
    """Return a book of a year in which January of the fuel was changed, emptied and entered again."""
    inventory = book()
    figures_of(inventory, whole_year())
    with inventory.step(say("Edit quantity"), reason="Litres, not gallons", person="Liu Wei") as step:
        step.change(inventory.activities(1)[0], quantity=291.4)
    with inventory.step(say("Empty"), person="Chen Yulan") as step:
        step.remove(inventory.activities(1)[0])
    with inventory.step(say("Enter again"), person="Liu Wei") as step:
        step.add(entry(1, "2024-01", 219.4))
    return inventory


def values(found: Entry) -> list[tuple[str, object, object, str]]:
    return [(str(mark.subject.name), mark.before, mark.after, mark.unit) for mark in found.marks]


def test_everything_is_listed_newest_first_with_old_and_new_values(kept: Inventory) -> None:
    page = Trails(kept).page()
    assert [each.step.id for each in page.entries] == [6, 5, 4, 3, 2, 1]
    assert page.older is None
    name = "Fuel, January 2024" if "January" in values(page.entries[0])[0][0] else "Fuel, Jan 2024"
    assert values(page.entries[0]) == [(name, None, 219.4, "L")]
    assert values(page.entries[1]) == [(name, 291.4, None, "L")]
    assert values(page.entries[2]) == [(name, 100.0, 291.4, "L")]
    assert str(page.entries[2].marks[0].label) == "Quantity"
    assert page.entries[2].marks[0].subject.where == "A"
    many = page.entries[3].marks[0]
    assert (many.count, many.action, str(many.subject.name)) == (60, "add", "Entries")


def test_a_page_ends_where_the_next_begins(kept: Inventory) -> None:
    first = Trails(kept).page(limit=2)
    assert [each.step.id for each in first.entries] == [6, 5]
    second = Trails(kept).page(limit=3, before=first.older)
    assert [each.step.id for each in second.entries] == [4, 3, 2]
    assert Trails(kept).page(limit=9, before=second.older).older is None


def test_words_and_persons_choose_steps(kept: Inventory) -> None:
    assert [each.step.id for each in Trails(kept).page(text="gallons").entries] == [4]
    assert [each.step.id for each in Trails(kept).page(person="Liu Wei").entries] == [6, 4]


def test_an_entry_has_the_trail_of_its_days_even_when_it_was_removed_between(kept: Inventory) -> None:
    newest = kept.activities(1)[0]
    page = Trails(kept).page(Subject("activity", newest.id, ""))
    assert [each.step.id for each in page.entries] == [6, 5, 4, 3]
    assert [(mark.before, mark.after) for each in page.entries for mark in each.marks] == [
        (None, 219.4),
        (291.4, None),
        (100.0, 291.4),
        (None, 100.0),
    ]
    assert page.entries[3].more == 0


def test_a_source_has_its_own_trail_and_that_of_its_entries(kept: Inventory) -> None:
    page = Trails(kept).page(Subject("source", 1, ""))
    assert [each.step.id for each in page.entries] == [6, 5, 4, 3, 2]
    assert len(page.entries[3].marks) == trails.MOST_MARKS
    assert str(page.entries[-1].marks[0].subject.name) == "Fuel"


def test_a_step_is_its_own_subject(kept: Inventory) -> None:
    page = Trails(kept).page(Subject(STEP, 3, ""))
    assert [each.step.id for each in page.entries] == [3]
    assert Trails(kept).page(Subject(STEP, 3, ""), before=3).entries == ()


def test_the_records_changed_last_come_once_each(kept: Inventory) -> None:
    found = Trails(kept).recent()
    kinds = [(each.subject.table, each.subject.id) for each in found.rows]
    assert kinds[0] == ("activity", 61)
    assert (STEP, 3) in kinds
    assert kinds[-1] == ("organisation", 1)
    assert len(kinds) == len(set(kinds))


def test_records_are_found_by_name_though_nobody_changed_them_lately(kept: Inventory) -> None:
    found = Trails(kept).recent(text="roof", limit=2)
    assert [(str(each.subject.name), each.entry) for each in found.rows] == [("Roof", None)]
    assert found.rows[0].subject.where == "A"
    assert Trails(kept).recent(text="r").rows != ()


def test_fields_are_read_as_people_write_them(kept: Inventory) -> None:
    with kept.step(say("Edit")) as step:
        step.change(kept.get(Source, 3), submeter_of=None, from_=date(2024, 2, 1), note="moved")
        step.change(kept.get(Source, 5), site=1, name="Power 2")
    marks = Trails(kept).page(limit=1).entries[0].marks
    shown = {(mark.subject.id, str(mark.label)): (mark.before, mark.after) for mark in marks}
    assert ("Power", None) in shown.values()
    assert (None, date(2024, 2, 1)) in shown.values()
    assert ("B", "A") in shown.values()


def test_other_records_are_named_by_what_they_are(kept: Inventory) -> None:
    with kept.step(say("Add")) as step:
        step.add(Driver(site=2, driver="Output", month="2024-01", amount=5.0, unit="pcs"))
    found = Trails(kept).page(limit=1).entries[0].marks[0]
    assert str(found.subject.name).startswith("Output, ")
    assert (found.after, found.unit, found.subject.where) == (5.0, "pcs", "B")
    with kept.step(say("Add a site")) as step:
        step.add(Site(name="C", country="DE"))
    new = Trails(kept).page(limit=1).entries[0].marks[0]
    assert (str(new.label), new.subject.name, new.after) == ("Site", "C", None)


def test_what_takes_a_step_back_says_so(kept: Inventory) -> None:
    kept.undo()
    newest = Trails(kept).page(limit=1).entries[0].step
    assert str(spoken_title(newest)) == "Taken back: Enter again"
    kept.redo()
    assert str(spoken_title(Trails(kept).page(limit=1).entries[0].step)) == "Repeated: Enter again"
    assert str(spoken_title(kept.steps()[-1])) == "New inventory"


def test_a_paste_of_many_cells_counts_what_it_does_not_spell_out(kept: Inventory) -> None:
    with kept.step(say("Paste")) as step:
        for each in kept.activities(2):
            step.change(each, quantity=7.0)
    found = Trails(kept).page(limit=1).entries[0]
    assert (len(found.marks), found.more) == (6, 6)
    assert isinstance(kept.get(Activity, 2), Activity)


def test_every_kind_of_record_has_a_name(kept: Inventory) -> None:
    with kept.step(say("Add")) as step:
        step.add(Bill(source=1, read_date=date(2024, 2, 1), quantity=5.0, unit="L"))
        step.add(YearLock(year=2020, reason="Verified"))
        step.add(
            Activity(source=1, start=date(2024, 1, 15), end=date(2024, 3, 14), quantity=1.0, unit="L", n=2)
        )
        made = step.add(VerificationRound(year=2024, frozen_step=1, materiality=0.05, seed=1))
        step.add(VerificationLine(round=made.id, activity=1))
        step.add(Acknowledgement(code="x", place="{}", note="Seen"))
    names = [str(mark.subject.name) for mark in Trails(kept).page(limit=1).entries[0].marks]
    assert names[0] == "Bill of Fuel"
    assert names[1] == "Locked year, 2020"
    assert names[2] == "Fuel, 2024-01-15 to 2024-03-14"
    assert names[3] == "Verification round, 2024"
    assert names[4].startswith("Sampled: Fuel, ")
    assert names[5] == "Explained check 1"


def test_a_row_of_which_nothing_is_left_is_named_by_its_number(kept: Inventory) -> None:
    assert str(Trails(kept).subject("activity", 999, 1).name) == "Entry 999"
    assert Trails(kept).page(Subject("activity", 999, "")).entries == ()


def test_links_are_read_by_the_names_of_what_they_lead_to(kept: Inventory) -> None:
    with kept.step(say("Add")) as step:
        entity = step.add(Entity(name="Acme GmbH", country="DE"))
        step.change(kept.get(Site, 1), entity=entity.id)
    marks = Trails(kept).page(limit=1).entries[0].marks
    assert marks[-1].after == "Acme GmbH"
    assert [each.step.id for each in Trails(kept).page(Subject("site", 1, "")).entries] == [7, 2]


def test_a_field_of_yes_or_no_is_read_in_words(kept: Inventory) -> None:
    with kept.step(say("Edit")) as step:
        step.change(kept.get(Source, 1), generated_on_site=True)
    mark = Trails(kept).page(limit=1).entries[0].marks[0]
    assert (str(mark.before), str(mark.after)) == ("no", "yes")


def test_the_people_of_a_list_are_chosen_too(kept: Inventory) -> None:
    assert len(Trails(kept).recent(person="Liu Wei").rows) == 2
