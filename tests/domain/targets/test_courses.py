from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbondesk.domain.records import Exclusion, Target
from carbondesk.domain.targets.benchmarks import SectorPathway
from carbondesk.domain.targets.courses import Course, course, unit_scale
from carbondesk.domain.targets.engagements import Partner, engaged_share, last_year
from carbondesk.domain.targets.grounds import (
    bounded,
    category_numbers,
    category_share,
    coverage,
    left_out,
    operations,
    value_chain,
)
from carbondesk.domain.targets.intensities import compounded, intensities, least_intensity_cut, projected
from tests.domain.targets.cases import EMISSIONS, grounds, target

OUTPUTS = {year: 1000.0 for year in range(2020, 2026)}  # noqa: C420 - one value for all
FLOORS = SectorPathway(
    pathway="Test",
    sector="buildings",
    scopes="1+2",
    unit="kg CO2/m2",
    intensities={2019: 60.0, 2050: 0.0},
)


def drawn(held: Target, **fields: Any) -> Course:  # noqa: ANN401 - any field of Grounds
    return course(held, grounds(**fields))


def codes(line: Course) -> list[str]:
    return [finding.code for finding in line.findings]


def test_an_absolute_target_counts_in_tonnes() -> None:
    line = drawn(target(reduction=0.5))
    assert (line.measure, line.unit, line.reduction) == ("emissions", "t CO2e", 0.5)
    assert line.years[2030] == line.emissions[2030] == 6250
    assert line.actual[2025] == 12500


def test_an_intensity_is_compounded_and_gives_tonnes_by_the_output_expected() -> None:
    per_piece = target(scope="3", method="physical-intensity", denominator="pieces", growth=0.1)
    line = drawn(per_piece, outputs=OUTPUTS, output_unit="piece")
    assert (line.measure, line.unit) == ("intensity", "t CO2e/piece")
    assert line.minimum == line.reduction == pytest.approx(1 - 0.93**10)
    assert line.years[2024] == pytest.approx(41)
    assert line.years[2027] == pytest.approx(41 * (1 - (line.reduction or 0)) ** 0.5)
    assert line.emissions[2030] == pytest.approx(line.years[2030] * 1000 * 1.1**5)
    own = drawn(target(scope="3", method="economic-intensity", reduction=0.52), outputs=OUTPUTS)
    assert own.years[2030] == pytest.approx(41 * 0.48)


def test_an_intensity_of_scopes_1_and_2_has_no_smallest_cut() -> None:
    per_piece = {"method": "physical-intensity", "denominator": "pieces"}
    assert codes(drawn(target(**per_piece), outputs=OUTPUTS)) == ["no-reduction"]
    assert drawn(target(**per_piece, reduction=0.4), outputs=OUTPUTS).years[2030] == pytest.approx(7.5)


@pytest.mark.parametrize(
    ("outputs", "code"),
    [({2024: 0.0}, "denominator-zero"), ({2023: 1.0}, "denominator-missing")],
)
def test_an_intensity_without_a_denominator_is_a_finding(outputs: dict[int, float], code: str) -> None:
    for method in ("physical-intensity", "sector-convergence"):
        line = drawn(target(scope="3", method=method), outputs=outputs, sector=replace(FLOORS, scopes="3"))
        assert codes(line) == [code]
        assert line.years == {}


def test_an_intensity_needs_emissions_and_years_in_order() -> None:
    per_piece = {"scope": "3", "method": "physical-intensity"}
    line = drawn(target(**per_piece), outputs=OUTPUTS, emissions={2023: EMISSIONS})
    assert codes(line) == ["emissions-missing"]
    nothing = drawn(target(**per_piece), outputs=OUTPUTS, emissions={2024: {"S1": 1.0, "S2": 1.0, "S3": 0.0}})
    assert codes(nothing) == ["no-base-year-emissions"]
    assert codes(drawn(target(**per_piece, target_year=2024), outputs=OUTPUTS)) == [
        "target-year-before-base-year",
        "no-reduction",
    ]


def test_a_sector_is_met_in_its_own_unit() -> None:
    """12.5 t/m2 are 12,500 kg/m2: far above the sector, and on its way to nothing in 2050."""
    meeting = target(method="sector-convergence")
    line = drawn(meeting, outputs=OUTPUTS, output_unit="m2", sector=FLOORS)
    assert line.years[2024] == pytest.approx(12500)
    assert line.years[2030] == pytest.approx(12500 * 20 / 26)
    assert line.minimum == line.reduction == pytest.approx(6 / 26)
    assert line.emissions[2030] == pytest.approx(12500 * 20 / 26)
    own = drawn(target(method="sector-convergence", reduction=0.5), outputs=OUTPUTS, sector=FLOORS)
    assert own.years[2030] == pytest.approx(6250)
    assert own.minimum == pytest.approx(6 / 26)


