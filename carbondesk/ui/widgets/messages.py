"""Messages inside the pane where something happened: what it was, what to do, one button."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from carbondesk.language import sentences, tr
from carbondesk.ui import fonts, icons
from carbondesk.ui.style import paint, theme
from carbondesk.ui.widgets.buttons import Button, IconButton, Kind
from carbondesk.ui.widgets.labels import Label

TONES = {
    "ok": ("oksoft", "okline", "ok", "circle-check"),
    "warn": ("warnsoft", "warnline", "warn", "triangle-alert"),
    "err": ("errsoft", "errline", "err", "circle-x"),
    "info": ("infosoft", "infoline", "info", "info"),
}


class MessagePane(QWidget):
    """One message. It never blocks: it stands in the page until what it says is mended or it is closed."""

    closed = Signal()

    def __init__(
        self,
        tone: str,
        title: str,
        text: str = "",
        *,
        details: str = "",
        closable: bool = False,
        narrow: bool = False,
    ) -> None:
        """Say `title` and `text` in a tone of TONES; `details` go behind a button, with a copy button."""
        super().__init__()
        self._tone = tone
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        side = fonts.px(16)
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(
            fonts.px(12) + side + fonts.px(6), fonts.px(8), fonts.px(12), fonts.px(9)
        )
        self._body.setSpacing(fonts.px(2))
        self.title = Label(title, size=13, weight=600, ink=TONES[tone][2], wraps=True)
        self._body.addWidget(self.title)
        self._close: IconButton | None = None
        if closable:
            self._close = IconButton("x", tr("Close this message"), parent=self)
            self._close.clicked.connect(self.closed)
            self._close.clicked.connect(self.hide)
            self.title.setContentsMargins(0, 0, fonts.px(28), 0)
        self.text = Label(text, size=12 if narrow else 13, wraps=True)
        self.text.setVisible(bool(text))
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._body.addWidget(self.text)
        self._buttons: QHBoxLayout | None = None
        if details:
            self._add_details(details)

    def add_button(self, button: Button) -> Button:
        """Put a button under the text and return it."""
        if self._buttons is None:
            self._buttons = QHBoxLayout()
            self._buttons.setContentsMargins(0, fonts.px(6), 0, fonts.px(1))
            self._buttons.setSpacing(fonts.px(6))
            self._buttons.addStretch(1)
            self._body.addLayout(self._buttons)
        self._buttons.insertWidget(self._buttons.count() - 1, button)
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._close is not None:
            side = fonts.px(28)
            self._close.setGeometry(self.width() - side - fonts.px(4), fonts.px(3), side, side)

    def _add_details(self, details: str) -> None:
        shown = Label(details, size=12, ink="ink2", wraps=True)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        shown.hide()
        more = self.add_button(Button(tr("Details"), Kind.QUIET, icon="chevron-down"))
        more.setCheckable(True)
        more.toggled.connect(shown.setVisible)
        copy = self.add_button(Button(tr("Copy details"), Kind.QUIET, icon="copy"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details))
        self._body.addWidget(shown)

    def paintEvent(self, event: QPaintEvent) -> None:
        fill, edge, ink, icon = TONES[self._tone]
        look = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), 5, 5)
        painter.setClipPath(shape)
        painter.fillRect(self.rect(), look.colour(fill))
        painter.fillRect(QRectF(0, 0, 3, self.height()), look.colour(edge))
        side = fonts.px(16)
        middle = self.title.geometry().top() + fonts.metrics(13, 600).height() / 2
        icons.paint(painter, icon, QPointF(fonts.px(12), round(middle - side / 2)), side, ink)


class LoadingLine(QWidget):
    """What is being read or computed: a count, a bar, the time left. Esc stops it where that is allowed."""

    stopped = Signal()

    def __init__(self, title: str = "") -> None:
        super().__init__()
        self._share = 0.0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(fonts.px(54))
        self._title, self._count, self._left = title, "", ""
        self.setAccessibleName(title)

    def set_progress(self, share: float, count: str, left: str = "") -> None:
        """Show a share from 0 to 1, the count ("8,412 of 12,960 rows") and a sentence on the time left."""
        self._share, self._count, self._left = min(1.0, max(0.0, share)), count, left
        self.setAccessibleDescription(sentences((count, left)))
        self.update()

    def set_title(self, title: str) -> None:
        """Name what is under way."""
        self._title = title
        self.setAccessibleName(title)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.stopped.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        row = fonts.px(20)
        head = QRectF(0, 0, self.width(), row)
        face = fonts.font(12)
        width = fonts.metrics(12).horizontalAdvance(self._count)
        paint.text(painter, head, self._count, face, "ink2", paint.RIGHT)
        paint.text(painter, head.adjusted(0, 0, -width - 12, 0), self._title, fonts.font(13, 600))
        bar = QRectF(0, row + 3, self.width(), fonts.px(6))
        paint.rounded(painter, bar, 3, "hair")
        if self._share:
            paint.rounded(
                painter, QRectF(0, bar.top(), max(6.0, bar.width() * self._share), bar.height()), 3, "accent"
            )
        foot = QRectF(0, bar.bottom() + 5, self.width(), row)
        paint.text(painter, foot, self._left, face, "ink2")
