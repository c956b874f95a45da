"""The month grid without a window: cells, sums, gaps, fiscal years, refresh."""

from __future__ import annotations

from datetime import date

import pytest

from carbondesk.domain.records import Activity, Bill, Organisation, Site, Source
from carbondesk.domain.text import say
from carbondesk.report.figures import Figures
from carbondesk.report.grids import MonthGrid, SourceRow, State, SumRow
from carbondesk.report.outputs import OutputGrid
from carbondesk.store.billing import recalendarise
from carbondesk.store.inventory import Inventory
from carbondesk.store.library import gwp_set, load_library


class Works:
    """One site whose year runs from April to March, with a gas meter, a submeter of it and electricity."""

    def __init__(self, year_start: int = 4) -> None:
        self.inventory = Inventory.in_memory(
            Organisation(name="Works", country="GB", currency="GBP", year_start=year_start)
        )
        with self.inventory.step(say("Works")) as step:
            self.site = step.add(Site(name="Leeds", country="GB"))
            self.gas = step.add(self._source("Gas", "stationary-combustion", "natural gas", "kWh"))
            sub = self._source(
                "Gas, oven", "stationary-combustion", "natural gas", "kWh", submeter_of=self.gas.id
            )
            self.oven = step.add(sub)
            self.power = step.add(
                self._source("Power", "electricity", "electricity", "kWh", from_=date(2024, 6, 15))
            )
        self.figures = Figures(self.inventory, load_library(), {"AR6": gwp_set("AR6")})
        self.figures.load()
        self.inventory.watch(self.figures.refresh)

    def _source(self, name: str, category: str, carrier: str, unit: str, **fields: object) -> Source:
        given = {"site": self.site.id, "name": name, "category": category, "carrier": carrier, "unit": unit}
        return Source(**{**given, **fields})  # type: ignore[arg-type]  # a test names any field

    def enter(self, source: Source, first: date, last: date, quantity: float, **fields: object) -> Activity:
        with self.inventory.step(say("Enter")) as step:
            entry = Activity(source=source.id, start=first, end=last, quantity=quantity, unit=source.unit)
            return step.add(Activity(**{**{f: getattr(entry, f) for f in entry.__slots__}, **fields}))

    def grid(self, year: int = 2024) -> MonthGrid:
        grid = MonthGrid(self.figures, self.inventory, self.site, year)
        grid.read()
        return grid


@pytest.fixture
def works() -> Works:
    return Works()


def test_months_follow_the_fiscal_year(works: Works) -> None:
    works.enter(works.gas, date(2025, 3, 1), date(2025, 3, 31), 100.0)
    grid = works.grid()
    assert (grid.months[0], grid.months[11]) == ("2024-04", "2025-03")
    assert grid.source_row(works.gas.id).cells[11].quantity == 100.0


def test_rows_stand_under_their_category_and_submeters_under_their_main_meter(works: Works) -> None:
    names = [row.source.name if isinstance(row, SourceRow) else row.category for row in works.grid().rows]
    assert names == ["stationary-combustion", "Gas", "Gas, oven", "electricity", "Power"]


def test_an_entry_over_several_months_is_shared_by_days(works: Works) -> None:
    works.enter(works.gas, date(2024, 4, 16), date(2024, 5, 15), 300.0, cost=30.0, currency="GBP")
    april, may = works.grid().source_row(works.gas.id).cells[:2]
    assert (april.quantity, may.quantity) == (150.0, 150.0)
    assert (april.cost, april.currency, april.spans) == (15.0, "GBP", True)


def test_tonnes_of_the_months_are_those_of_the_figures(works: Works) -> None:
    works.enter(works.gas, date(2024, 11, 20), date(2025, 2, 7), 123_456.7)
    works.enter(works.power, date(2024, 8, 1), date(2024, 8, 31), 5000.0)
    grid = works.grid()
    totals = works.figures.totals(2024)
    assert grid.everything.total == pytest.approx(sum(works.figures.by_source(2024).values()), rel=1e-9)
    assert sum(grid.scope12.tonnes) == pytest.approx(totals.scope12_location, rel=1e-9)
    by_source = works.figures.by_source(2024)
    assert grid.source_row(works.gas.id).tonnes == pytest.approx(by_source[works.gas.id])


def test_a_submeter_is_shown_and_not_added_up(works: Works) -> None:
    works.enter(works.oven, date(2024, 4, 1), date(2024, 4, 30), 10.0)
    row = works.grid().source_row(works.oven.id)
    assert (row.quantity, row.tonnes, row.counted) == (10.0, None, False)
    assert works.grid().everything.total == 0.0


