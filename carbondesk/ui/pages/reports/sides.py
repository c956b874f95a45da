"""The right side of the Reports page: choices, gaps, contents, the figure selected, and the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHBoxLayout,
    QListView,
    QScrollArea,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from carbondesk.language import tr, tr_many
from carbondesk.report.catalogue import Analysis
from carbondesk.report.catalogue import Choice as Chosen
from carbondesk.report.cells import spoken
from carbondesk.report.papers import APPROACHES, METHODS, Options
from carbondesk.ui import fonts
from carbondesk.ui.keys import keys_of
from carbondesk.ui.pages.reports.gaps import gap_lines
from carbondesk.ui.style import paint
from carbondesk.ui.widgets import Button, Choice, Label, Pane, Rule, Segments, ToDoList
from carbondesk.ui.widgets.todos import ROW as GAP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carbondesk.report.figures import Figures
    from carbondesk.report.papers import Paper

Index = QModelIndex | QPersistentModelIndex
WIDTH, MARGIN, LINE = 304, 16, 28
MOST_GAPS = 4
FILES = (
    (".xlsx", "XLSX", "file-spreadsheet", "Ctrl+P"),
    (".html", "HTML", "file-text", "Ctrl+Shift+L"),
    (".csv", "CSV", "table-2", "Ctrl+Shift+V"),
    (".json", "JSON", "database", "Ctrl+Shift+J"),
    (".docx", "DOCX", "file-text", "Ctrl+Shift+D"),
)
"""The endings of files, their names, icons and keys; not every paper is written to each."""


class ChoicesPane(QWidget):
    """What can be chosen of the paper in view; what it does not take is not shown."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Choices"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(fonts.px(4))
        self.method_name = Label(tr("Scope 2"), size=12, ink="ink2")
        self.method = Segments(
            [(tr(name), key) for key, name in METHODS.items()], next(iter(METHODS)), tr("Scope 2")
        )
        self.boundary_name = Label(tr("Boundary"), size=12, ink="ink2")
        self.boundary = Choice(name=tr("Boundary"))
        for key, name in APPROACHES.items():
            self.boundary.add(tr(name), str(key))
        self.against_name = Label(tr("Compare with"), size=12, ink="ink2")
        self.against = Choice(name=tr("Compare with"))
        self._parts = {
            Chosen.METHOD: (self.method_name, self.method),
            Chosen.BOUNDARY: (self.boundary_name, self.boundary),
            Chosen.AGAINST: (self.against_name, self.against),
        }
        for caption, field in self._parts.values():
            column.addWidget(caption)
            column.addWidget(field)
            column.addSpacing(fonts.px(6))
        self.method.chosen.connect(lambda _: self.chosen.emit())
        self.boundary.activated.connect(lambda _: self.chosen.emit())
        self.against.activated.connect(lambda _: self.chosen.emit())

    def show_choices(self, kind: Analysis, options: Options, years: Sequence[int], year: int) -> None:
        """Show what a kind of paper takes, as it is chosen now."""
        for choice, parts in self._parts.items():
            for part in parts:
                part.setVisible(choice in kind.takes)
        for part in (self.method, self.boundary, self.against):
            part.blockSignals(True)
        self.method.set_value(str(options.method))
        self.boundary.set_value(str(options.consolidation))
        self.against.clear()
        for other in years:
            if other != year:
                self.against.add(str(other), other)
        if options.against is not None and options.against != year:
            self.against.setCurrentIndex(self.against.findData(options.against))
        for part in (self.method, self.boundary, self.against):
            part.blockSignals(False)

    def options(self) -> Options:
        """Return what is chosen."""
        against = self.against.value()
        return Options(
            method=str(self.method.value()),
            consolidation=str(self.boundary.value()),
            against=against if isinstance(against, int) else None,
        )


