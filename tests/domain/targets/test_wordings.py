from __future__ import annotations

from typing import Any

import pytest

from carbondesk.domain.targets.boundary_rules import FOOTNOTE
from carbondesk.domain.targets.courses import course
from carbondesk.domain.targets.wordings import wording
from tests.domain.targets.cases import EMISSIONS, grounds, target

GROUNDS = grounds(outputs=dict.fromkeys(range(2020, 2026), 10.0), output_unit="t", renewable={2024: 0.4})


def said(**fields: Any) -> str:  # noqa: ANN401 - any field of Target
    return str(wording("Acme", course(target(**fields), GROUNDS), GROUNDS))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"reduction": 0.42},
            "Acme commits to reduce absolute scope 1 and 2 GHG emissions 42 % by 2030 from a 2024 base year.",
        ),
        (
            {"scope": "3", "reduction": 0.25, "categories": "11,1"},
            (
                "Acme commits to reduce absolute scope 3 GHG emissions from purchased goods and services and use of "
                "sold products 25 % by 2030 from a 2024 base year."
            ),
        ),
        (
            {"scope": "3", "method": "physical-intensity", "reduction": 0.52, "denominator": "board"},
            "Acme commits to reduce scope 3 GHG emissions 52 % per board by 2030 from a 2024 base year.",
        ),
        (
            {"scope": "3", "method": "engagement", "engagement": 0.8, "categories": "1"},
            (
                "Acme commits that 80 % of its suppliers and customers by emissions from purchased goods and services "
                "will have science-based targets by 2030."
            ),
        ),
        (
            {"scope": "2", "method": "renewable-electricity"},
            "Acme commits to increase annual sourcing of renewable electricity from 40 % in 2024 to 100 % by 2030.",
        ),
        (
            {"scope": "2", "method": "renewable-electricity", "coverage": 0.9, "base_year": 2023},
            "Acme commits to annually source 90 % renewable electricity by 2030.",
        ),
        (
            {"scope": "1+2+3", "kind": "net-zero", "target_year": 2050, "reduction": 0.9},
            (
                "Acme commits to reach net-zero greenhouse gas emissions across the value chain by 2050, and to reduce "
                "absolute scope 1, 2 and 3 GHG emissions 90 % by then from a 2024 base year."
            ),
        ),
        (
            {"method": "own-reduction", "rule_set": "own"},
            "Acme commits to a target for 2030 whose reduction is still open.",
        ),
        ({"wording": "We will."}, "We will."),
    ],
)
def test_a_target_is_said_in_the_form_of_published_ones(fields: dict[str, Any], expected: str) -> None:
    assert said(**fields) == expected


def test_the_footnote_stands_where_bioenergy_is_burnt_inside_the_boundary() -> None:
    held = grounds(emissions={2024: {**EMISSIONS, "B1": 5.0}})
    words = str(wording("Acme", course(target(reduction=0.42), held), held))
    assert words.endswith(f"base year. {FOOTNOTE}")
    without = target(reduction=0.42, bioenergy=False)
    assert str(FOOTNOTE) not in str(wording("Acme", course(without, held), held))
