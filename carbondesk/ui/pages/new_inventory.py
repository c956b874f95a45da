"""The wizard for a new inventory: organisation, first site, its usual sources, and where the file goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from carbondesk import paths
from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.records import Category, GwpName, Organisation, Site, Source
from carbondesk.domain.schema import Kind
from carbondesk.domain.text import Text, say
from carbondesk.language import month_name, tr
from carbondesk.ui import fonts
from carbondesk.ui.forms import FieldEditor, RecordForm
from carbondesk.ui.readings import unit_text
from carbondesk.ui.widgets import Button, Choice, Field, Label, MessagePane, Rule

if TYPE_CHECKING:
    from carbondesk.ui.session import Session

ENDING = ".cdesk"


@dataclass(frozen=True)
class Template:
    """A source that many sites have: its name, category, carrier and the units it is usually billed in."""

    name: Text
    category: Category
    carrier: str
    units: tuple[str, ...]
    usual: bool = False


TEMPLATES = (
    Template(say("Grid electricity"), Category.ELECTRICITY, "electricity", ("kWh", "MWh"), usual=True),
    Template(
        say("Natural gas, boilers"),
        Category.STATIONARY_COMBUSTION,
        "natural gas",
        ("m3", "kWh", "MMBtu", "therm", "CCF", "GJ"),
        usual=True,
    ),
    Template(say("Diesel, generators"), Category.STATIONARY_COMBUSTION, "diesel", ("L", "gal", "t")),
    Template(say("Heating oil"), Category.STATIONARY_COMBUSTION, "heating oil", ("L", "gal", "t")),
    Template(say("LPG"), Category.STATIONARY_COMBUSTION, "lpg", ("kg", "L", "t")),
    Template(say("Coal"), Category.STATIONARY_COMBUSTION, "coal", ("t", "short_ton")),
    Template(say("Diesel, vehicles"), Category.MOBILE_COMBUSTION, "diesel", ("L", "gal")),
    Template(say("Petrol, vehicles"), Category.MOBILE_COMBUSTION, "petrol", ("L", "gal")),
    Template(say("Purchased steam"), Category.HEAT_STEAM_COOLING, "steam", ("GJ", "MWh", "MMBtu")),
    Template(say("District heating"), Category.HEAT_STEAM_COOLING, "heat", ("kWh", "MWh", "GJ")),
    Template(say("Refrigerant R-410A, top-ups"), Category.FUGITIVE, "R-410A", ("kg",)),
    Template(say("Refrigerant R-134a, top-ups"), Category.FUGITIVE, "R-134a", ("kg",)),
)


class SourceList(QWidget):
    """The usual sources to tick, each with its unit."""

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(fonts.px(10))
        grid.setVerticalSpacing(fonts.px(2))
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 4)
        self.rows: list[tuple[Template, QCheckBox, Choice]] = []
        for row, template in enumerate(TEMPLATES):
            box = QCheckBox(tr(template.name))
            box.setFont(fonts.font(13))
            box.setChecked(template.usual)
            unit = Choice(name=tr("Unit of {source}", source=template.name))
            for spelling in template.units:
                unit.add(unit_text(spelling), spelling)
            unit.setFixedWidth(fonts.px(110))
            unit.setEnabled(template.usual)
            box.toggled.connect(unit.setEnabled)
            kind = Label(tr(template.category.label), size=12, ink="ink3", elided=True)
            grid.addWidget(box, row, 0)
            grid.addWidget(kind, row, 1)
            grid.addWidget(unit, row, 2)
            self.rows.append((template, box, unit))

    def sources(self, site: int) -> list[Source]:
        """Return the ticked sources as records of a site."""
        return [
            Source(
                site=site,
                name=tr(template.name),
                category=template.category.value,
                carrier=template.carrier,
                unit=str(unit.value()),
            )
            for template, box, unit in self.rows
            if box.isChecked()
        ]


class PlaceForm(QWidget):
    """Where the file goes."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(fonts.px(4))
        column.addWidget(Label(tr("File"), size=12, ink="ink2"))
        row = QHBoxLayout()
        row.setSpacing(fonts.px(8))
        self.path = Field(name=tr("File"))
        browse = Button(tr("Choose…"), icon="folder")
        browse.clicked.connect(self._browse)
        row.addWidget(self.path, 1)
        row.addWidget(browse)
        column.addLayout(row)
        self.note = Label(
            tr("Everything is kept in this one file, saved as you type."), size=12, ink="ink3", wraps=True
        )
        column.addWidget(self.note)
        column.addStretch(1)

    def suggest(self, organisation: str) -> None:
        """Offer a file named after the organisation in the person's documents."""
        if not self.path.isModified():
            plain = (
                "".join(letter for letter in organisation if letter not in '<>:"/\\|?*').strip()
                or "Inventory"
            )
            self.path.setText(str(paths.documents() / f"{plain}{ENDING}"))

    def target(self) -> Path:
        """Return the chosen path with the ending of inventories."""
        return paths.with_ending(Path(self.path.text().strip()).expanduser(), ENDING)

    def judge(self) -> bool:
        """Show what is wrong with the place and return whether it will do."""
        words = self._doubt()
        self.path.set_state("err" if words else "", words)
        self.note.setText(words or tr("Everything is kept in this one file, saved as you type."))
        self.note.set_ink("err" if words else "ink3")
        return not words

    def _doubt(self) -> str:
        """Say what is wrong with the place, nothing where it will do."""
        if not self.path.text().strip():
            return tr("Choose where the file goes.")
        try:
            there, folder = self.target().exists(), self.target().parent.is_dir()
        except OSError:
            return tr("The system takes no file of this name. Choose a shorter one.")
        if there:
            return tr("This file is there already. Choose another name; nothing is ever written over.")
        if not folder:
            return tr("The folder {folder} is not there.", folder=str(self.target().parent))
        return ""

    def _browse(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("New inventory"), self.path.text(), f"CarbonDesk (*{ENDING})"
        )
        if chosen:
            self.path.setText(chosen)
            self.path.setModified(True)
            self.judge()


