"""Findings that need more than one record: overlaps, missing months, submeters above their main meter.

Months that stand out from the others are found in `outliers`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from carbondesk.domain.periods import Period, exact_sum, month_text
from carbondesk.domain.records import Activity, Origin, Source
from carbondesk.domain.schema import Finding, error, warning
from carbondesk.domain.text import say


def negative_quantities(activities: Iterable[Activity], source: Source) -> list[Finding]:
    """Return an error for each entry below zero that no credit bill explains."""
    return [
        error(
            "negative-quantity",
            say(
                "{source} has a negative quantity from {start} to {end}.",
                source=source.name,
                start=entry.start,
                end=entry.end,
            ),
            remedy=say("Enter what was used; what was sold or fed in is a source of its own."),
            source=source.name,
            activity=entry.id,
            month=f"{entry.start:%Y-%m}",
        )
        for entry in activities
        if entry.quantity < 0 and entry.origin != Origin.BILL
    ]


def overlaps(activities: Iterable[Activity], source: Source) -> list[Finding]:
    """Return the days that two entries of a source cover, unless they have one period or last a single day.

    Entries of one period are numbered events, entries of a day are events; both may well meet others.
    """
    found: list[Finding] = []
    longer = sorted(
        ((Period(entry.start, entry.end), entry) for entry in activities if entry.end > entry.start),
        key=lambda pair: (pair[0], pair[1].n),
    )
    reach: Period | None = None
    for period, entry in longer:
        common = reach.overlap(period) if reach and reach != period else None
        if common:
            found.append(
                warning(
                    "overlap",
                    say(
                        "Two entries of {source} cover {start} to {end}.",
                        source=source.name,
                        start=common.start,
                        end=common.end,
                    ),
                    remedy=say("Correct their days, or remove one of them."),
                    source=source.name,
                    activity=entry.id,
                    start=common.start,
                    end=common.end,
                )
            )
        if reach is None or period.end >= reach.end:
            reach = period
    return found


def missing_months(source: Source, missing: Sequence[str]) -> list[Finding]:
    """Return a finding for each run of missing months (`YYYY-MM`, in order) of a source."""
    return [
        warning(
            "months-missing",
            say("{source} has no value for {first}.", source=source.name, first=month_text(run[0]))
            if len(run) == 1
            else say(
                "{source} has no values for {first} to {last}.",
                source=source.name,
                first=month_text(run[0]),
                last=month_text(run[-1]),
            ),
            remedy=say("Enter or estimate them, or give the source its days from and to."),
            source=source.name,
            month=run[0],
            months=len(run),
        )
        for run in _runs(missing)
    ]


def main_minus_submeters(
    main: Source, uses: Mapping[str, float], submeters: Sequence[Mapping[str, float]]
) -> tuple[dict[str, float], list[Finding]]:
    """Return what a main meter counted beyond its submeters by month, and the months in which they exceed it.

    All quantities are in the main meter's unit. Submeters lie inside the main meter and are not counted
    again.
    """
    rest = {
        month: exact_sum([use, *(-submeter.get(month, 0.0) for submeter in submeters)])
        for month, use in sorted(uses.items())
    }
    findings = [
        warning(
            "submeters-exceed-main",
            say(
                "In {month} the submeters of {source} counted {excess} {unit} more than it did.",
                month=month_text(month),
                source=main.name,
                excess=-left,
                unit=main.unit,
            ),
            remedy=say("Check their units, multipliers and read dates."),
            source=main.name,
            month=month,
        )
        for month, left in rest.items()
        if left < 0
    ]
    return rest, findings


def _runs(months: Sequence[str]) -> list[list[str]]:
    runs: list[list[str]] = []
    for month in months:
        if runs and _number(month) == _number(runs[-1][-1]) + 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return runs


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:])
