"""The chart of a target as a file: picture, drawing, or its table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from carbondesk import paths
from carbondesk.domain.errors import CarbonDeskError
from carbondesk.language import tr
from carbondesk.ui import notices
from carbondesk.ui.pictures import png

if TYPE_CHECKING:
    from carbondesk.ui.pages.targets.chart_pane import ChartPane

KINDS = {".png": "PNG (*.png)", ".svg": "SVG (*.svg)", ".csv": "CSV (*.csv)"}


def save(pane: ChartPane, ending: str) -> None:
    """Ask for a place and write the chart there; say that it is done, or what forbade it."""
    suggestion = paths.documents() / (tr("Pathway") + ending)
    chosen, _ = QFileDialog.getSaveFileName(pane, tr("Save the chart"), str(suggestion), KINDS[ending])
    if not chosen:
        return
    target = paths.with_ending(Path(chosen), ending)
    try:
        write(pane, target)
    except CarbonDeskError as error:
        notices.show_error(pane.window(), error)
    else:
        notices.say_done(pane.window(), tr("Written to {name}.", name=target.name))


def write(pane: ChartPane, target: Path) -> None:
    """Write the chart in view as its ending says; an older file gives way only to a whole one.

    Raises a CarbonDeskError where the place takes no file.
    """
    # They take the reports along, which nobody needs before something is written.
    from carbondesk.report.render import save as save_whole
    from carbondesk.report.target_svg import target_svg
    from carbondesk.report.target_tables import chart_csv

    chart = pane.chart
    if chart is None:
        return
    if target.suffix.lower() == ".svg":
        save_whole(target, target_svg(chart))
    elif target.suffix.lower() == ".csv":
        save_whole(target, chart_csv(chart))
    elif pane.plot is not None:
        save_whole(target, png(pane.plot.picture()))
