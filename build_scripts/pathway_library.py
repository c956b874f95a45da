"""Makes the tables of resources/pathways from the material that its README describes; not needed at run time.

    python build_scripts/pathway_library.py ../shared/data/pathways

Reads the material's table, keeps the rows that may ship, drops rows without a number, and writes one table a pathway
with source and licence in every row. The same material gives the same bytes.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from carbondesk.domain.targets.benchmarks import sector_pathways  # noqa: E402 - the path comes first

OUT = ROOT / "resources" / "pathways"
COLUMNS = (
    "pathway", "sector", "scopes", "unit", "year", "intensity", "sector_activity", "activity_unit", "source", "licence",
)  # fmt: skip

SOURCES: dict[str, tuple[str, str, str]] = {
    "SBTi 1.5C buildings 2022": (
        "buildings",
        "Dataset of a study with the SBTi buildings pathway (vakowal/sda-regional-pathways, 2023)",
        "facts from a published study's data",
    ),
    "OECM 1.5C production-centric": (
        "oecm",
        "One Earth Climate Model, sector benchmarks as carried in os-climate/ITR",
        "Apache-2.0",
    ),
}
"""By pathway: the name of its file, its source and its licence. A pathway that is not named here does not ship."""


def main(material: Path) -> int:
    """Write a table for each pathway below resources/pathways; return the exit status."""
    tables: dict[str, list[dict[str, str]]] = defaultdict(list)
    with (material / "sector_intensity.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["ship"] == "yes":
                tables[row["pathway"]].append(row)
    OUT.mkdir(exist_ok=True)
    for pathway, rows in sorted(tables.items()):
        name, source, licence = SOURCES[pathway]
        read, findings = sector_pathways(rows, source=source, licence=licence)
        for finding in findings:
            print(f"{finding.severity.value}: {finding.message}")
        with (OUT / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS)
            for sector in sorted(read, key=lambda sector: (sector.sector, sector.scopes)):
                for year, intensity in sector.intensities.items():
                    writer.writerow([
                        sector.pathway, sector.sector, sector.scopes, sector.unit, year, intensity,
                        sector.activity.get(year, ""), sector.activity_unit, sector.source, sector.licence,
                    ])  # fmt: skip
        print(f"{name}.csv: {len(read)} sectors")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
