"""The paper on cogeneration: what a buyer of a plant's heat or power multiplies it by.

All fuel of a plant is in scope 1 of whoever runs it, and nothing is deducted for what is given away. The buyer's
factors share the plant's emissions by the efficiencies of making heat and power alone, or by their energy
(GHG Protocol tool "Allocation of GHG emissions from a combined heat and power plant").
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from carbondesk.domain.accounting.cogeneration import split
from carbondesk.domain.records import Cogeneration, HeatAllocation
from carbondesk.domain.text import Text, say
from carbondesk.domain.units import Quantity
from carbondesk.report.papers import TONNES, Cell, Head, Holds, Options, Paper, Sheet

if TYPE_CHECKING:
    from carbondesk.domain.schema import Finding
    from carbondesk.report.figures import Figures

_ALLOCATIONS: dict[str, Text] = {
    HeatAllocation.EFFICIENCY: say("By efficiency"),
    HeatAllocation.ENERGY_CONTENT: say("By energy content"),
}


def cogeneration_paper(figures: Figures, year: int, _options: Options) -> Paper:
    """Return the emissions of each plant in a year, shared between its heat and its power, and the buyer's factors.

    The emissions are those of the plant's fuel source.
    """
    plants = [plant for plant in figures.inventory.all(Cogeneration) if plant.year in {None, year}]
    emitted = figures.by_source(year)
    rows: list[tuple[Cell, ...]] = []
    findings: list[Finding] = []
    for plant in plants:
        source = figures.sources[plant.source]
        site, tonnes = figures.sites[source.site].name, emitted[source.id]
        if math.isnan(tonnes):
            rows.append((site, plant.name, _ALLOCATIONS[plant.allocation], None, None, None, None, None))
            continue
        shared, found = split(
            plant, tonnes * 1000, Quantity(plant.heat or 0.0, "GJ"), Quantity(plant.power or 0.0, "MWh")
        )
        findings += [finding.at(site=site) for finding in found]
        parts: tuple[Cell, ...] = (None,) * 4
        if shared is not None:
            parts = (shared.heat / 1000, shared.power / 1000, shared.heat_rate, shared.power_rate)
        rows.append((site, plant.name, _ALLOCATIONS[plant.allocation], tonnes, *parts))
    sheet = Sheet(
        say("Plants"),
        (
            Head(say("Site")),
            Head(say("Plant")),
            Head(say("Shared")),
            Head(say("Emissions of its fuel"), Holds.NUMBER, TONNES),
            Head(say("Heat"), Holds.NUMBER, TONNES),
            Head(say("Power"), Holds.NUMBER, TONNES),
            Head(say("Buyer's factor, heat"), Holds.NUMBER, "kg CO₂e/kWh"),
            Head(say("Buyer's factor, power"), Holds.NUMBER, "kg CO₂e/kWh"),
        ),
        tuple(rows),
        notes=(
            say("All fuel stays in scope 1: nothing is deducted for heat or power that is given to others."),
        )
        if rows
        else (say("No cogeneration plant is recorded for this year."),),
    )
    subtitle = say("What buyers of heat and power count for them.")
    return Paper("cogeneration", say("Cogeneration"), subtitle, (sheet,), tuple(findings))
