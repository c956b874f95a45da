"""What the inspector shows of the current cell, kept in step with the grid, and what it sends back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from carbondesk.domain.periods import Period, month_of, shares_by_month, year_months, year_name
from carbondesk.domain.records import Bill, Source
from carbondesk.domain.units import UnitFault, ratio, spellings, unit
from carbondesk.language import joined, number, tr
from carbondesk.report.grids import Cell, SourceRow, State
from carbondesk.report.outputs import OutputRow
from carbondesk.store.billing import calendar
from carbondesk.ui.pages.data_entry import words
from carbondesk.ui.pages.data_entry.computation import YearBar
from carbondesk.ui.pages.data_entry.dialogs import RecordCommands
from carbondesk.ui.pages.data_entry.edits import CellEdits
from carbondesk.ui.pages.data_entry.grid_model import MonthGridModel, OutputModel
from carbondesk.ui.pages.data_entry.grid_view import GridView
from carbondesk.ui.pages.data_entry.inspector import Inspector
from carbondesk.ui.pages.data_entry.source_panes import SourceEdits
from carbondesk.ui.pages.data_entry.workings import working_of
from carbondesk.ui.readings import unit_text

if TYPE_CHECKING:
    from carbondesk.store import Change
    from carbondesk.ui.session import Session

_MOST_UNITS, _LONGEST = 14, 10
# The grid is painted first; a person who types on does not wait for the inspector.
_SOON = 30


class CellDetails(QObject):
    """Fills the inspector after the grid has been painted, and passes its edits on."""

    def __init__(
        self, session: Session, inspector: Inspector, edits: CellEdits, view: GridView, page: Any
    ) -> None:
        super().__init__(view)
        self.session = session
        self.inspector = inspector
        self.edits = edits
        self.view = view
        self.page = page
        self.row: SourceRow | None = None
        self.cell: Cell | None = None
        self._before: tuple[tuple[int, int], list[float | None]] | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_SOON)
        self._later.timeout.connect(self.show_now)
        inspector.fields.typed.connect(self._type)
        inspector.fields.changed.connect(self._change)
        inspector.used.connect(self._use)
        inspector.kept.connect(self._keep)
        inspector.bills.changed.connect(self._change_bill)
        inspector.bills.removed.connect(self._remove_bill)
        inspector.bills.added.connect(self.add_bill)
        self.source_edits = SourceEdits(session, inspector.panes, edits, page)
        inspector.computation.chosen.connect(lambda _method: self.show_now())

    # ---- showing -----------------------------------------------------------------------------------------

    def show(self, row: int, column: int) -> None:
        """Take a cell of the grid; the inspector follows once the grid is painted."""
        model = self.view.grid_model()
        cell = model.cell_at(row, column) if isinstance(model, MonthGridModel) else None
        found = model.row_at(row) if cell is not None else None
        if isinstance(found, SourceRow) and cell is not None:
            self.row, self.cell = found, cell
            self._later.start()

    def refresh(self, change: Change) -> None:
        """Show the current cell anew after a step."""
        if self._before is not None and change.sources and self._before[0][0] in change.sources:
            self._before = None
        index = self.view.currentIndex()
        if index.isValid():
            self.show(index.row(), index.column())
            self.page.toolbar.set_cell(*self.words(index.row(), index.column()))

    def clear(self) -> None:
        """Show nothing."""
        self.row = self.cell = None

    def words(self, row: int, column: int) -> tuple[str, str, str, bool]:
        """Return the current cell for the line over the grid: name, value, state, whether it takes typing."""
        model = self.view.grid_model()
        if column >= len(model.months):
            return "", "", "", False
        cell = model.cell_at(row, column) if isinstance(model, MonthGridModel | OutputModel) else None
        if cell is None:
            return "", "", "", False
        heading = model.headings()[column]
        found = model.row_at(row)
        name = (
            found.source.name
            if isinstance(found, SourceRow)
            else found.name
            if isinstance(found, OutputRow)
            else ""
        )
        state = "warn" if isinstance(cell, Cell) and cell.state is State.FLAGGED else ""
        shown = tr("{name}, {month}", name=name, month=heading)
        value = model.typed(row, column)
        if len(value) > _LONGEST:
            value = model.words(row, column)
        return shown, value, state, model.editable(row, column)

    def show_now(self) -> None:
        """Fill the inspector with the current cell."""
        row, cell, figures = self.row, self.cell, self.session.figures
        if row is None or cell is None or figures is None or not self.inspector.isVisibleTo(self.page):
            return
        locked = self.session.read_only or self.view.grid_model().guards.lock is not None
        self.inspector.bills.read_only = locked
        self.inspector.set_cell(row, cell, self._units(row.unit), locked=locked)
        self._show_bills(row, cell)
        self.page.attachments.show(cell, locked=self.session.read_only)
        self.source_edits.source = row.source
        if self.session.inventory is not None:
            self.inspector.panes.show_source(self.session.inventory, figures, row, cell, read_only=locked)
        self.inspector.set_working(working_of(figures, cell), figures)
        self._show_year(row, cell)

    def _show_bills(self, row: SourceRow, cell: Cell) -> None:
        inventory = self.session.inventory
        ids = list(dict.fromkeys(entry.bill for entry in cell.activities if entry.bill is not None))
        if inventory is None or not ids:
            return
        bills = [bill for bill in inventory.find(Bill, source=row.source.id) if bill.id in ids]
        self.inspector.bills.set_bills(row.source, cell.month, bills, calendar(inventory, row.source.id))

    def _show_year(self, row: SourceRow, cell: Cell) -> None:
        before = self._last_year(row)
        bars = [
            YearBar(
                month=each.month,
                value=each.quantity,
                before=last,
                current=each.month == cell.month,
                flagged=each.state is State.FLAGGED,
                missing=each.missing,
            )
            for each, last in zip(row.cells, before, strict=True)
        ]
        grid = self.page.grid
        named = ""
        if grid is not None and any(value is not None for value in before):
            named = year_name(grid.year - 1, grid.figures.organisation.year_start)
        unit_ = unit_text(row.unit)
        values = [
            tr(
                "{month} {value} {unit}",
                month=words.month_words(bar.month),
                value=number(bar.value),
                unit=unit_,
            )
            for bar in bars
            if bar.value is not None
        ]
        self.inspector.set_year(bars, named, joined(values))

    def _last_year(self, row: SourceRow) -> list[float | None]:
        """Return the quantities of the year before, month by month, in the row's unit."""
        grid, inventory, figures = self.page.grid, self.session.inventory, self.session.figures
        if grid is None or inventory is None or figures is None:
            return [None] * 12
        key = (row.source.id, grid.year - 1)
        if self._before is not None and self._before[0] == key:
            return self._before[1]
        months = year_months(grid.year - 1, figures.organisation.year_start)
        sums: dict[str, float] = {}
        first, last = Period(*_ends(months)).start, Period(*_ends(months)).end
        for entry in inventory.activities(row.source.id, first, last):
            try:
                by = float(ratio(entry.unit, row.unit))
            except UnitFault:
                continue
            for part, amount in shares_by_month(Period(entry.start, entry.end), entry.quantity):
                month = month_of(part.start)
                sums[month] = sums.get(month, 0.0) + amount * by
        found = [sums.get(month) for month in months]
        self._before = (key, found)
        return found

    @staticmethod
    def _units(wanted: str) -> list[str]:
        """Return units of the same kind, the row's own first."""
        try:
            kind = unit(wanted)
        except UnitFault:
            return [unit_text(wanted)]
        alike = [each for each in spellings() if unit(each).measures_the_same_as(kind)]
        return [unit_text(each) for each in dict.fromkeys([wanted, *alike])][:_MOST_UNITS]

    # ---- what comes back ---------------------------------------------------------------------------------

    def _type(self, text: str) -> None:
        if self.row is not None and self.cell is not None:
            self.edits.type_quantity(self.row, self.cell, self.inspector.fields.entry, text)

    def _change(self, fields: dict[str, Any]) -> None:
        entry = self.inspector.fields.entry
        if self.row is not None and entry is not None:
            self.edits.change_entry(self.row, entry, fields)

    def _use(self, value: float) -> None:
        index = self.view.currentIndex()
        if index.isValid():
            self.edits.commit_cell(index.row(), index.column(), repr(value))
            self.view.setFocus()

    def _keep(self) -> None:
        if self.row is not None and self.cell is not None:
            self.edits.keep_value(self.row, self.cell)

    def _change_bill(self, bill: Bill, fields: dict[str, Any]) -> None:
        if self.row is not None:
            self.edits.change_bill(bill, fields, self.row.source.name)

    def _remove_bill(self, bill: Bill) -> None:
        if self.row is not None:
            self.edits.remove_bill(bill, self.row.source.name)

    def add_bill(self) -> None:
        """Ask for a bill of the current source."""
        row, inventory = self.row, self.session.inventory
        if row is None or inventory is None:
            return
        bills = inventory.find(Bill, source=row.source.id)
        last = max(bills, key=lambda bill: bill.read_date, default=None)
        records: RecordCommands = self.page.records
        source: Source = row.source
        records.add_bill(source, lambda bill: self.edits.add_bill(bill, source.name), last)


def _ends(months: list[str]) -> tuple[Any, Any]:
    from carbondesk.domain.periods import month_period

    return month_period(months[0]).start, month_period(months[-1]).end
