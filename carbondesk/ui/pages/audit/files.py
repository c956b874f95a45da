"""The files of the audit page: asked for, then written off the main thread."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from carbondesk import paths
from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.text import say
from carbondesk.language import tr
from carbondesk.report.papers import Options
from carbondesk.ui import notices
from carbondesk.ui.pages.audit import makings

if TYPE_CHECKING:
    from carbondesk.domain.records import VerificationRound
    from carbondesk.ui.session import Session

KINDS = {".xlsx": "XLSX (*.xlsx)", ".html": "HTML (*.html)", ".csv": "CSV (*.csv)", ".json": "JSON (*.json)"}


class Files:
    """Asks where to write and writes; `parent` is the widget that the dialogs belong to."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        self.session = session
        self._parent = parent

    def ask_history(self, year: int) -> None:
        """Ask for a file and write the trail of everything there."""
        self._ask(
            tr("History"),
            lambda target: self.write(
                makings.write_trail, makings.write_trail_with, target, year, target, today()
            ),
        )

    def ask_paper(self, paper_id: str, title: str, year: int) -> None:
        """Ask for a file and write a paper of the catalogue on a year there."""
        self._ask(
            f"{title} {year}",
            lambda target: self.write(
                makings.write_paper,
                makings.write_paper_with,
                target,
                paper_id,
                year,
                Options(),
                target,
                today(),
            ),
        )

    def ask_round(self, made: VerificationRound) -> None:
        """Ask for a file and write a round there."""
        self._ask(
            tr("Verification round {n}", n=str(made.id)),
            lambda target: self.write(
                makings.write_round, makings.write_round_with, target, made, target, today()
            ),
        )

    def ask_proof(self, made: VerificationRound, entry: int) -> None:
        """Ask for a file and write the proof of an entry there."""
        self._ask(
            tr("Proof of entry {n}", n=str(entry)),
            lambda target: self.write(
                makings.write_proof, makings.write_proof_with, target, made, entry, target, today()
            ),
            (".xlsx", ".json"),
        )

    def _ask(
        self, title: str, write: Callable[[Path], object], endings: tuple[str, ...] = tuple(KINDS)
    ) -> None:
        suggestion = paths.documents() / f"{self._stem()} {title}{endings[0]}".replace("/", " ")
        kinds = ";;".join(KINDS[ending] for ending in endings)
        chosen, _ = QFileDialog.getSaveFileName(self._parent, title, str(suggestion), kinds)
        if chosen:
            write(paths.with_ending(Path(chosen), *endings))

    def write(
        self, task: Callable[..., None], at_once: Callable[..., None], target: Path, *asked: object
    ) -> None:
        """Write with a task of its own; an inventory that lives in memory is written at once."""
        said = tr("Written to {name}.", name=target.name)
        if self.session.path:
            self.session.start(
                say("Writing the file"),
                task,
                Path(self.session.path),
                *asked,
                done=lambda _: notices.say_done(self._parent.window(), said),
            )
            return
        try:
            at_once(self.session.figures, *asked)
        except CarbonDeskError as error:
            notices.show_error(self._parent.window(), error)
        else:
            notices.say_done(self._parent.window(), said)

    def _stem(self) -> str:
        inventory = self.session.inventory
        if self.session.path or inventory is None:
            return Path(self.session.path).stem
        return inventory.organisation.name


def today() -> date:
    """Return the day on which a paper is handed in."""
    return datetime.now(UTC).astimezone().date()
