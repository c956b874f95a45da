from __future__ import annotations

import csv
from pathlib import Path

import pytest

from carbondesk.paths import resources
from carbondesk.store.pathways import read_pathways, shipped_findings, shipped_pathway, shipped_pathways

SHARED = Path(__file__).parents[3] / "shared" / "data" / "pathways" / "sector_intensity.csv"


def test_the_shipped_pathways_reach_2050_and_name_source_and_licence() -> None:
    found = shipped_pathways()
    assert len(found) == 23
    assert len({sector.key for sector in found}) == 23
    for sector in found:
        assert (sector.first, sector.last) == (2019, 2050)
        assert sector.source
        assert sector.licence
    assert shipped_pathways() is found


def test_no_pathway_of_unclear_terms_ships() -> None:
    assert {sector.pathway for sector in shipped_pathways()} == {
        "SBTi 1.5C buildings 2022",
        "OECM 1.5C production-centric",
    }


def test_what_is_doubtful_about_them_is_said() -> None:
    assert {finding.code for finding in shipped_findings()} == {"pathway-rises"}
    assert {finding.where["file"] for finding in shipped_findings()} == {"oecm.csv"}


def test_a_pathway_is_found_by_its_key() -> None:
    power = shipped_pathway("SBTi 1.5C buildings 2022|power generation|1")
    assert power is not None
    # The power behind buildings: 438 g/kWh in 2020, 138 in 2030, below zero from 2040.
    assert [power.at(year) for year in (2020, 2030)] == pytest.approx([0.438, 0.138], abs=1e-5)
    assert power.at(2040) < 0
    assert shipped_pathway("x") is None


def test_a_table_of_ones_own_is_read_with_its_findings(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    lines = [
        "pathway,sector,scopes,unit,year,intensity",
        "Mine,glass,1,t CO2/t,2020,2.0",
        "Mine,glass,1,t CO2/t,2050,x",
    ]
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    found, findings = read_pathways(path)
    assert found == ()
    assert [finding.code for finding in findings] == ["pathway-number-unreadable", "pathway-too-few-years"]
    assert findings[0].where == {"row": 3, "field": "intensity", "file": "mine.csv"}


def test_a_file_that_is_no_table_is_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "picture.csv"
    path.write_bytes(b"\x89PNG\xff\xfe")
    found, findings = read_pathways(path)
    assert found == ()
    assert [finding.code for finding in findings] == ["pathway-file-unreadable"]


def test_the_shared_table_is_the_shipped_one() -> None:
    if not SHARED.exists():
        pytest.skip("the shared material is not on this machine")
    with SHARED.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["ship"] == "yes"]
    assert len(rows) == sum(len(sector.intensities) for sector in shipped_pathways())
    for row in rows:
        sector = shipped_pathway(f"{row['pathway']}|{row['sector']}|{row['scopes']}")
        assert sector is not None
        assert sector.at(int(row["year"])) == float(row["intensity"])


def test_the_notice_names_every_table() -> None:
    folder = resources() / "pathways"
    notice = (folder / "NOTICE.md").read_text(encoding="utf-8")
    assert all(f"`{path.name}`" in notice for path in folder.glob("*.csv"))
