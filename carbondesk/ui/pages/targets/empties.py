"""What the Targets page says where there is nothing to draw: what is missing, and what mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbondesk.language import tr

if TYPE_CHECKING:
    from carbondesk.ui.pages.targets.book import Book
    from carbondesk.ui.pages.targets.sights import Sight


def missing(book: Book, sight: Sight | None, *, read_only: bool = False) -> tuple[str, str, str, str]:
    """Return title, text, button and place of the empty state (places: see `Edits.open_place`).

    Without a button nothing can be done about it here, as in a file that cannot be written.
    """
    if read_only and sight is None and book.figures.years:
        return tr("No target yet"), tr("This inventory is read-only. Save a copy to change it."), "", ""
    if not book.figures.years:
        text = tr("A target counts from the emissions of a base year. Enter or import bills first.")
        return tr("No values yet"), text, tr("Enter values"), "data"
    if sight is None and not any(book.figures.complete_years(scopes=scopes) for scopes in ((1, 2), (3,))):
        text = tr("A target counts from a year in which every source of its scopes has all its values.")
        return tr("No complete year yet"), text, tr("Enter what is missing"), "data"
    if sight is None:
        text = tr("A target says by when emissions fall and by how much. Its criteria are checked at once.")
        return tr("No target yet"), text, tr("New target…"), "new"
    if not sight.grounds.complete_years:
        text = tr("A target counts from a year in which every source of its scopes has all its values.")
        return tr("No complete year yet"), text, tr("Enter what is missing"), "data"
    wrong = sight.study.course.findings[:1]
    text = " ".join(tr(part) for each in wrong for part in (each.message, each.remedy))
    field = str(wrong[0].where.get("field", "")) if wrong else ""
    return tr("No line yet"), text, tr("Go to the field") if field else "", f"field:{field}"
