"""Lays out the chart of a target from its study: made anew at every move of a drag, without asking an inventory."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from carbondesk.domain.records import Target, TargetMethod, TargetScope
from carbondesk.domain.targets.courses import Measure
from carbondesk.domain.targets.trends import trend
from carbondesk.domain.targets.windows import FIRST_YEAR, LAST_YEAR
from carbondesk.domain.text import Text, say
from carbondesk.report.charts import METHOD_NAMES, Scale, axis
from carbondesk.report.target_lines import Strand, goal_of, strands
from carbondesk.report.target_series import Row, TargetChart
from carbondesk.report.yardsticks import Yardstick, yardstick

if TYPE_CHECKING:
    from carbondesk.domain.targets.studies import Study
    from carbondesk.domain.targets.trends import Trend
    from carbondesk.report.target_lines import Points

__all__ = ["Row", "TargetChart", "dragged_to", "knob_field", "target_chart"]

_ROOM_FOR_LABELS = 1.03
_SCOPE_NAMES = {
    TargetScope.SCOPE_1: say("Scope 1"),
    TargetScope.SCOPE_2: say("Scope 2"),
    TargetScope.SCOPE_1_2: say("Scope 1+2"),
    TargetScope.SCOPE_3: say("Scope 3"),
    TargetScope.ALL: say("All scopes"),
    TargetScope.FLAG: say("Land and agriculture"),
}
_SHARE_NAMES = {
    TargetMethod.RENEWABLE_ELECTRICITY: say("renewable electricity"),
    TargetMethod.ENGAGEMENT: say("partners with targets of their own"),
}
_BY_MARKET = (TargetScope.SCOPE_2, TargetScope.SCOPE_1_2, TargetScope.ALL)


def target_chart(
    study: Study,
    *,
    scale: Scale | None = None,
    others: Iterable[Study | tuple[str, Study]] = (),
    ghosts: Iterable[Study | tuple[str, Study]] = (),
    year_start: int = 1,
    complete: Collection[int] | None = None,
) -> TargetChart:
    """Lay out the chart of a study.

    `complete` are the years that lack nothing (those of its grounds); without it all are taken for that.
    `scale` is how the rest of a page writes t CO2e. `others` are drawn thin beside it: other targets, or the same one
    under other rule sets, named by what is different or by the name given with it. `ghosts` are drawn dashed: what
    was saved while another reduction is tried. `year_start` is the month in which the reporting years begin.
    """
    line, target = study.course, study.target
    known = {year: value for year, value in line.actual.items() if complete is None or year in complete}
    # A year that no target can have is told among the findings; an axis to it would never end.
    end = min(max(target.target_year, FIRST_YEAR), LAST_YEAR)
    found = trend(known, end) if study.trend is not None else None
    forecast, beyond = _forecast(found, known, end), _beyond(study)
    spread = found.spread if found is not None and forecast else 0.0
    beside = strands(study, others, ghosts)
    top, ticks = _axis(study, forecast, spread, beside)
    base_year = line.pathway.terms.base_year
    base = line.years.get(base_year, 0.0)
    measure = yardstick(line.measure, line.unit, [*line.actual.values(), *line.years.values()], scale)
    near = max(end, max(line.actual, default=0))
    of_lines = [year for each in beside for year in each.years]
    return TargetChart(
        first=min([*line.actual, *line.years, end, *of_lines]),
        split=near,
        last=max([near, *(year for year, _ in beyond), *of_lines]),
        year_start=year_start,
        field=knob_field(target),
        measure=line.measure,
        yardstick=measure,
        context=_context(study, measure),
        goal=goal_of(study),
        base_year=base_year,
        target_year=end,
        actual=_points(line.actual),
        lacking=frozenset(line.actual) - frozenset(known),
        path=_points(line.years),
        beyond=beyond,
        least=_points(study.least),
        forecast=forecast,
        trend_years=(min(known, default=0), max(known, default=0)),
        spread=spread,
        strands=beside,
        base=base,
        share=_share(study, base),
        minimum=line.minimum if study.least else None,
        top=top,
        ticks=ticks,
    )


def _axis(
    study: Study, forecast: Points, spread: float, beside: tuple[Strand, ...]
) -> tuple[float, tuple[float, ...]]:
    """Return the top of the axis and its ticks; where the knob is makes no difference to them."""
    line = study.course
    if line.measure == Measure.SHARE:
        return 1.0, (0.0, 0.25, 0.5, 0.75, 1.0)
    values = [*line.actual.values(), *line.years.values(), *study.least.values()]
    values += [amount + spread for _, amount in forecast]
    values += [amount for each in beside for _, amount in each.points]
    return axis(max(values, default=0.0) * _ROOM_FOR_LABELS)


def knob_field(target: Target) -> str:
    """Return the field of a target that its knob sets: `reduction`, `coverage` or `engagement`."""
    return {
        TargetMethod.RENEWABLE_ELECTRICITY.value: "coverage",
        TargetMethod.ENGAGEMENT.value: "engagement",
    }.get(target.method, "reduction")


def dragged_to(target: Target, share: float) -> Target:
    """Return a target as it would be with its knob at a share."""
    return {
        "reduction": lambda: replace(target, reduction=share),
        "coverage": lambda: replace(target, coverage=share),
        "engagement": lambda: replace(target, engagement=share),
    }[knob_field(target)]()


def _share(study: Study, base: float) -> float | None:
    """Return where the knob stands: at the reduction, or at the share that the line ends with."""
    line = study.course
    if not line.years:
        return None
    if line.measure == Measure.SHARE:
        return line.years[study.target.target_year]
    return line.reduction if base > 0 else None


def _forecast(found: Trend | None, known: Mapping[int, float], last: int) -> Points:
    """Return the newest complete year, and from it on the trend to the target year."""
    newest = max(known, default=last)
    if found is None or last <= newest:
        return ()
    ahead = [(year, found.at(year)) for year in range(newest + 1, last + 1)]
    return ((newest, known[newest]), *ahead)


def _beyond(study: Study) -> Points:
    line = study.course
    if line.measure != Measure.EMISSIONS or not line.years:
        return ()
    way = _points(line.pathway.long_term)
    return (way[0], way[-1]) if way else ()


def _context(study: Study, measure: Yardstick) -> Text:
    said = _measured(study.target, measure)
    inside = study.bioenergy and study.course.measure == Measure.EMISSIONS
    return say("{context}, with bioenergy CO₂", context=said) if inside else said


def _measured(target: Target, measure: Yardstick) -> Text:
    if target.method in _SHARE_NAMES:
        return say("{unit}, {scopes}", unit=measure.unit, scopes=_SHARE_NAMES[TargetMethod(target.method)])
    scopes = _SCOPE_NAMES[TargetScope(target.scope)]
    if target.scope not in _BY_MARKET:
        return say("{unit}, {scopes}", unit=measure.unit, scopes=scopes)
    return say(
        "{unit}, {scopes}, {method}",
        unit=measure.unit,
        scopes=scopes,
        method=METHOD_NAMES[target.scope2_method],
    )


def _points(values: Mapping[int, float]) -> Points:
    return tuple(sorted(values.items()))
