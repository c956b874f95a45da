"""The sample of a verification round as a table that is filled in by keys alone."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit

from carbondesk.domain.accounting.sampling import Size
from carbondesk.domain.numbers import NotANumber, parse_number
from carbondesk.language import number, tr
from carbondesk.report.roundpapers import RESULTS
from carbondesk.report.verifications import Result, Sampled, fields_of
from carbondesk.ui.pages.audit.tables import Cell, CellModel, CellTable, Head
from carbondesk.ui.pages.audit.words import tonnes
from carbondesk.ui.readings import choice_words

Index = QModelIndex | QPersistentModelIndex
_LOOKS = {
    Result.PENDING: ("ink3", "circle-dashed"),
    Result.CORRECT: ("ok", "circle-check"),
    Result.MISSTATED: ("warn", "triangle-alert"),
    Result.NOT_FOUND: ("err", "circle-x"),
}
_SAME = 5e-7
_PARTS = 4


class Column(IntEnum):
    """The columns of the table, left to right."""

    ENTRY = 0
    STRATUM = 1
    FROZEN = 2
    NOW = 3
    RESULT = 4
    MISSTATEMENT = 5
    CORRECTED = 6
    NOTE = 7


def heads() -> list[Head]:
    """Return the heads of the columns."""
    return [
        Head(tr("Entry")),
        Head(tr("Stratum"), 172, gives_way=3),
        Head(tr("Frozen, t"), 84, right=True),
        Head(tr("Now, t"), 84, right=True, gives_way=1),
        Head(tr("Result"), 124),
        Head(tr("Misstatement, t"), 112, right=True),
        Head(tr("Corrected"), 78),
        Head(tr("Note"), 130, gives_way=2),
    ]


def result_of(line: Sampled) -> Result:
    """Return a line's result; one from elsewhere that we do not know counts by its misstatement."""
    if line.line.result in set(Result):
        return Result(line.line.result)
    return Result.PENDING if line.line.misstatement is None else Result.MISSTATED


class SampleModel(CellModel):
    """The lines. `written(line, fields)` for what was typed or chosen, `refused(words)` for what is no number."""

    written = Signal(object, object)
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__(heads())
        self.lines: list[Sampled] = []
        self.writable = True

    def show(self, lines: Sequence[Sampled]) -> None:
        """Show the lines of a round."""
        self.lines = list(lines)
        self.set_rows([_row(line) for line in lines], [line.line.id for line in lines])

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        editable = self.writable and index.column() in {Column.MISSTATEMENT, Column.NOTE}
        return flags | Qt.ItemFlag.ItemIsEditable if editable else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if index.isValid() and role == Qt.ItemDataRole.EditRole:
            line = self.lines[index.row()].line
            if index.column() == Column.NOTE:
                return line.note
            return (
                ""
                if line.misstatement is None
                else number(line.misstatement).replace(",", "").replace("\u2212", "-")
            )
        return super().data(index, role)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or role != Qt.ItemDataRole.EditRole or not self.writable:
            return False
        line, text = self.lines[index.row()], str(value).strip()
        if index.column() == Column.NOTE:
            if text != line.line.note:
                self.written.emit(line, {"note": text})
            return True
        if not text:
            self.set_result(index.row(), Result.PENDING)
            return True
        try:
            typed = parse_number(text, ".")
        except NotANumber as fault:
            self.refused.emit(" ".join(part for part in (tr(fault.text), tr(fault.remedy)) if part))
            return False
        result = Result.MISSTATED if typed else Result.CORRECT
        if typed != line.line.misstatement:
            self.written.emit(line, fields_of(result, line.line.value, typed))
        return True

    def set_result(self, row: int, result: Result) -> None:
        """Give a line a result."""
        line = self.lines[row]
        if self.writable and line.line.result != result.value:
            self.written.emit(line, fields_of(result, line.line.value, line.line.misstatement))

    def toggle_corrected(self, row: int) -> None:
        """Say that a misstatement was corrected, or that it was not."""
        line = self.lines[row]
        if self.writable and line.line.misstatement:
            self.written.emit(line, {"corrected": not line.line.corrected})
        elif self.writable:
            self.refused.emit(tr("Only a misstatement can be corrected. Type its tonnes first."))


