"""Choosing a factor for sources: which could take it, what it would change, and the reason; one step."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QVBoxLayout,
    QWidget,
)

from carbondesk.domain.records import Factor
from carbondesk.domain.text import say
from carbondesk.language import tr, tr_many
from carbondesk.ui import fonts
from carbondesk.ui.pages.factors.plain import plain_table
from carbondesk.ui.pages.factors.uses import Effect
from carbondesk.ui.pages.factors.words import change_words, tonnes_words
from carbondesk.ui.style import paint
from carbondesk.ui.widgets import Button, EmptyState, Field, Kind, Label, Rule

if TYPE_CHECKING:
    from carbondesk.ui.session import Session

Index = QModelIndex | QPersistentModelIndex
SITE, SOURCE, BEFORE, AFTER, CHANGE = range(5)


class EffectModel(QAbstractTableModel):
    """Sources that could take a factor, with t CO2e before and after; the first column is checked. `ticked()`."""

    ticked = Signal()

    def __init__(self, effects: Sequence[Effect]) -> None:
        super().__init__()
        self.effects = list(effects)
        self.chosen: set[int] = set()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.effects)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 5

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == SITE else flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (tr("Site"), tr("Source"), tr("t CO₂e now"), tr("then"), tr("Change"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return paint.RIGHT if section >= BEFORE else paint.LEFT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        effect, column = self.effects[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                effect.site.name, effect.source.name, tonnes_words(effect.before), tonnes_words(effect.after),
                change_words(effect.change),
            )[column]  # fmt: skip
        if role == Qt.ItemDataRole.CheckStateRole and column == SITE:
            chosen = effect.source.id in self.chosen
            return Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return paint.RIGHT if column >= BEFORE else paint.LEFT
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return tr("{site}, {source}, {before} t now, {after} t then", site=effect.site.name,
                      source=effect.source.name, before=tonnes_words(effect.before),
                      after=tonnes_words(effect.after))  # fmt: skip
        return (
            "\n".join(tr(each.message) for each in effect.findings)
            if role == Qt.ItemDataRole.ToolTipRole
            else None
        )

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid() or index.column() != SITE:
            return False
        source = self.effects[index.row()].source.id
        checked = Qt.CheckState(value) == Qt.CheckState.Checked
        self.chosen = self.chosen | {source} if checked else self.chosen - {source}
        self.dataChanged.emit(index, index, [Qt.ItemDataRole.CheckStateRole])
        self.ticked.emit()
        return True

    def set_all(self, *, chosen: bool) -> None:
        """Check every source, or none."""
        self.chosen = {effect.source.id for effect in self.effects} if chosen else set()
        self.dataChanged.emit(self.index(0, 0), self.index(len(self.effects) - 1, 0))
        self.ticked.emit()

    def total(self) -> tuple[float, float]:
        """Return t CO2e of the checked sources before and after."""
        picked = [effect for effect in self.effects if effect.source.id in self.chosen]
        return sum(effect.before for effect in picked), sum(effect.after for effect in picked)


class UseDialog(QDialog):
    """Asks which sources take a factor and why, and shows first what that changes."""

    def __init__(
        self, session: Session, parent: QWidget, factor: Factor, effects: Sequence[Effect], year: str
    ) -> None:
        """Offer the sources of `effects`, computed for a year."""
        super().__init__(parent)
        self.session, self.factor = session, factor
        title = tr("Use {name} for a source", name=factor.name)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.resize(fonts.px(680), fonts.px(520))
        body = QVBoxLayout(self)
        body.setContentsMargins(fonts.px(20), fonts.px(16), fonts.px(20), fonts.px(12))
        body.setSpacing(fonts.px(8))
        body.addWidget(Label(title, size=16, weight=600, wraps=True))
        self.effects = EffectModel(effects)
        self.reason = Field(name=tr("Reason"), hint=tr("Why these sources take this factor"))
        self.total = Label(size=13, weight=600)
        self.accept_button = Button(tr("Use factor"), Kind.PRIMARY)
        self.cancel_button = Button(tr("Cancel"))
        self.all_button = Button(tr("Check all"), Kind.LINK)
        if effects:
            text = tr(
                "Sources of {year} that could take it. The tonnes are those of the whole year.", year=year
            )
            body.addWidget(Label(text, size=12, ink="ink2", wraps=True))
            self.view = plain_table(self.effects, tr("Sources that could take the factor"))
            self._lay_columns()
            body.addWidget(self.view, 1)
            line = QHBoxLayout()
            line.addWidget(self.all_button)
            line.addStretch(1)
            line.addWidget(self.total)
            body.addLayout(line)
            body.addWidget(Label(tr("Reason"), size=12, ink="ink2"))
            body.addWidget(self.reason)
        else:
            body.addWidget(_nothing(year), 1)
        body.addWidget(Rule())
        foot = QHBoxLayout()
        foot.setSpacing(fonts.px(8))
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.accept_button)
        body.addLayout(foot)
        self.all_button.clicked.connect(lambda: self.effects.set_all(chosen=True))
        self.cancel_button.clicked.connect(self.reject)
        self.accept_button.clicked.connect(self.take)
        self.accept_button.setDefault(True)
        self.reason.textChanged.connect(lambda _text: self._weigh())
        self.effects.ticked.connect(self._weigh)
        self._weigh()

    def _lay_columns(self) -> None:
        heads = self.view.horizontalHeader()
        heads.setSectionResizeMode(SOURCE, QHeaderView.ResizeMode.Stretch)
        for column, width in ((SITE, 170), (BEFORE, 96), (AFTER, 84), (CHANGE, 84)):
            self.view.setColumnWidth(column, fonts.px(width))

    def take(self) -> None:
        """Write factor and reason to the checked sources, as one step."""
        if not self.accept_button.isEnabled():
            return
        reason = self.reason.text().strip()
        picked = [each.source for each in self.effects.effects if each.source.id in self.effects.chosen]
        with self.session.step(say("Use factor {name}", name=self.factor.name), reason) as step:
            for source in picked:
                step.change(source, factor=self.factor.factor_id, factor_reason=reason)
        self.accept()

    def _weigh(self) -> None:
        """Say what the checked sources would change; without a source or a reason the button stays grey."""
        before, after = self.effects.total()
        count = len(self.effects.chosen)
        if count and not isnan(after - before):
            self.total.setText(
                tr_many("{n} source: {before} t to {after} t, {change} t",
                        "{n} sources: {before} t to {after} t, {change} t", count, before=tonnes_words(before),
                        after=tonnes_words(after), change=change_words(after - before))
            )  # fmt: skip
        else:
            self.total.setText(
                tr_many("{n} source", "{n} sources", count) if count else tr("No source chosen")
            )
        ready = bool(count) and bool(self.reason.text().strip())
        self.accept_button.setEnabled(ready)
        self.accept_button.setToolTip("" if ready else tr("Choose a source and give a reason."))


def _nothing(year: str) -> EmptyState:
    return EmptyState(
        "flask-conical",
        tr("No source of {year} could take this factor", year=year),
        tr(
            "A source could if its category is one of the factor's and its unit can be converted to the factor's unit."
        ),
    )
