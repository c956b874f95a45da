"""The pane of the criteria: how many fail, are open and hold, and each with its reason and what mends it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from carbondesk.domain.targets.criteria import Status
from carbondesk.language import tr, tr_many
from carbondesk.ui import fonts, icons
from carbondesk.ui.pages.targets import words
from carbondesk.ui.pages.targets.verdicts import REST, WAITING, Judge, Verdict, counts, verdicts
from carbondesk.ui.style import paint
from carbondesk.ui.widgets import Badge, IconButton, Pane, PaneHeader, Rule

if TYPE_CHECKING:
    from carbondesk.ui.pages.targets.sights import Sight

Index = QModelIndex | QPersistentModelIndex
WIDTH = 332
EDGE, INDENT, TOP, BOTTOM, GAP = 16, 42, 9, 10, 3
_MOST_KEPT = 2000
_WRAP = Qt.TextFlag.TextWordWrap
_FILLS = {Status.FAIL.value: "errsoft", Status.UNKNOWN.value: "warnsoft"}


class VerdictModel(QAbstractListModel):
    """The rows; `open_keys` are those whose details are shown."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Verdict] = []
        self.open_keys: set[str] = set()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = [row.title, row.told, row.reason, "" if row.fix is None else row.fix.words]
            details = row.details if row.key in self.open_keys else ()
            return ". ".join(part.rstrip(".。") for part in (*parts, *details) if part)
        return row if role == Qt.ItemDataRole.UserRole else None

    def set_rows(self, rows: Sequence[Verdict]) -> list[tuple[int, Verdict]] | None:
        """Take other rows; return (place, row before) of those that changed, or None where they are others altogether.

        A change within a row is not signalled, for a list lays all of its rows out anew at every signal: who moves
        them during a drag has the changed ones painted.
        """
        if [row.key for row in rows] == [row.key for row in self.rows]:
            before, self.rows = self.rows, list(rows)
            return [(at, old) for at, (old, new) in enumerate(zip(before, rows, strict=True)) if old != new]
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()
        return None

    def row_of(self, key: str) -> int:
        """Return the place of a row, -1 where there is none."""
        return next((at for at, row in enumerate(self.rows) if row.key == key), -1)


