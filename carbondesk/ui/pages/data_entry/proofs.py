"""The proof of a cell: asked for a place, then written as a workbook with live formulas, or as JSON."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from carbondesk import paths
from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.periods import month_text
from carbondesk.domain.text import Text, say
from carbondesk.language import tr
from carbondesk.ui import notices

if TYPE_CHECKING:
    from carbondesk.report.explanations import Line
    from carbondesk.report.figures import Figures
    from carbondesk.report.grids import Cell, SourceRow
    from carbondesk.ui.pages.data_entry.page import DataEntryPage

KINDS = "XLSX (*.xlsx);;JSON (*.json)"


class CellProofs(QObject):
    """Writes the proof of the current cell by the method that the inspector shows."""

    def __init__(self, page: DataEntryPage) -> None:
        super().__init__(page)
        self.page = page

    def prove(self) -> None:
        """Ask for a place and write the proof there; say so where there is nothing to prove."""
        row, cell = self.page.details.row, self.page.details.cell
        if row is None or cell is None or not cell.activities:
            self.page.prompt.tell("info", tr("This cell holds nothing to prove."))
            return
        name = (
            tr("Proof {source} {month}", source=row.source.name, month=cell.month).replace("/", " ") + ".xlsx"
        )
        suggestion = str(paths.documents() / name)
        chosen, _ = QFileDialog.getSaveFileName(self.page, tr("Proof of the entry"), suggestion, KINDS)
        if chosen:
            self.write(Path(chosen), row, cell)

    def write(self, target: Path, row: SourceRow, cell: Cell) -> None:
        """Write the proof of a cell's entries; the ending chooses workbook or document."""
        figures, year = self.page.session.figures, self.page.session.year
        if figures is None or year is None:
            return
        method = str(self.page.inspector.computation.method.value())
        try:
            save_proof(figures, year, row, cell, method, target)
        except CarbonDeskError as error:
            notices.show_error(self.page.window(), error)
        else:
            notices.say_done(self.page.window(), tr("Written to {name}.", name=target.name))


def save_proof(figures: Figures, year: int, row: SourceRow, cell: Cell, method: str, target: Path) -> None:
    """Write the proof of the entries of a cell, each whole as far as it lies in the reporting year."""
    from carbondesk.report.accounts import proof_document
    from carbondesk.report.papers import Options, imprint
    from carbondesk.report.proofs import lines_of_entry, proof
    from carbondesk.report.recalculations import proof_workbook
    from carbondesk.report.render import save

    options = Options(method=method)
    lines: list[Line] = [
        line
        for entry in cell.activities
        for line in lines_of_entry(figures, entry, options)
        if line.year == year
    ]
    base = imprint(figures, year, options, datetime.now(UTC).astimezone().date())
    if target.suffix.lower() == ".json":
        save(target, proof_document(figures, lines, base))
    else:
        save(
            paths.with_ending(target, ".xlsx"),
            proof_workbook(proof(figures, lines, what_is_proven(row, cell), base)),
        )


def what_is_proven(row: SourceRow, cell: Cell) -> Text:
    """Say what the proof is of: the entries of a month, or longer ones."""
    if not cell.spans:
        return say("{source}, {month}", source=row.source.name, month=month_text(cell.month))
    first, last = min(entry.start for entry in cell.activities), max(entry.end for entry in cell.activities)
    return say("{source}, {first} to {last}", source=row.source.name, first=first, last=last)
