from __future__ import annotations

from datetime import date

import pytest

from carbondesk.domain.records import Milestone, MilestoneKind
from carbondesk.domain.targets.journeys import TITLES, deadlines, months_later, reminders, stage


def reached(kind: str, day: date) -> Milestone:
    return Milestone(kind=kind, reached=day)


COMMITTED = reached("committed", date(2025, 1, 31))
VALIDATED = reached("validated", date(2025, 6, 30))


def test_a_commitment_gives_24_months_to_submit() -> None:
    (due,) = deadlines([COMMITTED])
    assert (due.kind, due.due) == ("submitted", date(2027, 1, 31))
    assert deadlines([COMMITTED, reached("submitted", date(2025, 5, 1))]) == []


def test_a_validated_target_is_reported_yearly_and_reviewed_after_five_years() -> None:
    found = deadlines([VALIDATED, reached("reported", date(2026, 3, 1))])
    assert [(each.kind, each.due) for each in found] == [
        ("reported", date(2027, 3, 1)),
        ("reviewed", date(2030, 6, 30)),
    ]


def test_a_day_of_ones_own_goes_before_the_standards() -> None:
    found = deadlines([COMMITTED, Milestone(kind="submitted", due=date(2026, 1, 1)),
                       Milestone(kind="recalculated", due=date(2026, 1, 1))])  # fmt: skip
    assert [(each.kind, each.due) for each in found] == [
        ("submitted", date(2026, 1, 1)),
        ("recalculated", date(2026, 1, 1)),
    ]
    assert str(found[1].title) == "Recalculation"


def test_nothing_is_due_of_a_target_that_is_withdrawn() -> None:
    gone = [VALIDATED, reached("withdrawn", date(2026, 1, 1))]
    assert deadlines(gone) == []
    assert stage(gone) is None


def test_the_furthest_station_counts() -> None:
    assert stage([]) is None
    assert stage([VALIDATED, COMMITTED, Milestone(kind="published")]) == "validated"


@pytest.mark.parametrize(
    ("today", "codes"),
    [
        (date(2026, 10, 1), []),
        (date(2026, 11, 15), ["milestone-due"]),
        (date(2027, 1, 31), ["milestone-due"]),
        (date(2027, 2, 1), ["milestone-overdue"]),
    ],
)
def test_a_station_is_called_to_mind_90_days_before(today: date, codes: list[str]) -> None:
    assert [finding.code for finding in reminders([COMMITTED], today)] == codes


def test_months_end_where_they_end() -> None:
    assert months_later(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert months_later(date(2024, 12, 1), 1) == date(2025, 1, 1)


def test_a_planned_month_goes_before_the_end_of_the_commitment() -> None:
    (due,) = deadlines([COMMITTED], "2026-05")
    assert (due.kind, due.due) == ("submitted", date(2026, 5, 31))
    (late,) = deadlines([COMMITTED], "2028-05")
    assert late.due == date(2027, 1, 31)
    assert deadlines([], "2026-05")[0].due == date(2026, 5, 31)
    assert [each.kind for each in deadlines([VALIDATED], "2025-05")] == ["reported", "reviewed"]
    own = Milestone(kind="submitted", due=date(2026, 8, 1))
    assert deadlines([own], "2026-05")[0].due == date(2026, 8, 1)
    assert [finding.code for finding in reminders([], date(2026, 6, 1), "2026-05")] == ["milestone-overdue"]


def test_every_station_has_a_title() -> None:
    assert set(TITLES) == set(MilestoneKind)
