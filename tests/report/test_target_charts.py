from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from carbondesk import language
from carbondesk.domain.records import Ambition, TargetKind, TargetMethod
from carbondesk.domain.targets.courses import Measure
from carbondesk.domain.targets.grounds import Grounds
from carbondesk.domain.targets.studies import Study, study
from carbondesk.language import tr
from carbondesk.report.charts import Scale
from carbondesk.report.target_charts import TargetChart, dragged_to, knob_field, target_chart
from carbondesk.report.target_svg import target_svg
from carbondesk.report.target_tables import chart_csv, chart_lines, chart_text
from carbondesk.report.yardsticks import yardstick
from tests.domain.targets.cases import grounds, target

TOTALS = {2021: 10_000.0, 2022: 9_800.0, 2023: 9_000.0, 2024: 8_500.0, 2025: 8_100.0}
FALLING = grounds(
    emissions={
        year: {"S1": 0.4 * total, "S2": 0.6 * total, "S3": 5 * total} for year, total in TOTALS.items()
    },
    complete_years=tuple(TOTALS),
)


def ours(**fields: Any) -> Study:  # noqa: ANN401 - any field of Target
    wanted = {"base_year": 2021, "most_recent_year": 2025, "reduction": 0.5, **fields}
    return study(target(**wanted), FALLING)


def shares(method: TargetMethod, known: dict[int, float], **fields: Any) -> Study:  # noqa: ANN401 - as above
    held: dict[str, Any] = {"renewable" if method == TargetMethod.RENEWABLE_ELECTRICITY else "engaged": known}
    return study(target(method=method, scope="2", base_year=2021, **fields), replace(FALLING, **held))


@pytest.fixture
def chart() -> TargetChart:
    return target_chart(ours())


def row(chart: TargetChart, key: str) -> list[str]:
    return list(next(row.cells for row in chart.rows() if row.key == key))


# ---- lines -----------------------------------------------------------------------------------------------


def test_the_line_falls_from_the_base_year_to_the_target_and_on_to_net_zero(chart: TargetChart) -> None:
    assert chart.path[0] == (2021, 10_000.0)
    assert chart.path[-1] == pytest.approx((2030, 5_000.0))
    assert [value for _, value in chart.beyond] == pytest.approx([5_000.0, 1_000.0])
    assert (chart.first, chart.split, chart.last) == (2021, 2030, 2050)
    assert chart.path_at(2040) == pytest.approx(3_000.0)
    assert chart.path_at(2051) is None


def test_the_minimum_is_that_of_the_method(chart: TargetChart) -> None:
    assert chart.minimum is not None
    assert chart.least[-1] == pytest.approx((2030, 10_000 * (1 - chart.minimum)))
    assert chart.value(chart.minimum) == chart.least[-1][1]
    assert not chart.too_weak
    assert target_chart(ours(reduction=chart.minimum - 0.001)).too_weak
    assert not target_chart(ours(reduction=chart.minimum)).too_weak


def test_the_trend_is_a_least_squares_line_from_the_newest_year_on(chart: TargetChart) -> None:
    mean_year, mean = 2023, sum(TOTALS.values()) / 5
    slope = sum((year - mean_year) * (total - mean) for year, total in TOTALS.items()) / 10
    assert chart.forecast[0] == (2025, 8_100.0)
    assert chart.forecast[-1] == pytest.approx((2030, mean + slope * 7))
    upper, lower = chart.edges()
    assert upper[0] == lower[0] == (2025, 8_100.0)
    assert upper[-1][1] - lower[-1][1] == pytest.approx(2 * chart.spread)
    assert chart.forecast_name() == "Trend of 2021 to 2025"


def test_two_years_are_no_trend() -> None:
    few = replace(FALLING, emissions={year: FALLING.emissions[year] for year in (2024, 2025)})
    chart = target_chart(study(target(base_year=2024, most_recent_year=2025, reduction=0.5), few))
    assert chart.forecast == ()
    assert chart.edges() == ((), ())
    assert "trend" not in {row.key for row in chart.rows()}


