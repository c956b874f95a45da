"""Sector pathways as values: shipped ones and those that people bring along, read row by row with findings.

A pathway is a benchmark with a name and a source; none of them is the table of SBTi's own spreadsheet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from carbondesk.domain.numbers import LARGEST
from carbondesk.domain.records import SectorPoint
from carbondesk.domain.schema import Finding, error, info, warning
from carbondesk.domain.text import Text, say

END_YEAR = 2050
COLUMNS = ("pathway", "sector", "scopes", "unit", "year", "intensity")
"""The columns that a table of pathways must have.

`region`, `sector_activity`, `activity_unit`, `source` and `licence` may stand beside them.
"""

FIRST_YEAR, LAST_YEAR = 1990, 2150
"""The years that a point of a pathway may have, as its record says."""

_FEWEST_YEARS = 2
_YEAR_DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorPathway:
    """A sector's intensity by year, in `unit`, and its activity by year where that is known.

    Between the years of the table both lie on straight lines.
    """

    pathway: str
    sector: str
    scopes: str
    unit: str
    intensities: Mapping[int, float]
    activity: Mapping[int, float] = field(default_factory=dict)
    activity_unit: str = ""
    source: str = ""
    licence: str = ""
    region: str = ""

    @property
    def key(self) -> str:
        """What a target stores to name its pathway; a region stands behind the rest where there is one."""
        key = f"{self.pathway}|{self.sector}|{self.scopes}"
        return f"{key}|{self.region}" if self.region else key

    @property
    def title(self) -> Text:
        """Pathway, sector, region and scopes in one line."""
        if self.region:
            return say(
                "{pathway}: {sector}, {region}, scope {scopes}",
                pathway=self.pathway,
                sector=self.sector,
                region=self.region,
                scopes=self.scopes,
            )
        return say(
            "{pathway}: {sector}, scope {scopes}",
            pathway=self.pathway,
            sector=self.sector,
            scopes=self.scopes,
        )

    @property
    def first(self) -> int:
        """The first year of the table."""
        return min(self.intensities)

    @property
    def last(self) -> int:
        """The last year of the table."""
        return max(self.intensities)

    def at(self, year: int) -> float:
        """Return the sector's intensity of a year; raises ValueError for a year outside the table."""
        if not self.first <= year <= self.last:
            raise ValueError(f"{year} lies outside {self.first} to {self.last}")
        known = self.intensities.get(year)
        return filled(self.intensities)[year] if known is None else known


def filled(values: Mapping[int, float]) -> dict[int, float]:
    """Return values by year with the years between them on straight lines."""
    years = sorted(values)
    found = {year: values[year] for year in years}
    for low, high in pairwise(years):
        slope = (values[high] - values[low]) / (high - low)
        found |= {year: values[low] + slope * (year - low) for year in range(low + 1, high)}
    return dict(sorted(found.items()))


def scaled(sector: SectorPathway, year: int, intensity: float) -> SectorPathway:
    """Return a pathway multiplied so that it starts from a market's own intensity in a year (PACTA's practice).

    The pathway's own value of that year must not be zero.
    """
    by = intensity / sector.at(year)
    return replace(sector, intensities={each: value * by for each, value in sector.intensities.items()})


def sector_pathways(
    rows: Iterable[Mapping[str, str]], *, source: str = "", licence: str = ""
) -> tuple[tuple[SectorPathway, ...], tuple[Finding, ...]]:
    """Return the pathways of a table and what is wrong with it, by row (the header is row 1).

    A row that cannot be read is dropped and named; so is a second value of the same year. Gaps between years are
    filled on a straight line. A pathway that rises is kept, with a warning. `source` and `licence` hold where the
    rows have no columns of these names.
    """
    findings: list[Finding] = []
    tables: dict[tuple[str, ...], dict[int, float]] = defaultdict(dict)
    activities: dict[tuple[str, ...], dict[int, float]] = defaultdict(dict)
    for number, row in enumerate(rows, start=2):
        missing = [name for name in COLUMNS if row.get(name) in (None, "")]
        if missing:
            findings.append(_lacking(number, missing))
            continue
        names = ("pathway", "sector", "scopes", "unit", "activity_unit", "source", "licence", "region")
        key = tuple((row.get(name) or "").strip() for name in names)
        year, value = _year(row["year"]), _number(row["intensity"])
        if year is None or value is None:
            findings.append(_unreadable(number, "year" if year is None else "intensity", row))
        elif year in tables[key]:
            findings.append(_twice(number, year))
        else:
            tables[key][year] = value
            activity = _number(row.get("sector_activity") or "")
            if activity is not None and activity > 0:
                activities[key][year] = activity
    found = []
    for key, years in tables.items():
        if len(years) < _FEWEST_YEARS:
            findings.append(_too_few(key))
            continue
        made = SectorPathway(
            pathway=key[0],
            sector=key[1],
            scopes=key[2],
            unit=key[3],
            intensities=filled(years),
            activity=filled(activities[key]),
            activity_unit=key[4],
            source=key[5] or source,
            licence=key[6] or licence,
            region=key[7],
        )
        findings += _doubts(made, years)
        found.append(made)
    return tuple(found), tuple(findings)


