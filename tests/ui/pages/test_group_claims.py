"""The Group page on a real group: screening, green power, base year, its table and its states."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from carbondesk.domain.accounting.screening import SCOPE_3
from carbondesk.domain.records import (
    Activity,
    Allocation,
    BaseYearChange,
    Contract,
    Entity,
    ExchangeRate,
    Organisation,
    Screening,
    Source,
    Supplier,
)
from carbondesk.domain.text import say
from carbondesk.language import tr
from carbondesk.store.inventory import Inventory
from carbondesk.ui import fonts
from carbondesk.ui.forms import RecordDialog
from carbondesk.ui.pages.group import GroupPage, reckoning
from carbondesk.ui.pages.group.registers import REGISTERS
from carbondesk.ui.widgets import Choice, EmptyState
from tests.ui.pages import group_plant
from tests.ui.pages.group_hands import inventory, opened, rows, under, write


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[GroupPage]:
    made = opened(qtbot, group_plant.inventory())
    yield made
    made.session.close()


@pytest.fixture
def large(qtbot: QtBot) -> Iterator[GroupPage]:
    fonts.set_text_scale(1.5)
    made = opened(qtbot, group_plant.inventory())
    made.resize(1250, 640)
    yield made
    made.session.close()


# ---- screening, power, base year ---------------------------------------------------------------------------


def test_the_fifteen_categories_are_screened_beside_their_tonnes(page: GroupPage) -> None:
    page.choose_register("screening")
    assert len(rows(page)) == len(SCOPE_3)
    assert rows(page)[0][3] == "Included"
    assert page.detail.messages() == [
        "“Purchased goods and services” is decided as included, but has no source."
    ]
    assert rows(page)[13][3:] == ["Does not apply", "–", "No franchises"]
    page.middle.view().selectRow(9)
    form = page.detail.form
    assert form is not None
    control = form.fields["decision"].control
    assert isinstance(control, Choice)
    control.set_value("excluded")
    page.detail.keep()
    assert "is left out without an estimate" in page.detail.messages()[0]
    write(page, "estimate", "1200")
    form = page.detail.form
    assert form is not None
    form.fields["reason"].set_value("Customers are not known")
    page.detail.keep()
    kept = inventory(page).find(Screening, category="s3-10")[0]
    assert (kept.estimate, kept.reason) == (1200.0, "Customers are not known")
    assert page.detail.messages() == []
    assert "left out, SBTi allows 5 %" in page.middle.head.context.text()
    page.edits.remove()
    assert not inventory(page).find(Screening, category="s3-10")


def test_a_contract_shows_what_it_covered_and_what_counts_nowhere(page: GroupPage) -> None:
    page.choose_register("power")
    by_name = {row[0]: row for row in rows(page)}
    covered = by_name["Certificate, I-REC, Solar 4"]
    assert covered[6:] == ["40,000", "0"]
    agreement = by_name["Power purchase agreement, Lake wind"]
    assert agreement[6:] == ["120,960", "79,040"]
    page.middle.view().selectRow(1)
    assert any("exceeds the use in its market" in words for words in page.detail.messages())


def test_the_matched_share_stands_by_market_month_and_hour(page: GroupPage) -> None:
    page.choose_register("power")
    found = {row[0]: row for row in under(page)}
    use = 2_400_000 * 3.2 * 0.84 * 12
    china = found["China"]
    assert china[1:3] == [f"{40_000_000 / use * 100:.0f} %", str(round(40_000_000 / use * 100))]
    assert china[14:] == ["–", "Residual mix"]
    states = found["United States"]
    assert states[2:14] == ["100"] * 12
    assert states[14] == "50 %", "half of the hours have twice the generation that is used"


def test_the_state_of_a_suppliers_target_is_chosen_and_an_older_text_stays_until_then(
    page: GroupPage,
) -> None:
    with inventory(page).step(say("Older file")) as step:
        step.add(Supplier(name="A mill", target_state="signed a letter"))
    page.choose_register("suppliers")
    page.middle.view().selectRow([row[0] for row in rows(page)].index("A mill"))
    form = page.detail.form
    assert form is not None
    control = form.fields["target_state"].control
    assert isinstance(control, Choice)
    offered = [control.itemText(place) for place in range(control.count())]
    assert offered == [
        "–",
        "None",
        "Committed",
        "Submitted",
        "Set, not validated",
        "Validated",
        "signed a letter",
    ]
    assert control.value() == "signed a letter"
    control.set_value("validated")
    category = form.fields["category"].control
    assert isinstance(category, Choice)
    assert category.count() == 1 + len(SCOPE_3)
    category.set_value("s3-4")
    page.detail.keep()
    kept = inventory(page).find(Supplier, name="A mill")[0]
    assert (kept.target_state, kept.category) == ("validated", "s3-4")


def test_the_base_year_is_held_against_the_threshold_and_years_restated(page: GroupPage) -> None:
    page.choose_register("base_year")
    assert page.middle.messages()[0] == "No restatement is due"
    years = {row[0]: row for row in under(page)}
    assert years["2021, base year"][1] == "170,000"
    page.middle.view().selectRow(0)
    write(page, "effect", "54000")
    page.detail.keep()
    assert inventory(page).all(BaseYearChange)[0].effect == 54_000.0
    assert page.middle.messages()[0] == "A restatement of the base year is due"


# ---- the table --------------------------------------------------------------------------------------------


def test_heads_sort_and_the_third_press_restores_the_order(page: GroupPage) -> None:
    page.choose_register("sites")
    view = page.middle.view()
    heads = view.horizontalHeader()
    order = [row[0] for row in rows(page)]
    heads.sectionClicked.emit(0)
    assert [row[0] for row in rows(page)] == ["Győr", "Harrow Lake", "Nanjing", "Pune"]
    heads.sectionClicked.emit(0)
    assert [row[0] for row in rows(page)] == ["Pune", "Nanjing", "Harrow Lake", "Győr"]
    heads.sectionClicked.emit(0)
    assert [row[0] for row in rows(page)] == order
    assert page.detail.title.text() == "Harrow Lake"


def test_the_filter_keeps_what_holds_every_word(page: GroupPage) -> None:
    page.choose_register("sites")
    page.commands()["filter"]()
    page.middle.search.setText("kft oper")
    assert [row[0] for row in rows(page)] == ["Győr"]
    assert page.detail.title.text() == "Győr"
    page.choose_register("entities")
    assert len(rows(page)) == 3


def test_rows_are_copied_as_lines_and_tabs(page: GroupPage) -> None:
    page.choose_register("rates")
    page.commands()["copy"]()
    text = QGuiApplication.clipboard().text()
    assert text == "Currency\tYear\tAverage rate\tPublisher\nCNY\t2025\t0.131 USD\tECB\n"


def test_columns_give_way_on_a_low_screen(page: GroupPage) -> None:
    page.resize(1290, 640)
    view = page.middle.view()
    assert view.isColumnHidden(1)
    assert not view.isColumnHidden(2)
    widths = sum(view.columnWidth(column) for column in range(8) if not view.isColumnHidden(column))
    assert widths <= view.viewport().width() + 1


# ---- states -----------------------------------------------------------------------------------------------


def test_an_empty_inventory_says_what_to_do_first(qtbot: QtBot) -> None:
    page = opened(qtbot, Inventory.in_memory(Organisation(name="Acme", country="NL")))
    for register in REGISTERS:
        page.choose_register(register.id)
        if register.id == "screening":
            continue
        state = page.middle.findChild(EmptyState)
        assert state is not None
        assert len(state.findChildren(QPushButton)) == 2
    page.choose_register("entities")
    page.edits.add()
    dialog = page.edits.dialog
    assert isinstance(dialog, RecordDialog)
    assert dialog.form.fields["country"].value() == "NL"
    dialog.form.fields["name"].set_value("Acme BV")
    dialog.take()
    assert [entity.name for entity in inventory(page).all(Entity)] == ["Acme BV"]
    page.session.close()


def test_an_empty_register_leads_to_the_import(qtbot: QtBot) -> None:
    page = opened(qtbot, Inventory.in_memory(Organisation(name="Acme", country="NL")))
    with qtbot.waitSignals([page.navigate, page.command_wanted]):
        page.middle.wanted.emit("import")
    page.session.close()


def test_nothing_can_be_written_where_the_file_is_read_only(qtbot: QtBot, tmp_path: Path) -> None:
    source = group_plant.inventory()
    source.backup(tmp_path / "group.cdesk")
    source.close()
    page = opened(qtbot, Inventory.open(tmp_path / "group.cdesk", read_only=True))
    page.choose_register("rates")
    assert not page.middle.add_button.isEnabled()
    assert not page.detail.remove_button.isEnabled()
    page.edits.add()
    assert page.edits.dialog is None
    page.edits.remove()
    assert inventory(page).all(ExchangeRate)
    page.session.close()


def test_a_large_inventory_is_computed_off_the_main_thread(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reckoning, "MANY_ROWS", 0)
    source = group_plant.inventory()
    source.backup(tmp_path / "group.cdesk")
    source.close()
    page = opened(qtbot, Inventory.open(tmp_path / "group.cdesk"))
    assert page.reckoning.facts is None
    page.choose_register("rates")
    assert rows(page)[0][0] == "CNY", "what needs no figures is there at once"
    page.choose_register("boundary")
    qtbot.waitUntil(lambda: page.reckoning.facts is not None, timeout=20_000)
    assert len(rows(page)) == 5
    page.session.finish_tasks()
    page.session.close()


def test_the_register_and_the_approach_are_kept_over_a_rebuild(page: GroupPage, qtbot: QtBot) -> None:
    page.choose_register("power")
    kept = page.state()
    other = GroupPage(page.session)
    qtbot.addWidget(other)
    other.restore_state(kept)
    other.enter()
    assert other.register.id == "power"
    other.enter({"register": "base_year"})
    assert other.register.id == "base_year"
    assert [entry.id for entry in other.shelf.rows.entries][other.shelf.currentIndex().row()] == "base_year"


def test_f4_hides_the_pane_and_f6_steps_through_what_is_there(page: GroupPage) -> None:
    page.choose_register("power")
    assert page.middle.under_table in page.panes()
    page.commands()["inspector"]()
    assert not page.side.isVisible()
    page.edits.edit()
    assert page.side.isVisible()


def test_a_tenants_share_is_added_from_its_form(page: GroupPage) -> None:
    page.choose_register("leases")
    page.middle.add_button.click()
    dialog = page.edits.dialog
    assert isinstance(dialog, RecordDialog)
    source = inventory(page).find(Source, name="Natural gas, boilers")[0].id
    dialog.form.fields["source"].set_value(source)
    dialog.form.fields["share"].set_value(0.25)
    dialog.take()
    assert [(row.source, row.share) for row in inventory(page).all(Allocation)][1] == (source, 0.25)
    assert rows(page)[1][:4] == [
        "Natural gas, boilers",
        "Harrow Lake",
        "Tenant (category 13), Floor area",
        "25 %",
    ]


def test_another_year_is_shown_with_its_own_figures(page: GroupPage) -> None:
    page.choose_register("power")
    page.session.show_year(2024)
    assert [row[6] for row in rows(page)] == ["–", "–"]
    page.choose_register("boundary")
    assert [row[2] for row in rows(page)] == ["always", "always", "always", "to 30 Jun 2025"]
    entry = inventory(page).activities(inventory(page).find(Source, name="Freight by lorry")[0].id)[-1]
    assert isinstance(entry, Activity)
    assert entry.end == date(2025, 12, 31)
    assert inventory(page).count(Contract) == 2


def test_a_narrow_page_offers_the_registers_as_a_drop_down(page: GroupPage) -> None:
    page.resize(900, 600)
    assert not page.shelf.isVisible()
    assert page.chooser.isVisible()
    assert page.panes()[0] is page.chooser
    wanted = next(each for each in page.chooser.menu().actions() if each.text() == "Ownership")
    wanted.trigger()
    assert page.register.id == "ownership"
    assert page.chooser.text() == "Ownership"
    page.resize(1300, 600)
    assert page.shelf.isVisible()
    assert not page.chooser.isVisible()
    assert page.panes()[0] is page.shelf


def test_the_name_of_a_narrow_register_keeps_its_room(page: GroupPage) -> None:
    page.choose_register("power")
    page.resize(900, 600)
    view = page.middle.view()
    assert view.columnWidth(0) >= 120
    hidden = [place for place in range(view.model().columnCount()) if view.isColumnHidden(place)]
    assert hidden
    page.resize(1700, 900)
    assert not any(view.isColumnHidden(place) for place in hidden)


def test_the_second_table_leaves_an_empty_register_its_room(page: GroupPage) -> None:
    page.choose_register("base_year")
    page.resize(1300, 900)
    tall = page.middle.under_table.height()
    page.resize(1300, 400)
    assert page.middle.under_table.height() < tall


def test_the_keyboard_is_in_the_table_again_once_a_change_is_kept(page: GroupPage, qtbot: QtBot) -> None:
    page.choose_register("power")
    page.edits.edit()
    form = page.detail.form
    assert form is not None
    field = form.fields["generator"].control
    assert isinstance(field, QLineEdit)
    field.setFocus()
    field.setText("Another wind farm")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert inventory(page).all(Contract)[0].generator == "Another wind farm"
    assert page.focusWidget() is page.middle.view()


def test_with_large_text_the_matched_share_keeps_its_year_and_every_month(large: GroupPage) -> None:
    page = large
    page.choose_register("power")
    table = page.middle.under_table
    names = [tr(head.name) for head in table.rows.heads]
    assert names[1] == "Year"
    assert not any(table.isColumnHidden(place) for place in range(14))
    assert table.columnViewportPosition(1) + table.columnWidth(1) <= table.viewport().width()
    bar = table.horizontalScrollBar()
    assert bar.maximum() > 0
    assert table.height() >= bar.height() + 3 * fonts.px(28)
    assert page.middle.minimumSizeHint().height() <= page.middle.height()


def test_with_large_text_no_head_of_the_kinds_of_sources_is_cut(large: GroupPage) -> None:
    page = large
    page.choose_register("presence")
    view, metrics = page.middle.view(), fonts.metrics(12, 500)
    for place, head in enumerate(view.rows.heads):
        longest = max(metrics.horizontalAdvance(word) for word in tr(head.name).split())
        assert not view.isColumnHidden(place)
        assert view.columnWidth(place) >= longest + fonts.px(16)
    page.middle.view().setCurrentIndex(view.rows.index(0, 6))
    assert view.horizontalScrollBar().value() > 0
