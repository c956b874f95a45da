"""Cogeneration: a plant's emissions shared between heat and power, for the buyer's factors.

All fuel is in the operator's scope 1 and nothing is deducted for what is sold. The shares follow the GHG Protocol
tool "Allocation of GHG emissions from a combined heat and power plant":

    efficiency       E_H = (H / e_H) / (H / e_H + P / e_P) x E,   E_P = E - E_H
    energy content   E_H = H / (H + P) x E

with H and P the energy of heat and power given, e_H and e_P the efficiencies of making each alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from carbondesk.domain.records import Cogeneration, HeatAllocation
from carbondesk.domain.schema import Finding, error, warning
from carbondesk.domain.text import say
from carbondesk.domain.units import Quantity, UnitFault, exact, ratio


@dataclass(frozen=True, slots=True)
class Split:
    """The kg of a plant's emission that belong to its heat and its power, and the buyer's kg per kWh of each.

    A rate is None where nothing of it was given. `heat + power` is the emission that was shared.
    """

    heat: float
    power: float
    heat_rate: float | None
    power_rate: float | None


def split(
    plant: Cogeneration, emission: float, heat: Quantity, power: Quantity
) -> tuple[Split | None, list[Finding]]:
    """Return how an emission in kg is shared, None where the plant's record does not say how, and what is wrong."""
    try:
        kwh = [exact(given.number) * ratio(given.unit, "kWh") for given in (heat, power)]
    except UnitFault as fault:
        return None, [fault.finding(**_place(plant))]
    faults = list(_faults(plant, kwh))
    if faults:
        return None, faults
    inputs = [amount / efficiency for amount, efficiency in zip(kwh, _efficiencies(plant), strict=True)]
    whole = exact(emission)
    of_heat = whole * inputs[0] / sum(inputs)
    rates = [
        float(part / amount) if amount else None
        for part, amount in zip((of_heat, whole - of_heat), kwh, strict=True)
    ]
    return Split(float(of_heat), float(whole - of_heat), *rates), list(_doubts(plant))


def _efficiencies(plant: Cogeneration) -> tuple[Fraction, Fraction]:
    """Return the weights of heat and power; by energy content both weigh the same."""
    if plant.allocation == HeatAllocation.ENERGY_CONTENT:
        return Fraction(1), Fraction(1)
    return exact(plant.heat_efficiency or 0.0), exact(plant.power_efficiency or 0.0)


def _place(plant: Cogeneration) -> dict[str, object]:
    return {"table": "cogeneration", "plant": plant.name}


def _faults(plant: Cogeneration, kwh: list[Fraction]) -> Iterator[Finding]:
    if min(kwh) < 0 or not sum(kwh):
        yield error(
            "cogeneration-without-output",
            say("{plant} gave neither heat nor power, or less than nothing.", plant=plant.name),
            remedy=say("Enter the heat and the power that it gave in the same period as its fuel."),
            **_place(plant),
        )
    if plant.allocation == HeatAllocation.ENERGY_CONTENT:
        return
    for name in ("heat_efficiency", "power_efficiency"):
        value = getattr(plant, name)
        if value is None or not 0 < value <= 1:
            yield error(
                "efficiency-missing",
                say(
                    "{field} of {plant} is missing or not between 0 and 1.",
                    field=Cogeneration.column(name).label,
                    plant=plant.name,
                ),
                remedy=say(
                    "Enter the efficiency of making each alone, with its source, or share by energy content."
                ),
                field=name,
                **_place(plant),
            )


def _doubts(plant: Cogeneration) -> Iterator[Finding]:
    if plant.allocation == HeatAllocation.EFFICIENCY and not plant.citation.strip():
        yield warning(
            "efficiency-without-source",
            say("The efficiencies of {plant} name no source.", plant=plant.name),
            remedy=say("Enter where they come from."),
            **_place(plant),
        )
