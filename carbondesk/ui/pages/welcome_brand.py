"""The painted side of the start page: the program's name, what it promises, and falling curves."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from carbondesk.language import tr
from carbondesk.ui import fonts, icons
from carbondesk.ui.style import paint

TOP, FOOT = "#0F4540", "#0A2A28"
MARK, TITLE, WORDS, LINE, GOLD = "#A8E5DA", "#FFFFFF", "#D6E9E5", "#57A79B", "#F0BC62"
CURVES, BEST = 22, 15


class Brand(QWidget):
    """A panel in both themes the same: dark petrol, the mark, three promises, and one golden path among many."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("CarbonDesk")
        self.claim = tr("Greenhouse gas inventory and targets for factories and their group.")
        self.promises = (
            ("hard-drive", tr("Your data stays in one file on this computer")),
            ("wifi-off", tr("Works without a network, without an account")),
            ("shield-check", tr("Every change is kept and can be checked")),
        )
        self.setAccessibleDescription(" ".join([self.claim, *(words for _, words in self.promises)]))

    def sizeHint(self) -> QSize:
        return QSize(fonts.px(440), fonts.px(600))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QLinearGradient(0, 0, 0, self.height())
        ground.setColorAt(0, QColor(TOP))
        ground.setColorAt(1, QColor(FOOT))
        painter.fillRect(self.rect(), ground)
        self._paint_curves(painter)
        left = fonts.px(48)
        icons.paint(painter, icons.MARK, QPointF(left, fonts.px(56)), fonts.px(40), MARK)
        self._paint_claim(painter, left)
        self._paint_promises(painter, left)

    def _paint_claim(self, painter: QPainter, left: int) -> None:
        name = fonts.font(34, 600, display=True)
        row = QRectF(left - 1, fonts.px(108), self.width() - left - 16, fonts.px(50))
        paint.text(painter, row, "CarbonDesk", name, TITLE)
        painter.setFont(fonts.font(15))
        painter.setPen(QColor(WORDS))
        room = QRectF(left, fonts.px(164), self.width() - left - fonts.px(40), fonts.px(90))
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        painter.drawText(room, flags, self.claim)

    def _paint_promises(self, painter: QPainter, left: int) -> None:
        step, side = fonts.px(28), fonts.px(16)
        top = self.height() - fonts.px(38) - step * len(self.promises)
        face = fonts.font(12, 500)
        for place, (icon, words) in enumerate(self.promises):
            row = QRectF(
                left + side + fonts.px(10),
                top + place * step,
                self.width() - left - side - fonts.px(22),
                step,
            )
            icons.paint(painter, icon, QPointF(left, round(row.center().y() - side / 2)), side, MARK)
            shown = QFontMetricsF(face).elidedText(words, Qt.TextElideMode.ElideRight, row.width())
            paint.text(painter, row, shown, face, WORDS)

    def _paint_curves(self, painter: QPainter) -> None:
        """Draw a sheaf of falling curves; the golden one is the path that is taken."""
        width, height = self.width(), self.height()
        start, foot = height * 0.40, height * 0.89
        for place in range(CURVES):
            share = place / (CURVES - 1)
            at = start + height * (0.075 * share)
            end = height * 0.49 + (foot - height * 0.49) * share**0.72 + height * 0.10 * share
            path = QPainterPath(QPointF(0, at))
            bend = width * (0.62 - 0.20 * share)
            path.cubicTo(
                QPointF(bend, at + 6), QPointF(width * (0.46 + 0.06 * share), end), QPointF(width, end + 12)
            )
            gold = place == BEST - 4
            shade = QColor(GOLD if gold else LINE)
            shade.setAlphaF(0.95 if gold else 0.52 - 0.36 * share)
            painter.setPen(QPen(shade, 1.6 if gold else 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(path)
