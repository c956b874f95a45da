"""The paper on scope 3: 15 categories, what is left out, and category 3 that nobody may count twice."""

from __future__ import annotations

from datetime import date

import pytest

from carbondesk.domain.records import Activity, Factor, Organisation, Screening, Site, Source
from carbondesk.domain.text import say
from carbondesk.report.papers import Options, Paper
from carbondesk.report.render import loaded_figures
from carbondesk.report.screenings import screening_paper
from carbondesk.store import Inventory


def book(**organisation: object) -> Inventory:
    """Return an inventory with 1 t of trips and 3 t of goods, and 1,000 L of diesel in scope 1, in 2024."""
    inventory = Inventory.in_memory(Organisation(name="Acme", country="GB", **organisation))  # type: ignore[arg-type] # any field
    with inventory.step(say("Begin")) as step:
        step.add(
            Factor(
                factor_id="OWN",
                name="Own",
                category="",
                carrier="own",
                activity_unit="kg",
                co2=1.0,
                ch4=0.0,
                n2o=0.0,
            )
        )
        site = step.add(Site(name="A", country="GB"))
        trips = step.add(
            Source(site=site.id, name="Trips", category="s3-6", unit="kg", factor="OWN", method="spend-based")
        )
        steel = step.add(
            Source(
                site=site.id, name="Steel", category="s3-1", unit="kg", factor="OWN", method="supplier-specific",
                pedigree="1,2,1,2,4",
            )
        )  # fmt: skip
        goods = step.add(Source(site=site.id, name="Goods", category="s3-1", unit="kg", factor="OWN"))
        diesel = step.add(
            Source(site=site.id, name="Cars", category="mobile-combustion", carrier="diesel", unit="L")
        )
        for source, quantity in ((trips, 1000.0), (steel, 2000.0), (goods, 1000.0), (diesel, 1000.0)):
            step.add(
                Activity(
                    source=source.id, start=date(2024, 1, 1), end=date(2024, 12, 31), quantity=quantity,
                    unit=source.unit,
                )
            )  # fmt: skip
    return inventory


def paper_of(inventory: Inventory) -> Paper:
    """Return the paper."""
    return screening_paper(loaded_figures(inventory), 2024, Options())


def row_of(paper: Paper, number: str) -> list[object]:
    """Return the row of a category by its number."""
    return next(list(row) for row in paper.sheets[0].rows if row[0] == number)


def test_every_category_has_a_row_with_tonnes_share_methods_and_quality() -> None:
    paper = paper_of(book(derives_upstream=False))
    assert [row[0] for row in paper.sheets[0].rows] == [str(number) for number in range(1, 16)]
    goods, trips = row_of(paper, "1"), row_of(paper, "6")
    assert goods[2:4] == [pytest.approx(3.0), pytest.approx(0.75)]
    assert str(goods[4]) == "supplier-specific 67 %; not stated 33 %"
    # The mean of 1, 2, 1, 2 and 4, of two of the three tonnes.
    assert str(goods[5]) == "2, of 67 %"
    assert [str(cell) for cell in trips[4:6]] == ["spend-based", "not scored"]
    assert row_of(paper, "15")[2:6] == ["", "", "", ""]
    assert paper.sheets[0].total is not None
    assert paper.sheets[0].total[2] == pytest.approx(4.0)
    assert paper.chart is not None
    assert [bar.amount for bar in paper.chart.bars] == [pytest.approx(3.0), pytest.approx(1.0)]


def test_a_score_of_everything_stands_alone() -> None:
    inventory = book(derives_upstream=False)
    with inventory.step(say("Score")) as step:
        step.change(inventory.get(Source, 1), pedigree="2,2,2,2,2")
    assert str(row_of(paper_of(inventory), "6")[5]) == "2"


def test_what_is_left_out_is_held_against_five_percent() -> None:
    inventory = book(derives_upstream=False)
    assert str(paper_of(inventory).sheets[1].rows[0][4]) == "nothing is left out"
    for estimate, share, words in ((0.1, 0.1 / 4.1, "yes"), (1.0, 0.2, "no")):
        with inventory.step(say("Leave out")) as step:
            step.add(
                Screening(
                    category="s3-15", decision="excluded", estimate=estimate, method="Balance sheet",
                    reason="Small", decided_by="Controller", decided_on=date(2024, 5, 1),
                )
            )  # fmt: skip
        paper = paper_of(inventory)
        assert list(paper.sheets[1].rows[0][:3]) == [
            pytest.approx(4.0), pytest.approx(estimate), pytest.approx(share),
        ]  # fmt: skip
        assert str(paper.sheets[1].rows[0][4]) == words
    paper = paper_of(inventory)
    assert "exclusions-exceed" in {finding.code for finding in paper.findings}
    assert [str(cell) for cell in row_of(paper, "15")[6:]] == [
        "Left out", "1.0", "Balance sheet", "Small", "Controller", "2024-05-01",
    ]  # fmt: skip


