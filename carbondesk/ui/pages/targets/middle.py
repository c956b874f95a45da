"""The middle: the chart of the chosen target, the bar of a what-if over it, or what is missing for a chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from carbondesk.language import tr
from carbondesk.ui import fonts
from carbondesk.ui.pages.targets.chart_pane import ChartPane
from carbondesk.ui.style import paint
from carbondesk.ui.widgets import Button, EmptyState, Kind, Label, Pane, Picture

if TYPE_CHECKING:
    from collections.abc import Sequence


class TrialBar(Pane):
    """Says that a target is only tried. Signals: `kept`, `discarded`."""

    kept = Signal()
    discarded = Signal()

    def __init__(self) -> None:
        super().__init__("panel")
        row = QHBoxLayout(self)
        row.setContentsMargins(*[fonts.px(each) for each in (16, 6, 12, 6)])
        row.setSpacing(fonts.px(8))
        row.addWidget(Picture("sliders-horizontal", 16, "info"))
        texts = QVBoxLayout()
        texts.setSpacing(0)
        self.title = Label(tr("What if: nothing is written"), size=13, weight=600, ink="info")
        self.text = Label(size=12, ink="ink2", elided=True)
        texts.addWidget(self.title)
        texts.addWidget(self.text)
        row.addLayout(texts, 1)
        self.discard = Button(tr("Discard"))
        self.keep = Button(tr("Keep as target"))
        self.discard.clicked.connect(self.discarded)
        self.keep.clicked.connect(self.kept)
        row.addWidget(self.discard)
        row.addWidget(self.keep)

    def show_changes(self, changes: Sequence[str], *, writable: bool) -> None:
        """Say what differs from the target as it is written."""
        self.text.setText(
            tr("; ").join(changes) or tr("Change anything: chart, criteria and figures follow.")
        )
        self.keep.setEnabled(bool(changes) and writable)
        self.setAccessibleName(f"{self.title.text()}. {self.text.text()}")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), paint.colour("infosoft"))
        painter.fillRect(0, 0, 3, self.height(), paint.colour("infoline"))


class Middle(Pane):
    """The chart's column. `opened(place)` when an empty state's button is pressed."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__("panel")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.trial = TrialBar()
        self.trial.hide()
        column.addWidget(self.trial)
        self.chart = ChartPane()
        self._stack = QStackedLayout()
        # Laid out before it is filled: without a parent its first widget opens as a window of its own.
        column.addLayout(self._stack, 1)
        self._stack.addWidget(self.chart)
        self._blank = QWidget()
        self._stack.addWidget(self._blank)
        self._empty: QWidget | None = None
        self.said: tuple[str, str, str, str] | None = None

    def show_chart(self) -> None:
        """Bring the chart into view."""
        self._stack.setCurrentWidget(self.chart)
        self.said = None

    def show_nothing(self) -> None:
        """Show nothing while the figures are read."""
        self._stack.setCurrentWidget(self._blank)
        self.said = None

    def show_empty(self, title: str, text: str, button: str, place: str) -> None:
        """Say what is missing, with the button that mends it."""
        if self.said == (title, text, button, place):
            return
        self.said = (title, text, button, place)
        if self._empty is not None:
            self._stack.removeWidget(self._empty)
            self._empty.deleteLater()
        empty = EmptyState("target", title, text)
        if button:
            empty.add_button(Button(button, Kind.PRIMARY)).clicked.connect(lambda: self.opened.emit(place))
        self._empty = QWidget()
        inset = QVBoxLayout(self._empty)
        inset.setContentsMargins(*[fonts.px(each) for each in (16, 16, 16, 16)])
        inset.addWidget(empty)
        self._stack.addWidget(self._empty)
        self._stack.setCurrentWidget(self._empty)

    @property
    def shows_chart(self) -> bool:
        """Whether the chart is in view."""
        return self._stack.currentWidget() is self.chart
