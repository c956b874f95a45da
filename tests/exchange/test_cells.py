from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbondesk.domain.records import Activity, Bill, Site, Source
from carbondesk.domain.schema import Column
from carbondesk.exchange.cells import (
    FAULTS,
    CellFault,
    Habits,
    guarded,
    habits_of,
    read_date,
    read_month,
    read_text,
    reader,
)
from carbondesk.exchange.regions import country_code, nearest_countries


@pytest.mark.parametrize(
    "text",
    [
        "2025-01-05", "2025/1/5", "2025.01.05", "2025年1月5日", "20250105", "5.1.2025", "05.01.2025.",
        "5 Jan 2025", "5-Jan-2025", "5 January 2025", "Jan 5, 2025", "2025-01-05 00:00", "2025-01-05T00:00:00",
    ],
)  # fmt: skip
def test_a_date_is_read_however_people_write_it(text: str) -> None:
    assert read_date(text) == date(2025, 1, 5)


def test_the_order_of_day_and_month_comes_from_other_dates_of_the_column() -> None:
    assert read_date("03/04/2025", habits_of([], ["31/01/2025"])) == date(2025, 4, 3)
    assert read_date("03/04/2025", habits_of([], ["1/31/2025"])) == date(2025, 3, 4)
    assert read_date("31/01/2025") == date(2025, 1, 31)
    assert read_date("4/4/2025") == date(2025, 4, 4)
    for unclear in ([], ["31/01/2025", "1/31/2025"]):
        with pytest.raises(CellFault) as caught:
            read_date("03/04/2025", habits_of([], unclear))
        assert caught.value.code == "ambiguous-date"


@pytest.mark.parametrize("text", ["yesterday", "2025-02-30", "0205-01-01", "31 Foo 2025", "45658"])
def test_what_is_no_date_says_so(text: str) -> None:
    with pytest.raises(CellFault) as caught:
        read_date(text)
    assert caught.value.code == "not-a-date"


@pytest.mark.parametrize("text", ["2025-04", "2025/4", "2025年4月", "Apr 2025", "4/2025", "2025-04-30"])
def test_a_month_is_read_however_people_write_it(text: str) -> None:
    assert read_month(text) == "2025-04"


@pytest.mark.parametrize("text", ["2025-13", "spring", "1890-01"])
def test_what_is_no_month_says_so(text: str) -> None:
    with pytest.raises(CellFault) as caught:
        read_month(text)
    assert caught.value.code in {"not-a-month", "not-a-date"}


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        (Bill.column("vat_included"), "Yes", True),
        (Bill.column("vat_included"), "否", False),
        (Bill.column("quantity"), "1.234,5", 1234.5),
        (Bill.column("quantity"), 3.5, 3.5),
        (Bill.column("quantity"), "=120+98", 218.0),
        (Bill.column("unit"), "kwh", "kWh"),
        (Bill.column("kind"), "Credit", "credit"),
        (Bill.column("currency"), "rmb", "CNY"),
        (Bill.column("bill_number"), 4711.0, "4711"),
        (Site.column("country"), "China", "CN"),
        (Site.column("country"), "荷兰", "NL"),
        (Site.column("country"), "nl", "NL"),
        (Site.column("country"), "United States of America", "US"),
        (Site.column("year_start"), 4.0, 4),
        (Source.column("category"), "Stationary combustion", "stationary-combustion"),
        (Source.column("category"), "S3_4", "s3-4"),
        (Source.column("category"), "3.15", "s3-15"),
        (Source.column("heating_value"), "0.1027 MMBtu/CCF", "0.1027 MMBtu/CCF"),
    ],
)  # fmt: skip
def test_a_cell_is_understood_by_the_kind_of_its_column(
    column: Column, cell: str | float, value: object
) -> None:
    assert reader(column, Habits())(cell) == value


def test_a_heating_value_with_decimal_comma_is_written_with_a_point() -> None:
    read = reader(Source.column("heating_value"), Habits(decimal=","))
    assert read("38,251 MJ/m3") == "38.251 MJ/m3"


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        (Bill.column("vat_included"), "maybe", "not-yes-or-no"),
        (Bill.column("quantity"), "n/a", "not-a-number"),
        (Bill.column("quantity"), "1,234", "ambiguous-number"),
        (Bill.column("unit"), "kWhh", "unknown-unit"),
        (Bill.column("currency"), "Taler", "unknown-currency"),
        (Bill.column("kind"), "creditt", "unknown-word"),
        (Bill.column("kind"), "xyz", "unknown-word"),
        (Site.column("country"), "Nethrlands", "unknown-country"),
        (Site.column("country"), "Q", "unknown-country"),
        (Site.column("year_start"), "4.5", "not-a-whole-number"),
        (Site.column("year_start"), "13", "above-maximum"),
        (Site.column("floor_area"), "-1", "below-minimum"),
        (Source.column("heating_value"), "plenty", "not-a-number"),
        (Source.column("heating_value"), "0 kWh/m3", "not-a-heating-value"),
        (Source.column("heating_value"), "3 kg/kg", "not-a-heating-value"),
        (Bill.column("quantity"), "1e308", "not-a-number"),
        (Site.column("name"), "Nan\x1b[31mjing", "control-characters"),
        (Site.column("name"), "Nan\u202egnij", "control-characters"),
        (Site.column("name"), "N" * 501, "text-too-long"),
        (Source.column("note"), "a\x07bell", "control-characters"),
    ],
)
def test_a_cell_that_says_nothing_sensible_names_its_fault_and_a_remedy(
    column: Column, cell: str, code: str
) -> None:
    with pytest.raises(FAULTS) as caught:
        reader(column, Habits())(cell)
    assert isinstance(caught.value, FAULTS)
    finding = caught.value.finding(file="a.csv", row=2, field=column.heading)
    assert finding.code == code
    assert str(finding.remedy)
    assert finding.where["row"] == 2


def test_the_decimal_mark_comes_from_numbers_that_leave_no_doubt() -> None:
    assert habits_of(["1.234", "12,5"], []).decimal == ","
    assert habits_of(["1,234", "12.5"], []).decimal == "."
    assert habits_of(["1.234"], [], separator=";").decimal is None
    assert habits_of(["1.234", 5.0], [], separator=",").decimal == "."


def test_a_number_that_a_spreadsheet_keeps_beyond_every_measure_is_refused() -> None:
    for number in (1e301, float("inf"), float("nan")):
        with pytest.raises(FAULTS):
            reader(Bill.column("quantity"), Habits())(number)


def test_a_line_break_inside_a_name_becomes_a_blank_and_stays_in_a_note() -> None:
    assert reader(Site.column("name"), Habits())("Nanjing\r\n plant 2") == "Nanjing plant 2"
    assert reader(Source.column("note"), Habits())("first\nsecond") == "first\nsecond"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf"]), max_size=30).map(str.strip))
@settings(max_examples=200)
def test_no_text_begins_a_formula_and_every_text_comes_back(text: str) -> None:
    assert guarded(text)[:1] not in {"=", "+", "-", "@", "\t", "\r"}
    assert read_text(guarded(text)) == text


def test_activity_quantities_keep_every_digit() -> None:
    read = reader(Activity.column("quantity"), Habits(decimal="."))
    assert read("0.30000000000000004") == 0.30000000000000004


def test_countries_that_nobody_knows_have_no_code() -> None:
    assert country_code("Atlantis") == ""
    assert nearest_countries("Nethrlands") == ["Netherlands (NL)"]
