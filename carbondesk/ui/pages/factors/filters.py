"""The filters at the left: a search field and, for each facet, values with their counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from carbondesk.domain.accounting.searches import LicenceClass
from carbondesk.domain.records.choices import scope_label
from carbondesk.language import joined, number, tr
from carbondesk.ui import fonts, lettering
from carbondesk.ui.forms import empty_layout
from carbondesk.ui.pages.factors.stock import EVERYTHING, OTHER, Facet, State, Wish
from carbondesk.ui.pages.factors.words import LICENCES, PUBLISHERS, country_name
from carbondesk.ui.style import paint
from carbondesk.ui.widgets import Label, Pane, SearchField

WIDTH = 206
ROW = 25


def facet_name(facet: Facet) -> str:
    """Return the heading of a facet."""
    return {
        Facet.SCOPE: tr("Used for"),
        Facet.REGION: tr("Region"),
        Facet.STATE: tr("State"),
        Facet.LICENCE: tr("Licence"),
        Facet.PUBLISHER: tr("Publisher"),
    }[facet]


def value_name(facet: Facet, value: str) -> str:
    """Return a value of a facet in the reader's words."""
    if facet == Facet.SCOPE:
        return tr(scope_label(value)) if value else tr("Outside the scopes")
    if facet == Facet.REGION:
        return tr("Other regions") if value == OTHER else country_name(value)
    if facet == Facet.LICENCE:
        return tr(LICENCES[value])
    if facet == Facet.PUBLISHER:
        return tr(PUBLISHERS[value])
    return {
        State.IN_USE: tr("In use"),
        State.NEWER: tr("Newer edition"),
        State.EXPIRED: tr("Of an earlier year"),
        State.OWN: tr("Own"),
    }[State(value)]


def _values(facet: Facet, regions: Sequence[str]) -> Sequence[str]:
    return {
        Facet.SCOPE: ("1", "2", "3", ""),
        Facet.REGION: (*regions, OTHER),
        Facet.STATE: tuple(state.value for state in State),
        Facet.LICENCE: tuple(each.value for each in LicenceClass),
        Facet.PUBLISHER: tuple(PUBLISHERS),
    }[facet]


class ValueLine(QWidget):
    """One value of a facet: a checkbox with its words, and how many factors it would show."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words
        self.box = QCheckBox(words)
        self.box.setFont(fonts.font(13))
        self.box.setStyleSheet(f"QCheckBox {{ min-height: {fonts.px(ROW)}px; }}")
        self.box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.count = -1
        self.setFixedHeight(fonts.px(ROW))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.box, 1)

    def set_count(self, count: int) -> None:
        """Show how many factors the value would show."""
        if count != self.count:
            self.count = count
            self.box.setAccessibleName(joined((self.words, number(count))))
            self._make_room(round(lettering.width(number(count))) + fonts.px(6))
            self.update()

    def _make_room(self, width: int) -> None:
        """Keep the words of the box clear of the widest count so far."""
        row = self.layout()
        if row is not None and width > row.contentsMargins().right():
            row.setContentsMargins(0, 0, width, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the count itself: twenty labels laid out anew at every keystroke would be felt."""
        ink = "ink2" if self.count else "ink3"
        words = number(max(self.count, 0))
        lettering.draw(QPainter(self), QRectF(self.rect()), words, (12, 400, False), ink, paint.RIGHT)


class FilterPane(Pane):
    """The pane itself. `wished(wish)` after each keystroke and click, `left()` on Esc."""

    wished = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__("canvas")
        self.setAccessibleName(tr("Filters"))
        self.setFixedWidth(fonts.px(WIDTH))
        self.wish = EVERYTHING
        self._regions: tuple[str, ...] = ()
        self.lines: dict[tuple[Facet, str], ValueLine] = {}
        self.search = SearchField(tr("Search factors"))
        self.search.textChanged.connect(self._typed)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, fonts.px(10), 1, 0)
        outer.setSpacing(fonts.px(2))
        head = QHBoxLayout()
        head.setContentsMargins(fonts.px(14), 0, fonts.px(14), 0)
        head.addWidget(self.search)
        outer.addLayout(head)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = Pane("canvas")
        self._groups = QVBoxLayout(holder)
        self._groups.setContentsMargins(fonts.px(14), fonts.px(4), fonts.px(14), fonts.px(12))
        self._groups.setSpacing(0)
        area.setWidget(holder)
        outer.addWidget(area, 1)
        self.set_regions(())

    def set_regions(self, regions: Sequence[str]) -> None:
        """Give these regions a line of their own; what was chosen stays chosen."""
        if self.lines and tuple(regions) == self._regions:
            return
        self._regions = tuple(regions)
        empty_layout(self._groups)
        self.lines = {}
        for facet in Facet:
            heading = Label(facet_name(facet), size=12, weight=600, ink="ink2")
            heading.setContentsMargins(0, fonts.px(12), 0, fonts.px(3))
            self._groups.addWidget(heading)
            for value in _values(facet, self._regions):
                line = ValueLine(value_name(facet, value))
                line.box.setChecked(value in self.wish.values.get(facet, frozenset()))
                line.box.toggled.connect(self._toggled)
                self.lines[facet, value] = line
                self._groups.addWidget(line)
        self._groups.addStretch(1)

    def set_counts(self, counts: Mapping[Facet, Mapping[str, int]]) -> None:
        """Show how many factors each value would show."""
        for (facet, value), line in self.lines.items():
            line.set_count(counts[facet].get(value, 0))

    def set_offered(self, counts: Mapping[Facet, Mapping[str, int]]) -> None:
        """Leave out licences, publishers and scopes that no factor of the whole library has."""
        for (facet, value), line in self.lines.items():
            if facet in {Facet.LICENCE, Facet.PUBLISHER, Facet.SCOPE}:
                line.setVisible(bool(counts[facet].get(value, 0)) or line.box.isChecked())

    def set_wish(self, wish: Wish) -> None:
        """Choose something else, as a chip or the button Clear does."""
        self.wish = wish
        self.search.blockSignals(True)
        self.search.setText(wish.text)
        self.search.blockSignals(False)
        for (facet, value), line in self.lines.items():
            line.box.blockSignals(True)
            line.box.setChecked(value in wish.values.get(facet, frozenset()))
            line.box.blockSignals(False)
        self.wished.emit(self.wish)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        right = self.width() - 1
        paint.line(QPainter(self), right, 0, right, self.height(), "line")

    def _typed(self, text: str) -> None:
        self.wish = Wish(text, self.wish.values)
        self.wished.emit(self.wish)

    def _toggled(self, _checked: bool) -> None:
        values = {
            facet: frozenset(
                value for (of, value), line in self.lines.items() if of == facet and line.box.isChecked()
            )
            for facet in Facet
        }
        self.wish = Wish(self.search.text(), values)
        self.wished.emit(self.wish)
