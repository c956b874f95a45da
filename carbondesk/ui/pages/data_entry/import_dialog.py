"""The import dialog: choose files, see what would change and what is wrong, then take it as one step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPointF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.schema import Finding, Severity
from carbondesk.domain.text import Text, say
from carbondesk.language import joined, number, sentences, tr, tr_many
from carbondesk.ui import fonts, icons, tips
from carbondesk.ui.forms import empty_layout
from carbondesk.ui.pages.data_entry.computation import LineTable
from carbondesk.ui.session import Session
from carbondesk.ui.style import paint
from carbondesk.ui.widgets import Button, Choice, EmptyState, Kind, Label, LoadingLine, MessagePane, Rule

if TYPE_CHECKING:
    from carbondesk.domain.progress import Progress
    from carbondesk.exchange.plans import ImportPlan
    from carbondesk.store import Inventory
    from carbondesk.ui.tasks import Task

Index = QModelIndex | QPersistentModelIndex
FILES = "CSV, XLSX, ODS (*.csv *.tsv *.txt *.xlsx *.xls *.ods)"
_ICONS = {
    Severity.ERROR: ("circle-x", "err"),
    Severity.WARNING: ("triangle-alert", "warn"),
    Severity.INFO: ("info", "info"),
}
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


class FindingModel(QAbstractTableModel):
    """Findings with their place: file, row and field, what is wrong, what would mend it."""

    def __init__(self) -> None:
        super().__init__()
        self.findings: list[Finding] = []

    def set_findings(self, findings: Iterable[Finding]) -> None:
        """Show these findings, the worst first."""
        self.beginResetModel()
        self.findings = sorted(findings, key=lambda finding: _ORDER[finding.severity])
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.findings)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 3

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return [tr("Where"), tr("What"), tr("What to do")][section] if 0 <= section < 3 else None
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        finding = self.findings[index.row()]
        texts = (place_words(finding), tr(finding.message), tr(finding.remedy))
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return tips.for_role(texts[index.column()], role)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return sentences(texts)
        return finding if role == Qt.ItemDataRole.UserRole else None


class FindingPainter(QStyledItemDelegate):
    """Paints a finding's line: its severity as an icon before its place."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        finding: Finding = index.data(Qt.ItemDataRole.UserRole)
        box = paint.cell(option).box
        left = fonts.px(8)
        if index.column() == 0:
            icon, tint = _ICONS[finding.severity]
            side = fonts.px(14)
            at = QPointF(box.left() + fonts.px(10), round(box.center().y() - side / 2))
            icons.paint(painter, icon, at, side, tint)
            left = fonts.px(30)
        room = box.adjusted(left, 0, -fonts.px(6), 0)
        ink = "ink" if index.column() == 1 else "ink2"
        paint.text(painter, room, str(index.data()), fonts.font(12), ink)
        paint.line(painter, box.left(), box.bottom(), box.right(), box.bottom())


def place_words(finding: Finding) -> str:
    """Return where a finding lies, in the reader's terms."""
    where = finding.where
    parts = []
    if where.get("file"):
        parts.append(str(where["file"]))
    if where.get("row"):
        parts.append(tr("row {row}", row=where["row"]))
    if where.get("field"):
        parts.append(str(where["field"]))
    if not parts:
        parts = [str(where[key]) for key in ("site", "source") if where.get(key)]
    return joined(parts)


def _table_words(table: str) -> str:
    """Return what a table holds, as the screen calls it: `Output figures` for `drivers`."""
    from carbondesk.exchange.tables import TABLES

    return next((tr(each.kind.many) for each in TABLES if each.name == table), table)


def read_plan(
    progress: Progress,
    inventory: Inventory,
    files: Sequence[Path],
    on_conflict: str,
    skip_errors: bool,
) -> ImportPlan:
    """Read files over a connection of this thread's own; nothing is written."""
    from carbondesk.exchange.imports import ImportOptions, OnConflict, read_tables

    options = ImportOptions(on_conflict=OnConflict(on_conflict), skip_errors=skip_errors)
    own = inventory.reopen()
    try:
        return read_tables(own, files, options, progress)
    finally:
        own.close()


def apply_plan(progress: Progress, inventory: Inventory, plan: ImportPlan) -> int | None:
    """Write a plan over a connection of this thread's own; returns its step."""
    own = inventory.reopen()
    try:
        return plan.apply(own, progress)
    finally:
        own.close()


