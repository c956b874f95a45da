"""The data entry page: the sites at the left, the month grid, the inspector at the right.

The page repaints only what a step touched: the rows of its sources and the sums above them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from carbondesk.language import tr
from carbondesk.report.grids import MonthGrid, SourceRow, State
from carbondesk.report.outputs import OutputGrid
from carbondesk.ui import tips
from carbondesk.ui.pages.data_entry import empties
from carbondesk.ui.pages.data_entry.attachments import Attachments
from carbondesk.ui.pages.data_entry.commands import EntryCommands
from carbondesk.ui.pages.data_entry.details import CellDetails
from carbondesk.ui.pages.data_entry.dialogs import RecordCommands
from carbondesk.ui.pages.data_entry.edits import CellEdits
from carbondesk.ui.pages.data_entry.frame import EntryFrame
from carbondesk.ui.pages.data_entry.grid_model import Show
from carbondesk.ui.pages.data_entry.guards import OPEN, guards_of
from carbondesk.ui.pages.data_entry.proofs import CellProofs
from carbondesk.ui.pages.data_entry.tree import OUTPUT, Node

if TYPE_CHECKING:
    from carbondesk.store import Change
    from carbondesk.ui.pages.data_entry.import_dialog import ImportDialog
    from carbondesk.ui.session import Session

STRUCTURE = frozenset(
    {
        *("site", "source", "organisation", "entity", "factor", "edition_pin", "ownership", "allocation"),
        *("process_gas", "contract", "rate", "price_index", "factor_set", "closing", "year_lock"),
    }
)


class DataEntryPage(EntryFrame):
    """The page itself. `commit_cell(row, month, text)` is what typing into a cell does."""

    page_id = "data_entry"
    icon = "table-2"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._stale = True
        self._wanted: dict[str, Any] = {}
        self.edits = CellEdits(session, self.view, self.prompt)
        self.records = RecordCommands(session, self)
        self.details = CellDetails(session, self.inspector, self.edits, self.view, self)
        self.proofs = CellProofs(self)
        self.attachments = Attachments(self)
        self.entry_commands = EntryCommands(self)
        self.import_dialog: ImportDialog | None = None
        for model in (self.months, self.outputs):
            model.accept = self.edits.commit_cell
        self._connect()

    # ---- building ----------------------------------------------------------------------------------------

    def _connect(self) -> None:
        session = self.session
        session.opened.connect(self._forget)
        session.closed.connect(self._forget)
        session.figures_ready.connect(self._read)
        session.context_changed.connect(self._follow_context)
        session.changed.connect(self._follow)
        self.import_button.clicked.connect(self.entry_commands.import_tables)
        self.year_button.picked.connect(session.show_year)
        self.site_button.picked.connect(self.pick_node)
        self.tree.chosen.connect(self.pick_node)
        self.tree.wanted.connect(self.run)
        self.tree.customContextMenuRequested.connect(self.entry_commands.tree_menu)
        self.tree_pane.wanted.connect(self.run)
        self.tree_pane.summary.asked.connect(self._go_to_state)
        self.toolbar.filtered.connect(lambda _state: self._filter())
        self.toolbar.shown.connect(self._show_numbers)
        self.toolbar.wanted.connect(self.run)
        self.toolbar.typed.connect(self._type_in_bar)
        self.view.wanted.connect(self.run)
        self.view.current.connect(self._follow_cell)
        self.view.opened.connect(lambda _row, _column: self.entry_commands.open_bills())
        self.view.customContextMenuRequested.connect(self.entry_commands.grid_menu)
        self.view.verticalHeader().setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.verticalHeader().customContextMenuRequested.connect(self.entry_commands.grid_menu)
        self.prompt.closed.connect(self.view.setFocus)
        self.inspector.asked.connect(self.run)
        self.records.added.connect(self.entry_commands.show_added)
        self.records.planned.connect(self.entry_commands.plan_output)

    # ---- Page --------------------------------------------------------------------------------------------

    def commands(self) -> dict[str, Callable[[], object]]:
        ids = ["import", "copy", "inspector", "next_issue", "previous_issue", "filter", "prove"]
        if not self.session.read_only:
            ids += ["cut", "paste", "empty", "fill_right", "fill_down", "add_site", "add_source", "add_bill"]
            ids += ["edit_record", "remove_record", "evidence"]
        return {command: partial(self.run, command) for command in ids}

    def panes(self) -> list[QWidget]:
        return [
            pane
            for pane in (self.tree, self.toolbar.segments, self.view, self.inspector.fields.quantity)
            if pane.isVisible()
        ]

    def enter(self, context: object = None) -> None:
        if self._stale:
            self._read()
        if isinstance(context, dict):
            if self.session.figures is None:
                self._wanted = context
            else:
                self.go_to(context)
        if self.view.isVisible() and self.months.rowCount():
            self.view.setFocus()

    def state(self) -> dict[str, object]:
        index = self.view.currentIndex()
        return {"part": self.node.part, "row": index.row(), "column": index.column()}

    def restore_state(self, state: dict[str, object]) -> None:
        part = state.get("part")
        self.node = Node(self.node.site, part if isinstance(part, str) else "")

    def go_to(self, context: dict[str, Any]) -> None:
        """Show a site, a source and a month: `site`, `source`, `month` (YYYY-MM) or `position` (0 to 11)."""
        figures = self.session.figures
        source = context.get("source")
        site = context.get("site")
        if figures is not None and isinstance(source, int) and source in figures.sources:
            site = figures.sources[source].site
        if isinstance(site, int):
            self.pick_node(Node(site))
        if self.grid is None or not isinstance(source, int):
            return
        position = context.get("position")
        month = context.get("month")
        column = position if isinstance(position, int) else 0
        if isinstance(month, str) and month in self.grid.months:
            column = self.grid.months.index(month)
        self.toolbar.segments.set_value(None)
        row = self.months.row_of(source)
        if row is not None:
            self.view.go_to(row, column)

    # ---- reading -----------------------------------------------------------------------------------------

    def commit_cell(self, row: int, month: int, text: str) -> bool:
        """Take a typed text for a month (0 to 11) of a row of the grid as shown; False when it was refused."""
        return self.edits.commit_cell(row, month, text)

    def _forget(self) -> None:
        self.grid, self._stale = None, True
        self.months.set_grid(None)
        self.totals_model.set_grid(None)
        self.outputs.set_grid(None)
        self.prompt.dismiss()

    def _read(self) -> None:
        """Read the sites, and the grid of the one in view."""
        figures = self.session.figures
        if figures is None:
            return
        self._stale = False
        if self.session.year is None:
            self.session.year = self._newest_year()
        site = self.session.site
        part = self.node.part if site == self.node.site else ""
        self.node = Node(site or 0, part)
        self._show_sites()
        self._read_grid()
        if self._wanted:
            wanted, self._wanted = self._wanted, {}
            self.go_to(wanted)

    def _read_grid(self) -> None:
        """Read the grid of the node in view, or show what is missing."""
        figures, inventory, year = self.session.figures, self.session.inventory, self.session.year
        site = figures.sites.get(self.node.site) if figures is not None else None
        if figures is None or inventory is None or year is None or site is None:
            self.grid = None
            self._show_grid()
            return
        self.grid = MonthGrid(figures, inventory, site, year)
        self.grid.read()
        if self.node.part == OUTPUT:
            outputs = OutputGrid(inventory, site, year, figures.organisation.year_start)
            outputs.read()
            self.outputs.set_grid(outputs)
        self._show_grid()

    def _show_grid(self) -> None:
        locked = self.session.read_only
        self.months.read_only = self.outputs.read_only = locked
        self._show_guards()
        self.tree_pane.add_button.setVisible(not locked)
        output = self.node.part == OUTPUT
        kept = self.view.currentIndex()
        at = (kept.row(), kept.column())
        if self.view.model() is not (self.outputs if output else self.months):
            self.view.setModel(self.outputs if output else self.months)
        self.totals_model.set_grid(self.grid)
        self.months.set_grid(self.grid)
        self.months.set_filter(self.toolbar.state, "" if output else self.node.part)
        self.toolbar.set_output(output)
        for part in (self.totals, self.entry_body.totals_rule):
            part.setVisible(not output)
        self._show_state()
        self.show_empty()
        self.choose_cell(*at)
        self.view.lay_out()

    def _show_guards(self) -> None:
        """Take what is locked or closed from the file, and say at the top when nothing can be changed."""
        inventory, grid = self.session.inventory, self.grid
        guards = guards_of(inventory, grid) if inventory is not None and grid is not None else OPEN
        self.months.guards = self.outputs.guards = guards
        self.locked.setVisible(inventory is not None and (self.session.read_only or guards.lock is not None))
        self.locked.set_state(tr("Locked") if guards.lock is not None else tr("Read-only"), "neutral", "lock")
        self.locked.setToolTip(tips.plain(tr(guards.lock)) if guards.lock is not None else "")

    def choose_cell(self, row: int, column: int) -> None:
        """Keep the current cell where the grid still has it, else take the first."""
        model = self.view.grid_model()
        if not model.rowCount():
            self.details.clear()
            return
        row, column = min(max(row, 0), model.rowCount() - 1), min(max(column, 0), 11)
        if self.node.part != OUTPUT and not isinstance(model.row_at(row), SourceRow):
            row = self.view.step_row(row, 1) or row
        self.view.go_to(row, column)
        self._follow_cell(row, column)

    def show_empty(self) -> None:
        """Show the grid, or what is missing and the buttons that mend it."""
        state, writable, grid = None, not self.session.read_only, self.grid
        if grid is None:
            state = empties.no_sites(self.run, writable=writable)
        elif self.node.part == OUTPUT and not (self.outputs.grid and self.outputs.grid.rows):
            state = empties.no_outputs(grid.site, self.run, writable=writable)
        elif self.node.part != OUTPUT and not grid.source_rows:
            state = empties.no_sources(grid.site, self.run, writable=writable)
        self.entry_body.show_empty(state)
        if state is not None:
            self.details.clear()
        self.arrange()

    def run(self, command: str) -> None:
        """Run one of the page's commands by its id."""
        self.entry_commands.run(command)

    # ---- following ---------------------------------------------------------------------------------------

    def _follow_context(self) -> None:
        if self.session.figures is None or self.session.inventory is None:
            return
        if self.session.site != self.node.site:
            self.node = Node(self.session.site or 0)
        self._show_sites()
        self._read_grid()

    def _follow(self, change: Change | None) -> None:
        """Bring the grid up to a step: the touched rows only, everything where sites or sources changed."""
        if self.session.figures is None:
            return
        if not self.isVisible():
            self._stale = True
            return
        if change is None or change.sources is None or change.tables & STRUCTURE or self.grid is None:
            self._read()
            return
        if "driver" in change.tables and self.outputs.grid is not None:
            self.outputs.grid.read()
            self.outputs.rows_changed(range(self.outputs.rowCount()))
        self._follow_rows(change)

    def _follow_rows(self, change: Change) -> None:
        grid = self.grid
        assert grid is not None and change.sources is not None  # noqa: PT018, S101 - `_follow` has asked
        touched = grid.refresh(change.sources)
        if "acknowledgement" in change.tables:
            touched |= grid.refresh_notes()
        if touched:
            self.months.places_changed(touched)
            self.totals_model.set_grid(grid)
            self._show_state()
        self.details.refresh(change)

    def _follow_cell(self, row: int, column: int) -> None:
        self.details.show(row, column)
        self.toolbar.set_cell(*self.details.words(row, column))

    # ---- commands ----------------------------------------------------------------------------------------

    def pick_node(self, node: Node) -> None:
        """Show a site, one of its scopes or its output figures."""
        if node == self.node:
            return
        self.node = node
        self.tree.choose(node)
        if node.site != self.session.site:
            self.session.show_site(node.site)
            self.node = node
            if node.part:
                self._read_grid()
        else:
            self._read_grid()

    def _filter(self) -> None:
        self.months.set_filter(self.toolbar.state, "" if self.node.part == OUTPUT else self.node.part)
        self.choose_cell(0, max(0, self.view.currentIndex().column()))

    def _go_to_state(self, state: str) -> None:
        wanted = {"missing": State.MISSING, "flagged": State.FLAGGED, "estimated": State.ESTIMATED}.get(state)
        self.toolbar.segments.set_value(wanted)
        self.view.setFocus()

    def _show_numbers(self, show: Show) -> None:
        self.months.set_show(show)
        self.view.lay_out()
        index = self.view.currentIndex()
        if index.isValid():
            self._follow_cell(index.row(), index.column())

    def _type_in_bar(self, text: str) -> None:
        index = self.view.currentIndex()
        if index.isValid() and self.commit_cell(index.row(), index.column(), text):
            self.view.setFocus()
