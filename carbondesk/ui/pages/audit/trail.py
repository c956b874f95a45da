"""The trail: one entry for each step, newest first, on a line through time; older ones come as it is scrolled."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem

from carbondesk.language import day, moment, sentences, tr
from carbondesk.report.trails import Entry, Mark, Page
from carbondesk.ui import fonts, icons, tips
from carbondesk.ui.pages.audit import words
from carbondesk.ui.style import paint

Index = QModelIndex | QPersistentModelIndex
DATES, DOT, LEFT, RIGHT = 100, 122, 148, 18
TOP, LINE, PILL, FOOT = 12, 18, 31, 11


class TrailModel(QAbstractListModel):
    """The entries of a trail; `older` reads the page before a step when the view asks for more."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] = []
        self._before: int | None = None
        self._older: Callable[[int], Page] | None = None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return words.title_words(entry)
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return tips.for_role(spoken(entry), role)
        return entry if role == Qt.ItemDataRole.UserRole else None

    def show(self, page: Page, older: Callable[[int], Page]) -> None:
        """Show a page; `older` returns the one before a step."""
        self.beginResetModel()
        self.entries, self._before, self._older = list(page.entries), page.older, older
        self.endResetModel()

    def canFetchMore(self, parent: Index) -> bool:
        return self._before is not None

    def fetchMore(self, parent: Index) -> None:
        if self._before is None or self._older is None:
            return
        page = self._older(self._before)
        self._before = page.older
        if page.entries:
            last = len(self.entries) + len(page.entries) - 1
            self.beginInsertRows(QModelIndex(), len(self.entries), last)
            self.entries += page.entries
            self.endInsertRows()


def spoken(entry: Entry) -> str:
    """Return an entry as a screen reader says it."""
    at = entry.step.at.astimezone()
    parts = [
        words.title_words(entry),
        moment(at),
        words.person_words(entry),
        *(words.mark_words(mark) for mark in entry.marks),
        words.more_words(entry),
        entry.step.reason,
        words.digest_words(entry),
    ]
    return sentences(parts)


