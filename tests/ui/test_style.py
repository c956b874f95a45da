from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontInfo, QFontMetricsF, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from carbondesk import language
from carbondesk.ui import fonts
from carbondesk.ui.style import paint, sheets, theme
from carbondesk.ui.style.tokens import DARK, LIGHT, Tokens
from tests.ui.colour_science import contrast, distance, smallest_distance

TEXTS = [
    "ink",
    "ink2",
    "ink3",
    "accent",
    "accent2",
    "ok",
    "warn",
    "err",
    "info",
    "s1t",
    "s2t",
    "s3t",
    "d0t",
    "d1t",
    "d2t",
    "d3t",
    "actual",
    "path",
]
LOOKS = pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
VISIONS = ("normal", "deutan", "protan", "tritan")


def test_the_distance_formula_gives_the_published_values() -> None:
    # Sharma, Wu and Dalal 2005, table 1, pairs 1, 7, 17 and 25.
    assert distance((50, 2.6772, -79.7751), (50, 0, -82.7485)) == pytest.approx(2.0425, abs=1e-4)
    assert distance((50, 0, 0), (50, -1, 2)) == pytest.approx(2.3669, abs=1e-4)
    assert distance((50, 2.5, 0), (73, 25, -18)) == pytest.approx(27.1492, abs=1e-4)
    assert distance((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387)) == pytest.approx(
        1.2644, abs=1e-4
    )


def test_black_on_white_has_the_highest_contrast() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@LOOKS
@pytest.mark.parametrize("text", TEXTS)
def test_text_reaches_the_contrast_of_aa_on_panel(look: Tokens, text: str) -> None:
    assert contrast(look.colours()[text], look.panel) >= 4.5


@LOOKS
def test_only_disabled_text_is_fainter(look: Tokens) -> None:
    assert contrast(look.inkd, look.panel) < 4.5


@LOOKS
@pytest.mark.parametrize("ground", ["canvas", "chrome", "sunken", "raised", "sel"])
def test_quiet_text_is_readable_on_every_ground(look: Tokens, ground: str) -> None:
    assert contrast(look.ink3, look.colours()[ground]) >= 4.5


@LOOKS
@pytest.mark.parametrize("tone", ["ok", "warn", "err", "info"])
def test_badge_text_is_readable_on_its_fill(look: Tokens, tone: str) -> None:
    assert contrast(look.colours()[tone], look.colours()[f"{tone}soft"]) >= 5.4


@LOOKS
def test_words_on_the_primary_button_and_the_bubble_are_readable(look: Tokens) -> None:
    assert contrast(look.onaccent, look.accent) >= 4.5
    assert contrast(look.onbadge, look.badge) >= 4.5


@LOOKS
def test_edges_of_fields_are_seen(look: Tokens) -> None:
    assert contrast(look.field, look.panel) >= 3


@pytest.mark.parametrize(
    ("look", "stated"),
    [(LIGHT, (40.7, 34.2, 38.9, 34.9)), (DARK, (34.3, 20.9, 28.7, 24.7))],
    ids=["light", "dark"],
)
def test_scopes_are_told_apart_by_every_vision(look: Tokens, stated: tuple[float, ...]) -> None:
    for vision, expected in zip(VISIONS, stated, strict=True):
        found = smallest_distance([look.s1, look.s2, look.s3], vision)
        assert found > 10
        assert found == pytest.approx(expected, abs=0.3)


@LOOKS
@pytest.mark.parametrize("vision", VISIONS)
def test_domains_are_told_apart_by_every_vision(look: Tokens, vision: str) -> None:
    assert smallest_distance([look.d0, look.d1, look.d2, look.d3], vision) > 10


@LOOKS
def test_the_scope_digit_is_readable_on_its_tag(look: Tokens) -> None:
    for scope in (1, 2, 3):
        assert contrast(paint.tag_ink(scope, look), look.colours()[f"s{scope}"]) >= 3.8


def test_colours_take_an_alpha() -> None:
    assert LIGHT.colour("band", 0.2).alphaF() == pytest.approx(0.2, abs=0.01)
    assert LIGHT.colours()["panel"] == "#FFFFFF"
    assert "name" not in LIGHT.colours()


def ground_of(widget: QWidget) -> str:
    return widget.palette().color(QPalette.ColorRole.Window).name().upper()


