"""What is wrong with a factor that somebody entered or read in: findings before it computes anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from carbondesk.domain.records import Factor
from carbondesk.domain.schema import Finding, error, warning
from carbondesk.domain.text import say
from carbondesk.domain.units import UnknownUnit, unit

if TYPE_CHECKING:
    from carbondesk.domain.gases import Gases, GwpSet

NO_GREENHOUSE_GASES = frozenset(
    {"nox", "no", "no2", "so2", "sox", "co", "voc", "nmvoc", "nh3", "pm", "pm10", "pm25", "h2s"}
)
"""Pollutants of air that the GHG Protocol does not count, as people write them, letters and digits only."""

TOLERANCE = 0.05
"""How far a printed total may lie from the sum of its gases: sets round, and round methane to 28 or 30."""


def defects(factor: Factor, gases: Gases, gwp: Iterable[GwpSet]) -> tuple[Finding, ...]:
    """Return what keeps a factor from being used or makes it doubtful; nothing is guessed or put right.

    A printed total is held against the sum of the gases by each of the GWP sets: where none comes near, columns may
    have moved.
    """
    where: dict[str, object] = {"factor": factor.factor_id}
    return tuple(
        finding.at(**where)
        for finding in (
            *_unit(factor),
            *_gases(factor, gases),
            *_nitrogen(factor),
            *_total(factor, list(gwp)),
        )
    )


def _unit(factor: Factor) -> Iterator[Finding]:
    if not factor.activity_unit.strip():
        yield error(
            "factor-unit-missing",
            say("The factor does not say per which unit it is."),
            remedy=say("Give the unit of the publisher, such as kWh or t."),
        )
        return
    try:
        unit(factor.activity_unit)
    except UnknownUnit as fault:
        yield fault.finding(field="activity_unit")


def _gases(factor: Factor, gases: Gases) -> Iterator[Finding]:
    masses = (factor.co2, factor.ch4, factor.n2o, factor.gas_mass, factor.co2_biogenic)
    if factor.co2e is None and all(mass is None for mass in masses):
        yield error(
            "factor-gas-missing",
            say("The factor has neither a gas nor a total in CO2e."),
            remedy=say("Give the masses of its gases, or the printed total with its basis."),
        )
    if factor.co2e is not None and not factor.co2e_basis:
        yield warning(
            "factor-basis-missing",
            say("The total in CO2e does not say with which potentials it was weighed."),
            remedy=say("Give the basis as the publisher states it, such as AR5."),
        )
    plain = "".join(letter for letter in factor.gas.casefold() if letter.isalnum())
    if plain in NO_GREENHOUSE_GASES:
        yield error(
            "not-a-greenhouse-gas",
            say("{gas} is no greenhouse gas of the GHG Protocol.", gas=factor.gas),
            remedy=say("Leave it out; report it as a pollutant of air elsewhere."),
        )
    elif factor.gas and not gases.named(factor.gas):
        yield error(
            "unknown-gas",
            say("“{gas}” is not a known gas.", gas=factor.gas),
            remedy=say("Name the gas as in the list of gases."),
        )
    if (factor.gas_mass is None) == bool(factor.gas):
        yield error(
            "factor-gas-mass",
            say("The other gas needs both its name and its mass."),
            remedy=say("Fill in both or neither."),
        )


def _nitrogen(factor: Factor) -> Iterator[Finding]:
    """Yield the finding for nitrogen oxides in the column of nitrous oxide, whose potential is 273."""
    said = f"{factor.name} {factor.source_table} {factor.note}".casefold().replace("nitrogen oxides", "nox")
    if factor.n2o is not None and "nox" in said and "n2o" not in said:
        yield error(
            "nox-as-n2o",
            say("Nitrogen oxides (NOx) stand in the column of nitrous oxide (N2O)."),
            remedy=say("NOx is no greenhouse gas of the GHG Protocol: empty the column."),
        )


def _total(factor: Factor, sets: Sequence[GwpSet]) -> Iterator[Finding]:
    if factor.co2e is None or factor.co2 is None or factor.gas:
        return
    sums = [
        factor.co2
        + (factor.ch4 or 0.0) * potentials.methane(origin)
        + (factor.n2o or 0.0) * potentials.of("N2O")
        for potentials in sets
        for origin in ("fossil", "non-fossil")
    ]
    if sums and all(abs(each - factor.co2e) > TOLERANCE * max(abs(factor.co2e), abs(each)) for each in sums):
        yield warning(
            "factor-sum",
            say(
                "The total of {total} kg CO2e is not the sum of the gases, about {sum} kg.",
                total=factor.co2e,
                sum=min(sums, key=lambda each: abs(each - (factor.co2e or 0.0))),
            ),
            remedy=say("Look whether columns have moved, or whether other gases are in the total."),
        )
