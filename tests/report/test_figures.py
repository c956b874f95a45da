"""Figures: totals that anybody can add up, completeness, and refreshes that equal a fresh load."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbondesk.domain.records import Activity, Category, Consolidation, Organisation, Site, Source
from carbondesk.domain.text import say
from carbondesk.report.explanations import lines_of
from carbondesk.report.figures import Figures
from carbondesk.report.render import loaded_figures
from carbondesk.report.tables import DIMENSIONS, emission_rows
from carbondesk.store import Inventory
from carbondesk.store.library import gwp_set
from tests.report.ledger_books import FUEL_AR5, FUEL_AR6, GRID_KG, book, entry, figures_of, whole_year

FUEL_T, GRID_T = 12 * 100 * FUEL_AR6 / 1000, 12 * 100 * GRID_KG / 1000


def test_totals_are_quantities_times_factors_times_gwp() -> None:
    totals = figures_of(book(), whole_year()).totals(2024)
    assert totals.scope1 == pytest.approx(FUEL_T, rel=1e-12)
    assert totals.scope2_location == totals.scope2_market == pytest.approx(2 * GRID_T, rel=1e-12)
    assert totals.scope3 == 0.0
    assert totals.biogenic == pytest.approx(2 * 12 * 100 * 0.1 / 1000, rel=1e-12)
    assert totals.total("market") == totals.scope12_market == totals.scope12_location
    assert totals.complete


def test_a_submeter_and_own_generation_add_nothing() -> None:
    inside = figures_of(book(), [entry(source, "2024-01", 1000.0) for source in (3, 4)])
    assert inside.totals(2024).total("location") == 0.0
    assert inside.totals(2024).expected_values == 1
    assert inside.by_source(2024)[3] == inside.by_source(2024)[4] == 0.0


def test_sites_and_categories_add_up_to_the_totals() -> None:
    figures = figures_of(book(), whole_year())
    totals = figures.totals(2024)
    by_site = {site.name: list(scopes) for site, scopes in figures.by_site(2024)}
    assert by_site["A"] == pytest.approx([FUEL_T, GRID_T, 0.0])
    assert by_site["B"] == pytest.approx([0.0, GRID_T, 0.0])
    by_category = figures.by_category(2024)
    assert by_category[Category.STATIONARY_COMBUSTION] == pytest.approx(totals.scope1)
    assert sum(by_category.values()) == pytest.approx(totals.total("market"))
    assert figures.by_category(2024, [2]) == {Category.ELECTRICITY: pytest.approx(GRID_T)}


def test_another_gwp_set_weighs_the_same_masses() -> None:
    figures = figures_of(book(), whole_year())
    figures.weigh(gwp_set("AR5"))
    assert figures.totals(2024).scope1 == pytest.approx(12 * 100 * FUEL_AR5 / 1000, rel=1e-12)
    figures.weigh(gwp_set("AR6"))
    assert figures.totals(2024).scope1 == pytest.approx(FUEL_T, rel=1e-12)


def test_equity_share_takes_a_site_in_by_its_share() -> None:
    figures = figures_of(book(), whole_year())
    totals = figures.totals(2024, consolidation=Consolidation.EQUITY_SHARE)
    assert totals.scope1 == pytest.approx(FUEL_T / 2)
    assert totals.scope2_market == pytest.approx(GRID_T * 1.5)


def test_a_site_under_no_control_is_left_out() -> None:
    inventory = book()
    with inventory.step(say("Sell")) as step:
        step.change(inventory.get(Site, 2), control="financial")
    figures = figures_of(inventory, whole_year())
    assert figures.totals(2024).scope2_market == pytest.approx(GRID_T)
    financial = figures.totals(2024, consolidation=Consolidation.FINANCIAL_CONTROL)
    assert financial.scope2_market == pytest.approx(2 * GRID_T)


def test_a_fiscal_year_runs_from_april_to_march() -> None:
    months = [f"2024-{month:02}" for month in range(1, 13)] + ["2025-01", "2025-02", "2025-03"]
    figures = figures_of(book(year_start=4), [entry(5, month, 100.0) for month in months])
    assert figures.years == [2023, 2024]
    assert figures.totals(2023).scope2_market == pytest.approx(3 * 100 * GRID_KG / 1000)
    assert figures.totals(2024).scope2_market == pytest.approx(GRID_T)
    assert figures.complete_years() == [2024]
    assert figures.base_year() == 2024
    assert not figures.reaches_over(2023)


def test_an_entry_across_new_year_is_split_by_days() -> None:
    across = Activity(source=5, start=date(2023, 12, 17), end=date(2024, 1, 15), quantity=300.0, unit="kWh")
    figures = figures_of(book(), [across])
    assert figures.totals(2023).scope2_market == pytest.approx(150 * GRID_KG / 1000)
    assert figures.totals(2024).scope2_market == pytest.approx(150 * GRID_KG / 1000)


def test_a_missing_month_is_counted_and_weighed_with_the_mean_of_the_others() -> None:
    entries = [each for each in whole_year() if (each.source, each.start.month) not in {(5, 3), (5, 4)}]
    figures = figures_of(book(), entries)
    totals = figures.totals(2024)
    assert (totals.expected_values, totals.missing_values) == (48, 2)
    assert totals.missing_tonnes == pytest.approx(2 * 100 * GRID_KG / 1000)
    assert figures.missing_months(2024) == {5: [2, 3]}
    assert figures.missing_tonnes(2024) == {5: pytest.approx(2 * 100 * GRID_KG / 1000)}
    assert figures.complete_years() == []
    assert figures.complete_years([1]) == [2024]
    assert figures.complete_years(scopes=(1,)) == [2024]
    of_b = figures.completeness(2024)[1]
    assert of_b.missing == (0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0)
    assert of_b.share == pytest.approx(10 / 12)


def test_estimates_are_counted() -> None:
    entries = [entry(5, "2024-01", 1.0, quality="estimated"), entry(5, "2024-02", 1.0)]
    assert figures_of(book(), entries).totals(2024).estimated_values == 1


def test_a_source_opened_in_may_asks_for_nothing_before() -> None:
    inventory = book()
    with inventory.step(say("Open")) as step:
        step.change(inventory.get(Source, 5), from_=date(2024, 5, 1), to=date(2024, 10, 31))
    entries = [each for each in whole_year() if each.source != 5 or 5 <= each.start.month <= 10]
    figures = figures_of(inventory, entries)
    assert figures.missing_months(2024) == {}
    assert figures.totals(2024).expected_values == 36 + 6


def test_a_source_without_factor_makes_a_year_incomplete() -> None:
    inventory = book()
    with inventory.step(say("Add")) as step:
        step.add(Source(site=1, name="Slag", category="process", carrier="unheard-of slag", unit="t"))
    entries = [
        Activity(source=6, start=date(2024, month, 1), end=date(2024, month, 28), quantity=1.0, unit="t")
        for month in range(1, 13)
    ]
    figures = figures_of(inventory, [*whole_year(), *entries])
    totals = figures.totals(2024)
    assert (totals.without_factor, totals.complete) == (1, False)
    assert totals.scope1 == pytest.approx(FUEL_T)
    slag = figures.by_source(2024)[6]
    assert slag != slag  # noqa: PLR0124 - not a number


def test_an_empty_inventory_has_no_years() -> None:
    figures = loaded_figures(Inventory.in_memory(Organisation(name="Acme", country="DE")))
    assert figures.years == []
    assert figures.complete_years() == []
    assert figures.base_year() is None
    assert figures.totals(2024).total("market") == 0.0
    assert figures.by_site(2024) == []
    assert emission_rows(figures, 2024, DIMENSIONS) == []


def test_years_without_values_have_totals_of_their_own() -> None:
    figures = figures_of(book(), whole_year())
    assert [figures.totals(year).year for year in (1990, 1991, 1990)] == [1990, 1991, 1990]


def same(left: Figures, right: Figures) -> None:
    """Assert that two sets of figures say the same of every year."""
    assert left.years == right.years
    for year in left.years:
        for scopes in ((1, 2, 3), (1, 2), (3,)):
            own, other = (asdict(figures.totals(year, scopes=scopes)) for figures in (left, right))
            assert own == pytest.approx(other, rel=1e-12)
        assert left.by_category(year) == pytest.approx(right.by_category(year), rel=1e-12)
        assert left.completeness(year) == right.completeness(year)
        assert left.missing_months(year) == right.missing_months(year)


def test_a_refresh_after_each_step_equals_a_fresh_load() -> None:
    inventory = book()
    figures = figures_of(inventory, whole_year())
    inventory.watch(figures.refresh)
    first = inventory.activities(1)[0]
    with inventory.step(say("Edit")) as step:
        step.change(first, quantity=250.0)
    same(figures, loaded_figures(inventory))
    assert figures.totals(2024).scope1 == pytest.approx((11 * 100 + 250) * FUEL_AR6 / 1000)
    with inventory.step(say("Another year")) as step:
        step.add(entry(5, "2025-01", 1.0))
    same(figures, loaded_figures(inventory))
    with inventory.step(say("Rename")) as step:
        step.change(inventory.get(Site, 1), name="Plant A")
    assert figures.sites[1].name == "Plant A"
    inventory.undo()
    inventory.undo()
    inventory.undo()
    same(figures, loaded_figures(inventory))
    assert figures.totals(2024).scope1 == pytest.approx(FUEL_T)


ENTRIES = st.lists(
    st.tuples(
        st.sampled_from([1, 2, 3, 4, 5]),
        st.dates(date(2022, 1, 1), date(2025, 6, 30)),
        st.integers(0, 400),
        st.floats(0, 1e6).map(lambda number: round(number, 3)),
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None)
@given(rows=ENTRIES, year_start=st.sampled_from([1, 4, 7]))
def test_every_breakdown_and_every_explanation_adds_up_to_the_totals(
    rows: list[tuple[int, date, int, float]], year_start: int
) -> None:
    entries = [
        Activity(
            source=source,
            start=start,
            end=date.fromordinal(start.toordinal() + days),
            n=number,
            quantity=quantity,
            unit="L" if source == 1 else "kWh",
        )
        for number, (source, start, days, quantity) in enumerate(rows, start=1)
    ]
    figures = figures_of(book(year_start=year_start), entries)
    lines = [line for each in figures.inventory.activities() for line in lines_of(figures, each)]
    for year in figures.years:
        whole = pytest.approx(figures.totals(year).total("location"), rel=1e-9, abs=1e-9)
        assert sum(sum(scopes) for _, scopes in figures.by_site(year)) == whole
        assert sum(figures.by_category(year).values()) == whole
        assert sum(figures.by_source(year).values()) == whole
        assert sum(line.result or 0.0 for line in lines if line.year == year and line.counted) == whole
        for by in (("scope",), ("site", "source"), ("gas",), ("month",), DIMENSIONS):
            assert sum(row.location or 0.0 for row in emission_rows(figures, year, by)) == whole


@settings(max_examples=20, deadline=None)
@given(rows=ENTRIES.filter(bool), quantity=st.floats(0, 1e6).map(lambda number: round(number, 3)))
def test_a_refresh_equals_a_fresh_load_whatever_was_edited(
    rows: list[tuple[int, date, int, float]], quantity: float
) -> None:
    inventory = book()
    figures = figures_of(inventory, [])
    inventory.watch(figures.refresh)
    for number, (source, start, days, amount) in enumerate(rows, start=1):
        with inventory.step(say("Enter")) as step:
            end = date.fromordinal(start.toordinal() + days)
            unit = "L" if source == 1 else "kWh"
            step.add(Activity(source=source, start=start, end=end, n=number, quantity=amount, unit=unit))
        # What is asked now is kept, and must go where the next entry touches it.
        same(figures, loaded_figures(inventory))
    with inventory.step(say("Edit")) as step:
        step.change(inventory.activities()[0], quantity=quantity)
    same(figures, loaded_figures(inventory))
    with inventory.step(say("Remove")) as step:
        step.remove(inventory.activities()[-1])
    same(figures, loaded_figures(inventory))


def test_an_edit_of_what_is_spread_over_a_life_keeps_its_share_of_the_year() -> None:
    inventory = book()
    with inventory.step(say("Press")) as step:
        press = Source(
            site=1, name="Press", category="s3-2", carrier="", unit="L", factor="OWN-FUEL", life_years=5.0
        )
        press = step.add(press)
        day = date(2024, 6, 1)
        bought = step.add(Activity(source=press.id, start=day, end=day, quantity=100.0, unit="L"))
    figures = figures_of(inventory, whole_year())
    inventory.watch(figures.refresh)
    before = figures.totals(2024).scope3
    with inventory.step(say("Edit")) as step:
        step.change(bought, quantity=200.0)
    same(figures, loaded_figures(inventory))
    assert figures.totals(2024).scope3 == pytest.approx(2 * before)


def test_a_gap_in_scope_3_leaves_the_base_year_where_the_path_has_it() -> None:
    inventory = book()
    with inventory.step(say("Travel")) as step:
        site = inventory.all(Site)[0]
        travel = step.add(
            Source(
                site=site.id,
                name="Travel",
                category="s3-6",
                carrier="test fuel",
                unit="kWh",
                from_=date(2024, 1, 1),
            )
        )
    figures = figures_of(inventory, [*whole_year(2024), entry(travel.id, "2024-01", 1.0)])
    assert figures.complete_years() == []
    assert figures.base_year() == 2024
