"""The one place that imports pyqtgraph, in a way that leaves Qt's classes alone until somebody uses them.

pyqtgraph 0.14 copies every name of QtCore, QtGui and QtWidgets into modules of its own while it is imported. PySide
makes a class when it is first named, so that this took longer than all the rest of the import, and the chart stood
later. Here those modules look a name up in Qt when it is asked for; what they hold is the same.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from PySide6 import QtCore, QtGui, QtWidgets


class Mirror(ModuleType):
    """A module whose names are those of another one, each found when it is asked for."""

    def __init__(self, name: str, original: ModuleType) -> None:
        """Mirror `original` under another name."""
        super().__init__(name)
        self._original = original

    def __getattr__(self, name: str) -> object:
        found: object = getattr(self._original, name)
        setattr(self, name, found)
        return found


@contextmanager
def mirrored(package: str, *modules: ModuleType) -> Iterator[None]:
    """Let a package that is imported inside the block find mirrors of modules in the place of its own copies.

    While it lasts the modules list no names, so that there is nothing to copy. A package that is loaded already stays
    as it is.
    """
    if package.partition(".")[0] in sys.modules:
        yield
        return
    listing = [vars(module).get("__dir__") for module in modules]
    for module in modules:
        name = f"{package}.{module.__name__.rpartition('.')[2]}"
        sys.modules[name] = Mirror(name, module)
        vars(module)["__dir__"] = list
    try:
        yield
    finally:
        for module, own in zip(modules, listing, strict=True):
            del vars(module)["__dir__"]
            if own is not None:
                vars(module)["__dir__"] = own


with mirrored("pyqtgraph.Qt", QtCore, QtGui, QtWidgets):
    from pyqtgraph import GraphicsObject, GraphicsView

__all__ = ["GraphicsObject", "GraphicsView"]
