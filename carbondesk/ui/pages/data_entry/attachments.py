"""Documents behind a month: attached to its entries or bills, listed in the inspector, opened, taken away."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QFileInfo, QObject, Qt, QTemporaryDir, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QFontMetricsF
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from carbondesk import paths
from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.records import Activity, Bill, Evidence
from carbondesk.domain.text import Text, say
from carbondesk.language import joined, tr
from carbondesk.store import evidence
from carbondesk.store.errors import told_plainly
from carbondesk.store.evidence import Kept, Subject
from carbondesk.ui import fonts
from carbondesk.ui.forms import empty_layout
from carbondesk.ui.pages.data_entry.grid_model import MonthGridModel
from carbondesk.ui.pages.data_entry.line_buttons import LineButton, removable
from carbondesk.ui.widgets import Button, Kind, Label

if TYPE_CHECKING:
    from carbondesk.report.grids import Cell
    from carbondesk.ui.pages.data_entry.page import DataEntryPage

LARGE = 5_000_000
"""A document of more bytes is copied off the main thread."""

_NAME_WIDTH = 130
_NO_NAME = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


class AttachmentPane(QWidget):
    """The attached documents of a cell, each with the start of its hash.

    Signals: `wanted()` to attach one more, `opened(Evidence)`, `removed(Evidence)`.
    """

    wanted = Signal()
    opened = Signal(object)
    removed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(fonts.px(4))
        top = QHBoxLayout()
        top.addWidget(Label(tr("Attached evidence"), size=12, ink="ink2"), 1)
        self.add_button = Button(tr("Attach…"), Kind.LINK, name=tr("Attach evidence…"))
        self.add_button.clicked.connect(self.wanted)
        top.addWidget(self.add_button)
        body.addLayout(top)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        body.addLayout(self._list)
        self.buttons: list[LineButton] = []

    def set_documents(self, documents: Sequence[Evidence], *, read_only: bool) -> None:
        """Show the documents; without any, and where none can be attached, nothing is shown."""
        empty_layout(self._list)
        self.buttons = []
        metrics = QFontMetricsF(fonts.font(12))
        for each in documents:
            # The hash stays in view beside a long name.
            name = metrics.elidedText(each.name, Qt.TextElideMode.ElideMiddle, fonts.px(_NAME_WIDTH))
            button = LineButton(f"{name}  {each.sha256[:8]}", "paperclip", tip=f"{each.name}\n{each.sha256}")
            button.setCheckable(False)
            button.setAccessibleName(joined((each.name, each.sha256[:8])))
            button.clicked.connect(lambda _checked=False, each=each: self.opened.emit(each))
            remove = None if read_only else partial(self.removed.emit, each)
            self._list.addWidget(removable(button, tr("Take {name} away", name=each.name), remove))
            self.buttons.append(button)
        self.add_button.setVisible(not read_only)
        self.setVisible(bool(documents) or not read_only)


class Attachments(QObject):
    """Attaches documents to the selected cells of one page and shows those of the current one."""

    def __init__(self, page: DataEntryPage) -> None:
        super().__init__(page)
        self.page = page
        self.pane = page.inspector.attachments
        self.pane.wanted.connect(self.attach)
        self.pane.opened.connect(self.open)
        self.pane.removed.connect(self.remove)
        self._folder: QTemporaryDir | None = None

    def attach(self) -> None:
        """Ask for a file and attach it to the entries of the selected cells, or to their bills."""
        subjects = self.subjects()
        if not subjects:
            self.page.prompt.tell(
                "info",
                tr("These cells hold no entry yet."),
                tr("Enter a quantity first, then attach its document."),
            )
            return
        chosen, _ = QFileDialog.getOpenFileName(self.page, tr("Attach evidence"), str(paths.documents()))
        if chosen:
            self.take(Path(chosen), subjects)

    def take(self, file: Path, subjects: Sequence[Subject]) -> None:
        """Attach a file as one step; a large one is copied off the main thread first."""
        inventory = self.page.session.inventory
        if inventory is None:
            return
        title = say("Attach {name}", name=file.name)
        if inventory.is_in_memory or QFileInfo(str(file)).size() <= LARGE:
            self._write(title, lambda step: evidence.attach(inventory, step, file, subjects))
            return

        def record(kept: Kept) -> None:
            if self.page.session.inventory is inventory:
                self._write(title, lambda step: evidence.attach_kept(inventory, step, kept, subjects))

        self.page.session.start(title, evidence.keep, inventory.path, file, done=record, failed=self._tell)

    def _write(self, title: Text, change: Callable[[Any], object]) -> None:
        def write(step: Any) -> set[int]:
            change(step)
            return set()

        self.page.edits.write(title, write)

    def subjects(self) -> list[Subject]:
        """Return what is meant: the open bill of a single cell, else the entries and bills of the selected cells."""
        cells = self._cells()
        meant = subjects_of(cells)
        bill = self.page.inspector.bills.open_bill
        if len(cells) == 1 and bill is not None and (Bill.table, bill.id) in meant:
            return [(Bill.table, bill.id)]
        return meant

    def _cells(self) -> list[Cell]:
        model, block = self.page.view.grid_model(), self.page.view.block()
        if block is None or not isinstance(model, MonthGridModel):
            return []
        top, left, bottom, right = block
        places = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
        return [cell for place in places if (cell := model.cell_at(*place)) is not None]

    def show(self, cell: Cell, *, locked: bool) -> None:
        """Show the documents of a cell."""
        inventory = self.page.session.inventory
        if inventory is not None:
            meant = subjects_of([cell])
            self.pane.set_documents(evidence.attached(inventory, meant), read_only=locked or not meant)

    def open(self, document: Evidence) -> None:
        """Open a copy of a document under its own name with the program that the system has for it."""
        inventory = self.page.session.inventory
        kept = evidence.document(inventory, document) if inventory is not None else None
        name = _NO_NAME.sub("_", document.name).strip(" .")
        if kept is None:
            self.page.prompt.tell(
                "warn",
                tr("{name} is not beside the inventory, or was changed there.", name=document.name),
                tr("Attach the document again from where it came."),
            )
        # What came with somebody else's inventory could be a program.
        elif PurePath(name).suffix.lower() not in evidence.MEDIA_TYPES:
            self.page.prompt.tell(
                "info",
                tr("{name} is of a kind that is not opened from here.", name=document.name),
                tr("It is kept as {path}.", path=str(kept)),
            )
        else:
            self._show_copy(kept, document.sha256, name)

    def _show_copy(self, kept: Path, sha256: str, name: str) -> None:
        # Made when first needed; its copies go with the page.
        self._folder = self._folder or QTemporaryDir()
        copy = Path(self._folder.path()) / sha256 / name
        try:
            with told_plainly(copy):
                copy.parent.mkdir(exist_ok=True)
                shutil.copyfile(kept, copy)
        except CarbonDeskError as fault:
            self._tell(fault)
            return
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy))):
            self.page.prompt.tell("warn", tr("No program was found that opens {name}.", name=name))

    def remove(self, document: Evidence) -> None:
        """Take a document away from the current cell's entries and bills, as one step."""
        inventory, cell = self.page.session.inventory, self.page.details.cell
        if inventory is not None and cell is not None:
            title, meant = say("Take {name} away", name=document.name), subjects_of([cell])
            self._write(title, lambda step: evidence.detach(inventory, step, document, meant))

    def _tell(self, fault: Exception) -> None:
        """Say what went wrong with a file; a fault of our own goes on to the exception hook."""
        if not isinstance(fault, CarbonDeskError):
            raise fault
        self.page.prompt.tell("warn", tr(fault.text), tr(fault.remedy))


def subjects_of(cells: Sequence[Cell]) -> list[Subject]:
    """Return the entries of cells, and in the place of those that come from bills their bills, each once."""
    return list(
        dict.fromkeys(
            (Activity.table, entry.id) if entry.bill is None else (Bill.table, entry.bill)
            for cell in cells
            for entry in cell.activities
        )
    )
