from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbondesk.domain.records import SectorPoint
from carbondesk.domain.targets.benchmarks import pathways_of
from carbondesk.domain.targets.contraction import SCOPE_1, SCOPE_2, Part, blended_rate, contraction
from carbondesk.domain.targets.pathways import Pathway, Terms, added, pathway
from carbondesk.domain.targets.rulesets import UnknownRuleSet

HUNDRED = {"S1": 40.0, "S2": 60.0, "S3": 500.0, "FLAG": 100.0}
tonnes = st.floats(1.0, 1e8)


def line(
    base: dict[str, float] | None = None,
    recent: dict[str, float] | None = None,
    **terms: Any,  # noqa: ANN401 - any field of Terms
) -> Pathway:
    years = {"base_year": 2025, "recent_year": 2025, "target_year": 2030, **terms}
    return pathway(Terms(**years), HUNDRED if base is None else base, HUNDRED if recent is None else recent)


def codes(drawn: Pathway) -> list[str]:
    return [finding.code for finding in drawn.findings]


def test_a_pathway_falls_on_a_line_to_its_target() -> None:
    drawn = line()
    assert list(drawn.years) == [2025, 2026, 2027, 2028, 2029, 2030]
    assert drawn.years[2025] == 100
    assert drawn.rate == pytest.approx(0.4 * 0.9 / 25 + 0.6 / 15)
    assert drawn.years[2030] == drawn.target_emissions == pytest.approx(100 * (1 - 5 * (drawn.rate or 0)))
    assert drawn.reduction == drawn.minimum_reduction
    assert drawn.findings == ()


def test_after_the_target_a_chart_goes_on_to_ten_percent_at_net_zero() -> None:
    drawn = line(net_zero_year=2040)
    assert drawn.net_zero_year == 2040
    assert drawn.net_zero_emissions == pytest.approx(10)
    assert drawn.at(2040) == pytest.approx(10)
    assert drawn.at(2030) == drawn.target_emissions
    assert drawn.at(2035) == pytest.approx(((drawn.target_emissions or 0) + 10) / 2)
    assert drawn.at(2041) is None
    assert line(target_year=2050, recent_year=2026).long_term == {}


def test_forests_land_and_agriculture_go_to_28_percent() -> None:
    drawn = line(scope="flag")
    assert drawn.rate == pytest.approx(0.0303)
    assert drawn.net_zero_emissions == pytest.approx(28)
    assert codes(drawn) == ["rate-at-floor"]
    assert str(drawn.findings[0].message).startswith("The smallest rate of the method decides: 3.03 % a year")


def test_the_command_line_prints_a_pathway_in_its_shape() -> None:
    printed = line(rule_set="SBTi-NT-5.3.1").as_json()
    assert list(printed) == ["rate", "minimum_reduction", "target_emissions", "years", "rule_set", "findings"]
    assert printed["rule_set"] == "SBTi-CNZS-1.3.1"
    assert list(printed["years"]) == ["2025", "2026", "2027", "2028", "2029", "2030"]  # type: ignore[call-overload] # JSON


def test_an_own_reduction_is_drawn_and_compared_with_the_smallest() -> None:
    more, less = line(reduction=0.5), line(reduction=0.1)
    assert more.target_emissions == 50
    assert codes(more) == []
    assert less.target_emissions == 90
    assert codes(less) == ["reduction-too-small"]
    assert less.minimum_reduction == more.minimum_reduction


def test_the_newest_standard_has_no_published_equations() -> None:
    drawn = line(rule_set="SBTi-CNZS-2.0")
    assert codes(drawn) == ["equations-not-published"]
    assert (drawn.rate, drawn.target_emissions, drawn.years, drawn.long_term) == (None, None, {}, {})
    assert drawn.as_json()["rate"] is None


def test_an_unknown_rule_set_names_the_known_ones() -> None:
    with pytest.raises(UnknownRuleSet) as caught:
        line(rule_set="SBTi-9")
    assert "SBTi-CNZS-1.3.1" in caught.value.known


