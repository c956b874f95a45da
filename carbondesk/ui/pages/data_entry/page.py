"""The data entry page: the sites at the left, the month grid, the inspector at the right.

The page repaints only what a step touched: the rows of its sources and the sums above them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from carbondesk.domain.periods import fiscal_year, year_label
from carbondesk.domain.records import Category, Site, Source
from carbondesk.language import percent, tr
from carbondesk.report.grids import MonthGrid, SourceRow, State
from carbondesk.report.outputs import OutputGrid
from carbondesk.ui import fonts, icons
from carbondesk.ui.page import Page
from carbondesk.ui.pages.data_entry.details import CellDetails
from carbondesk.ui.pages.data_entry.dialogs import RecordCommands
from carbondesk.ui.pages.data_entry.edits import CellEdits
from carbondesk.ui.pages.data_entry.grid_model import MonthGridModel, OutputModel, Show, TotalsModel
from carbondesk.ui.pages.data_entry.grid_view import GridView, TotalsView
from carbondesk.ui.pages.data_entry.import_dialog import ImportDialog
from carbondesk.ui.pages.data_entry.inspector import Inspector
from carbondesk.ui.pages.data_entry.prompts import PromptBar
from carbondesk.ui.pages.data_entry.toolbar import Toolbar
from carbondesk.ui.pages.data_entry.tree import OUTPUT, Node, SiteState, TreePane
from carbondesk.ui.widgets import (
    Badge,
    Button,
    ComboButton,
    EmptyState,
    KeyHints,
    Kind,
    Label,
    PageHeader,
    Pane,
    ProgressLine,
    Rule,
)

if TYPE_CHECKING:
    from carbondesk.store import Change
    from carbondesk.ui.session import Session

NARROW, LOW, SMALLEST = 1400, 760, 1240
STRUCTURE = frozenset({"site", "source", "organisation", "entity", "factor", "edition_pin", "ownership"})


class DataEntryPage(Page):
    """The page itself. `commit_cell(row, month, text)` is what typing into a cell does."""

    page_id = "data_entry"
    icon = "table-2"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.grid: MonthGrid | None = None
        self.node = Node(0)
        self._stale = True
        self._inspector_wanted: bool | None = None
        self.months, self.totals_model, self.outputs = MonthGridModel(), TotalsModel(), OutputModel()
        self._add_header()
        self._add_body()
        self.edits = CellEdits(session, self.view, self.prompt)
        self.records = RecordCommands(session, self)
        self.details = CellDetails(session, self.inspector, self.edits, self.view, self)
        for model in (self.months, self.outputs):
            model.accept = self.edits.commit_cell
        self._connect()

    # ---- building ----------------------------------------------------------------------------------------

    def _add_header(self) -> None:
        header = PageHeader(tr("Data entry"))
        self.context = Label(size=13, ink="ink2", elided=True)
        self.site_button = ComboButton("", tr("Site"))
        self.year_button = ComboButton("", tr("Year"))
        self.progress = ProgressLine(name=tr("Complete"))
        self.locked = Badge.of("read-only", tr("Read-only"))
        for widget in (self.context, self.site_button, self.year_button, self.progress, self.locked):
            header.add_context(widget)
        self.import_button = Button(tr("Import…"), icon="file-input")
        header.add_button(self.import_button)
        self.set_header(header)

    def _add_body(self) -> None:
        self.tree_pane = TreePane()
        self.tree = self.tree_pane.tree
        self.view = GridView(tr("Month grid"))
        self.totals = TotalsView(self.view)
        self.totals.setModel(self.totals_model)
        self.view.setModel(self.months)
        self.prompt = PromptBar()
        self.toolbar = Toolbar()
        self.hints = KeyHints(
            [
                (tr("Enter"), tr("edit")),
                (tr("Tab"), tr("next month")),
                ("Ctrl V", tr("paste from Excel")),
                ("Ctrl R", tr("fill right")),
                ("F8", tr("next issue")),
                ("F4", tr("inspector")),
            ]
        )
        self.inspector = Inspector()
        self.stack = QStackedWidget()
        self.stack.addWidget(self._grid_side())
        self.empty = QVBoxLayout()
        holder = Pane("panel")
        holder.setLayout(self.empty)
        self.empty.setContentsMargins(fonts.px(40), fonts.px(40), fonts.px(40), fonts.px(40))
        self.stack.addWidget(holder)
        line = QHBoxLayout()
        line.setSpacing(0)
        self._tree_rule, self._inspector_rule = Rule(vertical=True), Rule(vertical=True)
        for widget in (self.tree_pane, self._tree_rule):
            line.addWidget(widget)
        line.addWidget(self.stack, 1)
        for widget in (self._inspector_rule, self.inspector):
            line.addWidget(widget)
        self._line = line
        self.body.addLayout(line, 1)

    def _grid_side(self) -> QWidget:
        side = Pane("panel")
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.toolbar)
        column.addWidget(self.view, 1)
        self.totals_rule = Rule(tint="line")
        column.addWidget(self.totals_rule)
        column.addWidget(self.totals)
        column.addWidget(self.prompt)
        column.addWidget(self.hints)
        return side

    def _connect(self) -> None:
        session = self.session
        session.opened.connect(self._forget)
        session.closed.connect(self._forget)
        session.figures_ready.connect(self._read)
        session.context_changed.connect(self._follow_context)
        session.changed.connect(self._follow)
        self.import_button.clicked.connect(self.import_tables)
        self.year_button.picked.connect(session.show_year)
        self.site_button.picked.connect(self._pick_node)
        self.tree.chosen.connect(self._pick_node)
        self.tree.wanted.connect(self.run)
        self.tree.customContextMenuRequested.connect(self._tree_menu)
        self.tree_pane.wanted.connect(self.run)
        self.tree_pane.summary.asked.connect(self._go_to_state)
        self.toolbar.filtered.connect(lambda _state: self._filter())
        self.toolbar.shown.connect(self._show_numbers)
        self.toolbar.wanted.connect(self.run)
        self.toolbar.typed.connect(self._type_in_bar)
        self.view.wanted.connect(self.run)
        self.view.current.connect(self._follow_cell)
        self.view.opened.connect(lambda _row, _column: self._open_bills())
        self.view.customContextMenuRequested.connect(self._grid_menu)
        self.view.verticalHeader().setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.verticalHeader().customContextMenuRequested.connect(self._grid_menu)
        self.prompt.closed.connect(self.view.setFocus)
        self.inspector.asked.connect(self.run)
        self.records.added.connect(self._show_added)
        self.records.planned.connect(self._plan_output)

    # ---- Page --------------------------------------------------------------------------------------------

    def commands(self) -> dict[str, Callable[[], object]]:
        ids = ["import", "copy", "inspector", "next_issue", "previous_issue", "filter"]
        if not self.session.read_only:
            ids += ["cut", "paste", "empty", "fill_right", "fill_down", "add_site", "add_source", "add_bill"]
            ids += ["edit_record", "remove_record"]
        return {id: lambda id=id: self.run(id) for id in ids}

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
            self._pick_node(Node(site))
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

    def _newest_year(self) -> int:
        from datetime import date

        figures = self.session.figures
        assert figures is not None  # noqa: S101 - `_read` has asked
        today = date.today()  # noqa: DTZ011 - the year of the person's own calendar
        return figures.years[-1] if figures.years else fiscal_year(today, figures.organisation.year_start)

    def _show_sites(self) -> None:
        figures, year = self.session.figures, self.session.year
        if figures is None or year is None:
            return
        with_values = {figures.sources[source].site for source, value in figures.by_source(year).items() if value}
        start = f"{year}-{figures.organisation.year_start:02}-01"
        states = {
            each.site.id: SiteState(
                waiting=sum(each.missing),
                empty=each.site.id not in with_values and not sum(each.expected),
                closed=each.site.to is not None and each.site.to.isoformat() < start,
            )
            for each in figures.completeness(year)
        }
        self._states = states
        sites = list(figures.sites.values())
        self.tree.blockSignals(True)
        self.tree.nodes.set_sites(sites, states)
        self.tree.blockSignals(False)
        self.tree.choose(self.node)
        names = [(site.name, Node(site.id)) for site in sites]
        self.site_button.set_choices(names, Node(self.node.site))
        start_month = figures.organisation.year_start
        years = sorted({*figures.years, year, (figures.years or [year])[-1] + 1})
        labels = [(self._year_words(each, start_month), each) for each in reversed(years)]
        self.year_button.set_choices(labels, year)

    @staticmethod
    def _year_words(year: int, start: int) -> str:
        label = tr(year_label(year, start))
        return tr("Year {year}", year=label) if start == 1 else label

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
        self.locked.setVisible(locked and self.session.inventory is not None)
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
        for part in (self.totals, self.totals_rule):
            part.setVisible(not output)
        self._show_state()
        self._show_empty()
        self._choose_cell(*at)
        self.view.lay_out()

    def _choose_cell(self, row: int, column: int) -> None:
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

    def _show_state(self) -> None:
        """Show the counts: in the segments, the tree, the header and at the foot of the tree."""
        grid = self.grid
        if grid is None:
            self.progress.hide()
            self.context.setText("")
            return
        counts = {state: grid.count(state) for state in (State.MISSING, State.FLAGGED, State.ESTIMATED)}
        self.toolbar.set_counts(len(grid.source_rows), counts)
        share = grid.share_complete()
        self.progress.setVisible(bool(grid.source_rows))
        self.progress.set_share(share, percent(share))
        name = grid.site.name
        self.context.setText(tr("{site}, {kind}", site=name, kind=grid.site.kind) if grid.site.kind else name)
        lacking = sum(row.lacks_factor for row in grid.source_rows)
        self.tree_pane.summary.set_counts(
            tr("{site}, {year}", site=name, year=str(grid.year)),
            {
                "missing": counts[State.MISSING],
                "flagged": counts[State.FLAGGED],
                "estimated": counts[State.ESTIMATED],
                "factor": lacking,
            },
        )
        by_scope = {"1": 0, "2": 0, "3": 0}
        for row in grid.source_rows:
            scope = Category(row.source.category).scope
            by_scope[scope] += row.count(State.MISSING) + row.count(State.FLAGGED)
        waiting = counts[State.MISSING] + counts[State.FLAGGED]
        before = self._states.get(grid.site.id, SiteState())
        empty = not any(cell.activities for row in grid.source_rows for cell in row.cells)
        state = SiteState(waiting=waiting, empty=empty, closed=before.closed)
        self.tree.nodes.set_state(grid.site.id, state, by_scope)

    def _show_empty(self) -> None:
        """Show the grid, or what is missing and the buttons that mend it."""
        while taken := self.empty.takeAt(0):
            if widget := taken.widget():
                widget.hide()
                widget.deleteLater()
        state = self._empty_state()
        self.stack.setCurrentIndex(1 if state is not None else 0)
        if state is not None:
            self.empty.addWidget(state)
            self.details.clear()
        self._arrange()

    def _empty_state(self) -> EmptyState | None:
        writable = not self.session.read_only
        grid = self.grid
        if grid is None:
            state = EmptyState("factory", tr("No sites yet"), tr("Add the first site, or import tables of sites and bills."))
            if writable:
                state.add_button(self._button(tr("Add site…"), "add_site", Kind.PRIMARY))
                state.add_button(self._button(tr("Import…"), "import"))
            return state
        if self.node.part == OUTPUT and not (self.outputs.grid and self.outputs.grid.rows):
            state = EmptyState(
                "package",
                tr("No output figures at {site} yet", site=grid.site.name),
                tr("Production, revenue or headcount by month show emissions per unit of output."),
            )
            if writable:
                state.add_button(self._button(tr("Add an output figure…"), "add_output", Kind.PRIMARY))
            return state
        if self.node.part != OUTPUT and not grid.source_rows:
            state = EmptyState(
                "table-2",
                tr("No sources at {site} yet", site=grid.site.name),
                tr("A source is a meter, a fuel or a gas: whatever has a bill or a reading."),
            )
            if writable:
                state.add_button(self._button(tr("Add source…"), "add_source", Kind.PRIMARY))
                state.add_button(self._button(tr("Import…"), "import"))
            return state
        return None

    def _button(self, words: str, command: str, kind: Kind = Kind.NORMAL) -> Button:
        button = Button(words, kind)
        button.clicked.connect(lambda: self.run(command))
        return button

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

    def run(self, command: str) -> None:
        """Run one of the page's commands by its id."""
        edits = self.edits
        commands: dict[str, Callable[[], object]] = {
            "copy": edits.copy,
            "cut": edits.cut,
            "paste": edits.paste,
            "empty": edits.empty_cells,
            "fill_right": lambda: edits.fill(right=True),
            "fill_down": lambda: edits.fill(right=False),
            "explain_locked": edits.explain_locked,
            "undo": self.session.undo,
            "redo": self.session.redo,
            "next_issue": lambda: self.step_issue(1),
            "previous_issue": lambda: self.step_issue(-1),
            "inspector": self.toggle_inspector,
            "import": self.import_tables,
            "enter_grid": self.view.setFocus,
            "filter": self.toolbar.segments.setFocus,
            "add_site": self.records.add_site,
            "add_source": self._add_source,
            "add_output": self._add_output,
            "add_bill": self.details.add_bill,
            "edit_record": self._edit_record,
            "remove_record": self._remove_record,
            "open_bills": self._open_bills,
        }
        if command in commands:
            commands[command]()

    def step_issue(self, by: int) -> None:
        """Go to the next or previous month that is missing or flagged, around the end."""
        model = self.months
        if self.view.model() is not model or not model.rowCount():
            return
        places = [
            (row, column)
            for row in range(model.rowCount())
            for column in range(12)
            if (cell := model.cell_at(row, column)) and cell.state in {State.MISSING, State.FLAGGED}
        ]
        if not places:
            self.prompt.tell("info", tr("Nothing is missing or flagged here."))
            return
        index = self.view.currentIndex()
        here = (index.row(), index.column())
        later = [place for place in places if place > here]
        earlier = [place for place in places if place < here]
        target = (later or places)[0] if by > 0 else (earlier or places)[-1]
        self.view.go_to(*target)
        self.view.setFocus()

    def import_tables(self) -> None:
        """Open the import dialog."""
        if self.session.read_only:
            self.prompt.tell("info", tr("This inventory is read-only."), tr("Save a copy to change it."))
            return
        self.import_dialog = ImportDialog(self.session, self)
        self.import_dialog.open()

    def toggle_inspector(self) -> None:
        """Show or hide the inspector."""
        self._inspector_wanted = not self.inspector.isVisible()
        self._arrange()

    def _open_bills(self) -> None:
        """Show the bills of the current month and go into the first one's quantity."""
        if not self.inspector.isVisible():
            self._inspector_wanted = True
            self._arrange()
        self.details.show_now()
        self.inspector.bills.focus_quantity()

    def _pick_node(self, node: Node) -> None:
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
        self._choose_cell(0, max(0, self.view.currentIndex().column()))

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

    # ---- sites and sources -------------------------------------------------------------------------------

    def _record(self) -> Site | Source | None:
        """Return what is meant: the source of the current row while the grid has the keyboard, else the site."""
        row = self.details.row
        if row is not None and (self.view.hasFocus() or self.view.verticalHeader().hasFocus()):
            return row.source
        return self.grid.site if self.grid is not None else None

    def _add_source(self) -> None:
        if self.grid is None:
            self.records.add_site()
            return
        categories = {"1": "stationary-combustion", "2": "electricity", "3": "s3-1"}
        self.records.add_source(self.grid.site, categories.get(self.node.part, ""))

    def _add_output(self) -> None:
        if self.grid is not None:
            self.records.add_output(self.grid.site)

    def _plan_output(self, name: str, unit: str, kind: str) -> None:
        if self.grid is None:
            return
        self._pick_node(Node(self.grid.site.id, OUTPUT))
        if self.outputs.grid is not None:
            self.outputs.grid.plan(name, unit, kind)
            self.outputs.set_grid(self.outputs.grid)
            self._show_empty()
            self._choose_cell(self.outputs.rowCount() - 1, 0)
            self.view.setFocus()

    def _show_added(self, table: str, id: int) -> None:
        if table == "site":
            self._pick_node(Node(id))
        elif self.session.figures is not None:
            self.go_to({"source": id})
            self.view.setFocus()

    def _edit_record(self) -> None:
        record = self._record()
        if record is not None:
            self.records.edit(record)

    def _remove_record(self) -> None:
        record = self._record()
        if record is not None:
            self.records.remove(record)

    def _tree_menu(self, at: QPoint) -> None:
        index = self.tree.indexAt(at)
        if index.isValid():
            self.tree.setCurrentIndex(index)
        self.tree.setFocus()
        entries = ["add_source", "add_output", "add_site", "", "edit_record", "remove_record"]
        self._menu(entries if self.grid is not None else ["add_site"], self.tree.viewport().mapToGlobal(at))

    def _grid_menu(self, at: QPoint) -> None:
        self.view.setFocus()
        entries = ["copy", "cut", "paste", "empty", "", "open_bills", "add_bill", "", "edit_record", "remove_record"]
        self._menu(entries, self.view.viewport().mapToGlobal(at))

    def _menu(self, ids: list[str], at: QPoint) -> None:
        words = {
            "copy": (tr("Copy"), "copy"),
            "cut": (tr("Cut"), ""),
            "paste": (tr("Paste"), "clipboard-paste"),
            "empty": (tr("Empty the cells"), "trash-2"),
            "open_bills": (tr("Open the bills"), "receipt"),
            "add_bill": (tr("Add a bill…"), "plus"),
            "edit_record": (tr("Edit…"), "pencil"),
            "remove_record": (tr("Close or remove…"), "trash-2"),
            "add_source": (tr("Add a source…"), "plus"),
            "add_site": (tr("Add a site…"), "factory"),
            "add_output": (tr("Add an output figure…"), "package"),
        }
        cell = self.details.cell
        self.menu = QMenu(self)
        for id in ids:
            if not id:
                self.menu.addSeparator()
            elif (id == "copy" or not self.session.read_only) and (id != "open_bills" or (cell and cell.bills)):
                text, icon = words[id]
                action = self.menu.addAction(text)
                if icon:
                    action.setIcon(icons.icon(icon))
                action.triggered.connect(lambda _checked=False, id=id: self.run(id))
        self.menu.popup(at)

    # ---- shape -------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.view.viewport().update()

    def _arrange(self) -> None:
        """Let what matters least give way: the tree becomes the header's list, the rows lower, the inspector floats."""
        width, height = self.width(), self.height()
        narrow = width < fonts.px(NARROW - 76)
        small = width < fonts.px(SMALLEST - 36)
        empty = self.stack.currentIndex() == 1
        no_sites = self.grid is None
        self.tree_pane.setVisible(not narrow and not no_sites)
        self._tree_rule.setVisible(not narrow and not no_sites)
        self.site_button.setVisible(narrow and not no_sites)
        self.context.setVisible(not narrow and not no_sites)
        self.year_button.setVisible(not no_sites)
        self.view.set_row_height(24 if height < fonts.px(LOW) else 28)
        wanted = self._inspector_wanted if self._inspector_wanted is not None else not small
        shown = wanted and not empty and self.node.part != OUTPUT
        floats = small
        if floats and self._line.indexOf(self.inspector) >= 0:
            self._line.removeWidget(self.inspector)
            self.inspector.setParent(self)
        elif not floats and self._line.indexOf(self.inspector) < 0:
            self._line.addWidget(self.inspector)
        self.inspector.setVisible(shown)
        self._inspector_rule.setVisible(shown and not floats)
        if floats and shown:
            top = self.stack.mapTo(self, QPoint(0, 0)).y()
            self.inspector.setGeometry(
                width - self.inspector.width(), top, self.inspector.width(), height - top
            )
            self.inspector.raise_()
        QTimer.singleShot(0, self.view.lay_out)
