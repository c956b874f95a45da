"""The stations of a target, from the commitment to the review: what comes next, and what is overdue.

The day is an argument. Deadlines: 24 months from commitment to submission; a report every year and a review every
five years (near-term criteria, C25 and C26).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from carbondesk.domain.periods import month_end, month_period
from carbondesk.domain.records import Milestone, MilestoneKind
from carbondesk.domain.schema import Finding, info, warning
from carbondesk.domain.text import Text, say

COMMITMENT_MONTHS, REVIEW_MONTHS, REPORT_MONTHS = 24, 60, 12
_NOTICE_DAYS = 90

ORDER = (
    MilestoneKind.COMMITTED,
    MilestoneKind.DEVELOPED,
    MilestoneKind.SUBMITTED,
    MilestoneKind.VALIDATED,
    MilestoneKind.PUBLISHED,
    MilestoneKind.REPORTED,
    MilestoneKind.REVIEWED,
)
"""The stations in their order; recalculation and withdrawal come when they come."""

TITLES: dict[MilestoneKind, Text] = {
    MilestoneKind.COMMITTED: say("Commitment"),
    MilestoneKind.DEVELOPED: say("Development"),
    MilestoneKind.SUBMITTED: say("Submission"),
    MilestoneKind.VALIDATED: say("Validation"),
    MilestoneKind.PUBLISHED: say("Publication"),
    MilestoneKind.REPORTED: say("Yearly report"),
    MilestoneKind.REVIEWED: say("Review after five years"),
    MilestoneKind.RECALCULATED: say("Recalculation"),
    MilestoneKind.WITHDRAWN: say("Withdrawal"),
}
"""What each station is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A station that is to be reached by a day."""

    kind: MilestoneKind
    title: Text
    due: date


def months_later(day: date, months: int) -> date:
    """Return the day some months later, the last of the month where it has no such day."""
    number = day.year * 12 + day.month - 1 + months
    first = date(number // 12, number % 12 + 1, 1)
    return first.replace(day=min(day.day, month_end(first).day))


def stage(milestones: Sequence[Milestone]) -> MilestoneKind | None:
    """Return the furthest station that a target has reached; None before the first, or once it is withdrawn."""
    reached = {milestone.kind for milestone in milestones if milestone.reached is not None}
    if MilestoneKind.WITHDRAWN in reached:
        return None
    return next((kind for kind in reversed(ORDER) if kind in reached), None)


def deadlines(milestones: Sequence[Milestone], submission: str = "") -> list[Deadline]:
    """Return what is due after the stations that were reached, the earliest first.

    A day that a milestone itself gives goes before the standard's; so does the end of the month (`YYYY-MM`) that a
    target plans its submission for, where it comes earlier. Nothing is due of a target that is withdrawn.
    """
    reached = {
        kind: max(days)
        for kind in MilestoneKind
        if (days := [each.reached for each in milestones if each.kind == kind and each.reached is not None])
    }
    if MilestoneKind.WITHDRAWN in reached:
        return []
    due: dict[MilestoneKind, date] = {}
    if MilestoneKind.COMMITTED in reached and MilestoneKind.SUBMITTED not in reached:
        due[MilestoneKind.SUBMITTED] = months_later(reached[MilestoneKind.COMMITTED], COMMITMENT_MONTHS)
    if submission and reached.keys().isdisjoint(ORDER[ORDER.index(MilestoneKind.SUBMITTED) :]):
        planned = month_period(submission).end
        due[MilestoneKind.SUBMITTED] = min(due.get(MilestoneKind.SUBMITTED, planned), planned)
    validated = reached.get(MilestoneKind.VALIDATED)
    if validated is not None:
        reported = max(validated, reached.get(MilestoneKind.REPORTED, validated))
        reviewed = max(validated, reached.get(MilestoneKind.REVIEWED, validated))
        due[MilestoneKind.REPORTED] = months_later(reported, REPORT_MONTHS)
        due[MilestoneKind.REVIEWED] = months_later(reviewed, REVIEW_MONTHS)
    for milestone in milestones:
        if milestone.due is not None and milestone.reached is None:
            due[MilestoneKind(milestone.kind)] = milestone.due
    found = [Deadline(kind=kind, title=TITLES[kind], due=day) for kind, day in due.items()]
    return sorted(found, key=lambda deadline: (deadline.due, list(MilestoneKind).index(deadline.kind)))


def reminders(milestones: Sequence[Milestone], today: date, submission: str = "") -> list[Finding]:
    """Return a warning for each station that is overdue, and a note for each within 90 days."""
    found = []
    for deadline in deadlines(milestones, submission):
        days = (deadline.due - today).days
        if days < 0:
            found.append(
                warning(
                    "milestone-overdue",
                    say("{title} was due on {day}.", title=deadline.title, day=deadline.due),
                    remedy=say("Enter the day on which it was reached, or a new day."),
                    milestone=deadline.kind.value,
                )
            )
        elif days <= _NOTICE_DAYS:
            found.append(
                info(
                    "milestone-due",
                    say("{title} is due on {day}.", title=deadline.title, day=deadline.due),
                    remedy=say("Enter the day on which it was reached, or a new day."),
                    milestone=deadline.kind.value,
                )
            )
    return found
