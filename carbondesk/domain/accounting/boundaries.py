"""What of a source belongs to the inventory, on which days and in which category, under each approach.

Sources of the rules: GHG Protocol Corporate Standard, chapter 3 (consolidation) and chapter 5 with appendix E (base
year); Scope 3 Standard, appendix A (leases) and chapter 5 (categories 4, 9, 13 and 15).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from carbondesk.domain.accounting.ownership import NONE, WHOLE, Group, Standing
from carbondesk.domain.accounting.spans import (
    FIRST,
    LAST,
    Span,
    cut,
    first_day,
    holds,
    last_day,
    overlap,
    span,
)
from carbondesk.domain.periods import Period
from carbondesk.domain.records import (
    Allocation,
    AllocationGoal,
    Category,
    Consolidation,
    Lease,
    Payer,
    Restatement,
    Site,
    Source,
)
from carbondesk.domain.units import exact

_FREIGHT = {Payer.US: Category.S3_4, Payer.CUSTOMER: Category.S3_9}
_Shares = dict[Category, Fraction]


@dataclass(frozen=True, slots=True)
class Booking:
    """A share of a source that counts in a category from `start` to `end`, both included; None is open."""

    start: date | None
    end: date | None
    category: Category
    share: float

    @property
    def days(self) -> Span:
        """The days as a span of ordinals."""
        return span(self.start, self.end)


class Boundaries:
    """The dated boundary of an inventory: asked for the bookings of a source under an approach."""

    def __init__(
        self,
        group: Group,
        sites: Mapping[int, Site],
        allocations: Iterable[Allocation] = (),
        closed: Collection[int] = (),
    ) -> None:
        """Keep the structure.

        `closed` are ids of sites that ended by being closed, not sold: a restated year keeps them, for closing is
        no change of structure (Corporate Standard, chapter 5).
        """
        self.group, self.sites, self._closed = group, sites, frozenset(closed)
        self.allocations: dict[int, list[Allocation]] = {}
        for allocation in allocations:
            self.allocations.setdefault(allocation.source, []).append(allocation)
        self._kept: dict[tuple[object, ...], tuple[Booking, ...]] = {}
        # All that is asked of a site: sites alike are reckoned once.
        self._traits = {
            site.id: (
                site.entity,
                site.share,
                site.control,
                site.lease,
                site.from_,
                site.to,
                site.id in closed,
            )
            for site in sites.values()
        }

    def bookings(self, source: Source, approach: str) -> tuple[Booking, ...]:
        """Return what counts of a source, by category and day; days and shares that do not count are not there.

        The bookings of one category share no day. Two approaches differ only in shares and categories.
        """
        return self._remembered(("dated",), source, approach, lambda: self._dated(source, approach))

    def restated(
        self, source: Source, approach: str, year: Period, policy: str = Restatement.ALL_YEAR
    ) -> tuple[Booking, ...]:
        """Return the bookings of every day under the structure of a reporting year, for a restated base year.

        All-year: how things stand on the last day of `year` counts for every day before and after. Pro rata: in
        `year` itself the days count as they are, in every other year the day-weighted mean of `year` (Corporate
        Standard, chapter 5 and appendix E). A plant that did not exist has no entries, so it restates nothing.
        """
        key = ("restated", year, policy)
        return self._remembered(key, source, approach, lambda: self._restated(source, approach, year, policy))

    def _remembered(
        self,
        key: tuple[object, ...],
        source: Source,
        approach: str,
        compute: Callable[[], tuple[Booking, ...]],
    ) -> tuple[Booking, ...]:
        if source.id in self.allocations:
            return compute()
        traits = self._traits[source.site]
        whole = (*key, approach, traits, source.category, source.lease, source.paid_by)
        if whole not in self._kept:
            self._kept[whole] = compute()
        return self._kept[whole]

    def _dated(self, source: Source, approach: str) -> tuple[Booking, ...]:
        return _merged(self._parts(source, approach, span(None, None)))

    def _restated(self, source: Source, approach: str, year: Period, policy: str) -> tuple[Booking, ...]:
        site = self.sites[source.site]
        whole = span(year.start, year.end)
        if site.id in self._closed:
            last = min(span(site.from_, site.to)[1], whole[1]) - 1
            return _merged([(span(None, site.to), self._as_of(source, approach, last))])
        if policy == Restatement.ALL_YEAR:
            return _merged([(span(None, None), self._as_of(source, approach, whole[1] - 1))])
        parts = self._parts(source, approach, whole)
        mean = _mean(parts, year.days)
        return _merged([((FIRST, whole[0]), mean), *parts, ((whole[1], LAST), mean)])

    def _as_of(self, source: Source, approach: str, day: int) -> _Shares:
        """Return the shares on a day, none on a day on which the site is not in the group."""
        return next((shares for _, shares in self._parts(source, approach, (day, day + 1))), {})

    def _parts(self, source: Source, approach: str, within: Span) -> list[tuple[Span, _Shares]]:
        """Return the source's shares by category over spans in which nothing changes."""
        site = self.sites[source.site]
        whole = overlap(within, span(site.from_, site.to))
        days = [edge for part, _ in self._spans(site) for edge in part]
        days += [edge for row in self.allocations.get(source.id, ()) for edge in span(row.from_, row.to)]
        return [(part, self._on(source, approach, part[0])) for part in cut(whole, days)]

    def _spans(self, site: Site) -> list[tuple[Span, Standing]]:
        if site.entity is None or not self.group.owned(site.entity):
            return [(span(None, None), site_standing(site))]
        return self.group.spans(site.entity)

    def _on(self, source: Source, approach: str, day: int) -> _Shares:
        """Return the source's shares by category on an ordinal day; only those above zero."""
        site = self.sites[source.site]
        standing = next(standing for part, standing in self._spans(site) if holds(part, day))
        tenant, own = self._split(source, day)
        share = standing.share(approach)
        booked = [(category_of(source, site, approach), share * own), (Category.S3_13, share * tenant)]
        if Category(source.category).scope != "3":
            booked.append((Category.S3_15, standing.unconsolidated(approach) * own))
        result: _Shares = {}
        for category, part in booked:
            if part > 0:
                result[category] = result.get(category, NONE) + part
        return result

    def _split(self, source: Source, day: int) -> tuple[Fraction, Fraction]:
        """Return the tenants' share and our own; allocations of more than everything leave us nothing."""
        if source.id not in self.allocations:
            return NONE, WHOLE
        goal = {AllocationGoal.TENANT: NONE, AllocationGoal.OUTSIDE: NONE}
        for row in self.allocations[source.id]:
            if holds(span(row.from_, row.to), day):
                goal[AllocationGoal(row.goes_to)] += exact(row.share)
        tenant = min(goal[AllocationGoal.TENANT], WHOLE)
        return tenant, max(WHOLE - tenant - goal[AllocationGoal.OUTSIDE], NONE)


