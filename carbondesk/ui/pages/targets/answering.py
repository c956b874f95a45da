"""The dialog that answers a criterion which no number decides: whether it holds, and by what that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout

from carbondesk.domain.records import CriterionAnswer
from carbondesk.domain.targets.checklists import CRITERIA
from carbondesk.domain.text import say
from carbondesk.language import tr
from carbondesk.ui import fonts
from carbondesk.ui.forms import RecordDialog, RecordForm
from carbondesk.ui.pages.targets import writing
from carbondesk.ui.widgets import Label

if TYPE_CHECKING:
    from datetime import date

    from carbondesk.ui.pages.targets.page import TargetsPage

_ROWS = (("holds",), ("evidence",), ("answered_by", "answered_on"), ("target",))


def known_answer(page: TargetsPage, criterion: str) -> CriterionAnswer | None:
    """Return the answer that counts for the page's target: its own before that of the organisation."""
    inventory, target = page.session.inventory, page.target
    if inventory is None or target is None:
        return None
    found = [each for each in inventory.all(CriterionAnswer) if each.criterion == criterion]
    own = [each for each in found if each.target == target.id]
    general = [each for each in found if each.target is None]
    fitting = own or general
    return fitting[-1] if fitting else None


def ask_answer(page: TargetsPage, criterion: str, today: date) -> RecordDialog | None:
    """Open the dialog about a criterion; None where there is nothing to write to."""
    target = page.target
    if target is None or page.session.read_only:
        return None
    rule = next(each for each in CRITERIA if each.id == criterion)
    known = known_answer(page, criterion)
    roles = _roles(page)
    form: RecordForm[CriterionAnswer] = RecordForm(
        CriterionAnswer,
        known,
        rows=_ROWS,
        choices={"target": [(tr("all targets"), None), (tr("this target"), target.id)]},
        words={"answered_by": roles},
        labels={
            "holds": tr("It holds"),
            "answered_by": tr("Answered by, as a role"),
            "target": tr("Counts for"),
        },
        brief=True,
    )
    if known is None:
        form.fields["holds"].set_value(value=True)
        form.fields["answered_on"].set_value(today)
        if roles:
            form.fields["answered_by"].set_value(roles[-1])

    def write(form: RecordForm[Any]) -> None:
        title = say("Answer: {criterion}", criterion=rule.title)
        if known is None:
            writing.add_record(page.session, form.record(criterion=criterion), title)
        else:
            writing.change_record(page.session, known, form.changed_fields(), title)

    def tell(_form: RecordForm[Any]) -> str:
        return tr("Asked for as evidence: {evidence}", evidence=tr(rule.evidence))

    dialog = RecordDialog(page, tr(rule.title), form, tr("Keep the answer"), write, tell)
    told = Label(tr(rule.rule), size=13, ink="ink2", wraps=True)
    layout = form.layout()
    assert isinstance(layout, QVBoxLayout)  # noqa: S101 - so forms are laid out
    layout.insertWidget(0, told)
    dialog.resize(dialog.width(), dialog.height() + told.heightForWidth(dialog.width()) + fonts.px(24))
    return dialog


def _roles(page: TargetsPage) -> list[str]:
    """Return the roles that have answered before, the last one last."""
    inventory = page.session.inventory
    assert inventory is not None  # noqa: S101 - asked for only with one
    roles = [each.answered_by for each in inventory.all(CriterionAnswer) if each.answered_by]
    return list(dict.fromkeys(roles))
