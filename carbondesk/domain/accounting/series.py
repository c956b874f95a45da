"""Which bills of a source count, and for which days: read dates, replacements, credits.

The rules are those of the file format: an empty start is the day after the previous read, the read date is
the last day, the first read opens the series and has no days of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from carbondesk.domain.periods import DAY, Period, exact_sum
from carbondesk.domain.records import Bill, BillKind, Source
from carbondesk.domain.schema import Finding, Severity, info
from carbondesk.domain.text import EMPTY, Text, say


@dataclass(frozen=True, slots=True)
class Span:
    """A bill, the days it stands for, and what is shared over them.

    `period` None: the bill has no days of its own (the first read, a credit of an unknown bill).
    `replaced_by` is the bill that stands in its place: a replacement, or the actual read after estimates.
    `settles` are the estimates whose quantities and costs an actual bill completes. A `faulty` bill is left
    out, with a finding.
    """

    bill: Bill
    period: Period | None = None
    replaced_by: Bill | None = None
    settles: tuple[Bill, ...] = ()
    faulty: bool = False

    @property
    def counts(self) -> bool:
        """Whether the bill's quantity is shared out over its days."""
        return self.period is not None and self.replaced_by is None and not self.faulty

    @property
    def quantity(self) -> float:
        """The quantity to be shared over the period, in the bill's unit."""
        return exact_sum(bill.quantity for bill in (self.bill, *self.settles))

    @property
    def cost(self) -> float | None:
        """The cost to be shared over the period, in the bill's currency; None where no bill states one."""
        costs = [
            bill.cost
            for bill in (self.bill, *self.settles)
            if bill.cost is not None and bill.currency == self.bill.currency
        ]
        return exact_sum(costs) if costs else None


def series(bills: Iterable[Bill], source: Source) -> tuple[list[Span], list[Finding]]:
    """Give every bill of one source its days; returns the spans by read date and what is doubtful about them.

    Credits stand with the days of the bill that they name. Bills of one read date: estimates come first.
    """
    ordered = sorted(bills, key=_order)
    replaced, findings = _replacements(ordered, source)
    spans: list[Span] = []
    read: Span | None = None
    for place, bill in enumerate(ordered):
        if place in replaced:
            spans.append(Span(bill, replaced_by=replaced[place]))
        elif bill.kind == BillKind.CREDIT:
            spans.append(Span(bill, faulty=True))
        else:
            read, faults = _read(_started(bill, ordered, replaced), read, source)
            spans.append(replace(read, bill=bill))
            findings += faults
    return _credited(spans, source, findings), findings


def names(bill: Bill) -> str:
    """Return what people call a bill: its number, else its read date."""
    return bill.bill_number or bill.read_date.isoformat()


def about(
    severity: Severity, code: str, message: Text, source: Source, bill: Bill, *, remedy: Text = EMPTY
) -> Finding:
    """Return a finding that names a bill: its source, number or read date, and row."""
    where = {"source": source.name, "bill": names(bill), "bill_id": bill.id}
    return Finding(severity=severity, code=code, message=message, where=where, remedy=remedy)


def _order(bill: Bill) -> tuple[date, bool, int, int]:
    return bill.read_date, bill.kind != BillKind.ESTIMATE, bill.n, bill.id


def _named(bill: Bill, among: Sequence[Bill]) -> list[int]:
    """Return the places of the bills that `bill` names; those with its own read date where there are any."""
    places = [
        place
        for place, other in enumerate(among)
        if bill.replaces and other.bill_number == bill.replaces and other is not bill
        if other.kind != BillKind.CREDIT
    ]
    return [place for place in places if among[place].read_date == bill.read_date] or places


def _replacements(ordered: Sequence[Bill], source: Source) -> tuple[dict[int, Bill], list[Finding]]:
    """Return which places are replaced, by which bill; the bill that closes a circle replaces nothing."""
    successor: dict[int, int] = {}
    findings: list[Finding] = []
    for place, bill in enumerate(ordered):
        if bill.kind != BillKind.REPLACEMENT:
            continue
        targets = _named(bill, ordered)
        if not targets:
            findings.append(_unknown(bill, source))
        for target in targets:
            if _leads_to(target, place, successor):
                findings.append(_circular(bill, source))
            else:
                successor[target] = place
    return {target: ordered[place] for target, place in successor.items()}, findings


def _leads_to(target: int, place: int, successor: dict[int, int]) -> bool:
    while place in successor and place != target:
        place = successor[place]
    return place == target


def _started(bill: Bill, ordered: Sequence[Bill], replaced: dict[int, Bill]) -> Bill:
    """Return the bill with the start of the bill that it replaces, where it names none itself."""
    if bill.start is not None or bill.kind != BillKind.REPLACEMENT:
        return bill
    starts = [
        other.start
        for place, other in enumerate(ordered)
        if replaced.get(place) is bill and other.start is not None
    ]
    return replace(bill, start=min(starts)) if starts else bill


