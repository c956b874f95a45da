"""Pictures of every page of the real window, made offscreen: `carbondesk tour FOLDER [FILE]`.

It works in an empty home of its own, so the settings and the sample of the person at the desk stay as they are.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from carbondesk.ui.desktop import Desktop

_SIZE = "1440x900"
_SETTLED_MS = 500
_LOOKS = 20


def main(words: list[str]) -> int:
    """Write a PNG of each page to a folder; without a file the sample inventory is shown.

    Returns 0 when every page was written, 3 when the inventory could not be opened, whose reason is printed.
    """
    wishes = _wishes(words)
    if not wishes.screen:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if wishes.walk:
        from carbondesk.ui import walk

        return walk.main(wishes)
    if wishes.own_folders:
        return _tour(wishes)
    from carbondesk.ui.selfcheck import home_apart

    with home_apart():
        return _tour(wishes)


def _tour(wishes: argparse.Namespace) -> int:
    """Show every page and keep its picture."""
    from carbondesk.language import tr
    from carbondesk.ui import app, settings
    from carbondesk.ui.waiting import rest, until

    application = app.make_application([])
    chosen = settings.Settings(theme=wishes.theme, language=wishes.language, person=wishes.person)
    desktop = app.make_desktop(application, chosen)
    desktop.window.resize(*wishes.size)
    desktop.window.show()
    folder = Path(wishes.folder)
    folder.mkdir(parents=True, exist_ok=True)
    desktop.window.show_page("welcome")
    rest(_SETTLED_MS)
    written = [_picture(desktop.window, folder / "01-welcome.png")]
    if not _open(desktop, wishes.file) or not until(lambda: desktop.session.figures is not None):
        return 3
    pages = [page for page in desktop.window.entries.values() if not page.bare]
    for place, page in enumerate(pages, start=2):
        desktop.window.show_page(page.page_id)
        rest(_SETTLED_MS)
        # A page that reads something first is pictured when it has read it.
        if desktop.session.is_working and until(lambda: not desktop.session.is_working):
            rest(_SETTLED_MS)
        written.append(_picture(desktop.window, folder / f"{place:02d}-{page.page_id.replace('_', '-')}.png"))
    desktop.window.show_page("data_entry")
    desktop.window.open_palette(tr("natural gas"))
    rest(_SETTLED_MS)
    written.append(_picture(desktop.window, folder / f"{len(pages) + 2:02d}-command-palette.png"))
    for path in written:
        sys.stdout.write(f"{path}\n")
    desktop.session.close()
    desktop.window.close()
    return 0


def _open(desktop: Desktop, file: str) -> bool:
    """Open a file, or the sample where none is named; print why it could not be opened."""
    from carbondesk.domain.errors import CarbonDeskError
    from carbondesk.language import tr
    from carbondesk.store import Inventory

    if not file:
        desktop.open_sample()
        return True
    try:
        desktop.take(Inventory.open(Path(file)))
    except CarbonDeskError as error:
        sys.stderr.write(f"{tr(error.text)} {tr(error.remedy)}\n")
        return False
    return True


def _wishes(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="carbondesk tour")
    parser.add_argument("folder")
    parser.add_argument("file", nargs="?", default="")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--language", choices=("en", "zh_CN"), default="en")
    parser.add_argument("--size", type=_size, default=_SIZE, help="of the window in pixels, such as 1366x768")
    parser.add_argument("--person", default="")
    parser.add_argument("--walk", action="store_true", help="go through the main steps and look at each")
    parser.add_argument("--screen", action="store_true", help="on the real screen, not offscreen")
    parser.add_argument("--own-folders", action="store_true", help="with this person's settings and logs")
    return parser.parse_args(words)


def _size(text: str) -> tuple[int, int]:
    """Read a size such as 1366x768; raises ValueError where it is none."""
    width, height = (int(part) for part in text.split("x"))
    return width, height


def _picture(window: QWidget, target: Path) -> Path:
    """Keep a picture once two in a row are alike: a slow machine may still be arranging the page."""
    from carbondesk.ui.waiting import rest

    seen = window.grab().toImage()
    for _ in range(_LOOKS):
        rest(_SETTLED_MS // 2)
        now = window.grab().toImage()
        if now == seen:
            break
        seen = now
    seen.save(str(target))
    return target
