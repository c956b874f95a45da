"""What is asked of a target: dialogs for adding, answering, approving, comparing, and the files of a submission."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from carbondesk.domain.records import Approval, Target
from carbondesk.language import tr
from carbondesk.report.target_versions import approve, save_version
from carbondesk.ui import notices
from carbondesk.ui.pages.targets import templates, words, writing
from carbondesk.ui.pages.targets.clocks import today

if TYPE_CHECKING:
    from carbondesk.ui.pages.targets.page import TargetsPage

Entries = list[tuple[str, Callable[[], object]]]


class Tasks(QObject):
    """Opens dialogs for one page; `dialog` is the one that was opened last.

    Each is imported when it is first asked for, so that the page itself comes at once.
    """

    def __init__(self, page: TargetsPage) -> None:
        super().__init__(page)
        self.page = page
        self.dialog: QDialog | None = None

    def entries(self) -> Entries:
        """Return the menu of a target as (words, what it does); empty words part it."""
        return [
            (tr("Approve…"), self.ask_approval),
            (tr("Versions…"), self.ask_versions),
            (tr("Journey…"), self.ask_journey),
            (tr("Exclusions…"), self.ask_exclusions),
            (tr("Compare rule sets…"), self.compare),
            ("", self.remove),
            (tr("Remove the target…"), self.remove),
        ]

    def state(self, target: Target) -> tuple[str, str, str]:
        """Return words, kind and icon of a target's state."""
        book = self.page.book
        if self.page.trial is not None:
            return tr("What if"), "info", "sliders-horizontal"
        number = target.version
        if book is not None and book.approval(target) is not None:
            return tr("Approved, version {n}", n=number), "ok", "circle-check"
        if book is not None and not book.changed_since(target):
            return tr("Version {n}", n=number), "neutral", "check"
        return tr("Draft, version {n}", n=number), "neutral", "pencil"

    # ---- adding and removing -----------------------------------------------------------------------------

    def ask_target(self, template: str = "") -> None:
        """Ask which kind of target to add."""
        page, book = self.page, self.page.book
        if book is None or page.session.read_only:
            return

        def add(chosen: templates.Template) -> None:
            page.edits.end_trial()
            made = templates.made(chosen, book.figures, book.outputs)
            page.chosen = writing.add(page.session, made).id
            page.refresh()
            page.left.shelf.setFocus()

        self._open(templates.TargetDialog(page, template, add))

    def remove(self) -> None:
        """Remove the chosen target, after saying what goes with it."""
        from carbondesk.ui.pages.targets.removing import RemovalDialog

        page, target, inventory = self.page, self.page.target, self.page.session.inventory
        if target is None or inventory is None or page.session.read_only:
            return
        page.edits.end_trial()
        found = inventory.dependents(target)
        counted = {kind: len(ids) for kind, ids in found.items() if kind is not Target}

        def take_away() -> None:
            page.edits.guard(lambda: writing.remove(page.session, target))
            page.left.shelf.setFocus()

        dialog = RemovalDialog(page, words.name_of(target), counted)
        dialog.accepted.connect(take_away)
        self._open(dialog)

    # ---- versions and approval ---------------------------------------------------------------------------

    def save_version(self) -> None:
        """Keep the target as it stands."""
        page, target, book = self.page, self.page.target, self.page.book
        inventory = page.session.inventory
        if target is None or book is None or inventory is None or page.session.read_only or page.trial:
            return
        if not book.changed_since(target):
            notices.say_done(
                page.window(), tr("Version {n} already keeps the target as it is.", n=target.version)
            )
            return
        by = page.session.settings.person
        if page.edits.guard(lambda: save_version(inventory, target, by=by, today=today())):
            kept = page.target
            number = target.version if kept is None else kept.version
            notices.say_done(page.window(), tr("Version {n} is kept.", n=number))

    def ask_approval(self) -> None:
        """Ask in which role the target is approved."""
        from carbondesk.ui.pages.targets.approving import ApprovalDialog

        page, shown, target = self.page, self.page.shown, self.page.target
        inventory = page.session.inventory
        if shown is None or target is None or inventory is None or page.session.read_only or page.trial:
            return
        roles = dict.fromkeys(
            each.approved_by for each in inventory.all(Approval) if each.subject_table == Target.table
        )

        def write(role: str) -> None:
            approve(inventory, target, by=role, today=today())
            notices.say_done(page.window(), tr("Approved by {role}.", role=role))

        self._open(ApprovalDialog(page, shown, list(roles), write))

    def ask_versions(self) -> None:
        """Show the versions of the target."""
        from carbondesk.ui.pages.targets.versions import VersionsDialog

        if self.page.target is not None:
            self._open(VersionsDialog(self.page))

    # ---- what belongs to a target ------------------------------------------------------------------------

    def ask_journey(self) -> None:
        """Show the stations of the target."""
        from carbondesk.ui.pages.targets.travelling import JourneyDialog

        if self.page.target is not None:
            self._open(JourneyDialog(self.page, today()))

    def ask_exclusions(self) -> None:
        """Show what the target leaves out."""
        from carbondesk.ui.pages.targets.excluding import ExclusionsDialog

        if self.page.target is not None:
            self._open(ExclusionsDialog(self.page))

    def ask_answer(self, criterion: str) -> None:
        """Ask whether a criterion holds that no number decides."""
        from carbondesk.ui.pages.targets.answering import ask_answer

        dialog = ask_answer(self.page, criterion, today())
        if dialog is not None:
            self._open(dialog)

    def ask_categories(self) -> None:
        """Ask which categories of scope 3 the target holds."""
        from carbondesk.ui.pages.targets.categories import CategoriesDialog

        page, shown = self.page, self.page.shown
        if shown is None or (page.session.read_only and page.trial is None):
            return
        held = shown.target.categories

        def take(categories: str) -> None:
            if categories != held:
                page.edits.change({"categories": categories})

        self._open(CategoriesDialog(page, shown, take))

    # ---- comparing and handing in ------------------------------------------------------------------------

    def compare(self) -> None:
        """Show the target under several rule sets."""
        from carbondesk.ui.pages.targets.comparing import CompareDialog

        page, shown = self.page, self.page.shown
        if shown is not None:
            self._open(CompareDialog(page, shown, page.compared, page.draw_beside))

    def ask_submission(self) -> None:
        """Show what a submission needs, and write it."""
        from carbondesk.ui.pages.targets.submitting import SubmissionDialog

        if self.page.shown is not None:
            self._open(SubmissionDialog(self.page))

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.open()
