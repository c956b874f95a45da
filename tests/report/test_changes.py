"""The explanation of change: bridges whose bars anybody can compute from the entries."""

from __future__ import annotations

import math
from datetime import date

import pytest

from carbondesk.domain.records import (
    Activity,
    BaseYearChange,
    Driver,
    Factor,
    Organisation,
    PublishedFigure,
    Site,
    Source,
)
from carbondesk.domain.text import say
from carbondesk.report.changes import change_paper, default_against
from carbondesk.report.figures import Figures
from carbondesk.report.papers import Options, Paper
from carbondesk.report.render import loaded_figures
from carbondesk.store import Inventory
from tests.report.ledger_books import FUEL_AR6, book, entry, figures_of, whole_year
from tests.report.test_editions import book as editions_book


def grid(identity: str, kg: float) -> Factor:
    """Return an own factor of power of so many kg CO2 per kWh."""
    return Factor(
        factor_id=identity, name=identity, category="electricity", carrier="own grid", activity_unit="kWh",
        co2=kg, ch4=0.0, n2o=0.0,
    )  # fmt: skip


def plant(**site: object) -> Inventory:
    """Return an inventory of one plant with one source of power, whose factor the entries name."""
    inventory = Inventory.in_memory(Organisation(name="Acme", country="DE"))
    with inventory.step(say("Begin")) as step:
        step.add(grid("GRID-2023", 0.4))
        step.add(grid("GRID-2024", 0.35))
        place = step.add(Site(name="A", country="DE", **site))  # type: ignore[arg-type]
        step.add(Source(site=place.id, name="Power", category="electricity", unit="kWh", carrier="own grid"))
    return inventory


def power(year: int, kwh: float, factor: str, source: int = 1) -> Activity:
    """Return a year's power."""
    return Activity(
        source=source, start=date(year, 1, 1), end=date(year, 12, 31), quantity=kwh, unit="kWh", factor=factor
    )


def made(inventory: Inventory, amounts: dict[int, float], site: int = 1) -> None:
    """Enter a production."""
    with inventory.step(say("Output")) as step:
        for year, amount in amounts.items():
            step.add(
                Driver(
                    site=site,
                    driver="Boards",
                    month=f"{year}-06",
                    amount=amount,
                    unit="m2",
                    kind="production",
                )
            )


def causes(paper: Paper) -> dict[str, float]:
    """Return the causes of a bridge by name, without the zero ones; the bars add up in any case."""
    bridge = paper.sheets[0]
    assert bridge.total is not None
    amounts = [row[1] for row in bridge.rows]
    assert all(isinstance(amount, float) for amount in amounts)
    whole = math.fsum(amount for amount in amounts if isinstance(amount, float))
    assert whole == pytest.approx(bridge.total[1], rel=1e-9, abs=1e-9)
    return {str(row[0]): float(str(row[1])) for row in bridge.rows[1:] if abs(float(str(row[1]))) > 1e-12}


def told(figures: Figures, before: int = 2023, after: int = 2024, **options: str) -> dict[str, float]:
    """Return the causes between two years."""
    return causes(change_paper(figures, after, Options(against=before, **options)))


def codes(paper: Paper) -> set[str]:
    """Return the codes of a paper's findings."""
    return {finding.code for finding in paper.findings}


def test_output_intensity_and_grid_factor_are_those_of_the_published_vector() -> None:
    """1000 x 2.0 x 0.4 = 800 becomes 1100 x 1.8 x 0.35 = 693, with L = 745.2202."""
    inventory = plant()
    made(inventory, {2023: 1000.0, 2024: 1100.0})
    figures = figures_of(
        inventory, [power(2023, 2_000_000.0, "GRID-2023"), power(2024, 1_980_000.0, "GRID-2024")]
    )
    found = told(figures)
    assert found == {
        "Output": pytest.approx(71.0271, abs=1e-4),
        "Energy intensity": pytest.approx(-78.5168, abs=1e-4),
        "Grid and fuel factors": pytest.approx(-99.5103, abs=1e-4),
    }
    assert sum(found.values()) == pytest.approx(-107.0, rel=1e-9)
    paper = change_paper(figures, 2024, Options(against=2023))
    assert paper.chart is not None
    assert [bar.start for bar in paper.chart.bars[:2]] == [0.0, 800.0]
    assert paper.chart.bars[-2].end == pytest.approx(paper.chart.bars[-1].amount) == pytest.approx(693.0)
    assert paper.findings == ()


