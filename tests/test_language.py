from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbondesk import language
from carbondesk.domain.text import Text, say
from carbondesk.language import day, moment, month_name, number, percent, significant, tr, tr_many, use


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    use("en")
    yield
    use("en")


def test_an_unknown_language_is_english() -> None:
    use("tlh")
    assert language.current() == "en"
    assert tr("Overview") == "Overview"


def test_chinese_is_spoken_once_it_is_chosen() -> None:
    overview = say("Overview")
    use("zh_CN")
    assert language.current() == "zh_CN"
    assert tr(overview) == "总览"
    assert tr("A text that nobody translated") == "A text that nobody translated"


def test_fields_are_filled_in_the_readers_own_way() -> None:
    inner = say("{n} of {whole}", n=3, whole=12.5)
    assert tr("{what}, {when}", what=inner, when=date(2026, 2, 12)) == "3 of 12.5, 12 Feb 2026"
    assert tr("{a} {b}", a=True, b=False) == "yes no"
    assert tr("{at}", at=datetime(2026, 2, 12, 9, 5, tzinfo=UTC)) == "12 Feb 2026, 09:05"
    assert tr(say("{a} {b}", a="old", b=1), a="new") == "new 1"
    assert tr(Text("")) == ""


def test_braces_in_a_text_without_fields_are_left_alone() -> None:
    assert tr("{as it is}") == "{as it is}"


def test_a_count_chooses_its_own_text() -> None:
    assert tr_many("{n} value", "{n} values", 1) == "1 value"
    assert tr_many("{n} value of {source}", "{n} values of {source}", 3, source="Gas") == "3 values of Gas"


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (1234567, None, "1,234,567"),
        (1234.5, None, "1,234.5"),
        (1234.5, 0, "1,234"),
        (-0.001, 2, "0.00"),
        (-0.25, None, "−0.25"),
        (-12, None, "−12"),
        (1e-7, None, "1e−07"),
        (0.0, 1, "0.0"),
    ],
)
def test_numbers_have_separators_and_a_real_minus(value: float, decimals: int | None, expected: str) -> None:
    assert number(value, decimals) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (171.34, "171.3"),
        (1359.2, "1,359"),
        (0.03891, "0.03891"),
        (0, "0"),
        (-2.5, "−2.500"),
        (99999.6, "100,000"),
    ],
)
def test_figures_have_four_digits_that_count(value: float, expected: str) -> None:
    assert significant(value) == expected


def test_shares_are_percentages_with_a_space() -> None:
    assert percent(0.4) == "40.0 %"
    assert percent(0.4, 0) == "40 %"


def test_dates_and_months_are_written_as_the_language_does() -> None:
    at = datetime(2026, 2, 12, 9, 5, tzinfo=UTC)
    assert (day(at.date()), month_name(12)) == ("12 Feb 2026", "Dec")
    use("zh_CN")
    assert (day(at.date()), month_name(12), moment(at)) == ("2026-02-12", "12月", "2026-02-12, 09:05")


@given(st.floats(-1e15, 1e15))
def test_a_written_number_reads_as_the_same_number(value: float) -> None:
    assert float(number(value).replace(",", "").replace("\u2212", "-")) == value


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"CARBONDESK_LANGUAGE": "zh_CN", "LANG": "en_US.UTF-8"}, "zh_CN"),
        ({"LC_ALL": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "zh"}, "zh_CN"),
        ({"LANG": "zhx_CN"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_a_program_without_a_window_asks_the_environment(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: str
) -> None:
    for name in ("CARBONDESK_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert language.of_system() == expected


def test_without_the_environment_windows_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CARBONDESK_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(language, "_of_windows", lambda: "zh_CN")
    assert language.of_system() == "zh_CN"
