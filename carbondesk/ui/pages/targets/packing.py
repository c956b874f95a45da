"""What writes a submission pack off the main thread, over a connection of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbondesk.domain.records import Target

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from pathlib import Path

    from carbondesk.domain.progress import Progress
    from carbondesk.report.figures import Figures


def write_pack(progress: Progress, source: Path, ids: Collection[int], target: Path, today: date) -> None:
    """Write the pack of some targets; the ending of `target` chooses workbook or document."""
    from carbondesk.report.render import loaded_figures
    from carbondesk.store.inventory import Inventory

    progress(0, 2)
    with Inventory.open(source, read_only=True) as inventory:
        figures = loaded_figures(inventory)
        progress(1, 2)
        pack_with(figures, ids, target, today)
    progress(2, 2)


def pack_with(figures: Figures, ids: Collection[int], target: Path, today: date) -> None:
    """Write a pack from figures that are loaded already."""
    from carbondesk.report.render import save
    from carbondesk.report.submissions import submission_docx, submission_xlsx

    chosen = [each for each in figures.inventory.all(Target) if each.id in ids]
    write = submission_docx if target.suffix.lower() == ".docx" else submission_xlsx
    save(target, write(figures, chosen, today=today))
