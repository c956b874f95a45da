"""The dialog of a target's journey: its stations with their days and documents, and what is due next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carbondesk.domain.records import Milestone, MilestoneKind
from carbondesk.domain.targets.journeys import ORDER, deadlines
from carbondesk.domain.text import say
from carbondesk.language import day, tr, tr_many
from carbondesk.ui.forms import RecordForm
from carbondesk.ui.pages.targets import words, writing
from carbondesk.ui.pages.targets.belongings import TableDialog
from carbondesk.ui.widgets.ledger import LedgerCell, LedgerColumn, LedgerRow

if TYPE_CHECKING:
    from datetime import date

    from carbondesk.domain.targets.journeys import Deadline
    from carbondesk.ui.pages.targets.page import TargetsPage

_SIZE = (900, 560)
_ROWS = (("kind",), ("reached", "due"), ("document",), ("note",))
_SOON = 90


class JourneyDialog(TableDialog):
    """Shows the stations of the page's target; each is edited, and those that recur are added again."""

    def __init__(self, page: TargetsPage, today: date) -> None:
        target = page.target
        assert target is not None  # noqa: S101 - opened for a target only
        text = tr(
            "From the commitment to the review: 24 months from commitment to submission, a report every year, a review "
            "every five years. What is due stands on the list of Overview too."
        )
        super().__init__(page, tr("Journey: {name}", name=words.name_of(target)), text, size=_SIZE)
        self.page, self.today = page, today
        self.add_button(tr("Add a station…"), self.add, icon="plus")
        self.edit_button = self.add_button(tr("Edit…"), self.edit, icon="pencil")
        self.remove_button = self.add_button(tr("Remove"), self.remove, icon="trash-2")
        self.table.opened.connect(lambda _key: self.edit())
        self.table.added.connect(self.add)
        self.table.removed.connect(lambda _key: self.remove())
        self.table.moved.connect(lambda _key: self._allow())
        page.session.changed.connect(self._refresh)
        self._refresh()

    def _milestones(self) -> list[Milestone]:
        book, target = self.page.book, self.page.target
        if book is None or target is None:
            return []
        return [each for each in book.milestones if each.target in {None, target.id}]

    def _refresh(self, _change: object = None) -> None:
        if self.page.target is None:
            self.reject()
            return
        columns = (
            LedgerColumn(head=tr("Station"), width=170, stretch=1),
            LedgerColumn(head=tr("Reached"), width=110),
            LedgerColumn(head=tr("Due"), width=150),
            LedgerColumn(head=tr("Document"), width=150, stretch=1),
            LedgerColumn(head=tr("Note"), width=150, stretch=2),
        )
        milestones = self._milestones()
        due = {deadline.kind: deadline for deadline in deadlines(milestones)}
        rows = []
        for kind in (*ORDER, MilestoneKind.RECALCULATED, MilestoneKind.WITHDRAWN):
            known = sorted((each for each in milestones if each.kind == kind), key=_when)
            rows += [self._row(kind, each, due.get(kind)) for each in known]
            reached = any(each.reached is not None for each in known)
            waiting = not known and kind in ORDER
            if waiting or (kind in due and reached and all(each.reached is not None for each in known)):
                rows.append(self._row(kind, None, due.get(kind)))
        self.table.show_rows(columns, rows)
        self._warn(due)
        self._allow()

    def _row(self, kind: MilestoneKind, milestone: Milestone | None, deadline: Deadline | None) -> LedgerRow:
        reached = None if milestone is None else milestone.reached
        mark = ("circle-check", "ok") if reached is not None else ("circle-dashed", "ink3")
        until = LedgerCell(text="")
        if reached is None and deadline is not None:
            late = (deadline.due - self.today).days
            mark = ("triangle-alert", "warn") if late < 0 else mark
            ink = "err" if late < 0 else "warn" if late <= _SOON else "ink"
            until = LedgerCell(text=day(deadline.due), under=_distance(late), ink=ink)
        return LedgerRow(
            key=(kind.value, 0 if milestone is None else milestone.id),
            cells=(
                LedgerCell(
                    text=tr(words.STATIONS[kind]),
                    mark=mark,
                    strong=reached is not None,
                    ink="ink" if reached is not None else "ink2",
                ),
                LedgerCell(text=words.NOTHING if reached is None else day(reached)),
                until,
                LedgerCell(text="" if milestone is None else milestone.document),
                LedgerCell(text="" if milestone is None else milestone.note, ink="ink2"),
            ),
        )

    def _warn(self, due: dict[MilestoneKind, Deadline]) -> None:
        late = [each for each in due.values() if each.due < self.today]
        if late:
            told = tr(", ").join(tr(each.title) for each in late)
            self.say("warn", tr("Overdue: {what}", what=told))
        else:
            self.say("", "")

    def _allow(self) -> None:
        writable = not self.page.session.read_only
        key = self.table.key()
        known = isinstance(key, tuple) and bool(key[1])
        self.edit_button.setEnabled(writable and key is not None)
        self.remove_button.setEnabled(writable and known)

    # ---- writing -----------------------------------------------------------------------------------------

    def _form(self, milestone: Milestone | None, kind: str) -> RecordForm[Milestone]:
        form: RecordForm[Milestone] = RecordForm(
            Milestone,
            milestone,
            rows=_ROWS,
            choices={"kind": [(tr(words.STATIONS[each]), each) for each in map(str, MilestoneKind)]},
        )
        if milestone is None:
            form.fields["kind"].set_value(kind)
        return form

    def add(self, kind: str = "") -> None:
        """Ask for a station."""
        target = self.page.target
        if target is None or self.page.session.read_only:
            return
        form = self._form(None, kind or MilestoneKind.COMMITTED.value)

        def write(form: RecordForm[Any]) -> None:
            record = form.record(target=target.id)
            title = say("{station}: {name}", station=words.STATIONS[record.kind], name=words.name_of(target))
            writing.add_record(self.page.session, record, title)

        self.ask(tr("Station of the target"), form, tr("Add"), write)

    def edit(self) -> None:
        """Ask for the current station, whether it is known already or not."""
        key = self.table.key()
        if not isinstance(key, tuple):
            return
        found = next((each for each in self._milestones() if each.id == key[1]), None)
        if found is None:
            self.add(str(key[0]))
            return
        target = self.page.target
        if target is None or self.page.session.read_only:
            return

        def write(form: RecordForm[Any]) -> None:
            title = say("{station}: {name}", station=words.STATIONS[found.kind], name=words.name_of(target))
            writing.change_record(self.page.session, found, form.changed_fields(), title)

        self.ask(tr("Station of the target"), self._form(found, found.kind), tr("Keep changes"), write)

    def remove(self) -> None:
        """Remove the current station; undo brings it back."""
        key = self.table.key()
        found = next(
            (each for each in self._milestones() if isinstance(key, tuple) and each.id == key[1]), None
        )
        if found is not None and not self.page.session.read_only:
            title = say("Remove a station: {station}", station=words.STATIONS[found.kind])
            self.guard(lambda: writing.remove_record(self.page.session, found, title))


def _when(milestone: Milestone) -> str:
    return str(milestone.reached or milestone.due or "9999")


def _distance(days: int) -> str:
    if days < 0:
        return tr_many("{n} day overdue", "{n} days overdue", -days)
    return tr("today") if days == 0 else tr_many("in {n} day", "in {n} days", days)
