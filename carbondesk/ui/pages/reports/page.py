"""The Reports page: the papers of a year, how ready they are, each paper as it will be handed in, and its files.

A paper from figures in memory is made at once; one that reads the entries, or that took longer than a tenth of a
second the last time, is made as a task while the page stays readable.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from carbondesk import paths
from carbondesk.domain.periods import year_label, year_name
from carbondesk.domain.text import say
from carbondesk.language import tr
from carbondesk.report.catalogue import ANALYSES, Analysis, analysis, readiness
from carbondesk.report.cells import claim
from carbondesk.report.papers import Options, imprint
from carbondesk.ui import fonts, notices
from carbondesk.ui.page import Page
from carbondesk.ui.pages.reports import makings
from carbondesk.ui.pages.reports.leaves import Preview
from carbondesk.ui.pages.reports.shelf import Entry, Shelf
from carbondesk.ui.pages.reports.sides import SidePane
from carbondesk.ui.widgets import (
    Button,
    ComboButton,
    EmptyState,
    Kind,
    Label,
    LoadingLine,
    PageHeader,
    Pane,
    PaneHeader,
    Rule,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from carbondesk.domain.errors import CarbonDeskError
    from carbondesk.report.papers import Imprint, Paper
    from carbondesk.store import Change
    from carbondesk.ui.session import Session
    from carbondesk.ui.tasks import Task

LEFT = 288
SLOW, PATIENCE_MS = 0.1, 300
KINDS = {".xlsx": "XLSX (*.xlsx)", ".html": "HTML (*.html)", ".csv": "CSV (*.csv)", ".json": "JSON (*.json)"}


class ReportsPage(Page):
    """Shows the papers of the session's year.

    Signals: `navigate(page id, context)` to where a gap is mended, `command_wanted(id)` from the empty state.
    """

    page_id = "reports"
    icon = "file-text"
    navigate = Signal(str, object)
    command_wanted = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.paper: Paper | None = None
        self.base: Imprint | None = None
        self.kind: Analysis = ANALYSES[0]
        self.options = Options()
        self._stale = True
        self._took: dict[str, float] = {}
        self._task: Task | None = None
        self._build_header()
        self.shelf, self.preview, self.side = Shelf(tr("Papers")), Preview(), SidePane()
        self.loading = LoadingLine(tr("Making the paper"))
        self._lay_out()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(PATIENCE_MS)
        self._later.timeout.connect(lambda: self._middle.setCurrentWidget(self._waiting))
        self._listen()
        self._take_opened()

    # ---- building ----------------------------------------------------------------------------------------

    def _build_header(self) -> None:
        head = PageHeader(tr("Reports"))
        self.year = ComboButton("", tr("Year"))
        self.year.picked.connect(lambda year: self.session.show_year(int(str(year))))
        self.context = Label("", weight=500, ink="ink2", elided=True)
        head.add_context(self.year)
        head.add_context(self.context)
        self.export = Button(tr("Export XLSX"), Kind.PRIMARY, icon="download")
        self.export.clicked.connect(lambda: self.export_to(".xlsx"))
        head.add_button(self.export)
        self.set_header(head)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(0)
        left = Pane("panel")
        left.setFixedWidth(fonts.px(LEFT))
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(PaneHeader(tr("Paper")))
        column.addWidget(Rule())
        column.addWidget(self.shelf, 1)
        self._waiting, self._nothing = Pane("chrome"), Pane("chrome")
        waiting = QVBoxLayout(self._waiting)
        waiting.setContentsMargins(*[fonts.px(40)] * 4)
        waiting.addWidget(self.loading)
        waiting.addStretch(1)
        nothing = QVBoxLayout(self._nothing)
        nothing.setContentsMargins(*[fonts.px(40)] * 4)
        nothing.addWidget(self._empty(), 0)
        nothing.addStretch(1)
        middle = Pane("chrome")
        self._middle = QStackedLayout(middle)
        for part in (self.preview, self._waiting, self._nothing):
            self._middle.addWidget(part)
        self.side_rule = Rule(vertical=True)
        row.addWidget(left)
        row.addWidget(Rule(vertical=True))
        row.addWidget(middle, 1)
        row.addWidget(self.side_rule)
        row.addWidget(self.side)
        self.body.addLayout(row, 1)

    def _empty(self) -> EmptyState:
        text = tr("A paper is made from the values of a year. Import tables, or enter the first bill.")
        state = EmptyState("file-text", tr("No values yet"), text)
        enter = state.add_button(Button(tr("Go to Data entry"), Kind.PRIMARY))
        enter.clicked.connect(lambda: self.navigate.emit("data_entry", None))
        read = state.add_button(Button(tr("Import…")))
        read.clicked.connect(self._import)
        return state

    def _import(self) -> None:
        self.navigate.emit("data_entry", None)
        self.command_wanted.emit("import")

    def _listen(self) -> None:
        session, side = self.session, self.side
        session.figures_ready.connect(self._mark_stale)
        session.changed.connect(self._take_change)
        session.context_changed.connect(self._mark_stale)
        session.opened.connect(self._take_opened)
        session.closed.connect(self._take_closed)
        self.shelf.chosen.connect(self.show_paper)
        self.preview.selected.connect(self._show_figure)
        self.loading.stopped.connect(self._stop)
        side.chosen.connect(self._choose)
        side.navigate.connect(self.navigate)
        side.sheet.connect(self.preview.show_sheet)
        side.exported.connect(self.export_to)
        side.sentence.connect(self.copy_sentence)
        side.proof.connect(self.prove)

    # ---- following the session ---------------------------------------------------------------------------

    def _take_opened(self) -> None:
        inventory = self.session.inventory
        if inventory is not None:
            self.options = Options(method=inventory.organisation.scope2_method)
            self.context.setText(inventory.organisation.name)
            self._took = {}
            self._mark_stale()

    def _take_closed(self) -> None:
        self._stop()
        self.paper = self.base = None
        self._stale = True

    def _take_change(self, change: Change | None) -> None:
        inventory = self.session.inventory
        if change is not None and "organisation" in change.tables and inventory is not None:
            self.context.setText(inventory.organisation.name)
        self._mark_stale()

    def _mark_stale(self) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()

    def enter(self, context: object = None) -> None:
        """Catch up with what changed while the page was hidden; `context` {"paper": id} shows a paper."""
        if isinstance(context, dict) and context.get("paper") in {each.paper_id for each in ANALYSES}:
            self.kind = analysis(str(context["paper"]))
            self._stale = True
        if self._stale:
            self.refresh()
        self.shelf.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    # ---- showing -----------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Bring list, choices and paper up to the session now."""
        figures, year = self.session.figures, self.session.year
        if figures is None:
            return
        self._stale = False
        has_values = year is not None and any(figures.totals(each).expected_values for each in figures.years)
        for part in (self.side, self.side_rule):
            part.setVisible(has_values)
        self.export.setEnabled(has_values)
        self.year.setVisible(has_values)
        if not has_values or year is None:
            self._stop()
            self.paper = None
            self._middle.setCurrentWidget(self._nothing)
            self.shelf.set_entries(self._entries(0), self.kind.paper_id)
            return
        start = figures.organisation.year_start
        years = [(tr("Year {year}", year=year_name(each, start)), each) for each in reversed(figures.years)]
        self.year.set_choices(years, year)
        self.year.setToolTip(tr(year_label(year, start)))
        self.shelf.set_entries(self._entries(year), self.kind.paper_id)
        self.side.choices.show_choices(self.kind, self.options, figures.years, year)
        self._make()

    def show_paper(self, paper_id: str) -> None:
        """Show another kind of paper."""
        self.kind = analysis(paper_id)
        self.refresh()

    def _entries(self, year: int) -> list[Entry]:
        figures = self.session.figures
        if figures is None:
            return []
        entries = []
        for kind in ANALYSES:
            ready = readiness(kind, figures, year, self.options)
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

    def _choose(self) -> None:
        self.options = self.side.choices.options()
        self.refresh()

    def _make(self) -> None:
        """Make the paper, at once where that is quick."""
        self._stop()
        figures, year = self.session.figures, self.session.year
        if figures is None or year is None:
            return
        guess = 1.0 if self.kind.reads_entries else 0.0
        if self.session.path and self._took.get(self.kind.paper_id, guess) > SLOW:
            self._make_as_task(year)
            return
        begun = perf_counter()
        paper = self.kind.make(figures, year, self.options)
        self._took[self.kind.paper_id] = perf_counter() - begun
        self._take_paper(paper)

    def _make_as_task(self, year: int) -> None:
        self._later.start()
        begun, kind = perf_counter(), self.kind
        task = self.session.start(
            say("Making the paper"),
            makings.make_paper,
            Path(self.session.path),
            kind.paper_id,
            year,
            self.options,
        )
        self._task = task
        self.loading.set_progress(0.1, tr(kind.title), tr("Esc stops it"))
        task.progressed.connect(lambda done, total, _note: self._show_progress(done, total))

        def take(paper: Paper) -> None:
            # What was asked for since then counts, not what was asked for first.
            if self._task is task:
                self._took[kind.paper_id] = perf_counter() - begun
                self._take_paper(paper)

        task.done.connect(take)

    def _show_progress(self, done: int, total: int) -> None:
        self.loading.set_progress(max(0.1, done / (total or 1)), tr(self.kind.title), tr("Esc stops it"))

    def _stop(self) -> None:
        """Stop what is being made; the paper shown before stays."""
        self._later.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if self.paper is not None:
            self._middle.setCurrentWidget(self.preview)

    def _take_paper(self, paper: Paper) -> None:
        figures, year = self.session.figures, self.session.year
        self._later.stop()
        self._task = None
        if figures is None or year is None:
            return
        self.paper = paper
        self.base = imprint(figures, year, self.options, today())
        self.preview.show_paper(paper, self.base)
        self.side.show_paper(paper, figures)
        self._middle.setCurrentWidget(self.preview)
        self._show_figure()

    # ---- the figure selected -----------------------------------------------------------------------------

    def figure_sentence(self) -> str:
        """Return the selected figure as a sentence, "" where it is none to be said alone."""
        table = self.preview.table()
        place = None if table is None else table.place()
        if table is None or place is None or self.base is None:
            return ""
        return claim(table.sheet, *place, self.base)

    def figure_proof(self) -> Mapping[str, str] | None:
        """Return which total or entry the selected figure is, None where it cannot be proven."""
        table = self.preview.table()
        place = None if table is None else table.place()
        return None if table is None or place is None else table.sheet.proves.get(place)

    def _show_figure(self) -> None:
        self.side.show_figure(self.figure_sentence(), provable=self.figure_proof() is not None)

    def copy(self) -> None:
        """Copy the selected cells, or the table, as lines and tabs."""
        leaf = self.preview.leaf
        table = self.preview.table() or (leaf.tables[0] if leaf is not None and leaf.tables else None)
        if table is not None:
            QGuiApplication.clipboard().setText(table.copied())
            notices.say_done(self.window(), table.copied_words())

    def copy_sentence(self) -> None:
        """Copy the selected figure as a sentence with its base."""
        words = self.figure_sentence()
        if words:
            QGuiApplication.clipboard().setText(words)
            notices.say_done(self.window(), tr("Sentence copied"))

    # ---- files -------------------------------------------------------------------------------------------

    def export_to(self, ending: str) -> None:
        """Ask for a place and write the paper there."""
        year = self.session.year
        if self.paper is None or year is None:
            return
        suggestion = paths.documents() / f"{self._stem()} {tr(self.kind.title)} {year}{ending}"
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Export the paper"), str(suggestion), KINDS[ending])
        if chosen:
            self.write(Path(chosen).with_suffix(ending))

    def write(self, target: Path) -> None:
        """Write the paper in view; the ending chooses the kind of file."""
        year = self.session.year
        if year is None:
            return
        wanted = (self.kind.paper_id, year, self.options, target, today())
        self._start(makings.write_paper, makings.write_with, target, *wanted)

    def prove(self) -> None:
        """Ask for a place and write the proof of the selected figure there."""
        wanted, year = self.figure_proof(), self.session.year
        if wanted is None or year is None:
            return
        name = f"{self._stem()} {tr('Proof')} {tr(makings.what_is_proven(wanted))} {year}.xlsx"
        suggestion = paths.documents() / name.replace("/", " ")
        kinds = f"{KINDS['.xlsx']};;{KINDS['.json']}"
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Proof of the figure"), str(suggestion), kinds)
        if chosen:
            self.write_proof(Path(chosen), wanted)

    def write_proof(self, target: Path, wanted: Mapping[str, str]) -> None:
        """Write the proof of a total or an entry."""
        year = self.session.year
        if year is not None:
            asked = (wanted, year, self.options, target, today())
            self._start(makings.write_proof, makings.prove_with, target, *asked)

    def _start(
        self, task: Callable[..., None], at_once: Callable[..., None], target: Path, *asked: object
    ) -> None:
        """Write off the main thread; an inventory that lives in memory is written at once."""
        words = tr("Written to {name}.", name=target.name)
        if self.session.path:
            self.session.start(
                say("Writing the paper"),
                task,
                Path(self.session.path),
                *asked,
                done=lambda _: notices.say_done(self.window(), words),
            )
            return
        from carbondesk.domain.errors import CarbonDeskError

        try:
            at_once(self.session.figures, *asked)
        except CarbonDeskError as error:
            self._show_error(error)
        else:
            notices.say_done(self.window(), words)

    def _show_error(self, error: CarbonDeskError) -> None:
        notices.show_error(self.window(), error)

    def _stem(self) -> str:
        inventory = self.session.inventory
        return (
            Path(self.session.path).stem
            if self.session.path or inventory is None
            else inventory.organisation.name
        )

    # ---- what the frame asks for -------------------------------------------------------------------------

    def commands(self) -> dict[str, Callable[[], object]]:
        """Return what this page does."""
        return {
            "export": lambda: self.export_to(".xlsx"),
            "paper_html": lambda: self.export_to(".html"),
            "paper_csv": lambda: self.export_to(".csv"),
            "paper_json": lambda: self.export_to(".json"),
            "prove": self.prove,
            "copy": self.copy,
            "copy_sentence": self.copy_sentence,
        }

    def panes(self) -> list[QWidget]:
        """Return the parts that F6 steps through."""
        leaf = self.preview.leaf
        tables: list[QWidget] = [] if leaf is None else [*leaf.tables]
        return [self.shelf, *tables, self.side.choices, self.side.gaps, self.side.contents, self.side.copy]

    def state(self) -> dict[str, object]:
        """Return the paper in view."""
        return {"paper": self.kind.paper_id}

    def restore_state(self, state: dict[str, object]) -> None:
        """Take up the paper that was in view."""
        if state.get("paper") in {each.paper_id for each in ANALYSES}:
            self.kind = analysis(str(state["paper"]))
            self._stale = True


def today() -> date:
    """Return the day on which a paper is handed in."""
    return datetime.now(UTC).astimezone().date()
