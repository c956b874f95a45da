"""Tonnes of steam become energy only by enthalpies that somebody states, with their source.

    Q = m x (h_steam - r x h_condensate)

with m the mass of steam, r the share that returns as condensate and h in energy per mass, both counted from the same
zero. CarbonDesk has no steam tables and guesses no pressure. A source keeps the state of its steam as the text of its
heating value: `steam 2800 kJ/kg - 80 % x 400 kJ/kg; 10 bar; 184 °C; contract with the supplier`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from carbondesk.domain.accounting.conversions import Conversion, Way, by_heating_value, way
from carbondesk.domain.numbers import NotANumber, parse_number
from carbondesk.domain.schema import Finding, Kind, Record, error, field, warning
from carbondesk.domain.text import Text, listed, say
from carbondesk.domain.units import (
    Quantity,
    RatedQuantity,
    UnitFault,
    exact,
    parse_quantity,
    ratio,
    unit,
)

_BEGINS = re.compile(r"(?:steam|蒸汽)\b[:：]?\s*", re.IGNORECASE)
_RETURN = re.compile(r"(?P<steam>.*?)\s+[-−–]\s*(?P<share>[^x×*]+?)\s*[x×*]\s*(?P<condensate>.+)")
_PRESSURE = re.compile(
    r"[\d.,]+\s*(?:m?bar|[kM]?Pa|psi|atm|kgf?/cm[2²])\s*(?:\(?[ag]\)?|gauge|abs(?:olute)?|表压|绝压)?",
    re.IGNORECASE,
)
_TEMPERATURE = re.compile(r"[\d.,]+\s*(?:°\s*[CF]|℃|℉|K)", re.IGNORECASE)
_HUNDRED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Steam(Record):
    """The state of bought steam, as a form asks for it; the file keeps it as one text.

    `returned` is the share of condensate that goes back, with its enthalpy; without return that may be empty.
    """

    one: ClassVar[Text] = say("Steam")
    many: ClassVar[Text] = say("Steam")

    enthalpy: str = field(
        say("Enthalpy of steam"),
        default="",
        help=say("Energy per mass, such as 2800 kJ/kg, from the supplier's bill or a steam table."),
    )
    pressure: str = field(say("Pressure"), default="", help=say("As it is stated, such as 10 bar."))
    temperature: str = field(say("Temperature"), default="", help=say("As it is stated, such as 184 °C."))
    returned: float = field(
        say("Condensate returned"), Kind.NUMBER, unit="1", default=0.0, help=say("The share that goes back.")
    )
    condensate: str = field(
        say("Enthalpy of the condensate"),
        default="",
        help=say("Counted from the same zero as that of steam."),
    )
    citation: str = field(say("Source of the enthalpies"), default="")


def is_steam(text: str) -> bool:
    """Whether the text of a heating value is a state of steam."""
    return _BEGINS.match(text.strip()) is not None


def read_steam(text: str, decimal: str = ".") -> Steam:
    """Read a state of steam from the text that a source keeps; raises NotANumber where the share is none."""
    whole, *stated = (part.strip() for part in _BEGINS.sub("", text.strip(), count=1).split(";"))
    found = _RETURN.fullmatch(whole)
    share, condensate = 0.0, ""
    if found is not None:
        whole, condensate = found["steam"], found["condensate"]
        written = found["share"].strip()
        typed = parse_number(written.rstrip("%％ "), decimal)
        share = float(exact(typed) / _HUNDRED) if written.endswith(("%", "％")) else typed
    pressure, temperature = _taken(stated, is_pressure), _taken(stated, is_temperature)
    return Steam(
        enthalpy=whole,
        pressure=pressure,
        temperature=temperature,
        returned=share,
        condensate=condensate,
        citation="; ".join(part for part in stated if part),
    )


def _taken(parts: list[str], wanted: Callable[[str], bool]) -> str:
    """Take the first part that is wanted out of a list; empty where none is."""
    for part in parts:
        if wanted(part):
            parts.remove(part)
            return part
    return ""


def is_pressure(text: str) -> bool:
    """Whether a text states a pressure, such as `10 bar` or `1.0 MPa (g)`."""
    return _PRESSURE.fullmatch(text) is not None


def is_temperature(text: str) -> bool:
    """Whether a text states a temperature, such as `184 °C`."""
    return _TEMPERATURE.fullmatch(text) is not None


def steam_text(steam: Steam) -> str:
    """Return the text that a source keeps of a state of steam."""
    whole = f"steam {steam.enthalpy}"
    if steam.returned or steam.condensate:
        percent = repr(float(exact(steam.returned) * _HUNDRED)).removesuffix(".0")
        whole += f" - {percent} % x {steam.condensate}"
    return "; ".join(part for part in (whole, steam.pressure, steam.temperature, steam.citation) if part)


def steam_energy(mass: Quantity, steam: Steam) -> tuple[Fraction | None, list[Finding]]:
    """Return the energy of a mass of steam in GJ, exactly; None where the stated values do not give it."""
    findings = list(_findings(steam))
    if any(finding.severity == "error" for finding in findings):
        return None, findings
    try:
        tonnes = exact(mass.number) * ratio(mass.unit, "t")
        supplied = _gj_per_tonne(steam.enthalpy)
        back = exact(steam.returned) * (_gj_per_tonne(steam.condensate) if steam.condensate else 0)
    except (UnitFault, NotANumber) as fault:
        return None, [*findings, fault.finding(field="heating_value")]
    if back > supplied:
        return None, [*findings, _condensate_exceeds()]
    return tonnes * (supplied - back), findings


def steam_way(given: str, steam: Steam) -> Way | Finding | None:
    """Return the way from a mass of steam to GJ, what is wrong with its state, or None for a unit of another kind."""
    if unit(given).dimension != "mass":
        return None
    energy, findings = steam_energy(Quantity(1, "t"), steam)
    if energy is None:
        return next(finding for finding in findings if finding.severity == "error")
    steps = way(given, "t", "", ()) or Way()
    return Way((*steps.steps, Conversion("t", "GJ", energy, _because(steam))), tuple(findings))


def read_heating(text: str, decimal: str | None = None) -> RatedQuantity | Steam:
    """Read what a source says about its energy per unit; raises NotANumber and UnknownUnit."""
    return read_steam(text, decimal or ".") if is_steam(text) else parse_quantity(text, decimal)


def heating_way(given: str, heating: RatedQuantity | Steam, *, fuel: bool = True) -> Way | Finding | None:
    """Return the way to energy by a source's own heating value or state of steam."""
    if isinstance(heating, Steam):
        return steam_way(given, heating)
    return by_heating_value(given, heating, fuel=fuel)


