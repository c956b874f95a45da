"""The dialog of exclusions: what a target or the inventory leaves out, how much that is, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carbondesk.domain.records import Category, Exclusion
from carbondesk.domain.records.choices import scopes_named
from carbondesk.domain.targets.boundary_rules import MOST_EXCLUDED
from carbondesk.domain.text import say
from carbondesk.language import number, percent, tr
from carbondesk.ui.forms import RecordForm
from carbondesk.ui.pages.targets import words, writing
from carbondesk.ui.pages.targets.belongings import TableDialog
from carbondesk.ui.readings import choice_words
from carbondesk.ui.widgets.ledger import LedgerCell, LedgerColumn, LedgerRow

if TYPE_CHECKING:
    from carbondesk.ui.pages.targets.page import TargetsPage

_SIZE = (860, 520)
_ROWS = (("category",), ("site", "target"), ("emissions",), ("reason",))


class ExclusionsDialog(TableDialog):
    """Shows the exclusions that count for the page's target."""

    def __init__(self, page: TargetsPage) -> None:
        text = tr(
            "At most 5 % of scopes 1 and 2 together, and of scope 3, may be left out. Each exclusion needs an estimate "
            "and a reason; one without a target counts for all of them."
        )
        super().__init__(page, tr("Exclusions"), text, size=_SIZE)
        self.page = page
        self.add_button(tr("Add…"), self.add, icon="plus")
        self.edit_button = self.add_button(tr("Edit…"), self.edit, icon="pencil")
        self.remove_button = self.add_button(tr("Remove"), self.remove, icon="trash-2")
        self.table.opened.connect(lambda _key: self.edit())
        self.table.added.connect(self.add)
        self.table.removed.connect(lambda _key: self.remove())
        page.session.changed.connect(self._refresh)
        self._refresh()

    def _refresh(self, _change: object = None) -> None:
        book, target = self.page.book, self.page.target
        if book is None or target is None:
            self.reject()
            return
        shown = [each for each in book.exclusions if each.target in {None, target.id}]
        columns = (
            LedgerColumn(head=tr("Category"), width=200, stretch=2),
            LedgerColumn(head=tr("Site"), width=110),
            LedgerColumn(head=tr("t CO₂e a year"), width=110, right=True),
            LedgerColumn(head=tr("Share"), width=70, right=True),
            LedgerColumn(head=tr("Counts for"), width=120),
            LedgerColumn(head=tr("Reason"), width=160, stretch=3),
        )
        self.table.show_rows(columns, [self._row(each) for each in shown])
        writable = not self.page.session.read_only
        for button in (self.edit_button, self.remove_button):
            button.setEnabled(writable and bool(shown))
        self._weigh(shown)

    def _row(self, exclusion: Exclusion) -> LedgerRow:
        book = self.page.book
        assert book is not None  # noqa: S101 - rows are made with a book
        site = book.figures.sites.get(exclusion.site or 0)
        known = exclusion.emissions
        share = self._share(exclusion)
        return LedgerRow(
            key=exclusion.id,
            cells=(
                LedgerCell(text=choice_words(exclusion.category)),
                LedgerCell(text=tr("all sites") if site is None else site.name),
                LedgerCell(text=words.NOTHING if known is None else number(known), right=True),
                LedgerCell(text=words.NOTHING if share is None else percent(share, 2), right=True),
                LedgerCell(text=tr("all targets") if exclusion.target is None else tr("this target")),
                LedgerCell(text=exclusion.reason, ink="ink2"),
            ),
        )

    def _share(self, exclusion: Exclusion) -> float | None:
        """Return the share of its scopes that an exclusion leaves out."""
        shown = self.page.shown
        if shown is None or exclusion.emissions is None:
            return None
        scopes = ("S3",) if Category(exclusion.category).scope == "3" else ("S1", "S2")
        reported = shown.grounds.amount(shown.study.course.pathway.terms.base_year, *scopes)
        if reported is None or reported + exclusion.emissions <= 0:
            return None
        return exclusion.emissions / (reported + exclusion.emissions)

    def _weigh(self, shown: list[Exclusion]) -> None:
        """Say by how much the exclusions are within what is accepted."""
        if any(each.emissions is None for each in shown):
            self.tell("warn", tr("An exclusion has no estimate, so the share that is left out is not known."))
            return
        shares = {
            name: sum(
                self._share(each) or 0.0
                for each in shown
                if (Category(each.category).scope == "3") == (name == "3")
            )
            for name in ("1+2", "3")
        }
        over = [name for name, share in shares.items() if share > MOST_EXCLUDED]
        if over:
            told = tr(", ").join(
                tr("{share} of {scope}", share=percent(shares[name], 1), scope=scopes_named([name]))
                for name in over
            )
            self.tell("err", tr("{shares} is left out; at most 5 % may be.", shares=told))
        else:
            self.tell("", "")

    # ---- writing -----------------------------------------------------------------------------------------

    def _form(self, exclusion: Exclusion | None) -> RecordForm[Exclusion]:
        book, target = self.page.book, self.page.target
        assert book is not None and target is not None  # noqa: S101, PT018 - the dialog is open
        sites = [(site.name, site.id) for site in book.figures.sites.values()]
        form: RecordForm[Exclusion] = RecordForm(
            Exclusion,
            exclusion,
            rows=_ROWS,
            choices={
                "site": [(tr("all sites"), None), *sites],
                "target": [(tr("all targets"), None), (tr("this target"), target.id)],
            },
            labels={"target": tr("Counts for"), "emissions": tr("Emissions left out, t CO₂e a year")},
        )
        if exclusion is None and "3" in target.scope and "1" not in target.scope:
            form.fields["category"].set_value(Category.S3_1.value)
        return form

    def add(self) -> None:
        """Ask for an exclusion."""
        if self.page.session.read_only:
            return

        def write(form: RecordForm[Any]) -> None:
            writing.add_record(self.page.session, form.record(), say("Add an exclusion"))

        self.ask(tr("New exclusion"), self._form(None), tr("Add"), write)

    def edit(self) -> None:
        """Ask for changes of the current one."""
        found = self._current()
        if found is None or self.page.session.read_only:
            return

        def write(form: RecordForm[Any]) -> None:
            title = say("Edit an exclusion")
            writing.change_record(self.page.session, found, form.changed_fields(), title)

        self.ask(tr("Exclusion"), self._form(found), tr("Keep changes"), write)

    def remove(self) -> None:
        """Remove the current one; undo brings it back."""
        found = self._current()
        if found is not None and not self.page.session.read_only:
            session = self.page.session
            self.guard(lambda: writing.remove_record(session, found, say("Remove an exclusion")))

    def _current(self) -> Exclusion | None:
        book, key = self.page.book, self.table.key()
        return None if book is None else next((each for each in book.exclusions if each.id == key), None)
