"""Intensity targets: emissions per unit of product, per square metre or per value added.

Scope 3 needs at least 7 % a year, compounded (Target Validation Protocol 3.1, C18; Net-Zero Standard 2.0 drops
this route). A physical denominator is no money; an economic one is value added only.
"""

from __future__ import annotations

from collections.abc import Mapping

from carbondesk.domain.numbers import LARGEST
from carbondesk.domain.schema import Finding, error
from carbondesk.domain.targets.contraction import FLAT_FROM
from carbondesk.domain.targets.windows import LAST_YEAR
from carbondesk.domain.text import say

YEARLY_CUT = 0.07

# What value added may be, as the protocol names it; any other money is no denominator.
VALUE_ADDED = ("gross profit", "EBITDA and personnel cost", "sales less purchased goods and services")


def least_intensity_cut(base_year: int, target_year: int) -> float:
    """Return the smallest cut of an intensity as a share of the base year's: 7 % a year, compounded.

    The years count from the base year, but from 2020 at the latest (Target Validation Protocol 3.1, C18).
    """
    return float(1 - (1 - YEARLY_CUT) ** (target_year - min(base_year, FLAT_FROM)))


def intensities(
    emissions: Mapping[int, float], outputs: Mapping[int, float]
) -> tuple[dict[int, float], list[Finding]]:
    """Return t CO2e per unit of output by year, and what forbids a year: no output, or none above zero.

    `emissions` are t CO2e by year, `outputs` the denominator of the same years in its own unit.
    """
    found: dict[int, float] = {}
    findings: list[Finding] = []
    for year in sorted(emissions):
        output = outputs.get(year)
        if output is None:
            findings.append(_unknown(year))
        elif output <= 0:
            findings.append(_zero(year))
        elif not abs(ratio := emissions[year] / output) <= LARGEST:
            findings.append(_too_small(year))
        else:
            found[year] = ratio
    return found, findings


def compounded(start: float, reduction: float, base_year: int, target_year: int) -> dict[int, float]:
    """Return the values by year that fall from `start` by the same share each year, to `reduction` less in the end.

    `reduction` is a share below 1; the target year lies after the base year. Intensity targets are compounded;
    absolute contraction never is.
    """
    years = target_year - base_year
    left = (1 - reduction) ** (1 / years)
    values = {base_year + n: start * left**n for n in range(years)}
    return {**values, target_year: start * (1 - reduction)}


def projected(outputs: Mapping[int, float], growth: float, last: int) -> dict[int, float]:
    """Return the outputs by year, carried on from the newest known year by a yearly growth up to a year.

    The years end where no number can hold the output any more.
    """
    if not outputs:
        return {}
    newest = max(outputs)
    found = dict(outputs)
    for year in range(newest + 1, min(last, LAST_YEAR) + 1):
        amount = found[year - 1] * (1 + growth)
        if amount > LARGEST:
            break
        found[year] = amount
    return found


def _unknown(year: int) -> Finding:
    return error(
        "denominator-missing",
        say("The output of {year}, by which the intensity divides, is not known.", year=year),
        remedy=say("Enter it among the drivers, or choose another denominator."),
        field="denominator",
        year=year,
    )


def _zero(year: int) -> Finding:
    return error(
        "denominator-zero",
        say("The output of {year} is not above zero, so there is no intensity.", year=year),
        remedy=say("Correct it, or choose a denominator that is never zero, such as floor area."),
        field="denominator",
        year=year,
    )


def _too_small(year: int) -> Finding:
    return error(
        "denominator-too-small",
        say("The output of {year} is so small that no number can hold the intensity.", year=year),
        remedy=say("Correct it, or choose a denominator that is never zero, such as floor area."),
        field="denominator",
        year=year,
    )
