"""The dialog of a target's journey: its stations with their days and documents, and what is due next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carbondesk.domain.records import Milestone, MilestoneKind
from carbondesk.domain.schema import Severity
from carbondesk.domain.text import say
from carbondesk.language import day, tr, tr_many
from carbondesk.report.journeys import journey
from carbondesk.ui.forms import RecordForm
from carbondesk.ui.pages.targets import words, writing
from carbondesk.ui.pages.targets.belongings import TableDialog
from carbondesk.ui.widgets.ledger import LedgerCell, LedgerColumn, LedgerRow

if TYPE_CHECKING:
    from datetime import date

    from carbondesk.report.journeys import Journey, Station
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
        target, inventory = self.page.target, self.page.session.inventory
        if target is None or inventory is None:
            self.reject()
            return
        columns = (
            LedgerColumn(head=tr("Station"), width=170, stretch=1),
            LedgerColumn(head=tr("Reached"), width=110),
            LedgerColumn(head=tr("Due"), width=150),
            LedgerColumn(head=tr("Document"), width=150, stretch=1),
            LedgerColumn(head=tr("Note"), width=150, stretch=2),
        )
        way = journey(inventory, target, self.today, self.page.session.figures)
        self.table.show_rows(columns, [row for station in way.stations for row in self._rows(station)])
        self._warn(way)
        self._allow()

    def _rows(self, station: Station) -> list[LedgerRow]:
        """Return the times that a station was reached, and the next one where it is still to come."""
        known = [self._row(station, each) for each in station.milestones]
        waits = station.due is not None or not known
        planned = any(each.reached is None for each in station.milestones)
        return [*known, self._row(station, None)] if waits and not planned else known

    def _row(self, station: Station, milestone: Milestone | None) -> LedgerRow:
        reached = None if milestone is None else milestone.reached
        mark = ("circle-check", "ok") if reached is not None else ("circle-dashed", "ink3")
        until = LedgerCell(text="")
        if reached is None and station.due is not None:
            late = (station.due - self.today).days
            mark = ("triangle-alert", "warn") if late < 0 else mark
            ink = "err" if late < 0 else "warn" if late <= _SOON else "ink"
            until = LedgerCell(text=day(station.due), under=_distance(late), ink=ink)
        return LedgerRow(
            key=(station.kind.value, 0 if milestone is None else milestone.id),
            cells=(
                LedgerCell(
                    text=tr(words.STATIONS[station.kind]),
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

    def _warn(self, way: Journey) -> None:
        """Say what is overdue, and what asks for a new calculation."""
        said = [*(each for each in way.reminders if each.severity == Severity.WARNING), *way.triggers]
        if not said:
            self.tell("", "")
            return
        first = said[0]
        more = tr("; ").join(tr(each.message) for each in said[1:])
        self.tell("warn", tr(first.message), " ".join(part for part in (tr(first.remedy), more) if part))

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


def _distance(days: int) -> str:
    if days < 0:
        return tr_many("{n} day overdue", "{n} days overdue", -days)
    return tr("today") if days == 0 else tr_many("in {n} day", "in {n} days", days)
