"""Buttons of four kinds, icon buttons, segments of which one is chosen, and buttons that open a menu."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from carbondesk.language import bracketed, labelled
from carbondesk.ui import fonts, icons
from carbondesk.ui.keys import keys_of
from carbondesk.ui.style import paint, theme


class Kind(StrEnum):
    """How much a button asks to be pressed: one primary at most on a page."""

    PRIMARY = "primary"
    NORMAL = "normal"
    QUIET = "quiet"
    LINK = "link"


PADDING = {Kind.PRIMARY: 12, Kind.NORMAL: 12, Kind.QUIET: 8, Kind.LINK: 2}
ICON = 16


class Button(QPushButton):
    """A push button, 28 px high, with an optional icon of the bundled set before its words."""

    def __init__(
        self,
        text: str = "",
        kind: Kind | str = Kind.NORMAL,
        *,
        icon: str = "",
        name: str = "",
        tip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.kind = Kind(kind)
        self.icon_name = icon
        self._hovered = False
        self.setFont(fonts.font(13, 600 if self.kind is Kind.PRIMARY else 500))
        self.setAccessibleName(name or text)
        self.setToolTip(tip)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAutoDefault(False)
        if self.kind is Kind.LINK:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def follow(self, action: QAction) -> None:
        """Press means the action: share its trigger, its enabled state, and its reason as tooltip."""
        self.clicked.connect(action.trigger)

        def copy() -> None:
            self.setEnabled(action.isEnabled())
            self.setToolTip(action.toolTip())

        action.changed.connect(copy)
        copy()

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        words = words_width(self)
        width = words + 2 * fonts.px(PADDING[self.kind])
        if self.icon_name:
            width += fonts.px(ICON) + (fonts.px(6) if self.text() else 0)
        return QSize(max(width, fonts.px(28)), fonts.px(28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hovered = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = False
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        self._paint_ground(painter, box)
        ink = self._ink()
        content = words_width(self)
        if self.icon_name:
            content += fonts.px(ICON) + (fonts.px(6) if self.text() else 0)
        left = box.left() + max(fonts.px(PADDING[self.kind]), (box.width() - content) / 2)
        if not self.text():
            left = (box.width() - fonts.px(ICON)) / 2
        if self.icon_name:
            icon_ink = "ink2" if ink == "ink" else ink
            side = fonts.px(ICON)
            icons.paint(
                painter,
                self.icon_name,
                QPointF(round(left), round((box.height() - side) / 2)),
                side,
                icon_ink,
            )
            left += side + fonts.px(6)
        room = QRectF(left, 0, box.right() - left, box.height() - 1)
        paint.text(painter, room, self.text(), self.font(), ink)
        if self.hasFocus():
            self._paint_focus(painter, box)

    def _ink(self) -> str:
        if not self.isEnabled():
            return "inkd"
        if self.kind is Kind.LINK:
            return "accent2" if self._hovered else "accent"
        if self.kind is Kind.QUIET:
            return "ink" if self._hovered or self.isDown() else "ink2"
        return "onaccent" if self.kind is Kind.PRIMARY else "ink"

    def _paint_ground(self, painter: QPainter, box: QRectF) -> None:
        pressed = self.isDown() or self.isChecked()
        if self.kind is Kind.PRIMARY:
            if not self.isEnabled():
                paint.rounded(painter, box, 5, "sunken", "hair")
            else:
                paint.rounded(painter, box, 5, "accent2" if self._hovered or pressed else "accent")
        elif self.kind is Kind.NORMAL:
            fill = "sunken" if (self._hovered or pressed) and self.isEnabled() else "raised"
            paint.rounded(painter, box, 5, fill, "line" if self.isEnabled() else "hair")
        elif self.kind is Kind.QUIET and self.isEnabled() and (self._hovered or pressed):
            paint.rounded(painter, box, 5, "sel" if self.isChecked() else "sunken")

    def _paint_focus(self, painter: QPainter, box: QRectF) -> None:
        paint.focus_ring(painter, box)
        if self.kind is Kind.PRIMARY:
            paint.rounded(painter, box.adjusted(2, 2, -2, -2), 4, None, "onaccent", 1.5)


def words_width(button: QPushButton) -> int:
    """Return the width of a button's words in its own font, in pixels."""
    return button.fontMetrics().horizontalAdvance(button.text()) + (1 if button.text() else 0)


