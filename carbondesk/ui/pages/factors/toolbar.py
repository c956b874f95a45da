"""The line over the table: how many factors match, what they are filtered by, and the year's register."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QLayout, QWidget

from carbondesk.language import labelled, number, tr, tr_many
from carbondesk.ui import fonts
from carbondesk.ui.forms import empty_layout
from carbondesk.ui.pages.factors.filters import facet_name, value_name
from carbondesk.ui.pages.factors.stock import EVERYTHING, Facet, State, Wish
from carbondesk.ui.style import paint
from carbondesk.ui.widgets import Button, Kind, Label, Segments

REGISTER = Wish("", {Facet.STATE: frozenset({State.IN_USE.value})})
"""What the factor register of a year shows: everything in use."""


class Chip(Button):
    """A filter that is on; pressing it takes it off."""

    def __init__(self, words: str) -> None:
        super().__init__(words, Kind.QUIET, icon="x", name=tr("Remove the filter {filter}", filter=words))
        self.setFont(fonts.font(12, 500))
        self.setToolTip(tr("Remove this filter"))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width() + fonts.px(2), fonts.px(28))

    def _paint_ground(self, painter: QPainter, box: QRectF) -> None:
        fill = "hair" if self._hovered or self.isDown() else "sunken"
        paint.rounded(painter, box.adjusted(0, 2, 0, -2), 4, fill)


class Toolbar(QWidget):
    """The line itself. `wished(wish)` when a chip or Clear is pressed, `filters_wanted()` where there is no pane."""

    wished = Signal(object)
    filters_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(fonts.px(41))
        self._wish = EVERYTHING
        self._year = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(fonts.px(12), 0, fonts.px(12), 1)
        row.setSpacing(fonts.px(10))
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.filter_button = Button(tr("Filters"), icon="sliders-horizontal")
        self.filter_button.clicked.connect(self.filters_wanted)
        self.filter_button.hide()
        self.matches = Label(size=13, weight=600)
        self.chips = QHBoxLayout()
        self.chips.setSpacing(fonts.px(6))
        self.clear_button = Button(tr("Clear"), Kind.LINK, name=tr("Clear all filters"))
        self.clear_button.clicked.connect(lambda: self.wished.emit(EVERYTHING))
        self.segments = Segments([(tr("All"), False), (tr("Used"), True)], False, tr("Which factors"))
        self.segments.chosen.connect(self._choose_register)
        row.addWidget(self.filter_button)
        row.addWidget(self.matches)
        row.addLayout(self.chips)
        row.addWidget(self.clear_button)
        row.addStretch(1)
        row.addWidget(self.segments)

    def show_wish(self, wish: Wish, matching: int, year: str) -> None:
        """Show how many factors match, a chip for each facet in use, and whether this is the year's register."""
        before, self._wish = self._wish, wish
        self.matches.setText(tr_many("{n} factor matches", "{n} factors match", matching, n=number(matching)))
        if wish.empty:
            self.matches.setText(tr_many("{n} factor", "{n} factors", matching, n=number(matching)))
        if year != self._year:
            self._year = year
            self.segments.set_words([tr("All"), tr("Used in {year}", year=year)])
        self.segments.blockSignals(True)
        self.segments.set_value(_is_register(wish))
        self.segments.blockSignals(False)
        if before.values != wish.values:
            empty_layout(self.chips)
            for facet, values in wish.values.items():
                if values:
                    self.chips.addWidget(self._chip(facet, values))
        self.clear_button.setVisible(not wish.empty)

    def _chip(self, facet: Facet, values: frozenset[str]) -> Chip:
        names = [value_name(facet, value) for value in sorted(values)]
        words = names[0] if len(names) == 1 else labelled(facet_name(facet), number(len(names)))
        chip = Chip(words)
        chip.clicked.connect(lambda: self.wished.emit(self._wish.with_values(facet, frozenset())))
        return chip

    def _choose_register(self, register: object) -> None:
        self.wished.emit(
            self._wish.with_values(Facet.STATE, REGISTER.values[Facet.STATE] if register else frozenset())
        )


def _is_register(wish: Wish) -> bool:
    return wish.values.get(Facet.STATE, frozenset()) == REGISTER.values[Facet.STATE]
