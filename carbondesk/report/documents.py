"""Papers as files: one HTML page that needs nothing beside it, CSV, JSON, and XLSX."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from carbondesk import __version__, paths
from carbondesk.language import current, tr
from carbondesk.report.cells import SEVERITIES, finding_line, heading, plain, shown, spoken
from carbondesk.report.tidy import BYTE_ORDER_MARK, cell_text, finding_document

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

    from carbondesk.report.papers import BarChart, Imprint, Paper, Sheet

_WIDE_FROM = 8
"""Papers with a sheet of so many columns are printed across."""


def paper_html(paper: Paper, base: Imprint) -> str:
    """Return a paper as one page of HTML in the language in use; every text from the inventory is escaped."""
    html: str = template("paper.html").render(
        paper=paper,
        base=base,
        facts=[(tr(name), plain(value)) for name, value in base.facts[1:-1]],
        wide=any(len(sheet.heads) >= _WIDE_FROM for sheet in paper.sheets),
        picture=None if paper.chart is None else _picture(paper.chart),
        severities={severity: tr(word) for severity, word in SEVERITIES.items()},
        sentence=finding_line,
        heading=heading,
        shown=shown,
        spoken=spoken,
        tr=tr,
        version=__version__,
        language=current().replace("_", "-"),
    )
    return html


def paper_csv(paper: Paper, base: Imprint) -> str:
    """Return a paper as CSV: its facts, then each sheet under its title, parted by empty lines; numbers in full.

    A text that a spreadsheet would run as a formula gets an apostrophe.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([cell_text(spoken(paper.title))])
    for name, value in base.facts:
        writer.writerow([cell_text(tr(name)), cell_text(plain(value))])
    for sheet in paper.sheets:
        writer.writerow([])
        writer.writerow([cell_text(spoken(sheet.title))])
        writer.writerow([cell_text(heading(head)) for head in sheet.heads])
        for row in sheet.lines:
            writer.writerow([cell_text(plain(cell)) for cell in row])
        for note in sheet.notes:
            writer.writerow([cell_text(tr(note))])
    if paper.findings:
        writer.writerow([])
        writer.writerow([cell_text(tr("Findings"))])
        for finding in paper.findings:
            writer.writerow([cell_text(tr(SEVERITIES[finding.severity])), cell_text(finding_line(finding))])
    return BYTE_ORDER_MARK + file.getvalue()


def paper_json(paper: Paper, base: Imprint) -> str:
    """Return a paper as one JSON document with full precision; what is not known is null."""
    return json.dumps(paper_document(paper, base), ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def paper_document(paper: Paper, base: Imprint) -> dict[str, object]:
    """Return a paper as JSON values."""
    return {
        "paper": paper.paper_id,
        "title": spoken(paper.title),
        "subtitle": spoken(paper.subtitle),
        **base_document(base),
        "sheets": [_sheet_document(sheet) for sheet in paper.sheets],
        "findings": [finding_document(finding) for finding in paper.findings],
    }


def base_document(base: Imprint) -> dict[str, object]:
    """Return what a paper says of itself as JSON values."""
    return {
        "organisation": base.organisation,
        "year": base.year,
        "first": base.first.isoformat(),
        "last": base.last.isoformat(),
        "gwp": base.gwp,
        "consolidation": str(base.options.consolidation),
        "method": str(base.options.method),
        "complete": base.complete,
        "head": base.head,
        "step": base.step,
        "handed_in": base.handed_in.isoformat(),
    }


def paper_xlsx(paper: Paper, base: Imprint) -> bytes:
    """Return a paper as an XLSX workbook."""
    from carbondesk.report.workbooks import workbook

    return workbook(paper, base)


@cache
def template(name: str) -> Template:
    """Return a template of the program; it escapes whatever is put in."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(paths.resources() / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)


def _sheet_document(sheet: Sheet) -> dict[str, object]:
    return {
        "title": spoken(sheet.title),
        "columns": [
            {"name": spoken(head.name), "kind": str(head.kind), "unit": spoken(head.unit)}
            for head in sheet.heads
        ],
        "rows": [[plain(cell) for cell in row] for row in sheet.rows],
        "total": None if sheet.total is None else [plain(cell) for cell in sheet.total],
        "notes": [tr(note) for note in sheet.notes],
    }


def _picture(chart: BarChart) -> Markup:
    from markupsafe import Markup

    from carbondesk.report.bars import bars_svg

    # The SVG escapes its own texts.
    return Markup(bars_svg(chart))  # noqa: S704


RENDERERS: Mapping[str, Callable[[Paper, Imprint], str | bytes]] = {
    ".xlsx": paper_xlsx,
    ".html": paper_html,
    ".csv": paper_csv,
    ".json": paper_json,
}
"""What a paper can be written as, by the ending of the file's name."""
