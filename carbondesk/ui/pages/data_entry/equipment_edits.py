"""Adding, editing and removing equipment and its events; each is one step that also brings the entries up to date."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from carbondesk.domain.accounting.equipment import LeakRate
from carbondesk.domain.gases import UnknownGas
from carbondesk.domain.records import Equipment, Event, Source
from carbondesk.domain.text import say
from carbondesk.language import joined, tr
from carbondesk.store.leaks import leak_rates
from carbondesk.ui.forms import FieldFault, RecordForm, choice_words
from carbondesk.ui.pages.data_entry.pane_edits import PaneEdits
from carbondesk.ui.pages.data_entry.workings import share_text

EQUIPMENT_ROWS = (
    ("name",),
    ("gas", "charge"),
    ("kind",),
    ("leak_rate",),
    ("installed", "retired"),
    ("note",),
)
EVENT_ROWS = (("equipment",), ("date", "kind"), ("quantity",), ("note",))


class EquipmentEdits(PaneEdits):
    """What the equipment pane asks for, as dialogs and steps."""

    def run(self, command: str, source: Source, record: object) -> None:
        """Run what the pane asks for about a source's equipment or an event."""
        if command == "add_equipment":
            self.ask_equipment(source, None)
        elif command == "add_event" and isinstance(record, Equipment):
            self.ask_event(source, None, record)
        elif command == "edit_equipment" and isinstance(record, Equipment):
            self.ask_equipment(source, record)
        elif command == "edit_event" and isinstance(record, Event):
            self.ask_event(source, record, None)
        elif command == "remove_equipment" and isinstance(record, Equipment):
            self.remove_equipment(source, record)
        elif command == "remove_event" and isinstance(record, Event):
            self.remove_event(source, record)

    def set_method(self, source: Source, method: str) -> None:
        """Find the losses of a source by another method."""
        if method != source.leak_method:
            title = say("Losses of {name} by {method}", name=source.name, method=choice_words(method))
            self.write(source, title, lambda step: step.change(source, leak_method=method))

    def ask_equipment(self, source: Source, unit: Equipment | None) -> None:
        """Ask for a piece of equipment, new or known."""
        rates = leak_rates()
        form: RecordForm[Equipment] = RecordForm(
            Equipment,
            unit,
            rows=EQUIPMENT_ROWS,
            choices={"kind": _kinds(rates, unit)},
            words={"gas": self._gases()},
            checks={"gas": self._check_gas},
            percent={"leak_rate"},
        )
        if unit is None:
            form.fields["gas"].set_value(source.carrier)

        def write(form: RecordForm[Equipment]) -> None:
            if unit is None:
                record = form.record(source=source.id)
                title = say("Add equipment {name}", name=record.name)
                self.write_from_dialog(source, title, lambda step: step.add(record))
            elif fields := form.changed_fields():
                title = say("Edit equipment {name}", name=unit.name)
                self.write_from_dialog(source, title, lambda step: step.change(unit, **fields))

        title = tr("Add equipment") if unit is None else tr("Edit {name}", name=unit.name)
        button = tr("Add equipment") if unit is None else tr("Keep changes")
        self.show(title, form, button, write, lambda form: _leak_words(form, rates))

    def ask_event(self, source: Source, event: Event | None, unit: Equipment | None) -> None:
        """Ask for an event of the log, new or known."""
        inventory = self.session.inventory
        if inventory is None:
            return
        units: list[tuple[str, object]] = [
            (each.name, each.id) for each in inventory.find(Equipment, source=source.id)
        ]
        form: RecordForm[Event] = RecordForm(Event, event, rows=EVENT_ROWS, choices={"equipment": units})
        if event is None:
            form.fields["equipment"].set_value(unit.id if unit is not None else None)
            form.fields["date"].set_value(inventory.today())

        def write(form: RecordForm[Event]) -> None:
            if event is None:
                record = form.record()
                title = say("Add to the log of {name}", name=source.name)
                self.write_from_dialog(source, title, lambda step: step.add(record))
            elif fields := form.changed_fields():
                title = say("Edit the log of {name}", name=source.name)
                self.write_from_dialog(source, title, lambda step: step.change(event, **fields))

        title = tr("Add to the log of {name}", name=source.name)
        if event is not None:
            title = tr("Edit the log of {name}", name=source.name)
        self.show(title, form, tr("Add") if event is None else tr("Keep changes"), write, _event_words)

    def remove_equipment(self, source: Source, unit: Equipment) -> None:
        """Remove a piece of equipment with its log."""
        title = say("Remove equipment {name}", name=unit.name)
        self.write(source, title, lambda step: step.remove_with_dependents(unit))

    def remove_event(self, source: Source, event: Event) -> None:
        """Remove an event from the log."""
        title = say("Remove from the log of {name}", name=source.name)
        self.write(source, title, lambda step: step.remove(event))

    def _gases(self) -> Sequence[str]:
        figures = self.session.figures
        return sorted(figures.library.gases.families) if figures is not None else []

    def _check_gas(self, text: str) -> None:
        figures = self.session.figures
        if figures is not None and not figures.library.gases.named(text):
            raise FieldFault(UnknownGas(text).text)


def _kinds(rates: Any, unit: Equipment | None) -> list[tuple[str, object]]:
    """Return the kinds with published leak rates, each with its publisher; what a record has stays offered."""
    by_id = {rate.leak_id: rate for rate in rates.values()}
    found: list[tuple[str, object]] = [("–", "")]
    found += [
        (tr("{kind} ({publisher})", kind=rate.equipment, publisher=key.partition(":")[0]), key)
        for key, rate in by_id.items()
    ]
    if unit is not None and unit.kind and unit.kind not in by_id:
        found.append((unit.kind, unit.kind))
    return found


def _leak_words(form: RecordForm[Any], rates: Any) -> str:
    """Say which yearly leak is published for the chosen kind."""
    rate: LeakRate | None = rates.get(str(form.fields["kind"].value() or ""))
    if rate is None:
        return tr(
            "Screening needs a kind of equipment or a yearly leak; the log and the mass balance do not."
        )
    cited = joined((rate.edition, rate.source_table))
    if rate.yearly is not None:
        return tr("Published: {share} a year. {source}", share=share_text(rate.yearly), source=cited)
    return tr(
        "Published: {low} to {high} a year. Enter the yearly leak of the equipment. {source}",
        low=share_text(rate.low or 0.0),
        high=share_text(rate.high or 0.0),
        source=cited,
    )


def _event_words(form: RecordForm[Any]) -> str:
    """Say what the kind of an event does to the losses."""
    return {
        "top-up": tr("What is topped up was lost before."),
        "recovered": tr("Taken out and kept: it reduces the refill that follows, or what disposal loses."),
        "disposed": tr("What was still in it and was not recovered is lost. Zero: its whole charge."),
        "filled": tr("The first filling: what is beyond its charge was lost."),
    }.get(str(form.fields["kind"].value()), "")
