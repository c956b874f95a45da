"""Everything that a page shows of one target, made anew while somebody drags it: a pure function of its grounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from carbondesk.domain.records import Target
from carbondesk.domain.targets.checklists import Checklist, checklist
from carbondesk.domain.targets.courses import Course, Measure
from carbondesk.domain.targets.electricity import straight
from carbondesk.domain.targets.grounds import SCOPES_OF, Grounds, burnt, coverage
from carbondesk.domain.targets.intensities import compounded
from carbondesk.domain.targets.standings import Budget, Standing, budget, standing
from carbondesk.domain.targets.temperatures import target_rating
from carbondesk.domain.targets.trends import Change, Outlook, Trend, catch_up, changes, outlook, trend


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """A target under one rule set: its criteria and line, and where the organisation stands against it.

    `least` is the weakest line that the method accepts, in the course's own measure; empty where there is none.
    `gaps` is actual less line by year, positive above the line. Changes, budget, outlook and trend come from complete
    years only. `standing`, `budget`, `outlook`, `catch_up` (t CO2e a year) and `trend` are for targets in t CO2e;
    None for others and where the line has no numbers. `rating` is in °C and only indicative. `bioenergy` is the t of
    CO2 from it that the line holds in its base year, beside the scopes as they are reported.
    """

    target: Target
    checklist: Checklist
    least: Mapping[int, float] = field(default_factory=dict)
    gaps: Mapping[int, float] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    standing: Standing | None = None
    budget: Budget | None = None
    outlook: Outlook | None = None
    trend: Trend | None = None
    catch_up: float | None = None
    rating: float
    bioenergy: float = 0.0

    @property
    def course(self) -> Course:
        """The line by year in the target's own measure, and the actual values beside it."""
        return self.checklist.course


def study(target: Target, grounds: Grounds, rules: str = "") -> Study:
    """Return a target held against its own rule set, or another one; raises UnknownRuleSet for that."""
    held = checklist(target, grounds, rules)
    line = held.course
    absolute = line.measure == Measure.EMISSIONS
    # A year that lacks values tells neither a change nor a trend.
    whole = {year: amount for year, amount in line.actual.items() if year in grounds.complete_years}
    newest = max((year for year in line.actual if year <= line.pathway.terms.recent_year), default=None)
    known = absolute and newest is not None
    last = max(line.pathway.net_zero_year, target.target_year)
    return Study(
        target=held.target,
        checklist=held,
        least=_least(line),
        gaps={year: amount - line.years[year] for year, amount in line.actual.items() if year in line.years},
        changes=tuple(changes(whole, line.pathway.terms.base_year)),
        standing=standing(line.pathway, newest, line.actual[newest])
        if absolute and newest is not None
        else None,
        budget=budget(line.pathway, whole) if known else None,
        outlook=outlook(line.pathway, whole) if known and whole else None,
        trend=trend(whole, last) if absolute else None,
        catch_up=catch_up(line.pathway, newest, line.actual[newest])
        if absolute and newest is not None
        else None,
        rating=target_rating(line, coverage=_covered(target, grounds, line)),
        bioenergy=(burnt(target, grounds, line.pathway.terms.base_year) or 0.0) if target.bioenergy else 0.0,
    )


def _covered(target: Target, grounds: Grounds, line: Course) -> float:
    """Return the share that the target covers in its base year; all of it where that is not known."""
    names = SCOPES_OF.get(target.scope, ())
    found = coverage(target, grounds, line.pathway.terms.base_year, *names) if names else None
    return 1.0 if found is None else found


def _least(line: Course) -> dict[int, float]:
    """Return the line of the smallest reduction that the method accepts: straight for t CO2e, else compounded."""
    first, last = line.pathway.terms.base_year, line.target.target_year
    start = line.years.get(first)
    if line.minimum is None or start is None or last <= first or line.measure == Measure.SHARE:
        return {}
    if line.measure == Measure.EMISSIONS:
        return straight(start, start * (1 - line.minimum), first, last)
    return compounded(start, line.minimum, first, last) if line.minimum < 1 else {}
