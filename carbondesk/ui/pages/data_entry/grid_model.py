"""The month grid as Qt models: rows of sources or output figures, twelve months, the year and its t CO2e."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from carbondesk.domain.records import Category, Measurement
from carbondesk.domain.text import Text
from carbondesk.language import joined, month_name, number, sentences, tr
from carbondesk.report.grids import MONTHS, Cell, MonthGrid, Row, SourceRow, State, SumRow
from carbondesk.report.outputs import OutputCell, OutputGrid, OutputRow
from carbondesk.ui import tips
from carbondesk.ui.pages.data_entry import words
from carbondesk.ui.pages.data_entry.blocks import plain_number
from carbondesk.ui.pages.data_entry.guards import OPEN
from carbondesk.ui.readings import unit_text

Index = QModelIndex | QPersistentModelIndex
YEAR, TONNES = MONTHS, MONTHS + 1
ALIGN = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
AnyRow = Row | OutputRow


class Show(StrEnum):
    """Which of an entry's numbers the grid shows."""

    QUANTITY = "quantity"
    COST = "cost"
    TONNES = "tonnes"


class GridModel(QAbstractTableModel):
    """What every table of the page has: month columns, a year column, right-aligned words.

    `accept(row, month, text)` is what the page does with a typed text; it returns whether it was taken.
    """

    sums = 2

    def __init__(self) -> None:
        super().__init__()
        self.months: list[str] = []
        self._faces: dict[int, list[object]] = {}
        self.modelReset.connect(self._faces.clear)
        self.read_only = False
        self.guards = OPEN
        # Set by a view without room for the months: large quantities are written in thousands or millions.
        self.narrow = False
        self.accept: Callable[[int, int, str], bool] = lambda _row, _month, _text: False

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or not self.months else MONTHS + self.sums

    def guard(self, column: int) -> Text | None:
        """Return why a month is locked or closed, None where it is open."""
        return self.guards.words(self.months[column]) if column < len(self.months) else None

    def headings(self) -> list[str]:
        """Return the words over the columns."""
        return [*(month_name(int(month[5:])) for month in self.months), tr("Year")]

    def row_at(self, row: int) -> AnyRow:
        """Return what stands in a row."""
        raise NotImplementedError

    def words(self, row: int, column: int) -> str:
        """Return what a cell shows."""
        raise NotImplementedError

    def spoken(self, row: int, column: int) -> str:
        """Return a cell's name for a screen reader."""
        raise NotImplementedError

    def typed(self, row: int, column: int) -> str:
        """Return what the editor of a cell starts with."""
        raise NotImplementedError

    def editable(self, row: int, column: int) -> bool:
        """Whether a cell takes typing now."""
        raise NotImplementedError

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole or section < 0:
            return None
        if orientation == Qt.Orientation.Horizontal:
            headings = self.headings()
            return headings[section] if section < len(headings) else None
        return name_of(self.row_at(section)) if section < self.rowCount() else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words(row, column)
        if role == Qt.ItemDataRole.EditRole:
            return self.typed(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return ALIGN
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            guard = self.guard(column)
            spoken = self.spoken(row, column)
            return tips.for_role(sentences((spoken, tr(guard))) if guard is not None else spoken, role)
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        return self.accept(index.row(), index.column(), str(value))

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self.row_at(index.row()), SumRow):
            return Qt.ItemFlag.NoItemFlags
        shown = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return shown | Qt.ItemFlag.ItemIsEditable if self.editable(index.row(), index.column()) else shown

    def rows_changed(self, rows: Iterable[int]) -> None:
        """Tell the views which cells of these rows look different now; the others are not painted again."""
        for row in rows:
            faces: list[object] = [self.face(row, column) for column in range(self.columnCount())]
            before = self._faces.get(row)
            self._faces[row] = faces
            if before is None:
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(faces) - 1))
                continue
            for column, (old, new) in enumerate(zip(before, faces, strict=True)):
                if old != new:
                    index = self.index(row, column)
                    self.dataChanged.emit(index, index)

    def face(self, row: int, column: int) -> object:
        """Return what the look of a cell depends on."""
        found = self.row_at(row)
        if isinstance(found, SumRow):
            lacks = found.lacks[column] if column < MONTHS else any(found.lacks)
            return self.words(row, column), lacks
        cell = found.cells[column] if column < MONTHS else None
        if isinstance(cell, Cell):
            marks = (
                cell.state,
                cell.corrected,
                cell.waits,
                cell.from_bills,
                cell.noted,
                len(cell.activities),
            )
            return self.words(row, column), marks
        return self.words(row, column), isinstance(found, SourceRow) and found.incomplete


