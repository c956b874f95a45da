"""The audit page: history, checks, verification rounds and published figures, with integrity and seals beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from carbondesk.domain.periods import year_label, year_name
from carbondesk.language import tr
from carbondesk.report.published import sealed_years
from carbondesk.ui import notices
from carbondesk.ui.page import Page
from carbondesk.ui.pages.audit.checks import ChecksView
from carbondesk.ui.pages.audit.files import Files
from carbondesk.ui.pages.audit.history import HistoryView
from carbondesk.ui.pages.audit.integrity import LAST, IntegrityPane
from carbondesk.ui.pages.audit.proving import ChainCheck
from carbondesk.ui.pages.audit.publications import PublicationsView
from carbondesk.ui.pages.audit.room import Room
from carbondesk.ui.pages.audit.rounds import RoundsView
from carbondesk.ui.pages.audit.seals import Seals, seal_rows
from carbondesk.ui.widgets import Button, ComboButton, PageHeader, Pane, Segments
from carbondesk.ui.widgets.badges import Badge

if TYPE_CHECKING:
    from carbondesk.store import Change
    from carbondesk.ui.session import Session

VIEWS = ("history", "checks", "verification", "published")


View = HistoryView | ChecksView | RoundsView | PublicationsView


class AuditPage(Page):
    """Signals: `navigate(page id, context)` to where something is, `verified(Verification)` after a check."""

    page_id = "audit"
    icon = "history"
    navigate = Signal(str, object)
    verified = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.seals, self.files = Seals(session, self), Files(session, self)
        self._counts = [0, 0]
        self._stale = set(VIEWS)
        self.history, self.checks = HistoryView(session), ChecksView(session)
        self.rounds, self.publications = RoundsView(session), PublicationsView(session)
        self._views: dict[str, View] = {
            VIEWS[0]: self.history,
            VIEWS[1]: self.checks,
            VIEWS[2]: self.rounds,
            VIEWS[3]: self.publications,
        }
        self._build_header()
        self._lay_out()
        self._listen()
        self._take_opened()

    # ---- building ----------------------------------------------------------------------------------------

    def _build_header(self) -> None:
        head = PageHeader(tr("Audit"))
        self.year = ComboButton("", tr("Year"))
        self.year.picked.connect(lambda year: self.session.show_year(int(str(year))))
        head.add_context(self.year)
        names = (tr("History"), tr("Checks"), tr("Verification"), tr("Published"))
        self.segments = Segments(list(zip(names, VIEWS, strict=True)), VIEWS[0], tr("What is in view"))
        self.segments.chosen.connect(lambda view: self.show_view(str(view)))
        head.add_context(self.segments)
        self.read_only = Badge.of("read-only", tr("Read-only"))
        head.add_context(self.read_only)
        self.check = Button(tr("Check integrity"), icon="shield-check")
        self.export = Button("", icon="download")
        self.export.clicked.connect(self.export_view)
        head.add_button(self.check)
        head.add_button(self.export)
        self.set_header(head)

    def _lay_out(self) -> None:
        middle = Pane("panel")
        self._stack = QStackedLayout(middle)
        for view in self._views.values():
            self._stack.addWidget(view)
        self.side = IntegrityPane()
        self.chain = ChainCheck(self.session, self.side)
        self.room = Room(middle, self.side, lambda: getattr(self._views[self.view()], "side", None))
        self.body.addWidget(self.room, 1)

    def _listen(self) -> None:
        session, side = self.session, self.side
        session.figures_ready.connect(self._mark_all)
        session.changed.connect(self._take_change)
        session.context_changed.connect(self._take_context)
        session.opened.connect(self._take_opened)
        session.closed.connect(self._take_closed)
        session.flags.changed.connect(self._take_flags)
        for view in (self.history, self.checks, self.rounds):
            view.navigate.connect(self.navigate)
        self.checks.counted.connect(self._count_checks)
        self.publications.unadjusted.connect(self._count_published)
        self.publications.seal_wanted.connect(self.seals.ask_seal)
        self.rounds.proof_wanted.connect(self.files.ask_proof)
        self.rounds.export_wanted.connect(self.files.ask_round)
        side.check_wanted.connect(self.chain.start)
        side.stopped.connect(self.chain.stop)
        self.check.clicked.connect(lambda: self.chain.start())  # noqa: PLW0108 - a press says whether it is checked
        self.chain.begun.connect(lambda: self.check.setEnabled(False))
        self.chain.begun.connect(self.room.show_side)
        self.chain.ended.connect(lambda: self.check.setEnabled(True))
        self.chain.verified.connect(self._show_side)
        self.chain.verified.connect(self.verified)
        side.copied.connect(self.copy_head)
        side.seal_wanted.connect(self.seals.ask_seal)
        side.reopen_wanted.connect(self.seals.ask_reopen)

    # ---- following the session ---------------------------------------------------------------------------

    def _take_opened(self) -> None:
        self.chain.forget()
        self.checks.forget()
        self._counts = [0, 0]
        self._mark_all()

    def _take_closed(self) -> None:
        self.chain.forget()
        self.history.forget()
        self.checks.forget()
        self.rounds.stop()
        self._stale = set(VIEWS)

    def _take_change(self, change: Change | None) -> None:
        # A step that only explains a check changes no finding.
        if change is not None and change.tables == {"acknowledgement"}:
            self.checks.match()
            self._mark(VIEWS[0])
        elif change is not None and change.tables <= {"verification_round", "verification_line"}:
            self._mark(VIEWS[0], VIEWS[2], VIEWS[3])
        else:
            self._mark(*VIEWS)

    def _take_context(self) -> None:
        self._show_year()
        self._mark(VIEWS[2])

    def _take_flags(self) -> None:
        if self.session.inventory is not None:
            self.history.show_flag()

    def _mark_all(self) -> None:
        self._mark(*VIEWS)

    def _mark(self, *views: str) -> None:
        self._stale |= set(views)
        if self.isVisible():
            self.refresh()

    def enter(self, context: object = None) -> None:
        """Catch up; `context` {"view": name} chooses what is in view, {"table", "id"} shows a record's trail."""
        if isinstance(context, dict):
            if context.get("view") in VIEWS:
                self.segments.set_value(context["view"])
            if "table" in context and "id" in context:
                self.segments.set_value(VIEWS[0])
                self.refresh()
                self.history.show_record(str(context["table"]), int(context["id"]))
        self.refresh()
        self._views[self.view()].parts()[0].setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def view(self) -> str:
        """Return what is in view: one of `VIEWS`."""
        return str(self.segments.value())

    def show_view(self, view: str) -> None:
        """Bring history, checks, verification or published figures into view."""
        self._stack.setCurrentWidget(self._views[view])
        self.room.allow(beside=view != VIEWS[2])
        self.refresh()

    def refresh(self) -> None:
        """Bring the view and the sides up to the session now."""
        inventory, figures = self.session.inventory, self.session.figures
        if inventory is None:
            return
        self.read_only.setVisible(inventory.read_only)
        exports = (
            tr("Export the history…"),
            tr("Export the checks…"),
            tr("Export the round…"),
            tr("Export the register…"),
        )
        self.export.setText(exports[VIEWS.index(self.view())])
        self._weigh_export()
        self._show_year()
        self._show_side()
        if figures is None or self.view() not in self._stale:
            return
        self._stale.discard(self.view())
        self._views[self.view()].refresh()

    def _show_year(self) -> None:
        figures, year = self.session.figures, self.session.year
        self.year.setVisible(figures is not None and bool(figures.years))
        if figures is not None and year is not None:
            start = figures.organisation.year_start
            years = [
                (tr("Year {year}", year=year_name(each, start)), each) for each in reversed(figures.years)
            ]
            self.year.set_choices(years, year)
            self.year.setToolTip(tr(year_label(year, start)))

    def _show_side(self, _result: object = None) -> None:
        inventory, figures = self.session.inventory, self.session.figures
        if inventory is None:
            return
        self.side.show_chain(inventory.steps(LAST), self.chain.result, self.chain.at)
        self.side.show_documents(self.chain.documents)
        locked = sealed_years(figures) if figures is not None else {}
        rows, sealed = seal_rows(inventory, locked)
        has_years = figures is not None and bool(figures.years)
        self.side.show_seals(rows, sealed, writable=not inventory.read_only and has_years)

    def _count_checks(self, count: int) -> None:
        self._counts[0] = count
        self._name_views()

    def _count_published(self, count: int) -> None:
        self._counts[1] = count
        self._name_views()

    def _name_views(self) -> None:
        checks, published = self._counts
        self.segments.set_words(
            [
                tr("History"),
                tr("Checks {n}", n=checks) if checks else tr("Checks"),
                tr("Verification"),
                tr("Published {n}", n=published) if published else tr("Published"),
            ]
        )

    def copy_head(self) -> None:
        """Copy the head of the history."""
        if self.session.inventory is not None:
            QGuiApplication.clipboard().setText(self.session.inventory.head)
            notices.say_done(self.window(), tr("Head copied"))

    # ---- files -------------------------------------------------------------------------------------------

    def _weigh_export(self) -> None:
        """Offer the export where there is something to write."""
        there = self.rounds.round is not None if self.view() == VIEWS[2] else self.session.year is not None
        self.export.setEnabled(there)
        self.export.setToolTip("" if there else tr("Nothing to export yet"))

    def export_view(self) -> None:
        """Ask for a file and write what is in view there."""
        year, view = self.session.year, self.view()
        if view == VIEWS[2]:
            if self.rounds.round is not None:
                self.files.ask_round(self.rounds.round)
        elif year is not None and view == VIEWS[0]:
            self.files.ask_history(year)
        elif year is not None and view == VIEWS[1]:
            self.files.ask_paper("findings", tr("Checks"), year)
        elif year is not None:
            shown = self.publications.year
            self.files.ask_paper("published", tr("Published figures"), year if shown is None else shown)

    # ---- what the frame asks for -------------------------------------------------------------------------

    def commands(self) -> dict[str, Callable[[], object]]:
        """Return what this page does."""
        return {
            "export": self.export_view,
            "prove": self.rounds.prove,
            "inspector": self.room.toggle,
            "copy": self._copy,
            "copy_sentence": self.publications.copy_sentence,
            "filter": self._search,
            "next_issue": lambda: self._step_check(1),
            "previous_issue": lambda: self._step_check(-1),
        }

    def _search(self) -> None:
        view = self._views[self.view()]
        if not isinstance(view, RoundsView):
            view.side.search.setFocus()

    def _copy(self) -> None:
        tables: dict[str, Callable[[], object]] = {
            VIEWS[0]: self.history.trail.copy,
            VIEWS[2]: self.rounds.table.copy,
            VIEWS[3]: self.publications.table.copy,
        }
        tables.get(self.view(), lambda: None)()

    def _step_check(self, by: int) -> None:
        """Show the next or the previous check."""
        if self.view() != VIEWS[1]:
            self.segments.set_value(VIEWS[1])
            return
        found = self.checks.side.list
        count = found.lines.rowCount()
        if count:
            found.setCurrentIndex(found.lines.index((found.currentIndex().row() + by) % count, 0))

    def panes(self) -> list[QWidget]:
        """Return the parts that F6 steps through."""
        beside = [self.side.against] if self.side.isVisible() else []
        return [*self._views[self.view()].parts(), *beside, self.segments]

    def state(self) -> dict[str, object]:
        """Return what is in view."""
        return {"view": self.view()}

    def restore_state(self, state: dict[str, object]) -> None:
        """Take up what was in view."""
        if state.get("view") in VIEWS:
            self.segments.set_value(state["view"])