class IconButton(Button):
    """A button that is only an icon; its name is also its tooltip, with the shortcut behind it."""

    def __init__(self, icon: str, name: str, *, shortcut: str = "", parent: QWidget | None = None) -> None:
        tip = bracketed(name, keys_of(shortcut)) if shortcut else name
        super().__init__("", Kind.QUIET, icon=icon, name=name, tip=tip, parent=parent)


class ComboButton(Button):
    """A word with a chevron that opens a menu of choices, such as "Year 2025"."""

    picked = Signal(object)

    def __init__(
        self, text: str, name: str = "", *, framed: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, Kind.NORMAL if framed else Kind.QUIET, name=name or text, parent=parent)
        self._name = name
        self._framed = framed
        self.setMenu(QMenu(self))

    def set_choices(self, choices: Sequence[tuple[str, object]], chosen: object = None) -> None:
        """Fill the menu with (words, value) pairs; the chosen value is marked and its words are shown."""
        menu = self.menu()
        menu.clear()
        for words, value in choices:
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(value == chosen)
            action.triggered.connect(lambda _checked=False, picked=value: self.picked.emit(picked))
            if value == chosen:
                self.setText(words)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(labelled(self._name, text) if getattr(self, "_name", "") else text)

    def sizeHint(self) -> QSize:
        return QSize(words_width(self) + fonts.px(8 + 8 + 14 + 8), fonts.px(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), fonts.px(96)), fonts.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        self._paint_ground(painter, box)
        ink = "ink" if self.isEnabled() else "inkd"
        side = fonts.px(14)
        chevron = QPointF(box.right() - side - fonts.px(8), round((box.height() - side) / 2))
        room = QRectF(fonts.px(8), 0, chevron.x() - fonts.px(12), box.height() - 1)
        paint.text(painter, room, self.text(), self.font(), ink)
        icons.paint(painter, "chevron-down", chevron, side, "ink2" if self.isEnabled() else "inkd")
        if self.hasFocus():
            paint.focus_ring(painter, box)


class Segment(QPushButton):
    """One choice of a row of segments."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setFont(fonts.font(12, 500))
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(words_width(self) + fonts.px(20), fonts.px(28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(0, 2, 0, -2)
        if self.isChecked():
            paint.rounded(painter, box, 5, "raised", "line")
        ink = "inkd" if not self.isEnabled() else "ink" if self.isChecked() else "ink2"
        paint.text(painter, box.adjusted(0, 0, 0, -1), self.text(), self.font(), ink, paint.CENTRE)
        if self.hasFocus():
            paint.focus_ring(painter, box)


class Segments(QWidget):
    """A row of words of which exactly one is chosen; Left and Right move the choice."""

    chosen = Signal(object)

    def __init__(self, choices: Sequence[tuple[str, object]], value: object, name: str) -> None:
        """Show (words, value) pairs; `name` says what is chosen, for a screen reader."""
        super().__init__()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._values = [each for _, each in choices]
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 2, 0)
        row.setSpacing(0)
        for position, (words, _) in enumerate(choices):
            segment = Segment(words)
            self._group.addButton(segment, position)
            row.addWidget(segment)
            segment.installEventFilter(self)
        self.set_value(value)
        self._group.idToggled.connect(self._toggled)

    def value(self) -> object:
        """Return the chosen value."""
        return self._values[self._group.checkedId()]

    def set_value(self, value: object) -> None:
        """Choose a value; one that is not offered raises ValueError."""
        self._group.button(self._values.index(value)).setChecked(True)

    def set_words(self, words: Sequence[str]) -> None:
        """Give the segments new words, such as fresh counts, and keep the choice."""
        for position, text in enumerate(words):
            segment = self._group.button(position)
            segment.setText(text)
            segment.setAccessibleName(text)
            segment.updateGeometry()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}.get(
                Qt.Key(event.key())
            )
            if step is not None:
                target = self._group.button((self._group.checkedId() + step) % len(self._values))
                target.setChecked(True)
                target.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return False

    def _toggled(self, position: int, checked: bool) -> None:
        if checked:
            self.chosen.emit(self._values[position])

    def paintEvent(self, event: QPaintEvent) -> None:
        ground = "sunken" if theme.tokens().dark is False else "canvas"
        paint.rounded(QPainter(self), self.rect(), 6, ground, "hair")
