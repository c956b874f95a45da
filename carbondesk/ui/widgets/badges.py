"""Small marks: badges of icon and word, scope tags, keys of the keyboard and rows of key hints."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QWidget

from carbondesk.ui import fonts, icons
from carbondesk.ui.style import paint
from carbondesk.ui.widgets.labels import Label, Pane

KINDS = {
    "ok": ("oksoft", "ok", "circle-check"),
    "warn": ("warnsoft", "warn", "triangle-alert"),
    "err": ("errsoft", "err", "circle-x"),
    "info": ("infosoft", "info", "info"),
    "neutral": ("sunken", "ink2", ""),
    "soft": ("soft", "accent", ""),
}
STATES = {
    "draft": ("neutral", "pencil"),
    "submitted": ("info", "send"),
    "sent back": ("warn", "corner-up-left"),
    "approved": ("ok", "circle-check"),
    "missing": ("warn", "circle-dashed"),
    "flagged": ("warn", "flag"),
    "failed": ("err", "circle-x"),
    "warning": ("warn", "triangle-alert"),
    "locked": ("neutral", "lock"),
    "read-only": ("info", "lock"),
    "estimated": ("info", "calculator"),
}


class Badge(QWidget):
    """A state as icon and word on a soft fill, 20 px high; never colour alone."""

    def __init__(self, text: str, kind: str = "neutral", *, icon: str | None = None) -> None:
        """Show `text` in a kind of KINDS; `icon` overrides the kind's own, "" shows none."""
        super().__init__()
        self._text, self._kind = text, kind
        self._icon = KINDS[kind][2] if icon is None else icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    @classmethod
    def of(cls, state: str, text: str) -> Badge:
        """Return the badge of a state of STATES, with its words in the reader's language."""
        kind, icon = STATES[state]
        return cls(text, kind, icon=icon)

    def text(self) -> str:
        """Return the badge's words."""
        return self._text

    def set_state(self, text: str, kind: str, icon: str | None = None) -> None:
        """Show another state."""
        self._text, self._kind = text, kind
        self._icon = KINDS[kind][2] if icon is None else icon
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        words = fonts.metrics(12, 500).horizontalAdvance(self._text)
        icon = fonts.px(14 + 4) if self._icon else 0
        return QSize(round(words) + 1 + icon + fonts.px(12), fonts.px(20))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_badge(QPainter(self), QRectF(self.rect()), self._text, self._kind, self._icon)


def paint_badge(painter: QPainter, box: QRectF, text: str, kind: str, icon: str = "") -> None:
    """Draw a badge into a rectangle, for delegates."""
    fill, ink, _ = KINDS[kind]
    paint.rounded(painter, box, 4, fill)
    left = box.left() + fonts.px(6)
    if icon:
        side = fonts.px(14)
        icons.paint(painter, icon, QPointF(left, box.top() + round((box.height() - side) / 2)), side, ink)
        left += side + fonts.px(4)
    room = QRectF(left, box.top(), box.right() - left, box.height() - 0.5)
    paint.text(painter, room, text, fonts.font(12, 500), ink)


class ScopeTag(QWidget):
    """A 15 px square in a scope's colour with the scope's digit."""

    def __init__(self, scope: int, name: str = "") -> None:
        super().__init__()
        self._scope = scope
        self.setAccessibleName(name or str(scope))
        self.setFixedSize(fonts.px(15), fonts.px(15))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.scope_tag(QPainter(self), QPointF(0, 0), self._scope)


class KeyCap(QWidget):
    """A key or chord, drawn as a key."""

    def __init__(self, keys: str, *, raised: bool = True) -> None:
        super().__init__()
        self._keys, self._raised = keys, raised
        self.setAccessibleName(keys)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        width = round(fonts.metrics(11, 500).horizontalAdvance(self._keys)) + fonts.px(15)
        return QSize(width, fonts.px(19))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.key_cap(QPainter(self), self.rect(), self._keys, raised=self._raised)


class KeyHints(Pane):
    """Keys and what they do, such as "Enter edit, Tab next month"; what does not fit is left out."""

    def __init__(self, hints: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__("sunken")
        self.setFixedHeight(fonts.px(32))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(fonts.px(12), 0, fonts.px(8), 0)
        self._row.setSpacing(fonts.px(8))
        self._row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._parts: list[tuple[QWidget, QWidget]] = []
        self.set_hints(hints)

    def set_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """Show (key, what it does) pairs, most important first."""
        for part in (each for pair in self._parts for each in pair):
            part.deleteLater()
        while self._row.count():
            self._row.takeAt(0)
        self._parts = []
        for keys, words in hints:
            cap, label = KeyCap(keys), Label(words, size=12, ink="ink2")
            label.setContentsMargins(0, 0, fonts.px(8), 0)
            self._row.addWidget(cap)
            self._row.addWidget(label)
            self._parts.append((cap, label))
        self._row.addStretch(1)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, fonts.px(32))

    def sizeHint(self) -> QSize:
        return QSize(0, fonts.px(32))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        paint.line(QPainter(self), 0, 0, self.width(), 0)

    def _fit(self) -> None:
        used = fonts.px(12)
        for cap, label in self._parts:
            used += cap.sizeHint().width() + label.sizeHint().width() + 2 * fonts.px(8)
            cap.setVisible(used <= self.width())
            label.setVisible(used <= self.width())
