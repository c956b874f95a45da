"""What is done to blocks of cells: emptying, copying, pasting, filling; each is one step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtGui import QGuiApplication

from carbondesk.domain.numbers import parse_number
from carbondesk.domain.text import Text, say
from carbondesk.language import joined, tr, tr_many
from carbondesk.report.grids import MONTHS, SourceRow
from carbondesk.report.outputs import OutputRow
from carbondesk.ui.pages.data_entry import entries
from carbondesk.ui.pages.data_entry.blocks import Plan, format_block, parse_block
from carbondesk.ui.pages.data_entry.entries import Refused, Typed
from carbondesk.ui.pages.data_entry.grid_model import MonthGridModel, Show
from carbondesk.ui.pages.data_entry.writing import GridWriter

Place = tuple[int, int]


class BlockEdits(GridWriter):
    """The edits of the selected block."""

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
        title = joined([tr_many("{n} cell", "{n} cells", plan.cells), *filter(None, bad)])
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
            words = tr_many("{n} cell stays as it is", "{n} cells stay as they are", left)
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
