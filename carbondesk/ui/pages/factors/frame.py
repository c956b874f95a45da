"""What the factors page is built of: its header, its three panes, and how they share the room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from carbondesk.domain.periods import year_label
from carbondesk.domain.records import GwpName
from carbondesk.language import number, tr, tr_many
from carbondesk.ui.page import Page
from carbondesk.ui.pages.factors.body import FactorBody
from carbondesk.ui.pages.factors.table import FactorModel
from carbondesk.ui.widgets import Badge, Button, ComboButton, Kind, Label, PageHeader

if TYPE_CHECKING:
    from carbondesk.report.figures import Figures
    from carbondesk.ui.pages.factors.stock import Stock
    from carbondesk.ui.session import Session


class FactorFrame(Page):
    """Header and body of the page, with the year, the potentials and the counts that they show."""

    def __init__(self, session: Session) -> None:
        """Build header and panes; nothing is read."""
        super().__init__()
        self.session = session
        self.model = FactorModel()
        self.content = FactorBody(self.model)
        self.gwp = ""
        self.nothing_found = False
        self._add_header()
        self.body.addWidget(self.content, 1)
        self.content.show_newer("")

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
        self.import_button = Button(tr("Import set…"), icon="upload")
        header.add_button(self.compare_button)
        header.add_button(self.import_button)
        header.add_button(self.new_button)
        self._head_parts: tuple[QWidget, ...] = (
            self.year_button, self.gwp_button, self.count, self.compare_button, self.import_button, self.new_button,
        )  # fmt: skip
        self.set_header(header)

    def show_head(self, *, shown: bool) -> None:
        """Show what stands beside the title, or only the title while nothing is read."""
        for widget in self._head_parts:
            widget.setVisible(shown)
        if not shown:
            self.locked.hide()

    def show_header(self, figures: Figures, stock: Stock) -> None:
        """Show the years, the sets of potentials, how many factors there are, and what may be written."""
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
        for button in (self.new_button, self.import_button):
            button.setEnabled(not locked)
            button.setToolTip(reason)
        self.content.detail.set_writable(reason)

    def year_words(self) -> str:
        """Return the label of the year in view, empty where there is none."""
        figures, year = self.session.figures, self.session.year
        return (
            "" if figures is None or year is None else tr(year_label(year, figures.organisation.year_start))
        )

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
        self.content.arrange(self.width(), height, detail=not self.nothing_found)
