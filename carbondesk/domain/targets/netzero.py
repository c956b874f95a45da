"""Net zero: long-term cuts and what may be left, and who is who in the Corporate Net-Zero Standard 2.0."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from carbondesk.domain.records import TargetScope
from carbondesk.domain.targets.contraction import FLAG

NET_ZERO_YEAR = 2050
LONG_TERM_CUT = 0.90
LONG_TERM_COVERAGE: Mapping[str, float] = {"1+2": 0.95, "3": 0.90}
"""Net-Zero Standard 1.3.1: the least share of the emissions that a long-term target covers."""

SIGNIFICANT = 0.05
"""Net-Zero Standard 2.0: a scope 3 category from this share of categories 1 to 14 needs a target."""

_INVESTMENTS = 15
_TWO = 2


class Class(StrEnum):
    """A company's category in the standard 2.0: A has more to show than B."""

    A = "A"
    B = "B"


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """What decides a company's category in the standard 2.0: its group's average of the two latest statements.

    Turnover and balance sheet are in million euros, employees in full-time equivalents; None is not known.
    `electricity_growth` is the yearly growth that is expected, a share. `sells_fuels` tells whether it sells or
    distributes fossil fuels, `flag_sector` whether its sector is forest, land or agriculture.
    """

    turnover: float | None = None
    employees: float | None = None
    balance_sheet: float | None = None
    high_income: bool | None = None
    electricity_growth: float | None = None
    sells_fuels: bool = False
    flag_sector: bool = False


def long_term_cut(scope: str) -> float:
    """Return the least long-term cut as a share of the base year: 72 % for FLAG, else 90 % (standard 1.3.1)."""
    return FLAG.net_zero_cut if scope == TargetScope.FLAG else LONG_TERM_CUT


def residual(scope: str, emissions: float) -> float:
    """Return the t CO2e that may be left at net zero, to be neutralised by permanent removals."""
    return emissions * (1 - long_term_cut(scope))


def classify(company: Company, emissions: float | None) -> Class | None:
    """Return a company's category in the standard 2.0 from its scope 1 and 2 emissions in t CO2e.

    A: turnover from 450 million euros or 1,000 employees anywhere; in a high-income country also 10,000 t CO2e, or
    two of a balance sheet from 25 million, a turnover from 50 million, 250 employees. None: too little is known.
    """
    answers = [
        _any([_reaches(company.turnover, 450), _reaches(company.employees, 1000)]),
        _both(company.high_income, _in_high_income(company, emissions)),
    ]
    answer = _any(answers)
    return None if answer is None else Class.A if answer else Class.B


def significant_categories(categories: Mapping[int, float]) -> list[int]:
    """Return the scope 3 categories from 5 % of categories 1 to 14, whose target the standard 2.0 asks for.

    `categories` holds t CO2e by number within the minimum boundary. Category 15 is left out, also of the whole.
    """
    counted = {number: amount for number, amount in categories.items() if number != _INVESTMENTS}
    whole = sum(counted.values())
    return [
        number for number, amount in sorted(counted.items()) if whole > 0 and amount >= SIGNIFICANT * whole
    ]


def _in_high_income(company: Company, emissions: float | None) -> bool | None:
    marks = [
        _reaches(company.balance_sheet, 25),
        _reaches(company.turnover, 50),
        _reaches(company.employees, 250),
    ]
    if marks.count(True) >= _TWO:
        sized: bool | None = True
    else:
        sized = False if marks.count(False) >= _TWO else None
    return _any([_reaches(emissions, 10_000), sized])


def _reaches(value: float | None, limit: float) -> bool | None:
    return None if value is None else value >= limit


def _any(answers: Iterable[bool | None]) -> bool | None:
    known = list(answers)
    if True in known:
        return True
    return None if None in known else False


def _both(first: bool | None, second: bool | None) -> bool | None:  # noqa: FBT001 - two answers, no switches
    if first is False or second is False:
        return False
    return None if first is None or second is None else True
