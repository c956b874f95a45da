"""Reading a publisher's file of factors: what it holds and what is doubtful first, then one step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.records import FactorSet
from carbondesk.domain.schema import Finding, Severity
from carbondesk.domain.text import say
from carbondesk.language import bracketed, day, joined, number, sentences, tr, tr_many
from carbondesk.ui import fonts
from carbondesk.ui.forms import empty_layout
from carbondesk.ui.pages.factors.plain import plain_table
from carbondesk.ui.pages.factors.sections import Facts
from carbondesk.ui.style import paint
from carbondesk.ui.widgets import Badge, Button, EmptyState, Kind, Label, LoadingLine, MessagePane, Rule

if TYPE_CHECKING:
    from carbondesk.domain.accounting.library import FactorLibrary
    from carbondesk.domain.progress import Progress
    from carbondesk.exchange.factor_sets import FactorSetPlan
    from carbondesk.store import Inventory
    from carbondesk.ui.session import Session
    from carbondesk.ui.tasks import Task

Index = QModelIndex | QPersistentModelIndex
FILES = "XLSX, CSV (*.xlsx *.csv *.tsv *.txt)"
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


class RemarkModel(QAbstractTableModel):
    """What is wrong or doubtful in a file: which rows, what, and what would mend it."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__()
        self.findings = sorted(findings, key=lambda finding: _ORDER[finding.severity])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.findings)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 3

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (tr("Rows"), tr("What"), tr("What to do"))[section]
        return paint.LEFT if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        finding = self.findings[index.row()]
        texts = (rows_words(finding), tr(finding.message), tr(finding.remedy))
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return texts[index.column()]
        return sentences(texts) if role == Qt.ItemDataRole.AccessibleTextRole else None


def rows_words(finding: Finding) -> str:
    """Return which rows of the file a finding is about, and whether it is an error: `12, 13 (2)`."""
    shown, count = finding.where.get("which") or finding.where.get("row", ""), finding.where.get("rows", 0)
    rows = bracketed(str(shown), number(int(str(count)))) if count else str(shown)
    if finding.severity != Severity.ERROR:
        return rows
    return tr("Error in {rows}", rows=rows) if rows else tr("Error")


