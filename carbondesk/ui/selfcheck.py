"""`carbondesk --self-check`: shows on this computer that the program is whole, or names the part that is not.

It touches everything that a broken bundle would lack and writes nothing but its own log. Exit status 0: whole;
1: a part failed or did not end in time. `--screen` shows the window on the real screen instead of offscreen.
An exception in a slot of Qt does not end a program, and a frozen one would wait for ever: it counts as a failure here,
as do exceptions in threads and Qt's own critical messages.
"""

from __future__ import annotations

import argparse
import faulthandler
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from itertools import chain, count, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TextIO

from carbondesk import __version__, language, paths
from carbondesk.domain.text import EMPTY, Text, say
from carbondesk.language import tr

if TYPE_CHECKING:
    from carbondesk.ui.probes import Probe

WHOLE, BROKEN = 0, 1
LIMIT = 180.0
"""Seconds that the whole check may take: a slow disk and a virus scanner included."""

LOG = "self-check.txt"
_LOADING = say("Loading the parts")
_GRACE = 10.0
_NOT_OFFSCREEN = "This plugin does not support"


def main(words: list[str]) -> int:
    """Run every probe, print a line for each, and return the exit status."""
    wishes = _wishes(words)
    if not wishes.screen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with suppress(FileNotFoundError):  # Without resources the probes say so, in English.
        language.use(wishes.language or language.of_system())
    with _opened_log(wishes.log) as stream, home_apart(), ended_after(wishes.limit, stream):
        check = Check(teller(stream), limit=wishes.limit)
        return check.run(chain(core_probes(), check.screen_probes()))


class Check:
    """One run over all probes; `tell` gets each line, `faults` holds what happened outside of the probes."""

    def __init__(self, tell: Callable[[str], None], *, limit: float = LIMIT, whole: bool = True) -> None:
        """Prepare a run that may take `limit` seconds; without `whole` it stops at the first failure."""
        self.tell = tell
        self.limit = limit
        self.whole = whole
        self.faults: list[str] = []
        self.failed: list[Text] = []
        self._now = EMPTY
        self._language = language.current()

    def run(self, probes: Iterable[Probe]) -> int:
        """Run the probes, tell a line of each, and return the exit status."""
        done = threading.Event()
        threading.Thread(target=self._watch, args=(done,), daemon=True).start()
        self._say(say("CarbonDesk {version}, {system}", version=__version__, system=sys.platform))
        try:
            with _temporary() as folder, self._listening():
                self._run_all(probes, folder)
        finally:
            done.set()
        if self.failed:
            self._say(
                say("Not whole: {parts}. Install CarbonDesk again.", parts=", ".join(map(tr, self.failed)))
            )
            return BROKEN
        self._say(say("Everything is here and works."))
        return WHOLE

    def _run_all(self, probes: Iterable[Probe], folder: Path) -> None:
        waiting = iter(probes)
        for number in count():
            found: list[Probe] = []
            # To get at a probe, its module is loaded: that can fail as well.
            self._try(_LOADING, partial(_take, waiting, found), quiet=True)
            if not found:
                return
            own = folder / str(number)
            own.mkdir()
            self._try(found[0].title, partial(found[0].run, own))
            if self.failed and not self.whole:
                return

    def _say(self, text: Text) -> None:
        """Tell a line in the language of the run; a probe may have chosen another one."""
        spoken = language.current()
        language.use(self._language)
        self.tell(tr(text))
        language.use(spoken)

    def _try(self, title: Text, run: Callable[[], str], *, quiet: bool = False) -> None:
        """Run one probe and tell what came of it; a quiet one tells only of its failure."""
        self._now, begun = title, time.monotonic()
        self.faults.clear()
        try:
            said = run()
        except BaseException as fault:  # noqa: BLE001 - whatever it was, the part does not work
            self.faults.append(_words(fault))
            said = ""
        took = time.monotonic() - begun
        if self.faults:
            self.failed.append(title)
            self._say(say("FAILED  {part}: {why}", part=title, why=" | ".join(self.faults)))
        elif not quiet:
            self._say(say("ok  {part}: {found} ({seconds} s)", part=title, found=said, seconds=f"{took:.1f}"))

    def screen_probes(self) -> Iterator[Probe]:
        """Start Qt and yield its probes; where Qt does not start, that is the failure."""
        found: list[Probe] = []

        def start() -> str:
            from PySide6.QtCore import qInstallMessageHandler, qVersion

            from carbondesk.ui import app
            from carbondesk.ui.probes import screen

            app.make_application([])
            qInstallMessageHandler(self._take_message)
            found.extend(screen.PROBES)
            return f"Qt {qVersion()}"

        self._try(say("Qt"), start)
        self.faults.clear()
        yield from found

    def _take_message(self, kind: object, _where: object, message: str) -> None:
        """Count what Qt calls critical as a fault, and tell what it warns of."""
        if message.startswith(_NOT_OFFSCREEN):
            return
        if getattr(kind, "name", "") in {"QtCriticalMsg", "QtFatalMsg"}:
            self.faults.append(message)
        else:
            self.tell(f"    {message}")

    def _watch(self, done: threading.Event) -> None:
        """End the program when the time is up: nothing else can end one that hangs."""
        if not done.wait(self.limit):
            self._say(
                say(
                    "FAILED  {part}: not done after {seconds} seconds.",
                    part=self._now,
                    seconds=f"{self.limit:g}",
                )
            )
            for folder in _folders:
                shutil.rmtree(folder, ignore_errors=True)
            os._exit(BROKEN)

    @contextmanager
    def _listening(self) -> Iterator[None]:
        """Collect what goes wrong where no exception arrives: in slots, in threads, while objects go."""
        hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
        sys.excepthook = lambda _kind, fault, _trace: self.faults.append(_words(fault))
        threading.excepthook = lambda event: self.faults.append(_words(event.exc_value))
        sys.unraisablehook = lambda event: self.faults.append(_words(event.exc_value))
        try:
            yield
        finally:
            sys.excepthook, threading.excepthook, sys.unraisablehook = hooks


