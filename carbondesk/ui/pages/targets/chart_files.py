"""The chart of a target as a file: picture, drawing, or its table."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from carbondesk import paths
from carbondesk.language import tr
from carbondesk.report.target_svg import target_svg
from carbondesk.ui.pages.targets.year_table import lines_of

if TYPE_CHECKING:
    from carbondesk.ui.pages.targets.chart_pane import ChartPane

_KINDS = {"png": "PNG", "svg": "SVG", "csv": "CSV"}


def save(pane: ChartPane, kind: str) -> None:
    """Ask for a place and write the chart there as `png`, `svg` or `csv`."""
    suggestion = paths.documents() / f"{tr('Pathway')}.{kind}"
    chosen, _ = QFileDialog.getSaveFileName(
        pane, tr("Save the chart"), str(suggestion), f"{_KINDS[kind]} (*.{kind})"
    )
    if chosen:
        write(pane, kind, Path(chosen))


def write(pane: ChartPane, kind: str, target: Path) -> None:
    """Write the chart as `png`, `svg` or `csv`; raises OSError where the place takes no file."""
    chart, target = pane.chart, target.with_suffix(f".{kind}")
    if chart is None:
        return
    if kind == "svg":
        target.write_text(target_svg(chart), encoding="utf-8")
    elif kind == "csv":
        text = StringIO()
        csv.writer(text).writerows(lines_of(chart))
        # Spreadsheets take UTF-8 for what it is only with the mark in front.
        target.write_text(text.getvalue(), encoding="utf-8-sig", newline="")
    elif pane.plot is not None:
        pane.plot.picture().save(str(target))
