"""The Targets page by keyboard alone, in the window: real keys from pane to pane, from the list to an approval."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from carbondesk.domain.records import Approval, Target
from carbondesk.domain.text import say
from carbondesk.store.inventory import Inventory
from carbondesk.ui.desktop import Desktop
from carbondesk.ui.forms import RecordDialog
from carbondesk.ui.pages.targets import TargetsPage
from carbondesk.ui.pages.targets.approving import ApprovalDialog
from carbondesk.ui.pages.targets.comparing import CompareDialog
from carbondesk.ui.pages.targets.removing import RemovalDialog
from carbondesk.ui.pages.targets.templates import TargetDialog
from carbondesk.ui.settings import Settings
from tests.ui.files import small_file
from tests.ui.pages.fingers import activate

NONE = Qt.KeyboardModifier.NoModifier
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desktop(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    monkeypatch.setenv("CARBONDESK_HOME", str(tmp_path / "home"))
    path = small_file(tmp_path / "plant.cdesk")
    with Inventory.open(path) as made, made.step(say("Targets")) as step:
        step.add(Target(name="Own operations", reduction=0.46, submission="2026-05"))
        step.add(Target(name="Net zero", scope="1+2+3", kind="net-zero", target_year=2050, reduction=0.9))
    made_desktop = Desktop(Settings(theme="light", language="en", person="Energy manager"))
    qtbot.addWidget(made_desktop.window)
    made_desktop.window.resize(1440, 900)
    made_desktop.window.show()
    with qtbot.waitSignal(made_desktop.session.figures_ready, timeout=20_000):
        assert made_desktop.open_path(path)
    qtbot.waitUntil(lambda: not made_desktop.session.is_working, timeout=20_000)
    activate(qtbot, made_desktop.window)
    yield made_desktop
    made_desktop.session.finish_tasks()
    made_desktop.session.close()


def key(code: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    """Press a key where the keyboard is."""
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, code, modifier)


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def shown(desktop: Desktop) -> TargetsPage:
    page = desktop.window.page("targets")
    assert isinstance(page, TargetsPage)
    return page


def stored(desktop: Desktop) -> list[Target]:
    assert desktop.session.inventory is not None
    return desktop.session.inventory.all(Target)


def _step_through_panes(qtbot: QtBot, desktop: Desktop, page: TargetsPage) -> None:
    """Go from pane to pane and back again."""
    activate(qtbot, desktop.window)
    panes = page.panes()
    assert len(panes) >= 5
    for pane in panes[1:]:
        key(Qt.Key.Key_F6)
        assert focused() is pane or pane.isAncestorOf(focused())
    # Then come the parts of the frame, and the list again; Shift goes the other way round.
    presses = 0
    while focused() is not page.left.shelf:
        key(Qt.Key.Key_F6)
        presses += 1
        assert presses < 5
    for _ in range(presses):
        key(Qt.Key.Key_F6, SHIFT)
    assert focused() is page.criteria.list


def _answer_a_criterion(qtbot: QtBot, desktop: Desktop, page: TargetsPage) -> None:
    """Answer a criterion where it stands."""
    activate(qtbot, desktop.window)
    rows = page.criteria.list
    at = rows.rows.row_of("disclosure")
    while rows.currentIndex().row() != at:
        key(Qt.Key.Key_Down if rows.currentIndex().row() < at else Qt.Key.Key_Up)
    key(Qt.Key.Key_Space)
    assert rows.rows.open_keys == {"disclosure"}
    key(Qt.Key.Key_Return)
    dialog = page.tasks.dialog
    assert isinstance(dialog, RecordDialog)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert next(row for row in rows.rows.rows if row.key == "disclosure").status == "pass"


def _pull_the_slider(qtbot: QtBot, desktop: Desktop, page: TargetsPage) -> None:
    """Change the reduction by the arrows of the slider, as one step."""
    activate(qtbot, desktop.window)
    page.left.reduction.slider.setFocus()
    for _ in range(4):
        key(Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: stored(desktop)[0].reduction == pytest.approx(0.464), timeout=3000)


def _try_and_keep(qtbot: QtBot, desktop: Desktop, page: TargetsPage) -> None:
    """Try a reduction, and keep it as the target."""
    activate(qtbot, desktop.window)
    key(Qt.Key.Key_W, CTRL | SHIFT)
    assert page.middle.trial.isVisible()
    page.left.reduction.field.setFocus()
    page.left.reduction.field.selectAll()
    QTest.keyClicks(page.left.reduction.field, "55")
    key(Qt.Key.Key_Return)
    assert stored(desktop)[0].reduction == pytest.approx(0.464)
    page.middle.trial.keep.setFocus()
    key(Qt.Key.Key_Space)
    assert stored(desktop)[0].reduction == pytest.approx(0.55)


def _open_and_close(qtbot: QtBot, desktop: Desktop, page: TargetsPage) -> None:
    """Open and close the table of years, the criteria and the comparison."""
    activate(qtbot, desktop.window)
    open_before = page.middle.chart.shows_table
    page.left.shelf.setFocus()
    key(Qt.Key.Key_T, CTRL)
    assert page.middle.chart.shows_table != open_before
    key(Qt.Key.Key_F4)
    assert not page.criteria.isVisible()
    key(Qt.Key.Key_F4)
    page.left.shelf.setFocus()
    key(Qt.Key.Key_R, CTRL | SHIFT)
    comparing = page.tasks.dialog
    assert isinstance(comparing, CompareDialog)
    QTest.keyClick(comparing, Qt.Key.Key_Escape)
    assert not comparing.isVisible()


def _approve(qtbot: QtBot, desktop: Desktop, page: TargetsPage) -> None:
    """Approve with a summary, by Ctrl Enter."""
    activate(qtbot, desktop.window)
    page.left.shelf.setFocus()
    key(Qt.Key.Key_Return, CTRL)
    approving = page.tasks.dialog
    assert isinstance(approving, ApprovalDialog)
    approving.role.setFocus()
    QTest.keyClicks(approving.role, "Board")
    QTest.keyClick(approving, Qt.Key.Key_Return)
    assert desktop.session.inventory is not None
    assert [each.approved_by for each in desktop.session.inventory.all(Approval)] == ["Board"]


def _add_and_remove(qtbot: QtBot, desktop: Desktop, page: TargetsPage) -> None:
    """Add a target, remove it, and take that back."""
    activate(qtbot, desktop.window)
    page.left.shelf.setFocus()
    key(Qt.Key.Key_Insert)
    adding = page.tasks.dialog
    assert isinstance(adding, TargetDialog)
    QTest.keyClick(adding.list, Qt.Key.Key_Down)
    QTest.keyClick(adding.list, Qt.Key.Key_Return)
    assert len(stored(desktop)) == 3
    activate(qtbot, desktop.window)
    assert focused() is page.left.shelf
    key(Qt.Key.Key_Delete)
    removing = page.tasks.dialog
    assert isinstance(removing, RemovalDialog)
    QTest.keyClick(removing, Qt.Key.Key_Return)
    assert len(stored(desktop)) == 2
    activate(qtbot, desktop.window)
    key(Qt.Key.Key_Z, CTRL)
    assert len(stored(desktop)) == 3


def test_the_whole_page_works_by_keyboard(qtbot: QtBot, desktop: Desktop) -> None:
    QTest.keyClick(desktop.window, Qt.Key.Key_3, CTRL)
    page = shown(desktop)
    assert page.isVisible()
    qtbot.waitUntil(lambda: page.middle.chart.plot is not None)
    activate(qtbot, desktop.window)
    assert focused() is page.left.shelf
    _step_through_panes(qtbot, desktop, page)
    _answer_a_criterion(qtbot, desktop, page)
    _pull_the_slider(qtbot, desktop, page)
    _try_and_keep(qtbot, desktop, page)
    _open_and_close(qtbot, desktop, page)
    _approve(qtbot, desktop, page)
    _add_and_remove(qtbot, desktop, page)


def test_every_control_of_the_page_has_a_name_for_a_screen_reader(qtbot: QtBot, desktop: Desktop) -> None:
    desktop.go("targets")
    page = shown(desktop)
    qtbot.waitUntil(lambda: page.middle.chart.plot is not None)
    nameless = [
        type(widget).__name__
        for widget in page.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and widget.isVisibleTo(page)
        and not widget.accessibleName()
        and type(widget).__name__ not in {"QScrollArea", "QWidget", "QScrollBar", "QHeaderView", "NameHeader"}
    ]
    assert nameless == []


def test_the_commands_of_the_page_stand_in_the_menu(desktop: Desktop) -> None:
    desktop.go("targets")
    commands = desktop.window.commands
    for name in (
        "target",
        "what_if",
        "compare_rules",
        "save_version",
        "versions",
        "submit",
        "journey",
        "exclusions",
    ):
        assert commands.can_run(name), name
    desktop.go("overview")
    assert not commands.can_run("what_if")
