"""Icons: bundled lucide drawings, tinted from the theme when they are painted.

`icon("save")` is a QIcon that follows the theme, the device pixel ratio and the state of its button;
`paint(...)` draws straight into a painter. Pictures are kept per name, colour, size and ratio until the
theme changes.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from carbondesk import paths
from carbondesk.ui.style import theme

STROKE = "1.75"

MARK = "carbondesk-mark"
APP = "carbondesk-app"


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


class TintedEngine(QIconEngine):
    """Paints one lucide icon in the colours the theme has at that moment."""

    def __init__(self, name: str, tint: str, disabled: str = "inkd") -> None:
        """Keep the icon's name and the tokens of its enabled and disabled state."""
        super().__init__()
        self._name, self._tint, self._disabled = name, tint, disabled

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        """Draw the icon in the middle of a rectangle."""
        size = min(rect.width(), rect.height())
        at = QPointF(rect.x() + (rect.width() - size) / 2, rect.y() + (rect.height() - size) / 2)
        tint = self._disabled if mode == QIcon.Mode.Disabled else self._tint
        paint(painter, self._name, at, size, tint)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return the icon as a picture at pixel ratio 1."""
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State, scale: float) -> QPixmap:
        """Return the icon as a picture; `size` counts device pixels."""
        tint = self._disabled if mode == QIcon.Mode.Disabled else self._tint
        colour = QColor(theme.tokens().colour(tint)).name()
        side = round(min(size.width(), size.height()) / scale)
        return tinted(self._name, colour, side, scale)

    def clone(self) -> QIconEngine:
        """Return a copy, as Qt asks for when a QIcon is detached."""
        return TintedEngine(self._name, self._tint, self._disabled)

    def isNull(self) -> bool:
        """Tell Qt that there is something to paint."""
        return False


@cache
def icon(name: str, tint: str = "ink2") -> QIcon:
    """Return an icon for menus, actions and item views that follows the theme."""
    source(name)
    return QIcon(TintedEngine(name, tint))


def app_icon() -> QIcon:
    """Return the program's own icon for the window and the task bar."""
    made = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        made.addPixmap(tinted(APP, "#000000", size, 1.0))
    return made


def forget() -> None:
    """Drop the tinted pictures; the theme calls this when its colours change."""
    tinted.cache_clear()


theme.on_change(forget)
