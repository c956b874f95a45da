"""Reads the sector pathways from resources/pathways, once; what each comes from: resources/pathways/NOTICE.md."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from carbondesk.domain.schema import Finding, error
from carbondesk.domain.targets.benchmarks import COLUMNS, SectorPathway, sector_pathways
from carbondesk.domain.text import listed, say
from carbondesk.paths import resources


def shipped_pathways() -> tuple[SectorPathway, ...]:
    """Return the pathways that come with the program, in the order of pathway, sector and scopes."""
    return _read(resources() / "pathways")[0]


def shipped_findings() -> tuple[Finding, ...]:
    """Return what is doubtful about the pathways that come with the program: benchmarks that rise."""
    return _read(resources() / "pathways")[1]


def shipped_pathway(key: str) -> SectorPathway | None:
    """Return a pathway by the key that a target stores (SectorPathway.key); None for an unknown one."""
    return next((known for known in shipped_pathways() if known.key == key), None)


def read_pathways(path: Path) -> tuple[tuple[SectorPathway, ...], tuple[Finding, ...]]:
    """Return the pathways of somebody's own CSV table (UTF-8) and what is wrong with it, by row.

    Raises OSError for a file that cannot be opened; one that is no such table is a finding.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            found, findings = sector_pathways(csv.DictReader(file), source=path.name)
    except (UnicodeDecodeError, csv.Error):
        found, findings = (), (_NO_TABLE,)
    return found, tuple(finding.at(file=path.name) for finding in findings)


_NO_TABLE = error(
    "pathway-file-unreadable",
    say("The file is no table of text in UTF-8."),
    remedy=say("Save it as CSV (UTF-8), with the columns {columns}.", columns=listed(COLUMNS)),
)


@cache
def _read(folder: Path) -> tuple[tuple[SectorPathway, ...], tuple[Finding, ...]]:
    found: list[SectorPathway] = []
    findings: list[Finding] = []
    for path in sorted(folder.glob("*.csv")):
        pathways, doubts = read_pathways(path)
        found += pathways
        findings += doubts
    found.sort(key=lambda sector: (sector.pathway, sector.sector, sector.scopes))
    return tuple(found), tuple(findings)
