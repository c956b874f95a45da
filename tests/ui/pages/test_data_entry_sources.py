"""Equipment with its log, stocks, process gases and the form of a source, as a person enters them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from carbondesk.domain.records import (
    Activity,
    Bill,
    CalculationMethod,
    Category,
    Equipment,
    Event,
    Meter,
    ProcessGas,
    Reading,
    Source,
)
from carbondesk.domain.text import say
from carbondesk.ui.forms import RecordDialog
from carbondesk.ui.pages.data_entry.guides import GUIDES
from carbondesk.ui.pages.data_entry.page import DataEntryPage
from carbondesk.ui.pages.data_entry.source_panes import SourceEdits
from carbondesk.ui.session import Session
from carbondesk.ui.settings import Settings
from carbondesk.ui.widgets import Field
from tests.ui.pages.deep_plant import BOTTLES, CF4, CHILLERS, GAS, YEAR, make_deep_plant
from tests.ui.pages.entry_hands import cell_of, form_of, go, inventory_of, row_of, shown, words

MAY, SEP = 4, 8


@pytest.fixture
def session() -> Iterator[Session]:
    session = Session(Settings(person="Energy manager"))
    session.open(make_deep_plant(), in_background=False)
    session.show_year(YEAR)
    session.show_site(1)
    yield session
    session.close()


@pytest.fixture
def page(qtbot: QtBot, session: Session) -> DataEntryPage:
    return shown(qtbot, session, 1364, 833)


def edits(page: DataEntryPage, name: str, month: int = 0) -> SourceEdits:
    go(page, name, month)
    page.details.show_now()
    return page.details.source_edits


def source(page: DataEntryPage, name: str) -> Source:
    return next(each for each in inventory_of(page).all(Source) if each.name == name)


def fill(dialog: RecordDialog | None, **values: object) -> None:
    """Type into a dialog's fields and press its button."""
    assert dialog is not None
    for name, value in values.items():
        dialog.form.fields[name].set_value(value)
        dialog.form.edited.emit()
    dialog.take()
    assert dialog.result() == RecordDialog.DialogCode.Accepted


def steps(page: DataEntryPage) -> int:
    return len(inventory_of(page).steps(1000))


# ---- equipment -------------------------------------------------------------------------------------------


def test_a_month_of_events_says_so_and_enter_opens_the_log(qtbot: QtBot, page: DataEntryPage) -> None:
    row = go(page, CHILLERS, MAY)
    assert words(page, CHILLERS, MAY) == "4.5"
    assert "from 2 events" in page.months.spoken(row, MAY)
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    pane = page.inspector.panes.equipment
    assert pane.isVisible()
    assert not page.inspector.fields.isVisible()
    assert page.inspector.badge.accessibleName() == "From 2 events"
    assert any(button.hasFocus() for button in pane.event_buttons.values())


def test_typing_over_equipment_is_refused_with_the_reason(page: DataEntryPage) -> None:
    row = go(page, CHILLERS, MAY)
    page.view.begin_edit("7")
    assert page.prompt.title.text() == "What Chillers loses follows from its equipment."
    assert not page.commit_cell(row, MAY, "7")
    page.edits.empty_cells([(row, MAY)])
    assert words(page, CHILLERS, MAY) == "4.5"


def test_an_event_of_the_log_is_one_step_with_its_entries(page: DataEntryPage) -> None:
    asked = edits(page, CHILLERS, SEP).equipment
    before = steps(page)
    page.inspector.panes.equipment.event_button.click()
    fill(asked.dialog, date=date(YEAR, 9, 2), kind="top-up", quantity=6.0)
    assert steps(page) == before + 1
    assert words(page, CHILLERS, SEP) == "4.0"
    page.session.undo()
    assert words(page, CHILLERS, SEP) == ""


