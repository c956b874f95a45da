"""What must hold within a row beyond its single cells: units of the right kind, periods, signs, gases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from carbondesk.domain.records import (
    Activity,
    Bill,
    BillKind,
    Category,
    Factor,
    Origin,
    SectorPoint,
    Source,
    Target,
)
from carbondesk.domain.schema import Finding, error, warning
from carbondesk.domain.text import say
from carbondesk.domain.units import Unit, WrongDimension, unit
from carbondesk.exchange.batches import Batch, Values
from carbondesk.exchange.benchmarks import check_pathways
from carbondesk.exchange.directories import Directory
from carbondesk.exchange.target_checks import check_targets

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SPANS = (("start", "end"), ("start", "read_date"), ("from", "to"), ("installed", "retired"))
_VOLUMES = frozenset({"volume", "gas-volume"})
_METERED = frozenset({Category.STATIONARY_COMBUSTION, Category.ELECTRICITY, Category.HEAT_STEAM_COOLING})
_GASES = ("co2", "ch4", "n2o", "gas_mass", "co2e")


def check(batch: Batch, links: dict[str, Values], directory: Directory) -> None:
    """Refuse the rows of a batch that contradict themselves or the source that they name."""
    for first, last in _SPANS:
        if first in batch.values and last in batch.values:
            _check_span(batch, first, last)
    if batch.table.kind in (Activity, Bill):
        _check_units(batch, links["source"], directory)
        _check_signs(batch)
    if batch.table.kind is Bill:
        _check_order(batch, links["source"])
    if batch.table.kind is Activity:
        _check_overlaps(batch, links["source"], directory)
    if batch.table.kind is Factor:
        _check_gases(batch)
    if batch.table.kind is Target:
        check_targets(batch)
    if batch.table.kind is SectorPoint:
        check_pathways(batch)


def _check_span(batch: Batch, first: str, last: str) -> None:
    starts = batch.values[first].numbers(lambda day: _ordinal(day, missing=-1))
    ends = batch.values[last].numbers(lambda day: _ordinal(day, missing=10**7))
    batch.refuse(
        np.flatnonzero(starts > ends).tolist(),
        last,
        lambda where: error(
            "end-before-start",
            say("The last day lies before the first."),
            remedy=say("Correct {first} or {last}; both days are included.", first=first, last=last),
            **where,
        ),
    )


def _ordinal(day: object, *, missing: int) -> float:
    return day.toordinal() if isinstance(day, date) else missing


def _check_units(batch: Batch, sources: Values, directory: Directory) -> None:
    """Refuse quantities in a unit that measures something else than the source's own unit."""
    units = batch.values["unit"]
    rows = batch.rows
    pairs = sources.codes[rows].astype(np.int64) * len(units.distinct) + units.codes[rows]
    found, first, inverse = np.unique(pairs, return_index=True, return_inverse=True)
    for place in range(len(found)):
        row = int(rows[first[place]])
        number = sources.at(row)
        if not isinstance(number, int):
            continue
        source = directory.get(Source, number)
        fault = _wrong_dimension(source, unit(str(units.at(row))))
        if fault is not None:
            wrong = rows[inverse == place].tolist()
            batch.refuse(wrong, "unit", lambda where, fault=fault: fault.finding(**where))  # type: ignore[misc]


def _wrong_dimension(source: Source, given: Unit) -> WrongDimension | None:
    """Return the fault of a unit that neither a ratio nor the source's heating value brings to its own."""
    wanted = unit(source.unit)
    if given.measures_the_same_as(wanted) or {given.dimension, wanted.dimension} <= _VOLUMES:
        return None
    if source.heating_value and "energy" in (given.dimension, wanted.dimension):
        return None
    return WrongDimension(given, wanted)


