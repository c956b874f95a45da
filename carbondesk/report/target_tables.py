"""The table of a target's chart as numbers, for the clipboard and as CSV: what another program reads without asking."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from carbondesk.language import tr
from carbondesk.report.tidy import BYTE_ORDER_MARK, cell_text

if TYPE_CHECKING:
    from carbondesk.report.target_charts import TargetChart

_DIGITS = 9


def chart_lines(chart: TargetChart) -> list[list[object]]:
    """Return the table with its head: names and numbers in the unit of the head, None where there is no value."""
    divisor = chart.yardstick.divisor
    head: list[object] = [tr(chart.yardstick.unit), *(chart.name(year) for year in chart.years())]
    rows: list[list[object]] = [
        [row.name, *(None if value is None else round(value / divisor, _DIGITS) for value in row.values)]
        for row in chart.rows()
    ]
    return [head, *rows]


def chart_text(chart: TargetChart) -> str:
    """Return the table for the clipboard: tabs between the cells, which spreadsheets take as numbers."""
    return "\n".join("\t".join(cell_text(cell) for cell in line) for line in chart_lines(chart))


def chart_csv(chart: TargetChart) -> str:
    """Return the table as CSV with a byte order mark, by which spreadsheets know UTF-8."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerows([cell_text(cell) for cell in line] for line in chart_lines(chart))
    return BYTE_ORDER_MARK + file.getvalue()
