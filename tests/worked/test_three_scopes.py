"""A whole inventory by hand: import, both scope 2 methods, three scopes, uncertainty, and a proof that recomputes it.

Every factor is one of the book but the gas that leaks and the well-to-tank factors, which are the library's; the
numbers below are what a spreadsheet comes to. Lyon's first entry has 10 of its 20 days in 2024.
"""

from __future__ import annotations

import csv
import math
from datetime import date
from pathlib import Path

import pytest

from carbondesk.cli import main
from carbondesk.domain.records import Organisation
from carbondesk.domain.text import say
from carbondesk.exchange.imports import read_tables
from carbondesk.paths import resources
from carbondesk.report.figures import Figures
from carbondesk.report.papers import Options, imprint
from carbondesk.report.proofs import lines_of_total, proof
from carbondesk.report.recalculations import proof_workbook
from carbondesk.report.render import loaded_figures
from carbondesk.report.tables import emission_rows
from carbondesk.report.uncertainties import uncertainty_paper
from carbondesk.store import Inventory
from tests.report import spreadsheets
from tests.report.test_proofs import result_of

TABLES = Path(__file__).parents[1] / "data" / "three-scopes"

# AR6: methane of combustion 27.0, nitrous oxide 273, R-410A half HFC-32 (771) and half HFC-125 (3,740).
GAS = 0.18 + 0.00001 * 27.0 + 0.000001 * 273.0
SCOPE_1 = (800_000 * GAS + 4.5 * (0.5 * 771 + 0.5 * 3740)) / 1000
LYON_KWH = 20_000 * 10 / 20 + 180_000
STEAM = 900 * 60 / 1000
LOCATION = 366_000 * 0.2 / 1000 + LYON_KWH * 0.05 / 1000 + STEAM
# The power purchase agreement covers 100 MWh at Leeds; Lyon's 190 MWh are covered by certificates, the rest is excess.
MARKET = ((366_000 - 100_000) * 0.2 + 100_000 * 0.01) / 1000 + STEAM
BOUGHT = (120 * 1900 + 410_000 * 0.15) / 1000
PRESS = 2 * 9000 / 3 / 1000


