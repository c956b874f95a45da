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
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from carbondesk.domain.accounting.carriers import UPSTREAM  # noqa: E402
from carbondesk.domain.accounting.library import SPEND  # noqa: E402
from carbondesk.domain.units import unit  # noqa: E402
from factor_series import SERIES, Row  # noqa: E402 - the path comes first

OUT = ROOT / "resources" / "factors"
FACTOR_COLUMNS = (
    "factor_id", "name", "scope", "category", "carrier", "sector", "activity_unit", "co2", "ch4", "n2o",
    "co2e", "co2e_basis", "co2_biogenic", "boundary", "region", "valid_from", "valid_to", "edition", "source_table",
    "uncertainty_low", "uncertainty_high", "note",
)  # fmt: skip
PROCESS_COLUMNS = (*FACTOR_COLUMNS, "gas", "gas_mass")
EDITION_COLUMNS = (
    "edition", "series", "family", "source", "source_version", "published", "licence", "rank", "years", "library",
)  # fmt: skip

NOT_FROM_A_GOVERNMENT = (
    "India regional grid, computed by Batchwise",
    "Thailand Greenhouse Gas",
    "IPCC 2006 Guidelines Vol 5",
)
"""Rows to be checked whose publisher is neither a government nor the IPCC in its own tables."""

FILES = {
    "fuels": ["fuels", "uk_2026_partial"],
    "electricity": ["electricity", "uk_2026_partial"],
    "electricity_life_cycle": ["electricity"],
    "heat_steam": ["heat_steam", "uk_2022_archive"],
    "water": ["water", "uk_2022_archive"],
    "waste": ["waste", "uk_2022_archive"],
    "freight": ["freight", "uk_2022_archive"],
    "travel": ["travel", "uk_2026_partial", "uk_2022_archive"],
    "vehicles": ["vehicles", "uk_2022_archive"],
    "wtt": ["wtt", "uk_2022_archive"],
    "materials": ["materials", "uk_2022_archive"],
    "spend": ["spend_useeio"],
    "process": ["process"],
    "refrigerants": ["refrigerants_uk", "uk_2022_archive"],
    "biogenic": ["outside_of_scopes", "uk_2022_archive"],
}
"""Our tables and the files of the material that each is made from."""

ARCHIVE = {
    "Heat and steam": "heat_steam", "Transmission and distribution": "heat_steam", "WTT- heat": "heat_steam",
    "Water": "water", "Waste disposal": "waste", "Freighting": "freight", "Business travel": "travel",
    "Hotel": "travel", "Homeworking": "travel", "Passenger veh": "vehicles", "Delivery veh": "vehicles",
    "Managed assets": "vehicles", "UK electricity": "vehicles", "WTT-": "wtt", "Material": "materials",
    "Refrigerant": "refrigerants", "Outside": "biogenic",
}  # fmt: skip
"""Which of our tables a category of the UK set of 2022 goes into, by how it begins; the first that fits."""


def main(material: Path) -> int:
    """Write every table below resources/factors; return the exit status."""
    mapping = Mapping.read(OUT / "categories.csv")
    editions: dict[str, Row] = {}
    biogenic = outside_of_scopes(material)
    for table, files in FILES.items():
        rows = [
            row
            for file in files
            for row in read(material / f"{file}.csv")
            if belongs(row, table) and ships(row)
        ]
        if table == "electricity":
            rows.extend(grid_losses(material))
        made = [factor(row, mapping, editions, biogenic) for row in rows]
        if table == "process":
            name_products(rows, made, gas_names(material))
        write(OUT / f"{table}.csv", PROCESS_COLUMNS if table == "process" else FACTOR_COLUMNS, made)
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
    gases = any(row[gas] for gas in ("co2", "ch4", "n2o", "co2e")) or "kg gas per tonne=" in row["notes"]
    if row["source_version"] == "2022 (flat file)" and table not in {"fuels", "electricity"}:
        fits = next(ours for start, ours in ARCHIVE.items() if category.startswith(start)) == table
    elif table == "biogenic" or not gases:
        fits = table == "biogenic" and bool(row["co2_biogenic"])
    elif row["source"].startswith("DESNZ UK Government"):
        starts = {"fuels": "Fuels", "electricity": "UK electricity", "travel": "Business travel"}
        fits = category.startswith(starts[table])
    elif table == "process":
        fits = bool(row["source_table"])
    elif table.startswith("electricity"):
        fits = life_cycle == (table == "electricity_life_cycle")
    else:
        # The tables per tonne of IPCC fuels are computed from the heating value, which we apply in sight.
        fits = not (
            table == "fuels" and row["source"].startswith("IPCC 2006") and row["activity_unit"] == "tonne"
        )
    return fits


