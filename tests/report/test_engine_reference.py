"""The engine and a naive one, entry by entry and day by day, say the same of inventories drawn at random."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carbondesk.domain.records import Category, Consolidation
from carbondesk.domain.text import say
from carbondesk.report.explanations import booked_lines
from carbondesk.report.figures import Figures
from carbondesk.report.papers import Options
from carbondesk.report.proofs import lines_of_total
from carbondesk.report.render import loaded_figures
from carbondesk.report.tables import DIMENSIONS, emission_rows
from carbondesk.store.library import gwp_set
from tests.report.naive_books import LOCATION, MARKET, Key, Naive, Result
from tests.report.random_books import random_book, random_edit

METHODS = {"location": LOCATION, "market": MARKET}
APPROACHES = tuple(each.value for each in Consolidation)
RANDOM = st.randoms(use_true_random=True)


def about(value: float) -> object:
    return pytest.approx(value, rel=1e-9, abs=1e-9)


def alike(found: Mapping[Any, float], wanted: Mapping[Any, float]) -> bool:
    """Whether two breakdowns are the same, seen from their largest amount: small ones may be left by larger ones."""
    keys, largest = found.keys() | wanted.keys(), max(map(abs, wanted.values()), default=1.0)
    one, other = ({key: each.get(key, 0.0) for key in keys} for each in (found, wanted))
    return one == pytest.approx(other, rel=1e-9, abs=1e-9 * max(largest, 1.0))


def naive(figures: Figures) -> Naive:
    return Naive(figures.inventory, figures.library, figures.ledger.gwp)


def grouped(result: Result, year: int, method: int, *names: str) -> dict[object, float]:
    """Return the reference's sums of a year by some fields of their keys."""
    sums: dict[object, float] = defaultdict(float)
    for key, amounts in result.amounts.items():
        if key.year == year:
            sums[tuple(getattr(key, name) for name in names)] += float(amounts[method])
    return sums


def check_totals(figures: Figures, result: Result, approach: str) -> None:
    for year in figures.years:
        totals = figures.totals(year, consolidation=approach)
        scopes = [
            {scope: sum(float(v[m]) for k, v in result.amounts.items() if k.year == year and scope_of(k) == scope)
             for scope in "123"}
            for m in (LOCATION, MARKET)
        ]  # fmt: skip
        assert totals.scope1 == about(scopes[0]["1"])
        assert totals.scope2_location == about(scopes[0]["2"])
        assert totals.scope2_market == about(scopes[1]["2"])
        assert totals.scope3 == about(scopes[0]["3"]) == about(scopes[1]["3"])
        assert totals.biogenic == about(float(result.biogenic[year]))
        assert totals.outside_scopes == about(float(result.outside[year]))
        assert totals.without_factor == len({source for label, source in result.unknown if label == year})


def scope_of(key: Key) -> str:
    return Category(key.category).scope


def check_breakdowns(figures: Figures, result: Result, method: int) -> None:
    for year in figures.years:
        sites: dict[object, float] = defaultdict(float)
        for key, amounts in result.amounts.items():
            if key.year == year:
                sites[figures.sources[key.source].site, int(scope_of(key))] += float(amounts[method])
        found = {
            (site.id, scope): amount
            for site, scopes in figures.by_site(year)
            for scope, amount in enumerate(scopes, start=1)
        }
        assert alike(found, sites)
        by_category = {(category.value,): amount for category, amount in figures.by_category(year).items()}
        assert alike(by_category, grouped(result, year, method, "category"))
        for source, amount in figures.by_source(year).items():
            if (year, source) in result.unknown:
                assert amount != amount  # noqa: PLR0124 - not a number
            else:
                assert amount == about(result.total(method, year=year, source=source, derived=False))


