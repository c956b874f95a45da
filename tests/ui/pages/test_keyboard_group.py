"""The Group page by keyboard alone, with real keys in the real window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from carbondesk.domain.records import BaseYearChange, PresenceDeclaration, Screening
from carbondesk.ui.pages.group import GroupPage
from tests.ui.pages import group_plant
from tests.ui.pages.fingers import Fingers, keyboard


@pytest.fixture
def fingers(qtbot: QtBot, tmp_path: Path) -> Iterator[Fingers]:
    with keyboard(qtbot, tmp_path, group_plant.inventory()) as made:
        yield made


def group(fingers: Fingers, register: str) -> GroupPage:
    """Go to a register of the Group page with the arrows."""
    fingers.press("Ctrl+9")
    page = fingers.page()
    assert isinstance(page, GroupPage)
    assert fingers.focused() is page.shelf
    for _ in range(12):
        if page.register.id == register:
            break
        fingers.press("Down")
    assert page.register.id == register
    return page


def test_a_kind_of_source_is_answered_taken_back_and_undone(fingers: Fingers) -> None:
    page = group(fingers, "presence")
    before = len(fingers.inventory().all(PresenceDeclaration))
    fingers.press("Return")
    assert fingers.focused() is page.middle.grid
    fingers.press("Ctrl+Home", "Right", "Right", "Y")
    answers = fingers.inventory().all(PresenceDeclaration)
    assert len(answers) == before + 1
    assert (answers[-1].category, answers[-1].presence) == ("mobile-combustion", "present")
    fingers.tab_to("Note")
    fingers.type("Two lorries")
    fingers.tab_to("Keep changes")
    fingers.press("Space")
    assert fingers.inventory().all(PresenceDeclaration)[-1].note == "Two lorries"
    fingers.tab_to("Kinds of sources")
    fingers.press("N")
    assert fingers.inventory().all(PresenceDeclaration)[-1].presence == "not present"
    fingers.press("Delete")
    assert len(fingers.inventory().all(PresenceDeclaration)) == before
    fingers.press("Ctrl+Z")
    assert len(fingers.inventory().all(PresenceDeclaration)) == before + 1


def test_a_category_of_scope_3_is_decided_with_a_reason(fingers: Fingers) -> None:
    page = group(fingers, "screening")
    fingers.press("Return")
    assert fingers.focused() is page.middle.table
    for _ in range(4):
        fingers.press("Down")
    fingers.press("Return")
    fingers.choose("Decision", "Left out")
    fingers.tab_to("Estimate")
    fingers.write("120")
    fingers.tab_to("Reason")
    fingers.type("Below one per cent, no figures yet")
    fingers.tab_to("Decided by")
    fingers.type("Energy head")
    fingers.press("Return")
    decided = {row.category: row for row in fingers.inventory().all(Screening)}
    made = decided[str(page.middle.table.current_key()[1])]  # type: ignore[index]
    assert (made.decision, made.estimate, made.decided_by) == ("excluded", 120.0, "Energy head")
    assert made.reason == "Below one per cent, no figures yet"
    fingers.press("Escape")
    assert fingers.focused() is page.middle.table
    fingers.press("Ctrl+Z")
    assert made.category not in {row.category for row in fingers.inventory().all(Screening)}


def test_a_change_of_six_per_cent_is_entered_and_decided(fingers: Fingers) -> None:
    page = group(fingers, "base_year")
    base = page.book.facts.base_year  # type: ignore[union-attr]
    assert base is not None
    whole = sum(base.standing[base.year].values())
    fingers.press("Return", "Insert")
    fingers.tab_to("What changed")
    fingers.type("Boiler meters read twice")
    fingers.choose("Kind of change", "Error")
    fingers.tab_to("Effective")
    fingers.type("2025-03-01")
    fingers.tab_to("Scope")
    fingers.write("1")
    fingers.tab_to("Effect")
    fingers.write(str(round(0.06 * whole)))
    fingers.press("Return")
    change = next(row for row in fingers.inventory().all(BaseYearChange) if "twice" in row.name)
    assert change.state == "open"
    assert fingers.focused() is page.middle.table
    fingers.until(lambda: page.middle.messages()[:1] == ["A restatement of the base year is due"])
    assert page.middle.table.current_key() == ("base_year_change", change.id)
    fingers.press("Return")
    fingers.choose("State", "Restated")
    fingers.tab_to("Decided on")
    fingers.type("2026-02-01")
    fingers.tab_to("Reason")
    fingers.type("Read again from the bills")
    fingers.tab_to("Keep changes")
    fingers.press("Space")
    fingers.until(lambda: page.middle.messages()[:1] == ["No restatement is due"])
    assert fingers.inventory().get(BaseYearChange, change.id).state == "restated"