def grid_losses(material: Path) -> Iterator[Row]:
    """Yield what the grid loses of each kilowatt-hour used: the region's rate times loss / (1 - loss)."""
    rows = list(read(material / "electricity.csv"))
    grid = {
        row["factor_id"]: row
        for row in rows
        if row["category"] == "Electricity > Location-based grid average"
    }
    for row in rows:
        loss = re.search(r"grid_gross_loss=([0-9.]+)", row["notes"])
        if loss and ships(row):
            rate, share = grid[row["factor_id"].replace(":ggl", ":total")], float(loss[1])
            masses = {gas: f"{float(rate[gas]) * share / (1 - share):.10g}" for gas in ("co2", "ch4", "n2o")}
            yield {
                **row, **masses, "name": row["name"].replace("grid gross loss", "grid losses"),
                "category": "Electricity > T&D losses", "activity_unit": "kWh", "co2e_basis": "computed",
                "notes": f"Computed: total output rate × {loss[1]} / (1 − {loss[1]}), with the grid gross loss",
            }  # fmt: skip


def gas_names(material: Path) -> dict[str, str]:
    """Return our names of gases by those of the material, without regard to case."""
    names = {}
    for row in read(material / "gwp.csv"):
        names.update(dict.fromkeys((row["name"].casefold(), row["formula"].casefold()), row["gas_id"]))
    return {**names, "sulphur hexafluoride": "SF6", "hfc-23": "HFC-23"}


def name_products(rows: list[Row], made: list[Row], gases: dict[str, str]) -> None:
    """Give process factors the product that they are per as their carrier, and the gas where it has its own column.

    A product with one factor is its own carrier; where a table tells processes apart, the carrier names the process.
    """
    products = [
        re.sub(r"^tonne | (produced|used|consumed|manufactured)$", "", row["activity_unit"]) for row in rows
    ]
    count = Counter(products)
    for row, factor_, product in zip(rows, made, products, strict=True):
        what, _, process = row["name"].partition(" | ")
        detail = "; ".join(part for part in process.split(" | ") if part)
        factor_["name"] = f"{what}: {detail}" if detail else what
        named = f"{product}, {detail}" if count[product] > 1 and detail else product
        other = re.search(r"gas=([^;]+); kg gas per tonne=([0-9.]+)", row["notes"])
        if other:
            factor_["gas"], factor_["gas_mass"] = gases[other[1].casefold()], other[2]
            named = f"{named}, {factor_['gas']}"
        elif row["ch4"]:
            named = f"{named}, CH4"
        factor_["carrier"] = named.casefold().replace(";", ",")
        factor_["source_table"] = citation(row["source_table"])


def citation(table: str) -> str:
    """Return volume, chapter and table of a citation of the IPCC, without the title that the edition carries."""
    first = table.split("; ", maxsplit=1)[0]
    inner = re.search(r"\((Volume.*)\)?$", first)
    return (inner[1] if inner else first).strip("()")


def factor(row: Row, mapping: Mapping, editions: dict[str, Row], biogenic: dict[tuple[str, ...], str]) -> Row:
    """Return one factor in our schema."""
    categories, carrier, sector = mapping.place(row)
    computed = "computed" in row["co2e_basis"] or "CO2 only" in row["co2e_basis"]
    outside = biogenic.get((row["valid_from"], row["name"].casefold(), row["activity_unit"]), "")
    partly = "F-gases only inside co2e" in row["gas_split"]
    bounds = {key: row[key] for key in ("uncertainty_low", "uncertainty_high")}
    return {
        **{key: row[key] for key in ("factor_id", "scope", "valid_from")},
        **{key: "" if partly else row[key] for key in ("co2", "ch4", "n2o")},
        **bounds,
        "name": row["name"].replace(" (mobile, CO2 only)", ""),
        "category": categories,
        "carrier": carrier,
        "sector": sector,
        "activity_unit": unit(plain_unit(row["activity_unit"])).spelling,
        "co2e": "" if computed and row["co2"] else row["co2e"],
        "co2e_basis": "" if computed and row["co2"] else basis(row),
        "co2_biogenic": row["co2_biogenic"] or (outside if row["scope"] == "1" else ""),
        "boundary": boundary(row),
        "region": "" if row["region"] in {"GLOBAL", "WORLD", "ZZ"} else row["region"],
        "valid_to": valid_to(row),
        "edition": edition(row, editions),
        "source_table": row["source_table"] or row["category"].split(" > ")[-1],
        "note": note(row),
    }


