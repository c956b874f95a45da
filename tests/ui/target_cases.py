"""A target whose chart is shown in tests: scope 1+2 from 10,000 t in 2021, halved by 2030, in five actual years.

And the hands that pull its knob.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from carbondesk.domain.targets.studies import Study, study
from carbondesk.report.target_charts import target_chart
from carbondesk.ui.plots.target import TargetPlot
from tests.domain.targets.cases import grounds, target

TOTALS = {2021: 10_000.0, 2022: 9_800.0, 2023: 9_000.0, 2024: 8_500.0, 2025: 8_100.0}
FALLING = grounds(
    emissions={
        year: {"S1": 0.4 * total, "S2": 0.6 * total, "S3": 5 * total} for year, total in TOTALS.items()
    },
    complete_years=tuple(TOTALS),
)
OURS = target(base_year=2021, most_recent_year=2025, reduction=0.5)


def studied(**fields: Any) -> Study:  # noqa: ANN401 - any field of Target
    return study(replace(OURS, **fields), FALLING)


CHART = target_chart(studied())
SHIFT, PLAIN = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


class Told:
    """What a plot told, while its chart follows as it does on the page."""

    def __init__(self, plot: TargetPlot) -> None:
        self.plot = plot
        self.dragged: list[float] = []
        self.settled: list[float] = []
        self.cancelled = 0
        plot.dragged.connect(self._drag)
        plot.settled.connect(self.settled.append)
        plot.cancelled.connect(self._cancel)

    def _drag(self, share: float) -> None:
        self.dragged.append(share)
        self.plot.show_chart(target_chart(studied(reduction=share)))

    def _cancel(self) -> None:
        self.cancelled += 1
        self.plot.show_chart(CHART)


def shown(qtbot: QtBot) -> TargetPlot:
    """Return a plot of the target on the screen."""
    made = TargetPlot()
    qtbot.addWidget(made)
    made.resize(760, 460)
    made.show()
    made.show_chart(CHART)
    return made


def knob(plot: TargetPlot) -> QPoint:
    return plot.knob_spot().toPoint()


def press(plot: TargetPlot, at: QPoint, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
    QTest.mousePress(plot.viewport(), LEFT, modifiers, at)


def move(plot: TargetPlot, at: QPoint) -> None:
    QTest.mouseMove(plot.viewport(), at)


def release(plot: TargetPlot, at: QPoint) -> None:
    QTest.mouseRelease(plot.viewport(), LEFT, PLAIN, at)


def share_under(plot: TargetPlot, y: float) -> float:
    """Return the share at a height in pixels, computed anew from the axis."""
    top, height = plot.plane.area[1], plot.plane.area[3]
    value = plot.plane.y_range[1] * (1 - (y - top) / height)
    return 1 - value / 10_000
