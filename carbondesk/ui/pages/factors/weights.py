"""What a factor weighs under a set of global warming potentials: its gases, its total, or what was printed."""

from __future__ import annotations

from dataclasses import dataclass

from carbondesk.domain.accounting.emissions import KG_PER_TONNE, PRINTED, by_gas, masses
from carbondesk.domain.accounting.factors import COMBUSTION, Choice
from carbondesk.domain.gases import OZONE_DEPLETING, GwpSet
from carbondesk.domain.records import Factor


@dataclass(frozen=True, slots=True)
class GasPart:
    """One gas of a factor: kg of it per unit, its potential, and kg CO2e per unit."""

    gas: str
    mass: float
    potential: float
    co2e: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """A factor in kg CO2e per unit, None where it gives no gas; not a number where the set lacks a gas.

    `printed` is true where the publisher gives no gas split and the total stands as printed. `outside` is true for
    gases that are reported outside the scopes.
    """

    total: float | None
    parts: tuple[GasPart, ...] = ()
    printed: bool = False
    outside: bool = False


def weight(factor: Factor, gwp: GwpSet, combustion_methane: str) -> Weight:
    """Return what a factor weighs per its own unit; methane of combustion has the inventory's origin."""
    burnt = any(category in COMBUSTION for category in factor.category.split(";"))
    origin = combustion_methane if burnt else factor.methane_origin
    choice = Choice(factor=factor, per_unit=1.0, methane_origin=origin)
    rows = by_gas(masses(choice), 1.0, gwp)
    parts = tuple(
        GasPart(gas, mass, potential, tonnes * KG_PER_TONNE) for gas, mass, potential, tonnes in rows
    )
    if not parts:
        return Weight(total=None)
    return Weight(
        total=sum(part.co2e for part in parts),
        parts=parts,
        printed=parts[0].gas == PRINTED,
        outside=any(gwp.families.get(part.gas) == OZONE_DEPLETING for part in parts),
    )


def rate(choice: Choice, gwp: GwpSet) -> float:
    """Return kg CO2e per entered unit of a choice; 0 for energy made on site, not a number without a factor."""
    if not choice.counts:
        return 0.0
    if choice.factor is None:
        return float("nan")
    return sum(tonnes * KG_PER_TONNE for _, _, _, tonnes in by_gas(masses(choice), 1.0, gwp))
