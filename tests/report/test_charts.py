from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbondesk import language
from carbondesk.report.charts import (
    PathwayChart,
    Scale,
    axis,
    change_words,
    complete_words,
    pathway_chart,
    scale_for,
)
from carbondesk.report.targets import TargetPath
from carbondesk.report.totals import YearTotals


@pytest.fixture(autouse=True)
def english() -> None:
    language.use("en")


def year(label: int, scope1: float, scope2: float, scope3: float = 0.0, missing: int = 0) -> YearTotals:
    return YearTotals(
        year=label,
        scope1=scope1,
        scope2_location=scope2 * 1.1,
        scope2_market=scope2,
        scope3=scope3,
        biogenic=0.0,
        outside_scopes=0.0,
        expected_values=24,
        missing_values=missing,
        estimated_values=0,
        missing_tonnes=1_700.0 * missing,
        without_factor=0,
    )


# A path from 171.3 kt in 2021 down to 92.5 kt in 2030, straight.
TARGET = TargetPath(
    scope="1+2",
    method="market",
    base_year=2021,
    most_recent_year=2025,
    target_year=2030,
    net_zero_year=2050,
    base=171_300.0,
    reduction=0.46,
    minimum=0.42,
    residual=17_130.0,
    years={label: 171_300.0 - 78_800.0 / 9 * (label - 2021) for label in range(2021, 2031)},
)
YEARS = (year(2021, 31_000, 140_300), year(2024, 26_000, 123_700), year(2025, 24_600, 114_900))


def chart(**changes: object) -> PathwayChart:
    settings: dict[str, object] = {
        "extent": "1+2",
        "method": "market",
        "scale": scale_for([171_300.0]),
        "target": TARGET,
    }
    years = changes.pop("years", YEARS)
    return pathway_chart(years, **{**settings, **changes})  # type: ignore[arg-type]  # one fixture, many shapes


@given(st.floats(min_value=1e-3, max_value=1e9))
def test_an_axis_holds_its_amount_and_has_few_round_ticks(highest: float) -> None:
    top, ticks = axis(highest)
    assert top >= highest * (1 - 1e-9)
    assert ticks[0] == 0
    assert ticks[-1] == pytest.approx(top)
    assert 3 <= len(ticks) <= 7
    steps = {round((b - a) / top, 6) for a, b in pairwise(ticks)}
    assert len(steps) == 1


def test_an_axis_without_amounts_is_still_an_axis() -> None:
    assert axis(0.0) == (1.0, (0.0, 0.25, 0.5, 0.75, 1.0))


def test_years_after_the_target_are_compressed() -> None:
    shown = chart()
    assert shown.compressed
    assert shown.x(2030) == 2030
    assert shown.x(2050) == pytest.approx(2030 + 20 * 0.16)
    assert shown.year_ticks() == [*range(2021, 2031), 2040, 2050]
    assert shown.right > 2021


def test_the_unit_is_kilotonnes_from_six_digits_on() -> None:
    assert scale_for([139_500.0]) == Scale(kilo=True, decimals=1)
    assert scale_for([30_100.0]) == Scale(kilo=False, decimals=0)
    assert scale_for([812.4]) == Scale(kilo=False, decimals=1)
    assert scale_for([]).words(0.0) == "0.0"
    assert Scale(kilo=True, decimals=1).figure(1_359_000.0) == "1,359"
    assert Scale(kilo=True, decimals=1).signed(3_300.0) == "+3.3"
    assert Scale(kilo=True, decimals=1).signed(-3_300.0) == "\u22123.3"
    assert Scale(kilo=True, decimals=1).signed(0.0) == "0.0"


def test_changes_name_at_most_one_decimal() -> None:
    assert change_words(-0.302) == "\u221230.2 %"
    assert change_words(-0.46) == "\u221246 %"
    assert change_words(0.03) == "+3 %"


def test_completeness_is_never_rounded_up_to_all() -> None:
    assert complete_words(1.0) == "100 %"
    assert complete_words(0.99996) == "99.9 %"
    assert complete_words(0.985) == "98.5 %"


def test_the_sentence_says_where_the_last_year_stands() -> None:
    assert chart().sentence() == (
        "139.5 kt in 2025, 3.2 kt above the path. Target 92.5 kt in 2030, \u221246 % on 2021."
    )


def test_a_year_on_or_below_the_path_is_called_so() -> None:
    shown = chart()
    assert shown.distance_words(-2_000.0) == "2.0 kt below the path"
    assert shown.distance_words(4.0) == "on the path"