def test_a_year_that_lacks_values_is_shown_but_neither_compared_nor_in_the_trend() -> None:
    chart = target_chart(ours(), complete=(2021, 2022, 2023, 2024))
    assert chart.lacking == {2025}
    assert chart.actual[-1] == (2025, 8_100.0)
    assert chart.newest() == (2024, 8_500.0)
    assert chart.forecast_name() == "Trend of 2021 to 2024"
    assert chart.distance_words() == "167 t above the path"
    assert ("", "The year", "not complete") in chart.readout(2025)
    trend_2025 = chart.forecast[1]
    path = chart.path_at(2025)
    assert path is not None
    assert chart.gap(2025) == pytest.approx(trend_2025[1] - path)
    actual = next(row for row in chart.rows() if row.key == "actual")
    assert actual.tones[4] == "warn"
    assert set(actual.tones[:4]) == {""}


def test_a_target_without_a_line_shows_its_actual_years_and_has_no_knob() -> None:
    chart = target_chart(study(target(base_year=2019, target_year=2010), FALLING))
    assert chart.path == ()
    assert chart.share is None
    assert len(chart.actual) == 5
    assert chart.change() == ""
    assert chart.distance_words() == ""
    assert chart.readout(2025)[0][1] == "Actual"


def test_without_any_year_there_is_nothing_to_read() -> None:
    empty = Grounds(emissions={})
    chart = target_chart(study(target(base_year=None, most_recent_year=None), empty))
    assert chart.years() == []
    assert chart.rows() == []
    assert chart.sentence() == "No complete year yet."
    assert chart.newest() is None
    assert chart.distance_tone() == "ok"


# ---- the knob --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("share", [0.0, 0.123, 0.5, 1.0])
def test_a_share_and_its_value_lead_to_each_other(chart: TargetChart, share: float) -> None:
    assert chart.share_of(chart.value(share)) == pytest.approx(share)


def test_a_drag_leaves_axes_and_every_other_series_alone() -> None:
    before, after = target_chart(ours()), target_chart(ours(reduction=0.91))
    assert (before.top, before.ticks) == (after.top, after.ticks)
    assert (before.first, before.split, before.last) == (after.first, after.split, after.last)
    for name in ("actual", "least", "forecast"):
        assert getattr(before, name) == getattr(after, name)
    assert before.path != after.path
    assert before.yardstick == after.yardstick


def test_the_knob_sets_the_field_that_the_method_is_about() -> None:
    assert knob_field(target()) == "reduction"
    assert dragged_to(target(), 0.3).reduction == 0.3
    power = target(method=TargetMethod.RENEWABLE_ELECTRICITY)
    assert dragged_to(power, 0.8).coverage == 0.8
    partners = target(method=TargetMethod.ENGAGEMENT)
    assert dragged_to(partners, 0.67).engagement == 0.67


def test_the_share_of_the_knob_is_written_with_one_decimal_so_that_nothing_trembles(
    chart: TargetChart,
) -> None:
    assert chart.share_words(0.46) == "\u221246.0 %"
    assert chart.change() == "\u221250 %"


# ---- measures --------------------------------------------------------------------------------------------


def test_a_share_rises_and_is_behind_when_it_lies_under_its_line() -> None:
    found = shares(TargetMethod.RENEWABLE_ELECTRICITY, {2021: 0.4, 2022: 0.45, 2023: 0.5}, coverage=1.0)
    chart = target_chart(found)
    assert chart.measure == Measure.SHARE
    assert chart.rises
    assert chart.share == 1.0
    assert (chart.top, chart.field) == (1.0, "coverage")
    assert tr(chart.context) == "%, renewable electricity"
    gap = chart.gap(2023)
    assert gap is not None
    assert gap < 0
    assert chart.tone(gap) == "warn"
    assert chart.distance_words() == "3.3 % below the path"
    assert "Target 100.0 % in 2030." in chart.sentence()
    assert chart.share_words(0.8) == "80.0 %"
    assert chart.change() == "100.0 %"
    assert chart.beyond == ()


def test_an_intensity_is_written_in_a_unit_that_needs_no_zeros() -> None:
    outputs = dict.fromkeys(TOTALS, 2_000_000.0)
    held = replace(FALLING, outputs=outputs, output_unit="m2")
    found = study(
        target(method=TargetMethod.PHYSICAL_INTENSITY, scope="3", denominator="floor", base_year=2021), held
    )
    chart = target_chart(found)
    assert chart.measure == Measure.INTENSITY
    assert tr(chart.yardstick.unit) == "kg CO₂e/m²"
    assert tr(chart.yardstick.short) == "kg/m²"
    assert chart.yardstick.words(chart.path[0][1]) == "25.00"
    assert tr(chart.context) == "kg CO₂e/m², Scope 3"
    assert chart.base == pytest.approx(0.025)
    assert chart.least[0][1] == pytest.approx(0.025)
    assert chart.forecast == ()


