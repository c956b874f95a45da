"""Standard streams for a program that may have none: a windowed program on Windows, a service without a console."""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO

_CONSOLE = "CONOUT$"
_PARENT = -1
"""What Windows calls the console of the program that started this one."""


def ensure(*, console: bool) -> None:
    """Make `sys.stdout` and `sys.stderr` safe to write to, whatever is printed.

    Where there is none, what is printed goes to the console from which the program was started, if `console` asks
    for it and there is one, else nowhere. What an output cannot show is written as an escape instead of failing.
    """
    if sys.stdout is None or sys.stderr is None:
        attached = console and _attached()
        for name in ("stdout", "stderr"):
            if getattr(sys, name) is None:
                setattr(sys, name, _opened(attached=attached))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A pipe on Windows would be written in the code page of the country, which has no CO₂.
            piped = sys.platform == "win32" and not stream.isatty()
            stream.reconfigure(encoding="utf-8" if piped else None, errors="backslashreplace")


def _attached() -> bool:
    """Join the console of the program that started this one; tell whether there was one."""
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.AttachConsole(_PARENT))
    return False


def _opened(*, attached: bool) -> TextIO:
    if attached:
        try:
            return open(_CONSOLE, "w", encoding="utf-8", buffering=1)  # noqa: PTH123 - no path, a device
        except OSError:
            pass
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - the same
