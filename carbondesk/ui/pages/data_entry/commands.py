"""The commands of the page: what menus, keys and buttons ask for, by id."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.records import Site, Source
from carbondesk.language import tr
from carbondesk.report.grids import State
from carbondesk.ui import icons
from carbondesk.ui.pages.data_entry.import_dialog import ImportDialog
from carbondesk.ui.pages.data_entry.tree import OUTPUT, Node

if TYPE_CHECKING:
    from carbondesk.ui.pages.data_entry.page import DataEntryPage

_FIRST_CATEGORY = {"1": "stationary-combustion", "2": "electricity", "3": "s3-1"}


class EntryCommands(QObject):
    """Runs the commands of one page and shows its context menus."""

    def __init__(self, page: DataEntryPage) -> None:
        super().__init__(page)
        self.page = page
        self.menu: QMenu | None = None

    def run(self, command: str) -> None:
        """Run one of the page's commands by its id."""
        edits = self.page.edits
        commands: dict[str, Callable[[], object]] = {
            "copy": edits.copy,
            "cut": edits.cut,
            "paste": edits.paste,
            "empty": edits.empty_cells,
            "fill_right": lambda: edits.fill(right=True),
            "fill_down": lambda: edits.fill(right=False),
            "explain_locked": edits.explain_locked,
            "undo": lambda: self._take_back(self.page.session.undo),
            "redo": lambda: self._take_back(self.page.session.redo),
            "next_issue": lambda: self.step_issue(1),
            "previous_issue": lambda: self.step_issue(-1),
            "inspector": self.toggle_inspector,
            "import": self.import_tables,
            "enter_grid": self.page.view.setFocus,
            "filter": self.page.toolbar.segments.setFocus,
            "add_site": self.page.records.add_site,
            "add_source": self._add_source,
            "add_output": self._add_output,
            "add_bill": self.page.details.add_bill,
            "edit_record": self._edit_record,
            "remove_record": self._remove_record,
            "open_bills": self.open_bills,
            "prove": self.page.proofs.prove,
            "evidence": self.page.attachments.attach,
        }
        if command in commands:
            commands[command]()

    def _take_back(self, move: Callable[[], object]) -> None:
        """Undo or redo; what a lock forbids is said under the grid."""
        try:
            move()
        except CarbonDeskError as fault:
            self.page.prompt.tell("warn", tr(fault.text), tr(fault.remedy))

    def step_issue(self, by: int) -> None:
        """Go to the next or previous month that is missing or flagged, around the end."""
        model = self.page.months
        if self.page.view.model() is not model or not model.rowCount():
            return
        places = [
            (row, column)
            for row in range(model.rowCount())
            for column in range(12)
            if (cell := model.cell_at(row, column)) and cell.state in {State.MISSING, State.FLAGGED}
        ]
        if not places:
            self.page.prompt.tell("info", tr("Nothing is missing or flagged here."))
            return
        index = self.page.view.currentIndex()
        here = (index.row(), index.column())
        later = [place for place in places if place > here]
        earlier = [place for place in places if place < here]
        target = (later or places)[0] if by > 0 else (earlier or places)[-1]
        self.page.view.go_to(*target)
        self.page.view.setFocus()

    def import_tables(self) -> None:
        """Open the import dialog."""
        if self.page.session.read_only:
            self.page.prompt.tell("info", tr("This inventory is read-only."), tr("Save a copy to change it."))
            return
        self.page.import_dialog = ImportDialog(self.page.session, self.page)
        self.page.import_dialog.open()

    def toggle_inspector(self) -> None:
        """Show or hide the inspector."""
        self.page.entry_body.toggle_inspector()
        self.page.arrange()
        self.page.details.show_now()

    def open_bills(self) -> None:
        """Go into what the current month is made of: the log, the stock, or the first bill's quantity."""
        if not self.page.inspector.isVisible():
            self.page.entry_body.inspector_wanted = True
            self.page.arrange()
        self.page.details.show_now()
        if not self.page.inspector.panes.focus_in():
            self.page.inspector.bills.focus_quantity()

    def _record(self) -> Site | Source | None:
        """Return what is meant: the source of the current row while the grid has the keyboard, else the site."""
        row = self.page.details.row
        if row is not None and (self.page.view.hasFocus() or self.page.view.verticalHeader().hasFocus()):
            return row.source
        return self.page.grid.site if self.page.grid is not None else None

    def _add_source(self) -> None:
        if self.page.grid is None:
            self.page.records.add_site()
            return
        self.page.records.add_source(self.page.grid.site, _FIRST_CATEGORY.get(self.page.node.part, ""))

    def _add_output(self) -> None:
        if self.page.grid is not None:
            self.page.records.add_output(self.page.grid.site)

    def plan_output(self, name: str, unit: str, kind: str) -> None:
        """Show a row for a new output figure, ready to be typed into."""
        if self.page.grid is None:
            return
        self.page.pick_node(Node(self.page.grid.site.id, OUTPUT))
        if self.page.outputs.grid is not None:
            self.page.outputs.grid.plan(name, unit, kind)
            self.page.outputs.set_grid(self.page.outputs.grid)
            self.page.show_empty()
            self.page.choose_cell(self.page.outputs.rowCount() - 1, 0)
            self.page.view.setFocus()

    def show_added(self, table: str, id: int) -> None:
        """Show a site or source that was just added."""
        if table == "site":
            self.page.pick_node(Node(id))
        elif self.page.session.figures is not None:
            self.page.go_to({"source": id})
            self.page.view.setFocus()

    def _edit_record(self) -> None:
        record = self._record()
        if record is not None:
            self.page.records.edit(record)

    def _remove_record(self) -> None:
        record = self._record()
        if record is not None:
            self.page.records.remove(record)

    def tree_menu(self, at: QPoint) -> None:
        """Show the menu of a site."""
        index = self.page.tree.indexAt(at)
        if index.isValid():
            self.page.tree.setCurrentIndex(index)
        self.page.tree.setFocus()
        entries = ["add_source", "add_output", "add_site", "", "edit_record", "remove_record"]
        self._menu(
            entries if self.page.grid is not None else ["add_site"], self.page.tree.viewport().mapToGlobal(at)
        )

    def grid_menu(self, at: QPoint) -> None:
        """Show the menu of a cell."""
        self.page.view.setFocus()
        entries = [
            "copy",
            "cut",
            "paste",
            "empty",
            "",
            "open_bills",
            "add_bill",
            "evidence",
            "prove",
            "",
            "edit_record",
            "remove_record",
        ]
        self._menu(entries, self.page.view.viewport().mapToGlobal(at))

    def _menu(self, ids: list[str], at: QPoint) -> None:
        words = {
            "copy": (tr("Copy"), "copy"),
            "cut": (tr("Cut"), ""),
            "paste": (tr("Paste"), "clipboard-paste"),
            "empty": (tr("Empty the cells"), "trash-2"),
            "open_bills": (tr("Open the bills"), "receipt"),
            "add_bill": (tr("Add a bill…"), "plus"),
            "evidence": (tr("Attach evidence…"), "paperclip"),
            "prove": (tr("Save the proof…"), "shield-check"),
            "edit_record": (tr("Edit…"), "pencil"),
            "remove_record": (tr("Close or remove…"), "trash-2"),
            "add_source": (tr("Add a source…"), "plus"),
            "add_site": (tr("Add a site…"), "factory"),
            "add_output": (tr("Add an output figure…"), "package"),
        }
        cell = self.page.details.cell
        self.menu = QMenu(self.page)
        for command in ids:
            if not command:
                self.menu.addSeparator()
            elif (command in {"copy", "prove"} or not self.page.session.read_only) and (
                command != "open_bills" or (cell and cell.bills)
            ):
                text, icon = words[command]
                action = self.menu.addAction(text)
                if icon:
                    action.setIcon(icons.icon(icon))
                action.triggered.connect(lambda _checked=False, command=command: self.run(command))
        self.menu.popup(at)
