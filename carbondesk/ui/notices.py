"""Short words to the person at the desk: what was done, what could not be done and what to do about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from carbondesk.domain.errors import CarbonDeskError
from carbondesk.language import tr

if TYPE_CHECKING:
    from carbondesk.store import Verification
    from carbondesk.ui.widgets.messages import MessagePane

_SHOWN_MS = 4000
_NAME = "notice"


def say_done(window: QWidget, words: str) -> MessagePane:
    """Show for a few seconds, at the foot of the window, that something was done."""
    return _show(window, "ok", words, "")


def show_error(window: QWidget, error: CarbonDeskError) -> MessagePane:
    """Show what the world did wrong and what to do about it; it stays until it is closed or replaced."""
    return _show(window, "err", tr(error.text), tr(error.remedy))


def show_kept_copy(window: QWidget, path: Path, copy: Path) -> MessagePane:
    """Show that a file was brought to this version's format and where the copy of it lies."""
    title = tr("{path} has the format of this version now", path=path.name)
    text = tr(
        "As it was, it lies beside it as {copy}. An older version of CarbonDesk opens only that.",
        copy=copy.name,
    )
    return _show(window, "info", title, text)


def show_broken_chain(window: QWidget, verification: Verification) -> MessagePane:
    """Show at which step the history no longer agrees with its digests."""
    title = tr("The history was changed outside CarbonDesk")
    text = tr(
        "Step {step} does not agree with its digest. Keep this file as it is and compare it with a copy.",
        step=verification.broken_at,
    )
    return _show(window, "err", title, text)


def show_fault(parent: QWidget | None, summary: str, details: str, log: Path | None = None) -> None:
    """Show a fault of the program itself, with its details to copy and the folder of the log that holds it."""
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Critical)
    box.setWindowTitle("CarbonDesk")
    box.setText(tr("Something went wrong in CarbonDesk itself. Your data is as it was last saved."))
    box.setInformativeText(summary)
    box.setDetailedText(details)
    copy = box.addButton(tr("Copy details"), QMessageBox.ButtonRole.ActionRole)
    box.addButton(QMessageBox.StandardButton.Close)
    copy.clicked.connect(lambda: QApplication.clipboard().setText(details))
    if log is not None:
        folder = box.addButton(tr("Open the folder of the log"), QMessageBox.ButtonRole.ActionRole)
        folder.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(log.parent))))
    box.open()


def _show(window: QWidget, kind: str, title: str, text: str) -> MessagePane:
    from carbondesk.ui.widgets.messages import MessagePane

    for old in window.findChildren(MessagePane, _NAME):
        old.deleteLater()
    pane = MessagePane(kind, title, text, closable=kind != "ok")
    pane.setObjectName(_NAME)
    pane.setParent(window)
    pane.setFixedWidth(min(560, window.width() - 32))
    pane.adjustSize()
    pane.move(QPoint((window.width() - pane.width()) // 2, window.height() - pane.height() - 40))
    pane.show()
    pane.raise_()
    # Errors stay until they are closed: they have to be read and acted upon.
    if kind == "ok":
        timer = QTimer(pane)
        timer.setSingleShot(True)
        timer.timeout.connect(pane.deleteLater)
        timer.start(_SHOWN_MS)
    return pane
