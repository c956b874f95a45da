"""The first report: one year as a page, as a tidy table and as a document, each with the same numbers."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from carbondesk import language
from carbondesk.domain.records import Activity, Organisation, Site, Source
from carbondesk.domain.text import say
from carbondesk.report.findings import inventory_findings, year_findings
from carbondesk.report.render import (
    ENDINGS,
    csv_report,
    html_report,
    json_report,
    loaded_figures,
    write_report,
)
from carbondesk.report.summary import summary
from carbondesk.report.tables import emission_rows
from carbondesk.report.tidy import COLUMNS, guarded
from carbondesk.store import Inventory
from carbondesk.store.errors import NotFound
from tests.report.ledger_books import FUEL_AR6, book, entry, figures_of, whole_year


class Page(HTMLParser):
    """The tags and texts of a page; raises when a tag is not closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(data.strip())

    @property
    def text(self) -> str:
        return " ".join(self.texts)


def table(text: str) -> list[dict[str, str]]:
    """Return the rows of a CSV report."""
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_page_shows_totals_sites_factors_findings_and_the_head() -> None:
    figures = figures_of(book(), whole_year())
    text = Page(html_report(figures, 2024)).text
    for words in ("Acme", "Scope 1+2, market-based", "Stationary combustion", "Test fuel", "Own, 1", "AR6"):
        assert words in text
    assert figures.inventory.head in text
    assert "No green power contract is counted" in text
    assert "All 48 values are there." in text
    whole = figures.totals(2024).total("market")
    assert f"{whole:.1f}" in text


def test_the_page_needs_nothing_beside_it_and_runs_nothing() -> None:
    html = html_report(figures_of(book(), whole_year()), 2024)
    page = Page(html)
    assert not {"script", "link", "img", "iframe", "object"} & {tag for tag, _ in page.tags}
    assert not [
        name for _, attrs in page.tags for name in attrs if name.startswith("on") or name in {"src", "href"}
    ]
    assert "url(" not in html
    assert "http" not in html.replace("http://www.w3.org/2000/svg", "").replace("http-equiv", "")


def test_the_page_holds_the_pathway_of_a_complete_year() -> None:
    page = Page(html_report(figures_of(book(), whole_year()), 2024))
    assert [attrs["role"] for tag, attrs in page.tags if tag == "svg" and "role" in attrs] == ["img"]
    assert "Target 2030" in page.text
    assert "not an SBTi validation" in page.text


def test_a_year_that_lacks_values_states_no_change_on_other_years() -> None:
    whole = [*whole_year(2023), *whole_year(2024)]
    complete = Page(html_report(figures_of(book(), whole), 2024)).text
    assert "in 2023." in complete
    assert "on 2023" in complete
    gap = Page(html_report(figures_of(book(), whole[:-3] + whole[-1:]), 2024)).text
    assert "so no change on other years is stated" in gap
    assert "2024, not complete" in gap
    assert gap.count("on 2023") < complete.count("on 2023")


def test_without_a_complete_year_the_page_says_why_there_is_no_pathway() -> None:
    page = Page(html_report(figures_of(book(), whole_year()[:5]), 2024))
    assert "No pathway can be drawn: no year is complete yet" in page.text
    assert "values do not reach over the whole year" in page.text


def test_texts_of_the_inventory_are_never_markup_or_formulas() -> None:
    inventory = Inventory.in_memory(Organisation(name="<script>alert(1)</script>", country="US"))
    with inventory.step(say("Begin")) as step:
        site = step.add(Site(name="=HYPERLINK(1)", country="US"))
        step.add(
            Source(
                site=site.id,
                name="<b>Gas",
                category="stationary-combustion",
                carrier="natural gas",
                unit="kWh",
            )
        )
    gas = Activity(source=1, start=date(2024, 1, 1), end=date(2024, 1, 31), quantity=5.0, unit="kWh")
    figures = figures_of(inventory, [gas])
    html = html_report(figures, 2024)
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)" in html
    sites = {row["site"] for row in table(csv_report(figures, 2024))}
    assert sites == {"", "'=HYPERLINK(1)"}


@pytest.mark.parametrize(
    ("text", "written"), [("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@A", "'@A"), ("A=1", "A=1")]
)
def test_a_cell_never_begins_like_a_formula(text: str, written: str) -> None:
    assert guarded(text) == written


def test_the_table_is_tidy_and_adds_up() -> None:
    figures = figures_of(book(), whole_year())
    rows = table(csv_report(figures, 2024))
    assert all(tuple(row) == COLUMNS for row in rows)
    totals = figures.totals(2024)
    for section in ("category", "site", "gas", "month"):
        values = [
            float(row["value"]) for row in rows if row["section"] == section and row["method"] == "market"
        ]
        assert sum(values) == pytest.approx(totals.total("market"), rel=1e-12)
    fuel = next(row for row in rows if row["section"] == "factor" and row["name"] == "OWN-FUEL")
    assert float(fuel["value"]) == totals.scope1
    assert fuel["detail"] == "Own; 1; A"
    assert [row["detail"] for row in rows if row["section"] == "audit"] == [figures.inventory.head]


