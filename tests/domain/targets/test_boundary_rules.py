from __future__ import annotations

from typing import Any

import pytest

from carbondesk.domain.records import Exclusion, Target
from carbondesk.domain.targets.boundary_rules import FOOTNOTE
from carbondesk.domain.targets.netzero import Company
from tests.domain.targets.cases import EMISSIONS, result, status, target


def years(**amounts: float) -> dict[int, dict[str, float]]:
    return {year: {**EMISSIONS, **amounts} for year in range(2020, 2026)}


def chain(**fields: Any) -> Target:  # noqa: ANN401 - any field of Target
    return target(**{"uid": "chain", "scope": "3", **fields})


def test_scopes_1_and_2_may_have_one_target_or_two() -> None:
    assert status("company-wide", target()) == "pass"
    one = target(scope="1")
    found = result("company-wide", one)
    assert found.status == "fail"
    assert str(found.answer.reason) == "No target covers scope 2."
    assert status("company-wide", one, targets=(one, target(uid="b", scope="2"))) == "pass"


def test_scope_3_needs_a_target_from_40_percent() -> None:
    found = result("scope-3-needed", target())
    assert found.answer.numbers["share"] == pytest.approx(0.7664, abs=5e-5)
    assert found.status == "fail"
    assert status("scope-3-needed", target(), targets=(chain(),)) == "pass"
    assert status("scope-3-needed", target(), emissions=years(S3=8000.0)) == "pass"
    assert status("scope-3-needed", target(), emissions={2024: {"S1": 1.0, "S2": 1.0}}) == "unknown"
    assert status("scope-3-needed", target(), emissions=years(S1=0.0, S2=0.0, S3=0.0)) == "unknown"


def test_the_share_of_scope_3_is_that_of_a_year_that_lacks_nothing() -> None:
    amounts = years()
    amounts[2024] = {"S1": 0.0, "S2": 0.0, "S3": 1.0}
    partial = result("scope-3-needed", target(), emissions=amounts)
    assert partial.answer.numbers["share"] == 1.0
    whole = result("scope-3-needed", target(), emissions=amounts, whole_years=(2022, 2023, 2025))
    assert whole.answer.numbers["share"] == pytest.approx(0.7664, abs=5e-5)
    assert str(whole.answer.reason) == "Scope 3 is 76.64 % of all emissions of 2023 and has no target."


def test_at_most_five_percent_may_be_left_out_and_it_must_be_estimated() -> None:
    def left(tonnes: float | None, category: str = "electricity") -> tuple[Exclusion, ...]:
        return (Exclusion(category=category, emissions=tonnes),)

    assert status("exclusions-scope-1-2", target()) == "pass"
    assert status("exclusions-scope-1-2", target(), exclusions=left(12500 / 19)) == "pass"
    assert status("exclusions-scope-1-2", target(), exclusions=left(12500 / 18)) == "fail"
    assert status("exclusions-scope-1-2", target(), exclusions=left(None)) == "fail"
    assert status("exclusions-scope-1-2", target(), emissions={2024: {"S1": 1.0}}) == "unknown"
    assert status("exclusions-scope-3", target(), exclusions=left(9000.0, "s3-11")) == "fail"
    assert status("exclusions-scope-3", target(), exclusions=left(9000.0)) == "pass"
    assert status("exclusions-scope-3", target(), emissions={2024: {"S1": 1.0}}) == "unknown"


def test_exclusions_of_another_target_do_not_count() -> None:
    others = (Exclusion(category="electricity", emissions=5000.0, target=7),)
    assert status("exclusions-scope-1-2", target(id=3), exclusions=others) == "pass"
    assert status("exclusions-scope-1-2", target(id=7), exclusions=others) == "fail"


def test_a_target_covers_95_percent_of_scopes_1_and_2() -> None:
    assert status("coverage-scope-1-2", target(coverage=0.95)) == "pass"
    assert status("coverage-scope-1-2", target(coverage=0.94)) == "fail"
    assert status("coverage-scope-1-2", target(scope="1")) == "pass"
    assert status("coverage-scope-1-2", chain()) == "not applicable"
    green = target(scope="2", method="renewable-electricity")
    assert status("coverage-scope-1-2", green) == "not applicable"
    assert status("coverage-scope-1-2", target(), emissions={2024: {"S1": 1.0}}) == "unknown"


