"""A user's own table of factors: one row a factor, with the columns of the table `factors` and of its record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING
from datetime import date
from typing import Any

from carbondesk.domain.accounting.defects import NO_GREENHOUSE_GASES, defects
from carbondesk.domain.accounting.library import FactorLibrary
from carbondesk.domain.numbers import NotANumber, parse_number
from carbondesk.domain.records import Factor, FactorSet
from carbondesk.domain.schema import Column, Finding, Kind, error, info, warning
from carbondesk.domain.text import listed, say
from carbondesk.exchange.factor_sets.drafts import Origin, Publisher, our_unit, potentials, slug, unplaced
from carbondesk.exchange.factor_sets.plans import FactorSetPlan
from carbondesk.exchange.sheets import Sheet
from carbondesk.exchange.workbooks import Cell

_KNOWN = {column.heading: column for column in Factor.columns()}
_NEEDED = ("factor_id", "activity_unit")


def is_factor_table(headings: Sequence[str]) -> bool:
    """Whether a table is one of factors: it has the column `factor_id`."""
    return "factor_id" in headings


def read(sheet: Sheet, found: Iterable[Finding], library: FactorLibrary, origin: Origin) -> FactorSetPlan:
    """Return the plan of a table; the user can mend it, so that a row with an error stops the whole file."""
    plan = FactorSetPlan(file=origin.path.name, findings=list(found), rows=len(sheet))
    plan.findings += [finding.at(**sheet.where) for finding in _headings(sheet)]
    if plan.has_errors:
        return plan
    rows = list(_rows(sheet, plan.findings))
    sets = _sets(rows, library, origin)
    if any(not given.get("source") for _, given in rows):
        plan.findings.append(_unnamed(sheet, origin))
    gwp = potentials(library)
    factors: list[Factor] = []
    seen: dict[str, int] = {}
    for number, given in rows:
        of = sets[_key(given, origin)]
        factor = Factor(**{**given, "source": of.source, "source_version": of.source_version})
        faults = list(defects(factor, library.gases, gwp))
        if factor.factor_id in seen or library.by_id(factor.factor_id) is not None:
            faults.append(_taken(factor.factor_id, seen.get(factor.factor_id)))
        plan.findings += [fault.at(**sheet.where, row=number) for fault in faults]
        seen.setdefault(factor.factor_id, number)
        factors.append(factor)
    plan.sets, plan.factors = tuple(sets.values()), factors
    plan.findings += unplaced(factors, library, sheet.where)
    return plan


def _headings(sheet: Sheet) -> Iterator[Finding]:
    missing = [heading for heading in _NEEDED if heading not in sheet.headings]
    if missing:
        yield error(
            "columns-missing",
            say("The table lacks these columns: {headings}.", headings=listed(missing)),
            remedy=say("A factor needs its id, the unit that it is per, and masses of gases or co2e."),
        )
    for heading in sheet.headings:
        if "".join(letter for letter in heading if letter.isalnum()) in NO_GREENHOUSE_GASES:
            yield warning(
                "not-a-greenhouse-gas",
                say("The column {heading} is of no greenhouse gas and is not read.", heading=heading),
                remedy=say("Report it as a pollutant of air elsewhere."),
                field=heading,
            )
        elif heading and heading not in _KNOWN:
            yield warning(
                "unknown-column",
                say("The column {heading} is unknown and is not read.", heading=heading),
                remedy=say("Name it as in the table of factors, or delete it."),
                field=heading,
            )


def _rows(sheet: Sheet, findings: list[Finding]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield row number and fields of each row; a cell that cannot be read is an error."""
    columns = [
        (_KNOWN[name], cells)
        for name, cells in zip(sheet.headings, sheet.columns, strict=True)
        if name in _KNOWN
    ]
    for place, number in enumerate(sheet.numbers):
        given: dict[str, Any] = {}
        for column, cells in columns:
            cell = cells.cell(place)
            if cell == "":
                continue
            try:
                given[column.name] = _value(column, cell)
            except NotANumber as fault:
                findings.append(fault.finding(**sheet.where, row=number, field=column.heading))
            except ValueError:
                findings.append(_unreadable(column).at(**sheet.where, row=number))
        if "factor_id" not in given:
            findings.append(_no_id().at(**sheet.where, row=number))
            continue
        given.setdefault("name", given["factor_id"])
        given["activity_unit"] = our_unit(given.get("activity_unit", ""))
        yield number, given


def _value(column: Column, cell: Cell) -> object:
    if column.kind in (Kind.NUMBER, Kind.INTEGER):
        read = cell if isinstance(cell, float) else parse_number(cell)
        if column.kind is Kind.NUMBER:
            return read
        if not read.is_integer():
            raise ValueError(cell)
        return int(read)
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
    if column.kind is Kind.DATE:
        return date.fromisoformat(text)
    if column.choices and text not in column.choices:
        raise ValueError(text)
    return text if text or column.default is MISSING else column.default


def _key(given: Mapping[str, Any], origin: Origin) -> tuple[str, str]:
    return str(given.get("source", origin.path.stem)), str(given.get("source_version", ""))


def _sets(
    rows: Sequence[tuple[int, Mapping[str, Any]]], library: FactorLibrary, origin: Origin
) -> dict[tuple[str, str], FactorSet]:
    """Return a set for each publisher and edition that the rows name; the file stands for a publisher unnamed."""
    sets: dict[tuple[str, str], FactorSet] = {}
    taken = {each.edition for each in library.editions}
    for _, given in rows:
        source, version = key = _key(given, origin)
        if key not in sets:
            series = (slug(source) or "set").upper()
            publisher = Publisher(
                series=series,
                family=source,
                source=source,
                licence=str(given.get("licence", "")),
                years="data",
            )
            year = slug(version).upper() or f"{origin.today:%Y-%m-%d}"
            sets[key] = origin.new_set(
                publisher, year, version or f"{origin.today:%Y-%m-%d}", taken, given.get("published")
            )
            taken.add(sets[key].edition)
    return sets


def _unnamed(sheet: Sheet, origin: Origin) -> Finding:
    return info(
        "publisher-missing",
        say("Rows name no publisher; the file's name, {name}, stands for it.", name=origin.path.stem),
        remedy=say("Give the columns source and source_version."),
        **sheet.where,
    )


def _taken(factor_id: str, earlier: int | None) -> Finding:
    return error(
        "factor-id-taken",
        say("The id {id} stands in row {row} already.", id=factor_id, row=earlier)
        if earlier
        else say("The library has a factor with the id {id}.", id=factor_id),
        remedy=say("Give the factor an id of its own."),
    )


def _unreadable(column: Column) -> Finding:
    return error(
        "unreadable-cell",
        say("{label} cannot be read.", label=column.label),
        remedy=say("Write days as 2026-01-31, years as whole numbers, and choices as the manual lists them."),
        field=column.heading,
    )


def _no_id() -> Finding:
    return error(
        "factor-id-missing",
        say("The row has no id."),
        remedy=say("Give every factor an id of its own, such as ACME-2026:steam."),
        field="factor_id",
    )
