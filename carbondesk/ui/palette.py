"""The command palette: go anywhere, do anything, or calculate, by typing. Ctrl K opens it over the window.

A provider is a callable that takes what was typed and returns entries; it is asked at every key, so it must
answer in a few milliseconds. The palette matches and sorts, providers only offer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from carbondesk.language import joined, number, tr
from carbondesk.ui import fonts, icons, matching
from carbondesk.ui.calculator import calculate
from carbondesk.ui.style import paint, theme

Index = QModelIndex | QPersistentModelIndex
WIDTH, HEIGHT, TOP = 620, 392, 124
FIELD, ROW, HEAD, FOOT = 48, 35, 30, 38
MOST = 40
GO, DO = "go", "do"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the palette: what it is, where it belongs, and what Enter does."""

    text: str
    run: Callable[[], object]
    context: str = ""
    icon: str = "arrow-right"
    tint: str = "ink2"
    group: str = GO
    keys: str = ""
    reason: str = ""
    rank: float = 0.0


Provider = Callable[[str], Iterable[Entry]]


@dataclass(frozen=True)
class Heading:
    """The name of a group of entries."""

    text: str


class PaletteModel(QAbstractListModel):
    """Headings and entries, as one list."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Heading | Entry] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.text
        if role == Qt.ItemDataRole.AccessibleTextRole and isinstance(line, Entry):
            return joined((line.text, line.context, line.keys, line.reason))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        line = self.lines[index.row()] if index.isValid() else None
        if not isinstance(line, Entry) or line.reason:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def set_lines(self, lines: list[Heading | Entry]) -> None:
        """Replace what is listed."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()


