"""How much a target cuts: typed as a percentage or moved on a track, with the smallest that its rules accept."""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from carbondesk.domain.numbers import NotANumber, parse_number
from carbondesk.language import percent, tr
from carbondesk.ui import fonts
from carbondesk.ui.widgets import Field, Label
from carbondesk.ui.widgets.reduction_slider import ReductionSlider

if TYPE_CHECKING:
    from carbondesk.ui.pages.targets.sights import Sight

_STEPS = 1000
_WHOLE = 100
_AROUND, _TENTHS = 0.1, 10


class ReductionBar(QWidget):
    """The field and the track. `dragged(share)` while it moves, `settled(share)` when it is to be written."""

    dragged = Signal(float)
    settled = Signal(float)
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._value: float | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(fonts.px(4))
        line = QHBoxLayout()
        self.caption = Label(size=12, ink="ink2", elided=True)
        self.field = _PercentField(name=tr("Reduction, %"), numeric=True)
        self.field.setFixedWidth(fonts.px(76))
        self.caption.setBuddy(self.field)
        line.addWidget(self.caption, 1)
        line.addWidget(self.field)
        column.addLayout(line)
        self.slider = ReductionSlider()
        column.addWidget(self.slider)
        self.field.editingFinished.connect(self._typed)
        self.field.left.connect(self._restore)
        self.slider.dragged.connect(self.dragged)
        self.slider.settled.connect(self.settled)
        self.slider.cancelled.connect(self.cancelled)

    def show_sight(self, sight: Sight) -> None:
        """Show the reduction of a target."""
        line, share = sight.study.course, sight.share
        self._value = share
        self.setVisible(sight.can_drag)
        year = str(sight.target.target_year)
        cuts = sight.field == "reduction"
        self.caption.setText(
            tr("Reduction by {year}", year=year) if cuts else tr("Share in {year}", year=year)
        )
        if not self.field.hasFocus() or not self.field.isModified():
            self._restore()
        self._fit(share, line.minimum)
        self.slider.minimum_mark = line.minimum
        if share is not None:
            self.slider.share = share

    def _fit(self, share: float | None, minimum: float | None) -> None:
        """Let the track reach from well under the minimum to well over it; it stays while somebody pulls the knob."""
        seen = [each for each in (share, minimum) if each is not None]
        if not seen or self.slider.pull.active:
            return
        low = max(0.0, floor((min(seen) - _AROUND) * _TENTHS) / _TENTHS)
        high = min(1.0, ceil((max(seen) + 2 * _AROUND) * _TENTHS) / _TENTHS)
        if (self.slider.pull.low, self.slider.pull.high) != (low, high):
            self.slider.set_range(low, high)

    def set_writable(self, reason: str) -> None:
        """Allow changes, or say why there are none now."""
        for part in (self.field, self.slider):
            part.setEnabled(not reason)
            part.setToolTip(reason)

    def _restore(self) -> None:
        text = "" if self._value is None else percent(self._value, 1)
        if self.field.text() != text:
            self.field.setText(text)
        self.field.setModified(False)
        if self.field.property("state"):
            self.field.set_state("")

    def _typed(self) -> None:
        if not self.field.isModified():
            return
        text = self.field.text().strip().lstrip("-\u2212").rstrip("%％ ")
        try:
            value = parse_number(text, ".") / _WHOLE
        except NotANumber as fault:
            self.field.set_state("err", tr(fault.text))
            return
        if not 0 <= value <= 1:
            self.field.set_state("err", tr("The reduction is between 0 and 100 %."))
            return
        self.field.setModified(False)
        self.field.set_state("")
        if self._value is None or round(value * _STEPS) != round(self._value * _STEPS):
            self.settled.emit(value)
        else:
            self._restore()


class _PercentField(Field):
    """A field for a percentage. `left` when Esc gives up what was typed."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.left.emit()
            self.selectAll()
        else:
            super().keyPressEvent(event)
