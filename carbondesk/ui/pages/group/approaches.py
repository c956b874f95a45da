"""The boundary in figures: what each consolidation approach takes in of every site, on which days, and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from carbondesk.domain.accounting.boundaries import site_standing
from carbondesk.domain.accounting.ownership import Standing
from carbondesk.domain.accounting.spans import Span, overlap, span
from carbondesk.domain.periods import Period, year_period
from carbondesk.domain.records import Category, Consolidation, Scope2Method, Site

if TYPE_CHECKING:
    from carbondesk.report.figures import Figures
    from carbondesk.report.totals import YearTotals

APPROACHES = tuple(Consolidation)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteDays:
    """A site over days on which nothing about it changes.

    `places` tells for each approach the categories in which its scope 1 and 2 sources count; `first` marks the first
    days of a site, beside which its tonnes stand.
    """

    site: Site
    entity: str
    days: Span
    standing: Standing
    places: Mapping[str, tuple[Category, ...]]
    first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Boundary:
    """A year under every approach: its totals, the t CO2e of scopes 1 and 2 and of all scopes by site."""

    totals: Mapping[str, YearTotals]
    rows: tuple[SiteDays, ...]
    scope12: Mapping[str, Mapping[int, float]]
    every: Mapping[str, Mapping[int, float]]

    def differing(self) -> list[SiteDays]:
        """Return the sites of which the approaches take in different amounts, by their first days."""
        found = []
        for row in self.rows:
            amounts = {round(self.scope12[approach].get(row.site.id, 0.0), 6) for approach in APPROACHES}
            if row.first and len(amounts) > 1:
                found.append(row)
        return found


def boundary(figures: Figures, year: int) -> Boundary:
    """Return the boundary of a reporting year."""
    amounts = {approach: _by_site(figures, year, approach) for approach in APPROACHES}
    return Boundary(
        totals={approach: figures.totals(year, consolidation=approach) for approach in APPROACHES},
        rows=tuple(_rows(figures, year_period(year, figures.organisation.year_start))),
        scope12={approach: amounts[approach][0] for approach in APPROACHES},
        every={approach: amounts[approach][1] for approach in APPROACHES},
    )


def _by_site(figures: Figures, year: int, approach: str) -> tuple[dict[int, float], dict[int, float]]:
    """Return t CO2e of scopes 1 and 2, and of all scopes, by site, by the organisation's scope 2 method."""
    cubes = figures.cubes(approach)
    location = figures.organisation.scope2_method == Scope2Method.LOCATION
    column = (cubes.location if location else cubes.market)[:, cubes.column(year)]
    count = len(figures.sites)
    inside = np.bincount(cubes.of_site, weights=column * (cubes.of_scope < 3), minlength=count)
    every = np.bincount(cubes.of_site, weights=column, minlength=count)
    return (
        dict(zip(figures.sites, inside.tolist(), strict=True)),
        dict(zip(figures.sites, every.tolist(), strict=True)),
    )


def _rows(figures: Figures, year: Period) -> list[SiteDays]:
    group = figures.structure.boundaries.group
    sources: dict[int, list[int]] = {}
    for source in figures.sources.values():
        if source.category in _OWN:
            sources.setdefault(source.site, []).append(source.id)
    found = []
    for site in figures.sites.values():
        entity = group.entities[site.entity].name if site.entity is not None else ""
        first = True
        for part, standing in standings(figures, site):
            if overlap(part, span(year.start, year.end))[0] >= overlap(part, span(year.start, year.end))[1]:
                continue
            places = _places(figures, sources.get(site.id, ()), part)
            found.append(
                SiteDays(site=site, entity=entity, days=part, standing=standing, places=places, first=first)
            )
            first = False
    return found


_OWN = frozenset(category.value for category in Category if category.scope != "3")


def standings(figures: Figures, site: Site) -> list[tuple[Span, Standing]]:
    """Return how a site stands over its days in the group, span by span."""
    group = figures.structure.boundaries.group
    whole = span(site.from_, site.to)
    if site.entity is None or not group.owned(site.entity):
        return [(whole, site_standing(site))]
    parts = [(overlap(part, whole), standing) for part, standing in group.spans(site.entity)]
    return [(part, standing) for part, standing in parts if part[0] < part[1]]


def _places(figures: Figures, sources: list[int] | tuple[()], days: Span) -> dict[str, tuple[Category, ...]]:
    """Return for each approach the categories in which a site's scope 1 and 2 sources count on some days."""
    boundaries = figures.structure.boundaries
    found: dict[str, tuple[Category, ...]] = {}
    for approach in APPROACHES:
        categories: set[Category] = set()
        for source in sources:
            for booking in boundaries.bookings(figures.sources[source], approach):
                common = overlap(booking.days, days)
                if common[0] < common[1]:
                    categories.add(booking.category)
        found[approach] = tuple(category for category in Category if category in categories)
    return found
