"""The Targets page: list and definition, the live pathway, the criteria; what one drags is written when let go."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from carbondesk.language import tr, tr_many
from carbondesk.ui import fonts, notices
from carbondesk.ui.page import Page
from carbondesk.ui.pages.targets import chart_files
from carbondesk.ui.pages.targets.bench import Bench
from carbondesk.ui.pages.targets.book import Book
from carbondesk.ui.pages.targets.criteria import CriteriaPane
from carbondesk.ui.pages.targets.edits import Edits
from carbondesk.ui.pages.targets.empties import missing
from carbondesk.ui.pages.targets.heading import Heading
from carbondesk.ui.pages.targets.left import LeftColumn
from carbondesk.ui.pages.targets.middle import Middle
from carbondesk.ui.pages.targets.tasks import Tasks

if TYPE_CHECKING:
    from carbondesk.domain.errors import CarbonDeskError
    from carbondesk.domain.records import Target
    from carbondesk.store import Change
    from carbondesk.ui.pages.targets.sights import Sight
    from carbondesk.ui.session import Session
    from carbondesk.ui.style.tokens import Tokens

NARROW = 1050
"""Width of the page in unscaled pixels under which its header says less."""


class TargetsPage(Page):
    """Shows the targets of the session's inventory. `navigate(page id, context)` asks the frame for another page."""

    page_id = "targets"
    icon = "target"
    navigate = Signal(str, object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.book: Book | None = None
        self.chosen: int | None = None
        self.trial: Target | None = None
        self.shown: Sight | None = None
        self.compared: tuple[str, ...] = ()
        self._stale = True
        self.heading = Heading()
        self.set_header(self.heading)
        self.left, self.middle, self.criteria = LeftColumn(), Middle(), CriteriaPane()
        self.bench = Bench(self.left, self.middle, self.criteria)
        self.body.addWidget(self.bench, 1)
        self.edits, self.tasks = Edits(self), Tasks(self)
        self._fill_menu()
        self._listen()

    # ---- building ----------------------------------------------------------------------------------------

    def _fill_menu(self) -> None:
        menu = self.left.menu_button.menu()
        for text, run in self.tasks.entries():
            if not text:
                menu.addSeparator()
                continue
            menu.addAction(text).triggered.connect(lambda _checked=False, run=run: run())

    def _listen(self) -> None:
        session, left, chart = self.session, self.left, self.middle.chart
        session.figures_ready.connect(self._mark_stale)
        session.changed.connect(self._take_change)
        session.closed.connect(self._take_closed)
        self.heading.looked_at.connect(self.edits.look_at)
        self.heading.criteria_wanted.connect(self.bench.toggle_side)
        self.heading.what_if.clicked.connect(self.edits.begin_trial)
        self.heading.submission.clicked.connect(self.tasks.ask_submission)
        self.heading.save.clicked.connect(self.tasks.save_version)
        left.shelf.chosen.connect(self.choose)
        left.shelf.entered.connect(lambda: self.left.form.focus_field("scope"))
        left.shelf.added.connect(self.tasks.ask_target)
        left.shelf.removed.connect(self.tasks.remove)
        left.added.connect(self.tasks.ask_target)
        left.form.changed.connect(self.edits.change)
        left.form.significance_changed.connect(self.edits.change_significance)
        left.form.approval_wanted.connect(self.tasks.ask_approval)
        left.form.categories_wanted.connect(self.tasks.ask_categories)
        for part in (left.reduction, chart):
            part.dragged.connect(self.show_moved)
            part.settled.connect(self.edits.settle)
            part.cancelled.connect(self.show_target)
        self.criteria.mended.connect(self.edits.mend)
        self.criteria.compare_wanted.connect(self.tasks.compare)
        self.middle.trial.kept.connect(self.edits.keep_trial)
        self.middle.trial.discarded.connect(self.edits.end_trial)
        self.middle.opened.connect(self.edits.open_place)
        self.bench.docked.connect(lambda docked: self.heading.counts.setVisible(not docked))

    # ---- following the session ---------------------------------------------------------------------------

    def _take_change(self, change: Change | None) -> None:
        self._mark_stale()

    def _take_closed(self) -> None:
        self.book, self.trial, self.shown, self.chosen = None, None, None, None
        self._stale = True

    def _mark_stale(self) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()

    def enter(self, context: object = None) -> None:
        """Catch up with what changed; `context` {"target": id} chooses a target."""
        if isinstance(context, dict) and isinstance(context.get("target"), int):
            self.chosen, self._stale = int(context["target"]), True
        if self._stale:
            self.refresh()
        self.left.shelf.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def refresh(self) -> None:
        """Bring everything up to the session now."""
        figures = self.session.figures
        if figures is None:
            self.middle.show_nothing()
            return
        self._stale = False
        book = self.book = Book.read(figures)
        if book.target(self.chosen) is None:
            self.chosen = book.targets[0].id if book.targets else None
            self.trial = None
        count = tr_many("{n} site", "{n} sites", len(figures.sites))
        context = tr("{organisation}, {sites}", organisation=book.organisation.name, sites=count)
        self.heading.show_targets(context, book.targets)
        self.left.shelf.set_entries(book.entries(), self.chosen)
        self.show_target()

    # ---- showing -----------------------------------------------------------------------------------------

    @property
    def target(self) -> Target | None:
        """The chosen target as it is written."""
        return None if self.book is None else self.book.target(self.chosen)

    def choose(self, id: int) -> None:
        """Show another target; a what-if of the one before is given up."""
        if id != self.chosen:
            self.edits.end_trial()
            self.chosen = id
            self.show_target()

    def go_to(self, id: int, criterion: str) -> None:
        """Show a target with a criterion in view, the keyboard in the list of criteria."""
        self.choose(id)
        if self.book is not None:
            self.left.shelf.set_entries(self.book.entries(), id)
        self.bench.show_side(shown=True)
        self.criteria.list.go_to(criterion)

    def show_target(self) -> None:
        """Show the chosen target, or the one that is tried in its place."""
        book, target = self.book, self.target
        if book is None:
            return
        sight = None
        if target is not None:
            sight = book.sight(target) if self.trial is None else self._tried(book, target, self.trial)
        self.shown = sight
        self.left.show_target(sight, book)
        self.criteria.show_sight(sight)
        self.bench.set_empty(empty=sight is None)
        self._show_middle(sight)
        self._show_state()

    def _tried(self, book: Book, target: Target, trial: Target) -> Sight:
        seen = book.sight(trial)
        self.left.shelf.targets.set_entries(
            [book.entry(each, seen if each.id == target.id else None) for each in book.targets]
        )
        return seen

    def show_moved(self, share: float) -> None:
        """Show the target with its knob at another share while somebody drags it; nothing is written."""
        if self.shown is None:
            return
        moved = self.shown = self.shown.moved(share)
        self.left.show_moved(moved)
        self.criteria.show_sight(moved)
        self.middle.chart.show_study(moved.study, **self._beside())
        self._show_counts()

    def draw_beside(self, rules: tuple[str, ...]) -> None:
        """Draw the smallest paths of other rule sets beside the target, or none of them."""
        self.compared = rules
        self.show_target()

    def _beside(self) -> dict[str, Any]:
        """Return what is drawn beside the target: other rule sets, and the written one while another is tried."""
        book, target, shown = self.book, self.target, self.shown
        if book is None or target is None or shown is None:
            return {}
        ghosts = () if self.trial is None else (book.sight(target).study,)
        start = book.organisation.year_start
        return {
            "ghosts": ghosts,
            "others": shown.under(self.compared),
            "scale": shown.scale,
            "year_start": start,
            "complete": shown.grounds.complete_years,
        }

    def _show_middle(self, sight: Sight | None) -> None:
        book = self.book
        assert book is not None  # noqa: S101 - the caller has one
        self.middle.trial.setVisible(self.trial is not None)
        if sight is None or not sight.grounds.complete_years or not sight.has_chart:
            self.middle.show_empty(*missing(book, sight, read_only=self.session.read_only))
            return
        self.middle.show_chart()
        self.middle.chart.show_study(sight.study, **self._beside())
        if self.trial is not None and self.target is not None:
            changes = self.edits.changes(self.target, self.trial)
            self.middle.trial.show_changes(changes, writable=not self.session.read_only)

    def _show_state(self) -> None:
        """Show the state of the target, and what can be done with it now."""
        target, tried = self.target, self.trial is not None
        reason = tr("This inventory is read-only.") if self.session.read_only else ""
        self.heading.show_target(target)
        self.heading.show_writable(reason, target=target is not None, tried=tried)
        self._show_counts()
        self.left.set_writable("" if tried else reason)
        self.criteria.set_writable(writable=tried or not reason)
        self.middle.chart.set_writable("" if tried else reason)
        self.middle.trial.keep.setToolTip(reason)
        if target is not None:
            self.left.badge.set_state(*self.tasks.state(target))

    def _show_counts(self) -> None:
        self.heading.counts.setText(self.criteria.words(1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.heading.set_narrow(self.width() < fonts.px(NARROW))

    # ---- what the frame asks for -------------------------------------------------------------------------

    def commands(self) -> dict[str, Callable[[], object]]:
        """Return what this page does."""
        return {
            "target": self.tasks.ask_target,
            "edit_record": lambda: self.left.form.focus_field("name"),
            "remove_record": self.tasks.remove,
            "what_if": self.edits.begin_trial,
            "compare_rules": self.tasks.compare,
            "save_version": self.tasks.save_version,
            "versions": self.tasks.ask_versions,
            "submit": self.tasks.ask_approval,
            "journey": self.tasks.ask_journey,
            "exclusions": self.tasks.ask_exclusions,
            "submission": self.tasks.ask_submission,
            "export": lambda: chart_files.save(self.middle.chart, ".png"),
            "chart_table": self.middle.chart.toggle_table,
            "inspector": self.bench.toggle_side,
            "undo": self.session.undo,
            "redo": self.session.redo,
        }

    def show_error(self, error: CarbonDeskError) -> None:
        """Say what the world did wrong."""
        notices.show_error(self.window(), error)

    def panes(self) -> list[QWidget]:
        """Return the parts that F6 steps through."""
        found: list[QWidget] = [self.left.shelf]
        if self.shown is not None:
            found += [self.left.form.form.fields["scope"].control]
            if self.shown.can_drag:
                found.append(self.left.reduction.field)
        if self.middle.shows_chart:
            found += self.middle.chart.focus_widgets()
        if self.bench.side_shown:
            found.append(self.criteria.list)
        return found

    def restyle(self, look: Tokens) -> None:
        """Take the chart's pens anew from the theme."""
        self.middle.chart.restyle()

    def state(self) -> dict[str, object]:
        """Return the target in view."""
        return {"target": self.chosen}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take up the target that was in view."""
        if isinstance(state.get("target"), int):
            self.chosen = int(state["target"])
        self._stale = True
