"""Tooltips that say what a name says: Qt reads a text with tags in it as markup, and a name is never markup."""

from __future__ import annotations

from PySide6.QtCore import Qt


def plain(text: str) -> str:
    """Return a text for a tooltip, escaped where Qt would take it for markup."""
    if "<" not in text:
        return text
    from html import escape

    return f"<qt>{escape(text)}</qt>"


def for_role(text: str, role: int) -> str:
    """Return a text for a role of a model: as it is, or safe for a tooltip."""
    return plain(text) if role == Qt.ItemDataRole.ToolTipRole else text
