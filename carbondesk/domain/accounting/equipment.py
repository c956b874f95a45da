"""Gas lost from equipment, as entries: from its log, from a mass balance, or from published leak rates.

Formulas: GHG Protocol, calculation tool for HFC and PFC emissions from refrigeration and air conditioning (life-cycle
stage, sales-based and screening approaches); IPCC 2006 Guidelines, volume 3, chapter 7, equations 7.9 (mass
balance) and 7.10 to 7.14 (assembly, operation, end of life); UK Environmental Reporting Guidelines (2019), screening.
"""

from __future__ import annotations

from calendar import isleap
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from carbondesk.domain.accounting.bills import numbered
from carbondesk.domain.accounting.library import GAS_ID
from carbondesk.domain.gases import OZONE_DEPLETING, Gases, UnknownGas
from carbondesk.domain.periods import Period, exact_sum
from carbondesk.domain.records import (
    Activity,
    Equipment,
    Event,
    EventKind,
    LeakMethod,
    Origin,
    Quality,
    Source,
)
from carbondesk.domain.schema import Finding, info, warning
from carbondesk.domain.text import Text, say
from carbondesk.domain.units import exact

UNIT = "kg"

# Of one day: what was taken out counts before what is refilled or lost.
_ORDER = (EventKind.FILLED, EventKind.RECOVERED, EventKind.TOP_UP, EventKind.DISPOSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeakRate:
    """Published losses of a kind of equipment, as shares; `low` to `high` where only a range is published.

    `installation` and `yearly` are shares of the charge; `remaining` is the share of the charge that is left at
    disposal, `recovered` the share of that which is recovered.
    """

    leak_id: str
    equipment: str
    installation: float | None
    yearly: float | None
    low: float | None
    high: float | None
    remaining: float | None
    recovered: float | None
    edition: str
    source_table: str


@dataclass(frozen=True, slots=True)
class Losses:
    """The entries of one source's equipment, in kg by days, and what is doubtful about them."""

    activities: tuple[Activity, ...]
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Book:
    """What is lost by day and gas; entries of one day and gas are kept apart by equipment."""

    source: Source
    gases: Gases
    entries: list[Activity] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def lose(self, period: Period, unit: Equipment, kilograms: float, quality: Quality) -> None:
        """Enter a loss; nothing is entered for nothing."""
        if kilograms > 0:
            self.entries.append(
                Activity(
                    source=self.source.id,
                    start=period.start,
                    end=period.end,
                    quantity=kilograms,
                    unit=UNIT,
                    factor=self.factor(unit.gas),
                    quality=quality.value,
                    origin=Origin.EQUIPMENT.value,
                    note=unit.name,
                )
            )

    def factor(self, name: str) -> str:
        """Return the factor of a gas, empty where it is the source's own carrier."""
        gas = self.gases.named(name)
        return "" if gas and gas == self.gases.named(self.source.carrier) else f"{GAS_ID}{gas or name}"

    def doubt(self, unit: Equipment, finding: Finding) -> None:
        """Note what is doubtful about a piece of equipment."""
        self.findings.append(finding.at(source=self.source.name, equipment=unit.name))


def losses(
    source: Source,
    equipment: Sequence[Equipment],
    events: Iterable[Event],
    *,
    rates: Mapping[str, LeakRate],
    gases: Gases,
    through: date,
) -> Losses:
    """Return what a source's equipment lost, by the source's `leak_method`.

    `rates` are by leak id and by name of the kind; screening counts the days up to `through`. The log gives an
    entry for each event, a mass balance one for each year, screening one for each month.
    """
    book = _Book(source, gases)
    by_unit: dict[int, list[Event]] = defaultdict(list)
    for event in sorted(
        events, key=lambda event: (event.date, _ORDER.index(EventKind(event.kind)), event.id)
    ):
        by_unit[event.equipment].append(event)
    for unit in equipment:
        _check(book, unit, by_unit[unit.id])
        if source.leak_method == LeakMethod.LOG:
            _log(book, unit, by_unit[unit.id])
        elif source.leak_method == LeakMethod.MASS_BALANCE:
            _balance(book, unit, by_unit[unit.id])
        else:
            _screen(book, unit, by_unit[unit.id], rates.get(unit.kind), through)
    return Losses(tuple(numbered(book.entries)), tuple(book.findings))


def _check(book: _Book, unit: Equipment, events: Sequence[Event]) -> None:
    """Find what is doubtful about a piece of equipment, whatever the method."""
    gas = book.gases.named(unit.gas)
    if not gas:
        book.doubt(unit, UnknownGas(unit.gas).finding())
    elif book.gases.families[gas] == OZONE_DEPLETING:
        text = say(
            "{equipment} holds {gas}, which depletes the ozone layer: it is reported outside the scopes.",
            equipment=unit.name,
            gas=gas,
        )
        remedy = say("There is nothing to do; the report shows it on a line of its own.")
        book.doubt(unit, info("ozone-depleting", text, remedy=remedy))
    if unit.charge is None:
        text = say("{equipment} has no charge.", equipment=unit.name)
        book.doubt(unit, warning("no-charge", text, remedy=say("Enter how many kg of gas it holds.")))
    for event in events:
        if unit.retired is not None and event.date > unit.retired:
            book.doubt(unit, _too_late(unit, event))
        if unit.charge is not None and event.quantity > unit.charge and event.kind != EventKind.FILLED:
            book.doubt(unit, _too_much(unit, event))


def _too_late(unit: Equipment, event: Event) -> Finding:
    text = say(
        "{equipment} was retired on {retired}, but something happened to it on {date}.",
        equipment=unit.name,
        retired=unit.retired,
        date=event.date,
    )
    remedy = say("Correct the date, or the day on which it was retired.")
    return warning("after-retirement", text, remedy=remedy)


def _too_much(unit: Equipment, event: Event) -> Finding:
    code, text = _ABOVE[EventKind(event.kind)]
    values = {
        "equipment": unit.name,
        "date": event.date,
        "quantity": event.quantity,
        "charge": unit.charge or 0.0,
    }
    remedy = say("Check the amount, its unit and the charge of the equipment.")
    return warning(code, Text(text.template, values), remedy=remedy)


_ABOVE = {
    EventKind.TOP_UP: (
        "top-up-above-charge",
        say("{equipment} was topped up with {quantity} kg on {date}, more than its charge of {charge} kg."),
    ),
    EventKind.RECOVERED: (
        "recovered-above-charge",
        say("{quantity} kg were recovered from {equipment} on {date}, more than its charge of {charge} kg."),
    ),
    EventKind.DISPOSED: (
        "disposed-above-charge",
        say("{equipment} was disposed of with {quantity} kg on {date}, more than its charge of {charge} kg."),
    ),
}


def _log(book: _Book, unit: Equipment, events: Iterable[Event]) -> None:
    """Life-cycle stages: filling beyond the charge, what was refilled and not recovered before, what disposal lost.

    Gas recovered during a service reduces the refill that follows; else it was recovered at disposal.
    """
    recovered = 0.0
    for event in events:
        day = Period(event.date, event.date)
        if event.kind == EventKind.RECOVERED:
            recovered = exact_sum((recovered, event.quantity))
            continue
        if event.kind == EventKind.FILLED:
            if unit.charge is not None:
                book.lose(day, unit, exact_sum((event.quantity, -unit.charge)), Quality.CALCULATED)
            continue
        held = event.quantity
        if event.kind == EventKind.DISPOSED and not held:
            # Disposed of without an amount: as much as its charge was in it.
            held = unit.charge or 0.0
        lost = exact_sum((held, -recovered))
        quality = Quality.METERED if event.kind == EventKind.TOP_UP else Quality.CALCULATED
        book.lose(day, unit, lost, quality)
        recovered = max(0.0, -lost) if event.kind == EventKind.TOP_UP else 0.0


def _balance(book: _Book, unit: Equipment, events: Iterable[Event]) -> None:
    """IPCC 2006 vol. 3 eq. 7.9: gas put in, less gas taken out, less the net increase of the charge, by year."""
    parts: dict[int, list[float]] = defaultdict(list)
    charge = unit.charge or 0.0
    for event in events:
        parts[event.date.year] += {
            EventKind.FILLED: (event.quantity, -charge),
            EventKind.TOP_UP: (event.quantity,),
            EventKind.RECOVERED: (-event.quantity,),
            EventKind.DISPOSED: (charge,),
        }[EventKind(event.kind)]
    for year, amounts in parts.items():
        lost = exact_sum(amounts)
        period = Period(date(year, 1, 1), date(year, 12, 31))
        book.lose(period, unit, lost, Quality.CALCULATED)
        if lost < 0:
            text = say(
                "The mass balance of {equipment} for {year} is negative: {quantity} kg. It counts as nothing.",
                equipment=unit.name,
                year=year,
                quantity=lost,
            )
            remedy = say("Check what was filled, topped up and recovered in that year.")
            book.doubt(unit, warning("negative-balance", text, remedy=remedy))


def _screen(
    book: _Book, unit: Equipment, events: Sequence[Event], rate: LeakRate | None, through: date
) -> None:
    """Published rates (IPCC 2006 vol. 3 eq. 7.12 to 7.14): installing, leaking by the days in use, disposal."""
    published = rate.yearly if rate else None
    yearly = published if unit.leak_rate is None else unit.leak_rate
    if yearly is None:
        book.doubt(unit, _no_rate(unit, rate))
    elif unit.installed is None:
        text = say(
            "{equipment} has no day of installation: its days in use are not known.", equipment=unit.name
        )
        remedy = say("Enter the day on which it was installed.")
        book.doubt(unit, warning("no-installation-day", text, remedy=remedy))
    elif unit.charge is not None:
        disposed = [event.date for event in events if event.kind == EventKind.DISPOSED]
        gone = min([*disposed, unit.retired or date.max])
        if unit.installed <= min(gone, through):
            _leak(book, unit, Period(unit.installed, min(gone, through)), (unit.charge, yearly))
            _install_and_dispose(book, unit, rate, unit.installed, gone if gone <= through else None)


def _leak(book: _Book, unit: Equipment, use: Period, amounts: tuple[float, float]) -> None:
    charge, yearly = amounts
    for period in use.months():
        days = 366 if isleap(period.start.year) else 365
        lost = exact(charge) * exact(yearly) * Fraction(period.days, days)
        book.lose(period, unit, _written(lost), Quality.CALCULATED)


def _install_and_dispose(
    book: _Book, unit: Equipment, rate: LeakRate | None, installed: date, gone: date | None
) -> None:
    """Enter what installing and disposing of it lost, where the kind of equipment has published shares."""
    charge = exact(unit.charge or 0.0)
    if rate and rate.installation is not None:
        lost = _written(charge * exact(rate.installation))
        book.lose(Period(installed, installed), unit, lost, Quality.CALCULATED)
    if gone and rate and rate.remaining is not None and rate.recovered is not None:
        lost = _written(charge * exact(rate.remaining) * (1 - exact(rate.recovered)))
        book.lose(Period(gone, gone), unit, lost, Quality.CALCULATED)


def _no_rate(unit: Equipment, rate: LeakRate | None) -> Finding:
    if rate is None:
        text = say(
            "{equipment} has neither a yearly leak nor a kind of equipment with a published one.",
            equipment=unit.name,
        )
        return warning("no-leak-rate", text, remedy=say("Choose its kind, or enter its yearly leak."))
    text = say(
        "For “{kind}” only a range is published, {low} to {high} % a year, and {equipment} has no leak of its own.",
        kind=rate.equipment,
        low=100 * (rate.low or 0.0),
        high=100 * (rate.high or 0.0),
        equipment=unit.name,
    )
    remedy = say("Enter the yearly leak of the equipment, and say in its note where it comes from.")
    return warning("leak-range", text, remedy=remedy)


def _written(amount: Fraction) -> float:
    """Return an amount in 12 digits, more than any published rate has."""
    return float(f"{float(amount):.12g}")
