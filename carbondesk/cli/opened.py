"""What commands open: the inventory file, its factor library and its figures."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from carbondesk.domain.records import Factor, GwpName
from carbondesk.language import tr

if TYPE_CHECKING:
    from carbondesk.report.figures import Figures
    from carbondesk.store.inventory import Inventory


def file_argument(parser: argparse.ArgumentParser) -> None:
    """Ask for the inventory file."""
    parser.add_argument("file", metavar="FILE", type=Path, help=tr("the inventory, a .cdesk file"))


@contextmanager
def inventory(path: Path, *, writing: bool = False) -> Iterator[Inventory]:
    """Open an inventory for reading, or for writing; close it in the end."""
    from carbondesk.store.inventory import Inventory

    opened = Inventory.open(path, read_only=not writing)
    try:
        yield opened
    finally:
        opened.close()


def figures_of(opened: Inventory) -> Figures:
    """Return the loaded figures of an open inventory, with the published and its own factors."""
    from carbondesk.report.figures import Figures
    from carbondesk.store.library import gwp_set, load_library

    figures = Figures(
        opened, load_library(opened.all(Factor)), {name.value: gwp_set(name.value) for name in GwpName}
    )
    figures.load()
    return figures
