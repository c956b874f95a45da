"""The US EPA's GHG Emission Factors Hub: combustion, electricity by subregion of eGRID, steam, freight, waste, travel.

Gases are printed as masses per unit. The sheet holds two sets: the hub's own and, in its table 6, eGRID, whose year
is the year of its data.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from carbondesk.domain.accounting.library import FactorLibrary
from carbondesk.domain.records import Factor, FactorSet
from carbondesk.domain.schema import Finding, error, info, warning
from carbondesk.domain.text import listed, say
from carbondesk.exchange.factor_sets.drafts import Origin, Places, Publisher, Remarks, plain, sound, unplaced
from carbondesk.exchange.factor_sets.hub_rows import READERS, Draft
from carbondesk.exchange.factor_sets.hub_tables import HubTable, gas_columns, tables
from carbondesk.exchange.factor_sets.plans import FactorSetPlan
from carbondesk.exchange.workbooks import Cell

HUB = Publisher(
    series="EPA-HUB",
    family="US EPA Emission Factors Hub",
    source="US EPA GHG Emission Factors Hub",
    licence="Public domain (17 USC 105)",
)
EGRID = Publisher(
    series="EPA-EGRID",
    family="US EPA eGRID",
    source="US EPA eGRID",
    licence="Public domain (17 USC 105)",
    years="data",
)

_ELECTRICITY = 6
_FRONT_ROWS = 20
_LEAST_TABLES = 2
_DAY = re.compile(r"(\d{1,2})\s+([A-Z][a-z]+)\s+(20\d\d)|([A-Z][a-z]+)\s+(\d{1,2}),\s*(20\d\d)")
_MONTH = re.compile(r"\b([A-Z][a-z]{2,8})\s+(20\d\d)\b")
_EGRID = re.compile(r"eGRID\s*(20\d\d)")


@dataclass(frozen=True, slots=True)
class HubSheet:
    """A sheet of the hub: its rows and its tables by number."""

    name: str
    rows: Sequence[Sequence[Cell]]
    tables: dict[int, HubTable]


def find(name: str, rows: Sequence[Sequence[Cell]]) -> HubSheet | None:
    """Return the sheet if it holds at least two of the hub's tables, the first of them about combustion."""
    found = tables(rows)
    first = found.get(1) or found.get(2)
    if len(found) < _LEAST_TABLES or first is None or "combustion" not in first.title.casefold():
        return None
    return HubSheet(name, rows, found)


def read(sheet: HubSheet, library: FactorLibrary, origin: Origin) -> FactorSetPlan:
    """Return the plan of a hub's sheet."""
    where: dict[str, object] = {"file": origin.path.name, "sheet": sheet.name}
    plan = FactorSetPlan(file=origin.path.name)
    published, version, year = _published(sheet, origin.path)
    if not year:
        plan.findings.append(_no_year().at(**where))
        return plan
    taken = [each.edition for each in library.editions]
    sets = [origin.new_set(HUB, year, version, taken, published)]
    egrid = _egrid_year(sheet)
    if egrid:
        sets.append(origin.new_set(EGRID, egrid, f"eGRID{egrid}", taken))
    remarks = Remarks(where)
    drafts: list[Draft] = []
    for number, reader in READERS.items():
        plan.findings += [
            finding.at(**where) for finding in _read_table(sheet, number, reader, egrid, drafts)
        ]
    rows = [(draft.row, f"Table {draft.table}", _factor(draft, sets, year, egrid)) for draft in drafts]
    plan.factors = sound(rows, library, Places(library, [HUB.series, EGRID.series]), remarks)
    held = {(factor.source, factor.source_version) for factor in plan.factors}
    plan.sets = tuple(each for each in sets if (each.source, each.source_version) in held)
    plan.rows, plan.skipped = len(drafts), len(drafts) - len(plan.factors)
    plan.findings += [*remarks.findings(), *unplaced(plan.factors, library, where)]
    return plan


