"""Copies of an inventory: on request, once a day, and before a file is brought to a newer structure."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

from carbondesk.domain.text import say
from carbondesk.store.errors import AlreadyThere, told_plainly
from carbondesk.store.opening import write_copy

KEPT = 10
"""So many automatic copies of a file are kept, the newest."""


def copy(connection: sqlite3.Connection, own: Path, path: Path) -> None:
    """Write a whole copy of an open inventory to `path`; raises AlreadyThere when that is its own file."""
    if path.exists() and own.exists() and path.samefile(own):
        raise AlreadyThere(
            say("{path} is the inventory itself.", path=path.name), say("Choose another name for the copy.")
        )
    write_copy(connection, path)


def daily(connection: sqlite3.Connection, own: Path, folder: Path, today: date) -> Path | None:
    """Copy an inventory into `folder` unless today's copy is there; returns the copy, or None.

    Only the newest copies of each file are kept.
    """
    with told_plainly(folder):
        path = folder / f"{own.stem} {today.isoformat()}.cdesk"
        if path.exists():
            return None
        folder.mkdir(parents=True, exist_ok=True)
        copy(connection, own, path)
        _thin_out(folder, own.stem)
        return path


def _thin_out(folder: Path, stem: str) -> None:
    day = "[0-9]" * 4 + "-" + "[0-9]" * 2 + "-" + "[0-9]" * 2
    for old in sorted(folder.glob(f"{_literal(stem)} {day}*.cdesk"), key=lambda path: path.name)[:-KEPT]:
        old.unlink()


def _literal(stem: str) -> str:
    """Return a name as a pattern that fits only itself."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in stem)
