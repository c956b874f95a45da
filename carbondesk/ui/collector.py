"""Python's garbage collector at the start of the desktop.

It counts objects, and a start makes many that all stay: it would look through them again and again, a tenth of the
whole start, and find nothing to throw away.
"""

from __future__ import annotations

import gc


def rest() -> None:
    """Let the collector rest while the program is loaded."""
    gc.disable()


def wake() -> None:
    """Let the collector work again; what is there by now stays and is not looked through any more."""
    gc.freeze()
    gc.enable()
