"""Pollutants of air that were entered as greenhouse gases: nitrogen oxides, sulphur dioxide, carbon monoxide ..."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from carbondesk.domain.accounting.defects import NO_GREENHOUSE_GASES
from carbondesk.domain.records import Category, Equipment, ProcessGas, Source
from carbondesk.domain.schema import Finding, error
from carbondesk.domain.text import say

_OF_GASES = frozenset({Category.PROCESS.value, Category.FUGITIVE.value})


def is_pollutant(name: str) -> bool:
    """Whether a name is that of a pollutant that the GHG Protocol does not count: NOx, SO2, CO."""
    return "".join(letter for letter in name.casefold() if letter.isalnum()) in NO_GREENHOUSE_GASES


def pollutants(
    sources: Iterable[Source], equipment: Iterable[Equipment], gases: Iterable[ProcessGas]
) -> Iterator[Finding]:
    """Yield an error for each source, plant or process gas whose gas is no greenhouse gas."""
    names: dict[int, str] = {}
    for source in sources:
        names[source.id] = source.name
        if source.category in _OF_GASES and is_pollutant(source.carrier):
            yield _finding(source.carrier, source.name)
    for plant in equipment:
        if is_pollutant(plant.gas):
            yield _finding(plant.gas, names.get(plant.source, "")).at(equipment=plant.name)
    for gas in gases:
        for name in (gas.gas, gas.by_product_gas):
            if is_pollutant(name):
                yield _finding(name, names.get(gas.source, ""))


def _finding(gas: str, source: str) -> Finding:
    return error(
        "not-a-greenhouse-gas",
        say("{source}: {gas} is no greenhouse gas of the GHG Protocol.", source=source, gas=gas),
        remedy=say("Leave it out; report it as a pollutant of air elsewhere. Nitrous oxide is N2O, not NOx."),
        source=source,
    )