def _read(bill: Bill, before: Span | None, source: Source) -> tuple[Span, list[Finding]]:
    """Return the span of a bill after the read before it."""
    if bill.start is not None and bill.start > bill.read_date:
        span, _ = _read(replace(bill, start=None), before, source)
        return replace(span, faulty=True), [_start_after_read(bill, source)]
    if bill.start is not None:
        return Span(bill, Period(bill.start, bill.read_date)), []
    if before is None:
        return Span(bill), [_first_read(bill, source)]
    if before.bill.read_date == bill.read_date:
        return Span(bill, before.period), [] if before.period else [_first_read(bill, source)]
    return Span(bill, Period(before.bill.read_date + DAY, bill.read_date)), []


def _credited(spans: list[Span], source: Source, findings: list[Finding]) -> list[Span]:
    """Give each credit the days of the bill that it names; adds to the findings."""
    bills = [span.bill for span in spans]
    result = spans[:]
    left: dict[Bill, float] = {}
    for place, span in enumerate(spans):
        if span.bill.kind != BillKind.CREDIT:
            continue
        targets = _named(span.bill, bills)
        live = [spans[target] for target in targets if spans[target].replaced_by is None]
        if not targets:
            findings.append(_unknown(span.bill, source))
        elif not live:
            result[place] = Span(span.bill, replaced_by=spans[targets[-1]].replaced_by)
            findings.append(_credit_gone(span.bill, source))
        else:
            result[place] = Span(span.bill, live[-1].period)
            findings += [_credit_adds(span.bill, source)] if span.bill.quantity > 0 else []
            credited = left.get(live[-1].bill, live[-1].bill.quantity) + span.bill.quantity
            left[live[-1].bill] = credited
            findings += [_credit_exceeds(span.bill, source)] if _is_below(credited, span, live[-1]) else []
    return result


def _is_below(left: float, credit: Span, credited: Span) -> bool:
    """Whether credits take more than their bill holds, rounding aside; in another unit nobody can tell."""
    return credit.bill.unit == credited.bill.unit and left < -1e-9 * abs(credited.bill.quantity)


def _first_read(bill: Bill, source: Source) -> Finding:
    return info(
        "first-read",
        say(
            "The read on {day} is the first of {source}: it opens the series and has no days of its own.",
            day=bill.read_date,
            source=source.name,
        ),
        remedy=say("Import an older bill, or give this one a start date, if its quantity is to count."),
        source=source.name,
        bill=names(bill),
        bill_id=bill.id,
    )


def _unknown(bill: Bill, source: Source) -> Finding:
    return about(
        Severity.ERROR,
        "unknown-bill",
        say(
            "Bill {bill} of {source} names no bill that it replaces or credits.",
            bill=names(bill),
            source=source.name,
        )
        if not bill.replaces
        else say(
            "Bill {bill} of {source} replaces or credits bill {other}, which is not there.",
            bill=names(bill),
            source=source.name,
            other=bill.replaces,
        ),
        source,
        bill,
        remedy=say("Write the number of that bill into its field Replaces."),
    )


def _circular(bill: Bill, source: Source) -> Finding:
    return about(
        Severity.ERROR,
        "replaces-in-a-circle",
        say(
            "Bill {bill} of {source} replaces a bill that replaces it.", bill=names(bill), source=source.name
        ),
        source,
        bill,
        remedy=say("Empty the field Replaces of the older one."),
    )


def _start_after_read(bill: Bill, source: Source) -> Finding:
    return about(
        Severity.ERROR,
        "start-after-read",
        say(
            "Bill {bill} of {source} starts on {start}, after its read date {day}.",
            bill=names(bill),
            source=source.name,
            start=bill.start,
            day=bill.read_date,
        ),
        source,
        bill,
        remedy=say("Correct the start or the read date."),
    )


def _credit_gone(bill: Bill, source: Source) -> Finding:
    return about(
        Severity.INFO,
        "credit-of-replaced-bill",
        say(
            "Credit {bill} of {source} belongs to bill {other}, which was replaced: neither of them counts.",
            bill=names(bill),
            source=source.name,
            other=bill.replaces,
        ),
        source,
        bill,
    )


def _credit_adds(bill: Bill, source: Source) -> Finding:
    return about(
        Severity.WARNING,
        "credit-positive",
        say(
            "Credit {bill} of {source} has a positive quantity and adds to bill {other}.",
            bill=names(bill),
            source=source.name,
            other=bill.replaces,
        ),
        source,
        bill,
        remedy=say("Write it with a minus sign if it takes away."),
    )


def _credit_exceeds(bill: Bill, source: Source) -> Finding:
    return about(
        Severity.WARNING,
        "credit-above-bill",
        say(
            "Credit {bill} of {source} takes away more than bill {other} holds: its months become negative.",
            bill=names(bill),
            source=source.name,
            other=bill.replaces,
        ),
        source,
        bill,
        remedy=say("Correct the quantity, or the number of the bill in Replaces."),
    )