class ImportSetDialog(QDialog):
    """Chooses a file, shows what reading it would bring, and reads it in as one step. `imported(set)` afterwards."""

    imported = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None) -> None:
        """Begin with the choice of a file."""
        super().__init__(parent)
        self.session = session
        self.plan: FactorSetPlan | None = None
        self.path: Path | None = None
        self._task: Task | None = None
        title = tr("Import a factor set")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.resize(fonts.px(820), fonts.px(520))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(fonts.px(20), fonts.px(16), fonts.px(20), fonts.px(12))
        outer.setSpacing(fonts.px(10))
        outer.addWidget(Label(title, size=16, weight=600))
        self._body = QVBoxLayout()
        self._body.setSpacing(fonts.px(10))
        outer.addLayout(self._body, 1)
        outer.addWidget(Rule())
        foot = QHBoxLayout()
        foot.setSpacing(fonts.px(8))
        self.choose_button = Button(tr("Another file…"), Kind.QUIET, icon="folder-open")
        self.cancel_button = Button(tr("Cancel"))
        self.accept_button = Button(tr("Import set"), Kind.PRIMARY)
        self.choose_button.clicked.connect(self.choose)
        self.cancel_button.clicked.connect(self.reject)
        self.accept_button.clicked.connect(self.take)
        self.accept_button.setDefault(True)
        foot.addWidget(self.choose_button)
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.accept_button)
        outer.addLayout(foot)
        self._show_choice()

    # ---- reading -----------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Ask for a file and read it."""
        chosen, _ = QFileDialog.getOpenFileName(self, tr("Import a factor set"), "", FILES)
        if chosen:
            self.read(Path(chosen))

    def read(self, path: Path) -> None:
        """Work out in a task what a file would bring; nothing is written."""
        figures, inventory = self.session.figures, self.session.inventory
        if figures is None or inventory is None:
            return
        self.path, self.plan = path, None
        line = LoadingLine(tr("Reading {file}", file=path.name))
        line.stopped.connect(self.reject)
        self._show(line)
        self._task = self.session.start(
            say("Reading {file}", file=path.name), _read_set, path, figures.library,
            inventory.all(FactorSet), done=self._take_plan, failed=self._fail,
        )  # fmt: skip

    def _take_plan(self, plan: FactorSetPlan) -> None:
        self._task, self.plan = None, plan
        self._show_plan(plan)

    def _fail(self, error: Exception) -> None:
        self._task = None
        if not isinstance(error, CarbonDeskError):
            raise error
        self._show(MessagePane("err", tr(error.text), tr(error.remedy)))

    # ---- writing -----------------------------------------------------------------------------------------

    def take(self) -> None:
        """Write the set and its factors as one step."""
        plan, inventory = self.plan, self.session.inventory
        if plan is None or inventory is None or plan.has_errors:
            return
        if inventory.is_in_memory:
            try:
                plan.apply(inventory)
            except CarbonDeskError as fault:
                self._fail(fault)
                return
            self._finish()
            return
        self._show(LoadingLine(tr("Writing the factors")))
        self._task = self.session.start(
            say("Writing the factors"), _write_set, inventory, plan,
            done=lambda _step: self._finish(), failed=self._fail,
        )  # fmt: skip

    def _finish(self) -> None:
        self._task = None
        self.session.look_outside()
        if self.plan is not None:
            self.imported.emit(self.plan.set)
        self.accept()

    def reject(self) -> None:
        """Close; a file that is being read is left alone."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        super().reject()

    # ---- showing -----------------------------------------------------------------------------------------

    def _show(self, *widgets: QWidget) -> None:
        empty_layout(self._body)
        for widget in widgets:
            self._body.addWidget(widget)
        if not any(isinstance(widget, EmptyState) for widget in widgets) and len(widgets) == 1:
            self._body.addStretch(1)
        self.choose_button.setVisible(self.path is not None)
        self.accept_button.setVisible(self.plan is not None)
        self.accept_button.setEnabled(
            self.plan is not None and not self.plan.has_errors and bool(self.plan.sets)
        )

    def _show_choice(self) -> None:
        text = tr(
            "The flat file of the UK Government's conversion factors, the Emission Factors Hub of the US EPA, "
            "or a table of your own with the column factor_id."
        )
        state = EmptyState("upload", tr("Choose a publisher's file"), text)
        state.add_button(Button(tr("Choose a file…"), Kind.PRIMARY, icon="folder-open")).clicked.connect(
            self.choose
        )
        self._show(state)

    def _show_plan(self, plan: FactorSetPlan) -> None:
        """Show the sets, how many factors, and the findings."""
        parts: list[QWidget] = []
        if plan.sets:
            parts.append(_summary(plan))
        if plan.findings:
            parts.append(self._findings(plan))
        elif plan.sets:
            parts.append(MessagePane("ok", tr("Every row was understood")))
        if plan.sets and not plan.has_errors:
            text = tr("A set that was read in counts for a year once “Compare editions…” takes it over.")
            parts.append(Label(text, size=12, ink="ink2", wraps=True))
        self._show(*parts)

    def _findings(self, plan: FactorSetPlan) -> QWidget:
        self.remarks = RemarkModel(plan.findings)
        view = plain_table(self.remarks, tr("What is doubtful in the file"))
        heads = view.horizontalHeader()
        heads.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        heads.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        view.setColumnWidth(0, fonts.px(130))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(fonts.px(8))
        if plan.has_errors:
            text = tr("Mend what is in error and choose the file again.")
            column.addWidget(MessagePane("err", tr("The file cannot be read in"), text))
        column.addWidget(view, 1)
        return holder


def _summary(plan: FactorSetPlan) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(fonts.px(8))
    line = QHBoxLayout()
    line.addWidget(Label(plan.name, size=14, weight=600, wraps=True), 1)
    count = len(plan.factors)
    line.addWidget(Badge(tr_many("{n} factor", "{n} factors", count, n=number(count)), "soft"))
    column.addLayout(line)
    facts = Facts()
    first = plan.sets[0]
    left_out = tr_many("{n} row left out", "{n} rows left out", plan.skipped, n=number(plan.skipped))
    facts.set_rows(
        [
            (tr("Editions"), joined(each.edition for each in plan.sets)),
            (tr("Licence"), first.licence),
            (tr("Published"), day(first.published) if first.published else ""),
            (tr("File"), plan.file),
            (tr("SHA-256"), first.sha256),
            (tr("Rows"), joined((number(plan.rows), left_out)) if plan.skipped else number(plan.rows)),
        ]
    )
    column.addWidget(facts)
    return holder


def _read_set(
    progress: Progress, path: Path, library: FactorLibrary, held: Sequence[FactorSet]
) -> FactorSetPlan:
    from carbondesk.exchange.factor_sets import read_factor_set

    progress(0, 1)
    return read_factor_set(path, library, today=datetime.now().astimezone().date(), held=held)


def _write_set(progress: Progress, inventory: Inventory, plan: FactorSetPlan) -> int:
    """Write over a connection of this thread's own."""
    own = inventory.reopen()
    try:
        return plan.apply(own, progress)
    finally:
        own.close()
