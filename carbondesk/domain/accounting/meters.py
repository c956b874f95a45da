"""Meter readings become use: difference of readings times multiplier, over rollovers and exchanges of meters.

A reading belongs to the end of its day, as a bill's read date does. A meter's first reading stands before
its day `from`, its last reading at the end of its day `to`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from carbondesk.domain.periods import DAY, Period, gaps, month_of
from carbondesk.domain.records import Meter, Reading, Source
from carbondesk.domain.schema import Finding, error, info, warning
from carbondesk.domain.text import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What a register of a meter counted over a period, in the unit of its source."""

    meter: Meter
    register: str
    period: Period
    quantity: float


def uses(
    meters: Sequence[Meter], readings: Iterable[Reading], source: Source
) -> tuple[list[Use], list[Finding]]:
    """Return the use between the readings of a source's meters, by day, and what is doubtful about them."""
    found: list[Use] = []
    findings: list[Finding] = []
    readings = list(readings)
    for meter in meters:
        own = [reading for reading in readings if reading.meter == meter.id]
        for register, shown in sorted(_registers(meter, own, source, findings).items()):
            found += _register_uses(meter, register, shown, source, findings)
    found.sort(key=lambda use: use.period)
    findings += [_gap(gap, source) for gap in gaps(use.period for use in found)]
    return found, findings


def _registers(
    meter: Meter, readings: list[Reading], source: Source, findings: list[Finding]
) -> dict[str, list[Reading]]:
    """Return the readings by register, without registers that the meter does not list (a finding)."""
    listed = [name.strip() for name in meter.registers.split(",") if name.strip()]
    registers: dict[str, list[Reading]] = {}
    for reading in sorted(readings, key=lambda reading: (reading.date, reading.time, reading.n)):
        if listed and reading.register not in listed:
            findings.append(_register_unknown(meter, reading, source))
        elif (meter.from_ and reading.date < meter.from_) or (meter.to and reading.date > meter.to):
            findings.append(_outside(meter, reading, source))
        else:
            registers.setdefault(reading.register, []).append(reading)
    # A meter may have served between its first and last reading without any other.
    return registers or {"": []}


def _register_uses(
    meter: Meter, register: str, readings: list[Reading], source: Source, findings: list[Finding]
) -> list[Use]:
    shown: dict[date, float] = {}
    if meter.from_ and meter.start_reading is not None and not register:
        shown[meter.from_ - DAY] = meter.start_reading
    # The last reading of a day stands for the day.
    shown.update({reading.date: reading.value for reading in readings})
    if meter.to and meter.end_reading is not None and not register:
        shown[meter.to] = meter.end_reading
    found = []
    for (before, first), (day, last) in pairwise(sorted(shown.items())):
        counted = _counted(meter, first, last)
        if counted is None:
            findings.append(_falls(meter, day, first, last, source))
            continue
        if last < first:
            findings.append(_rollover(meter, day, first, last, source))
        quantity = float(counted * Decimal(repr(meter.multiplier)))
        found.append(Use(meter=meter, register=register, period=Period(before + DAY, day), quantity=quantity))
    return found


def _counted(meter: Meter, first: float, last: float) -> Decimal | None:
    """Return the difference of two readings, over a rollover where the meter's digits allow one; else None.

    A fall that would mean more than half of all that the register can show is taken for a misread, not a
    rollover.
    """
    difference = Decimal(repr(last)) - Decimal(repr(first))
    if difference >= 0:
        return difference
    if meter.digits is None:
        return None
    size = Decimal(10) ** meter.digits
    return difference + size if difference + size <= size / 2 else None


def _gap(gap: Period, source: Source) -> Finding:
    return warning(
        "gap",
        say(
            "No meter of {source} covers {start} to {end}.", source=source.name, start=gap.start, end=gap.end
        ),
        remedy=say("Enter the first and last reading of the meters that were exchanged."),
        source=source.name,
        month=month_of(gap.start),
        start=gap.start,
        end=gap.end,
    )


def _falls(meter: Meter, day: date, first: float, last: float, source: Source) -> Finding:
    return error(
        "reading-falls",
        say(
            "Meter {meter} of {source} shows {last} on {day}, less than {first} before: no use is computed.",
            meter=meter.number,
            source=source.name,
            last=last,
            day=day,
            first=first,
        ),
        remedy=say(
            "Correct the reading, give the meter's digits if it rolled over, or enter the exchanged meter."
        ),
        source=source.name,
        meter=meter.number,
        day=day,
    )


def _rollover(meter: Meter, day: date, first: float, last: float, source: Source) -> Finding:
    return info(
        "rollover",
        say(
            "Meter {meter} of {source} rolled over from {first} to {last} by {day}.",
            meter=meter.number,
            source=source.name,
            last=last,
            day=day,
            first=first,
        ),
        source=source.name,
        meter=meter.number,
        day=day,
    )


def _outside(meter: Meter, reading: Reading, source: Source) -> Finding:
    return warning(
        "reading-outside",
        say(
            "The reading of meter {meter} of {source} on {day} is outside the days the meter was in place.",
            meter=meter.number,
            source=source.name,
            day=reading.date,
        ),
        remedy=say("Correct the date, or the meter's days from and to."),
        source=source.name,
        meter=meter.number,
        day=reading.date,
    )


def _register_unknown(meter: Meter, reading: Reading, source: Source) -> Finding:
    return warning(
        "register-unknown",
        say(
            "Meter {meter} of {source} has no register {register}: its reading on {day} is not counted.",
            meter=meter.number,
            source=source.name,
            register=reading.register or "-",
            day=reading.date,
        ),
        remedy=say("Write the register as the meter lists it: {registers}.", registers=meter.registers),
        source=source.name,
        meter=meter.number,
        day=reading.date,
    )