def _take(waiting: Iterator[Probe], found: list[Probe]) -> str:
    """Put the next probe into a list, or none where there is none any more."""
    found.extend(islice(waiting, 1))
    return ""


def core_probes() -> Iterator[Probe]:
    """Yield the probes that need no Qt."""
    from carbondesk.ui.probes import core

    yield from core.PROBES


def _words(fault: BaseException | None) -> str:
    from traceback import extract_tb

    if fault is None:
        return tr("stopped")
    trace = extract_tb(fault.__traceback__)
    where = f" ({Path(trace[-1].filename).name}:{trace[-1].lineno})" if trace else ""
    return f"{type(fault).__name__}: {fault}{where}"


_folders: set[str] = set()
"""Folders to remove when the time is up and nothing else is cleaned up any more."""


@contextmanager
def _temporary() -> Iterator[Path]:
    """Make a folder that is gone after the block."""
    with TemporaryDirectory(prefix="carbondesk-", ignore_cleanup_errors=True) as folder:
        _folders.add(folder)
        yield Path(folder)
        _folders.discard(folder)


def _opened_log(wanted: str) -> TextIO:
    """Open the log: where it is wanted, or among the logs; nowhere when that cannot be written."""
    try:
        log = Path(wanted) if wanted else paths.logs() / LOG
        return log.open("w", encoding="utf-8")
    except OSError:
        return Path(os.devnull).open("w", encoding="utf-8")


@contextmanager
def ended_after(seconds: float, stream: TextIO) -> Iterator[None]:
    """End the program a little after a time, even when Python itself no longer runs, and write where it hung."""
    faulthandler.dump_traceback_later(seconds + _GRACE, exit=True, file=stream)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


@contextmanager
def home_apart() -> Iterator[None]:
    """Keep away from the person's own settings, logs and files: an empty home for as long as the block lasts."""
    before = os.environ.get(paths.HOME)
    with _temporary() as folder:
        os.environ[paths.HOME] = str(folder)
        try:
            yield
        finally:
            del os.environ[paths.HOME]
            if before is not None:
                os.environ[paths.HOME] = before


def teller(stream: TextIO) -> Callable[[str], None]:
    """Return what writes a line to the log and, where there is one, to the standard output."""

    def tell(line: str) -> None:
        # A program without a console has no standard output, whatever its type says.
        for target in filter(None, (stream, sys.stdout)):
            with suppress(OSError):
                print(line, file=target, flush=True)

    return tell


def _wishes(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="carbondesk --self-check", allow_abbrev=False)
    parser.add_argument("--screen", action="store_true", help=tr("on the real screen, not offscreen"))
    parser.add_argument("--log", default="", metavar="F", help=tr("where to write the lines as well"))
    parser.add_argument("--limit", type=float, default=LIMIT, metavar="S", help=tr("seconds it may take"))
    parser.add_argument("--language", choices=tuple(language.LANGUAGES), default="")
    return parser.parse_args([word for word in words if word != "--self-check"])
