"""The commands of the page: what menus, keys and buttons ask for, by id."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog

from carbondesk import paths
from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.records import Factor, FactorSet
from carbondesk.language import tr, tr_many
from carbondesk.ui import notices
from carbondesk.ui.pages.factors import exports
from carbondesk.ui.pages.factors.choosing import UseDialog
from carbondesk.ui.pages.factors.comparing import CompareDialog
from carbondesk.ui.pages.factors.importing import ImportSetDialog
from carbondesk.ui.pages.factors.stock import Wish
from carbondesk.ui.pages.factors.uses import could_take

if TYPE_CHECKING:
    from carbondesk.domain.accounting.searches import Card
    from carbondesk.ui.pages.factors.page import FactorsPage


class FactorCommands(QObject):
    """Runs the commands of one page; `dialog` is the last one that it opened."""

    def __init__(self, page: FactorsPage) -> None:
        super().__init__(page)
        self.page = page
        self.dialog: UseDialog | CompareDialog | ImportSetDialog | None = None

    def run(self, command: str) -> None:
        """Run a command by its id; without a library nothing runs."""
        page = self.page
        commands: dict[str, Callable[[], object]] = {
            "filter": self._focus_search,
            "copy": page.content.view.copy,
            "inspector": self._toggle_detail,
            "export": self._export,
            "compare_editions": self.compare,
            "import_set": self.import_set,
            "new_factor": page.own.add,
            "edit_factor": self._edit,
            "copy_factor": self._edit,
            "remove_factor": self._remove,
            "use_factor": self.use_factor,
        }
        if page.stock is not None:
            commands[command]()

    def compare(self) -> None:
        """Open the comparison of editions for the year in view."""
        if self.page.session.year is not None:
            self._open(
                CompareDialog(self.page.session, self.page, self.page.session.year, self.page.year_words())
            )

    def _open(self, dialog: UseDialog | CompareDialog | ImportSetDialog) -> None:
        """Open a dialog; whichever way it is left, the keyboard is in the table again."""
        self.dialog = dialog
        dialog.finished.connect(lambda _result: self.page.content.view.setFocus())
        dialog.open()

    def use_factor(self) -> None:
        """Ask which sources take the current factor."""
        figures, stock, place = (
            self.page.session.figures,
            self.page.stock,
            self.page.content.view.current_place(),
        )
        year = self.page.session.year
        if figures is None or stock is None or place is None or year is None:
            return
        factor = stock.factor(place)
        effects = could_take(figures, factor, year)
        self._open(UseDialog(self.page.session, self.page, factor, effects, self.page.year_words()))

    def _edit(self) -> None:
        stock, place = self.page.stock, self.page.content.view.current_place()
        if stock is None or place is None:
            return
        own = self._own_record(stock.cards[place])
        if own is not None:
            self.page.own.edit(own)
        else:
            self.page.own.copy(stock.factor(place))

    def _remove(self) -> None:
        stock, place = self.page.stock, self.page.content.view.current_place()
        own = self._own_record(stock.cards[place]) if stock is not None and place is not None else None
        if own is not None:
            self.page.own.remove(own)

    def _own_record(self, card: Card) -> Factor | None:
        """Return an own factor as it stands in the file; None for a published one and one of a set."""
        figures = self.page.session.figures
        own = figures.library.own if figures is not None and card.own and card.edition is None else ()
        return next((factor for factor in own if factor.factor_id == card.factor_id), None)

    def import_set(self) -> None:
        """Open the import of a publisher's file."""
        dialog = ImportSetDialog(self.page.session, self.page)
        dialog.imported.connect(self._show_imported)
        self._open(dialog)

    def _show_imported(self, read_in: FactorSet | None) -> None:
        """Look for what was just read in."""
        if read_in is not None:
            self.page.content.filters.set_wish(Wish(read_in.source_version))

    def _export(self) -> None:
        used = self.page.content.toolbar.segments.value() is True
        name = paths.documents() / exports.suggestion(self.page.year_words(), used=used)
        chosen, _ = QFileDialog.getSaveFileName(self.page, tr("Export page"), str(name), "CSV (*.csv)")
        if not chosen:
            return
        target = Path(chosen)
        try:
            count = self.write(target)
        except CarbonDeskError as error:
            self.page.session.failed.emit(error)
            return
        words = tr_many(
            "{n} factor written to {name}.", "{n} factors written to {name}.", count, name=target.name
        )
        notices.say_done(self.page.window(), words)

    def write(self, target: Path) -> int:
        """Write the register of the year where it is shown, else the factors shown, as CSV; return how many."""
        figures, year = self.page.session.figures, self.page.session.year
        if self.page.content.toolbar.segments.value() is True and figures is not None and year is not None:
            return exports.write_register(figures, year, target)
        return exports.write_shown(self.page.model, self.page.gwp, target)

    def _focus_search(self) -> None:
        if not self.page.content.filters.isVisible():
            self.page.content.toggle_filters()
        self.page.content.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.page.content.filters.search.selectAll()

    def _toggle_detail(self) -> None:
        self.page.content.toggle_detail()
        self.page.arrange()
