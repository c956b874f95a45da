"""The dialogs for sites, sources, output figures and bills: adding, editing, closing and removing them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.periods import year_period
from carbondesk.domain.records import (
    Bill,
    Driver,
    Entity,
    Site,
    Source,
)
from carbondesk.domain.text import Text, say
from carbondesk.language import tr, tr_many
from carbondesk.ui import fonts, notices
from carbondesk.ui.forms import RecordDialog, RecordForm
from carbondesk.ui.pages.data_entry.pane_edits import bring_up_to_date
from carbondesk.ui.pages.data_entry.source_form import Offer, SourceForm
from carbondesk.ui.session import Session
from carbondesk.ui.widgets import Button, Field, Kind, Label

SITE_ROWS = (
    ("name",),
    ("country", "region"),
    ("city", "kind"),
    ("grid_region", "floor_area"),
    ("entity", "share"),
    ("from_", "to"),
)
BILL_ROWS = (
    ("bill_number", "kind"),
    ("start", "read_date"),
    ("quantity", "unit"),
    ("cost", "currency"),
    ("replaces", "evidence"),
    ("note",),
)
OUTPUT_ROWS = (("driver",), ("unit", "kind"))


class RecordCommands(QObject):
    """Asks for records and writes them; `added(table, id)` after a new one, `planned(name, unit, kind)` of a figure."""

    added = Signal(str, int)
    planned = Signal(str, str, str)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.session = session
        self._parent = parent
        self.dialog: RecordDialog | RemovalDialog | None = None

    # ---- adding and editing ------------------------------------------------------------------------------

    def add_site(self) -> None:
        """Ask for a new site."""
        form = RecordForm(Site, rows=SITE_ROWS, choices={"entity": self._entities()})

        def write(form: RecordForm[Site]) -> None:
            with self.session.step(say("Add site {name}", name=form.record().name)) as step:
                site = step.add(form.record())
            self.added.emit("site", site.id)

        self._show(tr("Add a site"), form, tr("Add site"), write)

    def add_source(self, site: Site, category: str = "") -> None:
        """Ask for a new source of a site."""
        made = self._source_form(site, None, category)
        if made is None:
            return

        def write(form: RecordForm[Source]) -> None:
            _check_reason(made)
            record = form.record(site=site.id)
            with self.session.step(say("Add source {name}", name=record.name)) as step:
                source = step.add(record)
            self.added.emit("source", source.id)

        self._show(
            tr("Add a source to {site}", site=site.name), made.form, tr("Add source"), write, made.tell
        )

    def add_output(self, site: Site) -> None:
        """Ask for the name and unit of a new output figure."""
        names = (
            sorted({figure.driver for figure in self.session.inventory.all(Driver)})
            if self.session.inventory
            else []
        )
        form = RecordForm(Driver, rows=OUTPUT_ROWS, words={"driver": names})

        def write(form: RecordForm[Driver]) -> None:
            values = form.values()
            self.planned.emit(values["driver"], values["unit"], values["kind"])

        self._show(tr("Add an output figure to {site}", site=site.name), form, tr("Add"), write)

    def add_bill(self, source: Source, write: Callable[[Bill], object], last: Bill | None) -> None:
        """Ask for a new bill of a source; the last one's unit and currency are offered."""
        form = RecordForm(Bill, rows=BILL_ROWS)
        form.fields["unit"].set_value(last.unit if last else source.unit)
        form.fields["currency"].set_value(last.currency if last else "")
        self._show(
            tr("Add a bill of {source}", source=source.name),
            form,
            tr("Add bill"),
            lambda form: write(form.record(source=source.id)),
        )

    def edit(self, record: Site | Source) -> None:
        """Show a site's or source's fields."""
        if isinstance(record, Source):
            self._edit_source(record)
            return
        form = RecordForm(Site, record, rows=SITE_ROWS, choices={"entity": self._entities()})

        def write(form: RecordForm[Any]) -> None:
            fields = form.changed_fields()
            if fields:
                with self.session.step(say("Edit {name}", name=record.name), self._reason) as step:
                    step.change(record, **fields)

        self._show(tr("Edit {name}", name=record.name), form, tr("Keep changes"), write)

    def _edit_source(self, source: Source) -> None:
        """Show a source's fields; the entries that follow from them are brought up to date in the same step."""
        inventory = self.session.inventory
        made = self._source_form(inventory.get(Site, source.site), source) if inventory is not None else None
        if inventory is None or made is None:
            return

        def write(form: RecordForm[Source]) -> None:
            _check_reason(made)
            fields = form.changed_fields()
            if fields:
                with self.session.step(say("Edit {name}", name=source.name), self._reason) as step:
                    step.change(source, **fields)
                    bring_up_to_date(inventory, step, source.id)

        self._show(tr("Edit {name}", name=source.name), made.form, tr("Keep changes"), write, made.tell)

    @property
    def _reason(self) -> str:
        return self.dialog.reason if isinstance(self.dialog, RecordDialog) else ""

    def _source_form(self, site: Site, source: Source | None, category: str = "") -> SourceForm | None:
        inventory, figures = self.session.inventory, self.session.figures
        if inventory is None or figures is None:
            return None
        mains: list[tuple[str, object]] = [
            (other.name, other.id)
            for other in inventory.find(Source, site=site.id)
            if other.submeter_of is None and (source is None or other.id != source.id)
        ]
        known = inventory.all(Source)
        offer = Offer(
            mains=mains,
            carriers=sorted({each.carrier for each in known if each.carrier}),
            units=list(dict.fromkeys(each.unit for each in known)),
            suppliers=sorted({each.supplier for each in known if each.supplier}),
        )
        year = self.session.year or inventory.today().year
        return SourceForm(figures, site, source, offer, year, category)

    def _entities(self) -> list[tuple[str, object]]:
        inventory = self.session.inventory
        return [(entity.name, entity.id) for entity in inventory.all(Entity)] if inventory else []

    def _show(
        self,
        title: str,
        form: RecordForm[Any],
        button: str,
        write: Callable[[RecordForm[Any]], object],
        tell: Callable[[RecordForm[Any]], str] | None = None,
    ) -> None:
        self.dialog = RecordDialog(self._parent, title, form, button, write, tell)
        self.dialog.open()

    # ---- closing and removing ----------------------------------------------------------------------------

    def remove(self, record: Site | Source) -> None:
        """Remove a record that holds nothing at once; ask first where it holds data, and offer closing instead.

        A site holds its sources, even those without entries.
        """
        count = self.belongings(record)
        if not count:
            self._remove(record)
            return
        self.dialog = RemovalDialog(
            self._parent,
            record.name,
            count,
            self._last_day(),
            lambda: self._remove(record),
            lambda day: self.close_record(record, day),
        )
        self.dialog.open()

    def _last_day(self) -> date:
        """Return the last day of the year in view, or today where nothing has a value yet."""
        figures, year = self.session.figures, self.session.year
        if figures is None or year is None:
            return datetime.now().astimezone().date()
        return year_period(year, figures.organisation.year_start).end

    def close_record(self, record: Site | Source, day: date) -> None:
        """Set the last day of a site or source; what was entered stays."""
        self._write(say("Close {name}", name=record.name), lambda step: step.change(record, to=day))

    def belongings(self, record: Site | Source) -> int:
        """Return how many records would go with a site or source."""
        inventory = self.session.inventory
        return 0 if inventory is None else sum(map(len, inventory.dependents(record).values())) - 1

    def _remove(self, record: Site | Source) -> None:
        title = say("Remove {name}", name=record.name)
        self._write(title, lambda step: step.remove_with_dependents(record))

    def _write(self, title: Text, change: Callable[[Any], object]) -> None:
        """Write a step that no form asks for; what a lock forbids is said at the top of the window."""
        try:
            with self.session.step(title) as step:
                change(step)
        except CarbonDeskError as fault:
            notices.show_error(self._parent.window(), fault)


