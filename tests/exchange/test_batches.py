from __future__ import annotations

from pathlib import Path

from tests.exchange.tables import codes, filled, plan

MONTHS = """
    site,source,start,end,quantity,unit
    Mill,Gas,2025-01-01,2025-01-31,120,MMBtu
    Mill,Gas,2025-02-01,2025-02-28,100.5,MMBtu
"""


def test_a_number_beyond_every_measure_is_refused_at_its_cell(tmp_path: Path) -> None:
    into = filled(tmp_path)
    for written in ("1e308", "1" * 400):
        wrong = plan(into, tmp_path, months=MONTHS.replace("100.5", written))
        assert codes(wrong) == ["not-a-number"]
        assert wrong.findings[0].where == {"file": "months.csv", "row": 3, "field": "quantity"}
