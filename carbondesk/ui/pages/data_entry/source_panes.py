"""The panes for what is not typed month by month: equipment, stock, process gases, steam by mass, cogeneration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carbondesk.domain.records import (
    Bill,
    Category,
    Cogeneration,
    Equipment,
    Event,
    Measurement,
    Meter,
    ProcessGas,
    Reading,
    Source,
)
from carbondesk.store.billing import calendar
from carbondesk.store.equipment import lost
from carbondesk.store.leaks import leak_rates
from carbondesk.ui import fonts
from carbondesk.ui.pages.data_entry.cogeneration_edits import (
    CogenerationEdits,
    CogenerationPane,
    may_cogenerate,
)
from carbondesk.ui.pages.data_entry.equipment_edits import EquipmentEdits
from carbondesk.ui.pages.data_entry.equipment_pane import EquipmentPane
from carbondesk.ui.pages.data_entry.gas_edits import GasEdits, GasPane
from carbondesk.ui.pages.data_entry.pane_edits import PaneEdits
from carbondesk.ui.pages.data_entry.steam_edits import SteamEdits, SteamPane, is_by_mass
from carbondesk.ui.pages.data_entry.stock_edits import Line, StockEdits, StockPane

if TYPE_CHECKING:
    from carbondesk.report.figures import Figures
    from carbondesk.report.grids import Cell, SourceRow
    from carbondesk.store.inventory import Inventory
    from carbondesk.ui.pages.data_entry.writing import GridWriter
    from carbondesk.ui.session import Session


class SourcePanes(QWidget):
    """Equipment, stock, process gas, steam and plants of the source in view; those that do not fit are hidden."""

    def __init__(self) -> None:
        super().__init__()
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(fonts.px(10))
        self.equipment, self.stock, self.gases = EquipmentPane(), StockPane(), GasPane()
        self.steam, self.plants = SteamPane(), CogenerationPane()
        for pane in self._panes():
            body.addWidget(pane)

    def _panes(self) -> tuple[EquipmentPane, StockPane, GasPane, SteamPane, CogenerationPane]:
        return self.equipment, self.stock, self.gases, self.steam, self.plants

    def show_source(
        self, inventory: Inventory, figures: Figures, row: SourceRow, cell: Cell, *, read_only: bool
    ) -> None:
        """Fill the panes that fit the source of a row."""
        source = row.source
        for pane in self._panes():
            pane.read_only = read_only
        equipped = source.measurement == Measurement.EQUIPMENT
        stocked = source.measurement == Measurement.STOCK
        processed = source.category == Category.PROCESS and _is_gas(source, figures)
        if equipped:
            units = inventory.find(Equipment, source=source.id)
            events = {unit.id: inventory.find(Event, equipment=unit.id) for unit in units}
            found = lost(inventory, source)
            self.equipment.set_equipment(source, cell.month, units, events, leak_rates(), found)
        if stocked:
            meters = {meter.id: meter for meter in inventory.find(Meter, source=source.id)}
            lines: list[Line] = [
                *(reading for meter in meters for reading in inventory.find(Reading, meter=meter)),
                *inventory.find(Bill, source=source.id),
            ]
            self.stock.set_stock(source, cell.month, meters, lines, calendar(inventory, source.id))
        if processed:
            self.gases.set_records(source, inventory.find(ProcessGas, source=source.id), figures)
        by_mass, burns = is_by_mass(source), may_cogenerate(source)
        if by_mass:
            self.steam.set_source(source)
        if burns:
            plants = inventory.find(Cogeneration, source=source.id)
            self.plants.set_plants(plants, lambda year: figures.by_source(year)[source.id])
        fits = (equipped, stocked, processed, by_mass, burns)
        for part, fitting in zip(self._panes(), fits, strict=True):
            part.setVisible(fitting)
        self.setVisible(any(fits))

    def focus_in(self) -> bool:
        """Put the keyboard into the log or the levels; False where the source has neither."""
        if not self.equipment.isHidden():
            self.equipment.focus_log()
        elif not self.stock.isHidden():
            self.stock.focus_lines()
        else:
            return False
        return True


class SourceEdits(QObject):
    """Has what the panes ask for done, for the source of the current row."""

    def __init__(self, session: Session, panes: SourcePanes, writer: GridWriter, parent: QWidget) -> None:
        super().__init__(parent)
        self.source: Source | None = None
        self.equipment = EquipmentEdits(session, writer, parent)
        self.stock = StockEdits(session, writer, parent)
        self.gases = GasEdits(session, writer, parent)
        self.steam = SteamEdits(session, writer, parent)
        self.plants = CogenerationEdits(session, writer, parent)
        for pane, edits in (
            (panes.equipment, self.equipment),
            (panes.stock, self.stock),
            (panes.gases, self.gases),
            (panes.steam, self.steam),
            (panes.plants, self.plants),
        ):
            pane.asked.connect(lambda command, record, edits=edits: self._run(edits, command, record))
        panes.equipment.method_chosen.connect(self._set_method)

    def _run(self, edits: PaneEdits, command: str, record: object) -> None:
        if self.source is not None:
            edits.run(command, self.source, record)

    def _set_method(self, method: str) -> None:
        if self.source is not None:
            self.equipment.set_method(self.source, method)


def _is_gas(source: Source, figures: Figures) -> bool:
    """Whether a source buys a gas, whose fractions can be entered."""
    return bool(figures.library.gases.named(source.carrier))
