"""What is changed on the Targets page: fields, reductions, fixes; or only tried, until somebody keeps it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.records import Target, TargetKind
from carbondesk.language import tr
from carbondesk.report.target_charts import knob_field
from carbondesk.ui import notices
from carbondesk.ui.pages.targets import words, writing

if TYPE_CHECKING:
    from carbondesk.ui.pages.targets.fixes import Fix
    from carbondesk.ui.pages.targets.page import TargetsPage

_SNAP = 1000
_SIGNIFICANCE = 0.05
_SHOWN = ("scope", "kind", "method", "rule_set", "scope2_method", "ambition", "weights")


class Edits(QObject):
    """Writes for one page, or changes the target that is tried."""

    def __init__(self, page: TargetsPage) -> None:
        super().__init__(page)
        self.page = page

    # ---- changing ----------------------------------------------------------------------------------------

    def change(self, changes: Mapping[str, Any]) -> None:
        """Change fields of the chosen target as one step; while another one is tried, only of that."""
        page, target = self.page, self.page.target
        if target is None:
            return
        if page.trial is not None:
            page.trial = replace(page.trial, **changes)
            page.show_target()
            return
        if page.session.read_only:
            return
        book = page.book
        approved = book is not None and book.approval(target) is not None
        if self.guard(lambda: writing.change(page.session, target, changes)) and approved:
            words_ = tr("The approval has fallen away with this change. Undo brings both back.")
            notices.say_done(page.window(), words_)

    def change_of(self, target: Target, changes: Mapping[str, Any]) -> None:
        """Change fields of any target as it is written, whether or not another one is tried."""
        writing.change(self.page.session, target, changes)

    def settle(self, share: float) -> None:
        """Write the share at which a drag ended, in steps of 0.1 %."""
        page = self.page
        wanted = round(share * _SNAP) / _SNAP
        target = page.target if page.trial is None else page.trial
        locked = page.session.read_only and page.trial is None
        if target is None or locked or getattr(target, knob_field(target)) == wanted:
            page.show_target()
        else:
            self.change({knob_field(target): wanted})

    def change_significance(self, share: float) -> None:
        """Change the organisation's threshold for restating the base year."""
        session = self.page.session
        if self._trying():
            return
        self.guard(lambda: writing.change_organisation(session, significance=share))

    def guard(self, write: Callable[[], object]) -> bool:
        """Write, and say what the file did not take; return whether it did."""
        try:
            write()
        except CarbonDeskError as error:
            self.page.show_error(error)
            self.page.show_target()
            return False
        return True

    # ---- mending -----------------------------------------------------------------------------------------

    def mend(self, fix: Fix) -> None:
        """Do what mends a criterion, or go where it is mended."""
        page = self.page
        if fix.place == "all" and page.book is not None and page.trial is None:
            others = [each for each in page.book.targets if "2" in each.scope]
            self.guard(lambda: writing.change_all(page.session, others, fix.changes))
        elif fix.changes:
            self.change(fix.changes)
        else:
            self._go(fix)

    def _go(self, fix: Fix) -> None:
        page, tasks = self.page, self.page.tasks
        if fix.place == "field":
            page.left.form.focus_field(fix.about)
        elif fix.place == "answer":
            tasks.ask_answer(fix.about)
        elif fix.place == "significance":
            self.change_significance(_SIGNIFICANCE)
        elif fix.place == "split":
            self._split()
        elif fix.place == "new":
            tasks.ask_target(fix.about)
        elif fix.place == "register":
            page.navigate.emit("group", {"register": fix.about})
        else:
            self.open_place(fix.place)

    def _split(self) -> None:
        target, session = self.page.target, self.page.session
        if target is not None and not self._trying():
            self.guard(lambda: writing.split(session, target))

    def _trying(self) -> bool:
        """Tell whether a what-if is open, in which nothing may be written, and say so."""
        if self.page.trial is None:
            return False
        notices.say_done(self.page.window(), tr("Keep or discard what is tried first."))
        self.page.show_target()
        return True

    def open_place(self, place: str) -> None:
        """Go where something is mended: another page, or a dialog."""
        if place == "data":
            self.page.navigate.emit("data_entry", None)
        elif place == "exclusions":
            self.page.tasks.ask_exclusions()
        elif place == "new":
            self.page.tasks.ask_target()
        elif place.startswith("field:"):
            self.page.left.form.focus_field(place.removeprefix("field:"))

    def look_at(self, kind: str) -> None:
        """Go to the first near-term target or to the first of the others; offer one where there is none."""
        page, book = self.page, self.page.book
        if book is None:
            return
        near = kind == "near"
        fitting = [each for each in book.targets if (each.kind == TargetKind.NEAR_TERM) == near]
        if page.target in fitting:
            return
        if fitting:
            page.left.shelf.setCurrentIndex(
                page.left.shelf.targets.index(page.left.shelf.targets.row_of(fitting[0].id), 0)
            )
            return
        page.show_target()
        page.tasks.ask_target("scope12" if near else "net-zero")

    # ---- trying ------------------------------------------------------------------------------------------

    def begin_trial(self) -> None:
        """Try other values from now on without touching what is written."""
        page = self.page
        if page.target is None:
            return
        if page.trial is None:
            page.trial = page.target
            page.show_target()
        page.middle.chart.setFocus()

    def keep_trial(self) -> None:
        """Write what was tried as one step."""
        page, target, trial = self.page, self.page.target, self.page.trial
        if target is None or trial is None or page.session.read_only:
            return
        changes = {name: getattr(trial, name) for name in _differing(target, trial)}
        page.trial = None
        if changes:
            self.change(changes)
        else:
            page.show_target()

    def end_trial(self) -> None:
        """Give up what was tried."""
        page = self.page
        if page.trial is not None:
            page.trial = None
            if page.book is not None:
                page.left.shelf.targets.set_entries(page.book.entries())
            page.show_target()

    @staticmethod
    def changes(target: Target, trial: Target) -> list[str]:
        """Return in words how a trial differs from the target as it is written."""
        return [
            tr(
                "{field}: {before} → {after}",
                field=tr(Target.column(name).label),
                before=told_value(name, getattr(target, name)),
                after=told_value(name, getattr(trial, name)),
            )
            for name in _differing(target, trial)
        ]


def _differing(target: Target, trial: Target) -> list[str]:
    own = {field.name for field in fields(Target)} - {"id", "step", "uid"}
    return [
        field.name
        for field in fields(Target)
        if field.name in own and getattr(target, field.name) != getattr(trial, field.name)
    ]


def told_value(name: str, value: object) -> str:
    """Return the value of a field of a target as people read it."""
    if value is None or value == "":
        return words.NOTHING
    if name == "reduction" and isinstance(value, float):
        return words.reduction(value)
    if isinstance(value, float):
        return words.share(value)
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    return words.word(name, str(value)) if name in _SHOWN else str(value)
