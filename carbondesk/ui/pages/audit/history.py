"""The history: records at the left, the trail of one of them or of everything in the middle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from carbondesk.domain.periods import fiscal_year, month_of
from carbondesk.domain.records import Activity, Site, Source
from carbondesk.language import sentences, tr, tr_many
from carbondesk.report.explanations import booked_lines
from carbondesk.report.trails import STEP, Entry, Page, Recent, Subject, Trails
from carbondesk.ui import fonts
from carbondesk.ui.pages.audit import words
from carbondesk.ui.pages.audit.records import Row, SidePane, now
from carbondesk.ui.pages.audit.trail import TrailView
from carbondesk.ui.widgets import Button, EmptyState, Label, Pane, Rule
from carbondesk.ui.widgets.badges import Badge
from carbondesk.ui.widgets.states import Picture

if TYPE_CHECKING:
    from carbondesk.ui.session import Session

EVERYTHING = ("", 0)
_SOON_MS = 150


class HistoryView(QWidget):
    """Signals: `navigate(page id, context)` to where the record in view is."""

    navigate = Signal(str, object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.subject: Subject | None = None
        self._subjects: dict[tuple[str, int], Subject] = {}
        self._older: int | None = None
        self._trails: Trails | None = None
        self.side = SidePane(
            tr("Records"),
            tr("Search records, people, dates"),
            [(tr("All"), False), (tr("Mine"), True)],
            tr("Whose changes"),
        )
        self.trail = TrailView()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side)
        row.addWidget(Rule(vertical=True))
        row.addWidget(self._build_middle(), 1)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_SOON_MS)
        self._later.timeout.connect(self.show_records)
        self.side.search.textChanged.connect(lambda _: self._later.start())
        self.side.segments.chosen.connect(lambda _: self.show_records())
        self.side.list.chosen.connect(self._choose)
        self.side.list.opened.connect(lambda _: self.trail.setFocus())
        self.side.link.clicked.connect(self._load_older)

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
        self.detail = Label(size=13, ink="ink2", elided=True)
        texts.addLayout(first)
        texts.addWidget(self.detail)
        head.addLayout(texts, 1)
        self.open_button = Button(tr("Open in data entry"), icon="table-2")
        self.open_button.clicked.connect(self.open_place)
        head.addWidget(self.open_button)
        column.addLayout(head)
        column.addWidget(Rule())
        body = Pane("panel")
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self.trail)
        none = QWidget()
        inside = QVBoxLayout(none)
        inside.setContentsMargins(*[fonts.px(40)] * 4)
        self.none = EmptyState(
            "search",
            tr("Nothing found"),
            tr("No step and no record holds these words. Try fewer or other ones."),
        )
        clear = self.none.add_button(Button(tr("Clear the search")))
        clear.clicked.connect(self.side.search.clear)
        inside.addWidget(self.none)
        inside.addStretch(1)
        self._stack.addWidget(none)
        column.addWidget(body, 1)
        column.addWidget(Rule())
        foot = QHBoxLayout()
        foot.setContentsMargins(fonts.px(20), fonts.px(7), fonts.px(16), fonts.px(7))
        foot.setSpacing(fonts.px(8))
        foot.addWidget(Picture("info", 14, "ink2"))
        told = tr(
            "Every change keeps the old value, the person, the time and the reason. Nothing is ever deleted."
        )
        foot.addWidget(Label(told, size=12, ink="ink2", elided=True), 1)
        column.addLayout(foot)
        return middle

    def parts(self) -> list[QWidget]:
        """Return the parts that F6 steps through; the first one has the focus when the page is entered."""
        return [self.side.list, self.trail, self.side.search]

    # ---- records -----------------------------------------------------------------------------------------

    def forget(self) -> None:
        """Let go of a history that is closed."""
        self._later.stop()
        self._trails = self.subject = None

    def refresh(self) -> None:
        """Read the history anew, keeping the record in view."""
        self.show_records()

    def show_records(self) -> None:
        """Show the records that were changed last and hold what is searched for."""
        inventory = self.session.inventory
        if inventory is None:
            return
        self._later.stop()
        self._trails = Trails(inventory)
        found = self._trails.recent(text=self._text(), person=self._person())
        self._older = found.older
        self._subjects = {each.subject.key: each.subject for each in found.rows}
        rows = [self._everything(), *(self._row(each) for each in found.rows)]
        wanted = self.subject.key if self.subject is not None else EVERYTHING
        if wanted not in {row.key for row in rows}:
            wanted, self.subject = EVERYTHING, None
        self.side.list.show_rows(rows, wanted)
        self._count()
        self.show_trail()

    def _load_older(self) -> None:
        if self._trails is None or self._older is None:
            return
        found = self._trails.recent(text=self._text(), person=self._person(), before=self._older)
        self._older = found.older
        fresh = [each for each in found.rows if each.subject.key not in self._subjects]
        self._subjects |= {each.subject.key: each.subject for each in fresh}
        self.side.list.lines.add_rows([self._row(each) for each in fresh])
        self._count()

    def _count(self) -> None:
        inventory = self.session.inventory
        if inventory is None:
            return
        newest = inventory.traces.steps(1)
        steps = newest[0].id if newest else 0
        self.side.count.setText(
            tr_many(
                "{shown} records of {n} step",
                "{shown} records of {n} steps",
                steps,
                shown=len(self._subjects),
            )
        )
        self.side.set_link(tr("Load older") if self._older is not None else "")

    def _text(self) -> str:
        return self.side.search.text().strip()

    def _person(self) -> str:
        return self.session.settings.person or "\0" if self.side.segments.value() else ""

    @staticmethod
    def _everything() -> Row:
        return Row(tr("All changes"), tr("Every step, newest first"), icon="history", key=EVERYTHING)

    @staticmethod
    def _row(found: Recent) -> Row:
        subject, entry = found.subject, found.entry
        title = tr(subject.name) if not isinstance(subject.name, str) else subject.name
        if entry is None:
            return Row(title, subject.where or tr("Found by its name"), icon="search", key=subject.key)
        marks = entry.marks[:1]
        said = words.mark_words(marks[0]) if marks and not words.is_step(subject.table) else ""
        if words.is_step(subject.table):
            title = words.title_words(entry)
            said = words.person_words(entry)
        text = sentences((subject.where, said))
        icon = words.icon_of(entry)
        tint = "warn" if icon == "flag" else "ink2"
        return Row(title, text, aside=words.when(entry.step.at, now()), icon=icon, tint=tint, key=subject.key)

    def _choose(self, key: object) -> None:
        self.subject = self._subjects.get(key) if isinstance(key, tuple) else None
        self.show_trail()

    def show_record(self, table: str, id: int) -> None:
        """Show the trail of one record, wherever in the list it stands."""
        inventory = self.session.inventory
        newest = inventory.traces.steps(1) if inventory is not None else []
        if inventory is None or not newest:
            return
        self.side.search.clear()
        self.show_records()
        self.subject = Trails(inventory).subject(table, id, newest[0].id)
        if self.subject.key not in self._subjects:
            self._subjects[self.subject.key] = self.subject
            self.side.list.lines.add_rows([self._row(Recent(self.subject, None))])
        self.side.list.show_rows(list(self.side.list.lines.rows), self.subject.key)
        self.show_trail()

    # ---- the trail ---------------------------------------------------------------------------------------

    def show_trail(self) -> None:
        """Show the first page of the trail of the record in view, or of everything."""
        if self._trails is None:
            return
        trails, subject = self._trails, self.subject
        # Words choose steps where everything is in view; a record has its own trail.
        text = "" if subject is not None else self._text()
        person = "" if subject is not None else self._person()

        def older(before: int) -> Page:
            return trails.page(subject, text=text, person=person, before=before)

        page = trails.page(subject, text=text, person=person)
        self.trail.steps.show(page, older)
        self._stack.setCurrentIndex(0 if page.entries else 1)
        self._show_head(page.entries)
        self.trail.scrollToTop()

    def _show_head(self, entries: tuple[Entry, ...]) -> None:
        subject = self.subject
        flagged = False
        if subject is None:
            self.title.setText(tr("All changes"))
            self.detail.setText(tr("Every step of this inventory, newest first."))
        else:
            first = entries[0] if entries else None
            whole = subject.table == STEP and first is not None
            title = words.title_words(first) if whole and first is not None else tr(subject.name)
            self.title.setText(title if not isinstance(subject.name, str) or whole else subject.name)
            record = self._record()
            flagged = self._is_flagged(record)
            self.detail.setText(self._detail(record))
        self.badge.setVisible(flagged)
        if flagged:
            self.badge.set_state(tr("Flagged"), "warn", "flag")
        self.open_button.setVisible(self.place() is not None)

    def show_flag(self) -> None:
        """Say anew whether the value in view stands out."""
        self._show_head(tuple(self.trail.steps.entries))

    def _record(self) -> object:
        inventory, subject = self.session.inventory, self.subject
        if inventory is None or subject is None:
            return None
        kinds = {kind.table: kind for kind in (Activity, Source, Site)}
        kind = kinds.get(subject.table)
        found = inventory.find(kind, id=subject.id) if kind is not None else []
        return found[0] if found else None

    def _detail(self, record: object) -> str:
        subject, figures = self.subject, self.session.figures
        where = subject.where if subject is not None else ""
        if isinstance(record, Activity) and figures is not None and record.source in figures.sources:
            method = figures.organisation.scope2_method
            results = [
                line.result for line in booked_lines(figures, record, method=method) if not line.derived
            ]
            known = [result for result in results if result is not None]
            quantity = words.quantity_words(record.quantity, record.unit)
            value = (
                tr("Now {quantity}, {tonnes} t CO₂e", quantity=quantity, tonnes=words.tonnes(sum(known)))
                if known
                else tr("Now {quantity}", quantity=quantity)
            )
            return sentences((where, value))
        if (
            record is None
            and subject is not None
            and subject.table in {Activity.table, Source.table, Site.table}
        ):
            return tr("Removed since")
        return where

    def _is_flagged(self, record: object) -> bool:
        if not isinstance(record, Activity):
            return False
        month = month_of(record.start)
        return any(
            flag.source.id == record.source and flag.month == month for flag in self.session.flags.waiting
        )

    def place(self) -> tuple[str, dict[str, object]] | None:
        """Return the page and context of the record in view; None where no page shows it."""
        record = self._record()
        if isinstance(record, Activity):
            return "data_entry", {"source": record.source, "month": month_of(record.start)}
        if isinstance(record, Source):
            return "data_entry", {"source": record.id}
        return ("data_entry", {"site": record.id}) if isinstance(record, Site) else None

    def open_place(self) -> None:
        """Go to the record, in the year that it is in."""
        place, record, figures = self.place(), self._record(), self.session.figures
        if place is None or figures is None:
            return
        if isinstance(record, Activity):
            self.session.show_year(fiscal_year(record.start, figures.organisation.year_start))
        self.navigate.emit(*place)
