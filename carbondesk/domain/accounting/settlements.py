"""Estimate, then actual: the actual read spreads the true quantity over all days since the last actual read.

Between two actual reads bills may be estimates. The quantity on the next actual bill is what the utility
still had to charge: the use since the last actual read less the estimates. So the true quantity is the sum
of the estimates and of the actual bill. An actual bill whose start reaches back over the estimates, or that
has the read date of an estimate, states the whole quantity of those days itself and replaces them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from carbondesk.domain.accounting.series import Span, about
from carbondesk.domain.periods import Period, exact_sum, month_of, shares_by_month
from carbondesk.domain.records import Bill, BillKind, Source
from carbondesk.domain.schema import Finding, Severity
from carbondesk.domain.text import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """An actual read that settles the estimates before it.

    `before` and `after` are quantities by month (`YYYY-MM`) in the bills' unit: as the bills say one by
    one, and as the true `quantity` is spread over all days since the last actual read.
    """

    actual: Bill
    estimates: tuple[Bill, ...]
    quantity: float
    before: dict[str, float]
    after: dict[str, float]


def settled(spans: Sequence[Span], source: Source) -> tuple[list[Span], list[Settlement], list[Finding]]:
    """Let each actual read settle the estimates since the last one; the spans are ordered by read date."""
    result = list(spans)
    settlements: list[Settlement] = []
    findings: list[Finding] = []
    run: list[int] = []
    for place, span in enumerate(spans):
        if span.period is None or not span.counts or span.bill.kind == BillKind.CREDIT:
            continue
        if span.bill.kind == BillKind.ESTIMATE:
            run.append(place)
            continue
        estimates, run = run, []
        if not estimates:
            continue
        if any(spans[estimate].bill.unit != span.bill.unit for estimate in estimates):
            findings.append(_units_differ(span.bill, source))
            continue
        result[place], replaced = _settle(
            span, span.period, {estimate: spans[estimate] for estimate in estimates}
        )
        for estimate in replaced:
            result[estimate] = replace(spans[estimate], replaced_by=span.bill)
        settlement = Settlement(
            actual=span.bill,
            estimates=tuple(spans[estimate].bill for estimate in replaced),
            quantity=result[place].quantity,
            before=month_sums([*(spans[estimate] for estimate in replaced), span]),
            after=month_sums([result[place]]),
        )
        settlements.append(settlement)
        findings += _settled_findings(settlement, result[place], source)
    return result, settlements, findings


def month_sums(spans: Iterable[Span]) -> dict[str, float]:
    """Return the quantities of spans by month (`YYYY-MM`), shared by days and added exactly."""
    months: dict[str, list[float]] = {}
    for period, quantity in [(span.period, span.quantity) for span in spans if span.period]:
        for part, share in shares_by_month(period, quantity):
            months.setdefault(month_of(part.start), []).append(share)
    return {month: exact_sum(months[month]) for month in sorted(months)}


def _settle(actual: Span, own: Period, estimates: dict[int, Span]) -> tuple[Span, list[int]]:
    """Return the actual bill over all the days that it settles, and which estimates it stands for."""
    whole = {place for place, estimate in estimates.items() if _states(actual, estimate)}
    if whole and actual.bill.start is not None:
        return actual, sorted(whole)
    rest = [estimate for place, estimate in estimates.items() if place not in whole]
    start = min([own.start, *(estimate.period.start for estimate in rest if estimate.period)])
    settles = tuple(estimate.bill for estimate in rest)
    return replace(actual, period=Period(start, own.end), settles=settles), sorted(estimates)


def _states(actual: Span, estimate: Span) -> bool:
    """Whether the actual bill's own quantity is that of the estimate's days as well."""
    if actual.bill.read_date == estimate.bill.read_date:
        return True
    start = actual.bill.start
    return start is not None and estimate.period is not None and start <= estimate.period.start


def _settled_findings(settlement: Settlement, span: Span, source: Source) -> list[Finding]:
    found = [
        about(
            Severity.INFO,
            "estimate-settled",
            say(
                "The read on {day} settles the estimates of {source}: {quantity} {unit} are spread over "
                "all days since the last actual read.",
                day=settlement.actual.read_date,
                source=source.name,
                quantity=span.quantity,
                unit=settlement.actual.unit,
            ),
            source,
            settlement.actual,
            remedy=say(
                "If the bill itself states the whole use since the last actual read, give it that start date."
            ),
        )
    ]
    if any(bill.cost is not None and bill.currency != settlement.actual.currency for bill in span.settles):
        found.append(
            about(
                Severity.WARNING,
                "estimate-currency",
                say(
                    "The estimates of {source} before {day} are in another currency: their cost is left out.",
                    source=source.name,
                    day=settlement.actual.read_date,
                ),
                source,
                settlement.actual,
                remedy=say("Enter the bills of one source in one currency."),
            )
        )
    return found


def _units_differ(bill: Bill, source: Source) -> Finding:
    return about(
        Severity.WARNING,
        "estimate-unit",
        say(
            "The estimates of {source} before {day} are in another unit than the actual bill and were kept.",
            source=source.name,
            day=bill.read_date,
        ),
        source,
        bill,
        remedy=say("Enter the estimates in {unit}.", unit=bill.unit),
    )
