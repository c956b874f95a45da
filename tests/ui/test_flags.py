"""What stands out in the year in view: found beside the work, counted on the rail, listed on the overview."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from carbondesk.domain.periods import month_period
from carbondesk.domain.records import Acknowledgement, Activity, Organisation, Site, Source
from carbondesk.domain.text import say
from carbondesk.report.grids import note_place
from carbondesk.store.inventory import Inventory
from carbondesk.ui import flags as flags_module
from carbondesk.ui.desktop import Desktop
from carbondesk.ui.pages.overview import OverviewPage
from carbondesk.ui.settings import Settings


def fill(inventory: Inventory, *, odd: float = 291.4) -> Source:
    with inventory.step(say("A year of gas")) as step:
        site = step.add(Site(name="Suzhou", country="CN"))
        source = step.add(
            Source(
                site=site.id,
                name="Boilers",
                category="stationary-combustion",
                carrier="natural gas",
                unit="1000 m3",
            )
        )
        for number in range(1, 12):
            month = month_period(f"2025-{number:02d}")
            quantity = odd if number == 9 else 200.0 + number
            step.add(
                Activity(
                    source=source.id, start=month.start, end=month.end, quantity=quantity, unit="1000 m3"
                )
            )
        month = month_period("2026-01")
        step.add(Activity(source=source.id, start=month.start, end=month.end, quantity=200.0, unit="1000 m3"))
    return source


@pytest.fixture
def desktop(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desktop:
    monkeypatch.setenv("CARBONDESK_HOME", str(tmp_path / "home"))
    made = Desktop(Settings())
    qtbot.addWidget(made.window)
    made.window.resize(1366, 697)
    made.window.show()
    return made


def shown(desktop: Desktop, qtbot: QtBot, path: Path) -> OverviewPage:
    assert desktop.open_path(path)
    qtbot.waitUntil(lambda: desktop.session.figures is not None)
    desktop.session.show_year(2025)
    desktop.go("overview")
    qtbot.waitUntil(lambda: desktop.session.flags.year == 2025)
    page = desktop.window.page("overview")
    assert isinstance(page, OverviewPage)
    page.finish()
    return page


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "gas.cdesk"
    with Inventory.create(path, Organisation(name="Gas", country="CN")) as inventory:
        fill(inventory)
    return path


@pytest.mark.parametrize("few", [0, 60])
def test_a_flagged_value_is_counted_listed_and_leads_to_its_cell(
    desktop: Desktop, qtbot: QtBot, file: Path, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flags_module, "_FEW", few)
    page = shown(desktop, qtbot, file)
    assert desktop.window.rail.buttons["data_entry"].count() == 2
    line = next(each for each in page.todo.list.lines.lines if each.action == "Check")
    assert line.title == "Unusual value at Suzhou"
    assert line.text.startswith("Boilers, Sep: 4")
    assert page.todo.count.text() == str(len(page.todo.list.lines.lines))
    assert isinstance(line.key, tuple)
    assert line.key[1]["month"] == "2025-09"
    desktop.session.close()
    assert desktop.window.rail.buttons["data_entry"].count() == 0


def test_an_edit_and_its_undo_move_the_count(desktop: Desktop, qtbot: QtBot, file: Path) -> None:
    shown(desktop, qtbot, file)
    inventory = desktop.session.inventory
    assert inventory is not None
    entry = next(each for each in inventory.all(Activity) if each.quantity == 291.4)
    with desktop.session.step(say("Mend")) as step:
        step.change(entry, quantity=209.0)
    qtbot.waitUntil(lambda: desktop.session.flags.waiting == [])
    assert desktop.session.flags.count == 1
    desktop.session.undo()
    qtbot.waitUntil(lambda: len(desktop.session.flags.waiting) == 1)
    desktop.session.close()


def test_a_note_takes_the_flag_off_the_list(desktop: Desktop, qtbot: QtBot, file: Path) -> None:
    page = shown(desktop, qtbot, file)
    inventory = desktop.session.inventory
    assert inventory is not None
    source = inventory.all(Source)[0]
    with desktop.session.step(say("Keep")) as step:
        step.add(Acknowledgement(code="outlier", place=note_place(source, "2025-09"), note="A cold month"))
    qtbot.waitUntil(lambda: desktop.session.flags.waiting == [])
    page.finish()
    assert all(line.action != "Check" for line in page.todo.list.lines.lines)
    desktop.session.show_year(2026)
    qtbot.waitUntil(lambda: desktop.session.flags.year == 2026)
    desktop.session.close()


def test_a_thread_that_is_no_longer_wanted_is_stopped(
    desktop: Desktop, qtbot: QtBot, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flags_module, "_FEW", 0)
    assert desktop.open_path(file)
    qtbot.waitUntil(lambda: desktop.session.figures is not None)
    flags = desktop.session.flags
    flags.judge()
    desktop.session.close()
    assert (flags.year, flags.waiting, flags.count) == (None, [], 0)
