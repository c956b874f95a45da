from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from carbondesk.domain.accounting.completeness import (
    SourceMonths,
    expected_months,
    source_months,
    waiting_month,
)
from tests.domain.ledgers import SOURCE

YEAR = 0b111111111111


def months(**changes: object) -> SourceMonths:
    told: dict[str, object] = {
        "present": {2025: YEAR},
        "estimated": {},
        "first": date(2024, 1, 1),
        "last": date(2025, 12, 31),
        **changes,
    }
    return source_months(SOURCE, 2025, 1, **told)  # type: ignore[arg-type] # the fields above


def test_months_are_expected_from_the_first_value_to_where_the_inventory_is_kept() -> None:
    assert expected_months(SOURCE, date(2024, 12, 27), date(2025, 2, 1)) == ["2024-12", "2025-01", "2025-02"]
    assert expected_months(SOURCE, None, date(2025, 2, 1)) == []
    assert expected_months(SOURCE, date(2025, 2, 1), None) == []


def test_a_source_in_use_from_may_to_july_expects_these_months_only() -> None:
    source = replace(SOURCE, from_=date(2025, 5, 10), to=date(2025, 7, 1))
    assert expected_months(source, None, date(2025, 12, 31)) == ["2025-05", "2025-06", "2025-07"]
    assert expected_months(source, date(2024, 1, 1), date(2025, 6, 30)) == ["2025-05", "2025-06"]
    assert expected_months(source, None, None) == ["2025-05", "2025-06", "2025-07"]


def test_equipment_has_events_and_no_expected_months() -> None:
    source = replace(SOURCE, measurement="equipment")
    assert expected_months(source, date(2025, 1, 1), date(2025, 12, 31)) == []


def test_a_month_is_waiting_until_a_bill_reaches_its_end() -> None:
    assert waiting_month(SOURCE, date(2025, 12, 26)) == "2025-12"
    assert waiting_month(SOURCE, date(2025, 12, 31)) == ""
    assert waiting_month(SOURCE, None) == ""
    assert waiting_month(replace(SOURCE, to=date(2025, 12, 26)), date(2025, 12, 26)) == ""


def test_a_full_year_is_complete() -> None:
    found = months()
    assert len(found.present) == len(found.expected) == 12
    assert found.complete
    assert found.tonnes_missing(120) == 0


def test_missing_and_estimated_months_are_counted() -> None:
    found = months(present={2025: YEAR >> 3}, estimated={2025: 0b1010_0000_0000_0000 | 0b11})
    assert found.missing == ("2025-10", "2025-11", "2025-12")
    assert found.estimated == ("2025-01", "2025-02")
    assert found.tonnes_missing(90) == pytest.approx(30)
    assert not found.complete


def test_without_any_month_nobody_can_tell_the_missing_tonnes() -> None:
    assert months(present={}).tonnes_missing(0) is None


def test_a_year_whose_last_bill_is_awaited_is_not_complete() -> None:
    assert months(last_read=date(2025, 12, 26)).waits == "2025-12"
    assert not months(last_read=date(2025, 12, 26)).complete
    assert months(last_read=date(2026, 1, 26)).waits == ""


def test_a_fiscal_year_takes_its_months_from_two_calendar_years() -> None:
    found = source_months(
        SOURCE,
        2025,
        4,
        present={2025: YEAR, 2026: 0b11},
        estimated={2026: 0b10},
        first=date(2025, 1, 1),
        last=date(2026, 3, 31),
    )
    assert found.expected[0] == "2025-04"
    assert found.missing == ("2026-03",)
    assert found.estimated == ("2026-02",)
