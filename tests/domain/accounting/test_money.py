"""Money reaches the factor's currency and price year by rates and indices that somebody gave, or not at all."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbondesk.domain.accounting.conversions import Way
from carbondesk.domain.accounting.factors import Choice, Policy, choose
from carbondesk.domain.accounting.money import NO_MONEY, Money, is_money, money_way, price_year
from carbondesk.domain.accounting.needs import Need
from carbondesk.domain.records import ExchangeRate, Factor, PriceIndex
from carbondesk.domain.schema import Finding
from carbondesk.store.library import load_library

CHIPS = Factor(
    factor_id="chips", name="Chips", activity_unit="USD", co2e=0.5, co2e_basis="AR5", valid_from=2022,
    boundary="cradle-to-sale, purchaser prices of 2022",
)  # fmt: skip
MONEY = Money.of(
    "CNY",
    [
        ExchangeRate(currency="USD", year=2024, average=7.2, source="PBOC"),
        ExchangeRate(currency="EUR", year=2024, average=7.8, source="PBOC"),
        ExchangeRate(currency="JPY", year=2024, average=0.0),
    ],
    [
        PriceIndex(currency="USD", year=2022, index=100.0, source="BEA"),
        PriceIndex(currency="USD", year=2024, index=106.0, source="BEA"),
    ],
)
NEED = Need(category="s3-1", carrier="naics 334413", unit="kCNY", year=2024, country="US")


def steps(given_unit: str, spent: int = 2024, money: Money = MONEY, factor: Factor = CHIPS) -> Way:
    found = money_way(given_unit, factor, spent, money)
    assert isinstance(found, Way)
    return found


def fault(given_unit: str, spent: int, factor: Factor = CHIPS) -> Finding:
    found = money_way(given_unit, factor, spent, MONEY)
    assert isinstance(found, Finding)
    return found


def chosen(need: Need, money: Money = MONEY) -> Choice:
    return choose(need, load_library(), Policy(money=money))


def test_the_currency_comes_first_and_the_prices_afterwards() -> None:
    found = steps("EUR")
    assert found.by == Fraction("7.8") / Fraction("7.2") * 100 / 106
    assert [(step.from_, step.to) for step in found.steps] == [("EUR", "USD"), ("USD", "USD")]
    assert [str(step.because) for step in found.steps] == [
        "Average exchange rate of 2024 (PBOC)",
        "Prices of 2024 in those of 2022: price index of USD 106 and 100 (BEA)",
    ]


def test_the_organisation_s_currency_needs_no_rate_of_its_own() -> None:
    assert steps("CNY").by == 1 / Fraction("7.2") * 100 / 106


def test_thousands_are_brought_to_single_units() -> None:
    assert steps("kCNY").by == 1000 * steps("CNY").by


def test_money_of_the_factor_s_own_currency_and_year_stays_as_it_is() -> None:
    assert money_way("USD", CHIPS, 2022, NO_MONEY) == Way()


def test_what_is_missing_is_named() -> None:
    assert str(fault("GBP", 2024).message) == "No exchange rate of GBP into CNY for 2024."
    assert str(fault("CNY", 2023).message) == "No exchange rate of USD into CNY for 2023."
    assert str(fault("JPY", 2024).message) == "No exchange rate of JPY into CNY for 2024."
    assert str(fault("USD", 2023).message) == "No price index of USD for 2023."
    unpriced = replace(CHIPS, boundary="", valid_from=None)
    assert fault("USD", 2024, unpriced).code == "price-year-missing"


def test_a_rate_into_an_unnamed_currency_is_said_in_words() -> None:
    found = money_way("EUR", CHIPS, 2024, NO_MONEY)
    assert isinstance(found, Finding)
    assert str(found.message) == "No exchange rate of EUR into the organisation's currency for 2024."


def test_a_factor_s_prices_are_those_that_it_says_else_of_its_data_year() -> None:
    assert price_year(CHIPS) == 2022
    assert price_year(replace(CHIPS, boundary="", valid_from=2019)) == 2019
    assert is_money("kCNY")
    assert not is_money("kWh")


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_rate_and_an_index_scale_the_amount_as_they_stand(rate: int, index: int) -> None:
    money = Money.of(
        "CNY",
        [ExchangeRate(currency="USD", year=2024, average=float(rate))],
        [
            PriceIndex(currency="USD", year=2022, index=float(index)),
            PriceIndex(currency="USD", year=2024, index=1.0),
        ],
    )
    assert steps("CNY", money=money).by == Fraction(index, rate)


def test_spend_in_another_currency_and_year_finds_a_factor_of_the_library() -> None:
    choice = chosen(NEED)
    assert choice.factor is not None
    assert choice.factor.factor_id == "USEPA-SCF-1.3.0:334413"
    assert Way(choice.conversions).by == 1000 / Fraction("7.2") * 100 / 106
    assert {finding.code for finding in choice.findings} == {
        "factor-printed-basis", "factor-latest-known", "vat-unknown",
    }  # fmt: skip


def test_whoever_knows_about_the_tax_is_not_asked() -> None:
    assert "vat-unknown" not in {
        finding.code for finding in chosen(replace(NEED, vat_included=False)).findings
    }


def test_amounts_in_constant_prices_say_their_price_year() -> None:
    choice = chosen(replace(NEED, unit="USD", price_year=2022))
    assert choice.per_unit == 1.0


def test_spend_without_a_rate_has_no_value_and_says_which_rate() -> None:
    for need in (NEED, replace(NEED, own_factor="USEPA-SCF-1.3.0:334413", country="CN")):
        choice = chosen(need, NO_MONEY)
        assert choice.factor is None
        assert [finding.code for finding in choice.findings] == ["rate-missing"]


@pytest.mark.parametrize("unit", ["kWh", "t"])
def test_what_is_no_money_does_not_reach_a_factor_per_money(unit: str) -> None:
    assert [finding.code for finding in chosen(replace(NEED, unit=unit)).findings] == ["factor-missing"]
