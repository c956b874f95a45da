from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from carbondesk.domain.accounting.editions import LIBRARY
from carbondesk.domain.records import Category, Organisation
from carbondesk.language import number
from carbondesk.store.inventory import Inventory
from carbondesk.ui.pages.settings import SettingsPage
from carbondesk.ui.session import Session
from carbondesk.ui.settings import Settings, load
from carbondesk.ui.widgets import Choice, EmptyState, Field, MessagePane
from tests.ui.pages import plants
from tests.ui.pages.deep_plant import make_deep_plant


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[SettingsPage]:
    session = Session(Settings(theme="light", language="en"))
    session.open(plants.inventory(), in_background=False)
    made = SettingsPage(session)
    session.setParent(made)
    qtbot.addWidget(made)
    made.resize(1364, 834)
    made.show()
    yield made
    session.close()


def choose(page: SettingsPage, name: str, value: object) -> None:
    control = page.fields[name].control
    assert isinstance(control, Choice)
    control.set_value(value)


def organisation(page: SettingsPage) -> Organisation:
    inventory = page.session.inventory
    assert inventory is not None
    return inventory.organisation


def test_settings_of_this_computer_are_told_at_once(page: SettingsPage, qtbot: QtBot) -> None:
    for name, value, signal in (
        ("language", "zh_CN", page.language_chosen),
        ("theme", "dark", page.theme_chosen),
        ("text_scale", 1.5, page.text_scale_chosen),
    ):
        with qtbot.waitSignal(signal) as sent:
            choose(page, name, value)
        assert sent.args == [value]


def test_the_role_is_kept_and_stands_in_the_history(page: SettingsPage) -> None:
    field = page.fields["person"].control
    assert isinstance(field, Field)
    field.setText("Energy manager")
    field.editingFinished.emit()
    assert load().person == "Energy manager"
    choose(page, "gwp", "AR5")
    inventory = page.session.inventory
    assert inventory is not None
    assert inventory.steps(1)[0].person == "Energy manager"


def test_another_gwp_set_changes_the_figures_and_undo_brings_them_back(page: SettingsPage) -> None:
    figures = page.session.figures
    assert figures is not None
    before = figures.totals(2025).scope1
    choose(page, "gwp", "AR4")
    assert organisation(page).gwp == "AR4"
    assert figures.totals(2025).scope1 != before
    page.session.undo()
    assert figures.totals(2025).scope1 == before
    assert page.fields["gwp"].value() == "AR6"


def test_the_base_year_is_chosen_among_the_years(page: SettingsPage) -> None:
    control = page.fields["base_year"].control
    assert isinstance(control, Choice)
    assert control.itemText(0) == "First complete year (2021)"
    choose(page, "base_year", 2023)
    assert organisation(page).base_year == 2023
    choose(page, "base_year", None)
    assert organisation(page).base_year is None


def test_a_name_is_written_when_the_field_is_left(page: SettingsPage) -> None:
    field = page.fields["name"].control
    assert isinstance(field, Field)
    field.setText("Kestrel Group")
    assert organisation(page).name == "Kestrel Boards"
    field.editingFinished.emit()
    assert organisation(page).name == "Kestrel Group"


def test_an_empty_name_is_refused_at_the_field(page: SettingsPage) -> None:
    field = page.fields["name"].control
    assert isinstance(field, Field)
    field.setText("")
    field.editingFinished.emit()
    assert organisation(page).name == "Kestrel Boards"
    assert field.property("state") == "err"


def test_the_same_value_makes_no_step(page: SettingsPage) -> None:
    inventory = page.session.inventory
    assert inventory is not None
    before = len(inventory.steps(100))
    page.write("currency")
    assert len(inventory.steps(100)) == before


def test_without_an_inventory_only_this_computer_is_there(qtbot: QtBot) -> None:
    page = SettingsPage(Session(Settings(language="en")))
    qtbot.addWidget(page)
    page.show()
    assert "gwp" not in page.fields
    empty = page.findChild(EmptyState)
    assert empty is not None
    assert empty.accessibleName() == "No inventory is open"


