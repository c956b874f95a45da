"""Market-based scope 2: contracts and certificates matched with electricity use, per market and period.

Source of the rules: GHG Protocol Scope 2 Guidance, chapters 6 and 7:

    E_MB = sum over contracts of (q_i x f_i) + (Q - sum of q_i) x f_residual,  sum of q_i <= Q

per market and period, never below zero, excess not carried over. Quantities are shared in whole billionths of a kWh,
so that what is covered and what remains add up to the use as it was entered. Which contract may be used at all, and
at which rate, is decided in `criteria`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from carbondesk.domain.accounting.criteria import Usable, usable
from carbondesk.domain.periods import (
    DAY,
    Period,
    fiscal_year,
    month_of,
    month_period,
    months_between,
)
from carbondesk.domain.records import Contract, ContractKind, Site
from carbondesk.domain.schema import Finding, error, warning
from carbondesk.domain.text import say

PLACES = 9
"""Decimals of a kWh in which quantities are shared."""
GRAIN = 10**PLACES
"""The smallest shares in a kWh."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """The electricity that a source used in a month (`YYYY-MM`), in kWh.

    `markets` are the codes that a contract's market may name: see `markets`. `own` is power generated on site: no
    contract covers it, but certificates sold for it do take away that it is free of emissions.
    """

    source: int
    site: int
    month: str
    kwh: float
    markets: frozenset[str]
    own: bool = False


@dataclass(frozen=True, slots=True)
class Cover:
    """What a contract covers of a use, in kWh, with its rate in kg CO2/kWh."""

    contract: int
    kind: ContractKind
    kwh: float
    rate: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """A use with what covers it; `remaining` kWh take the residual mix, else the grid's factor.

    Of power generated on site (`Use.own`) only what was sold on as certificates remains.
    """

    use: Use
    covers: tuple[Cover, ...]
    remaining: float

    @property
    def contracted(self) -> float:
        """Kg CO2 of what is covered."""
        return sum(cover.kwh * cover.rate for cover in self.covers)


def markets(site: Site) -> frozenset[str]:
    """Return the codes of a site's markets: country, region and grid region, as written, without case."""
    return frozenset(code.casefold() for code in (site.country, site.region, site.grid_region) if code)


def match(
    uses: Iterable[Use], contracts: Iterable[Contract], *, year_start: int = 1
) -> tuple[list[Coverage], list[Finding]]:
    """Return what covers each use, in the order of the uses, and what is doubtful about the contracts.

    Certificates come before contracts, tariffs, suppliers and residual mixes; within a kind those bound to a site
    before those of a market, then the earlier. A contract of a market is shared in proportion to what remains of
    each use on its days; a contract over several reporting years is shared between them by days first, so that no
    year changes with another. Give the uses of all years that a contract may touch. A month below zero is covered by
    nothing.
    """
    uses = list(uses)
    claims, findings = _claims(contracts, {use.site: use.markets for use in uses}, year_start)
    cells = _cells(uses, claims)
    for claim in claims:
        findings += _take(claim, cells)
    return [_coverage(use, cells.of_use[place]) for place, use in enumerate(uses)], findings


@dataclass(slots=True)
class _Claim:
    """The part of a contract that falls into one reporting year; `grains` is how much it may cover."""

    usable: Usable
    period: Period
    grains: int
    label: int


@dataclass(slots=True)
class _Cell:
    """The part of a use in which no contract begins or ends; `left` is what nothing covers yet."""

    start: date
    left: int
    covers: list[tuple[Usable, int]] = field(default_factory=list)


@dataclass(slots=True)
class _Cells:
    """The cells by use, and by site or market, own generation and month for the contracts to find them."""

    months: frozenset[str]
    places: set[tuple[int | str, bool]] = field(default_factory=set)
    of_use: list[list[_Cell]] = field(default_factory=list)
    of_place: dict[tuple[int | str, bool, str], list[_Cell]] = field(default_factory=dict)


def _claims(
    contracts: Iterable[Contract], of_site: Mapping[int, frozenset[str]], year_start: int
) -> tuple[list[_Claim], list[Finding]]:
    """Return the contracts that may be used, by reporting year and in the order of the hierarchy."""
    found: list[_Claim] = []
    findings: list[Finding] = []
    for contract in contracts:
        use, doubts = usable(contract)
        findings += doubts
        if use is None:
            continue
        market, known = contract.market.strip().casefold(), of_site.get(contract.site or 0)
        if market and known is not None and market not in known:
            findings.append(_other_market(use))
            continue
        whole = Period(contract.from_, contract.to)
        years = _by_year(whole, year_start)
        amounts = _by_days(int(use.kwh * GRAIN), [part.days for part in years])
        found += [
            _Claim(use, part, amount, fiscal_year(part.start, year_start))
            for part, amount in zip(years, amounts, strict=True)
        ]
    found.sort(key=lambda claim: (*claim.usable.order, claim.period))
    return found, findings


def _other_market(use: Usable) -> Finding:
    return error(
        "contract-other-market",
        say(
            "{contract} is of the market {market}, in which its site does not lie; it is not used.",
            contract=use.name,
            market=use.contract.market,
        ),
        remedy=say("Use instruments of the site's own country, region or grid region."),
        table="contract",
        contract=use.contract.id,
    )


def _by_year(period: Period, year_start: int) -> list[Period]:
    """Return a period cut at the ends of reporting years."""
    edges = [part.start for part in period.years(year_start)]
    starts = [day for day in edges if day == period.start or (day.month, day.day) == (year_start, 1)]
    ends = [day - DAY for day in starts[1:]] + [period.end]
    return [Period(start, end) for start, end in zip(starts, ends, strict=True)]


