"""The way from the unit of a bill to the unit of a factor, each step with its reason.

Units of one kind are joined by exact ratios. From litres to kilowatt-hours, or from gross to net energy, leads
only a published property of the fuel, which is cited.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from carbondesk.domain.accounting.carriers import carrier_name
from carbondesk.domain.accounting.editions import FuelProperty
from carbondesk.domain.schema import Finding, info
from carbondesk.domain.text import Text, say
from carbondesk.domain.units import RatedQuantity, Unit, ratio, unit


@dataclass(frozen=True, slots=True)
class Conversion:
    """One step: a quantity in `from_` times `by` is a quantity in `to`; `because` cites the reason."""

    from_: str
    to: str
    by: Fraction
    because: Text


@dataclass(frozen=True, slots=True)
class Way:
    """All steps from one unit to another; `crosses` where it leaves the kind of quantity it began with."""

    steps: tuple[Conversion, ...] = ()
    findings: tuple[Finding, ...] = ()
    crosses: bool = False

    @property
    def by(self) -> Fraction:
        """The product of all steps, exactly."""
        product = Fraction(1)
        for step in self.steps:
            product *= step.by
        return product


UNIT_CONVERSION = say("Unit conversion")


def way(
    given: str, wanted: str, carrier: str, properties: Sequence[FuelProperty], series: str = ""
) -> Way | None:
    """Return the way between two units for a fuel, None where neither a ratio nor a property leads there.

    Heating values of the factor's own `series` are preferred, since factor and heating value belong together.
    Raises UnknownUnit.
    """
    start, end = unit(given), unit(wanted)
    findings: list[Finding] = []
    if start.dimension == "energy" and not start.basis and (end.basis or end.dimension in {"mass", "volume"}):
        findings.append(assumed_gross())
        start = _gross(start)
    if start.dimension == "gas-volume" and end.dimension != "gas-volume":
        findings.append(_at_conditions())
        begin = (Conversion(start.spelling, "m3", start.scale, say("1 m³ of gas at 15 °C and 101.325 kPa")),)
        rest = way("m3", wanted, carrier, properties, series)
        return rest and Way(begin + rest.steps, (*findings, *rest.findings), rest.crosses)
    if start.measures_the_same_as(end):
        return Way(_ratio(given, wanted), tuple(findings))
    steps = _by_properties(start, end, _Fuel(carrier, properties, series))
    if steps is None:
        return None
    used = (_property_used(carrier, step) for step in steps if step.because != UNIT_CONVERSION)
    return Way(steps, (*findings, *used), start.dimension != end.dimension)


def by_heating_value(given: str, heating: RatedQuantity, *, fuel: bool = True) -> Way | None:
    """Return the way to energy by the source's own heating value; None where its unit is another.

    Of what is no `fuel` it is the energy that one unit uses, such as a sold product in its lifetime, which is neither
    gross nor net (Scope 3 Calculation Guidance, category 11).
    """
    start, per, energy = unit(given), unit(heating.per), unit(heating.unit)
    if energy.dimension != "energy":
        return None
    findings: tuple[Finding, ...] = ()
    begin: tuple[Conversion, ...]
    if {start.dimension, per.dimension} == {"gas-volume", "volume"}:
        findings = (_at_conditions(),)
        reason = say("1 m³ of gas at 15 °C and 101.325 kPa")
        begin = (Conversion(start.spelling, per.spelling, start.scale / per.scale, reason),)
    elif start.measures_the_same_as(per):
        begin = _ratio(given, heating.per)
    else:
        return None
    if not fuel and not energy.basis:
        reason = say("Energy per unit, as the source says")
        return Way((*begin, Conversion(heating.per, energy.spelling, heating.exact, reason)))
    basis = energy.basis or "gross"
    if not energy.basis:
        findings = (*findings, assumed_gross())
        energy = _gross(energy)
    reason = say(
        "Heating value of the source, {basis}", basis=say("gross") if basis == "gross" else say("net")
    )
    return Way((*begin, Conversion(heating.per, energy.spelling, heating.exact, reason)), findings)


def assumed_gross() -> Finding:
    """Return the finding that is said once: a fuel's energy without a word is gross."""
    return info(
        "heating-value-assumed-gross",
        say("Energy of fuels that does not say gross or net is taken as gross."),
        remedy=say("Write the unit with its basis, such as kWh_net, where the bill says net."),
    )


@dataclass(frozen=True, slots=True)
class _Fuel:
    carrier: str
    properties: Sequence[FuelProperty]
    series: str

    def heating_values(self, basis: str, dimension: str) -> list[FuelProperty]:
        """Return heating values of one basis per mass or volume, the factor's own series first."""
        found = [
            known
            for known in self.properties
            if unit(known.unit).basis == basis and unit(known.per).dimension == dimension
        ]
        return sorted(found, key=lambda known: known.edition.series != self.series)

    def density(self) -> FuelProperty | None:
        return next((known for known in self.properties if known.property == "density"), None)


