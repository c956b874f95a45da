"""The factors chosen so far and what one unit of each need emits: the rate table behind a ledger.

A rate is chosen once for each distinct need, however many entries ask for it. Beside the rate of a fuel or of
energy stand those of category 3, which follow from the same quantity.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from carbondesk.domain.accounting.emissions import RateTable, rate_table
from carbondesk.domain.accounting.factors import Choice, Policy, choose
from carbondesk.domain.accounting.needs import Need
from carbondesk.domain.accounting.shortfalls import unit_of_factor
from carbondesk.domain.accounting.upstream import upstream_needs
from carbondesk.domain.records import Site, Source
from carbondesk.domain.units import is_unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbondesk.domain.accounting.library import FactorLibrary
    from carbondesk.domain.gases import GwpSet

PROCESS_ID, CONTRACT_ID = "PROCESS:", "CONTRACT:"
"""Begin the ids of the factors that a source's own process gases and a contract for power make."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What one entered unit of each row of the rate table emits under one GWP set, (k,) each in kg CO2e.

    `co2e` is not a number where no factor is known, `counted` is 0 there. `upstream` is in category 3, `outside`
    outside the scopes; both are 0 where nothing is known.
    """

    co2e: NDArray[np.float64]
    counted: NDArray[np.float64]
    upstream: NDArray[np.float64]
    outside: NDArray[np.float64]


class Rates:
    """The choice of factor for every need met so far, and the rate table behind the rows.

    `own` holds choices that no library has, by the factor id that a need names: process gases, contracts. `needs` are
    those met so far, in the order of the rate table.
    """

    def __init__(
        self,
        library: FactorLibrary,
        policy: Policy,
        *,
        own: Mapping[str, Choice] | None = None,
        derives_upstream: bool = False,
    ) -> None:
        """Start with no need met; the library and the policies stay the same for the life of the object."""
        self.library = library
        self.policy = policy
        self.own = dict(own or {})
        self._derives_upstream = derives_upstream
        self.needs: list[Need] = []
        self._place: dict[Need, int] = {}
        self._choices: list[Choice] = []
        self._upstream: dict[int, tuple[int, ...]] = {}
        self._table: RateTable | None = None
        self._weighed: tuple[RateTable, GwpSet, Weights] | None = None

    @property
    def table(self) -> RateTable:
        """The rate table of every need met so far."""
        if self._table is None:
            self._table = rate_table(self._choices)
        return self._table

    def place(self, need: Need) -> int:
        """Return the row of the rate table for a need, choosing its factor the first time it is met."""
        place = self._place.get(need)
        if place is None:
            place = self._place[need] = len(self._choices)
            self.needs.append(need)
            own = self.own.get(need.own_factor)
            self._choices.append(
                _own(need, own, self.library) if own else choose(need, self.library, self.policy)
            )
            self._table = None
            if self._derives_upstream and not need.own_factor.startswith(CONTRACT_ID):
                found = tuple(self.place(each) for each in upstream_needs(need, self.library))
                if found:
                    self._upstream[place] = found
        return place

    def choice(self, need: Need) -> Choice:
        """Return the choice of factor for a need."""
        return self._choices[self.place(need)]

    def rechosen(self, policy: Policy, years: Collection[int]) -> Rates:
        """Return the rates under another policy: the same needs in the same rows, those of some years chosen anew."""
        other = Rates(self.library, policy, own=self.own, derives_upstream=self._derives_upstream)
        other.needs, other._place, other._upstream = self.needs, self._place, self._upstream
        other._choices = [
            choose(need, self.library, policy)
            if need.year in years and need.own_factor not in self.own
            else kept
            for need, kept in zip(self.needs, self._choices, strict=True)
        ]
        return other

    def upstream(self, place: int) -> tuple[int, ...]:
        """Return the rows of the table that the same quantity has in category 3; empty where nothing is derived."""
        return self._upstream.get(place, ())

    def weights(self, gwp: GwpSet) -> Weights:
        """Return what a unit of each row of the table emits under a GWP set, kept until a need or the set is new."""
        table = self.table
        if self._weighed is None or self._weighed[0] is not table or self._weighed[1] is not gwp:
            co2e = table.co2e(gwp)
            counted = np.nan_to_num(co2e)
            upstream = np.zeros(len(counted))
            for place, found in self._upstream.items():
                upstream[place] = counted[list(found)].sum()
            self._weighed = (table, gwp, Weights(co2e, counted, upstream, table.outside(gwp)))
        return self._weighed[2]

    def need(self, source: Source, site: Site, unit: str, year: int, factor: str = "") -> Need:
        """Return what a quantity of a source in a unit and calendar year asks of the factor library."""
        need = need_of(source, site, unit, year, factor)
        process = f"{PROCESS_ID}{source.uid}"
        return replace(need, own_factor=process) if process in self.own and not factor else need


def _own(need: Need, own: Choice, library: FactorLibrary) -> Choice:
    """Return an own choice for the unit of a need."""
    factor = own.factor
    if factor is None or need.unit == factor.activity_unit:
        return own
    way = library.way(need.unit, factor.activity_unit, "", "") if is_unit(need.unit) else None
    if way is None:
        return Choice(findings=(*own.findings, unit_of_factor(need.unit, factor)))
    by = prod((step.by for step in way.steps), start=Fraction(1))
    return replace(own, per_unit=float(by), conversions=way.steps)


def need_of(source: Source, site: Site, unit: str, year: int, factor: str = "") -> Need:
    """Return what a quantity of a source in a unit and calendar year asks of the factor library."""
    return Need(
        category=source.category,
        carrier=source.carrier,
        unit=unit,
        country=site.country,
        region=site.region,
        grid_region=site.grid_region,
        year=year,
        own_factor=factor or source.factor,
        heating_value=source.heating_value,
        sector=source.sector,
        generated_on_site=source.generated_on_site,
        price_year=source.price_year,
    )