def test_the_earlier_year_is_always_the_start() -> None:
    figures = figures_of(plant(), [power(2023, 1000.0, "GRID-2023"), power(2024, 2000.0, "GRID-2023")])
    assert told(figures, 2024, 2023) == told(figures, 2023, 2024)


def test_without_an_output_figure_the_energy_itself_is_the_cause_and_it_is_said() -> None:
    figures = figures_of(plant(), [power(2023, 1000.0, "GRID-2023"), power(2024, 2000.0, "GRID-2023")])
    paper = change_paper(figures, 2024, Options(against=2023))
    assert causes(paper) == {"Energy use without an output figure": pytest.approx(0.4)}
    assert codes(paper) == {"production-missing"}
    assert "A" in str(paper.findings[0].message)


def test_an_output_figure_with_unlike_months_is_said() -> None:
    inventory = plant()
    made(inventory, {2023: 10.0, 2024: 10.0})
    with inventory.step(say("More")) as step:
        step.add(Driver(site=1, driver="Boards", month="2024-07", amount=1.0, unit="m2", kind="production"))
    figures = figures_of(inventory, [power(2023, 1000.0, "GRID-2023"), power(2024, 1000.0, "GRID-2023")])
    # The energy is the same, the output a tenth more: the two effects cancel.
    assert told(figures) == {
        "Output": pytest.approx(0.4 * math.log(1.1)),
        "Energy intensity": pytest.approx(-0.4 * math.log(1.1)),
    }
    assert codes(change_paper(figures, 2024, Options(against=2023))) == {"production-months"}


def test_production_comes_before_revenue_and_floor_area_is_no_output() -> None:
    inventory = plant()
    with inventory.step(say("Output")) as step:
        for year, factor in ((2023, 1.0), (2024, 2.0)):
            for name, kind in (("Area", "floor area"), ("Money", "revenue"), ("Boards", "production")):
                step.add(
                    Driver(site=1, driver=name, month=f"{year}-01", amount=5 * factor, unit="unit", kind=kind)
                )
            for month in ("01", "02"):
                step.add(
                    Driver(
                        site=1,
                        driver="Staff",
                        month=f"{year}-{month}",
                        amount=4.0,
                        unit="unit",
                        kind="headcount",
                    )
                )
    figures = figures_of(inventory, [power(2023, 1000.0, "GRID-2023"), power(2024, 2000.0, "GRID-2023")])
    assert told(figures) == {"Output": pytest.approx(0.4)}
    sheet = change_paper(figures, 2024, Options(against=2023)).sheets[3]
    assert sheet.rows == (("A", "Boards", "unit", 5.0, 10.0, 1.0, say("yes")),)


def test_a_new_source_that_takes_energy_over_is_a_matter_of_the_mix() -> None:
    inventory = book()
    made(inventory, {2023: 100.0, 2024: 100.0})
    # A kWh of power at 0.5 kg gives way to one made on the roof.
    figures = figures_of(
        inventory,
        [entry(2, "2023-01", 1000.0), entry(2, "2024-01", 600.0), entry(4, "2024-01", 400.0)],
    )
    assert told(figures) == {"Energy mix": pytest.approx(-0.2)}


def test_a_gas_has_an_intensity_and_no_part_in_the_mix() -> None:
    inventory = plant()
    made(inventory, {2023: 100.0, 2024: 100.0})
    with inventory.step(say("Gas")) as step:
        step.add(Source(site=1, name="CF4", category="process", unit="kg", carrier="CF4"))
    gas = [
        Activity(source=2, start=date(year, 1, 1), end=date(year, 1, 31), quantity=kg, unit="kg")
        for year, kg in ((2023, 10.0), (2024, 12.0))
    ]
    figures = figures_of(
        inventory, [power(2023, 1000.0, "GRID-2023"), power(2024, 1000.0, "GRID-2023"), *gas]
    )
    # 7,380 is the potential of CF4 in AR6.
    assert told(figures) == {"Energy intensity": pytest.approx(2.0 * 7380 / 1000)}


def test_a_fuel_with_a_heating_value_has_its_part_in_the_mix() -> None:
    inventory = plant()
    made(inventory, {2023: 1.0, 2024: 1.0})
    with inventory.step(say("Fuel")) as step:
        step.add(fuel(2023, 0.2, "2023"))
        step.add(
            Source(
                site=1, name="Boiler", category="stationary-combustion", unit="L", carrier="brew",
                heating_value="10 kWh/L",
            )
        )  # fmt: skip
    burnt = Activity(source=2, start=date(2023, 1, 1), end=date(2023, 12, 31), quantity=100.0, unit="L")
    # 100 L of fuel are 1,000 kWh; the same energy comes from the grid a year later.
    figures = figures_of(inventory, [burnt, power(2024, 1000.0, "GRID-2023")])
    assert told(figures) == {"Energy mix": pytest.approx(0.4 - 0.2)}


