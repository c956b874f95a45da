from __future__ import annotations

from pathlib import Path

from carbondesk.domain.records import Site, Source
from tests.exchange.tables import codes, filled, inventory, plan

MONTHS = """
    site,source,start,end,quantity,unit
    Mill,Gas,2025-01-01,2025-01-31,120,MMBtu
"""


def test_a_name_is_the_same_site_in_a_second_table_of_sites(tmp_path: Path) -> None:
    into = inventory()
    plan(into, tmp_path, sites="site,country\nGy\u0151r,HU\n").apply(into)
    for spelling in ("Gyo\u030br", " GY\u0150R"):
        power = f"site,source,category,unit\n{spelling},Power,electricity,kWh\n"
        again = plan(into, tmp_path, sites=f"site,country\n{spelling},HU\n", sources=power)
        assert codes(again) == []
        again.apply(into)
    assert [site.name for site in into.all(Site)] == ["Gy\u0151r"]
    assert into.count(Source) == 1


def test_names_are_the_same_whatever_their_case_and_blanks(tmp_path: Path) -> None:
    into = filled(tmp_path)
    made = plan(into, tmp_path, months=MONTHS.replace("Mill,Gas", " MILL ,gas"))
    assert not made.findings
    made.apply(into)
    assert into.count(Site) == 2
