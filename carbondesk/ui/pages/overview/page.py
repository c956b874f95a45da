"""The overview: a year's figures, the pathway to the target, the breakdown, completeness and what waits.

It shows the texts of the last time at once and the numbers as soon as they are read. While it is hidden it only
notes that something changed; shown again, it catches up.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from carbondesk.domain.periods import year_label
from carbondesk.domain.records import Driver
from carbondesk.language import current, tr, tr_many
from carbondesk.report.denominators import Output, outputs
from carbondesk.ui import fonts
from carbondesk.ui.page import Page
from carbondesk.ui.pages.overview.breakdown import MOST_SITES, Breakdown, ToDoPane
from carbondesk.ui.pages.overview.exports import export_page
from carbondesk.ui.pages.overview.pathway_pane import PathwayPane
from carbondesk.ui.pages.overview.rows import completeness_words, heat_rows, month_heads
from carbondesk.ui.pages.overview.strip import strip_figures
from carbondesk.ui.pages.overview.view import View, view_of
from carbondesk.ui.widgets import (
    Button,
    ComboButton,
    Figure,
    FigureStrip,
    HeatGrid,
    Label,
    PageHeader,
    PaneHeader,
    Rule,
    Segments,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from carbondesk.store import Change
    from carbondesk.ui.session import Session
    from carbondesk.ui.style.tokens import Tokens

RIGHT = 388
AROUND_SITES = 430
LOW, LEAST = 720, 520
ROW, LOW_ROW, MOST_ROWS = 29, 18, 6
_LATER = 40


class OverviewPage(Page):
    """Shows the session's inventory; `navigate(page id, context)` asks the frame for another page."""

    page_id = "overview"
    icon = "layout-dashboard"
    navigate = Signal(str, object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.view: View | None = None
        self._outputs: list[Output] | None = None
        self._stale, self._lists_stale = True, True
        self._method = ""
        self._offered: tuple[object, object] = ((), None)
        self._build_header()
        self.strip = FigureStrip([Figure(label="", number="")] * 5)
        self.body.addWidget(self.strip)
        self.pathway, self.breakdown, self.todo = PathwayPane(), Breakdown(), ToDoPane()
        self.heat_header, self.heat = PaneHeader(tr("Data completeness")), HeatGrid(tr("Data completeness"))
        self._lay_out()
        for part in (self.pathway, self.breakdown, self.todo):
            part.navigate.connect(self.navigate)
        self.heat.opened.connect(self._open_month)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_LATER)
        self._later.timeout.connect(self._refresh_lists)
        session.figures_ready.connect(self._take_figures)
        session.changed.connect(self._take_change)
        session.context_changed.connect(self._take_context)
        session.opened.connect(self._take_opened)
        session.closed.connect(self._take_closed)
        session.flags.changed.connect(self._take_flags)
        self._take_opened()

    # ---- building ----------------------------------------------------------------------------------------

    def _build_header(self) -> None:
        head = PageHeader(tr("Overview"))
        self.context = Label("", weight=500, ink="ink2", elided=True)
        self.year = ComboButton("", tr("Year"))
        self.method = Segments(
            [(tr("Market-based"), "market"), (tr("Location-based"), "location")],
            "market",
            tr("Scope 2 method"),
        )
        self.year.picked.connect(lambda year: self.session.show_year(int(str(year))))
        self.method.chosen.connect(self._choose_method)
        for part in (self.context, self.year, self.method):
            head.add_context(part)
        self.export = Button(tr("Export page…"), icon="download")
        self.export.clicked.connect(lambda: export_page(self))
        head.add_button(self.export)
        self.set_header(head)

    def _lay_out(self) -> None:
        columns = QHBoxLayout()
        columns.setSpacing(0)
        left, right = QVBoxLayout(), QVBoxLayout()
        side = QWidget()
        side.setFixedWidth(fonts.px(RIGHT))
        side.setLayout(right)
        for column in (left, right):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
        left.addWidget(self.pathway, 1)
        self.heat_rule, self.breakdown_rule = Rule(), Rule()
        left.addWidget(self.heat_rule)
        left.addWidget(self.heat_header)
        inset = QHBoxLayout()
        inset.setContentsMargins(fonts.px(16), 0, fonts.px(16), fonts.px(10))
        inset.addWidget(self.heat)
        left.addLayout(inset)
        right.addWidget(self.breakdown)
        right.addWidget(self.breakdown_rule)
        right.addWidget(self.todo, 1)
        columns.addLayout(left, 1)
        columns.addWidget(Rule(vertical=True))
        columns.addWidget(side)
        self.body.addLayout(columns, 1)

    # ---- following the session ---------------------------------------------------------------------------

    def _take_opened(self) -> None:
        inventory = self.session.inventory
        self._outputs = None
        if inventory is None:
            return
        self._method = inventory.organisation.scope2_method
        self.method.blockSignals(True)
        self.method.set_value(self._method)
        self.method.blockSignals(False)
        self.context.setText(inventory.organisation.name)
        if self.session.figures is None:
            kept = self.session.settings.snapshots.get(self.session.path)
            if kept:
                self.show_snapshot(kept)
        else:
            self._take_figures()

    def _take_closed(self) -> None:
        self.view = None
        self._stale = True

    def _take_figures(self) -> None:
        self._outputs = None
        self._mark_stale()

    def _take_change(self, change: Change | None) -> None:
        if change is None or change.tables & {"driver", "site", "organisation"}:
            self._outputs = None
        if change is not None and "organisation" in change.tables and self.session.inventory is not None:
            method = self.session.inventory.organisation.scope2_method
            if method != self._method:
                self.method.set_value(method)
        self._mark_stale()

    def _take_context(self) -> None:
        if self.view is None or self.session.year != self.view.year:
            self._mark_stale()

    def _take_flags(self) -> None:
        self._lists_stale = True
        if self.isVisible():
            self._later.start()

    def _choose_method(self, method: object) -> None:
        self._method = str(method)
        self._mark_stale()

    def _mark_stale(self) -> None:
        self._stale = self._lists_stale = True
        if self.isVisible():
            self.refresh()

    def enter(self, context: object = None) -> None:
        """Catch up with what changed while the page was hidden."""
        if self._stale:
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()
        elif self._lists_stale:
            self._later.start()

    def leave(self) -> None:
        """Keep the texts for the next first paint."""
        self._keep_snapshot()

    # ---- showing -----------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Bring figures and chart up to the session now, the lists a moment later."""
        figures = self.session.figures
        if figures is None:
            return
        self._stale = False
        self.view = view_of(figures, self.session.year, self._method)
        self._show_context()
        self.pathway.show_view(self.view)
        if self.view is not None:
            self.strip.set_figures(strip_figures(self.view, self._known_outputs()))
        else:
            self.strip.set_figures([Figure(label=tr("Scope 1+2"), number="–", behind=tr("No values yet"))])
        self._later.start()

    def _refresh_lists(self) -> None:
        view = self.view
        if self.session.figures is None or not self._lists_stale:
            return
        self._lists_stale = False
        for part in (self.breakdown, self.breakdown_rule, self.heat_rule, self.heat_header):
            part.setVisible(view is not None)
        if view is None:
            self.heat.hide()
            self.todo.show_empty()
            return
        self.breakdown.show_view(view)
        flags = self.session.flags
        self.todo.show_view(view, flags.waiting if flags.year == view.year else ())
        self.heat_header.set_texts(tr("Data completeness"), completeness_words(view))
        self.heat.set_rows(month_heads(view), heat_rows(view))
        self._fit_heat()
        self._keep_snapshot()

    def finish(self) -> None:
        """Show at once what would follow in a moment; for pictures, exports and tests."""
        self._later.stop()
        self._refresh_lists()

    def _known_outputs(self) -> list[Output]:
        if self._outputs is None and self.session.inventory is not None and self.view is not None:
            self._outputs = outputs(self.view.figures, self.session.inventory.all(Driver))
        return self._outputs or []

    def _show_context(self) -> None:
        figures = self.session.figures
        if figures is None:
            return
        sites = tr_many("{n} site", "{n} sites", len(figures.sites))
        self.context.setText(
            tr("{organisation}, {sites}", organisation=figures.organisation.name, sites=sites)
        )
        start = figures.organisation.year_start
        choices = [
            (tr("Year {year}", year=year) if start == 1 else tr(year_label(year, start)), year)
            for year in reversed(figures.years)
        ]
        chosen = self.view.year if self.view is not None else None
        if (choices, chosen) != self._offered:
            self._offered = (choices, chosen)
            self.year.set_choices(choices, chosen)
            self.year.setVisible(bool(choices))

    def _open_month(self, site: object, month: int) -> None:
        view = self.view
        if view is None:
            return
        gaps = view.figures.missing_months(view.year)
        source = next(
            (
                each
                for each, places in gaps.items()
                if month in places and view.figures.sources[each].site == site
            ),
            None,
        )
        self.navigate.emit("data_entry", {"site": site, "source": source, "position": month})

    # ---- the room that there is --------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.breakdown.set_compact(self.height() < fonts.px(LOW), self._rows_with_room())
        self._fit_heat()

    def _rows_with_room(self) -> int:
        """Return how many rows of the breakdown leave a line of the to-do list to see."""
        row = self.breakdown.sites.row_height
        return min(MOST_SITES, max(2, (self.height() - fonts.px(AROUND_SITES)) // row))

    def _fit_heat(self) -> None:
        # On a very low screen the chart keeps its room; the sentence over the months still counts them.
        self.heat.setVisible(self.view is not None and self.height() >= fonts.px(LEAST))
        row = fonts.px(LOW_ROW if self.height() < fonts.px(LOW) else ROW)
        count = min(max(1, len(self.heat.heat.rows)), MOST_ROWS)
        self.heat.setFixedHeight(fonts.px(22) + row * count)

    # ---- what the frame asks for -------------------------------------------------------------------------

    def commands(self) -> dict[str, Callable[[], object]]:
        """Return what this page does: the chart as a table, export."""
        return {"chart_table": self.pathway.toggle_table, "export": lambda: export_page(self)}

    def panes(self) -> list[QWidget]:
        """Return the parts that F6 steps through."""
        return [*self.pathway.focus_widgets(), self.heat, self.breakdown.sites, self.todo.list]

    def restyle(self, look: Tokens) -> None:
        """Take the chart's pens anew from the theme."""
        self.pathway.restyle()

    # ---- the texts of the last time ----------------------------------------------------------------------

    def snapshot(self) -> dict[str, object]:
        """Return the texts on the page as JSON values, for the first paint of the next time."""
        return {
            "language": current(),
            "context": self.context.text(),
            "year": self.year.text(),
            "figures": [_plain(tile.figure) for tile in self.strip.tiles()],
            "chart": self.pathway.header.context.text(),
            "completeness": self.heat_header.context.text(),
        }

    def show_snapshot(self, kept: dict[str, object]) -> None:
        """Show the texts of the last time; those of another language or shape are left alone."""
        figures = kept.get("figures")
        if kept.get("language") != current() or not isinstance(figures, list):
            return
        known = set(Figure.__dataclass_fields__)
        shown = [Figure(**each) for each in figures if isinstance(each, dict) and set(each) <= known]
        if not shown:
            return
        self.strip.set_figures(shown)
        self.context.setText(str(kept.get("context", "")))
        self.year.setText(str(kept.get("year", "")))
        self.pathway.header.set_texts(tr("Pathway to target"), str(kept.get("chart", "")))
        self.heat_header.set_texts(tr("Data completeness"), str(kept.get("completeness", "")))

    def _keep_snapshot(self) -> None:
        if self.view is not None and self.session.path:
            self.session.settings.snapshots[self.session.path] = self.snapshot()


def _plain(figure: Figure) -> dict[str, object]:
    return {**asdict(figure), "bars": [float(height) for height in figure.bars]}
