"""The dialog of versions: what was kept of a target and when, and how each differs from the target of now."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from carbondesk.domain.records import Approval, Target, TargetVersion
from carbondesk.language import day, tr
from carbondesk.report.target_versions import restore_version
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
_NOT_COMPARED = {"id", "step", "uid", "version", "state"}


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
        self.tell(*_state(found, changed=book.changed_since(target)))
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
        version, target = self._current(), self.page.target
        columns = (
            LedgerColumn(head=tr("Field"), width=120, stretch=1),
            LedgerColumn(head=tr("Then"), width=110, stretch=1),
            LedgerColumn(head=tr("Now"), width=110, stretch=1),
        )
        rows = [] if version is None or target is None else differences(version, target)
        self.differences.show_rows(columns, rows)
        self.restore_button.setEnabled(bool(rows) and not self.page.session.read_only)

    def restore(self) -> None:
        """Bring the target back to the chosen version, as one step."""
        version, inventory = self._current(), self.page.session.inventory
        if version is not None and inventory is not None and not self.page.session.read_only:
            self.guard(lambda: restore_version(inventory, version))


def _state(found: list[TargetVersion], *, changed: bool) -> tuple[str, str]:
    if not found:
        return "info", tr("No version is kept yet. Saving one takes the target as it is now.")
    if changed:
        return "warn", tr("The target has changed since version {n}.", n=found[0].version)
    return "ok", tr("The target is as version {n} keeps it.", n=found[0].version)


def differences(version: TargetVersion, target: Target) -> list[LedgerRow]:
    """Return the fields in which a version differs from the target of now."""
    content: dict[str, Any] = json.loads(version.content or "{}")
    then = content.get("target", content)
    rows = []
    for field in fields(Target):
        if field.name in _NOT_COMPARED or field.name not in then:
            continue
        before, now = then[field.name], getattr(target, field.name)
        if before != now:
            label = tr(Target.column(field.name).label)
            rows.append(
                LedgerRow(
                    key=field.name,
                    cells=(
                        LedgerCell(text=label, ink="ink2"),
                        LedgerCell(text=told_value(field.name, before)),
                        LedgerCell(text=told_value(field.name, now), strong=True),
                    ),
                )
            )
    return rows
