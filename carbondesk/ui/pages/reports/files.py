"""The files of the Reports page: papers and proofs, written where the person at the desk says.

An inventory on disk is written from off the main thread; one that lives in memory, at once.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from carbondesk import paths
from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.text import listed, say
from carbondesk.language import tr
from carbondesk.report.catalogue import endings
from carbondesk.ui import notices
from carbondesk.ui.pages.reports import makings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from carbondesk.ui.pages.reports.page import ReportsPage

KINDS = {
    ".xlsx": "XLSX (*.xlsx)",
    ".html": "HTML (*.html)",
    ".csv": "CSV (*.csv)",
    ".json": "JSON (*.json)",
    ".docx": "DOCX (*.docx)",
}


class Files(QObject):
    """Asks for places and writes there what the page shows."""

    def __init__(self, page: ReportsPage) -> None:
        """Write for a page."""
        super().__init__(page)
        self.page = page
        self.session = page.session

    def export(self, ending: str) -> None:
        """Ask for a place and write the paper there."""
        page, year = self.page, self.session.year
        if page.paper is None or year is None:
            return
        known = endings(page.kind)
        if ending not in known:
            name, kinds = ending[1:].upper(), listed(each[1:].upper() for each in known)
            words = tr(
                "This paper is not written as {name}; it is written as {kinds}.", name=name, kinds=kinds
            )
            notices.say_done(page.window(), words)
            return
        suggestion = paths.documents() / f"{self._stem()} {tr(page.kind.title)} {year}{ending}"
        chosen, _ = QFileDialog.getSaveFileName(page, tr("Export the paper"), str(suggestion), KINDS[ending])
        if chosen:
            self.write(paths.with_ending(Path(chosen), ending))

    def write(self, target: Path) -> None:
        """Write the paper in view; the ending chooses the kind of file."""
        page, year = self.page, self.session.year
        if year is not None:
            wanted = (page.kind.paper_id, year, page.options, target, today())
            self._start(makings.write_paper, makings.write_with, target, *wanted)

    def prove(self) -> None:
        """Ask for a place and write the proof of the selected figure there."""
        wanted, year = self.page.figure_proof(), self.session.year
        if wanted is None or year is None:
            return
        what = makings.what_is_proven(wanted)
        name = tr("{paper} Proof {total} {year}", paper=self._stem(), total=what, year=str(year))
        suggestion = paths.documents() / (name.replace("/", " ") + ".xlsx")
        kinds = f"{KINDS['.xlsx']};;{KINDS['.json']}"
        chosen, _ = QFileDialog.getSaveFileName(self.page, tr("Proof of the figure"), str(suggestion), kinds)
        if chosen:
            self.write_proof(Path(chosen), wanted)

    def write_proof(self, target: Path, wanted: Mapping[str, str]) -> None:
        """Write the proof of a total or an entry."""
        year = self.session.year
        if year is not None:
            asked = (wanted, year, self.page.options, target, today())
            self._start(makings.write_proof, makings.prove_with, target, *asked)

    def _start(
        self, task: Callable[..., None], at_once: Callable[..., None], target: Path, *asked: object
    ) -> None:
        window, words = self.page.window(), tr("Written to {name}.", name=target.name)
        if self.session.path:
            self.session.start(
                say("Writing the paper"),
                task,
                Path(self.session.path),
                *asked,
                done=lambda _: notices.say_done(window, words),
            )
            return
        try:
            at_once(self.session.figures, *asked)
        except CarbonDeskError as error:
            notices.show_error(window, error)
        else:
            notices.say_done(window, words)

    def _stem(self) -> str:
        inventory = self.session.inventory
        if self.session.path or inventory is None:
            return Path(self.session.path).stem
        return inventory.organisation.name


def today() -> date:
    """Return the day on which a paper is handed in."""
    return datetime.now(UTC).astimezone().date()
