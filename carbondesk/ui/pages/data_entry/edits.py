"""What is done to cells: typing, emptying, pasting, filling, correcting; each commit is one step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.numbers import NotANumber, parse_number
from carbondesk.domain.records import Acknowledgement, Activity, Bill
from carbondesk.domain.text import Text, say
from carbondesk.language import tr, tr_many
from carbondesk.report.grids import MONTHS, Cell, SourceRow, note_place
from carbondesk.report.outputs import OutputRow
from carbondesk.ui.pages.data_entry import entries
from carbondesk.ui.pages.data_entry.blocks import Plan, format_block, parse_block
from carbondesk.ui.pages.data_entry.entries import Refused, Typed
from carbondesk.ui.pages.data_entry.grid_model import GridModel, MonthGridModel, Show
from carbondesk.ui.pages.data_entry.grid_view import GridView
from carbondesk.ui.pages.data_entry.prompts import PromptBar
from carbondesk.ui.session import Session

Place = tuple[int, int]
Writer = Callable[[Any], set[int]]


class CellEdits(QObject):
    """The edits of the grid in view. `view.grid_model()` says which grid that is."""

    def __init__(self, session: Session, view: GridView, prompt: PromptBar) -> None:
        super().__init__(view)
        self.session = session
        self.view = view
        self.prompt = prompt

    @property
    def model(self) -> GridModel:
        """The model in view."""
        return self.view.grid_model()

    # ---- one cell ----------------------------------------------------------------------------------------

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

    @property
    def currency(self) -> str:
        """The currency of costs at the site in view."""
        grid = self.model.grid if isinstance(self.model, MonthGridModel) else None
        return grid.currency if grid is not None else ""

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

    # ---- blocks ------------------------------------------------------------------------------------------

    def places(self) -> list[Place]:
        """Return the months of the selected block, sums left out."""
        block = self.view.block()
        if block is None:
            return []
        top, left, bottom, right = block
        rows = [row for row in range(top, bottom + 1) if self._is_open(row)]
        return [(row, column) for row in rows for column in range(left, min(right, MONTHS - 1) + 1)]

    def _is_open(self, row: int) -> bool:
        return isinstance(self.model.row_at(row), SourceRow | OutputRow)

    def empty_cells(self, places: Sequence[Place] | None = None) -> bool:
        """Remove what was entered in the block; months of bills stay, and that is said."""
        places = self.places() if places is None else places
        if self._locked() or not places:
            return False
        plan: Plan[Place] = Plan(taken=[(place, None, "") for place in places])
        return self._apply(self._sorted(plan), say("Empty {count} cells", count=len(places)))

    def copy(self) -> None:
        """Put the block on the clipboard as a spreadsheet lays it out."""
        places = self.places()
        if not places:
            return
        rows: dict[int, list[str]] = {}
        for row, column in places:
            rows.setdefault(row, []).append(self.model.typed(row, column))
        QGuiApplication.clipboard().setText(format_block(list(rows.values())))

    def cut(self) -> None:
        """Copy the block and empty it."""
        self.copy()
        self.empty_cells()

    def paste(self) -> None:
        """Show what the clipboard's block would do; Enter takes it as one step."""
        block, index = parse_block(QGuiApplication.clipboard().text()), self.view.currentIndex()
        if self._locked() or not block or not index.isValid():
            return
        plan = self._sorted(self._planned(block))
        bad = (
            tr_many("{n} not a number", "{n} not numbers", plan.not_numbers) if plan.not_numbers else "",
            tr_many("{n} made of bills stays", "{n} made of bills stay", plan.from_bills)
            if plan.from_bills
            else "",
            tr_many("{n} refused", "{n} refused", plan.refused) if plan.refused else "",
            tr_many("{n} outside the grid", "{n} outside the grid", plan.outside) if plan.outside else "",
        )
        title = ", ".join([tr_many("{n} cell", "{n} cells", plan.cells), *filter(None, bad)])
        if not plan.taken:
            self.prompt.tell("warn", title, plan.first_reason)
            return
        button = tr_many("Paste {n} value", "Paste {n} values", len(plan.taken))

        def take(_reason: str) -> None:
            self._apply(plan, say("Paste {count} cells", count=len(plan.taken)), tell=False)
            self.view.setFocus()

        self.prompt.ask(title, plan.first_reason, button, take)

    def fill(self, *, right: bool) -> None:
        """Copy the first column of the block to the right, or its first row down; one cell takes its neighbour's."""
        block = self.view.block()
        if self._locked() or block is None:
            return
        top, left, bottom, last = block
        if right and left == last:
            left -= 1
        if not right and top == bottom:
            above = self.view.step_row(top, -1)
            top = -1 if above is None else above
        if left < 0 or top < 0:
            return
        plan: Plan[Place] = Plan()
        for row in [row for row in range(top, bottom + 1) if self._is_open(row)]:
            for column in range(left, min(last, MONTHS - 1) + 1):
                origin = (row, left) if right else (top, column)
                if origin != (row, column):
                    text = self.model.typed(*origin)
                    plan.taken.append(((row, column), parse_number(text, ".") if text else None, ""))
        self._apply(self._sorted(plan), say("Fill {count} cells", count=len(plan.taken)))

    def _planned(self, block: Sequence[Sequence[str]]) -> Plan[Place]:
        """Lay a block over the grid from the current cell; one cell fills the whole selection."""
        plan: Plan[Place] = Plan()
        chosen = self.places()
        if len(block) == 1 and len(block[0]) == 1 and len(chosen) > 1:
            for place in chosen:
                self._plan_text(plan, place, block[0][0])
            return plan
        start = self.view.block() or (0, 0, 0, 0)
        row: int | None = start[0]
        for line in block:
            for offset, text in enumerate(line):
                if row is None or start[1] + offset >= MONTHS:
                    plan.outside += 1
                else:
                    self._plan_text(plan, (row, start[1] + offset), text)
            row = None if row is None else self.view.step_row(row, 1)
        return plan

    def _plan_text(self, plan: Plan[Place], place: Place, text: str) -> None:
        found = self.model.row_at(place[0])
        unit = found.unit if isinstance(found, SourceRow | OutputRow) else ""
        if not text.strip():
            plan.taken.append((place, None, ""))
            return
        try:
            typed = entries.read(text, unit)
            plan.taken.append((place, typed.number, typed.unit))
        except Refused as refused:
            plan.not_numbers += 1
            plan.first_reason = plan.first_reason or tr(refused.text)

    def _sorted(self, plan: Plan[Place]) -> Plan[Place]:
        """Take out of a plan what its cells cannot take: months of bills, months not in use, what would not change."""
        taken, plan.taken = plan.taken, []
        for place, number, unit in taken:
            found = self.model.row_at(place[0])
            if isinstance(found, SourceRow):
                cell = found.cells[place[1]]
                if cell.from_bills:
                    plan.from_bills += 1
                    continue
                if number is None and not cell.activities:
                    continue
                try:
                    entries.check(found.source, cell, Typed(0.0 if number is None else number))
                except Refused as refused:
                    plan.refused += 1
                    plan.first_reason = plan.first_reason or tr(refused.text)
                    continue
            plan.taken.append((place, number, unit))
        return plan

    def _apply(self, plan: Plan[Place], title: Text, *, tell: bool = True) -> bool:
        """Write a plan as one step, and say what was left alone."""
        done = True
        if plan.taken:
            done = self.write(title, lambda step: self._put_all(step, plan))
        left = plan.from_bills + plan.refused
        if tell and left:
            words = tr_many(
                "{n} cell stays as it is", "{n} cells stay as they are", left
            )
            reason = plan.first_reason or tr("Months made of bills are changed in their bills.")
            self.prompt.tell("info", words, reason)
        return done and bool(plan.taken)

    def _put_all(self, step: Any, plan: Plan[Place]) -> set[int]:
        touched: set[int] = set()
        for (row, column), number, unit in plan.taken:
            found = self.model.row_at(row)
            if isinstance(found, OutputRow):
                entries.put_output(step, found, found.cells[column], number)
            elif isinstance(found, SourceRow):
                cell = found.cells[column]
                if isinstance(self.model, MonthGridModel) and self.model.show is Show.COST:
                    entries.put_cost(step, cell, number, cell.currency or self.currency)
                elif number is None:
                    touched |= entries.clear(step, cell)
                else:
                    touched |= entries.put(step, found.source, cell, Typed(number, unit or found.unit))
        return touched

    # ---- the inspector's edits ---------------------------------------------------------------------------

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
                code=finding.code, place=note_place(row.source, cell.month), note=note, by=self.session.settings.person
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
            shares = [entry.id for entry in inventory.activities(bill.source) if entry.bill == bill.id] if inventory else []
            if shares:
                step.remove_many(Activity, shares)
            step.remove(bill)
            return {bill.source}

        return self.write(say("Remove a bill of {name}", name=name), remove)

    # ---- writing -----------------------------------------------------------------------------------------

    def write(self, title: Text, change: Writer, reason: str = "") -> bool:
        """Run a change as one step; what goes wrong in the world is said under the grid."""
        try:
            self._step(title, change, reason)
        except Refused as refused:
            self.prompt.tell("warn", tr(refused.text), tr(refused.remedy))
            return False
        except CarbonDeskError as fault:
            self.prompt.tell("warn", tr(fault.text), tr(fault.remedy))
            return False
        if not self.prompt.asks:
            self.prompt.dismiss()
        return True

    def _step(self, title: Text, change: Writer, reason: str = "") -> None:
        inventory = self.session.inventory
        assert inventory is not None  # noqa: S101 - the grid shows an open inventory
        with self.session.step(title, reason) as step:
            entries.share_out(inventory, step, change(step))

    def _write_output(self, row: OutputRow, amounts: Iterable[tuple[int, float | None]]) -> bool:
        listed = list(amounts)

        def put(step: Any) -> set[int]:
            for month, amount in listed:
                entries.put_output(step, row, row.cells[month], amount)
            return set()

        return self.write(entries.title_of(row.name, [row.cells[month].month for month, _ in listed]), put)

    def _locked(self) -> bool:
        """Say so where the grid cannot be written now."""
        shows_tonnes = isinstance(self.model, MonthGridModel) and self.model.show is Show.TONNES
        if self.model.read_only:
            self.prompt.tell("info", tr("This inventory is read-only."), tr("Save a copy to change it."))
        elif shows_tonnes:
            self.prompt.tell(
                "info", tr("t CO₂e is computed."), tr("Change the view to Quantity to type values.")
            )
        return self.model.read_only or shows_tonnes

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

