"""The sample inventory: an electronics maker that does not exist, made from tables by the usual import."""

from __future__ import annotations

from pathlib import Path

from carbondesk import paths
from carbondesk.domain.progress import Progress, silent
from carbondesk.domain.records import Organisation
from carbondesk.exchange.imports import read_tables
from carbondesk.store.inventory import Inventory

ORGANISATION = Organisation(name="Kestrane Electronics", country="NL", currency="EUR", is_sample=True)
"""The organisation of the sample inventory."""


def build_sample(path: Path, progress: Progress = silent) -> Path:
    """Make the sample inventory at `path` and return the path; a file that could not be finished is removed.

    Raises AlreadyThere, NotFound, ReadOnly or DiskFull.
    """
    with Inventory.create(path, ORGANISATION) as inventory:
        try:
            plan = read_tables(inventory, [paths.resources() / "sample"], progress=progress)
            plan.apply(inventory, progress)
        except BaseException:
            inventory.close()
            path.unlink()
            raise
    return path
