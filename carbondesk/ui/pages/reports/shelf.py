"""A paper in the list at the left: what it is called, the question it answers, and how ready it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from carbondesk.language import sentences, tr
from carbondesk.report.catalogue import ANALYSES, State, readiness
from carbondesk.ui import fonts, icons
from carbondesk.ui.style import paint
from carbondesk.ui.widgets.shelves import ShelfEntry, ShelfPainter

if TYPE_CHECKING:
    from carbondesk.report.figures import Figures
    from carbondesk.report.papers import Options

BAR = 112
_MARKS = {
    State.READY: ("circle-check", "ok"),
    State.GAPS: ("triangle-alert", "warn"),
    State.BLOCKED: ("circle-dashed", "ink3"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(ShelfEntry):
    """One paper of the list: its words, its state, and the share of values that are there (0 to 1)."""

    question: str
    state: State
    words: str
    share: float

    @property
    def spoken(self) -> str:
        """The paper with its question and how ready it is."""
        return sentences((self.title, f"{self.question} {self.words}"))


def entries_of(figures: Figures, year: int, options: Options) -> list[Entry]:
    """Return every paper with its readiness in a year."""
    entries = []
    for kind in ANALYSES:
        ready = readiness(kind, figures, year, options)
        entries.append(
            Entry(
                id=kind.paper_id,
                title=tr(kind.title),
                question=tr(kind.question),
                state=ready.state,
                words=tr(ready.words),
                share=ready.share,
            )
        )
    return entries


class PaperPainter(ShelfPainter[Entry]):
    """Paints a paper: title, question, how much is there as a bar, and its state in a word with an icon."""

    height = 79

    def paint_entry(self, painter: QPainter, box: QRectF, entry: Entry, *, selected: bool) -> None:
        """Paint the card of a paper."""
        left, right = box.left() + fonts.px(16), box.right() - fonts.px(16)
        line = QRectF(left, box.top() + fonts.px(10), right - left, fonts.px(20))
        paint.text(painter, line, entry.title, fonts.font(13, 600))
        line.translate(0, fonts.px(19))
        paint.text(painter, line, entry.question, fonts.font(12), "ink2")
        line.translate(0, fonts.px(20))
        bar = QRectF(left, line.center().y() - 2, fonts.px(BAR), fonts.px(5))
        paint.rounded(painter, bar, 0, "hair")
        tint = "ok" if entry.state is State.READY else "band"
        painter.fillRect(
            QRectF(bar.left(), bar.top(), bar.width() * entry.share, bar.height()), paint.colour(tint)
        )
        icon, ink = _MARKS[entry.state]
        side = fonts.px(14)
        at = QPointF(bar.right() + fonts.px(10), round(line.center().y() - side / 2))
        icons.paint(painter, icon, at, side, ink)
        words = QRectF(
            at.x() + side + fonts.px(5), line.top(), right - at.x() - side - fonts.px(5), line.height()
        )
        paint.text(painter, words, entry.words, fonts.font(12, 500), ink)
        if not selected:
            paint.line(painter, left, box.bottom(), right, box.bottom())
