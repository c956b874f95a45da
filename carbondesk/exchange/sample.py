"""The sample inventory: an electronics maker that does not exist, made from tables by the usual import.

Its names are in the reader's language: what `sample.csv` beside a catalogue translates is translated in the
tables before they are read.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from carbondesk import language, paths
from carbondesk.domain.progress import Progress, silent
from carbondesk.domain.records import IncomeGroup, Organisation, Target
from carbondesk.exchange.imports import read_tables
from carbondesk.store.inventory import Inventory
from carbondesk.store.target_versions import approve, save_version

ORGANISATION = Organisation(
    name="Kestrane Electronics",
    country="NL",
    currency="EUR",
    is_sample=True,
    income_group=IncomeGroup.HIGH.value,
)
"""The organisation of the sample inventory."""

_BOARD = "Board"

_NAMED: Mapping[str, frozenset[str]] = {
    "entities.csv": frozenset({"entity", "parent"}),
    "sites.csv": frozenset({"site", "city", "kind", "entity"}),
    "sources.csv": frozenset({"site", "source", "submeter_of", "factor_reason"}),
    "bills.csv": frozenset({"site", "source", "note"}),
    "activities.csv": frozenset({"site", "source"}),
    "drivers.csv": frozenset({"site", "driver"}),
    "targets.csv": frozenset({"target"}),
    "milestones.csv": frozenset({"target", "document"}),
    "exclusions.csv": frozenset({"target", "site", "reason"}),
    "answers.csv": frozenset({"evidence", "answered_by"}),
    "statements.csv": frozenset(),
    "land_figures.csv": frozenset({"source"}),
    "contracts.csv": frozenset({"site", "generator", "cancelled_for"}),
    "process_gases.csv": frozenset({"site", "source", "citation"}),
    "presence.csv": frozenset({"site", "declared_by"}),
}
"""The columns of the sample's tables that hold names or words."""


def build_sample(path: Path, progress: Progress = silent) -> Path:
    """Make the sample inventory at `path` and return the path; a file that could not be finished is removed.

    Raises AlreadyThere, NotFound, ReadOnly or DiskFull.
    """
    names = sample_names(language.current())
    organisation = replace(ORGANISATION, name=names.get(ORGANISATION.name, ORGANISATION.name))
    with Inventory.create(path, organisation) as inventory, TemporaryDirectory() as folder:
        try:
            tables = _translated(names, Path(folder)) if names else paths.resources() / "sample"
            plan = read_tables(inventory, [tables], progress=progress)
            plan.apply(inventory, progress)
            _approve(inventory, names)
        except BaseException:
            inventory.close()
            path.unlink()
            raise
    return path


def _approve(inventory: Inventory, names: Mapping[str, str]) -> None:
    """Keep the first version of the first target, as its board has approved it."""
    by, day = names.get(_BOARD, _BOARD), date(2025, 12, 12)
    target = inventory.all(Target)[0]
    save_version(inventory, target, by=by, today=day)
    approve(inventory, target, by=by, today=day)


def sample_names(code: str) -> Mapping[str, str]:
    """Return the sample's names and words in a language; empty for the language that they are written in."""
    source = paths.resources() / "translations" / code / "sample.csv"
    if not source.is_file():
        return {}
    with source.open(encoding="utf-8", newline="") as stream:
        return {row["name"]: row["translated"] for row in csv.DictReader(stream)}


def _translated(names: Mapping[str, str], folder: Path) -> Path:
    """Write the sample's tables with other names into a folder and return it."""
    for table, columns in _NAMED.items():
        with (paths.resources() / "sample" / table).open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        with (folder / table).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            for row in rows:
                writer.writerow(
                    {name: names.get(cell, cell) if name in columns else cell for name, cell in row.items()}
                )
    return folder
