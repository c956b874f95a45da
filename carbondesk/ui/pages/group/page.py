"""The Group page: registers at the left, one register as a table, the selected record as a form at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.periods import year_label, year_name
from carbondesk.domain.records import Consolidation
from carbondesk.language import joined, tr, tr_many
from carbondesk.ui import notices
from carbondesk.ui.page import Page
from carbondesk.ui.pages.group import sights
from carbondesk.ui.pages.group.approach_pane import ApproachPane
from carbondesk.ui.pages.group.book import Book
from carbondesk.ui.pages.group.detail import WIDTH, DetailPane
from carbondesk.ui.pages.group.edits import Edits
from carbondesk.ui.pages.group.middle import Middle
from carbondesk.ui.pages.group.reckoning import Reckoning
from carbondesk.ui.pages.group.registers import (
    BOUNDARY,
    PRESENCE,
    REGISTERS,
    SCREENING,
    Register,
    register,
)
from carbondesk.ui.pages.group.shelf import RegisterPainter
from carbondesk.ui.pages.group.words import today
from carbondesk.ui.widgets import Columns, ComboButton, Label, PageHeader, list_column
from carbondesk.ui.widgets.badges import Badge
from carbondesk.ui.widgets.shelves import Shelf

if TYPE_CHECKING:
    from collections.abc import Callable

    from carbondesk.store import Change
    from carbondesk.ui.session import Session

LEFT, LEAST = 220, 430
"""Width of the list, and what the table gets at least, in unscaled pixels."""


class GroupPage(Page):
    """Shows the registers of the session's inventory in its year.

    Signals: `navigate(page id, context)`, `command_wanted(id)` from an empty register.
    """

    page_id = "group"
    icon = "network"
    navigate = Signal(str, object)
    command_wanted = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.book: Book | None = None
        self.register: Register = REGISTERS[0]
        self.approach = str(Consolidation.OPERATIONAL_CONTROL)
        self._stale = True
        self.reckoning = Reckoning(session, self)
        self._build_header()
        self.shelf, self.middle = Shelf(tr("Records of the group"), RegisterPainter()), Middle()
        self.detail, self.approaches = DetailPane(), ApproachPane()
        self.edits = Edits(self)
        self._lay_out()
        self._listen()

    # ---- building ----------------------------------------------------------------------------------------

    def _build_header(self) -> None:
        head = PageHeader(tr("Group"))
        self.year = ComboButton("", tr("Year"))
        self.year.picked.connect(lambda year: self.session.show_year(int(str(year))))
        self.context = Label("", weight=500, ink="ink2", elided=True)
        self.chooser = ComboButton("", tr("Records of the group"), framed=True)
        self.chooser.picked.connect(lambda chosen: self.choose_register(str(chosen)))
        self.chooser.hide()
        head.add_context(self.chooser)
        head.add_context(self.year)
        head.add_context(self.context)
        self.read_only = Badge.of("read-only", tr("Read-only"))
        head.add_context(self.read_only)
        self.set_header(head)

    def _lay_out(self) -> None:
        self.side = QWidget()
        self._sides = QStackedLayout(self.side)
        self._sides.addWidget(self.detail)
        self._sides.addWidget(self.approaches)
        left = list_column("canvas", tr("Records of the group"), self.shelf)
        self.columns = Columns(left, self.middle, self.side, widths=(LEFT, WIDTH), least=LEAST)
        self.columns.folded.connect(self._fold)
        self.body.addWidget(self.columns, 1)

    def _listen(self) -> None:
        session, middle = self.session, self.middle
        session.figures_ready.connect(self._mark_stale)
        session.changed.connect(self._take_change)
        session.context_changed.connect(self._mark_stale)
        session.closed.connect(self._take_closed)
        self.shelf.chosen.connect(self.show_register)
        self.shelf.entered.connect(lambda: middle.view().setFocus())
        middle.search.textChanged.connect(self._filter)
        self.reckoning.changed.connect(self._read)
        self.reckoning.progressed.connect(
            lambda share: middle.loading.set_progress(max(0.1, share), "", tr("Esc stops it"))
        )
        middle.loading.stopped.connect(self.reckoning.stop)
        middle.wanted.connect(self._go)
        middle.added.connect(self.edits.add)
        middle.removed.connect(self.edits.remove)
        for view in (middle.table, middle.grid):
            view.picked.connect(self.show_record)
            view.opened.connect(self.edits.edit)
            view.added.connect(self.edits.add)
            view.removed.connect(self.edits.remove)
        middle.grid.answered.connect(self.edits.answer)
        self.detail.kept.connect(self.edits.keep)
        self.detail.removed.connect(self.edits.remove)
        self.detail.left.connect(lambda: middle.view().setFocus())
        self.approaches.chosen.connect(self.show_approach)

    def _fold(self, narrow: bool) -> None:
        """Offer the registers as a drop-down where their list has no room."""
        held = self.focusWidget() in {self.shelf, self.chooser}
        self.chooser.setVisible(narrow)
        self.context.setVisible(not narrow)
        if held:
            self._first().setFocus()

    def _first(self) -> QWidget:
        """Return where the keyboard is when the page comes: the list, or the table where it is folded."""
        return self.middle.view() if self.columns.narrow else self.shelf

    def _go(self, wanted: str) -> None:
        self.navigate.emit("data_entry", None)
        if wanted == "import":
            self.command_wanted.emit("import")

    # ---- following the session ---------------------------------------------------------------------------

    def _take_change(self, _change: Change | None) -> None:
        self._mark_stale()

    def _take_closed(self) -> None:
        self.reckoning.forget()
        self.book = None
        self._stale = True

    def _mark_stale(self) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()

    def enter(self, context: object = None) -> None:
        """Catch up with what changed while the page was hidden; `context` {"register": id} shows a register."""
        if isinstance(context, dict) and context.get("register") in {each.id for each in REGISTERS}:
            self.register = register(str(context["register"]))
            self._stale = True
        if self._stale:
            self.refresh()
        self._first().setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def refresh(self) -> None:
        """Bring everything up to the session now; what a large inventory comes to follows when it is computed."""
        if self.session.figures is None:
            return
        self._stale = False
        self._show_year()
        year = self.session.year
        self.reckoning.read(today().year if year is None else year)
        self._read()

    def _read(self) -> None:
        figures = self.session.figures
        if figures is not None:
            self.book = Book.read(figures, self.session.year, self.reckoning.facts)
            self.shelf.set_entries(sights.entries(self.book), self.register.id)
            self._offer_registers()
            self.show_lines()

    # ---- showing -----------------------------------------------------------------------------------------

    def _show_year(self) -> None:
        figures, year = self.session.figures, self.session.year
        if figures is None:
            return
        start = figures.organisation.year_start
        self.year.setVisible(year is not None)
        if year is not None:
            years = [
                (tr("Year {year}", year=year_name(each, start)), each) for each in reversed(figures.years)
            ]
            self.year.set_choices(years, year)
            self.year.setToolTip(tr(year_label(year, start)))
        count = tr_many("{n} site", "{n} sites", len(figures.sites))
        self.context.setText(joined((figures.organisation.name, count)))

    def show_register(self, id: str) -> None:
        """Show another register."""
        if id != self.register.id:
            self.edits.keep_open_changes()
            self.register = register(id)
            self._offer_registers()
            self.middle.search.clear()
            self.show_lines()

    def _offer_registers(self) -> None:
        self.chooser.set_choices([(tr(each.title), each.id) for each in REGISTERS], self.register.id)

    def choose_register(self, id: str) -> None:
        """Show another register and mark it in the list."""
        self.show_register(id)
        self.shelf.choose(id)

    def show_approach(self, approach: str) -> None:
        """Show the boundary by another approach."""
        self.approach = approach
        self.show_lines()

    def show_lines(self) -> None:
        """Show the register's lines with what is to be said of all of them."""
        book = self.book
        if book is None:
            return
        if self.reckoning.waiting and self.register.id in {BOUNDARY, SCREENING}:
            self.middle.show_waiting(self.register)
            return
        sight = sights.sight(book, self.register, self.approach)
        self.middle.show_register(
            self.register, sight.lines, sight.context, cells=self.register.id == PRESENCE
        )
        self.middle.show_messages(sight.findings, sight.messages)
        self.middle.show_under(sight.under, sight.under_context, sight.under_heads, sight.under_lines)
        read_only = self.session.read_only
        self.read_only.setVisible(read_only)
        self.middle.hints.set_hints(
            sights.hints(self.register, writable=not read_only) if sight.lines else []
        )
        reason = tr("This inventory is read-only.") if read_only else ""
        self.middle.set_writable(reason)
        self.detail.set_writable(reason)
        is_boundary = self.register.id == BOUNDARY
        self.columns.show_side(bool(sight.lines))
        self._sides.setCurrentWidget(self.approaches if is_boundary else self.detail)
        if is_boundary and book.facts is not None:
            self._show_approaches(book)
        else:
            self.show_record()

    def _show_approaches(self, book: Book) -> None:
        facts = book.facts
        assert facts is not None  # noqa: S101 - asked for only with facts
        organisation = book.figures.organisation
        year = year_name(facts.year, organisation.year_start)
        self.approaches.show_totals(facts.boundary.totals, organisation.scope2_method, self.approach, year)
        self.approaches.show_differences(sights.differences(book))

    def show_record(self) -> None:
        """Show the current line's record as a form."""
        if self.register.id != BOUNDARY and self.book is not None:
            self.edits.show(self.middle.view().current_line())

    def _filter(self, text: str) -> None:
        view = self.middle.view()
        key = view.current_key()
        view.rows.set_filter(text)
        if key is None or not view.go_to(key):
            view.select_first()
        self.show_record()

    # ---- what the frame asks for -------------------------------------------------------------------------

    def commands(self) -> dict[str, Callable[[], object]]:
        """Return what this page does."""
        return {
            "filter": self.middle.search.setFocus,
            "copy": self.copy,
            "add_record": self.edits.add,
            "edit_record": self.edits.edit,
            "remove_record": self.edits.remove,
            "inspector": self.toggle_side,
            "undo": self.session.undo,
            "redo": self.session.redo,
        }

    def copy(self) -> None:
        """Copy the selected rows as lines and tabs."""
        under = self.middle.under_table
        view = under if under.hasFocus() else self.middle.view()
        count = len(view.selected_lines())
        if count:
            view.copy()
            notices.say_done(self.window(), tr_many("{n} row copied", "{n} rows copied", count))

    def toggle_side(self) -> None:
        """Show or hide the pane at the right."""
        self.columns.show_side(not self.side.isVisible())

    def show_error(self, error: CarbonDeskError) -> None:
        """Say what the world did wrong."""
        notices.show_error(self.window(), error)

    def panes(self) -> list[QWidget]:
        """Return the parts that F6 steps through."""
        last: list[QWidget] = []
        if self.register.id == BOUNDARY:
            last = [self.approaches.buttons[Consolidation(self.approach)]]
        elif self.detail.form is not None:
            last = [next(iter(self.detail.form.fields.values())).control]
        under = [self.middle.under_table] if self.middle.under.isVisible() else []
        first = self.chooser if self.columns.narrow else self.shelf
        return [first, self.middle.search, self.middle.view(), *under, *last]

    def state(self) -> dict[str, object]:
        """Return the register and the approach in view."""
        return {"register": self.register.id, "approach": self.approach}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take up the register and the approach that were in view."""
        if state.get("register") in {each.id for each in REGISTERS}:
            self.register = register(str(state["register"]))
        if state.get("approach") in set(Consolidation):
            self.approach = str(state["approach"])
        self._stale = True