class TrailDelegate(QStyledItemDelegate):
    """Paints an entry: moment, a dot on the line, what was done by whom, old and new values, the reason."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(entry, Entry):
            return QSize(0, 0)
        height = TOP + 2 * LINE + 2 + FOOT + PILL * len(entry.marks)
        height += LINE * (bool(entry.step.reason) + bool(entry.more))
        return QSize(0, fonts.px(height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(entry, Entry):
            return
        cell = paint.cell(option)
        box = cell.box
        view = self.parent()
        focused = isinstance(view, QListView) and view.hasFocus() and cell.selected
        if focused:
            painter.fillRect(box, paint.colour("canvas"))
        self._paint_time(painter, box, entry, index)
        left, right = box.left() + fonts.px(LEFT), box.right() - fonts.px(RIGHT)
        top = box.top() + fonts.px(TOP)
        digest = words.digest_words(entry)
        first = QRectF(left, top, right - left, fonts.px(LINE))
        taken = paint.text(painter, first, digest, fonts.font(12), "ink2", paint.RIGHT)
        paint.text(
            painter,
            first.adjusted(0, 0, -taken - fonts.px(12), 0),
            words.title_words(entry),
            fonts.font(13, 600),
        )
        second = first.translated(0, fonts.px(LINE))
        paint.text(painter, second, words.person_words(entry), fonts.font(12), "ink2")
        at = second.bottom() + fonts.px(2)
        named = len({mark.subject.key for mark in entry.marks}) > 1
        for mark in entry.marks:
            self._paint_mark(painter, QRectF(left, at, right - left, fonts.px(PILL)), mark, named=named)
            at += fonts.px(PILL)
        for text in (words.more_words(entry), _reason(entry)):
            if text:
                paint.text(
                    painter, QRectF(left, at, right - left, fonts.px(LINE)), text, fonts.font(12), "ink2"
                )
                at += fonts.px(LINE)
        if focused:
            paint.focus_ring(painter, box.adjusted(2, 1, -2, -1), 3)

    @staticmethod
    def _paint_time(painter: QPainter, box: QRectF, entry: Entry, index: Index) -> None:
        here = entry.step.at.astimezone()
        top = box.top() + fonts.px(TOP)
        room = QRectF(box.left(), top, fonts.px(DATES), fonts.px(LINE))
        paint.text(painter, room, day(here.date()), fonts.font(12, 600), "ink", paint.RIGHT)
        paint.text(
            painter, room.translated(0, fonts.px(LINE)), f"{here:%H:%M}", fonts.font(12), "ink2", paint.RIGHT
        )
        middle = QPointF(box.left() + fonts.px(DOT), top + fonts.px(LINE // 2))
        radius = fonts.px(12)
        last = index.row() == index.model().rowCount() - 1
        begin = box.top() if index.row() else middle.y()
        paint.line(painter, middle.x(), begin, middle.x(), middle.y() if last else box.bottom(), "line")
        ring = QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)
        paint.rounded(painter, ring, radius, "panel", "line")
        side = fonts.px(14)
        tint = "warn" if words.icon_of(entry) == "flag" else "ink2"
        icons.paint(painter, words.icon_of(entry), middle - QPointF(side / 2, side / 2), side, tint)

    @staticmethod
    def _paint_mark(painter: QPainter, room: QRectF, mark: Mark, *, named: bool) -> None:
        box = room.adjusted(0, fonts.px(3), 0, -fonts.px(4))
        if mark.count > 1 or not words.has_values(mark):
            _pill(painter, box, words.single_words(mark), "sunken", "ink2")
            return
        label = f"{tr(mark.label)} · {tr(mark.subject.name)}" if named else tr(mark.label)
        width = min(fonts.metrics(12).horizontalAdvance(label), box.width() * 0.45)
        paint.text(
            painter, QRectF(box.left(), box.top(), width + 1, box.height()), label, fonts.font(12), "ink2"
        )
        at = box.adjusted(width + fonts.px(8), 0, 0, 0)
        before, after = words.value_words(mark, mark.before), words.value_words(mark, mark.after)
        half = at.adjusted(0, 0, -(at.width() + fonts.px(30)) / 2, 0)
        used = _pill(painter, half, before, "errsoft", "err", struck=mark.before is not None)
        arrow = fonts.px(14)
        icons.paint(
            painter,
            "arrow-right",
            QPointF(at.left() + used + fonts.px(9), round(at.center().y() - arrow / 2)),
            arrow,
            "ink2",
        )
        _pill(painter, at.adjusted(used + fonts.px(32), 0, 0, 0), after, "oksoft", "ok")


def _reason(entry: Entry) -> str:
    return tr("Reason: {reason}", reason=entry.step.reason) if entry.step.reason else ""


def _pill(painter: QPainter, room: QRectF, text: str, fill: str, ink: str, *, struck: bool = False) -> float:
    """Draw words on a soft ground and return the width that they took."""
    face = QFont(fonts.font(12, 500))
    face.setStrikeOut(struck)
    width = min(fonts.metrics(12, 500).horizontalAdvance(text) + fonts.px(18), room.width())
    box = QRectF(room.left(), room.top(), width, room.height())
    paint.rounded(painter, box, 4, fill)
    paint.text(painter, box.adjusted(fonts.px(9), 0, -fonts.px(7), 0), text, face, ink)
    return float(width)


class TrailView(QListView):
    """The trail as a list; Ctrl C copies the selected entries as lines."""

    def __init__(self) -> None:
        super().__init__()
        self.steps = TrailModel()
        self.setAccessibleName(tr("History"))
        self.setModel(self.steps)
        self.setItemDelegate(TrailDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def chosen(self) -> Sequence[Entry]:
        """Return the selected entries, top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [self.steps.entries[row] for row in rows]

    def copy(self) -> str:
        """Put the selected entries on the clipboard, one line each; return the text."""
        text = "".join(f"{spoken(entry)}\n" for entry in self.chosen())
        QGuiApplication.clipboard().setText(text)
        return text

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)