def stratum_words(name: str) -> str:
    """Return a stratum's category and size; its site stands beside its entry."""
    parts = name.split("/")
    sizes = {Size.LARGE: tr("large"), Size.MEDIUM: tr("medium"), Size.SMALL: tr("small")}
    if len(parts) < _PARTS or parts[-1] not in sizes:
        return name
    return tr("{category}, {size}", category=choice_words(parts[1]), size=sizes[Size(parts[-1])])


def _row(line: Sampled) -> list[Cell]:
    record, result = line.line, result_of(line)
    ink, icon = _LOOKS[result]
    moved = line.change is not None and abs(line.change) > _SAME
    wrong = record.misstatement is not None and record.misstatement != 0
    corrected = (tr("yes") if record.corrected else tr("no")) if wrong else ""
    name = tr(line.name)
    return [
        Cell(f"{name} · {line.site}" if line.site else name, "ink" if line.entry is not None else "err"),
        Cell(stratum_words(record.stratum), "ink2"),
        Cell(tonnes(record.value)),
        Cell(tonnes(line.now), "warn" if moved or line.entry is None else "ink2", strong=moved),
        Cell(tr(RESULTS[result]), ink, icon),
        Cell("" if record.misstatement is None else number(round(record.misstatement, 3)), strong=wrong),
        Cell(corrected, "ok" if record.corrected else "ink2", "check" if record.corrected and wrong else ""),
        Cell(record.note, "ink2"),
    ]


class SampleTable(CellTable):
    """Keys: C correct, N not found, digits or M a misstatement, Space corrected, Delete not looked at, Enter edits.

    `proof_wanted()` on Ctrl Shift P comes from the page's commands.
    """

    LEAST = 220

    def __init__(self, model: SampleModel) -> None:
        super().__init__(model, tr("Sample"))
        self.sample = model
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            # The Enter that ends an edit comes on from its field and must not begin another.
            event.accept()
            return
        index = self.currentIndex()
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        if not index.isValid() or not plain or not self._take(index, event):
            super().keyPressEvent(event)

    def _take(self, index: QModelIndex, event: QKeyEvent) -> bool:
        """Do what a key says; False where it says nothing here."""
        row, key, text = index.row(), event.key(), event.text()
        noting = index.column() == Column.NOTE
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2}:
            self.edit(index if noting else self.sample.index(row, Column.MISSTATEMENT))
        elif key == Qt.Key.Key_Delete:
            self.sample.set_result(row, Result.PENDING)
        elif key == Qt.Key.Key_Space and not noting:
            self.sample.toggle_corrected(row)
        elif noting and text.strip():
            self._type(index, text)
        elif text.lower() in _RESULT_KEYS:
            self.sample.set_result(row, _RESULT_KEYS[text.lower()])
            self._go_down(index)
        elif text.lower() == "m":
            self.edit(self.sample.index(row, Column.MISSTATEMENT))
        elif text and text in "0123456789-.=":
            self._type(self.sample.index(row, Column.MISSTATEMENT), text)
        else:
            return False
        return True

    def _type(self, index: QModelIndex, text: str) -> None:
        self.setCurrentIndex(index)
        self.edit(index)
        for editor in self.viewport().findChildren(QLineEdit):
            editor.setText(text)

    def _go_down(self, index: QModelIndex) -> None:
        if index.row() + 1 < self.sample.rowCount():
            self.setCurrentIndex(self.sample.index(index.row() + 1, index.column()))


_RESULT_KEYS = {"c": Result.CORRECT, "n": Result.NOT_FOUND}