class ContentsDelegate(QStyledItemDelegate):
    """Paints the name of a sheet."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, fonts.px(LINE))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = paint.cell(option)
        box = cell.box.adjusted(fonts.px(8), 0, -fonts.px(8), 0)
        if cell.hovered:
            paint.rounded(painter, box, 4, "sunken")
        if cell.focused:
            paint.focus_ring(painter, box, 4)
        number = QRectF(box.left() + fonts.px(8), box.top(), fonts.px(18), box.height())
        paint.text(painter, number, str(index.row() + 1), fonts.font(12), "ink3")
        words = box.adjusted(fonts.px(26), 0, -fonts.px(6), 0)
        paint.text(painter, words, str(index.data() or ""), fonts.font(13))


class ContentsList(QListView):
    """The sheets of the paper; Enter or a click leads there."""

    opened = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Contents"))
        self.names = QStringListModel()
        self.setModel(self.names)
        self.setItemDelegate(ContentsDelegate(self))
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(lambda index: self.opened.emit(index.row()))

    def set_names(self, names: Sequence[str]) -> None:
        """Show these sheets."""
        self.names.setStringList(list(names))
        self.setFixedHeight(fonts.px(LINE) * len(names) + 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)


class SidePane(QScrollArea):
    """All of it, one below the other; a low screen scrolls.

    Signals: `chosen()` another option, `navigate(page id, context)` to a gap, `sheet(place)` to a sheet,
    `exported(ending)`, `sentence()` and `proof()` of the figure selected.
    """

    chosen = Signal()
    navigate = Signal(str, object)
    sheet = Signal(int)
    exported = Signal(str)
    sentence = Signal()
    proof = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(fonts.px(WIDTH))
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = Pane("panel")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, fonts.px(12), 0, fonts.px(14))
        self._column.setSpacing(0)
        self.choices = ChoicesPane()
        self.choices.chosen.connect(self.chosen)
        self.gaps = ToDoList(tr("Gaps"))
        self.gaps.opened.connect(self._go)
        self.gaps_head, self.gaps_count = (
            Label(tr("Gaps"), size=14, weight=600),
            Label("", size=12, ink="ink2"),
        )
        self.no_gaps = Label(tr("Nothing is missing or doubtful."), size=12, ink="ink2", wraps=True)
        self.contents = ContentsList()
        self.contents.opened.connect(self.sheet)
        self._lay_out()
        self.setWidget(inside)

    def _lay_out(self) -> None:
        self._inset(self.choices)
        self._head(self.gaps_head, self.gaps_count)
        self._inset(self.no_gaps)
        self._column.addWidget(self.gaps)
        self._rule()
        self._head(Label(tr("Contents"), size=14, weight=600))
        self._column.addWidget(self.contents)
        self._rule()
        self._head(Label(tr("Selected figure"), size=14, weight=600))
        self.words = Label("", size=12, ink="ink2", wraps=True)
        self._inset(self.words)
        self.copy = Button(tr("Copy as sentence"), icon="copy", tip=keys_of("Ctrl+Shift+C"))
        self.copy.clicked.connect(self.sentence)
        self.prove = Button(tr("Proof…"), icon="shield-check", tip=keys_of("Ctrl+Shift+P"))
        self.prove.clicked.connect(self.proof)
        row = QHBoxLayout()
        row.setContentsMargins(fonts.px(MARGIN), fonts.px(8), fonts.px(MARGIN), 0)
        row.setSpacing(fonts.px(6))
        row.addWidget(self.copy)
        row.addWidget(self.prove)
        row.addStretch(1)
        self._column.addLayout(row)
        self._rule()
        self._head(Label(tr("Export"), size=14, weight=600))
        self._add_files()
        note = tr("Every file carries the head of the history, so a reader can check that the numbers match.")
        self._column.addSpacing(fonts.px(8))
        self._inset(Label(note, size=12, ink="ink3", wraps=True))
        self._column.addStretch(1)

    def _add_files(self) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(fonts.px(MARGIN), 0, fonts.px(MARGIN), 0)
        grid.setSpacing(fonts.px(6))
        self.files: dict[str, Button] = {}
        for place, (ending, name, icon, keys) in enumerate(FILES):
            button = Button(name, icon=icon, name=tr("Export {kind}", kind=name), tip=keys_of(keys))
            button.clicked.connect(lambda _checked=False, ending=ending: self.exported.emit(ending))
            self.files[ending] = button
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            grid.addWidget(button, place // 2, place % 2)
        self._column.addLayout(grid)

    def show_files(self, endings: Sequence[str]) -> None:
        """Offer the kinds of files that the paper in view is written to."""
        for ending, button in self.files.items():
            button.setVisible(ending in endings)

    def show_paper(self, paper: Paper | None, figures: Figures) -> None:
        """Show gaps and contents of a paper; None while it is being made."""
        lines = gap_lines(paper.findings, figures) if paper is not None else []
        self.gaps.set_lines(lines)
        self.gaps.setVisible(bool(lines))
        self.gaps.setFixedHeight(fonts.px(GAP) * min(len(lines), MOST_GAPS) + 2)
        self.gaps_count.setText(tr_many("{n} finding", "{n} findings", len(lines)) if lines else "")
        self.no_gaps.setVisible(paper is not None and not lines)
        self.contents.set_names([] if paper is None else [spoken(sheet.title) for sheet in paper.sheets])
        for button in self.files.values():
            button.setEnabled(paper is not None)

    def show_figure(self, words: str, *, provable: bool) -> None:
        """Show what the selected figure says as a sentence, and whether it can be proven."""
        self.words.setText(
            words or tr("Select a total of the paper: it can be copied as a sentence and proven.")
        )
        self.words.set_ink("ink" if words else "ink3")
        self.copy.setEnabled(bool(words))
        self.prove.setEnabled(provable)

    def _go(self, key: object) -> None:
        if isinstance(key, tuple):
            self.navigate.emit(*key)

    def _head(self, name: Label, behind: Label | None = None) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(fonts.px(MARGIN), fonts.px(4), fonts.px(MARGIN), fonts.px(7))
        row.setSpacing(fonts.px(8))
        row.addWidget(name)
        if behind is not None:
            row.addWidget(behind)
        row.addStretch(1)
        self._column.addLayout(row)

    def _inset(self, part: QWidget) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(fonts.px(MARGIN), 0, fonts.px(MARGIN), 0)
        row.addWidget(part)
        self._column.addLayout(row)

    def _rule(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(fonts.px(MARGIN), fonts.px(10), fonts.px(MARGIN), fonts.px(8))
        row.addWidget(Rule())
        self._column.addLayout(row)
