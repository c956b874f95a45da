"""What stands behind a cell's t CO2e, as tables: gases, contracts, the boundary's shares, category 3, process gases.

The lines come from the engine that `explain`, proofs and reports use, so the same numbers stand everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from carbondesk.domain.accounting.processgases import emitted
from carbondesk.domain.periods import Period, exact_sum, month_period, shares
from carbondesk.domain.records import (
    Activity,
    AllocationGoal,
    Category,
    Measurement,
    ProcessGas,
    Scope2Method,
    Site,
    Source,
)
from carbondesk.domain.units import UnitFault, ratio
from carbondesk.language import number, percent, tr
from carbondesk.report.explanations import Line, booked_lines, lines_of
from carbondesk.report.rates import PROCESS_ID
from carbondesk.ui.pages.data_entry import words
from carbondesk.ui.readings import unit_text

if TYPE_CHECKING:
    from carbondesk.report.figures import Figures
    from carbondesk.report.grids import Cell

GAS_WORDS = {
    "CO2": "CO₂",
    "CH4-FOSSIL": "CH₄",
    "CH4-NONFOSSIL": "CH₄",
    "N2O": "N₂O",
    "SF6": "SF₆",
    "NF3": "NF₃",
    "PFC-14": "CF₄",
    "PFC-116": "C₂F₆",
    "PFC-218": "C₃F₈",
    "CO2E": "CO₂e",
}
_LEAST_SHARE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A small table: its caption, the columns' parts of the width, heads, rows, and what it comes to."""

    caption: str
    columns: tuple[int, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    foot: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Working:
    """The lines of a cell: by the location-based method, by the market-based one, and those of category 3.

    `market` is empty where both methods are the same; `process` are the fractions of the source's process gas.
    """

    source: Source
    site: Site
    own: tuple[Line, ...]
    market: tuple[Line, ...] = ()
    upstream: tuple[Line, ...] = ()
    process: tuple[ProcessGas, ...] = ()

    @property
    def wholes(self) -> list[Line]:
        """One line for each part of an entry, however many categories share it."""
        return list({(line.activity.id, line.start, line.end): line for line in reversed(self.own)}.values())[
            ::-1
        ]

    @property
    def whole(self) -> float | None:
        """What the entries emit before any share, t CO2e; None where a factor is missing."""
        known = [line.result / line.share for line in self.wholes if line.result is not None]
        return sum(known) if len(known) == len(self.wholes) else None


def working_of(figures: Figures, cell: Cell) -> Working | None:
    """Return how the entries of a cell come to t CO2e, as far as they lie in its month; None without entries."""
    own: list[Line] = []
    market: list[Line] = []
    upstream: list[Line] = []
    for entry in cell.activities:
        part = part_of_month(entry, cell.month)
        own += lines_of(figures, part)
        upstream += [line for line in booked_lines(figures, part) if line.derived]
        if figures.ledger.contracts is not None:
            by_market = booked_lines(figures, part, method=Scope2Method.MARKET)
            market += [line for line in by_market if not line.derived]
    if not own:
        return None
    source, power = own[0].source, own[0].source.category == Category.ELECTRICITY
    rated = any(_is_process(line) for line in own)
    return Working(
        source=source,
        site=own[0].site,
        own=tuple(own),
        market=tuple(market) if power else (),
        upstream=tuple(upstream),
        process=tuple(figures.inventory.find(ProcessGas, source=source.id)) if rated else (),
    )


def part_of_month(entry: Activity, month: str) -> Activity:
    """Return the part of an entry that lies in a month; the entry itself where all of it does."""
    period = Period(entry.start, entry.end)
    if month_period(month).overlap(period) == period:
        return entry
    parts = period.months()
    amounts = shares(entry.quantity, [part.days for part in parts])
    for part, amount in zip(parts, amounts, strict=True):
        if month_period(month).overlap(part):
            return replace(entry, start=part.start, end=part.end, quantity=amount)
    return entry


def tables_of(working: Working, figures: Figures, method: str) -> list[Table]:
    """Return the tables that explain a cell by a method, the one with its result first."""
    first = (
        market_table(working.market)
        if method == Scope2Method.MARKET and working.market
        else gas_table(working)
    )
    found = [first]
    if working.process:
        found += process_tables(working, figures)
    if booked_elsewhere(working):
        found.append(boundary_table(working, figures))
    if working.upstream:
        found.append(upstream_table(working.upstream))
    return found


# ---- the gases of a factor ---------------------------------------------------------------------------------


def gas_table(working: Working) -> Table:
    """Return kg per unit, GWP and t CO2e of each gas, before any share of the boundary."""
    lines = working.wholes
    unit = lines[0].unit
    rows = [
        (GAS_WORDS.get(gas, gas), words.short(mass, 5), number(gwp), tonnes_text(result))
        for gas, mass, gwp, result in _gases(lines)
    ]
    value = working.whole
    result = tr("no factor") if value is None else f"{tonnes_text(value)} t CO₂e"
    amount = words.quantity_text(_written(exact_sum(line.quantity for line in lines)), unit)
    if working.source.uncertainty is not None:
        amount = tr("{quantity} ±{share}", quantity=amount, share=share_text(working.source.uncertainty))
    return Table(
        caption="",
        columns=(22, 32, 22, 24),
        head=(tr("Gas"), tr("kg / {unit}", unit=unit_text(unit)), tr("× GWP"), tr("= t CO₂e")),
        rows=tuple(rows),
        foot=(amount, result),
    )


def _gases(lines: Iterable[Line]) -> list[tuple[str, float, float, float]]:
    """Add the lines gas by gas; of several factors only the first one's masses are shown."""
    sums: dict[str, tuple[float, float, float]] = {}
    for line in lines:
        for gas, mass, gwp, result in line.gases:
            before = sums.get(gas, (mass, gwp, 0.0))
            sums[gas] = (before[0], before[1], before[2] + result)
    return [(gas, mass, gwp, result) for gas, (mass, gwp, result) in sums.items()]


# ---- contracts and the rest --------------------------------------------------------------------------------


def market_table(lines: Sequence[Line]) -> Table:
    """Return what each contract covers, with its rate, and what the rest takes: residual mix or grid factor."""
    sums: dict[str, tuple[float, float | None]] = {}
    for line in lines:
        name = tr(line.choice.name) if line.choice.factor is not None else tr("no factor")
        energy, result = sums.get(name, (0.0, 0.0))
        known = None if result is None or line.result is None else result + line.result
        sums[name] = (energy + line.quantity * line.share * _kwh(line.unit), known)
    rows = tuple(
        (
            name,
            number(energy, 0),
            "" if result is None or not energy else words.short(result * 1000 / energy, 4),
            "" if result is None else tonnes_text(result),
        )
        for name, (energy, result) in sums.items()
    )
    total = None if any(result is None for _, result in sums.values()) else _sum(lines)
    return Table(
        caption="",
        columns=(31, 27, 21, 21),
        head=(tr("Covered by"), "kWh", tr("kg / kWh"), "t CO₂e"),
        rows=rows,
        foot=(tr("Market-based"), tr("no factor") if total is None else f"{tonnes_text(total)} t CO₂e"),
    )


def _kwh(unit: str) -> float:
    try:
        return float(ratio(unit, "kWh"))
    except UnitFault:
        return 1.0


# ---- the boundary ------------------------------------------------------------------------------------------


def booked_elsewhere(working: Working) -> bool:
    """Whether the boundary takes in less than all of a cell, or books it under another category."""
    if working.source.measurement in {Measurement.EXPORTED, Measurement.GENERATED}:
        return False
    if working.source.submeter_of is not None or not all(line.choice.counts for line in working.own):
        return False
    own = Category(working.source.category)
    return any(
        not line.counted or line.category != own or abs(line.share - 1.0) > _LEAST_SHARE
        for line in working.own
    )


def boundary_table(working: Working, figures: Figures) -> Table:
    """Return the share of each category, and what stays outside with its reason."""
    sums: dict[Category, float] = {}
    for line in working.own:
        if line.counted and line.result is not None:
            sums[line.category] = sums.get(line.category, 0.0) + line.result
    whole = working.whole
    days = sum((line.end - line.start).days + 1 for line in working.wholes)
    by_days: dict[Category, float] = {}
    for line in working.own:
        if line.counted:
            part = line.share * ((line.end - line.start).days + 1) / days
            by_days[line.category] = by_days.get(line.category, 0.0) + part
    rows = [
        (
            _why_category(category, working),
            share_text(share),
            "" if whole is None else tonnes_text(sums.get(category, 0.0)),
        )
        for category, share in by_days.items()
    ]
    outside = 1.0 - sum(by_days.values())
    if outside > _LEAST_SHARE:
        left = "" if whole is None else tonnes_text(whole - sum(sums.values()))
        rows.append((_why_outside(working, figures), share_text(outside), left))
    return Table(
        caption=tr("What the boundary takes in"),
        columns=(60, 18, 22),
        head=(tr("Booked under"), tr("Share"), "t CO₂e"),
        rows=tuple(rows),
        foot=(tr("Counts"), f"{tonnes_text(sum(sums.values()))} t CO₂e"),
    )


def _why_category(category: Category, working: Working) -> str:
    """Return a category with the reason why it is not the source's own."""
    label = tr(category.scope_label)
    if category.scope == "3":
        label = tr("Category {number}", number=category.value.partition("-")[2])
    if category == Category(working.source.category):
        return label
    reasons = {
        Category.S3_8: tr("leased"),
        Category.S3_13: tr("tenant"),
        Category.S3_15: tr("not controlled"),
        Category.S3_4: tr("we pay"),
        Category.S3_9: tr("the customer pays"),
    }
    reason = reasons.get(category, "")
    return tr("{category}: {reason}", category=label, reason=reason) if reason else label


def _why_outside(working: Working, figures: Figures) -> str:
    site, first = working.site, working.own[0]
    last = working.own[-1].end
    if (site.from_ is not None and first.start < site.from_) or (site.to is not None and last > site.to):
        return tr("Outside: not in the group on those days")
    allocations = figures.structure.boundaries.allocations.get(working.source.id, [])
    if any(allocation.goes_to == AllocationGoal.OUTSIDE for allocation in allocations):
        return tr("Outside: allocated to others")
    return tr("Outside: not controlled")


# ---- category 3 --------------------------------------------------------------------------------------------


def upstream_table(lines: Sequence[Line]) -> Table:
    """Return what follows in category 3, one row for each factor."""
    sums: dict[str, float] = {}
    for line in lines:
        if line.choice.factor is not None:
            name = line.choice.factor.name
            sums[name] = sums.get(name, 0.0) + (line.result or 0.0)
    return Table(
        caption=tr("Follows in category 3, upstream"),
        columns=(74, 26),
        head=(tr("Factor"), "t CO₂e"),
        rows=tuple((name, tonnes_text(value)) for name, value in sums.items()),
        foot=(tr("Scope 3, category 3"), f"{tonnes_text(sum(sums.values()))} t CO₂e"),
    )


# ---- process gases -----------------------------------------------------------------------------------------


def process_tables(working: Working, figures: Figures) -> list[Table]:
    """Return the way of a process gas from kg bought to kg emitted, by-products included."""
    bought = exact_sum(line.quantity * (line.choice.per_unit or 1.0) for line in working.wholes)
    masses, _ = emitted(working.source, working.process, figures.library.gases.named)
    if not masses:
        return []
    first = working.process[0]
    used = bought * (1 - first.heel)
    left = used * (1 - first.utilisation)
    rows = [
        (tr("Bought"), "", _kg(bought)),
        (tr("Heel goes back"), share_text(first.heel), _kg(-bought * first.heel)),
        (tr("Used up in the process"), share_text(first.utilisation), _kg(-used * first.utilisation)),
        (
            tr("Destroyed by abatement"),
            share_text(first.abatement * first.uptime),
            _kg(-left * first.abatement * first.uptime),
        ),
    ]
    named = figures.library.gases.named
    rows += [
        (tr("{gas} emitted", gas=GAS_WORDS.get(gas, gas)), "", _kg(bought * mass))
        if gas == named(first.gas)
        else (tr("{gas} as by-product", gas=GAS_WORDS.get(gas, gas)), "", _kg(bought * mass))
        for gas, mass in masses.items()
    ]
    return [
        Table(
            caption=tr("From gas bought to gas emitted"),
            columns=(54, 20, 26),
            head=(tr("Step"), tr("Share"), "kg"),
            rows=tuple(rows),
        )
    ]


def _written(value: float) -> float:
    """Return a quantity in nine digits: a share of days has more than anybody reads."""
    return float(f"{value:.9g}")


def _is_process(line: Line) -> bool:
    factor = line.choice.factor
    return factor is not None and factor.factor_id.startswith(PROCESS_ID)


def _kg(value: float) -> str:
    return words.short(value, 5) if value else "0"


def _sum(lines: Iterable[Line]) -> float:
    return sum(line.result for line in lines if line.result is not None)


def share_text(share: float) -> str:
    """Return a share in percent without zeros at its end: `60 %`, `12.5 %`."""
    return percent(share, 0 if abs(share * 100 - round(share * 100)) < _LEAST_SHARE else 1)


def tonnes_text(value: float) -> str:
    """Return t CO2e to two decimals, of small values the first digits."""
    size = abs(value)
    return number(value, 1 if size >= 1000 else 2 if size >= 0.005 or not size else 5)
