"""The pop-up that says what a chart holds at one year; it flips at the edge and never covers its point."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from carbondesk.ui import fonts
from carbondesk.ui.style import paint

ROW, PAD, AWAY = 21, 10, 14


class ReadOut(QWidget):
    """A small raised pane: a year, and rows of a mark, a name and an amount."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._title = ""
        self._rows: list[tuple[str, str, str]] = []
        self.hide()

    def text(self) -> str:
        """Return what it says as one line, for a screen reader."""
        rows = ", ".join(f"{name} {amount}" for _, name, amount in self._rows)
        return f"{self._title}: {rows}"

    def show_at(
        self,
        title: str,
        rows: Sequence[tuple[str, str, str]],
        points: Sequence[QPointF],
        area: QRect,
        avoid: QRect | None = None,
        *,
        over: bool = False,
    ) -> None:
        """Show rows of (token, name, amount) beside some points of one vertical, inside an area of the parent.

        It stands at the right of them; at their left near the edge, and where it would lie on what it is to `avoid`.
        `over` lets it stand over the highest of them where there is room, so that the lines can be seen.
        """
        self._title, self._rows = title, list(rows)
        names = [fonts.metrics(12).horizontalAdvance(name) for _, name, _ in rows]
        amounts = [fonts.metrics(12, 600).horizontalAdvance(amount) for _, _, amount in rows]
        width = round(max(names, default=0) + max(amounts, default=0)) + fonts.px(2 * PAD + 20 + 18)
        height = fonts.px(ROW * (len(rows) + 1) + PAD + 4)
        x = points[0].x() if points else float(area.left())
        top = self._free_top(height, [point.y() for point in points], area)
        highest = min((point.y() for point in points), default=0.0) - fonts.px(2 * AWAY) - height
        if over and highest >= area.top() + 4:
            top = highest
        sides = (x + fonts.px(AWAY), x - fonts.px(AWAY) - width)
        self.setGeometry(_placed(sides, top, (width, height), area, avoid or QRect()))
        self.raise_()
        self.show()
        self.update()

    @staticmethod
    def _free_top(height: int, points: Sequence[float], area: QRect) -> float:
        """Return the top of the pop-up: as near the upper third as the area allows."""
        wanted = min(points, default=float(area.top())) - height / 2
        return min(max(wanted, area.top() + 4.0), area.bottom() - height - 4.0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.rounded(painter, self.rect(), 5, "raised", "line")
        inside = QRectF(self.rect()).adjusted(fonts.px(PAD), fonts.px(PAD - 4), -fonts.px(PAD), 0)
        row = QRectF(inside.left(), inside.top(), inside.width(), fonts.px(ROW))
        paint.text(painter, row, self._title, fonts.font(12, 600))
        for tint, name, amount in self._rows:
            row = row.translated(0, fonts.px(ROW))
            mark = QRectF(row.left(), row.center().y() - 1, fonts.px(12), 3)
            if tint in {"s1", "s2", "s3"}:
                mark = QRectF(row.left() + 1, row.center().y() - fonts.px(5), fonts.px(10), fonts.px(10))
                paint.rounded(painter, mark, 2, tint, "s2e" if tint == "s2" else None)
            elif tint:
                paint.rounded(painter, mark, 1, tint)
            paint.text(painter, row.adjusted(fonts.px(20), 0, 0, 0), name, fonts.font(12), "ink2")
            paint.text(painter, row, amount, fonts.font(12, 600), "ink", paint.RIGHT)


def _placed(
    sides: tuple[float, float], top: float, size: tuple[int, int], area: QRect, avoid: QRect
) -> QRect:
    """Return the first place at the right or left, there or over or under what is to be avoided, that is free."""
    wide, tall = size
    right, left = sides
    tops = [top, avoid.top() - tall - 4.0, avoid.bottom() + 4.0] if not avoid.isEmpty() else [top]
    places = [QRect(round(x), round(y), wide, tall) for y in tops for x in (right, left)]
    inside = [place for place in places if place.right() <= area.right() and area.top() <= place.top()]
    free = [
        place
        for place in inside
        if place.left() >= area.left() and place.bottom() <= area.bottom() and not place.intersects(avoid)
    ]
    return (free or inside or places[1:])[0]
