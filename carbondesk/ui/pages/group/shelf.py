"""A register in the list at the left: icon, name, how many records, and a mark where something is doubtful."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from carbondesk.language import joined, tr_many
from carbondesk.ui import fonts, icons
from carbondesk.ui.style import paint
from carbondesk.ui.widgets.shelves import ShelfEntry, ShelfPainter

EDGE, ICON = 16, 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(ShelfEntry):
    """A register in the list; `count` is None where nothing is counted, `mark` is an icon and its ink."""

    icon: str
    count: int | None
    doubts: int
    mark: tuple[str, str]

    @property
    def spoken(self) -> str:
        """The register with its count and checks."""
        parts = [self.title]
        if self.count is not None:
            parts.append(tr_many("{n} record", "{n} records", self.count))
        if self.doubts:
            parts.append(tr_many("{n} check", "{n} checks", self.doubts))
        return joined(parts)


class RegisterPainter(ShelfPainter[Entry]):
    """Paints a register."""

    def paint_entry(self, painter: QPainter, box: QRectF, entry: Entry, *, selected: bool) -> None:
        """Paint icon, name, mark and count."""
        side = fonts.px(ICON)
        top = round(box.center().y() - side / 2)
        tint = "accent" if selected else "ink2"
        icons.paint(painter, entry.icon, QPointF(box.left() + fonts.px(EDGE), top), side, tint)
        right = box.right() - fonts.px(EDGE)
        if entry.count is not None:
            count = QRectF(right - fonts.px(40), box.top(), fonts.px(40), box.height())
            paint.text(painter, count, str(entry.count), fonts.font(12), "ink2", paint.RIGHT)
            right -= fonts.metrics(12).horizontalAdvance(str(entry.count)) + fonts.px(8)
        if entry.mark[0]:
            icons.paint(painter, entry.mark[0], QPointF(right - side, top), side, entry.mark[1])
            right -= side + fonts.px(6)
        left = box.left() + fonts.px(EDGE) + side + fonts.px(10)
        name = QRectF(left, box.top(), right - left, box.height())
        paint.text(painter, name, entry.title, fonts.font(13, 600 if selected else 500))
