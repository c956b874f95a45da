"""The way of a target, on real inventories in memory."""

from __future__ import annotations

from datetime import date

import pytest

from carbondesk.domain.records import (
    Activity,
    BaseYearChange,
    Exclusion,
    Milestone,
    MilestoneKind,
    Source,
    Target,
)
from carbondesk.domain.schema import Record
from carbondesk.domain.text import say
from carbondesk.report.figures import Figures
from carbondesk.report.findings import inventory_findings
from carbondesk.report.journeys import StationState, journey, target_reminders, triggers
from carbondesk.store.library import gwp_set, load_library
from tests.ui.pages import plants

TODAY = date(2026, 6, 1)


@pytest.fixture
def figures() -> Figures:
    made = Figures(plants.inventory(scope3=True), load_library(), {"AR6": gwp_set("AR6")})
    made.load()
    made.inventory.watch(made.refresh)
    add(made, Target(name="Operations", base_year=2021, submission="2026-08"))
    return made


def add(figures: Figures, *records: Record) -> None:
    with figures.inventory.step(say("Add")) as step:
        for record in records:
            step.add(record)


def ours(figures: Figures) -> Target:
    return figures.inventory.all(Target)[0]


def codes(figures: Figures, target: Target | None = None) -> list[str]:
    return [finding.code for finding in triggers(figures, target or ours(figures))]


def test_stations_stand_in_their_order_with_days_and_documents(figures: Figures) -> None:
    target = ours(figures)
    add(
        figures,
        Milestone(kind="committed", reached=date(2025, 1, 1), document="Letter"),
        Milestone(target=target.id, kind="developed", due=date(2026, 5, 1)),
        Milestone(kind="recalculated", due=date(2026, 12, 1)),
    )
    way = journey(figures.inventory, target, TODAY)
    assert [station.kind for station in way.stations] == [
        *(
            "committed",
            "developed",
            "submitted",
            "validated",
            "published",
            "reported",
            "reviewed",
            "recalculated",
        )
    ]
    states = [station.state for station in way.stations]
    assert states[:4] == [StationState.REACHED, StationState.OVERDUE, StationState.DUE, StationState.OPEN]
    committed, developed, submitted = way.stations[:3]
    assert (committed.reached, committed.document) == (date(2025, 1, 1), "Letter")
    assert developed.document == ""
    assert submitted.due == date(2026, 8, 31)
    assert way.stage == MilestoneKind.COMMITTED
    assert way.next == developed
    assert [finding.code for finding in way.reminders] == ["milestone-overdue"]
    assert way.triggers == ()


def test_a_report_comes_back_every_year(figures: Figures) -> None:
    target = ours(figures)
    add(
        figures,
        Milestone(target=target.id, kind="validated", reached=date(2024, 3, 1)),
        Milestone(target=target.id, kind="reported", reached=date(2026, 2, 1), document="Report 2025"),
        Milestone(target=target.id, kind="reported", reached=date(2025, 2, 1), document="Report 2024"),
    )
    stations = {station.kind: station for station in journey(figures.inventory, target, TODAY).stations}
    reported = stations[MilestoneKind.REPORTED]
    assert (reported.reached, reported.due, reported.state) == (
        date(2026, 2, 1),
        date(2027, 2, 1),
        StationState.DUE,
    )
    assert reported.document == "Report 2025"
    assert stations[MilestoneKind.REVIEWED].due == date(2029, 3, 1)
    (unsaid,) = journey(figures.inventory, target, TODAY).reminders
    assert (unsaid.code, unsaid.where["field"]) == ("validated-under-missing", "valid_under")
    with figures.inventory.step(say("Say")) as step:
        target = step.change(target, valid_under="SBTi-NT-5.1")
    assert journey(figures.inventory, target, TODAY).reminders == ()
    gone = Milestone(target=target.id, kind="withdrawn", reached=date(2026, 5, 1))
    add(figures, gone)
    way = journey(figures.inventory, target, TODAY)
    assert (way.stage, way.next, way.stations[-1].kind) == (None, None, MilestoneKind.WITHDRAWN)


def test_the_same_reminder_of_several_targets_is_said_once(figures: Figures) -> None:
    add(
        figures,
        Target(name="Chain", scope="3", submission="2026-08"),
        Target(name="Other", submission="2026-01"),
    )
    found = target_reminders(figures.inventory, date(2026, 8, 1))
    assert [(finding.code, str(finding.where["target"])) for finding in found] == [
        ("milestone-overdue", "Other"),
        ("milestone-due", "Operations; Chain"),
    ]
    assert [finding.code for finding in inventory_findings(figures) if finding.code.startswith("milestone")]


def test_a_ledger_above_the_threshold_asks_for_a_new_calculation(figures: Figures) -> None:
    base = figures.totals(2021).scope12_market
    assert codes(figures) == []
    small = BaseYearChange(name="Meter", effective=date(2025, 1, 1), kind="error", effect=0.04 * base)
    add(figures, small)
    assert codes(figures) == []
    add(figures, BaseYearChange(name="Method", effective=date(2025, 1, 1), kind="method", effect=0.02 * base))
    assert codes(figures) == ["recalculation-due"]
    (found,) = triggers(figures, ours(figures))
    assert str(found.message) == ("The ledger changes the base year 2021 by 6 %; from 5 % on it is restated.")
    assert codes(figures, Target(name="Chain", scope="3", base_year=2021)) == []


def test_a_single_scope_decides_under_the_standard_2(figures: Figures) -> None:
    scope1 = figures.totals(2021).scope1
    add(
        figures,
        BaseYearChange(name="Gas", effective=date(2025, 1, 1), kind="error", scope="1", effect=0.06 * scope1),
    )
    assert codes(figures) == []
    assert codes(figures, Target(name="New", base_year=2021, rule_set="SBTi-CNZS-2.0")) == [
        "recalculation-due"
    ]


def test_exclusions_above_five_percent_ask_for_a_new_calculation(figures: Figures) -> None:
    add(figures, Exclusion(category="fugitive", emissions=0.1 * figures.totals(2021).scope12_market))
    assert codes(figures) == ["exclusions-grew"]
    assert codes(figures, Target(name="Chain", scope="3", base_year=2021)) == []


def test_scope_3_that_grew_to_40_percent_and_a_category_that_crossed_5_are_told(figures: Figures) -> None:
    new = Target(name="New", scope="3", base_year=2021, rule_set="SBTi-CNZS-2.0")
    assert (codes(figures), codes(figures, new)) == ([], [])
    waste = figures.inventory.find(Source, name="Waste")[0]
    add(
        figures,
        Activity(
            source=waste.id, start=date(2025, 1, 1), end=date(2025, 12, 31), quantity=200_000.0, unit="t"
        ),
    )
    assert codes(figures) == ["scope-3-grew"]
    (found,) = triggers(figures, new)[1:]
    assert str(found.message) == "Category 5 of scope 3 crossed 5 % between 2021 and 2025."
    assert codes(figures, Target(name="Old", scope="3", base_year=2021)) == ["scope-3-grew"]
    add(figures, Target(name="Chain", scope="3"))
    assert codes(figures) == []


def test_without_figures_of_the_base_year_nothing_is_triggered(figures: Figures) -> None:
    assert codes(figures, Target(name="Early", base_year=1999)) == []
