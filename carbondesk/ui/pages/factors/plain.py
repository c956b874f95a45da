"""A quiet table for dialogs: rows with hairlines, words aligned with their heads, checkboxes of the house."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from carbondesk.ui import fonts, icons, lettering
from carbondesk.ui.pages.factors.table import Index
from carbondesk.ui.style import paint, theme

CELL, BOX = 8, 15


class PlainPainter(QStyledItemDelegate):
    """Paints a cell's words, and a checkbox before them where the model has one; Space or a click ticks it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        told = paint.cell(option)
        box, look = told.box, theme.tokens()
        if told.selected or told.hovered:
            painter.fillRect(box, look.colour("sel" if told.selected else "canvas"))
        room = box.adjusted(fonts.px(CELL), 0, -fonts.px(CELL), -1)
        checked = index.data(Qt.ItemDataRole.CheckStateRole)
        if checked is not None:
            room = self._paint_check(painter, room, checked=Qt.CheckState(checked) == Qt.CheckState.Checked)
        align = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole) or paint.LEFT)
        lettering.draw(painter, room, str(index.data() or ""), (12, 400, False), "ink", align)
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), look.colour("hair"))
        if told.focused:
            paint.focus_ring(painter, box.adjusted(0, 0, 0, -1), 2)

    @staticmethod
    def _paint_check(painter: QPainter, room: QRectF, *, checked: bool) -> QRectF:
        side = fonts.px(BOX)
        square = QRectF(room.left(), round(room.center().y() - side / 2), side, side)
        if checked:
            paint.rounded(painter, square, 4, "accent")
            icons.paint(
                painter, "check", QPointF(square.left() + 1.5, square.top() + 1.5), side - 3, "onaccent"
            )
        else:
            paint.rounded(painter, square, 4, "raised", "field")
        return room.adjusted(side + fonts.px(8), 0, 0, 0)

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        checked = index.data(Qt.ItemDataRole.CheckStateRole)
        pressed = event.type() == QEvent.Type.MouseButtonRelease
        typed = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space
        if checked is None or not (pressed or (typed and event.type() == QEvent.Type.KeyPress)):
            return False
        was = Qt.CheckState(checked) == Qt.CheckState.Checked
        wanted = Qt.CheckState.Unchecked if was else Qt.CheckState.Checked
        return model.setData(index, wanted, Qt.ItemDataRole.CheckStateRole)


def plain_table(model: QAbstractTableModel, name: str) -> QTableView:
    """Return a table of rows for a dialog, named for a screen reader; its caller sets the columns' widths."""
    view = QTableView()
    view.setModel(model)
    view.setItemDelegate(PlainPainter(view))
    view.setAccessibleName(name)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setMouseTracking(True)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setTabKeyNavigation(False)
    view.verticalHeader().hide()
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.verticalHeader().setDefaultSectionSize(fonts.px(28))
    heads = view.horizontalHeader()
    heads.setFont(fonts.font(12, 500))
    heads.setHighlightSections(False)
    heads.setSectionsClickable(False)
    heads.setFixedHeight(fonts.px(28))
    heads.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    return view
