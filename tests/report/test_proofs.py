"""Proofs: the workbook recomputes the program's number from its inputs, and the document says the same."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbondesk.domain.records import (
    Activity,
    Bill,
    Consolidation,
    Evidence,
    EvidenceLink,
    Factor,
    Organisation,
    Site,
    Source,
)
from carbondesk.domain.text import say
from carbondesk.report import proofs
from carbondesk.report.accounts import proof_document
from carbondesk.report.explanations import Line, lines_of
from carbondesk.report.figures import Figures
from carbondesk.report.papers import Imprint, Options, imprint
from carbondesk.report.proofs import (
    Gas,
    Portion,
    Proof,
    ProofLine,
    Step,
    fraction_parts,
    members,
    proof,
)
from carbondesk.report.recalculations import MOST_ON_ONE_PAGE, proof_workbook
from carbondesk.store import Inventory
from carbondesk.store.billing import recalendarise
from carbondesk.store.evidence import attach
from tests.report import spreadsheets
from tests.report.ledger_books import FUEL_AR6, book, entry, figures_of, whole_year
from tests.report.test_engine import add, certificate

TODAY = date(2026, 2, 12)
EXACT = 1e-9


def odd(source: int) -> Activity:
    return Activity(source=source, start=date(2024, 1, 1), end=date(2024, 1, 31), quantity=5.0, unit="L")


def base_of(figures: Figures) -> Imprint:
    return imprint(figures, 2024, Options(), TODAY)


def proven(figures: Figures, lines: list[Line]) -> Proof:
    return proof(figures, lines, say("A total"), base_of(figures))


def result_of(content: bytes) -> float:
    """Return the number behind the word Result at the top of the first sheet, computed from the inputs."""
    page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    row = next(row for row in range(1, 30) if page.cell(row, 1).value == "Result")
    return spreadsheets.computed(content)[page.title, f"B{row}"]


def lines_of_total(
    figures: Figures, year: int, others: dict[str, str], options: Options | None = None
) -> list[Line]:
    return proofs.lines_of_total(figures, year, others, options or Options())


def lines_of_entry(figures: Figures, entry: int) -> list[Line]:
    found = figures.inventory.find(Activity, id=entry)
    return [line for each in found for line in proofs.lines_of_entry(figures, each, Options())]


def texts(content: bytes) -> list[str]:
    pages = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    return [
        str(cell.value) for page in pages for row in page.iter_rows() for cell in row if cell.data_type == "s"
    ]


def test_one_entry_is_recomputed_from_its_inputs() -> None:
    figures = figures_of(book(), [entry(1, "2024-01", 1000.0)])
    lines = lines_of_entry(figures, 1)
    content = proof_workbook(proven(figures, lines))
    assert result_of(content) == pytest.approx(1000 * FUEL_AR6 / 1000, rel=EXACT)
    assert result_of(content) == pytest.approx(lines[0].result, rel=EXACT)


def test_every_formula_carries_the_value_that_it_comes_to() -> None:
    entries = [entry(1, "2024-01", 1234.5), entry(2, "2024-02", 99.25), entry(5, "2024-03", 1e6)]
    figures = figures_of(book(), entries)
    content = proof_workbook(proven(figures, lines_of_total(figures, 2024, {})))
    assert spreadsheets.cached(content) == pytest.approx(spreadsheets.computed(content), rel=1e-12)
    assert len(spreadsheets.formulas(content)) > len(entries)


def test_a_total_is_the_sum_over_its_lines() -> None:
    months = [entry(2, f"2024-{month:02}", 100.0 + month) for month in range(1, 13)]
    figures = figures_of(book(), [*months, entry(1, "2024-05", 10.0)])
    lines = lines_of_total(figures, 2024, {"scope": "2"})
    assert len(lines) == 12
    content = proof_workbook(proven(figures, lines))
    assert result_of(content) == pytest.approx(figures.totals(2024).scope2_location, rel=EXACT)


def test_a_long_proof_has_its_steps_on_a_second_sheet() -> None:
    entries = [entry(5, f"2024-{month:02}", 7.0) for month in range(1, 13)] + [entry(1, "2024-01", 3.0)]
    figures = figures_of(book(), entries)
    lines = lines_of_total(figures, 2024, {"scope": "1+2"})
    assert len(lines) == MOST_ON_ONE_PAGE + 1
    content = proof_workbook(proven(figures, lines))
    assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames == ["Proof", "Steps"]
    assert result_of(content) == pytest.approx(figures.totals(2024).total("location"), rel=EXACT)


def test_an_entry_over_new_year_shares_its_quantity_by_days() -> None:
    over = Activity(source=1, start=date(2023, 12, 17), end=date(2024, 1, 15), quantity=100.0, unit="L")
    figures = figures_of(book(), [over])
    lines = lines_of_total(figures, 2024, {})
    content = proof_workbook(proven(figures, lines))
    assert result_of(content) == pytest.approx(100 * 15 / 30 * FUEL_AR6 / 1000, rel=EXACT)
    assert "Shared by days" in texts(content)


def test_a_unit_conversion_stands_as_a_fraction_with_its_reason() -> None:
    gallons = Activity(source=1, start=date(2024, 1, 1), end=date(2024, 1, 31), quantity=10.0, unit="gal")
    figures = figures_of(book(), [gallons])
    lines = lines_of_entry(figures, 1)
    content = proof_workbook(proven(figures, lines))
    assert result_of(content) == pytest.approx(10 * 3.785411784 * FUEL_AR6 / 1000, rel=EXACT)
    assert "Unit conversion" in texts(content)


def test_a_share_of_equity_is_one_of_the_inputs() -> None:
    figures = figures_of(book(), [entry(1, "2024-01", 1000.0)])
    equity = Options(consolidation=Consolidation.EQUITY_SHARE)
    lines = lines_of_total(figures, 2024, {}, equity)
    content = proof_workbook(proof(figures, lines, say("All"), imprint(figures, 2024, equity, TODAY)))
    assert result_of(content) == pytest.approx(0.5 * FUEL_AR6, rel=EXACT)
    assert "Share" in texts(content)


def test_bills_and_documents_are_named_with_their_hash() -> None:
    inventory = book()
    with inventory.step(say("Bill")) as step:
        step.add(Bill(source=2, bill_number="B-77", read_date=date(2023, 12, 31), quantity=1.0, unit="kWh"))
        bill = step.add(
            Bill(source=2, bill_number="B-78", read_date=date(2024, 1, 31), quantity=620.0, unit="kWh")
        )
        paper = step.add(Evidence(name="bill.pdf", sha256="ab" * 32, size=10))
        step.add(EvidenceLink(evidence=paper.id, subject_table="bill", subject=bill.id))
        recalendarise(inventory, step, [2])
    figures = figures_of(inventory)
    lines = lines_of_total(figures, 2024, {"source": "Power", "site": "A"})
    words = texts(proof_workbook(proven(figures, lines)))
    assert {"Bill B-78", "bill.pdf", f"sha256 {'ab' * 32}"} <= set(words)


def test_an_attached_file_is_named_in_the_proof_with_its_own_hash(tmp_path: Path) -> None:
    path, file = tmp_path / "acme.cdesk", tmp_path / "invoice.pdf"
    file.write_bytes(b"an invoice")
    figures_of(book(), [entry(1, "2024-01", 1000.0)]).inventory.backup(path)
    with Inventory.open(path) as stored:
        (first,) = stored.all(Activity)
        with stored.step(say("Attach")) as step:
            attach(stored, step, file, [("activity", first.id)])
        figures = figures_of(stored)
        lines = lines_of_total(figures, 2024, {"source": "Fuel", "site": "A"})
        words = texts(proof_workbook(proven(figures, lines)))
    assert {"invoice.pdf", f"sha256 {sha256(b'an invoice').hexdigest()}"} <= set(words)


def test_a_missing_factor_is_said_and_not_counted() -> None:
    inventory = book()
    with inventory.step(say("More")) as step:
        step.add(
            Source(site=1, name="Odd", category="stationary-combustion", unit="L", carrier="unobtainium")
        )
    figures = figures_of(inventory, [entry(1, "2024-01", 1000.0), odd(6)])
    found = proven(figures, lines_of_total(figures, 2024, {"scope": "1"}))
    assert [line.result is None for line in found.lines] == [False, True]
    content = proof_workbook(found)
    assert result_of(content) == pytest.approx(FUEL_AR6, rel=EXACT)
    assert "not known" in texts(content)


def test_nothing_known_has_no_number() -> None:
    inventory = book()
    with inventory.step(say("More")) as step:
        step.add(
            Source(site=1, name="Odd", category="stationary-combustion", unit="L", carrier="unobtainium")
        )
    figures = figures_of(inventory, [odd(6)])
    found = proven(figures, lines_of_total(figures, 2024, {}))
    assert found.value is None
    assert spreadsheets.formulas(proof_workbook(found)) == {}


def test_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    inventory = book()
    with inventory.step(say("More")) as step:
        site = step.add(Site(name="=1+1", country="DE"))
        step.add(
            Source(
                site=site.id,
                name="=cmd|' /C calc'!A0",
                category="stationary-combustion",
                unit="L",
                factor="OWN-FUEL",
            )
        )
    figures = figures_of(inventory, [odd(6)])
    content = proof_workbook(proven(figures, lines_of_total(figures, 2024, {})))
    assert [text for text in texts(content) if text.startswith(("=1+1", "=cmd"))]
    assert not [formula for formula in spreadsheets.formulas(content).values() if "cmd" in formula]


def test_ratios_that_a_float_would_lose_stand_as_two_whole_numbers() -> None:
    assert fraction_parts(Fraction(1, 3)) == (1, 3)
    assert fraction_parts(Fraction(3785411784, 10**9)) == (473176473, 125000000)
    huge = Fraction(10**20 + 1, 10**19)
    assert fraction_parts(huge) == (float(huge), 1)


def test_parts_under_contracts_add_up() -> None:
    """Market-based: 600 of 1,000 kWh under a contract of 0 kg, the rest at 0.5 kg a kWh."""
    figures = figures_of(book(), [entry(2, "2024-01", 1000.0)])
    line = proven(figures, lines_of_entry(figures, 1)).lines[0]
    rest = Factor(
        factor_id="REST", name="Residual mix", category="electricity", activity_unit="MWh", co2=500.0
    )
    to_mwh = Step("kWh", "MWh", 1, 1000, say("Unit conversion"))
    parts = (
        Portion(
            factor=None,
            steps=(),
            gases=(),
            covered=600.0,
            unit="kWh",
            because=say("Covered by {contract}", contract="Wind farm"),
        ),
        Portion(
            factor=rest,
            steps=(to_mwh,),
            gases=(Gas("CO2", 500.0, 1.0, 1, 0.2),),
            covered=400.0,
            unit="kWh",
            because=say("Not covered by a contract"),
        ),
    )
    market: ProofLine = replace(line, portions=parts, result=0.2)
    found = Proof(what=say("Power"), value=0.2, lines=(market,), base=base_of(figures))
    content = proof_workbook(found)
    assert result_of(content) == pytest.approx(0.2, rel=EXACT)
    assert {"Covered by Wind farm", "Not covered by a contract"} <= set(texts(content))


def test_a_market_based_total_is_proven_with_its_contracts() -> None:
    inventory = book()
    add(inventory, certificate(600.0))
    figures = figures_of(inventory, whole_year())
    options = Options(method="market")
    lines = lines_of_total(figures, 2024, {"scope": "2"}, options)
    found = proof(figures, lines, say("Scope 2"), imprint(figures, 2024, options, TODAY))
    content = proof_workbook(found)
    assert result_of(content) == pytest.approx(figures.totals(2024).scope2_market, rel=EXACT)
    assert figures.totals(2024).scope2_market < figures.totals(2024).scope2_location
    assert [text for text in texts(content) if text.startswith("Covered by")]


def test_what_is_derived_in_category_3_is_proven_too() -> None:
    inventory = Inventory.in_memory(Organisation(name="Acme", country="GB"))
    gas = Source(site=1, name="Gas", category="stationary-combustion", carrier="natural gas", unit="kWh")
    add(inventory, Site(name="Leeds", country="GB"), gas)
    year = Activity(source=1, start=date(2024, 1, 1), end=date(2024, 12, 31), quantity=1000.0, unit="kWh")
    figures = figures_of(inventory, [year])
    lines = lines_of_total(figures, 2024, {"scope": "3"})
    assert lines
    assert all(line.derived for line in lines)
    content = proof_workbook(proven(figures, lines))
    assert result_of(content) == pytest.approx(figures.totals(2024).scope3, rel=EXACT)
    assert figures.totals(2024).scope3 > 0


@settings(max_examples=15, deadline=None)
@given(
    quantity=st.floats(min_value=1e-6, max_value=1e12),
    unit=st.sampled_from(["L", "gal", "m3", "gal_UK"]),
    days=st.integers(min_value=0, max_value=400),
)
def test_any_quantity_is_recomputed_to_a_billionth(quantity: float, unit: str, days: int) -> None:
    start = date(2023, 9, 3)
    end = date.fromordinal(start.toordinal() + days)
    figures = figures_of(book(), [Activity(source=1, start=start, end=end, quantity=quantity, unit=unit)])
    for line in lines_of(figures, figures.inventory.activities()[0]):
        content = proof_workbook(proven(figures, [line]))
        assert result_of(content) == pytest.approx(line.result, rel=EXACT)


@pytest.mark.skipif(spreadsheets.SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_comes_to_the_same_numbers(tmp_path: Path) -> None:
    over = Activity(source=1, start=date(2023, 12, 17), end=date(2024, 1, 15), quantity=100.7, unit="gal")
    entries = [entry(5, f"2024-{month:02}", 1 / 3 + month) for month in range(1, 13)]
    figures = figures_of(book(), [over, *entries])
    lines = lines_of_total(figures, 2024, {})
    content = proof_workbook(proven(figures, lines))
    assert spreadsheets.by_libreoffice(content, tmp_path) == pytest.approx(
        spreadsheets.cached(content), rel=EXACT
    )
    assert result_of(content) == pytest.approx(figures.totals(2024).total("location"), rel=EXACT)


def test_the_document_is_the_explanation_with_formula_and_head() -> None:
    figures = figures_of(book(), [entry(1, "2024-01", 1000.0)])
    lines = lines_of_entry(figures, 1)
    document = json.loads(proof_document(figures, lines, base_of(figures)))
    assert document["value"] == pytest.approx(FUEL_AR6)
    assert document["head"] == figures.inventory.head
    assert "GWP" in document["formula"]
    assert document["lines"][0]["factor"]["publisher"] == "Own"
    assert document["paper"]["handed_in"] == "2026-02-12"


def test_totals_are_named_by_scope_site_and_source() -> None:
    figures = figures_of(book(), whole_year())
    assert members(figures, {"site": "A"}, Options()) == {1, 2, 4}
    assert members(figures, {"source": "Power"}, Options()) == {2, 5}
    assert members(figures, {"site": "nowhere"}, Options()) == set()
    assert {line.source.id for line in lines_of_total(figures, 2024, {"scope": "1"})} == {1}
    assert {line.source.id for line in lines_of_total(figures, 2024, {"scope": "1+2", "site": "A"})} == {1, 2}
    assert {line.source.id for line in lines_of_total(figures, 2024, {"category": "electricity"})} == {2, 5}
    assert lines_of_entry(figures, 99) == []


def test_more_lines_than_a_workbook_takes_are_refused() -> None:
    figures = figures_of(book(), [entry(1, "2024-01", 1.0)])
    found = proven(figures, lines_of_entry(figures, 1))
    with pytest.raises(ValueError, match="50001"):
        proof_workbook(replace(found, lines=found.lines * 50_001))
