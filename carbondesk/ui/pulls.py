"""A share that is pulled by mouse or by keys: snapped, told while it moves, settled once."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

FINE, COARSE, PAGE = 0.001, 0.01, 0.05
"""What a share snaps to, what it snaps to with Shift, and what Page up and Page down change."""
PAUSE = 700
"""Milliseconds after the last key until a run of keys is settled as one change."""
_SAME = 1e-9


class Pull(QObject):
    """A share between two ends while somebody changes it.

    `dragged(share)` tells each other value; `settled(share)` once at the end. `cancelled()` says that all is as it
    was: after Esc, and where the share came back to where it started.
    """

    dragged = Signal(float)
    settled = Signal(float)
    cancelled = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.low, self.high = 0.0, 1.0
        self.share = 0.0
        self._start: float | None = None
        self._held = self._moved = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.settle)

    @property
    def active(self) -> bool:
        """Whether a change is under way that has not settled."""
        return self._start is not None

    @property
    def held(self) -> bool:
        """Whether the mouse holds the knob."""
        return self._held

    def rest(self, share: float) -> None:
        """Take the share that is saved; while a change is under way it is left alone."""
        if not self.active:
            self.share = share

    def take(self) -> None:
        """Begin to follow the mouse; keys that have not settled go on with it."""
        self._pause.stop()
        self._begin()
        self._held = True

    def move(self, share: float, *, coarse: bool = False) -> None:
        """Go to a share, snapped to 0.1 % or, `coarse`, to 1 %; the same one again says nothing."""
        step = COARSE if coarse else FINE
        self._go(round(share / step) * step)

    def step(self, by: float) -> None:
        """Go some way from here by a key; after a pause the change settles."""
        self._begin()
        self._go(round((self.share + by) / FINE) * FINE)
        if not self._held:
            self._pause.start()

    def settle(self) -> None:
        """End the change: tell the share once, or that nothing is different."""
        if self._start is None:
            return
        start = self._end()
        if abs(self.share - start) > _SAME:
            self.settled.emit(self.share)
        elif self._moved:
            self.cancelled.emit()

    def cancel(self) -> None:
        """Go back to where the change began."""
        if self._start is None:
            return
        self.share = self._end()
        self.cancelled.emit()

    def press(self, event: QKeyEvent, up: float) -> bool:
        """Take a key of an arrow or page that points along `up` (1: more, -1: less); return whether it was one."""
        ways = {Qt.Key.Key_Up: up, Qt.Key.Key_Down: -up, Qt.Key.Key_PageUp: up, Qt.Key.Key_PageDown: -up}
        key = Qt.Key(event.key())
        if key in ways:
            page = key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
            coarse = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.step(ways[key] * (PAGE if page else COARSE if coarse else FINE))
            return True
        if key == Qt.Key.Key_Escape and self.active:
            self.cancel()
            return True
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.active:
            self.settle()
            return True
        return False

    def before_command(self, event: QKeyEvent) -> None:
        """Settle what keys have begun when a command with Ctrl or a function key is about to follow."""
        commanding = event.modifiers() & Qt.KeyboardModifier.ControlModifier or event.key() >= Qt.Key.Key_F1
        if commanding and self.active and not self._held and event.key() != Qt.Key.Key_Control:
            self.settle()

    def _begin(self) -> None:
        if self._start is None:
            self._start, self._moved = self.share, False

    def _go(self, share: float) -> None:
        share = round(min(max(share, self.low), self.high), 6)
        if abs(share - self.share) > _SAME:
            self.share, self._moved = share, True
            self.dragged.emit(share)

    def _end(self) -> float:
        self._pause.stop()
        start, self._start, self._held = self._start, None, False
        return self.share if start is None else start
