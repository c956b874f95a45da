"""Worked cases of uncertainty, pedigree scores and the explanation of change."""

from __future__ import annotations

import math

from carbondesk.domain.accounting.decomposition import LineState, bridge, decompose, log_mean
from carbondesk.domain.accounting.pedigree import gsd_squared, sigma
from carbondesk.domain.accounting.uncertainty import combine, lines, product
from carbondesk.domain.text import say
from carbondesk.domain.worked_cases import Case

_IPCC = "IPCC 2006 Guidelines, vol. 1, ch. 3"
_LMDI = "Ang 2005, LMDI-I; the numbers computed independently from the equations"
_PEDIGREE = "ecoinvent pedigree factors, VERSION_2 of LCA-ActivityBrowser/activity-browser"


def _product() -> tuple[float, ...]:
    return (product(0.05, 0.10) * 100,)


def _sum() -> tuple[float, ...]:
    return (combine(lines([1000, 500, 200], [0.1118, 0.2, 0.3], [0, 0, 0])).share * 100,)


def _pedigree() -> tuple[float, ...]:
    gsd2 = gsd_squared((2, 3, 2, 1, 3), basic=1.05)
    return gsd2, sigma(gsd2)


def _one_line() -> tuple[float, ...]:
    found = decompose([[1000, 2.0, 0.4]], [[1100, 1.8, 0.35]])
    return (*map(float, found.effects), log_mean(found.after, found.before))


def _two_sectors() -> tuple[float, ...]:
    before, after = ((600, 2.0, 0.4), (400, 1.0, 0.2)), ((550, 1.9, 0.36), (550, 1.05, 0.2))
    rows = [
        [(total, output / total, intensity, factor) for output, intensity, factor in state]
        for state, total in ((before, 1000), (after, 1100))
    ]
    found = decompose(rows[0], rows[1], structure=1)
    return *map(float, found.effects), math.fsum(found.effects)


def _renewed_contract() -> tuple[float, ...]:
    """Return grid factor and procurement of 1 MWh whose grid falls from 0.4 to 0.3 t and whose contract halves it."""
    states = [
        {"grid": LineState(site="", driver=1, energy=1, location=location, market=market)}
        for location, market in ((0.4, 0.4), (0.3, 0.15))
    ]
    bars = {bar.effect.value: bar.tonnes for bar in bridge(states[0], states[1]).bars}
    return bars["grid-factor"], bars["procurement"]


_MEAN = 0.25 / math.log(0.4 / 0.15)

ACCOUNTING_CASES: tuple[Case, ...] = (
    Case(
        id="uncertainty-product",
        title=say("Uncertainty of a product of ±5 % and ±10 %: %"),
        citation=f"{_IPCC}, equation 3.1",
        expected=(11.1803,),
        tolerance=0.00005,
        compute=_product,
    ),
    Case(
        id="uncertainty-sum",
        title=say("Uncertainty of 1,000 t ±11.18 %, 500 t ±20 % and 200 t ±30 % together: %"),
        citation=f"{_IPCC}, equation 3.2",
        expected=(9.5031,),
        tolerance=0.00005,
        compute=_sum,
    ),
    Case(
        id="pedigree-2-3-2-1-3",
        title=say("Pedigree scores 2, 3, 2, 1, 3 with basic uncertainty 1.05: GSD² and σ"),
        citation=_PEDIGREE,
        expected=(1.94417, 0.33242),
        tolerance=0.000005,
        compute=_pedigree,
    ),
    Case(
        id="lmdi-one-line",
        title=say("Change from 800 t to 693 t: activity, intensity, factor and logarithmic mean, t"),
        citation=_LMDI,
        expected=(71.0271, -78.5168, -99.5103, 745.2202),
        tolerance=0.00005,
        compute=_one_line,
    ),
    Case(
        id="lmdi-two-sectors",
        title=say("Two sectors: activity, structure, intensity, factor and their sum, t"),
        citation=_LMDI,
        expected=(49.8149, -56.0976, -17.1343, -44.8830, -68.3),
        tolerance=0.00005,
        compute=_two_sectors,
    ),
    Case(
        id="lmdi-equal-totals",
        title=say("Logarithmic mean of 5 and 5"),
        citation="Ang 2005: L(a, a) = a",
        expected=(5.0,),
        tolerance=0,
        compute=lambda: (log_mean(5.0, 5.0),),
    ),
    Case(
        id="lmdi-grid-and-procurement",
        title=say("A grid from 0.4 to 0.3 t and a contract that halves it: grid and procurement, t"),
        citation="Arithmetic: L(0.15, 0.4) times ln(0.3 / 0.4) and ln(1 / 2)",
        expected=(_MEAN * math.log(0.75), _MEAN * math.log(0.5)),
        tolerance=1e-12,
        compute=_renewed_contract,
    ),
)
