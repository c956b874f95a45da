"""Fonts: Inter for text and figures, a Chinese family behind it, each font built once.

Inter 4 and WenQuanYi Micro Hei are bundled (resources/fonts, with their licences). Where the system has a
Chinese font of its own (Windows, macOS) that comes first, because it holds more rare names.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QGuiApplication

from carbondesk import language, paths

FONT_FILES = (
    "Inter-Regular.otf",
    "Inter-Medium.otf",
    "Inter-SemiBold.otf",
    "Inter-Bold.otf",
    "Inter-Italic.otf",
    "InterDisplay-SemiBold.otf",
    "wqy-microhei.ttc",
)
SYSTEM_CHINESE = ("Microsoft YaHei UI", "Microsoft YaHei", "PingFang SC")
BUNDLED_CHINESE = "WenQuanYi Micro Hei"
SMALLEST = 11
LARGEST_TITLE = 20

_scale = 1.0


def load(path: Path) -> int:
    """Add a font of a file; return its number, negative when there is none in it."""
    number = QFontDatabase.addApplicationFont(str(path))
    if number < 0 and path.is_file():
        # Without a screen Qt opens the file by a name in the code page of Windows, which may lack its characters.
        number = QFontDatabase.addApplicationFontFromData(path.read_bytes())
    return number


@cache
def families() -> tuple[str, ...]:
    """Load the bundled fonts once and return the family list, most wanted first."""
    folder = paths.resources() / "fonts"
    for name in FONT_FILES:
        load(folder / name)
    present = set(QFontDatabase.families())
    return ("Inter", *(family for family in SYSTEM_CHINESE if family in present), BUNDLED_CHINESE)


def font(
    size: int = 13,
    weight: int = 400,
    *,
    display: bool = False,
    tabular: bool = True,
    italic: bool = False,
) -> QFont:
    """Return the font of a size in unscaled pixels (11 to 24) and a weight (400, 500, 600 or 700).

    `display` takes Inter Display (page titles and figures), `tabular` gives digits of equal width.
    """
    if language.current().startswith("zh"):
        # The Chinese font has one weight, which Qt thickens from 700 on; below, headings would look like text.
        figure = display and size > LARGEST_TITLE
        display, weight = figure, 700 if weight == 600 and not figure else weight
    return _font(size, weight, display, tabular, italic, _scale)


@cache
def _font(size: int, weight: int, display: bool, tabular: bool, italic: bool, scale: float) -> QFont:
    made = QFont()
    made.setFamilies(["Inter Display", *families()] if display else [*families()])
    made.setPixelSize(max(1, round(size * scale)))
    made.setWeight(QFont.Weight(weight))
    made.setItalic(italic)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def metrics(size: int = 13, weight: int = 400, *, display: bool = False) -> QFontMetricsF:
    """Return the metrics of a font of `font`."""
    return _metrics(font(size, weight, display=display).key(), size, weight, display)


@cache
def _metrics(_key: str, size: int, weight: int, display: bool) -> QFontMetricsF:
    return QFontMetricsF(font(size, weight, display=display))


def text_scale() -> float:
    """Return the factor all texts and heights are multiplied with, 1.0 to 2.0."""
    return _scale


def set_text_scale(scale: float) -> None:
    """Set the text scale, kept within 1.0 to 2.0; the frame must be rebuilt after it."""
    global _scale  # noqa: PLW0603 - one scale for the process, as one application font
    _scale = min(2.0, max(1.0, scale))


def px(length: float) -> int:
    """Return a length of the design in pixels at the text scale, so that rows grow with their text."""
    return round(length * _scale)


def system_text_scale() -> float:
    """Return the text scale the person has set in the system, 1.0 where it tells none.

    Windows keeps it apart from the display scale (Accessibility, Text size); X11 desktops raise the logical
    resolution above 96 dots an inch; macOS has no such setting.
    """
    if sys.platform == "win32":
        from PySide6.QtCore import QSettings

        key = QSettings(r"HKEY_CURRENT_USER\Software\Microsoft\Accessibility", QSettings.Format.NativeFormat)
        percent = key.value("TextScaleFactor", 100)
        return float(str(percent)) / 100
    screen = QGuiApplication.primaryScreen()
    if sys.platform == "darwin" or screen is None:
        return 1.0
    return max(1.0, screen.logicalDotsPerInchY() / 96)