def site_standing(site: Site) -> Standing:
    """Return how a site without a legal entity stands, by its own share and control; else it is the group's.

    `control` is empty or `both` for full control, else it names `operational`, `financial` or `joint` (financial
    control together with others, which counts by share).
    """
    equity = WHOLE if site.share is None else exact(site.share)
    words = site.control.casefold()
    if words in {"", "both"}:
        return Standing(equity, WHOLE, WHOLE)
    financial = WHOLE if "financial" in words else NONE
    return Standing(
        equity, equity if "joint" in words else financial, WHOLE if "operational" in words else NONE
    )


def category_of(source: Source, site: Site, approach: str) -> Category:
    """Return the category that our own share of a source counts in.

    An operating lease is in scopes 1 and 2 under operational control, else in category 8; a finance lease is always
    in scopes 1 and 2 (Scope 3 Standard, appendix A). Outbound freight that we pay is in category 4, what the customer
    pays in category 9 (Scope 3 Standard, chapter 5).
    """
    category = Category(source.category)
    lease = source.lease or site.lease
    if category in _FREIGHT.values():
        return _FREIGHT.get(Payer(source.paid_by), category)
    leased_in = lease == Lease.OPERATING and approach != Consolidation.OPERATIONAL_CONTROL
    return Category.S3_8 if leased_in and category.scope != "3" else category


def parts(bookings: Iterable[Booking], period: Period) -> list[tuple[Period, Category, float]]:
    """Return the days of a period that count, with category and share, for sharing an entry by days."""
    return [
        (common, booking.category, booking.share)
        for booking in bookings
        if (common := Period(booking.start or date.min, booking.end or date.max).overlap(period))
    ]


def _mean(parts: Iterable[tuple[Span, _Shares]], days: int) -> _Shares:
    """Return the day-weighted mean of shares over a year of so many days."""
    result: _Shares = {}
    for (start, stop), shares in parts:
        for category, share in shares.items():
            result[category] = result.get(category, NONE) + share * (stop - start) / days
    return result


def _merged(parts: Iterable[tuple[Span, _Shares]]) -> tuple[Booking, ...]:
    """Return bookings by category and day; neighbouring spans of one share become one."""
    runs: dict[Category, list[tuple[Span, Fraction]]] = {}
    for days, shares in parts:
        for category, share in shares.items():
            run = runs.setdefault(category, [])
            if run and run[-1][0][1] == days[0] and run[-1][1] == share:
                run[-1] = ((run[-1][0][0], days[1]), share)
            else:
                run.append((days, share))
    return tuple(
        Booking(first_day(days), last_day(days), category, float(share))
        for category, run in runs.items()
        for days, share in run
    )
