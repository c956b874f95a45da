"""The rail: the pages at the left edge, the same at every window size, so that nothing jumps."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout

from carbondesk.language import bracketed, joined, tr, tr_many
from carbondesk.ui import fonts, icons
from carbondesk.ui.keys import keys_of
from carbondesk.ui.page import PageEntry
from carbondesk.ui.style import paint
from carbondesk.ui.widgets.labels import Pane, Rule

WIDTH, ITEM = 76, 52
FOOT = 9


class RailButton(QPushButton):
    """One page of the rail: icon, word, and the count of what waits there."""

    def __init__(self, entry: PageEntry) -> None:
        super().__init__(tr(entry.label))
        self.entry = entry
        self._count = 0
        self._hovered = False
        self.setCheckable(True)
        self.setFont(fonts.font(11, 500))
        self.setFixedHeight(fonts.px(ITEM))
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """Show how many findings wait on the page; 0 shows no bubble."""
        self._count = count
        waiting = tr_many("{n} thing to do", "{n} things to do", count) if count else ""
        self.setAccessibleName(joined((self.text(), waiting)))
        text, key = self.text(), self.entry.key
        shown = bracketed(text, keys_of(f"Ctrl+{key}")) if key else text
        self.setToolTip(shown + (f"\n{waiting}" if waiting else ""))
        self.update()

    def count(self) -> int:
        """Return the count shown."""
        return self._count

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hovered = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = False
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(fonts.px(6), 1, self.width() - fonts.px(13), self.height() - 2)
        chosen = self.isChecked()
        if chosen:
            paint.rounded(painter, box, 6, "panel", "line")
            marker = QRectF(1, self.height() / 2 - fonts.px(14), 3, fonts.px(28))
            paint.rounded(painter, marker, 1.5, "accent")
        elif self._hovered:
            paint.rounded(painter, box, 6, "hair")
        side = fonts.px(20)
        at = QPointF(round(box.center().x() - side / 2), fonts.px(8))
        icons.paint(painter, self.entry.icon, at, side, "accent" if chosen else "ink2")
        face = fonts.font(11, 600 if chosen else 500)
        words = QRectF(2, self.height() - fonts.px(21), self.width() - 4, fonts.px(16))
        paint.text(painter, words, self.text(), face, "ink" if chosen else "ink2", paint.CENTRE)
        if self._count:
            paint.count_bubble(
                painter, QPointF(at.x() + side + fonts.px(2), at.y() + fonts.px(2)), self._count
            )
        if self.hasFocus():
            paint.focus_ring(painter, box, 6)


class Rail(Pane):
    """The pages of the window; Up and Down move, Enter or Space goes."""

    chosen = Signal(str)

    def __init__(self, entries: Sequence[PageEntry], name: str) -> None:
        super().__init__("chrome")
        self.setFixedWidth(fonts.px(WIDTH))
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.buttons: dict[str, RailButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, fonts.px(8), 0, fonts.px(5))
        column.setSpacing(0)
        above = None
        for entry in sorted(entries, key=lambda each: (each.group, each.key or 0)):
            if entry.group == FOOT and above != FOOT:
                column.addStretch(1)
            elif above is not None and entry.group != above:
                column.addSpacing(fonts.px(5))
                column.addWidget(Rule(tint="line", length=fonts.px(32)), 0, Qt.AlignmentFlag.AlignHCenter)
                column.addSpacing(fonts.px(5))
            above = entry.group
            column.addWidget(self._button(entry))
        if above != FOOT:
            column.addStretch(1)

    def choose(self, page_id: str) -> None:
        """Mark a page as the one shown; a page that is not on the rail marks none."""
        self._group.setExclusive(page_id in self.buttons)
        for page, button in self.buttons.items():
            button.setChecked(page == page_id)
        self._group.setExclusive(True)

    def set_count(self, page_id: str, count: int) -> None:
        """Show a count at a page, if it is on the rail."""
        if page_id in self.buttons:
            self.buttons[page_id].set_count(count)

    def sizeHint(self) -> QSize:
        return QSize(fonts.px(WIDTH), fonts.px(ITEM) * len(self.buttons))

    def focus(self) -> None:
        """Take the focus, at the page shown."""
        shown = next((each for each in self.buttons.values() if each.isChecked()), None)
        target = shown or next(iter(self.buttons.values()), None)
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        order = list(self.buttons.values())
        focused = next((at for at, each in enumerate(order) if each.hasFocus()), None)
        if step is None or focused is None:
            super().keyPressEvent(event)
            return
        order[(focused + step) % len(order)].setFocus(Qt.FocusReason.TabFocusReason)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
                self.keyPressEvent(event)
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and isinstance(watched, RailButton):
                watched.click()
                return True
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        paint.line(QPainter(self), self.width() - 1, 0, self.width() - 1, self.height())

    def _button(self, entry: PageEntry) -> RailButton:
        button = RailButton(entry)
        button.installEventFilter(self)
        button.clicked.connect(lambda: self.chosen.emit(entry.page_id))
        self._group.addButton(button)
        self.buttons[entry.page_id] = button
        return button
