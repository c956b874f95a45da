"""Published figures: each as it was published, beside the same figure now, with what a later change did to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from carbondesk.domain.periods import year_name
from carbondesk.language import number, percent, tr, tr_many
from carbondesk.report.published import (
    STATES,
    Standing,
    State,
    materiality,
    sealed_years,
    sentence,
    signed,
    standings,
)
from carbondesk.ui import fonts, notices
from carbondesk.ui.pages.audit.records import Row, SidePane
from carbondesk.ui.pages.audit.tables import Cell, CellModel, CellTable, Head
from carbondesk.ui.widgets import Button, EmptyState, Kind, Label, Pane, Rule
from carbondesk.ui.widgets.badges import Badge

if TYPE_CHECKING:
    from carbondesk.ui.session import Session

NARROW = 236
_LOOKS = {
    State.SAME: ("ok", "circle-check"),
    State.UNADJUSTED: ("warn", "triangle-alert"),
    State.RESTATED: ("ink2", "history"),
    State.UNKNOWN: ("ink2", "info"),
}


def heads() -> list[Head]:
    """Return the heads of the table."""
    return [
        Head(tr("Figure")),
        Head(tr("Version"), 66, right=True, gives_way=1),
        Head(tr("Boundary"), 128, gives_way=2),
        Head(tr("Base"), 52, gives_way=3),
        Head(tr("As published, t"), 116, right=True),
        Head(tr("Now, t"), 96, right=True),
        Head(tr("Difference, t"), 100, right=True),
        Head(tr("Change"), 74, right=True),
        Head(tr("State"), 116),
    ]


class PublicationsView(QWidget):
    """Signals: `seal_wanted()`, `unadjusted(count)`."""

    seal_wanted = Signal()
    unadjusted = Signal(int)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.year: int | None = None
        self.standings: list[Standing] = []
        self.side = SidePane(
            tr("Published years"),
            tr("Search years"),
            [(tr("All"), False), (tr("Unadjusted"), True)],
            tr("Which years"),
            width=NARROW,
        )
        self.model = CellModel(heads())
        self.table = CellTable(self.model, tr("Published figures"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side)
        row.addWidget(Rule(vertical=True))
        row.addWidget(self._build_middle(), 1)
        self.side.search.textChanged.connect(lambda _: self.show_years())
        self.side.segments.chosen.connect(lambda _: self.show_years())
        self.side.list.chosen.connect(self._choose)
        self.side.list.opened.connect(lambda _: self.table.setFocus())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_sentence())

    def _build_middle(self) -> Pane:
        middle = Pane("panel")
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(fonts.px(20), fonts.px(10), fonts.px(16), fonts.px(10))
        head.setSpacing(fonts.px(10))
        texts = QVBoxLayout()
        texts.setSpacing(fonts.px(2))
        first = QHBoxLayout()
        first.setSpacing(fonts.px(10))
        self.title = Label(size=16, weight=600, elided=True)
        self.badge = Badge("", "neutral")
        first.addWidget(self.title)
        first.addWidget(self.badge)
        first.addStretch(1)
        texts.addLayout(first)
        self.detail = Label(size=13, ink="ink2", elided=True)
        texts.addWidget(self.detail)
        head.addLayout(texts, 1)
        self.copy_button = Button(tr("Copy as sentence"), icon="copy", tip="Ctrl Shift C")
        self.copy_button.clicked.connect(self.copy_sentence)
        head.addWidget(self.copy_button)
        column.addLayout(head)
        column.addWidget(Rule())
        body = Pane("panel")
        self._stack = QStackedLayout(body)
        nothing = QWidget()
        inside = QVBoxLayout(nothing)
        inside.setContentsMargins(*[fonts.px(40)] * 4)
        self.none = EmptyState(
            "file-check",
            tr("No figure is published yet"),
            tr(
                "Seal a year: its figures are kept as they were published, and later changes show beside them."
            ),
        )
        first_button = self.none.add_button(Button(tr("Seal a year…"), Kind.PRIMARY))
        first_button.clicked.connect(self.seal_wanted)
        inside.addWidget(self.none)
        inside.addStretch(1)
        self._stack.addWidget(self.table)
        self._stack.addWidget(nothing)
        column.addWidget(body, 1)
        column.addWidget(Rule())
        self.sentence = Label(size=12, ink="ink2", wraps=True)
        self.sentence.setContentsMargins(fonts.px(20), fonts.px(8), fonts.px(16), fonts.px(8))
        column.addWidget(self.sentence)
        return middle

    def parts(self) -> list[QWidget]:
        """Return the parts that F6 steps through; the first one has the focus when the page is entered."""
        return [self.side.list, self.table, self.side.search]

    # ---- showing -----------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Hold every published figure against today's."""
        figures = self.session.figures
        if figures is None:
            return
        self.standings = standings(figures)
        self.unadjusted.emit(len({each.figure.year for each in self._unadjusted()}))
        self.show_years()

    def _unadjusted(self) -> list[Standing]:
        return [each for each in self.standings if each.state is State.UNADJUSTED]

    def show_years(self) -> None:
        """Show the years with published figures, and the figures of the one in view."""
        figures = self.session.figures
        if figures is None:
            return
        start = figures.organisation.year_start
        changed = {each.figure.year for each in self._unadjusted()}
        years = list(dict.fromkeys(each.figure.year for each in self.standings))
        if self.side.segments.value():
            years = [year for year in years if year in changed]
        text = self.side.search.text().strip()
        locked = sealed_years(figures)
        rows = [
            Row(
                year_name(year, start),
                self._of_year(year, is_locked=locked.get(year, False)),
                icon="triangle-alert" if year in changed else "lock" if locked.get(year) else "lock-open",
                tint="warn" if year in changed else "ink2",
                key=year,
            )
            for year in years
            if text in year_name(year, start)
        ]
        self.side.list.show_rows(rows, self.year)
        self.side.count.setText(tr_many("{n} year", "{n} years", len(rows)))
        key = self.side.list.current_key() if rows else None
        self._choose(key)

    def _of_year(self, year: int, *, is_locked: bool) -> str:
        here = [each for each in self.standings if each.figure.year == year]
        newest = max(each.figure.version for each in here)
        words = tr("version {n}, locked", n=newest) if is_locked else tr("version {n}, open", n=newest)
        count = sum(each.state is State.UNADJUSTED for each in here)
        if not count:
            return words
        return tr("{words}, {changed}", words=words, changed=tr_many("{n} changed", "{n} changed", count))

    def _choose(self, key: object) -> None:
        self.year = key if isinstance(key, int) else None
        here = self.shown()
        self._stack.setCurrentIndex(0 if here else 1)
        self.model.set_rows([_row(each) for each in here], [each.figure.id for each in here])
        if here and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self.table.lay_out()
        self._show_head(here)
        self._show_sentence()

    def shown(self) -> list[Standing]:
        """Return the figures of the year in view, in the order of the rows."""
        return [each for each in self.standings if each.figure.year == self.year]

    def _show_head(self, here: list[Standing]) -> None:
        figures = self.session.figures
        self.badge.setVisible(bool(here))
        self.copy_button.setVisible(bool(here))
        if figures is None or not here or self.year is None:
            self.title.setText(tr("Published figures"))
            self.detail.setText("")
            return
        self.title.setText(
            tr("Published for {year}", year=year_name(self.year, figures.organisation.year_start))
        )
        share = materiality(figures, self.year)
        changed = [each for each in here if each.state is State.UNADJUSTED]
        largest = max(changed, key=lambda each: abs(each.difference or 0.0), default=None)
        if any(each.is_material for each in here):
            self.badge.set_state(tr("Material change"), "err")
        elif changed:
            self.badge.set_state(tr("Unadjusted change"), "warn")
        else:
            self.badge.set_state(tr("Unchanged"), "ok")
        words = tr("materiality {share} %", share=number(100 * share))
        if largest is not None and largest.difference is not None:
            words = tr(
                "Largest change {change} t ({share}), {materiality}. Unadjusted until restated.",
                change=signed(largest.difference),
                share=_share(largest),
                materiality=words,
            )
        self.detail.setText(words)

    # ---- sentences ---------------------------------------------------------------------------------------

    def figure_sentence(self) -> str:
        """Return the figure in view as a sentence, "" where there is none."""
        key, figures = self.table.current_key(), self.session.figures
        found = next((each for each in self.standings if each.figure.id == key), None)
        if found is None or figures is None:
            return ""
        return sentence(found, figures.organisation.year_start)

    def _show_sentence(self) -> None:
        words = self.figure_sentence() if self.shown() else ""
        self.sentence.setText(words)
        self.sentence.setVisible(bool(words))

    def copy_sentence(self) -> None:
        """Copy the figure in view as a sentence with its scope, method, boundary and base."""
        words = self.figure_sentence()
        if words:
            QGuiApplication.clipboard().setText(words)
            notices.say_done(self.window(), tr("Sentence copied"))


def _share(standing: Standing) -> str:
    if standing.share is None:
        return "–"
    words = percent(standing.share, 2)
    return f"+{words}" if standing.share > 0 else words


def _row(standing: Standing) -> list[Cell]:
    figure, state = standing.figure, standing.state
    ink, icon = _LOOKS[state]
    ink = "err" if standing.is_material else ink
    changed = state is State.UNADJUSTED
    strong = "+" in figure.scope
    old = "ink2" if state is State.RESTATED else "ink"
    difference = standing.difference if state is not State.SAME else 0.0
    return [
        Cell(tr(standing.subject), old, strong=strong),
        Cell(str(figure.version), "ink2"),
        Cell(tr(standing.boundary), "ink2"),
        Cell(figure.base, "ink2"),
        Cell(number(figure.value, 1), old, strong=strong),
        Cell("–" if standing.current is None else number(standing.current, 1), old, strong=strong),
        Cell("–" if difference is None else signed(difference), ink if changed else "ink2", strong=changed),
        Cell(_share(standing) if difference else "", ink if changed else "ink2", strong=changed),
        Cell(tr(STATES[state]), ink, icon),
    ]
