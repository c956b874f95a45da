from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from carbondesk import paths
from carbondesk.domain.records import Activity, Bill, BillKind, Driver, Milestone, Site, Source, Target
from carbondesk.domain.targets.criteria import Status
from carbondesk.domain.targets.studies import study
from carbondesk.exchange.imports import read_tables
from carbondesk.exchange.sample import ORGANISATION, build_sample
from carbondesk.report.figures import Figures
from carbondesk.report.targets import grounds
from carbondesk.store.errors import AlreadyThere
from carbondesk.store.inventory import Inventory
from carbondesk.store.library import gwp_set, load_library
from carbondesk.store.target_versions import is_approved

BUILD = Path(__file__).parents[2] / "build_scripts" / "sample_inventory.py"


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    sample = Inventory.open(build_sample(tmp_path_factory.mktemp("sample") / "sample.cdesk"))
    made = Figures(sample, load_library(), {name: gwp_set(name) for name in ("AR4", "AR5", "AR6")})
    made.load()
    return made


def test_the_sample_has_six_sites_in_five_countries_and_five_years(figures: Figures) -> None:
    sites = figures.inventory.all(Site)
    assert [site.country for site in sites] == ["CN", "CN", "IN", "MX", "HU", "NL"]
    assert figures.years == [2021, 2022, 2023, 2024, 2025]
    assert figures.complete_years() == [2021, 2022, 2023, 2024]
    assert figures.inventory.organisation.is_sample
    per_site = [len(figures.inventory.find(Source, site=site.id)) for site in sites]
    assert all(12 <= count <= 19 for count in per_site)


def test_every_source_of_the_sample_finds_a_factor(figures: Figures) -> None:
    needs = figures.ledger.rates.needs
    assert len(needs) > 100
    for need in needs:
        choice = figures.ledger.rates.choice(need)
        assert choice.factor or not choice.counts or need.carrier == "residual electricity", need


def test_the_sample_falls_and_stays_a_little_above_its_path(figures: Figures) -> None:
    totals = [figures.totals(year).scope12_market / 1000 for year in figures.years]
    assert 130 < totals[-1] < 150
    assert totals[-1] < totals[-2] < totals[-3] < totals[0]
    last = figures.totals(2025)
    assert (last.missing_values, last.estimated_values, last.without_factor) == (3, 5, 0)
    assert 0 < last.missing_tonnes < 2000


def test_the_sample_holds_what_a_real_year_brings(figures: Figures) -> None:
    sample = figures.inventory
    kinds = {bill.kind for bill in sample.all(Bill)}
    assert kinds == {kind.value for kind in BillKind}
    names = {source.name: source for source in sample.all(Source)}
    suzhou = sample.find(Site, name="Suzhou")[0]
    gas = sample.find(Source, site=suzhou.id, name="Natural gas, boilers")[0]
    assert 291.4 in [entry.quantity for entry in sample.activities(gas.id)]
    solar = sample.find(Source, name="Rooftop solar, self-used")
    assert any(source.from_ is not None and source.from_.month == 5 for source in solar)
    assert any(source.submeter_of is not None for source in names.values())
    assert {driver.driver for driver in sample.all(Driver)} == {
        "Production",
        "Revenue",
        "Headcount",
        "Floor area",
    }
    assert sample.verify().intact


def test_the_targets_of_the_sample_are_a_real_case(figures: Figures) -> None:
    """One is approved and passes but for an open question, one covers too little of scope 3, one is for net zero."""
    sample = figures.inventory
    targets = sample.all(Target)
    assert [(target.scope, target.reduction) for target in targets] == [
        ("1+2", 0.46),
        ("3", 0.275),
        ("1+2+3", 0.9),
    ]
    approval = is_approved(sample, targets[0])
    assert approval is not None
    assert (approval.approved_by, approval.version) == ("Board", 1)
    assert is_approved(sample, targets[1]) is None
    studies = [study(target, grounds(figures, target)) for target in targets]
    failed = [
        [result.criterion.id for result in one.checklist.results if result.status == Status.FAIL]
        for one in studies
    ]
    assert failed == [[], ["coverage-scope-3"], []]
    assert all(one.checklist.result("disclosure").status == Status.UNKNOWN for one in studies)
    assert all(one.course.years for one in studies)
    needed, covered = (
        studies[1].checklist.result(name).answer for name in ("scope-3-needed", "coverage-scope-3")
    )
    assert needed.numbers["share"] > 0.4
    assert 0.57 < covered.numbers["coverage"] < 0.67
    assert covered.numbers["category"] == 9.0
    assert {milestone.kind for milestone in sample.all(Milestone)} == {"committed", "developed"}


def test_the_sample_is_imported_without_warnings() -> None:
    plan = read_tables(Inventory.in_memory(ORGANISATION), [paths.resources() / "sample"])
    assert {finding.code for finding in plan.findings} == {"first-read", "estimate-settled"}


def test_the_script_writes_the_committed_tables(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(BUILD), str(tmp_path)], check=True)
    for path in sorted((paths.resources() / "sample").glob("*.csv")):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


def test_a_sample_is_never_written_over_another_file(tmp_path: Path) -> None:
    path = build_sample(tmp_path / "sample.cdesk")
    size = path.stat().st_size
    with pytest.raises(AlreadyThere):
        build_sample(path)
    assert path.stat().st_size == size


def test_a_sample_that_is_cancelled_leaves_no_file(tmp_path: Path) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_sample(tmp_path / "sample.cdesk", stop)
    assert list(tmp_path.iterdir()) == []


def test_the_sample_has_no_entries_before_a_source_begins(figures: Figures) -> None:
    begins = {source.id: source.from_ for source in figures.inventory.all(Source)}
    assert all(
        (begin := begins[entry.source]) is None or entry.start >= begin
        for entry in figures.inventory.all(Activity)
    )
