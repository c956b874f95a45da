"""Verification rounds: their list, the sample of one as a table, and what it says against the materiality."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.periods import year_name
from carbondesk.domain.records import VerificationRound
from carbondesk.domain.text import say
from carbondesk.language import joined, number, tr
from carbondesk.report.papers import APPROACHES, METHODS
from carbondesk.report.roundpapers import RULE
from carbondesk.report.verifications import Sampled, found, sampled, terms_of
from carbondesk.store.rounds import begin_round
from carbondesk.ui import fonts, notices
from carbondesk.ui.pages.audit import makings
from carbondesk.ui.pages.audit.beginning import RoundDialog
from carbondesk.ui.pages.audit.sample import SampleModel, SampleTable
from carbondesk.ui.pages.audit.summary import SummaryPane
from carbondesk.ui.widgets import (
    Button,
    ComboButton,
    EmptyState,
    KeyHints,
    Kind,
    Label,
    LoadingLine,
    Pane,
    Rule,
)

if TYPE_CHECKING:
    from carbondesk.report.figures import Figures
    from carbondesk.report.verifications import Draw
    from carbondesk.ui.session import Session
    from carbondesk.ui.tasks import Task

_SEED_DIGITS = 6


class RoundsView(QWidget):
    """Signals: `proof_wanted(round, entry id)`, `export_wanted(round)`, `navigate(page id, context)`."""

    proof_wanted = Signal(object, int)
    export_wanted = Signal(object)
    navigate = Signal(str, object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.dialog: RoundDialog | None = None
        self.round: VerificationRound | None = None
        self._rounds: dict[int, VerificationRound] = {}
        self._task: Task | None = None
        self.choice = ComboButton("", tr("Verification round"), framed=True)
        self.choice.picked.connect(self._choose)
        self.begin = Button(tr("New round…"), icon="plus")
        self.begin.clicked.connect(self.ask_round)
        self.model = SampleModel()
        self.table = SampleTable(self.model)
        self.summary = SummaryPane()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._build_middle(), 1)
        self._rule = Rule(vertical=True)
        row.addWidget(self._rule)
        row.addWidget(self.summary)
        self.model.written.connect(self._write)
        self.model.refused.connect(self._refuse)
        self.summary.export_wanted.connect(self._export)
        self.summary.proof_wanted.connect(self.prove)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._weigh())

    def _build_middle(self) -> Pane:
        middle = Pane("panel")
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._build_head())
        column.addWidget(Rule())
        body = Pane("panel")
        self._stack = QStackedLayout(body)
        nothing, waiting = QWidget(), QWidget()
        inside = QVBoxLayout(nothing)
        inside.setContentsMargins(*[fonts.px(40)] * 4)
        self.none = EmptyState(
            "list-checks",
            tr("No verification round yet"),
            tr(
                "A round draws a sample of the year's entries, freezes their values, and adds up what the verifier "
                "finds against the materiality."
            ),
        )
        self.first = self.none.add_button(Button(tr("New round…"), Kind.PRIMARY))
        self.first.clicked.connect(self.ask_round)
        inside.addWidget(self.none)
        inside.addStretch(1)
        inside = QVBoxLayout(waiting)
        inside.setContentsMargins(*[fonts.px(40)] * 4)
        self.loading = LoadingLine(tr("Drawing the sample"))
        self.loading.stopped.connect(self.stop)
        inside.addWidget(self.loading)
        inside.addStretch(1)
        for part in (self.table, nothing, waiting):
            self._stack.addWidget(part)
        column.addWidget(body, 1)
        self.said = Label(size=12, ink="warn", wraps=True)
        self.said.setContentsMargins(fonts.px(20), fonts.px(6), fonts.px(16), fonts.px(6))
        self.said.hide()
        column.addWidget(self.said)
        self.hints = KeyHints(key_hints())
        column.addWidget(self.hints)
        return middle

    def _build_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(fonts.px(20), fonts.px(10), fonts.px(16), fonts.px(10))
        head.setSpacing(fonts.px(10))
        texts = QVBoxLayout()
        texts.setSpacing(fonts.px(2))
        self.title = Label(size=16, weight=600, elided=True)
        self.detail = Label(size=13, ink="ink2", elided=True)
        texts.addWidget(self.title)
        texts.addWidget(self.detail)
        head.addLayout(texts, 1)
        self.open_button = Button(tr("Open in data entry"), icon="table-2")
        self.open_button.clicked.connect(self.open_place)
        head.addWidget(self.choice)
        head.addWidget(self.open_button)
        head.addWidget(self.begin)
        return head

    # ---- showing -----------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the rounds, and the sample of the one in view, as they are now."""
        figures = self.session.figures
        if figures is None:
            return
        self._rounds = {made.id: made for made in figures.inventory.all(VerificationRound)}
        if self.round is not None and self.round.id not in self._rounds:
            self.round = None
        newest = next(reversed(self._rounds.values()), None)
        self.round = newest if self.round is None else self._rounds[self.round.id]
        self.choice.setVisible(len(self._rounds) > 1)
        self.choice.set_choices(
            [(self._name(figures, made), made.id) for made in reversed(self._rounds.values())],
            None if self.round is None else self.round.id,
        )
        for button in (self.begin, self.first):
            button.setEnabled(not self.session.read_only and bool(figures.years))
            button.setToolTip(tr("This inventory is read-only.") if self.session.read_only else "")
        self._show_round()

    def _name(self, figures: Figures, made: VerificationRound) -> str:
        return tr("Round {n}, {year}", n=str(made.id), year=self._year(figures, made))

    @staticmethod
    def _year(figures: Figures, made: VerificationRound) -> str:
        return year_name(made.year, figures.organisation.year_start)

    def _choose(self, key: object) -> None:
        self.round = self._rounds.get(key) if isinstance(key, int) else None
        self._show_round()

    def _show_round(self) -> None:
        made, figures = self.round, self.session.figures
        shown = made is not None and figures is not None
        for part in (self.summary, self._rule, self.hints):
            part.setVisible(shown)
        self.open_button.setVisible(shown)
        if self._task is None:
            self._stack.setCurrentIndex(0 if shown else 1)
        self.said.hide()
        if made is None or figures is None:
            self.title.setText(tr("Verification"))
            self.detail.setText("")
            self.model.show([])
            return
        terms = terms_of(made)
        head = f"{terms.head[:4]} {terms.head[4:8]} … {terms.head[-4:]}" if terms.head else "–"
        name = self._name(figures, made)
        self.title.setText(
            tr("{round}, {verifier}", round=name, verifier=made.verifier) if made.verifier else name
        )
        self.detail.setText(
            tr("Frozen at step {step}, head {head}", step=number(made.frozen_step), head=head)
        )
        self.model.writable = not self.session.read_only
        self.model.show(sampled(figures, made))
        if not self.table.currentIndex().isValid() and self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, 4))
        self.table.lay_out()
        self.summary.show_result(found(figures, made), self.model.rowCount())
        rule = tr("by the rule") if terms.by_rule else tr("chosen by the verifier")
        self.summary.show_facts(
            [
                (tr("Year"), self._year(figures, made)),
                (tr("Boundary"), tr(APPROACHES[made.consolidation])),
                (tr("Scope 2"), tr(METHODS[terms.method]) if terms.method in METHODS else terms.method),
                (tr("Materiality"), f"{number(100 * made.materiality)} %"),
                (tr("Seed"), str(made.seed)),
                (tr("Lines asked for"), joined((str(terms.asked), rule))),
                (tr("Lines drawn"), number(self.model.rowCount())),
            ],
            tr(RULE),
        )
        self._weigh()

    def parts(self) -> list[QWidget]:
        """Return the parts that F6 steps through; the first one has the focus when the page is entered."""
        return [self.table, self.summary.proof] if self.round is not None else [self.begin]

    def current(self) -> Sampled | None:
        """Return the line in view."""
        index = self.table.currentIndex()
        return self.model.lines[index.row()] if index.isValid() and self.model.lines else None

    def _weigh(self) -> None:
        line = self.current()
        there = line is not None and line.entry is not None
        self.summary.proof.setEnabled(there)
        self.open_button.setEnabled(there)

    # ---- writing -----------------------------------------------------------------------------------------

    def _write(self, line: Sampled, fields: dict[str, Any]) -> None:
        self.said.hide()
        try:
            with self.session.step(say("Verify {entry}", entry=line.name)) as step:
                step.change(line.line, **fields)
        except CarbonDeskError as error:
            notices.show_error(self.window(), error)

    def _refuse(self, words: str) -> None:
        self.said.setText(words)
        self.said.show()

    def ask_round(self) -> None:
        """Ask for a new round."""
        figures, year = self.session.figures, self.session.year
        if figures is None or not figures.years or self.session.read_only:
            return
        start = figures.organisation.year_start
        years = [(year_name(each, start), each) for each in reversed(figures.years)]
        chosen = year if year in figures.years else figures.years[-1]
        # A seed from the head: nobody chose it to get the lines that they like.
        seed = int(figures.inventory.head[:_SEED_DIGITS], 16)
        self.dialog = RoundDialog(self.window(), years, chosen or figures.years[-1], seed, self.start)
        self.dialog.open()

    def start(self, dialog: RoundDialog) -> None:
        """Draw the sample that a dialog asks for, off the main thread where it is a file."""
        figures = self.session.figures
        if figures is None:
            return
        wanted: dict[str, object] = {**dialog.wanted(), "method": str(figures.organisation.scope2_method)}
        verifier = dialog.verifier.text().strip()
        if not self.session.path:
            self._take(makings.draw_with(figures, wanted), verifier)
            return
        self.loading.set_progress(0.02, "", tr("Esc stops it"))
        self._stack.setCurrentIndex(2)
        task = self.session.start(
            say("Drawing the sample"),
            makings.draw_sample,
            Path(self.session.path),
            wanted,
            done=lambda drawn: self._done(task, drawn, verifier),
            failed=lambda error: self._fail(task, error),
        )
        self._task = task
        task.cancelled.connect(lambda: self._end(task))
        task.progressed.connect(
            lambda done, total, _note: self.loading.set_progress(
                done / (total or 1), f"{number(done)} / {number(total)}", tr("Esc stops it")
            )
        )

    def stop(self) -> None:
        """Stop drawing; nothing of it is kept."""
        if self._task is not None:
            self._task.cancel()

    def _done(self, task: Task, drawn: Draw, verifier: str) -> None:
        if task is self._task:
            self._end(task)
            self._take(drawn, verifier)

    def _fail(self, task: Task, error: Exception) -> None:
        self._end(task)
        self.session.failed.emit(error)

    def _end(self, task: Task) -> None:
        if task is self._task:
            self._task = None
            self._show_round()

    def _take(self, drawn: Draw, verifier: str) -> None:
        inventory = self.session.inventory
        if inventory is None:
            return
        if not drawn.plan.sample:
            self._refuse(
                tr("There is no entry with a value in this year. Enter values, or choose another year.")
            )
            return
        try:
            self.round = begin_round(
                inventory, drawn.round(verifier), drawn.lines(), person=self.session.settings.person
            )
        except CarbonDeskError as error:
            notices.show_error(self.window(), error)
            return
        self.refresh()
        self.table.setFocus()

    # ---- leading on --------------------------------------------------------------------------------------

    def prove(self) -> None:
        """Ask for the proof of the line in view."""
        line = self.current()
        if self.round is not None and line is not None and line.entry is not None:
            self.proof_wanted.emit(self.round, line.entry.id)

    def _export(self) -> None:
        if self.round is not None:
            self.export_wanted.emit(self.round)

    def open_place(self) -> None:
        """Go to the entry of the line in view."""
        line, made = self.current(), self.round
        if line is not None and line.entry is not None and made is not None:
            self.session.show_year(made.year)
            context = {"source": line.entry.source, "month": f"{line.entry.start:%Y-%m}"}
            self.navigate.emit("data_entry", context)


def key_hints() -> list[tuple[str, str]]:
    """Return the keys of the table and what they do."""
    return [
        ("C", tr("found correct")),
        ("N", tr("not found")),
        ("M", tr("misstated, or type its tonnes")),
        (tr("Space"), tr("corrected")),
        (tr("Del"), tr("not looked at")),
        (tr("Enter"), tr("edit")),
    ]