def test_scope_3_targets_together_cover_67_percent_of_reported_and_excluded_emissions() -> None:
    """Published: S1 3 000, S2 9 500, S3 41 000: at least 27 470 t must be covered."""
    some = chain(categories="1")
    found = result("coverage-scope-3", some)
    assert found.status == "pass"
    assert found.answer.numbers["coverage"] == pytest.approx(30 / 41)
    assert found.answer.numbers["least"] * 41000 == pytest.approx(27470)
    left = (Exclusion(category="s3-1", emissions=4000.0),)
    assert status("coverage-scope-3", some, exclusions=left) == "fail"
    more = chain(uid="more", categories="11", method="engagement", engagement=0.5)
    both = result("coverage-scope-3", some, exclusions=left, targets=(some, more))
    assert both.status == "pass"
    assert both.answer.numbers["coverage"] == pytest.approx((30 + 4.5) / 45)


def test_a_target_for_all_categories_covers_what_others_cover() -> None:
    found = result("coverage-scope-3", chain(), targets=(chain(uid="b", categories="1"),))
    assert found.answer.numbers["coverage"] == 1.0
    assert status("coverage-scope-3", target()) == "not applicable"
    some = chain(categories="1")
    assert status("coverage-scope-3", some, categories={}) == "unknown"


def test_a_long_term_target_covers_90_percent_of_scope_3() -> None:
    found = result("coverage-scope-3", chain(kind="long-term", target_year=2050, coverage=0.8))
    assert (found.status, found.answer.numbers["least"]) == ("fail", 0.9)


def test_scope_2_counts_by_one_method() -> None:
    other = target(uid="b", scope="2", scope2_method="location")
    assert status("scope-2-method", target()) == "pass"
    assert status("scope-2-method", target(), targets=(other,)) == "fail"
    assert status("scope-2-method", chain()) == "not applicable"


def test_bioenergy_belongs_to_the_boundary_and_the_wording_says_so() -> None:
    burnt = {2024: 400.0}
    assert status("bioenergy", target()) == "unknown"
    assert status("bioenergy", target(), bioenergy={2024: 0.0}) == "not applicable"
    assert status("bioenergy", target(bioenergy=False), bioenergy=burnt) == "fail"
    assert status("bioenergy", target(), bioenergy=burnt) == "unknown"
    made = result("bioenergy", target(), bioenergy=burnt, emissions=years(B1=400.0))
    assert (made.status, str(made.answer.remedy)) == ("pass", "")
    found = result("bioenergy", target(wording="We cut."), bioenergy=burnt, emissions=years(B1=400.0))
    assert found.status == "pass"
    assert str(FOOTNOTE) in str(found.answer.remedy)
    said = result("bioenergy", target(wording=str(FOOTNOTE)), bioenergy=burnt, emissions=years(B1=400.0))
    assert str(said.answer.remedy) == ""


def test_removals_count_only_beside_bioenergy() -> None:
    assert status("removals", target()) == "pass"
    assert status("removals", target(removals=True)) == "pass"
    assert status("removals", target(removals=True, bioenergy=False)) == "fail"
    assert status("removals", target(removals=True, scope="flag")) == "not applicable"
    assert status("no-credits", target()) == "pass"


def test_sellers_of_fuels_need_a_target_for_their_use() -> None:
    seller = Company(sells_fuels=True)
    assert status("fuel-sellers", target()) == "not applicable"
    assert status("fuel-sellers", target(), company=seller) == "fail"
    for fields, expected in (
        ({"categories": "11"}, "pass"),
        ({}, "pass"),
        ({"categories": "1"}, "fail"),
        ({"ambition": "WB2C"}, "fail"),
        ({"method": "engagement"}, "fail"),
    ):
        assert status("fuel-sellers", target(), company=seller, targets=(chain(**fields),)) == expected
    assert result("fuel-sellers", target(), company=seller).clause == "C22"