def test_the_sentence_owns_up_to_missing_values() -> None:
    shown = chart(years=(*YEARS[:2], year(2025, 24_600, 114_900, missing=1)))
    assert "values are missing" in shown.sentence()
    assert chart(years=(), target=None).sentence() == "No complete year yet."


def test_the_read_out_names_parts_path_and_gap() -> None:
    assert chart().readout(2025) == [
        ("actual", "Actual", "139.5"),
        ("s2", "Scope 2", "114.9"),
        ("s1", "Scope 1", "24.6"),
        ("path", "Target path", "136.3"),
        ("", "Gap to path", "+3.2"),
    ]
    assert chart().readout(2028) == [("path", "Target path", "110.0")]
    assert chart().readout(2035)[0][1] == "Target path"
    assert chart().readout(1990) == []


def test_the_read_out_of_an_incomplete_year_says_what_is_missing() -> None:
    shown = chart(years=(*YEARS[:2], year(2025, 24_600, 114_900, missing=1)))
    assert ("", "Missing, about", "1.7") in shown.readout(2025)


def test_the_table_has_a_column_for_each_year_that_is_known() -> None:
    years, rows = chart().table()
    assert years == [str(label) for label in [*range(2021, 2031), 2050]]
    named = dict(rows)
    assert named["Actual"][:5] == ["171.3", "", "", "149.7", "139.5"]
    assert named["Scope 1"][0] == "31.0"
    assert named["Target path"][-1] == "17.1"
    assert named["Gap to path"][4] == "+3.2"
    assert all(len(cells) == len(years) for cells in named.values())


def test_all_scopes_without_a_target_have_neither_path_nor_net_zero() -> None:
    shown = chart(
        years=[year(2025, 1_000, 2_000, 9_000)], extent="1+2+3", target=None, scale=scale_for([12_000])
    )
    assert shown.path == shown.beyond == []
    assert shown.path_label() == ""
    assert shown.target_label() == shown.net_zero_label() == ("", "")
    assert not shown.compressed
    assert shown.bars[0].total == 12_000
    assert "Target path" not in dict(shown.table()[1])


def test_scope_3_alone_names_no_scope_2_method() -> None:
    shown = chart(years=[year(2025, 1, 2, 9_000)], extent="3", target=None, scale=scale_for([9_000]))
    assert language.tr(shown.context) == "t CO\u2082e, Scope 3"
    assert language.tr(chart().context) == "kt CO\u2082e, Scope 1+2, market-based"
    assert [name for name, _ in shown.table()[1]] == ["Actual"]


def test_labels_name_base_target_and_what_is_left() -> None:
    shown = chart()
    assert shown.path_label() == "1.5 °C path, \u221246 % on 2021"
    assert shown.target_label() == ("Target 2030", "92.5 kt (\u221246 %)")
    assert shown.net_zero_label() == ("Net zero 2050", "17.1 kt left (\u221290 %)")
    assert shown.ground_label() == "2030 to 2050, compressed"


def test_a_target_weaker_than_the_minimum_is_not_called_a_path_of_one_and_a_half_degrees() -> None:
    from dataclasses import replace

    weak = replace(TARGET, reduction=0.30)
    assert chart(target=weak).path_label() == "Target path, \u221230 % on 2021"


def test_an_edit_moves_bars_and_not_the_axis() -> None:
    before = chart()
    after = chart(years=(*YEARS[:2], year(2025, 20_000, 90_000)), before=before)
    assert (after.top, after.ticks) == (before.top, before.ticks)
    assert after.bars[-1].total == 110_000


def test_an_axis_that_no_longer_fits_is_drawn_anew() -> None:
    before = chart()
    after = chart(years=(*YEARS[:2], year(2025, 200_000, 190_000)), before=before)
    assert after.top >= 390_000 > before.top


def test_the_path_between_years_lies_on_its_line() -> None:
    assert TARGET.at(2020) is None
    assert TARGET.at(2051) is None
    middle = TARGET.at(2021.5)
    assert middle is not None
    assert middle == pytest.approx((TARGET.years[2021] + TARGET.years[2022]) / 2)
    assert TARGET.at(2030) == pytest.approx(92_500.0)
    assert TARGET.at(2040) == pytest.approx((92_500.0 + 17_130.0) / 2)


def test_the_location_based_method_takes_its_own_scope_2() -> None:
    assert chart(method="location").bars[0].total == pytest.approx(31_000 + 140_300 * 1.1)
