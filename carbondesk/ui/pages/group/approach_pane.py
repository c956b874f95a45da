"""The three consolidation approaches side by side: totals of the year, and where and why they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from carbondesk.domain.records import Consolidation
from carbondesk.language import joined, labelled, tr
from carbondesk.ui import fonts
from carbondesk.ui.forms import empty_layout
from carbondesk.ui.pages.group import words
from carbondesk.ui.pages.group.approaches import APPROACHES
from carbondesk.ui.pages.group.detail import WIDTH
from carbondesk.ui.pages.group.structures import approach_name
from carbondesk.ui.style import paint
from carbondesk.ui.widgets import Label, MessagePane, Pane, PaneHeader, Rule

if TYPE_CHECKING:
    from carbondesk.report.totals import YearTotals

BAR = 6


class ShareBar(QWidget):
    """A bar as long as its share of the largest; the chosen one in the accent."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(fonts.px(BAR))
        self._share, self._chosen = 0.0, False

    def set_share(self, share: float, *, chosen: bool) -> None:
        """Show a share from 0 to 1."""
        self._share, self._chosen = share, chosen
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), paint.colour("hair"))
        whole = QRectF(self.rect())
        whole.setWidth(whole.width() * max(0.0, min(1.0, self._share)))
        painter.fillRect(whole, paint.colour("accent" if self._chosen else "band"))


class ApproachPane(Pane):
    """The pane at the right of the boundary. `chosen(approach)` when another approach shall be shown."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__("panel")
        self.setFixedWidth(fonts.px(WIDTH))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.head = PaneHeader(tr("Approach"))
        outer.addWidget(self.head)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = Pane("panel")
        column = QVBoxLayout(holder)
        column.setContentsMargins(*[fonts.px(each) for each in (16, 4, 16, 12)])
        column.setSpacing(fonts.px(6))
        self._add_choices(column)
        column.addSpacing(fonts.px(6))
        column.addWidget(Rule())
        self._add_table(column)
        column.addWidget(Rule())
        column.addSpacing(fonts.px(4))
        self.why = Label(tr("What differs, t CO₂e"), size=13, weight=600)
        column.addWidget(self.why)
        self._differences = QVBoxLayout()
        self._differences.setSpacing(fonts.px(6))
        column.addLayout(self._differences)
        column.addStretch(1)
        area.setWidget(holder)
        outer.addWidget(area, 1)

    def _add_choices(self, column: QVBoxLayout) -> None:
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QRadioButton] = {}
        self.sums: dict[str, Label] = {}
        self.bars: dict[str, ShareBar] = {}
        for approach in APPROACHES:
            button = QRadioButton(approach_name(approach))
            button.setFont(fonts.font(13, 500))
            button.setMinimumHeight(fonts.px(28))
            self._group.addButton(button)
            self.buttons[approach] = button
            self.sums[approach] = Label(size=13, weight=600)
            line = QHBoxLayout()
            line.addWidget(button, 1)
            line.addWidget(self.sums[approach])
            column.addLayout(line)
            self.bars[approach] = ShareBar()
            column.addWidget(self.bars[approach])
            button.clicked.connect(lambda _checked=False, approach=approach: self.chosen.emit(str(approach)))

    def _add_table(self, column: QVBoxLayout) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(fonts.px(8))
        grid.setVerticalSpacing(fonts.px(6))
        heads = (tr("Operational"), tr("Financial"), tr("Equity"))
        for place, head in enumerate(heads, start=1):
            label = Label(head, size=12, weight=500, ink="ink2")
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(label, 0, place)
        names = (
            tr("Scope 1"), tr("Scope 2, location"), tr("Scope 2, market"), tr("Scope 3"), tr("All, market"),
        )  # fmt: skip
        self.cells: dict[tuple[int, str], Label] = {}
        for row, name in enumerate(names, start=1):
            grid.addWidget(Label(name, size=12, ink="ink2"), row, 0)
            for place, approach in enumerate(APPROACHES, start=1):
                label = Label(size=12, weight=600 if row == len(names) else 400)
                label.setAlignment(Qt.AlignmentFlag.AlignRight)
                grid.addWidget(label, row, place)
                self.cells[row, approach] = label
        grid.setColumnStretch(0, 1)
        column.addLayout(grid)

    # ---- showing -----------------------------------------------------------------------------------------

    def show_totals(self, totals: Mapping[Consolidation, YearTotals] | Mapping[str, YearTotals], method: str,
                    chosen: str, year: str) -> None:  # fmt: skip
        """Show the totals of a year in t CO2e, with the approach that the table shows."""
        found: dict[str, YearTotals] = {str(key): value for key, value in totals.items()}
        sums = {key: value.scope1 + value.scope2(method) for key, value in found.items()}
        largest = max([*sums.values(), 0.0])
        named = tr("market-based") if method == "market" else tr("location-based")
        self.head.set_texts(tr("Approach"), tr("Scope 1+2 {method}, t CO₂e, {year}", method=named, year=year))
        for approach in APPROACHES:
            is_chosen = str(approach) == chosen
            self.buttons[approach].setChecked(is_chosen)
            self.sums[approach].setText(words.tonnes(sums[str(approach)]))
            self.bars[approach].set_share(sums[str(approach)] / largest if largest else 0.0, chosen=is_chosen)
            each = found[str(approach)]
            values = (
                each.scope1,
                each.scope2_location,
                each.scope2_market,
                each.scope3,
                each.total("market"),
            )
            for row, value in enumerate(values, start=1):
                self.cells[row, approach].setText(words.tonnes(value))

    def show_differences(self, rows: Sequence[tuple[str, str, Mapping[str, float]]]) -> None:
        """Show the sites of which the approaches take in different amounts: name, why, t CO2e by approach."""
        empty_layout(self._differences)
        for name, why, amounts in rows:
            parts = joined(
                tr(
                    "{approach} {tonnes}",
                    approach=approach_name(approach).lower(),
                    tonnes=words.tonnes(amounts[approach]),
                )
                for approach in APPROACHES
            )
            self._differences.addWidget(Label(name, size=12, weight=600, wraps=True))
            self._differences.addWidget(Label(labelled(why, parts), size=12, ink="ink2", wraps=True))
        if not rows:
            text = tr("All three take in the same of every site: each is owned and controlled in full.")
            self._differences.addWidget(MessagePane("ok", tr("No difference"), text, narrow=True))