class VerdictPainter(QStyledItemDelegate):
    """Paints a row: icon, title, reason, what mends it as a link; the rule and its source where it is open."""

    def __init__(self, view: CriteriaList) -> None:
        super().__init__(view)
        self._view = view
        self._heights: dict[tuple[str, int, str], int] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: Verdict = index.data(Qt.ItemDataRole.UserRole)
        return QSize(0, self.height(row))

    def height(self, row: Verdict) -> int:
        """Return the height of a row in the list as it is now."""
        return self._lines(row, 0)[-1][1] + fonts.px(BOTTOM)

    def link_box(self, row: Verdict, box: QRectF) -> QRectF | None:
        """Return where the link of a row stands in it, None for a row without one."""
        if row.fix is None:
            return None
        top, bottom = next(
            (top, bottom) for name, bottom, top, *_ in self._lines(row, box.top()) if name == "fix"
        )
        width = fonts.metrics(12, 600).horizontalAdvance(row.fix.words)
        return QRectF(box.left() + fonts.px(INDENT), top, width, bottom - top)

    def _lines(self, row: Verdict, top: float) -> list[tuple[str, int, int, str, QFont, str]]:
        """Return the parts of a row from the top down: name, bottom, top, text, font and ink."""
        width = self._view.viewport().width() - fonts.px(INDENT + EDGE)
        parts = [("title", row.title, fonts.font(13, 600), "ink")]
        if row.key == REST:
            parts = [("title", row.title, fonts.font(12, 500), "ink2")]
        if row.reason:
            parts.append(("reason", row.reason, fonts.font(12), "ink2"))
        if row.key in self._view.rows.open_keys:
            parts += [("detail", text, fonts.font(12), "ink3") for text in row.details]
        if row.fix is not None:
            parts.append(("fix", row.fix.words, fonts.font(12, 600), "accent"))
        found: list[tuple[str, int, int, str, QFont, str]] = []
        at = round(top) + fonts.px(TOP)
        for name, text, font, ink in parts:
            at += fonts.px(GAP) if found else 0
            bottom = at + self._height(text, width, font)
            found.append((name, bottom, at, text, font, ink))
            at = bottom
        return found

    def _height(self, text: str, width: int, font: QFont) -> int:
        key = (text, width, font.key())
        if key not in self._heights:
            if len(self._heights) > _MOST_KEPT:
                self._heights.clear()
            box = QFontMetrics(font).boundingRect(0, 0, max(40, width), 10_000, _WRAP, text)
            self._heights[key] = max(box.height(), fonts.px(16))
        return self._heights[key]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Verdict = index.data(Qt.ItemDataRole.UserRole)
        cell = paint.cell(option)
        box = cell.box
        fill = "" if row.mark == WAITING else _FILLS.get(row.status, "")
        if fill:
            painter.fillRect(box, paint.colour(fill))
        elif cell.hovered:
            painter.fillRect(box, paint.colour("sunken"))
        side = fonts.px(16)
        at = QPointF(box.left() + fonts.px(EDGE), box.top() + fonts.px(TOP))
        icons.paint(painter, row.mark[0], at, side, row.mark[1])
        left, width = box.left() + fonts.px(INDENT), box.width() - fonts.px(INDENT + EDGE)
        for name, bottom, top, text, font, ink in self._lines(row, box.top()):
            painter.setFont(font)
            hovered = name == "fix" and self._view.over_link == row.key
            painter.setPen(paint.colour("accent2" if hovered else ink))
            painter.drawText(QRectF(left, top, width, bottom - top), _WRAP, text)
        if index.row() < index.model().rowCount() - 1:
            start = box.left() if fill else left
            paint.line(painter, start, box.bottom() - 1, box.right(), box.bottom() - 1)
        if cell.focused:
            paint.focus_ring(painter, box.adjusted(1, 1, -1, -2), 2)


class CriteriaList(QListView):
    """The rows. Enter, or a click on the link, mends; Space, or a click elsewhere, shows rule and source."""

    mended = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.rows = VerdictModel()
        self.over_link = ""
        self.setAccessibleName(name)
        self.setAccessibleDescription(tr("Enter mends, Space shows the rule and its source."))
        self.painter_ = VerdictPainter(self)
        self.setItemDelegate(self.painter_)
        self.setModel(self.rows)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)

    def show_rows(self, rows: Sequence[Verdict]) -> None:
        """Show these rows; the current one stays, and so does what is in view."""
        current = self.currentIndex().data(Qt.ItemDataRole.UserRole)
        seen = self.verticalScrollBar().value()
        changed = self.rows.set_rows(rows)
        height = self.painter_.height
        if changed is None or any(height(old) != height(rows[at]) for at, old in changed):
            self.scheduleDelayedItemsLayout()
        for at, _ in changed or ():
            self.update(self.rows.index(at, 0))
        if not self.currentIndex().isValid() and rows:
            at = self.rows.row_of(current.key) if current is not None else 0
            self.selectionModel().blockSignals(True)
            self.setCurrentIndex(self.rows.index(max(0, at), 0))
            self.selectionModel().blockSignals(False)
            self.verticalScrollBar().setValue(seen)

    def go_to(self, key: str) -> None:
        """Make a row the current one and take the keyboard."""
        at = self.rows.row_of(key)
        if at >= 0:
            self.setCurrentIndex(self.rows.index(at, 0))
            self.scrollTo(self.currentIndex())
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle(self, row: Verdict) -> None:
        """Show or hide the rule and the source of a row."""
        if row.details:
            self.rows.open_keys ^= {row.key}
            self.scheduleDelayedItemsLayout()
            self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().data(Qt.ItemDataRole.UserRole)
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if row is None or not plain or not (enter or event.key() == Qt.Key.Key_Space):
            super().keyPressEvent(event)
            return
        self._press(row, mend=enter)

    def _press(self, row: Verdict, *, mend: bool) -> None:
        if row.key == REST or (mend and row.fix is not None):
            self.mended.emit(row)
        else:
            self.toggle(row)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        row = index.data(Qt.ItemDataRole.UserRole)
        if row is not None and event.button() == Qt.MouseButton.LeftButton:
            self._press(row, mend=self._on_link(event.position().toPoint(), row, index))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        row = index.data(Qt.ItemDataRole.UserRole)
        over = row.key if row is not None and self._on_link(event.position().toPoint(), row, index) else ""
        if over != self.over_link:
            self.over_link = over
            self.viewport().update()
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def _on_link(self, at: QPoint, row: Verdict, index: QModelIndex) -> bool:
        box = self.painter_.link_box(row, QRectF(self.visualRect(index)))
        return box is not None and box.adjusted(-4, -3, 4, 3).contains(QPointF(at))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave and self.over_link:
            self.over_link = ""
            self.viewport().update()
        return super().viewportEvent(event)