@pytest.mark.parametrize(
    ("unit", "largest", "written", "words"),
    [
        ("t CO2e/MWh", 0.4, "kg CO₂e/MWh", "400.0"),
        ("t CO2e/EUR", 0.0000004, "g CO₂e/EUR", "0.400"),
        ("kg CO2/m2", 52.0, "kg CO₂/m²", "52.00"),
        ("t CO2e/vehicle", 5.2, "t CO₂e/vehicle", "5.200"),
        ("t CO2e/site", 51_234.5, "t CO₂e/site", "51,234"),
        ("points/m2", 0.2, "points/m²", "0.200"),
        ("t CO2e/x", 0.0, "t CO₂e/x", "0.000"),
    ],
)
def test_units_of_intensities_come_with_about_four_digits(
    unit: str, largest: float, written: str, words: str
) -> None:
    measure = yardstick(Measure.INTENSITY, unit, [largest])
    assert tr(measure.unit) == written
    assert measure.words(largest) == words


def test_numbers_of_an_axis_have_the_decimals_that_the_finest_needs() -> None:
    measure = yardstick(Measure.EMISSIONS, "t CO2e", [100.0], Scale(kilo=True, decimals=1))
    assert measure.ticks([0.0, 250.0, 500.0]) == ["0.00", "0.25", "0.50"]
    assert measure.ticks([0.0, 1000.0]) == ["0", "1"]
    assert measure.signed(-240.0) == "\u22120.2"
    assert measure.signed(0.0) == "0.0"


def test_the_scale_of_the_page_is_kept() -> None:
    chart = target_chart(ours(), scale=Scale(kilo=True, decimals=1))
    assert row(chart, "actual")[0] == "10.0"
    assert tr(chart.context) == "kt CO₂e, Scope 1+2, market-based"


# ---- goals -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({}, "1.5 °C minimum"),
        ({"scope": "3", "ambition": Ambition.WB2C}, "Well below 2 °C minimum"),
        ({"scope": "3", "ambition": Ambition.C15}, "1.5 °C minimum"),
        ({"kind": TargetKind.LONG_TERM, "target_year": 2050, "reduction": 0.9}, "Net-zero minimum"),
        ({"rule_set": "own"}, "Minimum of the method"),
        ({"scope": "flag"}, "Minimum of the method"),
    ],
)
def test_the_minimum_is_named_by_the_goal_that_it_stands_for(fields: dict[str, Any], name: str) -> None:
    assert tr(target_chart(ours(**fields)).goal.least) == name


def test_an_own_goal_has_no_minimum_and_is_never_too_weak() -> None:
    chart = target_chart(ours(rule_set="own", reduction=0.01))
    assert chart.minimum is None
    assert chart.minimum_label() == ("", "")
    assert chart.minimum_words() == ""
    assert not chart.too_weak
    assert chart.beyond == ()
    assert chart.net_zero_label() == ("", "")


def test_a_long_term_target_has_every_year_at_its_full_width() -> None:
    chart = target_chart(ours(kind=TargetKind.NET_ZERO, target_year=2050, reduction=0.9, net_zero_year=2050))
    assert not chart.compressed
    assert chart.split == chart.last == 2050
    assert chart.beyond == ()


# ---- lines beside ----------------------------------------------------------------------------------------


def test_another_rule_set_shows_its_minimum_alone_and_names_itself() -> None:
    main = ours()
    chart = target_chart(
        main, others=[study(main.target, FALLING, "SBTi-NT-5.3"), study(main.target, FALLING, "own")]
    )
    assert [(strand.kind, strand.name) for strand in chart.strands] == [
        ("least", "SBTi near-term criteria 5.3")
    ]
    assert chart.strands[0].points[-1][1] == pytest.approx(10_000 * (1 - 0.42))


def test_another_target_shows_its_line_and_widens_the_axis() -> None:
    other = ours(uid="theirs", name="Net zero", target_year=2045, kind=TargetKind.LONG_TERM, reduction=0.9)
    chart = target_chart(ours(), others=[("The long run", other), other])
    assert [strand.name for strand in chart.strands] == ["The long run", "Net zero"]
    assert chart.last == 2050
    assert chart.strands[0].points[-1][0] == 2045
    assert len({strand.token for strand in chart.strands}) == 2


