"""The first report as values: one year's totals, breakdowns, completeness, factors, findings and pathway.

The command line prints it, the desktop shows it, and the report is rendered from it; nothing in it is rounded.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from carbondesk.domain.accounting.emissions import tonnes
from carbondesk.domain.periods import year_label, year_period
from carbondesk.domain.records import Category, Consolidation, Factor, Organisation, Scope2Method, Site
from carbondesk.domain.records.choices import SCOPES
from carbondesk.domain.schema import Finding
from carbondesk.domain.text import Text, say
from carbondesk.report.findings import year_findings
from carbondesk.report.tables import EmissionRow, emission_rows, year_parts

if TYPE_CHECKING:
    from datetime import date

    from carbondesk.domain.accounting.editions import Edition
    from carbondesk.report.figures import Figures
    from carbondesk.report.totals import SiteCompleteness, YearTotals

METHODS = tuple(method.value for method in Scope2Method)


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedFactor:
    """A factor used in a year: for how many sources, and for how much of the emissions in t CO2e."""

    factor: Factor
    name: Text
    edition: Edition | None
    sources: int
    tonnes: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteAmounts:
    """A site's emissions in t CO2e by scope; None where nothing of it can be computed."""

    site: Site
    scopes: dict[str, float | None]
    completeness: SiteCompleteness

    @property
    def total(self) -> float | None:
        """All scopes of the site, None where none is known."""
        known = [value for value in self.scopes.values() if value is not None]
        return sum(known) if known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Everything that the first report says of one reporting year; amounts are t CO2e.

    `scopes` holds by scope (`1`, `2`, `3`) what can be computed of it, None where no part can; a scope without
    sources is 0. `reaches_over` tells whether the values begin and end with the year or beyond.
    """

    organisation: Organisation
    year: int
    first: date
    last: date
    gwp: str
    consolidation: str
    totals: YearTotals
    reaches_over: bool
    scopes: dict[str, float | None]
    categories: list[EmissionRow]
    sites: list[SiteAmounts]
    factors: list[UsedFactor]
    findings: list[Finding]
    head: str
    steps: int

    @property
    def label(self) -> Text:
        """The name of the reporting year."""
        return year_label(self.year, self.organisation.year_start)

    @property
    def complete(self) -> bool:
        """Whether no value and no factor is missing and the values reach over the whole year."""
        return self.totals.complete and self.reaches_over

    def scope(self, scope: str, method: str) -> float | None:
        """Return a scope's emissions, scope 2 by a method; until contracts are counted both are the same."""
        if scope == "2" and self.scopes["2"] is not None:
            return self.totals.scope2(method)
        return self.scopes[scope]

    def total(self, method: str) -> float | None:
        """Return all scopes by a method; None where a whole scope cannot be computed."""
        amounts = [self.scope(scope, method) for scope in self.scopes]
        known = [amount for amount in amounts if amount is not None]
        return sum(known) if len(known) == len(amounts) else None

    def lines(self) -> list[tuple[Text, dict[str, float | None]]]:
        """Return the lines of the totals: name, and t CO2e by method."""
        named: list[tuple[Text, dict[str, float | None]]] = [
            (name, {method: self.scope(scope, method) for method in METHODS})
            for scope, name in ((each, SCOPES[each]) for each in ("1", "2", "3"))
        ]
        named.append((say("All scopes"), {method: self.total(method) for method in METHODS}))
        for name, amount in (
            (say("Biogenic CO₂, outside the scopes"), self.totals.biogenic),
            (say("Other gases outside the scopes"), self.totals.outside_scopes),
        ):
            if amount:
                named.append((name, dict.fromkeys(METHODS, amount)))
        return named

    def totals_json(self) -> dict[str, object]:
        """Return the totals as the command line prints them, with full precision."""
        return {
            "scope1": self.scopes["1"],
            "scope2_location": self.scope("2", "location"),
            "scope2_market": self.scope("2", "market"),
            "scope3": self.scopes["3"],
            "biogenic_co2": self.totals.biogenic,
            "outside_scopes": self.totals.outside_scopes,
            "total_location": self.total("location"),
            "total_market": self.total("market"),
            "complete": self.complete,
            "missing_values": self.totals.missing_values,
        }

    @property
    def completeness_text(self) -> Text:
        """Say in a sentence how complete the year is, in values and in tonnes."""
        totals = self.totals
        # As numbers with a fraction they are written with the thousands apart; whole ones may be years.
        expected = float(totals.expected_values)
        if totals.missing_values:
            return say(
                "{present} of {expected} values are there; what is missing comes to about {tonnes} t CO₂e.",
                present=expected - totals.missing_values,
                expected=expected,
                tonnes=round(totals.missing_tonnes, 1),
            )
        if not self.reaches_over:
            return say("The values do not reach over the whole year.")
        if totals.without_factor:
            return say("All values are there; {n} sources have no factor.", n=totals.without_factor)
        return say("All {expected} values are there.", expected=expected)


