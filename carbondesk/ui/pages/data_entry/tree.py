"""The sites with their scopes and output figures: what is open, what still waits in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from carbondesk.domain.records import Site
from carbondesk.language import joined, labelled, tr, tr_many
from carbondesk.ui import fonts, icons, tips
from carbondesk.ui.style import paint, theme
from carbondesk.ui.widgets import Button, IconButton, Kind, Label, Pane

Index = QModelIndex | QPersistentModelIndex
NODE = Qt.ItemDataRole.UserRole
COUNT = Qt.ItemDataRole.UserRole + 1
ICON = Qt.ItemDataRole.UserRole + 2
OUTPUT = "output"


@dataclass(frozen=True, slots=True)
class Node:
    """A place of the tree: a site, and in it a scope ("1" to "3"), its output figures, or "" for all."""

    site: int
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteState:
    """How a site stands: how much waits in it, and whether any value is there, or it is closed."""

    waiting: int = 0
    empty: bool = False
    closed: bool = False

    @property
    def picture(self) -> tuple[str, str]:
        """The icon and its ink."""
        if self.closed:
            return "minus", "ink3"
        if self.empty:
            return "circle-dashed", "ink3"
        return ("pencil", "ink2") if self.waiting else ("circle-check", "ok")

    @property
    def words(self) -> str:
        """The state in words."""
        if self.closed:
            return tr("closed")
        if self.empty:
            return tr("no values yet")
        if self.waiting:
            return tr_many("{n} value needs a look", "{n} values need a look", self.waiting)
        return tr("complete")


class TreeModel(QStandardItemModel):
    """The sites, each with its three scopes and its output figures."""

    def set_sites(self, sites: Sequence[Site], states: Mapping[int, SiteState]) -> None:
        """Show these sites in their order."""
        self.clear()
        for site in sites:
            entry = self._entry(site.name, Node(site.id))
            for part, words in (
                ("1", tr("Scope 1")),
                ("2", tr("Scope 2")),
                ("3", tr("Scope 3")),
                (OUTPUT, tr("Output")),
            ):
                entry.appendRow(self._entry(words, Node(site.id, part)))
            self.appendRow(entry)
            self.set_state(site.id, states.get(site.id, SiteState()))

    def set_state(self, site: int, state: SiteState, counts: Mapping[str, int] | None = None) -> None:
        """Show how a site stands and, where known, how much waits in each scope."""
        index = self.index_of(Node(site))
        if not index.isValid():
            return
        entry = self.itemFromIndex(index)
        _set(entry, COUNT, state.waiting)
        _set(entry, ICON, state.picture)
        _set(entry, Qt.ItemDataRole.AccessibleTextRole, joined((entry.text(), state.words)))
        _set(entry, Qt.ItemDataRole.ToolTipRole, tips.plain(labelled(entry.text(), state.words)))
        if counts is not None:
            for row in range(entry.rowCount()):
                child = entry.child(row)
                count = counts.get(child.data(NODE).part, 0)
                _set(child, COUNT, count)
                words = tr_many("{n} value needs a look", "{n} values need a look", count) if count else ""
                spoken = joined(part for part in (entry.text(), child.text(), words) if part)
                _set(child, Qt.ItemDataRole.AccessibleTextRole, spoken)

    def index_of(self, node: Node) -> QModelIndex:
        """Return the index of a node, an invalid one when it is not shown."""
        for row in range(self.rowCount()):
            index = self.index(row, 0)
            if index.data(NODE).site != node.site:
                continue
            if not node.part:
                return index
            for child in range(self.rowCount(index)):
                below = self.index(child, 0, index)
                if below.data(NODE) == node:
                    return below
        return QModelIndex()

    @staticmethod
    def _entry(words: str, node: Node) -> QStandardItem:
        entry = QStandardItem(words)
        entry.setData(node, NODE)
        entry.setEditable(False)
        return entry


def _set(entry: QStandardItem, role: int, value: object) -> None:
    if entry.data(role) != value:
        entry.setData(value, role)


class NodePainter(QStyledItemDelegate):
    """Paints a site with its state and count, a scope with its colour."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, fonts.px(29))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        node: Node = index.data(NODE)
        view, told = self.parent(), paint.cell(option)
        selected = told.selected
        box = told.box.adjusted(fonts.px(6), 0, -fonts.px(6), -1)
        if selected or told.hovered:
            paint.rounded(painter, box, 4, "sel" if selected else "sunken")
        if told.focused:
            paint.focus_ring(painter, box, 4)
        middle = box.center().y()
        if not node.part and isinstance(view, QTreeView):
            chevron = "chevron-down" if view.isExpanded(index) else "chevron-right"
            side = fonts.px(12)
            icons.paint(
                painter, chevron, QPointF(box.left() + fonts.px(6), round(middle - side / 2)), side, "ink3"
            )
        left = box.left() + fonts.px(44 if node.part else 24)
        self._paint_picture(painter, node, index, left, middle)
        count = index.data(COUNT) or 0
        room = box.adjusted(left - box.left() + fonts.px(18 if node.part else 19), 0, -fonts.px(8), -1)
        if count:
            room.setRight(room.right() - _paint_count(painter, box, count))
        face = fonts.font(13, 600 if selected else 500 if not node.part else 400)
        paint.text(painter, room, str(index.data()), face, "ink" if selected or not node.part else "ink2")

    @staticmethod
    def _paint_picture(painter: QPainter, node: Node, index: Index, left: float, middle: float) -> None:
        if node.part in {"1", "2", "3"}:
            side = fonts.px(9)
            square = QRectF(left + 1, round(middle - side / 2), side, side)
            paint.rounded(painter, square, 2, f"s{node.part}", "s2e" if node.part == "2" else None)
            return
        icon, ink = ("package", "ink3") if node.part else index.data(ICON) or ("circle-dashed", "ink3")
        side = fonts.px(14)
        at = QPointF(left - (2 if node.part else 0), round(middle - side / 2))
        icons.paint(painter, icon, at, side, ink)