def test_forest_land_and_agriculture_need_a_target_from_20_percent() -> None:
    assert status("flag-needed", target()) == "unknown"
    assert status("flag-needed", target(), emissions=years(FLAG=13370.0)) == "pass"
    assert status("flag-needed", target(), emissions=years(FLAG=13380.0)) == "fail"
    assert status("flag-needed", target(), company=Company(flag_sector=True)) == "fail"
    assert status("flag-needed", target(), targets=(target(uid="f", scope="flag"),)) == "pass"


def test_a_flag_target_comes_with_a_commitment_to_no_deforestation() -> None:
    land = target(scope="flag")
    assert status("no-deforestation", target()) == "not applicable"
    assert status("no-deforestation", land) == "unknown"
    assert status("no-deforestation", land, declared={"no-deforestation": True}) == "pass"


def test_what_no_number_shows_is_declared() -> None:
    assert status("parent-company", target()) == "unknown"
    assert status("parent-company", target(), declared={"parent-company": True}) == "pass"
    assert status("parent-company", target(), declared={"parent-company": False}) == "fail"


def test_numbers_of_criteria_are_those_of_their_edition() -> None:
    assert result("coverage-scope-3", target(), "SBTi-NT-5.1").clause == "C6"
    assert result("coverage-scope-3", target(), "SBTi-NT-5.2").clause == ""


def test_a_category_that_two_targets_name_counts_once() -> None:
    """30,000 of 41,000 t are goods: a reduction and an engagement target for them cover 73.17 %, not twice that."""
    goods = chain(categories="1")
    partners = chain(uid="partners", categories="1", method="engagement", engagement=0.5)
    found = result("coverage-scope-3", goods, targets=(goods, partners))
    assert found.answer.numbers["coverage"] == pytest.approx(30000 / 41000)
    alone = result("coverage-scope-3", partners, targets=(partners,))
    assert alone.answer.numbers["coverage"] == pytest.approx(15000 / 41000)
    more = chain(uid="more", categories="4", coverage=0.1)
    assert result("coverage-scope-3", goods, targets=(goods, more)).answer.numbers[
        "coverage"
    ] == pytest.approx(30000 / 41000 + 0.1)


def test_coverage_that_all_targets_declare_is_added_and_what_is_not_known_is_said() -> None:
    one, other = chain(coverage=0.5), chain(uid="b", coverage=0.6)
    assert result("coverage-scope-3", one, targets=(one, other)).answer.numbers["coverage"] == 1.0
    assert status("coverage-scope-3", chain(categories="1"), categories={}) == "unknown"
    assert result("coverage-scope-3", chain(), categories={}).answer.numbers["coverage"] == 1.0
    assert status("coverage-scope-3", chain(), emissions={2024: {"S1": 1.0}}) == "unknown"


def test_a_target_for_land_covers_95_percent_of_its_operations() -> None:
    assert status("flag-coverage", target()) == "not applicable"
    assert status("flag-coverage", target(scope="flag")) == "unknown"
    for coverage, expected in ((0.95, "pass"), (0.8, "unknown"), (0.5, "fail")):
        assert status("flag-coverage", target(scope="flag", coverage=coverage)) == expected


def test_bioenergy_is_judged_by_the_scopes_of_the_target() -> None:
    emissions = years(B1=10.0, B2=0.0, B3=0.0)
    assert status("bioenergy", target(), emissions=emissions) == "pass"
    assert status("bioenergy", chain(), emissions=emissions) == "not applicable"


def test_too_little_of_scope_3_names_the_category_that_would_do() -> None:
    """11 holds 9,000 t and 1 30,000 t of 41,000 t; only category 1 brings 1,500 t of 4 and 6 over 67 %."""
    found = result("coverage-scope-3", chain(categories="4,6"))
    assert found.status == "fail"
    assert found.answer.numbers["category"] == 1.0
    assert str(found.answer.remedy) == "Category 1 would bring it to 76.83 %."
    assert found.answer.field == "categories"
    partners = chain(uid="partners", categories="1", method="engagement", engagement=0.2)
    most = result("coverage-scope-3", chain(categories="6"), targets=(partners,))
    assert most.answer.numbers["category"] == 11.0
    assert most.answer.numbers["with_category"] < 0.67
    whole = result("coverage-scope-3", chain(method="engagement", engagement=0.5, categories="1,4,6,11,15"))
    assert str(whole.answer.remedy) == "Widen the boundary, or add a target for what is not covered."