def _by_properties(start: Unit, end: Unit, fuel: _Fuel) -> tuple[Conversion, ...] | None:
    """Return the steps between mass, volume, gross and net energy that published properties allow."""
    kinds = {start.dimension, end.dimension}
    if kinds == {"energy"}:
        middle = _other_basis(start.basis, end.basis, fuel)
    elif kinds == {"mass", "volume"}:
        middle = _by_density(start.dimension, fuel)
    elif kinds in ({"mass", "energy"}, {"volume", "energy"}):
        to_energy = end.dimension == "energy"
        source, energy = (start, end) if to_energy else (end, start)
        middle = _to_energy(source.dimension, energy.basis, fuel)
        if middle and not to_energy:
            middle = tuple(
                Conversion(step.to, step.from_, 1 / step.by, step.because) for step in reversed(middle)
            )
    else:
        middle = None
    if not middle:
        return None
    return _joined(start.spelling, middle, end.spelling)


def _to_energy(dimension: str, basis: str, fuel: _Fuel) -> tuple[Conversion, ...] | None:
    """Return the steps from mass or volume to energy of a basis (gross where none is asked for).

    In this order: a heating value per this dimension, one per the other with the density, then those of the
    other basis with the fuel's ratio of net to gross. The factor's own series comes before all of these.
    """
    wanted = basis or "gross"
    other = "volume" if dimension == "mass" else "mass"
    options: list[tuple[tuple[bool, int], tuple[Conversion, ...]]] = []
    for turn, of_basis in enumerate((wanted, "net" if wanted == "gross" else "gross")):
        last = _other_basis(of_basis, wanted, fuel) if of_basis != wanted else ()
        for step, per in enumerate((dimension, other)):
            first = _by_density(dimension, fuel) if per != dimension else ()
            for known in fuel.heating_values(of_basis, per)[:1]:
                if first is not None and last is not None:
                    order = (known.edition.series != fuel.series, 2 * turn + step)
                    options.append((order, (*first, _cited(known), *last)))
    return min(options, key=lambda option: option[0])[1] if options else None


def _other_basis(given: str, wanted: str, fuel: _Fuel) -> tuple[Conversion, ...] | None:
    """Return the step between gross and net energy, from two heating values of one edition."""
    for dimension in ("mass", "volume"):
        for known in fuel.heating_values(given, dimension):
            for other in fuel.heating_values(wanted, dimension):
                if other.edition == known.edition:
                    by = other.value * ratio(known.per, other.per) / known.value
                    by *= unit(other.unit).scale / unit(known.unit).scale
                    reason = say(
                        "{carrier}: {net} and {gross}, {source}, {table}",
                        carrier=carrier_name(fuel.carrier),
                        net=_written(known),
                        gross=_written(other),
                        source=known.edition.source,
                        table=known.source_table,
                    )
                    return (Conversion(f"GJ_{given}", f"GJ_{wanted}", by, reason),)
    return None


def _by_density(start: str, fuel: _Fuel) -> tuple[Conversion, ...] | None:
    known = fuel.density()
    if known is None:
        return None
    step = _cited(known)
    return (step,) if start == "volume" else (Conversion(step.to, step.from_, 1 / step.by, step.because),)


def _cited(known: FuelProperty) -> Conversion:
    reason = say(
        "{property} of {carrier}: {value}, {source}, {table}",
        property=say("Density") if known.property == "density" else say("Heating value"),
        carrier=carrier_name(known.carrier),
        value=_written(known),
        source=known.edition.source,
        table=known.source_table,
    )
    return Conversion(known.per, known.unit, known.value, reason)


def _written(known: FuelProperty) -> Text:
    return say("{number} {unit} per {per}", number=float(known.value), unit=known.unit, per=known.per)


def _joined(given: str, steps: Iterable[Conversion], wanted: str) -> tuple[Conversion, ...]:
    """Return the steps with exact unit conversions between them where the units differ."""
    joined: list[Conversion] = []
    at = given
    for step in steps:
        joined.extend((*_ratio(at, step.from_), step))
        at = step.to
    joined.extend(_ratio(at, wanted))
    return tuple(joined)


def _ratio(given: str, wanted: str) -> tuple[Conversion, ...]:
    start, end = unit(given), unit(wanted)
    if start.spelling == end.spelling:
        return ()
    return (Conversion(start.spelling, end.spelling, ratio(given, wanted), UNIT_CONVERSION),)


def _gross(energy: Unit) -> Unit:
    return unit(f"{energy.spelling}_gross")


def _at_conditions() -> Finding:
    return info(
        "gas-volume-conditions",
        say("Gas at stated conditions (Nm³, Sm³) meets published cubic metres at 15 °C and 101.325 kPa."),
        remedy=say("Give the source a heating value per Nm³ or Sm³."),
    )


def _property_used(carrier: str, step: Conversion) -> Finding:
    return info(
        "fuel-property-used",
        say("A published property of the fuel is used: {because}.", because=step.because),
        remedy=say("Give the source its heating value from the supplier."),
        carrier=carrier,
    )
