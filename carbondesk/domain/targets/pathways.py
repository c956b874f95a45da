"""The pathway of a target: emissions by year from base year to target year, and on to net zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from carbondesk.domain.records import Ambition as Goal
from carbondesk.domain.records import TargetKind, TargetScope, Weights
from carbondesk.domain.schema import Finding, Severity, error, info, warning
from carbondesk.domain.targets.contraction import (
    FLAG,
    SCOPE_1,
    SCOPE_2,
    SCOPE_3_15C,
    SCOPE_3_WB2C,
    Ambition,
    Part,
    contraction,
    flat_reduction,
)
from carbondesk.domain.targets.netzero import NET_ZERO_YEAR, long_term_cut, residual
from carbondesk.domain.targets.rulesets import CURRENT, Formula, RuleSet, rule_set
from carbondesk.domain.targets.trajectories import least_cut
from carbondesk.domain.targets.windows import year_findings
from carbondesk.domain.text import say

# Which emissions (keys of `base` and `recent`) a target's scope holds, with their ambition.
_PARTS: dict[str, dict[str, Ambition]] = {
    TargetScope.SCOPE_1: {"S1": SCOPE_1},
    TargetScope.SCOPE_2: {"S2": SCOPE_2},
    TargetScope.SCOPE_1_2: {"S1": SCOPE_1, "S2": SCOPE_2},
    TargetScope.SCOPE_3: {"S3": SCOPE_3_WB2C},
    TargetScope.FLAG: {"FLAG": FLAG},
}
_ALL: dict[str, Ambition] = {"S1": SCOPE_1, "S2": SCOPE_2, "S3": SCOPE_3_WB2C}
_PUBLISHED = (Formula.FLAT, Formula.DYNAMIC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a pathway is computed from: rule set, scope, years, and options of the method.

    `ambition` `1.5C` asks scope 3 for 1.5 °C instead of well below 2 °C. `reduction` is the organisation's
    own, a share of base-year emissions; None: the smallest that the method allows. `submission` is a month
    (`YYYY-MM`). `kind` tells a near-term target from a long-term one, whose least cut is that of net zero; `sector`
    names the trajectory of a rule set of a sector.
    """

    scope: str = TargetScope.SCOPE_1_2.value
    base_year: int
    recent_year: int
    target_year: int
    rule_set: str = CURRENT
    submission: str = ""
    net_zero_year: int | None = None
    weights: Weights = Weights.RECENT
    ambition: str = ""
    reduction: float | None = None
    kind: str = TargetKind.NEAR_TERM.value
    sector: str = ""

    @property
    def long_term(self) -> bool:
        """Whether the target is a long-term or net-zero one, which the windows of near-term targets do not bind."""
        return self.kind in (TargetKind.LONG_TERM, TargetKind.NET_ZERO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pathway:
    """A target's line: t CO2e by year, falling by `rate` x base-year emissions each year.

    `minimum_reduction` is the smallest share of base-year emissions that the method accepts, `reduction`
    the one drawn. Numbers are None and `years` is empty where an error among the findings forbids them.
    """

    terms: Terms
    rule_set: str
    rate: float | None = None
    minimum_reduction: float | None = None
    reduction: float | None = None
    base_emissions: float | None = None
    target_emissions: float | None = None
    years: Mapping[int, float] = field(default_factory=dict)
    net_zero_year: int = NET_ZERO_YEAR
    net_zero_emissions: float | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def long_term(self) -> dict[int, float]:
        """The years from the target year to net zero on a straight line, a convention of charts only."""
        if self.target_emissions is None or self.net_zero_emissions is None:
            return {}
        first, last = self.terms.target_year, self.net_zero_year
        fall = self.target_emissions - self.net_zero_emissions
        years = last - first
        return (
            {first + n: self.target_emissions - fall * n / years for n in range(years + 1)}
            if years > 0
            else {}
        )

    def at(self, year: int) -> float | None:
        """Return the pathway's emissions of a year in t CO2e; None outside base year to net zero."""
        return self.years.get(year, self.long_term.get(year))

    def as_json(self) -> dict[str, object]:
        """Return the shape that the command line prints."""
        return {
            "rate": self.rate,
            "minimum_reduction": self.minimum_reduction,
            "target_emissions": self.target_emissions,
            "years": {str(year): emissions for year, emissions in self.years.items()},
            "rule_set": self.rule_set,
            "findings": [finding.as_json() for finding in self.findings],
        }


def pathway(terms: Terms, base: Mapping[str, float], recent: Mapping[str, float]) -> Pathway:
    """Return the pathway of a target from its emissions in base and most recent year.

    `base` and `recent` hold t CO2e under S1, S2, S3 or FLAG; `recent` may be empty when both years are the
    same. Raises UnknownRuleSet. Whatever else is wrong is a finding, with numbers where there can be any.
    """
    rules = rule_set(terms.rule_set)
    named = _ambitions(terms, rules)
    dynamic = rules.formula == Formula.DYNAMIC and not terms.long_term
    if not recent and terms.recent_year == terms.base_year:
        recent = base
    ends = [_end(ambition, terms) for ambition in named.values()] if dynamic else []
    findings = [
        *year_findings(
            rules,
            base_year=terms.base_year,
            recent_year=terms.recent_year,
            target_year=terms.target_year,
            submission=terms.submission,
            net_zero_years=ends,
            long_term=terms.long_term,
        ),
        *_emission_findings(terms, rules, named, base, recent),
    ]
    if any(finding.severity == Severity.ERROR for finding in findings):
        # Base and most recent year may be one year: what it lacks is said once.
        return Pathway(terms=terms, rule_set=rules.name, findings=tuple(dict.fromkeys(findings)))
    parts = [
        Part(ambition=part, base=base[name], recent=recent.get(name, 0.0)) for name, part in named.items()
    ]
    return _drawn(terms, rules, parts, findings)


def added(pathways: Sequence[Pathway]) -> dict[int, float]:
    """Return the sum of pathways, in t CO2e by year, for the years that all of them have."""
    if not pathways:
        return {}
    common = set(pathways[0].years).intersection(*(line.years for line in pathways))
    return {year: sum(line.years[year] for line in pathways) for year in sorted(common)}


def joined(pathways: Sequence[Pathway]) -> dict[int, float]:
    """Return one line through targets of the same boundary: t CO2e by year, straight from each target to the next.

    The first target's line runs from its base year; after it, straight lines lead to the later targets, which is a
    convention of charts. Targets without numbers, and a second one of the same year, are left out.
    """
    drawn = sorted((line for line in pathways if line.years), key=lambda line: line.terms.target_year)
    found: dict[int, float] = dict(drawn[0].years) if drawn else {}
    for line in drawn[1:]:
        first, last, end = max(found), line.terms.target_year, line.years[line.terms.target_year]
        start = found[first]
        found |= {
            year: start + (end - start) * (year - first) / (last - first)
            for year in range(first + 1, last + 1)
        }
    return found


def _drawn(terms: Terms, rules: RuleSet, parts: list[Part], findings: list[Finding]) -> Pathway:
    years, base = terms.target_year - terms.base_year, sum(part.base for part in parts)
    minimum, rate, found = _least(terms, rules, parts)
    reduction = minimum
    if terms.reduction is not None:
        reduction, rate = terms.reduction, terms.reduction / years
        found = [*found, _too_little(reduction, minimum)] if minimum and reduction < minimum else found
    if reduction is None or rate is None:
        missing = (*findings, *found, NO_REDUCTION)
        return Pathway(terms=terms, rule_set=rules.name, base_emissions=base, findings=missing)
    known_end = rules.formula in _PUBLISHED or terms.long_term
    return Pathway(
        terms=terms,
        rule_set=rules.name,
        rate=rate,
        minimum_reduction=minimum,
        reduction=reduction,
        base_emissions=base,
        target_emissions=base * (1 - reduction),
        years={
            **{terms.base_year + n: base * (1 - rate * n) for n in range(years)},
            terms.target_year: base * (1 - reduction),
        },
        net_zero_year=min(NET_ZERO_YEAR, terms.net_zero_year or NET_ZERO_YEAR),
        net_zero_emissions=residual(terms.scope, base) if known_end else None,
        findings=(*findings, *found),
    )


def _least(
    terms: Terms, rules: RuleSet, parts: list[Part]
) -> tuple[float | None, float | None, list[Finding]]:
    """Return the smallest reduction that the rules accept, its yearly rate, and what is to be said about it.

    Own goals and unpublished equations have none; neither has a sector whose figure is not confirmed. A long-term
    target's is the cut of net zero on a straight line, which no standard prescribes: it prescribes the end.
    """
    years = terms.target_year - terms.base_year
    if rules.formula == Formula.OWN:
        return None, None, []
    if terms.long_term:
        cut = long_term_cut(terms.scope)
        return cut, cut / years, []
    if rules.formula == Formula.UNPUBLISHED:
        return None, None, [_not_judged(rules)]
    if rules.formula == Formula.SECTOR:
        least = least_cut(terms.sector, terms.base_year, terms.target_year)
        return (None, None, [_no_trajectory(rules)]) if least is None else (least, least / years, [])
    if rules.formula == Formula.FLAT:
        minimum = flat_reduction(parts[0].ambition.floor, terms.base_year, terms.target_year)
        return minimum, minimum / years, []
    outcome = contraction(
        parts,
        base_year=terms.base_year,
        recent_year=terms.recent_year,
        target_year=terms.target_year,
        net_zero_year=terms.net_zero_year,
        weights=terms.weights,
    )
    return outcome.minimum_reduction, outcome.rate, [_floored(outcome.rate)] if outcome.floored else []


def _ambitions(terms: Terms, rules: RuleSet) -> dict[str, Ambition]:
    if terms.scope == TargetScope.SCOPE_3 and terms.ambition == Goal.C15:
        return {"S3": SCOPE_3_15C}
    if terms.scope == TargetScope.ALL and (terms.long_term or rules.formula not in _PUBLISHED):
        return _ALL
    return _PARTS.get(terms.scope, {})


def _end(ambition: Ambition, terms: Terms) -> int:
    return min(ambition.net_zero_year, terms.net_zero_year or ambition.net_zero_year)


def _emission_findings(
    terms: Terms,
    rules: RuleSet,
    named: Mapping[str, Ambition],
    base: Mapping[str, float],
    recent: Mapping[str, float],
) -> list[Finding]:
    """Return what forbids the equations: nothing published, no scope of theirs, emissions missing or zero."""
    if rules.formula == Formula.UNPUBLISHED and not terms.long_term and terms.reduction is None:
        return [_unpublished(rules)]
    if not named:
        return [_no_method()]
    asked = [(terms.base_year, base)]
    if rules.formula == Formula.DYNAMIC and not terms.long_term:
        asked.append((terms.recent_year, recent))
    absent = [_missing(name, year) for year, known in asked for name in named if name not in known]
    if absent:
        return absent
    below = [_below_zero(name, year) for year, known in asked for name in named if known[name] < 0]
    if below:
        return below
    return [] if sum(base[name] for name in named) > 0 else [nothing_to_cut(terms.base_year)]


def _unpublished(rules: RuleSet) -> Finding:
    return error(
        "equations-not-published",
        say(
            "The equations of {rules} are not published yet, so no pathway can be computed.",
            rules=rules.title,
        ),
        remedy=say("Choose {rules} until they are.", rules=rule_set(CURRENT).title),
        field="rule_set",
    )


NO_REDUCTION = error(
    "no-reduction",
    say("The target has no reduction, and its rules have no smallest one."),
    remedy=say("Enter the reduction that was decided."),
    field="reduction",
)


def _not_judged(rules: RuleSet) -> Finding:
    return info(
        "reduction-not-judged",
        say(
            "The equations of {rules} are not published yet, so nothing says whether this reduction is enough.",
            rules=rules.title,
        ),
        field="rule_set",
    )


def _no_trajectory(rules: RuleSet) -> Finding:
    return warning(
        "trajectory-not-available",
        say("{rules} has no confirmed cut for this part of the sector and these years.", rules=rules.title),
        remedy=say("Choose the ICT sector as a whole, base year 2020 and a target year to 2030."),
        field="sector",
    )


def _no_method() -> Finding:
    return error(
        "scope-without-method",
        say("Absolute contraction has no common rate for scopes 1, 2 and 3."),
        remedy=say("Set one target for scope 1+2 and one for scope 3."),
        field="scope",
    )


def _missing(name: str, year: int) -> Finding:
    return error(
        "emissions-missing",
        say("The {name} emissions of {year} are not known.", name=name, year=year),
        remedy=say("Complete {year}, or choose another year.", year=year),
        field=name,
        year=year,
    )


def _below_zero(name: str, year: int) -> Finding:
    return error(
        "emissions-negative",
        say("The {name} emissions of {year} are below zero.", name=name, year=year),
        remedy=say("Leave removals out: they do not count towards the target."),
        field=name,
        year=year,
    )


def nothing_to_cut(year: int) -> Finding:
    """Return the finding for a base year without emissions."""
    return error(
        "no-base-year-emissions",
        say("There are no emissions in the base year {year}, so there is nothing to cut.", year=year),
        remedy=say("Choose a base year in which every source has its values."),
        field="base_year",
        year=year,
    )


def _floored(rate: float) -> Finding:
    return info(
        "rate-at-floor",
        say(
            "The smallest rate of the method decides: {percent} % a year (equation 5).",
            percent=round(rate * 100, 2),
        ),
    )


def _too_little(reduction: float, minimum: float) -> Finding:
    return warning(
        "reduction-too-small",
        say(
            "A reduction of {own} % is less than the smallest that the method accepts, {minimum} %.",
            own=round(reduction * 100, 2),
            minimum=round(minimum * 100, 2),
        ),
        remedy=say("Raise it to {minimum} %.", minimum=round(minimum * 100, 2)),
        field="reduction",
    )
