"""The chart of a target as a file: picture, drawing, or its table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImageWriter
from PySide6.QtWidgets import QFileDialog

from carbondesk import paths
from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.text import say
from carbondesk.language import tr
from carbondesk.ui import notices

if TYPE_CHECKING:
    from carbondesk.ui.pages.targets.chart_pane import ChartPane
    from carbondesk.ui.plots.target import TargetPlot

KINDS = {".png": "PNG (*.png)", ".svg": "SVG (*.svg)", ".csv": "CSV (*.csv)"}


def save(pane: ChartPane, ending: str) -> None:
    """Ask for a place and write the chart there; say that it is done, or what forbade it."""
    suggestion = paths.documents() / (tr("Pathway") + ending)
    chosen, _ = QFileDialog.getSaveFileName(pane, tr("Save the chart"), str(suggestion), KINDS[ending])
    if not chosen:
        return
    target = Path(chosen).with_suffix(ending)
    try:
        write(pane, target)
    except OSError as fault:
        remedy = say("Choose another folder, or close the program that has the file open.")
        text = say("{name} could not be written: {why}.", name=target.name, why=fault.strerror)
        notices.show_error(pane.window(), CarbonDeskError(text, remedy))
    else:
        notices.say_done(pane.window(), tr("Written to {name}.", name=target.name))


def write(pane: ChartPane, target: Path) -> None:
    """Write the chart in view as its ending says; raises OSError where the place takes no file."""
    # They take the reports along, which nobody needs before something is written.
    from carbondesk.report.target_svg import target_svg
    from carbondesk.report.target_tables import chart_csv

    chart = pane.chart
    if chart is None:
        return
    if target.suffix == ".svg":
        target.write_text(target_svg(chart), encoding="utf-8")
    elif target.suffix == ".csv":
        target.write_text(chart_csv(chart), encoding="utf-8", newline="")
    elif pane.plot is not None:
        target.write_bytes(_png(pane.plot))


def _png(plot: TargetPlot) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(plot.picture())
    return bytes(buffer.data().data())
