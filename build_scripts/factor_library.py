"""Makes the tables of resources/factors from the material that its README describes; not needed at run time.

    python build_scripts/factor_library.py ../shared/data/factors

Reads the material's tables, keeps the rows that may ship, gives each our categories, carriers and units (by
resources/factors/categories.csv, which is written by hand) and writes fuels, electricity and the other
tables, the editions they come from, fuel properties, regions, gases and blends. The same material gives the
same bytes.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from carbondesk.domain.units import unit  # noqa: E402 - the path comes first

OUT = ROOT / "resources" / "factors"
Row = dict[str, str]

FACTOR_COLUMNS = (
    "factor_id", "name", "scope", "category", "carrier", "sector", "activity_unit", "co2", "ch4", "n2o",
    "co2e", "co2e_basis", "co2_biogenic", "boundary", "region", "valid_from", "valid_to", "edition", "source_table",
    "uncertainty_low", "uncertainty_high", "note",
)  # fmt: skip
EDITION_COLUMNS = (
    "edition", "series", "family", "source", "source_version", "published", "licence", "rank", "years",
)  # fmt: skip

NOT_FROM_A_GOVERNMENT = (
    "India regional grid, computed by Batchwise",
    "Thailand Greenhouse Gas",
    "IPCC 2006 Guidelines Vol 5",
)
"""Rows to be checked whose publisher is neither a government nor the IPCC in its own tables."""

OGL = "Open Government Licence v3.0"
PUBLIC_DOMAIN = "Public domain (17 USC 105)"


@dataclass(frozen=True)
class Series:
    """A run of editions of one publisher: how to know its rows, and what holds for all of them."""

    starts: tuple[str, ...]
    series: str
    family: str
    publisher: str
    licence: str
    rank: str = "official"
    years: str = "data"
    edition: Callable[[Row], str] = lambda row: row["valid_from"]
    versions: dict[str, tuple[str, str]] = field(default_factory=dict)


SERIES = (
    Series(
        ("UK Government GHG Conversion Factors", "DESNZ UK Government"), "UK-DESNZ",
        "UK Government conversion factors",
        "UK Government GHG Conversion Factors for Company Reporting (DESNZ)", OGL, years="publication",
        edition=lambda row: row["source_version"][:4],
        versions={
            "2024": ("2024, v1.1", "2024-10-18"), "2025": ("2025, v1.0", ""),
            "2026": ("2026, v1.2", "2026-07-10"),
        },
    ),
    Series(
        ("US EPA Emission Factors",), "EPA-HUB", "US EPA Emission Factors Hub",
        "US EPA GHG Emission Factors Hub", PUBLIC_DOMAIN, years="publication", edition=lambda _: "2025",
        versions={"2025": ("January 2025", "2025-01-15")},
    ),
    Series(
        ("US EPA eGRID",), "EPA-EGRID", "US EPA eGRID", "US EPA eGRID", PUBLIC_DOMAIN,
        versions={str(year): (f"eGRID{year}", "") for year in range(2018, 2024)},
    ),
    Series(
        ("IPCC 2006 Guidelines",), "IPCC", "IPCC default factors",
        "IPCC 2006 Guidelines for National Greenhouse Gas Inventories", "Facts, cited by table; © IPCC 2006",
        rank="international", years="standing", edition=lambda _: "2006",
        versions={"2006": ("2006, Tier 1", "")},
    ),
    Series(
        ("MEE and NBS of China",), "CN-MEE", "China MEE grid factors",
        "Ministry of Ecology and Environment and National Bureau of Statistics of China",
        "Government announcement, cited",
        versions={
            "2021": ("公告2024年第12号", "2024-04-12"), "2022": ("公告2024年第33号", "2024-12-20"),
            "2023": ("公告2025年第47号", "2025-12-31"),
        },
    ),
    Series(
        ("Australian National",), "AU-NGA", "Australian National Greenhouse Accounts Factors",
        "Australian National Greenhouse Accounts Factors (DCCEEW)", "CC BY 4.0, Commonwealth of Australia",
        years="publication",
    ),
    Series(
        ("Canada's Official",), "CA-NIR", "Canada National Inventory Report",
        "Canada's Official Greenhouse Gas Inventory", "Open Government Licence - Canada",
        versions={"2021": ("NIR 1990-2021, April 2023", "")},
    ),
    Series(
        ("Taiwan Bureau of Energy",), "TW-MOEA", "Taiwan grid factors",
        "Taiwan Bureau of Energy", "Government publication, cited",
    ),
    Series(
        ("Brazil MCTI",), "BR-MCTI", "Brazil SIN grid factors",
        "Brazil MCTI, SIN average CO2 factor", "Government publication, cited",
    ),
    Series(
        ("Thailand EPPO",), "TH-EPPO", "Thailand EPPO grid factors",
        "Thailand EPPO, generation CO2 factor", "Government publication, cited",
    ),
    Series(
        ("TGO Emission Factors",), "TH-TGO", "Thailand TGO grid mix",
        "Thailand TGO, Emission Factors for CFO", "Publication of a public organisation, cited",
        rank="life-cycle", versions={"2022": ("April 2022", "")},
    ),
    Series(
        ("Korea national",), "KR-MCEE", "Korea grid factors",
        "Korea, national electricity emission factor, consumption end", "Government publication, cited",
        edition=lambda row: row["valid_from"] + ("-" + row["valid_to"] if "3-year" in row["name"] else ""),
    ),
    Series(
        ("Viet Nam DCC",), "VN-DCC", "Viet Nam grid factors",
        "Viet Nam DCC, grid emission factor", "Government publication, cited",
    ),
    Series(
        ("Mexico CRE",), "MX-CRE", "Mexico SEN grid factors",
        "Mexico CRE/SEMARNAT, electricity emission factor", "Government notice, cited",
    ),
    Series(
        ("Singapore EMA",), "SG-EMA", "Singapore EMA grid factors",
        "Singapore EMA, grid emission factor", "Singapore Open Data Licence 1.0",
    ),
    Series(
        ("India CEA",), "IN-CEA", "India CEA grid factors", "India CEA, CO2 baseline database",
        "Government publication, cited", versions={"2024": ("V21.0, FY 2024-25", "")},
    ),
    Series(
        ("Ember Yearly",), "EMBER", "Ember life-cycle intensities",
        "Ember and Energy Institute, processed by Our World in Data", "CC BY 4.0", rank="life-cycle",
        edition=lambda _: "2025", versions={"2025": ("as of December 2025", "")},
    ),
)  # fmt: skip


def main(material: Path) -> int:
    """Write every table below resources/factors; return the exit status."""
    mapping = Mapping.read(OUT / "categories.csv")
    editions: dict[str, Row] = {}
    biogenic = outside_of_scopes(material)
    tables = {
        "fuels": ["fuels", "uk_2026_partial"],
        "electricity": ["electricity", "uk_2026_partial"],
        "electricity_life_cycle": ["electricity"],
        "heat_steam": ["heat_steam"],
        "water": ["water"],
        "waste": ["waste"],
        "freight": ["freight"],
        "travel": ["travel", "uk_2026_partial"],
        "vehicles": ["vehicles"],
    }
    for table, files in tables.items():
        rows = [
            row
            for file in files
            for row in read(material / f"{file}.csv")
            if belongs(row, table) and ships(row)
        ]
        made = [factor(row, mapping, editions, biogenic) for row in rows]
        write(OUT / f"{table}.csv", FACTOR_COLUMNS, made)
        print(f"{table}: {len(made)} factors")
    write(OUT / "fuel_properties.csv", PROPERTY_COLUMNS, fuel_properties(material, mapping, editions))
    write(OUT / "editions.csv", EDITION_COLUMNS, sorted(editions.values(), key=lambda row: row["edition"]))
    write(OUT / "regions.csv", ("region", "name"), regions(material))
    write(OUT / "gwp.csv", GAS_COLUMNS, gases(material))
    write(OUT / "blends.csv", ("blend", "gas", "mass_fraction"), blends(material))
    return 0


def read(path: Path) -> Iterator[Row]:
    """Yield the rows of one table of the material."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def write(path: Path, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    """Write rows as UTF-8 CSV with one header line and plain line ends."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def ships(row: Row) -> bool:
    """Whether a row may ship: open licence seen, or published by a government or the IPCC."""
    if row["ship"] == "yes":
        return True
    published_by_authority = not row["source"].startswith(NOT_FROM_A_GOVERNMENT)
    cites_a_table = not row["source"].startswith("China enterprise")
    partial_set = row["source"].startswith("DESNZ UK Government")
    return row["ship"] == "check" and published_by_authority and cites_a_table and not partial_set


