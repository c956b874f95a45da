"""The dialog of versions: what was kept of a target and when, and how each differs from the target of now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from carbondesk.domain.records import Approval, Target, TargetVersion
from carbondesk.domain.targets.versions import EXCLUSIONS, differences
from carbondesk.language import day, significant, tr
from carbondesk.report.target_versions import content_of, restore_version
from carbondesk.ui import fonts
from carbondesk.ui.pages.targets import words
from carbondesk.ui.pages.targets.belongings import TableDialog
from carbondesk.ui.pages.targets.edits import told_value
from carbondesk.ui.widgets import Rule
from carbondesk.ui.widgets.ledger import Ledger, LedgerCell, LedgerColumn, LedgerRow

if TYPE_CHECKING:
    from carbondesk.ui.pages.targets.page import TargetsPage

_SIZE = (1000, 560)
_RIGHT = 420


class VersionsDialog(TableDialog):
    """Shows the versions of the page's target; one of them can be restored."""

    def __init__(self, page: TargetsPage) -> None:
        target = page.target
        assert target is not None  # noqa: S101 - opened for a target only
        text = tr(
            "A version keeps the target with its exclusions. Restoring one is a step that undo takes back."
        )
        super().__init__(page, tr("Versions: {name}", name=words.name_of(target)), text, size=_SIZE)
        self.page = page
        self.differences = Ledger(tr("Differences from now"))
        self.differences.setFixedWidth(fonts.px(_RIGHT))
        self.body.addWidget(Rule(vertical=True))
        self.body.addWidget(self.differences)
        self.save_button = self.add_button(tr("Save version"), page.tasks.save_version, icon="check")
        self.approve_button = self.add_button(tr("Approve…"), page.tasks.ask_approval, icon="circle-check")
        self.restore_button = self.add_button(tr("Restore this version"), self.restore, icon="rotate-ccw")
        self.table.opened.connect(lambda _key: self.differences.setFocus())
        self.table.moved.connect(lambda _key: self._compare())
        page.session.changed.connect(self._refresh)
        self._refresh()

    def _refresh(self, _change: object = None) -> None:
        book, target = self.page.book, self.page.target
        if book is None or target is None:
            self.reject()
            return
        columns = (
            LedgerColumn(head=tr("Version"), width=70),
            LedgerColumn(head=tr("Date"), width=104),
            LedgerColumn(head=tr("Saved by"), width=120, stretch=1),
            LedgerColumn(head=tr("Rule set"), width=140, stretch=2),
            LedgerColumn(head=tr("Approved by"), width=120, stretch=1),
        )
        found = sorted(book.versions(target), key=lambda each: -each.version)
        self.table.show_rows(columns, [self._row(each) for each in found])
        writable = not self.page.session.read_only
        self.save_button.setEnabled(writable and book.changed_since(target))
        self.approve_button.setEnabled(writable)
        self._compare()

    def _row(self, version: TargetVersion) -> LedgerRow:
        approval = self._approval(version)
        approved = words.NOTHING if approval is None else approval.approved_by
        return LedgerRow(
            key=version.id,
            cells=(
                LedgerCell(text=str(version.version), strong=True),
                LedgerCell(text=day(version.saved_on)),
                LedgerCell(text=version.saved_by or words.NOTHING, under=version.note),
                LedgerCell(text=words.short_title(version.rule_set) if version.rule_set else words.NOTHING),
                LedgerCell(
                    text=approved,
                    under="" if approval is None else day(approval.approved_on),
                    mark=("", "") if approval is None else ("circle-check", "ok"),
                ),
            ),
        )

    def _approval(self, version: TargetVersion) -> Approval | None:
        inventory = self.page.session.inventory
        assert inventory is not None  # noqa: S101 - there are versions
        found = [
            each
            for each in inventory.find(Approval, subject_table=Target.table, subject=version.target)
            if each.version == version.version
        ]
        return found[-1] if found else None

    def _current(self) -> TargetVersion | None:
        book, target, key = self.page.book, self.page.target, self.table.key()
        if book is None or target is None:
            return None
        return next((each for each in book.versions(target) if each.id == key), None)

    def _compare(self) -> None:
        version, book, target = self._current(), self.page.book, self.page.target
        if book is not None and target is not None:
            self.tell(*_state(book.versions(target), changed=book.changed_since(target)))
        columns = (
            LedgerColumn(head=tr("Field"), width=120, stretch=1),
            LedgerColumn(head=tr("Then"), width=110, stretch=1),
            LedgerColumn(head=tr("Now"), width=110, stretch=1),
        )
        rows = [] if version is None or target is None else self._compared(version, target)
        self.differences.show_rows(columns, rows)
        self.restore_button.setEnabled(bool(rows) and not self.page.session.read_only)

    def _compared(self, version: TargetVersion, target: Target) -> list[LedgerRow]:
        inventory, rows = self.page.session.inventory, []
        assert inventory is not None  # noqa: S101 - there are versions

        def compare() -> None:
            rows.extend(compared(version, content_of(inventory, target)))

        self.guard(compare)
        return rows

    def restore(self) -> None:
        """Bring the target back to the chosen version, as one step."""
        version, inventory = self._current(), self.page.session.inventory
        if version is not None and inventory is not None and not self.page.session.read_only:
            self.guard(lambda: restore_version(inventory, version))


def _state(found: Sequence[TargetVersion], *, changed: bool) -> tuple[str, str]:
    if not found:
        return "info", tr("No version is kept yet. Saving one takes the target as it is now.")
    if changed:
        return "warn", tr("The target has changed since version {n}.", n=max(each.version for each in found))
    return "ok", tr("The target is as version {n} keeps it.", n=max(each.version for each in found))


def compared(version: TargetVersion, now: str) -> list[LedgerRow]:
    """Return what a version differs in from the target of now, given as its content; raises CarbonDeskError."""
    return [
        LedgerRow(
            key=found.field,
            cells=(
                LedgerCell(text=tr(found.label), ink="ink2"),
                LedgerCell(text=_told(found.field, found.before)),
                LedgerCell(text=_told(found.field, found.after), strong=True),
            ),
        )
        for found in differences(version.content, now)
    ]


def _told(field: str, value: object) -> str:
    if field == EXCLUSIONS and isinstance(value, float):
        return tr("{amount} t CO₂e/year", amount=significant(value))
    return told_value(field, value)