def test_events_are_edited_and_removed_from_the_pane(page: DataEntryPage) -> None:
    asked = edits(page, CHILLERS, MAY).equipment
    event = next(each for each in inventory_of(page).all(Event) if each.quantity == 3.5)
    page.inspector.panes.equipment.asked.emit("edit_event", event)
    fill(asked.dialog, quantity=2.5)
    assert words(page, CHILLERS, MAY) == "3.5"
    page.inspector.panes.equipment.asked.emit("remove_event", inventory_of(page).get(Event, event.id))
    assert words(page, CHILLERS, MAY) == "1"


def test_equipment_is_added_edited_and_removed_with_its_log(page: DataEntryPage) -> None:
    asked = edits(page, CHILLERS, MAY).equipment
    pane = page.inspector.panes.equipment
    pane.add_button.click()
    assert asked.dialog is not None
    assert asked.dialog.form.fields["gas"].value() == "R-410A"
    fill(asked.dialog, name="Chiller 2", charge=12.0, leak_rate=0.1)
    page.details.show_now()
    assert len(pane.buttons) == 2
    made = next(each for each in inventory_of(page).all(Equipment) if each.name == "Chiller 2")
    assert made.leak_rate == 0.1
    pane.open(made)
    assert "leak of 10 % a year" in pane.facts.text()
    pane.edit_button.click()
    fill(asked.dialog, charge=14.0)
    assert inventory_of(page).get(Equipment, made.id).charge == 14.0
    pane.asked.emit("remove_equipment", next(each for each in inventory_of(page).all(Equipment)))
    assert not inventory_of(page).all(Event)
    assert words(page, CHILLERS, MAY) == ""


def test_a_gas_that_is_none_is_refused_at_its_field(page: DataEntryPage) -> None:
    asked = edits(page, CHILLERS, MAY).equipment
    asked.ask_equipment(source(page, CHILLERS), None)
    assert asked.dialog is not None
    asked.dialog.form.fields["name"].set_value("Chiller 3")
    asked.dialog.form.fields["gas"].set_value("NOx")
    asked.dialog.take()
    assert asked.dialog.form.fields["gas"].note.text() == "“NOx” is not a known gas."


def test_the_published_leak_of_a_kind_is_said_with_its_source(page: DataEntryPage) -> None:
    asked = edits(page, CHILLERS, MAY).equipment
    asked.ask_equipment(source(page, CHILLERS), None)
    assert asked.dialog is not None
    asked.dialog.form.fields["kind"].set_value("UK-SECR-2019:large-stationary-air-conditioning-chillers")
    assert asked.dialog.told.text().startswith("Published: 3 % a year. UK Environmental Reporting Guidelines")
    asked.dialog.form.fields["kind"].set_value("IPCC-2006:V3T7.9:chillers")
    assert asked.dialog.told.text().startswith("Published: 2 % to 15 % a year.")


def test_another_method_counts_the_losses_anew_as_one_step(page: DataEntryPage) -> None:
    edits(page, CHILLERS, MAY)
    pane, before = page.inspector.panes.equipment, steps(page)
    pane.method.set_value("mass-balance")
    assert steps(page) == before + 1
    assert source(page, CHILLERS).leak_method == "mass-balance"
    found = [each for each in inventory_of(page).all(Activity) if each.source == source(page, CHILLERS).id]
    assert [(each.start, each.quantity) for each in found] == [(date(YEAR, 1, 1), 2.5)]
    page.details.show_now()
    assert pane.sentence.text().startswith("Gas put in, less gas taken out")


def test_findings_about_equipment_stand_in_its_pane(page: DataEntryPage) -> None:
    asked = edits(page, CHILLERS, SEP).equipment
    asked.ask_event(source(page, CHILLERS), None, inventory_of(page).all(Equipment)[0])
    fill(asked.dialog, date=date(YEAR, 9, 9), kind="top-up", quantity=60.0)
    page.details.show_now()
    said = page.inspector.panes.equipment.findings.shown
    assert "more than its charge of 40 kg" in said[0].title