def test_a_sector_pathway_must_be_there_and_fit() -> None:
    meeting = target(method="sector-convergence")
    assert codes(drawn(meeting, outputs=OUTPUTS)) == ["sector-pathway-missing"]
    floors = replace(FLOORS, scopes="1+2")
    assert codes(drawn(meeting, outputs=OUTPUTS, output_unit="t", sector=floors)) == ["denominator-unit"]
    other = drawn(meeting, outputs=OUTPUTS, output_unit="m2", sector=replace(FLOORS, scopes="1"))
    assert "pathway-scope" in codes(other)
    assert other.years
    strange = replace(floors, unit="MJ/t")
    line = drawn(meeting, outputs=OUTPUTS, sector=strange)
    assert codes(line) == ["pathway-unit"]
    assert (line.years, line.minimum) == ({}, None)


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("kg CO2/m2", (1000.0, "m2")),
        ("t CO2e/(million m**2)", (1e6, "m2")),
        ("g CO2e/pkm", (1e6, "pkm")),
        ("t CO2e/(t Steel)", (1.0, "t Steel")),
        ("", None),
        ("lb/t", None),
    ],
)
def test_the_unit_of_a_pathway_says_how_tonnes_are_scaled(
    unit: str, expected: tuple[float, str] | None
) -> None:
    assert unit_scale(unit) == expected


def test_shares_rise_on_a_straight_line() -> None:
    green = target(scope="2", method="renewable-electricity")
    line = drawn(green, renewable={2024: 0.4})
    assert (line.measure, line.unit) == ("share", "1")
    assert line.years[2027] == pytest.approx(0.7)
    assert drawn(
        target(scope="2", method="renewable-electricity", coverage=0.9), renewable={2024: 0.4}
    ).years[2030] == pytest.approx(0.9)
    chain = target(scope="3", method="engagement", engagement=0.8, target_year=2029)
    assert drawn(chain, engaged={2024: 0.3}).years[2026] == pytest.approx(0.5)
    assert codes(drawn(chain)) == ["share-unknown"]
    assert codes(drawn(target(scope="3", method="engagement"), engaged={2024: 0.3})) == ["share-missing"]
    passed = target(scope="3", method="engagement", engagement=0.8, target_year=2024)
    assert codes(drawn(passed, engaged={2024: 0.3})) == ["target-year-before-base-year"]


def test_intensities_leave_out_years_without_output() -> None:
    found, findings = intensities({2020: 10.0, 2021: 10.0, 2022: 10.0}, {2020: 5.0, 2021: 0.0})
    assert found == {2020: 2.0}
    assert [finding.code for finding in findings] == ["denominator-zero", "denominator-missing"]
    assert projected({}, 0.1, 2030) == {}
    assert projected({2020: 1.0, 2021: 2.0}, 0.5, 2023) == {2020: 1.0, 2021: 2.0, 2022: 3.0, 2023: 4.5}


@given(st.floats(0.01, 1e6), st.floats(0, 0.99), st.integers(1, 30))
def test_a_compounded_line_falls_by_the_same_share_each_year(start: float, cut: float, years: int) -> None:
    line = compounded(start, cut, 2020, 2020 + years)
    assert line[2020 + years] == pytest.approx(start * (1 - cut))
    left = [line[year + 1] / line[year] for year in range(2020, 2020 + years)]
    assert left == pytest.approx([left[0]] * years)


def test_seven_percent_a_year_counts_from_2020_at_the_latest() -> None:
    assert least_intensity_cut(2023, 2033) == pytest.approx(0.6107, abs=5e-5)
    assert least_intensity_cut(2018, 2028) == pytest.approx(0.5160176928207065)


def test_the_boundary_holds_categories_bioenergy_and_removals() -> None:
    held = grounds(emissions={2024: {**EMISSIONS, "B1": 400.0, "R1": 100.0}, 2025: {"S1": 1.0}})
    assert bounded(target(), held)[2024] == {"S1": 3400.0, "S2": 9500.0, "S3": 41000.0}
    assert bounded(target(removals=True), held)[2024]["S1"] == 3300
    assert bounded(target(bioenergy=False), held)[2024]["S1"] == 3000
    assert bounded(target(categories="1, 11"), held)[2024]["S3"] == pytest.approx(39000)
    assert bounded(target(), held)[2025] == {"S1": 1.0}
    unknown = grounds(categories={})
    assert "S3" not in bounded(target(categories="1"), unknown)[2024]
    assert category_numbers("1, 4,x") == {1, 4}
    assert category_share(target(categories="1"), {}) is None


def test_what_is_left_out_counts_by_scope() -> None:
    left = (
        Exclusion(category="electricity", emissions=10.0),
        Exclusion(category="s3-1", emissions=5.0),
        Exclusion(category="process", emissions=None),
    )
    assert left_out(left, target(), "S2") == 10
    assert left_out(left, target(), "S3") == 5
    assert left_out(left, target(), "S1", "S2") is None
    assert coverage(target(), grounds(exclusions=left[:1], emissions={2024: {"S2": 90.0}}), 2024, "S2") == 0.9
    assert coverage(target(), grounds(exclusions=left), 2024, "S1") is None
    assert coverage(target(), grounds(emissions={2024: {"S2": 0.0}}), 2024, "S2") is None
    assert coverage(target(), grounds(), None, "S2") is None
    assert [operations(scope) for scope in ("1+2", "3", "flag", "x")] == [True, False, False, False]
    assert [value_chain(scope) for scope in ("1+2", "3", "1+2+3", "x")] == [False, True, True, False]


def test_engagement_counts_the_partners_with_targets() -> None:
    partners = [Partner(name="A", amount=30.0, engaged=True), Partner(name="B", amount=70.0, engaged=False)]
    assert engaged_share(partners) == pytest.approx(0.3)
    assert engaged_share([]) is None
    assert last_year("2026-05") == 2031
