"""Settings: how the program looks and speaks on this computer, and how the open inventory is computed.

Every setting holds at once. Those of the inventory are steps: they stand in its history and can be undone.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from carbondesk import paths
from carbondesk.domain.accounting.editions import LIBRARY
from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.records import GwpName, Organisation
from carbondesk.domain.schema import Column, Kind
from carbondesk.domain.text import Text, say
from carbondesk.language import LANGUAGES, current, month_name, percent, tr
from carbondesk.ui import fonts
from carbondesk.ui.forms import FieldEditor, SearchedCombo, choice_words
from carbondesk.ui.page import Page
from carbondesk.ui.pages.settings_effects import effects_of
from carbondesk.ui.readings import FieldFault
from carbondesk.ui.widgets import Button, Choice, EmptyState, Label, MessagePane, PageHeader, Rule

if TYPE_CHECKING:
    from carbondesk.store import Change
    from carbondesk.ui.session import Session

SCALES = (1.0, 1.25, 1.5, 1.75, 2.0)
WIDEST = 900

THEME = Column(
    name="theme",
    label=say("Theme"),
    kind=Kind.CHOICE,
    default="system",
    help=say("“System” follows the desktop, also when it changes at night."),
)
LANGUAGE = Column(
    name="language",
    label=say("Language"),
    kind=Kind.CHOICE,
    default="en",
    help=say("Every word, number and date. What you have entered stays as it is."),
)
TEXT_SIZE = Column(
    name="text_scale",
    label=say("Text size"),
    kind=Kind.CHOICE,
    default=1.0,
    help=say("Rows and buttons grow with the text."),
)
PERSON = Column(
    name="person",
    label=say("Your role"),
    kind=Kind.TEXT,
    default="",
    help=say(
        "Stands beside each change in the history, such as “Energy manager, Nanjing”. A role says more than a name."
    ),
)

EFFECTS: dict[str, Text] = {
    "name": say("Stands on every page and report."),
    "country": say("Where the group has its seat. Each site has a country of its own."),
    "currency": say("For costs and intensities where a site names no other."),
    "year_start": say(
        "The month that a reporting year begins with. Totals are summed again; entries stay as they are."
    ),
    "gwp": say("Weighs the gases in t CO₂e. Every figure of every year changes, so choose one and keep it."),
    "scope2_method": say("The method that pages show first. Both are always computed."),
    "combustion_methane": say(
        "Decides which warming potential the methane of burnt fuels has. Leaks of natural gas always count as fossil."
    ),
    "base_year": say("The path to the target starts here, and comparisons look back to it."),
    "sf6": say(
        "25,200 stands in the tables of the IPCC report (AR6 WG1, 7.SM.7); 24,300 in the factors of US EPA and in "
        "tables in the style of the GHG Protocol. It changes nothing under AR4 and AR5."
    ),
    "derives_upstream": say(
        "Upstream of fuels and energy and the losses of the grid follow from scopes 1 and 2. Without it, category 3 "
        "holds only what is entered."
    ),
    "significance": say(
        "Changes of structure, method or errors that together reach this share of the base year call for a restatement."
    ),
    "threshold_rule": say("Net lets a rise and a fall cancel each other; gross adds both up."),
    "restatement": say(
        "All-year takes the whole year of a plant bought or sold into every year; pro rata takes the days it belonged."
    ),
    "income_group": say(
        "By the World Bank's list. With the statements on the Group page it decides the category of the Net-Zero "
        "Standard 2.0."
    ),
    "electricity_growth": say("Above 20 % a year category A takes an absolute target for scope 2."),
    "sells_fuels": say("Who sells or distributes fossil fuels needs a target for their use."),
    "flag_sector": say("Forest, land and agriculture need a target of their own."),
    "library": say(
        "Editions that came with a later library count only where they were taken over: Factors, “Compare editions”."
    ),
}
GROUPS: tuple[tuple[Text, tuple[tuple[str, ...], ...]], ...] = (
    (say("Organisation"), (("name", "country"), ("currency", "year_start"))),
    (
        say("How emissions are computed"),
        (("gwp", "sf6"), ("scope2_method", "combustion_methane"), ("derives_upstream", "library")),
    ),
    (
        say("Base year"),
        (("base_year", "restatement"), ("significance", "threshold_rule")),
    ),
    (
        say("What targets ask for"),
        (("income_group", "electricity_growth"), ("sells_fuels", "flag_sector")),
    ),
)
FIELDS = tuple(name for _, rows in GROUPS for row in rows for name in row)
PERCENT = frozenset({"significance", "electricity_growth"})


class SettingsPage(Page):
    """The settings of this computer and of the open inventory."""

    page_id = "settings"
    icon = "settings"
    language_chosen = Signal(str)
    theme_chosen = Signal(str)
    text_scale_chosen = Signal(float)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.fields: dict[str, FieldEditor] = {}
        self.set_header(PageHeader(tr("Settings")))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        holder = QWidget()
        self._column = QVBoxLayout(holder)
        self._column.setSpacing(0)
        area.setWidget(holder)
        self.body.addWidget(area)
        self._add_computer()
        self._organisation = QWidget()
        self._organisation_column = QVBoxLayout(self._organisation)
        self._organisation_column.setContentsMargins(0, 0, 0, 0)
        self._organisation_column.setSpacing(0)
        self._column.addWidget(self._organisation)
        self._add_files()
        self._column.addStretch(1)
        session.changed.connect(self._take_change)
        session.opened.connect(self._build_organisation)
        session.closed.connect(self._build_organisation)
        session.figures_ready.connect(self._build_organisation)
        self._build_organisation()

    # ---- this computer -----------------------------------------------------------------------------------

    def _add_computer(self) -> None:
        settings = self.session.settings
        languages: list[tuple[str, object]] = [(name, code) for code, name in LANGUAGES.items()]
        themes: list[tuple[str, object]] = [
            (tr("System"), "system"),
            (tr("Light"), "light"),
            (tr("Dark"), "dark"),
        ]
        scales: list[tuple[str, object]] = [(percent(scale, 0), scale) for scale in SCALES]
        nearest = min(SCALES, key=lambda scale: abs(scale - settings.text_scale))
        for column, choices, value in (
            (LANGUAGE, languages, current()),
            (THEME, themes, settings.theme),
            (TEXT_SIZE, scales, nearest),
            (PERSON, [], settings.person),
        ):
            editor = self.fields[column.name] = FieldEditor(column, choices=choices)
            editor.set_value(value)
        self.fields["language"].edited.connect(
            lambda: self.language_chosen.emit(str(self.fields["language"].value()))
        )
        self.fields["theme"].edited.connect(lambda: self.theme_chosen.emit(str(self.fields["theme"].value())))
        self.fields["text_scale"].edited.connect(
            lambda: self.text_scale_chosen.emit(float(self.fields["text_scale"].value()))
        )
        self._when_left(self.fields["person"], self._keep_person)
        self._column.addWidget(_heading(tr("This computer"), tr("For everything that you open here")))
        self._column.addLayout(self._grid([("language", "theme"), ("text_scale", "person")]))

    def _keep_person(self) -> None:
        person = str(self.fields["person"].value())
        if person != self.session.settings.person:
            self.session.settings.person = person
            self.session.settings.save()
            self.session.context_changed.emit()

    # ---- the inventory -----------------------------------------------------------------------------------

    def _build_organisation(self) -> None:
        """Lay out the fields of the open inventory, or say that none is open."""
        _clear(self._organisation_column)
        column = self._organisation_column
        inventory = self.session.inventory
        column.addWidget(
            _heading(
                tr("This inventory"),
                tr("Kept in the file; each change stands in its history and can be undone"),
            )
        )
        self._message = QVBoxLayout()
        self._message.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._message)
        if inventory is None:
            column.addWidget(
                EmptyState(
                    "file-spreadsheet", tr("No inventory is open"), tr("Open one to see how it is computed.")
                )
            )
            return
        organisation = inventory.organisation
        for name in FIELDS:
            editor = self.fields[name] = FieldEditor(
                _column(name), choices=self._choices(name), percent=name in PERCENT
            )
            editor.set_value(getattr(organisation, name))
            editor.control.setEnabled(not inventory.read_only)
            self._when_left(editor, lambda name=name: self.write(name))
        if inventory.read_only:
            self._message.addWidget(
                MessagePane(
                    "info",
                    tr("This file is open for reading only"),
                    tr("Close it elsewhere, or save a copy, to change it."),
                )
            )
        for place, (title, rows) in enumerate(GROUPS):
            column.addSpacing(fonts.px(16 if place else 0))
            column.addWidget(Label(tr(title), size=13, weight=600))
            column.addSpacing(fonts.px(8))
            column.addLayout(self._grid(rows))
        self._show_effects()

    def enter(self, context: object = None) -> None:
        self._show_effects()

    def _show_effects(self) -> None:
        """Say under the fields what their other choices would change; only while somebody looks."""
        figures = self.session.figures
        if figures is None or self.session.inventory is None or not self.isVisible():
            return
        said = effects_of(figures)
        for name in FIELDS:
            if name in self.fields:
                words = tr(EFFECTS[name])
                self.fields[name].set_help(f"{words} {said[name]}" if name in said else words)

    def _choices(self, name: str) -> list[tuple[str, object]]:
        figures = self.session.figures
        if name == "year_start":
            return [(month_name(month), month) for month in range(1, 13)]
        if name == "base_year":
            first = next(iter(figures.complete_years(scopes=(1, 2))), None) if figures else None
            words = (
                tr("First complete year") if first is None else tr("First complete year ({year})", year=first)
            )
            years = list(figures.years) if figures else []
            chosen = self.session.inventory.organisation.base_year if self.session.inventory else None
            if chosen is not None and chosen not in years:
                years.append(chosen)
            return [(words, None), *((str(year), year) for year in sorted(years))]
        if name == "gwp":
            return [(tr("IPCC {report}", report=gwp.value), gwp.value) for gwp in GwpName]
        if name == "library":
            kept = self.session.inventory.organisation.library if self.session.inventory else LIBRARY
            return [(str(version), version) for version in range(1, max(LIBRARY, kept) + 1)]
        return [(choice_words(value), value) for value in _column(name).choices]

    def write(self, name: str) -> None:
        """Write one field as a step; a field that cannot be read says so itself and is left alone."""
        inventory, editor = self.session.inventory, self.fields[name]
        if inventory is None or inventory.read_only or editor.judge() is not None:
            return
        organisation = inventory.organisation
        value = editor.value()
        if value == getattr(organisation, name):
            return
        try:
            with self.session.step(say("Change {field}", field=Organisation.column(name).label)) as step:
                step.change(organisation, **{name: value})
        except CarbonDeskError as error:
            _clear(self._message)
            self._message.addWidget(MessagePane("err", tr(error.text), tr(error.remedy)))
            editor.set_value(getattr(organisation, name))

    def _take_change(self, change: Change | None) -> None:
        inventory = self.session.inventory
        if inventory is None or (change is not None and "organisation" not in change.tables):
            return
        organisation = inventory.organisation
        for name in EFFECTS:
            editor = self.fields.get(name)
            if editor is not None and _differs(editor, getattr(organisation, name)):
                editor.control.blockSignals(True)
                editor.set_value(getattr(organisation, name))
                editor.control.blockSignals(False)
        self._show_effects()

    # ---- files -------------------------------------------------------------------------------------------

    def _add_files(self) -> None:
        self._column.addWidget(_heading(tr("Files and copies"), ""))
        text = tr(
            "An inventory is one file, saved with every entry. “Save a copy” in the File menu makes a whole copy with "
            "its history: keep one on another disk. Nothing is sent anywhere."
        )
        words = Label(text, ink="ink2", wraps=True)
        self._column.addWidget(words)
        self._column.addSpacing(fonts.px(8))
        folders = QGridLayout()
        folders.setHorizontalSpacing(fonts.px(16))
        folders.setVerticalSpacing(fonts.px(6))
        folders.setColumnStretch(1, 1)
        for row, (name, folder) in enumerate(
            (
                (tr("Inventories"), paths.documents()),
                (tr("Settings"), paths.settings()),
                (tr("Log"), paths.logs()),
            )
        ):
            folders.addWidget(Label(name, size=12, ink="ink2"), row, 0)
            where = Label(str(folder), size=12, elided=True)
            folders.addWidget(where, row, 1)
            show = Button(tr("Show the folder"), "link", name=tr("Show the folder: {name}", name=name))
            show.clicked.connect(lambda _checked=False, folder=folder: _open_folder(folder))
            folders.addWidget(show, row, 2)
        self._column.addLayout(folders)

    # ---- layout ------------------------------------------------------------------------------------------

    def _grid(self, rows: Any) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(fonts.px(28))
        grid.setVerticalSpacing(fonts.px(14))
        for row, names in enumerate(rows):
            for column, name in enumerate(names):
                grid.addWidget(self.fields[name], row, column, Qt.AlignmentFlag.AlignTop)
                grid.setColumnStretch(column, 1)
        return grid

    def _when_left(self, editor: FieldEditor, take: Any) -> None:
        """Call `take` when a choice is made or a text field is left: never at each letter."""
        control = editor.control
        if isinstance(control, Choice | QCheckBox):
            editor.edited.connect(take)
        elif isinstance(control, QLineEdit):
            control.editingFinished.connect(take)
        elif isinstance(control, SearchedCombo):
            control.left.connect(take)
            control.activated.connect(lambda _row: take())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = max(fonts.px(16), self.width() - fonts.px(WIDEST) - fonts.px(16))
        self._column.setContentsMargins(fonts.px(16), fonts.px(4), side, fonts.px(24))

    def panes(self) -> list[QWidget]:
        """Return the parts that F6 steps through."""
        return [self.fields["language"].control]


def _column(name: str) -> Column:
    """Return the organisation's column with its effect as help; months and years are chosen from a list."""
    column = replace(Organisation.column(name), help=EFFECTS[name])
    if name in {"year_start", "library"}:
        return replace(column, kind=Kind.CHOICE)
    return replace(column, kind=Kind.CHOICE, optional=False) if name == "base_year" else column


def _differs(editor: FieldEditor, value: object) -> bool:
    try:
        return bool(editor.value() != value)
    except (FieldFault, ValueError):
        return True


def _heading(title: str, text: str) -> QWidget:
    """Return the heading of a section, with a rule over it."""
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, fonts.px(18), 0, fonts.px(12))
    column.setSpacing(fonts.px(2))
    column.addWidget(Label(title, size=14, weight=600))
    if text:
        column.addWidget(Label(text, size=12, ink="ink2", wraps=True))
    column.addWidget(Rule())
    return part


def _clear(layout: Any) -> None:
    while (taken := layout.takeAt(0)) is not None:
        widget, inner = taken.widget(), taken.layout()
        if widget is not None:
            widget.deleteLater()
        elif inner is not None:
            _clear(inner)


def _open_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
