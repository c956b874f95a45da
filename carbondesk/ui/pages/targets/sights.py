"""One target as the page shows it: its grounds, read once, and its study, made anew with every move of a drag."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from carbondesk.domain.records import Target
from carbondesk.domain.targets.courses import Measure
from carbondesk.domain.targets.criteria import Status
from carbondesk.domain.targets.studies import Study, study
from carbondesk.report.charts import Scale, scale_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carbondesk.domain.targets.grounds import Grounds

MARKS = {
    Status.PASS: ("circle-check", "ok"),
    Status.FAIL: ("circle-x", "err"),
    Status.UNKNOWN: ("triangle-alert", "warn"),
    Status.NOT_APPLICABLE: ("minus", "ink3"),
}
"""Icon and tint of what comes out of a criterion, and of a target as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """A target, what it is judged on, and what came of it. `scale` is the unit in which its t CO2e are written."""

    target: Target
    grounds: Grounds
    study: Study
    scale: Scale = field(default_factory=lambda: Scale(kilo=False, decimals=0))

    def moved(self, reduction: float) -> Sight:
        """Return the same target with another reduction: what every move of a drag asks for."""
        return self.of(replace(self.target, reduction=reduction))

    def of(self, target: Target) -> Sight:
        """Return a changed target on the same grounds."""
        return replace(self, target=target, study=study(target, self.grounds))

    def under(self, rules: Sequence[str]) -> tuple[Study, ...]:
        """Return the smallest target that each of other rule sets accepts; those without one are left out."""
        least = replace(self.target, reduction=None)
        made = [study(least, self.grounds, name) for name in rules]
        return tuple(each for each in made if each.course.minimum is not None)

    @property
    def reduction(self) -> float | None:
        """The reduction that is drawn, a share of the base year's value."""
        return self.study.course.reduction

    @property
    def can_drag(self) -> bool:
        """Whether the target has a line whose end can be moved: shares have goals of their own."""
        return bool(self.study.course.years) and self.study.course.measure != Measure.SHARE


def sight(target: Target, grounds: Grounds) -> Sight:
    """Return a target as the page shows it."""
    made = study(target, grounds)
    amounts = [*made.course.actual.values(), *made.course.years.values()]
    absolute = made.course.measure == Measure.EMISSIONS
    return Sight(
        target=target,
        grounds=grounds,
        study=made,
        scale=scale_for(amounts if absolute else made.course.emissions.values()),
    )
