"""What is done on the Group page: adding, editing, answering and removing, by key and by button."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from carbondesk.domain.accounting.presences import KINDS
from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.records import Presence, PresenceDeclaration, Screening, Source
from carbondesk.domain.schema import Record
from carbondesk.domain.text import say
from carbondesk.language import tr
from carbondesk.ui import notices
from carbondesk.ui.forms import RecordDialog, RecordForm
from carbondesk.ui.pages.group import claims, editing, words, writing
from carbondesk.ui.pages.group.lines import Line
from carbondesk.ui.pages.group.registers import BOUNDARY, PRESENCE, SCREENING
from carbondesk.ui.pages.group.words import today

if TYPE_CHECKING:
    from carbondesk.ui.pages.group.page import GroupPage


class Edits(QObject):
    """Writes for one page; `dialog` is the one that was opened last."""

    def __init__(self, page: GroupPage) -> None:
        super().__init__(page)
        self.page = page
        self.dialog: RecordDialog | writing.RemovalDialog | None = None
        self._given: dict[str, object] = {}

    # ---- the form at the right ---------------------------------------------------------------------------

    def show(self, line: Line | None) -> None:
        """Show the record of a line; unsaved changes of the one before are kept first."""
        page, book = self.page, self.page.book
        if book is None:
            return
        if self.keep_open_changes():
            line = page.middle.view().current_line()
        if line is None:
            page.detail.show_record("", "", (), None, removable=False)
            return
        record, kind, title, context = self._subject(line)
        self._given = self._fixed(line)
        findings = line.findings
        if page.register.id == PRESENCE:
            wanted = self._cell()[1]
            findings = tuple(each for each in findings if each.where.get("category") in {None, wanted})
        form = editing.form_of(kind, record, book) if kind is not None else None
        page.detail.show_record(
            title, context, findings, form, removable=record is not None and kind is not Source
        )

    def _fixed(self, line: Line) -> dict[str, object]:
        """Return the fields of a new record that its place in the register says."""
        if self.page.register.id == PRESENCE:
            site, kind = self._cell()
            return {"site": site, "category": kind}
        return {"category": line.key[1]} if self.page.register.id == SCREENING else {}

    def _subject(self, line: Line) -> tuple[Record | None, type[Record] | None, str, str]:
        """Return the record of a line, its kind, and what stands over its form."""
        page, book = self.page, self.page.book
        assert book is not None  # noqa: S101 - there are no lines without a book
        if page.register.id == PRESENCE:
            site, kind = self._cell()
            if not kind:
                return None, None, line.title, tr("Choose a kind of source: Y is present, N is not present.")
            return (
                book.declared.get((site, kind)),
                PresenceDeclaration,
                line.title,
                words.word("category", kind),
            )
        if page.register.id == SCREENING:
            return line.record, Screening, line.title, _screening_context(line)
        context = tr(type(line.record).one) if line.record is not None else ""
        return line.record, type(line.record) if line.record is not None else None, line.title, context

    def _cell(self) -> tuple[int, str]:
        """Return the site and kind of the current cell of the grid; no kind in the column of names."""
        view = self.page.middle.grid
        line, column = view.current_line(), view.currentIndex().column()
        if line is None:
            return 0, ""
        return int(line.key[1]), KINDS[column - 1].value if column > 0 else ""

    def keep(self, form: RecordForm[Any]) -> bool:
        """Write what the form says, and go back to the table; False where the file did not take it."""
        page = self.page
        # The form is built anew: a field of it that has the keyboard would leave it to whatever comes next.
        held = page.detail.isAncestorOf(page.focusWidget()) if page.focusWidget() is not None else False
        # The page reads everything again while the step ends: what is open now is written once.
        page.detail.form = None
        try:
            self._write(form)
        except CarbonDeskError as error:
            page.detail.form = form
            page.show_error(error)
            return False
        if page.detail.form is None:
            page.show_record()
        if held:
            page.middle.view().setFocus()
        return True

    def _write(self, form: RecordForm[Any]) -> None:
        page, book = self.page, self.page.book
        assert book is not None  # noqa: S101 - a form is shown only with a book
        if form.before is not None:
            writing.change(
                page.session, form.before, form.changed_fields(), editing.name_of(form.before, book)
            )
        else:
            record = form.record(**self._given)
            writing.add(page.session, record, editing.name_of(record, book))

    def keep_open_changes(self) -> bool:
        """Keep what was typed into the form and is sound, and return whether that wrote.

        What is not sound is let go, and it is said.
        """
        detail = self.page.detail
        form = detail.form
        if form is None or not detail.edited or self.page.session.read_only:
            return False
        faults = form.judge()
        if faults:
            detail.form = None
            fault = tr("Changes were not kept: {fault}", fault=tr(faults[0]))
            notices.say_done(self.page.window(), fault)
            return False
        if not self.keep(form):
            detail.form = None
            return False
        return True

    # ---- commands ----------------------------------------------------------------------------------------

    def add(self) -> None:
        """Ask for a new record of the register in view."""
        page, book = self.page, self.page.book
        register = page.register
        if book is None or page.session.read_only or not register.add.template:
            return
        self.keep_open_changes()
        form = editing.form_of(register.kind, None, book)

        def write(form: RecordForm[Any]) -> None:
            record = form.record()
            added = writing.add(page.session, record, editing.name_of(record, book))
            page.middle.search.clear()
            page.middle.view().go_to((type(added).table, added.id))
            page.middle.view().setFocus()

        title = tr("New: {kind}", kind=tr(register.kind.one))
        self.dialog = RecordDialog(page, title, form, tr("Add"), write)
        self.dialog.open()

    def edit(self) -> None:
        """Go into the form of the current record; the boundary's sites are edited in their own register."""
        page = self.page
        if page.register.id == BOUNDARY:
            line = page.middle.table.current_line()
            if line is not None and line.record is not None:
                page.choose_register("sites")
                page.middle.table.go_to(("site", line.record.id))
        if not page.side.isVisible():
            page.toggle_side()
        page.detail.focus_first()

    def answer(self, said: object) -> None:
        """Answer for the selected kinds of sources; None takes the answer back."""
        page, book = self.page, self.page.book
        if book is None or page.session.read_only:
            return
        view = page.middle.grid
        cells = [
            (int(view.rows.lines[index.row()].key[1]), KINDS[index.column() - 1].value)
            for index in view.selectionModel().selectedIndexes()
            if index.column() > 0
        ]
        presence = Presence(str(said)) if said is not None else None
        try:
            writing.answer(page.session, cells, presence, book.declared, today())
        except CarbonDeskError as error:
            page.show_error(error)

    def remove(self) -> None:
        """Remove the selected records; what others refer to asks first."""
        page = self.page
        if page.session.read_only or page.register.id == BOUNDARY:
            return
        if page.register.id == PRESENCE:
            self.answer(None)
            return
        lines = [line for line in page.middle.view().selected_lines() if line.record is not None]
        records = [
            line.record for line in lines if line.record is not None and not isinstance(line.record, Source)
        ]
        if not records:
            return
        name = lines[0].title if len(records) == 1 else ""
        self._remove(records, name)

    def _remove(self, records: Sequence[Record], name: str) -> None:
        page = self.page
        inventory = page.session.inventory
        assert inventory is not None  # noqa: S101 - there are records
        counted: dict[type[Record], frozenset[int]] = {}
        for record in records:
            for kind, ids in inventory.dependents(record).items():
                counted[kind] = counted.get(kind, frozenset()) | (
                    ids - {record.id} if kind is type(record) else ids
                )
        title = say("Remove {name}", name=name) if name else say("Remove {n} records", n=len(records))

        def remove() -> None:
            page.detail.form = None
            try:
                writing.remove(page.session, records, title)
            except CarbonDeskError as error:
                page.show_error(error)

        if any(counted.values()):
            self.dialog = writing.RemovalDialog(page, tr(title), counted)
            self.dialog.accepted.connect(remove)
            self.dialog.open()
        else:
            remove()


def _screening_context(line: Line) -> str:
    category = claims.category_of(line.key)
    return tr("Category {number} of scope 3", number=category.value.partition("-")[2])
