"""Pictures of every page of the real window, made offscreen: `carbondesk tour FOLDER [FILE]`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from carbondesk.ui.desktop import Desktop

_SIZE = "1440x900"
_LONGEST_MS = 30_000
_STEP_MS = 50
_SETTLED_MS = 500


def main(words: list[str]) -> int:
    """Write a PNG of each page to a folder; without a file the sample inventory is shown.

    Returns 0 when every page was written, 3 when the inventory could not be opened, whose reason is printed.
    """
    wishes = _wishes(words)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from carbondesk.language import tr
    from carbondesk.ui import app, settings

    application = app.make_application([])
    chosen = settings.Settings(theme=wishes.theme, language=wishes.language, person=wishes.person)
    desktop = app.make_desktop(application, chosen)
    desktop.window.resize(*wishes.size)
    desktop.window.show()
    folder = Path(wishes.folder)
    folder.mkdir(parents=True, exist_ok=True)
    desktop.window.show_page("welcome")
    _rest(_SETTLED_MS)
    written = [_picture(desktop.window, folder / "01-welcome.png")]
    if not _open(desktop, wishes.file) or not _wait(lambda: desktop.session.figures is not None):
        return 3
    pages = [page for page in desktop.window.entries.values() if not page.bare]
    for place, page in enumerate(pages, start=2):
        desktop.window.show_page(page.page_id)
        _rest(_SETTLED_MS)
        # A page that reads something first is pictured when it has read it.
        if desktop.session.is_working and _wait(lambda: not desktop.session.is_working):
            _rest(_SETTLED_MS)
        written.append(_picture(desktop.window, folder / f"{place:02d}-{page.page_id.replace('_', '-')}.png"))
    desktop.window.show_page("data_entry")
    desktop.window.open_palette(tr("natural gas"))
    _rest(_SETTLED_MS)
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
    return parser.parse_args(words)


def _size(text: str) -> tuple[int, int]:
    """Read a size such as 1366x768; raises ValueError where it is none."""
    width, height = (int(part) for part in text.split("x"))
    return width, height


def _rest(milliseconds: int) -> None:
    """Let timers, layouts and late imports of a page come to rest."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _wait(ready: Callable[[], bool]) -> bool:
    for _ in range(_LONGEST_MS // _STEP_MS):
        if ready():
            return True
        _rest(_STEP_MS)
    return False


def _picture(window: QWidget, target: Path) -> Path:
    window.grab().save(str(target))
    return target
