"""An organisation whose targets are judged in tests: 3,000 t, 9,500 t and 41,000 t in every year from 2020 to 2025."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from carbondesk.domain.records import Target
from carbondesk.domain.targets.checklists import Checklist, checklist
from carbondesk.domain.targets.criteria import Result
from carbondesk.domain.targets.grounds import Grounds

EMISSIONS = {"S1": 3000.0, "S2": 9500.0, "S3": 41000.0}
CATEGORIES = {1: 30000.0, 4: 1000.0, 6: 500.0, 11: 9000.0, 15: 500.0}
GROUNDS = Grounds(
    emissions=dict.fromkeys(range(2020, 2026), EMISSIONS),
    complete_years=tuple(range(2020, 2026)),
    categories=dict.fromkeys(range(2020, 2026), CATEGORIES),
    threshold=0.05,
)


def target(**fields: Any) -> Target:  # noqa: ANN401 - any field of Target
    return Target(**{
        "uid": "ours", "name": "Ours", "base_year": 2024, "most_recent_year": 2024, "target_year": 2030,
        "submission": "2026-05", **fields,
    })  # fmt: skip


def grounds(**fields: Any) -> Grounds:  # noqa: ANN401 - any field of Grounds
    return replace(GROUNDS, **fields)


def judged(held: Target, rules: str = "", **fields: Any) -> Checklist:  # noqa: ANN401 - any field of Grounds
    return checklist(held, grounds(**fields), rules)


def result(criterion: str, held: Target, rules: str = "", **fields: Any) -> Result:  # noqa: ANN401 - as above
    return judged(held, rules, **fields).result(criterion)


def status(criterion: str, held: Target, rules: str = "", **fields: Any) -> str:  # noqa: ANN401 - as above
    return result(criterion, held, rules, **fields).status.value
