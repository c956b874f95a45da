"""Export of the page: the report of the year as HTML, or the page as a picture."""

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
    from carbondesk.ui.pages.overview.page import OverviewPage


def export_page(page: OverviewPage) -> None:
    """Ask for a place and write the page there as a picture."""
    view = page.view
    year = "" if view is None else f" {view.year}"
    name, kind = tr("Overview"), tr("Picture")
    suggestion = paths.documents() / f"{name}{year}.png"
    chosen, _ = QFileDialog.getSaveFileName(page, tr("Export page"), str(suggestion), f"{kind} (*.png)")
    if not chosen:
        return
    target = paths.with_ending(Path(chosen), ".png")
    try:
        write_picture(page, target)
    except CarbonDeskError as error:
        notices.show_error(page.window(), error)
    else:
        notices.say_done(page.window(), tr("Written to {name}.", name=target.name))


def write_picture(page: OverviewPage, target: Path) -> None:
    """Write the page as PNG; an older file gives way only to a whole one.

    Raises a CarbonDeskError where the place takes no file.
    """
    from carbondesk.report.render import save

    page.finish()
    save(target, png(page.grab().toImage()))