def test_missing_months_are_those_of_the_figures(works: Works) -> None:
    works.enter(works.gas, date(2024, 4, 1), date(2024, 4, 30), 10.0)
    works.enter(works.gas, date(2024, 7, 1), date(2024, 7, 31), 10.0)
    grid = works.grid()
    states = [cell.state for cell in grid.source_row(works.gas.id).cells[:5]]
    assert states == [State.ENTERED, State.MISSING, State.MISSING, State.ENTERED, State.EMPTY]
    assert grid.source_row(works.power.id).cells[1].state is State.UNUSED
    assert grid.source_row(works.power.id).cells[2].state is State.MISSING
    assert grid.count(State.MISSING) == works.figures.totals(2024).missing_values
    assert grid.everything.lacks[:5] == (False, True, True, True, False)
    assert grid.share_complete() == pytest.approx(2 / 6)


def test_a_month_without_a_factor_lacks_its_tonnes(works: Works) -> None:
    with works.inventory.step(say("Odd")) as step:
        odd = step.add(Source(site=works.site.id, name="Odd", category="process", carrier="?", unit="kg"))
    works.enter(odd, date(2024, 4, 1), date(2024, 4, 30), 10.0)
    grid = works.grid()
    row = grid.source_row(odd.id)
    assert (row.tonnes, row.lacks_factor, row.incomplete) == (None, True, True)
    group = grid.rows[next(at for at, each in enumerate(grid.rows) if each is row) - 1]
    assert isinstance(group, SumRow)
    assert (group.present[0], group.lacks[0]) == (False, True)


def test_units_of_one_kind_are_added_in_the_rows_unit(works: Works) -> None:
    works.enter(works.gas, date(2024, 4, 1), date(2024, 4, 30), 10.0)
    works.enter(works.gas, date(2024, 4, 1), date(2024, 4, 30), 0.5, unit="MWh", n=2)
    cell = works.grid().source_row(works.gas.id).cells[0]
    assert (cell.quantity, len(cell.activities)) == (510.0, 2)


def test_a_row_takes_the_unit_of_its_entries_where_they_do_not_convert(works: Works) -> None:
    works.enter(works.gas, date(2024, 4, 1), date(2024, 4, 30), 7.0, unit="m3")
    row = works.grid().source_row(works.gas.id)
    assert (row.unit, row.quantity) == ("m3", 7.0)


def test_a_step_touches_its_row_its_sum_and_nothing_else(works: Works) -> None:
    for month in (4, 5):
        works.enter(works.gas, date(2024, month, 1), date(2024, month, 28), 10.0)
    grid = works.grid()
    before = list(grid.rows)
    works.enter(works.gas, date(2024, 4, 29), date(2024, 4, 30), 3.0)
    touched = grid.refresh({works.gas.id})
    assert touched == {0, 1}
    assert [at for at, row in enumerate(grid.rows) if row is not before[at]] == [0, 1]
    assert grid.everything.total == pytest.approx(works.figures.totals(2024).scope12_location)


def test_a_new_last_month_makes_other_rows_incomplete(works: Works) -> None:
    works.enter(works.gas, date(2024, 4, 1), date(2024, 4, 30), 10.0)
    grid = works.grid()
    works.enter(works.gas, date(2024, 7, 1), date(2024, 7, 31), 10.0)
    touched = grid.refresh({works.gas.id})
    assert grid.place(works.power.id) in touched
    assert grid.source_row(works.power.id).count(State.MISSING) == 2


def test_a_month_waits_for_the_bill_that_straddles_its_end(works: Works) -> None:
    with works.inventory.step(say("Bills")) as step:
        for read in (date(2024, 3, 31), date(2024, 4, 30), date(2024, 5, 20)):
            step.add(Bill(source=works.gas.id, read_date=read, quantity=100.0, unit="kWh"))
        recalendarise(works.inventory, step, {works.gas.id})
    cells = works.grid().source_row(works.gas.id).cells
    assert [cell.waits for cell in cells[:3]] == [False, True, False]
    assert (cells[0].bills, cells[0].from_bills) == (1, True)
    with works.inventory.step(say("The next bill")) as step:
        step.add(Bill(source=works.gas.id, read_date=date(2024, 6, 30), quantity=100.0, unit="kWh"))
        recalendarise(works.inventory, step, {works.gas.id})
    assert not any(cell.waits for cell in works.grid().source_row(works.gas.id).cells)


def test_output_figures_keep_their_rows_through_the_years(works: Works) -> None:
    grid = OutputGrid(works.inventory, works.site, 2024, 4)
    grid.read()
    assert grid.rows == []
    grid.plan("Boards", "m2")
    with works.inventory.step(say("Output")) as step:
        step.add(grid.rows[0].figure("2024-05", 4.0))
        step.add(grid.rows[0].figure("2024-06", 0.1))
    grid.read()
    assert [(row.name, row.unit, row.total) for row in grid.rows] == [("Boards", "m2", 4.1)]
    later = OutputGrid(works.inventory, works.site, 2025, 4)
    later.read()
    assert [(row.name, row.total) for row in later.rows] == [("Boards", None)]
