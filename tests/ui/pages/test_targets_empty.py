"""The Targets page where there is nothing to draw: no values, no complete year, no target, no right to write."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from carbondesk.domain.records import Activity, Organisation, Site, Source
from carbondesk.store.inventory import Inventory
from tests.ui.files import small_file
from tests.ui.pages import plants
from tests.ui.pages.target_desk import opened, press


def test_without_targets_values_or_a_complete_year_the_page_says_what_is_missing(qtbot: QtBot) -> None:
    empty = Inventory.in_memory(Organisation(name="New", country="US"))
    page = opened(qtbot, empty)
    said = page.middle.said
    assert said is not None
    assert said[0] == "No values yet"
    with qtbot.waitSignal(page.navigate) as gone:
        page.middle.opened.emit("data")
    assert gone.args == ["data_entry", None]
    page.session.close()

    page = opened(qtbot, plants.inventory())
    said = page.middle.said
    assert said is not None
    assert said[0] == "No target yet"
    assert page.left.head.isHidden()
    assert not page.criteria.isVisible()
    page.middle.opened.emit("new")
    assert page.tasks.dialog is not None
    press(page.tasks.dialog, Qt.Key.Key_Return)
    assert page.criteria.isVisible()
    page.session.close()

    half = Inventory.in_memory(Organisation(name="Half a year", country="GB"))
    with half.step(plants.TITLE) as step:
        site = step.add(Site(name="Leeds", country="GB"))
        gas = Source(
            site=site.id, name="Gas", category="stationary-combustion", carrier="natural gas", unit="kWh"
        )
        source = step.add(gas).id
        for month in (1, 2, 5):
            start, end = date(2025, month, 1), date(2025, month, 28)
            step.add(Activity(source=source, start=start, end=end, quantity=10.0, unit="kWh"))
    page = opened(qtbot, half)
    said = page.middle.said
    assert said is not None
    assert (said[0], said[2]) == ("No complete year yet", "Enter what is missing")
    page.session.close()


def test_a_file_that_cannot_be_written_offers_no_new_target(qtbot: QtBot, tmp_path: Path) -> None:
    page = opened(qtbot, Inventory.open(small_file(tmp_path / "kept.cdesk"), read_only=True))
    assert page.middle.said == (
        "No target yet",
        "This inventory is read-only. Save a copy to change it.",
        "",
        "",
    )
    page.session.finish_tasks()
    page.session.close()
