"""The Reports page: the papers of a year, how ready they are, each paper as it will be handed in, and its files.

A paper from figures in memory is made at once; one that reads the entries, or that took longer than a tenth of a
second the last time, is made as a task while the page stays readable.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from carbondesk.domain.periods import year_label, year_name
from carbondesk.language import tr
from carbondesk.report.catalogue import ANALYSES, Analysis, analysis, endings
from carbondesk.report.cells import claim
from carbondesk.report.changes import default_against
from carbondesk.report.papers import Options, imprint
from carbondesk.ui import fonts, notices
from carbondesk.ui.page import Page
from carbondesk.ui.pages.reports.files import Files, today
from carbondesk.ui.pages.reports.leaves import Preview
from carbondesk.ui.pages.reports.presses import Press
from carbondesk.ui.pages.reports.shelf import PaperPainter, entries_of
from carbondesk.ui.pages.reports.sides import WIDTH, SidePane
from carbondesk.ui.widgets import (
    Button,
    Columns,
    ComboButton,
    EmptyState,
    Kind,
    Label,
    LoadingLine,
    PageHeader,
    Pane,
    list_column,
)
from carbondesk.ui.widgets.shelves import Shelf

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from carbondesk.report.papers import Imprint, Paper
    from carbondesk.store import Change
    from carbondesk.ui.session import Session

LEFT, LEAST = 288, 500
"""Width of the list, and what the paper gets at least, in unscaled pixels."""


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
        self.files, self.press = Files(self), Press(session, self)
        self._build_header()
        self.shelf, self.preview, self.side = Shelf(tr("Papers"), PaperPainter()), Preview(), SidePane()
        self.loading = LoadingLine(tr("Making the paper"))
        self._lay_out()
        self._listen()
        self._take_opened()

    # ---- building ----------------------------------------------------------------------------------------

    def _build_header(self) -> None:
        head = PageHeader(tr("Reports"))
        self.year = ComboButton("", tr("Year"))
        self.year.picked.connect(lambda year: self.session.show_year(int(str(year))))
        self.context = Label("", weight=500, ink="ink2", elided=True)
        self.chooser = ComboButton("", tr("Paper"), framed=True)
        self.chooser.picked.connect(lambda paper_id: self.show_paper(str(paper_id)))
        self.chooser.hide()
        head.add_context(self.chooser)
        head.add_context(self.year)
        head.add_context(self.context)
        self.export = Button(tr("Export XLSX"), Kind.PRIMARY, icon="download")
        self.export.clicked.connect(lambda: self.files.export(".xlsx"))
        head.add_button(self.export)
        self.set_header(head)

    def _lay_out(self) -> None:
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
        left = list_column("panel", tr("Paper"), self.shelf, ruled=True)
        self.columns = Columns(left, middle, self.side, widths=(LEFT, WIDTH), least=LEAST)
        self.columns.folded.connect(self._fold)
        self.body.addWidget(self.columns, 1)

    def _fold(self, narrow: bool) -> None:
        """Offer the papers as a drop-down where their list has no room."""
        held = self.focusWidget() in {self.shelf, self.chooser}
        self.chooser.setVisible(narrow)
        self.context.setVisible(not narrow)
        if held:
            self._first().setFocus()

    def _first(self) -> QWidget:
        """Return where the keyboard is when the page comes: the list, or the drop-down in its place."""
        return self.chooser if self.columns.narrow else self.shelf

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
        self.loading.stopped.connect(self.stop)
        self.press.made.connect(self._take_paper)
        self.press.slow.connect(self._wait)
        self.press.progressed.connect(
            lambda share: self.loading.set_progress(share, tr(self.kind.title), tr("Esc stops it"))
        )
        side.chosen.connect(self._choose)
        side.navigate.connect(self.navigate)
        side.sheet.connect(self.preview.show_sheet)
        side.exported.connect(self.files.export)
        side.sentence.connect(self.copy_sentence)
        side.proof.connect(self.files.prove)

    # ---- following the session ---------------------------------------------------------------------------

    def _take_opened(self) -> None:
        inventory = self.session.inventory
        if inventory is not None:
            self.options = Options(method=inventory.organisation.scope2_method)
            self.context.setText(inventory.organisation.name)
            self.press.forget()
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
        self._first().setFocus()

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
        self.columns.show_side(has_values)
        self._offer_papers()
        self.export.setEnabled(has_values)
        self.year.setVisible(has_values)
        if not has_values or year is None:
            self._stop()
            self.paper = None
            self._middle.setCurrentWidget(self._nothing)
            self.shelf.set_entries(entries_of(figures, 0, self.options), self.kind.paper_id)
            return
        start = figures.organisation.year_start
        years = [(tr("Year {year}", year=year_name(each, start)), each) for each in reversed(figures.years)]
        self.year.set_choices(years, year)
        self.year.setToolTip(tr(year_label(year, start)))
        if self.options.against in {None, year}:
            self.options = replace(self.options, against=default_against(figures, year))
        self.shelf.set_entries(entries_of(figures, year, self.options), self.kind.paper_id)
        self.side.choices.show_choices(self.kind, self.options, figures.years, year)
        self.side.show_files(endings(self.kind))
        self._make()

    def _offer_papers(self) -> None:
        self.chooser.set_choices([(tr(each.title), each.paper_id) for each in ANALYSES], self.kind.paper_id)

    def show_paper(self, paper_id: str) -> None:
        """Show another kind of paper."""
        self.kind = analysis(paper_id)
        self.refresh()

    def _choose(self) -> None:
        self.options = self.side.choices.options()
        self.refresh()

    def _make(self) -> None:
        figures, year = self.session.figures, self.session.year
        if figures is not None and year is not None:
            self.press.make(figures, self.kind, year, self.options)

    def _stop(self) -> None:
        self.press.stop()
        if self.paper is not None:
            self._middle.setCurrentWidget(self.preview)

    def stop(self) -> None:
        """Stop what is being made and go back to the paper shown before."""
        self._stop()
        if self.paper is not None:
            self.kind = analysis(self.paper.paper_id)
            self.shelf.choose(self.kind.paper_id)
            self._offer_papers()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.press.busy:
            self.stop()
        else:
            super().keyPressEvent(event)

    def _wait(self) -> None:
        self._middle.setCurrentWidget(self._waiting)

    def _take_paper(self, paper: Paper) -> None:
        figures, year = self.session.figures, self.session.year
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

    # ---- what the frame asks for -------------------------------------------------------------------------

    def commands(self) -> dict[str, Callable[[], object]]:
        """Return what this page does."""
        return {
            "export": lambda: self.files.export(".xlsx"),
            "paper_html": lambda: self.files.export(".html"),
            "paper_csv": lambda: self.files.export(".csv"),
            "paper_json": lambda: self.files.export(".json"),
            "paper_docx": lambda: self.files.export(".docx"),
            "prove": self.files.prove,
            "copy": self.copy,
            "copy_sentence": self.copy_sentence,
        }

    def panes(self) -> list[QWidget]:
        """Return the parts that F6 steps through."""
        leaf = self.preview.leaf
        tables: list[QWidget] = [] if leaf is None else [*leaf.tables]
        return [self._first(), *tables, self.side.choices, self.side.gaps, self.side.contents, self.side.copy]

    def state(self) -> dict[str, object]:
        """Return the paper in view."""
        return {"paper": self.kind.paper_id}

    def restore_state(self, state: dict[str, object]) -> None:
        """Take up the paper that was in view."""
        if state.get("paper") in {each.paper_id for each in ANALYSES}:
            self.kind = analysis(str(state["paper"]))
            self._stale = True
