"""Papers: values checked as they are made, written alike as HTML, CSV, JSON and XLSX, and safe in every one."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import openpyxl
import pytest

from carbondesk import language
from carbondesk.domain.schema import warning
from carbondesk.domain.text import say
from carbondesk.report.bars import bars_svg, sentence
from carbondesk.report.catalogue import ANALYSES, Choice, State, analysis, readiness, written
from carbondesk.report.cells import claim, shown, tabbed
from carbondesk.report.documents import RENDERERS, paper_csv, paper_html, paper_json, paper_xlsx
from carbondesk.report.listings import entry_paper, factor_paper, finding_paper, summary_paper
from carbondesk.report.papers import Bar, BarChart, Head, Holds, Imprint, Options, Paper, Sheet, imprint
from carbondesk.report.workbooks import column_letter
from tests.report import spreadsheets
from tests.report.ledger_books import book, entry, figures_of, whole_year
from tests.report.test_report import Page

TODAY = date(2026, 2, 12)
HEADS = (
    Head(say("Name")),
    Head("Amount", Holds.NUMBER, "t", 1),
    Head(say("Change"), "percent"),
    Head(say("Day"), "date"),
    Head(say("Count"), "integer"),
)
ROWS = (
    ("=cmd|' /C calc'!A0", 1234.56789, -0.25, date(2024, 2, 29), 3),
    ("<b>", None, 0.5, None, 4),
)


def base(**changes: object) -> Imprint:
    facts: dict[str, object] = {
        "organisation": "Acme & Sons", "year": 2024, "label": say("{year}", year=2024), "first": date(2024, 1, 1),
        "last": date(2024, 12, 31), "gwp": "AR6", "options": Options(), "head": "ab" * 32, "step": 7,
        "handed_in": TODAY, **changes,
    }  # fmt: skip
    return Imprint(**facts)  # type: ignore[arg-type]


def paper() -> Paper:
    sheet = Sheet(
        say("A table: [one]"), HEADS, ROWS, (say("Sum"), 1234.56789, "", "", 7), notes=(say("A note."),),
        claims={(2, 1): say("Scope 1")},
    )  # fmt: skip
    finding = warning("gap", say("A value is missing."), remedy=say("Enter it."), site="Mill", source="Gas")
    chart = BarChart(say("Bars"), (Bar("up", 5.0), Bar("down", -2.0, "s2", start=5.0)))
    return Paper("test", say("A paper"), say("What it says."), (sheet, sheet), (finding,), chart)


def test_a_row_must_fit_under_its_heads() -> None:
    with pytest.raises(ValueError, match="1 cells under 5 heads"):
        Sheet("t", HEADS, (("one",),))
    with pytest.raises(ValueError, match="2 cells"):
        Sheet("t", HEADS, (), total=("Sum", 1.0))


def test_a_kind_of_column_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="colour"):
        Head("x", "colour")


def test_cells_are_shown_as_their_heads_say() -> None:
    words = [[shown(cell, head) for cell, head in zip(row, HEADS, strict=True)] for row in ROWS]
    assert words == [
        ["=cmd|' /C calc'!A0", "1,234.6", "\u221225.0 %", "29 Feb 2024", "3"],
        ["<b>", "not known", "50.0 %", "", "4"],
    ]
    assert shown(0.00012345678, Head("x", Holds.NUMBER)) == "0.00012346"
    assert shown(2.5, Head("x")) == "2.5"
    assert shown("", Head("x", Holds.NUMBER)) == ""


def test_a_sheet_is_copied_as_lines_and_tabs_with_numbers_in_full() -> None:
    lines = tabbed(paper().sheets[0]).splitlines()
    assert lines[0] == "Name\tAmount, t\tChange\tDay\tCount"
    assert lines[1].split("\t")[1:] == ["1234.56789", "-0.25", "2024-02-29", "3"]
    assert lines[-1].startswith("Sum\t1234.56789")
    assert tabbed(paper().sheets[0], [1], [0, 4]) == "<b>\t4\n"


def test_a_workbook_keeps_texts_as_texts_and_numbers_as_numbers() -> None:
    content = paper_xlsx(paper(), base())
    pages = openpyxl.load_workbook(io.BytesIO(content))
    assert pages.sheetnames == ["Paper", "A table   one", "A table   one 2"]
    table = pages.worksheets[1]
    assert (table["A5"].value, table["A5"].data_type) == ("=cmd|' /C calc'!A0", "s")
    assert (table["B5"].value, table["B5"].number_format) == (1234.56789, "#,##0.0")
    assert (table["C5"].value, table["C5"].number_format) == (-0.25, "0.0%")
    assert table["D5"].value.date() == date(2024, 2, 29)
    assert table["B6"].value == "not known"
    assert table.freeze_panes == "B5"
    assert set(spreadsheets.formulas(content).values()) == {"=SUM(B5:B6)", "=SUM(E5:E6)"}
    assert spreadsheets.computed(content) == spreadsheets.cached(content)


def test_the_first_sheet_says_whose_paper_it_is() -> None:
    cover = openpyxl.load_workbook(io.BytesIO(paper_xlsx(paper(), base()))).worksheets[0]
    facts = {row[0].value: row[1].value for row in cover.iter_rows(max_col=2) if row[0].value}
    assert facts["Organisation"] == "Acme & Sons"
    assert facts["Boundary"] == "Operational control"
    assert facts["Global warming potentials"] == "IPCC AR6, 100 years"
    assert facts["Handed in"].date() == TODAY
    assert "ab" * 32 in facts["History"]
    assert facts["Warning"] == "Mill, Gas: A value is missing. Enter it."


def test_a_page_escapes_every_text() -> None:
    html = paper_html(paper(), base(is_sample=True))
    page = Page(html)
    assert {"<b>", "A paper", "Acme & Sons · Sample", "A note."} <= set(page.texts)
    assert ("b", {}) not in page.tags
    assert "script" not in {tag for tag, _ in page.tags}


def test_wide_papers_are_printed_across() -> None:
    wide = Sheet("w", tuple(Head(str(place)) for place in range(9)), ())
    assert "landscape" in paper_html(Paper("w", "w", "w", (wide,)), base())
    assert "landscape" not in paper_html(paper(), base())


def test_csv_runs_nothing_and_says_all() -> None:
    text = paper_csv(paper(), base())
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert ["'=cmd|' /C calc'!A0", "1234.56789", "-0.25", "2024-02-29", "3"] in rows
    assert ["Warning", "Mill, Gas: A value is missing. Enter it."] in rows
    assert ["Handed in", "2026-02-12"] in rows


def test_json_has_full_precision_and_null_for_what_is_not_known() -> None:
    document = json.loads(paper_json(paper(), base()))
    assert document["sheets"][0]["rows"][0][1] == 1234.56789
    assert document["sheets"][0]["rows"][1][1] is None
    assert (document["head"], document["consolidation"]) == ("ab" * 32, "operational-control")
    assert document["sheets"][0]["columns"][2] == {"name": "Change", "kind": "percent", "unit": ""}
    assert document["findings"][0]["code"] == "gap"


def test_papers_speak_the_language_in_use() -> None:
    language.use("zh_CN")
    try:
        assert json.loads(paper_json(paper(), base()))["sheets"][0]["total"][0] == language.tr("Sum") != "Sum"
    finally:
        language.use("en")


def test_bars_reach_from_their_start_to_their_end() -> None:
    chart = paper().chart
    assert chart is not None
    assert chart.span == (0.0, 5.0)
    assert [bar.end for bar in chart.bars] == [5.0, 3.0]
    assert sentence(chart) == "Bars, t CO₂e: up 5.000, down \u22122.000"
    assert bars_svg(chart).count("<rect") == 2


def test_a_claim_names_scope_method_year_and_base() -> None:
    figures = figures_of(book(), whole_year())
    sheet = summary_paper(figures, 2024, Options()).sheets[0]
    whole = imprint(figures, 2024, Options(), TODAY)
    head = "Scope 1 and 2 (market-based) emissions in 2024 were"
    assert claim(sheet, 2, 1, whole).startswith(head)
    assert claim(sheet, 2, 1, whole).endswith("GHG Protocol, operational control, GWP AR6.")
    assert claim(sheet, 0, 1, whole).startswith("Scope 1 emissions in 2024")
    assert claim(sheet, 0, 0, whole) == ""
    part = imprint(figures_of(book(), [entry(1, "2024-01", 1.0)]), 2024, Options(), TODAY)
    assert claim(sheet, 2, 1, part).endswith("the year is not complete.")


@pytest.mark.parametrize("kind", ANALYSES, ids=lambda kind: kind.paper_id)
@pytest.mark.parametrize("ending", list(RENDERERS))
def test_every_paper_is_written_as_every_kind_of_file(kind: object, ending: str) -> None:
    figures = figures_of(book(), [*whole_year(2023), *whole_year()])
    content = written(kind, figures, 2024, Options(against=2023), ending, TODAY)  # type: ignore[arg-type]
    assert b"Acme" in content or ending == ".xlsx"
    assert len(content) > 200


@pytest.mark.parametrize("kind", ANALYSES, ids=lambda kind: kind.paper_id)
def test_every_paper_of_an_empty_inventory_is_a_paper(kind: object) -> None:
    figures = figures_of(book())
    assert written(kind, figures, 2024, Options(), ".xlsx", TODAY)[:2] == b"PK"  # type: ignore[arg-type]


def test_the_entries_add_up_to_the_totals() -> None:
    figures = figures_of(book(), whole_year())
    footing, entries = entry_paper(figures, 2024, Options()).sheets
    assert [row[4] for row in footing.rows] == pytest.approx([0.0, 0.0, 0.0], abs=1e-9)
    assert entries.total is not None
    assert entries.total[-1] == pytest.approx(figures.totals(2024).total("market"))
    assert entries.proves[0, 11] == {"activity": entries.rows[0][0]}


def test_the_summary_has_a_column_for_each_method_and_proves_its_totals() -> None:
    figures = figures_of(book(), whole_year())
    scopes = summary_paper(figures, 2024, Options()).sheets[0]
    totals = figures.totals(2024)
    assert scopes.rows[2][1:] == pytest.approx((totals.scope12_market, totals.scope12_location))
    assert scopes.proves[2, 1] == {"scope": "1+2", "method": "market"}


def test_the_register_names_publisher_and_values() -> None:
    figures = figures_of(book(), whole_year())
    rows = {row[0]: row for row in factor_paper(figures, 2024, Options()).sheets[0].rows}
    assert rows["OWN-FUEL"][2:5] == ("Own", "1", "A")
    assert rows["OWN-FUEL"][7:11] == (2.0, 0.001, 0.0, "")


def test_findings_of_other_years_are_left_out() -> None:
    figures = figures_of(book(), [*whole_year(2023), entry(1, "2024-01", 1.0)])
    found = finding_paper(figures, 2024, Options()).findings
    assert found
    assert {str(finding.where.get("month", "2024"))[:4] for finding in found} == {"2024"}


def test_readiness_says_what_a_paper_still_needs() -> None:
    kind, options = analysis("summary"), Options()
    assert readiness(kind, figures_of(book()), 2024, options).state is State.BLOCKED
    partly = figures_of(
        book(), [entry(1, "2024-01", 1.0), entry(1, "2024-04", 1.0), entry(1, "2024-12", 1.0)]
    )
    gaps = readiness(kind, partly, 2024, options)
    assert (gaps.state, str(gaps.words)) == (State.GAPS, "9 values missing")
    assert readiness(kind, partly, 2019, options).state is State.BLOCKED
    whole = readiness(kind, figures_of(book(), whole_year()), 2024, options)
    assert (whole.state, whole.share) == (State.READY, 1.0)
    short = figures_of(book(), [entry(1, "2024-01", 1.0)])
    assert str(readiness(kind, short, 2024, options).words) == "Year not whole"


def test_every_paper_has_an_id_of_its_own_and_a_question() -> None:
    ids = [kind.paper_id for kind in ANALYSES]
    assert len(set(ids)) == len(ids)
    assert all(str(kind.question).endswith("?") for kind in ANALYSES)
    assert all(kind.takes <= set(Choice) for kind in ANALYSES)
    with pytest.raises(KeyError):
        analysis("nothing")


def test_columns_are_lettered_as_in_spreadsheets() -> None:
    assert [column_letter(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