# ---- stock -----------------------------------------------------------------------------------------------


def test_levels_and_purchases_become_the_use_of_months(page: DataEntryPage) -> None:
    asked = edits(page, BOTTLES).stock
    pane = page.inspector.panes.stock
    assert pane.isVisible()
    for day, level in ((date(YEAR - 1, 12, 31), 120.0), (date(YEAR, 3, 31), 80.0)):
        pane.add_buttons["add_level"].click()
        fill(asked.dialog, date=day, value=level)
    before = steps(page)
    pane.add_buttons["add_purchase"].click()
    fill(asked.dialog, read_date=date(YEAR, 2, 10), quantity=50.0)
    assert steps(page) == before + 1
    assert [words(page, BOTTLES, month) for month in range(3)] == ["31", "28", "31"]
    page.details.show_now()
    assert [tuple(row) for row in pane.balance.lines()[1]] == [
        ("Level 31 Dec 2024", "120"),
        ("+ bought", "50"),
        ("− level 31 Mar 2025", "80"),
    ]
    assert pane.balance.lines()[2] == ("= used", "90 kg")
    assert len(inventory_of(page).all(Meter)) == 1
    page.session.undo()
    assert words(page, BOTTLES, 1) != "28"


def test_a_level_is_edited_and_removed(page: DataEntryPage) -> None:
    asked = edits(page, BOTTLES).stock
    for day, level in ((date(YEAR - 1, 12, 31), 120.0), (date(YEAR, 1, 31), 90.0)):
        asked.run("add_level", source(page, BOTTLES), None)
        fill(asked.dialog, date=day, value=level)
    assert words(page, BOTTLES, 0) == "30"
    newest = max(inventory_of(page).all(Reading), key=lambda each: each.date)
    asked.run("edit_level", source(page, BOTTLES), newest)
    fill(asked.dialog, value=100.0)
    assert words(page, BOTTLES, 0) == "20"
    asked.run("remove_line", source(page, BOTTLES), inventory_of(page).get(Reading, newest.id))
    assert words(page, BOTTLES, 0) == ""


def test_a_stock_that_grew_without_a_purchase_is_a_finding(page: DataEntryPage) -> None:
    asked = edits(page, BOTTLES).stock
    for day, level in ((date(YEAR - 1, 12, 31), 120.0), (date(YEAR, 1, 31), 150.0)):
        asked.run("add_level", source(page, BOTTLES), None)
        fill(asked.dialog, date=day, value=level)
    page.details.show_now()
    assert "grew by 30 kg more than was bought" in page.inspector.panes.stock.findings.shown[0].title


def test_bottles_are_counted_where_a_container_holds_more_than_one_unit(page: DataEntryPage) -> None:
    asked = edits(page, BOTTLES).stock
    asked.run("add_container", source(page, BOTTLES), None)
    fill(asked.dialog, number="Bottles", multiplier=10.0)
    for day, level in ((date(YEAR - 1, 12, 31), 12.0), (date(YEAR, 1, 31), 9.0)):
        asked.run("add_level", source(page, BOTTLES), None)
        fill(asked.dialog, date=day, value=level)
    assert words(page, BOTTLES, 0) == "30"
    page.details.show_now()
    assert any("level 90 kg" in button.text() for button in page.inspector.panes.stock.buttons)


def test_a_purchase_is_edited_and_removed(page: DataEntryPage) -> None:
    asked = edits(page, BOTTLES).stock
    asked.run("add_purchase", source(page, BOTTLES), None)
    fill(asked.dialog, read_date=date(YEAR, 1, 10), quantity=50.0)
    bought = inventory_of(page).find(Bill, source=source(page, BOTTLES).id)[0]
    asked.run("edit_purchase", source(page, BOTTLES), bought)
    fill(asked.dialog, quantity=55.0)
    assert inventory_of(page).get(Bill, bought.id).quantity == 55.0
    asked.run("remove_line", source(page, BOTTLES), inventory_of(page).get(Bill, bought.id))
    assert not inventory_of(page).find(Bill, source=source(page, BOTTLES).id)


