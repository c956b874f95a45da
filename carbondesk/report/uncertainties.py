"""The paper on uncertainty: how well a year's total is known, and what to measure next.

A line is a source under one factor in one category. Its quantity is as uncertain as the source says, by a half-width
or by pedigree scores; its factor as its publisher says. What nobody has stated is counted as certain first, and then
by the GHG Protocol's grade "good", so that the reader sees both.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from carbondesk.domain.accounting.emissions import tonnes
from carbondesk.domain.accounting.pedigree import (
    Graded,
    gsd_squared,
    parse,
    quality_score,
    symmetric_half_width,
)
from carbondesk.domain.accounting.simulations import DRAWS, simulate
from carbondesk.domain.accounting.simulations import shapes as shapes_of
from carbondesk.domain.accounting.uncertainty import (
    GRADES,
    OWN,
    Combined,
    Lines,
    combine,
    factor_half_width,
    findings,
    lines,
)
from carbondesk.domain.progress import silent
from carbondesk.domain.records import CalculationMethod, Category, Scope2Method, Site, Source
from carbondesk.domain.text import Text, say
from carbondesk.report.bookings import CATEGORIES
from carbondesk.report.papers import TONNES, Bar, BarChart, Cell, Head, Holds, Options, Paper, Sheet
from carbondesk.report.tables import LOCATION, MARKET, year_parts

if TYPE_CHECKING:
    from carbondesk.domain.accounting.factors import Choice
    from carbondesk.report.figures import Figures

BASIC = 1.0
"""The basic uncertainty factor beside pedigree scores: none is published for energy bills, so none is added."""

MOST = 40
"""So many lines are listed in the order in which they should be measured."""

METHOD_NAMES: dict[str, Text] = {
    CalculationMethod.UNSTATED: say("not stated"),
    CalculationMethod.SUPPLIER_SPECIFIC: say("supplier-specific"),
    CalculationMethod.HYBRID: say("hybrid"),
    CalculationMethod.SITE_SPECIFIC: say("site-specific"),
    CalculationMethod.ASSET_SPECIFIC: say("asset-specific"),
    CalculationMethod.FRANCHISE_SPECIFIC: say("franchise-specific"),
    CalculationMethod.INVESTMENT_SPECIFIC: say("investment-specific"),
    CalculationMethod.FUEL_BASED: say("fuel-based"),
    CalculationMethod.DISTANCE_BASED: say("distance-based"),
    CalculationMethod.WASTE_TYPE_SPECIFIC: say("waste-type-specific"),
    CalculationMethod.DIRECT_USE: say("direct use"),
    CalculationMethod.AVERAGE: say("average data"),
    CalculationMethod.SPEND: say("spend-based"),
    CalculationMethod.SCREENING: say("screening"),
}
"""The names of the methods of calculation."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A line of a year: its source, category and choice of factor, with t CO2e; not a number without a factor."""

    source: Source
    site: Site
    category: Category
    choice: Choice
    tonnes: float


def measured_lines(figures: Figures, year: int, options: Options) -> list[Measured]:
    """Return the lines of a reporting year by a method and an approach, largest first."""
    parts = year_parts(figures, year, consolidation=options.consolidation)
    wanted = LOCATION if options.method == Scope2Method.LOCATION else MARKET
    parts = parts.at(parts.methods & wanted > 0)
    table, gwp = figures.ledger.rates.table, figures.ledger.gwp
    amounts = tonnes(parts.quantity, table.co2e(gwp)[parts.rate]) if len(parts.rate) else np.zeros(0)
    sums: dict[tuple[int, int, int], float] = defaultdict(float)
    for source, category, rate, amount in zip(
        parts.source.tolist(), parts.category.tolist(), parts.rate.tolist(), amounts.tolist(), strict=True
    ):
        sums[source, category, rate] += amount
    sources = list(figures.sources.values())
    found = [
        Measured(
            sources[source],
            figures.sites[sources[source].site],
            CATEGORIES[category],
            table.choices[rate],
            amount,
        )
        for (source, category, rate), amount in sums.items()
    ]
    return sorted(found, key=lambda line: -abs(line.tonnes) if not math.isnan(line.tonnes) else 0.0)


def uncertainty_lines(measured: list[Measured]) -> Lines:
    """Return the lines as the uncertainty rules take them; lines of a source share its meter."""
    factors = [
        math.nan if (factor := line.choice.factor) is None else factor_half_width(factor) for line in measured
    ]
    return lines(
        [line.tonnes for line in measured],
        [activity_half_width(line.source) for line in measured],
        # A printed rate of a contract is what it says; nobody states bounds for it.
        factors,
        factor_key=_factor_keys(measured),
        meter=[line.source.id for line in measured],
    )


def _factor_keys(measured: list[Measured]) -> list[int]:
    """Return a number for the factor of each line: the same for the same factor, in whatever unit it was met."""
    known: dict[str, int] = {}
    ids = (line.choice.factor.factor_id if line.choice.factor else "" for line in measured)
    return [known.setdefault(factor_id, len(known)) if factor_id else OWN for factor_id in ids]


def activity_half_width(source: Source) -> float:
    """Return half of the 95 % interval of a source's quantity as a share: stated, else by its pedigree scores."""
    if source.uncertainty is not None:
        return source.uncertainty
    scores = parse(source.pedigree)
    if isinstance(scores, tuple) and scores:
        return symmetric_half_width(gsd_squared(scores, basic=BASIC))
    return math.nan


