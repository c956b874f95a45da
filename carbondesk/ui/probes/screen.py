"""Probes of the desktop: fonts, icons, picture formats, and the real window with the sample, page by page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QFont, QFontDatabase, QImage, QImageReader, QRawFont
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget

from carbondesk import language, paths
from carbondesk.domain.text import say
from carbondesk.ui import fonts, waiting
from carbondesk.ui.probes import Probe, ProbeFailed, must
from carbondesk.ui.settings import Settings

if TYPE_CHECKING:
    from carbondesk.ui.desktop import Desktop

LETTERS = "A1é范围一吨₂−…"
"""Letters that the bundled fonts must draw between them, the subscript of CO₂e among them."""

_COLOURS = 12


def platform(_folder: Path) -> str:
    """Tell on which platform Qt draws, and which formats of pictures it reads."""
    formats = {bytes(each.data()).decode() for each in QImageReader.supportedImageFormats()}
    must({"png", "svg"} <= formats, what="PNG or SVG cannot be read", found=sorted(formats))
    return QApplication.platformName()


def letters(_folder: Path) -> str:
    """Load every bundled font and look for the letters that the program writes."""
    folder = paths.resources() / "fonts"
    for name in fonts.FONT_FILES:
        must(fonts.load(folder / name) >= 0, what=name)
    families = fonts.families()
    known = set(QFontDatabase.families())
    must({"Inter", "Inter Display", fonts.BUNDLED_CHINESE} <= known, what="families", found=sorted(known))
    drawn = [QRawFont.fromFont(_of(family)) for family in families]
    lacking = [letter for letter in LETTERS if not any(font.supportsCharacter(ord(letter)) for font in drawn)]
    must(not lacking, what="letters that no font has", found=lacking)
    return ", ".join(families)


def _of(family: str) -> QFont:
    made = QFont()
    made.setFamilies([family])
    return made


def icons(_folder: Path) -> str:
    """Read every icon."""
    files = sorted((paths.resources() / "icons").glob("*.svg"))
    for path in files:
        must(QSvgRenderer(str(path)).isValid(), what=path.name)
    return str(len(files))


def manual(_folder: Path) -> str:
    """Open the manual at each of its pages, in every language."""
    from carbondesk.ui import manual as book

    shown, parent = [], QWidget()
    for code in language.LANGUAGES:
        language.use(code)
        opened = book.show(parent, "about")
        for name in book.names():
            opened.turn_to(name)
            must(opened.page.toPlainText().strip(), what=f"manual page {name} in {code}")
        shown.append(f"{code} {len(book.names())}")
        opened.close()
    parent.deleteLater()
    return ", ".join(shown)


def window(_folder: Path) -> str:
    """Open the sample in the real window, show every page, draw the chart, and change language and theme."""
    from carbondesk.ui import app

    desktop = app.make_desktop(_application(), Settings(theme="light", language="en"))
    try:
        desktop.window.show()
        return _pages(desktop)
    finally:
        desktop.session.finish_tasks()
        desktop.window.close()
        desktop.window.deleteLater()


def _pages(desktop: Desktop) -> str:
    desktop.open_sample()
    must(waiting.until(lambda: desktop.session.figures is not None), what="the sample was not read")
    for entry in desktop.window.entries.values():
        desktop.window.show_page(entry.page_id)
        must(waiting.until(lambda: not desktop.session.is_working), what=f"{entry.page_id} does not end")
        waiting.rest(50)
        must(colours(desktop.window) > _COLOURS, what=f"the page {entry.page_id} is blank")
    _chart(desktop)
    before = _menus(desktop)
    desktop.set_language("zh_CN")
    must(not before & _menus(desktop), what="the window does not speak Chinese", found=sorted(before))
    desktop.set_theme("dark")
    waiting.rest(50)
    must(colours(desktop.window) > _COLOURS, what="the dark window is blank")
    return f"{len(desktop.window.entries)}"


def _menus(desktop: Desktop) -> set[str]:
    return {menu.title() for menu in desktop.window.menus.by_name.values()}


def _chart(desktop: Desktop) -> None:
    from carbondesk.ui.pages.overview import OverviewPage

    page = desktop.window.show_page("overview")
    must(isinstance(page, OverviewPage), what="the overview")
    if isinstance(page, OverviewPage):
        must(waiting.until(lambda: page.pathway.plot is not None), what="the chart was not drawn")
        waiting.rest(50)
        plot = page.pathway.plot
        must(plot is not None and colours(plot) > _COLOURS, what="the chart is blank")


def colours(widget: QWidget) -> int:
    """Return how many colours a coarse grid of points over a widget has; 1 or 2 when it is blank."""
    return colours_of(widget.grab().toImage())


def colours_of(picture: QImage) -> int:
    """Return how many colours a coarse grid of points over a picture has."""
    return len(
        {picture.pixel(x, y) for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3)}
    )


def _application() -> QApplication:
    app = QApplication.instance()
    if isinstance(app, QApplication):
        return app
    raise ProbeFailed("QApplication")


PROBES: tuple[Probe, ...] = (
    Probe(say("Screen"), platform),
    Probe(say("Fonts"), letters),
    Probe(say("Icons"), icons),
    Probe(say("Manual"), manual),
    Probe(say("Window, pages, chart, language and theme"), window),
)
"""The probes of this module, in the order in which they run."""
