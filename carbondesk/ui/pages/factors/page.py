"""The factors page: the library at the left filtered, in the middle listed, at the right one factor in detail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from carbondesk.domain.periods import year_label
from carbondesk.domain.text import say
from carbondesk.language import number, tr, tr_many
from carbondesk.ui.pages.factors.commands import FactorCommands
from carbondesk.ui.pages.factors.comparing import newer_than_used
from carbondesk.ui.pages.factors.editing import OwnFactors
from carbondesk.ui.pages.factors.frame import FactorFrame
from carbondesk.ui.pages.factors.portraits import added_by, portrait
from carbondesk.ui.pages.factors.stock import EVERYTHING, Facet, State, Stock, Wish
from carbondesk.ui.pages.factors.uses import NO_USES, uses_of
from carbondesk.ui.widgets import Button, EmptyState, Kind

if TYPE_CHECKING:
    from carbondesk.domain.gases import GwpSet
    from carbondesk.domain.progress import Progress
    from carbondesk.report.editions import Newer
    from carbondesk.report.figures import Figures
    from carbondesk.store import Change
    from carbondesk.ui.session import Session

_PATIENCE_MS = 300
_TELL_MS = 40
"""After so long without another key the detail follows the table."""


class FactorsPage(FactorFrame):
    """The page itself. It reads the library in a task and follows the year in view and every step."""

    page_id = "factors"
    icon = "flask-conical"

    def __init__(self, session: Session) -> None:
        """Build the page; nothing is read before it is shown."""
        super().__init__(session)
        self.own = OwnFactors(session, self)
        self.factor_commands = FactorCommands(self)
        self.stock: Stock | None = None
        self.newer: Sequence[Newer] = ()
        self._stale = True
        self._reading = False
        self._wanted = ""
        self._telling = QTimer(self, singleShot=True, interval=_TELL_MS)
        self._telling.timeout.connect(self._tell_factor)
        self._connect()
        self._show_waiting()

    @property
    def busy(self) -> bool:
        """Whether the library is being read, or waits to be."""
        return self._reading or self._stale

    # ---- building ----------------------------------------------------------------------------------------

    def _connect(self) -> None:
        session, content = self.session, self.content
        session.opened.connect(self._forget)
        session.closed.connect(self._forget)
        session.figures_ready.connect(self._restart)
        session.context_changed.connect(self._follow_year)
        session.changed.connect(self._follow)
        self.year_button.picked.connect(session.show_year)
        self.gwp_button.picked.connect(self.weigh_with)
        self.compare_button.clicked.connect(lambda: self.run("compare_editions"))
        self.import_button.clicked.connect(lambda: self.run("import_set"))
        self.new_button.clicked.connect(lambda: self.run("new_factor"))
        content.filters.wished.connect(self._follow_wish)
        content.toolbar.wished.connect(content.filters.set_wish)
        content.newer.compare_wanted.connect(lambda: self.run("compare_editions"))
        content.view.picked.connect(lambda _place: self._telling.start())
        content.view.opened.connect(self._open_detail)
        content.filters.search.returnPressed.connect(content.view.setFocus)
        content.detail.asked.connect(self.run)
        self.own.written.connect(self._show_written)
        self.own.left.connect(self.content.view.setFocus)

    # ---- Page --------------------------------------------------------------------------------------------

    def commands(self) -> dict[str, Callable[[], object]]:
        ids = ["filter", "copy", "inspector", "export", "compare_editions"]
        if not self.session.read_only:
            ids += ["import_set", "new_factor", "edit_factor", "remove_factor", "use_factor"]
        return {command: partial(self.run, command) for command in ids}

    def panes(self) -> list[QWidget]:
        content = self.content
        candidates = (content.filters.search, content.view, content.detail.use_button)
        return [pane for pane in candidates if pane.isVisible()]

    def enter(self, context: object = None) -> None:
        if isinstance(context, dict) and isinstance(context.get("factor"), str):
            self._wanted = context["factor"]
        if self._stale:
            self._read()
        elif self._wanted:
            self._show_wish(self.content.filters.wish)
        if self.content.view.isVisible():
            self.content.view.setFocus()

    def state(self) -> dict[str, object]:
        wish = self.content.filters.wish
        return {
            "text": wish.text,
            "values": {facet.value: sorted(values) for facet, values in wish.values.items() if values},
            "factor": self.current_id(),
        }

    def restore_state(self, state: dict[str, object]) -> None:
        text, values, factor = state.get("text"), state.get("values"), state.get("factor")
        kept: dict[str, Any] = values if isinstance(values, dict) else {}
        chosen = {facet: frozenset(map(str, kept.get(facet.value, ()))) for facet in Facet}
        self._wanted = factor if isinstance(factor, str) else ""
        self.content.filters.set_wish(Wish(text if isinstance(text, str) else "", chosen))

    def run(self, command: str) -> None:
        """Run one of the page's commands by its id."""
        self.factor_commands.run(command)

    # ---- reading -----------------------------------------------------------------------------------------

    def _forget(self) -> None:
        self.stock, self._stale, self.newer, self.gwp = None, True, (), ""
        self.model.set_stock(None)
        self._show_waiting()

    def _restart(self) -> None:
        self._stale = True
        if self.isVisible():
            self._read()

    def _show_waiting(self) -> None:
        """Show that nothing is open, or the line of what is being read."""
        if self.session.inventory is None:
            text = tr("Open an inventory to see which factors it uses.")
            self.content.show_state(EmptyState("flask-conical", tr("No inventory is open"), text))
        else:
            self.content.show_state(self.content.loading)
            self.content.loading.hide()
            QTimer.singleShot(_PATIENCE_MS, self.content.loading, self._show_loading)
        self.show_head(shown=False)
        self.arrange()

    def _show_loading(self) -> None:
        """Show what is being read once it takes longer than a moment."""
        if self._reading or self.session.figures is None:
            self.content.loading.show()

    def _read(self) -> None:
        """Read the library in a task, unless what is read still holds."""
        figures = self.session.figures
        if figures is None or self._reading:
            return
        self._stale = False
        if self.stock is not None and _same(self.stock, figures):
            self._show_uses()
            return
        self._reading = True
        task = self.session.start(
            say("Reading the factors"), _read_stock, figures, done=self._take, failed=self._fail
        )
        task.progressed.connect(self._tell_progress)

    def _tell_progress(self, done: int, total: int, _note: object) -> None:
        self.content.loading.set_progress(
            done / max(total, 1), tr("{done} of {total} tables", done=done, total=total)
        )

    def _fail(self, error: Exception) -> None:
        self._reading = False
        self.session.failed.emit(error)

    def _take(self, stock: Stock) -> None:
        self._reading = False
        figures = self.session.figures
        if figures is None:
            return
        if not _same(stock, figures):
            self._read()
            return
        self.stock = stock
        self.own.set_stock(stock)
        self.show_head(shown=True)
        self.content.show_state(None)
        self._show_uses()
        self.arrange()

    def _show_uses(self) -> None:
        """Show what the year in view uses, under the potentials in view."""
        figures, stock = self.session.figures, self.stock
        if figures is None or stock is None:
            return
        self.gwp = self.gwp or figures.organisation.gwp
        year = self.session.year
        uses = uses_of(figures, year) if year is not None else NO_USES
        self.newer = newer_than_used(figures, year) if year is not None else ()
        kept = self.current_id()
        stock.set_uses(uses, _with_newer(stock, self.newer, uses.sources), _countries(figures))
        self.model.set_stock(stock, self.potentials(figures), figures.organisation.combustion_methane)
        self.content.filters.set_regions(stock.regions())
        self.content.filters.set_offered(stock.counts(EVERYTHING))
        self.show_header(figures, stock)
        self._show_newer(figures, year)
        self._show_wish(self.content.filters.wish, kept)

    def _show_newer(self, figures: Figures, year: int | None) -> None:
        """Say under the table how many factors have a newer edition, and what they would change."""
        stock = self.stock
        if stock is None or year is None or not self.newer:
            self.content.show_newer("")
            return
        count = stock.counts(EVERYTHING)[Facet.STATE][State.NEWER]
        change = added_by(figures, year, self.newer)
        sign = "+" if change > 0 else ""
        self.content.show_newer(
            tr_many("{n} factor has a newer edition. It changes {year} by {change} t.",
                    "{n} factors have a newer edition. They change {year} by {change} t.", count,
                    year=tr(year_label(year, figures.organisation.year_start)),
                    change=f"{sign}{number(round(change, 1), 1)}")
        )  # fmt: skip

    # ---- showing -----------------------------------------------------------------------------------------

    def _follow_wish(self, wish: Wish) -> None:
        self._show_wish(wish)

    def potentials(self, figures: Figures) -> GwpSet:
        """Return the set in view; the inventory's own comes with its choice of a potential for SF6."""
        return figures.ledger.gwp if self.gwp == figures.organisation.gwp else figures.gwp_sets[self.gwp]

    def current_id(self) -> str:
        """Return the id of the current factor, empty where there is none."""
        place = self.content.view.current_place()
        stock = self.model.stock
        return stock.cards[place].factor_id if stock is not None and place is not None else ""

    def _show_wish(self, wish: Wish, current: str = "") -> None:
        """Show the factors that a wish keeps, and keep the current one where it is among them."""
        stock = self.stock
        if stock is None:
            return
        kept = stock.place_of(current) if current else self.content.view.current_place()
        if self._wanted:
            kept = stock.place_of(self._wanted)
            if kept is not None and kept not in set(stock.find(wish).tolist()):
                wish = EVERYTHING
                self.content.filters.blockSignals(True)
                self.content.filters.set_wish(wish)
                self.content.filters.blockSignals(False)
            self._wanted = ""
        places = stock.find(wish).tolist()
        self.model.show(places)
        self.content.filters.set_counts(stock.counts(wish))
        self.content.toolbar.show_wish(wish, len(places), self.year_words())
        self._show_nothing(wish, found=bool(places))
        row = self.model.row_of(kept) if kept is not None else None
        if places:
            self.content.view.go_to(row if row is not None else 0)
            self._telling.start()
        if self.nothing_found != (not places):
            self.nothing_found = not places
            self.arrange()

    def _show_nothing(self, wish: Wish, *, found: bool) -> None:
        if found:
            self.content.show_nothing(None)
            return
        state = EmptyState(
            "search", tr("No factor matches"), tr("Take a filter off, or make a factor of your own.")
        )
        if not wish.empty:
            clear = state.add_button(Button(tr("Clear all filters"), Kind.PRIMARY))
            clear.clicked.connect(lambda: self.content.filters.set_wish(EVERYTHING))
        if not self.session.read_only:
            state.add_button(Button(tr("New factor"), icon="plus")).clicked.connect(self.own.add)
        self.content.show_nothing(state)

    def finish(self) -> None:
        """Show at once what waits for a pause in typing."""
        if self._telling.isActive():
            self._telling.stop()
            self._tell_factor()

    def _tell_factor(self) -> None:
        figures, stock, place = self.session.figures, self.stock, self.content.view.current_place()
        if figures is None or stock is None or place is None:
            return
        told = portrait(figures, stock, place, self.potentials(figures), self.newer)
        self.content.detail.show_portrait(told)

    def _show_written(self, factor_id: str) -> None:
        """Go to a factor that was just written."""
        self._wanted = factor_id
        if factor_id and self.stock is not None and not self._reading and not self._stale:
            self._show_wish(self.content.filters.wish)

    def _open_detail(self, _place: int) -> None:
        if not self.content.detail.isVisible():
            self.content.detail_wanted = True
            self.arrange()
        self.content.detail.use_button.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- following ---------------------------------------------------------------------------------------

    def _follow_year(self) -> None:
        if self.stock is not None and self.session.figures is not None:
            self._show_uses()

    def _follow(self, _change: Change | None) -> None:
        """Bring the page up to a step: the library again where factors changed, else what is used."""
        if not self.isVisible():
            self._stale = True
            return
        self._read()

    def weigh_with(self, name: object) -> None:
        """Show every value under another set of potentials; the inventory keeps its own."""
        self.gwp = str(name)
        self._show_uses()


def _read_stock(progress: Progress, figures: Figures) -> Stock:
    return Stock(figures.library, progress)


def _same(stock: Stock, figures: Figures) -> bool:
    """Whether a stock still holds all factors: the inventory's own ones and the sets read in are the same."""
    return stock.library.own == figures.library.own and stock.library.editions == figures.library.editions


def _countries(figures: Figures) -> list[str]:
    """Return the countries of the inventory's sites, those with most sites first."""
    found: dict[str, int] = {}
    for site in figures.sites.values():
        found[site.country] = found.get(site.country, 0) + 1
    return sorted((each for each in found if each), key=lambda each: -found[each])[:6]


def _with_newer(stock: Stock, fresh: Sequence[Newer], used: Sequence[str] | Any) -> frozenset[str]:
    """Return the ids of the used factors whose edition has a newer one."""
    editions = {edition.edition for each in fresh for edition in each.current if edition != each.edition}
    found = set()
    for factor_id in used:
        place = stock.place_of(factor_id)
        edition = stock.cards[place].edition if place is not None else None
        if edition is not None and edition.edition in editions:
            found.add(factor_id)
    return frozenset(found)