class RemovalDialog(QDialog):
    """Asks whether a site or source with data is closed, which keeps it, or removed with everything."""

    def __init__(
        self,
        parent: QWidget,
        name: str,
        count: int,
        last_day: date,
        remove: Callable[[], object],
        close: Callable[[date], object],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Close or remove {name}", name=name))
        self.setMinimumWidth(fonts.px(440))
        body = QVBoxLayout(self)
        body.setContentsMargins(fonts.px(20), fonts.px(16), fonts.px(20), fonts.px(16))
        body.setSpacing(fonts.px(8))
        body.addWidget(Label(tr("Close or remove {name}", name=name), size=16, weight=600, wraps=True))
        words = tr_many(
            "{name} has {n} entry or record.", "{name} has {n} entries and records.", count, name=name
        )
        body.addWidget(Label(words, wraps=True))
        text = tr(
            "Closing keeps them: months after the last day are not in use. "
            "Removing takes all of them away, as one step that Undo brings back."
        )
        body.addWidget(Label(text, ink="ink2", size=12, wraps=True))
        line = QHBoxLayout()
        line.addWidget(Label(tr("Last day"), size=12, ink="ink2"))
        self.day = Field(last_day.isoformat(), name=tr("Last day"))
        line.addWidget(self.day)
        line.addStretch(1)
        body.addLayout(line)
        foot = QHBoxLayout()
        foot.setSpacing(fonts.px(8))
        self.remove_button = Button(tr("Remove everything"), icon="trash-2")
        self.cancel_button = Button(tr("Cancel"))
        self.close_button = Button(tr("Close, keep data"), Kind.PRIMARY)
        self.close_button.setDefault(True)
        foot.addWidget(self.remove_button)
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.close_button)
        body.addSpacing(fonts.px(8))
        body.addLayout(foot)
        self.cancel_button.clicked.connect(self.reject)
        self.remove_button.clicked.connect(lambda: self._run(remove))
        self.close_button.clicked.connect(lambda: self._close(close))

    def _run(self, what: Callable[[], object]) -> None:
        self.accept()
        what()

    def _close(self, close: Callable[[date], object]) -> None:
        try:
            day = date.fromisoformat(self.day.text().strip())
        except ValueError:
            self.day.set_state("err", tr("Write it like 2025-09-30."))
            return
        self._run(lambda: close(day))


def _check_reason(made: SourceForm) -> None:
    """Refuse a factor that was chosen by name without a reason: an auditor will ask."""
    if made.lacks_reason:
        raise CarbonDeskError(
            say("A factor was chosen by name."),
            say("Say under “Reason for the factor” why this source takes it."),
        )
