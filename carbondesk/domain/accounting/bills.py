"""Bills become months: quantity and cost of each are shared by days, exactly, over its months."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from carbondesk.domain.accounting.meters import Use, uses
from carbondesk.domain.accounting.series import Span, about, names, series
from carbondesk.domain.accounting.settlements import Settlement, settled
from carbondesk.domain.accounting.stocks import drawn
from carbondesk.domain.periods import Period, exact_sum, gaps, month_of, shares, shares_by_month
from carbondesk.domain.records import (
    Activity,
    Bill,
    BillKind,
    Measurement,
    Meter,
    Origin,
    Quality,
    Reading,
    Source,
)
from carbondesk.domain.schema import Finding, Severity, warning
from carbondesk.domain.text import say

# Money has at least two decimals, whatever is left of them in a float.
_CENTS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """What the bills or readings of one source come to: spans by read date, activities by day, findings."""

    spans: list[Span] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    settlements: list[Settlement] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def calendarise(
    bills: Sequence[Bill],
    *,
    source: Source,
    meters: Sequence[Meter] = (),
    readings: Sequence[Reading] = (),
    beside: Iterable[Activity] = (),
) -> Calendar:
    """Share the bills of one source out over months by days; without any bill, the use that its meters show.

    Each share is an `Activity` of origin `bill` within one month; the shares of a bill add up to its
    quantity and cost exactly (estimates and the actual bill that settles them: together). `beside` are the
    source's other activities, whose numbers `n` are kept free. Of a stock whose levels are known, the readings
    are levels and the bills purchases.
    """
    if source.measurement == Measurement.STOCK and readings:
        stock = drawn(source, meters, readings, bills)
        return Calendar(activities=numbered(stock.activities, beside), findings=list(stock.findings))
    if not bills:
        return _metered(source, meters, readings, beside)
    spans, findings = series(bills, source)
    spans, settlements, settled_findings = settled(spans, source)
    findings += settled_findings
    findings += [_negative(span.bill, source) for span in spans if _is_negative(span)]
    spans = [replace(span, faulty=True) if _is_negative(span) else span for span in spans]
    findings += _between(spans, source)
    activities = [
        activity
        for span in spans
        if span.period and span.counts
        for activity in _shared(span, span.period, source)
    ]
    return Calendar(
        spans=spans,
        activities=numbered(activities, beside),
        settlements=settlements,
        findings=findings,
    )


def with_corrections(activities: Iterable[Activity], corrections: Iterable[Activity]) -> list[Activity]:
    """Return the activities that count: a dated correction stands in for the shares of bills in its months.

    Activities that were entered stay beside it. The result is ordered by day.
    """
    corrections = list(corrections)
    corrected = {
        month_of(part.start) for entry in corrections for part in Period(entry.start, entry.end).months()
    }
    kept = [
        entry for entry in activities if entry.origin != Origin.BILL or month_of(entry.start) not in corrected
    ]
    return sorted([*kept, *corrections], key=lambda entry: (entry.start, entry.end, entry.n))


def numbered(activities: Iterable[Activity], beside: Iterable[Activity] = ()) -> list[Activity]:
    """Return the activities ordered by day, numbered so that (start, end, n) is unique."""
    taken = {(entry.start, entry.end, entry.n) for entry in beside}
    seen: Counter[tuple[date, date]] = Counter()
    result = []
    for entry in sorted(activities, key=lambda entry: (entry.start, entry.end)):
        days = (entry.start, entry.end)
        seen[days] += 1
        while (*days, seen[days]) in taken:
            seen[days] += 1
        result.append(entry if entry.n == seen[days] else replace(entry, n=seen[days]))
    return result


def by_month(activities: Iterable[Activity]) -> dict[str, float]:
    """Return the quantities by month (`YYYY-MM`) of activities within months, added exactly."""
    months: dict[str, list[float]] = {}
    for entry in activities:
        months.setdefault(month_of(entry.start), []).append(entry.quantity)
    return {month: exact_sum(months[month]) for month in sorted(months)}


def _metered(
    source: Source, meters: Sequence[Meter], readings: Sequence[Reading], beside: Iterable[Activity]
) -> Calendar:
    found, findings = uses(meters, readings, source)
    activities = [
        Activity(
            source=source.id,
            start=part.start,
            end=part.end,
            quantity=amount,
            unit=source.unit,
            quality=Quality.METERED.value,
            origin=Origin.BILL.value,
        )
        for use in found
        for part, amount in shares_by_month(use.period, use.quantity)
    ]
    return Calendar(uses=found, activities=numbered(activities, beside), findings=findings)


def _shared(span: Span, period: Period, source: Source) -> list[Activity]:
    bill, parts = span.bill, period.months()
    days = [part.days for part in parts]
    cost = span.cost
    costs = [None] * len(days) if cost is None else shares(cost, days, places=_CENTS)
    quality = Quality.ESTIMATED if bill.kind == BillKind.ESTIMATE else Quality.INVOICED
    return [
        Activity(
            source=source.id,
            start=part.start,
            end=part.end,
            quantity=amount,
            unit=bill.unit,
            quality=quality.value,
            origin=Origin.BILL.value,
            bill=bill.id or None,
            cost=money,
            currency="" if money is None else bill.currency,
            evidence=bill.evidence,
        )
        for part, amount, money in zip(parts, shares(span.quantity, days), costs, strict=True)
    ]


def _is_negative(span: Span) -> bool:
    """Whether a bill takes away without naming the bill that it credits."""
    return span.quantity < 0 and span.counts and span.bill.kind != BillKind.CREDIT


def _negative(bill: Bill, source: Source) -> Finding:
    return about(
        Severity.ERROR,
        "negative-quantity",
        say(
            "Bill {bill} of {source} has a negative quantity and is left out.",
            bill=names(bill),
            source=source.name,
        ),
        source,
        bill,
        remedy=say("Correct the quantity, or make it a credit that names the bill it belongs to."),
    )


def _between(spans: Sequence[Span], source: Source) -> list[Finding]:
    """Return the gaps, overlaps and doubled reads among the bills that have days."""
    standing = sorted(
        (
            (span.period, span.bill)
            for span in spans
            if span.period and not span.replaced_by and span.bill.kind != BillKind.CREDIT
        ),
        key=lambda pair: (pair[0], pair[1].n, pair[1].id),
    )
    findings = [_gap(gap, source) for gap in gaps(period for period, _ in standing)]
    last: tuple[Period, Bill] | None = None
    for period, bill in standing:
        common = last and last[0].overlap(period)
        if last and last[0] == period:
            findings += [] if _is_another_event(bill, last[1]) else [_read_twice(bill, source)]
        elif common:
            findings.append(_overlap(common, bill, source))
        if last is None or period.end >= last[0].end:
            last = (period, bill)
    return findings


def _is_another_event(bill: Bill, other: Bill) -> bool:
    """Whether a bill is an equal row of the same file, such as a second delivery: its number says so.

    Rows that say different things about the same days, or bear one bill number, are more likely a mistake.
    """
    same = replace(other, id=bill.id, step=bill.step, uid=bill.uid, n=bill.n) == bill
    return bill.n != other.n and same and not bill.bill_number


def _gap(gap: Period, source: Source) -> Finding:
    return warning(
        "gap",
        say("No bill of {source} covers {start} to {end}.", source=source.name, start=gap.start, end=gap.end),
        remedy=say("Add the missing bill, or correct the start of the next one."),
        source=source.name,
        month=month_of(gap.start),
        start=gap.start,
        end=gap.end,
    )


def _overlap(days: Period, bill: Bill, source: Source) -> Finding:
    return warning(
        "overlap",
        say(
            "Two bills of {source} cover {start} to {end}.",
            source=source.name,
            start=days.start,
            end=days.end,
        ),
        remedy=say("Correct a start or read date, or make one of them a replacement of the other."),
        source=source.name,
        bill=names(bill),
        bill_id=bill.id,
        start=days.start,
        end=days.end,
    )


def _read_twice(bill: Bill, source: Source) -> Finding:
    return about(
        Severity.WARNING,
        "read-twice",
        say(
            "Two bills of {source} are read on {day}; both are counted.",
            source=source.name,
            day=bill.read_date,
        ),
        source,
        bill,
        remedy=say("Remove one, or make it a replacement or credit that names the other."),
    )