def belongs(row: Row, table: str) -> bool:
    """Whether a row of the material goes into this table of ours."""
    category, life_cycle = row["category"], "Ember" in row["category"] or row["source"].startswith("TGO")
    gases = any(row[gas] for gas in ("co2", "ch4", "n2o", "co2e"))
    from_partial = row["source"].startswith("DESNZ UK Government")
    starts = {"fuels": "Fuels", "electricity": "UK electricity", "travel": "Business travel"}
    if not gases or (from_partial and not category.startswith(starts[table])):
        return False
    if table.startswith("electricity"):
        return life_cycle == (table == "electricity_life_cycle")
    # The tables per tonne of IPCC fuels are computed from the heating value, which we apply in sight.
    return not (row["source"].startswith("IPCC 2006") and row["activity_unit"] == "tonne")


def factor(row: Row, mapping: Mapping, editions: dict[str, Row], biogenic: dict[tuple[str, ...], str]) -> Row:
    """Return one factor in our schema."""
    categories, carrier, sector = mapping.place(row)
    computed = "computed" in row["co2e_basis"] or "CO2 only" in row["co2e_basis"]
    outside = biogenic.get((row["valid_from"], row["name"].casefold(), row["activity_unit"]), "")
    bounds = {key: row[key] for key in ("uncertainty_low", "uncertainty_high")}
    return {
        **{key: row[key] for key in ("factor_id", "scope", "co2", "ch4", "n2o", "valid_from")},
        **bounds,
        "name": row["name"].replace(" (mobile, CO2 only)", ""),
        "category": categories,
        "carrier": carrier,
        "sector": sector,
        "activity_unit": unit(row["activity_unit"]).spelling,
        "co2e": "" if computed and row["co2"] else row["co2e"],
        "co2e_basis": "" if computed and row["co2"] else row["co2e_basis"].split(" by Ember")[0],
        "co2_biogenic": row["co2_biogenic"] or outside,
        "boundary": row["boundary"].split(" (Ember:")[0],
        "region": "" if row["region"] in {"GLOBAL", "WORLD", "ZZ"} else row["region"],
        "valid_to": valid_to(row),
        "edition": edition(row, editions),
        "source_table": row["source_table"] or row["category"].split(" > ")[-1],
        "note": note(row),
    }


