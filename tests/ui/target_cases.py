"""A target whose chart is shown in tests: scope 1+2 from 10,000 t in 2021, halved by 2030, in five actual years."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from carbondesk.domain.targets.studies import Study, study
from tests.domain.targets.cases import grounds, target

TOTALS = {2021: 10_000.0, 2022: 9_800.0, 2023: 9_000.0, 2024: 8_500.0, 2025: 8_100.0}
FALLING = grounds(
    emissions={
        year: {"S1": 0.4 * total, "S2": 0.6 * total, "S3": 5 * total} for year, total in TOTALS.items()
    },
    complete_years=tuple(TOTALS),
)
OURS = target(base_year=2021, most_recent_year=2025, reduction=0.5)


def studied(**fields: Any) -> Study:  # noqa: ANN401 - any field of Target
    return study(replace(OURS, **fields), FALLING)
