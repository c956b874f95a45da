"""The paper on green power: contracts with their criteria, what covers each site, and the matched share."""

from __future__ import annotations

from datetime import date

import pytest

from carbondesk.domain.records import Contract, Interval, Site, Source
from carbondesk.domain.text import say
from carbondesk.report.green_power import criteria, green_power_paper
from carbondesk.report.papers import Options, Paper
from carbondesk.report.render import loaded_figures
from carbondesk.store import Inventory
from tests.report.ledger_books import book, entry, figures_of, whole_year


def contract(**others: object) -> Contract:
    """Return a certificate of 2024 for the first site that meets every criterion."""
    values: dict[str, object] = {
        "kind": "certificate", "site": 1, "quantity": 300.0, "unit": "kWh", "from_": date(2024, 1, 1),
        "to": date(2024, 12, 31), "vintage": 2024, "generator": "Wind farm", "scheme": "GO", "factor": 0.01,
        "tracked": True, "cancelled_for": "Acme",
    }  # fmt: skip
    return Contract(**{**values, **others})  # type: ignore[arg-type]


def with_contracts(*contracts: Contract) -> Inventory:
    """Return the two sites with contracts: A uses 1,200 kWh and makes 1,200, B uses 1,200."""
    inventory = book()
    with inventory.step(say("Contracts")) as step:
        for each in contracts:
            step.add(each)
    return inventory


def paper_of(inventory: Inventory) -> Paper:
    """Return the paper of 100 of everything a month."""
    return green_power_paper(figures_of(inventory, whole_year()), 2024, Options())


def named(paper: Paper, sheet: int, row: int) -> dict[str, object]:
    """Return a row by the names of its heads."""
    heads = [str(head.name) for head in paper.sheets[sheet].heads]
    return dict(zip(heads, paper.sheets[sheet].lines[row], strict=True))


def test_a_contract_stands_with_what_was_used_and_what_is_too_much() -> None:
    paper = paper_of(with_contracts(contract(), contract(site=2, quantity=2.0, unit="MWh", kind="supplier")))
    first, second = named(paper, 0, 0), named(paper, 0, 1)
    assert (first["Quantity"], first["Used in the year"], first["Excess, counts nowhere"]) == (
        300.0, pytest.approx(300.0), 0.0,
    )  # fmt: skip
    assert (str(first["Scheme"]), str(first["Vintage"]), str(first["Quality criteria"])) == (
        "GO",
        "2024",
        "met",
    )
    assert second["Quantity"] == pytest.approx(2000.0)
    assert second["Used in the year"] == pytest.approx(1200.0)
    assert second["Excess, counts nowhere"] == pytest.approx(800.0)
    assert "contract-excess" in {finding.code for finding in paper.findings}


def test_each_site_says_what_covers_its_power_and_both_methods() -> None:
    figures = figures_of(
        with_contracts(contract(), contract(kind="ppa", quantity=100.0, factor=0.0)), whole_year()
    )
    paper = green_power_paper(figures, 2024, Options())
    a, total = named(paper, 1, 0), named(paper, 1, 2)
    assert (a["Site"], a["Use"]) == ("A", pytest.approx(2400.0))
    assert a["Certificates"] == pytest.approx(300.0)
    assert a["Power purchase agreements"] == pytest.approx(100.0)
    assert a["Made on site"] == pytest.approx(1200.0)
    # 800 of 1,200 kWh from the grid are left; the source names its own factor, so no residual mix is taken.
    assert a["Grid's factor"] == pytest.approx(800.0)
    assert a["Covered or made on site"] == pytest.approx(1600 / 2400)
    assert a["Location-based"] == pytest.approx(0.6)
    assert a["Market-based"] == pytest.approx((300 * 0.01 + 800 * 0.5) / 1000)
    totals = figures.totals(2024)
    assert total["Location-based"] == pytest.approx(totals.scope2_location)
    assert total["Market-based"] == pytest.approx(totals.scope2_market)
    assert paper.chart is not None
    assert sum(bar.amount for bar in paper.chart.bars) == pytest.approx(total["Use"])


def test_a_published_residual_mix_is_named() -> None:
    inventory = with_contracts(contract(quantity=200.0))
    with inventory.step(say("Published factors")) as step:
        step.change(inventory.get(Site, 1), country="CN")
        step.change(inventory.get(Source, 2), factor="")
    row = named(paper_of(inventory), 1, 0)
    assert row["Residual mix"] == pytest.approx(1000.0)


def test_without_contracts_both_methods_are_the_same_and_it_is_said() -> None:
    paper = paper_of(book())
    assert [str(sheet.title) for sheet in paper.sheets] == ["By site"]
    assert [finding.code for finding in paper.findings] == ["market-equals-location"]
    row = named(paper, 0, 0)
    assert row["Location-based"] == row["Market-based"]


def test_a_year_without_power_has_no_sites() -> None:
    paper = green_power_paper(figures_of(book(), whole_year()), 2020, Options())
    assert paper.sheets == ()
    assert paper.chart is None


def test_the_share_is_matched_by_month_and_by_hour_where_there_are_intervals() -> None:
    inventory = with_contracts(contract(from_=date(2024, 1, 1), to=date(2024, 1, 31), quantity=25.0))
    paper = paper_of(inventory)
    [month] = [named(paper, 2, 0)]
    assert str(month["Matched"]) == "by month"
    assert month["Jan 2024"] == pytest.approx(0.25)
    assert month["Year"] == pytest.approx(25 / 1200)
    with inventory.step(say("Intervals")) as step:
        step.add(Interval(source=2, day=date(2024, 1, 1), quantities=" ".join(["2"] * 24)))
        step.add(Interval(source=4, day=date(2024, 1, 1), quantities=" ".join(["0"] * 12 + ["3"] * 12)))
    hour = named(green_power_paper(loaded_figures(inventory), 2024, Options()), 2, 1)
    assert str(hour["Matched"]) == "by hour"
    # Half of the hours have 3 kWh for 2 kWh used; the other half have none.
    assert (hour["Jan 2024"], hour["Year"]) == ("", 0.5)


def test_a_month_without_use_has_no_share() -> None:
    inventory = with_contracts(contract())
    figures = figures_of(inventory, [entry(2, "2024-01", 100.0)])
    row = named(green_power_paper(figures, 2024, Options()), 2, 0)
    assert row["Feb 2024"] == ""


def test_the_criteria_are_said_in_short() -> None:
    assert str(criteria(contract())) == "met"
    assert str(criteria(contract(generator="", vintage=None))) == "no generator; no vintage"
    assert str(criteria(contract(tracked=False))) == "not used: not tracked in a registry"
    assert str(criteria(contract(kind="vppa"))) == "not used: a contract on prices, without certificates"
    assert "kg" in str(criteria(contract(unit="kg")))


def test_a_contract_in_a_unit_that_is_no_energy_has_no_quantity() -> None:
    paper = paper_of(with_contracts(contract(unit="kg")))
    assert named(paper, 0, 0)["Quantity"] is None