def test_the_document_holds_full_precision() -> None:
    figures = figures_of(book(), whole_year())
    document = json.loads(json_report(figures, 2024))
    assert document["totals"]["scope1"] == figures.totals(2024).scope1
    assert document["pathway"]["years"]["2024"] == pytest.approx(figures.totals(2024).scope12_market)
    assert document["completeness"]["complete"] is True
    assert {factor["id"] for factor in document["factors"]} == {"OWN-FUEL", "OWN-GRID"}
    assert document["audit"]["head"] == figures.inventory.head


def test_a_year_without_values_still_has_a_report() -> None:
    figures = figures_of(book())
    for render in ENDINGS.values():
        assert "Acme" in render(figures, 2030)
    assert json.loads(json_report(figures, 2030))["pathway"] is None


def test_a_scope_that_cannot_be_computed_is_not_a_zero() -> None:
    inventory = book()
    with inventory.step(say("Add")) as step:
        step.add(Source(site=1, name="Waste", category="s3-5", carrier="unheard-of waste", unit="t"))
    waste = Activity(source=6, start=date(2024, 1, 1), end=date(2024, 12, 31), quantity=1.0, unit="t")
    figures = figures_of(inventory, [*whole_year(), waste])
    year = summary(figures, 2024)
    assert year.scope("3", "market") is None
    assert year.total("market") is None
    assert year.totals_json()["total_location"] is None
    assert year.scope("1", "market") == pytest.approx(1200 * FUEL_AR6 / 1000)
    assert not year.complete
    assert "not known" in Page(html_report(figures, 2024)).text
    assert "factor-missing" in {finding.code for finding in year.findings}


def test_the_report_speaks_chinese() -> None:
    figures = figures_of(book(), whole_year())
    language.use("zh_CN")
    try:
        html = html_report(figures, 2024)
    finally:
        language.use("en")
    assert '<html lang="zh-CN">' in html
    Page(html)


def test_a_report_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    inventory = book()
    figures_of(inventory, whole_year())
    for ending in ENDINGS:
        path = tmp_path / f"report{ending}"
        write_report(inventory, 2024, path)
        assert "Acme" in path.read_text(encoding="utf-8")
    assert sorted(path.suffix for path in tmp_path.iterdir()) == sorted(ENDINGS)
    with pytest.raises(ValueError, match="docx"):
        write_report(inventory, 2024, tmp_path / "report.docx")
    with pytest.raises(NotFound):
        write_report(inventory, 2024, tmp_path / "nowhere" / "report.html")


def test_a_finding_about_factors_is_said_once_for_all_sources_of_a_family() -> None:
    inventory = Inventory.in_memory(Organisation(name="Acme", country="US"))
    with inventory.step(say("Begin")) as step:
        site = step.add(Site(name="Erie", country="US", grid_region="US-EGRID-RFCW"))
        for name in ("Hall", "Office"):
            step.add(Source(site=site.id, name=name, category="electricity", unit="kWh"))
    figures = figures_of(inventory, [replace(entry(2, "2024-01", 10.0), source=source) for source in (1, 2)])
    codes = [finding.code for finding in year_findings(figures, 2024)]
    assert codes.count("factor-latest-known") == 1
    found = next(finding for finding in year_findings(figures, 2024) if finding.code == "factor-latest-known")
    assert (found.where["sources"], found.where["site"]) == (2, "Erie")


def test_gaps_outliers_and_submeters_are_findings_of_the_inventory() -> None:
    entries = [each for each in whole_year() if (each.source, each.start.month) != (5, 6)]
    odd = [
        Activity(source=2, start=each.start, end=each.end, n=2, quantity=9_900.0, unit="kWh")
        for each in entries
        if each.source == 2 and each.start.month == 8
    ]
    inside = [
        Activity(source=3, start=each.start, end=each.end, n=2, quantity=50_000.0, unit="kWh")
        for each in entries
        if each.source == 3 and each.start.month == 2
    ]
    figures = figures_of(book(), [*entries, *odd, *inside])
    found = {finding.code: finding for finding in reversed(inventory_findings(figures))}
    assert found["months-missing"].where["source"] == "Power"
    assert found["months-missing"].where["site"] == "B"
    assert "outlier" in found
    assert found["submeters-exceed-main"].where["month"] == "2024-02"


def test_a_gas_without_a_potential_in_the_set_is_an_error() -> None:
    inventory = Inventory.in_memory(Organisation(name="Acme", country="DE", gwp="AR4"))
    library = loaded_figures(inventory).library
    sets = {name: library.gases.gwp_set(name).values for name in ("AR4", "AR6")}
    newer = sorted(gas for gas in sets["AR6"] if gas not in sets["AR4"] and library.gas_factor(gas))
    with inventory.step(say("Begin")) as step:
        site = step.add(Site(name="Erie", country="DE"))
        step.add(Source(site=site.id, name="Chiller", category="fugitive", carrier=newer[0], unit="kg"))
    leak = Activity(source=1, start=date(2024, 1, 1), end=date(2024, 1, 31), quantity=1.0, unit="kg")
    figures = figures_of(inventory, [leak])
    assert "gwp-missing" in {finding.code for finding in year_findings(figures, 2024)}
    assert [row.location for row in emission_rows(figures, 2024, ("source",))] == [None]


def test_an_unknown_dimension_is_refused() -> None:
    with pytest.raises(ValueError, match="colour"):
        emission_rows(figures_of(book(), whole_year()), 2024, ("colour",))
