"""The data entry page at work: real widgets, a real inventory in memory, mostly by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from carbondesk.domain.records import Acknowledgement, Activity, Bill, Driver, Organisation, Site, Source
from carbondesk.report.grids import Cell, SourceRow, State
from carbondesk.store.inventory import Inventory
from carbondesk.ui.forms import RecordDialog
from carbondesk.ui.pages.data_entry.dialogs import RemovalDialog
from carbondesk.ui.pages.data_entry.grid_model import TONNES, YEAR, Show
from carbondesk.ui.pages.data_entry.page import DataEntryPage
from carbondesk.ui.pages.data_entry.tree import OUTPUT, Node
from carbondesk.ui.session import Session
from carbondesk.ui.settings import Settings
from tests.ui.pages.board_plant import YEAR as PLANT_YEAR
from tests.ui.pages.board_plant import make_plant

SEP, OCT = 8, 9


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


def shown(qtbot: QtBot, session: Session, width: int, height: int) -> DataEntryPage:
    page = DataEntryPage(session)
    qtbot.addWidget(page)
    page.resize(width, height)
    page.show()
    page.enter()
    return page


def inventory_of(page: DataEntryPage) -> Inventory:
    inventory = page.session.inventory
    assert inventory is not None
    return inventory


def row_of(page: DataEntryPage, name: str) -> int:
    for row in range(page.months.rowCount()):
        found = page.months.row_at(row)
        if isinstance(found, SourceRow) and found.source.name == name:
            return row
    raise KeyError(name)


def source_row(page: DataEntryPage, name: str) -> SourceRow:
    found = page.months.row_at(row_of(page, name))
    assert isinstance(found, SourceRow)
    return found


def go(page: DataEntryPage, name: str, month: int) -> int:
    row = row_of(page, name)
    page.view.go_to(row, month)
    page.view.setFocus()
    return row


def here(page: DataEntryPage) -> tuple[int, int]:
    index = page.view.currentIndex()
    return index.row(), index.column()


def editor(page: DataEntryPage) -> QLineEdit:
    found = page.view.viewport().findChild(QLineEdit)
    assert isinstance(found, QLineEdit)
    return found


def cell_of(page: DataEntryPage, row: int, month: int) -> Cell:
    found = page.months.cell_at(row, month)
    assert found is not None
    return found


def segment_words(page: DataEntryPage) -> list[str]:
    return [button.text() for button in page.toolbar.segments.findChildren(QPushButton)]


def form_of(page: DataEntryPage) -> RecordDialog:
    dialog = page.records.dialog
    assert isinstance(dialog, RecordDialog)
    return dialog


def removal_of(page: DataEntryPage) -> RemovalDialog:
    dialog = page.records.dialog
    assert isinstance(dialog, RemovalDialog)
    return dialog


def words(page: DataEntryPage, name: str, column: int) -> str:
    return page.months.words(row_of(page, name), column)


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


# ---- inspector -------------------------------------------------------------------------------------------


def test_a_flag_offers_the_swapped_digits(page: DataEntryPage) -> None:
    go(page, "Natural gas, boilers", SEP)
    page.details.show_now()
    message = page.inspector.message
    assert message is not None
    assert message.title.text() == "40 % above the other months"
    assert message.text.text() == "The median is 208.4. Two digits may be swapped: 219.4 would fit."
    page.inspector.used.emit(219.4)
    assert words(page, "Natural gas, boilers", SEP) == "219.4"


def test_a_doubtful_value_is_kept_with_a_note(qtbot: QtBot, page: DataEntryPage) -> None:
    row = go(page, "Natural gas, boilers", SEP)
    page.details.show_now()
    page.inspector.kept.emit()
    qtbot.keyClicks(page.prompt.reason, "Cold week")
    qtbot.keyClick(page.prompt.reason, Qt.Key.Key_Return)
    cell = cell_of(page, row, SEP)
    assert (cell.state, cell.noted) == (State.ENTERED, "Cold week")
    assert [note.note for note in inventory_of(page).all(Acknowledgement)] == ["Cold week"]
    assert segment_words(page)[2] == "Flagged 0"


def test_the_inspector_computes_what_the_grid_shows(page: DataEntryPage) -> None:
    go(page, "Natural gas, boilers", 0)
    page.details.show_now()
    head, rows, foot = page.inspector.computation.table.lines()
    assert head == ("Gas", "kg / 1,000 m³", "× GWP", "= t CO₂e")
    assert [row[0] for row in rows] == ["CO₂", "CH₄", "N₂O"]
    cell = cell_of(page, row_of(page, "Natural gas, boilers"), 0)
    assert foot == ("268.3 × 1,000 m³", f"{cell.tonnes:.2f} t CO₂e")
    assert "Factor: " in page.inspector.computation.text.text()


def test_the_fields_of_an_entry_change_it(qtbot: QtBot, page: DataEntryPage) -> None:
    row = go(page, "LPG, forklifts", 2)
    page.details.show_now()
    fields = page.inspector.fields
    fields.note.setText("Meter exchanged")
    fields.note.editingFinished.emit()
    fields.quality.set_value("metered")
    page.details.show_now()
    fields.quantity.setFocus()
    fields.quantity.selectAll()
    qtbot.keyClicks(fields.quantity, "=100+1")
    qtbot.keyClick(fields.quantity, Qt.Key.Key_Return)
    entry = cell_of(page, row, 2).activities[0]
    assert (entry.quantity, entry.note, entry.quality) == (101.0, "Meter exchanged", "metered")


def test_f4_shows_and_hides_the_inspector(qtbot: QtBot, page: DataEntryPage) -> None:
    page.view.setFocus()
    assert page.inspector.isVisible()
    qtbot.keyClick(page.view, Qt.Key.Key_F4)
    assert not page.inspector.isVisible()
    qtbot.keyClick(page.view, Qt.Key.Key_F4)
    assert page.inspector.isVisible()


# ---- views, filters, tree --------------------------------------------------------------------------------


def test_cost_and_tonnes_are_views_of_the_same_grid(page: DataEntryPage) -> None:
    row = row_of(page, "LPG, forklifts")
    page.toolbar.numbers.set_value(Show.COST)
    assert page.months.words(row, 0) == ""
    assert page.commit_cell(row, 0, "9450.5")
    assert source_row(page, "LPG, forklifts").cells[0].activities[0].cost == 9450.5
    assert source_row(page, "LPG, forklifts").cells[0].activities[0].currency == "CNY"
    page.toolbar.numbers.set_value(Show.TONNES)
    assert page.months.words(row, 0) == f"{source_row(page, 'LPG, forklifts').cells[0].tonnes:.1f}"
    assert not page.months.editable(row, 0)
    page.view.begin_edit("1")
    assert page.prompt.title.text() == "t CO₂e is computed."


def test_a_segment_shows_the_rows_with_that_state(page: DataEntryPage) -> None:
    page.toolbar.segments.set_value(State.MISSING)
    names = [page.months.row_at(row) for row in range(page.months.rowCount())]
    assert [row.source.name for row in names if isinstance(row, SourceRow)] == ["Steam from industrial park"]
    page.toolbar.segments.set_value(None)
    assert page.months.rowCount() > 13


def test_a_scope_of_the_tree_shows_its_sources(page: DataEntryPage) -> None:
    page.tree.setCurrentIndex(page.tree.nodes.index_of(Node(1, "2")))
    rows = [page.months.row_at(row) for row in range(page.months.rowCount())]
    assert {row.source.category for row in rows if isinstance(row, SourceRow)} == {
        "electricity",
        "heat-steam-cooling",
    }


def test_another_site_is_shown_with_its_own_sources(page: DataEntryPage, session: Session) -> None:
    page.tree.setCurrentIndex(page.tree.nodes.index_of(Node(2)))
    assert session.site == 2
    assert page.context.text() == "Shenzhen, Assembly"
    assert page.grid is not None
    assert len(page.grid.source_rows) == 1


def test_output_figures_are_typed_in_the_same_grid(qtbot: QtBot, page: DataEntryPage) -> None:
    page.tree.setCurrentIndex(page.tree.nodes.index_of(Node(1, OUTPUT)))
    assert page.view.model() is page.outputs
    page.view.go_to(0, 2)
    page.view.setFocus()
    qtbot.keyClick(page.view, "4")
    qtbot.keyClick(editor(page), Qt.Key.Key_Tab)
    assert page.outputs.words(0, 2) == "4.0"
    assert [figure.amount for figure in inventory_of(page).find(Driver, month="2025-03")] == [4.0]
    page.view.go_to(0, 2)
    qtbot.keyClick(page.view, Qt.Key.Key_Delete)
    assert inventory_of(page).find(Driver, month="2025-03") == []
    page.records.planned.emit("Headcount", "unit", "")
    assert page.outputs.rowCount() == 2
    assert page.commit_cell(1, 0, "210")
    assert [figure.driver for figure in inventory_of(page).find(Driver, amount=210.0)] == ["Headcount"]


def test_the_next_year_expects_nothing_yet(page: DataEntryPage, session: Session) -> None:
    session.show_year(2026)
    assert page.grid is not None
    assert page.grid.count(State.MISSING) == 0
    assert page.commit_cell(row_of(page, "LPG, forklifts"), 0, "5")
    assert words(page, "LPG, forklifts", 0) == "5"


# ---- shape and states ------------------------------------------------------------------------------------


def test_a_low_narrow_window_gives_up_the_tree_first(qtbot: QtBot, session: Session) -> None:
    page = shown(qtbot, session, 1290, 630)
    assert not page.tree_pane.isVisible()
    assert page.site_button.isVisible()
    assert page.view.verticalHeader().defaultSectionSize() == 24
    assert page.inspector.isVisible()
    page.resize(1100, 630)
    assert not page.inspector.isVisible()
    page.run("inspector")
    assert page.inspector.isVisible()
    assert page.inspector.geometry().right() == page.width() - 1


def test_an_empty_inventory_offers_a_site_and_an_import(qtbot: QtBot) -> None:
    session = Session(Settings())
    session.open(Inventory.in_memory(Organisation(name="New", country="DE")), in_background=False)
    page = shown(qtbot, session, 1364, 833)
    assert page.stack.currentIndex() == 1
    page.run("add_site")
    form = form_of(page).form
    form.fields["name"].set_value("Works")
    form.fields["country"].set_value("DE")
    form_of(page).take()
    assert [site.name for site in inventory_of(page).all(Site)] == ["Works"]
    page.run("add_source")
    form = form_of(page).form
    form.fields["name"].set_value("Gas")
    form.fields["category"].set_value("stationary-combustion")
    form.fields["carrier"].set_value("natural gas")
    form.fields["unit"].set_value("kWh")
    form_of(page).take()
    assert [source.name for source in inventory_of(page).all(Source)] == ["Gas"]
    assert page.stack.currentIndex() == 0
    assert page.commit_cell(row_of(page, "Gas"), 0, "100")
    session.close()


def test_removing_a_source_with_data_asks_and_is_one_step(page: DataEntryPage) -> None:
    source = source_row(page, "LPG, forklifts").source
    entries = inventory_of(page).count(Activity)
    page.records.remove(source)
    assert inventory_of(page).count(Activity) == entries
    removal_of(page).remove_button.click()
    assert inventory_of(page).find(Source, name="LPG, forklifts") == []
    assert inventory_of(page).count(Activity) == entries - 24
    inventory_of(page).undo()
    assert inventory_of(page).count(Activity) == entries
    assert words(page, "LPG, forklifts", 0) == "1,890"


def test_closing_a_source_keeps_its_data(page: DataEntryPage) -> None:
    source = source_row(page, "LPG, forklifts").source
    page.records.remove(source)
    removal_of(page).day.setText("2025-06-30")
    removal_of(page).close_button.click()
    row = row_of(page, "LPG, forklifts")
    assert page.months.words(row, 0) == "1,890"
    assert not page.commit_cell(row, 7, "5")
    assert page.prompt.title.text() == "LPG, forklifts is not in use in Aug 2025."


def test_removing_a_site_takes_everything_along_and_comes_back(page: DataEntryPage, session: Session) -> None:
    inventory = inventory_of(page)
    before = {kind: inventory.count(kind) for kind in (Site, Source, Activity, Bill, Driver)}
    page.records.remove(inventory.get(Site, 1))
    removal_of(page).remove_button.click()
    assert inventory.count(Bill) == 0
    assert page.grid is None or page.grid.site.id != 1
    inventory.undo()
    assert {kind: inventory.count(kind) for kind in before} == before


@pytest.mark.filterwarnings("ignore")
def test_the_models_keep_qts_rules(qtmodeltester: ModelTester, page: DataEntryPage) -> None:
    page.tree.setCurrentIndex(page.tree.nodes.index_of(Node(1, OUTPUT)))
    for model in (page.months, page.totals_model, page.outputs, page.tree.nodes):
        qtmodeltester.check(model)


def test_a_cell_says_its_name_number_and_state(page: DataEntryPage) -> None:
    row = row_of(page, "Natural gas, boilers")
    spoken = page.months.spoken(row, SEP)
    assert spoken == "Natural gas, boilers, Sep 2025, 291.4 × 1,000 m³, flagged, 40 % above the other months"
    assert page.view.accessibleName() == "Month grid"
