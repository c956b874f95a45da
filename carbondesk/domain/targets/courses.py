"""What any target asks for by year in its own measure: t CO2e, t CO2e a unit of output, or a share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from carbondesk.domain.numbers import LARGEST
from carbondesk.domain.records import Target, TargetMethod
from carbondesk.domain.schema import Finding, Severity, error, warning
from carbondesk.domain.targets.convergence import Convergence, convergence
from carbondesk.domain.targets.defaults import NO_COMPLETE_YEAR, target_pathway
from carbondesk.domain.targets.electricity import renewable_share, straight
from carbondesk.domain.targets.grounds import SCOPES_OF, Grounds, bounded, value_chain
from carbondesk.domain.targets.intensities import compounded, intensities, least_intensity_cut, projected
from carbondesk.domain.targets.pathways import NO_REDUCTION, Pathway, nothing_to_cut
from carbondesk.domain.targets.windows import order
from carbondesk.domain.text import say

_CONTRACTING = (TargetMethod.ABSOLUTE_CONTRACTION, TargetMethod.OWN_REDUCTION)
_PER_INTENSITY = (TargetMethod.PHYSICAL_INTENSITY, TargetMethod.ECONOMIC_INTENSITY)
_TONNE = {"t": 1.0, "kg": 1e3, "g": 1e6}


class Measure(StrEnum):
    """What a target counts in."""

    EMISSIONS = "emissions"
    INTENSITY = "intensity"
    SHARE = "share"


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A target's line by year in its own measure, the actual values beside it, and the t CO2e that follow.

    `reduction` is the share of the base year's value that falls away, `minimum` the least that the method accepts;
    both are None for shares, whose line rises. `emissions` are t CO2e by year, by the output that is expected.
    `pathway` tells the years, rules and t CO2e of an absolute target. `years` is empty where an error forbids it.
    """

    target: Target
    measure: Measure
    unit: str
    pathway: Pathway
    years: Mapping[int, float] = field(default_factory=dict)
    actual: Mapping[int, float] = field(default_factory=dict)
    minimum: float | None = None
    reduction: float | None = None
    emissions: Mapping[int, float] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def course(target: Target, grounds: Grounds) -> Course:
    """Return the line of a target by its method; raises UnknownRuleSet.

    An absolute target's own pathway is kept whole. What is lacking for the other methods is a finding.
    """
    drawn = _course(target, grounds)
    return replace(drawn, findings=(*drawn.findings, *grounds.findings)) if grounds.findings else drawn


def _course(target: Target, grounds: Grounds) -> Course:
    emissions = bounded(target, grounds)
    drawn = target_pathway(target, grounds.complete_years, emissions)
    names = SCOPES_OF.get(target.scope, ())
    totals = {
        year: sum(amounts[name] for name in names)
        for year, amounts in sorted(emissions.items())
        if names and all(name in amounts for name in names)
    }
    if target.method in _CONTRACTING:
        return Course(
            target=target,
            measure=Measure.EMISSIONS,
            unit="t CO2e",
            pathway=drawn,
            years=drawn.years,
            actual=totals,
            minimum=drawn.minimum_reduction,
            reduction=drawn.reduction,
            emissions=drawn.years,
            findings=drawn.findings,
        )
    if target.method == TargetMethod.SECTOR_CONVERGENCE:
        return _converging(target, grounds, drawn, totals)
    if target.method in _PER_INTENSITY:
        return _per_output(target, grounds, drawn, totals)
    return _sharing(target, grounds, drawn)


def unit_scale(unit: str) -> tuple[float, str] | None:
    """Return what a value in t a unit of output is multiplied by to be in a pathway's unit, and the unit of output.

    `kg CO2/m2` gives 1000 and `m2`; `t CO2e/(million m**2)` gives a million and `m2`. None for a
    unit that does not begin with t, kg or g.
    """
    mass, _, per = unit.partition("/")
    words = per.replace("(", "").replace(")", "").replace("**", "").split()
    times = 1e6 if words[:1] == ["million"] else 1.0
    tonne = _TONNE.get((mass.split() or [""])[0])
    return None if tonne is None else (tonne * times, " ".join(words[1:] if times > 1 else words))


def _per_output(target: Target, grounds: Grounds, drawn: Pathway, totals: Mapping[int, float]) -> Course:
    """Return the line of a physical or economic intensity: compounded, at least 7 % a year in scope 3."""
    first, last = drawn.terms.base_year, target.target_year
    actual, findings = intensities(totals, grounds.outputs)
    findings = [*_order(first, last), *_of_base(first, findings, actual)]
    minimum = least_intensity_cut(first, last) if value_chain(target.scope) and last > first else None
    reduction = minimum if target.reduction is None else target.reduction
    if reduction is None:
        findings.append(NO_REDUCTION)
    years = (
        compounded(actual[first], reduction, first, last)
        if reduction is not None and not any(found.severity == Severity.ERROR for found in findings)
        else {}
    )
    unit = f"t CO2e/{grounds.output_unit or target.denominator}"
    return _by_output(grounds, Course(
        target=target, measure=Measure.INTENSITY, unit=unit, pathway=drawn, years=years, actual=actual,
        minimum=minimum, reduction=reduction, findings=tuple(findings),
    ))  # fmt: skip


