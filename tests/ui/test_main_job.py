"""The main job in the real window: bills and months in, one value edited, every figure and the pathway move."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from carbondesk.domain.progress import silent
from carbondesk.domain.records import Activity, Bill, Organisation
from carbondesk.exchange.imports import read_tables
from carbondesk.exchange.sample import build_sample
from carbondesk.report.explanations import lines_of
from carbondesk.store import Inventory
from carbondesk.ui.desktop import Desktop
from carbondesk.ui.pages.data_entry.grid_model import name_of
from carbondesk.ui.pages.data_entry.page import DataEntryPage
from carbondesk.ui.pages.overview import OverviewPage
from carbondesk.ui.settings import Settings

BAKERY = Path(__file__).resolve().parents[1] / "data" / "bakery"


@pytest.fixture
def desktop(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    monkeypatch.setenv("CARBONDESK_HOME", str(tmp_path / "home"))
    made = Desktop(Settings(theme="light", language="en", person="Energy manager"))
    qtbot.addWidget(made.window)
    made.window.resize(1440, 900)
    made.window.show()
    yield made
    made.session.close()


def opened(qtbot: QtBot, desktop: Desktop, path: Path) -> Inventory:
    with qtbot.waitSignal(desktop.session.figures_ready, timeout=20_000):
        assert desktop.open_path(path)
    assert desktop.session.inventory is not None
    return desktop.session.inventory


def entry_page(desktop: Desktop) -> DataEntryPage:
    page = desktop.window.show_page("data_entry")
    assert isinstance(page, DataEntryPage)
    return page


def overview_words(
    qtbot: QtBot, desktop: Desktop
) -> tuple[list[str], dict[int, float], list[tuple[int, float]]]:
    """Return what the overview shows: the figures' numbers, the chart's bars and its path."""
    page = desktop.window.show_page("overview")
    assert isinstance(page, OverviewPage)
    qtbot.waitUntil(lambda: page.pathway.chart is not None, timeout=10_000)
    chart = page.pathway.chart
    assert chart is not None
    bars = {bar.year: bar.total for bar in chart.bars}
    return [tile.figure.number for tile in page.strip.tiles()], bars, chart.path


def totals_row(page: DataEntryPage) -> list[str]:
    model = page.totals_model
    return [model.words(0, column) for column in range(model.columnCount())]


def choose(page: DataEntryPage, source: str, month: int) -> tuple[int, int]:
    """Select a month (0 to 11) of a source in the grid and return its row and column."""
    names = [name_of(page.months.row_at(row)) for row in range(page.months.rowCount())]
    row = names.index(source)
    index = page.months.index(row, month)
    page.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    page.view.setFocus()
    return row, month


def test_a_typed_month_of_the_sample_moves_its_row_totals_figures_and_chart(
    qtbot: QtBot, desktop: Desktop, tmp_path: Path
) -> None:
    path = tmp_path / "sample.cdesk"
    build_sample(path, silent)
    opened(qtbot, desktop, path)
    desktop.session.show_year(2024)
    before = overview_words(qtbot, desktop)
    page = entry_page(desktop)
    row, column = choose(page, "Natural gas, boilers", 0)
    cells = [page.months.words(row, place) for place in range(page.months.columnCount())]
    totals = totals_row(page)

    QTest.keyClicks(page.view, "9")
    editor = page.view.findChild(QLineEdit)
    assert editor is not None
    QTest.keyClicks(editor, "00")
    QTest.keyClick(editor, Qt.Key.Key_Return)

    changed = [page.months.words(row, place) for place in range(page.months.columnCount())]
    assert changed[column] == "900.0"
    assert {place for place, words in enumerate(changed) if words != cells[place]} == {column, 12, 13}
    moved = totals_row(page)
    assert moved[column] != totals[column]
    assert moved[13] != totals[13]
    assert moved[column + 1] == totals[column + 1]
    after = overview_words(qtbot, desktop)
    assert after[0] != before[0]
    assert after[1][2024] > before[1][2024] + 1000
    assert after[1][2023] == before[1][2023]
    assert after[2] == before[2], "the reduction is decided and the base year untouched, so the path stays"

    desktop.undo()
    assert overview_words(qtbot, desktop) == before
    page = entry_page(desktop)
    assert [page.months.words(row, place) for place in range(page.months.columnCount())] == cells
    assert totals_row(page) == totals


def test_an_edited_bill_moves_its_months_the_figures_and_the_chart(
    qtbot: QtBot, desktop: Desktop, tmp_path: Path
) -> None:
    path = tmp_path / "bakery.cdesk"
    with Inventory.create(path, Organisation(name="Bakery", country="US")) as made:
        plan = read_tables(made, sorted(BAKERY.glob("*.csv")))
        plan.apply(made, silent)
    inventory = opened(qtbot, desktop, path)
    desktop.session.show_year(2023)
    before = overview_words(qtbot, desktop)
    page = entry_page(desktop)
    row, _ = choose(page, "Power", 1)
    cells = [page.months.words(row, place) for place in range(page.months.columnCount())]
    qtbot.waitUntil(lambda: page.inspector.bills.form is not None, timeout=5_000)
    pane = page.inspector.bills
    bill = pane.open_bill
    assert pane.form is not None
    assert bill is not None

    control = pane.form.fields["quantity"].control
    field = control if isinstance(control, QLineEdit) else control.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "1000000")
    QTest.keyClick(field, Qt.Key.Key_Return)

    assert inventory.get(Bill, bill.id).quantity == 1_000_000
    shares = [share.quantity for share in inventory.activities() if share.bill == bill.id]
    assert sum(shares) == pytest.approx(1_000_000, abs=1e-6)
    changed = [page.months.words(row, place) for place in range(page.months.columnCount())]
    assert changed != cells
    after = overview_words(qtbot, desktop)
    assert after[0] != before[0]
    assert after[1][2023] > before[1][2023]

    desktop.undo()
    assert inventory.get(Bill, bill.id).quantity == bill.quantity
    assert overview_words(qtbot, desktop) == before


def test_the_inspector_and_explain_show_the_same_numbers(
    qtbot: QtBot, desktop: Desktop, tmp_path: Path
) -> None:
    path = tmp_path / "sample.cdesk"
    build_sample(path, silent)
    inventory = opened(qtbot, desktop, path)
    desktop.session.show_year(2024)
    page = entry_page(desktop)
    row, column = choose(page, "Natural gas, boilers", 4)
    cell = page.months.cell_at(row, column)
    assert cell is not None
    qtbot.waitUntil(lambda: bool(page.inspector.computation.table.lines()[1]), timeout=5_000)
    _, shown, sum_line = page.inspector.computation.table.lines()
    figures = desktop.session.figures
    assert figures is not None
    (line,) = lines_of(figures, inventory.get(Activity, cell.activities[0].id))
    assert line.result is not None
    assert len(shown) == len(line.gases) == 3
    assert sum_line is not None
    assert f"{line.result:,.2f}" in sum_line[1]
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "carbondesk",
            "explain",
            path,
            "--activity",
            str(line.activity.id),
            "--format",
            "json",
        ],
        capture_output=True,
        check=True,
    )
    assert repr(line.result).encode() in done.stdout


KILLED = """
import os, signal, sys
from pathlib import Path
from PySide6.QtCore import QEventLoop
from carbondesk.ui import app, settings
application = app.make_application([])
desktop = app.make_desktop(application, settings.Settings(language="en"))
desktop.window.show()
waiting = QEventLoop()
desktop.session.figures_ready.connect(waiting.quit)
desktop.open_path(Path(sys.argv[1]))
waiting.exec()
desktop.session.show_year(2024)
page = desktop.window.show_page("data_entry")
from carbondesk.ui.pages.data_entry.grid_model import name_of
names = [name_of(page.months.row_at(row)) for row in range(page.months.rowCount())]
row = names.index("Natural gas, boilers")
assert page.commit_cell(row, 0, "900")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_an_edit_survives_the_program_being_killed_and_can_still_be_undone(
    qtbot: QtBot, desktop: Desktop, tmp_path: Path
) -> None:
    path = tmp_path / "sample.cdesk"
    build_sample(path, silent)
    environment = {**os.environ, "CARBONDESK_HOME": str(tmp_path / "other")}
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(path)], env=environment, capture_output=True, check=False
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    inventory = opened(qtbot, desktop, path)
    desktop.session.show_year(2024)
    page = entry_page(desktop)
    row, column = choose(page, "Natural gas, boilers", 0)
    assert page.months.words(row, column) == "900.0"
    assert inventory.verify().intact
    desktop.undo()
    assert page.months.words(row, column) != "900.0"
    assert inventory.verify().intact
