"""Fuel and gas from stock: what was used is the opening stock, with what was bought, less the closing stock.

It is the balance of the reference approach (IPCC 2006 Guidelines, volume 2, chapter 6) for one source. A level is
what a container held at the end of its day, told as a meter's reading: bottles times the meter's multiplier, n kg
each, are a stock in kg.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from carbondesk.domain.periods import DAY, Period, shares_by_month
from carbondesk.domain.records import Activity, Bill, Meter, Origin, Quality, Reading, Source
from carbondesk.domain.schema import Finding, error, info, warning
from carbondesk.domain.text import listed, say
from carbondesk.domain.units import convertible, exact, ratio


@dataclass(frozen=True, slots=True)
class Stock:
    """The use of one source's stock, shared over months by days, and what is doubtful about it."""

    activities: tuple[Activity, ...]
    findings: tuple[Finding, ...]


def drawn(
    source: Source, meters: Sequence[Meter], readings: Iterable[Reading], bills: Sequence[Bill]
) -> Stock:
    """Return what was drawn from the stock of a source between the days on which all its containers were read.

    `bills` are what was bought: each came in on its read date, and a credit is what went back. Quantities are in
    the source's unit. Days before the first and after the last level have no use yet.
    """
    findings: list[Finding] = []
    levels = _levels(source, meters, readings, findings)
    bought = [(bill.read_date, _in_unit(source, bill, findings)) for bill in bills]
    activities: list[Activity] = []
    for (opened, opening), (closed, closing) in pairwise(levels):
        period = Period(opened + DAY, closed)
        used = opening + sum((amount for day, amount in bought if day in period), Fraction(0)) - closing
        if used < 0:
            findings.append(_grew(source, period, float(-used)))
            continue
        activities += (
            Activity(
                source=source.id,
                start=part.start,
                end=part.end,
                quantity=amount,
                unit=source.unit,
                quality=Quality.CALCULATED.value,
                origin=Origin.BILL.value,
            )
            for part, amount in shares_by_month(period, float(used))
        )
    findings += _outside(source, bills, [day for day, _ in levels])
    return Stock(tuple(activities), tuple(findings))


def _levels(
    source: Source, meters: Sequence[Meter], readings: Iterable[Reading], findings: list[Finding]
) -> list[tuple[date, Fraction]]:
    """Return the whole stock by day, of the days on which every container was read."""
    found: dict[date, dict[int, Fraction]] = defaultdict(dict)
    multipliers = {meter.id: exact(meter.multiplier) for meter in meters}
    for reading in sorted(readings, key=lambda reading: (reading.date, reading.time, reading.n)):
        # The last reading of a day is the one at its end.
        found[reading.date][reading.meter] = exact(reading.value) * multipliers[reading.meter]
    levels = []
    for day, held in sorted(found.items()):
        missing = [meter.number for meter in meters if meter.id not in held and _serves(meter, day)]
        if missing:
            findings.append(_unread(source, day, missing))
        else:
            levels.append((day, sum(held.values(), Fraction(0))))
    return levels


def _serves(meter: Meter, day: date) -> bool:
    return (meter.from_ or day) <= day <= (meter.to or day)


def _in_unit(source: Source, bill: Bill, findings: list[Finding]) -> Fraction:
    """Return what was bought in the source's unit; nothing, with a finding, where the bill's unit cannot be."""
    if bill.unit == source.unit:
        return exact(bill.quantity)
    if convertible(bill.unit, source.unit):
        return exact(bill.quantity) * ratio(bill.unit, source.unit)
    text = say(
        "What was bought for {source} on {date} is in {unit}, but the stock is in {other}.",
        source=source.name,
        date=bill.read_date,
        unit=bill.unit,
        other=source.unit,
    )
    remedy = say("Enter the purchase in {unit}.", unit=source.unit)
    findings.append(error("stock-unit", text, remedy=remedy, source=source.name, bill=bill.bill_number))
    return Fraction(0)


def _unread(source: Source, day: date, missing: Sequence[str]) -> Finding:
    text = say(
        "On {date} not every container of {source} was read: {missing}. The stock of that day is left out.",
        date=day,
        source=source.name,
        missing=listed(missing),
    )
    remedy = say("Enter the level of each container on the same day.")
    return warning("stock-incomplete", text, remedy=remedy, source=source.name)


def _grew(source: Source, period: Period, amount: float) -> Finding:
    text = say(
        "The stock of {source} grew by {amount} {unit} more than was bought from {start} to {end}.",
        source=source.name,
        amount=amount,
        unit=source.unit,
        start=period.start,
        end=period.end,
    )
    remedy = say("Enter the purchase that is missing, or correct the levels.")
    return error("stock-grew", text, remedy=remedy, source=source.name)


def _outside(source: Source, bills: Sequence[Bill], days: Sequence[date]) -> list[Finding]:
    """Find purchases that no pair of levels holds, so that they count nowhere yet."""
    outside = [bill for bill in bills if not days or not days[0] < bill.read_date <= days[-1]]
    if not outside:
        return []
    text = say(
        "{count} purchases of {source} lie before the first or after the last stock level and do not count yet.",
        count=len(outside),
        source=source.name,
    )
    remedy = say("Enter the stock before the first purchase and after the last one.")
    return [info("stock-open", text, remedy=remedy, source=source.name)]
