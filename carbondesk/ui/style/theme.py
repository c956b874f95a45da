"""The look of the running program: a palette and a small style sheet over Qt's Fusion, all built from the tokens.

The theme is one for the process, as QApplication's own palette is. Widgets ask `tokens()` while they paint
and so follow a switch at run time; charts, which keep pens, are told through `Page.restyle`.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from carbondesk.ui import fonts
from carbondesk.ui.style import sheets
from carbondesk.ui.style.tokens import DARK, LIGHT, THEMES, Tokens

_look = {"tokens": LIGHT}
_forgetters: list[Callable[[], None]] = []


def tokens() -> Tokens:
    """Return the colours in use."""
    return _look["tokens"]


def on_change(forget: Callable[[], None]) -> None:
    """Have a cache of coloured pictures emptied at every change of theme."""
    _forgetters.append(forget)


def chosen(setting: str) -> Tokens:
    """Return the tokens for "light", "dark" or "system" (what the desktop asks for)."""
    if setting != "system":
        return THEMES[setting]
    wanted = QGuiApplication.styleHints().colorScheme()
    return DARK if wanted == Qt.ColorScheme.Dark else LIGHT


def apply(app: QApplication, look: Tokens) -> None:
    """Give the whole program a look; call again to switch. Every visible widget repaints itself."""
    _look["tokens"] = look
    for forget in _forgetters:
        forget()
    app.setFont(fonts.font(13))
    app.setPalette(palette(look))
    app.setStyleSheet(sheets.sheet(look))
    for widget in QApplication.allWidgets():
        QWidget.update(widget)


def palette(look: Tokens) -> QPalette:
    """Return Qt's palette for a theme, with the disabled state's text set apart."""
    role = QPalette.ColorRole
    made = QPalette()
    for target, token in {
        role.Window: "panel",
        role.WindowText: "ink",
        role.Base: "panel",
        role.AlternateBase: "sunken",
        role.Text: "ink",
        role.Button: "raised",
        role.ButtonText: "ink",
        role.BrightText: "err",
        role.ToolTipBase: "raised",
        role.ToolTipText: "ink",
        role.Highlight: "sel",
        role.HighlightedText: "ink",
        role.PlaceholderText: "ink3",
        role.Link: "accent",
        role.LinkVisited: "accent2",
        role.Accent: "accent",
        role.Light: "raised",
        role.Midlight: "hair",
        role.Mid: "line",
        role.Dark: "field",
        role.Shadow: "line",
    }.items():
        made.setColor(target, look.colour(token))
    for target in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, target, look.colour("inkd"))
    return made
