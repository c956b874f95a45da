"""The checks of years, claims and gases as an inventory meets them; ordinary data give no finding."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from carbondesk.domain.records import Activity, Bill, Driver, Factor, PublishedFigure, Source
from carbondesk.domain.schema import Finding
from carbondesk.domain.text import say
from carbondesk.report.doubts import thousandfold_months
from carbondesk.report.figures import Figures
from carbondesk.report.findings import inventory_findings, year_findings
from carbondesk.store import Inventory, evidence
from tests.report.ledger_books import book, entry, figures_of, whole_year

YEARS = (2022, 2023, 2024)


def years(**times: float) -> list[Activity]:
    """Return three whole years; `fuel2024=3` multiplies the entries of source 1 in 2024."""
    numbers = {"fuel": 1, "power": 2}
    entries = [each for year in YEARS for each in whole_year(year)]
    for key, factor in times.items():
        source, year = numbers[key[:-4]], int(key[-4:])
        entries = [
            replace(each, quantity=each.quantity * factor)
            if (each.source, each.start.year) == (source, year)
            else each
            for each in entries
        ]
    return entries


def only(findings: list[Finding], code: str) -> list[Finding]:
    return [finding for finding in findings if finding.code == code]


def add(figures: Figures, *records: Driver | PublishedFigure | Bill | Source | Factor) -> None:
    with figures.inventory.step(say("More")) as step:
        for record in records:
            step.add(record)
    figures.load()


def test_three_equal_years_give_none_of_these_findings() -> None:
    found = inventory_findings(figures_of(book(), years()))
    strange = {"off-by-thousand", "year-jump", "cross-footing", "swapped-columns", "not-a-greenhouse-gas"}
    assert not {finding.code for finding in found} & strange


def test_electricity_beyond_every_grid_of_its_country_is_found_by_site_and_year() -> None:
    dirty = Factor(factor_id="OWN-COAL", name="Coal", category="electricity", activity_unit="kWh", co2=5.0)
    figures = figures_of(book(), years())
    (before,) = only(year_findings(figures, 2023), "implied-factor")
    assert before.where["site"] == "B"  # half a kilogram a kWh is far more than France publishes
    add(figures, dirty)
    with figures.inventory.step(say("Dirty")) as step:
        step.change(figures.sources[2], factor="OWN-COAL")
    figures.load()
    found = only(year_findings(figures, 2023), "implied-factor")
    assert [(each.where["site"], each.where["year"]) for each in found] == [("A", 2023), ("B", 2023)]
    assert "A, 2023: electricity comes to 5 kg CO₂e a kWh" in str(found[0].message)
    assert not only(year_findings(figures, 2030), "implied-factor")


def test_a_year_in_the_wrong_unit_is_found_where_it_stands() -> None:
    figures = figures_of(book(), years(power2023=1000.0))
    (found,) = only(year_findings(figures, 2023), "off-by-thousand")
    assert (found.where["source"], found.where["site"], found.where["year"]) == ("Power", "A", 2023)
    assert not only(year_findings(figures, 2024), "off-by-thousand")
    assert not only(inventory_findings(figures), "year-jump")


def test_a_source_of_units_that_measure_different_things_is_left_alone() -> None:
    entries = years(fuel2023=1000.0)
    mixed = [
        replace(each, unit="kg") if each.source == 1 and each.start.year == 2022 else each for each in entries
    ]
    assert not only(year_findings(figures_of(book(), mixed), 2023), "off-by-thousand")


def test_a_month_in_the_wrong_unit_is_said_once() -> None:
    few = [entry(1, f"2024-0{month}", 100.0 * (1000 if month == 3 else 1)) for month in range(1, 5)]
    (found,) = only(inventory_findings(figures_of(book(), few)), "off-by-thousand")
    assert (found.where["month"], found.where["source"], found.where["site"]) == ("2024-03", "Fuel", "A")
    many = [entry(1, f"2024-{month:02}", 100.0 * (1000 if month == 3 else 1)) for month in range(1, 13)]
    whole = inventory_findings(figures_of(book(), many))
    assert (len(only(whole, "outlier")), len(only(whole, "off-by-thousand"))) == (1, 0)


def test_months_that_stand_out_already_are_not_named_again() -> None:
    source = Source(id=1, site=1, name="Gas", category="stationary-combustion", unit="kWh")
    months = {"2024-01": 1.0, "2024-02": 1.0, "2024-03": 1000.0}
    assert len(list(thousandfold_months(source, months, []))) == 1
    assert not list(thousandfold_months(source, months, ["2024-03"]))


def test_a_jump_is_found_unless_an_output_figure_moved_along() -> None:
    figures = figures_of(book(), years(fuel2024=3.0))
    (found,) = only(inventory_findings(figures), "year-jump")
    assert (found.where["source"], found.where["year"], found.where["site"]) == ("Fuel", 2024, "A")
    assert "3600 L in 2024, 1200 in the year before" in str(found.message)
    output = [
        Driver(site=1, driver="Boards", month=f"{year}-06", amount=value)
        for year, value in ((2023, 10.0), (2024, 25.0))
    ]
    add(figures, *output)
    assert not only(inventory_findings(figures), "year-jump")


def test_published_figures_are_held_against_each_other_and_against_the_grid() -> None:
    figures = figures_of(book(), years())
    power = [figures.sources[number] for number in (2, 5)]
    with figures.inventory.step(say("One country")) as step:
        step.change(figures.sites[2], country="DE")
    figures.load()
    assert {figures.sites[source.site].country for source in power} == {"DE"}
    kwh = 2 * 1200.0
    add(
        figures,
        PublishedFigure(year=2023, scope="1", value=1019.9, published_in="Report 2023"),
        PublishedFigure(year=2023, scope="2", method="location", value=kwh * 0.943 / 1000, published_in="Report 2023"),
        PublishedFigure(year=2023, scope="1+2", method="location", value=1100.0, published_in="Report 2023"),
        PublishedFigure(year=2024, scope="2", method="location", value=kwh * 0.4 / 1000, published_in="Report 2024"),
    )  # fmt: skip
    found = inventory_findings(figures)
    assert [each.where["year"] for each in only(found, "cross-footing")] == [2023]
    claims = [each for each in only(found, "implied-factor") if each.where.get("scope") == "2"]
    assert [each.where["year"] for each in claims] == [2023]
    assert "Report 2023, 2023: electricity comes to 0.943" in str(claims[0].message)


def test_published_scope_2_of_two_countries_allows_no_judgement() -> None:
    figures = figures_of(book(), years())
    add(figures, PublishedFigure(year=2023, scope="2", method="location", value=99999.0))
    assert not [
        each for each in only(inventory_findings(figures), "implied-factor") if each.where.get("scope") == "2"
    ]


def test_own_factors_and_sources_of_pollutants_are_found() -> None:
    figures = figures_of(book(), years())
    stack = Source(site=1, name="Stack", category="process", unit="kg", carrier="NOx")
    nox = Factor(
        factor_id="OWN-NOX", name="NOx of the stack", category="process", activity_unit="kg", n2o=1.0
    )
    add(figures, stack, nox)
    found = inventory_findings(figures)
    assert [each.where["source"] for each in only(found, "not-a-greenhouse-gas")] == ["Stack"]
    assert [each.where["factor"] for each in only(found, "nox-as-n2o")] == ["OWN-NOX"]


def test_sources_without_any_evidence_are_counted_by_year() -> None:
    entries = [
        replace(each, evidence="invoice.pdf") if each.start.month == 1 and each.start.year != 2023 else each
        for each in years()
    ]
    figures = figures_of(book(), entries)
    (found,) = only(inventory_findings(figures), "evidence-missing")
    assert (found.where["year"], found.where["sources"]) == (2023, 3)
    bills = [
        Bill(source=source, bill_number=str(source), read_date=date(2023, 1, 31), start=start, quantity=1.0,
             unit="L" if source == 1 else "kWh", evidence="bill.pdf")
        for source, start in ((1, None), (2, date(2023, 1, 1)), (5, None))
    ]  # fmt: skip
    add(figures, *bills)
    assert not only(inventory_findings(figures), "evidence-missing")


def test_attached_documents_count_as_evidence() -> None:
    entries = [replace(each, evidence="" if each.start.year == 2023 else "invoice.pdf") for each in years()]
    figures = figures_of(book(), entries)
    assert [each.where["year"] for each in only(inventory_findings(figures), "evidence-missing")] == [2023]
    stored = figures.inventory
    with stored.step(say("Attach")) as step:
        bill = step.add(Bill(source=1, bill_number="1", read_date=date(2023, 1, 31), quantity=1.0, unit="L"))
        kept = evidence.Kept("invoice.pdf", "0" * 64, 1)
        of_the_year = [
            ("activity", each.id)
            for each in stored.all(Activity)
            if each.start.year == 2023 and each.source != 1
        ]
        evidence.attach_kept(stored, step, kept, [*of_the_year, ("bill", bill.id)])
    assert not only(inventory_findings(figures), "evidence-missing")


def test_documents_that_are_gone_are_a_finding(tmp_path: Path) -> None:
    path, file = tmp_path / "acme.cdesk", tmp_path / "bill.pdf"
    file.write_bytes(b"bill")
    figures = figures_of(book())
    figures.inventory.backup(path)
    with Inventory.open(path) as stored:
        with stored.step(say("Attach")) as step:
            kept = evidence.attach(stored, step, file, [("source", 1)])
        figures.read_from(stored)
        assert not only(inventory_findings(figures), "evidence-file-missing")
        copy = evidence.document(stored, kept)
        assert copy is not None
        copy.unlink()
        (found,) = only(inventory_findings(figures), "evidence-file-missing")
    assert "acme.evidence" in str(found.remedy)


def test_an_empty_inventory_has_no_doubts() -> None:
    figures = figures_of(book())
    codes = {finding.code for finding in inventory_findings(figures)}
    assert not codes & {"implied-factor", "off-by-thousand", "year-jump", "evidence-missing"}


@pytest.mark.parametrize("year", YEARS)
def test_a_plain_year_is_silent(year: int) -> None:
    codes = {finding.code for finding in year_findings(figures_of(book(), years()), year)}
    assert not codes & {"off-by-thousand", "year-jump"}
