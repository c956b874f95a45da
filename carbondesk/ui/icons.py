"""Icons: bundled lucide drawings, tinted from the theme when they are painted.

`paint(...)` draws straight into a painter and so follows the theme; `icon("save")` is a QIcon for menus and
item views. Pictures are kept per name, colour, size and pixel ratio until the theme changes.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from carbondesk import paths
from carbondesk.ui.style import theme

STROKE = "1.75"

MARK = "carbondesk-mark"
APP = "carbondesk-app"
ICON_SIZES = (16, 20)


@cache
def source(name: str) -> str:
    """Return the SVG text of an icon at our stroke width; a name without a file raises FileNotFoundError."""
    text = (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    return text if name in {MARK, APP} else text.replace('stroke-width="2"', f'stroke-width="{STROKE}"')


@cache
def tinted(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    """Return an icon in one colour ("#RRGGBB"), `size` logical pixels square, sharp at a pixel ratio."""
    image = QImage(round(size * ratio), round(size * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(source(name).replace("currentColor", colour).encode())
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, image.width(), image.height()))
    painter.end()
    pixmap = QPixmap.fromImage(image)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def paint(painter: QPainter, name: str, at: QPointF | QPoint, size: int, tint: str) -> None:
    """Draw an icon with its top left at a point, tinted with a token of the theme."""
    ratio = painter.device().devicePixelRatio()
    colour = theme.tokens().colour(tint).name() if not tint.startswith("#") else tint
    painter.drawPixmap(QPointF(at), tinted(name, colour, size, ratio))


@cache
def icon(name: str, tint: str = "ink2") -> QIcon:
    """Return an icon for menus, actions and item views, in the colours of the theme in use.

    It keeps them: ask again after a change of theme (an item model's `data` does so anyway, the window's
    actions are seen to). A QIconEngine written in Python would follow by itself, but PySide6 6.9 frees its
    clone too early and crashes.
    """
    made = QIcon()
    for mode, token in ((QIcon.Mode.Normal, tint), (QIcon.Mode.Disabled, "inkd")):
        colour = theme.tokens().colour(token).name()
        for size in ICON_SIZES:
            for ratio in (1.0, 2.0):
                made.addPixmap(tinted(name, colour, size, ratio), mode)
    return made


def app_icon() -> QIcon:
    """Return the program's own icon for the window and the task bar."""
    made = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        made.addPixmap(tinted(APP, "#000000", size, 1.0))
    return made


def forget() -> None:
    """Drop the tinted pictures; the theme calls this when its colours change."""
    tinted.cache_clear()
    icon.cache_clear()


theme.on_change(forget)
