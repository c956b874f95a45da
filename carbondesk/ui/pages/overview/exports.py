"""Export of the page: the report of the year as HTML, or the page as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from carbondesk import paths
from carbondesk.language import tr

if TYPE_CHECKING:
    from carbondesk.ui.pages.overview.page import OverviewPage


def export_page(page: OverviewPage) -> None:
    """Ask for a place and write the page there as a picture."""
    view = page.view
    year = "" if view is None else f" {view.year}"
    name, kind = tr("Overview"), tr("Picture")
    suggestion = paths.documents() / f"{name}{year}.png"
    chosen, _ = QFileDialog.getSaveFileName(page, tr("Export page"), str(suggestion), f"{kind} (*.png)")
    if chosen:
        write_picture(page, Path(chosen))


def write_picture(page: OverviewPage, target: Path) -> bool:
    """Write the page as PNG at twice its size and return whether that worked."""
    page.finish()
    return page.grab().save(str(target.with_suffix(".png")), "PNG")
