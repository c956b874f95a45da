"""The process gas of a source: what is emitted of each 100 kg bought, and the form for its sourced fractions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from carbondesk.domain.accounting.processgases import emitted
from carbondesk.domain.numbers import NotANumber
from carbondesk.domain.records import ProcessGas, Source
from carbondesk.domain.schema import Finding
from carbondesk.domain.text import say
from carbondesk.domain.units import UnitFault
from carbondesk.language import joined, tr
from carbondesk.ui.forms import FieldFault, FormHeading, RecordForm, empty_layout
from carbondesk.ui.pages.data_entry import words
from carbondesk.ui.pages.data_entry.pane_edits import AskingPane, PaneEdits
from carbondesk.ui.pages.data_entry.workings import GAS_WORDS
from carbondesk.ui.widgets import Button

if TYPE_CHECKING:
    from carbondesk.report.figures import Figures

ROWS = (
    ("gas", "heel"),
    ("utilisation",),
    ("abatement", "uptime"),
    ("citation",),
    FormHeading(
        say("By-product"), say("Empty where the process makes none. A second one is a record of its own.")
    ),
    ("by_product_gas", "by_product_mass"),
    ("by_product_abatement",),
)
FRACTIONS = frozenset({"heel", "utilisation", "abatement", "uptime", "by_product_abatement"})
_HUNDRED = 100


class GasPane(AskingPane):
    """The process gas records of a source."""

    def __init__(self) -> None:
        super().__init__(
            tr("Process gas"), tr("Add…"), name=tr("Add a process gas"), command="add_process_gas"
        )
        self.buttons: dict[int, Button] = {}

    def set_records(self, source: Source, records: Sequence[ProcessGas], figures: Figures) -> None:
        """Show the records of a source and what they come to."""
        sentence, found = result_of(source, records, figures)
        self.show_result(sentence or tr("Without fractions all of the gas bought counts as emitted."), found)
        empty_layout(self.lines)
        self.buttons = {record.id: self._line(record) for record in records}

    def _line(self, record: ProcessGas) -> Button:
        name = (
            tr("{gas}, by-product {other}", gas=record.gas, other=record.by_product_gas)
            if record.by_product_gas
            else record.gas
        )
        removal = tr("Remove the fractions of {gas}", gas=name)
        commands = "edit_process_gas", "remove_process_gas"
        return self.record_line(name, record, commands, record.citation, removal)


class GasEdits(PaneEdits):
    """What the process pane asks for."""

    def run(self, command: str, source: Source, record: object) -> None:
        """Run what the pane asks for."""
        fractions = record if isinstance(record, ProcessGas) else None
        if command == "remove_process_gas" and fractions is not None:
            title = say("Remove the fractions of {gas}", gas=fractions.gas)
            self.write(source, title, lambda step: step.remove(fractions))
        else:
            self.ask(source, fractions)

    def ask(self, source: Source, record: ProcessGas | None) -> None:
        """Ask for the fractions of a process gas; the line at the foot says what is emitted of 100 kg bought."""
        figures, inventory = self.session.figures, self.session.inventory
        if figures is None or inventory is None:
            return
        known = inventory.find(ProcessGas, source=source.id)
        others = [each for each in known if record is None or each.id != record.id]
        gases = sorted(figures.library.gases.families)
        form: RecordForm[ProcessGas] = RecordForm(
            ProcessGas,
            record,
            rows=ROWS,
            words={"gas": gases, "by_product_gas": gases},
            percent=FRACTIONS,
        )
        form.fields["citation"].set_help(
            tr("The table of the IPCC, or the measurement: every fraction has one.")
        )
        if record is None:
            form.fields["gas"].set_value(source.carrier)
            for name in FRACTIONS & {"heel", "utilisation", "abatement", "uptime"} if others else ():
                form.fields[name].set_value(getattr(others[0], name))

        def write(form: RecordForm[ProcessGas]) -> None:
            if record is None:
                made = form.record(source=source.id)
                title = say("Add the fractions of {gas}", gas=made.gas)
                self.write_from_dialog(source, title, lambda step: step.add(made))
            elif fields := form.changed_fields():
                title = say("Edit the fractions of {gas}", gas=record.gas)
                self.write_from_dialog(source, title, lambda step: step.change(record, **fields))

        def tell(form: RecordForm[Any]) -> str:
            return _preview(form, source, others, figures)

        title = tr("Process gas of {source}", source=source.name)
        self.show(title, form, tr("Add") if record is None else tr("Keep changes"), write, tell)


def result_of(source: Source, records: Sequence[ProcessGas], figures: Figures) -> tuple[str, list[Finding]]:
    """Return what is emitted of 100 kg bought, in words, and what is doubtful; no words where nothing is known."""
    masses, findings = emitted(source, records, figures.library.gases.named)
    if not masses:
        return "", findings
    parts = [
        tr("{quantity} kg {gas}", quantity=words.short(_HUNDRED * mass, 4) if mass else "0",
           gas=GAS_WORDS.get(gas, gas))
        for gas, mass in masses.items()
    ]  # fmt: skip
    return tr("Of 100 kg bought, {gases} are emitted.", gases=joined(parts)), findings


def _preview(form: RecordForm[Any], source: Source, others: Sequence[ProcessGas], figures: Figures) -> str:
    try:
        made = form.record() if form.before is not None else form.record(source=source.id)
    except (FieldFault, NotANumber, UnitFault):
        return ""
    sentence, findings = result_of(source, [*others, made], figures)
    return sentence or (tr(findings[0].message) if findings else "")
