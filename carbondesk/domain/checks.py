"""Findings that need more than one record: outliers, overlaps, missing months, submeters above the main."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median

from carbondesk.domain.periods import Period, exact_sum, month_text
from carbondesk.domain.records import Activity, Origin, Source
from carbondesk.domain.schema import EMPTY, Finding, error, warning
from carbondesk.domain.text import Text, say

# A month is looked at when it is this far from the median of the others, and twice as far as they usually are.
_FAR = 0.35
_UNUSUAL = 2.0
# The median absolute deviation of a normal distribution is 1 / 1.4826 of its standard deviation.
_MAD_TO_SIGMA = 1.4826
_ENOUGH_MONTHS = 5
_THOUSAND = 1000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlier:
    """A month that is unlike the others of its source.

    `share` is its distance from their `median`, as a share of it: 0.4 is 40 % above. `fitting` is a
    quantity that a slip of the hand would explain: `slip` is `swapped` (two digits) or `thousand` (a unit
    off by 1,000).
    """

    month: str
    quantity: float
    median: float
    share: float
    fitting: float | None = None
    slip: str = ""

    @property
    def message(self) -> Text:
        """How far the month is from the others."""
        percent = round(abs(self.share) * 100)
        if self.share > 0:
            return say(
                "{percent} % above the other months. The median is {median}.",
                percent=percent,
                median=self.median,
            )
        return say(
            "{percent} % below the other months. The median is {median}.", percent=percent, median=self.median
        )

    @property
    def suggestion(self) -> Text:
        """What may have happened; empty where nothing simple explains it."""
        if self.slip == "swapped":
            return say("Two digits may be swapped: {number} would fit.", number=self.fitting)
        if self.slip == "thousand":
            return say("The unit may be off by 1,000: {number} would fit.", number=self.fitting)
        return EMPTY

    def finding(self, source: Source) -> Finding:
        """Return the outlier as a finding about its source and month."""
        return warning("outlier", self.message, remedy=self.suggestion, source=source.name, month=self.month)


def outliers(
    quantities: Mapping[str, float], before: Mapping[str, float] | None = None, *, far: float = _FAR
) -> list[Outlier]:
    """Return the months (`YYYY-MM`) of one source whose quantity is far from the median of the others.

    `before` are quantities of the year before: a month that is like its own a year ago is a season, no
    outlier. Fewer than five other months, or a median of zero, tell nothing.
    """
    found = []
    for month, quantity in sorted(quantities.items()):
        others = [other for name, other in quantities.items() if name != month]
        middle = median(others) if len(others) >= _ENOUGH_MONTHS else 0.0
        if (
            middle <= 0
            or not _is_far(quantity, middle, others, far)
            or _is_season(month, quantity, before or {}, far)
        ):
            continue
        slip, fitting = _slip(quantity, middle, others)
        found.append(
            Outlier(
                month=month,
                quantity=quantity,
                median=middle,
                share=(quantity - middle) / middle,
                fitting=fitting,
                slip=slip,
            )
        )
    return found


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


def read_order(read_dates: Sequence[date]) -> list[int]:
    """Return the places in a list of read dates where a date is before the one above it, or the same."""
    return [place for place, (above, below) in enumerate(pairwise(read_dates), start=1) if below <= above]


def _is_far(quantity: float, middle: float, others: Sequence[float], far: float) -> bool:
    spread = _MAD_TO_SIGMA * median(abs(other - middle) for other in others)
    return abs(quantity - middle) > max(far * middle, _UNUSUAL * spread)


def _is_season(month: str, quantity: float, before: Mapping[str, float], far: float) -> bool:
    last = before.get(f"{int(month[:4]) - 1}{month[4:]}", 0.0)
    return last > 0 and abs(quantity - last) <= far * last


def _slip(quantity: float, middle: float, others: Sequence[float]) -> tuple[str, float | None]:
    lowest, highest = min(others), max(others)
    for fitting in (quantity * _THOUSAND, quantity / _THOUSAND):
        if lowest / 2 <= fitting <= highest * 2:
            return "thousand", fitting
    swapped = [fitting for fitting in _swaps(quantity) if lowest <= fitting <= highest]
    if swapped:
        return "swapped", min(swapped, key=lambda fitting: abs(fitting - middle))
    return "", None


def _swaps(quantity: float) -> list[float]:
    """Return the numbers that come of swapping two neighbouring digits, over the decimal point too."""
    text = repr(quantity).removesuffix(".0")
    places = [place for place, digit in enumerate(text) if digit.isdigit()]
    found = []
    for left, right in pairwise(places):
        signs = list(text)
        signs[left], signs[right] = signs[right], signs[left]
        found.append(float("".join(signs)))
    return found


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
