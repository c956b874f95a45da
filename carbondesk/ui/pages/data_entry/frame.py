"""What the data entry page is built of, and what it says of the site and year in view."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent

from carbondesk.domain.periods import fiscal_year, year_label, year_name
from carbondesk.language import tr
from carbondesk.report.charts import complete_words
from carbondesk.report.grids import MonthGrid
from carbondesk.ui.page import Page
from carbondesk.ui.pages.data_entry.body import EntryBody
from carbondesk.ui.pages.data_entry.grid_model import MonthGridModel, OutputModel, TotalsModel
from carbondesk.ui.pages.data_entry.standing import Standing, standing_of
from carbondesk.ui.pages.data_entry.tree import OUTPUT, Node, SiteState
from carbondesk.ui.widgets import Badge, Button, ComboButton, Label, PageHeader, ProgressLine

if TYPE_CHECKING:
    from carbondesk.ui.session import Session


class EntryFrame(Page):
    """Header and body of the page, with the counts and names that they show."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.grid: MonthGrid | None = None
        self.node = Node(0)
        self._standing: Standing | None = None
        self._states: dict[int, SiteState] = {}
        self.months, self.totals_model, self.outputs = MonthGridModel(), TotalsModel(), OutputModel()
        self._add_header()
        body = self.entry_body = EntryBody(self.months, self.totals_model)
        self.body.addWidget(body, 1)
        self.tree_pane, self.tree, self.toolbar, self.prompt = (
            body.tree_pane,
            body.tree,
            body.toolbar,
            body.prompt,
        )
        self.view, self.totals, self.inspector, self.stack = (
            body.view,
            body.totals,
            body.inspector,
            body.stack,
        )

    def _add_header(self) -> None:
        header = PageHeader(tr("Data entry"))
        self.context = Label(size=13, ink="ink2", elided=True)
        self.site_button = ComboButton("", tr("Site"))
        self.year_button = ComboButton("", tr("Year"))
        self.progress = ProgressLine(name=tr("Complete"))
        self.locked = Badge.of("read-only", tr("Read-only"))
        for widget in (self.context, self.site_button, self.year_button, self.progress, self.locked):
            header.add_context(widget)
        self.import_button = Button(tr("Import…"), icon="file-input")
        header.add_button(self.import_button)
        self.set_header(header)

    def _newest_year(self) -> int:
        figures = self.session.figures
        assert figures is not None  # noqa: S101 - `_read` has asked
        today = date.today()  # noqa: DTZ011 - the year of the person's own calendar
        return figures.years[-1] if figures.years else fiscal_year(today, figures.organisation.year_start)

    def _show_sites(self) -> None:
        self._standing = None
        figures, year = self.session.figures, self.session.year
        if figures is None or year is None:
            return
        with_values = {
            figures.sources[source].site for source, value in figures.by_source(year).items() if value
        }
        start = f"{year}-{figures.organisation.year_start:02}-01"
        states = {
            each.site.id: SiteState(
                waiting=sum(each.missing),
                empty=each.site.id not in with_values and not sum(each.expected),
                closed=each.site.to is not None and each.site.to.isoformat() < start,
            )
            for each in figures.completeness(year)
        }
        self._states = states
        sites = list(figures.sites.values())
        self.tree.blockSignals(True)
        self.tree.nodes.set_sites(sites, states)
        self.tree.blockSignals(False)
        self.tree.choose(self.node)
        names = [(site.name, Node(site.id)) for site in sites]
        self.site_button.set_choices(names, Node(self.node.site))
        start_month = figures.organisation.year_start
        years = sorted({*figures.years, year, (figures.years or [year])[-1] + 1})
        labels = [(self._year_words(each, start_month), each) for each in reversed(years)]
        self.year_button.set_choices(labels, year)

    @staticmethod
    def _year_words(year: int, start: int) -> str:
        label = tr(year_label(year, start))
        return tr("Year {year}", year=label) if start == 1 else label

    def _show_state(self) -> None:
        """Show the counts: in the segments, the tree, the header and at the foot of the tree."""
        grid = self.grid
        if grid is None:
            self._standing = None
            self.progress.hide()
            self.context.setText("")
            return
        standing = standing_of(grid)
        if standing == self._standing:
            return
        self._standing = standing
        self.toolbar.set_counts(standing.sources, standing.counts)
        self.progress.setVisible(not standing.empty)
        self.progress.set_share(standing.share, complete_words(standing.share))
        name = grid.site.name
        self.context.setText(tr("{site}, {kind}", site=name, kind=grid.site.kind) if grid.site.kind else name)
        title = tr(
            "{site}, {year}", site=name, year=year_name(grid.year, grid.figures.organisation.year_start)
        )
        self.tree_pane.summary.set_counts(
            title,
            {
                **{str(key): count for key, count in standing.counts.items()},
                "factor": standing.without_factor,
            },
        )
        before = self._states.get(grid.site.id, SiteState())
        state = SiteState(waiting=standing.waiting, empty=standing.empty, closed=before.closed)
        self.tree.nodes.set_state(grid.site.id, state, standing.by_scope)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.view.viewport().update()

    def arrange(self) -> None:
        """Let what matters least give way to the size of the page."""
        sites = self.grid is not None
        narrow = self.entry_body.arrange(
            self.width(), self.height() - self._header_height(), sites=sites, output=self.node.part == OUTPUT
        )
        self.site_button.setVisible(sites and narrow)
        self.context.setVisible(sites and not narrow)
        self.year_button.setVisible(sites)

    def _header_height(self) -> int:
        header = self.header()
        return header.height() if header is not None else 0
