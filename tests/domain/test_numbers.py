"""Numbers as people write them are read exactly, or refused with the reason."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbondesk.domain.numbers import LARGEST, AmbiguousNumber, NotANumber, decimal_mark, parse_number
from carbondesk.domain.schema import Severity


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("5", None, 5.0),
        ("1.5", None, 1.5),
        ("1,5", None, 1.5),
        (".5", None, 0.5),
        ("0,123", None, 0.123),
        ("1234,567", None, 1234.567),
        ("1,234", ".", 1234.0),
        ("1,234", ",", 1.234),
        ("1.234", ",", 1234.0),
        ("1 234,5", None, 1234.5),
        ("1 234 567,891", None, 1234567.891),
        ("1\u00a0234.5", None, 1234.5),
        ("1\u202f234.5", None, 1234.5),
        ("1'234.5", None, 1234.5),
        ("1’234.5", None, 1234.5),
        ("1,234,567.5", None, 1234567.5),
        ("1.234.567,5", None, 1234567.5),
        ("1,234,567", None, 1234567.0),
        ("12,34,567", None, 1234567.0),
        ("１２３．４", None, 123.4),
        ("−5", None, -5.0),
        ("- 5", None, -5.0),
        ("+5", None, 5.0),
        ("3e4", None, 30000.0),
        ("1.5E-3", None, 0.0015),
        ("1.2万", None, 12000.0),
        ("1,5 亿", None, 150_000_000.0),
        ("2万亿", None, 2e12),
        ("=120+98", None, 218.0),
        ("=120 + 98.5 - 0.25", None, 218.25),
        ("＝120＋98", None, 218.0),
        ("=-5+3", None, -2.0),
        ("=0.1+0.2", None, 0.3),
        ("  7 ", None, 7.0),
    ],
)
def test_a_written_number_is_read(text: str, decimal: str | None, number: float) -> None:
    assert parse_number(text, decimal) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "abc",
        "=",
        "=1++2",
        "=1*2",
        "1 2",
        "12 34",
        "5.",
        "1,2,3",
        "1.5,2,5",
        "1 234'567",
        "--5",
        "1e400",
        "1e308",
        "=9e299+9e299",
        "1²",
        "5③",
        "½",
        "nan",
        "1e",
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(NotANumber) as fault:
        parse_number(text)
    finding = fault.value.finding(row=4)
    assert (finding.code, finding.severity, finding.where["row"]) == ("not-a-number", Severity.ERROR, 4)


@pytest.mark.parametrize(
    ("text", "readings"), [("1,234", (1234.0, 1.234)), ("12.345万", (123450000.0, 123450.0))]
)
def test_one_mark_before_three_digits_is_ambiguous(text: str, readings: tuple[float, ...]) -> None:
    with pytest.raises(AmbiguousNumber) as fault:
        parse_number(text)
    assert fault.value.readings == readings
    assert fault.value.finding().code == "ambiguous-number"


def test_a_comma_that_contradicts_the_decimal_mark_is_ambiguous() -> None:
    with pytest.raises(AmbiguousNumber, match="only with the other decimal mark") as fault:
        parse_number("1,23", decimal=".")
    assert fault.value.readings == (1.23,)


def test_grouping_that_contradicts_the_decimal_mark_is_no_number() -> None:
    with pytest.raises(NotANumber):
        parse_number("1,234.5", decimal=",")


def test_minus_nothing_is_nothing() -> None:
    assert str(parse_number("-0")) == "0.0"


def test_a_text_longer_than_any_reading_is_refused_and_shortened() -> None:
    with pytest.raises(NotANumber) as fault:
        parse_number("1" * 500)
    assert len(fault.value.written) < 200


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["1,234", "5,5"], ","),
        (["1,234", "5.5", "1,234.75"], "."),
        (["1,234,567", "3"], "."),
        (["1,234", "12"], None),
        (["1,5", "1.5"], None),
        (["text", "9" * 500, "2,5", "1²"], ","),
        ([], None),
    ],
)
def test_a_column_agrees_on_its_decimal_mark(texts: list[str], mark: str | None) -> None:
    assert decimal_mark(texts) == mark


@settings(max_examples=60)
@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3))
def test_a_grouped_number_reads_as_the_float_of_its_decimal_text(number: object) -> None:
    assert parse_number(f"{number:,}", decimal=".") == float(str(number))
    german = f"{number:,}".translate(str.maketrans(",.", ".,"))
    assert parse_number(german, decimal=",") == float(str(number))


@settings(max_examples=60)
@given(st.floats(-LARGEST, LARGEST))
def test_the_shortest_text_of_a_float_reads_as_that_float(number: float) -> None:
    assert parse_number(repr(number), decimal=".") == number


@settings(max_examples=150)
@given(st.text(max_size=12))
def test_any_text_is_a_number_or_is_refused(text: str) -> None:
    try:
        value = parse_number(text)
    except NotANumber:
        return
    assert isinstance(value, float)
