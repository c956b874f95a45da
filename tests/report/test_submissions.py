"""The submission pack and the paper on progress, on real inventories in memory."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

import docx
import openpyxl
import pytest
from docx.shared import Cm

from carbondesk import language
from carbondesk.domain.records import (
    BaseYearChange,
    CriterionAnswer,
    Entity,
    Exclusion,
    LandFigure,
    Ownership,
    PriceIndex,
    Screening,
    Supplier,
    Target,
)
from carbondesk.domain.schema import Record
from carbondesk.domain.text import say
from carbondesk.report.catalogue import analysis, endings, written
from carbondesk.report.figures import Figures
from carbondesk.report.papers import Options, Paper, Sheet
from carbondesk.report.submissions import (
    lacking,
    submission_docx,
    submission_paper,
    submission_xlsx,
)
from carbondesk.report.target_progress import progress_paper
from carbondesk.report.target_versions import approve
from carbondesk.store.library import gwp_set, load_library
from tests.ui.pages import plants

TODAY = date(2026, 5, 4)
OPERATIONS = Target(
    name="Operations",
    base_year=2021,
    most_recent_year=2025,
    reduction=0.5,
    submission="2026-05",
    target_year=2030,
)


@pytest.fixture
def figures() -> Figures:
    made = Figures(plants.inventory(scope3=True), load_library(), {"AR6": gwp_set("AR6")})
    made.load()
    made.inventory.watch(made.refresh)
    return made


def add(figures: Figures, *records: Record) -> None:
    with figures.inventory.step(say("Add")) as step:
        for record in records:
            step.add(record)


def sheet(paper: Paper, title: str) -> Sheet:
    return next(each for each in paper.sheets if str(each.title) == title)


def column(found: Sheet, name: str) -> list[object]:
    place = [str(head.name) for head in found.heads].index(name)
    return [row[place] for row in found.rows]


def full(figures: Figures) -> None:
    add(figures, OPERATIONS, Target(name="Chain", scope="3", base_year=2021, categories="4", ambition="WB2C"))
    target = figures.inventory.all(Target)[0]
    add(
        figures,
        Exclusion(category="fugitive", emissions=10.0, reason="small"),
        Exclusion(target=target.id, site=1, category="process"),
        Exclusion(category="s3-1", emissions=100.0),
        CriterionAnswer(criterion="disclosure", holds=True, evidence="Report", answered_by="Lead"),
        CriterionAnswer(target=target.id, criterion="disclosure", holds=True, evidence="Page 9"),
        LandFigure(year=2021, scope=1, kind="feedstock-removals", emissions=3.0),
        Entity(name="Kestrel Inc.", country="US"),
        Entity(name="Kestrel Ltd", country="CN"),
        Screening(category="s3-2", decision="excluded", reason="below the line"),
        BaseYearChange(name="Meter", effective=date(2025, 1, 1), kind="error", effect=5.0),
    )
    add(figures, Ownership(entity=2, parent=1, share=0.8), Ownership(entity=1))


def test_the_pack_holds_what_a_validation_asks_for(figures: Figures) -> None:
    full(figures)
    approve(figures.inventory, figures.inventory.all(Target)[0], by="Board", today=TODAY)
    paper = submission_paper(figures, 2025, Options())
    assert [str(each.title) for each in paper.sheets] == [
        "Wording", "Targets", "Inventory by category", "Exclusions", "Entities", "Bioenergy", "Recalculation",
        "Criteria",
    ]  # fmt: skip
    targets = sheet(paper, "Targets")
    assert column(targets, "Approved by") == ["Board", ""]
    base = figures.totals(2021).scope12_market
    assert column(targets, "In the base year")[0] == pytest.approx(base - 0.0)
    assert column(targets, "In the target year")[0] == pytest.approx(base / 2)
    assert str(column(sheet(paper, "Wording"), "Wording")[0]) == (
        "Kestrel Boards commits to reduce absolute scope 1 and 2 GHG emissions 50 % by 2030 from a 2021 base year."
    )
    by_category = sheet(paper, "Inventory by category")
    rows = {(str(row[1]), str(row[2])): row for row in by_category.rows}
    assert rows["Scope 2", "Market-based"][3] == pytest.approx(figures.totals(2021).scope2_market)
    assert rows["Scope 3", ""][4] == pytest.approx(figures.totals(2025).scope3)
    assert rows["Capital goods", ""][5] == "below the line"
    assert str(rows["Investments", ""][5]) == "no source"
    left = sheet(paper, "Exclusions")
    shares = column(left, "Share")
    assert shares[0] == pytest.approx(10 / (10 + base))
    assert shares[1] is None
    assert len(left.notes) == 2
    assert column(sheet(paper, "Entities"), "Parent") == ["", "Kestrel Inc."]
    assert column(sheet(paper, "Bioenergy"), "Removals of feedstocks")[0] == 3.0
    ledger = sheet(paper, "Recalculation")
    assert column(ledger, "Effect") == [5.0]
    assert "5 %" in str(ledger.notes[0])
    criteria = sheet(paper, "Criteria")
    evidence = [(row[0], row[7]) for row in criteria.rows if str(row[2]) == "Yearly disclosure"]
    assert evidence == [("Operations", "Page 9"), ("Chain", "Report")]


def test_what_is_lacking_is_said_failed_criteria_first(figures: Figures) -> None:
    assert [finding.code for finding in lacking(figures)] == ["no-target"]
    full(figures)
    found = lacking(figures)
    codes = [finding.code for finding in found]
    assert codes[0] == "criterion-failed"
    assert codes.count("target-not-approved") == 2
    assert {finding.where.get("criterion") for finding in found if finding.code == "criterion-failed"} >= {
        "exclusions-scope-1-2",
        "coverage-scope-3",
    }
    only = lacking(figures, figures.inventory.all(Target)[:1])
    assert {finding.where["target"] for finding in only} == {"Operations"}
    papers = submission_paper(figures, 2025, Options())
    assert len(papers.findings) == len(found)


def test_without_targets_the_pack_says_so(figures: Figures) -> None:
    paper = submission_paper(figures, 2025, Options())
    assert [finding.code for finding in paper.findings] == ["no-target"]
    assert "Targets" not in [str(each.title) for each in paper.sheets]
    assert submission_xlsx(figures, today=TODAY)


def test_the_workbook_and_the_document_hold_the_same_words(figures: Figures) -> None:
    full(figures)
    book = openpyxl.load_workbook(io.BytesIO(submission_xlsx(figures, today=TODAY)))
    assert book.sheetnames[1:3] == ["Wording", "Targets"]
    content = submission_docx(figures, today=TODAY)
    document = docx.Document(io.BytesIO(content))
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    assert paragraphs[0] == "Submission of targets"
    assert paragraphs[1] == "Calculated per the public SBTi method; not an SBTi validation."
    facts, wording, targets = document.tables[:3]
    assert wording.rows[1].cells[1].text.startswith("Kestrel Boards commits to reduce absolute scope 1 and 2")
    assert facts.rows[0].cells[1].text == "Kestrel Boards"
    # Few targets of many columns stand with their heads down the side; a column of each would be a letter wide.
    assert [[cell.text for cell in row.cells] for row in targets.rows[:2]] == [
        ["Target", "Operations", "Chain"],
        ["Scope", "1+2", "3"],
    ]
    assert [cell.text for cell in document.tables[3].rows[0].cells][:2] == ["Scope", "Category"]
    assert [cell.text for cell in facts.rows[6].cells] == ["Handed in", "4 May 2026"]
    bullets = [
        each for each in document.paragraphs if each.style is not None and each.style.name == "List Bullet"
    ]
    assert bullets
    assert all(each.text.startswith("Warning: ") for each in bullets)
    assert document.core_properties.created.date() == TODAY
    sizes = [sorted((each.page_width or 0, each.page_height or 0)) for each in document.sections]
    assert all(size == pytest.approx([Cm(21.0), Cm(29.7)], abs=Cm(0.01)) for size in sizes)
    assert content == submission_docx(figures, today=TODAY)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_tables_of_the_document_fill_the_page_and_no_column_is_empty(figures: Figures) -> None:
    full(figures)
    document = docx.Document(io.BytesIO(submission_docx(figures, today=TODAY)))
    for table in document.tables[1:]:
        columns = [[cell.text for cell in column.cells] for column in table.columns]
        assert all(any(texts[1:]) for texts in columns[1:]), columns
        widths = [column.width or 0 for column in table.columns]
        page = min((Cm(21.0 - 3.6), Cm(29.7 - 3.6)), key=lambda room: abs(room - sum(widths)))
        assert sum(widths) == pytest.approx(page, rel=0.01)
        for texts, width in zip(columns, widths, strict=True):
            longest = max(len(word) for text in texts for word in text.split())
            # A small letter is 8 points high and about half of it wide.
            assert width > min(longest, 16) * 4 * 12_700, texts


def test_a_document_speaks_the_language_of_its_reader_and_drops_what_no_file_holds(figures: Figures) -> None:
    add(figures, Target(name="Bad\x07name", base_year=2021, reduction=0.5))
    language.use("zh_CN")
    try:
        document = docx.Document(io.BytesIO(submission_docx(figures, today=TODAY)))
    finally:
        language.use("en")
    assert document.paragraphs[0].text == "目标提交资料"
    assert document.tables[1].rows[1].cells[0].text.startswith("Bad")


def test_the_catalogue_writes_the_document_too(figures: Figures) -> None:
    full(figures)
    kind = analysis("submission")
    assert ".docx" in endings(kind)
    assert ".docx" not in endings(analysis("summary"))
    content = written(kind, figures, 2025, Options(), ".docx", TODAY)
    assert docx.Document(io.BytesIO(content)).tables


def test_progress_tells_distance_budget_trend_and_ratings(figures: Figures) -> None:
    full(figures)
    add(
        figures,
        Target(
            name="Suppliers", scope="3", method="engagement", engagement=0.8, base_year=2024, target_year=2029
        ),
        Supplier(name="A", year=2024, emissions=1.0, target_state="validated"),
        Supplier(name="B", year=2024, emissions=1.0),
        Supplier(name="A", year=2025, emissions=1.0, target_state="validated"),
    )
    paper = progress_paper(figures, 2025, Options())
    assert [str(each.title) for each in paper.sheets] == [
        "Distance", "Years", "Budget", "Trend", "Intensity", "Temperature, indicative",
    ]  # fmt: skip
    distance = sheet(paper, "Distance")
    base, now = figures.totals(2021).scope12_market, figures.totals(2025).scope12_market
    path = base * (1 - 0.5 * 4 / 9)
    gap = column(distance, "Gap to path")
    assert gap[0] == pytest.approx(now - path)
    assert column(distance, "Still to cut")[0] == pytest.approx(now - base / 2)
    assert column(distance, "To cut each year")[0] == pytest.approx((now - base / 2) / 5)
    assert [str(cell) for cell in column(distance, "On track")] == [
        "no" if now > path else "yes",
        "no",
        "yes",
    ]
    assert column(distance, "In 2025")[2] == 1.0
    budget = sheet(paper, "Budget")
    assert column(budget, "Budget used")[0] == pytest.approx(
        sum(figures.totals(year).scope12_market for year in range(2022, 2026))
        / sum(base * (1 - 0.5 * n / 9) for n in range(1, 10))
    )
    assert [str(row[0]) for row in sheet(paper, "Temperature, indicative").rows] == [
        "Operations", "Chain", "Suppliers", "All scopes together",
    ]  # fmt: skip
    assert paper.chart is not None
    assert "year-incomplete" not in [finding.code for finding in paper.findings]
    entry = figures.inventory.activities(1)[-1]
    with figures.inventory.step(say("Remove")) as step:
        step.remove(entry)
    assert progress_paper(figures, 2025, Options()).findings[0].code == "year-incomplete"
    early = sheet(progress_paper(figures, 2030, Options()), "Distance")
    assert column(early, "On track") == ["", "", ""]


def test_revenue_is_deflated_where_price_indices_are_entered(figures: Figures) -> None:
    tonnes = {year: figures.totals(year).scope12_market for year in (2021, 2025)}
    revenue = 12 * 9e6 * sum(weight for _, _, weight in plants.SITES)
    plain = sheet(progress_paper(figures, 2025, Options()), "Intensity")
    assert {str(row[1]) for row in plain.rows} == {"current prices"}
    assert "2021, 2022, 2023, 2024, 2025" in str(plain.notes[1])
    add(
        figures,
        PriceIndex(currency="EUR", year=2021, index=100.0),
        PriceIndex(currency="EUR", year=2025, index=125.0),
    )
    found = sheet(progress_paper(figures, 2025, Options()), "Intensity")
    rows = {(str(row[1]), row[2]): row for row in found.rows}
    assert rows["current prices", "2025"][4] == pytest.approx(tonnes[2025] / revenue * 1e6)
    assert rows["prices of 2021", "2025"][4] == pytest.approx(tonnes[2025] / (revenue / 1.25) * 1e6)
    assert rows["prices of 2021", "2025"][6] == pytest.approx(tonnes[2025] * 1.25 / tonnes[2021] - 1)
    assert ("prices of 2021", "2023") not in rows
    assert "2022, 2023, 2024" in str(found.notes[1])
    none = progress_paper(figures, 2025, Options())
    assert [finding.code for finding in none.findings] == ["no-target"]


@pytest.mark.parametrize("name", ["A\ufffe\uffffB", "中" * 400, "=1+1", "<a>&\"']]>", "_x000B_"])
def test_any_name_makes_whole_documents(figures: Figures, name: str) -> None:
    with figures.inventory.step(say("Rename")) as step:
        step.change(figures.organisation, name=name)
    add(figures, replace(OPERATIONS, name=name, wording=name))
    for made in (submission_docx(figures, today=TODAY), submission_xlsx(figures, today=TODAY)):
        with zipfile.ZipFile(io.BytesIO(made)) as parts:
            for part in parts.namelist():
                if part.endswith((".xml", ".rels")):
                    ET.fromstring(parts.read(part))  # noqa: S314 - our own file


def test_a_text_longer_than_a_cell_is_cut_and_not_left_out(figures: Figures) -> None:
    add(figures, replace(OPERATIONS, wording="w" * 40_000))
    book = openpyxl.load_workbook(io.BytesIO(submission_xlsx(figures, today=TODAY)))
    found = [cell.value for row in book["Wording"].iter_rows() for cell in row if cell.value]
    assert f"{'w' * 32_766}…" in found
