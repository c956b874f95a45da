"""The dialog that approves a target: what is approved, what stands against it, and in which role."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from carbondesk.domain.targets.criteria import Status
from carbondesk.domain.text import say
from carbondesk.language import tr, tr_many
from carbondesk.ui import fonts
from carbondesk.ui.asking import Asking
from carbondesk.ui.editors import SearchedCombo
from carbondesk.ui.pages.targets import words
from carbondesk.ui.pages.targets.figures import rows
from carbondesk.ui.readings import FieldFault
from carbondesk.ui.widgets import Label, MessagePane

if TYPE_CHECKING:
    from carbondesk.ui.pages.targets.sights import Sight

_FIGURES = 2


class ApprovalDialog(Asking):
    """Asks for the role that approves; `approve(role)` writes. Ctrl Enter approves too."""

    def __init__(
        self, parent: QWidget, sight: Sight, roles: Sequence[str], approve: Callable[[str], object]
    ) -> None:
        text = tr(
            "The target is kept as a version, and the approval holds as long as nothing of it is changed."
        )
        super().__init__(
            parent,
            tr("Approve: {name}", name=words.name_of(sight.target)),
            text,
            tr("Approve"),
            lambda: approve(self._role()),
        )
        self.column.addWidget(_summary(sight))
        self._warn(sight)
        self.role = SearchedCombo(tr("Approved by, as a role"))
        self.role.addItems(list(roles))
        self.role.setCurrentText(roles[-1] if roles else "")
        self.add_field(tr("Approved by, as a role"), self.role)
        self.role.setFocus(Qt.FocusReason.OtherFocusReason)

    def _warn(self, sight: Sight) -> None:
        counts = sight.study.checklist.counts
        failed, left = counts[Status.FAIL], counts[Status.UNKNOWN]
        if not failed and not left:
            return
        titles = [
            tr(result.criterion.title)
            for result in sight.study.checklist.results
            if result.status == (Status.FAIL if failed else Status.UNKNOWN)
        ]
        count = failed or left
        title = (
            tr_many("{n} criterion fails", "{n} criteria fail", count)
            if failed
            else tr_many("{n} criterion is open", "{n} criteria are open", count)
        )
        self.column.addWidget(
            MessagePane("err" if failed else "warn", title, tr(", ").join(titles), narrow=True)
        )
        self.column.addSpacing(fonts.px(8))

    def _role(self) -> str:
        role = self.role.currentText().strip()
        if not role:
            raise FieldFault(say("Say in which role it is approved, such as Board."))
        return role

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.take()
        else:
            super().keyPressEvent(event)


def _summary(sight: Sight) -> QWidget:
    """Return what is approved, in a few lines."""
    target, line = sight.target, sight.study.course
    facts = [
        (tr("Boundary"), words.word("scope", target.scope)),
        (tr("Method"), words.word("method", target.method)),
        (tr("Years"), words.years(line.pathway.terms.base_year, target.target_year)),
        (tr("Goal"), words.goal(target, line)),
        (tr("Rule set"), words.short_title(target.rule_set)),
        *rows(sight)[:_FIGURES],
    ]
    part = QWidget()
    grid = QGridLayout(part)
    grid.setContentsMargins(0, 0, 0, fonts.px(8))
    grid.setVerticalSpacing(fonts.px(4))
    grid.setHorizontalSpacing(fonts.px(16))
    grid.setColumnStretch(1, 1)
    for row, (name, value) in enumerate(facts):
        grid.addWidget(Label(name, size=12, ink="ink2"), row, 0)
        grid.addWidget(Label(value, size=13, weight=600, wraps=True), row, 1)
    return part
