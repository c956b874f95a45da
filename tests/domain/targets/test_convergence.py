from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbondesk.domain.targets.benchmarks import SectorPathway, filled, scaled, sector_pathways
from carbondesk.domain.targets.convergence import convergence


def sector(values: Mapping[int, float], activity: Mapping[int, float] | None = None) -> SectorPathway:
    return SectorPathway(
        pathway="Test",
        sector="steel",
        scopes="1",
        unit="t CO2/t",
        intensities=values,
        activity=activity or {},
    )


STEEL = sector({2020: 2.0, 2030: 1.2, 2050: 0.2})


def codes(found: object) -> list[str]:
    return [finding.code for finding in found.findings]  # type: ignore[attr-defined] # any outcome with findings


def test_an_intensity_meets_its_sectors_in_the_end_year() -> None:
    found = convergence(STEEL, intensity=3.0, base_year=2020, target_year=2050)
    assert found.years[2020] == pytest.approx(3.0)
    assert found.years[2030] == pytest.approx(2.8 * (1.0 / 1.8) + 0.2)
    assert found.years[2050] == pytest.approx(0.2)
    assert codes(found) == ["market-share-constant"]


def test_who_grows_faster_than_the_sector_must_cut_more_and_who_shrinks_no_less() -> None:
    whole = sector(STEEL.intensities, {year: 100.0 for year in range(2020, 2051)})  # noqa: C420 - one value for all
    years = range(2020, 2031)
    same = convergence(
        whole, intensity=3.0, base_year=2020, target_year=2030, outputs=dict.fromkeys(years, 10.0)
    )
    grown = convergence(
        whole,
        intensity=3.0,
        base_year=2020,
        target_year=2030,
        outputs={year: 10.0 + year - 2020 for year in years},
    )
    shrunk = convergence(
        whole,
        intensity=3.0,
        base_year=2020,
        target_year=2030,
        outputs={year: 10.0 - 0.5 * (year - 2020) for year in years},
    )
    assert codes(same) == []
    assert grown.market[2030] == pytest.approx(0.5)
    assert grown.years[2030] < same.years[2030]
    assert shrunk.years == same.years
    assert shrunk.market[2030] == 1


def test_a_year_without_an_output_keeps_its_market_share() -> None:
    whole = sector(STEEL.intensities, {2020: 100.0, 2021: 100.0})
    found = convergence(
        whole, intensity=3.0, base_year=2020, target_year=2022, outputs={2020: 1.0, 2021: 2.0}
    )
    assert found.market == {2020: 1.0, 2021: 0.5, 2022: 1.0}
    assert codes(found) == ["market-share-constant"]


def test_below_the_end_value_the_formula_would_rise_so_the_base_intensity_is_kept() -> None:
    found = convergence(STEEL, intensity=0.1, base_year=2020, target_year=2030)
    assert found.unclamped[2030] > 0.1
    assert set(found.years.values()) == {0.1}
    assert "convergence-upwards" in codes(found)


def test_a_sector_below_zero_asks_for_zero() -> None:
    power = sector({2020: 0.438, 2040: -0.001, 2050: -0.005})
    found = convergence(power, intensity=0.5, base_year=2020, target_year=2050)
    assert found.unclamped[2050] == pytest.approx(-0.005)
    assert found.years[2050] == 0
    assert "convergence-below-zero" in codes(found)


@pytest.mark.parametrize(
    ("values", "terms", "code"),
    [
        ({2020: 2.0, 2040: 1.0}, {}, "pathway-too-short"),
        ({2021: 2.0, 2050: 1.0}, {}, "pathway-too-short"),
        ({2020: 2.0, 2050: 2.0}, {}, "pathway-does-not-fall"),
        ({2020: 2.0, 2050: 1.0}, {"target_year": 2020}, "target-year-before-base-year"),
        ({2020: 2.0, 2050: 1.0}, {"intensity": 0.0}, "no-base-year-emissions"),
    ],
)
def test_what_forbids_the_formula_is_a_finding(
    values: dict[int, float], terms: dict[str, float], code: str
) -> None:
    given_terms = {"intensity": 3.0, "base_year": 2020, "target_year": 2030, **terms}
    found = convergence(sector(values), **given_terms)  # type: ignore[arg-type] # floats and years by name
    assert codes(found) == [code]
    assert found.years == {}
    assert str(found.findings[0].remedy)


