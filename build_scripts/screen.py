"""A screen without a monitor, and a keyboard for it: Xvfb and xdotool, with a time-out on everything."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

SIZE = (1440, 900)
PAUSE = 0.05
KEY_PAUSE_MS = "60"

_GRAB = """
import sys
from PySide6.QtGui import QGuiApplication
app = QGuiApplication(sys.argv[:1])
picture = app.primaryScreen().grabWindow(0).toImage()
colours = {picture.pixel(x, y) for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3)}
picture.save(sys.argv[1])
print(len(colours))
"""

_WATCH = """
import sys, time
from PySide6.QtGui import QGuiApplication
app = QGuiApplication(sys.argv[:1])
screen = app.primaryScreen()
place = (screen.size().width() // 2, screen.size().height() // 2, 1, 1)
def seen():
    return screen.grabWindow(0, *place).toImage().pixel(0, 0)
before, end = seen(), time.time() + 60
print("ready", flush=True)
while seen() == before and time.time() < end:
    time.sleep(0.002)
print(time.time(), flush=True)
"""


class TooLateError(Exception):
    """Something did not come to pass in its time; the text says what."""


def await_that(what: str, is_so: Callable[[], object], *, limit: float) -> None:
    """Wait until something is so; raises TooLateError."""
    end = time.monotonic() + limit
    while not is_so():
        if time.monotonic() > end:
            raise TooLateError(f"{what}: not within {limit:g} seconds")
        time.sleep(PAUSE)


class Screen:
    """An X server of its own; `with Screen(python) as screen` sets DISPLAY. `python` has Qt, for the pictures."""

    def __init__(self, python: Path) -> None:
        """Start the server on a free number."""
        self.python = python
        told, tells = os.pipe()
        size = f"{SIZE[0]}x{SIZE[1]}x24"
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(tells), "-screen", "0", size, "-nolisten", "tcp", "-ac", "-dpi", "96"],
            pass_fds=(tells,),
            stderr=subprocess.DEVNULL,
        )
        os.close(tells)
        with os.fdopen(told) as stream:
            self.name = f":{stream.readline().strip()}"

    def __enter__(self) -> Self:
        """Let programs that are started find this screen."""
        self._before = os.environ.get("DISPLAY")
        os.environ["DISPLAY"] = self.name
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the server."""
        if self._before is None:
            del os.environ["DISPLAY"]
        else:
            os.environ["DISPLAY"] = self._before
        self.server.terminate()
        self.server.wait(10)

    def ask(self, *words: str) -> str:
        """Run xdotool and return what it said, "" when it found nothing."""
        done = subprocess.run(
            ["xdotool", *words],
            capture_output=True,
            check=False,
            text=True,
            timeout=20,
            env=self._surroundings(),
        )
        return done.stdout.strip()

    def window(self, name: str, *, limit: float) -> str:
        """Wait for a visible window whose title holds `name`; return its number."""
        await_that(
            f"a window {name!r}", lambda: self.ask("search", "--onlyvisible", "--name", name), limit=limit
        )
        return self.ask("search", "--onlyvisible", "--name", name).splitlines()[-1]

    def keys(self, *names: str) -> None:
        """Press keys one after the other, such as ctrl+k or Return."""
        self.ask("key", "--delay", KEY_PAUSE_MS, *names)

    def write(self, text: str) -> None:
        """Type a text."""
        self.ask("type", "--delay", KEY_PAUSE_MS, text)

    def picture(self, target: Path) -> int:
        """Save what the screen shows; return how many colours it has, a few when it is blank."""
        done = subprocess.run(
            [self.python, "-c", _GRAB, target],
            capture_output=True,
            check=True,
            text=True,
            timeout=60,
            env={**self._surroundings(), "QT_QPA_PLATFORM": "xcb"},
        )
        return int(done.stdout)

    def first_paint(self, command: list[str], surroundings: dict[str, str]) -> float:
        """Start a program, wait until it has painted the middle of the screen, end it; return the milliseconds."""
        watch = [str(self.python), "-c", _WATCH]
        watching = {**self._surroundings(), "QT_QPA_PLATFORM": "xcb"}
        with subprocess.Popen(watch, env=watching, stdout=subprocess.PIPE, text=True) as watcher:
            told = watcher.stdout
            if told is None or not told.readline():
                raise TooLateError("the screen could not be watched")
            begun = time.time()
            with subprocess.Popen(command, env={**surroundings, "DISPLAY": self.name}) as program:
                painted = float(told.readline())
                program.terminate()
                try:
                    program.wait(20)
                finally:
                    program.kill()
        return (painted - begun) * 1000

    def _surroundings(self) -> dict[str, str]:
        return {**os.environ, "DISPLAY": self.name}
