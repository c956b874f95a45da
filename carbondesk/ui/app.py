"""The desktop's start: what is needed for the first paint first, everything else after it."""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSettings, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QWidget

from carbondesk import language, logs, paths
from carbondesk.ui import collector, errands, failing, fonts, icons, settings
from carbondesk.ui.desktop import Desktop
from carbondesk.ui.readying import Readying
from carbondesk.ui.running import Running, Wish
from carbondesk.ui.style import theme

if TYPE_CHECKING:
    from argparse import Namespace

# As words of the command line: setting it afterwards has PySide set up QStyle, which costs ten milliseconds.
STYLE = ("-style", "fusion")
_LATER_MS = 300
SETTLED_MS = 3_000
"""When all that a start loads has been loaded."""


def main(words: list[str]) -> int:
    """Open the desktop: with a file, with the sample inventory (`--sample`), or on the start page.

    A program that runs already gets the file instead, unless `--new-window` asks for another one.
    """
    wishes = _wishes(words)
    file = whole_path(wishes.file)
    running = None if wishes.new_window else _running()
    if running is not None and not running.hold() and running.hand_over(Wish(file, wishes.sample)):
        return 0
    try:
        return _run(words, wishes, file, running)
    finally:
        if running is not None:
            running.release()


def _running() -> Running | None:
    """Return what knows whether a program runs already; None where its folder cannot be written."""
    try:
        return Running()
    except OSError:
        return None


def _run(words: list[str], wishes: Namespace, file: str, running: Running | None) -> int:
    app = make_application(words)
    chosen = settings.load()
    if wishes.theme:
        chosen.theme = wishes.theme
    if wishes.language:
        chosen.language = wishes.language
    desktop = make_desktop(app, chosen)
    sys.excepthook = Faults(desktop)
    first = FirstPaint(desktop.window)
    first.painted.connect(lambda: start(desktop, file, sample=wishes.sample))
    visitors = Visitors(desktop)
    if isinstance(app, Application):
        app.file_asked.connect(lambda path: visitors.take(Wish(path)))
    if running is not None:
        running.asked.connect(visitors.take)
        first.painted.connect(running.watch)
    first.painted.connect(visitors.begin)
    desktop.window.show()
    QTimer.singleShot(SETTLED_MS, collector.wake)
    QTimer.singleShot(SETTLED_MS, Readying(desktop).begin)
    return app.exec()


class FirstPaint(QObject):
    """Tells once, after the window has been painted for the first time, that the rest can follow."""

    painted = Signal()

    def __init__(self, window: QWidget) -> None:
        """Watch a window that is not shown yet."""
        super().__init__(window)
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and watched is self._window:
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self.painted.emit)
        return False


def make_application(words: list[str]) -> QApplication:
    """Return the one QApplication of this process, in Qt's Fusion style, with the program's name set."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        with failing.fatal_told():
            app = Application([sys.argv[0], *words, *STYLE])
    # Where Qt draws a file dialog itself it keeps the last places; they lie with our settings and go with them.
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(paths.settings()))
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
    """Show the file, the sample or the start page: first what it showed last, then the numbers."""
    desktop.window.setWindowIcon(icons.app_icon())
    path = errands.sample_path() if sample else Path(file)
    if not sample and not file:
        desktop.window.show_page("welcome")
    elif path.is_file():
        desktop.expect(path)
        QTimer.singleShot(0, lambda: _open_or_welcome(desktop, path))
    elif sample:
        desktop.open_sample()
    else:
        _open_or_welcome(desktop, path)


def _open_or_welcome(desktop: Desktop, path: Path) -> None:
    if not desktop.open_path(path):
        desktop.window.show_page("welcome")


def whole_path(word: str) -> str:
    """Return the whole path of a file named on the command line, by its path or as an address (`file:///…`)."""
    if not word:
        return ""
    address = QUrl(word) if word.startswith("file://") else QUrl()
    return str(Path(address.toLocalFile() if address.isLocalFile() else word).absolute())


class Application(QApplication):
    """Qt's application; `file_asked(path)` tells what the file manager of macOS wants opened."""

    file_asked = Signal(str)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent) and event.file():
            self.file_asked.emit(event.file())
            return True
        return super().event(event)


class Visitors(QObject):
    """Does what a second start, or the file manager, asks of the program that runs."""

    def __init__(self, desktop: Desktop) -> None:
        """Open files in a desktop."""
        super().__init__(desktop)
        self.desktop = desktop
        self._waiting: Wish | None = None
        self._begun = False
        self._later = QTimer(self)
        self._later.setInterval(_LATER_MS)
        self._later.timeout.connect(self._try)

    def begin(self) -> None:
        """Do from now on what was asked for: before the start is over, it would show the start page over it."""
        self._begun = True
        self._try()

    def take(self, wish: Wish) -> None:
        """Bring the window forward and open the file, after the dialog that is open has been closed."""
        come_forward(QApplication.activeModalWidget() or self.desktop.window)
        if wish.file or wish.sample:
            self._waiting = wish
            self._try()

    def _try(self) -> None:
        wish = self._waiting
        if wish is None or not self._begun:
            self._later.stop()
            return
        if QApplication.activeModalWidget() is not None:
            # A form in work is not taken from under the person's hands.
            self._later.start()
            return
        self._later.stop()
        self._waiting = None
        if wish.sample:
            self.desktop.open_sample()
        elif wish.file != self.desktop.session.path:
            self.desktop.open_path(Path(wish.file))


def come_forward(window: QWidget) -> None:
    """Show a window in front of the others, also when it was made small."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()


class Faults:
    """Logs what we did wrong and shows it with its details to copy; the program goes on.

    The log is opened at the first fault: a good start pays nothing for it.
    """

    def __init__(self, desktop: Desktop) -> None:
        """Show faults in the desktop's window."""
        self.desktop = desktop

    def __call__(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        """Take one fault, as Python's exception hook hands it over."""
        import traceback

        from carbondesk.ui import notices

        details = "".join(traceback.format_exception(kind, fault, trace))
        log = logs.write(details)
        if sys.stderr is not None:
            sys.stderr.write(details)
        notices.show_fault(self.desktop.window, f"{kind.__name__}: {fault}", details, log)


def _wishes(words: list[str]) -> Namespace:
    import argparse

    parser = argparse.ArgumentParser(prog="carbondesk", add_help=False)
    parser.add_argument("file", nargs="?", default="")
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("--new-window", action="store_true")
    parser.add_argument("--theme", choices=("light", "dark", "system"), default="")
    parser.add_argument("--language", choices=tuple(language.LANGUAGES), default="")
    wishes, _ = parser.parse_known_args(words)
    return wishes
