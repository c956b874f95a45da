"""The dialog of a submission: which targets go together, what they lack, how they are worded, and their files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QPlainTextEdit, QScrollArea, QVBoxLayout

from carbondesk import paths
from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.text import say
from carbondesk.language import tr, tr_many
from carbondesk.report.submissions import lacking, pack
from carbondesk.ui import fonts, notices
from carbondesk.ui.pages.targets import packing, words
from carbondesk.ui.pages.targets.belongings import TableDialog
from carbondesk.ui.pages.targets.clocks import today
from carbondesk.ui.widgets import Button, Choice, Kind, Label, Pane, Rule
from carbondesk.ui.widgets.ledger import LedgerCell, LedgerColumn, LedgerRow

if TYPE_CHECKING:
    from carbondesk.domain.records import Target
    from carbondesk.domain.schema import Finding
    from carbondesk.ui.pages.targets.page import TargetsPage

_SIZE, _RIGHT, _WORDING = (1060, 640), 400, 96
_FILES = {".docx": "DOCX (*.docx)", ".xlsx": "XLSX (*.xlsx)"}


class SubmissionDialog(TableDialog):
    """Shows what a submission of the page's targets lacks, and writes it."""

    def __init__(self, page: TargetsPage) -> None:
        text = tr(
            "The pack holds the targets with their wording, the inventory by category, exclusions, entities, "
            "bioenergy, the policy of recalculation and every criterion. Calculated per the public SBTi method; not an "
            "SBTi validation."
        )
        super().__init__(page, tr("Submission of targets"), text, size=_SIZE)
        self.page = page
        self.boxes: dict[int, QCheckBox] = {}
        self._made = ""
        self.wording = QPlainTextEdit()
        self.body.addWidget(Rule(vertical=True))
        self.body.addWidget(self._side())
        self.body.setContentsMargins(fonts.px(12), 0, 0, 0)
        self.table.opened.connect(self._go)
        self.xlsx = self.add_button(tr("Save as XLSX…"), lambda: self.save(".xlsx"), icon="file-spreadsheet")
        self.docx = self.add_button(
            tr("Save as DOCX…"), lambda: self.save(".docx"), icon="file-text", primary=True
        )
        page.session.changed.connect(self._refresh)
        self._refresh()

    # ---- building ----------------------------------------------------------------------------------------

    def _side(self) -> QScrollArea:
        area, side = QScrollArea(), Pane("canvas")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFixedWidth(fonts.px(_RIGHT))
        column = QVBoxLayout(side)
        column.setContentsMargins(*[fonts.px(each) for each in (16, 12, 20, 12)])
        column.setSpacing(fonts.px(4))
        column.addWidget(Label(tr("Targets of the submission"), size=13, weight=600))
        book = self.page.book
        for target in book.targets if book is not None else ():
            box = self.boxes[target.id] = QCheckBox(words.name_of(target))
            box.setFont(fonts.font(13))
            box.setChecked(True)
            box.toggled.connect(self._weigh)
            column.addWidget(box)
        column.addSpacing(fonts.px(10))
        column.addWidget(Rule())
        column.addSpacing(fonts.px(6))
        column.addWidget(Label(tr("Wording"), size=13, weight=600))
        self.worded = Choice(name=tr("Target whose wording is shown"))
        for target in book.targets if book is not None else ():
            self.worded.add(words.name_of(target), target.id)
        if self.page.chosen is not None and self.worded.findData(self.page.chosen) >= 0:
            self.worded.set_value(self.page.chosen)
        self.worded.currentIndexChanged.connect(lambda _at: self._show_wording())
        column.addWidget(self.worded)
        self.wording.setFont(fonts.font(13))
        self.wording.setTabChangesFocus(True)
        self.wording.setAccessibleName(tr("Wording of the target"))
        self.wording.setMinimumHeight(fonts.px(_WORDING))
        self.wording.textChanged.connect(self._allow)
        column.addWidget(self.wording, 1)
        self.told = Label(size=12, ink="ink2", wraps=True)
        column.addWidget(self.told)
        self.keep = Button(tr("Keep this wording"))
        self.keep.clicked.connect(self.keep_wording)
        self.usual = Button(tr("Take the usual form"), Kind.QUIET)
        self.usual.clicked.connect(lambda: self._write(""))
        row = QHBoxLayout()
        row.addWidget(self.keep)
        row.addWidget(self.usual)
        row.addStretch(1)
        column.addLayout(row)
        area.setWidget(side)
        return area

    # ---- showing -----------------------------------------------------------------------------------------

    def chosen(self) -> tuple[Target, ...]:
        """Return the targets that go together."""
        book = self.page.book
        if book is None:
            return ()
        return tuple(
            each for each in book.targets if each.id in self.boxes and self.boxes[each.id].isChecked()
        )

    def _refresh(self, _change: object = None) -> None:
        self._weigh()
        self._show_wording()

    def _weigh(self, _checked: object = None) -> None:
        """Say what the chosen targets lack."""
        book, chosen = self.page.book, self.chosen()
        if book is None:
            self.reject()
            return
        for button in (self.xlsx, self.docx):
            button.setEnabled(bool(chosen))
        found = lacking(book.figures, chosen) if chosen else []
        columns = (LedgerColumn(head=tr("What is lacking"), width=300, stretch=1),)
        self.table.show_rows(columns, [_row(finding) for finding in found])
        if not chosen:
            self.tell("info", tr("Choose one target at least."))
        elif found:
            self.tell("warn", tr_many("{n} thing is lacking", "{n} things are lacking", len(found)))
        else:
            self.tell("ok", tr("Nothing is lacking."))

    def _worded(self) -> Target | None:
        book, row = self.page.book, self.worded.value()
        return None if book is None or not isinstance(row, int) else book.target(row)

    def _show_wording(self) -> None:
        target, book = self._worded(), self.page.book
        if target is None or book is None:
            return
        made = tr(pack(book.figures, [target]).wordings[0])
        if self.wording.toPlainText() != made:
            self.wording.setPlainText(made)
        self._made = made
        own = tr("Worded by hand; it stays as it is when the target changes.")
        usual = tr("Made from the target in the form in which targets are published.")
        self.told.setText(own if target.wording else usual)
        self._allow()

    def _allow(self) -> None:
        target, writable = self._worded(), not self.page.session.read_only
        self.wording.setReadOnly(not writable)
        differs = self.wording.toPlainText().strip() != self._made
        self.keep.setEnabled(writable and differs and bool(self.wording.toPlainText().strip()))
        self.usual.setEnabled(writable and target is not None and bool(target.wording))

    def _go(self, key: object) -> None:
        """Show the target that a finding is about, with its criterion in view."""
        book = self.page.book
        if book is None or not isinstance(key, tuple):
            return
        target = next((each for each in book.targets if each.name == key[0]), None)
        self.accept()
        if target is not None:
            self.page.go_to(target.id, str(key[1]))

    # ---- writing -----------------------------------------------------------------------------------------

    def keep_wording(self) -> None:
        """Keep what was written as the target's own wording, as one step."""
        self._write(self.wording.toPlainText().strip())

    def _write(self, wording: str) -> None:
        target = self._worded()
        if target is not None and not self.page.session.read_only:
            self.guard(lambda: self.page.edits.change_of(target, {"wording": wording}))

    def save(self, ending: str) -> None:
        """Ask for a place and write the pack there."""
        session = self.page.session
        inventory = session.inventory
        if inventory is None:
            return
        stem = tr("{organisation} targets", organisation=inventory.organisation.name)
        suggestion = paths.documents() / f"{stem.replace('/', ' ')}{ending}"
        title = tr("Save the submission")
        chosen, _ = QFileDialog.getSaveFileName(self, title, str(suggestion), _FILES[ending])
        if chosen:
            self.write(paths.with_ending(Path(chosen), ending))

    def write(self, target: Path) -> None:
        """Write the pack: off the main thread for a file on disk."""
        session, window = self.page.session, self.page.window()
        ids = [each.id for each in self.chosen()]
        done = tr("Written to {name}.", name=target.name)
        if session.path:
            session.start(
                say("Writing the submission"),
                packing.write_pack,
                Path(session.path),
                ids,
                target,
                today(),
                done=lambda _: notices.say_done(window, done),
                failed=self._fail,
            )
            return
        try:
            packing.pack_with(self.page.book.figures, ids, target, today())  # type: ignore[union-attr]
        except CarbonDeskError as error:
            self._fail(error)
        else:
            notices.say_done(window, done)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, CarbonDeskError):
            raise error
        self.tell("err", tr(error.text), tr(error.remedy))


def _row(finding: Finding) -> LedgerRow:
    failed = finding.code == "criterion-failed"
    mark = ("circle-x", "err") if failed else ("triangle-alert", "warn")
    return LedgerRow(
        key=(finding.where.get("target", ""), finding.where.get("criterion", "")),
        cells=(LedgerCell(text=tr(finding.message), under=tr(finding.remedy), mark=mark),),
    )