def _by_days(amount: int, days: Sequence[int]) -> list[int]:
    """Share whole grains by days; the last share takes the remainder."""
    whole = sum(days)
    parts = [amount * count // whole for count in days[:-1]]
    return [*parts, amount - sum(parts)]


def _cells(uses: list[Use], claims: list[_Claim]) -> _Cells:
    """Cut the uses where a contract begins or ends inside their month."""
    cells = _Cells(frozenset(use.month for use in uses))
    cuts = _cuts(cells.months, claims)
    for use in uses:
        # A product of decimals of at most 17 and 7 digits is exact; whole grains are what can be shared.
        amount = max(int(Decimal(repr(use.kwh)) * GRAIN), 0)
        starts, days = cuts[use.month]
        amounts = _by_days(amount, days) if len(days) > 1 else [amount]
        parts = [_Cell(start, part) for start, part in zip(starts, amounts, strict=True)]
        cells.of_use.append(parts)
        places: list[int | str] = [use.site, *use.markets]
        for place in places:
            cells.places.add((place, use.own))
            cells.of_place.setdefault((place, use.own, use.month), []).extend(parts)
    return cells


def _cuts(months: Iterable[str], claims: list[_Claim]) -> dict[str, tuple[list[date], list[int]]]:
    """Return for each month the first days of its parts, and how many days each part has."""
    edges: dict[str, set[date]] = {}
    for claim in claims:
        for day in (claim.period.start, claim.period.end + DAY):
            edges.setdefault(month_of(day), set()).add(day)
    cuts = {}
    for month in months:
        whole = month_period(month)
        starts = sorted({whole.start, *edges.get(month, ())})
        days = [(after - before).days for before, after in pairwise([*starts, whole.end + DAY])]
        cuts[month] = starts, days
    return cuts


def _take(claim: _Claim, cells: _Cells) -> list[Finding]:
    """Cover what remains in the claim's cells in proportion, and tell what is left over."""
    use = claim.usable
    months = months_between(claim.period.start, claim.period.end)
    there = [cell for month in months for cell in cells.of_place.get((use.place, use.sold, month), ())]
    inside = [cell for cell in there if claim.period.start <= cell.start <= claim.period.end]
    room = sum(cell.left for cell in inside)
    covered = room if use.unlimited else min(claim.grains, room)
    if covered:
        for cell, part in zip(inside, _in_proportion(covered, [cell.left for cell in inside]), strict=True):
            if part:
                cell.left -= part
                cell.covers.append((use, part))
    if use.unlimited:
        return []
    if not inside:
        # A market in which nothing is ever used is wrong; a year without entries may only lie ahead.
        wrong = (use.place, use.sold) not in cells.places or not cells.months.isdisjoint(months)
        return [_useless(claim)] if wrong else []
    # Each cell may have lost less than a grain when its use was cut to whole grains.
    excess = claim.grains - covered
    return [_excess(claim, excess)] if excess > len(inside) and cells.months.issuperset(months) else []


def _in_proportion(amount: int, weights: list[int]) -> list[int]:
    """Share grains in proportion to what each cell has left; none takes more than it has.

    The grains that rounding down leaves go to the last cells with room, one after the other.
    """
    whole = sum(weights)
    parts = [amount * weight // whole for weight in weights]
    rest = amount - sum(parts)
    for place in reversed(range(len(parts))):
        more = min(rest, weights[place] - parts[place])
        parts[place] += more
        rest -= more
    return parts


def _useless(claim: _Claim) -> Finding:
    return warning(
        "contract-without-use",
        say(
            "{contract} covers nothing: no electricity is used in its market from {start} to {end}.",
            contract=claim.usable.name,
            start=claim.period.start,
            end=claim.period.end,
        ),
        remedy=say("Give it the market of the use (a country, region or grid region), or correct its days."),
        table="contract",
        contract=claim.usable.contract.id,
        year=claim.label,
    )


def _excess(claim: _Claim, grains: int) -> Finding:
    kwh = round(grains / GRAIN, 6)
    return warning(
        "contract-excess",
        say(
            "{contract} exceeds the use in its market in {year} by {kwh} kWh, which count nowhere.",
            contract=claim.usable.name,
            year=claim.label,
            kwh=kwh,
        ),
        remedy=say("Excess is not carried over; check its quantity, days and market."),
        table="contract",
        contract=claim.usable.contract.id,
        year=claim.label,
        kwh=kwh,
    )


def _coverage(use: Use, cells: list[_Cell]) -> Coverage:
    """Bring the cells of a use together, contract by contract in their order."""
    taken = [cover for cell in cells for cover in cell.covers]
    if len(cells) > 1:
        taken = _together(taken)
    covered = Decimal(sum(part for _, part in taken)).scaleb(-PLACES)
    if use.own:
        return Coverage(use, (), float(covered))
    covers = tuple(Cover(by.contract.id, by.kind, part / GRAIN, by.rate) for by, part in taken)
    left = Decimal(repr(use.kwh)) - covered
    if covers and not any(cell.left for cell in cells):
        # All of it is covered: the last contract takes what is smaller than a share.
        covers, left = (*covers[:-1], replace(covers[-1], kwh=covers[-1].kwh + float(left))), Decimal(0)
    return Coverage(use, covers, float(left))


def _together(taken: list[tuple[Usable, int]]) -> list[tuple[Usable, int]]:
    """Add up what one contract covers of several parts of a month."""
    parts: dict[int, tuple[Usable, int]] = {}
    for by, part in taken:
        parts[id(by)] = by, part + parts.get(id(by), (by, 0))[1]
    return list(parts.values())
