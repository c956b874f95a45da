"""Comparing editions: per series the edition in use and another, per source what it changes, applied as one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from carbondesk.domain.accounting.editions import Edition
from carbondesk.language import joined, labelled, tr, tr_many
from carbondesk.report.editions import (
    Difference,
    Newer,
    calendar_years,
    difference,
    editions_used,
    newer,
    take_over,
)
from carbondesk.report.papers import METHODS
from carbondesk.ui import fonts
from carbondesk.ui.pages.factors.plain import plain_table
from carbondesk.ui.pages.factors.weights import weight
from carbondesk.ui.pages.factors.words import change_words, per_unit_words, tonnes_words, value_words
from carbondesk.ui.style import paint
from carbondesk.ui.widgets import Button, Choice, EmptyState, Field, Kind, Label, Pane, Rule

if TYPE_CHECKING:
    from carbondesk.domain.records import Factor
    from carbondesk.report.figures import Figures
    from carbondesk.ui.session import Session

Index = QModelIndex | QPersistentModelIndex
SOURCE, NOW, THEN, BEFORE, AFTER, CHANGE = range(6)


@dataclass(frozen=True, slots=True)
class Series:
    """A run of editions that a year uses: the ones it is computed with, all there are, and the one to look at first."""

    series: str
    family: str
    current: tuple[Edition, ...]
    editions: tuple[Edition, ...]
    wanted: str = ""


def newer_than_used(figures: Figures, year: int) -> list[Newer]:
    """Return the editions that a year could take over, without one that all factors of its series are of already."""
    return [each for each in newer(figures, year) if each.current != (each.edition,)]


def series_of(figures: Figures, year: int) -> list[Series]:
    """Return the series that a year uses and that have another edition; those with a newer one first."""
    used = editions_used(figures, year)
    fresh = {each.series: each.edition.edition for each in newer_than_used(figures, year)}
    found = []
    for series, current in used.items():
        every = tuple(each for each in figures.library.editions if each.series == series)
        if len(every) > 1:
            found.append(Series(series, current[-1].family, current, every, fresh.get(series, "")))
    return sorted(found, key=lambda each: (not each.wanted, each.family))


class DifferenceModel(QAbstractTableModel):
    """Sources whose factor would be another one: both factors, t CO2e before and after."""

    def __init__(self, figures: Figures) -> None:
        super().__init__()
        self._figures = figures
        self.lines: list[Difference] = []

    def set_lines(self, lines: Sequence[Difference]) -> None:
        """Show other differences."""
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def total(self) -> float:
        """Return what all lines add together, in t CO2e; lines with an unknown side are left out."""
        return sum(line.change or 0.0 for line in self.lines)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 6

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            heads = (tr("Source"), tr("Factor now"), tr("then"), tr("t CO₂e now"), tr("then"), tr("Change"))
            return heads[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return paint.RIGHT if section >= BEFORE else paint.LEFT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        texts = self.texts(index.row())
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return texts[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return paint.RIGHT if index.column() >= BEFORE else paint.LEFT
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return joined(texts)
        return None

    def texts(self, row: int) -> tuple[str, ...]:
        """Return the words of a row."""
        line = self.lines[row]
        source = self._figures.sources[line.source]
        site = self._figures.sites[source.site].name
        return (
            labelled(site, source.name),
            self._told(line.before),
            self._told(line.after),
            _tonnes(line.tonnes_before),
            _tonnes(line.tonnes_after),
            "–" if line.change is None else change_words(line.change),
        )

    def _told(self, factor: Factor | None) -> str:
        """Return a factor by its value, its edition and its name."""
        if factor is None:
            return tr("none")
        heavy = weight(factor, self._figures.ledger.gwp, self._figures.organisation.combustion_methane)
        value = f"{value_words(heavy, factor)} {per_unit_words(factor, heavy)}"
        return joined((value, factor.source_version, factor.name))


class CompareDialog(QDialog):
    """Chooses editions for a year, shows what they change and applies them with a reason."""

    def __init__(self, session: Session, parent: QWidget, year: int, year_words: str) -> None:
        """Compare the editions of a reporting year of the session's inventory."""
        super().__init__(parent)
        figures = session.figures
        assert figures is not None  # noqa: S101 - the page offers this only once there are figures
        self.session, self.figures, self.year = session, figures, year
        self.series = series_of(figures, year)
        self.choices: dict[str, Choice] = {}
        self.lines = DifferenceModel(figures)
        title = tr("Compare editions for {year}", year=year_words)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.resize(fonts.px(940), fonts.px(600))
        self.total = Label(size=14, weight=600)
        self.reason = Field(name=tr("Reason"), hint=tr("Why the year takes these editions"))
        self.accept_button = Button(tr("Apply"), Kind.PRIMARY)
        self.cancel_button = Button(tr("Cancel"))
        body = QVBoxLayout(self)
        body.setContentsMargins(fonts.px(20), fonts.px(16), fonts.px(20), fonts.px(12))
        body.setSpacing(fonts.px(8))
        body.addWidget(Label(title, size=16, weight=600))
        if self.series:
            self._add_choices(body)
            self._add_lines(body)
        else:
            title = tr("Every factor of {year} has one edition only", year=year_words)
            body.addWidget(
                EmptyState("scale", title, tr("Newer editions come with a newer version of CarbonDesk.")), 1
            )
        body.addWidget(Rule())
        foot = QHBoxLayout()
        foot.setSpacing(fonts.px(8))
        foot.addWidget(self.reason, 1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.accept_button)
        self.reason.setVisible(bool(self.series))
        body.addLayout(foot)
        self.accept_button.setDefault(True)
        self.accept_button.clicked.connect(self.take)
        self.cancel_button.clicked.connect(self.reject)
        self.reason.textChanged.connect(lambda _text: self._allow())
        self.compare()

    def _add_choices(self, body: QVBoxLayout) -> None:
        holder = Pane("panel")
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(fonts.px(16))
        grid.setVerticalSpacing(fonts.px(4))
        grid.setColumnStretch(0, 1)
        for column, words in enumerate((tr("Series"), tr("The year is computed with"), tr("Compare with"))):
            grid.addWidget(Label(words, size=12, weight=600, ink="ink2"), 0, column)
        for row, series in enumerate(self.series, start=1):
            now = joined(each.source_version for each in series.current)
            choice = Choice(name=tr("Edition of {series}", series=series.family))
            choice.add(tr("as it is"), "")
            for edition in reversed(series.editions):
                if series.current != (edition,):
                    choice.add(edition.source_version, edition.edition)
            if series.wanted:
                choice.set_value(series.wanted)
            choice.currentIndexChanged.connect(lambda _place: self.compare())
            choice.setMinimumWidth(fonts.px(200))
            self.choices[series.series] = choice
            grid.addWidget(Label(series.family, size=13, weight=500, elided=True), row, 0)
            grid.addWidget(Label(now, size=12, ink="ink2", elided=True), row, 1)
            grid.addWidget(choice, row, 2)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(holder)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFixedHeight(min(holder.sizeHint().height() + 4, fonts.px(190)))
        body.addWidget(area)
        body.addWidget(Rule())

    def _add_lines(self, body: QVBoxLayout) -> None:
        self.view = plain_table(self.lines, tr("What the editions change"))
        heads = self.view.horizontalHeader()
        for column in (NOW, THEN):
            heads.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        for column, width in ((SOURCE, 210), (BEFORE, 92), (AFTER, 78), (CHANGE, 78)):
            self.view.setColumnWidth(column, fonts.px(width))
        body.addWidget(self.total)
        body.addWidget(self.view, 1)

    def pins(self) -> dict[str, str]:
        """Return the chosen edition of each series that is to change."""
        return {series: str(choice.value()) for series, choice in self.choices.items() if choice.value()}

    def compare(self) -> None:
        """Compute what the chosen editions change."""
        pins = self.pins()
        self.lines.set_lines(difference(self.figures, self.year, pins.items()) if pins else [])
        count = len(self.lines.lines)
        if not pins:
            self.total.setText(tr("Choose an edition to see what it would change."))
        elif not count:
            self.total.setText(tr("Nothing would change."))
        else:
            change = change_words(self.lines.total())
            one = "{n} source would change, {change} t CO₂e, {method}"
            many = "{n} sources would change, {change} t CO₂e in all, {method}"
            method = tr(METHODS[self.figures.organisation.scope2_method]).lower()
            self.total.setText(tr_many(one, many, count, change=change, method=method))
        self._allow()

    def take(self) -> None:
        """Apply the chosen editions as one step."""
        inventory = self.session.inventory
        if inventory is None or not self.accept_button.isEnabled():
            return
        years = calendar_years(self.figures, self.year)
        person = self.session.settings.person
        take_over(inventory, years, self.pins(), self.reason.text().strip(), person=person)
        self.accept()

    def _allow(self) -> None:
        ready = bool(self.pins()) and bool(self.reason.text().strip()) and not self.session.read_only
        self.accept_button.setEnabled(ready)
        self.accept_button.setToolTip("" if ready else tr("Choose an edition and give a reason."))


def _tonnes(value: float | None) -> str:
    return "–" if value is None else tonnes_words(value)
