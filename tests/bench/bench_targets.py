"""A target dragged while 1.2 million activities are open: chart with 30 series to 2050, table, criteria, at 1x and 2x.

Run: PYTHONPATH=. python tests/bench/bench_targets.py [FILE]. Without a file the inventory of `million.py` is made
first. Each frame is a mouse event on the knob and what it sets off: the study with its criteria, chart, table, and the
repaint of the pane; then the same on the whole page. The baseline is a bare widget of the plot's size that repaints 30
smooth lines of 30 points, as a drawing without any of that would.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parent))

import million
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QApplication, QWidget

from carbondesk.domain.records import Factor, GwpName, Target
from carbondesk.domain.targets.grounds import Grounds
from carbondesk.domain.targets.studies import Study, study
from carbondesk.domain.text import say
from carbondesk.report.figures import Figures
from carbondesk.report.target_charts import target_chart
from carbondesk.report.targets import grounds
from carbondesk.store import Inventory
from carbondesk.store.library import gwp_set, load_library
from carbondesk.ui import app
from carbondesk.ui.pages import targets
from carbondesk.ui.pages.targets.chart_pane import ChartPane
from carbondesk.ui.plots.target import TargetPlot
from carbondesk.ui.session import Session
from carbondesk.ui.settings import Settings
from carbondesk.ui.style import theme
from carbondesk.ui.style.tokens import LIGHT

FRAMES, SERIES, WARM_UP, SEEN = 200, 30, 20, 4
BUDGETS = {1: 16.7, 2: 33.0}
SIZE, PAGE = (692, 736), (1364, 834)
"""What the pane and the page get in a window of 1440 x 900."""


def main() -> None:
    """Measure each scale in a process of its own: Qt reads the scale once, when it starts."""
    if len(sys.argv) > 2:
        _measure(Path(sys.argv[1]), int(sys.argv[2]))
        return
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp()) / "million.cdesk"
    if not path.exists():
        million.build(path)
    for scale in BUDGETS:
        there = {**os.environ, "QT_SCALE_FACTOR": str(scale)}
        subprocess.run([sys.executable, __file__, str(path), str(scale)], check=True, env=there)


def _measure(path: Path, scale: int) -> None:
    application = app.make_application([])
    theme.apply(application, LIGHT)
    with Inventory.open(path) as inventory:
        sets = {name.value: gwp_set(name.value) for name in GwpName}
        figures = Figures(inventory, load_library(inventory.all(Factor)), sets)
        figures.load()
        first, last = figures.years[0], figures.years[-1]
        target = Target(
            name="Dragged", uid="dragged", base_year=last - 4, most_recent_year=last, target_year=2030
        )
        begun = time.perf_counter()
        held = grounds(figures, target)
        print(
            f"grounds of a target, {last - first + 1} years {(time.perf_counter() - begun) * 1000:8.1f} ms, once"
        )
        plain = _drag(application, target, held, ())
        others = [
            study(replace(target, uid=str(place), name=f"Target {place}", reduction=0.2 + place / 50), held)
            for place in range(SERIES - 1)
        ]
        many = _drag(application, target, held, others)
        base = _bare(application)
        measured = [("1 series", plain), (f"{SERIES} series", many), ("bare widget, 30 lines", base)]
        if hasattr(targets, "TargetsPage"):
            measured.insert(2, ("the whole page", _page(application, path, target)))
        for label, times in measured:
            walls, busy = times
            print(
                f"drag, {scale}x, {label:<22}{statistics.median(walls):6.1f} ms p50 {_p95(walls):6.1f} ms p95"
                f"   budget {BUDGETS[scale]} ms; processor {statistics.median(busy):.1f} p50 {_p95(busy):.1f} p95;"
                f" {statistics.median(busy) / statistics.median(base[1]):.1f}x bare"
            )


def _drag(
    application: QApplication, target: Target, held: Grounds, others: tuple[Study, ...] | list[Study]
) -> tuple[list[float], list[float]]:
    """Return the wall and the processor time in ms of every move of a drag."""
    pane = ChartPane()
    pane.resize(*SIZE)
    pane.show()

    def show(share: float) -> None:
        moved = study(replace(target, reduction=share), held)
        pane.show_study(moved, others=others, complete=held.complete_years)

    show(0.46)
    while pane.plot is None:
        application.processEvents()
    plot = pane.plot
    pane.dragged.connect(show)
    _settle(application)
    times = _pulled(application, plot, pane)
    assert pane.chart == target_chart(
        study(replace(target, reduction=plot.pull.share), held), others=others, complete=held.complete_years
    ), "the table and the chart fell behind the knob"
    pane.close()
    pane.deleteLater()
    application.processEvents()
    return times


def _page(application: QApplication, path: Path, target: Target) -> tuple[list[float], list[float]]:
    """Return the same for the whole page: list, form, figures, chart, table and criteria; the target is not kept."""
    made: Any = vars(targets)["TargetsPage"]
    inventory = Inventory.open(path)
    session = Session(Settings())
    session.open(inventory, in_background=False)
    with session.step(say("A target to drag")) as step:
        step.add(target)
    page = made(session)
    page.resize(*PAGE)
    page.show()
    while page.middle.chart.plot is None:
        application.processEvents()
    _settle(application)
    times = _pulled(application, page.middle.chart.plot, page)
    page.close()
    while inventory.all(Target):
        session.undo()
    session.close()
    _settle(application)
    return times


def _pulled(application: QApplication, plot: TargetPlot, shown: QWidget) -> tuple[list[float], list[float]]:
    """Pull the knob through many moves; each must be painted, and lines that rest must not be drawn again."""
    middle = plot.knob_spot()
    _send(application, plot, QEvent.Type.MouseButtonPress, middle)
    pictures: set[bytes] = set()

    def move(number: int) -> None:
        away = 2.0 * (number % 80 - 40) + 0.7
        _send(application, plot, QEvent.Type.MouseMove, middle + QPointF(0, away))

    def see(number: int) -> None:
        if number < SEEN:
            image = shown.grab().toImage()
            pictures.add(bytes(image.constBits()))

    times = _timed(application, move, see)
    assert len(pictures) == SEEN, "a move was not painted"
    assert plot.lines.pictures <= 3, "lines that rest were drawn again"
    _send(application, plot, QEvent.Type.MouseButtonRelease, middle)
    return times


def _send(application: QApplication, plot: TargetPlot, kind: QEvent.Type, spot: QPointF) -> None:
    view, none, left = plot.viewport(), Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
    button = none if kind == QEvent.Type.MouseMove else left
    held = none if kind == QEvent.Type.MouseButtonRelease else left
    event = QMouseEvent(kind, spot, view.mapToGlobal(spot), button, held, Qt.KeyboardModifier.NoModifier)
    application.sendEvent(view, event)


class Bare(QWidget):
    """Thirty smooth lines, drawn whole at every repaint."""

    def __init__(self) -> None:
        super().__init__()
        self.pull = 0.0

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#FFFFFF"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor("#0B6A63"), 1.4))
        for place in range(SERIES):
            fall = (6 + place + self.pull) / 40
            painter.drawPolyline(
                QPolygonF([QPointF(40 + 20 * n, 100 + fall * 12 * n) for n in range(SERIES)])
            )


def _bare(application: QApplication) -> tuple[list[float], list[float]]:
    widget = Bare()
    widget.resize(SIZE[0], SIZE[1] - 38 - 168)
    widget.show()
    _settle(application)

    def move(number: int) -> None:
        widget.pull = number % 80 / 20
        widget.update()

    times = _timed(application, move, lambda _number: None)
    widget.close()
    return times


def _timed(
    application: QApplication, move: Callable[[int], None], see: Callable[[int], None]
) -> tuple[list[float], list[float]]:
    for number in range(WARM_UP):
        move(number)
        application.processEvents()
    walls, busy = [], []
    for number in range(FRAMES):
        begun, worked = time.perf_counter(), time.process_time()
        move(number + WARM_UP)
        application.processEvents()
        walls.append((time.perf_counter() - begun) * 1000)
        busy.append((time.process_time() - worked) * 1000)
        see(number)
    return walls, busy


def _settle(application: QApplication) -> None:
    rest = time.perf_counter() + 0.5
    while time.perf_counter() < rest:
        application.processEvents()


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


if __name__ == "__main__":
    main()
