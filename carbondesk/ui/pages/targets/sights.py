"""One target as the page shows it: its grounds, read once, and its study, made anew with every move of a drag."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from carbondesk.domain.records import Target
from carbondesk.domain.targets.courses import Measure
from carbondesk.domain.targets.criteria import Status
from carbondesk.domain.targets.studies import Study, study
from carbondesk.report.charts import Scale, scale_for
from carbondesk.report.target_charts import dragged_to, knob_field
from carbondesk.report.yardsticks import Yardstick, yardstick

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
    """A target, what it is judged on, and what came of it.

    `scale` is the unit in which its t CO2e are written, `yard` how values of its own measure are, as its chart does.
    """

    target: Target
    grounds: Grounds
    study: Study
    scale: Scale
    yard: Yardstick

    def moved(self, share: float) -> Sight:
        """Return the same target with its knob at another share: what every move of a drag asks for."""
        return self.of(dragged_to(self.target, share))

    def of(self, target: Target) -> Sight:
        """Return a changed target on the same grounds."""
        return replace(self, target=target, study=study(target, self.grounds))

    def under(self, rules: Sequence[str]) -> tuple[Study, ...]:
        """Return the target under other rule sets; those that have no smallest reduction are left out."""
        same = replace(self.target, reduction=self.study.course.reduction)
        made = [study(same, self.grounds, name) for name in rules]
        return tuple(each for each in made if each.course.minimum is not None)

    @property
    def field(self) -> str:
        """The field of the target that a drag changes."""
        return knob_field(self.target)

    @property
    def share(self) -> float | None:
        """Where the knob stands: at the reduction, or at the share that the line ends with."""
        line = self.study.course
        return line.years.get(self.target.target_year) if line.measure == Measure.SHARE else line.reduction

    @property
    def has_chart(self) -> bool:
        """Whether there is anything to draw: values of any year, or a line."""
        return bool(self.study.course.years or self.study.course.actual)

    @property
    def can_drag(self) -> bool:
        """Whether the target has a line whose end can be moved."""
        return bool(self.study.course.years) and self.share is not None


def sight(target: Target, grounds: Grounds) -> Sight:
    """Return a target as the page shows it."""
    made = study(target, grounds)
    amounts = [*made.course.actual.values(), *made.course.years.values()]
    absolute = made.course.measure == Measure.EMISSIONS
    scale = scale_for(amounts if absolute else made.course.emissions.values())
    return Sight(
        target=target,
        grounds=grounds,
        study=made,
        scale=scale,
        yard=yardstick(made.course.measure, made.course.unit, amounts, scale),
    )
