"""A slider for a target's reduction, with a tick at the minimum: accent from there on, red where it is too weak."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QSlider

from carbondesk.language import percent, tr
from carbondesk.ui import fonts, lettering
from carbondesk.ui.pulls import Pull
from carbondesk.ui.style import paint, theme

_KNOB, _HALO, _GROOVE, _TICK = 17, 25, 4, 14
_LINE, _WORDS = 28, 18
_LEAST_MOVE = 0.5
_BETWEEN, _ASIDE = 8, 14
_TENTHS = 1000
"""Qt's own slider counts whole numbers: tenths of a percent."""


class ReductionSlider(QSlider):
    """A share from 0 to 1 in a range. Screen readers know it as a slider, whose value is in tenths of a percent.

    `dragged(share)` tells each value while it moves, `settled(share)` the last one once, `cancelled()` that the saved
    one holds again. Right and Up ask for more.
    """

    dragged = Signal(float)
    settled = Signal(float)
    cancelled = Signal()

    def __init__(self, name: str = "") -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.pull = Pull(self)
        self._minimum_mark: float | None = None
        self._hover, self._offset = False, 0.0
        self.setRange(0, _TENTHS)
        self.setSingleStep(1)
        self.setPageStep(50)
        self.setAccessibleName(name or tr("Reduction"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.pull.dragged.connect(self._follow)
        self.pull.settled.connect(self.settled)
        self.pull.cancelled.connect(self._back)
        self.valueChanged.connect(self._take_outside)

    # ---- values ------------------------------------------------------------------------------------------

    @property
    def share(self) -> float:
        """The share that it shows, also while it is pulled; setting the saved one leaves a change under way alone."""
        return self.pull.share

    @share.setter
    def share(self, saved: float) -> None:
        self.pull.rest(saved)
        self._show()

    def set_range(self, low: float, high: float) -> None:
        """Go from one share to another; what is saved beyond them is shown at the end."""
        self.pull.low, self.pull.high = low, high
        self.blockSignals(True)
        self.setRange(round(low * _TENTHS), round(high * _TENTHS))
        self.blockSignals(False)
        self._show()

    @property
    def minimum_mark(self) -> float | None:
        """The smallest share that is accepted, None where there is none."""
        return self._minimum_mark

    @minimum_mark.setter
    def minimum_mark(self, share: float | None) -> None:
        if share != self._minimum_mark:
            self._minimum_mark = share
            self._show()

    @property
    def too_weak(self) -> bool:
        """Whether the share is under the minimum."""
        return self._minimum_mark is not None and self.share < self._minimum_mark - 1e-9

    def _show(self) -> None:
        self.blockSignals(True)
        self.setValue(round(self.share * _TENTHS))
        self.blockSignals(False)
        said = percent(self.share, 1)
        if self._minimum_mark is not None:
            said = tr("{share}, minimum {least}", share=said, least=percent(self._minimum_mark, 1))
        if said != self.accessibleDescription():
            self.setAccessibleDescription(said)
        self.update()

    def _follow(self, share: float) -> None:
        self._show()
        self.dragged.emit(share)

    def _back(self) -> None:
        self._show()
        self.cancelled.emit()

    def _take_outside(self, value: int) -> None:
        """Take a value that a screen reader sets."""
        self.pull.step(value / _TENTHS - self.share)

    # ---- mouse and keys ----------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        at = event.position().x()
        near = abs(at - self._knob_x()) <= fonts.px(_HALO) / 2
        self._offset = self._knob_x() - at if near else 0.0
        self.pull.take()
        self._pull_to(event)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.pull.held:
            self._pull_to(event)
        hover = QRectF(0, 0, self.width(), fonts.px(_LINE)).contains(event.position())
        if hover != self._hover:
            self._hover = hover
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.pull.held and event.button() == Qt.MouseButton.LeftButton:
            self.pull.settle()
            self.update()

    def _pull_to(self, event: QMouseEvent) -> None:
        coarse = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        left, right = self._ends()
        part = (event.position().x() + self._offset - left) / max(1.0, right - left)
        share = self.pull.low + part * (self.pull.high - self.pull.low)
        # Pressing the knob alone is no change, wherever between two snaps its value lies.
        if abs(part - self._part(self.share)) * (right - left) >= _LEAST_MOVE:
            self.pull.move(share, coarse=coarse)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            self.pull.before_command(event)
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        arrows = {Qt.Key.Key_Right: Qt.Key.Key_Up, Qt.Key.Key_Left: Qt.Key.Key_Down}
        key = Qt.Key(event.key())
        if key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self.pull.step((self.pull.low if key == Qt.Key.Key_Home else self.pull.high) - self.share)
            event.accept()
            return
        turned = QKeyEvent(event.type(), arrows.get(key, key), event.modifiers())
        if self.pull.press(turned, 1.0):
            event.accept()
        else:
            event.ignore()

    def leaveEvent(self, event: object) -> None:
        self._hover = False
        self.update()

    def wheelEvent(self, event: object) -> None:
        """Leave the wheel to what scrolls: a slider under the pointer must not change a target."""
        event.ignore()  # type: ignore[attr-defined]

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if not self.pull.held:
            self.pull.settle()

    # ---- drawing -----------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(fonts.px(200), fonts.px(_LINE + _WORDS))

    def minimumSizeHint(self) -> QSize:
        return QSize(fonts.px(120), fonts.px(_LINE + _WORDS))

    def _ends(self) -> tuple[float, float]:
        away = fonts.px(_HALO) / 2 + 1
        return away, self.width() - away

    def _part(self, share: float) -> float:
        low, high = self.pull.low, self.pull.high
        return min(1.0, max(0.0, (share - low) / (high - low))) if high > low else 0.0

    def _x(self, share: float) -> float:
        left, right = self._ends()
        return left + self._part(share) * (right - left)

    def _knob_x(self) -> float:
        return self._x(self.share)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look, middle = theme.tokens(), fonts.px(_LINE) / 2
        left, right = self._ends()
        at, least = self._knob_x(), self._minimum_mark
        tint = "inkd" if not self.isEnabled() else "err" if self.too_weak else "accent"
        groove = fonts.px(_GROOVE)
        start = left if least is None else self._x(least)
        paint.rounded(painter, QRectF(left, middle - groove / 2, right - left, groove), groove / 2, "hair")
        done = QRectF(min(start, at), middle - groove / 2, abs(at - start), groove)
        paint.rounded(painter, done, groove / 2, tint)
        if least is not None:
            tick = fonts.px(_TICK)
            painter.fillRect(QRectF(round(start) - 1, middle - tick / 2, 2, tick), look.colour("ink2"))
        spot = QPointF(at, middle)
        if self.isEnabled() and (self._hover or self.hasFocus() or self.pull.held):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour(tint, 0.18))
            painter.drawEllipse(spot, fonts.px(_HALO) / 2, fonts.px(_HALO) / 2)
        painter.setPen(QPen(look.colour(tint), 2.4))
        painter.setBrush(look.colour("raised"))
        painter.drawEllipse(spot, (fonts.px(_KNOB) - 2.4) / 2, (fonts.px(_KNOB) - 2.4) / 2)
        self._paint_words(painter)
        if self.hasFocus():
            paint.focus_ring(painter, QRectF(self.rect()))

    def _paint_words(self, painter: QPainter) -> None:
        """Write the ends of the range and the minimum between them; the ends give way to it."""
        row = QRectF(4, fonts.px(_LINE) - 2, self.width() - 8, fonts.px(_WORDS))
        ends = [percent(share, 0) for share in (self.pull.low, self.pull.high)]
        taken = QRectF()
        if self._minimum_mark is not None:
            words = tr("minimum {least}", least=percent(self._minimum_mark, 1))
            wide = lettering.width(words, 11, 500) + 2
            left = min(max(self._x(self._minimum_mark) - wide / 2, row.left()), row.right() - wide)
            # A few pixels aside leave both ends of the range their words.
            first, last = (lettering.width(each, 11) + _BETWEEN for each in ends)
            for edge in (row.left() + first, row.right() - last - wide):
                left = edge if abs(edge - left) <= _ASIDE else left
            taken = QRectF(left, row.top(), wide, row.height())
            lettering.draw(painter, taken, words, (11, 500, False), "ink2", paint.CENTRE)
        for words, align in zip(ends, (paint.LEFT, paint.RIGHT), strict=True):
            wide = lettering.width(words, 11) + 2
            box = QRectF(
                row.left() if align == paint.LEFT else row.right() - wide, row.top(), wide, row.height()
            )
            if not box.intersects(taken):
                lettering.draw(painter, box, words, (11, 400, False), "ink3", align)