def upstream() -> float:
    """Return t CO2e of category 3 from the printed UK factors of 2024, as a reader finds them in the table."""
    with (resources() / "factors" / "wtt.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["edition"] == "UK-DESNZ-2024"]
    by = {(row["carrier"], row["activity_unit"]): float(row["co2e"]) for row in rows if row["co2e"]}
    return by["upstream of natural gas", "kWh_gross"]


@pytest.fixture(scope="module")
def figures() -> Figures:
    inventory = Inventory.in_memory(Organisation(name="Three scopes", country="GB", derives_upstream=False))
    plan = read_tables(inventory, [TABLES])
    assert not [finding for finding in plan.findings if finding.severity == "error"]
    plan.apply(inventory)
    return loaded_figures(inventory)


def test_the_three_scopes_are_those_of_the_spreadsheet(figures: Figures) -> None:
    totals = figures.totals(2024)
    assert totals.scope1 == pytest.approx(SCOPE_1, rel=1e-12)
    assert totals.scope2_location == pytest.approx(LOCATION, rel=1e-12)
    assert totals.scope2_market == pytest.approx(MARKET, rel=1e-12)
    assert totals.scope3 == pytest.approx(BOUGHT + PRESS, rel=1e-12)
    assert figures.totals(2025).scope3 == pytest.approx(PRESS, rel=1e-12)
    assert figures.totals(2023).scope2_location == pytest.approx(10_000 * 0.05 / 1000, rel=1e-12)


def test_every_breakdown_adds_up_to_both_totals(figures: Figures) -> None:
    totals = figures.totals(2024)
    for by in (("scope",), ("category",), ("site", "gas"), ("month",), ("source", "month", "gas")):
        rows = emission_rows(figures, 2024, by)
        for method in ("location", "market"):
            whole = math.fsum(getattr(row, method) or 0.0 for row in rows)
            assert whole == pytest.approx(totals.total(method), rel=1e-12), (by, method)


def test_what_a_contract_covers_beyond_the_use_counts_nowhere(figures: Figures) -> None:
    contracts = figures.ledger.contracts
    assert contracts is not None
    excess = [found for found in contracts.findings(figures.ledger, 2024) if found.code == "contract-excess"]
    assert [found.where["kwh"] for found in excess] == [400_000 - LYON_KWH]
    rows = emission_rows(figures, 2024, ("site", "scope"))
    lyon = next(row for row in rows if row.keys == {"site": "Lyon", "scope": "2"})
    assert lyon.market == 0.0


def test_the_range_of_the_total_is_that_of_the_lines(figures: Figures) -> None:
    paper = uncertainty_paper(figures, 2024, Options(method="location"))
    stated = {row[1]: row[4] for row in paper.sheets[1].rows}
    assert stated["Steel"] == 0.1
    gas, leak = 800_000 * GAS / 1000, SCOPE_1 - 800_000 * GAS / 1000
    parts = [
        gas * 0.05, leak * 0.1, 73.2 * 0.02, LYON_KWH * 0.05 / 1000 * 0.02, STEAM * 0.05, 228 * 0.1, 61.5 * 0.2,
    ]  # fmt: skip
    total = SCOPE_1 + LOCATION + BOUGHT + PRESS
    width = math.sqrt(math.fsum(part**2 for part in parts))
    row = paper.sheets[0].rows[0]
    assert [row[1], row[4]] == pytest.approx([total, width / total], rel=1e-12)


@pytest.mark.parametrize(("method", "expected"), [("location", LOCATION), ("market", MARKET)])
def test_the_proof_recomputes_every_total(
    figures: Figures, method: str, expected: float, tmp_path: Path
) -> None:
    options = Options(method=method)
    whole = SCOPE_1 + expected + BOUGHT + PRESS
    lines = lines_of_total(figures, 2024, {}, options)
    made = proof(figures, lines, say("All scopes"), imprint(figures, 2024, options, date(2026, 1, 31)))
    assert made.value == pytest.approx(whole, rel=1e-12)
    content = proof_workbook(made)
    computed = spreadsheets.computed(content)
    assert computed == pytest.approx(spreadsheets.cached(content), rel=1e-9)
    assert result_of(content) == pytest.approx(whole, rel=1e-9)
    if spreadsheets.SOFFICE is not None:
        assert spreadsheets.by_libreoffice(content, tmp_path) == pytest.approx(computed, rel=1e-9)


def test_the_press_of_last_year_is_proven_in_this_one(figures: Figures) -> None:
    lines = lines_of_total(figures, 2025, {"scope": "3"}, Options())
    assert math.fsum(line.result or 0.0 for line in lines) == pytest.approx(PRESS, rel=1e-12)


def test_the_command_line_says_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(tmp_path / "three.cdesk")
    assert main(["new", file, "--name", "Three scopes", "--country", "GB"]) == 0
    assert main(["import", file, *(str(path) for path in sorted(TABLES.glob("*.csv")))]) == 0
    out = tmp_path / "proof.xlsx"
    capsys.readouterr()
    assert (
        main(["explain", file, "--total", "scope=1+2,year=2024", "--proof", str(out), "--scope2", "market"])
        == 0
    )
    assert result_of(out.read_bytes()) == pytest.approx(SCOPE_1 + MARKET, rel=1e-9)


def test_category_3_follows_from_gas_and_power_of_the_united_kingdom() -> None:
    inventory = Inventory.in_memory(Organisation(name="Three scopes", country="GB"))
    read_tables(inventory, [TABLES]).apply(inventory)
    derived = loaded_figures(inventory).totals(2024).scope3 - BOUGHT - PRESS
    assert derived > 800_000 * upstream() / 1000