def test_all_scopes_together_have_no_rate() -> None:
    assert codes(line(scope="1+2+3")) == ["scope-without-method"]


def test_emissions_that_are_not_known_are_named_with_their_year() -> None:
    drawn = line({"S1": 1.0}, {"S1": 1.0}, base_year=2024)
    assert [(finding.code, finding.where) for finding in drawn.findings] == [
        ("emissions-missing", {"field": "S2", "year": 2024}),
        ("emissions-missing", {"field": "S2", "year": 2025}),
    ]


def test_a_flat_rule_set_does_not_ask_for_the_most_recent_year() -> None:
    assert codes(line(recent={}, rule_set="SBTi-NT-5.2", base_year=2020)) == []


def test_without_emissions_in_the_base_year_there_is_nothing_to_cut() -> None:
    drawn = line({"S1": 0.0, "S2": 0.0}, {})
    assert codes(drawn) == ["no-base-year-emissions"]
    assert drawn.findings[0].severity == "error"
    assert str(drawn.findings[0].remedy)


def test_emissions_below_zero_are_an_error() -> None:
    assert codes(line({"S1": -1.0, "S2": 5.0}, {})) == ["emissions-negative"]


def test_the_floor_holds_for_many_years_until_everything_is_cut() -> None:
    drawn = line(target_year=2050, recent_year=2026, rule_set="SBTi-NT-5.3", base_year=2018)
    assert drawn.minimum_reduction == 1
    assert drawn.target_emissions == 0


def test_a_mix_without_emissions_in_the_recent_year_is_weighed_by_the_base_year() -> None:
    parts = [Part(ambition=SCOPE_1, base=1, recent=0), Part(ambition=SCOPE_2, base=1, recent=0)]
    assert blended_rate(parts, 2025) == pytest.approx((0.9 / 25 + 1 / 15) / 2)
    outcome = contraction(parts, base_year=2025, recent_year=2025, target_year=2030)
    assert outcome.minimum_reduction == 1
    assert outcome.rate == pytest.approx(0.2)


def test_pathways_add_up_over_the_years_they_share() -> None:
    energy, chain = line(), line(scope="3", target_year=2029)
    total = added([energy, chain])
    assert list(total) == [2025, 2026, 2027, 2028, 2029]
    assert total[2029] == energy.years[2029] + chain.years[2029]
    assert added([]) == {}


@given(tonnes, tonnes, tonnes, tonnes, st.integers(2015, 2024), st.integers(0, 3), st.integers(1, 12))
@settings(max_examples=80)
def test_a_pathway_never_rises_and_never_cuts_less_than_the_floor(
    base1: float, base2: float, recent1: float, recent2: float, base_year: int, lag: int, horizon: int
) -> None:
    target_year = base_year + lag + horizon
    drawn = line(
        {"S1": base1, "S2": base2},
        {"S1": recent1, "S2": recent2},
        base_year=base_year,
        recent_year=base_year + lag,
        target_year=target_year,
    )
    values = list(drawn.years.values())
    assert values == sorted(values, reverse=True)
    assert min(values) >= 0
    assert drawn.rate is not None
    assert drawn.rate >= 0.042
    assert 0 <= (drawn.minimum_reduction or 0) <= 1


def test_pathways_kept_point_by_point_are_read_with_their_region_and_doubts() -> None:
    points = [
        SectorPoint(
            pathway="Own", sector="boards", region=region, scopes="1", unit="t/t", year=year, intensity=value
        )
        for region in ("", "EU")
        for year, value in ((2020, 1.0), (2040, 2.0))
    ]
    found, findings = pathways_of(points)
    assert [pathway.key for pathway in found] == ["Own|boards|1", "Own|boards|1|EU"]
    assert str(found[1].title) == "Own: boards, EU, scope 1"
    assert found[0].at(2030) == 1.5
    assert {finding.code for finding in findings} == {"pathway-gap", "pathway-rises", "pathway-too-short"}
    assert not any("row" in finding.where for finding in findings)
