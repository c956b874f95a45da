"""Real key events, sent to whatever has the focus, as a person without a mouse would send them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from carbondesk.store.inventory import Inventory
from carbondesk.ui.desktop import Desktop
from carbondesk.ui.page import Page
from carbondesk.ui.settings import Settings

_MOST_STOPS = 80


def activate(qtbot: QtBot, window: QWidget) -> None:
    """Make a window the active one, asking until it is: one of an earlier test may hand its activity on just now."""

    def is_active() -> bool:
        window.activateWindow()
        return window.isActiveWindow()

    qtbot.waitUntil(is_active)


@contextmanager
def keyboard(qtbot: QtBot, home: Path, inventory: Inventory) -> Iterator[Fingers]:
    """Open an inventory in the real window and sit down at its keyboard; `home` keeps settings and copies."""
    desktop = Desktop(Settings(theme="light", language="en", person="Energy manager"))
    qtbot.addWidget(desktop.window)
    desktop.window.resize(1440, 900)
    desktop.window.show()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CARBONDESK_HOME", str(home))
        with qtbot.waitSignal(desktop.session.figures_ready, timeout=20_000):
            desktop.take(inventory)
        activate(qtbot, desktop.window)
        yield Fingers(qtbot, desktop)
        desktop.session.finish_tasks()
        desktop.session.close()


class Fingers:
    """A person at the keyboard of one desktop."""

    def __init__(self, qtbot: QtBot, desktop: Desktop) -> None:
        self.qtbot, self.desktop = qtbot, desktop

    def focused(self) -> QWidget:
        """Return what has the focus, the window itself where nothing has."""
        window = self.desktop.window
        if QApplication.activeWindow() is None:
            activate(self.qtbot, window)
        places: list[QWidget | None] = [QApplication.focusWidget(), window.focusWidget()]
        return next((place for place in places if place is not None), window)

    def press(self, *keys: str) -> None:
        """Press keys such as "Down", "Ctrl+F" or "F6", one after the other."""
        for key in keys:
            *held, last = key.split("+")
            modifiers = Qt.KeyboardModifier.NoModifier
            for each in held:
                name = {"Ctrl": "ControlModifier", "Shift": "ShiftModifier"}[each]
                modifiers |= getattr(Qt.KeyboardModifier, name)
            code = getattr(Qt.Key, f"Key_{last}")
            QTest.keyClick(self.focused(), code, modifiers)
            QApplication.processEvents()
            self._activate()

    def _activate(self) -> None:
        """Bring the window to the front when a dialog has closed, as a desktop does and the test's does not."""
        if QApplication.activeWindow() is None and QApplication.activeModalWidget() is None:
            self.desktop.window.activateWindow()
            QApplication.processEvents()

    def type(self, text: str) -> None:
        """Type a text."""
        for letter in text:
            QTest.keyClicks(self.focused(), letter)
        QApplication.processEvents()

    def write(self, text: str) -> None:
        """Type a text in place of what a field holds."""
        self.press("Ctrl+A")
        self.type(text)

    def tab_to(self, name: str, *, back: bool = False) -> QWidget:
        """Press Tab until what has the focus is called by a name; each stop on the way must be seen and named."""
        passed = []
        for _ in range(_MOST_STOPS):
            found = self.focused()
            if called(found) == name:
                return found
            passed.append(called(found) or type(found).__name__)
            assert found.isVisible()
            assert called(found), f"{type(found).__name__} after {passed[-5:]} has no name"
            self.press("Shift+Backtab" if back else "Tab")
        raise AssertionError(f"{name!r} is not among {list(dict.fromkeys(passed))}")

    def choose(self, name: str, words: str) -> None:
        """Go to a field with fixed choices and step to the one that is called so."""
        control = self.tab_to(name)
        texts = [control.itemText(place) for place in range(control.count())]  # type: ignore[attr-defined]
        place = next((place for place, text in enumerate(texts) if words in text), None)
        assert place is not None, f"{words!r} is not among {texts}"
        self.press("Home")
        for _ in range(place):
            self.press("Down")
        assert words in control.currentText()  # type: ignore[attr-defined]

    def until(self, seen: Callable[[], bool]) -> None:
        """Wait for something to come true."""
        self.qtbot.waitUntil(seen, timeout=20_000)

    def page(self) -> Page:
        """Return the page in view."""
        return self.desktop.window.pages[self.desktop.window.current]

    def inventory(self) -> Inventory:
        """Return what is open."""
        assert self.desktop.session.inventory is not None
        return self.desktop.session.inventory


def called(widget: QWidget) -> str:
    """Return what a screen reader calls a widget: its name, or the words on it."""
    text = getattr(widget, "text", None)
    return widget.accessibleName() or (str(text()) if callable(text) else "")


def words(widget: QWidget) -> list[str]:
    """Return every text that is to be read in a widget."""
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
