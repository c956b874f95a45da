"""The two lines around the pages: the menu bar with file name and search above, the status bar below."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenuBar, QPushButton, QSizePolicy, QWidget

from carbondesk.language import bracketed, joined, tr
from carbondesk.ui import fonts, icons
from carbondesk.ui.keys import keys_of
from carbondesk.ui.style import paint
from carbondesk.ui.widgets.badges import Badge
from carbondesk.ui.widgets.labels import Label, Pane
from carbondesk.ui.widgets.states import Picture

LEFT_SLOTS = ("offline", "saved", "audit", "working")
RIGHT_SLOTS = ("count", "gwp", "approach", "person")


class FileTitle(QWidget):
    """The name of the open file, with what it is: a sample, read-only."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(fonts.px(6))
        self._icon = Picture("hard-drive", 14)
        self.name = Label(weight=600)
        self.badge = Badge("", "soft", icon="")
        row.addWidget(self._icon)
        row.addWidget(self.name)
        row.addSpacing(fonts.px(4))
        row.addWidget(self.badge)
        self.set_file("")

    def set_file(self, name: str, badge: str = "", kind: str = "soft", icon: str = "") -> None:
        """Show a file's name and a badge; without a name nothing shows."""
        self.name.setText(name)
        self.badge.set_state(badge, kind, icon)
        self.badge.setVisible(bool(badge))
        self._icon.setVisible(bool(name))
        self.setAccessibleName(joined((name, badge)))
        self.adjustSize()


class SearchPrompt(QPushButton):
    """Looks like a field and opens the palette, where the typing is done."""

    def __init__(self, shortcut: str) -> None:
        super().__init__(tr("Find or run a command"))
        self._keys = keys_of(shortcut)
        self.setFont(fonts.font(12))
        self.setAccessibleName(self.text())
        self.setToolTip(bracketed(self.text(), self._keys))
        self.setFixedSize(fonts.px(262), fonts.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        paint.rounded(painter, box, 5, "raised", "field" if self.underMouse() else "line")
        side = fonts.px(16)
        at = QPointF(fonts.px(9), round((box.height() - side) / 2))
        icons.paint(painter, "search", at, side, "ink2")
        cap = fonts.metrics(11, 500).horizontalAdvance(self._keys) + fonts.px(12)
        keys = QRectF(box.right() - cap - fonts.px(5), fonts.px(5), cap, box.height() - fonts.px(10))
        words = QRectF(fonts.px(31), 0, keys.left() - fonts.px(35), box.height() - 1)
        paint.text(painter, words, self.text(), self.font(), "ink2")
        paint.key_cap(painter, keys, self._keys, raised=False)
        if self.hasFocus():
            paint.focus_ring(painter, box)


class MenuLine(QMenuBar):
    """The names of the menus, without the lines under the letters that Alt reaches; Alt still reaches them."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        for action in self.actions():
            box = QRectF(self.actionGeometry(action))
            if box.isEmpty():
                continue
            chosen = action is self.activeAction()
            if chosen:
                paint.rounded(painter, box, 5, "hair")
            painter.setPen(paint.colour("ink" if chosen else "ink2"))
            painter.drawText(box, paint.CENTRE | Qt.TextFlag.TextHideMnemonic, action.text())


class TopBar(Pane):
    """The menu bar, 40 px: mark, menus, the file in the middle of the window, the search at the right."""

    def __init__(self, shortcut: str) -> None:
        super().__init__("chrome")
        self.setFixedHeight(fonts.px(40))
        self.menus = MenuLine(self)
        self.menus.setFont(fonts.font(13, 500))
        self.menus.setAccessibleName(tr("Menus"))
        self.file = FileTitle()
        self.file.setParent(self)
        self.search = SearchPrompt(shortcut)
        self.search.setParent(self)
        self._mark = Picture(icons.MARK, 19, "accent")
        self._mark.setParent(self)

    def arrange(self) -> None:
        """Place the parts; the file name keeps to the middle as long as it touches nothing."""
        middle = self.height() / 2
        self._mark.move(fonts.px(22), round(middle - self._mark.height() / 2) - 1)
        hint = self.menus.sizeHint()
        self.menus.setGeometry(
            fonts.px(47), round(middle - hint.height() / 2), hint.width() + 8, hint.height()
        )
        right = self.width() - fonts.px(16) - self.search.width()
        self.search.move(right, round(middle - self.search.height() / 2))
        self.file.adjustSize()
        left = self.menus.geometry().right() + fonts.px(12)
        room = right - fonts.px(12) - left
        self.file.setVisible(room > fonts.px(80))
        width = min(self.file.sizeHint().width(), room)
        start = min(max((self.width() - width) // 2, left), right - fonts.px(12) - width)
        self.file.setGeometry(start, round(middle - fonts.px(12)), width, fonts.px(24))

    def sizeHint(self) -> QSize:
        return QSize(fonts.px(900), fonts.px(40))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def showEvent(self, event: object) -> None:
        self.arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        paint.line(QPainter(self), 0, self.height() - 1, self.width(), self.height() - 1)


class StatusPart(QPushButton):
    """One fact of the status bar; a press tells more about it."""

    def __init__(self) -> None:
        super().__init__()
        self._icon, self._tint = "", "ink2"
        self.setFont(fonts.font(12))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.hide()

    def set_fact(self, text: str, icon: str, tint: str, tip: str) -> None:
        """Show a fact; an empty text hides the part."""
        self.setText(text)
        self._icon, self._tint = icon, tint
        self.setAccessibleName(text)
        self.setToolTip(tip)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        icon = fonts.px(14 + 6) if self._icon else 0
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + icon + fonts.px(20), fonts.px(25))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.underMouse():
            painter.fillRect(self.rect(), paint.colour("hair"))
        left = fonts.px(10)
        if self._icon:
            side = fonts.px(14)
            icons.paint(
                painter, self._icon, QPointF(left, round((self.height() - side) / 2)), side, self._tint
            )
            left += side + fonts.px(6)
        room = QRectF(left, 0, self.width() - left, self.height() - 1)
        paint.text(painter, room, self.text(), self.font(), self._tint)


class StatusLine(Pane):
    """The status bar, 26 px: offline, saved, audit chain at the left; GWP set, approach, person right."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__("chrome")
        self.setFixedHeight(fonts.px(26))
        self.setAccessibleName(tr("Status"))
        self.parts: dict[str, StatusPart] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(fonts.px(4), 1, fonts.px(4), 0)
        row.setSpacing(0)
        for slot in LEFT_SLOTS:
            row.addWidget(self._part(slot))
        row.addStretch(1)
        for slot in RIGHT_SLOTS:
            row.addWidget(self._part(slot))
        self.set_fact("offline", tr("Offline. All data stays on this computer"), "wifi-off")

    def set_fact(self, slot: str, text: str, icon: str = "", tint: str = "ink2", tip: str = "") -> None:
        """Show a fact in a slot of LEFT_SLOTS or RIGHT_SLOTS; an empty text hides it."""
        self.parts[slot].set_fact(text, icon, tint, tip)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, fonts.px(26))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        paint.line(QPainter(self), 0, 0, self.width(), 0)

    def _part(self, slot: str) -> StatusPart:
        part = StatusPart()
        part.clicked.connect(lambda: self.pressed.emit(slot))
        self.parts[slot] = part
        return part