def _check_signs(batch: Batch) -> None:
    """Refuse negative quantities: only a credit that names its bill, or a dated correction, may take away."""
    column = batch.values["quantity"]
    quantities = column.floats()[column.codes] if column.distinct else np.zeros(0)
    negative = np.flatnonzero(quantities < 0).tolist()
    crediting = [row for row in negative if batch.value("kind", row) == BillKind.CREDIT]
    explained = {row for row in crediting if batch.value("replaces", row)}
    explained |= {row for row in negative if batch.value("origin", row) in (Origin.CORRECTION, Origin.BILL)}
    unnamed = [row for row in crediting if row not in explained]
    batch.refuse(unnamed, "replaces", _credit_of_nothing)
    batch.refuse([row for row in negative if row not in explained], "quantity", _negative)


def _credit_of_nothing(where: dict[str, Any]) -> Finding:
    return error(
        "credit-without-bill",
        say("The credit does not name the bill that it belongs to."),
        remedy=say("Write the number of that bill into the column replaces."),
        **where,
    )


def _negative(where: dict[str, Any]) -> Finding:
    return error(
        "negative-quantity",
        say("The quantity is negative, and no credit explains it."),
        remedy=say(
            "Correct the sign, or import it as a bill of kind credit that names its bill in replaces."
        ),
        **where,
    )


def _check_order(batch: Batch, sources: Values) -> None:
    """Tell where read dates neither rise nor fall down the table, as they do where a date is mistyped."""
    days = batch.values["read_date"].numbers(lambda day: _ordinal(day, missing=0))
    rows = batch.rows
    for code in np.unique(sources.codes[rows]).tolist():
        own = rows[sources.codes[rows] == code]
        batch.tell(_out_of_order(own, days), "read_date", _unordered)


def _out_of_order(rows: NDArray[np.int64], days: NDArray[np.float64]) -> Sequence[int]:
    steps = np.diff(days[rows])
    falls, rises = int(np.count_nonzero(steps < 0)), int(np.count_nonzero(steps > 0))
    if not falls or not rises:
        return []
    odd = steps < 0 if falls <= rises else steps > 0
    return [int(row) for row in rows[1:][odd]]


def _unordered(where: dict[str, Any]) -> Finding:
    return warning(
        "read-dates-out-of-order",
        say("The read date is out of order; the bills are taken by date."),
        remedy=say("Check day, month and year."),
        **where,
    )


def _check_overlaps(batch: Batch, sources: Values, directory: Directory) -> None:
    """Tell where entries of metered energy share days without being equal: a month may be in twice."""
    metered = np.array([_is_metered(number, directory) for number in sources.distinct], dtype=np.bool_)
    rows = batch.rows[metered[sources.codes[batch.rows]]]
    starts = batch.values["start"].numbers(lambda day: _ordinal(day, missing=0))[rows]
    ends = batch.values["end"].numbers(lambda day: _ordinal(day, missing=0))[rows]
    owners = sources.codes[rows]
    # Most tables are in this order already, and sorting a million rows is not free.
    keys = owners * 1e7 + starts
    if np.any(np.diff(keys) < 0):
        order = np.argsort(keys, kind="stable")
        rows, starts, ends, owners = rows[order], starts[order], ends[order], owners[order]
    same_source = owners[1:] == owners[:-1]
    equal = (starts[1:] == starts[:-1]) & (ends[1:] == ends[:-1])
    overlapping = rows[1:][same_source & (starts[1:] <= ends[:-1]) & ~equal]
    batch.tell([int(row) for row in overlapping], "start", _overlap)


def _is_metered(number: object, directory: Directory) -> bool:
    return isinstance(number, int) and directory.get(Source, number).category in _METERED


def _overlap(where: dict[str, Any]) -> Finding:
    return warning(
        "overlap",
        say("The entry shares days with another entry of its source; both are counted."),
        remedy=say("Correct the days, or remove one of the two."),
        **where,
    )


def _check_gases(batch: Batch) -> None:
    none = [row for row in batch.rows.tolist() if all(batch.value(gas, row) is None for gas in _GASES)]
    batch.refuse(
        none,
        "co2e",
        lambda where: error(
            "factor-without-gas",
            say("The factor gives no mass of any gas."),
            remedy=say("Fill in co2, ch4 and n2o, or co2e, in kg a unit."),
            **where,
        ),
    )