def valid_to(row: Row) -> str:
    """Return the last data year; a set of one year that leaves its end open ends with its year."""
    yearly = row["source"].startswith(("US EPA eGRID", "DESNZ UK Government"))
    return row["valid_from"] if yearly and not row["valid_to"] else row["valid_to"]


def note(row: Row) -> str:
    """Return what a reader of the number should know, without how it was transcribed."""
    ours = re.compile(r"transcription|github|secondary|find_string|verify", re.IGNORECASE)
    return "; ".join(part for part in re.split(r"; |\. ", row["notes"]) if part and not ours.search(part))


def edition(row: Row, editions: dict[str, Row]) -> str:
    """Return the id of the row's edition and remember the edition."""
    series = next(series for series in SERIES if row["source"].startswith(series.starts))
    year = series.edition(row)
    version, published = series.versions.get(year, (year, ""))
    key = f"{series.series}-{year}"
    editions[key] = {
        "edition": key, "series": series.series, "family": series.family, "source": series.publisher,
        "source_version": version, "published": published, "licence": series.licence, "rank": series.rank,
        "years": series.years,
    }  # fmt: skip
    return key


def outside_of_scopes(material: Path) -> dict[tuple[str, ...], str]:
    """Return biogenic CO2 of UK fuels by year, name and unit."""
    rows = read(material / "outside_of_scopes.csv")
    return {
        (row["valid_from"], row["name"].casefold(), row["activity_unit"]): row["co2_biogenic"]
        for row in rows
        if "Electricity" not in row["category"]
        and not (row["activity_unit"] == "kWh" and "blend" in row["name"])
    }