@pytest.mark.parametrize("wrong", ["ten", "10 kg/L", ""])
def test_a_fuel_without_a_heating_value_is_compared_with_itself(wrong: str) -> None:
    inventory = book()
    made(inventory, {2023: 1.0, 2024: 1.0})
    with inventory.step(say("Heating value")) as step:
        step.change(inventory.get(Source, 1), heating_value=wrong)
    figures = figures_of(inventory, [entry(1, "2023-01", 100.0), entry(1, "2024-01", 200.0)])
    found = told(figures)
    if wrong:
        # Nothing is guessed: the factor of the fuel is missing too.
        assert set(found) <= {"Energy intensity", "Not split into causes"}
    else:
        assert found == {"Energy intensity": pytest.approx(100 * FUEL_AR6 / 1000)}


def test_what_was_published_differs_from_what_is_computed_by_a_restatement() -> None:
    inventory = plant()
    with inventory.step(say("Publish")) as step:
        for scope, method, value in (("1+2", "market", 0.5), ("1+2", "location", 0.6), ("3", "", 9.0)):
            step.add(
                PublishedFigure(
                    year=2023, scope=scope, method=method, value=value, published_in="Report 2023"
                )
            )
    figures = figures_of(inventory, [power(2023, 1000.0, "GRID-2023"), power(2024, 1000.0, "GRID-2023")])
    assert told(figures) == {"Restatements and errors": pytest.approx(-0.1)}
    assert told(figures, method="location") == {"Restatements and errors": pytest.approx(-0.2)}
    paper = change_paper(figures, 2024, Options(against=2023))
    assert str(paper.sheets[0].rows[0][0]) == "2023, as published in Report 2023"
    assert causes(change_paper(figures, 2024, Options(against=2023, consolidation="equity-share")))


def bought(*, ledger: bool) -> Inventory:
    """Return an inventory to which a second plant came on 1 July 2024."""
    inventory = plant()
    with inventory.step(say("Buy")) as step:
        step.add(Site(name="B", country="DE", from_=date(2024, 7, 1)))
        step.add(Source(site=2, name="Power", category="electricity", unit="kWh", carrier="own grid"))
        if ledger:
            step.add(
                BaseYearChange(
                    name="B bought", effective=date(2024, 7, 1), kind="structure", effect=0.0, site=2
                )
            )
    return inventory


def halves(year: int, kwh: float) -> list[Activity]:
    """Return the power of the second plant, half of it in each half of a year."""
    spans = [(date(year, 1, 1), date(year, 6, 30)), (date(year, 7, 1), date(year, 12, 31))]
    return [
        Activity(source=2, start=start, end=end, quantity=kwh / 2, unit="kWh", factor="GRID-2023")
        for start, end in spans
    ]


def test_a_plant_bought_in_july_is_in_both_years_before_anything_is_compared() -> None:
    same = [power(2023, 1000.0, "GRID-2023"), power(2024, 1000.0, "GRID-2023")]
    figures = figures_of(bought(ledger=True), [*same, *halves(2023, 2000.0), *halves(2024, 3000.0)])
    # The group had 0.4 t and then 0.4 + 0.6 t; with the whole plant in both years, 1.2 t and 1.6 t.
    paper = change_paper(figures, 2024, Options(against=2023))
    assert paper.sheets[0].rows[0][1] == pytest.approx(0.4)
    assert paper.sheets[0].total is not None
    assert paper.sheets[0].total[1] == pytest.approx(1.0)
    assert causes(paper) == {
        "Acquired or sold": pytest.approx(0.8 - 0.6),
        "Energy use without an output figure": pytest.approx(0.4),
    }


def test_a_bought_plant_without_history_is_no_growth() -> None:
    same = [power(2023, 1000.0, "GRID-2023"), power(2024, 1000.0, "GRID-2023")]
    figures = figures_of(bought(ledger=True), [*same, *halves(2024, 3000.0)])
    assert told(figures) == {"Acquired or sold": pytest.approx(0.6)}