def plain_unit(written: str) -> str:
    """Return the unit without the product that a process factor is per tonne of."""
    return "tonne" if written.startswith("tonne ") else written


def basis(row: Row) -> str:
    """Return the assessment report that a printed total is weighed with."""
    if row["scope"] == "outside":
        return ""
    return re.split(r" by Ember| \(inferred", row["co2e_basis"])[0]


def boundary(row: Row) -> str:
    """Return what a factor takes in; one per money says in the prices of which year."""
    prices = re.match(r"USD (\d{4}) \(purchaser price\)", row["activity_unit"])
    taken_in = row["boundary"].split(" (Ember:")[0]
    return f"{taken_in}, purchaser prices of {prices[1]}" if prices else taken_in


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
        "years": series.years, "library": "1",
    }  # fmt: skip
    return key


def outside_of_scopes(material: Path) -> dict[tuple[str, ...], str]:
    """Return biogenic CO2 of UK fuels by year, name and unit."""
    archive = (row for row in read(material / "uk_2022_archive.csv") if row["scope"] == "outside")
    rows = [*read(material / "outside_of_scopes.csv"), *archive]
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
        upstream = UPSTREAM if rule["carrier"].startswith(UPSTREAM) else ""
        how, sector = rule["carrier"].removeprefix(UPSTREAM), rule["sector"]
        if how == "by table and name":
            carriers = by_table_and_name(row)
        elif how == "by spend":
            carriers = by_spend(row)
        elif how == "by name":
            carriers, sector = self.by_name(row, sector)
        else:
            carriers, upstream = rule["carrier"], ""
        return rule["ours"], ";".join(upstream + each for each in carriers.split(";")), sector

    def by_name(self, row: Row, sector: str) -> tuple[str, str]:
        """Return the carriers that a row's name stands for, and the sector of use that it tells."""
        plain = row["name"].replace(" (mobile, CO2 only)", "")
        name, _, detail = re.sub(r" - (kWh|\d{4})$", "", plain).partition(" - ")
        if row["source"].startswith("IPCC"):
            return self.carrier(name), sector_of(sector, detail)
        carriers = self.carrier(f"{name} - {detail}" if detail else name)
        if detail == "Primary material production":
            carriers = f"{name.casefold()};{carriers}"
        return carriers, sector

    def carrier(self, name: str) -> str:
        """Return our carriers for a published fuel name; a name that the table lacks is its own carrier."""
        plain = name.replace("natural gas, 80%", "natural gas; 80%").casefold()
        return self.carriers.get(plain, plain)


def by_table_and_name(row: Row) -> str:
    """Return the carriers of a row of travel or transport; the set writes HGVs in one table and HGV in another."""
    table = "Flights" if "travel- air" in row["category"] else row["category"].split(" > ")[-1]
    carrier = f"{table.removeprefix('WTT- ')}, {row['name']}".casefold()
    if table.startswith("WTT- "):
        return ";".join(dict.fromkeys((carrier, carrier.replace("hgv refrigerated", "hgvs refrigerated"))))
    return carrier


def by_spend(row: Row) -> str:
    """Return the carriers of what is bought: its name and its code of the NAICS."""
    naics = re.search(r"naics=(\d+)", row["notes"])
    code = f";naics {naics[1]}" if naics else ""
    return f"{SPEND}{row['name'].casefold().replace(';', ',')}{code}"


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


GAS_COLUMNS = ("gas", "names", "name", "family", "AR4", "AR5", "AR6", "note")
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


GAS_NOTES = {
    "SF6": "AR6: 25200 in IPCC AR6 WG1, 7.SM.7; 24300 in US EPA GHG Emission Factors Hub 2026, table 11, and in "
    "tables in the style of the GHG Protocol",
}  # fmt: skip
"""Where publishers disagree: both numbers and who prints them; the organisation chooses."""


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
            "note": GAS_NOTES.get(gas, ""),
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
