"""What is done to one cell, in the grid or in the inspector; each commit is one step."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from carbondesk.domain.numbers import NotANumber, parse_number
from carbondesk.domain.records import Acknowledgement, Activity, Bill
from carbondesk.domain.text import say
from carbondesk.language import tr, tr_many
from carbondesk.report.grids import Cell, SourceRow, note_place
from carbondesk.report.outputs import OutputRow
from carbondesk.ui.pages.data_entry import entries
from carbondesk.ui.pages.data_entry.block_edits import BlockEdits
from carbondesk.ui.pages.data_entry.entries import Refused, Typed
from carbondesk.ui.pages.data_entry.grid_model import MonthGridModel, Show


class CellEdits(BlockEdits):
    """The edits of single cells and their entries and bills."""

    def commit_cell(self, row: int, month: int, text: str) -> bool:
        """Take a typed text for a month of a row; False when it was refused and the reason is shown.

        A month of bills is taken once its reason is given in the line under the grid.
        """
        if not text.strip():
            return self.empty_cells([(row, month)])
        try:
            return self._commit(row, month, text)
        except Refused as refused:
            self.prompt.tell("warn", tr(refused.text), tr(refused.remedy))
            return False

    def _commit(self, row: int, month: int, text: str) -> bool:
        found = self.model.row_at(row)
        if isinstance(found, OutputRow):
            typed = entries.read(text, found.unit)
            amount = entries.in_unit(typed, found.unit)
            return self._write_output(found, [(month, amount)])
        if not isinstance(found, SourceRow) or not isinstance(self.model, MonthGridModel):
            return False
        cell = found.cells[month]
        if self.model.show is Show.COST:
            return self._commit_cost(found, cell, text)
        typed = entries.read(text, found.unit)
        entries.check(found.source, cell, typed)
        typed = Typed(typed.number, typed.unit or found.unit)
        if cell.from_bills:
            self._ask_correction(found, cell, typed)
            return True
        title = entries.title_of(found.source.name, [cell.month])
        return self.write(title, lambda step: entries.put(step, found.source, cell, typed))

    def _commit_cost(self, row: SourceRow, cell: Cell, text: str) -> bool:
        try:
            cost = parse_number(text, entries.DECIMAL_MARK)
        except NotANumber as fault:
            raise Refused(fault.text, fault.remedy) from fault
        currency = cell.currency or self.currency
        title = say("Cost of {name}", name=row.source.name)

        def put(step: Any) -> set[int]:
            entries.put_cost(step, cell, cost, currency)
            return set()

        return self.write(title, put)

    def _ask_correction(self, row: SourceRow, cell: Cell, typed: Typed) -> None:
        title = entries.title_of(row.source.name, [cell.month])

        def correct(reason: str) -> None:
            self.write(title, lambda step: entries.put(step, row.source, cell, typed, reason), reason)
            self.view.setFocus()

        count = max(1, cell.bills)
        self.prompt.ask_reason(
            tr_many(
                "This month comes from {n} bill. Why is it corrected?",
                "This month comes from {n} bills. Why is it corrected?",
                count,
            ),
            tr("Correct"),
            correct,
        )

    def change_entry(self, row: SourceRow, entry: Activity, fields: dict[str, Any]) -> bool:
        """Change fields of one entry."""
        title = say("Edit {name}", name=row.source.name)

        def change(step: Any) -> set[int]:
            step.change(entry, **fields)
            return set()

        return self.write(title, change)

    def type_quantity(self, row: SourceRow, cell: Cell, entry: Activity | None, text: str) -> bool:
        """Take a quantity typed in the inspector: of the entry shown, in its unit, or of an empty month."""
        try:
            unit = entry.unit if entry is not None else row.unit
            typed = entries.read(text, unit)
            if entry is None:
                entries.check(row.source, cell, typed)
        except Refused as refused:
            self.prompt.tell("warn", tr(refused.text), tr(refused.remedy))
            return False
        if entry is None:
            typed = Typed(typed.number, typed.unit or unit)
            title = entries.title_of(row.source.name, [cell.month])
            return self.write(title, lambda step: entries.put(step, row.source, cell, typed))
        return self.change_entry(row, entry, {"quantity": typed.number, "unit": typed.unit or unit})

    def keep_value(self, row: SourceRow, cell: Cell) -> None:
        """Ask why a doubtful value is right and keep the answer with it."""
        finding = cell.finding
        if finding is None:
            return

        def keep(note: str) -> None:
            record = Acknowledgement(
                code=finding.code,
                place=note_place(row.source, cell.month),
                note=note,
                by=self.session.settings.person,
            )

            def add(step: Any) -> set[int]:
                step.add(record)
                return set()

            self.write(say("Keep {name}", name=row.source.name), add, note)
            self.view.setFocus()

        self.prompt.ask_reason(tr("Why is this value right?"), tr("Keep"), keep)

    def change_bill(self, bill: Bill, fields: dict[str, Any], name: str) -> bool:
        """Change fields of a bill and share its source's bills out again, as one step."""

        def change(step: Any) -> set[int]:
            step.change(bill, **fields)
            return {bill.source}

        return self.write(say("Edit a bill of {name}", name=name), change)

    def add_bill(self, bill: Bill, name: str) -> None:
        """Add a bill; raises CarbonDeskError where the file does not take it."""
        self._step(say("Add a bill of {name}", name=name), lambda step: {step.add(bill).source})

    def remove_bill(self, bill: Bill, name: str) -> bool:
        """Remove a bill with its shares of months."""
        inventory = self.session.inventory

        def remove(step: Any) -> set[int]:
            shares = (
                [entry.id for entry in inventory.activities(bill.source) if entry.bill == bill.id]
                if inventory
                else []
            )
            if shares:
                step.remove_many(Activity, shares)
            step.remove(bill)
            return {bill.source}

        return self.write(say("Remove a bill of {name}", name=name), remove)

    def _write_output(self, row: OutputRow, amounts: Iterable[tuple[int, float | None]]) -> bool:
        listed = list(amounts)

        def put(step: Any) -> set[int]:
            for month, amount in listed:
                entries.put_output(step, row, row.cells[month], amount)
            return set()

        return self.write(entries.title_of(row.name, [row.cells[month].month for month, _ in listed]), put)
