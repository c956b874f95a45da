"""The cogeneration plant of a fuel source: what it gives, how its emissions are shared, the buyer's factors."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from carbondesk.domain.accounting.cogeneration import split
from carbondesk.domain.numbers import NotANumber
from carbondesk.domain.records import Category, Cogeneration, HeatAllocation, Source
from carbondesk.domain.schema import Finding
from carbondesk.domain.text import say
from carbondesk.domain.units import Quantity, UnitFault
from carbondesk.language import joined, labelled, significant, tr
from carbondesk.ui import fonts
from carbondesk.ui.forms import FieldFault, RecordForm, empty_layout
from carbondesk.ui.pages.data_entry.pane_edits import AskingPane, PaneEdits
from carbondesk.ui.widgets import Button, Label

ROWS = (
    ("name", "year"),
    ("heat", "power"),
    ("allocation",),
    ("heat_efficiency", "power_efficiency"),
    ("citation",),
    ("note",),
)
EFFICIENCIES = frozenset({"heat_efficiency", "power_efficiency"})
Tonnes = Callable[[int], float]
_KG = 1000


def may_cogenerate(source: Source) -> bool:
    """Whether a source burns fuel in place, which a plant could turn into heat and power."""
    return source.category == Category.STATIONARY_COMBUSTION


class CogenerationPane(AskingPane):
    """The plants that a source's fuel runs."""

    def __init__(self) -> None:
        super().__init__(
            tr("Cogeneration"), tr("Add…"), name=tr("Add a cogeneration plant"), command="add_cogeneration"
        )
        self.buttons: dict[int, Button] = {}

    def set_plants(self, plants: Sequence[Cogeneration], tonnes: Tonnes) -> None:
        """Show the plants with the buyer's factors; `tonnes` tells the t CO2e of the fuel in a year."""
        empty_layout(self.lines)
        self.buttons = {}
        doubts: list[Finding] = []
        for plant in plants:
            sentence, found = factors_of(plant, tonnes)
            doubts += found
            self.buttons[plant.id] = self._line(plant)
            if sentence:
                told = Label(sentence, size=12, wraps=True)
                told.setContentsMargins(fonts.px(26), 0, 0, fonts.px(4))
                self.lines.addWidget(told)
        words = tr(
            "All fuel stays in scope 1. The buyer's factors share its emissions between heat and power."
        )
        self.show_result(words if plants else "", doubts)

    def _line(self, plant: Cogeneration) -> Button:
        name = plant.name if plant.year is None else joined((plant.name, str(plant.year)))
        removal = tr("Remove the plant {name}", name=name)
        commands = "edit_cogeneration", "remove_cogeneration"
        return self.record_line(name, plant, commands, plant.citation or plant.note, removal)


class CogenerationEdits(PaneEdits):
    """What the pane of a plant asks for."""

    def run(self, command: str, source: Source, record: object) -> None:
        """Run what the pane asks for."""
        plant = record if isinstance(record, Cogeneration) else None
        if command == "remove_cogeneration" and plant is not None:
            self.write(
                source, say("Remove the plant {name}", name=plant.name), lambda step: step.remove(plant)
            )
        else:
            self.ask(source, plant)

    def ask(self, source: Source, plant: Cogeneration | None) -> None:
        """Ask for a plant; the line at the foot says what its buyers count for heat and power."""
        figures = self.session.figures
        if figures is None:
            return
        year = self.session.year
        form: RecordForm[Cogeneration] = RecordForm(
            Cogeneration,
            plant,
            rows=ROWS,
            percent=EFFICIENCIES,
            labels={"heat": tr("Heat given, GJ"), "power": tr("Power given, MWh")},
        )
        form.fields["year"].set_help(tr("The year of the heat and power given."))
        form.fields["citation"].set_help(
            tr("Where the efficiencies of making heat and power alone come from.")
        )
        if plant is None:
            form.fields["year"].set_value(year)

        def fit() -> None:
            by_efficiency = form.fields["allocation"].value() == HeatAllocation.EFFICIENCY
            shown = {name for row in ROWS for name in row}
            form.show_only(shown if by_efficiency else shown - EFFICIENCIES - {"citation"})

        form.edited.connect(fit)
        fit()

        def write(form: RecordForm[Cogeneration]) -> None:
            if plant is None:
                made = form.record(source=source.id)
                title = say("Add the plant {name}", name=made.name)
                self.write_from_dialog(source, title, lambda step: step.add(made))
            elif fields := form.changed_fields():
                title = say("Edit the plant {name}", name=plant.name)
                self.write_from_dialog(source, title, lambda step: step.change(plant, **fields))

        @cache
        def tonnes(year: int) -> float:
            return figures.by_source(year)[source.id]

        def tell(form: RecordForm[Any]) -> str:
            return _preview(form, source, tonnes)

        title = tr("Cogeneration with {source}", source=source.name)
        self.show(title, form, tr("Add") if plant is None else tr("Keep changes"), write, tell)


def factors_of(plant: Cogeneration, tonnes: Tonnes) -> tuple[str, list[Finding]]:
    """Return the buyer's factors of a plant in words, and what is doubtful; no words where nothing is known."""
    if plant.year is None or not (plant.heat or plant.power):
        return "", []
    emission = tonnes(plant.year)
    if math.isnan(emission):
        return "", []
    given = Quantity(plant.heat or 0.0, "GJ"), Quantity(plant.power or 0.0, "MWh")
    shared, findings = split(plant, emission * _KG, *given)
    if shared is None:
        return "", findings
    rates = [
        labelled(name, tr("{rate} kg CO₂e/kWh", rate=significant(rate)))
        for name, rate in ((tr("Heat"), shared.heat_rate), (tr("Power"), shared.power_rate))
        if rate is not None
    ]
    return joined(rates), findings


def _preview(form: RecordForm[Any], source: Source, tonnes: Tonnes) -> str:
    try:
        made = form.record() if form.before is not None else form.record(source=source.id)
    except (FieldFault, NotANumber, UnitFault):
        return ""
    sentence, findings = factors_of(made, tonnes)
    return sentence or (tr(findings[0].message) if findings else "")
