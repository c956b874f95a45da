"""Writing from the grid: one step a commit, and what goes wrong said in the line under the grid."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.text import Text
from carbondesk.language import tr
from carbondesk.report.grids import SourceRow
from carbondesk.store.errors import ClosedMonth
from carbondesk.ui.pages.data_entry import entries
from carbondesk.ui.pages.data_entry.entries import Refused
from carbondesk.ui.pages.data_entry.grid_model import GridModel, MonthGridModel, Show
from carbondesk.ui.pages.data_entry.grid_view import GridView
from carbondesk.ui.pages.data_entry.prompts import PromptBar
from carbondesk.ui.session import Session

Writer = Callable[[Any], set[int]]


class GridWriter(QObject):
    """Writes steps for the grid in view. `view.grid_model()` says which grid that is."""

    def __init__(self, session: Session, view: GridView, prompt: PromptBar) -> None:
        super().__init__(view)
        self.session = session
        self.view = view
        self.prompt = prompt

    @property
    def model(self) -> GridModel:
        """The model in view."""
        return self.view.grid_model()

    @property
    def currency(self) -> str:
        """The currency of costs at the site in view."""
        grid = self.model.grid if isinstance(self.model, MonthGridModel) else None
        return grid.currency if grid is not None else ""

    def write(self, title: Text, change: Writer, reason: str = "") -> bool:
        """Run a change as one step; what goes wrong in the world is said under the grid.

        Where a closed month is in the way, the reason is asked for under the grid and the change made with it.
        """
        try:
            self._step(title, change, reason)
        except ClosedMonth as fault:
            self._ask_reason(fault, title, change)
            return True
        except Refused as refused:
            self.prompt.tell("warn", tr(refused.text), tr(refused.remedy))
            return False
        except CarbonDeskError as fault:
            self.prompt.tell("warn", tr(fault.text), tr(fault.remedy))
            return False
        if not self.prompt.asks:
            self.prompt.dismiss()
        return True

    def _ask_reason(self, fault: ClosedMonth, title: Text, change: Writer) -> None:
        def again(reason: str) -> None:
            self.write(title, change, reason)
            self.view.setFocus()

        closed = tr(fault.text)
        self.prompt.ask_reason(tr("{fault} Why is it corrected?", fault=closed), tr("Correct"), again)

    def _step(self, title: Text, change: Writer, reason: str = "") -> None:
        inventory = self.session.inventory
        assert inventory is not None  # noqa: S101 - the grid shows an open inventory
        with self.session.step(title, reason) as step:
            entries.share_out(inventory, step, change(step))

    def _locked(self) -> bool:
        """Say so where the grid cannot be written now."""
        shows_tonnes = isinstance(self.model, MonthGridModel) and self.model.show is Show.TONNES
        guards = self.model.guards
        if guards.lock is not None and guards.remedy is not None:
            self.prompt.tell("info", tr(guards.lock), tr(guards.remedy))
        elif self.model.read_only:
            self.prompt.tell("info", tr("This inventory is read-only."), tr("Save a copy to change it."))
        elif shows_tonnes:
            self.prompt.tell(
                "info", tr("t CO₂e is computed."), tr("Change the view to Quantity to type values.")
            )
        return self.model.read_only or guards.lock is not None or shows_tonnes

    def explain_locked(self) -> None:
        """Say why the current cell takes no typing."""
        index = self.view.currentIndex()
        if self._locked() or not index.isValid() or not isinstance(self.model, MonthGridModel):
            return
        found, cell = self.model.row_at(index.row()), self.model.cell_at(index.row(), index.column())
        if isinstance(found, SourceRow) and cell is not None:
            try:
                entries.check_editable(found.source, cell)
            except Refused as refused:
                self.prompt.tell("info", tr(refused.text), tr(refused.remedy))
