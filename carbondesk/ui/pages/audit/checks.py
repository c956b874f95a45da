"""The checks: every finding of the inventory, open or explained, each with its place and its explanation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.records import Acknowledgement
from carbondesk.domain.text import say
from carbondesk.language import tr, tr_many
from carbondesk.report.acknowledgements import Check, matched, source_of
from carbondesk.ui import fonts, notices
from carbondesk.ui.pages.audit import makings, words
from carbondesk.ui.pages.audit.explaining import ExplanationPane
from carbondesk.ui.pages.audit.records import Row, SidePane
from carbondesk.ui.widgets import EmptyState, LoadingLine, Pane, Rule

if TYPE_CHECKING:
    from carbondesk.domain.schema import Finding
    from carbondesk.ui.session import Session
    from carbondesk.ui.tasks import Task

_OPEN, _EXPLAINED = "open", "explained"
_FACTOR_CODES = frozenset({"factor", "fuel", "gwp", "edition"})


class ChecksView(QWidget):
    """Signals: `navigate(page id, context)` to where a check is, `counted(open checks)`."""

    navigate = Signal(str, object)
    counted = Signal(int)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.checks: list[Check] = []
        self._placed: list[tuple[Finding, str]] | None = None
        self._task: Task | None = None
        self._again = False
        self.side = SidePane(
            tr("Checks"),
            tr("Search checks"),
            [(tr("Open"), _OPEN), (tr("Explained"), _EXPLAINED)],
            tr("Which checks"),
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side)
        row.addWidget(Rule(vertical=True))
        row.addWidget(self._build_middle(), 1)
        self.side.search.textChanged.connect(lambda _: self.show_checks())
        self.side.segments.chosen.connect(lambda _: self.show_checks())
        self.side.list.chosen.connect(lambda _: self._show_check())
        self.side.list.opened.connect(lambda _: self.detail.note.setFocus())

    def _build_middle(self) -> Pane:
        middle = Pane("panel")
        self._stack = QStackedLayout(middle)
        nothing, waiting = QWidget(), QWidget()
        self.detail = ExplanationPane()
        self.detail.kept.connect(self.keep)
        self.detail.withdrawn.connect(self.withdraw)
        self.detail.go_wanted.connect(self.go)
        self.detail.left.connect(self.side.list.setFocus)
        inside = QVBoxLayout(nothing)
        inside.setContentsMargins(*[fonts.px(40)] * 4)
        self.none = EmptyState("circle-check", "", "")
        inside.addWidget(self.none)
        inside.addStretch(1)
        inside = QVBoxLayout(waiting)
        inside.setContentsMargins(*[fonts.px(40)] * 4)
        self.loading = LoadingLine(tr("Looking through the inventory"))
        self.loading.stopped.connect(self.stop)
        inside.addWidget(self.loading)
        inside.addStretch(1)
        for part in (self.detail, nothing, waiting):
            self._stack.addWidget(part)
        return middle

    def parts(self) -> list[QWidget]:
        """Return the parts that F6 steps through; the first one has the focus when the page is entered."""
        return [self.side.list, self.detail.note, self.side.search]

    # ---- finding -----------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Look through the inventory again, off the main thread where it is a file."""
        figures = self.session.figures
        if figures is None:
            return
        if self._task is not None:
            self._again = True
            return
        if not self.session.path:
            self._take(makings.find_checks_with(figures))
            return
        if self._placed is None:
            self.loading.set_progress(0.3, "", tr("Esc stops it"))
            self._stack.setCurrentIndex(2)
        task = self.session.start(
            say("Looking through the inventory"),
            makings.find_checks,
            Path(self.session.path),
            done=lambda placed: self._done(task, placed),
        )
        self._task = task
        task.cancelled.connect(lambda: self._end(task))
        task.failed.connect(lambda _: self._end(task))

    def stop(self) -> None:
        """Stop looking; what was found before stays."""
        if self._task is not None:
            self._task.cancel()

    def forget(self) -> None:
        """Let go of another inventory's checks."""
        self.stop()
        self.checks, self._placed, self._task, self._again = [], None, None, False

    def _done(self, task: Task, placed: list[tuple[Finding, str]]) -> None:
        if task is self._task:
            self._end(task)
            self._take(placed)

    def _end(self, task: Task) -> None:
        if task is self._task:
            self._task = None
            if self._again:
                self._again = False
                self.refresh()
            else:
                self.show_checks()

    def _take(self, placed: list[tuple[Finding, str]]) -> None:
        self._placed = placed
        self.match()

    def match(self) -> None:
        """Hold the findings against the explanations of now."""
        inventory = self.session.inventory
        if inventory is not None and self._placed is not None:
            self.checks = matched(inventory, self._placed)
            self.show_checks()
            self.counted.emit(sum(check.is_open for check in self.checks))

    # ---- showing -----------------------------------------------------------------------------------------

    def show_checks(self) -> None:
        """Show the checks that are open, or explained, and hold what is searched for."""
        wanted = self.side.segments.value() == _OPEN
        open_ = sum(check.is_open for check in self.checks)
        self.side.segments.set_words(
            [tr("Open {n}", n=open_), tr("Explained {n}", n=len(self.checks) - open_)]
        )
        before, place = self.side.list.current_key(), max(0, self.side.list.currentIndex().row())
        rows = [self._row(check) for check in self.checks if check.is_open == wanted]
        text = self.side.search.text().strip().casefold()
        rows = [row for row in rows if text in f"{row.title} {row.text}".casefold()]
        keys = [row.key for row in rows]
        # What was just explained leaves the list: the next one takes its place.
        key = before if before in keys else keys[min(place, len(keys) - 1)] if keys else None
        self.side.list.show_rows(rows, key)
        self.side.count.setText(tr_many("{n} check", "{n} checks", len(rows)))
        if rows:
            self._stack.setCurrentIndex(0)
            self._show_check()
        else:
            self._show_nothing(is_open=wanted, searched=bool(text))

    def _show_nothing(self, *, is_open: bool, searched: bool) -> None:
        title = (
            tr("Nothing found")
            if searched
            else tr("Nothing is open")
            if is_open
            else tr("Nothing is explained")
        )
        text = (
            tr("No check holds these words.")
            if searched
            else tr("No check waits for an answer.")
            if is_open
            else tr("An explanation that is kept with a check stands here.")
        )
        self.none.title.setText(title)
        self.none.text.setText(text)
        self.none.setAccessibleName(title)
        self._stack.setCurrentIndex(1)

    @staticmethod
    def _row(check: Check) -> Row:
        finding = check.finding
        icon, tint = words.SEVERITIES[finding.severity] if check.is_open else ("circle-check", "ok")
        where, message = words.place_words(finding), tr(finding.message)
        title, text = (where, message) if where else (message, tr(finding.remedy))
        return Row(title, text, icon=icon, tint=tint, key=check.key)

    def current(self) -> Check | None:
        """Return the check in view."""
        key = self.side.list.current_key()
        return next((check for check in self.checks if check.key == key), None)

    def _show_check(self) -> None:
        check = self.current()
        if check is None:
            return
        self.detail.show_check(check, leads=self.place() is not None, writable=not self.session.read_only)

    def place(self) -> tuple[str, dict[str, object]] | None:
        """Return the page and the context where the check in view is; None where no page shows it."""
        check, figures = self.current(), self.session.figures
        if check is None or figures is None:
            return None
        where = check.finding.where
        source = source_of(figures, check.finding)
        site = next((each.id for each in figures.sites.values() if each.name == where.get("site")), None)
        if source is not None:
            month = {"month": str(where["month"])} if "month" in where else {}
            return "data_entry", {"source": source, **month}
        if site is not None:
            return "data_entry", {"site": site}
        if check.finding.code.split("-")[0] in _FACTOR_CODES:
            return "factors", {}
        return None

    def go(self) -> None:
        """Go to the place of the check in view."""
        place, check = self.place(), self.current()
        if place is None or check is None:
            return
        year = check.finding.where.get("year", str(check.finding.where.get("month", ""))[:4])
        if (
            str(year).isdigit()
            and self.session.figures is not None
            and int(str(year)) in self.session.figures.years
        ):
            self.session.show_year(int(str(year)))
        self.navigate.emit(*place)

    # ---- writing -----------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Keep the explanation that was written, as one step; the next check comes into view."""
        check, text = self.current(), self.detail.text()
        if check is None or not self.detail.can_keep():
            return
        person = self.session.settings.person
        try:
            with self.session.step(
                say("Explain a check: {check}", check=check.finding.message), text
            ) as step:
                if check.explained is None:
                    step.add(
                        Acknowledgement(code=check.finding.code, place=check.place, note=text, by=person)
                    )
                else:
                    step.change(check.explained, note=text, by=person)
        except CarbonDeskError as error:
            notices.show_error(self.window(), error)
            return
        self.match()
        self.side.list.setFocus()

    def withdraw(self) -> None:
        """Take the explanation back, as one step; the check is open again."""
        check = self.current()
        if check is None or check.explained is None or self.session.read_only:
            return
        try:
            with self.session.step(
                say("Withdraw an explanation: {check}", check=check.finding.message)
            ) as step:
                step.remove(check.explained)
        except CarbonDeskError as error:
            notices.show_error(self.window(), error)
            return
        self.match()
        self.side.list.setFocus()
