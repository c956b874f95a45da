"""Where factors are used in a year, and what another factor would make of the sources that could take it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from math import isnan
from typing import TYPE_CHECKING

from carbondesk.domain.accounting.emissions import KG_PER_TONNE
from carbondesk.domain.accounting.factors import Choice, choose, factor_years
from carbondesk.domain.accounting.needs import Need
from carbondesk.domain.records import Factor, Site, Source
from carbondesk.domain.schema import Finding
from carbondesk.ui.pages.factors.weights import rate

if TYPE_CHECKING:
    from carbondesk.report.figures import Figures


@dataclass(frozen=True, slots=True)
class Use:
    """A source that takes a factor in a year, with its t CO2e of the year; not a number where they are unknown."""

    source: Source
    site: Site
    tonnes: float


@dataclass(frozen=True, slots=True)
class Uses:
    """The factors used in a year by id: how many sources take each, and which are made for earlier years only."""

    year: int
    sources: Mapping[str, tuple[int, ...]]
    expired: frozenset[str]

    def count(self, factor_id: str) -> int:
        """Return how many sources take a factor."""
        return len(self.sources.get(factor_id, ()))


NO_USES = Uses(0, {}, frozenset())
"""The uses of a year in which nothing is computed."""


def uses_of(figures: Figures, year: int) -> Uses:
    """Return which factor each source of a year takes."""
    found: dict[str, set[int]] = defaultdict(set)
    expired: set[str] = set()
    rates = figures.ledger.rates
    for need, sources in figures.sources_by_need(year).items():
        factor = rates.choice(need).factor
        if factor is None:
            continue
        found[factor.factor_id].update(sources.tolist())
        years = factor_years(factor, figures.library.edition(factor))
        if years is not None and years[1] < year:
            expired.add(factor.factor_id)
    return Uses(year, {key: tuple(sorted(ids)) for key, ids in found.items()}, frozenset(expired))


def uses_in(figures: Figures, uses: Uses, factor_id: str) -> list[Use]:
    """Return the sources that take a factor, those with most t CO2e first."""
    tonnes = figures.by_source(uses.year)
    rows = [
        Use(source, figures.sites[source.site], tonnes.get(source.id, float("nan")))
        for source in map(figures.sources.__getitem__, uses.sources.get(factor_id, ()))
    ]
    return sorted(rows, key=lambda use: (isnan(use.tonnes), -use.tonnes, use.source.name))


@dataclass(frozen=True, slots=True)
class Effect:
    """What another factor makes of a source in a year: t CO2e before and after, and what is doubtful about it."""

    source: Source
    site: Site
    before: float
    after: float
    findings: tuple[Finding, ...] = ()

    @property
    def change(self) -> float:
        """What is added, in t CO2e; not a number where either side is unknown."""
        return self.after - self.before


def could_take(figures: Figures, factor: Factor, year: int) -> list[Effect]:
    """Return the sources whose quantities can reach a factor's unit and that serve its categories, largest first.

    Where any of them has the factor's own fuel, energy or material, only those are returned. A source that names the
    factor already is left out.
    """
    serves, carriers = set(factor.category.split(";")), set(factor.carrier.split(";"))
    named: set[int] = set()
    needs: dict[int, list[Need]] = defaultdict(list)
    unable: set[int] = set()
    rates = figures.ledger.rates
    for need, sources in figures.sources_by_need(year).items():
        if need.derived or need.generated_on_site:
            continue
        then = replace(need, own_factor=factor.factor_id)
        fits = need.category in serves and choose(then, figures.library, rates.policy).factor is not None
        for source in sources.tolist():
            needs[source].append(need)
            if not fits:
                unable.add(source)
            elif figures.library.words.carrier(need.carrier) in carriers:
                named.add(source)
    able = needs.keys() - unable
    wanted = {each for each in (able & named or able) if figures.sources[each].factor != factor.factor_id}
    return effects(figures, year, {source: needs[source] for source in wanted}, factor.factor_id)


def effects(
    figures: Figures, year: int, needs: Mapping[int, Collection[Need]], factor_id: str
) -> list[Effect]:
    """Return for sources with their needs of a year the t CO2e before and after taking a factor, largest first.

    Entries that name a factor of their own keep it.
    """
    if not needs:
        return []
    before: dict[int, float] = defaultdict(float)
    after: dict[int, float] = defaultdict(float)
    findings: dict[int, dict[Finding, None]] = defaultdict(dict)
    gwp, rates = figures.ledger.gwp, figures.ledger.rates
    for source, need, quantity, kept in _quantities(figures, year, needs):
        now = rates.choice(need)
        then = now if kept else _taken(figures, need, factor_id)
        before[source] += quantity * rate(now, gwp) / KG_PER_TONNE
        after[source] += quantity * rate(then, gwp) / KG_PER_TONNE
        findings[source].update(dict.fromkeys(then.findings))
    rows = [
        Effect(figures.sources[each], figures.sites[figures.sources[each].site], before[each], after[each],
               tuple(findings[each]))
        for each in before
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (isnan(row.before), -row.before, row.source.name))


def _taken(figures: Figures, need: Need, factor_id: str) -> Choice:
    return choose(replace(need, own_factor=factor_id), figures.library, figures.ledger.rates.policy)


def _quantities(
    figures: Figures, year: int, needs: Mapping[int, Collection[Need]]
) -> Iterable[tuple[int, Need, float, bool]]:
    """Yield each annual sum of some sources with its need, and whether it names a factor of its own."""
    sums = figures.inventory.annual(set(needs))
    rows = zip(
        sums.source.tolist(), sums.year.tolist(), sums.factor_year.tolist(), sums.quantity.tolist(),
        sums.unit.tolist(), sums.factor.tolist(), strict=True,
    )  # fmt: skip
    for source, reporting_year, factor_year, quantity, unit, factor in rows:
        if reporting_year != year:
            continue
        own = sums.factors[factor]
        wanted = own or figures.sources[source].factor
        for need in needs[source]:
            if (need.unit, need.year, need.own_factor) == (sums.units[unit], factor_year, wanted):
                yield source, need, quantity, bool(own)
                break
