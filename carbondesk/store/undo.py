"""Undo and redo: a new step that writes the rows of an earlier one back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from carbondesk.store import history
from carbondesk.store.history import ChangeRow
from carbondesk.store.steps import Step
from carbondesk.store.table import tables


def reverse(connection: sqlite3.Connection, id: int, step: Step) -> None:
    """Take back, inside the open `step`, every change of step `id`, the last one first."""
    for change in history.changes_backwards(connection, id):
        _REVERSALS[change.action](change, step)


def _take_away(change: ChangeRow, step: Step) -> None:
    step.remove_range(tables()[change.table].kind, change.first, change.last)


def _write_back(change: ChangeRow, step: Step) -> None:
    step.write_back(tables()[change.table].kind, change.first, change.before)


def _bring_back(change: ChangeRow, step: Step) -> None:
    stored: list[Any] = [tuple(row) for row in reversed(change.before)]
    step.restore(tables()[change.table].kind, stored)


_REVERSALS: dict[history.Action, Callable[[ChangeRow, Step], None]] = {
    "add": _take_away,
    "edit": _write_back,
    "remove": _bring_back,
}