def test_a_read_only_file_shows_its_policies_and_says_why(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "k.cdesk"
    Inventory.create(path, Organisation(name="Kestrel", country="US")).close()
    session = Session(Settings(language="en"))
    session.open(Inventory.open(path, read_only=True), in_background=False)
    page = SettingsPage(session)
    qtbot.addWidget(page)
    page.show()
    assert not page.fields["gwp"].control.isEnabled()
    message = page.findChild(MessagePane)
    assert message is not None
    assert message.accessibleName() == "This file is open for reading only"
    session.close()


def test_every_field_says_its_effect(page: SettingsPage) -> None:
    for editor in page.fields.values():
        assert editor.control.accessibleName()
        assert editor.control.accessibleDescription()


# ---- policies --------------------------------------------------------------------------------------------


def test_each_policy_is_one_step_that_undo_takes_back(page: SettingsPage) -> None:
    inventory = page.session.inventory
    assert inventory is not None
    for name, value in (("sf6", "24300"), ("threshold_rule", "gross"), ("restatement", "pro-rata")):
        before, steps = getattr(organisation(page), name), len(inventory.steps(100))
        choose(page, name, value)
        assert getattr(organisation(page), name) == value
        assert len(inventory.steps(100)) == steps + 1
        page.session.undo()
        assert getattr(organisation(page), name) == before
        assert page.fields[name].value() == before


def test_the_threshold_is_typed_in_percent(page: SettingsPage) -> None:
    field = page.fields["significance"].control
    assert isinstance(field, Field)
    assert field.text() == "5"
    field.setText("2.5 %")
    field.editingFinished.emit()
    assert organisation(page).significance == 0.025
    field.setText("250")
    field.editingFinished.emit()
    assert organisation(page).significance == 0.025
    assert "at most 100" in page.fields["significance"].note.text()


def test_category_3_is_derived_or_not_and_says_its_tonnes(qtbot: QtBot) -> None:
    session = Session(Settings(language="en"))
    session.open(make_deep_plant(), in_background=False)
    page = SettingsPage(session)
    qtbot.addWidget(page)
    page.show()
    page.enter()
    figures = session.figures
    assert figures is not None
    whole, derived = figures.totals(2025).scope3, figures.by_category(2025)[Category.S3_3]
    assert derived > 1
    assert f"In 2025 it comes to {derived:,.0f} t CO₂e." in page.fields["derives_upstream"].note.text()
    box = page.fields["derives_upstream"].control
    assert isinstance(box, QCheckBox)
    box.setChecked(False)
    assert figures.totals(2025).scope3 == pytest.approx(whole - derived)
    session.undo()
    assert box.isChecked()
    session.close()


def test_another_gwp_set_says_its_tonnes_before_it_is_chosen(page: SettingsPage) -> None:
    page.enter()
    figures = page.session.figures
    assert figures is not None
    said, before = page.fields["gwp"].note.text(), figures.totals(2025).total("market")
    assert f"2025: {before:,.0f} t CO₂e now, with AR4" in said
    choose(page, "gwp", "AR4")
    change = figures.totals(2025).total("market") - before
    assert f"with AR4 {number(change, 0 if abs(change) >= 1 else 2)} t" in said.replace("+", "")


def test_looking_at_the_settings_leaves_the_figures_alone(page: SettingsPage) -> None:
    figures = page.session.figures
    assert figures is not None
    before = figures.totals(2025)
    page.enter()
    assert figures.totals(2025) == before
    assert figures.ledger.gwp.name == "AR6"


def test_the_factor_library_is_chosen_among_those_that_ship(page: SettingsPage) -> None:
    control = page.fields["library"].control
    assert isinstance(control, Choice)
    assert [control.itemData(at) for at in range(control.count())] == list(range(1, LIBRARY + 1))