@dataclass(frozen=True)
class Mapping:
    """The published table that leads from sets' names to ours."""

    categories: tuple[Row, ...]
    carriers: dict[str, str]

    @classmethod
    def read(cls, path: Path) -> Mapping:
        """Read the table; rows of categories apply in their order, the first that fits."""
        rows = list(read(path))
        return cls(
            tuple(row for row in rows if row["kind"] == "category"),
            {row["published"].casefold(): row["ours"] for row in rows if row["kind"] == "carrier"},
        )

    def place(self, row: Row) -> tuple[str, str, str]:
        """Return category, carriers and sector of use of a published row."""
        rule = next(rule for rule in self.categories if row["category"].startswith(rule["published"]))
        if rule["carrier"] == "none":
            return rule["ours"], "", rule["sector"]
        if rule["carrier"] == "by table and name":
            table = "Flights" if "travel- air" in row["category"] else row["category"].split(" > ")[-1]
            return rule["ours"], f"{table}, {row['name']}".casefold(), rule["sector"]
        if rule["carrier"] != "by name":
            return rule["ours"], rule["carrier"], rule["sector"]
        name, _, detail = (
            row["name"].replace(" (mobile, CO2 only)", "").removesuffix(" - kWh").partition(" - ")
        )
        if row["source"].startswith("IPCC"):
            return rule["ours"], self.carrier(name), sector_of(rule["sector"], detail)
        return rule["ours"], self.carrier(f"{name} - {detail}" if detail else name), rule["sector"]

    def carrier(self, name: str) -> str:
        """Return our carriers for a published fuel name; a name that the table lacks is its own carrier."""
        plain = name.replace("natural gas, 80%", "natural gas; 80%").casefold()
        return self.carriers.get(plain, plain)


def sector_of(sector: str, detail: str) -> str:
    """Return the sector of use with the kind of vehicle; late light-duty vehicles stand for the road."""
    if not detail or detail.startswith("Low Mileage") or "On-going" in detail:
        return sector
    return f"{sector}, {detail.replace('Off-Road Source: ', '').replace('Oxidaton', 'Oxidation')}".casefold()


PROPERTY_COLUMNS = ("carrier", "property", "value", "unit", "per", "edition", "source_table")
PROPERTIES = {
    ("NCV", "TJ/Gg (= GJ/t)"): ("heating value", "GJ_net", "t"),
    ("NCV", "GJ/tonne"): ("heating value", "GJ_net", "t"),
    ("GCV", "GJ/tonne"): ("heating value", "GJ_gross", "t"),
    ("HHV", "mmBtu per gallon"): ("heating value", "MMBtu_gross", "gal"),
    ("HHV", "mmBtu per short ton"): ("heating value", "MMBtu_gross", "short_ton"),
    ("HHV", "mmBtu per scf"): ("heating value", "MMBtu_gross", "scf"),
    ("Density", "kg/m3"): ("density", "kg", "m3"),
}
"""Published properties and their units in ours; rounded repetitions per kWh and reciprocals are left out."""


def fuel_properties(material: Path, mapping: Mapping, editions: dict[str, Row]) -> Iterator[Row]:
    """Yield heating values and densities by carrier, the first row of a carrier, edition and unit only."""
    seen = set()
    for row in read(material / "fuel_properties.csv"):
        known = PROPERTIES.get((row["property"], row["unit"]))
        if not known:
            continue
        table = {"IPCC": "Vol. 2, Table 1.2", "UK G": "Fuel properties", "US E": "Table 1"}[row["source"][:4]]
        key = edition({**row, "valid_from": "", "name": ""}, editions)
        for carrier in mapping.carrier(row["fuel"]).split(";"):
            place = (carrier, key, *known)
            if place not in seen:
                seen.add(place)
                yield {
                    "carrier": carrier, "property": known[0], "value": row["value"], "unit": known[1],
                    "per": known[2], "edition": key, "source_table": table,
                }  # fmt: skip


