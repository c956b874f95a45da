"""Tonnes of steam become energy only by enthalpies that somebody states, with their source.

    Q = m x (h_steam - r x h_condensate)

with m the mass of steam, r the share that returns as condensate and h in energy per mass, both counted from the same
zero. CarbonDesk has no steam tables and guesses no pressure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from carbondesk.domain.schema import Finding, error, warning
from carbondesk.domain.text import Text, say
from carbondesk.domain.units import Quantity, RatedQuantity, UnitFault, exact, ratio


@dataclass(frozen=True, slots=True, kw_only=True)
class Steam:
    """The state of bought steam: `enthalpy` such as 2,778 kJ/kg, at a pressure and temperature as they were stated.

    `returned` is the share of condensate that goes back, with its enthalpy; without return it may be None.
    """

    enthalpy: RatedQuantity | None
    citation: str
    pressure: str = ""
    temperature: str = ""
    returned: float = 0.0
    condensate: RatedQuantity | None = None


def steam_energy(mass: Quantity, steam: Steam) -> tuple[Fraction | None, list[Finding]]:
    """Return the energy of a mass of steam in GJ, exactly; None where the stated values do not give it."""
    findings = list(_findings(steam))
    if steam.enthalpy is None or any(finding.severity == "error" for finding in findings):
        return None, findings
    try:
        tonnes = exact(mass.number) * ratio(mass.unit, "t")
        supplied = _gj_per_tonne(steam.enthalpy)
        back = exact(steam.returned) * (_gj_per_tonne(steam.condensate) if steam.condensate else 0)
    except UnitFault as fault:
        return None, [*findings, fault.finding(field="enthalpy")]
    if back > supplied:
        return None, [*findings, _condensate_exceeds()]
    return tonnes * (supplied - back), findings


def _gj_per_tonne(enthalpy: RatedQuantity) -> Fraction:
    return enthalpy.exact * ratio(enthalpy.unit, "GJ") / ratio(enthalpy.per, "t")


def _findings(steam: Steam) -> Iterator[Finding]:
    if steam.enthalpy is None:
        yield error(
            "steam-without-enthalpy",
            say("Steam{state} has no enthalpy, so its energy is unknown.", state=_state(steam)),
            remedy=say("Enter the enthalpy from the supplier's bill or a steam table, with its source."),
            field="enthalpy",
        )
    elif not steam.citation.strip():
        yield warning(
            "enthalpy-without-source",
            say("The enthalpy of steam names no source."),
            remedy=say("Enter the steam table or the contract that it comes from."),
            field="citation",
        )
    if not 0 <= steam.returned <= 1:
        yield error(
            "condensate-out-of-range",
            say("The condensate returned is {share}, not between 0 and 1.", share=steam.returned),
            remedy=say("Enter a share, such as 0.8 for 80 %."),
            field="returned",
        )
    elif steam.returned and steam.condensate is None:
        yield error(
            "condensate-without-enthalpy",
            say("Condensate is returned, but its enthalpy is not stated."),
            remedy=say("Enter the enthalpy of the condensate, with its source."),
            field="condensate",
        )


def _state(steam: Steam) -> Text:
    """Return the stated pressure and temperature in brackets, for a message."""
    stated = ", ".join(word for word in (steam.pressure, steam.temperature) if word)
    return say(" ({state})", state=stated) if stated else Text("")


def _condensate_exceeds() -> Finding:
    return error(
        "condensate-exceeds",
        say("The condensate returned carries more energy than the steam."),
        remedy=say("Check both enthalpies and their units."),
        field="condensate",
    )
