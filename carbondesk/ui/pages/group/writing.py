"""What the Group page writes, each time as one step, and what it asks before a record is removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from carbondesk.domain.records import Presence, PresenceDeclaration
from carbondesk.domain.schema import Record
from carbondesk.domain.text import Text, say
from carbondesk.language import clauses, labelled, number, tr
from carbondesk.ui import fonts
from carbondesk.ui.widgets import Button, Kind, Label

if TYPE_CHECKING:
    from datetime import date

    from carbondesk.ui.session import Session


def add(session: Session, record: Record, name: str) -> Record:
    """Add a record; raises CarbonDeskError where the file does not take it."""
    with session.step(say("Add {kind}: {name}", kind=type(record).one, name=name)) as step:
        return step.add(record)


def change(session: Session, record: Record, fields: Mapping[str, Any], name: str) -> None:
    """Change fields of a record; raises CarbonDeskError where the file does not take it."""
    if fields:
        with session.step(say("Edit {name}", name=name)) as step:
            step.change(record, **fields)


def remove(session: Session, records: Sequence[Record], title: Text) -> None:
    """Remove records with all that belongs to them."""
    with session.step(title) as step:
        for record in records:
            step.remove_with_dependents(record)


def answer(
    session: Session,
    cells: Sequence[tuple[int, str]],
    said: Presence | None,
    declared: Mapping[tuple[int, str], PresenceDeclaration],
    today: date,
) -> None:
    """Answer for kinds of sources at sites (site id, kind), or take the answers back, as one step."""
    role = next((row.declared_by for row in reversed(list(declared.values())) if row.declared_by), "")
    changed = [cell for cell in cells if (declared[cell].presence if cell in declared else None) != said]
    if not changed:
        return
    title = say("Kinds of sources: {n} answers", n=len(changed))
    with session.step(title) as step:
        for site, kind in changed:
            known = declared.get((site, kind))
            if said is None and known is not None:
                step.remove_many(PresenceDeclaration, _every(session, site, kind))
            elif known is not None:
                step.change(known, presence=said, declared_on=today)
            else:
                step.add(
                    PresenceDeclaration(
                        site=site, category=kind, presence=str(said), declared_by=role, declared_on=today
                    )
                )


def _every(session: Session, site: int, kind: str) -> list[int]:
    """Return the ids of all declarations of a kind at a site: older ones must not count again."""
    assert session.inventory is not None  # noqa: S101 - a step is open
    return [row.id for row in session.inventory.find(PresenceDeclaration, site=site, category=kind)]


class RemovalDialog(QDialog):
    """Asks before records are removed, and says how much goes with them."""

    def __init__(self, parent: QWidget, title: str, counted: Mapping[type[Record], frozenset[int]]) -> None:
        """Ask about records; `counted` are the ids of all that belongs to them, by kind."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(fonts.px(440))
        body = QVBoxLayout(self)
        body.setContentsMargins(*[fonts.px(each) for each in (20, 16, 20, 16)])
        body.setSpacing(fonts.px(8))
        body.addWidget(Label(title, size=16, weight=600, wraps=True))
        parts = [labelled(kind.many, number(len(ids))) for kind, ids in counted.items() if ids]
        if parts:
            body.addWidget(Label(tr("What belongs to it goes with it:"), wraps=True))
            body.addWidget(Label(clauses(parts), weight=500, wraps=True))
        body.addWidget(Label(tr("Undo brings all of it back."), ink="ink2", size=12, wraps=True))
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.cancel_button = Button(tr("Cancel"))
        self.remove_button = Button(tr("Remove"), Kind.PRIMARY)
        self.remove_button.setDefault(True)
        self.cancel_button.clicked.connect(self.reject)
        self.remove_button.clicked.connect(self.accept)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.remove_button)
        body.addSpacing(fonts.px(8))
        body.addLayout(foot)
