"""Steam that is billed by mass: its state with enthalpies and condensate return, and the energy of a tonne."""

from __future__ import annotations

from typing import Any

from carbondesk.domain.accounting.steam import (
    Steam,
    is_pressure,
    is_steam,
    is_temperature,
    read_heating,
    read_steam,
    steam_energy,
    steam_text,
)
from carbondesk.domain.errors import CarbonDeskError
from carbondesk.domain.numbers import NotANumber
from carbondesk.domain.records import Category, Source
from carbondesk.domain.schema import Finding, Severity
from carbondesk.domain.text import say
from carbondesk.domain.units import Quantity, UnitFault, parse_quantity, unit
from carbondesk.language import tr
from carbondesk.ui.forms import FieldFault, RecordForm
from carbondesk.ui.pages.data_entry import words
from carbondesk.ui.pages.data_entry.pane_edits import AskingPane, PaneEdits

ROWS = (("enthalpy",), ("pressure", "temperature"), ("returned", "condensate"), ("citation",))
_TONNE = Quantity(1, "t")


def is_by_mass(source: Source) -> bool:
    """Whether a source is bought heat that is measured in tonnes."""
    try:
        return source.category == Category.HEAT_STEAM_COOLING and unit(source.unit).dimension == "mass"
    except UnitFault:
        return False


class SteamPane(AskingPane):
    """What a tonne of a source's steam holds."""

    def __init__(self) -> None:
        super().__init__(
            tr("Steam by mass"), tr("Edit…"), name=tr("Edit the state of the steam"), command="edit_steam"
        )

    def set_source(self, source: Source) -> None:
        """Show what a source says about its steam."""
        self.show_result(*result_of(source.heating_value))


class SteamEdits(PaneEdits):
    """Asks for the state of a source's steam and keeps it as its heating value."""

    def run(self, _command: str, source: Source, _record: object) -> None:
        """Ask for the state; the line at the foot says what a tonne comes to."""
        form: RecordForm[Steam] = RecordForm(
            Steam,
            state_of(source.heating_value),
            rows=ROWS,
            checks={
                "enthalpy": _check_enthalpy,
                "condensate": _check_enthalpy,
                "pressure": _check_pressure,
                "temperature": _check_temperature,
            },
            percent={"returned"},
        )

        def write(form: RecordForm[Steam]) -> None:
            steam = form.record()
            energy, findings = steam_energy(_TONNE, steam)
            if energy is None:
                fault = next(each for each in findings if each.severity == Severity.ERROR)
                raise CarbonDeskError(fault.message, fault.remedy)
            text = steam_text(steam)
            if text != source.heating_value:
                title = say("Edit the state of the steam of {name}", name=source.name)
                self.write_from_dialog(source, title, lambda step: step.change(source, heating_value=text))

        title = tr("State of the steam, {source}", source=source.name)
        self.show(title, form, tr("Keep changes"), write, _preview)


def state_of(heating_value: str) -> Steam:
    """Return the state of steam that a heating value tells; one that is a plain quantity is the enthalpy."""
    if is_steam(heating_value):
        try:
            return read_steam(heating_value)
        except NotANumber:
            return Steam()
    return Steam(enthalpy=heating_value)


def result_of(heating_value: str) -> tuple[str, list[Finding]]:
    """Return what a tonne holds, in words, and what is doubtful about it."""
    if not heating_value:
        return tr("State the enthalpy of the steam: tonnes alone are no energy."), []
    try:
        heating = read_heating(heating_value)
    except (NotANumber, UnitFault) as fault:
        return "", [fault.finding(field="heating_value")]
    return _of_state(heating if isinstance(heating, Steam) else Steam(enthalpy=heating_value))


def _of_state(steam: Steam) -> tuple[str, list[Finding]]:
    energy, findings = steam_energy(_TONNE, steam)
    if energy is None:
        return "", findings
    return tr("1 t of steam holds {energy} GJ.", energy=words.short(float(energy), 6)), findings


def _preview(form: RecordForm[Any]) -> str:
    try:
        sentence, findings = _of_state(form.record())
    except (FieldFault, NotANumber, UnitFault):
        return ""
    return sentence or (tr(findings[0].message) if findings else "")


def _check_enthalpy(text: str) -> None:
    found = parse_quantity(text, ".")
    if unit(found.unit).dimension != "energy" or unit(found.per).dimension != "mass":
        raise FieldFault(say("“{written}” is no energy per mass. Write it like 2800 kJ/kg.", written=text))


def _check_pressure(text: str) -> None:
    if not is_pressure(text):
        raise FieldFault(say("“{written}” is no pressure. Write it like 10 bar.", written=text))


def _check_temperature(text: str) -> None:
    if not is_temperature(text):
        raise FieldFault(say("“{written}” is no temperature. Write it like 184 °C.", written=text))