def uncertainty_paper(figures: Figures, year: int, options: Options) -> Paper:
    """Return how well a year's total is known, and the lines whose measurement would narrow it most."""
    measured = measured_lines(figures, year, options)
    rows = uncertainty_lines(measured)
    stated, graded = combine(rows), combine(rows, default=GRADES["good"])
    sheets = (
        _results(rows, measured, stated, graded, seed=year),
        _to_measure(measured, rows, graded),
        _of_factors(measured, graded),
        _quality(measured),
    )
    order = graded.measure_next()[:10]
    bars = tuple(
        Bar(
            say("{site}, {source}", site=measured[place].site.name, source=measured[place].source.name), share
        )
        for place in order
        if (share := float(graded.activity_share[place] + graded.factor_share[place]) * 100) > 0
    )
    return Paper(
        "uncertainty",
        say("Uncertainty"),
        say("How well the total is known, and what to measure next."),
        sheets,
        tuple(findings(stated)),
        BarChart(say("Parts of the variance"), bars, say("%")) if bars else None,
    )


def _results(
    rows: Lines, measured: list[Measured], stated: Combined, graded: Combined, *, seed: int
) -> Sheet:
    drawn = simulate(
        silent,
        rows,
        shapes_of(rows.activity, [line.source.distribution for line in measured], default=GRADES["good"]),
        shapes_of(rows.factor, default=GRADES["good"]),
        seed=seed,
    )
    half, good = (drawn.high - drawn.low) / 2, say("Approach 1, unknown ones as “good”, ±15 %")
    result: tuple[tuple[Cell, ...], ...] = (
        (say("Approach 1, stated uncertainties alone"), stated.tonnes, stated.low, stated.high, _known(stated.share)),
        (good, graded.tonnes, graded.low, graded.high, _known(graded.share)),
        (
            say("Simulation of {n} draws", n=DRAWS), drawn.mean, drawn.low, drawn.high,
            half / abs(drawn.mean) if drawn.mean else None,
        ),
    )  # fmt: skip
    return Sheet(
        say("The total and its 95 % interval"),
        (
            Head(say("Method")),
            Head(say("Total"), Holds.NUMBER, TONNES),
            Head(say("Low"), Holds.NUMBER, TONNES),
            Head(say("High"), Holds.NUMBER, TONNES),
            Head(say("±"), Holds.PERCENT),
        ),
        result,
        notes=(
            say("Lines with the same factor move together; so do those of one meter."),
            say("The draws begin with the seed {seed}: the same data give the same numbers.", seed=str(seed)),
            say("IPCC 2006 Guidelines, vol. 1, ch. 3, equations 3.1 and 3.2; simulation: Approach 2."),
        ),
    )


def _to_measure(measured: list[Measured], rows: Lines, graded: Combined) -> Sheet:
    total = abs(graded.tonnes)
    listed: list[tuple[Cell, ...]] = []
    for place in graded.measure_next()[:MOST]:
        line = measured[place]
        if math.isnan(line.tonnes):
            continue
        listed.append(
            (
                line.site.name,
                line.source.name,
                line.category.label,
                line.tonnes,
                _known(float(rows.activity[place])),
                _known(float(rows.factor[place])),
                float(graded.activity_share[place]),
                float(graded.factor_share[place]),
                float(graded.without[place]) / total if total else None,
            )
        )
    return Sheet(
        say("What to measure next"),
        (
            Head(say("Site")),
            Head(say("Source")),
            Head(say("Category")),
            Head(say("Emissions"), Holds.NUMBER, TONNES),
            Head(say("± of the quantity"), Holds.PERCENT),
            Head(say("± of the factor"), Holds.PERCENT),
            Head(say("Variance from the quantity"), Holds.PERCENT),
            Head(say("Variance from the factor"), Holds.PERCENT),
            Head(say("± of the total if it were exact"), Holds.PERCENT),
        ),
        tuple(listed),
        notes=(say("An empty ± was not stated and is taken as ±15 %."),),
    )


def _of_factors(measured: list[Measured], graded: Combined) -> Sheet:
    names = dict(zip(_factor_keys(measured), (line.choice.factor for line in measured), strict=True))
    order = np.argsort(-graded.key_share, kind="stable").tolist()
    rows: list[tuple[Cell, ...]] = []
    for place in order[:MOST]:
        factor = names.get(int(graded.keys[place]))
        if factor is not None and graded.key_share[place] > 0:
            rows.append((factor.name, factor.factor_id, factor.source, float(graded.key_share[place])))
    return Sheet(
        say("Factors by their part of the variance"),
        (Head(say("Factor")), Head(say("Id")), Head(say("Publisher")), Head(say("Variance"), Holds.PERCENT)),
        tuple(rows),
    )


def _quality(measured: list[Measured]) -> Sheet:
    graded = []
    for line in measured:
        scores = parse(line.source.pedigree)
        known = scores if isinstance(scores, tuple) else ()
        graded.append(Graded(tonnes=line.tonnes, scores=known, tier=line.source.method))
    score = quality_score(graded)
    rows: list[tuple[Cell, ...]] = [
        (METHOD_NAMES[CalculationMethod(method)], share)
        for method, share in sorted(score.tiers.items(), key=lambda pair: -pair[1])
    ]
    note = (
        say("Mean pedigree score by emissions: {score}; {share} of the emissions are scored.",
            score=round(score.score, 2), share=say("{n} %", n=round(score.scored * 100)))
        if score.scored else say("No source has pedigree scores.")
    )  # fmt: skip
    return Sheet(
        say("Emissions by the method of their calculation"),
        (Head(say("Method")), Head(say("Share"), Holds.PERCENT)),
        tuple(rows),
        notes=(note,),
    )


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value