def _read_table(
    sheet: HubSheet,
    number: int,
    reader: Callable[[HubTable], Iterator[Draft]],
    egrid: str,
    drafts: list[Draft],
) -> Iterator[Finding]:
    """Add the drafts of one table; yield why it is left out, where it is."""
    table = sheet.tables.get(number)
    if table is None:
        yield info(
            "table-missing",
            say("The file has no table {n}.", n=number),
            remedy=say("Earlier editions go on holding for it."),
            table=number,
        )
        return
    if number == _ELECTRICITY and not egrid:
        yield warning(
            "edition-year-missing",
            say("Table 6 does not say which eGRID it is from, and is left out."),
            remedy=say("Enter the factors of your subregions by hand."),
            table=number,
            row=table.row,
        )
        return
    strange = {column.gas for _, row in table.rows for column in gas_columns(row)} & {"NOX", "SO2"}
    if strange:
        yield warning(
            "not-a-greenhouse-gas",
            say(
                "Table {n} has a column of {gases}, no greenhouse gas, which is not read.",
                n=number,
                gases=listed(sorted(strange)),
            ),
            remedy=say("Report it as a pollutant of air elsewhere."),
            table=number,
        )
    made = list(reader(table))
    if not made:
        yield warning(
            "columns-missing",
            say("Table {n} is left out: its headings name no mass of a gas per unit.", n=number),
            remedy=say("The columns may have moved: compare the table with an earlier file."),
            table=number,
            row=table.row,
        )
    drafts += made


def _factor(draft: Draft, sets: Sequence[FactorSet], year: str, egrid: str) -> Factor:
    """Return the factor of a draft, with the publisher's category."""
    of = sets[1] if draft.table == _ELECTRICITY else sets[0]
    made = int(egrid if draft.table == _ELECTRICITY else year)
    prefix = of.edition if draft.table == _ELECTRICITY else f"{of.edition}:T{draft.table}"
    name = f"{of.source_version.split(' ')[0]} {draft.name}" if draft.table == _ELECTRICITY else draft.name
    return Factor(
        factor_id=f"{prefix}:{draft.key}",
        name=name,
        scope=draft.scope,
        category=draft.category,
        carrier=draft.carrier,
        activity_unit=draft.unit,
        co2=draft.masses.get("CO2"),
        ch4=draft.masses.get("CH4"),
        n2o=draft.masses.get("N2O"),
        co2e=draft.masses.get("CO2e"),
        co2e_basis=draft.basis,
        co2_biogenic=draft.masses.get("biogenic"),
        boundary=draft.boundary,
        region=draft.region,
        valid_from=made,
        valid_to=made if draft.table == _ELECTRICITY else None,
        published=of.published,
        source=of.source,
        source_version=of.source_version,
        source_table=f"Table {draft.table}",
        licence=of.licence,
        note=draft.note,
    )


def _published(sheet: HubSheet, path: Path) -> tuple[date | None, str, str]:
    """Return the day of publication, the edition as people name it and its year, from the lines above table 1."""
    front = " | ".join(
        plain(cell) for row in sheet.rows[:_FRONT_ROWS] for cell in row if isinstance(cell, str)
    )
    day = _DAY.search(front)
    if day:
        read = _as_date(" ".join(part for part in day.groups() if part))
        if read is not None:
            return read, f"{read:%B %Y}", f"{read:%Y}"
    month = _MONTH.search(front)
    if month:
        return None, f"{month[1]} {month[2]}", month[2]
    named = re.search(r"(20\d\d)", path.stem)
    return (None, named[1], named[1]) if named else (None, "", "")


def _as_date(text: str) -> date | None:
    for form in ("%d %B %Y", "%B %d %Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return None


def _egrid_year(sheet: HubSheet) -> str:
    table = sheet.tables.get(_ELECTRICITY)
    found = set(_EGRID.findall(f"{table.title} {table.text}")) if table else set()
    return found.pop() if len(found) == 1 else ""


def _no_year() -> Finding:
    return error(
        "edition-year-missing",
        say("The file does not say when it was published."),
        remedy=say("The lines above table 1 name the day; or name the file with its year."),
    )