def regions(material: Path) -> Iterator[Row]:
    """Yield the regions that grid factors exist for, with the names that rows give them."""
    shapes = (
        r"China grid electricity (?P<name>.+?) \d{4}$", r"Australia grid electricity (?P<name>.+) scope 2$",
        r"Canada grid electricity (?P<name>.+) generation intensity$",
        r"eGRID2023 state total output CO2e, (?P<name>.+)$", r"eGRID2023 [A-Z]{4} (?P<name>.+) total output$",
        r"(?P<name>.+) grid carbon intensity \d{4}$",
    )  # fmt: skip
    found: dict[str, set[str]] = {}
    for row in read(material / "electricity.csv"):
        for shape in shapes:
            match = re.match(shape, row["name"])
            if (
                match
                and row["region"] not in {"WORLD", "CN"}
                and ("Canada" not in row["name"] or "-" in row["region"])
            ):
                names = re.split(r" \(|\)", match["name"])
                found.setdefault(row["region"], set()).update(name for name in names if name)
    for region in sorted(found):
        for name in sorted(found[region]):
            yield {"region": region, "name": name}


GAS_COLUMNS = ("gas", "names", "name", "family", "AR4", "AR5", "AR6")
FAMILIES = {
    "HFC": "HFCs", "PFC": "PFCs",
    "CFC": "ozone-depleting", "HCFC": "ozone-depleting", "Halon": "ozone-depleting",
    "CO2": "CO2", "CH4": "CH4", "N2O": "N2O", "SF6": "SF6", "NF3": "NF3",
}  # fmt: skip
OZONE_DEPLETING = {"CCl4", "CH3Br", "CH3CCl3"}
"""Controlled by the Montreal Protocol, annexes B and E, beside the CFCs, halons and HCFCs."""
SPOKEN = {
    "SF6": "六氟化硫", "NF3": "三氟化氮", "CO2": "二氧化碳", "N2O": "一氧化二氮", "CH4-FOSSIL": "CH4;Methane;甲烷",
    "HFO-1234ze(E)": "R-1234ze",
}  # fmt: skip
"""More names; methane that leaks without a word is fossil."""


def gases(material: Path) -> Iterator[Row]:
    """Yield the gases that have a global warming potential; methane without its origin is left out."""
    for row in read(material / "gwp.csv"):
        gas = row["gas_id"]
        if row["family"] == "blend" or gas == "CH4" or not any(row[key] for key in ("ar4", "ar5", "ar6")):
            continue
        formula = row["formula"] if not gas.startswith("CH4") else ""
        numbered = gas.replace("HCFO-", "R-").replace("HFO-", "R-") if "FO-" in gas else ""
        candidates = (row["ashrae"], numbered, formula, row["name"], *SPOKEN.get(gas, "").split(";"))
        names = dict.fromkeys(name for name in candidates if name)
        family = "ozone-depleting" if gas in OZONE_DEPLETING else FAMILIES.get(row["family"], "other")
        yield {
            "gas": gas, "names": ";".join(name for name in names if name != gas), "name": row["name"],
            "family": family, "AR4": row["ar4"], "AR5": row["ar5"], "AR6": row["ar6"],
        }  # fmt: skip


def blends(material: Path) -> Iterator[Row]:
    """Yield the composition of the blends, components named as in the table of gases."""
    known = {row["gas_id"].casefold(): row["gas_id"] for row in read(material / "gwp.csv")}
    for row in read(material / "gwp_blend_composition.csv"):
        component = row["component_gas_id"]
        yield {
            "blend": row["blend"],
            "gas": known.get(component.casefold(), component),
            "mass_fraction": row["mass_fraction"],
        }


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
