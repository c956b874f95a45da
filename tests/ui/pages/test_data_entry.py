"""The data entry page at work: real widgets, a real inventory in memory, mostly by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from carbondesk.domain.records import Bill
from carbondesk.language import number
from carbondesk.report.grids import State
from carbondesk.ui.pages.data_entry.grid_model import TONNES, YEAR
from carbondesk.ui.pages.data_entry.page import DataEntryPage
from carbondesk.ui.pages.data_entry.words import compact
from carbondesk.ui.session import Session
from carbondesk.ui.settings import Settings
from tests.ui.pages import plants
from tests.ui.pages.board_plant import YEAR as PLANT_YEAR
from tests.ui.pages.board_plant import make_plant
from tests.ui.pages.entry_hands import (
    OCT,
    SEP,
    cell_of,
    editor,
    go,
    here,
    inventory_of,
    row_of,
    segment_words,
    shown,
    source_row,
    words,
)


@pytest.fixture
def session() -> Iterator[Session]:
    session = Session(Settings(person="Energy manager"))
    session.open(make_plant(), in_background=False)
    session.show_year(PLANT_YEAR)
    session.show_site(1)
    yield session
    session.close()


@pytest.fixture
def page(qtbot: QtBot, session: Session) -> DataEntryPage:
    return shown(qtbot, session, 1364, 833)


# ---- typing ----------------------------------------------------------------------------------------------


def test_typing_replaces_the_value_and_enter_goes_down(qtbot: QtBot, page: DataEntryPage) -> None:
    row = go(page, "Natural gas, boilers", SEP)
    before = page.totals_model.words(0, TONNES)
    qtbot.keyClick(page.view, "2")
    field = editor(page)
    assert field.text() == "2"
    qtbot.keyClicks(field, "19.4")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert words(page, "Natural gas, boilers", SEP) == "219.4"
    assert here(page) == (row + 1, SEP)
    assert page.totals_model.words(0, TONNES) != before
    assert cell_of(page, row, SEP).state is State.ENTERED
    assert [step.person for step in inventory_of(page).steps(1)] == ["Energy manager"]


def test_tab_goes_to_the_next_month_and_wraps_to_the_next_source(qtbot: QtBot, page: DataEntryPage) -> None:
    row = go(page, "Diesel, backup generators", 11)
    qtbot.keyClick(page.view, "5")
    qtbot.keyClick(editor(page), Qt.Key.Key_Tab)
    assert source_row(page, "Diesel, backup generators").cells[11].quantity == 5.0
    # The next row is a category's sum, which takes no typing.
    assert here(page) == (row + 2, 0)
    qtbot.keyClick(page.view, Qt.Key.Key_Backtab)
    assert here(page) == (row, 11)


def test_escape_brings_the_old_value_back(qtbot: QtBot, page: DataEntryPage) -> None:
    go(page, "LPG, forklifts", 0)
    steps = len(inventory_of(page).steps())
    qtbot.keyClick(page.view, Qt.Key.Key_F2)
    qtbot.keyClicks(editor(page), "7")
    qtbot.keyClick(editor(page), Qt.Key.Key_Escape)
    assert words(page, "LPG, forklifts", 0) == "1,890"
    assert len(inventory_of(page).steps()) == steps


def test_a_sum_and_a_unit_of_the_same_kind_are_taken(page: DataEntryPage) -> None:
    row = row_of(page, "LPG, forklifts")
    assert page.commit_cell(row, 0, "=120+98")
    assert words(page, "LPG, forklifts", 0) == "218"
    assert page.commit_cell(row, 1, "1.5 t")
    assert words(page, "LPG, forklifts", 1) == "1,500"
    entry = source_row(page, "LPG, forklifts").cells[1].activities[0]
    assert (entry.quantity, entry.unit) == (1.5, "t")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("291.4 km", "km is distance, not mass like kg."),
        ("many", "“many” is not a number."),
        ("-5", "−5 is below zero."),
        ("1,5", "“1,5” is 1.5 only with the other decimal mark."),
    ],
)
def test_what_is_no_quantity_is_refused_with_its_reason(page: DataEntryPage, text: str, reason: str) -> None:
    steps = len(inventory_of(page).steps())
    assert not page.commit_cell(row_of(page, "LPG, forklifts"), 0, text)
    assert page.prompt.title.text() == reason
    assert page.prompt.isVisible()
    assert len(inventory_of(page).steps()) == steps


def test_a_refused_text_stays_in_the_editor(qtbot: QtBot, page: DataEntryPage) -> None:
    row = go(page, "LPG, forklifts", 0)
    qtbot.keyClick(page.view, "x")
    field = editor(page)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.isVisible()
    assert field.property("state") == "err"
    assert here(page) == (row, 0)


def test_typing_over_an_estimate_makes_it_an_invoice(page: DataEntryPage) -> None:
    row = row_of(page, "Diesel, backup generators")
    assert cell_of(page, row, 11).state is State.ESTIMATED
    page.commit_cell(row, 11, "2210")
    assert cell_of(page, row, 11).state is State.ENTERED
    assert segment_words(page)[3] == "Estimated 2"


def test_a_missing_month_is_filled_and_the_counts_follow(page: DataEntryPage) -> None:
    row = row_of(page, "Steam from industrial park")
    assert cell_of(page, row, OCT).state is State.MISSING
    assert page.commit_cell(row, OCT, "0")
    assert cell_of(page, row, OCT).state is State.ZERO
    assert page.grid is not None
    assert page.grid.count(State.MISSING) == 2
    assert segment_words(page)[1] == "Missing 2"


def test_undo_and_redo_reach_the_grid(qtbot: QtBot, page: DataEntryPage) -> None:
    go(page, "LPG, forklifts", 0)
    page.commit_cell(row_of(page, "LPG, forklifts"), 0, "7")
    qtbot.keyClick(page.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert words(page, "LPG, forklifts", 0) == "1,890"
    qtbot.keyClick(page.view, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert words(page, "LPG, forklifts", 0) == "7"


# ---- moving ----------------------------------------------------------------------------------------------


def test_arrows_skip_the_sums(qtbot: QtBot, page: DataEntryPage) -> None:
    row = go(page, "Diesel, backup generators", 3)
    qtbot.keyClick(page.view, Qt.Key.Key_Down)
    assert here(page) == (row + 2, 3)


def test_control_and_an_arrow_go_to_the_edge_of_the_filled_block(qtbot: QtBot, page: DataEntryPage) -> None:
    row = go(page, "Steam from industrial park", 0)
    qtbot.keyClick(page.view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert here(page) == (row, SEP)
    qtbot.keyClick(page.view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert here(page) == (row, 11)


def test_f8_goes_round_the_issues(qtbot: QtBot, page: DataEntryPage) -> None:
    gas, steam = row_of(page, "Natural gas, boilers"), row_of(page, "Steam from industrial park")
    go(page, "Natural gas, boilers", 0)
    visited = []
    for _ in range(5):
        qtbot.keyClick(page.view, Qt.Key.Key_F8)
        visited.append(here(page))
    assert visited == [(gas, SEP), (steam, 9), (steam, 10), (steam, 11), (gas, SEP)]
    qtbot.keyClick(page.view, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert here(page) == (steam, 11)


# ---- blocks ----------------------------------------------------------------------------------------------


def test_delete_empties_the_block_without_asking_and_is_one_step(qtbot: QtBot, page: DataEntryPage) -> None:
    row = row_of(page, "LPG, forklifts")
    page.view.select_block(row, 0, row + 1, 2)
    qtbot.keyClick(page.view, Qt.Key.Key_Delete)
    assert [cell_of(page, row, month).state for month in range(4)] == [State.MISSING] * 3 + [State.ENTERED]
    inventory_of(page).undo()
    assert words(page, "Petrol, company cars", 2) == "3,510"
    assert words(page, "LPG, forklifts", 0) == "1,890"


def test_copy_writes_what_a_spreadsheet_reads(qtbot: QtBot, page: DataEntryPage) -> None:
    row = row_of(page, "LPG, forklifts")
    page.view.select_block(row, 0, row + 1, 1)
    qtbot.keyClick(page.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "1890\t1640\n3420\t2890"


def test_a_paste_is_shown_first_and_taken_as_one_step(qtbot: QtBot, page: DataEntryPage) -> None:
    row = go(page, "LPG, forklifts", 10)
    QGuiApplication.clipboard().setText("1\t2\t3\r\n4\tfour\t6\r\n")
    steps = len(inventory_of(page).steps())
    qtbot.keyClick(page.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert page.prompt.title.text() == "6 cells, 1 not a number, 2 outside the grid"
    assert page.prompt.accept_button.text() == "Paste 3 values"
    assert len(inventory_of(page).steps()) == steps
    qtbot.keyClick(page.prompt.accept_button, Qt.Key.Key_Return)
    assert [page.months.words(row, month) for month in (10, 11)] == ["1", "2"]
    assert words(page, "Petrol, company cars", 10) == "4"
    assert words(page, "Petrol, company cars", 11) == "3,360"
    assert len(inventory_of(page).steps()) == steps + 1
    assert not page.prompt.isVisible()


def test_escape_leaves_a_paste_alone(qtbot: QtBot, page: DataEntryPage) -> None:
    go(page, "LPG, forklifts", 0)
    QGuiApplication.clipboard().setText("1")
    page.edits.paste()
    qtbot.keyClick(page.prompt.accept_button, Qt.Key.Key_Escape)
    assert not page.prompt.isVisible()
    assert words(page, "LPG, forklifts", 0) == "1,890"


def test_one_copied_cell_fills_the_selection(qtbot: QtBot, page: DataEntryPage) -> None:
    row = row_of(page, "LPG, forklifts")
    page.view.select_block(row, 0, row, 2)
    QGuiApplication.clipboard().setText("12")
    page.edits.paste()
    page.prompt.accept()
    assert [page.months.words(row, month) for month in range(3)] == ["12", "12", "12"]


def test_fill_right_and_down_copy_the_edge_of_the_block(qtbot: QtBot, page: DataEntryPage) -> None:
    row = row_of(page, "LPG, forklifts")
    page.view.select_block(row, 0, row, 2)
    qtbot.keyClick(page.view, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert [page.months.words(row, month) for month in range(4)] == ["1,890", "1,890", "1,890", "1,880"]
    page.view.select_block(row, 5, row + 1, 5)
    qtbot.keyClick(page.view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert words(page, "Petrol, company cars", 5) == "1,870"


def test_cut_copies_and_empties(qtbot: QtBot, page: DataEntryPage) -> None:
    row = go(page, "LPG, forklifts", 0)
    qtbot.keyClick(page.view, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "1890"
    assert cell_of(page, row, 0).state is State.MISSING


# ---- bills -----------------------------------------------------------------------------------------------


def test_enter_on_a_month_of_bills_opens_them(qtbot: QtBot, page: DataEntryPage) -> None:
    go(page, "Mains water", 4)
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert page.inspector.bills.isVisible()
    assert page.inspector.bills.title.text() == "2 bills in this month"
    head, rows, foot = page.inspector.bills.days.lines()
    assert head == ("Month", "Days", "m³")
    assert [row[:2] for row in rows] == [("Apr 2025", "6"), ("May 2025", "26")]
    assert foot == ("32 days", "2,880 m³")


def test_typing_over_bills_asks_for_a_reason_and_leaves_the_bills(qtbot: QtBot, page: DataEntryPage) -> None:
    row = go(page, "Mains water", 4)
    bills = inventory_of(page).all(Bill)
    qtbot.keyClick(page.view, "9")
    qtbot.keyClick(editor(page), Qt.Key.Key_Return)
    assert page.prompt.reason.isVisible()
    assert not page.prompt.accept_button.isEnabled()
    qtbot.keyClicks(page.prompt.reason, "Leak repaired")
    qtbot.keyClick(page.prompt.reason, Qt.Key.Key_Return)
    cell = cell_of(page, row, 4)
    assert (cell.quantity, cell.corrected, cell.from_bills) == (9.0, True, False)
    assert inventory_of(page).steps(1)[0].reason == "Leak repaired"
    assert inventory_of(page).all(Bill) == bills
    page.view.go_to(row, 4)
    page.edits.empty_cells()
    assert cell_of(page, row, 4).from_bills


def test_a_block_leaves_months_of_bills_alone_and_says_so(page: DataEntryPage) -> None:
    row = row_of(page, "Mains water")
    before = [page.months.words(row, month) for month in range(12)]
    page.view.select_block(row, 0, row, 3)
    page.edits.empty_cells()
    assert page.prompt.title.text() == "4 cells stay as they are"
    assert [page.months.words(row, month) for month in range(12)] == before


def test_editing_a_bill_in_the_inspector_changes_its_months_and_the_totals(
    qtbot: QtBot, page: DataEntryPage
) -> None:
    row = go(page, "Mains water", 4)
    page.details.show_now()
    before = page.months.words(row, 4), page.months.words(row, 5), page.months.words(row, YEAR)
    pane = page.inspector.bills
    assert pane.form is not None
    field = pane.form.fields["quantity"].control
    assert isinstance(field, QLineEdit)
    assert field.text() == number(pane.open_bill.quantity if pane.open_bill else 0.0)
    assert "," in field.text()
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "5880")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    after = page.months.words(row, 4), page.months.words(row, 5), page.months.words(row, YEAR)
    assert after[0] != before[0]
    assert after[2] != before[2]
    assert inventory_of(page).steps(1)[0].title.template == "Edit a bill of {name}"
    inventory_of(page).undo()
    assert (page.months.words(row, 4), page.months.words(row, YEAR)) == (before[0], before[2])


def test_the_month_that_the_next_bill_will_complete_says_so(page: DataEntryPage) -> None:
    cell = cell_of(page, row_of(page, "Mains water"), 11)
    assert cell.waits
    assert "waits for the bill" in page.months.spoken(row_of(page, "Mains water"), 11)


def test_a_removed_bill_takes_its_days_along(page: DataEntryPage) -> None:
    row = go(page, "Mains water", 11)
    page.details.show_now()
    bill = page.inspector.bills.open_bill
    assert bill is not None
    page.inspector.bills.remove_button.click()
    assert bill not in inventory_of(page).all(Bill)
    assert cell_of(page, row, 11).quantity != 2086


@pytest.mark.parametrize(
    ("size", "short", "full"), [(0.8, "8,064k", "8,064,000"), (1, "10.08M", "10,080,000")]
)
def test_the_year_stays_in_view_beside_months_of_millions(
    qtbot: QtBot, size: float, short: str, full: str
) -> None:
    session = Session(Settings())
    session.open(plants.inventory(size=size), in_background=False)
    session.show_year(2025)
    session.show_site(1)
    page = shown(qtbot, session, 1290, 700)
    row = row_of(page, "Grid electricity")
    assert page.months.words(row, 0) == short
    assert page.view.horizontalScrollBar().maximum() == 0
    assert full in page.months.spoken(row, 0)
    found = source_row(page, "Grid electricity")
    assert number(found.quantity or 0.0) in page.months.spoken(row, YEAR)
    page.resize(2400, 700)
    assert page.months.words(row, 0) == full
    session.close()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-1_250_000.0, "\N{MINUS SIGN}1,250k"),
        (99_999.4, "99,999"),
        (100_000.0, "100k"),
        (9_999_499.0, "9,999k"),
        (9_999_500.0, "10.00M"),
        (362_880_000.0, "362.9M"),
    ],
)
def test_a_narrow_cell_writes_large_quantities_shorter(value: float, text: str) -> None:
    assert compact(value, 0) == text
