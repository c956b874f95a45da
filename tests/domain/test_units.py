"""Units are known by every spelling of bills and sets, and convert exactly."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbondesk.domain.currencies import CURRENCIES
from carbondesk.domain.numbers import AmbiguousNumber, NotANumber
from carbondesk.domain.units import (
    UnknownUnit,
    WrongDimension,
    convertible,
    exact,
    is_unit,
    parse_quantity,
    ratio,
    spellings,
    unit,
)

OF_THE_COMMAND_LINE = """
    kWh kWh_gross kWh_net MWh GJ TJ MJ MMBtu therm CCF MCF scf m3 L gal gal_UK kg t lb short_ton g km mi t.km
    short_ton.mi passenger.km passenger.mi vehicle.km room.night m2 ft2 unit h day USD EUR CNY GBP kEUR MUSD
""".split()  # noqa: SIM905 - the list of the manual, as it stands there

ENERGIES = [name for name in spellings() if unit(name).dimension == "energy"]


@pytest.mark.parametrize("spelling", OF_THE_COMMAND_LINE)
def test_the_units_of_the_manual_are_their_own_spelling(spelling: str) -> None:
    assert is_unit(spelling)
    assert unit(spelling).spelling == spelling


@pytest.mark.parametrize(
    ("written", "spelling"),
    [
        ("kWh (Gross CV)", "kWh_gross"),
        ("kWh (Net CV)", "kWh_net"),
        ("TJ (NCV)", "TJ_net"),
        ("mmBtu (HHV)", "MMBtu_gross"),
        ("MWh HHV", "MWh_gross"),
        ("GJ_net", "GJ_net"),
        ("万kWh gross", "万kWh_gross"),
        ("tonne.km", "t.km"),
        ("US gallon", "gal"),
        ("short ton-mile", "short_ton.mi"),
        ("Room per night", "room.night"),
        ("per FTE Working Hour", "h"),
        ("KWH", "kWh"),
        ("Kwh", "kWh"),
        ("mt", "t"),
        ("M3", "m3"),
        ("m³", "m3"),
        ("㎥", "m3"),
        ("ｋＷｈ", "kWh"),
        ("cubic  metres", "m3"),
        ("Nm³", "Nm3"),
        ("度", "kWh"),
        ("千瓦时", "kWh"),
        ("万千瓦时", "万kWh"),
        ("万m³", "万m3"),
        ("亿立方米", "亿m3"),
        ("吨", "t"),
        ("升", "L"),
        ("吨标准煤", "tce"),
        ("元", "CNY"),
        ("万元", "万CNY"),
        ("million litres", "million L"),
        ("1000 m3", "1000 m3"),
        ("1000m3", "1000 m3"),
        ("10^3 m³", "10^3 m3"),
        ("usd", "USD"),
        ("keur", "kEUR"),
        ("M EUR", "MEUR"),
    ],
)
def test_other_spellings_lead_to_ours(written: str, spelling: str) -> None:
    assert unit(written).spelling == spelling


@pytest.mark.parametrize(
    ("given_", "wanted", "by"),
    [
        ("kWh", "MJ", Fraction(36, 10)),
        ("MMBtu", "J", Fraction(10**6) * Fraction("1055.05585262")),
        ("therm", "Btu", Fraction(100_000)),
        ("CCF", "ft3", Fraction(100)),
        ("MCF", "scf", Fraction(1000)),
        ("gal", "L", Fraction("3.785411784")),
        ("gal_UK", "L", Fraction("4.54609")),
        ("bbl", "gal", Fraction(42)),
        ("short_ton", "lb", Fraction(2000)),
        ("lb", "kg", Fraction("0.45359237")),
        ("short_ton.mi", "t.km", Fraction("0.90718474") * Fraction("1.609344")),
        ("tce", "GJ", Fraction("29.3076")),
        ("kcal", "kJ", Fraction("4.1868")),
        ("万kWh", "MWh", Fraction(10)),
        ("Nm3", "Sm3", Fraction("288.15") / Fraction("273.15")),
        ("kEUR", "EUR", Fraction(1000)),
        ("day", "h", Fraction(24)),
        ("ft2", "m2", Fraction("0.3048") ** 2),
        ("percent", "fraction", Fraction(1, 100)),
        ("kWh", "kWh_net", Fraction(1)),
    ],
)
def test_ratios_are_exact(given_: str, wanted: str, by: Fraction) -> None:
    assert ratio(given_, wanted) == by


@pytest.mark.parametrize(
    ("given_", "wanted"),
    [
        ("L", "kWh"),
        ("kWh_net", "kWh_gross"),
        ("EUR", "USD"),
        ("Nm3", "m3"),
        ("t.km", "passenger.km"),
        ("kg", "unit"),
    ],
)
def test_other_kinds_do_not_convert(given_: str, wanted: str) -> None:
    assert not convertible(given_, wanted)
    with pytest.raises(WrongDimension) as fault:
        ratio(given_, wanted)
    assert fault.value.finding(field="unit").code == "wrong-dimension"
    assert unit(given_).spelling in str(fault.value)


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("kwhh", "kWh"),
        ("mbtu", "MMBtu"),
        ("ton", "t"),
        ("cubicmeters", "m3"),
        ("kgCO2", "kgCO2e"),
        ("MT", "t"),
    ],
)
def test_an_unknown_unit_lists_the_nearest(written: str, nearest: str) -> None:
    assert not is_unit(written)
    with pytest.raises(UnknownUnit) as fault:
        unit(written)
    assert nearest in fault.value.nearest
    assert nearest in str(fault.value.finding().remedy)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "§§§",
        "kg/zorkmid",
        "kWh*",
        "kg (gross)",
        "thousandkWh",
        "x" * 100,
        "kg/0",
        "0*kg",
        "5*3",
        "kg/kg",
        "L gross cv",
        "ABC",
    ],
)
def test_nonsense_is_no_unit(written: str) -> None:
    with pytest.raises(UnknownUnit):
        unit(written)


def test_a_unit_far_from_all_others_suggests_none() -> None:
    with pytest.raises(UnknownUnit) as fault:
        unit("§§§§§§§")
    assert fault.value.nearest == ()
    assert str(fault.value.remedy) == ""


def test_what_the_table_lacks_is_read_from_the_same_definitions() -> None:
    assert unit("MMBtu/CCF").scale == unit("MMBtu").scale / unit("CCF").scale
    assert ratio("kWh*1000", "MWh") == 1
    assert ratio("kWh/day*day", "kWh") == 1
    assert ratio("kg/m3", "g/L") == 1
    assert unit("kg/m3").dimension == "kg / m3"


def test_every_line_of_the_table_means_the_same_to_pint() -> None:
    for name in spellings():
        if not name.startswith(tuple("0123456789")):
            plain = name.replace(".", "_")
            assert unit(f"1*{plain}").scale == unit(name).scale, name


def test_importing_units_leaves_pint_out() -> None:
    code = (
        "import sys; from carbondesk.domain.units import ratio; ratio('kWh', 'GJ'); "
        "assert 'pint' not in sys.modules, 'pint was imported'"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_currencies_hold_what_the_reader_s_language_can_name() -> None:
    from babel.numbers import get_territory_currencies

    in_use = {code for country in ("US", "CN", "DE", "GB", "JP", "IN", "BR", "MX", "KR", "VN", "TH", "SG", "CH", "ZW")
              for code in get_territory_currencies(country)}  # fmt: skip
    assert {code for code in in_use if len(code) == 3} <= CURRENCIES


@pytest.mark.parametrize(
    ("text", "number", "numerator", "denominator"),
    [
        ("0.1027 MMBtu/CCF", 0.1027, "MMBtu", "CCF"),
        ("38,2 MJ (net) per m³", 38.2, "MJ_net", "m3"),
        ("1 026 Btu/scf", 1026.0, "Btu", "scf"),
        ("38.93 GJ / 1000 m3", 38.93, "GJ", "1000 m3"),
        ("8500kcal/Nm³", 8500.0, "kcal", "Nm3"),
    ],
)
def test_a_heating_value_is_a_quantity_per_unit(
    text: str, number: float, numerator: str, denominator: str
) -> None:
    heating = parse_quantity(text)
    assert (heating.number, heating.unit, heating.per) == (number, numerator, denominator)
    assert heating.exact == Fraction(str(number))


def test_a_quantity_per_unit_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(NotANumber, match="not a quantity per unit"):
        parse_quantity("MMBtu per CCF")
    with pytest.raises(UnknownUnit):
        parse_quantity("0.1 MMBtu/hogshead")
    with pytest.raises(AmbiguousNumber):
        parse_quantity("1,026 Btu/scf")


@settings(max_examples=80)
@given(st.sampled_from(list(product(ENERGIES, ENERGIES))), st.floats(-1e12, 1e12))
def test_there_and_back_is_the_number_that_was_entered(pair: tuple[str, str], number: float) -> None:
    there, back = ratio(*pair), ratio(pair[1], pair[0])
    assert float(exact(number) * there * back) == number


@settings(max_examples=80)
@given(st.sampled_from(ENERGIES), st.sampled_from(ENERGIES), st.sampled_from(ENERGIES))
def test_a_way_round_is_as_long_as_the_straight_one(first: str, second: str, third: str) -> None:
    assert ratio(first, second) * ratio(second, third) == ratio(first, third)


@pytest.mark.parametrize(
    ("text", "dimension"),
    [
        ("GJ/t/t", "J / kg ** 2"),
        ("kWh/m2/h", "J / h / m2"),
        ("kg/kg/kg", "1 / kg"),
        ("t*t/m", "kg ** 2 / km"),
    ],
)
def test_powers_of_units_have_a_dimension(text: str, dimension: str) -> None:
    assert unit(text).dimension == dimension