def name_of(row: AnyRow) -> str:
    """Return the words at the head of a row."""
    if isinstance(row, SourceRow):
        return row.source.name
    if isinstance(row, OutputRow):
        return row.name
    return tr(row.category.label) if row.category is not None else ""


class MonthGridModel(GridModel):
    """The rows of a month grid that pass the filter of scope and state."""

    def __init__(self) -> None:
        super().__init__()
        self.grid: MonthGrid | None = None
        self.show = Show.QUANTITY
        self._state: State | None = None
        self._scope = ""
        self._visible: list[int] = []
        self._decimals: dict[int, int] = {}

    # ---- what is shown -----------------------------------------------------------------------------------

    def set_grid(self, grid: MonthGrid | None) -> None:
        """Show another grid, or the same after it was read anew."""
        self.beginResetModel()
        self.grid = grid
        self.months = grid.months if grid is not None else []
        self._filter()
        self.endResetModel()

    def set_filter(self, state: State | None, scope: str) -> None:
        """Show the rows that have a cell in a state, of one scope; None and "" show all."""
        self.beginResetModel()
        self._state, self._scope = state, scope
        self._filter()
        self.endResetModel()

    def set_show(self, show: Show) -> None:
        """Show quantities, costs or t CO2e."""
        self.show = show
        self._decimals.clear()
        self._faces.clear()
        if self.rowCount():
            self.rows_changed(range(self.rowCount()))
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self.rowCount() - 1)

    def places_changed(self, places: Iterable[int]) -> None:
        """Tell the views that these places of the grid differ now."""
        positions = {place: row for row, place in enumerate(self._visible)}
        rows = [positions[place] for place in places if place in positions]
        for row in rows:
            self._decimals.pop(row, None)
        self.rows_changed(rows)

    def row_of(self, source: int) -> int | None:
        """Return the row of a source, None when it is not shown."""
        place = self.grid.place(source) if self.grid is not None else None
        return self._visible.index(place) if place in self._visible else None

    def _filter(self) -> None:
        self._decimals.clear()
        self._visible = []
        if self.grid is None:
            return
        group: int | None = None
        for place, row in enumerate(self.grid.rows):
            if isinstance(row, SumRow):
                group = place
            elif self._passes(row):
                if group is not None:
                    self._visible.append(group)
                    group = None
                self._visible.append(place)

    def _passes(self, row: SourceRow) -> bool:
        if self._scope and Category(row.source.category).scope != self._scope:
            return False
        return self._state is None or row.count(self._state) > 0

    # ---- Qt's questions ----------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._visible)

    def headings(self) -> list[str]:
        return [*super().headings(), tr("t CO₂e")] if self.months else []

    def row_at(self, row: int) -> Row:
        assert self.grid is not None  # noqa: S101 - there are no rows without a grid
        return self.grid.rows[self._visible[row]]

    def cell_at(self, row: int, column: int) -> Cell | None:
        """Return the cell of a source and month, None elsewhere."""
        there = 0 <= row < len(self._visible) and 0 <= column < MONTHS
        found = self.row_at(row) if there else None
        return found.cells[column] if isinstance(found, SourceRow) else None

    def opens(self, row: int, column: int) -> bool:
        """Whether Enter opens what a month is made of: bills, stock levels or the log of equipment."""
        cell, found = self.cell_at(row, column), self.row_at(row)
        if cell is None or not isinstance(found, SourceRow):
            return False
        return cell.from_bills or found.source.measurement in {Measurement.EQUIPMENT, Measurement.STOCK}

    def value_of(self, cell: Cell) -> float | None:
        """Return the number that the grid shows of a cell at present."""
        if self.show is Show.QUANTITY:
            return cell.quantity
        return cell.cost if self.show is Show.COST else cell.tonnes

    def words(self, row: int, column: int) -> str:
        found = self.row_at(row)
        if isinstance(found, SumRow):
            return sum_words(found, column)
        if column == TONNES:
            return self._tonnes_words(found)
        value = self._year_value(found) if column == YEAR else self.value_of(found.cells[column])
        if value is None:
            return ""
        if self.show is Show.TONNES:
            return words.tonnes_text(value)
        decimals = self.decimals(row)
        if column >= MONTHS:
            decimals = min(decimals, words.decimals_of([value]))
        return (words.compact if self.narrow else words.rounded)(value, decimals)

    def _tonnes_words(self, row: SourceRow) -> str:
        if not row.counted:
            return "–"
        if row.tonnes is None:
            return tr("no factor") if any(cell.activities for cell in row.cells) else ""
        return words.tonnes_text(row.tonnes) if any(cell.activities for cell in row.cells) else ""

    def _year_value(self, row: SourceRow) -> float | None:
        if self.show is Show.QUANTITY:
            return row.quantity
        if self.show is Show.COST:
            return row.cost
        return row.tonnes if any(cell.activities for cell in row.cells) else None

    def decimals(self, row: int) -> int:
        """Return with how many decimals the months of a row are written."""
        if row not in self._decimals:
            found = self.row_at(row)
            assert isinstance(found, SourceRow)  # noqa: S101 - sums are written in whole tonnes
            self._decimals[row] = words.decimals_of(self.value_of(cell) for cell in found.cells)
        return self._decimals[row]

    def unit_words(self, row: SourceRow) -> str:
        """Return the unit that stands behind a source's name at present."""
        if self.show is Show.TONNES:
            return "t CO₂e"
        if self.show is Show.COST:
            paid = {cell.currency for cell in row.cells if cell.currency}
            only = paid.pop() if len(paid) == 1 else ""
            return only or (self.grid.currency if self.grid is not None else "")
        return unit_text(row.unit)

    def spoken(self, row: int, column: int) -> str:
        found, shown = self.row_at(row), self.words(row, column)
        if column >= MONTHS or isinstance(found, SumRow):
            heading = self.headings()[column]
            unit = "t CO₂e" if column == TONNES or isinstance(found, SumRow) else self.unit_words(found)
            if self.narrow and column == YEAR and isinstance(found, SourceRow):
                shown = number(round(self._year_value(found) or 0.0, self.decimals(row)))
            return joined(part for part in (name_of(found), heading, f"{shown} {unit}".strip()) if part)
        cell = found.cells[column]
        full = "" if self.value_of(cell) is None else number(self.value_of(cell) or 0.0)
        return words.accessible_cell(found, cell, full, self.unit_words(found))

    def typed(self, row: int, column: int) -> str:
        cell = self.cell_at(row, column)
        value = self.value_of(cell) if cell is not None else None
        return "" if value is None else plain_number(value)

    def editable(self, row: int, column: int) -> bool:
        if self.read_only or self.guards.lock is not None or self.show is Show.TONNES:
            return False
        cell, found = self.cell_at(row, column), self.row_at(row)
        if cell is None or not isinstance(found, SourceRow):
            return False
        return cell.in_use and found.source.measurement != Measurement.EQUIPMENT


