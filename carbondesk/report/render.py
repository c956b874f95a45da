"""The summary as files: the ending of the name chooses HTML, CSV or JSON. A file is replaced only when it is whole."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from carbondesk.domain.records import Consolidation, Factor, GwpName
from carbondesk.report.figures import Figures
from carbondesk.report.summary import summary
from carbondesk.store.errors import told_plainly
from carbondesk.store.library import gwp_set, load_library

if TYPE_CHECKING:
    from carbondesk.store import Inventory


_CONTROL = Consolidation.OPERATIONAL_CONTROL.value


def loaded_figures(inventory: Inventory) -> Figures:
    """Return the figures of an inventory with the published and its own factors, ready to be asked."""
    sets = {name.value: gwp_set(name.value) for name in GwpName}
    figures = Figures(inventory, load_library(inventory.all(Factor)), sets)
    figures.load()
    return figures


def write_report(inventory: Inventory, year: int, path: Path) -> None:
    """Write the summary of a reporting year to a file ending in one of `ENDINGS`.

    Raises ValueError for another ending, and ReadOnly, NotFound or DiskFull where the file cannot be written.
    """
    render = ENDINGS.get(path.suffix.lower())
    if render is None:
        raise ValueError(path.suffix)
    save(path, render(loaded_figures(inventory), year))


def save(path: Path, content: str | bytes) -> None:
    """Write bytes, or a text as UTF-8, in the place of an older file only when they are whole."""
    part = path.with_name(f".{path.name}.part")
    with told_plainly(path):
        try:
            part.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
            os.replace(part, path)  # noqa: PTH105 - Path.replace would follow a folder of that name
        finally:
            part.unlink(missing_ok=True)


def html_report(figures: Figures, year: int, consolidation: str = _CONTROL) -> str:
    """Return the summary of a year as one HTML page that needs nothing beside it."""
    from carbondesk.report.page import summary_page

    return summary_page(figures, summary(figures, year, consolidation=consolidation))


def csv_report(figures: Figures, year: int, consolidation: str = _CONTROL) -> str:
    """Return the summary of a year as one tidy table."""
    from carbondesk.report.tidy import summary_table

    return summary_table(figures, summary(figures, year, consolidation=consolidation))


def json_report(figures: Figures, year: int, consolidation: str = _CONTROL) -> str:
    """Return the summary of a year as one JSON document with full precision."""
    from carbondesk.report.tidy import summary_document

    document = summary_document(figures, summary(figures, year, consolidation=consolidation))
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


ENDINGS: Mapping[str, Callable[..., str]] = {
    ".html": html_report,
    ".csv": csv_report,
    ".json": json_report,
}
"""What the summary is written as in a way of its own, by the ending of the file's name."""