def pathways_of(points: Iterable[SectorPoint]) -> tuple[tuple[SectorPathway, ...], tuple[Finding, ...]]:
    """Return the pathways that an inventory keeps point by point, and what is doubtful about them."""
    names = [column.heading for column in SectorPoint.columns()]
    rows = (
        {name: "" if (value := getattr(point, name)) is None else str(value) for name in names}
        for point in points
    )
    found, findings = sector_pathways(rows)
    return found, tuple(
        replace(finding, where={key: value for key, value in finding.where.items() if key != "row"})
        for finding in findings
    )


def _doubts(made: SectorPathway, years: Mapping[int, float]) -> list[Finding]:
    """Return what is doubtful about a pathway: gaps, rises, and an end before 2050."""
    found = []
    gaps = [low for low, high in pairwise(sorted(years)) if high - low > 1]
    if gaps:
        found.append(
            info(
                "pathway-gap",
                say("{name} has no value for years after {year}; they lie on a straight line.",
                    name=made.title, year=gaps[0]),
                field="year",
            )
        )  # fmt: skip
    rises = [high for low, high in pairwise(sorted(years)) if years[high] > years[low]]
    if rises:
        found.append(
            warning(
                "pathway-rises",
                say("{name} rises in {count} years, first in {year}. Look at the source before you use it.",
                    name=made.title, count=len(rises), year=rises[0]),
                remedy=say("Correct the table and import it again, or choose another pathway."),
                field="intensity",
                year=rises[0],
            )
        )  # fmt: skip
    if made.last < END_YEAR:
        found.append(
            warning(
                "pathway-too-short",
                say("{name} ends in {last}; convergence needs it to 2050.", name=made.title, last=made.last),
                remedy=say("Add the years to 2050."),
                field="year",
            )
        )
    return found


def _year(text: str) -> int | None:
    """Return a year that a pathway may have; the years between two are filled, so a slip must not make millions."""
    words = text.strip()
    found = int(words) if words.isdecimal() and len(words) <= _YEAR_DIGITS else 0
    return found if FIRST_YEAR <= found <= LAST_YEAR else None


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) <= LARGEST else None


def _lacking(row: int, columns: list[str]) -> Finding:
    return error(
        "pathway-column-missing",
        say("A row of the pathway table has no {columns}, and is left out.", columns=", ".join(columns)),
        remedy=say("A table of pathways has the columns {columns}.", columns=", ".join(COLUMNS)),
        row=row,
        field=columns[0],
    )


def _unreadable(row: int, column: str, values: Mapping[str, str]) -> Finding:
    return error(
        "pathway-number-unreadable",
        say("{value} is no number for {column}; the row is left out.", value=values[column], column=column),
        remedy=say("Correct the row and import the table again."),
        row=row,
        field=column,
    )


def _twice(row: int, year: int) -> Finding:
    return error(
        "pathway-year-twice",
        say("The pathway has a second value for {year}; the first one is kept.", year=year),
        remedy=say("Leave one row for each pathway, sector, scope and year."),
        row=row,
        field="year",
    )


def _too_few(key: tuple[str, ...]) -> Finding:
    return error(
        "pathway-too-few-years",
        say("{pathway}, {sector} has fewer than two years and is left out.", pathway=key[0], sector=key[1]),
        remedy=say("Add the years to 2050."),
        field="year",
    )