# ---- process gases ---------------------------------------------------------------------------------------


def test_a_process_gas_says_what_is_emitted_of_100_kg(page: DataEntryPage) -> None:
    asked = edits(page, CF4).gases
    pane = page.inspector.panes.gases
    assert pane.result.text() == "Of 100 kg bought, 9.135 kg CF₄ are emitted."
    next(iter(pane.buttons.values())).click()
    assert asked.dialog is not None
    heel = asked.dialog.form.fields["heel"].control
    assert isinstance(heel, Field)
    assert heel.text() == "10"
    asked.dialog.form.fields["utilisation"].set_value(0.9)
    asked.dialog.form.edited.emit()
    assert asked.dialog.told.text() == "Of 100 kg bought, 1.305 kg CF₄ are emitted."
    before = cell_of(page, row_of(page, CF4), 0).tonnes
    asked.dialog.take()
    after = cell_of(page, row_of(page, CF4), 0).tonnes
    assert before is not None
    assert after == pytest.approx(before / 7)


def test_fractions_need_their_source(page: DataEntryPage) -> None:
    asked = edits(page, CF4).gases
    asked.ask(source(page, CF4), None)
    assert asked.dialog is not None
    asked.dialog.take()
    assert asked.dialog.form.fields["citation"].note.text() == "Source of the fractions is needed."


def test_a_by_product_is_a_record_of_its_own_and_goes_again(page: DataEntryPage) -> None:
    asked = edits(page, CF4).gases
    page.inspector.panes.gases.link.click()
    fill(asked.dialog, citation="IPCC 2019, vol. 3, table 6.6", by_product_gas="C2F6", by_product_mass=0.02)
    page.details.show_now()
    assert page.inspector.panes.gases.result.text() == (
        "Of 100 kg bought, 9.135 kg CF₄, 1.8 kg C₂F₆ are emitted."
    )
    made = next(each for each in inventory_of(page).all(ProcessGas) if each.by_product_gas)
    page.inspector.panes.gases.asked.emit("remove_process_gas", made)
    assert len(inventory_of(page).all(ProcessGas)) == 1


# ---- the form of a source --------------------------------------------------------------------------------


def visible(page: DataEntryPage) -> set[str]:
    return {name for name, field in form_of(page).form.fields.items() if not field.isHidden()}


@pytest.mark.parametrize("category", [each for each in Category if each.scope == "3"])
def test_every_category_of_scope_3_offers_its_usual_methods(page: DataEntryPage, category: Category) -> None:
    page.records.add_source(page.grid.site if page.grid else pytest.fail("no site"), category.value)
    fields = form_of(page).form.fields
    control = fields["method"].control
    assert isinstance(control, QComboBox)
    offered = [control.itemData(at) for at in range(control.count())]
    assert offered == ["", *GUIDES[category].methods]
    assert len(offered) > 2
    assert fields["category"].note.text()
    assert "method" in visible(page)


def test_fields_show_only_where_they_apply(page: DataEntryPage) -> None:
    assert page.grid is not None
    page.records.add_source(page.grid.site, "s3-4")
    assert {"paid_by", "method"} <= visible(page)
    assert not {"lease", "life_years", "heating_value", "leak_method", "generated_on_site"} & visible(page)
    fields = form_of(page).form.fields
    fields["category"].set_value("s3-2")
    assert "life_years" in visible(page)
    fields["category"].set_value("stationary-combustion")
    assert {"heating_value", "sector", "lease"} <= visible(page)
    fields["category"].set_value("fugitive")
    fields["measurement"].set_value("equipment")
    assert "leak_method" in visible(page)