def _converging(target: Target, grounds: Grounds, drawn: Pathway, totals: Mapping[int, float]) -> Course:
    """Return the line of sector convergence, in the unit of the sector's pathway."""
    sector, first, last = grounds.sector, drawn.terms.base_year, target.target_year
    if sector is None:
        return Course(
            target=target, measure=Measure.INTENSITY, unit="", pathway=drawn, findings=(_NO_SECTOR,)
        )
    read = unit_scale(sector.unit)
    scale, per = read or (1.0, "")
    actual, findings = intensities(totals, grounds.outputs)
    scaled = {year: value * scale for year, value in actual.items() if value * scale <= LARGEST}
    findings = _of_base(first, findings, scaled)
    if read is None:
        findings.append(_strange_unit(sector.unit))
    elif grounds.output_unit and grounds.output_unit.split()[0] != (per.split() or [""])[0]:
        findings.append(_other_unit(grounds.output_unit, per))
    if sector.scopes != target.scope:
        findings.append(_other_scope(sector.scopes, target.scope))
    met = Convergence()
    if not any(found.severity == Severity.ERROR for found in findings):
        outputs = projected(grounds.outputs, target.growth or 0.0, last)
        met = convergence(sector, intensity=scaled[first], base_year=first, target_year=last, outputs=outputs)
    minimum = 1 - met.years[last] / scaled[first] if met.years else None
    reduction = minimum if target.reduction is None else target.reduction
    years = dict(met.years)
    if years and target.reduction is not None:
        years = compounded(scaled[first], target.reduction, first, last)
    return _by_output(grounds, Course(
        target=target, measure=Measure.INTENSITY, unit=sector.unit, pathway=drawn, years=years, actual=scaled,
        minimum=minimum, reduction=reduction, findings=(*findings, *met.findings),
    ), scale)  # fmt: skip


def _by_output(grounds: Grounds, line: Course, scale: float = 1.0) -> Course:
    """Return an intensity's line with the t CO2e that follow from the outputs, known and expected."""
    outputs = projected(grounds.outputs, line.target.growth or 0.0, line.target.target_year)
    emissions = {year: value / scale * outputs[year] for year, value in line.years.items() if year in outputs}
    return replace(
        line, emissions={year: amount for year, amount in emissions.items() if abs(amount) <= LARGEST}
    )


def _sharing(target: Target, grounds: Grounds, drawn: Pathway) -> Course:
    """Return the straight line of a share: of renewable electricity, or of partners with targets of their own."""
    renewable = target.method == TargetMethod.RENEWABLE_ELECTRICITY
    known = grounds.renewable if renewable else grounds.engaged
    goal = target.coverage if renewable else target.engagement
    if goal is None and renewable:
        goal = renewable_share(target.target_year)[1]
    first, last = drawn.terms.base_year, target.target_year
    findings = _order(first, last)
    if goal is None:
        findings.append(_NO_SHARE)
    if first not in known:
        findings.append(_unknown_share(first))
    years = {} if goal is None or findings else straight(known[first], goal, first, last)
    return Course(
        target=target, measure=Measure.SHARE, unit="1", pathway=drawn, years=years, actual=dict(known),
        findings=tuple(findings),
    )  # fmt: skip


def _order(first: int, last: int) -> list[Finding]:
    """Return what is wrong with the years of a line; 0 stands for a base year that nothing gives."""
    return order(first, last) if first else [NO_COMPLETE_YEAR]


def _of_base(first: int, findings: list[Finding], actual: Mapping[int, float]) -> list[Finding]:
    """Return the findings about the base year alone; other years without an output leave a gap in the line only."""
    found = [finding for finding in findings if finding.where.get("year") == first]
    if not found and first not in actual:
        found.append(
            error(
                "emissions-missing",
                say("The {name} emissions of {year} are not known.", name="", year=first),
                remedy=say("Complete {year}, or choose another year.", year=first),
                year=first,
            )
        )
    if actual.get(first, 1.0) <= 0:
        found.append(nothing_to_cut(first))
    return found


_NO_SECTOR = error(
    "sector-pathway-missing",
    say("Sector convergence needs the pathway of a sector, and none is chosen."),
    remedy=say("Choose one, or import a table of your own."),
    field="sector",
)
_NO_SHARE = error(
    "share-missing",
    say("The target does not say which share of suppliers or customers is to have targets of their own."),
    remedy=say("Enter the share."),
    field="engagement",
)


def _unknown_share(year: int) -> Finding:
    return warning(
        "share-unknown",
        say("The share of {year} is not known, so the line has no start.", year=year),
        remedy=say("Enter it, or choose another base year."),
        field="base_year",
        year=year,
    )


def _strange_unit(unit: str) -> Finding:
    return error(
        "pathway-unit",
        say("The pathway's unit {unit} does not begin with t, kg or g.", unit=unit),
        remedy=say("Write it like t CO2e/MWh, and import the table again."),
        field="sector",
    )


def _other_scope(sector: str, own: str) -> Finding:
    return warning(
        "pathway-scope",
        say("The pathway is one of scope {sector}, the target one of scope {own}.", sector=sector, own=own),
        remedy=say("Choose the pathway of the same scope, or another scope."),
        field="sector",
    )


def _other_unit(own: str, asked: str) -> Finding:
    return error(
        "denominator-unit",
        say("The output is in {own}, the pathway counts by {asked}.", own=own, asked=asked),
        remedy=say("Choose the denominator of the pathway."),
        field="denominator",
    )
