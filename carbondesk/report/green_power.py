"""The paper on green power: each contract with its quality criteria, what covers each site, the matched share.

Source of the rules: GHG Protocol Scope 2 Guidance, chapters 6 and 7; the order of the columns is that of its table
6.3, the most precise kind first.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from carbondesk.domain.accounting.criteria import name, usable
from carbondesk.domain.accounting.emissions import tonnes
from carbondesk.domain.periods import month_text, year_label, year_months
from carbondesk.domain.records import Category, Contract, ContractKind
from carbondesk.domain.schema import Severity
from carbondesk.domain.text import Text, say
from carbondesk.report.cubes import CATEGORY_PLACES
from carbondesk.report.markets import RESIDUAL, without_contracts
from carbondesk.report.papers import (
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
from carbondesk.report.powers import Power, kilowatt_hours, power
from carbondesk.report.rates import CONTRACT_ID
from carbondesk.report.tables import LOCATION, MARKET, year_parts

if TYPE_CHECKING:
    from carbondesk.domain.accounting.needs import Need
    from carbondesk.report.figures import Figures

_GRID = "grid"
COVERS: Mapping[str, Text] = {
    ContractKind.CERTIFICATE: say("Certificates"),
    ContractKind.PPA: say("Power purchase agreements"),
    ContractKind.GREEN_TARIFF: say("Green tariffs"),
    ContractKind.SUPPLIER: say("Supplier's mix"),
    ContractKind.RESIDUAL: say("Residual mix"),
    _GRID: say("Grid's factor"),
    ContractKind.ON_SITE: say("Made on site"),
}
"""What power is covered by, the most precise first; what is made on site needs no cover."""

_CRITERIA: Mapping[str, Text] = {
    "vppa-without-certificates": say("a contract on prices, without certificates"),
    "on-site-sold-on": say("its certificates are sold"),
    "contract-sold-on": say("sold on"),
    "not-tracked": say("not tracked in a registry"),
    "tracking-unknown": say("tracking not stated"),
    "contract-without-market": say("neither site nor market"),
    "contract-days-reversed": say("ends before it begins"),
    "contract-days-unlikely": say("unlikely days"),
    "vintage-too-far": say("vintage too far from its days"),
    "contract-quantity-negative": say("quantity below zero"),
    "contract-rate-negative": say("emissions below zero"),
    "contract-rate-assumed": say("emissions not stated, taken as zero"),
    "contract-rate-missing": say("emissions not stated"),
    "not-cancelled": say("not said for whom it was cancelled"),
    "no-generator": say("no generator"),
    "no-vintage": say("no vintage"),
}
_KWH = "kWh"


def green_power_paper(figures: Figures, year: int, options: Options) -> Paper:
    """Return what contracts and certificates cover of a reporting year's electricity, by contract and by site."""
    found = power(figures, year)
    contracts = figures.inventory.all(Contract)
    sites = _by_site(figures, year, options, {contract.id: contract.kind for contract in contracts})
    whole = [math.fsum(column) for column in zip(*sites.values(), strict=True)]
    bars = tuple(
        Bar(words, amount, "s2" if cover in {_GRID, ContractKind.RESIDUAL} else "path")
        for (cover, words), amount in zip(COVERS.items(), whole, strict=False)
        if amount > 0
    )
    return Paper(
        "green-power",
        say("Green power"),
        say(
            "What contracts and certificates cover of the power of {year}.",
            year=year_label(year, figures.organisation.year_start),
        ),
        with_rows(
            _contracts(figures, contracts, found),
            _sites(figures, sites, whole),
            _matched(figures, year, found),
        ),
        found.findings if figures.ledger.contracts is not None else (without_contracts(),),
        BarChart(say("Power by what covers it"), bars, say(_KWH)) if bars else None,
    )


def _contracts(figures: Figures, contracts: list[Contract], found: Power) -> Sheet:
    rows: list[tuple[Cell, ...]] = [
        (
            name(contract),
            contract.scheme,
            contract.generator,
            contract.market or ("" if contract.site is None else figures.sites[contract.site].name),
            contract.from_,
            contract.to,
            kilowatt_hours(contract.unit, contract.quantity),
            found.covered.get(contract.id, 0.0),
            found.excess.get(contract.id, 0.0),
            "" if contract.factor is None else contract.factor,
            "" if contract.vintage is None else str(contract.vintage),
            contract.cancelled_for,
            criteria(contract),
            contract.evidence,
        )
        for contract in contracts
    ]
    return Sheet(
        say("Contracts and certificates"),
        (
            Head(say("Kind")),
            Head(say("Scheme")),
            Head(say("Generator")),
            Head(say("Market or site")),
            Head(say("From"), Holds.DATE),
            Head(say("To"), Holds.DATE),
            Head(say("Quantity"), Holds.NUMBER, say(_KWH)),
            Head(say("Used in the year"), Holds.NUMBER, say(_KWH)),
            Head(say("Excess, counts nowhere"), Holds.NUMBER, say(_KWH)),
            Head(say("Emissions"), Holds.NUMBER, say("kg CO₂/kWh")),
            Head(say("Vintage")),
            Head(say("Cancelled for")),
            Head(say("Quality criteria")),
            Head(say("Evidence")),
        ),
        tuple(rows),
        notes=(say("Excess is not carried over into another year or market."),),
    )