def test_an_opened_plant_is_growth_and_it_is_asked_whether_it_was_bought() -> None:
    inventory = bought(ledger=False)
    made(inventory, {2024: 7.0}, site=2)
    same = [power(2023, 1000.0, "GRID-2023"), power(2024, 1000.0, "GRID-2023")]
    figures = figures_of(inventory, [*same, halves(2024, 3000.0)[1]])
    paper = change_paper(figures, 2024, Options(against=2023))
    assert causes(paper) == {"Output": pytest.approx(0.6)}
    assert "site-opened" in codes(paper)


def test_a_sold_plant_leaves_with_all_it_had() -> None:
    inventory = plant(to=date(2023, 12, 31))
    with inventory.step(say("Sell")) as step:
        step.add(
            BaseYearChange(name="A sold", effective=date(2023, 12, 31), kind="structure", effect=0.0, site=1)
        )
    figures = figures_of(inventory, [power(2023, 1000.0, "GRID-2023"), power(2024, 1000.0, "GRID-2023")])
    assert told(figures) == {"Acquired or sold": pytest.approx(-0.4)}


def fuel(year: int, kg: float, version: str) -> Factor:
    """Return a fuel's factor of an edition."""
    return Factor(
        factor_id=f"FUEL-{version}", name="Fuel", category="stationary-combustion", carrier="brew",
        activity_unit="kWh", co2=kg, ch4=0.0, n2o=0.0, source="Press", source_version=version,
        valid_from=year, valid_to=year, region="DE",
    )  # fmt: skip


def test_a_newer_edition_of_a_fuels_factor_is_a_change_of_method() -> None:
    inventory = plant()
    with inventory.step(say("Fuel")) as step:
        step.add(fuel(2023, 0.2, "2023"))
        step.add(fuel(2024, 0.3, "2024"))
        step.add(Source(site=1, name="Boiler", category="stationary-combustion", unit="kWh", carrier="brew"))
    figures = figures_of(inventory, [power(2023, 1000.0, "", 2), power(2024, 1000.0, "", 2)])
    assert told(figures) == {"Methods and factor sets": pytest.approx(0.1)}


def test_a_grid_that_grew_cleaner_is_performance_and_another_publisher_is_method() -> None:
    for publishers, cause in ((("P", "P"), "Grid and fuel factors"), (("P", "Q"), "Methods and factor sets")):
        inventory = plant()
        with inventory.step(say("Grids")) as step:
            for year, kg, publisher in zip((2023, 2024), (0.4, 0.3), publishers, strict=True):
                step.add(
                    Factor(
                        factor_id=f"G{year}", name="Grid", category="electricity", carrier="brook",
                        activity_unit="kWh", co2=kg, ch4=0.0, n2o=0.0, source=publisher,
                        valid_from=year, valid_to=year, region="DE",
                    )
                )  # fmt: skip
            step.add(Source(site=1, name="Brook", category="electricity", unit="kWh", carrier="brook"))
        figures = figures_of(inventory, [power(2023, 1000.0, "", 2), power(2024, 1000.0, "", 2)])
        assert told(figures) == {cause: pytest.approx(-0.1)}


def test_a_line_without_a_factor_is_shown_whole_and_said() -> None:
    figures = figures_of(plant(), [power(2023, 1000.0, "GRID-2023"), power(2024, 1000.0, "NOWHERE")])
    paper = change_paper(figures, 2024, Options(against=2023))
    assert causes(paper) == {"Not split into causes": pytest.approx(-0.4)}
    assert codes(paper) == {"bridge-valueless"}


def test_a_year_that_lacks_months_is_said() -> None:
    inventory = plant()
    made(inventory, {2023: 1.0, 2024: 1.0})
    half = Activity(
        source=1,
        start=date(2023, 7, 1),
        end=date(2023, 12, 31),
        quantity=500.0,
        unit="kWh",
        factor="GRID-2023",
    )
    with inventory.step(say("Since January")) as step:
        step.change(inventory.get(Source, 1), from_=date(2023, 1, 1))
    figures = figures_of(inventory, [half, power(2024, 1000.0, "GRID-2023")])
    [finding] = change_paper(figures, 2024, Options(against=2023)).findings
    assert (finding.code, str(finding.message)[:14]) == ("bridge-incomplete", "2023 lacks 6 v")


