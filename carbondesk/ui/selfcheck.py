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
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TextIO

from carbondesk import __version__, language, paths
from carbondesk.language import tr

if TYPE_CHECKING:
    from carbondesk.ui.probes import Probe

WHOLE, BROKEN = 0, 1
LIMIT = 180.0
"""Seconds that the whole check may take: a slow disk and a virus scanner included."""

LOG = "self-check.txt"
_GRACE = 10.0
_NOT_OFFSCREEN = "This plugin does not support"


def main(words: list[str]) -> int:
    """Run every probe, print a line for each, and return the exit status."""
    wishes = _wishes(words)
    if not wishes.screen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    log = Path(wishes.log) if wishes.log else paths.logs() / LOG
    with suppress(FileNotFoundError):  # Without resources the probes say so, in English.
        language.use(wishes.language or language.of_system())
    with log.open("w", encoding="utf-8") as stream:
        check = Check(_teller(stream), limit=wishes.limit)
        faulthandler.dump_traceback_later(wishes.limit + _GRACE, exit=True, file=stream)
        try:
            return check.run(chain(core_probes(), check.screen_probes()))
        finally:
            faulthandler.cancel_dump_traceback_later()


class Check:
    """One run over all probes; `tell` gets each line, `faults` holds what happened outside of the probes."""

    def __init__(self, tell: Callable[[str], None], *, limit: float = LIMIT) -> None:
        """Prepare a run that may take `limit` seconds."""
        self.tell = tell
        self.limit = limit
        self.faults: list[str] = []
        self.failed: list[str] = []
        self._now = ""

    def run(self, probes: Iterable[Probe]) -> int:
        """Run the probes, tell a line of each, and return the exit status."""
        done = threading.Event()
        threading.Thread(target=self._watch, args=(done,), daemon=True).start()
        self.tell(tr("CarbonDesk {version}, {system}", version=__version__, system=sys.platform))
        try:
            with _home() as folder, self._listening():
                for number, probe in enumerate(probes):
                    own = folder / str(number)
                    own.mkdir()
                    self._try(tr(probe.title), partial(probe.run, own))
        finally:
            done.set()
        if self.failed:
            self.tell(tr("Not whole: {parts}. Install CarbonDesk again.", parts=", ".join(self.failed)))
            return BROKEN
        self.tell(tr("Everything is here and works."))
        return WHOLE

    def _try(self, title: str, run: Callable[[], str]) -> None:
        """Run one probe and tell what came of it."""
        self._now, begun, spoken = title, time.monotonic(), language.current()
        self.faults.clear()
        try:
            said = run()
        except BaseException as fault:  # noqa: BLE001 - whatever it was, the part does not work
            self.faults.append(_words(fault))
            said = ""
        language.use(spoken)
        took = time.monotonic() - begun
        if self.faults:
            self.failed.append(title)
            self.tell(tr("FAILED  {part}: {why}", part=title, why=" | ".join(self.faults)))
        else:
            self.tell(tr("ok  {part}: {found} ({seconds} s)", part=title, found=said, seconds=f"{took:.1f}"))

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

        self._try(tr("Qt"), start)
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
            self.tell(
                tr(
                    "FAILED  {part}: not done after {seconds} seconds.",
                    part=self._now,
                    seconds=f"{self.limit:g}",
                )
            )
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


@contextmanager
def _home() -> Iterator[Path]:
    """Keep the check away from the person's own files: a home for the time of the check."""
    before = os.environ.get(paths.HOME)
    with TemporaryDirectory(prefix="carbondesk-", ignore_cleanup_errors=True) as folder:
        os.environ[paths.HOME] = str(Path(folder) / "home")
        work = Path(folder) / "work"
        work.mkdir()
        try:
            yield work
        finally:
            del os.environ[paths.HOME]
            if before is not None:
                os.environ[paths.HOME] = before


def _teller(stream: TextIO) -> Callable[[str], None]:
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
