"""The strip of figures: totals, intensity, distance to the target, completeness."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from carbondesk.language import significant, tr, tr_many
from carbondesk.report.charts import compared_words, complete_words
from carbondesk.report.denominators import Output
from carbondesk.ui.pages.overview.view import View
from carbondesk.ui.widgets import Figure

if TYPE_CHECKING:
    from carbondesk.report.totals import YearTotals

Amount: TypeAlias = "Callable[[YearTotals], float]"
MOST_BARS = 5
NOTHING = "–"


def strip_figures(view: View, outputs: Sequence[Output]) -> list[Figure]:
    """Return the figures of the year in view, five or six of them."""
    by_market = view.method == "market"
    market = _total(view, tr("Scope 1+2, market-based"), lambda totals: totals.scope12_market)
    location = _total(view, tr("Scope 1+2, location-based"), lambda totals: totals.scope12_location)
    figures = [market, location] if by_market else [location, market]
    if view.has_scope3:
        label = tr("All scopes, market-based") if by_market else tr("All scopes, location-based")
        figures.append(_total(view, label, lambda totals: totals.total(view.method), all_scopes=True))
    intensity = _intensity(view, outputs)
    if intensity is not None:
        figures.append(intensity)
    return [*figures, distance(view), completeness(view)]


def _total(view: View, label: str, amount: Amount, *, all_scopes: bool = False) -> Figure:
    figure = Figure(
        label=label,
        number=view.scale.figure(amount(view.now)),
        unit=tr(view.scale.unit),
        bars=_bars(view, amount),
    )
    return _compared(view, figure, amount, all_scopes=all_scopes)


def _compared(view: View, figure: Figure, amount: Amount, *, all_scopes: bool = False) -> Figure:
    """Add the change on the year before, what is missing, or why there is no comparison."""
    complete = view.all_complete if all_scopes else view.complete
    if view.year not in complete:
        return _incomplete(view, figure, view.everything if all_scopes else view.now)
    before = view.before
    if before is None or amount(before) <= 0:
        return replace(figure, behind=tr("No year before to compare"))
    if view.year - 1 not in complete:
        return replace(
            figure, behind=tr("No comparison: {year} is not complete", year=view.name(view.year - 1))
        )
    share = amount(view.now) / amount(before) - 1
    return replace(
        figure,
        change=compared_words(share),
        behind=tr("on {year}", year=view.name(view.year - 1)),
        arrow="down" if share < 0 else "up" if share > 0 else "",
        tone="ok" if share <= 0 else "warn",
    )


def _incomplete(view: View, figure: Figure, totals: YearTotals) -> Figure:
    """Mark a figure as incomplete and say what is missing from it."""
    change, behind = tr("The year is not over"), ""
    if totals.without_factor:
        change = tr_many("{n} source without a factor", "{n} sources without a factor", totals.without_factor)
    elif totals.missing_values:
        values = tr_many("{n} value", "{n} values", totals.missing_values)
        amount = view.scale.signed(totals.missing_tonnes)
        if amount == view.scale.words(0.0):
            change = tr("{values} missing", values=values)
        else:
            change, behind = tr("{amount} missing", amount=amount), values
    return replace(figure, incomplete=True, tone="warn", change=change, behind=behind, arrow="")


def _bars(view: View, amount: Amount) -> list[float]:
    years = [year for year in sorted(view.totals) if year <= view.year][-MOST_BARS:]
    return [amount(view.totals[year]) for year in years] if len(years) > 1 else []


def _intensity(view: View, outputs: Sequence[Output]) -> Figure | None:
    """Return scope 1+2 by the output figure that is known best, None where there is none for the year."""
    tonnes = {year: totals.scope1 + totals.scope2(view.method) for year, totals in view.totals.items()}
    for output in outputs:
        now = output.intensity(view.year, tonnes[view.year])
        if now is None:
            continue
        value, unit = now
        label = (
            tr("Intensity, Scope 1+2")
            if output.currency
            else tr("Intensity per {output}", output=output.name)
        )
        figure = Figure(label=label, number=significant(value), unit=unit)
        known = [year for year in sorted(tonnes) if year <= view.year and year in output.amounts][-MOST_BARS:]
        heights = [tonnes[year] / output.amounts[year] for year in known]
        figure = replace(figure, bars=heights if len(heights) > 1 else [])
        if view.year - 1 in output.amounts or view.year not in view.complete:
            return _compared(view, figure, partial(_ratio, view, output))
        return replace(figure, behind=tr("No year before to compare"))
    return None


def _ratio(view: View, output: Output, totals: YearTotals) -> float:
    amount = output.amounts.get(totals.year)
    return (totals.scope1 + totals.scope2(view.method)) / amount if amount else 0.0


def distance(view: View) -> Figure:
    """Return how far the year in view is from the target, and from the path that leads to it."""
    target = view.target
    if target is None:
        return Figure(
            label=tr("Distance to target"),
            number=NOTHING,
            behind=tr("A path needs a complete year"),
            tone="ink2",
        )
    label = tr("Distance to {year} target", year=view.name(target.target_year))
    path = target.at(view.year)
    amount = view.now.scope1 + view.now.scope2(view.method)
    to_cut = amount - target.target
    scale = view.scale
    figure = Figure(
        label=label,
        number=scale.figure(max(0.0, to_cut)),
        unit=tr("{unit} to cut", unit=scale.short),
    )
    if target.base > target.target:
        share = (target.base - amount) / (target.base - target.target)
        mark = (view.year - target.base_year) / (target.target_year - target.base_year)
        figure = replace(figure, gauge=min(1.0, max(0.0, share)), mark=min(1.0, max(0.0, mark)))
    if view.year not in view.complete:
        return replace(_incomplete(view, figure, view.now), gauge=None, mark=None)
    if path is None:
        return replace(figure, behind=tr("{year} lies before the base year", year=view.name(view.year)))
    above = amount - path
    if not any(digit in scale.words(above) for digit in "123456789"):
        return replace(figure, behind=tr("on the path"))
    return replace(
        figure,
        change=f"{scale.signed(above)} {tr(scale.short)}",
        behind=tr("above the path") if above > 0 else tr("below the path"),
        arrow="up" if above > 0 else "down",
        tone="warn" if above > 0 else "ok",
    )


def completeness(view: View) -> Figure:
    """Return the share of monthly values that are there."""
    now = view.everything
    if not now.expected_values:
        return Figure(label=tr("Complete"), number=NOTHING, behind=tr("No values expected yet"), tone="ink2")
    share = 1.0 - now.missing_values / now.expected_values
    number = complete_words(share)
    if now.missing_values:
        behind = tr_many("{n} value missing", "{n} values missing", now.missing_values)
    elif now.estimated_values:
        behind = tr_many("{n} value is estimated", "{n} values are estimated", now.estimated_values)
    else:
        behind = tr_many("{n} monthly value", "all {n} monthly values", now.expected_values)
    return Figure(label=tr("Complete"), number=number, behind=behind, gauge=share)
