from __future__ import annotations

from datetime import date

from carbondesk.domain.checks import (
    main_minus_submeters,
    missing_months,
    negative_quantities,
    overlaps,
)
from tests.domain.ledgers import SOURCE, activities


def test_a_quantity_below_zero_is_an_error_unless_it_is_a_credit() -> None:
    entries = activities("""
        id  start       end         quantity  origin
        1   2025-01-01  2025-01-31  -5        entered
        2   2025-02-01  2025-02-28  -5        bill
        3   2025-03-01  2025-03-31  5         entered
    """)
    (finding,) = negative_quantities(entries, SOURCE)
    assert finding.where == {"source": "Electricity", "activity": 1, "month": "2025-01"}


def test_entries_that_cover_days_together_overlap() -> None:
    entries = activities("""
        id  start       end         quantity  n
        1   2025-01-01  2025-03-31  5         1
        2   2025-01-10  2025-01-20  5         1
        3   2025-03-31  2025-04-30  5         1
        4   2025-03-31  2025-04-30  5         2
        5   2025-04-05  2025-04-05  5         1
    """)
    assert [(finding.where["activity"], finding.where["start"]) for finding in overlaps(entries, SOURCE)] == [
        (2, date(2025, 1, 10)),
        (3, date(2025, 3, 31)),
    ]


def test_missing_months_are_named_by_runs() -> None:
    found = missing_months(SOURCE, ["2024-12", "2025-01", "2025-03"])
    assert [str(finding.message) for finding in found] == [
        "Electricity has no values for Dec 2024 to Jan 2025.",
        "Electricity has no value for Mar 2025.",
    ]
    assert [finding.where["months"] for finding in found] == [2, 1]


def test_submeters_leave_the_rest_of_the_main_meter() -> None:
    rest, findings = main_minus_submeters(
        SOURCE, {"2025-01": 100.3, "2025-02": 90.0}, [{"2025-01": 60.1, "2025-02": 60.0}, {"2025-02": 30.5}]
    )
    assert rest == {"2025-01": 40.2, "2025-02": -0.5}
    assert [str(finding.message) for finding in findings] == [
        "In Feb 2025 the submeters of Electricity counted 0.5 kWh more than it did."
    ]
