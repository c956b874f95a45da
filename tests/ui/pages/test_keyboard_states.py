"""Factors, Reports, Audit and Group on an empty inventory and on a file that must not be written, by keyboard."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from carbondesk.domain.records import Organisation
from carbondesk.language import tr
from carbondesk.store import copies
from carbondesk.store.inventory import Inventory
from carbondesk.ui.pages.audit import AuditPage
from carbondesk.ui.pages.group import GroupPage, sights
from carbondesk.ui.pages.group.registers import REGISTERS
from tests.ui.pages import group_plant
from tests.ui.pages.fingers import Fingers, called, keyboard

PAGES = {"factors": "Ctrl+5", "reports": "Ctrl+7", "audit": "Ctrl+8", "group": "Ctrl+9"}


class Flashes(QObject):
    """Notes every window that is shown but the program's own and its dialogs."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and type(watched) is QWidget and watched.isWindow():
            self.seen.append(watched.objectName() or repr(watched))
        return False


def go(fingers: Fingers, page: str) -> list[str]:
    """Go to a page and Tab through all of it; returns what was stopped at."""
    fingers.press(PAGES[page])
    assert fingers.desktop.window.current == page
    fingers.until(lambda: not fingers.desktop.session.is_working)
    QApplication.processEvents()
    passed: list[str] = []
    first = fingers.focused()
    for _ in range(80):
        found = fingers.focused()
        assert found.isVisible()
        assert called(found), f"{type(found).__name__} after {passed[-3:]} has no name"
        passed.append(called(found))
        fingers.press("Tab")
        if fingers.focused() is first:
            break
    return passed


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_inventory_says_what_is_missing(qtbot: QtBot, tmp_path: Path, page: str) -> None:
    empty = Inventory.in_memory(Organisation(name="Nothing yet", country="CN"))
    with keyboard(qtbot, tmp_path, empty) as fingers:
        flashes = Flashes()
        QApplication.instance().installEventFilter(flashes)  # type: ignore[union-attr]
        passed = go(fingers, page)
        assert len(passed) > 3
        if page == "group":
            view = fingers.page()
            for _ in range(10):
                fingers.tab_to("Records of the group")
                fingers.press("Down")
                assert fingers.page() is view
        assert flashes.seen == []


@pytest.mark.parametrize("page", PAGES)
def test_a_file_that_must_not_be_written_is_only_looked_at(qtbot: QtBot, tmp_path: Path, page: str) -> None:
    path = tmp_path / "group.cdesk"
    copies.save_copy(lambda *_: None, group_plant.inventory(), path)
    with keyboard(qtbot, tmp_path / "home", Inventory.open(path, read_only=True)) as fingers:
        passed = go(fingers, page)
        head = fingers.inventory().head
        assert len(passed) > 3
        for words in ("Add", "Remove", "Copy as own", "New round", "Seal a year", "Use for a source"):
            for name in (each for each in passed if each.startswith(words)):
                raise AssertionError(f"{name!r} can be pressed in a file that is only read")
        for key in ("Insert", "Delete", "Y", "Return", "Escape", "Ctrl+Z"):
            fingers.press(PAGES[page], key)
        assert fingers.inventory().head == head
    assert os.access(path, os.R_OK)


def test_every_register_of_a_file_that_is_only_read_offers_nothing_to_write(
    qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "group.cdesk"
    copies.save_copy(lambda *_: None, group_plant.inventory(), path)
    with keyboard(qtbot, tmp_path / "home", Inventory.open(path, read_only=True)) as fingers:
        fingers.press(PAGES["group"])
        page = fingers.page()
        assert isinstance(page, GroupPage)
        assert page.read_only.isVisible()
        for place, register in enumerate(REGISTERS):
            assert page.register is register
            words = {button.text() for button in page.findChildren(QPushButton) if button.isEnabled()}
            assert not {tr(register.add), "Keep changes", "Take back"} & words, register.id
            keys = {key for key, _ in sights.hints(register, writable=False)}
            assert keys == {"Ctrl F", "Ctrl C"}
            if place + 1 < len(REGISTERS):
                fingers.press("Down")


def test_a_round_cannot_be_begun_in_a_file_that_is_only_read(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "group.cdesk"
    copies.save_copy(lambda *_: None, group_plant.inventory(), path)
    with keyboard(qtbot, tmp_path / "home", Inventory.open(path, read_only=True)) as fingers:
        fingers.desktop.go("audit", {"view": "verification"})
        page = fingers.page()
        assert isinstance(page, AuditPage)
        for button in (page.rounds.begin, page.rounds.first):
            assert not button.isEnabled()
            assert button.toolTip() == "This inventory is read-only."
        assert not page.export.isEnabled()