def sum_words(row: SumRow, column: int) -> str:
    """Return a cell of a row of sums in t CO2e."""
    if column == TONNES:
        return words.tonnes_text(row.total) if any(row.present) else ""
    if column == YEAR or not row.present[column]:
        return ""
    return words.tonnes_text(row.tonnes[column])


class TotalsModel(GridModel):
    """The two pinned rows under the grid: scopes 1 and 2, and all scopes, in t CO2e."""

    def __init__(self) -> None:
        super().__init__()
        self.totals: list[SumRow] = []

    def set_grid(self, grid: MonthGrid | None) -> None:
        """Show the totals of a grid."""
        months = grid.months if grid is not None else []
        sums = [grid.scope12, grid.everything] if grid is not None else []
        if months == self.months and len(sums) == len(self.totals):
            changed = [row for row, total in enumerate(sums) if total != self.totals[row]]
            self.totals = sums
            self.rows_changed(changed)
            return
        self.beginResetModel()
        self.months, self.totals = months, sums
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.totals)

    def headings(self) -> list[str]:
        return [*super().headings(), tr("t CO₂e")] if self.months else []

    def row_at(self, row: int) -> SumRow:
        return self.totals[row]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Vertical and role == Qt.ItemDataRole.DisplayRole and section >= 0:
            return [tr("Scope 1+2, t CO₂e"), tr("All scopes, t CO₂e")][section]
        return super().headerData(section, orientation, role)

    def words(self, row: int, column: int) -> str:
        return sum_words(self.totals[row], column)

    def spoken(self, row: int, column: int) -> str:
        lacks = column < MONTHS and self.totals[row].lacks[column]
        heading = self.headerData(row, Qt.Orientation.Vertical)
        parts = [str(heading), self.headings()[column], self.words(row, column)]
        return joined(part for part in [*parts, tr("a value is missing") if lacks else ""] if part)

    def typed(self, row: int, column: int) -> str:
        return self.words(row, column)

    def editable(self, row: int, column: int) -> bool:
        return False