def test_a_carrier_brings_its_unit_and_names_its_factor(page: DataEntryPage) -> None:
    assert page.grid is not None
    page.records.add_source(page.grid.site, "s3-6")
    fields = form_of(page).form.fields
    control = fields["carrier"].control
    assert isinstance(control, QComboBox)
    flight = next(
        control.itemText(at)
        for at in range(control.count())
        if control.itemText(at).startswith("flights, domestic")
    )
    control.setEditText(flight)
    assert fields["unit"].value() == "passenger.km"
    assert form_of(page).told.text().startswith("Factor: ")


def test_spend_is_offered_in_the_currency_of_the_organisation(page: DataEntryPage) -> None:
    assert page.grid is not None
    page.records.add_source(page.grid.site, "s3-1")
    fields = form_of(page).form.fields
    control = fields["carrier"].control
    assert isinstance(control, QComboBox)
    spend = next(
        control.itemText(at) for at in range(control.count()) if control.itemText(at).startswith("spend on")
    )
    control.setEditText(spend)
    assert fields["unit"].value() == "GBP"
    assert "price_year" in visible(page)


def test_a_published_figure_is_booked_as_it_is(page: DataEntryPage) -> None:
    assert page.grid is not None
    page.records.add_source(page.grid.site, "s3-15")
    dialog = form_of(page)
    dialog.form.fields["name"].set_value("Shares in a foundry")
    dialog.form.fields["unit"].set_value("t CO2e")
    dialog.form.edited.emit()
    assert dialog.told.text() == "t CO₂e is booked as it was published: no factor is needed."
    dialog.take()
    assert page.commit_cell(row_of(page, "Shares in a foundry"), 0, "12.5")
    assert cell_of(page, row_of(page, "Shares in a foundry"), 0).tonnes == 12.5


def test_a_factor_chosen_by_name_asks_for_its_reason(page: DataEntryPage) -> None:
    page.records.edit(source(page, GAS))
    dialog = form_of(page)
    control = dialog.form.fields["factor"].control
    assert isinstance(control, QComboBox)
    assert control.count() > 1
    control.setCurrentIndex(1)
    assert "factor_reason" in visible(page)
    dialog.take()
    assert dialog.isVisible()
    dialog.form.fields["factor_reason"].set_value("The supplier's own gas")
    dialog.take()
    assert source(page, GAS).factor == control.itemData(1)


def test_pedigree_scores_are_named_and_judged(page: DataEntryPage) -> None:
    page.records.edit(source(page, GAS))
    field = form_of(page).form.fields["pedigree"]
    field.set_value("2,3,2,1,3")
    form_of(page).form.edited.emit()
    assert field.note.text() == "Reliability 2, Completeness 3, Time 2, Place 1, Technology 3"
    field.set_value("2,3")
    assert field.judge() is not None
    assert "is not 5 scores from 1 to 5" in field.note.text()


def test_uncertainty_is_typed_in_percent(page: DataEntryPage) -> None:
    page.records.edit(source(page, GAS))
    control = form_of(page).form.fields["uncertainty"].control
    assert isinstance(control, Field)
    control.setText("7.5 %")
    form_of(page).take()
    assert source(page, GAS).uncertainty == 0.075


def test_another_kind_of_measurement_brings_the_entries_up_to_date(page: DataEntryPage) -> None:
    chillers = source(page, CHILLERS)
    with inventory_of(page).step(say("Unit")) as step:
        step.change(chillers, note="checked")
    page.records.edit(source(page, CHILLERS))
    fill(form_of(page), measurement="consumption")
    assert not [each for each in inventory_of(page).all(Activity) if each.source == chillers.id]
    page.session.undo()
    assert words(page, CHILLERS, MAY) == "4.5"


def test_methods_of_all_guides_are_known_ones() -> None:
    assert {method for guide in GUIDES.values() for method in guide.methods} < set(CalculationMethod)
    assert set(GUIDES) == set(Category)
