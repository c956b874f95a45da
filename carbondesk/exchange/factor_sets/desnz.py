"""The UK Government's conversion factors in their flat format (2022, 2024, 2025 and later files follow it).

One row for each gas: headings Scope, Level 1 to Level 4, Column Text, UOM, GHG/Unit and "GHG Conversion Factor
<year>"; the files of some years have a column ID, whose last part numbers the gas. The set prints kg CO2e of each
gas, which is divided by the potentials that the same file prints for methane and nitrous oxide (25 and 298 to 2022,
28 and 265 from 2023).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from carbondesk.domain.accounting.library import FactorLibrary
from carbondesk.domain.records import Factor, FactorSet
from carbondesk.domain.schema import Finding, error, info, warning
from carbondesk.domain.text import listed, say
from carbondesk.exchange.factor_sets.drafts import (
    Origin,
    Places,
    Publisher,
    Remarks,
    number_of,
    our_unit,
    plain,
    slug,
    sound,
    unplaced,
)
from carbondesk.exchange.factor_sets.plans import FactorSetPlan
from carbondesk.exchange.workbooks import Cell

DESNZ = Publisher(
    series="UK-DESNZ",
    family="UK Government conversion factors",
    source="UK Government GHG Conversion Factors for Company Reporting (DESNZ)",
    licence="Open Government Licence v3.0",
)

_LEVELS = ("level 1", "level 2", "level 3", "level 4", "column text")
_NEEDED = ("scope", *_LEVELS, "uom", "ghg/unit")
_ORDER = ("id", *_NEEDED, "factor")
_SAME = {"ghg": "ghg/unit", "ghg/kwh": "ghg/unit", "unit": "uom"}
_HEADING = re.compile(r"ghg conversion factor\s*(20\d\d)?")
_FRONT_ROWS = 60
_AR4, _AR5 = (25.0, 298.0), (28.0, 265.0)
_LAST_AR4, _LAST_KNOWN = 2022, 2026
_BASIS = {25.0: "AR4", 28.0: "AR5", 27.0: "AR6", 27.9: "AR6", 29.8: "AR6"}
_GASES = {
    "kg co2e": "co2e",
    "kg co2e of co2 per unit": "co2",
    "kg co2e of ch4 per unit": "ch4",
    "kg co2e of n2o per unit": "n2o",
    "kg co2": "co2",
}
_ENERGY = re.compile(r"^(k?wh|gj|mj)\b")
_POLLUTANT = re.compile(r"\b(nox|no2|so2|sox|co|voc|nmvoc|pm10|pm2\.5)\b")


@dataclass(frozen=True, slots=True)
class FlatSheet:
    """A sheet in the flat format: `columns` are the places of the headings, `first` the row below them (from 0)."""

    name: str
    rows: Sequence[Sequence[Cell]]
    columns: Mapping[str, int]
    first: int
    year: int | None
    version: str
    front_year: int | None


@dataclass(slots=True)
class _Line:
    """The rows of one factor: its words, and kg CO2e of each gas."""

    row: int
    texts: tuple[str, ...]
    number: str
    values: dict[str, float] = field(default_factory=dict)

    @property
    def table(self) -> str:
        return f"{self.texts[1]} > {self.texts[2]}" if self.texts[2] else self.texts[1]

    @property
    def name(self) -> str:
        return " - ".join(text for text in self.texts[3:6] if text) or self.texts[2] or self.texts[1]


def find(name: str, rows: Sequence[Sequence[Cell]]) -> FlatSheet | None:
    """Return the sheet if a row in its upper part has the headings Scope and Level 1; None where it has not."""
    for number, row in enumerate(rows[:_FRONT_ROWS]):
        headings = [plain(cell).casefold().replace("_", " ") for cell in row]
        if "scope" in headings and "level 1" in headings:
            columns: dict[str, int] = {}
            year = None
            for place, heading in enumerate(headings):
                matched = _HEADING.fullmatch(heading)
                if matched:
                    year = int(matched[1]) if matched[1] else None
                columns.setdefault("factor" if matched else _SAME.get(heading, heading), place)
            version, front_year = _front(rows[:number])
            return FlatSheet(name, rows, columns, number + 1, year or front_year, version, front_year)
    return None


def _front(rows: Sequence[Sequence[Cell]]) -> tuple[str, int | None]:
    """Return the version and the year that the lines above the table tell."""
    cells = [plain(cell) for row in rows for cell in row if cell != ""]
    told: dict[str, str] = {}
    for cell, following in zip_longest(cells, cells[1:], fillvalue=""):
        word, _, rest = cell.partition(":")
        if word.casefold() in {"version", "year"}:
            told[word.casefold()] = rest.strip() or following
    year = told.get("year", "")
    return told.get("version", ""), int(year) if re.fullmatch(r"20\d\d", year) else None


def read(sheet: FlatSheet, library: FactorLibrary, origin: Origin) -> FactorSetPlan:
    """Return the plan of a flat sheet."""
    where: dict[str, object] = {"file": origin.path.name, "sheet": sheet.name}
    plan = FactorSetPlan(file=origin.path.name, findings=list(_headings(sheet, where)))
    if plan.has_errors or sheet.year is None:
        return plan
    remarks = Remarks(where)
    lines, moved = _lines(sheet, remarks, plan)
    if moved:
        plan.findings.append(_moved(where))
        return plan
    weights, told = _weights(lines, sheet.year)
    plan.findings += [finding.at(**where) for finding in told]
    version = f"{sheet.year}, v{sheet.version.removeprefix('v')}" if sheet.version else str(sheet.year)
    edition = origin.new_set(DESNZ, str(sheet.year), version, (each.edition for each in library.editions))
    biogenic = _biogenic(lines)
    drafts = ((line.row, line.table, _factor(line, edition, sheet.year, weights, biogenic)) for line in lines)
    plan.factors = sound(drafts, library, Places(library, [DESNZ.series]), remarks)
    plan.sets = (edition,)
    plan.rows, plan.skipped = len(lines), len(lines) - len(plan.factors)
    plan.findings += [*remarks.findings(), *unplaced(plan.factors, library, where)]
    return plan


def _headings(sheet: FlatSheet, where: Mapping[str, object]) -> Iterator[Finding]:
    """Yield what is wrong with the row of headings: missing ones, another order, no year or two."""
    missing = [heading for heading in (*_NEEDED, "factor") if heading not in sheet.columns]
    if missing:
        yield error(
            "columns-missing",
            say("The sheet lacks these headings: {headings}.", headings=listed(missing)),
            remedy=say("Choose the flat file as the publisher offers it, or name the columns as in it."),
            **where,
        )
    known = [heading for heading in sheet.columns if heading in _ORDER]
    if known != sorted(known, key=_ORDER.index):
        yield info(
            "columns-moved",
            say("The columns stand in another order than in the files that are known."),
            remedy=say("They are read by their headings; look at a few factors."),
            **where,
        )
    if sheet.year is None:
        yield error(
            "edition-year-missing",
            say("The file does not say which year it is made for."),
            remedy=say("The heading of the factors names it, such as GHG Conversion Factor 2025."),
            **where,
        )
    elif sheet.front_year not in (None, sheet.year):
        yield error(
            "edition-year-differs",
            say(
                "The heading says {year}, the lines above it say {other}.",
                year=sheet.year,
                other=sheet.front_year,
            ),
            remedy=say("Choose the flat file as the publisher offers it."),
            **where,
        )


def _lines(sheet: FlatSheet, remarks: Remarks, plan: FactorSetPlan) -> tuple[list[_Line], bool]:
    """Return the factors' rows put together, and whether the columns have moved, so that few values are numbers.

    Rows without a number, of energy or of other gases are left out.
    """
    lines: dict[tuple[str, ...], _Line] = {}
    energy = texts = values = 0
    for number, row in enumerate(sheet.rows[sheet.first :], start=sheet.first + 1):
        cells = {heading: row[place] if place < len(row) else "" for heading, place in sheet.columns.items()}
        written = cells["factor"]
        words = tuple(plain(cells[heading]) for heading in ("scope", *_LEVELS, "uom"))
        if written == "" or not any(words):
            continue
        values += 1
        given = number_of(written)
        if given is None:
            texts += 1
            remarks.add(
                number, "value-not-a-number", say("The factor is not a number."), say("The row is left out.")
            )
            continue
        printed = plain(cells["ghg/unit"]).casefold()
        gas = _GASES.get(printed, "")
        if _ENERGY.match(printed):
            energy += 1
        elif not gas:
            _other_gas(remarks, number, printed)
        else:
            stem = re.sub(r"_[1-4]$", "", plain(cells.get("id", "")))
            line = lines.setdefault((stem, *words), _Line(number, words, stem))
            if line.values.setdefault(gas, given) != given:
                remarks.add(
                    number,
                    "rows-differ",
                    say("Two rows give the same factor different values; the first is read."),
                    say("Look up which one holds."),
                )
    if energy:
        plan.findings.append(_of_energy(energy, remarks.where))
    return list(lines.values()), texts > values / 2


def _other_gas(remarks: Remarks, row: int, printed: str) -> None:
    """Remember a row whose gas is none of ours: a pollutant of air, no gas at all, or an unknown one."""
    if not printed:
        remarks.add(
            row,
            "factor-gas-missing",
            say("The row does not say of which gas its value is."),
            say("The row is left out."),
        )
    elif _POLLUTANT.search(printed):
        remarks.add(
            row,
            "not-a-greenhouse-gas",
            say("“{gas}” is no greenhouse gas of the GHG Protocol.", gas=printed),
            say("The row is left out; report it as a pollutant of air elsewhere."),
        )
    else:
        remarks.add(
            row,
            "unknown-gas",
            say("“{gas}” is not a gas that the flat format is known to have.", gas=printed),
            say("The row is left out; enter the factor by hand."),
        )


def _moved(where: Mapping[str, object]) -> Finding:
    return error(
        "columns-moved",
        say("Most cells of the column of factors are no numbers: the columns have moved."),
        remedy=say(
            "Put the headings back above their columns, or choose the file as the publisher offers it."
        ),
        **where,
    )


def _of_energy(count: int, where: Mapping[str, object]) -> Finding:
    return info(
        "rows-of-energy",
        say("{n} rows give energy, not emissions, and are not read.", n=count),
        remedy=say("They serve the UK's energy and carbon report (SECR)."),
        **where,
    )


def _weights(lines: Sequence[_Line], year: int) -> tuple[tuple[float, float] | None, list[Finding]]:
    """Return the potentials of methane and nitrous oxide that the set is weighed with, and what is doubtful.

    The set's own rows for the two gases tell; without them the years up to 2022 stand for AR4 and those to 2026 for
    AR5. A later year without them keeps its printed totals and no masses.
    """
    printed = {
        line.texts[3].casefold(): line.values["co2e"]
        for line in lines
        if line.texts[1].casefold().startswith("refrigerant")
        and "co2e" in line.values
        and line.texts[6].casefold() == "kg"
    }
    own = (printed.get("methane"), printed.get("nitrous oxide"))
    usual = _AR4 if year <= _LAST_AR4 else _AR5 if year <= _LAST_KNOWN else None
    if own[0] is not None and own[1] is not None:
        told = [] if usual in (None, own) else [_other_weights(own[0], own[1])]
        return (own[0], own[1]), told
    if usual is not None:
        return usual, []
    return None, [
        warning(
            "basis-unknown",
            say(
                "The file prints no potentials of methane and nitrous oxide, and those of {year} are not known.",
                year=year,
            ),
            remedy=say("Its factors are read as printed totals without masses of gases."),
        )
    ]


def _other_weights(methane: float, nitrous: float) -> Finding:
    return warning(
        "basis-differs",
        say(
            "The file weighs methane with {methane} and nitrous oxide with {nitrous}, not as usual in its year.",
            methane=methane,
            nitrous=nitrous,
        ),
        remedy=say("The masses are worked out with the file's own potentials."),
    )


def _biogenic(lines: Sequence[_Line]) -> dict[tuple[str, str], float]:
    """Return kg of biogenic CO2 by name and unit of fuels, which the set prints in a table of its own."""
    return {
        (line.name.casefold(), our_unit(line.texts[6])): line.values.get("co2e", line.values.get("co2", 0.0))
        for line in lines
        if line.texts[0].casefold().startswith("outside")
        and "electricity" not in line.table.casefold()
        and not (line.texts[6] == "kWh" and "blend" in line.name)
    }


def _factor(
    line: _Line,
    edition: FactorSet,
    year: int,
    weights: tuple[float, float] | None,
    biogenic: Mapping[tuple[str, str], float],
) -> Factor:
    """Return one factor of the set, with the publisher's category; masses are kg of gas per unit."""
    scope = re.sub(r"^scope ", "", line.texts[0].casefold())
    outside = scope.startswith("outside")
    spelling = our_unit(line.texts[6])
    masses: dict[str, Any] = {}
    if not outside and weights is not None and "co2" in line.values:
        masses = {
            "co2": line.values["co2"],
            "ch4": _mass(line.values.get("ch4"), weights[0]),
            "n2o": _mass(line.values.get("n2o"), weights[1]),
        }
    printed = line.values.get("co2e", line.values.get("co2"))
    biogenic_mass = (
        printed if outside else biogenic.get((line.name.casefold(), spelling)) if scope == "1" else None
    )
    basis = _BASIS.get(weights[0], "") if weights else ""
    return Factor(
        factor_id=f"{edition.edition}:{line.number or slug(*line.texts)}",
        name=line.name,
        scope="outside" if outside else scope,
        category=line.table if " > " in line.table else f"{line.table} > {line.name}",
        activity_unit=spelling,
        co2e=None if outside else line.values.get("co2e"),
        co2e_basis=""
        if outside or "co2e" not in line.values
        else f"{basis} (as published)"
        if basis
        else "as published",
        co2_biogenic=biogenic_mass,
        boundary=_boundary(line.texts[1], outside=outside),
        region="GB",
        valid_from=year,
        valid_to=year,
        source=edition.source,
        source_version=edition.source_version,
        source_table=line.table,
        licence=edition.licence,
        **masses,
    )


def _mass(weighed: float | None, potential: float) -> float | None:
    return None if weighed is None else weighed / potential


def _boundary(level: str, *, outside: bool) -> str:
    if outside:
        return "biogenic CO2, report separately"
    if level.startswith("WTT-"):
        return "WTT upstream only"
    if level == "Material use":
        return "cradle-to-gate"
    return "direct (TTW) / activity as defined by DESNZ"