class OutputModel(GridModel):
    """The output figures of a site: a row each, twelve months and their sum."""

    sums = 1

    def __init__(self) -> None:
        super().__init__()
        self.grid: OutputGrid | None = None

    def set_grid(self, grid: OutputGrid | None) -> None:
        """Show the output figures of another site or year."""
        self.beginResetModel()
        self.grid = grid
        self.months = grid.months if grid is not None else []
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or self.grid is None else len(self.grid.rows)

    def headings(self) -> list[str]:
        return super().headings() if self.months else []

    def row_at(self, row: int) -> OutputRow:
        assert self.grid is not None  # noqa: S101 - there are no rows without a grid
        return self.grid.rows[row]

    def cell_at(self, row: int, column: int) -> OutputCell | None:
        """Return the cell of a figure and month, None elsewhere."""
        there = self.grid is not None and 0 <= row < self.rowCount() and 0 <= column < MONTHS
        return self.row_at(row).cells[column] if there else None

    def unit_words(self, row: OutputRow) -> str:
        """Return the unit that stands behind a figure's name."""
        return unit_text(row.unit)

    def words(self, row: int, column: int) -> str:
        found = self.row_at(row)
        value = found.total if column >= MONTHS else found.cells[column].amount
        decimals = words.decimals_of(cell.amount for cell in found.cells)
        write = words.compact if self.narrow else words.rounded
        return "" if value is None else write(value, decimals)

    def spoken(self, row: int, column: int) -> str:
        found = self.row_at(row)
        shown = f"{self.words(row, column)} {self.unit_words(found)}".strip()
        when = words.month_words(self.months[column]) if column < MONTHS else tr("Year")
        return joined((found.name, when, shown))

    def typed(self, row: int, column: int) -> str:
        cell = self.cell_at(row, column)
        return "" if cell is None or cell.amount is None else plain_number(cell.amount)

    def editable(self, row: int, column: int) -> bool:
        return not self.read_only and self.guards.lock is None and self.cell_at(row, column) is not None
