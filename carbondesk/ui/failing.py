"""When the desktop cannot start: what happened, what to do, the details to copy, and where the log is.

Nothing here needs resources, settings or fonts, for any of them may be what is missing. Qt itself is asked for late:
without it a line on standard error has to do, and on Windows a box of the system's own.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from carbondesk import language, logs
from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.text import Text, say
from carbondesk.language import tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

STATUS = 3
"""The exit status of a start that failed."""

_ERROR_BOX = 0x10
_LIBRARIES = "libegl1 libgl1 libxcb1 libxkbcommon-x11-0 libxcb-cursor0 libdbus-1-3"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why the desktop did not start: what happened, what to do, all details, and the log that holds them."""

    what: str
    remedy: str
    details: str
    log: Path | None


def report(fault: BaseException) -> int:
    """Log, say and show what kept the desktop from starting; return the exit status."""
    details = "".join(traceback.format_exception(fault))
    with suppress(Exception):  # Settings and catalogues may be what is broken.
        from carbondesk.ui import settings

        language.use(settings.load().language)
    failure = told(f"{type(fault).__name__}: {fault}", _remedy(fault), details)
    try:
        show(failure)
    except ImportError:
        system_box(failure)
    return STATUS


def told(what: str, remedy: Text, details: str) -> Failure:
    """Write a failure to the log and a line about it to standard error."""
    failure = Failure(what, tr(remedy), details, logs.write(details))
    if sys.stderr is not None:
        line = tr("CarbonDesk could not start: {what}. {remedy}", what=what, remedy=failure.remedy)
        sys.stderr.write(line + "\n")
        if failure.log is not None:
            sys.stderr.write(tr("Details: {log}", log=str(failure.log)) + "\n")
    return failure


def show(failure: Failure) -> None:
    """Show the failure in a window and wait until it is closed; raises ImportError without Qt."""
    from PySide6.QtWidgets import QApplication

    with fatal_told():
        application = QApplication.instance() or QApplication([sys.argv[0]])
    box = dialog(failure)
    box.exec()
    del application


def dialog(failure: Failure) -> QDialog:
    """Return the window that shows a failure, in the plain look of the system."""
    from PySide6.QtCore import Qt, QUrl
    from PySide6.QtGui import QDesktopServices
    from PySide6.QtWidgets import (
        QApplication,
        QDialog,
        QDialogButtonBox,
        QLabel,
        QPlainTextEdit,
        QVBoxLayout,
    )

    box = QDialog()
    box.setWindowTitle("CarbonDesk")
    with suppress(Exception):  # Without our fonts the system's own have to do.
        from carbondesk.ui import fonts

        box.setFont(fonts.font(13))
    column = QVBoxLayout(box)
    column.setSpacing(10)
    title = QLabel(tr("CarbonDesk could not start. Your inventories are as they were last saved."))
    strong = title.font()
    strong.setBold(True)
    title.setFont(strong)
    words = [title, QLabel(failure.what), QLabel(failure.remedy)]
    if failure.log is not None:
        words.append(QLabel(tr("Log: {log}", log=str(failure.log))))
    for label in words:
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(label)
    details = QPlainTextEdit(failure.details)
    details.setReadOnly(True)
    details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    details.setAccessibleName(tr("Details"))
    details.setTabChangesFocus(True)
    column.addWidget(details, 1)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.button(QDialogButtonBox.StandardButton.Close).setText(tr("Close"))
    copy = buttons.addButton(tr("Copy details"), QDialogButtonBox.ButtonRole.ActionRole)
    copy.clicked.connect(lambda: QApplication.clipboard().setText(failure.details))
    if failure.log is not None:
        folder = QUrl.fromLocalFile(str(failure.log.parent))
        opens = buttons.addButton(tr("Open the folder of the log"), QDialogButtonBox.ButtonRole.ActionRole)
        opens.clicked.connect(lambda: QDesktopServices.openUrl(folder))
    buttons.rejected.connect(box.reject)
    column.addWidget(buttons)
    box.resize(680, 420)
    buttons.button(QDialogButtonBox.StandardButton.Close).setFocus()
    return box


def system_box(failure: Failure) -> bool:
    """Show the failure in a box of Windows itself; tell whether there was one to show it in."""
    if sys.platform == "win32":
        import ctypes

        log = "" if failure.log is None else f"\n\n{failure.log}"
        words = f"{failure.what}\n\n{failure.remedy}{log}"
        ctypes.windll.user32.MessageBoxW(None, words, "CarbonDesk", _ERROR_BOX)
        return True
    return False


@contextmanager
def fatal_told() -> Iterator[None]:
    """Inside the block, a message with which Qt ends the program is logged and said in plain words first.

    Without a screen or one of its libraries Qt aborts instead of raising: nobody would learn why.
    """
    from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

    said: list[str] = []

    def take(kind: QtMsgType, _where: QMessageLogContext, message: str) -> None:
        said.append(message)
        if kind is QtMsgType.QtFatalMsg:
            system_box(told(_first_line(said), _NO_SCREEN, "\n".join(said)))
            os._exit(STATUS)
        if sys.stderr is not None and not message.startswith(_OF_A_PLUGIN):
            sys.stderr.write(message + "\n")

    qInstallMessageHandler(take)
    try:
        yield
    finally:
        qInstallMessageHandler(None)


_OF_A_PLUGIN = (
    "Could not load the Qt platform plugin",
    "could not connect to display",
    "From 6.5.0, xcb-cursor0",
)
"""What Qt says before it gives up, which our own line says already."""

_NO_SCREEN = say(
    "The desktop needs a screen and the system's libraries for windows (on Debian and Ubuntu: {libraries}). "
    "Commands such as `carbondesk --help` work without them.",
    libraries=_LIBRARIES,
)


def _first_line(said: list[str]) -> str:
    """Return the message that names the reason: the first one, for the last says only that Qt gives up."""
    return said[0].strip().split("\n", 1)[0]


def _remedy(fault: BaseException) -> Text:
    if isinstance(fault, CarbonDeskError):
        return fault.remedy
    if isinstance(fault, ImportError):
        return _NO_SCREEN if sys.platform.startswith("linux") else say("Install CarbonDesk again.")
    if isinstance(fault, PermissionError):
        return say("Check that you may write to the folders of your settings and logs.")
    if isinstance(fault, OSError):
        return say("Check that the disk has room, or install CarbonDesk again.")
    return say("Start it again. If it happens again, hand the details on to who looks after CarbonDesk.")
