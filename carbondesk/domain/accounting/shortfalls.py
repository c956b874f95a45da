"""Findings about factors that are not an exact match, each said once for a family of factors and a year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from carbondesk.domain.accounting.carriers import carrier_name, plain_name
from carbondesk.domain.records import Category, Factor
from carbondesk.domain.schema import Finding, error, info, warning
from carbondesk.domain.text import listed, say

if TYPE_CHECKING:
    from carbondesk.domain.accounting.needs import Need

_SECTORS = {"manufacturing": say("manufacturing"), "road": say("road")}
"""The sectors of use that are assumed where a source names none; others are the publishers' own words."""

CHOOSE = say("Name one in the form of the source.")


def carrier_missing(category: str) -> Finding:
    """Return the finding for a source that names no fuel, energy, gas or material."""
    return error(
        "carrier-missing",
        say(
            "The source names no carrier, so no factor can be found for {category}.",
            category=Category(category).label,
        ),
        remedy=say("Give the source its fuel, gas or material, or choose a factor."),
        category=category,
    )


def factor_missing(carrier: str, need: Need) -> Finding:
    """Return the finding for a need that no factor of the library fits."""
    return error(
        "factor-missing",
        say(
            "No factor for {carrier} per {unit} in {country}, {year}.",
            carrier=carrier_name(carrier),
            unit=need.unit,
            country=need.country or say("the world"),
            year=str(need.year),
        ),
        remedy=CHOOSE,
        family=carrier,
        category=need.category,
        country=need.country,
        year=need.year,
    )


UPSTREAM_MISSING = "upstream-missing"


def upstream_missing(families: Sequence[str], country: object) -> Finding:
    """Return the finding for fuel or energy whose upstream nobody has published for a country; it counts as zero."""
    return info(
        UPSTREAM_MISSING,
        say(
            "No upstream factor for {carrier} in {country}.",
            carrier=listed(carrier_name(each) for each in families),
            country=country or say("the world"),
        ),
        remedy=say("Import a factor of category 3, or say in the screening why this part is left out."),
        family=", ".join(families),
        country=country,
    )


def published_figure() -> Finding:
    """Return the finding for a figure that somebody published as CO2e, taken as it is."""
    return info(
        "published-figure",
        say("A published figure in CO2e is taken as it is; its gases and their potentials are not known."),
        remedy=say("Ask the publisher for the gases, or for the assessment report behind the figure."),
    )


def factor_unknown(factor_id: str) -> Finding:
    """Return the finding for a chosen factor that is not in the library."""
    return error(
        "factor-unknown",
        say("No factor has the id {factor}.", factor=factor_id),
        remedy=CHOOSE,
        factor=factor_id,
    )


def unit_of_factor(given: str, factor: Factor) -> Finding:
    """Return the finding for a quantity that cannot be brought to its factor's unit."""
    return error(
        "factor-unit",
        say(
            "A quantity in {unit} does not reach the factor {factor}, which is per {per}.",
            unit=given,
            factor=factor.factor_id,
            per=factor.activity_unit,
        ),
        remedy=say("Choose a factor of the same kind of unit, or give the source a heating value."),
        factor=factor.factor_id,
    )


def heating_value_unit(heating_value: str, given: str) -> Finding:
    """Return the finding for a heating value that does not begin at the source's unit."""
    return error(
        "heating-value-unit",
        say("The heating value {value} is not energy per {unit}.", value=heating_value, unit=given),
        remedy=say("Write it as energy per the unit of the source, like 0.1027 MMBtu/CCF."),
        field="heating_value",
    )


def of_year(family: str, year: int, start: int, end: int) -> Finding:
    """Return the finding for a factor of another year than the activity's."""
    if year > end:
        return warning(
            "factor-latest-known",
            say(
                "{family}: none for {year} yet; the latest, {used}, is used.",
                family=plain_name(family),
                year=str(year),
                used=str(end),
            ),
            remedy=say("Update when the factor of the year appears."),
            family=family,
            year=year,
            used=end,
        )
    return warning(
        "factor-nearest-year",
        say(
            "{family}: none for {year}; the nearest, {used}, is used.",
            family=plain_name(family),
            year=str(year),
            used=str(start),
        ),
        remedy=say("Import the set of the year, or keep the nearest on purpose."),
        family=family,
        year=year,
        used=start,
    )


def world_region(family: str, country: str) -> Finding:
    """Return the finding for a default of the world where a country has no factor of its own."""
    return info(
        "factor-world-region",
        say(
            "No factor of {country} itself; one for the world is used: {family}.",
            country=country,
            family=plain_name(family),
        ),
        remedy=CHOOSE,
        family=family,
        country=country,
    )


def country_average(family: str, country: str, region: str) -> Finding:
    """Return the finding for a country's average where its regions have factors of their own."""
    remedy = say("Give the site its grid region.")
    if not region:
        text = say(
            "{family}: the average of {country} is used, because the grid region is not known.",
            family=plain_name(family),
            country=country,
        )
    else:
        text = say(
            "{family}: the average of {country} is used, because there is none for {region}.",
            family=plain_name(family),
            country=country,
            region=region,
        )
    return warning("factor-country-average", text, remedy=remedy, family=family, country=country)


def other_region(family: str, region: str, country: str) -> Finding:
    """Return the finding for a chosen factor of another country or region."""
    return info(
        "factor-other-region",
        say(
            "{family} is made for {region} and is used in {country} by choice.",
            family=plain_name(family),
            region=region,
            country=country,
        ),
        family=family,
        region=region,
        country=country,
    )


def life_cycle(family: str, country: str) -> Finding:
    """Return the finding for a life-cycle intensity, which overstates scope 2."""
    return warning(
        "factor-lifecycle",
        say(
            "No official grid factor for {country}. {family} count upstream emissions too and overstate scope 2.",
            family=plain_name(family),
            country=country,
        ),
        remedy=say("Import the official factor, or name one in the form of the source."),
        family=family,
        country=country,
    )


def sector_assumed(family: str, sector: str) -> Finding:
    """Return the finding for a fuel whose source names no sector of use."""
    return info(
        "factor-sector-assumed",
        say(
            "{family}: the sector of use is taken as {sector}.",
            family=plain_name(family),
            sector=_SECTORS.get(sector, sector),
        ),
        remedy=say("Give the source its sector of use."),
        family=family,
        sector=sector,
    )


def of_gases(factor: Factor, family: str) -> Iterable[Finding]:
    """Yield the findings about gases that a set does not print."""
    gases = (factor.co2, factor.ch4, factor.n2o, factor.gas_mass)
    if all(mass is None for mass in gases) and factor.co2e is not None:
        yield warning(
            "factor-printed-basis",
            say(
                "{family}: only CO2e is printed ({basis}); it is used as printed.",
                family=plain_name(family),
                basis=factor.co2e_basis,
            ),
            remedy=say("State both bases in the report."),
            family=family,
            basis=factor.co2e_basis,
        )
    elif (
        factor.co2 is not None
        and factor.ch4 is None
        and factor.n2o is None
        and Category.PROCESS not in factor.category.split(";")
    ):
        yield info(
            "factor-co2-only",
            say("{family}: CO2 only; methane and nitrous oxide are not in it.", family=plain_name(family)),
            family=family,
        )