class ImportDialog(QDialog):
    """Files, what they would do, and the one button that does it. `imported(step)` afterwards."""

    imported = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.session = session
        self.files: list[Path] = []
        self.plan: ImportPlan | None = None
        self._task: Task | None = None
        self.setWindowTitle(tr("Import"))
        self.setAcceptDrops(True)
        room = parent.window().size() if parent is not None else self.sizeHint()
        self.resize(min(fonts.px(1080), max(fonts.px(820), room.width() - fonts.px(120))), fonts.px(560))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._body = QVBoxLayout()
        self._body.setContentsMargins(fonts.px(20), fonts.px(16), fonts.px(20), fonts.px(14))
        self._body.setSpacing(fonts.px(10))
        outer.addLayout(self._body, 1)
        self._add_head()
        self._add_middle()
        outer.addWidget(Rule())
        outer.addLayout(self._foot())
        self._show("empty")

    def _add_head(self) -> None:
        top = QHBoxLayout()
        self.heading = Label(tr("Import"), size=16, weight=600, elided=True)
        self.choose_button = Button(tr("Choose files…"), icon="folder-open")
        self.choose_button.clicked.connect(self.choose)
        top.addWidget(self.heading, 1)
        top.addWidget(self.choose_button)
        self._body.addLayout(top)

    def _add_middle(self) -> None:
        self.empty = EmptyState(
            "file-input",
            tr("Choose tables to import"),
            tr(
                "Sites, sources, bills, entries, output figures: CSV, XLSX or ODS, recognised by their headings. "
                "Nothing is written before you have seen what would change."
            ),
        )
        self.empty.add_button(Button(tr("Choose files…"), Kind.PRIMARY)).clicked.connect(self.choose)
        self.loading = LoadingLine(tr("Reading"))
        self.loading.stopped.connect(self.stop)
        self.message = QVBoxLayout()
        self.counts = LineTable(tr("What the tables hold"), (34, 16, 12, 12, 12, 12))
        options = QHBoxLayout()
        options.setSpacing(fonts.px(8))
        self.conflict = Choice(name=tr("Where the inventory says something else"))
        self.conflict.add(tr("Stop, write nothing"), "stop")
        self.conflict.add(tr("Keep what is there"), "skip")
        self.conflict.add(tr("Take the file's value"), "replace")
        self.errors = Choice(name=tr("Rows with errors"))
        self.errors.add(tr("Stop at rows with errors"), False)
        self.errors.add(tr("Leave out rows with errors"), True)
        for control in (self.conflict, self.errors):
            control.currentIndexChanged.connect(lambda _at: self.read())
            options.addWidget(control)
        self.caption = Label(tr("Where the inventory says something else"), size=12, ink="ink2")
        options.insertWidget(0, self.caption)
        options.addStretch(1)
        self.findings = FindingModel()
        self.table = QTableView()
        self.table.setModel(self.findings)
        self.table.setAccessibleName(tr("Findings"))
        self.table.setItemDelegate(FindingPainter(self.table))
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(fonts.px(26))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(0, fonts.px(190))
        header.setFont(fonts.font(12))
        self.found = Label(size=13, weight=600)
        self.whole = Label(size=12, ink="ink2")
        self.whole.setWordWrap(True)
        self.whole.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.table.selectionModel().currentRowChanged.connect(lambda at, _old: self._show_whole(at))
        self.findings.modelReset.connect(self._choose_first)
        self._body.addWidget(self.empty, 1)
        self._body.addWidget(self.loading)
        self._body.addLayout(self.message)
        self._body.addWidget(self.counts)
        self._body.addLayout(options)
        self._body.addWidget(self.found)
        self._body.addWidget(self.table, 1)
        self._body.addWidget(self.whole)

    def _choose_first(self) -> None:
        self.table.setCurrentIndex(self.findings.index(0, 0))
        self._show_whole(self.table.currentIndex())

    def _show_whole(self, at: Index) -> None:
        """Show the whole text of a finding below the table, whose lines cut what is long."""
        finding: Finding | None = at.data(Qt.ItemDataRole.UserRole) if at.isValid() else None
        parts = (place_words(finding), tr(finding.message), tr(finding.remedy)) if finding else ()
        self.whole.setText("\n".join(part for part in parts if part))
        self.whole.setVisible(bool(parts))

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(fonts.px(20), fonts.px(12), fonts.px(20), fonts.px(12))
        foot.setSpacing(fonts.px(8))
        self.note = Label(size=12, ink="ink2", elided=True)
        self.cancel_button = Button(tr("Cancel"))
        self.apply_button = Button(tr("Import"), Kind.PRIMARY)
        self.apply_button.setDefault(True)
        self.cancel_button.clicked.connect(self.reject)
        self.apply_button.clicked.connect(self.apply)
        foot.addWidget(self.note, 1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.apply_button)
        return foot

    # ---- what a person does ------------------------------------------------------------------------------

    def choose(self) -> None:
        """Ask for files and read them."""
        chosen, _ = QFileDialog.getOpenFileNames(self, tr("Choose tables to import"), "", FILES)
        if chosen:
            self.take_files([Path(name) for name in chosen])

    def take_files(self, files: Sequence[Path]) -> None:
        """Read these files as a dry run."""
        self.files = list(files)
        self.heading.setText(tr("Import {files}", files=joined(path.name for path in self.files)))
        self.read()

    def read(self) -> None:
        """Work out what importing the files would do."""
        inventory = self.session.inventory
        if inventory is None or not self.files:
            return
        self.plan = None
        arguments = (self.files, str(self.conflict.value()), bool(self.errors.value()))
        if not self._in_file(inventory):
            self._read_here(inventory, arguments)
            return
        self._show("loading")
        self._run(say("Reading tables"), read_plan, inventory, *arguments, done=self._take_plan)

    def _read_here(self, inventory: Inventory, arguments: tuple[Sequence[Path], str, bool]) -> None:
        """Read in this thread: an inventory in memory has no second connection."""
        from carbondesk.exchange.imports import ImportOptions, OnConflict, read_tables

        files, on_conflict, skip = arguments
        options = ImportOptions(on_conflict=OnConflict(on_conflict), skip_errors=skip)
        try:
            self._take_plan(read_tables(inventory, files, options))
        except CarbonDeskError as fault:
            self._fail(fault)

    def apply(self) -> None:
        """Write the plan as one step."""
        inventory, plan = self.session.inventory, self.plan
        if inventory is None or plan is None or plan.blocked or plan.empty:
            return
        self._show("loading")
        self.loading.set_title(tr("Importing"))
        if self._in_file(inventory):
            self._run(say("Importing tables"), apply_plan, inventory, plan, done=self._finish)
            return
        try:
            self._finish(plan.apply(inventory))
        except CarbonDeskError as fault:
            self._fail(fault)

    @staticmethod
    def _in_file(inventory: Inventory) -> bool:
        return inventory.path.is_file()

    def _finish(self, step: int | None) -> None:
        self._task = None
        self.accept()
        self.session.look_outside()
        if step is not None:
            self.imported.emit(step)

    def stop(self) -> None:
        """Stop reading; nothing is kept."""
        if self._task is not None:
            self._task.cancel()

    def reject(self) -> None:
        self.stop()
        super().reject()

    # ---- showing -----------------------------------------------------------------------------------------

    def _run(self, title: Text, function: object, *arguments: object, done: object) -> None:
        task = self.session.start(title, function, *arguments, done=done, failed=self._fail)  # type: ignore[arg-type]
        task.progressed.connect(self._progress)
        task.cancelled.connect(lambda: self._show("empty"))
        self._task = task

    def _progress(self, done: int, total: int, note: object) -> None:
        words = tr(note) if isinstance(note, Text) and note.template else ""
        count = tr("{done} of {total}", done=number(done), total=number(total)) if total else ""
        self.loading.set_title(words or tr("Reading"))
        self.loading.set_progress(done / total if total else 0.0, count, tr("Esc stops and keeps nothing."))

    def _fail(self, error: Exception) -> None:
        self._task = None
        self._show("plan" if self.plan is not None else "empty")
        if isinstance(error, CarbonDeskError):
            self._say("err", tr(error.text), tr(error.remedy))
        else:
            raise error

    def _say(self, tone: str, title: str, text: str) -> None:
        empty_layout(self.message)
        if title:
            self.message.addWidget(MessagePane(tone, title, text))

    def _take_plan(self, plan: ImportPlan) -> None:
        self._task, self.plan = None, plan
        self._show("plan")
        head = (tr("File"), tr("Table"), tr("Read"), tr("New"), tr("Same"), tr("Changed"))
        rows = [
            (
                count.file,
                _table_words(count.table),
                number(count.read),
                number(count.added),
                number(count.same),
                number(count.replaced),
            )
            for count in plan.tables
        ]
        self.counts.set_lines(head, rows)
        self.findings.set_findings(plan.findings)
        errors = sum(finding.severity is Severity.ERROR for finding in plan.findings)
        others = len(plan.findings) - errors
        parts = [
            tr_many("{n} error", "{n} errors", errors) if errors else "",
            tr_many("{n} note", "{n} notes", others) if others else "",
        ]
        self.found.setText(joined(parts) or tr("No findings"))
        self.table.setVisible(bool(plan.findings))
        self._say_outcome(plan, errors)

    def _say_outcome(self, plan: ImportPlan, errors: int) -> None:
        if plan.blocked:
            text = tr("Correct the rows below, or choose what becomes of them.")
            title = tr_many("{n} error stops the import", "{n} errors stop the import", errors)
            self._say("err", title if errors else tr("Something stops the import"), text)
        elif plan.empty:
            self._say("info", tr("Everything is there already"), tr("Importing these files changes nothing."))
        else:
            self._say("", "", "")
        new = sum(count.added for count in plan.tables)
        self.note.setText("" if plan.blocked or plan.empty else tr("One step: Undo takes all of it back."))
        ready = not plan.blocked and not plan.empty
        self.apply_button.setEnabled(ready)
        (self.apply_button if ready else self.cancel_button).setFocus()
        self.apply_button.setText(
            tr_many("Import {n} row", "Import {n} rows", new, n=number(new)) if new else tr("Import")
        )

    def _show(self, what: str) -> None:
        """Show one of the three faces: nothing chosen yet, reading, the plan."""
        self.empty.setVisible(what == "empty")
        self.loading.setVisible(what == "loading")
        for part in (self.counts, self.conflict, self.errors, self.caption, self.found, self.table):
            part.setVisible(what == "plan")
        self.whole.setVisible(what == "plan" and bool(self.whole.text()))
        self.choose_button.setVisible(what == "plan")
        self.apply_button.setVisible(what == "plan")
        if what == "loading":
            self.loading.setFocus()