class NewInventoryWizard(QDialog):
    """Four short steps; `created(path)` when the file is there. Enter goes on, Esc leaves without a trace."""

    created = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setWindowTitle(tr("New inventory"))
        self.organisation = RecordForm(
            Organisation,
            rows=(("name",), ("country", "currency"), ("gwp",)),
            choices={"gwp": [(tr("IPCC {report}", report=gwp.value), gwp.value) for gwp in GwpName]},
        )
        self.year_start = FieldEditor(
            replace(
                Organisation.column("year_start"),
                kind=Kind.CHOICE,
                help=say("A year from April 2025 to March 2026 is called FY2025."),
            ),
            choices=[(month_name(month), month) for month in range(1, 13)],
        )
        self.year_start.set_value(1)
        self.site = RecordForm(Site, rows=(("name",), ("country", "region"), ("grid_region",), ("kind",)))
        self.sources, self.place = SourceList(), PlaceForm()
        self._steps: list[tuple[str, str, QWidget, Callable[[], bool]]] = [
            (
                tr("Organisation"),
                tr("Whose emissions these are. All of it can be changed later in Settings."),
                _stacked(self.organisation, self.year_start),
                lambda: not self.organisation.judge(),
            ),
            (
                tr("First site"),
                tr("A plant, an office, a warehouse. Its country and grid decide which factors hold."),
                self.site,
                lambda: not self.site.judge(),
            ),
            (
                tr("Its sources"),
                tr("Tick what the site uses and the unit on its bills. More can be added at any time."),
                self.sources,
                lambda: True,
            ),
            (tr("The file"), tr("Where the inventory is kept."), self.place, self.place.judge),
        ]
        self._country_taken = False
        self._fault: MessagePane | None = None
        self._lay_out()
        self.show_step(0)

    # ---- building ----------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(fonts.px(20), fonts.px(16), fonts.px(20), fonts.px(12))
        head.setSpacing(fonts.px(2))
        self.count = Label("", size=12, ink="ink2")
        self.heading = Label("", size=16, weight=600)
        self.text = Label("", size=12, ink="ink2", wraps=True)
        for part in (self.count, self.heading, self.text):
            head.addWidget(part)
        outer.addLayout(head)
        self._messages = QVBoxLayout()
        self._messages.setContentsMargins(fonts.px(20), 0, fonts.px(20), 0)
        outer.addLayout(self._messages)
        self.stack = QStackedWidget()
        for _, _, widget, _ in self._steps:
            holder = QWidget()
            inset = QVBoxLayout(holder)
            inset.setContentsMargins(fonts.px(20), 0, fonts.px(20), fonts.px(12))
            inset.addWidget(widget)
            inset.addStretch(1)
            self.stack.addWidget(holder)
        outer.addWidget(self.stack, 1)
        outer.addWidget(Rule())
        foot = QHBoxLayout()
        foot.setContentsMargins(fonts.px(20), fonts.px(12), fonts.px(20), fonts.px(12))
        foot.setSpacing(fonts.px(8))
        self.cancel = Button(tr("Cancel"), "quiet")
        self.back, self.next = Button(tr("Back")), Button(tr("Next"), "primary")
        self.cancel.clicked.connect(self.reject)
        self.back.clicked.connect(lambda: self.show_step(self.step - 1))
        self.next.clicked.connect(self.go_on)
        foot.addWidget(self.cancel)
        foot.addStretch(1)
        foot.addWidget(self.back)
        foot.addWidget(self.next)
        outer.addLayout(foot)
        self.resize(fonts.px(560), fonts.px(540))

    # ---- behaviour ---------------------------------------------------------------------------------------

    @property
    def step(self) -> int:
        """The step that shows, from 0."""
        return self.stack.currentIndex()

    def show_step(self, step: int) -> None:
        """Show a step and give its first field the focus."""
        title, text, widget, _ = self._steps[step]
        self.stack.setCurrentIndex(step)
        self.count.setText(tr("Step {n} of {all}", n=step + 1, all=len(self._steps)))
        self.heading.setText(title)
        self.text.setText(text)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.back.setEnabled(step > 0)
        self.next.setText(tr("Create inventory") if step == len(self._steps) - 1 else tr("Next"))
        QTimer.singleShot(0, lambda: _focus_first(widget))

    def go_on(self) -> None:
        """Check the step that shows, then show the next one or create the file."""
        if not self._steps[self.step][3]():
            return
        if self.step == len(self._steps) - 1:
            self.make()
            return
        if self.step == 0:
            self._carry_over()
        self.show_step(self.step + 1)

    def _carry_over(self) -> None:
        """Offer the organisation's country for the site, and a file named after it."""
        values = self.organisation.values()
        if not self._country_taken:
            self.site.fields["country"].set_value(values["country"])
            self._country_taken = True
        self.place.suggest(values["name"])

    def make(self) -> None:
        """Make the file with organisation, site and sources; what goes wrong is said in the wizard."""
        from carbondesk.store.inventory import Inventory

        organisation = self.organisation.record(year_start=self.year_start.value())
        target = self.place.target()
        try:
            with Inventory.create(target, organisation) as inventory:
                title = say("Set up {site}", site=self.site.values()["name"])
                with inventory.step(title, person=self.session.settings.person) as step:
                    site = step.add(self.site.record())
                    for source in self.sources.sources(site.id):
                        step.add(source)
        except CarbonDeskError as error:
            self._show_fault(error)
            return
        self.accept()
        self.created.emit(str(target))

    def _show_fault(self, error: CarbonDeskError) -> None:
        if self._fault is not None:
            self._fault.deleteLater()
        self._fault = MessagePane("err", tr(error.text), tr(error.remedy))
        self._messages.addWidget(self._fault)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.go_on()
        else:
            super().keyPressEvent(event)


def _stacked(*widgets: QWidget) -> QWidget:
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(fonts.px(10))
    for widget in widgets:
        column.addWidget(widget)
    return part


def _focus_first(widget: Any) -> None:
    for child in widget.findChildren(QWidget):
        if child.isVisibleTo(widget) and child.isEnabled() and child.focusPolicy() & Qt.FocusPolicy.TabFocus:
            child.setFocus(Qt.FocusReason.TabFocusReason)
            return
