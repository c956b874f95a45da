"""One figure, one value: Overview, Targets page, command line, submission, progress and report say the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from carbondesk.cli import main
from carbondesk.domain.records import Category, Target
from carbondesk.domain.targets.studies import Study
from carbondesk.exchange.sample import build_sample
from carbondesk.report.charts import pathway_chart, scale_for
from carbondesk.report.papers import Options, Paper
from carbondesk.report.screenings import screening_paper
from carbondesk.report.submissions import submission_paper
from carbondesk.report.target_progress import progress_paper
from carbondesk.report.targets import target_path
from carbondesk.store.inventory import Inventory
from carbondesk.ui.pages.overview import OverviewPage
from carbondesk.ui.pages.targets import TargetsPage
from carbondesk.ui.session import Session
from carbondesk.ui.settings import Settings
from tests.ui.pages import target_desk

OWN, CHAIN, ZERO = "Scope 1+2, near-term", "Scope 3, near-term", "Net zero, long-term"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_sample(tmp_path_factory.mktemp("sample") / "sample.cdesk")


@pytest.fixture
def page(qtbot: QtBot, file: Path) -> Iterator[TargetsPage]:
    made = target_desk.opened(qtbot, Inventory.open(file, read_only=True))
    yield made
    made.session.finish_tasks()
    made.session.close()


@pytest.fixture
def studies(page: TargetsPage) -> dict[str, Study]:
    assert page.book is not None
    return {target.name: page.book.sight(target).study for target in target_desk.inventory(page).all(Target)}


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> Any:  # noqa: ANN401 - JSON
    capsys.readouterr()
    assert main([*words, "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def column(paper: Paper, sheet: str, head: str) -> dict[str, object]:
    """Return a column of a sheet by the target that each row is of."""
    found = next(each for each in paper.sheets if str(each.title) == sheet)
    place = [str(each.name) for each in found.heads].index(head)
    return {str(row[0]): row[place] for row in found.rows}


def test_targets_page_and_command_line_agree_on_every_target(
    studies: dict[str, Study], file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = {each["name"]: each for each in printed(capsys, "targets", str(file))["targets"]}
    assert told.keys() == studies.keys() == {OWN, CHAIN, ZERO}
    for name, study in studies.items():
        said, line = told[name], study.course
        assert said["base_year"] == line.pathway.terms.base_year
        assert {int(year): amount for year, amount in said["actual"].items()} == pytest.approx(line.actual)
        assert {int(year): amount for year, amount in said["years"].items()} == pytest.approx(line.years)
        assert study.standing is not None
        assert study.budget is not None
        assert said["distance"]["above_path"] == pytest.approx(study.standing.above_path)
        assert said["budget"]["whole"] == pytest.approx(study.budget.whole)
        assert said["budget"]["share_used"] == pytest.approx(study.budget.share_used)
        way = printed(capsys, "pathway", str(file), "--target", name)
        assert {int(year): amount for year, amount in way["years"].items()} == pytest.approx(line.years)
        assert way["target_emissions"] == pytest.approx(line.years[line.target.target_year])


def test_submission_and_progress_agree_with_the_targets_page(
    page: TargetsPage, studies: dict[str, Study]
) -> None:
    figures = page.session.figures
    assert figures is not None
    pack, progress = submission_paper(figures, 2025, Options()), progress_paper(figures, 2024, Options())
    for name, study in studies.items():
        line, terms = study.course, study.course.pathway.terms
        base, end = line.actual[terms.base_year], line.years[line.target.target_year]
        for paper, sheet in ((pack, "Targets"), (progress, "Distance")):
            assert column(paper, sheet, "Base year")[name] == str(terms.base_year)
            assert column(paper, sheet, "In the base year")[name] == pytest.approx(base)
            assert column(paper, sheet, "In the target year")[name] == pytest.approx(end)
        assert column(pack, "Targets", "In the most recent year")[name] == pytest.approx(
            line.actual[terms.recent_year]
        )
        gap = line.actual[2024] - line.years[2024]
        assert column(progress, "Distance", "Gap to path")[name] == pytest.approx(gap)
        assert study.budget is not None
        assert column(progress, "Budget", "Budget used")[name] == pytest.approx(study.budget.share_used)
        assert column(progress, "Budget", "Budget to the target year")[name] == pytest.approx(
            study.budget.whole
        )


def test_the_company_is_rated_by_what_it_emits_and_not_by_what_its_targets_hold(
    page: TargetsPage, studies: dict[str, Study]
) -> None:
    """Scope 3 is 41 % of the sample in 2021, the categories of its target are less than the 40 % that count it in."""
    figures = page.session.figures
    assert figures is not None
    found = column(progress_paper(figures, 2024, Options()), "Temperature, indicative", "Rating")
    own, chain = studies[OWN].rating, studies[CHAIN].rating
    base = figures.totals(2021)
    share = base.scope3 / base.total("market")
    assert share > 0.4 > studies[CHAIN].course.actual[2021] / base.total("market")
    assert found["All scopes together"] == pytest.approx(own * (1 - share) + chain * share)
    left = screening_paper(figures, 2024, Options()).sheets[-1]
    assert str(left.notes[-1]).startswith("Targets leave out 2900 t CO2e of scope 3 besides")


def test_the_share_of_scope_3_is_the_same_for_every_target(studies: dict[str, Study]) -> None:
    said = {
        str(result.answer.reason)
        for study in studies.values()
        for result in study.checklist.results
        if result.criterion.id == "scope-3-needed"
    }
    assert said == {"Scope 3 is 43.85 % of all emissions of 2024 and has a target."}


def test_overview_report_and_inventory_agree_with_the_target_of_scopes_1_and_2(
    qtbot: QtBot, studies: dict[str, Study], file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = studies[OWN].course
    session = Session(Settings())
    session.open(Inventory.open(file, read_only=True), in_background=False)
    overview = OverviewPage(session)
    session.setParent(overview)
    qtbot.addWidget(overview)
    overview.resize(1364, 784)
    overview.show()
    chart = overview.pathway.chart
    assert chart is not None
    assert chart.target is not None
    assert dict(chart.path) == pytest.approx(line.years)
    assert chart.target.base == pytest.approx(line.actual[2021])
    for year, amount in line.actual.items():
        bar = chart.bar(year)
        assert bar is not None
        assert bar.total == pytest.approx(amount)
        totals = printed(capsys, "inventory", str(file), "--year", str(year))["totals"]
        assert totals["scope1"] + totals["scope2_market"] == pytest.approx(amount)
        assert totals["total_market"] == pytest.approx(studies[ZERO].course.actual[year])
    assert chart.gap(2024) == pytest.approx(line.actual[2024] - line.years[2024])
    out = tmp_path / "summary.json"
    assert main(["report", str(file), "--year", "2024", "--standard", "summary", "--out", str(out)]) == 0
    told = json.loads(out.read_text("utf-8"))["pathway"]
    assert (told["base_year"], told["target_year"]) == (2021, line.target.target_year)
    assert {int(year): amount for year, amount in told["years"].items()} == pytest.approx(line.years)
    session.finish_tasks()
    session.close()


def test_the_chart_of_scope_3_does_not_hold_all_of_it_against_a_target_of_some_categories(
    page: TargetsPage, studies: dict[str, Study]
) -> None:
    figures = page.session.figures
    assert figures is not None
    path = target_path(figures, "3", "market")
    assert path is not None
    assert path.years == pytest.approx(studies[CHAIN].course.years)
    assert path.base == pytest.approx(
        sum(figures.by_category(2021)[key] for key in (Category.S3_1, Category.S3_6))
    )
    years = [figures.totals(year) for year in figures.years]
    scale = scale_for([each.scope3 for each in years])
    chart = pathway_chart(years, extent="3", method="market", scale=scale, target=path)
    assert str(chart.context) == "kt CO₂e, Scope 3, path of categories 1, 6 only"
    # Its minimum is that of well below 2 °C, so it is called by that name.
    assert chart.path_label() == "Well below 2 °C path, \u221227.5 % on 2021"
    assert chart.gap(2025) is None
    assert "above the path" not in chart.sentence()
    assert [name for name, _ in chart.table()[1]] == ["Actual", "Target path"]
    assert [name for _, name, _ in chart.readout(2024)] == ["Actual", "Target path"]