def check_rows(figures: Figures, result: Result, approach: str, random: Random) -> None:
    names = {"site": lambda key: figures.sites[figures.sources[key.source].site].name,
             "source": lambda key: figures.sources[key.source].name, "scope": scope_of}  # fmt: skip
    for year in figures.years:
        for count in (1, 2, 3, 6):
            by = random.sample(DIMENSIONS, count)
            sums: dict[tuple[str, ...], list[float]] = defaultdict(lambda: [0.0, 0.0])
            for key, amounts in result.amounts.items():
                if key.year == year:
                    place = tuple(names[name](key) if name in names else getattr(key, name) for name in by)
                    for method in (LOCATION, MARKET):
                        sums[place][method] += float(amounts[method])
            rows = emission_rows(figures, year, by, consolidation=approach)
            for name, method in METHODS.items():
                found = {tuple(row.keys[each] for each in by): getattr(row, name) or 0.0 for row in rows}
                wanted = {key: values[method] for key, values in sums.items()}
                assert alike(found, wanted), (by, name)


def check_lines(figures: Figures, result: Result, approach: str) -> None:
    for name, method in METHODS.items():
        sums: dict[int, dict[object, float]] = defaultdict(lambda: defaultdict(float))
        for entry in figures.inventory.activities():
            for line in booked_lines(figures, entry, method=name, consolidation=approach):
                sums[line.year][line.category.value, line.source.id, line.derived] += line.result or 0.0
        for year in figures.years:
            wanted = grouped(result, year, method, "category", "source", "derived")
            assert alike(sums[year], wanted), name
            lines = lines_of_total(figures, year, {}, Options(method=name, consolidation=approach))
            assert sum(line.result or 0.0 for line in lines) == about(sum(wanted.values()))


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(random=RANDOM)
def test_the_engine_equals_the_naive_one(random: Random) -> None:
    figures = loaded_figures(random_book(random))
    reference = naive(figures)
    approach = random.choice(APPROACHES)
    result = reference.result(approach)
    assert set(figures.years) >= {key.year for key in result.amounts}
    check_totals(figures, result, approach)
    check_rows(figures, result, approach, random)
    check_lines(figures, result, approach)
    by_control = reference.result("operational-control")
    check_breakdowns(figures, by_control, METHODS[figures.organisation.scope2_method])


def same(left: Figures, right: Figures) -> None:
    """Assert that two sets of figures say the same of every year, under every approach."""
    assert left.years == right.years
    for year in left.years:
        for approach in APPROACHES:
            for restated in (False, True):
                one = asdict(left.totals(year, consolidation=approach, restated=restated))
                other = asdict(right.totals(year, consolidation=approach, restated=restated))
                assert one == pytest.approx(other, rel=1e-9, abs=1e-9)
        assert left.by_category(year) == pytest.approx(right.by_category(year), rel=1e-9, abs=1e-9)
        assert left.by_source(year) == pytest.approx(right.by_source(year), rel=1e-9, abs=1e-9, nan_ok=True)
        assert left.missing_months(year) == right.missing_months(year)
        rows = [
            {
                (*row.keys.items(), name): math.nan if amount is None else amount
                for row in emission_rows(each, year, ("source", "month"))
                for name, amount in (("location", row.location), ("market", row.market))
            }
            for each in (left, right)
        ]
        assert rows[0] == pytest.approx(rows[1], rel=1e-9, abs=1e-9, nan_ok=True)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(random=RANDOM)
def test_figures_refreshed_by_edits_equal_a_fresh_load(random: Random) -> None:
    inventory = random_book(random)
    figures = loaded_figures(inventory)
    inventory.watch(figures.refresh)
    for number in range(6):
        for year in figures.years:
            for approach in APPROACHES:
                figures.totals(year, consolidation=approach, restated=number % 2 == 1)
        random_edit(random, inventory, number)
    same(figures, loaded_figures(inventory))


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(random=RANDOM)
def test_figures_weighed_anew_equal_a_load_under_that_gwp_set(random: Random) -> None:
    inventory = random_book(random)
    figures = loaded_figures(inventory)
    for year in figures.years:
        for approach in APPROACHES:
            figures.totals(year, consolidation=approach)
    figures.weigh(gwp_set("AR4", inventory.organisation.sf6))
    check_totals(figures, naive(figures).result("equity-share"), "equity-share")
    with inventory.step(say("Other potentials")) as step:
        step.change(inventory.organisation, gwp="AR4")
    same(figures, loaded_figures(inventory))
