from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.text import say
from carbondesk.ui import notices
from carbondesk.ui.widgets import MessagePane


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(800, 600)
    qtbot.addWidget(made)
    made.show()
    return made


def shown(window: QWidget) -> list[str]:
    return [pane.accessibleName() for pane in window.findChildren(MessagePane) if pane.isVisible()]


def test_what_was_done_is_said_for_a_while(
    qtbot: QtBot, window: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "_SHOWN_MS", 50)
    notices.say_done(window, "Copy saved.")
    assert shown(window) == ["Copy saved."]
    qtbot.waitUntil(lambda: shown(window) == [], timeout=2000)


def test_an_error_stays_until_it_is_closed(
    qtbot: QtBot, window: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "_SHOWN_MS", 50)
    pane = notices.show_error(window, CarbonDeskError(say("The disk is full."), say("Make room.")))
    qtbot.wait(200)
    assert pane.isVisible()
    assert pane.accessibleDescription() == "Make room."
    assert window.rect().contains(pane.geometry())
    close = next(
        each for each in pane.findChildren(QAbstractButton) if each.toolTip() == "Close this message"
    )
    close.click()
    assert shown(window) == []


def test_one_notice_replaces_the_other(qtbot: QtBot, window: QWidget) -> None:
    notices.show_error(window, CarbonDeskError(say("The disk is full.")))
    notices.say_done(window, "Copy saved.")
    qtbot.waitUntil(lambda: shown(window) == ["Copy saved."])


def test_a_fault_has_details_to_copy(qtbot: QtBot, window: QWidget) -> None:
    notices.show_fault(window, "ZeroDivisionError: division by zero", "Traceback ...")
    box = window.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert "as it was last saved" in box.text()
    copy = next(button for button in box.buttons() if button.text() == "Copy details")
    copy.click()
    assert QApplication.clipboard().text() == "Traceback ..."
    box.close()
