"""Published figures that contradict themselves: sums that do not add up and columns that were exchanged."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbondesk.domain.checks_claims import cross_footing, swapped, swapped_claims
from carbondesk.domain.records import PublishedFigure


def claims(year: int, *, version: int = 1, method: str = "", **values: float) -> list[PublishedFigure]:
    """Return figures of a year; `s1`, `s2`, `s3`, `s12` and `s123` are the scopes."""
    scopes = {"s1": "1", "s2": "2", "s3": "3", "s12": "1+2", "s123": "1+2+3", "total": "total"}
    return [
        PublishedFigure(
            year=year,
            scope=scopes[name],
            value=value,
            version=version,
            published_in="Report",
            method=method if "2" in scopes[name] else "",
        )
        for name, value in values.items()
    ]


def test_a_published_table_that_does_not_add_up_is_found() -> None:
    (found,) = cross_footing(claims(2024, s1=1019.9, s2=131994.43, s12=133038.33))
    assert (found.code, found.severity, found.where["year"]) == ("cross-footing", "error", 2024)
    assert (
        str(found.message)
        == "The parts published for 2024 add up to 133014.33 t, not to 133038.33 t: 24 t too much."
    )
    assert "1019.9 + 131994.43" in str(found.remedy)


def test_a_sum_that_is_too_small_says_so() -> None:
    (found,) = cross_footing(claims(2024, s1=10.0, s2=20.0, s3=30.0, total=50.0))
    assert "10 t too little" in str(found.message)


def test_rounding_of_the_printed_digits_is_no_finding() -> None:
    assert not cross_footing(claims(2024, s1=1019.94, s2=131994.43, s12=133014.4))
    assert not cross_footing(claims(2024, s1=1019.6, s2=131994.4, s12=133014.0))
    assert cross_footing(claims(2024, s1=1019.6, s2=131994.4, s12=133016.0))


def test_figures_sealed_with_all_their_digits_add_up() -> None:
    assert not cross_footing(claims(2024, s1=0.1, s2=0.2, s12=0.1 + 0.2))
    assert not cross_footing(claims(2024, s1=1019.9 / 3, s2=131994.43 / 7, s12=1019.9 / 3 + 131994.43 / 7))


def test_parts_are_of_the_same_method_version_and_publication() -> None:
    both = [
        *claims(2024, method="location", s1=10.0, s2=20.0, s12=30.0),
        *claims(2024, method="market", s2=5.0),
    ]
    assert not cross_footing(both)
    assert cross_footing([*both, *claims(2024, method="market", s12=30.0)])
    assert not cross_footing([*claims(2024, s1=10.0, s12=30.0), *claims(2024, version=2, s2=50.0)])
    # Without a method, a sum may be of either scope 2: nothing is guessed.
    assert not cross_footing([*both, *claims(2024, total=999.0)])


@given(
    st.lists(st.decimals(min_value=0, max_value=10**6, places=2), min_size=3, max_size=3),
    st.integers(min_value=0, max_value=2),
)
def test_sums_that_were_added_before_rounding_give_no_finding(parts: list[Decimal], places: int) -> None:
    s1, s2, s3 = (float(round(part, places)) for part in parts)
    total = float(round(sum(parts, Decimal(0)), places))
    # Digits that were printed as zeros are lost in a number: keep those that show the precision.
    if all(Decimal(repr(value)).normalize().as_tuple().exponent == -places for value in (s1, s2, s3, total)):
        assert not cross_footing(claims(2024, s1=s1, s2=s2, s3=s3, total=total))


def test_scopes_1_and_2_that_are_exchanged_in_a_year_are_found() -> None:
    right = [
        figure for year in (2021, 2022, 2024) for figure in claims(year, s1=1000.0 + year - 2000, s2=130000.0)
    ]
    found = swapped_claims([*right, *claims(2023, s1=131000.0, s2=1020.0)])
    assert [(each.code, each.where["year"]) for each in found] == [("swapped-columns", 2023)]
    assert str(found[0].message) == "Scope 1 and Scope 2 of 2023 look exchanged."
    # A later version that puts it right settles it, in whichever order they stand.
    versions = [*claims(2023, s1=131000.0, s2=1020.0), *claims(2023, version=2, s1=1020.0, s2=131000.0)]
    assert not swapped_claims([*right, *versions])
    assert not swapped_claims([*right, *reversed(versions)])


def test_methods_of_scope_2_that_are_exchanged_in_a_year_are_found() -> None:
    years = {2022: (900.0, 100.0), 2023: (110.0, 950.0), 2024: (920.0, 105.0)}
    figures = [
        figure
        for year, (location, market) in years.items()
        for figure in [
            *claims(year, method="location", s2=location),
            *claims(year, method="market", s2=market),
        ]
    ]
    (found,) = swapped_claims(figures)
    assert str(found.message) == "Location-based and Market-based of 2023 look exchanged."


@pytest.mark.parametrize(
    ("first", "second", "years"),
    [
        ({1: 10.0, 2: 1000.0, 3: 10.0}, {1: 1000.0, 2: 10.0, 3: 1000.0}, [2]),
        ({1: 1000.0, 2: 10.0, 3: 11.0}, {1: 10.0, 2: 1000.0, 3: 1000.0}, [1]),
        ({1: 10.0, 2: 12.0}, {1: 1000.0, 2: 900.0}, []),
        ({1: 10.0, 2: 1000.0}, {1: 1000.0, 2: 0.0}, []),
        ({1: 100.0, 2: 110.0}, {1: 110.0, 2: 100.0}, []),
        ({1: 10.0, 2: 1000.0}, {1: 1000.0, 2: 1000.0}, []),
        ({}, {}, []),
    ],
)
def test_two_series_are_exchanged_where_only_crossing_them_makes_them_go_on(
    first: dict[int, float], second: dict[int, float], years: list[int]
) -> None:
    assert swapped(first, second) == years


@given(
    st.floats(min_value=1, max_value=1e6),
    st.floats(min_value=1, max_value=1e6),
    st.lists(st.floats(min_value=0.8, max_value=1.25), min_size=2, max_size=8),
)
def test_series_that_change_by_less_than_a_quarter_a_year_are_never_exchanged(
    one: float, two: float, changes: list[float]
) -> None:
    first, second = {0: one}, {0: two}
    for year, change in enumerate(changes):
        first[year + 1], second[year + 1] = first[year] * change, second[year] / change
    assert swapped(first, second) == []
