"""Own factors, a factor for a source, another edition for a year: each one step, taken back by Undo."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from carbondesk.domain.records import Activity, Category, EditionPin, Factor, Source
from carbondesk.domain.text import say
from carbondesk.store.inventory import Inventory
from carbondesk.ui.pages.factors import FactorsPage
from carbondesk.ui.pages.factors.choosing import UseDialog
from carbondesk.ui.pages.factors.comparing import CompareDialog
from carbondesk.ui.pages.factors.editing import FactorDialog, RemovalDialog, category_text, read_categories
from carbondesk.ui.pages.factors.stock import State
from carbondesk.ui.readings import FieldFault
from carbondesk.ui.widgets import MessagePane
from tests.ui.pages.factor_desk import close, go_to, names, opened, wish


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[FactorsPage]:
    shown = opened(qtbot)
    yield shown
    close(shown)


def file(page: FactorsPage) -> Inventory:
    assert page.session.inventory is not None
    return page.session.inventory


def settle(page: FactorsPage, qtbot: QtBot) -> None:
    """Wait until the library stands as the step left it."""
    qtbot.waitUntil(lambda: not page.busy, timeout=20_000)
    page.finish()


def dialog_of(page: FactorsPage) -> FactorDialog:
    assert isinstance(page.own.dialog, FactorDialog)
    return page.own.dialog


def fill(dialog: FactorDialog, **values: object) -> None:
    for name, value in values.items():
        dialog.form.fields[name].set_value(value)


def said(dialog: FactorDialog) -> str:
    QApplication.processEvents()
    panes = [pane for pane in dialog.findChildren(MessagePane) if pane.isVisible()]
    return " ".join(f"{pane.title.text()} {pane.text.text()}" for pane in panes)


def add_own(page: FactorsPage, qtbot: QtBot, name: str = "Boiler gas, supplier") -> str:
    page.run("new_factor")
    dialog = dialog_of(page)
    fill(
        dialog,
        name=name,
        category="stationary-combustion",
        carrier="natural gas",
        activity_unit="kWh",
        co2=0.19,
    )
    dialog.take()
    settle(page, qtbot)
    return file(page).all(Factor)[-1].factor_id


def test_a_new_factor_is_one_step_and_stands_in_the_table(page: FactorsPage, qtbot: QtBot) -> None:
    steps = len(file(page).steps())
    factor_id = add_own(page, qtbot)
    made = file(page).all(Factor)[-1]
    assert made.factor_id == "OWN:boiler-gas-supplier"
    assert (made.scope, made.category) == ("1", "stationary-combustion")
    assert len(file(page).steps()) == steps + 1
    assert page.current_id() == factor_id
    assert page.content.detail.edit_button.text() == "Edit…"
    page.session.undo()
    settle(page, qtbot)
    assert page.stock is not None
    assert page.stock.place_of(factor_id) is None


def test_two_factors_of_one_name_have_two_ids(page: FactorsPage, qtbot: QtBot) -> None:
    assert add_own(page, qtbot) != add_own(page, qtbot)


def test_a_factor_without_gas_is_refused_with_the_remedy(page: FactorsPage) -> None:
    page.run("new_factor")
    dialog = dialog_of(page)
    fill(dialog, name="Empty", category="electricity", activity_unit="kWh")
    dialog.take()
    assert "neither a gas nor a total" in said(dialog)
    assert file(page).all(Factor) == []


def test_a_factor_without_unit_is_refused_at_its_field(page: FactorsPage) -> None:
    page.run("new_factor")
    dialog = dialog_of(page)
    fill(dialog, name="No unit", co2=1.0)
    dialog.take()
    assert "is needed" in dialog.form.fields["activity_unit"].note.text()
    assert file(page).all(Factor) == []


def test_nox_in_the_place_of_nitrous_oxide_is_refused(page: FactorsPage) -> None:
    page.run("new_factor")
    dialog = dialog_of(page)
    fill(dialog, name="Boiler NOx", category="stationary-combustion", carrier="natural gas", activity_unit="kWh",
         co2=0.2, n2o=0.001)  # fmt: skip
    dialog.take()
    assert "NOx" in said(dialog)
    assert file(page).all(Factor) == []


def test_a_doubt_is_shown_once_and_then_accepted(page: FactorsPage, qtbot: QtBot) -> None:
    page.run("new_factor")
    dialog = dialog_of(page)
    fill(dialog, name="Much nitrous oxide", category="stationary-combustion", carrier="natural gas",
         activity_unit="kWh", co2=0.2, n2o=0.1)  # fmt: skip
    dialog.take()
    assert "N₂O per CO₂" in said(dialog)
    assert file(page).all(Factor) == []
    assert dialog.accept_button.text() == "Keep it as it is"
    dialog.take()
    settle(page, qtbot)
    assert [factor.name for factor in file(page).all(Factor)] == ["Much nitrous oxide"]


def test_swapped_years_and_limits_are_refused(page: FactorsPage) -> None:
    page.run("new_factor")
    dialog = dialog_of(page)
    fill(dialog, name="Swapped", activity_unit="kWh", co2=0.2, valid_from=2025, valid_to=2024,
         uncertainty_low=0.3, uncertainty_high=0.1)  # fmt: skip
    dialog.take()
    assert "first" in said(dialog)
    assert "upper limit" in said(dialog)
    assert "category" in said(dialog)


def test_a_copy_asks_for_the_reason(page: FactorsPage, qtbot: QtBot) -> None:
    go_to(page, "IPCC-2006:V2T2.2:crude-oil:tj")
    assert page.content.detail.edit_button.text() == "Copy as own…"
    page.run("copy_factor")
    dialog = dialog_of(page)
    dialog.take()
    assert file(page).all(Factor) == []
    dialog.factor_form.reason.setText("The refinery measured it")
    dialog.form.fields["co2"].set_value(73000.0)
    dialog.take()
    settle(page, qtbot)
    made = file(page).all(Factor)[-1]
    assert (made.factor_id, made.co2) == ("OWN:crude-oil", 73000.0)
    assert made.source_table == "Vol 2 Table 1.4 (CO2) + Table 2.2 (CH4,N2O)"
    assert file(page).steps(1)[0].reason == "The refinery measured it"


def test_an_own_factor_is_edited_in_one_step(page: FactorsPage, qtbot: QtBot) -> None:
    factor_id = add_own(page, qtbot)
    go_to(page, factor_id)
    page.run("edit_factor")
    dialog = dialog_of(page)
    assert dialog.form.fields["category"].value().startswith("Scope 1")
    dialog.form.fields["co2"].set_value(0.2)
    dialog.take()
    settle(page, qtbot)
    assert file(page).all(Factor)[-1].co2 == 0.2
    assert page.content.detail.value.text() == "0.2000"


def test_a_factor_in_use_names_its_sources_before_it_goes(page: FactorsPage, qtbot: QtBot) -> None:
    factor_id = add_own(page, qtbot)
    source = file(page).all(Source)[0]
    with page.session.step(say("Choose")) as step:
        step.change(source, factor=factor_id, factor_reason="measured")
    settle(page, qtbot)
    go_to(page, factor_id)
    page.run("remove_factor")
    dialog = page.own.dialog
    assert isinstance(dialog, RemovalDialog)
    assert any(source.name in label.text() for label in dialog.findChildren(QLabel))
    qtbot.mouseClick(dialog.remove_button, Qt.MouseButton.LeftButton)
    settle(page, qtbot)
    assert file(page).all(Factor) == []
    assert file(page).get(Source, source.id).factor == ""
    page.session.undo()
    settle(page, qtbot)
    assert file(page).get(Source, source.id).factor == factor_id


def test_entries_that_name_a_factor_are_told_of_before_it_goes(page: FactorsPage, qtbot: QtBot) -> None:
    factor_id = add_own(page, qtbot)
    entry = file(page).all(Activity)[0]
    with page.session.step(say("Choose")) as step:
        step.change(entry, factor=factor_id)
    settle(page, qtbot)
    go_to(page, factor_id)
    page.run("remove_factor")
    dialog = page.own.dialog
    assert isinstance(dialog, RemovalDialog)
    assert [pane.title.text()[:7] for pane in dialog.findChildren(MessagePane)] == ["Entries"]
    dialog.reject()
    assert len(file(page).all(Factor)) == 1


def test_categories_are_written_in_words() -> None:
    words = category_text("stationary-combustion;mobile-combustion")
    assert words == "Scope 1: Stationary combustion; Scope 1: Mobile combustion"
    assert read_categories(words) == "stationary-combustion;mobile-combustion"
    assert read_categories(Category.S3_1.value) == "s3-1"
    with pytest.raises(FieldFault):
        read_categories("nothing of the kind")


# ---- a factor for a source -------------------------------------------------------------------------------


def use(page: FactorsPage, factor_id: str) -> UseDialog:
    go_to(page, factor_id)
    page.run("use_factor")
    assert isinstance(page.factor_commands.dialog, UseDialog)
    return page.factor_commands.dialog


def test_a_factor_is_taken_with_a_reason_and_shows_its_effect_first(page: FactorsPage, qtbot: QtBot) -> None:
    dialog = use(page, add_own(page, qtbot))
    effects = dialog.effects.effects
    assert len(effects) == 4
    figures = page.session.figures
    assert figures is not None
    before = figures.by_source(2025)
    assert [each.before for each in effects] == pytest.approx([before[each.source.id] for each in effects])
    assert not dialog.accept_button.isEnabled()
    first = dialog.effects.index(0, 0)
    assert dialog.effects.setData(first, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert not dialog.accept_button.isEnabled()
    dialog.reason.setText("The supplier's own analysis")
    dialog.take()
    settle(page, qtbot)
    chosen = effects[0]
    source = file(page).get(Source, chosen.source.id)
    assert source.factor_reason == "The supplier's own analysis"
    assert page.session.figures is not None
    assert page.session.figures.by_source(2025)[source.id] == pytest.approx(chosen.after)
    assert chosen.after != pytest.approx(chosen.before)
    page.session.undo()
    assert page.session.figures.by_source(2025)[source.id] == pytest.approx(chosen.before)


def test_all_sources_are_checked_at_once(page: FactorsPage, qtbot: QtBot) -> None:
    dialog = use(page, add_own(page, qtbot))
    dialog.effects.set_all(chosen=True)
    before, after = dialog.effects.total()
    assert not isnan(after - before)
    assert dialog.total.text().startswith("4 sources: ")
    dialog.effects.set_all(chosen=False)
    assert dialog.total.text() == "No source chosen"


def test_a_space_ticks_a_source(page: FactorsPage, qtbot: QtBot) -> None:
    dialog = use(page, add_own(page, qtbot))
    dialog.view.setCurrentIndex(dialog.effects.index(1, 0))
    qtbot.keyClick(dialog.view, Qt.Key.Key_Space)
    assert dialog.effects.chosen == {dialog.effects.effects[1].source.id}


def test_a_factor_that_nobody_can_take_says_why(page: FactorsPage) -> None:
    dialog = use(page, "GAS:SF6")
    assert dialog.effects.rowCount() == 0
    assert not dialog.accept_button.isEnabled()
    dialog.take()
    assert dialog.isVisible()


# ---- editions --------------------------------------------------------------------------------------------


def compare(page: FactorsPage) -> CompareDialog:
    page.run("compare_editions")
    assert isinstance(page.factor_commands.dialog, CompareDialog)
    return page.factor_commands.dialog


def test_another_edition_shows_each_source_before_and_after_and_is_one_step(
    page: FactorsPage, qtbot: QtBot
) -> None:
    dialog = compare(page)
    figures = page.session.figures
    assert figures is not None
    before = figures.by_source(2025)
    choice = dialog.choices["CN-MEE"]
    choice.set_value("CN-MEE-2021")
    assert dialog.lines.lines
    assert not dialog.accept_button.isEnabled()
    dialog.reason.setText("As the customer asks")
    steps = len(file(page).steps())
    change = dialog.lines.total()
    dialog.take()
    settle(page, qtbot)
    assert len(file(page).steps()) == steps + 1
    assert {pin.edition for pin in file(page).all(EditionPin)} == {"CN-MEE-2021"}
    assert page.session.figures is not None
    after = page.session.figures.by_source(2025)
    assert sum(after.values()) - sum(before.values()) == pytest.approx(change)
    page.session.undo()
    settle(page, qtbot)
    assert page.session.figures.by_source(2025) == pytest.approx(before)


def test_a_newer_edition_is_told_under_the_table_and_in_the_detail(page: FactorsPage, qtbot: QtBot) -> None:
    dialog = compare(page)
    dialog.choices["CN-MEE"].set_value("CN-MEE-2021")
    dialog.reason.setText("As the customer asks")
    dialog.take()
    settle(page, qtbot)
    assert page.content.newer.isVisible()
    assert "newer edition" in page.content.newer.text.text()
    wish(page, state={State.NEWER.value})
    assert page.model.rowCount() == 1
    page.content.view.go_to(0)
    page.finish()
    assert page.content.detail.notice.count() == 1
    assert page.model.line(0).newer
    again = compare(page)
    assert again.choices["CN-MEE"].value()
    assert "China" in " ".join(names(page))


def test_nothing_chosen_changes_nothing(page: FactorsPage) -> None:
    dialog = compare(page)
    assert dialog.pins() == {}
    assert dialog.lines.rowCount() == 0
    dialog.take()
    assert file(page).all(EditionPin) == []