def test_lines_in_another_unit_have_no_place_in_the_chart() -> None:
    other = shares(TargetMethod.RENEWABLE_ELECTRICITY, {2021: 0.4}, coverage=1.0)
    assert target_chart(ours(), others=[other], ghosts=[other]).strands == ()


def test_a_ghost_is_what_was_saved_even_where_nothing_is_different_yet() -> None:
    main = ours()
    chart = target_chart(main, ghosts=[main, ("Plan B", ours(reduction=0.7))])
    assert [(strand.kind, strand.name) for strand in chart.strands] == [
        ("ghost", "As saved, \u221250.0 %"),
        ("ghost", "Plan B"),
    ]


def test_thirty_lines_keep_their_places_while_one_target_is_dragged() -> None:
    others = [ours(uid=str(place), reduction=place / 40) for place in range(30)]
    tokens = [[s.token for s in target_chart(ours(reduction=r), others=others).strands] for r in (0.25, 0.5)]
    assert len(tokens[0]) == 30
    assert tokens[0] == tokens[1]


def test_the_read_out_counts_the_lines_that_it_has_no_room_for() -> None:
    others = [ours(uid=str(place), name=f"Target {place}", reduction=place / 40) for place in range(9)]
    lines = target_chart(ours(), others=others).readout(2028)
    assert lines[-1] == ("", "Others", "4")
    assert [name for _, name, _ in lines if name.startswith("Target ")] == [
        "Target path", *(f"Target {place}" for place in range(5))
    ]  # fmt: skip


# ---- words and table -------------------------------------------------------------------------------------


def test_the_sentence_says_where_the_target_stands_and_where_the_trend_leads(chart: TargetChart) -> None:
    said = chart.sentence()
    assert said.startswith(
        "8,100 t in 2025, 322 t above the path. Target 5,000 t in 2030, \u221250 % on 2021."
    )
    assert "1.5 °C minimum: " in said
    assert "Trend of 2021 to 2025 leads to 5,510 t in 2030." in said
    assert "too weak" not in said
    assert "The target is too weak for 1.5 °C." in target_chart(ours(reduction=0.1)).sentence()


def test_on_the_line_is_said_in_words() -> None:
    found = ours()
    on_line = replace(found.course, actual=dict(found.course.years))
    level = replace(found, checklist=replace(found.checklist, course=on_line))
    chart = target_chart(level)
    assert chart.distance_words() == "on the path"
    assert chart.distance_tone() == "ok"


def test_below_the_line_is_well(chart: TargetChart) -> None:
    weak = target_chart(ours(reduction=0.2))
    assert weak.distance_words().endswith("t below the path")
    assert weak.distance_tone() == "ok"
    assert chart.distance_tone() == "warn"


def test_the_read_out_names_line_minimum_trend_with_its_spread_and_gap(chart: TargetChart) -> None:
    assert [name for _, name, _ in chart.readout(2028)] == [
        "Target path", "1.5 °C minimum", "Trend", "Its spread", "Gap to path"
    ]  # fmt: skip
    assert [name for _, name, _ in chart.readout(2022)] == [
        "Actual", "Target path", "1.5 °C minimum", "Gap to path"
    ]  # fmt: skip
    assert chart.readout(2050) == [("path", "Target path", "1,000")]
    assert dict(chart.heights(2028))["band"] == dict(chart.forecast)[2028]
    assert [token for token, _ in chart.heights(2023)] == ["path", "actual"]


def test_the_table_has_a_row_a_series_and_a_column_a_year(chart: TargetChart) -> None:
    years, rows = chart.table()
    assert years == [*(str(year) for year in range(2021, 2031)), "2050"]
    assert [name for name, _ in rows] == ["Actual", "Target path", "1.5 °C minimum", "Trend", "Gap to path"]
    assert row(chart, "path")[-1] == "1,000"
    assert row(chart, "gap")[0] == "0"
    assert row(chart, "gap")[4] == "+322"
    assert row(chart, "trend")[4] == ""
    tones = next(row.tones for row in chart.rows() if row.key == "gap")
    assert (tones[0], tones[4], tones[-1]) == ("ok", "warn", "")


