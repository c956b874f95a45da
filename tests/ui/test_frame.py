from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from carbondesk import language
from carbondesk.domain.text import say
from carbondesk.ui.actions import Actions
from carbondesk.ui.commands import COMMANDS, MENUS
from carbondesk.ui.keys import keys_of
from carbondesk.ui.page import KEYS, Page, PageEntry
from carbondesk.ui.palette import Entry
from carbondesk.ui.style import theme
from carbondesk.ui.style.tokens import DARK, LIGHT, Tokens
from carbondesk.ui.widgets import Button, PageHeader
from carbondesk.ui.window import MainWindow


class NotePage(Page):
    """A page with one field, that remembers what happened to it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.happened: list[str] = []
        self.set_header(PageHeader(name))
        self.field, self.other = QLineEdit(), Button("Other")
        self.body.addWidget(self.field)
        self.box = QWidget(self)
        self.other.setParent(self.box)
        self.body.addWidget(self.box)

    def enter(self, context: object = None) -> None:
        self.happened.append(f"enter {context}")

    def leave(self) -> None:
        self.happened.append("leave")

    def commands(self) -> dict[str, Callable[[], object]]:
        return {"estimate": lambda: self.happened.append("estimate")}

    def panes(self) -> list[QWidget]:
        return [self.field, self.box]

    def restyle(self, look: Tokens) -> None:
        self.happened.append(look.name)

    def state(self) -> dict[str, object]:
        return {"text": self.field.text()}

    def restore_state(self, state: dict[str, object]) -> None:
        self.field.setText(str(state["text"]))


def entries() -> list[PageEntry]:
    return [
        PageEntry(
            page_id="data_entry",
            label=say("Data entry"),
            icon="table-2",
            make=lambda: NotePage("Data entry"),
            commands=("estimate",),
        ),
        PageEntry(page_id="overview", label=say("Overview"), icon="layout-dashboard", make=Page),
        PageEntry(page_id="audit", label=say("Audit"), icon="history", make=Page, group=2),
        PageEntry(page_id="settings", label=say("Settings"), icon="settings", make=Page, group=9),
        PageEntry(page_id="welcome", label=say("Welcome"), icon="flag", make=Page, bare=True),
    ]


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    made = MainWindow(entries())
    qtbot.addWidget(made)
    made.resize(1366, 697)
    made.show()
    made.show_page("overview")

    def is_active() -> bool:
        # Asked for again: a window of an earlier test that is only now deleted hands the activity on.
        made.activateWindow()
        return made.isActiveWindow()

    qtbot.waitUntil(is_active)
    return made


def note(window: MainWindow) -> NotePage:
    page = window.page("data_entry")
    assert isinstance(page, NotePage)
    return page


def test_the_frame_has_the_measures_of_the_design(window: MainWindow) -> None:
    assert window.top.height() == 40
    assert window.rail.width() == 76
    assert window.status.height() == 26
    assert all(button.height() == 52 for button in window.rail.buttons.values())
    stack = window.page("overview")
    assert stack.size() == QSize(1366 - 76, 697 - 40 - 26)


def test_pages_that_do_not_exist_are_absent(window: MainWindow) -> None:
    assert list(window.rail.buttons) == ["overview", "data_entry", "audit", "settings"]
    shown = [action.text() for action in window.menus.by_name["view"].actions() if action.isVisible()]
    assert shown[:3] == ["Data entry", "Overview", "Audit"]
    assert "Targets" not in shown


def test_a_page_is_made_when_it_is_first_shown(window: MainWindow) -> None:
    assert list(window.pages) == ["overview"]
    window.show_page("data_entry")
    assert list(window.pages) == ["overview", "data_entry"]


@pytest.mark.parametrize(
    ("key", "page"), [(Qt.Key.Key_1, "overview"), (Qt.Key.Key_2, "data_entry"), (Qt.Key.Key_8, "audit")]
)
def test_every_page_has_its_own_digit(qtbot: QtBot, window: MainWindow, key: Qt.Key, page: str) -> None:
    window.show_page("settings")
    qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    assert window.current == page
    assert window.rail.buttons[page].isChecked()


def test_digits_are_given_once_for_ever() -> None:
    assert KEYS == {
        "overview": 1,
        "data_entry": 2,
        "targets": 3,
        "actions": 4,
        "factors": 5,
        "suppliers": 6,
        "reports": 7,
        "audit": 8,
        "group": 9,
    }


def test_the_rail_leads_to_pages_by_mouse_and_key(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.mouseClick(window.rail.buttons["audit"], Qt.MouseButton.LeftButton)
    assert window.current == "audit"
    window.rail.focus()
    button = window.rail.buttons["audit"]
    qtbot.waitUntil(button.hasFocus)
    qtbot.keyClick(button, Qt.Key.Key_Up)
    qtbot.waitUntil(window.rail.buttons["data_entry"].hasFocus)
    qtbot.keyClick(window.rail.buttons["data_entry"], Qt.Key.Key_Return)
    assert window.current == "data_entry"
    assert note(window).happened == ["enter None"]


def test_a_page_enters_with_its_context_and_leaves(window: MainWindow) -> None:
    window.show_page("data_entry", "Nanjing")
    window.show_page("overview")
    assert note(window).happened == ["enter Nanjing", "leave"]


def test_a_count_is_shown_and_said(window: MainWindow) -> None:
    window.set_count("data_entry", 6)
    window.set_count("overview", 1)
    window.set_count("targets", 3)
    button = window.rail.buttons["data_entry"]
    assert button.count() == 6
    assert button.accessibleName() == "Data entry, 6 things to do"
    assert "Ctrl 2" in button.toolTip()
    assert window.rail.buttons["overview"].accessibleName() == "Overview, 1 thing to do"


def test_a_bare_page_fills_the_window(window: MainWindow) -> None:
    page = window.show_page("welcome")
    assert not window.rail.isVisible()
    assert not window.top.isVisible()
    assert not window.status.isVisible()
    QApplication.processEvents()
    assert page.size() == window.size()
    assert "welcome" not in window.rail.buttons
    window.show_page("overview")
    assert window.rail.isVisible()


def test_the_file_stands_in_the_middle_and_in_the_caption(window: MainWindow) -> None:
    window.set_file("Orvane Group 2025.cdesk", "Read-only", "info", "lock")
    assert window.windowTitle() == "Orvane Group 2025.cdesk — CarbonDesk"
    assert window.top.file.accessibleName() == "Orvane Group 2025.cdesk, Read-only"
    middle = window.top.file.geometry().center().x()
    assert abs(middle - window.width() / 2) <= 2
    window.set_file("")
    assert window.windowTitle() == "CarbonDesk"


def test_a_long_file_name_touches_neither_menus_nor_search(window: MainWindow) -> None:
    window.resize(1024, 600)
    window.set_file(
        "A very long name of an inventory of many plants in many countries for 2025, draft 3.cdesk"
    )
    place = window.top.file.geometry()
    assert place.left() > window.top.menus.geometry().right()
    assert place.right() < window.top.search.geometry().left()


def test_status_facts_come_and_go(qtbot: QtBot, window: MainWindow) -> None:
    assert window.status.parts["offline"].text() == "Offline. All data stays on this computer"
    window.set_fact("audit", "Audit chain intact", "shield-check", "ok", "Checked at 14:32")
    part = window.status.parts["audit"]
    assert part.isVisible()
    assert part.accessibleName() == "Audit chain intact"
    with qtbot.waitSignal(window.status_pressed) as told:
        qtbot.mouseClick(part, Qt.MouseButton.LeftButton)
    assert told.args == ["audit"]
    window.set_fact("audit", "")
    assert not part.isVisible()


def test_f6_goes_round_the_panes_and_shift_f6_back(qtbot: QtBot, window: MainWindow) -> None:
    page = window.show_page("data_entry")
    assert isinstance(page, NotePage)
    order = [window.rail.buttons["data_entry"], page.field, page.other, window.top.search]
    window.rail.focus()
    for widget in (*order[1:], order[0]):
        window.commands.run("next_pane")
        qtbot.waitUntil(widget.hasFocus)
    for widget in reversed(order):
        window.commands.run("previous_pane")
        qtbot.waitUntil(widget.hasFocus)


def test_ctrl_k_opens_the_palette_and_closes_it(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.palette_.isVisible()
    window.open_palette()
    assert not window.palette_.isVisible()
    qtbot.mouseClick(window.top.search, Qt.MouseButton.LeftButton)
    assert window.palette_.isVisible()


def test_the_palette_finds_pages_commands_and_what_is_provided(window: MainWindow) -> None:
    went: list[str] = []
    window.add_provider(lambda _query: [Entry(text="Nanjing return", run=lambda: went.append("return"))])
    window.open_palette("audit")
    window.palette_.accept()
    assert window.current == "audit"
    window.open_palette("nanj")
    window.palette_.accept()
    assert went == ["return"]
    window.open_palette("> dark")
    window.palette_.accept()
    assert theme.tokens() is DARK
    window.set_theme("light")


def test_menus_hold_what_is_handled_and_nothing_else(window: MainWindow) -> None:
    file = window.menus.by_name["file"]
    assert [action.text() for action in file.actions() if action.isVisible() and action.text()] == ["Quit"]
    assert not window.menus.by_name["edit"].menuAction().isVisible()
    window.commands.on("undo", lambda: None)
    assert window.menus.by_name["edit"].menuAction().isVisible()


def test_menu_names_show_no_line_under_the_letter_that_alt_reaches(window: MainWindow) -> None:
    menus, view = window.top.menus, window.menus.by_name["view"].menuAction()
    assert view.text() == "&View"
    drawn = menus.grab().toImage()
    view.setText("View")
    assert menus.grab().toImage() == drawn
    view.setText("Show")
    assert menus.grab().toImage() != drawn


def test_the_menu_that_is_chosen_stands_out(window: MainWindow) -> None:
    menus = window.top.menus
    drawn = menus.grab().toImage()
    menus.setActiveAction(window.menus.by_name["view"].menuAction())
    assert menus.grab().toImage() != drawn
    window.menus.by_name["view"].close()


def test_a_menu_draws_its_icons_as_it_opens(qtbot: QtBot, window: MainWindow) -> None:
    menu = window.menus.by_name["view"]
    assert window.commands["go_overview"].icon().isNull()
    menu.popup(window.mapToGlobal(window.rect().center()))
    qtbot.waitUntil(menu.isVisible)
    assert not window.commands["go_overview"].icon().isNull()
    assert window.commands["next_pane"].icon().isNull()
    menu.close()


def test_recent_files_are_a_menu_of_their_own(window: MainWindow) -> None:
    opened: list[str] = []
    window.set_recent([("Orvane 2024.cdesk", lambda: opened.append("2024"))])
    window.commands.on("open", lambda: None)
    recent = next(menu for menu in window.top.menus.findChildren(QMenu) if menu.title() == "Open recent")
    assert recent.menuAction() in window.menus.by_name["file"].actions()
    recent.actions()[0].trigger()
    assert opened == ["2024"]


def test_a_command_says_why_it_cannot_run(window: MainWindow) -> None:
    done: list[str] = []
    window.commands.on("undo", lambda: done.append("undo"))
    action = window.commands["undo"]
    assert action.toolTip() == "Undo (Ctrl Z)"
    window.commands.forbid("undo", "Nothing to undo")
    assert action.toolTip() == "Undo: Nothing to undo"
    assert window.commands.reason("undo") == "Nothing to undo"
    window.commands.run("undo")
    window.commands.forbid("undo", "")
    window.commands.run("undo")
    assert done == ["undo"]


def test_a_command_of_a_page_runs_there_and_is_explained_elsewhere(window: MainWindow) -> None:
    action = window.commands["estimate"]
    assert action.isVisible()
    assert not action.isEnabled()
    assert action.toolTip() == "Estimate gaps: Not on this page"
    window.show_page("data_entry")
    action.trigger()
    assert note(window).happened[-1] == "estimate"
    window.show_page("welcome")
    assert not action.isVisible()


def test_commands_are_declared_once_with_a_key_of_their_own() -> None:
    ids = [command.id for command in COMMANDS]
    keys = [command.shortcut for command in COMMANDS if command.shortcut]
    assert len(ids) == len(set(ids))
    assert len(keys) == len(set(keys))
    assert {command.menu for command in COMMANDS} <= set(MENUS)
    assert not {f"Ctrl+{digit}" for digit in KEYS.values()} & set(keys)


def test_keys_are_written_as_on_a_keyboard() -> None:
    assert keys_of("Ctrl+Shift+S") == "Ctrl Shift S"
    assert keys_of("Ctrl+Return") == "Ctrl Enter"
    assert keys_of("F8") == "F8"


def test_a_text_can_be_fuller_for_now(window: MainWindow) -> None:
    actions = Actions(window)
    actions.on("undo", lambda: None)
    actions.set_text("undo", "Undo: Edit quantity")
    assert actions["undo"].text() == "Undo: Edit quantity"
    actions.retranslate()
    assert actions["undo"].text() == "Undo"
    assert actions.ids()[0] == "new"


def test_a_theme_reaches_every_page_and_the_menu_marks_it(qtbot: QtBot, window: MainWindow) -> None:
    page = note(window)
    with qtbot.waitSignal(window.theme_chosen) as told:
        window.commands.run("theme_dark")
    assert told.args == ["dark"]
    assert theme.tokens() is DARK
    assert page.happened[-1] == "dark"
    assert window.commands["theme_dark"].isChecked()
    window.set_theme("system")
    assert theme.tokens() in {LIGHT, DARK}
    QApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    window.set_theme("light")
    assert not window.commands["theme_dark"].isChecked()


def test_a_rebuild_keeps_page_texts_counts_and_providers(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("data_entry")
    note(window).field.setText("291.4")
    window.set_count("audit", 2)
    before = note(window)
    language.use("zh_CN")
    with qtbot.waitSignal(window.rebuilt):
        window.rebuild()
    assert window.current == "data_entry"
    assert note(window) is not before
    assert note(window).field.text() == "291.4"
    assert window.rail.buttons["audit"].count() == 2
    assert window.rail.buttons["data_entry"].isChecked()
    qtbot.keyClick(window, Qt.Key.Key_8, Qt.KeyboardModifier.ControlModifier)
    assert window.current == "audit"


def test_state_goes_through_json_and_comes_back(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("data_entry")
    note(window).field.setText("kept")
    window.resize(1024, 650)
    state = json.loads(json.dumps(window.state()))
    other = MainWindow(entries())
    qtbot.addWidget(other)
    other.restore_state(state)
    assert other.current == "data_entry"
    assert note(other).field.text() == "kept"
    assert other.size() == QSize(1024, 650)
    other.restore_state({"geometry": 3, "page": "gone", "pages": None})
    assert other.current == "data_entry"


def test_closing_is_told_before_the_window_goes(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.closing):
        window.commands.run("quit")
    assert not window.isVisible()


def test_a_page_without_a_header_has_no_title() -> None:
    page = Page()
    assert page.header() is None
    assert page.title() == ""
    assert (page.panes(), page.commands(), page.state()) == ([], {}, {})


def test_a_page_is_named_by_its_header(window: MainWindow) -> None:
    page = note(window)
    assert page.title() == "Data entry"
    assert page.header() is not None


def test_the_frame_starts_without_the_heavy_libraries() -> None:
    heavy = ("numpy", "pandas", "pyqtgraph", "pint", "babel")
    code = f"import sys, carbondesk.ui.window; print([m for m in {heavy!r} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_the_program_is_drawn_in_fusion_whatever_the_desktop_says() -> None:
    code = "from carbondesk.ui import app; print(app.make_application([]).style().objectName())"
    wish = {**os.environ, "QT_STYLE_OVERRIDE": "windows"}
    done = subprocess.run([sys.executable, "-c", code], env=wish, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "fusion"


def test_the_desktop_is_built_without_what_can_wait() -> None:
    code = (
        "import sys; from PySide6 import QtWidgets; from carbondesk.ui import app, settings; "
        "desktop = app.make_desktop(app.make_application([]), settings.Settings(language='en')); "
        "print(*sys.modules, *(f'QtWidgets.{name}' for name in vars(QtWidgets)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    libraries = {"numpy", "pandas", "pyqtgraph", "pint", "babel", "sqlite_utils", "html", "locale"}
    ours = {
        "carbondesk.domain.schema",
        "carbondesk.domain.records",
        "carbondesk.store",
        "carbondesk.ui.palette",
        "carbondesk.ui.widgets.every",
        "carbondesk.ui.widgets.buttons",
    }
    # PySide sets a class up when it is first named; these two have the largest enumerations.
    classes = {"QtWidgets.QStyle", "QtWidgets.QAbstractItemView"}
    assert (libraries | ours | classes) & set(done.stdout.split()) == set()
