"""What the fuel and energy of scopes 1 and 2 need in category 3: their way to the site, and what the grid loses.

A quantity of fuel asks for the factor of its well-to-tank emissions, a quantity of electricity for those of its
generation, of the losses in the grid and of the generation of what is lost, a quantity of heat for the same of its
network (GHG Protocol Scope 3 Standard, table 5.5; Scope 3 Calculation Guidance, category 3). The needs carry the same
unit as the quantity itself, so nothing is counted twice and no second source has to be kept. What a country
publishes in one factor (generation and losses together) is asked for as one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from carbondesk.domain.accounting.carriers import UPSTREAM
from carbondesk.domain.records import Category
from carbondesk.domain.units import is_unit, unit

if TYPE_CHECKING:
    from carbondesk.domain.accounting.library import FactorLibrary
    from carbondesk.domain.accounting.needs import Need

ELECTRICITY, HEAT, OWN_HEAT = "electricity", "heat and steam", "heat from on site"
GRID_LOSSES, GENERATION_AND_LOSSES = "electricity grid losses", "electricity upstream and grid losses"
HEAT_LOSSES = "district heat losses"
_NETWORK_HEAT = frozenset({"steam", "heat", HEAT})
_FUEL_USE = frozenset({Category.STATIONARY_COMBUSTION, Category.MOBILE_COMBUSTION})


def upstream_needs(need: Need, library: FactorLibrary) -> tuple[Need, ...]:
    """Return what a need of scope 1 or 2 asks for in category 3; empty for every other need.

    Energy made on site has no upstream of its own: its fuel has. Process and leaked gases have none. `choose` finds
    the factors of the needs; where a country has none it says so once, as information, and the value counts as zero.
    """
    if need.generated_on_site or not is_unit(need.unit) or unit(need.unit).dimension == "emission":
        return ()
    return tuple(
        replace(need, category=Category.S3_3.value, carrier=carrier, own_factor="", sector="", derived=True)
        for carrier in _carriers(need, library)
    )


def _carriers(need: Need, library: FactorLibrary) -> Iterable[str]:
    carrier = _carrier(need, library)
    if need.category in _FUEL_USE:
        return (UPSTREAM + carrier,) if carrier else ()
    if need.category == Category.ELECTRICITY:
        return _of_electricity(need, library, carrier)
    if need.category == Category.HEAT_STEAM_COOLING:
        return _of_heat(need, library, carrier)
    return ()


def _carrier(need: Need, library: FactorLibrary) -> str:
    """Return the carrier that the source names, else the first of the factor that it names."""
    factor = library.by_id(need.own_factor) if need.own_factor and not need.carrier else None
    return library.words.carrier(need.carrier or (factor.carrier.split(";")[0] if factor else ""))


def _of_electricity(need: Need, library: FactorLibrary, carrier: str) -> Iterable[str]:
    vehicle = [each for each in (carrier, UPSTREAM + carrier) if _known(need, library, each)]
    if carrier not in {"", ELECTRICITY} and vehicle:
        return vehicle
    if _known(need, library, GENERATION_AND_LOSSES):
        return (GENERATION_AND_LOSSES,)
    of_losses = UPSTREAM + GRID_LOSSES
    last = (of_losses,) if _known(need, library, of_losses) else ()
    return (UPSTREAM + ELECTRICITY, GRID_LOSSES, *last)


def _of_heat(need: Need, library: FactorLibrary, carrier: str) -> Iterable[str]:
    if carrier == OWN_HEAT:
        return (UPSTREAM + OWN_HEAT,)
    if carrier and carrier not in _NETWORK_HEAT:
        return (UPSTREAM + carrier,)
    last = [each for each in (HEAT_LOSSES, UPSTREAM + HEAT_LOSSES) if _known(need, library, each)]
    return (UPSTREAM + HEAT, *last)


def _known(need: Need, library: FactorLibrary, carrier: str) -> bool:
    places = library.places(need.country, need.grid_region, need.region)
    return bool(library.candidates(Category.S3_3.value, carrier, places))
