"""The Group page on a real group: what is typed, answered and removed is in the file, and undo brings it back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from carbondesk.domain.records import (
    Entity,
    ExchangeRate,
    Ownership,
    PresenceDeclaration,
    Site,
    Source,
)
from carbondesk.ui.forms import RecordDialog, SearchedCombo
from carbondesk.ui.pages.group import GroupPage
from carbondesk.ui.pages.group.registers import REGISTERS
from carbondesk.ui.pages.group.writing import RemovalDialog
from carbondesk.ui.widgets import Choice, EmptyState, MessagePane
from tests.ui.pages import group_plant, plants
from tests.ui.pages.group_hands import inventory, opened, rows, write


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[GroupPage]:
    made = opened(qtbot, group_plant.inventory())
    yield made
    made.session.close()


# ---- the list ---------------------------------------------------------------------------------------------


def test_every_register_is_listed_with_its_records_and_its_doubts(page: GroupPage) -> None:
    shown = {entry.id: entry for entry in page.shelf.rows.entries}
    assert list(shown) == [register.id for register in REGISTERS]
    counts = {name: entry.count for name, entry in shown.items() if entry.count is not None}
    assert counts == {
        "entities": 3,
        "ownership": 3,
        "sites": 4,
        "leases": 2,
        "screening": 2,
        "power": 2,
        "rates": 1,
        "indices": 1,
        "base_year": 2,
        "suppliers": 2,
        "statements": 1,
        "land": 1,
    }
    assert shown["screening"].mark == ("triangle-alert", "warn")
    assert shown["entities"].mark == ("info", "info")
    assert shown["rates"].mark == ("", "")
    QAbstractItemModelTester(page.shelf.rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    told = page.shelf.rows.data(page.shelf.rows.index(1, 0), Qt.ItemDataRole.ToolTipRole)
    assert "3 records" in str(told)


def test_every_register_shows_its_lines_and_its_models_are_sound(page: GroupPage) -> None:
    for place, register in enumerate(REGISTERS):
        page.choose_register(register.id)
        view = page.middle.view()
        assert view.rows.rowCount() > 0
        QAbstractItemModelTester(view.rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
        assert view.current_line() is not None
        assert page.shelf.currentIndex().row() == place
        spoken = str(view.rows.data(view.rows.index(0, 1), Qt.ItemDataRole.AccessibleTextRole))
        assert spoken.startswith(view.rows.lines[0].title)
        assert not page.grab().isNull()


def test_what_targets_ask_for_is_kept_in_registers(page: GroupPage) -> None:
    page.choose_register("suppliers")
    assert rows(page) == [
        ["Paper mill", "2025", "1. Purchased goods and services", "12", "–", "Validated"],
        ["Copper works", "–", "–", "–", "5,000 USD", "–"],
    ]
    page.choose_register("statements")
    assert rows(page)[0][:4] == ["2025", "480", "900", "–"]
    page.choose_register("land")
    assert rows(page) == [["2025", "3", "Forest, land and agriculture", "71", "Cardboard"]]


# ---- the boundary -----------------------------------------------------------------------------------------


def test_the_boundary_shows_each_span_of_days_with_share_and_place(page: GroupPage) -> None:
    found = [(row[0], row[2], row[3], row[5], row[7]) for row in rows(page)]
    assert found == [
        ("Harrow Lake", "always", "100 %", "100 %", "Scope 1+2, category 13"),
        ("Nanjing", "always", "40 %", "0 %", "Scope 3, category 15"),
        ("Pune", "always", "100 %", "100 %", "Scope 1+2"),
        ("Győr", "to 30 Jun 2025", "60 %", "100 %", "Scope 1+2"),
        ("Győr", "from 1 Jul 2025", "80 %", "100 %", "Scope 1+2"),
    ]


def test_another_approach_moves_shares_and_places(page: GroupPage) -> None:
    page.approaches.buttons[_approach("equity-share")].click()
    found = {(row[0], row[2]): (row[5], row[7]) for row in rows(page)}
    assert found["Nanjing", "always"] == ("40 %", "Scope 1+2")
    assert found["Győr", "from 1 Jul 2025"] == ("80 %", "Scope 3, category 8")
    assert page.state()["approach"] == "equity-share"


def test_the_approaches_stand_side_by_side_as_the_figures_have_them(page: GroupPage) -> None:
    figures = page.session.figures
    assert figures is not None
    for approach, button in page.approaches.buttons.items():
        totals = figures.totals(2025, consolidation=approach)
        assert page.approaches.sums[approach].text() == f"{totals.scope12_market:,.0f}"
        assert page.approaches.cells[4, approach].text() == f"{totals.scope3:,.0f}"
        assert button.isChecked() == (approach == "operational-control")
    assert page.reckoning.facts is not None
    assert [row.site.name for row in page.reckoning.facts.boundary.differing()] == ["Nanjing", "Győr"]


def test_enter_on_the_boundary_edits_the_site(page: GroupPage, qtbot: QtBot) -> None:
    view = page.middle.view()
    view.selectRow(1)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert page.register.id == "sites"
    assert page.detail.title.text() == "Nanjing"


def _approach(value: str) -> str:
    from carbondesk.domain.records import Consolidation

    return Consolidation(value)


# ---- records ----------------------------------------------------------------------------------------------


def test_a_changed_field_is_one_step_and_undo_takes_it_back(page: GroupPage, qtbot: QtBot) -> None:
    page.choose_register("ownership")
    assert page.detail.title.text() == "Lumen Display"
    assert not page.detail.keep_button.isEnabled()
    before = len(inventory(page).steps(99))
    write(page, "share", "45 %")
    assert page.detail.keep_button.isEnabled()
    qtbot.keyClick(page.detail.form.fields["share"].control, Qt.Key.Key_Return)  # type: ignore[union-attr]
    assert inventory(page).all(Ownership)[0].share == 0.45
    assert rows(page)[0][2] == "45 %"
    assert len(inventory(page).steps(99)) == before + 1
    page.session.undo()
    assert rows(page)[0][2] == "40 %"


def test_enter_keeps_what_was_typed_into_a_searched_field_too(page: GroupPage, qtbot: QtBot) -> None:
    page.choose_register("entities")
    form = page.detail.form
    assert form is not None
    control = form.fields["country"].control
    assert isinstance(control, SearchedCombo)
    line = control.lineEdit()
    assert line is not None
    line.setText("Netherlands")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert inventory(page).all(Entity)[0].country == "NL"
    assert rows(page)[0][1] == "Netherlands (NL)"


def test_escape_takes_typed_text_back(page: GroupPage, qtbot: QtBot) -> None:
    page.choose_register("ownership")
    write(page, "share", "90")
    qtbot.keyClick(page.detail.form.fields["share"].control, Qt.Key.Key_Escape)  # type: ignore[union-attr]
    assert page.detail.form.fields["share"].value() == 0.4  # type: ignore[union-attr]
    assert not page.detail.edited


def test_what_was_typed_is_kept_when_another_row_is_chosen(page: GroupPage) -> None:
    page.choose_register("ownership")
    write(page, "share", "50")
    page.middle.view().selectRow(1)
    assert inventory(page).all(Ownership)[0].share == 0.5
    assert page.detail.title.text() == "Kestrel Automotive Kft."
    assert page.middle.view().currentIndex().row() == 1


def test_what_is_no_good_is_not_kept_and_it_is_said(page: GroupPage) -> None:
    page.choose_register("ownership")
    write(page, "share", "400")
    page.detail.keep()
    assert inventory(page).all(Ownership)[0].share == 0.4
    page.choose_register("sites")
    assert inventory(page).all(Ownership)[0].share == 0.4
    notices = [pane.title.text() for pane in page.findChildren(MessagePane, "notice")]
    assert notices == ["Changes were not kept: Share is at most 100."]


def test_what_was_typed_is_kept_when_something_else_changes(page: GroupPage) -> None:
    page.choose_register("ownership")
    write(page, "share", "50")
    with page.session.step(plants.TITLE) as step:
        step.add(ExchangeRate(currency="EUR", year=2025, average=1.1))
    assert inventory(page).all(Ownership)[0].share == 0.5
    assert rows(page)[0][2] == "50 %"
    assert len(inventory(page).all(ExchangeRate)) == 2
    assert inventory(page).verify().intact


def test_a_record_is_added_by_key_and_is_current_afterwards(page: GroupPage, qtbot: QtBot) -> None:
    page.choose_register("rates")
    qtbot.keyClick(page.middle.view(), Qt.Key.Key_Insert)
    dialog = page.edits.dialog
    assert isinstance(dialog, RecordDialog)
    assert dialog.form.fields["year"].value() == 2025
    dialog.form.fields["currency"].set_value("EUR")
    dialog.form.fields["average"].set_value(1.08)
    dialog.take()
    assert [row[0] for row in rows(page)] == ["CNY", "EUR"]
    assert page.detail.title.text() == "EUR 2025"
    assert inventory(page).all(ExchangeRate)[1].average == 1.08


def test_an_unneeded_record_goes_at_once_and_comes_back_by_undo(page: GroupPage, qtbot: QtBot) -> None:
    page.choose_register("rates")
    qtbot.keyClick(page.middle.view(), Qt.Key.Key_Delete)
    assert not inventory(page).all(ExchangeRate)
    assert page.middle.findChildren(EmptyState)
    page.session.undo()
    assert rows(page)[0][0] == "CNY"


def test_what_others_refer_to_is_asked_about_and_goes_with_them(page: GroupPage, qtbot: QtBot) -> None:
    page.choose_register("sites")
    page.middle.view().selectRow(3)
    qtbot.keyClick(page.middle.view(), Qt.Key.Key_Delete)
    dialog = page.edits.dialog
    assert isinstance(dialog, RemovalDialog)
    assert len(inventory(page).all(Site)) == 4
    dialog.cancel_button.click()
    assert len(inventory(page).all(Site)) == 4
    page.edits.remove()
    again = page.edits.dialog
    assert isinstance(again, RemovalDialog)
    again.remove_button.click()
    assert [site.name for site in inventory(page).all(Site)] == ["Harrow Lake", "Nanjing", "Pune"]
    page.session.undo()
    assert len(inventory(page).all(Site)) == 4


def test_a_freight_source_is_told_who_pays_it(page: GroupPage) -> None:
    page.choose_register("leases")
    assert [row[0] for row in rows(page)] == ["Grid electricity", "Freight by lorry"]
    page.middle.view().selectRow(1)
    assert page.detail.messages() == ["Nobody has said who pays Freight by lorry."]
    assert not page.detail.remove_button.isVisible()
    form = page.detail.form
    assert form is not None
    control = form.fields["paid_by"].control
    assert isinstance(control, Choice)
    control.set_value("us")
    page.detail.keep()
    assert inventory(page).find(Source, name="Freight by lorry")[0].paid_by == "us"
    assert page.detail.messages() == []
    assert rows(page)[1][2] == "We pay (category 4)"


def test_findings_stand_at_their_row_with_the_remedy(page: GroupPage) -> None:
    page.choose_register("entities")
    lines = page.middle.view().rows.lines
    joint = next(line for line in lines if line.title == "Lumen Display")
    assert [finding.code for finding in joint.findings] == ["joint-control"]
    page.middle.view().go_to(joint.key)
    assert page.detail.messages() == [
        "Lumen Display is taken for a joint venture: financial control counts its share."
    ]


# ---- kinds of sources -------------------------------------------------------------------------------------


def test_one_key_answers_for_the_selected_kinds_as_one_step(page: GroupPage, qtbot: QtBot) -> None:
    page.choose_register("presence")
    view = page.middle.grid
    before = len(inventory(page).steps(99))
    select = QItemSelectionModel.SelectionFlag.Select
    view.setCurrentIndex(view.rows.index(1, 2))
    view.selectionModel().select(view.rows.index(1, 3), select)
    qtbot.keyClick(view, Qt.Key.Key_N)
    assert rows(page)[1][2:4] == ["not present", "not present"]
    told = inventory(page).find(PresenceDeclaration, category="mobile-combustion")
    assert [(row.presence, row.declared_by) for row in told] == [("not present", "Energy head")]
    assert len(inventory(page).steps(99)) == before + 1
    qtbot.keyClick(view, Qt.Key.Key_Y)
    assert rows(page)[1][2] == "present"
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert rows(page)[1][2] == ""
    page.session.undo()
    assert rows(page)[1][2] == "present"


def test_an_answer_that_the_sources_contradict_is_marked(page: GroupPage) -> None:
    page.choose_register("presence")
    pune = page.middle.grid.rows.lines[2]
    process = next(cell for cell in pune.cells if cell.text == "present")
    assert (process.icon, process.tint) == ("triangle-alert", "warn")
    assert "declared-without-source" in {finding.code for finding in pune.findings}


def test_an_answer_is_explained_in_its_form(page: GroupPage) -> None:
    page.choose_register("presence")
    view = page.middle.grid
    view.setCurrentIndex(view.rows.index(3, 4))
    form = page.detail.form
    assert form is not None
    form.fields["declared_by"].set_value("Plant head")
    page.detail.keep()
    told = inventory(page).find(PresenceDeclaration, declared_by="Plant head")
    assert [(row.category, row.presence) for row in told] == [("fugitive", "present")]
    assert view.currentIndex().column() == 4