class PaletteDelegate(QStyledItemDelegate):
    """Paints headings and entries."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        heading = isinstance(index.data(Qt.ItemDataRole.UserRole), Heading)
        return QSize(0, fonts.px(HEAD if heading else ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(Qt.ItemDataRole.UserRole)
        cell = paint.cell(option)
        box = cell.box
        if isinstance(line, Heading):
            words = box.adjusted(fonts.px(16), fonts.px(4), -fonts.px(16), 0)
            paint.text(painter, words, line.text, fonts.font(12, 600), "ink2")
            return
        if cell.selected:
            paint.rounded(painter, box.adjusted(fonts.px(6), 0, -fonts.px(6), -1), 5, "sel")
        elif cell.hovered and not line.reason:
            paint.rounded(painter, box.adjusted(fonts.px(6), 0, -fonts.px(6), -1), 5, "sunken")
        side = fonts.px(16)
        at = QPointF(box.left() + fonts.px(17), round(box.center().y() - side / 2))
        icons.paint(painter, line.icon, at, side, "inkd" if line.reason else line.tint)
        right = box.right() - fonts.px(18)
        keys = line.keys or (tr("Enter") if cell.selected else "")
        if keys:
            width = fonts.metrics(11, 500).horizontalAdvance(keys) + fonts.px(14)
            cap = QRectF(right - width, round(box.center().y() - fonts.px(10)), width, fonts.px(19))
            paint.key_cap(painter, cap, keys)
            right = cap.left() - fonts.px(8)
        words = QRectF(
            box.left() + fonts.px(44), box.top(), right - box.left() - fonts.px(44), box.height() - 1
        )
        used = paint.text(painter, words, line.text, fonts.font(13, 600), "inkd" if line.reason else "ink")
        rest = words.adjusted(used + fonts.px(11), 0, 0, 0)
        if rest.width() > fonts.px(20):
            paint.text(
                painter, rest, line.reason or line.context, fonts.font(12), "ink3" if line.reason else "ink2"
            )


class PaletteField(QLineEdit):
    """Where one types; Up, Down, Enter and Esc go to the list."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette)
        self._palette = palette
        self.setFrame(False)
        self.setFont(fonts.font(16))
        self.setAccessibleName(tr("Find or run a command"))
        self.setPlaceholderText(tr("Find or run a command"))
        self.setStyleSheet(
            "QLineEdit, QLineEdit:focus { border: none; background: transparent; padding: 0; }"
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self._palette.choose(1 if key == Qt.Key.Key_Down else -1)
        elif key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self._palette.choose(6 if key == Qt.Key.Key_PageDown else -6)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._palette.accept()
        elif key == Qt.Key.Key_Escape:
            self._palette.dismiss()
        elif key not in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            super().keyPressEvent(event)


class Palette(QWidget):
    """The overlay: it dims the window, holds the focus while open and gives it back when closed."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.providers: list[Provider] = []
        self._window = window
        self._before: QWidget | None = None
        self.lines = PaletteModel()
        self.field = PaletteField(self)
        self.list = QListView(self)
        self.list.setModel(self.lines)
        self.list.setItemDelegate(PaletteDelegate(self.list))
        self.list.setMouseTracking(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(tr("Matches"))
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setStyleSheet("QListView { background: transparent; }")
        self.list.clicked.connect(self._clicked)
        self.field.textChanged.connect(self.search)
        self.setAccessibleName(tr("Command palette"))
        window.installEventFilter(self)
        self.hide()

    def add_provider(self, provider: Provider) -> None:
        """Have a provider asked from now on."""
        self.providers.append(provider)

    def open(self, query: str = "") -> None:
        """Show the palette with a query already typed."""
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self.setGeometry(self._window.rect())
        self.field.setText(query)
        self.search(query)
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.end(False)

    def dismiss(self) -> None:
        """Close, with nothing done and the focus where it was."""
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None

    def search(self, query: str) -> None:
        """List what fits a query: ">" at its start means commands only, "=" calculates."""
        if query.startswith("="):
            lines = self._sum(query[1:])
        else:
            lines = self._matches(query.lstrip("> ").strip(), commands_only=query.startswith(">"))
        self.lines.set_lines(lines)
        first = next((at for at in range(len(lines)) if self._can_choose(at)), None)
        if first is not None:
            self.list.setCurrentIndex(self.lines.index(first, 0))
            self.list.scrollToTop()
        self.update()

    def choose(self, step: int) -> None:
        """Choose the next entry that can run, round the ends."""
        order = [at for at in range(self.lines.rowCount()) if self._can_choose(at)]
        if not order:
            return
        current = self.list.currentIndex().row()
        place = order.index(current) if current in order else 0
        bounded = min(max(place + step, 0), len(order) - 1)
        target = bounded if abs(step) > 1 else (place + step) % len(order)
        self.list.setCurrentIndex(self.lines.index(order[target], 0))

    def accept(self) -> None:
        """Close and do what the chosen entry says."""
        line = self.list.currentIndex().data(Qt.ItemDataRole.UserRole)
        if isinstance(line, Entry) and not line.reason:
            self.dismiss()
            line.run()

    def _can_choose(self, row: int) -> bool:
        return bool(self.lines.flags(self.lines.index(row, 0)) & Qt.ItemFlag.ItemIsSelectable)

    def _matches(self, query: str, *, commands_only: bool) -> list[Heading | Entry]:
        found: list[tuple[float, Entry]] = []
        for provider in self.providers:
            for entry in provider(query):
                if commands_only and entry.group != DO:
                    continue
                points = matching.score(query, entry.text, entry.context)
                if points > 0:
                    found.append((points + entry.rank - (1.0 if entry.reason else 0.0), entry))
        found.sort(key=lambda pair: -pair[0])
        lines: list[Heading | Entry] = []
        for group, words in ((GO, tr("Go to")), (DO, tr("Do"))):
            members = [entry for _, entry in found[:MOST] if entry.group == group]
            if members:
                lines += [Heading(words), *members]
        if not lines:
            lines.append(Heading(tr("Nothing is called that. Try another word.")))
        return lines

    def _sum(self, text: str) -> list[Heading | Entry]:
        value = calculate(text)
        if value is None:
            return [Heading(tr("Type a sum, such as = (120 + 98) × 0.5"))]
        shown = number(round(value, 10))
        return [
            Heading(tr("Result")),
            Entry(
                text=shown,
                context=tr("copy to the clipboard"),
                icon="calculator",
                group=DO,
                run=lambda: QGuiApplication.clipboard().setText(shown),
            ),
        ]

    def _clicked(self, index: QModelIndex) -> None:
        self.list.setCurrentIndex(index)
        self.accept()

    def _sheet(self) -> QRect:
        width = min(fonts.px(WIDTH), self.width() - 32)
        height = min(fonts.px(HEIGHT), self.height() - 48)
        top = min(fonts.px(TOP), max(24, (self.height() - height) // 3))
        return QRect((self.width() - width) // 2, top, width, height)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._window:
            self.setGeometry(self._window.rect())
        return False

    def resizeEvent(self, event: object) -> None:
        sheet = self._sheet()
        field, height = fonts.px(FIELD), fonts.px(28)
        width = sheet.width() - fonts.px(60)
        self.field.setGeometry(
            sheet.left() + fonts.px(44), sheet.top() + (field - height) // 2, width, height
        )
        top = sheet.top() + field + fonts.px(4)
        self.list.setGeometry(sheet.left() + 1, top, sheet.width() - 2, sheet.bottom() - fonts.px(FOOT) - top)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._sheet().contains(event.position().toPoint()):
            self.dismiss()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = theme.tokens()
        painter.fillRect(self.rect(), QColor(0, 0, 0, 115) if look.dark else QColor(22, 32, 29, 46))
        sheet = QRectF(self._sheet())
        for spread in range(14, 0, -2):
            shadow = QColor(0, 0, 0, 9 if look.dark else 6)
            paint.rounded(
                painter, sheet.adjusted(-spread, 3 - spread, spread, 5 + spread), 8 + spread, shadow
            )
        paint.rounded(painter, sheet, 8, "raised", "line")
        field = sheet.top() + fonts.px(FIELD)
        paint.line(painter, sheet.left() + 1, field, sheet.right() - 1, field)
        side = fonts.px(18)
        at = QPointF(sheet.left() + fonts.px(16), round(sheet.top() + (fonts.px(FIELD) - side) / 2))
        icons.paint(painter, "search", at, side, "ink2")
        foot = sheet.bottom() - fonts.px(FOOT)
        paint.line(painter, sheet.left() + 1, foot, sheet.right() - 1, foot)
        self._paint_hints(
            painter, QRectF(sheet.left() + fonts.px(16), foot, sheet.width() - 32, fonts.px(FOOT))
        )

    def _paint_hints(self, painter: QPainter, row: QRectF) -> None:
        left = row.left()
        for words in (
            tr("Up, Down choose"),
            tr("Enter open"),
            tr("Esc close"),
            tr("> commands only"),
            tr("= calculate"),
        ):
            room = QRectF(left, row.top(), max(0.0, row.right() - left), row.height())
            left += paint.text(painter, room, words, fonts.font(12), "ink2") + fonts.px(16)