def criteria(contract: Contract) -> Text:
    """Return how a contract meets the quality criteria: what it lacks, and whether it is used at all."""
    _, findings = usable(contract)
    if not findings:
        return say("met")
    lacks: Text | None = None
    for finding in findings:
        words = _CRITERIA.get(finding.code, finding.message)
        lacks = words if lacks is None else say("{one}; {other}", one=lacks, other=words)
    if any(finding.severity is Severity.ERROR for finding in findings):
        return say("not used: {why}", why=lacks)
    return say("{lacks}", lacks=lacks)


def _by_site(
    figures: Figures, year: int, options: Options, kinds: Mapping[int, str]
) -> dict[int, list[float]]:
    """Return for each site with power its kWh by `COVERS`, then t CO2e by the location- and market-based method."""
    parts = year_parts(figures, year, consolidation=options.consolidation)
    parts = parts.at(parts.category == CATEGORY_PLACES[Category.ELECTRICITY.value])
    if not len(parts.rate):
        return {}
    needs, covers = figures.ledger.rates.needs, list(COVERS)
    per_unit, cover = np.zeros(len(needs)), np.zeros(len(needs), dtype=np.int64)
    for rate in np.unique(parts.rate).tolist():
        per_unit[rate] = kilowatt_hours(needs[rate].unit, 1.0) or 0.0
        cover[rate] = covers.index(_cover(needs[rate], kinds))
    amount = np.nan_to_num(
        tonnes(parts.quantity, figures.ledger.rates.table.co2e(figures.ledger.gwp)[parts.rate])
    )
    site, count = figures.cubes().site[parts.source], len(figures.sites)
    market = parts.methods & MARKET > 0
    kwh = np.bincount(
        site * len(covers) + cover[parts.rate],
        weights=parts.quantity * per_unit[parts.rate] * market,
        minlength=count * len(covers),
    ).reshape(count, len(covers))
    emission = [
        np.bincount(site, weights=amount * (parts.methods & method > 0), minlength=count)
        for method in (LOCATION, MARKET)
    ]
    table = np.column_stack([kwh, *emission])
    there = set(site.tolist())
    return {identity: table[place].tolist() for place, identity in enumerate(figures.sites) if place in there}


def _cover(need: Need, kinds: Mapping[int, str]) -> str:
    """Return what a rate of the market-based method is the rate of."""
    if need.own_factor.startswith(CONTRACT_ID):
        return kinds[int(need.own_factor.removeprefix(CONTRACT_ID))]
    if need.generated_on_site:
        return ContractKind.ON_SITE
    return ContractKind.RESIDUAL if need.carrier == RESIDUAL else _GRID


def _sites(figures: Figures, sites: Mapping[int, list[float]], whole: list[float]) -> Sheet:
    count = len(COVERS)
    told = [place for place in range(count) if whole and whole[place]]
    green = [place for place, cover in enumerate(COVERS) if cover not in {_GRID, ContractKind.RESIDUAL}]

    def cells(values: list[float]) -> tuple[Cell, ...]:
        use = math.fsum(values[:count])
        covered = math.fsum(values[place] for place in green)
        share = covered / use if use else None
        return use, *(values[place] for place in told), share, *values[count:]

    titles = list(COVERS.values())
    return Sheet(
        say("By site"),
        (
            Head(say("Site")),
            Head(say("Use"), Holds.NUMBER, say(_KWH)),
            *(Head(titles[place], Holds.NUMBER, say(_KWH)) for place in told),
            Head(say("Covered or made on site"), Holds.PERCENT),
            Head(say("Location-based"), Holds.NUMBER, TONNES),
            Head(say("Market-based"), Holds.NUMBER, TONNES),
        ),
        tuple((figures.sites[site].name, *cells(values)) for site, values in sites.items()),
        (say("Total"), *cells(whole)) if whole else None,
        notes=(say("In the order of the Scope 2 Guidance, table 6.3, the most precise first."),),
    )


def _matched(figures: Figures, year: int, found: Power) -> Sheet:
    rows: list[tuple[Cell, ...]] = []
    for market in found.markets:
        shares = [_blank(market.share(month)) for month in range(len(market.use))]
        rows.append((market.market, say("by month"), *shares, _blank(market.share())))
        if market.hourly is not None:
            rows.append((market.market, say("by hour"), *[""] * len(shares), market.hourly))
    months = [month_text(month) for month in year_months(year, figures.organisation.year_start)]
    return Sheet(
        say("Matched share"),
        (
            Head(say("Market")),
            Head(say("Matched")),
            *(Head(month, Holds.PERCENT) for month in months),
            Head(say("Year"), Holds.PERCENT),
        ),
        tuple(rows),
        notes=(
            say("By month: the share of each month's use that contracts cover."),
            say(
                "By hour: the share that generation met in the same hour, where interval values of both are there."
            ),
        ),
    )


def _blank(share: float | None) -> Cell:
    return "" if share is None else share
