"""The knob of a target's chart: pulled by mouse or keys it tells every value, and once what it came to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent

from carbondesk.language import tr
from carbondesk.ui import fonts, tips
from carbondesk.ui.plots.target_marks import HIT, Knob, Tag, TagWords, Track
from carbondesk.ui.plots.target_words import tag_box
from carbondesk.ui.plots.years import YearPlot
from carbondesk.ui.pulls import Pull

if TYPE_CHECKING:
    from carbondesk.report.target_charts import TargetChart

_LEAST_MOVE = 0.5
"""Pixels that the pointer must move before the knob does."""


class KnobPlot(YearPlot):
    """A plot of years with a knob on a track in the target year.

    `dragged(share)` tells each value while the knob moves, `settled(share)` the last one, `cancelled()` that the saved
    one holds again. What the share is of the target says `TargetChart.field`; `pulled_fields` are those that the page
    takes from the knob.
    """

    dragged = Signal(float)
    settled = Signal(float)
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.chart: TargetChart | None = None
        self.pull = Pull(self)
        self.pulled_fields = frozenset({"reduction"})
        self._reason = ""
        self._hover = self._learned = self._posing = False
        self._offset = 0.0
        self.track, self.knob, self.tag = Track(), Knob(), Tag()
        for mark in (self.track, self.knob, self.tag):
            self.add_mark(mark)
        self.pull.dragged.connect(self._tell)
        self.pull.settled.connect(self._tell_end)
        self.pull.cancelled.connect(self._tell_cancel)

    def kept_free(self) -> QRect:
        return self.tag.box.toRect() if self.tag.words else QRect()

    @property
    def has_knob(self) -> bool:
        """Whether there is a knob that may be pulled: a page says which fields of a target it takes from one."""
        chart = self.chart
        known = chart is not None and chart.share is not None and chart.field in self.pulled_fields
        return known and not self._reason

    def set_writable(self, reason: str) -> None:
        """Let the knob be pulled, or say in its tooltip why it cannot be."""
        if reason != self._reason:
            self._reason = reason
            if reason:
                self.pull.cancel()
            self.redraw()
            self.describe()

    @contextmanager
    def at_rest(self) -> Iterator[None]:
        """Show the chart for a while without hint, halo and focus: for a picture of it."""
        self._posing = True
        self.redraw()
        try:
            yield
        finally:
            self._posing = False
            self.redraw()

    def describe(self) -> None:
        """Tell a screen reader what the chart shows, and the keys of the knob."""
        chart = self.chart
        if chart is not None:
            keys = tr("Up and Down change the target.") if self.has_knob else ""
            said = f"{chart.sentence()} {keys}".strip()
            if said != self.accessibleDescription():
                self.setAccessibleDescription(said)

    # ---- drawing -----------------------------------------------------------------------------------------

    def draw_knob(self, chart: TargetChart) -> bool:
        """Draw knob and tag at the share that is pulled; return whether the tag lies under the knob."""
        below = self._passes(chart) != chart.rises
        if chart.share is None:
            self.knob.show_at(None, "path", lit=False)
            self.tag.show_words(None, QRectF())
            return below
        at = self.knob_spot()
        tint = "err" if chart.is_too_weak(self.pull.share) else "path"
        lit = self.has_knob and not self._posing and (self._hover or self.pull.active or self.hasFocus())
        self.knob.show_at(at, tint, lit=lit)
        hint = self.has_knob and not self._learned and not self._posing
        words = TagWords(
            tr("Drag to change") if hint else tr("Target {year}", year=chart.name(chart.target_year)),
            chart.share_words(self.pull.share),
            chart.yardstick.amount(chart.value(self.pull.share)),
            tint,
        )
        if chart.rises:
            words = TagWords(words.title, tr("Share"), words.amount, tint)
        self.tag.show_words(words, tag_box(words, at, self.plane.box, below=below))
        return below

    def _passes(self, chart: TargetChart) -> bool:
        return not chart.is_too_weak(self.pull.share)

    # ---- mouse and keys ----------------------------------------------------------------------------------

    def knob_spot(self) -> QPointF:
        """Return where the knob is, in pixels; with a chart that has one."""
        chart = self.chart
        if chart is None:
            return QPointF()
        return self.pixel(chart.x(chart.target_year), chart.value(self.pull.share))

    def _share_at(self, chart: TargetChart, y: float) -> float:
        low, high = self.plane.y_range
        value = high - (y - self.plane.area[1]) / self.plane.area[3] * (high - low)
        return chart.share_of(value)

    def _on_knob(self, spot: QPointF) -> bool:
        away, at = fonts.px(HIT) / 2, self.knob_spot()
        return abs(spot.x() - at.x()) <= away and abs(spot.y() - at.y()) <= away

    def _on_track(self, spot: QPointF) -> bool:
        return self.knob.at is not None and (self.track.box.contains(spot) or self._on_knob(spot))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = event.position()
        if event.button() != Qt.MouseButton.LeftButton or not self.has_knob or not self._on_track(spot):
            super().mousePressEvent(event)
            event.accept()
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.point_at(None)
        # Taken off its middle, the knob keeps its distance to the pointer; pressed beside it, it comes there.
        self._offset = self.knob_spot().y() - spot.y() if self._on_knob(spot) else 0.0
        self.pull.take()
        self._pull_to(event)
        self.light()
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take a quick second press for what it is: one more pull."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.pull.held:
            self._pull_to(event)
            event.accept()
            return
        hover = self._on_track(event.position())
        if hover != self._hover:
            self._hover = hover
            pulls = hover and self.has_knob
            self.viewport().setCursor(Qt.CursorShape.SizeVerCursor if pulls else Qt.CursorShape.ArrowCursor)
            self.viewport().setToolTip(tips.plain(self._reason) if hover else "")
            self.light()
        if hover:
            self.point_at(None)
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.pull.held and event.button() == Qt.MouseButton.LeftButton:
            self.pull.settle()
            self.light()
            self.describe()
        else:
            super().mouseReleaseEvent(event)
        event.accept()

    def _pull_to(self, event: QMouseEvent) -> None:
        coarse = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        y = event.position().y() + self._offset
        # Pressing the knob alone is no change, wherever between two snaps its value lies.
        if self.chart is not None and abs(y - self.knob_spot().y()) >= _LEAST_MOVE:
            self.pull.move(self._share_at(self.chart, y), coarse=coarse)

    def light(self) -> None:
        """Draw the knob anew."""
        if self.chart is not None:
            self.draw_knob(self.chart)

    def leaveEvent(self, event: object) -> None:
        super().leaveEvent(event)
        self._hover = False
        self.light()

    def event(self, event: QEvent) -> bool:
        # A command such as Undo means what keys have done so far, not what they did before.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            self.pull.before_command(event)
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        up = 1.0 if self.chart is not None and self.chart.rises else -1.0
        if self.has_knob and self.pull.press(event, up):
            event.accept()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.light()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if not self.closed and not self.pull.held:
            self.pull.settle()
            self.light()

    def _tell(self, share: float) -> None:
        self._learned = True
        self.dragged.emit(share)
        self.light()

    def _tell_end(self, share: float) -> None:
        self.settled.emit(share)
        self.describe()

    def _tell_cancel(self) -> None:
        self.cancelled.emit()
        self.light()
