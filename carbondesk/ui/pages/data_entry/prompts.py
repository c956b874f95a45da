"""The line between grid and key hints: what a paste would do, why a correction is made, what was refused."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from carbondesk.language import tr
from carbondesk.ui import fonts
from carbondesk.ui.style import paint, theme
from carbondesk.ui.widgets import Button, Field, Kind, Label, Picture

_TONES = {
    "warn": ("warnsoft", "warnline", "warn", "triangle-alert"),
    "info": ("infosoft", "infoline", "info", "info"),
    "ask": ("soft", "accent", "accent", "clipboard-paste"),
}


class PromptBar(QWidget):
    """One line that says or asks something without standing in the way; Enter is its button, Esc closes it."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._tone = "info"
        self._accept: Callable[[str], object] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(fonts.px(40))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(fonts.px(12), 0, fonts.px(12), 0)
        row.setSpacing(fonts.px(8))
        self._picture = Picture("info", 16, "info")
        self.title = Label(size=13, weight=600, elided=True)
        self.text = Label(size=12, ink="ink2", elided=True)
        self.reason = Field(name=tr("Reason"), hint=tr("Reason"))
        self.accept_button = Button("", Kind.PRIMARY)
        self.cancel_button = Button(tr("Cancel"), Kind.QUIET)
        row.addWidget(self._picture)
        row.addWidget(self.title)
        row.addWidget(self.text, 1)
        row.addWidget(self.reason, 1)
        row.addWidget(self.accept_button)
        row.addWidget(self.cancel_button)
        self.accept_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.dismiss)
        self.reason.textChanged.connect(self._weigh)
        self.hide()

    @property
    def asks(self) -> bool:
        """Whether something is asked that waits for an answer."""
        return self._accept is not None

    def tell(self, tone: str, title: str, text: str = "") -> None:
        """Say something: why a value was refused, what a command has left alone."""
        self._show(tone, title, text, "", None)
        self.cancel_button.setText(tr("Close"))

    def ask(self, title: str, text: str, button: str, accept: Callable[[str], object]) -> None:
        """Ask before something is done; Enter does it."""
        self._show("ask", title, text, button, accept)
        self.accept_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_reason(self, title: str, button: str, accept: Callable[[str], object]) -> None:
        """Ask for a reason; `accept` gets it. Without a reason the button stays grey."""
        self._show("ask", title, "", button, accept)
        self._picture.set_icon("pencil", "accent")
        self.reason.clear()
        self.reason.show()
        self.text.hide()
        self._weigh("")
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def accept(self) -> None:
        """Press the button."""
        if self._accept is None or not self.accept_button.isEnabled():
            return
        accept, reason = self._accept, self.reason.text().strip()
        self.dismiss()
        accept(reason)

    def dismiss(self) -> None:
        """Close the line; nothing is done."""
        self._accept = None
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.accept() if self._accept is not None else self.dismiss()
        else:
            super().keyPressEvent(event)

    def _show(
        self, tone: str, title: str, text: str, button: str, accept: Callable[[str], object] | None
    ) -> None:
        self._tone, self._accept = tone, accept
        _, _, ink, icon = _TONES[tone]
        self._picture.set_icon(icon, ink)
        self.title.setText(title)
        self.title.set_ink(ink if tone == "warn" else "ink")
        self.text.setText(text)
        self.text.show()
        self.reason.hide()
        self.accept_button.setText(button)
        self.accept_button.setVisible(bool(button))
        self.accept_button.setEnabled(True)
        self.cancel_button.setText(tr("Cancel"))
        self.setAccessibleName(f"{title} {text}".strip())
        self.show()
        self.update()

    def _weigh(self, text: str) -> None:
        if self.reason.isVisibleTo(self):
            self.accept_button.setEnabled(bool(text.strip()))

    def paintEvent(self, event: QPaintEvent) -> None:
        fill, edge, _, _ = _TONES[self._tone]
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.tokens().colour(fill))
        paint.line(painter, 0, 0, self.width(), 0, edge)
