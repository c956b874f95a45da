"""The desktop's start: what is needed for the first paint first, everything else after it."""

from __future__ import annotations

import argparse
import faulthandler
import logging
import logging.handlers
import sys
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from carbondesk import language, paths
from carbondesk.ui import fonts, settings
from carbondesk.ui.desktop import Desktop
from carbondesk.ui.style import theme

_LOG_BYTES = 1_000_000


def main(words: list[str]) -> int:
    """Open the desktop: with a file, with the sample inventory (`--sample`), or on the start page."""
    wishes = _wishes(words)
    app = make_application(words)
    chosen = settings.load()
    if wishes.theme:
        chosen.theme = wishes.theme
    if wishes.language:
        chosen.language = wishes.language
    desktop = make_desktop(app, chosen)
    _catch_faults(desktop)
    desktop.window.show()
    QTimer.singleShot(0, lambda: start(desktop, wishes.file, sample=wishes.sample))
    return app.exec()


def make_application(words: list[str]) -> QApplication:
    """Return the one QApplication of this process with the program's name set."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication([sys.argv[0], *words])
    app.setApplicationName("CarbonDesk")
    app.setDesktopFileName("carbondesk")
    return app


def make_desktop(app: QApplication, chosen: settings.Settings) -> Desktop:
    """Return the desktop in the person's language, theme and text size, not yet shown."""
    language.use(chosen.language)
    fonts.set_text_scale(max(chosen.text_scale, fonts.system_text_scale()))
    theme.apply(app, theme.chosen(chosen.theme))
    desktop = Desktop(chosen)
    desktop.window.set_theme(chosen.theme)
    if chosen.window:
        desktop.window.restore_state({"geometry": chosen.window})
    return desktop


def start(desktop: Desktop, file: str, *, sample: bool) -> None:
    """Show the file, the sample or the start page."""
    if sample:
        desktop.open_sample()
    elif not file or not desktop.open_path(Path(file)):
        desktop.window.show_page("welcome")


def _wishes(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="carbondesk", add_help=False)
    parser.add_argument("file", nargs="?", default="")
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("--theme", choices=("light", "dark", "system"), default="")
    parser.add_argument("--language", choices=tuple(language.LANGUAGES), default="")
    wishes, _ = parser.parse_known_args(words)
    return wishes


def _catch_faults(desktop: Desktop) -> None:
    """Log what we did wrong and show it once, with its details to copy; the program goes on."""
    log = paths.logs() / "carbondesk.log"
    kept = logging.handlers.RotatingFileHandler(log, maxBytes=_LOG_BYTES, backupCount=2, encoding="utf-8")
    logging.basicConfig(
        level=logging.WARNING, handlers=[kept], format="%(asctime)s %(levelname)s %(message)s"
    )
    if sys.stderr is not None:
        faulthandler.enable()

    def show(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        details = "".join(traceback.format_exception(kind, fault, trace))
        logging.getLogger("carbondesk").error("%s", details)
        if sys.stderr is not None:
            sys.stderr.write(details)
        from carbondesk.ui import notices

        notices.show_fault(desktop.window, f"{kind.__name__}: {fault}", details)

    sys.excepthook = show
