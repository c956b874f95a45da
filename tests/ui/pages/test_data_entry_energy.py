"""Cogeneration plants and steam by mass, entered in the panes of the inspector."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from carbondesk.domain.accounting.steam import Steam
from carbondesk.domain.records import Cogeneration, Source
from carbondesk.language import use
from carbondesk.ui.forms import RecordDialog
from carbondesk.ui.pages.data_entry.cogeneration_edits import factors_of, may_cogenerate
from carbondesk.ui.pages.data_entry.page import DataEntryPage
from carbondesk.ui.pages.data_entry.steam_edits import is_by_mass, result_of, state_of
from carbondesk.ui.session import Session
from carbondesk.ui.settings import Settings
from tests.ui.pages import plants
from tests.ui.pages.deep_plant import GAS, POWER, YEAR, make_deep_plant
from tests.ui.pages.entry_hands import cell_of, go, inventory_of, row_of, shown

STEAM = "Steam of the neighbour"


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[DataEntryPage]:
    inventory = make_deep_plant()
    with inventory.step(plants.TITLE) as step:
        steam = step.add(Source(site=1, name=STEAM, category="heat-steam-cooling", carrier="steam", unit="t"))
        step.add(plants.entry(steam.id, f"{YEAR}-01", 100.0, "t"))
    session = Session(Settings(person="Energy manager"))
    session.open(inventory, in_background=False)
    session.show_year(YEAR)
    session.show_site(1)
    yield shown(qtbot, session, 1364, 833)
    session.close()


def source(page: DataEntryPage, name: str) -> Source:
    return next(each for each in inventory_of(page).all(Source) if each.name == name)


def fill(dialog: RecordDialog | None, **values: object) -> None:
    assert dialog is not None
    for name, value in values.items():
        dialog.form.fields[name].set_value(value)
    dialog.form.edited.emit()


def at(page: DataEntryPage, name: str) -> None:
    go(page, name, 0)
    page.details.show_now()


# ---- cogeneration ----------------------------------------------------------------------------------------


def test_a_plant_is_added_to_its_fuel_shows_the_buyers_factors_and_is_undone(page: DataEntryPage) -> None:
    """600,000 kWh of gas; by energy content heat and power have the same kg per kWh."""
    at(page, GAS)
    pane, asked = page.inspector.panes.plants, page.details.source_edits.plants
    assert pane.isVisibleTo(page)
    assert not pane.result.isVisibleTo(page)
    pane.link.click()
    assert asked.dialog is not None
    assert asked.dialog.form.fields["year"].value() == YEAR
    fill(asked.dialog, name="CHP 1", heat=1080.0, power=200.0, allocation="energy-content")
    assert asked.dialog.form.fields["heat_efficiency"].isHidden()
    tonnes = page.session.figures.by_source(YEAR)[source(page, GAS).id]  # type: ignore[union-attr]
    rate = tonnes * 1000 / (1080 / 0.0036 + 200_000)
    words = f"Heat: {rate:.4f} kg CO₂e/kWh, Power: {rate:.4f} kg CO₂e/kWh"
    assert asked.dialog.told.text() == words
    asked.dialog.take()
    (plant,) = inventory_of(page).all(Cogeneration)
    assert (plant.source, plant.year, plant.heat, plant.power) == (source(page, GAS).id, YEAR, 1080.0, 200.0)
    page.details.show_now()
    assert list(pane.buttons) == [plant.id]
    assert pane.result.isVisibleTo(page)
    page.session.undo()
    assert inventory_of(page).all(Cogeneration) == []
    page.session.redo()
    assert len(inventory_of(page).all(Cogeneration)) == 1


def test_a_plant_is_edited_and_removed_from_the_pane(page: DataEntryPage) -> None:
    with inventory_of(page).step(plants.TITLE) as step:
        plant = step.add(Cogeneration(source=source(page, GAS).id, name="CHP 1", year=YEAR, heat=100.0))
    at(page, GAS)
    pane, asked = page.inspector.panes.plants, page.details.source_edits.plants
    pane.buttons[plant.id].click()
    fill(asked.dialog, heat_efficiency=0.85, power_efficiency=0.4, citation="Data sheet")
    assert asked.dialog is not None
    asked.dialog.take()
    changed = inventory_of(page).get(Cogeneration, plant.id)
    assert (changed.heat_efficiency, changed.citation) == (0.85, "Data sheet")
    page.details.show_now()
    pane.asked.emit("remove_cogeneration", changed)
    assert inventory_of(page).all(Cogeneration) == []


def test_what_a_plant_does_not_say_is_shown_at_it(page: DataEntryPage) -> None:
    with inventory_of(page).step(plants.TITLE) as step:
        plant = step.add(Cogeneration(source=source(page, GAS).id, name="CHP 1", year=YEAR, heat=100.0))
    at(page, GAS)
    pane = page.inspector.panes.plants
    assert [each.title for each in pane.findings.shown] == [
        "Efficiency of heat of CHP 1 is missing or not between 0 and 1.",
        "Efficiency of power of CHP 1 is missing or not between 0 and 1.",
    ]
    assert factors_of(replace(plant, year=None), lambda _year: 1.0) == ("", [])
    assert factors_of(plant, lambda _year: float("nan")) == ("", [])


def test_only_fuel_burnt_in_place_has_a_plant(page: DataEntryPage) -> None:
    assert may_cogenerate(source(page, GAS))
    assert not may_cogenerate(source(page, POWER))
    at(page, POWER)
    assert not page.inspector.panes.plants.isVisibleTo(page)


def test_a_plant_is_entered_by_keyboard_alone(qtbot: QtBot, page: DataEntryPage) -> None:
    at(page, GAS)
    pane, asked = page.inspector.panes.plants, page.details.source_edits.plants
    pane.link.setFocus()
    qtbot.keyClick(pane.link, Qt.Key.Key_Space)
    assert asked.dialog is not None
    name = asked.dialog.form.fields["name"].control
    qtbot.keyClicks(name, "CHP 2")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert [plant.name for plant in inventory_of(page).all(Cogeneration)] == ["CHP 2"]


# ---- steam -----------------------------------------------------------------------------------------------


def test_steam_in_tonnes_asks_for_its_state_and_counts_then(page: DataEntryPage) -> None:
    """2,800 kJ/kg less 80 % of 400 kJ/kg is 2.48 GJ a tonne, made up."""
    at(page, STEAM)
    pane, asked = page.inspector.panes.steam, page.details.source_edits.steam
    assert pane.result.text() == "State the enthalpy of the steam: tonnes alone are no energy."
    assert cell_of(page, row_of(page, STEAM), 0).tonnes is None
    pane.link.click()
    fill(asked.dialog, enthalpy="2800 kJ/kg", pressure="10 bar", temperature="184 °C", citation="Contract")
    assert asked.dialog is not None
    assert asked.dialog.told.text() == "1 t of steam holds 2.8 GJ."
    fill(asked.dialog, returned=0.8)
    assert asked.dialog.told.text() == "Condensate is returned, but its enthalpy is not stated."
    asked.dialog.take()
    assert asked.dialog.result() != RecordDialog.DialogCode.Accepted
    fill(asked.dialog, condensate="400 kJ/kg")
    assert asked.dialog.told.text() == "1 t of steam holds 2.48 GJ."
    asked.dialog.take()
    kept = source(page, STEAM).heating_value
    assert kept == "steam 2800 kJ/kg - 80 % x 400 kJ/kg; 10 bar; 184 °C; Contract"
    page.details.show_now()
    assert pane.result.text() == "1 t of steam holds 2.48 GJ."
    tonnes = cell_of(page, row_of(page, STEAM), 0).tonnes
    assert tonnes is not None
    assert tonnes > 0
    page.session.undo()
    assert source(page, STEAM).heating_value == ""


def test_an_enthalpy_is_energy_per_mass(page: DataEntryPage) -> None:
    at(page, STEAM)
    asked = page.details.source_edits.steam
    page.inspector.panes.steam.link.click()
    fill(asked.dialog, enthalpy="38 MJ/m3")
    assert asked.dialog is not None
    asked.dialog.take()
    note = asked.dialog.form.fields["enthalpy"].note.text()
    assert note == "“38 MJ/m3” is no energy per mass. Write it like 2800 kJ/kg."
    fill(asked.dialog, enthalpy="2800 kJ/kg", pressure="high", temperature="hot")
    asked.dialog.take()
    notes = [asked.dialog.form.fields[name].note.text() for name in ("pressure", "temperature")]
    assert notes == [
        "“high” is no pressure. Write it like 10 bar.",
        "“hot” is no temperature. Write it like 184 °C.",
    ]


def test_a_state_is_read_from_whatever_the_source_says() -> None:
    assert state_of("2.8 GJ/t") == Steam(enthalpy="2.8 GJ/t")
    assert state_of("steam 2.8 GJ/t - half x 1 GJ/t") == Steam()
    assert result_of("2.8 GJ/t")[0] == "1 t of steam holds 2.8 GJ."
    assert [each.code for each in result_of("nonsense")[1]] == ["not-a-number"]
    assert [each.code for each in result_of("steam 1 L/kg; x")[1]] == ["wrong-dimension"]
    assert not is_by_mass(Source(site=1, name="", category="heat-steam-cooling", unit="GJ"))
    assert not is_by_mass(Source(site=1, name="", category="heat-steam-cooling", unit="loads of"))


# ---- the form of a source --------------------------------------------------------------------------------


def test_a_carrier_is_said_in_chinese_and_kept_as_the_library_names_it(page: DataEntryPage) -> None:
    use("zh_CN")
    at(page, GAS)
    page.records.edit(source(page, GAS))
    dialog = page.records.dialog
    assert isinstance(dialog, RecordDialog)
    field = dialog.form.fields["carrier"]
    assert field.control.currentText() == "天然气"  # type: ignore[attr-defined]
    assert field.value() == "natural gas"
    field.control.setEditText("柴油")  # type: ignore[attr-defined]
    assert field.value() == "diesel"
    field.control.setEditText("我们的燃料")  # type: ignore[attr-defined]
    assert field.value() == "我们的燃料"
    dialog.reject()
