"""How shortcuts are written to a reader."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence

from carbondesk.language import tr


def keys_of(shortcut: str) -> str:
    """Return a shortcut such as "Ctrl+K" as keys are written on screen: "Ctrl K", on macOS with its own signs."""
    native = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
    return native.replace("Return", tr("Enter")).replace("+", " ") if len(native) > 1 else native
