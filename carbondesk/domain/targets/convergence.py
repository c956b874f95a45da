"""The sectoral decarbonisation approach: a company's intensity meets its sector's in the end year.

Formulas as in Foundations of Science-based Target Setting; they agree in three independent implementations. With y
a year, b the base year and 2050 the end:

    d    = CI_b - SI_2050
    p_y  = (SI_y - SI_2050) / (SI_b - SI_2050)
    m_y  = min(1, (CA_b / SA_b) / (CA_y / SA_y))
    CI_y = d p_y m_y + SI_2050
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from carbondesk.domain.schema import Finding, Severity, error, info
from carbondesk.domain.targets.benchmarks import END_YEAR, SectorPathway
from carbondesk.domain.text import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Convergence:
    """A company's intensities by year, in the unit of its sector's pathway.

    `unclamped` is what the formula gives, `years` what is asked for: never above the base year's intensity and
    never below zero. `market` is the inverse change of the market share, 1 at most.
    """

    years: Mapping[int, float] = field(default_factory=dict)
    unclamped: Mapping[int, float] = field(default_factory=dict)
    market: Mapping[int, float] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def convergence(
    sector: SectorPathway,
    *,
    intensity: float,
    base_year: int,
    target_year: int,
    outputs: Mapping[int, float] | None = None,
    end_year: int = END_YEAR,
) -> Convergence:
    """Return the intensities of a company from its base year to its target year.

    `intensity` is the base year's in the unit of the pathway, `outputs` the company's production by year in the
    pathway's unit of activity. Without outputs, or where the sector's activity is not known, the market share
    counts as constant, which a finding says. The pathway must reach `end_year`, whatever the target year.
    """
    findings = list(_obstacles(sector, intensity, base_year, target_year, end_year))
    if any(finding.severity == Severity.ERROR for finding in findings):
        return Convergence(findings=tuple(findings))
    years = range(base_year, target_year + 1)
    market = _market(sector, outputs or {}, base_year, years)
    findings += _of_market(sector, market, years)
    end = sector.at(end_year)
    fall = sector.at(base_year) - end
    raw = {
        year: (intensity - end) * ((sector.at(year) - end) / fall) * market.get(year, 1.0) + end
        for year in years
    }
    asked = {year: max(0.0, min(intensity, value)) for year, value in raw.items()}
    return Convergence(
        years=asked,
        unclamped=raw,
        market={year: market.get(year, 1.0) for year in years},
        findings=(*findings, *_clamped(raw, intensity)),
    )


def _market(
    sector: SectorPathway, outputs: Mapping[int, float], base_year: int, years: Iterable[int]
) -> dict[int, float]:
    """Return m_y of the years for which outputs and sector activity are known and not zero."""
    start, whole = outputs.get(base_year, 0.0), sector.activity.get(base_year, 0.0)
    if start <= 0 or whole <= 0:
        return {}
    found = {}
    for year in years:
        output, activity = outputs.get(year, 0.0), sector.activity.get(year, 0.0)
        if output > 0 and activity > 0:
            found[year] = min(1.0, (start / whole) / (output / activity))
    return found


def _obstacles(
    sector: SectorPathway, intensity: float, base_year: int, target_year: int, end_year: int
) -> Iterable[Finding]:
    if target_year <= base_year:
        yield error(
            "target-year-before-base-year",
            say(
                "The target year {target} is not after the base year {base}.",
                target=target_year,
                base=base_year,
            ),
            remedy=say("Choose a later target year, such as {year}.", year=base_year + 5),
            field="target_year",
        )
    if sector.first > base_year or sector.last < max(end_year, target_year):
        yield error(
            "pathway-too-short",
            say(
                "The pathway {name} runs from {first} to {last}; the method needs {base} to {end}.",
                name=sector.title,
                first=sector.first,
                last=sector.last,
                base=base_year,
                end=max(end_year, target_year),
            ),
            remedy=say("Choose another pathway, or import one that has these years."),
            field="sector",
        )
    elif sector.at(base_year) == sector.at(end_year):
        yield error(
            "pathway-does-not-fall",
            say("The pathway {name} ends where it starts, so nothing converges.", name=sector.title),
            remedy=say("Choose another pathway."),
            field="sector",
        )
    if intensity <= 0:
        yield error(
            "no-base-year-emissions",
            say(
                "There are no emissions in the base year {year}, so there is nothing to cut.", year=base_year
            ),
            remedy=say("Choose a base year in which every source has its values."),
            field="base_year",
        )


def _of_market(sector: SectorPathway, market: Mapping[int, float], years: range) -> list[Finding]:
    if len(market) == len(years):
        return []
    return [
        info(
            "market-share-constant",
            say("The market share counts as constant where output or the sector's activity is not known."),
            remedy=say("Enter the yearly growth of output, and a pathway with the activity of {sector}.",
                       sector=sector.sector),
            field="growth",
        )
    ]  # fmt: skip


def _clamped(raw: Mapping[int, float], intensity: float) -> list[Finding]:
    """Return what was cut off: years in which the formula lets the intensity rise, or asks for removals."""
    found = []
    above = [year for year, value in raw.items() if value > intensity * (1 + 1e-12)]
    below = [year for year, value in raw.items() if value < 0]
    if above:
        found.append(
            info(
                "convergence-upwards",
                say(
                    "The company is below its sector's end value, so the formula would let the intensity rise from "
                    "{year}; the base year's intensity is kept instead.",
                    year=above[0],
                ),
                remedy=say("Choose absolute contraction, which asks for a cut."),
                field="method",
            )
        )
    if below:
        found.append(
            info(
                "convergence-below-zero",
                say("The sector's pathway goes below zero from {year}; zero is asked for.", year=below[0]),
                field="sector",
            )
        )
    return found
