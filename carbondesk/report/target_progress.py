"""The paper on progress: each target's distance, the years one by one, the budget, the outlook, and intensities.

An intensity per revenue stands at current prices and at the prices of the base year, as far as price indices are
entered; which of them is which stands in every row. The outlook is a trend, for there are no plans in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from carbondesk.domain.records import Driver, PriceIndex, Target
from carbondesk.domain.schema import warning
from carbondesk.domain.targets.courses import Measure
from carbondesk.domain.targets.standings import standing
from carbondesk.domain.targets.temperatures import company_rating
from carbondesk.domain.targets.trends import catch_up
from carbondesk.domain.text import Text, say
from carbondesk.report.claims import restated_emissions
from carbondesk.report.denominators import MILLION, Output, outputs
from carbondesk.report.papers import (
    METHODS,
    TONNES,
    Bar,
    BarChart,
    Cell,
    Head,
    Holds,
    Options,
    Paper,
    Sheet,
    with_rows,
)
from carbondesk.report.submissions import KINDS_OF_TARGET, METHODS_OF_TARGET, Pack, not_complete, pack

if TYPE_CHECKING:
    from carbondesk.domain.schema import Finding
    from carbondesk.domain.targets.studies import Study
    from carbondesk.report.figures import Figures

_KG = 1000.0
_NO_TARGET = warning("no-target", say("There is no target yet."), remedy=say("Set one on the page Targets."))


def progress_paper(figures: Figures, year: int, options: Options) -> Paper:
    """Return where every target stands in a reporting year, and intensities by the chosen method of scope 2."""
    held = pack(figures)
    return Paper(
        "targets",
        say("Progress against targets"),
        say("Where each target stands in {year}, and where its trend leads.", year=str(year)),
        with_rows(
            _distance(held, year),
            _years(held),
            _budget(held),
            _outlook(held),
            _intensities(figures, options.method),
            _ratings(held),
        ),
        _findings(held, year),
        _chart(held, year),
    )


def _findings(held: Pack, year: int) -> tuple[Finding, ...]:
    """Return what is doubtful about the lines, and that the year is not whole."""
    if not held.targets:
        return (_NO_TARGET,)
    found = [finding for one in held.studies for finding in one.course.findings]
    missing = held.figures.totals(year).missing_values if year in held.figures.years else 0
    if missing:
        found.insert(
            0,
            warning(
                "year-incomplete",
                not_complete(year, missing),
                remedy=say("Complete {year}, or choose another year.", year=str(year)),
                year=year,
            ),
        )
    return tuple(dict.fromkeys(found))


def _chart(held: Pack, year: int) -> BarChart | None:
    """Return how much of the way from base to target each absolute target has gone, in t CO2e."""
    bars = []
    for target, one in zip(held.targets, held.studies, strict=True):
        start, now = one.course.actual.get(one.course.pathway.terms.base_year), one.course.actual.get(year)
        if one.course.measure == Measure.EMISSIONS and start is not None and now is not None:
            bars.append(Bar(target.name, start - now, "actual" if now <= start else "s2"))
    return BarChart(say("Cut since the base year"), tuple(bars), TONNES) if bars else None


def _distance(held: Pack, year: int) -> Sheet:
    rows = [_distance_row(target, one, year) for target, one in zip(held.targets, held.studies, strict=True)]
    return Sheet(
        say("Distance"),
        (
            Head(say("Target")), Head(say("Scope")), Head(say("Kind")), Head(say("Method")), Head(say("Unit")),
            Head(say("Base year")), Head(say("In the base year"), Holds.NUMBER),
            Head(say("In {year}", year=str(year)), Holds.NUMBER), Head(say("Target path"), Holds.NUMBER),
            Head(say("Gap to path"), Holds.NUMBER), Head(say("Against the year before"), Holds.PERCENT),
            Head(say("Since the base year"), Holds.PERCENT), Head(say("Target year")),
            Head(say("In the target year"), Holds.NUMBER), Head(say("Way gone"), Holds.PERCENT),
            Head(say("Way due"), Holds.PERCENT), Head(say("Still to cut"), Holds.NUMBER),
            Head(say("To cut each year"), Holds.NUMBER), Head(say("On track")),
        ),
        tuple(rows),
        notes=(say("On the path exactly counts as on track; the gap is positive above the path."),),
    )  # fmt: skip


def _distance_row(target: Target, one: Study, year: int) -> tuple[Cell, ...]:
    line, terms = one.course, one.course.pathway.terms
    now, path, start = line.actual.get(year), line.years.get(year), line.actual.get(terms.base_year)
    end = line.years.get(target.target_year)
    change = next((each for each in one.changes if each.year == year), None)
    stand = (
        standing(line.pathway, year, now) if line.measure == Measure.EMISSIONS and now is not None else None
    )
    rate = catch_up(line.pathway, year, now) if stand is not None and now is not None else None
    rises = line.measure == Measure.SHARE
    on_track = None if now is None or path is None else (now >= path if rises else now <= path)
    return (
        target.name, target.scope, KINDS_OF_TARGET[target.kind], METHODS_OF_TARGET[target.method], line.unit,
        str(terms.base_year), _blank(start), now, _blank(path),
        None if now is None or path is None else now - path,
        _blank(None if change is None else change.yearly), _blank(None if change is None else change.since_base),
        str(target.target_year), _blank(end), _blank(None if stand is None else stand.progress),
        _blank(None if stand is None else stand.expected_progress), _blank(None if stand is None else stand.to_cut),
        _blank(rate), "" if on_track is None else say("yes") if on_track else say("no"),
    )  # fmt: skip


def _years(held: Pack) -> Sheet:
    rows: list[tuple[Cell, ...]] = []
    for target, one in zip(held.targets, held.studies, strict=True):
        line = one.course
        moved = {each.year: each for each in one.changes}
        for year in sorted(line.years.keys() | line.actual.keys()):
            change = moved.get(year)
            rows.append(
                (
                    target.name, str(year), line.unit, _blank(line.actual.get(year)), _blank(line.years.get(year)),
                    _blank(one.least.get(year)), _blank(one.gaps.get(year)),
                    _blank(None if change is None else change.yearly),
                    _blank(None if change is None else change.since_base),
                    _blank(None if change is None else change.compound),
                )
            )  # fmt: skip
    return Sheet(
        say("Years"),
        (
            Head(say("Target")), Head(say("Year")), Head(say("Unit")), Head(say("Actual"), Holds.NUMBER),
            Head(say("Target path"), Holds.NUMBER), Head(say("Minimum"), Holds.NUMBER),
            Head(say("Gap to path"), Holds.NUMBER), Head(say("Against the year before"), Holds.PERCENT),
            Head(say("Since the base year"), Holds.PERCENT), Head(say("Equal cut a year"), Holds.PERCENT),
        ),
        tuple(rows),
        notes=(
            say("The equal cut a year is compounded and only describes; absolute targets are straight lines."),
        ),
    )  # fmt: skip


def _budget(held: Pack) -> Sheet:
    rows: list[tuple[Cell, ...]] = [
        (
            target.name, one.budget.whole, one.budget.path, one.budget.actual, one.budget.share_used,
            "" if one.budget.exceeded_in is None else str(one.budget.exceeded_in),
        )
        for target, one in zip(held.targets, held.studies, strict=True)
        if one.budget is not None
    ]  # fmt: skip
    return Sheet(
        say("Budget"),
        (
            Head(say("Target")), Head(say("Budget to the target year"), Holds.NUMBER, TONNES),
            Head(say("Path so far"), Holds.NUMBER, TONNES), Head(say("Actual so far"), Holds.NUMBER, TONNES),
            Head(say("Budget used"), Holds.PERCENT), Head(say("Exceeded in")),
        ),
        tuple(rows),
        notes=(say("The sum of the path after the base year; the base year itself is not in it."),),
    )  # fmt: skip


def _outlook(held: Pack) -> Sheet:
    rows: list[tuple[Cell, ...]] = [
        (
            target.name, one.outlook.expected, one.outlook.above_target,
            "" if one.outlook.met_in is None else str(one.outlook.met_in),
            "" if one.outlook.exceeded_in is None else str(one.outlook.exceeded_in), one.outlook.overshoot,
            one.outlook.method,
        )
        for target, one in zip(held.targets, held.studies, strict=True)
        if one.outlook is not None
    ]  # fmt: skip
    return Sheet(
        say("Trend"),
        (
            Head(say("Target")), Head(say("Expected in the target year"), Holds.NUMBER, TONNES),
            Head(say("Above the target"), Holds.NUMBER, TONNES), Head(say("Met in")),
            Head(say("Budget exceeded in")), Head(say("Cumulative over budget"), Holds.PERCENT), Head(say("How")),
        ),
        tuple(rows),
    )  # fmt: skip


def _intensities(figures: Figures, method: str) -> Sheet:
    """Return scope 1+2 per output of every complete year; revenue also at the prices of the base year."""
    years = figures.complete_years(scopes=(1, 2))
    emissions = restated_emissions(figures, method)
    base = figures.base_year()
    rows: list[tuple[Cell, ...]] = []
    lacking: list[Text] = []
    for output in outputs(figures, figures.inventory.all(Driver)):
        amounts = {year: output.amounts[year] for year in years if output.amounts.get(year)}
        tonnes = {year: emissions[year]["S1"] + emissions[year]["S2"] for year in amounts}
        prices = say("current prices") if output.currency else ""
        rows += _intensity_rows(output, amounts, tonnes, prices, base)
        if output.currency and base is not None:
            indices = _indices(figures, output.currency)
            deflated = {
                year: amount * indices[base] / indices[year]
                for year, amount in amounts.items()
                if base in indices and year in indices
            }
            at = say("prices of {year}", year=str(base))
            rows += _intensity_rows(output, deflated, tonnes, at, base)
            if len(deflated) < len(amounts):
                missing = ", ".join(str(year) for year in sorted({*amounts, base} - indices.keys()))
                lacking.append(
                    say(
                        "No price index of {currency} is entered for {years}; these years are not deflated.",
                        currency=output.currency,
                        years=missing,
                    )
                )
    return Sheet(
        say("Intensity"),
        (
            Head(say("Output figure")), Head(say("Prices")), Head(say("Year")), Head(say("Unit")),
            Head(say("Intensity"), Holds.NUMBER), Head(say("Against the year before"), Holds.PERCENT),
            Head(say("Since the base year"), Holds.PERCENT),
        ),
        tuple(rows),
        notes=(
            say("Scope 1 and 2, {method}, as restated, of complete years.", method=METHODS[method]),
            *lacking,
        ),
    )  # fmt: skip


def _intensity_rows(
    output: Output,
    amounts: Mapping[int, float],
    tonnes: Mapping[int, float],
    prices: Text | str,
    base: int | None,
) -> list[tuple[Cell, ...]]:
    unit = f"t CO2e/million {output.currency}" if output.currency else f"kg CO2e/{output.unit}"
    scale = MILLION if output.currency else _KG
    values = {year: tonnes[year] / amount * scale for year, amount in amounts.items()}
    rows: list[tuple[Cell, ...]] = []
    for year, value in sorted(values.items()):
        before, start = values.get(year - 1), values.get(base or 0)
        yearly = value / before - 1 if before else None
        since = value / start - 1 if start else None
        rows.append((output.name, prices, str(year), unit, value, _blank(yearly), _blank(since)))
    return rows


def _indices(figures: Figures, currency: str) -> dict[int, float]:
    return {
        each.year: each.index
        for each in figures.inventory.all(PriceIndex)
        if each.currency == currency and each.index > 0
    }


def _ratings(held: Pack) -> Sheet:
    """Return the indicative temperature ratings: each target's, and the company's from its near-term ones."""
    rows: list[tuple[Cell, ...]] = [
        (target.name, target.scope, one.rating)
        for target, one in zip(held.targets, held.studies, strict=True)
    ]
    near = {
        target.scope: (one, known)
        for target, one, known in zip(held.targets, held.studies, held.grounds, strict=True)
        if target.kind == "near-term" and one.course.measure == Measure.EMISSIONS
    }
    if "1+2" in near and "3" in near:
        (own, known), (chain, _) = near["1+2"], near["3"]
        first = own.course.pathway.terms.base_year
        # Weighed by what the company emits: a target of scope 3 holds some of its categories only.
        amounts = known.amount(first, "S1", "S2") or 0.0, known.amount(first, "S3") or 0.0
        whole = company_rating(own.rating, chain.rating, emissions=amounts)
        rows.append((say("All scopes together"), "1+2+3", whole))
    return Sheet(
        say("Temperature, indicative"),
        (Head(say("Target")), Head(say("Scope")), Head(say("Rating"), Holds.NUMBER, say("°C"), 2)),
        tuple(rows),
        notes=(
            say(
                "Model 4 of the SBTi, CDP and WWF temperature rating: a regression of 2018 that rates 4.2 % a year "
                "below 1.5 °C. It is indicative and no criterion."
            ),
        ),
    )


def _blank(value: float | None) -> Cell:
    return "" if value is None else value