def test_an_empty_cell_says_why() -> None:
    chart = target_chart(ours(base_year=2022), year_start=4)
    assert chart.void(2021) == "FY2021 lies before the base year"
    assert chart.void(2028) == "No values yet for FY2028"
    assert chart.void(2024) == "Nothing was entered for FY2024"


def test_another_program_reads_numbers_without_asking(chart: TargetChart) -> None:
    lines = chart_lines(
        replace(chart, yardstick=yardstick(Measure.EMISSIONS, "", [], Scale(kilo=True, decimals=1)))
    )
    assert lines[0][:3] == ["kt CO₂e", "2021", "2022"]
    assert lines[1][:3] == ["Actual", 10.0, 9.8]
    assert lines[1][-1] is None
    assert chart_text(chart).splitlines()[1].split("\t")[:3] == ["Actual", "10000.0", "9800.0"]
    read = list(csv.reader(io.StringIO(chart_csv(chart).removeprefix("\ufeff"))))
    assert read[0][0] == "t CO₂e"
    assert float(read[2][10]) == pytest.approx(5000)


def test_no_name_becomes_a_formula_in_a_spreadsheet() -> None:
    other = ours(uid="x", name="=1+1", reduction=0.3)
    assert '\n"' not in chart_csv(target_chart(ours(), others=[other]))
    assert "\n'=1+1," in chart_csv(target_chart(ours(), others=[other])).replace("\r", "")


def test_everything_is_said_in_chinese_too() -> None:
    language.use("zh_CN")
    try:
        chart = target_chart(ours(reduction=0.1), complete=(2021, 2022, 2023))
        words = [chart.sentence(), *(name for name, _ in chart.table()[1]), *chart.minimum_label()]
        assert not [text for text in words if re.search("[a-z]{2}", text)]
    finally:
        language.use("en")


# ---- SVG -------------------------------------------------------------------------------------------------


def test_the_svg_is_well_formed_and_holds_every_series_and_its_sentence(chart: TargetChart) -> None:
    root = ET.fromstring(target_svg(chart))  # noqa: S314 - our own text
    space = "{http://www.w3.org/2000/svg}"
    assert root.findtext(f"{space}title") == chart.sentence()
    assert len(root.findall(f"{space}polyline")) == 5
    assert len(root.findall(f"{space}polygon")) == 1
    words = [text.text for text in root.iter(f"{space}text")]
    assert {"Target 2030", "5,000 t (\u221250 %)", "Net zero 2050", "1.5 °C minimum", "8,100"} <= set(words)


def test_the_svg_escapes_names_and_stays_inside_its_frame() -> None:
    other = ours(uid="x", name="<b>&", reduction=0.3)
    text = target_svg(target_chart(ours(), others=[other], ghosts=[ours()]))
    assert "&lt;b&gt;&amp;" in text
    root = ET.fromstring(text)  # noqa: S314 - our own text
    for line in root.iter("{http://www.w3.org/2000/svg}polyline"):
        for spot in line.attrib["points"].split():
            x, y = (float(part) for part in spot.split(","))
            assert 0 <= x <= 760
            assert 0 <= y <= 420


@pytest.mark.parametrize(
    "found",
    [
        ours(kind=TargetKind.NET_ZERO, target_year=2050, reduction=0.9),
        ours(reduction=0.1),
        ours(rule_set="own"),
        shares(TargetMethod.RENEWABLE_ELECTRICITY, {2021: 0.4}, coverage=1.0),
        study(target(base_year=None, most_recent_year=None), Grounds(emissions={})),
    ],
)
def test_every_kind_of_target_has_a_drawing(found: Study) -> None:
    ET.fromstring(target_svg(target_chart(found)))  # noqa: S314 - our own text


@pytest.mark.parametrize("year", [2**63 - 1, -(2**63)])
def test_a_year_that_no_target_has_makes_no_endless_axis(year: int) -> None:
    chart = target_chart(ours(target_year=year))
    assert chart.last - chart.first <= 300
    assert chart.path == ()
    assert "<svg" in target_svg(chart)


def test_a_drawing_holds_only_what_xml_can_hold() -> None:
    chart = target_chart(ours(), others=[("A\x0b\uffff<B>", ours(reduction=0.3))])
    drawn = target_svg(chart)
    ET.fromstring(drawn)  # noqa: S314 - our own drawing
    assert "\\u000b\\uffff&lt;B&gt;" in drawn