def test_a_switch_changes_palette_and_sheet_of_shown_and_hidden_widgets(
    qapp: QApplication, qtbot: QtBot
) -> None:
    shown, hidden = QWidget(), QWidget()
    for widget in (shown, hidden):
        qtbot.addWidget(widget)
        widget.show()
    hidden.hide()
    for look in (DARK, LIGHT):
        theme.apply(qapp, look)
        hidden.show()
        assert theme.tokens() is look
        assert ground_of(shown) == ground_of(hidden) == look.panel
        assert look.raised in qapp.styleSheet()
        hidden.hide()


def test_the_system_theme_is_one_of_the_two() -> None:
    assert theme.chosen("dark") is DARK
    assert theme.chosen("light") is LIGHT
    wanted = QApplication.styleHints().colorScheme()
    assert theme.chosen("system") is (DARK if wanted == Qt.ColorScheme.Dark else LIGHT)


@LOOKS
def test_the_sheet_leaves_no_name_unfilled(look: Tokens) -> None:
    assert "$" not in sheets.sheet(look)
    assert 'QLabel[ink="s2t"]' in sheets.sheet(look)


def test_inter_comes_first_and_chinese_behind_it() -> None:
    assert fonts.families()[0] == "Inter"
    assert fonts.families()[-1] == fonts.BUNDLED_CHINESE
    assert QFontInfo(fonts.font(13)).family() == "Inter"
    assert QFontInfo(fonts.font(24, 600, display=True)).family() == "Inter Display"


def test_digits_have_one_width_and_signs_of_gases_exist() -> None:
    measure = fonts.metrics(13)
    assert len({round(measure.horizontalAdvance(digit), 3) for digit in "0123456789"}) == 1
    assert measure.inFontUcs4(0x2082) or QFontMetricsF(fonts.font(13)).horizontalAdvance("₂") > 0


def test_fonts_are_built_once() -> None:
    assert fonts.font(12, 500) is fonts.font(12, 500)
    assert fonts.font(12, 500) is not fonts.font(12, 600)


def test_chinese_headings_are_bold_and_figures_stay_as_they_are() -> None:
    language.use("zh_CN")
    assert fonts.font(14, 600).weight() == 700
    assert fonts.font(18, 600, display=True).families()[0] == "Inter"
    assert fonts.font(24, 600, display=True).families()[0] == "Inter Display"
    assert fonts.font(24, 600, display=True).weight() == 600


def test_text_and_lengths_grow_with_the_text_scale() -> None:
    fonts.set_text_scale(1.5)
    assert fonts.px(28) == 42
    assert fonts.font(13).pixelSize() == 20
    assert fonts.text_scale() == 1.5
    fonts.set_text_scale(9)
    assert fonts.text_scale() == 2.0


def test_the_system_tells_a_text_scale_that_can_be_used() -> None:
    assert 1.0 <= fonts.system_text_scale() <= 4.0


def painted(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    return image


def colours_in(image: QImage) -> set[str]:
    return {
        image.pixelColor(x, y).name().upper() for x in range(image.width()) for y in range(image.height())
    }


def test_the_hatch_has_ground_and_lines() -> None:
    image = painted(40, 20)
    painter = QPainter(image)
    paint.hatch(painter, QRect(0, 0, 40, 20))
    painter.end()
    found = colours_in(image)
    assert LIGHT.warnsoft in found
    assert len(found) > 3
    assert "#FFFFFF" not in found


def test_neighbouring_hatches_join_without_a_seam() -> None:
    whole, parts = painted(48, 24), painted(48, 24)
    painter = QPainter(whole)
    paint.hatch(painter, QRect(0, 0, 48, 24))
    painter.end()
    painter = QPainter(parts)
    paint.hatch(painter, QRect(0, 0, 20, 24))
    paint.hatch(painter, QRect(20, 0, 28, 24))
    painter.end()
    assert whole == parts


def test_text_is_cut_with_an_ellipsis_and_tells_its_width() -> None:
    image = painted(60, 20)
    painter = QPainter(image)
    short = paint.text(painter, QRectF(0, 0, 60, 20), "Gas", fonts.font(12))
    long = paint.text(painter, QRectF(0, 0, 60, 20), "Natural gas, boilers", fonts.font(12))
    painter.end()
    assert short == pytest.approx(fonts.metrics(12).horizontalAdvance("Gas"))
    assert long <= 60.5


def test_a_bubble_says_99_plus_for_more() -> None:
    few, many = painted(60, 20), painted(60, 20)
    for image, count in ((few, 9), (many, 250)):
        painter = QPainter(image)
        paint.count_bubble(painter, QRectF(0, 0, 60, 20).center(), count)
        painter.end()

    def width(image: QImage) -> int:
        return sum(image.pixelColor(x, 10).name().upper() != "#FFFFFF" for x in range(60))

    assert width(few) < width(many)
