"""What commands open: the inventory file and its figures."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from carbondesk.cli.commands import UsageError
from carbondesk.cli.output import note
from carbondesk.domain.text import say
from carbondesk.language import tr

if TYPE_CHECKING:
    from carbondesk.report.figures import Figures
    from carbondesk.store import Inventory

_YEAR_DIGITS = 4


def file_argument(parser: argparse.ArgumentParser) -> None:
    """Ask for the inventory file."""
    parser.add_argument("file", metavar="FILE", type=Path, help=tr("the inventory, a .cdesk file"))


FIRST_YEAR, LAST_YEAR = 1950, 2100
"""The years that can be asked for, as those that entries can lie in."""


def reporting_year(text: str) -> int:
    """Return the year that a word of the command line names; raises UsageError for what is no year."""
    if not (text.isdecimal() and len(text) <= _YEAR_DIGITS and FIRST_YEAR <= int(text) <= LAST_YEAR):
        raise UsageError(
            say(
                "{given} is not a year from {first} to {last}.",
                given=text,
                first=str(FIRST_YEAR),
                last=str(LAST_YEAR),
            )
        )
    return int(text)


@contextmanager
def inventory(path: Path, *, writing: bool = False) -> Iterator[Inventory]:
    """Open an inventory for reading, or for writing; close it in the end."""
    from carbondesk.store.inventory import Inventory

    with Inventory.open(path, read_only=not writing) as opened:
        if opened.kept_copy is not None:
            note(
                tr(
                    "{path} has the format of this version now. As it was, it lies beside it as {copy}.",
                    path=path.name,
                    copy=opened.kept_copy.name,
                )
            )
        yield opened


def figures_of(opened: Inventory) -> Figures:
    """Return the loaded figures of an open inventory, with the published and its own factors."""
    from carbondesk.report.render import loaded_figures

    return loaded_figures(opened)