@settings(max_examples=60, deadline=None)
@given(
    intensity=st.floats(0.01, 100),
    start=st.floats(1, 50),
    end=st.floats(-1, 0.9),
    growth=st.floats(0.9, 1.2),
)
def test_what_is_asked_for_lies_between_zero_and_the_base_year(
    intensity: float, start: float, end: float, growth: float
) -> None:
    falling = sector({2020: start, 2050: end}, dict.fromkeys(range(2020, 2051), 1000.0))
    outputs = {year: growth ** (year - 2020) for year in range(2020, 2051)}
    found = convergence(falling, intensity=intensity, base_year=2020, target_year=2050, outputs=outputs)
    assert all(0 <= value <= intensity for value in found.years.values())
    assert all(0 < share <= 1 for share in found.market.values())


def test_years_between_those_of_the_table_lie_on_a_line() -> None:
    assert STEEL.at(2025) == pytest.approx(1.6)
    assert STEEL.at(2030) == 1.2
    with pytest.raises(ValueError, match="2019 lies outside"):
        STEEL.at(2019)
    assert filled({}) == {}
    assert scaled(STEEL, 2020, 4.0).at(2050) == pytest.approx(0.4)
    assert (STEEL.key, str(STEEL.title)) == ("Test|steel|1", "Test: steel, scope 1")


def row(year: object, intensity: object, **more: str) -> dict[str, str]:
    return {
        "pathway": "Mine", "sector": "glass", "scopes": "1", "unit": "t CO2/t", "year": str(year),
        "intensity": str(intensity), **more,
    }  # fmt: skip


def test_a_table_of_ones_own_is_read_row_by_row() -> None:
    rows = [row(2020, 2.0, sector_activity="10", activity_unit="t"), row(2050, 0.5, activity_unit="t")]
    (made,), findings = sector_pathways(rows, source="mine.csv", licence="ours")
    assert (made.first, made.last, made.at(2035)) == (2020, 2050, 1.25)
    assert (made.activity, made.source, made.licence) == ({2020: 10.0}, "mine.csv", "ours")
    assert [finding.code for finding in findings] == ["pathway-gap"]


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        (row(2021, "-inf"), "pathway-number-unreadable"),
        (row(2021, "nan"), "pathway-number-unreadable"),
        (row(2021, "1,5"), "pathway-number-unreadable"),
        (row("2021.5", 1.5), "pathway-number-unreadable"),
        (row(2020, 1.5), "pathway-year-twice"),
        (row(2021, ""), "pathway-column-missing"),
        (row(2021, 1.5, sector="other"), "pathway-too-few-years"),
    ],
)
def test_a_dirty_row_is_left_out_and_named(extra: dict[str, str], code: str) -> None:
    rows = [row(2020, 2.0), extra, *(row(year, 1.0 - (year - 2021) / 40) for year in range(2021, 2051))]
    found, findings = sector_pathways(rows)
    assert [len(made.intensities) for made in found] == [31]
    assert [finding.code for finding in findings] == [code]
    assert str(findings[0].remedy)
    if code != "pathway-too-few-years":
        assert findings[0].where["row"] == 3


def test_a_pathway_that_rises_or_ends_early_is_kept_with_a_warning() -> None:
    found, findings = sector_pathways([row(2020, 2.0), row(2021, 2.1), row(2022, 1.0)])
    assert len(found) == 1
    assert [finding.code for finding in findings] == ["pathway-rises", "pathway-too-short"]
    assert findings[0].where["year"] == 2021