def summary(
    figures: Figures, year: int, *, consolidation: str = Consolidation.OPERATIONAL_CONTROL
) -> Summary:
    """Return what the first report says of a reporting year under a consolidation approach."""
    organisation, inventory = figures.organisation, figures.inventory
    period = year_period(year, organisation.year_start)
    by_scope = emission_rows(figures, year, ("scope",), consolidation=consolidation)
    newest = inventory.steps(1)
    return Summary(
        organisation=organisation,
        year=year,
        first=period.start,
        last=period.end,
        gwp=figures.ledger.gwp.name,
        consolidation=consolidation,
        totals=figures.totals(year, consolidation=consolidation),
        reaches_over=figures.reaches_over(year),
        scopes={"1": 0.0, "2": 0.0, "3": 0.0, **{row.keys["scope"]: row.location for row in by_scope}},
        categories=emission_rows(figures, year, ("scope", "category"), consolidation=consolidation),
        sites=_sites(figures, year, consolidation),
        factors=_factors(figures, year, consolidation),
        findings=year_findings(figures, year, consolidation=consolidation),
        head=inventory.head,
        steps=newest[0].id if newest else 0,
    )


def category_name(row: EmissionRow) -> Text:
    """Return the name of a row's category."""
    return Category(row.keys["category"]).label


def _sites(figures: Figures, year: int, consolidation: str) -> list[SiteAmounts]:
    """Return the sites with their scopes, largest first."""
    known: dict[str, dict[str, float | None]] = defaultdict(lambda: {"1": 0.0, "2": 0.0, "3": 0.0})
    for row in emission_rows(figures, year, ("site", "scope"), consolidation=consolidation):
        known[row.keys["site"]][row.keys["scope"]] = row.location
    sites = [
        SiteAmounts(site=found.site, scopes=known[found.site.name], completeness=found)
        for found in figures.completeness(year)
        if found.site.name in known or any(found.expected)
    ]
    return sorted(sites, key=lambda site: -(site.total or 0.0))


def _factors(figures: Figures, year: int, consolidation: str) -> list[UsedFactor]:
    """Return the factors that the year's emissions were computed with, those of most emissions first.

    The amounts are those of the method by which each factor counts; a factor of both counts once.
    """
    parts = year_parts(figures, year, consolidation=consolidation)
    table, gwp = figures.ledger.rates.table, figures.ledger.gwp
    amount = tonnes(parts.quantity, table.co2e(gwp)[parts.rate]) if len(parts.rate) else np.zeros(0)
    ids = np.array(list(figures.sources), dtype=np.int64)
    sources: dict[str, set[int]] = defaultdict(set)
    amounts: dict[str, float] = defaultdict(float)
    found: dict[str, tuple[Factor, Text]] = {}
    for place, rate in enumerate(parts.rate.tolist()):
        choice = table.choices[rate]
        factor = choice.factor
        if factor is not None:
            found[factor.factor_id] = factor, choice.name
            sources[factor.factor_id].add(int(ids[parts.source[place]]))
            amounts[factor.factor_id] += float(amount[place])
    used = [
        UsedFactor(
            factor=factor,
            name=name,
            edition=figures.library.edition(factor),
            sources=len(sources[identity]),
            tonnes=None if np.isnan(amounts[identity]) else amounts[identity],
        )
        for identity, (factor, name) in found.items()
    ]
    return sorted(used, key=lambda each: (-(each.tonnes or 0.0), each.factor.factor_id))