def _gj_per_tonne(written: str) -> Fraction:
    enthalpy = parse_quantity(written, ".")
    return enthalpy.exact * ratio(enthalpy.unit, "GJ") / ratio(enthalpy.per, "t")


def _because(steam: Steam) -> Text:
    """Say which enthalpies give the energy of a tonne, and where they come from."""
    parts: list[str | Text] = [steam.enthalpy, steam.pressure, steam.temperature]
    if steam.returned:
        percent = float(exact(steam.returned) * _HUNDRED)
        parts.append(
            say(
                "less {percent} % returned as condensate of {enthalpy}",
                percent=percent,
                enthalpy=steam.condensate,
            )
        )
    return say("Enthalpy of steam: {parts}", parts=listed([*parts, steam.citation]))


def _findings(steam: Steam) -> Iterator[Finding]:
    if not steam.enthalpy.strip():
        yield error(
            "steam-without-enthalpy",
            say("Steam{state} has no enthalpy, so its energy is unknown.", state=_state(steam)),
            remedy=say("Enter the enthalpy from the supplier's bill or a steam table, with its source."),
            field="heating_value",
        )
    elif not steam.citation.strip():
        yield warning(
            "enthalpy-without-source",
            say("The enthalpy of steam names no source."),
            remedy=say("Enter the steam table or the contract that it comes from."),
            field="heating_value",
        )
    if not 0 <= steam.returned <= 1:
        yield error(
            "condensate-out-of-range",
            say("The condensate returned is {share}, not between 0 and 1.", share=steam.returned),
            remedy=say("Enter a share, such as 0.8 for 80 %."),
            field="heating_value",
        )
    elif steam.returned and not steam.condensate.strip():
        yield error(
            "condensate-without-enthalpy",
            say("Condensate is returned, but its enthalpy is not stated."),
            remedy=say("Enter the enthalpy of the condensate, with its source."),
            field="heating_value",
        )


def _state(steam: Steam) -> Text:
    """Return the stated pressure and temperature in brackets, for a message."""
    stated = listed((steam.pressure, steam.temperature))
    return say(" ({state})", state=stated) if str(stated) else Text("")


def _condensate_exceeds() -> Finding:
    return error(
        "condensate-exceeds",
        say("The condensate returned carries more energy than the steam."),
        remedy=say("Check both enthalpies and their units."),
        field="heating_value",
    )
