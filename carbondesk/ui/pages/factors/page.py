"""The factors page: the library at the left filtered, in the middle listed, at the right one factor in detail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from carbondesk import paths
from carbondesk.domain.periods import year_label
from carbondesk.domain.records import GwpName
from carbondesk.domain.text import say
from carbondesk.language import number, tr, tr_many
from carbondesk.report.editions import Newer, newer
from carbondesk.ui.page import Page
from carbondesk.ui.pages.factors import exports
from carbondesk.ui.pages.factors.body import FactorBody
from carbondesk.ui.pages.factors.choosing import UseDialog
from carbondesk.ui.pages.factors.comparing import CompareDialog
from carbondesk.ui.pages.factors.editing import OwnFactors
from carbondesk.ui.pages.factors.portraits import added_by, portrait
from carbondesk.ui.pages.factors.stock import EVERYTHING, Facet, State, Stock, Wish
from carbondesk.ui.pages.factors.table import FactorModel
from carbondesk.ui.pages.factors.uses import NO_USES, could_take, uses_of
from carbondesk.ui.widgets import Badge, Button, ComboButton, EmptyState, Kind, Label, PageHeader

if TYPE_CHECKING:
    from carbondesk.domain.progress import Progress
    from carbondesk.report.figures import Figures
    from carbondesk.store import Change
    from carbondesk.ui.session import Session

_TELL_MS = 40
"""After so long without another key the detail follows the table."""


class FactorsPage(Page):
    """The page itself. It reads the library in a task and follows the year in view and every step."""

    page_id = "factors"
    icon = "flask-conical"

    def __init__(self, session: Session) -> None:
        """Build the page; nothing is read before it is shown."""
        super().__init__()
        self.session = session
        self.model = FactorModel()
        self.content = FactorBody(self.model)
        self.own = OwnFactors(session, self)
        self.stock: Stock | None = None
        self.newer: Sequence[Newer] = ()
        self.gwp = ""
        self.dialog: UseDialog | CompareDialog | None = None
        self._stale = True
        self._reading = False
        self._wanted = ""
        self._empty = False
        self._telling = QTimer(self, singleShot=True, interval=_TELL_MS)
        self._telling.timeout.connect(self._tell_factor)
        self._add_header()
        self.body.addWidget(self.content, 1)
        self.content.show_newer("")
        self._connect()
        self._show_waiting()

    # ---- building ----------------------------------------------------------------------------------------

    def _add_header(self) -> None:
        header = PageHeader(tr("Factors"))
        self.year_button = ComboButton("", tr("Year"))
        self.gwp_button = ComboButton("", tr("Potentials"))
        self.count = Label(size=13, ink="ink2", elided=True)
        self.locked = Badge.of("read-only", tr("Read-only"))
        for widget in (self.year_button, self.gwp_button, self.count, self.locked):
            header.add_context(widget)
        self.compare_button = Button(tr("Compare editions…"), icon="scale")
        self.new_button = Button(tr("New factor"), Kind.PRIMARY, icon="plus")
        header.add_button(self.compare_button)
        header.add_button(self.new_button)
        self.set_header(header)

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
        self.new_button.clicked.connect(lambda: self.run("new_factor"))
        content.filters.wished.connect(lambda wish: self._show_wish(wish))
        content.toolbar.wished.connect(content.filters.set_wish)
        content.newer.compare_wanted.connect(lambda: self.run("compare_editions"))
        content.view.picked.connect(lambda _place: self._telling.start())
        content.view.opened.connect(self._open_detail)
        content.detail.asked.connect(self.run)
        self.own.written.connect(self._show_written)

    # ---- Page --------------------------------------------------------------------------------------------

    def commands(self) -> dict[str, Callable[[], object]]:
        ids = ["filter", "copy", "inspector", "export", "compare_editions"]
        if not self.session.read_only:
            ids += ["new_factor", "edit_factor", "remove_factor", "use_factor"]
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
        commands: dict[str, Callable[[], object]] = {
            "filter": self._focus_search,
            "copy": self.content.view.copy,
            "inspector": self._toggle_detail,
            "export": self._export,
            "compare_editions": self.compare,
            "new_factor": self.own.add,
            "edit_factor": self._edit,
            "copy_factor": self._edit,
            "remove_factor": self._remove,
            "use_factor": self.use_factor,
        }
        if self.stock is not None:
            commands[command]()

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
        for widget in (self.year_button, self.gwp_button, self.count, self.compare_button, self.new_button):
            widget.setVisible(False)
        self.locked.hide()
        self.arrange()

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
        self.content.loading.set_progress(done / max(total, 1), tr("{done} of {total} tables", done=done, total=total))

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
        for widget in (self.year_button, self.gwp_button, self.count, self.compare_button, self.new_button):
            widget.setVisible(True)
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
        self.newer = newer(figures, year) if year is not None else ()
        kept = self.current_id()
        stock.set_uses(uses, _with_newer(stock, self.newer, uses.sources), _countries(figures))
        self.model.set_stock(stock, figures.gwp_sets[self.gwp], figures.organisation.combustion_methane)
        self.content.filters.set_regions(stock.regions())
        self._show_header(figures, stock)
        self._show_newer(figures, year)
        self._show_wish(self.content.filters.wish, kept)

    def _show_header(self, figures: Figures, stock: Stock) -> None:
        year, own = self.session.year, figures.organisation.gwp
        years = sorted({*figures.years, *(() if year is None else (year,))}, reverse=True)
        start = figures.organisation.year_start
        labels: list[tuple[str, object]] = [
            (tr("Year {year}", year=tr(year_label(each, start))), each) for each in years
        ]
        self.year_button.set_choices(labels, year)
        self.year_button.setVisible(bool(years))
        names: list[tuple[str, object]] = [
            (name.value if name.value == own else tr("{gwp}, to look at", gwp=name.value), name.value)
            for name in GwpName
        ]
        self.gwp_button.set_choices(names, self.gwp)
        used = int((stock.count_of_uses > 0).sum())
        self.count.setText(
            tr_many("{n} factor, {used} in use", "{n} factors, {used} in use", len(stock.cards),
                    n=number(len(stock.cards)), used=number(used))
        )  # fmt: skip
        locked = self.session.read_only
        self.locked.setVisible(locked)
        reason = tr("This inventory is read-only. Save a copy to change it.") if locked else ""
        self.new_button.setEnabled(not locked)
        self.new_button.setToolTip(reason)
        self.content.detail.set_writable(reason)

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
        self.content.toolbar.show_wish(wish, len(places), self._year_words())
        self._show_nothing(wish, found=bool(places))
        row = self.model.row_of(kept) if kept is not None else None
        if places:
            self.content.view.go_to(row if row is not None else 0)
            self._telling.start()
        if self._empty != (not places):
            self._empty = not places
            self.arrange()

    def _show_nothing(self, wish: Wish, *, found: bool) -> None:
        if found:
            self.content.show_nothing(None)
            return
        state = EmptyState("search", tr("No factor matches"), tr("Take a filter off, or make a factor of your own."))
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
        told = portrait(figures, stock, place, figures.gwp_sets[self.gwp], self.newer)
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

    def _year_words(self) -> str:
        figures, year = self.session.figures, self.session.year
        return "" if figures is None or year is None else tr(year_label(year, figures.organisation.year_start))

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

    # ---- commands ----------------------------------------------------------------------------------------

    def compare(self) -> None:
        """Open the comparison of editions for the year in view."""
        if self.session.year is not None:
            self.dialog = CompareDialog(self.session, self, self.session.year, self._year_words())
            self.dialog.open()

    def use_factor(self) -> None:
        """Ask which sources take the current factor."""
        figures, stock, place = self.session.figures, self.stock, self.content.view.current_place()
        year = self.session.year
        if figures is None or stock is None or place is None or year is None:
            return
        factor = stock.factor(place)
        effects = could_take(figures, factor, year)
        self.dialog = UseDialog(self.session, self, factor, effects, self._year_words())
        self.dialog.open()

    def _edit(self) -> None:
        stock, place = self.stock, self.content.view.current_place()
        if stock is None or place is None:
            return
        own = self._own_record(stock.cards[place].factor_id) if stock.cards[place].own else None
        if own is not None:
            self.own.edit(own)
        else:
            self.own.copy(stock.factor(place))

    def _remove(self) -> None:
        stock, place = self.stock, self.content.view.current_place()
        if stock is not None and place is not None and stock.cards[place].own:
            own = self._own_record(stock.cards[place].factor_id)
            if own is not None:
                self.own.remove(own)

    def _own_record(self, factor_id: str) -> Any:
        """Return an own factor as it stands in the file."""
        figures = self.session.figures
        own = figures.library.own if figures is not None else ()
        return next((factor for factor in own if factor.factor_id == factor_id), None)

    def _export(self) -> None:
        used = self.content.toolbar.segments.value() is True
        name = paths.documents() / exports.suggestion(self._year_words(), used=used)
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Export page"), str(name), "CSV (*.csv)")
        if chosen:
            self.write(Path(chosen))

    def write(self, target: Path) -> int:
        """Write the register of the year where it is shown, else the factors shown, as CSV; return how many."""
        figures, year = self.session.figures, self.session.year
        if self.content.toolbar.segments.value() is True and figures is not None and year is not None:
            return exports.write_register(figures, year, target)
        return exports.write_shown(self.model, self.gwp, target)

    def _focus_search(self) -> None:
        if not self.content.filters.isVisible():
            self.content.toggle_filters()
        self.content.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.content.filters.search.selectAll()

    def _toggle_detail(self) -> None:
        self.content.toggle_detail()
        self.arrange()

    # ---- shape -------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.content.view.viewport().update()

    def arrange(self) -> None:
        """Let what matters least give way to the size of the page."""
        header = self.header()
        height = self.height() - (header.height() if header is not None else 0)
        self.content.arrange(self.width(), height, detail=not self._empty)


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
    editions = {edition.edition for each in fresh for edition in each.current}
    found = set()
    for factor_id in used:
        place = stock.place_of(factor_id)
        edition = stock.cards[place].edition if place is not None else None
        if edition is not None and edition.edition in editions:
            found.add(factor_id)
    return frozenset(found)
