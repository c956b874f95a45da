from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from carbondesk.domain.records import Site, Source
from carbondesk.store.inventory import Inventory
from carbondesk.ui.pages.new_inventory import TEMPLATES, NewInventoryWizard
from carbondesk.ui.session import Session
from carbondesk.ui.settings import Settings
from carbondesk.ui.widgets import MessagePane


@pytest.fixture
def wizard(qtbot: QtBot) -> NewInventoryWizard:
    made = NewInventoryWizard(Session(Settings(language="en", person="Energy manager")))
    qtbot.addWidget(made)
    made.show()
    return made


def fill(wizard: NewInventoryWizard, target: Path) -> None:
    wizard.organisation.fields["name"].set_value("Kestrel Boards")
    wizard.organisation.fields["country"].set_value("DE")
    wizard.go_on()
    wizard.site.fields["name"].set_value("Harrow Lake")
    wizard.go_on()
    wizard.go_on()
    wizard.place.path.setText(str(target))


def test_enter_goes_through_to_a_file_with_site_and_sources(
    wizard: NewInventoryWizard, tmp_path: Path, qtbot: QtBot
) -> None:
    fill(wizard, tmp_path / "kestrel")
    assert wizard.next.text() == "Create inventory"
    with qtbot.waitSignal(wizard.created) as sent:
        qtbot.keyClick(wizard, Qt.Key.Key_Return)
    assert sent.args == [str(tmp_path / "kestrel.cdesk")]
    with Inventory.open(tmp_path / "kestrel.cdesk") as inventory:
        assert inventory.organisation.name == "Kestrel Boards"
        assert inventory.all(Site)[0].country == "DE"
        sources = inventory.all(Source)
        assert [source.name for source in sources] == ["Grid electricity", "Natural gas, boilers"]
        last = inventory.steps(1)[0]
        assert (str(last.title), last.person) == ("Set up Harrow Lake", "Energy manager")


def test_an_organisation_without_a_name_does_not_go_on(wizard: NewInventoryWizard) -> None:
    wizard.go_on()
    assert wizard.step == 0
    assert wizard.organisation.fields["name"].control.property("state") == "err"


def test_back_keeps_what_was_written(wizard: NewInventoryWizard, tmp_path: Path) -> None:
    fill(wizard, tmp_path / "k")
    wizard.back.click()
    wizard.back.click()
    assert wizard.step == 1
    assert wizard.site.fields["name"].value() == "Harrow Lake"


def test_a_file_is_never_written_over(wizard: NewInventoryWizard, tmp_path: Path) -> None:
    (tmp_path / "there.cdesk").write_text("mine")
    fill(wizard, tmp_path / "there.cdesk")
    wizard.go_on()
    assert wizard.isVisible()
    assert "there already" in wizard.place.note.text()
    assert (tmp_path / "there.cdesk").read_text() == "mine"
    wizard.place.path.setText(str(tmp_path / "nowhere" / "x.cdesk"))
    wizard.go_on()
    assert "is not there" in wizard.place.note.text()
    wizard.place.path.setText("")
    wizard.go_on()
    assert wizard.place.note.text() == "Choose where the file goes."


def test_a_name_that_the_system_refuses_is_told_at_the_field(
    wizard: NewInventoryWizard, tmp_path: Path
) -> None:
    fill(wizard, tmp_path / ("n" * 300))
    wizard.go_on()
    assert wizard.isVisible()
    assert wizard.place.path.property("state") == "err"
    assert "no file of this name" in wizard.place.note.text()


def test_what_goes_wrong_with_the_file_is_said_in_the_wizard(
    wizard: NewInventoryWizard, tmp_path: Path
) -> None:
    fill(wizard, tmp_path / "k.cdesk")
    assert wizard.place.judge()
    # Another program is quicker.
    (tmp_path / "k.cdesk").write_text("theirs")
    wizard.make()
    wizard.make()
    assert wizard.isVisible()
    assert wizard.findChild(MessagePane) is not None
    assert (tmp_path / "k.cdesk").read_text() == "theirs"


def test_escape_leaves_no_trace(wizard: NewInventoryWizard, tmp_path: Path, qtbot: QtBot) -> None:
    fill(wizard, tmp_path / "k.cdesk")
    qtbot.keyClick(wizard, Qt.Key.Key_Escape)
    assert not wizard.isVisible()
    assert list(tmp_path.iterdir()) == []


def test_ticked_sources_take_the_chosen_unit(wizard: NewInventoryWizard) -> None:
    template, box, unit = wizard.sources.rows[2]
    assert not unit.isEnabled()
    box.setChecked(True)
    unit.set_value("gal")
    made = wizard.sources.sources(7)
    assert [(source.site, source.carrier, source.unit) for source in made][2] == (7, template.carrier, "gal")


def test_every_template_has_units_of_the_program() -> None:
    from carbondesk.domain.units import unit

    for template in TEMPLATES:
        for spelling in template.units:
            assert unit(spelling).dimension


def test_the_suggested_file_is_named_after_the_organisation(wizard: NewInventoryWizard) -> None:
    wizard.place.suggest('Kestrel: "Boards"')
    assert wizard.place.target().name == "Kestrel Boards.cdesk"
    wizard.place.path.setText("own.cdesk")
    wizard.place.path.setModified(True)
    wizard.place.suggest("Other")
    assert wizard.place.target().name == "own.cdesk"
