from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from carbondesk.domain.records import Organisation
from carbondesk.store.inventory import Inventory
from carbondesk.ui.pages.settings import SettingsPage
from carbondesk.ui.session import Session
from carbondesk.ui.settings import Settings, load
from carbondesk.ui.widgets import Choice, EmptyState, Field, MessagePane
from tests.ui.pages import plants


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