def test_an_exclusion_without_an_estimate_leaves_the_share_unknown() -> None:
    inventory = book(derives_upstream=False)
    with inventory.step(say("Leave out")) as step:
        step.add(Screening(category="s3-15", decision="excluded", reason="Small"))
    paper = paper_of(inventory)
    assert paper.sheets[1].rows[0][2] is None
    assert "not known" in str(paper.sheets[1].rows[0][4])
    assert row_of(paper, "15")[7] == ""
    assert row_of(paper, "15")[11] == ""


def test_category_3_is_derived_and_a_source_beside_it_counts_twice() -> None:
    inventory = book()
    paper = paper_of(inventory)
    [derived] = paper.sheets[2].rows
    assert [str(cell) for cell in derived[:2]] == ["A", "diesel"]
    assert str(derived[2]) == "derived from scopes 1 and 2"
    assert str(row_of(paper, "3")[4]) == "derived from scopes 1 and 2"
    assert "upstream-counted-twice" not in {finding.code for finding in paper.findings}
    with inventory.step(say("Enter")) as step:
        for name, carrier in (("Diesel upstream", "upstream of diesel"), ("Coal upstream", "coal")):
            source = step.add(
                Source(site=1, name=name, category="s3-3", carrier=carrier, unit="kg", factor="OWN")
            )
            step.add(
                Activity(
                    source=source.id, start=date(2024, 1, 1), end=date(2024, 1, 31), quantity=100.0, unit="kg"
                )
            )
    paper = paper_of(inventory)
    [twice] = [finding for finding in paper.findings if finding.code == "upstream-counted-twice"]
    assert "Diesel upstream" in str(twice.message)
    assert "0.1 t" in str(twice.message)
    assert [str(row[1]) for row in paper.sheets[2].rows] == ["coal", "diesel", "diesel"]


def test_power_and_its_losses_are_one_energy() -> None:
    inventory = book()
    with inventory.step(say("Enter")) as step:
        power = step.add(Source(site=1, name="Grid", category="electricity", unit="kWh"))
        heat = step.add(
            Source(site=1, name="Steam", category="heat-steam-cooling", carrier="steam", unit="kWh")
        )
        losses = step.add(
            Source(
                site=1,
                name="Losses",
                category="s3-3",
                carrier="electricity grid losses",
                unit="kg",
                factor="OWN",
            )
        )
        named = step.add(Source(site=1, name="Nameless", category="s3-3", unit="kg", factor="OWN"))
        for source in (power, heat, losses, named):
            step.add(
                Activity(
                    source=source.id, start=date(2024, 1, 1), end=date(2024, 1, 31), quantity=1000.0,
                    unit=source.unit,
                )
            )  # fmt: skip
    paper = paper_of(inventory)
    assert [str(row[1]) for row in paper.sheets[2].rows] == [
        "diesel", "electricity", "electricity", "heat and steam", "own",
    ]  # fmt: skip
    [twice] = [finding for finding in paper.findings if finding.code == "upstream-counted-twice"]
    assert "Losses" in str(twice.message)


def test_nothing_is_known_of_a_year_without_entries() -> None:
    paper = screening_paper(loaded_figures(book(derives_upstream=False)), 2020, Options())
    assert paper.chart is None
    assert row_of(paper, "1")[2:4] == [0.0, ""]


def test_a_trip_without_a_factor_counts_as_nothing_here_too() -> None:
    inventory = book()
    with inventory.step(say("No factor")) as step:
        step.change(inventory.get(Source, 1), factor="NOWHERE")
        step.add(Source(site=1, name="Lost", category="s3-3", unit="kg", factor="NOWHERE"))
        step.add(Activity(source=5, start=date(2024, 1, 1), end=date(2024, 1, 31), quantity=1.0, unit="kg"))
    paper = paper_of(inventory)
    assert row_of(paper, "6")[2] == 0.0
    assert ["A", "", "Lost", "0.0"] in [list(map(str, row)) for row in paper.sheets[2].rows]
