from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from carbondesk.ui.pages.welcome import WelcomePage
from carbondesk.ui.settings import Recent, Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    here = tmp_path / "Kestrel 2025.cdesk"
    here.touch()
    now = datetime.now(UTC).astimezone().isoformat(timespec="minutes")
    made = Settings(theme="light", language="en")
    made.recent = [
        Recent(str(here), "Kestrel Boards", "2025", 0.9996, now),
        Recent(str(tmp_path / "gone.cdesk"), "Heron Cables", "2024", None, "2026-01-09T10:00+01:00"),
        Recent(str(tmp_path / "odd.cdesk"), "Odd", "2023", 1.0, "no moment"),
    ]
    return made


@pytest.fixture
def page(settings: Settings, qtbot: QtBot) -> WelcomePage:
    made = WelcomePage(settings)
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    made.enter()
    return made


def test_the_starts_say_what_is_wanted(page: WelcomePage, qtbot: QtBot) -> None:
    for button, signal in (
        (page.new, page.new_wanted),
        (page.open, page.open_wanted),
        (page.sample, page.sample_wanted),
    ):
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_recent_files_show_completeness_day_and_what_is_gone(page: WelcomePage) -> None:
    model = page.table.files
    cells = [[model.index(row, column).data() for column in range(5)] for row in range(3)]
    assert cells[0][:4] == ["Kestrel 2025.cdesk", "Kestrel Boards", "2025", "99.9 %"]
    assert cells[0][4].startswith("Today, ")
    assert cells[1][3:] == ["", "9 Jan 2026"]
    assert cells[2][4] == ""
    gone = model.index(1, 0)
    assert gone.data(Qt.ItemDataRole.AccessibleTextRole) == "gone.cdesk, not found"


def test_the_keys_choose_open_and_take_off_the_list(
    page: WelcomePage, settings: Settings, qtbot: QtBot
) -> None:
    assert page.table.hasFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    with qtbot.waitSignal(page.file_wanted) as sent:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert sent.args[0].endswith("gone.cdesk")
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert [entry.organisation for entry in settings.recent] == ["Kestrel Boards", "Odd"]
    assert page.table.model().rowCount() == 2


def test_the_filter_looks_at_path_and_organisation(page: WelcomePage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.filter, "heron")
    assert [entry.organisation for entry, _ in page.table.files.rows] == ["Heron Cables"]
    page.filter.setText("nothing like it")
    assert page.table.path() == ""
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    page.filter.clear()
    assert page.table.model().rowCount() == 3


def test_without_recent_files_the_page_says_so(qtbot: QtBot) -> None:
    page = WelcomePage(Settings(theme="dark", language="en"))
    qtbot.addWidget(page)
    page.show()
    page.enter()
    assert page.nothing.isVisible()
    assert not page.table.isVisible()
    assert page.focusWidget() is page.new


def test_language_theme_and_help_are_asked_for(page: WelcomePage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.theme_chosen) as theme:
        page.theme.setCurrentIndex(1)
        page.theme.activated.emit(1)
    assert theme.args == ["dark"]
    with qtbot.waitSignal(page.language_chosen) as language:
        page.language.setCurrentIndex(1)
        page.language.activated.emit(1)
    assert language.args == ["zh_CN"]
    for link, topic in zip(page.links, ("first_inventory", "keyboard", "numbers"), strict=True):
        with qtbot.waitSignal(page.help_wanted) as sent:
            qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
        assert sent.args == [topic]


def test_a_small_window_gets_a_narrow_brand_and_low_rows(page: WelcomePage) -> None:
    assert page.brand.width() == 440
    assert page.table.rowHeight(0) == 50
    page.resize(1366, 697)
    assert page.brand.width() == 360
    assert page.table.rowHeight(0) == 40


def test_everything_has_a_name(page: WelcomePage) -> None:
    for widget in (*page.panes(), page.brand, page.filter, page.theme, page.help):
        assert widget.accessibleName()
