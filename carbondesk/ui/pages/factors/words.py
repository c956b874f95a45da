"""How factors are told: regions, units, years, licences and publishers, in the reader's language."""

from __future__ import annotations

from math import isnan

from carbondesk.domain.accounting.editions import INTERNATIONAL, LIFE_CYCLE, OFFICIAL
from carbondesk.domain.accounting.emissions import PRINTED
from carbondesk.domain.accounting.searches import Card, LicenceClass
from carbondesk.domain.gases import METHANE
from carbondesk.domain.records import Factor
from carbondesk.domain.text import Text, say
from carbondesk.language import bracketed, joined, number, significant, tr
from carbondesk.ui import readings
from carbondesk.ui.pages.factors.weights import Weight
from carbondesk.ui.readings import unit_text

OWN = "own"
"""The kind of publisher of the inventory's own factors."""

PUBLISHERS: dict[str, Text] = {
    OFFICIAL: say("Government"),
    INTERNATIONAL: say("International body"),
    LIFE_CYCLE: say("Life-cycle data"),
    OWN: say("Own or supplier"),
}
LICENCES: dict[str, Text] = {
    LicenceClass.PUBLIC_DOMAIN: say("Public domain"),
    LicenceClass.ATTRIBUTION: say("Open licence"),
    LicenceClass.CITED: say("Facts, cited"),
    LicenceClass.OWN: say("Own or supplier"),
}
LICENCE_MEANS: dict[str, Text] = {
    LicenceClass.PUBLIC_DOMAIN: say("Value and source may be shown"),
    LicenceClass.ATTRIBUTION: say("Value may be shown with its source"),
    LicenceClass.CITED: say("Single values may be cited"),
    LicenceClass.OWN: say("As agreed with who gave it"),
}
_SMALL = 1e-4
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_METHANE = dict.fromkeys(METHANE.values(), "CH₄")
_PLAIN_GASES = frozenset({"CO2", "N2O", "SF6", "NF3"})


def region_words(region: str) -> str:
    """Return a region by the name of its country and the part of it: `China, GS`; `World` for all."""
    if not region:
        return tr("World")
    country, _, part = region.partition("-")
    name = country_name(country)
    return joined((name, part.removeprefix("EGRID-")))


def country_name(code: str) -> str:
    """Return the name of a country in the reader's language, its code where it has none."""
    return readings.country_name(code) if code else tr("World")


def years_words(start: str, end: str) -> str:
    """Return the years that a factor is made for: `2024`, `2020–22`."""
    if not end or end == start:
        return start
    return f"{start}–{end[2:] if end[:2] == start[:2] else end}"


def value_words(weight: Weight, factor: Factor) -> str:
    """Return the value of a factor as the table shows it; a dash where it gives no gas."""
    value = weight.total if weight.total is not None else factor.co2_biogenic
    if value is None or isnan(value):
        return "–"
    return small_words(value)


def small_words(value: float, digits: int = 4) -> str:
    """Return a number to a few digits; one below a ten-thousandth with a power of ten: `7.14 × 10⁻⁷`."""
    if not value or abs(value) >= _SMALL:
        return significant(value, digits)
    mantissa, _, exponent = f"{value:.2e}".partition("e")
    return f"{number(float(mantissa))} × 10{str(int(exponent)).translate(_RAISED)}"


def per_unit_words(factor: Factor, weight: Weight) -> str:
    """Return the unit of a factor's value: `kg CO₂e/kWh`."""
    mass = tr("kg biogenic CO₂") if weight.total is None and factor.co2_biogenic is not None else "kg CO₂e"
    return f"{mass}/{_unit(factor.activity_unit)}"


def _unit(spelling: str) -> str:
    net, gross = tr("net"), tr("gross")
    shown = unit_text(spelling).replace("passenger·", "p·")
    for plain, word in ((" net", net), (" gross", gross)):
        if shown.endswith(plain):
            return bracketed(shown.removesuffix(plain), word)
    return shown


def gas_words(gas: str) -> str:
    """Return a gas as people write it: `CO₂`, `CH₄`, `SF₆`, `R-410A`."""
    if gas == PRINTED:
        return "CO₂e"
    return _METHANE.get(gas) or (gas.translate(_LOWERED) if gas in _PLAIN_GASES else gas)


def spread(factor: Factor) -> tuple[float, float] | None:
    """Return the published uncertainty as shares below and above the value, None where there is none.

    Publishers print limits of the main gas, or of the printed total, in kg per unit.
    """
    middle = factor.co2 if factor.co2 is not None else factor.co2e
    low, high = factor.uncertainty_low, factor.uncertainty_high
    if not middle or low is None or high is None or not low <= middle <= high:
        return None
    return (middle - low) / middle, (high - middle) / middle


def largest_spread(factor: Factor) -> str:
    """Return the larger side of the published uncertainty, as the table shows it; empty where there is none."""
    found = spread(factor)
    return "" if found is None else f"{significant(100 * max(found), 2)} %"


def spread_words(factor: Factor) -> str:
    """Return the published uncertainty: `±5 %`, `−3, +5 %`, empty where there is none."""
    found = spread(factor)
    if found is None:
        return ""
    low, high = (significant(100 * share, 2) for share in found)
    return f"±{low} %" if low == high else tr("−{low}, +{high} %", low=low, high=high)


def publisher_words(card: Card) -> str:
    """Return who published a factor, short: the key of its series, such as `UK DESNZ`."""
    if card.edition is not None:
        return card.edition.series.replace("-", " ")
    return card.publisher or (tr("Own factor") if card.own else "IPCC")


def publisher_kind(card: Card) -> str:
    """Return the kind of publisher: a rank of editions, or `own`."""
    if card.own and card.edition is None:
        return OWN
    return card.edition.rank if card.edition else INTERNATIONAL


def tonnes_words(value: float) -> str:
    """Return t CO2e as the page tells them; a dash where they are unknown."""
    if isnan(value):
        return "–"
    return number(value, 0 if abs(value) >= 100 else 1 if abs(value) >= 1 or not value else 3)


def change_words(value: float) -> str:
    """Return a change of t CO2e with its sign."""
    words = tonnes_words(value)
    return f"+{words}" if value > 0 else words
