"""Sealing years and opening them again: asked in a dialog, written in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carbondesk.domain.periods import year_name
from carbondesk.domain.records import Seal
from carbondesk.domain.text import say
from carbondesk.language import day, sentences, tr
from carbondesk.report.published import figures_to_seal, sealed_years
from carbondesk.store.locks import reopen
from carbondesk.store.seals import seal_year
from carbondesk.ui import notices
from carbondesk.ui.asking import Asking
from carbondesk.ui.pages.audit import words
from carbondesk.ui.pages.audit.records import Row, now
from carbondesk.ui.pages.audit.sealing import ReasonDialog, SealDialog

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from carbondesk.store import Inventory
    from carbondesk.ui.session import Session


class Seals:
    """Asks and writes; `dialog` is the one that is open, or was."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        self.session = session
        self.dialog: Asking | None = None
        self._parent = parent

    def ask_seal(self) -> None:
        """Ask what a seal of a year is for, showing the figures that it keeps."""
        figures, year = self.session.figures, self.session.year
        if figures is None or not figures.years or self.session.read_only:
            return
        start, locked = figures.organisation.year_start, sealed_years(figures)
        open_ = [each for each in reversed(figures.years) if not locked.get(each, False)]
        if not open_:
            notices.say_done(self._parent.window(), tr("Every year is sealed already."))
            return
        years = [(year_name(each, start), each) for each in open_]
        chosen = year if year in open_ else open_[0]
        dialog = SealDialog(
            self._parent.window(),
            years,
            chosen or open_[0],
            lambda *of: figures_to_seal(figures, *of),
            self.seal,
        )
        self.dialog = dialog
        dialog.open()

    def seal(self, dialog: SealDialog) -> None:
        """Seal the year of a dialog, as one step; raises FieldFault or CarbonDeskError."""
        inventory = self.session.inventory
        if inventory is not None:
            fields: dict[str, Any] = dict(dialog.wanted())
            year = int(str(dialog.year.value()))
            seal_year(inventory, year, dialog.chosen_figures(), person=self.session.settings.person, **fields)
            notices.say_done(self._parent.window(), tr("Sealed. Write the head down where others see it."))

    def ask_reopen(self, year: int) -> None:
        """Ask why a sealed year is opened again."""
        inventory = self.session.inventory
        if inventory is None or self.session.read_only:
            return
        name = year_name(year, inventory.organisation.year_start)

        def act(reason: str) -> None:
            with self.session.step(say("Reopen {year}", year=name), reason) as step:
                reopen(inventory, step, year)

        self.dialog = ReasonDialog(
            self._parent.window(),
            tr("Reopen {year}", year=name),
            tr(
                "Its published figures stay. What changes from now on is listed as unadjusted until the year is "
                "sealed again."
            ),
            tr("Reopen"),
            act,
        )
        self.dialog.open()


def seal_rows(inventory: Inventory, locked: Mapping[int, bool]) -> tuple[list[Row], str]:
    """Return a row for each seal, newest first, and when and by whom the newest was made.

    The key of a row is its year, whether that is locked now, and the seal.
    """
    seals = list(reversed(inventory.all(Seal)))
    start, sealed = inventory.organisation.year_start, tr("no year")
    rows: list[Row] = []
    for seal in seals:
        year = seal.year
        is_locked = year is not None and locked.get(year, False)
        name = tr("Step {step}", step=str(seal.sealed_step)) if year is None else year_name(year, start)
        text = sentences((f"{seal.head[:4]} {seal.head[4:8]} … {seal.head[-4:]}", seal.purpose))
        made = inventory.traces.steps(1, before=seal.step + 1)[0]
        if not rows:
            sealed = day(made.at.astimezone().date())
            sealed = tr("{day}, by {person}", day=sealed, person=made.person) if made.person else sealed
        icon = "lock" if is_locked else "lock-open"
        key = (year, is_locked, seal.id)
        rows.append(Row(name, text, aside=words.when(made.at, now()), icon=icon, key=key))
    return rows, sealed
