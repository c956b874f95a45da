"""The list of papers at the left: what each is called, the question it answers, and how ready it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem

from carbondesk.language import sentences, tr
from carbondesk.report.catalogue import ANALYSES, State, readiness
from carbondesk.ui import fonts, icons, tips
from carbondesk.ui.style import paint

if TYPE_CHECKING:
    from carbondesk.report.figures import Figures
    from carbondesk.report.papers import Options

Index = QModelIndex | QPersistentModelIndex
ROW, BAR = 79, 112
_MARKS = {
    State.READY: ("circle-check", "ok"),
    State.GAPS: ("triangle-alert", "warn"),
    State.BLOCKED: ("circle-dashed", "ink3"),
}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One paper of the list: its words, its state, and the share of values that are there (0 to 1)."""

    paper_id: str
    title: str
    question: str
    state: State
    words: str
    share: float


def entries_of(figures: Figures, year: int, options: Options) -> list[Entry]:
    """Return every paper with its readiness in a year."""
    entries = []
    for kind in ANALYSES:
        ready = readiness(kind, figures, year, options)
        entries.append(
            Entry(
                paper_id=kind.paper_id,
                title=tr(kind.title),
                question=tr(kind.question),
                state=ready.state,
                words=tr(ready.words),
                share=ready.share,
            )
        )
    return entries


class ShelfModel(QAbstractListModel):
    """The papers."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return tips.for_role(sentences((entry.title, f"{entry.question} {entry.words}")), role)
        return entry if role == Qt.ItemDataRole.UserRole else None

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Take the papers; where only their state changed, the choice stays."""
        if [each.paper_id for each in entries] == [each.paper_id for each in self.entries]:
            self.entries = list(entries)
            self.dataChanged.emit(self.index(0, 0), self.index(len(entries) - 1, 0))
            return
        self.beginResetModel()
        self.entries = list(entries)
        self.endResetModel()


class ShelfDelegate(QStyledItemDelegate):
    """Paints a paper: title, question, how much is there as a bar, and its state in a word with an icon."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, fonts.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = index.data(Qt.ItemDataRole.UserRole)
        cell = paint.cell(option)
        box = cell.box
        if cell.selected:
            painter.fillRect(box, paint.colour("sel"))
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), paint.colour("accent"))
        elif cell.hovered:
            painter.fillRect(box, paint.colour("sunken"))
        left, right = box.left() + fonts.px(16), box.right() - fonts.px(16)
        line = QRectF(left, box.top() + fonts.px(10), right - left, fonts.px(20))
        paint.text(painter, line, entry.title, fonts.font(13, 600))
        line.translate(0, fonts.px(19))
        paint.text(painter, line, entry.question, fonts.font(12), "ink2")
        line.translate(0, fonts.px(20))
        bar = QRectF(left, line.center().y() - 2, fonts.px(BAR), fonts.px(5))
        paint.rounded(painter, bar, 0, "hair")
        tint = "ok" if entry.state is State.READY else "band"
        painter.fillRect(
            QRectF(bar.left(), bar.top(), bar.width() * entry.share, bar.height()), paint.colour(tint)
        )
        icon, ink = _MARKS[entry.state]
        side = fonts.px(14)
        at = QPointF(bar.right() + fonts.px(10), round(line.center().y() - side / 2))
        icons.paint(painter, icon, at, side, ink)
        words = QRectF(
            at.x() + side + fonts.px(5), line.top(), right - at.x() - side - fonts.px(5), line.height()
        )
        paint.text(painter, words, entry.words, fonts.font(12, 500), ink)
        if not cell.selected:
            paint.line(painter, left, box.bottom(), right, box.bottom())
        if cell.focused:
            paint.focus_ring(painter, box.adjusted(1, 1, -1, -1), 2)


class Shelf(QListView):
    """The list; the arrows choose a paper at once."""

    chosen = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.papers = ShelfModel()
        self.setAccessibleName(name)
        self.setModel(self.papers)
        self.setItemDelegate(ShelfDelegate(self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(self._moved)

    def set_entries(self, entries: Sequence[Entry], chosen: str) -> None:
        """Show these papers with one of them chosen; nothing is told, for nobody chose it here."""
        self.selectionModel().blockSignals(True)
        self.papers.set_entries(entries)
        self.selectionModel().blockSignals(False)
        self.choose(chosen)

    def choose(self, paper_id: str) -> None:
        """Mark a paper as the chosen one; nothing is told."""
        self.selectionModel().blockSignals(True)
        for row, entry in enumerate(self.papers.entries):
            if entry.paper_id == paper_id:
                self.setCurrentIndex(self.papers.index(row, 0))
        self.selectionModel().blockSignals(False)
        self.viewport().update()

    def _moved(self, index: QModelIndex) -> None:
        entry = index.data(Qt.ItemDataRole.UserRole)
        if entry is not None:
            self.chosen.emit(entry.paper_id)