class CriteriaPane(Pane):
    """The pane at the right. Signals: `mended(Fix)`, `compare_wanted`."""

    mended = Signal(object)
    compare_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("panel")
        self.setAccessibleName(tr("Criteria"))
        self._sight: Sight | None = None
        self._whole, self._writable = False, True
        self._judge = Judge()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head = PaneHeader(tr("Criteria"))
        self.compare = IconButton("scale", tr("Compare rule sets…"), shortcut="Ctrl+Shift+R")
        self.compare.clicked.connect(self.compare_wanted)
        self.head.add(self.compare)
        column.addWidget(self.head)
        self.failed = Badge("", "err")
        self.left_open = Badge("", "warn")
        self.passed = Badge("", "ok")
        badges = QHBoxLayout()
        badges.setContentsMargins(fonts.px(EDGE), 0, fonts.px(EDGE), fonts.px(8))
        badges.setSpacing(fonts.px(6))
        for badge in (self.failed, self.left_open, self.passed):
            badges.addWidget(badge)
        badges.addStretch(1)
        column.addLayout(badges)
        column.addWidget(Rule())
        self.list = CriteriaList(tr("Criteria"))
        self.list.mended.connect(self._take)
        column.addWidget(self.list, 1)

    def show_sight(self, sight: Sight | None) -> None:
        """Show the criteria of a target, nothing without one."""
        self._sight = sight
        if sight is None:
            self.list.show_rows([])
            self._count(0, 0, 0)
            self.head.set_texts(tr("Criteria"))
            return
        rows = verdicts(sight, whole=self._whole, judge=self._judge)
        if not self._writable:
            rows = [replace(row, fix=None) for row in rows]
        self.list.show_rows(rows)
        self._count(*counts(rows, sight))
        rules = sight.study.checklist.rules
        title = words.short_rules(rules)
        self.head.context.setToolTip(tr(rules.title))
        if self.head.context.text() != title:
            self.head.set_texts(tr("Criteria"), title)

    def set_writable(self, *, writable: bool) -> None:
        """Offer what mends, or only say why things are as they are."""
        if writable != self._writable:
            self._writable = writable
            self.show_sight(self._sight)

    def words(self, most: int) -> str:
        """Return so many counts in one line, the gravest first, for a button where the pane has no room."""
        shown = [badge for badge in (self.failed, self.left_open, self.passed) if not badge.isHidden()]
        return tr(", ").join(badge.text() for badge in shown[:most])

    def _count(self, failed: int, left: int, passed: int) -> None:
        for badge, kind, count, text in (
            (self.failed, "err", failed, tr_many("{n} failed", "{n} failed", failed)),
            (self.left_open, "warn", left, tr_many("{n} open", "{n} open", left)),
            (self.passed, "ok", passed, tr_many("{n} passed", "{n} passed", passed)),
        ):
            if badge.text() != text:
                badge.set_state(text, kind)
            badge.setVisible(count > 0)

    def _take(self, row: Verdict) -> None:
        if row.key == REST:
            self._whole = not self._whole
            self.show_sight(self._sight)
        elif row.fix is not None:
            self.mended.emit(row.fix)
