"""Green power in figures: what each contract covered, each market's matched share, and what the rest takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from carbondesk.domain.accounting.hourly import hourly_match, hours
from carbondesk.domain.periods import exact_sum, year_months, year_period
from carbondesk.domain.records import Category, ContractKind, Interval, Measurement
from carbondesk.domain.units import UnitFault, ratio

if TYPE_CHECKING:
    from carbondesk.domain.schema import Finding
    from carbondesk.report.figures import Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketYear:
    """A market's year: use and what is covered of it by month in kWh, and by what the rest is weighed.

    `residual` says whether a residual mix is published; without one the grid's factor stands. `hourly` is the share
    of the use that generation met in the same hour, None where there are no interval values.
    """

    market: str
    use: tuple[float, ...]
    covered: tuple[float, ...]
    residual: bool
    hourly: float | None

    def share(self, month: int | None = None) -> float | None:
        """Return the matched share of a month (0 to 11) or of the year, None where nothing was used."""
        use = sum(self.use) if month is None else self.use[month]
        return None if not use else (sum(self.covered) if month is None else self.covered[month]) / use


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """A year's contracts: kWh covered and in excess by contract, the markets, and what is doubtful."""

    covered: Mapping[int, float] = field(default_factory=dict)
    excess: Mapping[int, float] = field(default_factory=dict)
    markets: tuple[MarketYear, ...] = ()
    findings: tuple[Finding, ...] = ()


def kilowatt_hours(unit: str, quantity: float) -> float | None:
    """Return an amount of energy in kWh, None for a unit of something else."""
    try:
        return float(ratio(unit, "kWh")) * quantity
    except UnitFault:
        return None


def power(figures: Figures, year: int) -> Power:
    """Return what the contracts of an inventory come to in a reporting year; nothing where there are none."""
    market = figures.ledger.contracts
    if market is None:
        return Power()
    months = year_months(year, figures.organisation.year_start)
    findings = market.findings(figures.ledger, year)
    covered: dict[int, list[float]] = defaultdict(list)
    use: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    matched: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for (_, month), coverage in market.coverage.items():
        if month not in months or coverage.use.own:
            continue
        country = figures.sites[coverage.use.site].country
        use[country][month].append(coverage.use.kwh)
        for cover in coverage.covers:
            covered[cover.contract].append(cover.kwh)
            if cover.kind != ContractKind.RESIDUAL:
                matched[country][month].append(cover.kwh)
    without = {finding.where["country"] for finding in findings if finding.code == "residual-mix-missing"}
    hourly, doubts = _hourly(figures, year)
    return Power(
        covered={contract: exact_sum(amounts) for contract, amounts in covered.items()},
        excess=_excess(findings),
        markets=tuple(
            MarketYear(
                market=country,
                use=tuple(exact_sum(use[country][month]) for month in months),
                covered=tuple(exact_sum(matched[country][month]) for month in months),
                residual=country not in without,
                hourly=hourly.get(country),
            )
            for country in sorted(use)
        ),
        findings=(*findings, *doubts),
    )


def _excess(findings: list[Finding]) -> dict[int, float]:
    found: dict[int, float] = defaultdict(float)
    for finding in findings:
        contract, kwh = finding.where.get("contract"), finding.where.get("kwh")
        if finding.code == "contract-excess" and isinstance(contract, int) and isinstance(kwh, float):
            found[contract] += kwh
    return found


def _hourly(figures: Figures, year: int) -> tuple[dict[str, float], list[Finding]]:
    """Return the hourly matched share by country, from interval values of use and of generation."""
    if not figures.inventory.count(Interval):
        return {}, []
    period = year_period(year, figures.organisation.year_start)
    rows: dict[tuple[str, bool], list[Interval]] = defaultdict(list)
    for row in figures.inventory.all(Interval):
        source = figures.sources[row.source]
        if period.start <= row.day <= period.end and source.category == Category.ELECTRICITY:
            generated = source.generated_on_site or source.measurement == Measurement.GENERATED
            rows[figures.sites[source.site].country, generated].append(row)
    shares: dict[str, float] = {}
    found: list[Finding] = []
    for country in sorted({key[0] for key in rows}):
        use, doubts = hours(rows[country, False])
        generation, others = hours(rows[country, True])
        found += [*doubts, *others]
        share = hourly_match(use, generation)
        if share is not None:
            shares[country] = share
    return shares, found
