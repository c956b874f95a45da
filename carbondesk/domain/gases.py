"""Greenhouse gases, refrigerant blends and their global warming potentials over 100 years.

The potentials are those of the IPCC's fourth, fifth and sixth assessment reports. Methane has two: fossil
methane counts the carbon dioxide that it becomes, non-fossil methane does not (AR6 WG1, table 7.15).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from carbondesk.domain.records import MethaneOrigin
from carbondesk.domain.schema import Finding, error
from carbondesk.domain.text import say
from carbondesk.domain.units import exact

OZONE_DEPLETING = "ozone-depleting"
"""The family of CFCs, halons and HCFCs, which are reported outside the scopes."""

FAMILIES = ("CO2", "CH4", "N2O", "HFCs", "PFCs", "SF6", "NF3", "other", OZONE_DEPLETING)
"""The seven gases of the Kyoto Protocol in its order, then what else is reported."""

METHANE = {MethaneOrigin.FOSSIL: "CH4-FOSSIL", MethaneOrigin.NON_FOSSIL: "CH4-NONFOSSIL"}

_NATURAL = frozenset({"HC-170", "HC-290", "HC-600", "HC-600a", "HC-601", "HC-601a", "HC-1270", "DME"})
"""Components of blends without a potential of their own in the sets; they count as zero."""


class UnknownGas(KeyError):  # noqa: N818 - the name says what is wrong
    """No gas has this name, or the set gives it no potential; `text` says so for people."""

    code = "unknown-gas"

    def __init__(self, gas: str, set_name: str = "") -> None:
        """Name the gas, and the set where it lacks a value."""
        self.gas = gas
        self.text = (
            say("{set} gives no global warming potential for {gas}.", set=set_name, gas=gas)
            if set_name
            else say("“{gas}” is not a known gas.", gas=gas)
        )
        super().__init__(str(self.text))

    def finding(self, **where: object) -> Finding:
        """Return the fault as a finding at the given place."""
        remedy = say("Choose another GWP set in Settings, or name the gas as in the list of gases.")
        return error(self.code, self.text, remedy=remedy, gas=self.gas, **where)


@dataclass(frozen=True, slots=True)
class Gas:
    """A gas, the names people use for it and its potentials by set; a set that lacks one has no entry."""

    gas: str
    name: str
    family: str
    names: tuple[str, ...]
    potentials: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class GwpSet:
    """The 100-year potentials of one assessment report, in kg CO2e per kg, blends among the gases."""

    name: str
    values: Mapping[str, float]
    families: Mapping[str, str]

    def of(self, gas: str) -> float:
        """Return the potential of a gas by its id; raises UnknownGas."""
        try:
            return self.values[gas]
        except KeyError:
            raise UnknownGas(gas, self.name) from None

    def methane(self, origin: str) -> float:
        """Return the potential of fossil or non-fossil methane."""
        return self.values[METHANE[MethaneOrigin(origin)]]

    def family(self, gas: str) -> str:
        """Return the family that a gas is reported in; raises UnknownGas."""
        try:
            return self.families[gas]
        except KeyError:
            raise UnknownGas(gas) from None


@dataclass(frozen=True)
class Gases:
    """Every gas and blend of the library: names, families and the sets of potentials."""

    gases: Sequence[Gas]
    blends: Mapping[str, Mapping[str, float]]

    def named(self, name: str) -> str:
        """Return the id of the gas with this name (`R134a`, `HFC-134a`, `六氟化硫`), empty where none has it."""
        return self._names.get(_plain(name), "")

    def gwp_set(self, name: str, instead: Mapping[str, float] | None = None) -> GwpSet:
        """Return the potentials of AR4, AR5 or AR6, those of blends computed from their mass fractions.

        `instead` holds the potentials of gases on whose number publishers disagree, where another one is chosen.
        """
        values = {gas.gas: gas.potentials[name] for gas in self.gases if name in gas.potentials}
        values.update(instead or {})
        for blend, parts in self.blends.items():
            value = _blend(parts, values)
            if value is not None:
                values[blend] = value
        return GwpSet(name, values, self.families)

    @cached_property
    def families(self) -> Mapping[str, str]:
        """The family of every gas and blend."""
        families = {gas.gas: gas.family for gas in self.gases}
        for blend, parts in self.blends.items():
            families[blend] = _blend_family({families.get(gas, "other") for gas in parts})
        return families

    @cached_property
    def _names(self) -> Mapping[str, str]:
        names = {_plain(blend): blend for blend in self.blends}
        names.update({_plain(name): gas.gas for gas in self.gases for name in gas.names})
        names.update({_plain(gas.gas): gas.gas for gas in self.gases})
        return names


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _blend(parts: Mapping[str, float], values: Mapping[str, float]) -> float | None:
    """Return the mass-weighted potential, None where a component other than a hydrocarbon has none."""
    if any(gas not in values and gas not in _NATURAL for gas in parts):
        return None
    total = sum((exact(share) * exact(values.get(gas, 0.0)) for gas, share in parts.items()), Fraction(0))
    return float(total)


def _blend_family(families: set[str]) -> str:
    for family in (OZONE_DEPLETING, "HFCs", "PFCs"):
        if family in families:
            return family
    return "other"
