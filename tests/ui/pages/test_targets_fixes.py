"""What mends a criterion mends it: after the change the same criterion does not fail any more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from carbondesk.domain.records import Exclusion, Target
from carbondesk.domain.targets.criteria import Result, Status
from carbondesk.domain.targets.netzero import Company
from carbondesk.ui.pages.targets.fixes import Fix, fix_of, raised
from carbondesk.ui.pages.targets.sights import Sight, sight
from tests.domain.targets.cases import CATEGORIES, EMISSIONS, grounds, target

CURRENT, NEXT = "SBTi-CNZS-1.3.1", "SBTi-CNZS-2.0"


def judged(held: Target, criterion: str, **known: Any) -> tuple[Sight, Result]:  # noqa: ANN401 - fields of Grounds
    seen = sight(held, grounds(**known))
    return seen, seen.study.checklist.result(criterion)


def mended(held: Target, criterion: str, **known: Any) -> Fix:  # noqa: ANN401 - fields of Grounds
    """Return the fix of a failed criterion, after it was seen that it mends."""
    seen, result = judged(held, criterion, **known)
    assert result.status == Status.FAIL, result.answer.reason
    fix = fix_of(result, seen)
    assert fix is not None
    assert fix.changes
    changes: dict[str, Any] = dict(fix.changes)
    after = sight(replace(held, **changes), seen.grounds)
    assert after.study.checklist.result(criterion).status != Status.FAIL
    return fix


@pytest.mark.parametrize(
    ("fields", "criterion", "words"),
    [
        ({"reduction": 0.1}, "ambition-scope-1-2", "Raise to 33.5 %"),
        ({"scope": "3", "ambition": "WB2C", "reduction": 0.05}, "ambition-scope-3", "Raise to 17.4 %"),
        ({"kind": "long-term", "target_year": 2050, "reduction": 0.5}, "long-term", "Raise to 90 %"),
        ({"target_year": 2045}, "target-year", "Choose 2030"),
        ({"kind": "net-zero", "target_year": 2060, "reduction": 0.9}, "target-year", "Choose 2050"),
        ({"base_year": 2012}, "base-year", "Choose 2020"),
        ({"rule_set": "SBTi-NT-5.0"}, "newest-edition", "Choose SBTi Corporate Net-Zero Standard 1.3.1"),
        ({"scope": "3", "reduction": 0.2}, "ambition-claimed", "Claim well below 2 °C"),
        ({"scope": "3", "categories": "4", "ambition": "WB2C"}, "coverage-scope-3", "Add category 1"),
        (
            {"method": "physical-intensity", "denominator": "output", "reduction": 0.5},
            "ambition-scope-1-2",
            "Choose absolute contraction",
        ),
        ({"removals": True, "bioenergy": False}, "removals", "Leave removals out"),
        (
            {"scope": "2", "method": "renewable-electricity", "coverage": 0.5},
            "renewable-electricity",
            "Raise to 100 %",
        ),
        (
            {"scope": "3", "method": "engagement", "engagement": 0.8, "target_year": 2040},
            "engagement-year",
            "Choose 2031",
        ),
        ({"rule_set": NEXT, "base_year": 2020, "target_year": 2025}, "v2-cycle", "Choose 2025"),
        ({"rule_set": NEXT, "base_year": 2025, "target_year": 2035}, "v2-cycle", "Choose 2030"),
        ({"rule_set": NEXT, "scope": "2"}, "v2-location-based", "Choose location-based"),
        ({"rule_set": NEXT, "scope": "3", "categories": "4"}, "v2-significant", "Add category 1, 11"),
    ],
)
def test_a_fix_mends_its_criterion(fields: dict[str, Any], criterion: str, words: str) -> None:
    assert mended(target(**fields), criterion).words == words


def test_who_sells_fuels_adds_their_use() -> None:
    held = target(scope="3", ambition="1.5C", categories="1", reduction=0.4)
    fix = mended(held, "fuel-sellers", company=Company(sells_fuels=True), targets=(held,))
    assert fix.changes == {"categories": "1,11"}
    own = target(reduction=0.4)
    seen, result = judged(own, "fuel-sellers", company=Company(sells_fuels=True))
    assert fix_of(result, seen) == Fix(words="New target for scope 3…", place="new", about="scope3")


@pytest.mark.parametrize(
    ("fields", "known", "criterion", "place", "about"),
    [
        ({}, {}, "scope-3-needed", "new", "scope3"),
        ({"scope": "3"}, {}, "company-wide", "new", "scope12"),
        ({"rule_set": NEXT}, {}, "v2-separate-scopes", "split", ""),
        ({}, {"threshold": 0.1}, "recalculation", "significance", ""),
        ({"submission": ""}, {}, "newest-edition", "field", "submission"),
        ({}, {}, "disclosure", "answer", "disclosure"),
        ({}, {}, "flag-needed", "register", "land"),
        ({"rule_set": NEXT}, {}, "v2-category", "register", "statements"),
        ({}, {"exclusions": (Exclusion(category="process"),)}, "exclusions-scope-1-2", "exclusions", ""),
        (
            {},
            {"exclusions": (Exclusion(category="process", emissions=5000.0),)},
            "coverage-scope-1-2",
            "exclusions",
            "",
        ),
        ({"base_year": 2012}, {"complete_years": ()}, "base-year", "data", ""),
    ],
)
def test_what_no_field_mends_leads_to_its_place(
    fields: dict[str, Any], known: dict[str, Any], criterion: str, place: str, about: str
) -> None:
    seen, result = judged(target(**fields), criterion, **known)
    assert result.status in (Status.FAIL, Status.UNKNOWN)
    fix = fix_of(result, seen)
    assert fix is not None
    assert (fix.place, fix.about) == (place, about)


def test_land_that_matters_gets_a_target_of_its_own() -> None:
    emissions = {year: {**EMISSIONS, "FLAG": 90_000.0} for year in range(2020, 2026)}
    seen, result = judged(target(), "flag-needed", emissions=emissions, categories={2024: CATEGORIES})
    fix = fix_of(result, seen)
    assert fix is not None
    assert (fix.place, fix.about) == ("new", "flag")


def test_what_passes_or_does_not_apply_needs_nothing() -> None:
    seen, result = judged(target(reduction=0.5), "ambition-scope-1-2")
    assert result.status == Status.PASS
    assert fix_of(result, seen) is None
    seen, result = judged(target(), "ambition-scope-3")
    assert result.status == Status.NOT_APPLICABLE
    assert fix_of(result, seen) is None


def test_a_minimum_is_rounded_up_and_never_over_all() -> None:
    assert raised(0.42) == 0.42
    assert raised(0.40788) == 0.408
    assert raised(0.42 + 1e-12) == 0.42
    assert raised(1.0) == 1.0