def _paint_count(painter: QPainter, box: QRectF, count: int) -> float:
    """Draw the count at the right of a node and return the room it took."""
    words = str(count) if count < 1000 else "999+"
    width = max(fonts.px(18), round(fonts.metrics(11, 600).horizontalAdvance(words)) + fonts.px(10))
    height = fonts.px(18)
    bubble = QRectF(box.right() - width - fonts.px(5), round(box.center().y() - height / 2), width, height)
    paint.rounded(painter, bubble, height / 2, "warnsoft")
    paint.text(painter, bubble.adjusted(-2, 0, 2, -0.5), words, fonts.font(11, 600), "warn", paint.CENTRE)
    return width + fonts.px(6)


class SiteTree(QTreeView):
    """The tree itself. `chosen(node)` when another node is current; `wanted(id)` for what a key asks."""

    chosen = Signal(object)
    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.nodes = TreeModel(self)
        self.setModel(self.nodes)
        self.setItemDelegate(NodePainter(self))
        self.setAccessibleName(tr("Sites and sources"))
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setMouseTracking(True)
        self.setUniformRowHeights(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setExpandsOnDoubleClick(False)
        self.clicked.connect(self._toggle)

    def choose(self, node: Node) -> None:
        """Make a node the current one without telling anybody."""
        index = self.nodes.index_of(node)
        blocked = self.blockSignals(True)
        if index.isValid():
            self.setExpanded(index.parent() if node.part else index, True)
            self.setCurrentIndex(index)
        self.blockSignals(blocked)
        self.viewport().update()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self.chosen.emit(current.data(NODE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        keys = {
            Qt.Key.Key_Insert: "add_source",
            Qt.Key.Key_Plus: "add_source",
            Qt.Key.Key_F2: "edit_record",
            Qt.Key.Key_Delete: "remove_record",
        }
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.wanted.emit("enter_grid")
        elif key in keys:
            self.wanted.emit(keys[Qt.Key(key)])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self.viewport()).fillRect(event.rect(), theme.tokens().colour("canvas"))
        super().paintEvent(event)

    def drawRow(self, painter: QPainter, options: QStyleOptionViewItem, index: Index) -> None:
        """Let the delegate paint the whole row: Qt's own selection ground would lie beneath."""
        option: Any = QStyleOptionViewItem(options)
        option.rect = QRect(0, option.rect.top(), self.viewport().width(), option.rect.height())
        if self.selectionModel().isSelected(index):
            option.state |= QStyle.StateFlag.State_Selected
        if self.hasFocus() and index == self.currentIndex():
            option.state |= QStyle.StateFlag.State_HasFocus
        else:
            option.state &= ~QStyle.StateFlag.State_HasFocus
        self.itemDelegate().paint(painter, option, index)

    def _toggle(self, index: QModelIndex) -> None:
        node: Node = index.data(NODE)
        if not node.part and self.visualRect(index).left() >= 0:
            cursor = self.viewport().mapFromGlobal(self.cursor().pos()).x()
            if cursor < fonts.px(24):
                self.setExpanded(index, not self.isExpanded(index))


class TreePane(Pane):
    """The tree with its heading, the button that adds, and at its foot how the site stands."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__("canvas")
        self.setFixedWidth(fonts.px(172))
        body = QVBoxLayout(self)
        body.setContentsMargins(0, fonts.px(6), 0, 0)
        body.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(fonts.px(14), 0, fonts.px(6), fonts.px(4))
        top.addWidget(Label(tr("Sites and sources"), size=13, weight=600, elided=True), 1)
        self.add_button = IconButton("plus", tr("Add a site or source"))
        top.addWidget(self.add_button)
        body.addLayout(top)
        self.tree = SiteTree()
        body.addWidget(self.tree, 1)
        self.summary = Summary()
        body.addWidget(self.summary)
        menu = QMenu(self.add_button)
        for command, words, icon in (
            ("add_source", tr("Add a source…"), "plus"),
            ("add_site", tr("Add a site…"), "factory"),
            ("add_output", tr("Add an output figure…"), "package"),
        ):
            action = menu.addAction(icons.icon(icon), words)
            action.triggered.connect(lambda _checked=False, command=command: self.wanted.emit(command))
        self.add_button.clicked.connect(
            lambda: menu.popup(self.add_button.mapToGlobal(self.add_button.rect().bottomLeft()))
        )
        self.menu = menu


class Summary(QWidget):
    """How the open site and year stand: values missing, flagged, estimated; each line goes to the first one."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        body = QVBoxLayout(self)
        body.setContentsMargins(fonts.px(8), fonts.px(10), fonts.px(8), fonts.px(8))
        body.setSpacing(0)
        self.title = Label(size=12, weight=600, elided=True)
        self.title.setContentsMargins(fonts.px(6), 0, 0, fonts.px(2))
        body.addWidget(self.title)
        self.lines: dict[str, Button] = {}
        for state in ("missing", "flagged", "estimated", "factor"):
            line = Button("", Kind.QUIET, icon="circle-check")
            line.setFont(fonts.font(12))
            line.clicked.connect(lambda _checked=False, state=state: self.asked.emit(state))
            self.lines[state] = line
            body.addWidget(line)

    def set_counts(self, title: str, counts: Mapping[str, int]) -> None:
        """Show the counts of a site and year under a title."""
        self.title.setText(title)
        missing, flagged = counts.get("missing", 0), counts.get("flagged", 0)
        estimated, factor = counts.get("estimated", 0), counts.get("factor", 0)
        texts = {
            "missing": tr_many("{n} value missing", "{n} values missing", missing)
            if missing
            else tr("No value missing"),
            "flagged": tr_many("{n} value flagged", "{n} values flagged", flagged)
            if flagged
            else tr("No value flagged"),
            "estimated": tr_many("{n} estimate", "{n} estimates", estimated)
            if estimated
            else tr("No estimates"),
            "factor": tr_many("{n} source without a factor", "{n} sources without a factor", factor)
            if factor
            else tr("Every factor found"),
        }
        icons_ = {
            "missing": "circle-dashed",
            "flagged": "flag",
            "estimated": "calculator",
            "factor": "circle-x",
        }
        for state, line in self.lines.items():
            line.setText(texts[state])
            line.icon_name = icons_[state] if counts.get(state) else "circle-check"
            line.update()
