from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from carbondesk import language
from carbondesk.ui import fonts, lettering
from carbondesk.ui.style import paint

ROOM = QRectF(10, 5, 200, 20)


def drawn(words: str, room: QRectF = ROOM, align: Qt.AlignmentFlag = paint.LEFT) -> tuple[float, QRectF]:
    """Draw a line in black on white; return the width it says it took, and what it covers."""
    image = QImage(240, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    wide = lettering.draw(painter, room, words, (12, 400, False), QColor("black"), align)
    painter.end()
    dark = [(x, y) for x in range(240) for y in range(40) if image.pixelColor(x, y).lightness() < 160]
    xs, ys = [x for x, _ in dark], [y for _, y in dark]
    return wide, QRectF(min(xs), min(ys), max(xs) - min(xs) + 1, max(ys) - min(ys) + 1)


def test_a_line_takes_the_width_it_says_and_stands_in_the_middle_of_the_height() -> None:
    wide, covered = drawn("Scope 1")
    assert wide == pytest.approx(lettering.width("Scope 1"))
    assert covered.width() == pytest.approx(wide, abs=5)
    assert covered.center().y() == pytest.approx(ROOM.center().y(), abs=3)
    assert covered.left() == pytest.approx(ROOM.left(), abs=2)


def test_a_line_stands_at_the_right_or_in_the_middle() -> None:
    assert drawn("138.6", align=paint.RIGHT)[1].right() == pytest.approx(ROOM.right(), abs=2)
    assert drawn("138.6", align=paint.CENTRE)[1].center().x() == pytest.approx(ROOM.center().x(), abs=2)


def test_a_line_without_room_ends_in_an_ellipsis() -> None:
    narrow = QRectF(10, 5, 60, 20)
    wide, covered = drawn("Scope 1+2, market-based", narrow)
    assert wide <= 61
    assert narrow.adjusted(-1, 0, 1, 0).contains(covered)
    assert not lettering.fits("Scope 1+2, market-based", 60)
    assert lettering.fits("Scope 1+2, market-based", lettering.width("Scope 1+2, market-based"))


def test_a_line_grows_with_the_text_scale_and_follows_the_language() -> None:
    small, low = lettering.width("Scope 1", 12, 600), lettering.height()
    fonts.set_text_scale(2.0)
    assert lettering.width("Scope 1", 12, 600) > small * 1.8
    assert lettering.height() > low * 1.8
    fonts.set_text_scale(1.0)
    language.use("zh_CN")
    assert lettering.width("Scope 1", 12, 600) != small