def test_lines_and_sites_add_up_to_the_bridge() -> None:
    inventory = book()
    made(inventory, {2023: 90.0, 2024: 100.0})
    figures = figures_of(inventory, [*whole_year(2023), *whole_year(), entry(1, "2024-12", 50.0, n=2)])
    for method in ("market", "location"):
        paper = change_paper(figures, 2024, Options(against=2023, method=method))
        for sheet, names in ((paper.sheets[1], 1), (paper.sheets[2], 3)):
            assert sheet.total is not None
            for column in range(names, len(sheet.heads)):
                parts = math.fsum(float(str(row[column])) for row in sheet.rows)
                assert parts == pytest.approx(sheet.total[column], rel=1e-9, abs=1e-12)
        assert paper.sheets[2].total is not None
        assert paper.sheets[2].total[5] == pytest.approx(50 * FUEL_AR6 / 1000)


def test_many_lines_end_with_those_that_are_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("carbondesk.report.changes.MOST_LINES", 1)
    figures = figures_of(book(), [*whole_year(2023), *whole_year()])
    sheet = change_paper(figures, 2024, Options(against=2023)).sheets[2]
    assert [str(row[0]) for row in sheet.rows] == ["A", "3 other lines"]
    assert sheet.total is not None
    assert math.fsum(float(str(row[3])) for row in sheet.rows) == pytest.approx(sheet.total[3])


def test_scope_3_stands_beside_the_bridge() -> None:
    inventory = plant()
    with inventory.step(say("Trips")) as step:
        step.add(Source(site=1, name="Trips", category="s3-6", unit="kWh", factor="GRID-2023"))
    figures = figures_of(
        inventory,
        [
            *(power(2023, 1000.0, "GRID-2023", source) for source in (1, 2)),
            *(power(2024, kwh, "GRID-2023", source) for source, kwh in ((1, 1000.0), (2, 2000.0))),
        ],
    )
    totals = [figures.totals(year).scope3 for year in (2023, 2024)]
    assert totals[1] - totals[0] == pytest.approx(0.4)
    paper = change_paper(figures, 2024, Options(against=2023))
    assert causes(paper) == {}
    sheet = paper.sheets[-1]
    assert sheet.total is not None
    assert list(sheet.total[1:4]) == [totals[0], totals[1], pytest.approx(0.4)]
    assert [str(each.title) for each in paper.sheets] == [
        "Causes", "By site", "By line", "Scope 3, beside the bridge",
    ]  # fmt: skip


def test_the_base_year_is_the_start_unless_another_year_is_chosen() -> None:
    inventory = plant()
    entries = [power(year, 1000.0, "GRID-2023") for year in (2022, 2023, 2024)]
    figures = figures_of(inventory, entries)
    assert default_against(figures, 2024) == figures.base_year() == 2022
    assert default_against(figures, 2022) == 2023
    with inventory.step(say("Base")) as step:
        step.change(inventory.get(Organisation, 1), base_year=2024)
    figures = loaded_figures(inventory)
    assert default_against(figures, 2024) == 2023
    assert "2023" in str(change_paper(figures, 2024, Options()).subtitle)


def test_a_year_is_explained_from_what_was_published_to_what_newer_editions_would_make_of_it() -> None:
    inventory = editions_book()
    with inventory.step(say("Publish")) as step:
        step.add(PublishedFigure(year=2025, scope="1+2", method="market", value=0.25))
    figures = loaded_figures(inventory)
    power = figures.by_source(2025)[1]
    paper = change_paper(figures, 2025, Options(against=2025))
    assert str(paper.sheets[0].rows[0][0]) == "2025, as published"
    # The edition that was read in says 0.1 kg/kWh for 1,000 kWh, and has nothing on gas.
    assert causes(paper) == {
        "Restatements and errors": pytest.approx(figures.totals(2025).scope12_market - 0.25),
        "Newer factor editions: DESNZ-OWN-2025": pytest.approx(0.1 - power),
    }
    [row] = paper.sheets[1].rows
    assert row[:2] == ("A", "Power")
    assert list(row[4:]) == [pytest.approx(power), pytest.approx(0.1), pytest.approx(0.1 - power)]
    assert paper.findings == ()


def test_a_year_alone_says_that_there_is_nothing_to_compare_it_with() -> None:
    figures = figures_of(plant(), [power(2024, 1000.0, "GRID-2024")])
    paper = change_paper(figures, 2024, Options())
    assert causes(paper) == {}
    assert codes(paper) == {"no-other-state"}


def test_years_without_any_entry_have_an_empty_bridge() -> None:
    figures = figures_of(plant())
    assert causes(change_paper(figures, 2024, Options(against=2023))) == {}
