"""From what was spent to the money that a spend-based factor is per: currency first, then the level of prices.

An amount is brought into the factor's currency at the average rate of the year in which it was spent, and from the
prices of that year to those of the factor's year by a price index of the factor's currency:

    amount x rate(given, spent) / rate(factor, spent) x index(factor's year) / index(spent)

In this order, because the factor's price index describes the economy that the factor describes (GHG Protocol Scope 3
Calculation Guidance, category 1, spend-based method). Rates are in units of the organisation's currency. A missing
rate or index is a finding and no value: nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from carbondesk.domain.accounting.conversions import UNIT_CONVERSION, Conversion, Way
from carbondesk.domain.records import ExchangeRate, Factor, PriceIndex
from carbondesk.domain.schema import Finding, error, info
from carbondesk.domain.text import say
from carbondesk.domain.units import exact, unit

_PRICES_OF = re.compile(r"prices of (\d{4})", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Money:
    """The exchange rates and price indices of an inventory, by currency and year.

    `currency` is the organisation's own, which the rates are given in; its rate is 1 in every year.
    """

    currency: str = ""
    rates: Mapping[tuple[str, int], ExchangeRate] = field(default_factory=dict)
    indices: Mapping[tuple[str, int], PriceIndex] = field(default_factory=dict)

    @classmethod
    def of(cls, currency: str, rates: Iterable[ExchangeRate], indices: Iterable[PriceIndex]) -> Money:
        """Lay the records of an inventory out by currency and year; zeros count as missing."""
        return cls(
            currency=currency,
            rates={(rate.currency, rate.year): rate for rate in rates if rate.average > 0},
            indices={(index.currency, index.year): index for index in indices if index.index > 0},
        )

    def rate(self, currency: str, year: int) -> Fraction | None:
        """Return how much of the organisation's currency one unit of a currency cost on average in a year."""
        if currency == self.currency:
            return Fraction(1)
        known = self.rates.get((currency, year))
        return exact(known.average) if known else None


NO_MONEY = Money()
"""No rate and no index is known."""


def is_money(unit_: str) -> bool:
    """Whether a known unit is an amount of money; raises UnknownUnit."""
    return unit(unit_).dimension == "money"


def price_year(factor: Factor) -> int | None:
    """Return the year in whose prices a factor per money is published, None for a factor that says none.

    Published tables say it in the boundary (`purchaser prices of 2022`); a user's own factor by its data year.
    """
    said = _PRICES_OF.search(factor.boundary)
    return int(said[1]) if said else factor.valid_from


def money_way(given: str, factor: Factor, spent: int, money: Money) -> Way | Finding:
    """Return the steps from an amount in the prices of the year `spent` to a factor's money, with their reasons.

    A missing rate or price index, or a factor that does not say its price year, is a finding that names it.
    """
    start, end, priced = unit(given), unit(factor.activity_unit), price_year(factor)
    if priced is None:
        return _price_year_missing(factor)
    exchanged = _exchange(start.currency, end.currency, spent, money)
    deflated = _deflate(end.currency, spent, priced, money)
    for part in (exchanged, deflated):
        if isinstance(part, Finding):
            return part
    steps = [step for part in (exchanged, deflated) if isinstance(part, tuple) for step in part]
    scale = start.scale / end.scale
    last = (Conversion(start.spelling, end.spelling, scale, UNIT_CONVERSION),) if scale != 1 else ()
    return Way((*steps, *last))


def vat_unknown() -> Finding:
    """Return the finding that is said once for amounts of which nobody said whether they contain VAT."""
    return info(
        "vat-unknown",
        say("It is not known whether amounts spent contain value added tax."),
        remedy=say("Enter amounts without tax that you get back, and say so in the note of the source."),
    )


def _exchange(given: str, wanted: str, year: int, money: Money) -> tuple[Conversion, ...] | Finding:
    if given == wanted:
        return ()
    for currency in (given, wanted):
        if money.rate(currency, year) is None:
            return _rate_missing(currency, year, money.currency)
    by = (money.rate(given, year) or Fraction(1)) / (money.rate(wanted, year) or Fraction(1))
    because = say(
        "Average exchange rate of {year}{source}",
        year=str(year),
        source=_sources(money.rates.get((currency, year)) for currency in (given, wanted)),
    )
    return (Conversion(given, wanted, by, because),)


def _deflate(currency: str, spent: int, priced: int, money: Money) -> tuple[Conversion, ...] | Finding:
    if spent == priced:
        return ()
    for year in (priced, spent):
        if (currency, year) not in money.indices:
            return _index_missing(currency, year)
    then, now = money.indices[currency, priced], money.indices[currency, spent]
    because = say(
        "Prices of {spent} in those of {priced}: price index of {currency} {now} and {then}{source}",
        spent=str(spent),
        priced=str(priced),
        currency=currency,
        now=now.index,
        then=then.index,
        source=_sources((then, now)),
    )
    return (Conversion(currency, currency, exact(then.index) / exact(now.index), because),)


def _sources(records: Iterable[ExchangeRate | PriceIndex | None]) -> str:
    named = dict.fromkeys(record.source for record in records if record and record.source)
    return f" ({', '.join(named)})" if named else ""


def _rate_missing(currency: str, year: int, own: str) -> Finding:
    return error(
        "rate-missing",
        say(
            "No exchange rate of {currency} into {own} for {year}.",
            currency=currency,
            own=own or say("the organisation's currency"),
            year=str(year),
        ),
        remedy=say("Give the average rate of the year in Settings, with its publisher."),
        currency=currency,
        year=year,
    )


def _index_missing(currency: str, year: int) -> Finding:
    return error(
        "price-index-missing",
        say("No price index of {currency} for {year}.", currency=currency, year=str(year)),
        remedy=say("Give the index of this year and of the factor's price year, from one publisher."),
        currency=currency,
        year=year,
    )


def _price_year_missing(factor: Factor) -> Finding:
    return error(
        "price-year-missing",
        say("The factor {factor} does not say in the prices of which year it is.", factor=factor.factor_id),
        remedy=say("Give the factor its data year."),
        factor=factor.factor_id,
    )
