"""The parts that the detail of a factor is made of: headed sections, lines of facts, the table of its gases."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from carbondesk.domain.accounting.emissions import PRINTED
from carbondesk.language import clauses, labelled, number, significant, tr
from carbondesk.ui import fonts, lettering
from carbondesk.ui.forms import empty_layout
from carbondesk.ui.pages.factors.weights import GasPart, Weight
from carbondesk.ui.pages.factors.words import gas_words, small_words
from carbondesk.ui.style import paint
from carbondesk.ui.widgets import Label, Rule

NAMES = 84


class Section(QWidget):
    """A hairline, a heading with a remark at its right, and what stands below."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Rule())
        head = QHBoxLayout()
        head.setContentsMargins(0, fonts.px(9), 0, fonts.px(5))
        self.title = Label(title, size=12, weight=600, ink="ink2")
        self.remark = Label(size=12, ink="ink2", elided=True)
        self.remark.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.title)
        head.addWidget(self.remark, 1)
        column.addLayout(head)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, fonts.px(10))
        self.body.setSpacing(0)
        column.addLayout(self.body)


class Facts(QWidget):
    """Lines of a name and a value; what is empty is left out."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(fonts.px(8))
        self._grid.setVerticalSpacing(fonts.px(4))
        self._grid.setColumnMinimumWidth(0, fonts.px(NAMES))
        self._grid.setColumnStretch(1, 1)
        self.rows: list[tuple[str, str]] = []

    def set_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        """Show (name, value) pairs."""
        self.rows = [(name, value) for name, value in rows if value]
        empty_layout(self._grid)
        for place, (name, value) in enumerate(self.rows):
            first = Label(name, size=12, ink="ink2", elided=True)
            first.setFixedWidth(fonts.px(NAMES))
            second = Label(value, size=12, weight=500, elided=True)
            second.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            second.setAccessibleName(labelled(name, value))
            self._grid.addWidget(first, place, 0)
            self._grid.addWidget(second, place, 1)


class GasTable(QWidget):
    """Each gas of a factor: kg per unit, its potential, kg CO2e; the sum is the value above."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: tuple[GasPart, ...] = ()
        self._unit = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Gases"))

    def set_weight(self, weight: Weight, unit: str) -> None:
        """Show the gases of a factor per `unit`; nothing where only a total is printed."""
        self._parts = () if weight.printed else weight.parts
        self._unit = unit
        self.setVisible(bool(self._parts))
        self.setFixedHeight(fonts.px(22) * (len(self._parts) + 1) + fonts.px(8))
        said = [
            tr("{gas}: {mass} kg times {potential} is {co2e} kg CO₂e", gas=gas_words(part.gas),
               mass=significant(part.mass), potential=significant(part.potential), co2e=significant(part.co2e))
            for part in self._parts if part.gas != PRINTED
        ]  # fmt: skip
        self.setAccessibleDescription(clauses(said))

    def sizeHint(self) -> QSize:
        return QSize(fonts.px(240), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        paint.rounded(painter, box, 4, "sunken", "hair")
        inside = box.adjusted(fonts.px(9), fonts.px(4), -fonts.px(9), -fonts.px(4))
        heads = (tr("Gas"), f"kg/{self._unit}", tr("× GWP"), "= kg CO₂e")
        self._line(painter, inside, 0, heads, "ink2")
        for place, part in enumerate(self._parts, start=1):
            cells = (
                gas_words(part.gas), small_words(part.mass), number(part.potential), small_words(part.co2e)
            )  # fmt: skip
            self._line(painter, inside, place, cells, "ink")

    @staticmethod
    def _line(painter: QPainter, inside: QRectF, place: int, cells: Sequence[str], ink: str) -> None:
        height = fonts.px(22)
        top = inside.top() + place * height
        stops = (0.0, 0.2, 0.5, 0.7, 1.0)
        for column, words in enumerate(cells):
            left = inside.left() + stops[column] * inside.width()
            room = QRectF(left, top, (stops[column + 1] - stops[column]) * inside.width(), height)
            lettering.draw(painter, room, words, (12, 400, False), ink, paint.RIGHT if column else paint.LEFT)
