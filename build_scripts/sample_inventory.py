"""Writes the sample inventory: resources/sample/*.csv, the tables of an electronics maker that does not exist.

    python build_scripts/sample_inventory.py [folder]

Everything follows from the tables of sample_plants.py and a fixed seed, so a second run writes the same bytes. The
quantities agree with each other: energy and process gases follow production, heat follows the seasons, travel
and waste follow the number of people. What a real year brings is in it on purpose: months that are missing,
estimates, swapped digits, a first bill, an estimate settled by a read, a credit, a replaced bill.
"""

from __future__ import annotations

import csv
import sys
from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

from sample_plants import (
    ESTIMATED,
    FLOOR_DRIVER,
    GREEN_POWER,
    KINDS,
    MISSING,
    NO_NATIONAL,
    OUTPUT,
    PEOPLE,
    PLANTS,
    QUALITY,
    SITES,
    TYPED,
    YEARS,
    Line,
    Plant,
)

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "sample"
SEED = 20210101


def main() -> None:
    """Write every table."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    random = Random(SEED)  # noqa: S311 - figures, not secrets
    months = {
        (plant.site[0], line.name): quantities(plant, line, random)
        for plant in PLANTS
        for line in plant.lines
    }
    _write(folder / "entities.csv", entities())
    _write(folder / "sites.csv", [SITES, *(plant.site for plant in PLANTS)])
    _write(folder / "sources.csv", sources())
    _write(folder / "activities.csv", activities(months))
    _write(folder / "bills.csv", bills(months))
    _write(folder / "drivers.csv", drivers(random))
    _write(folder / "targets.csv", targets())
    _write(folder / "milestones.csv", milestones())
    _write(folder / "exclusions.csv", exclusions())
    _write(folder / "answers.csv", answers())
    _write(folder / "statements.csv", statements())
    _write(folder / "land_figures.csv", land_figures())
    _write(folder / "contracts.csv", contracts(months))
    _write(folder / "process_gases.csv", process_gases())
    _write(folder / "presence.csv", presence())


def quantities(plant: Plant, line: Line, random: Random) -> dict[tuple[int, int], float]:
    """Return the quantity of each month in which a source was there."""
    found = {}
    for year, level in zip(YEARS, line.trend, strict=True):
        weights = [share * (1 + random.gauss(0, line.noise)) for share in line.months]
        whole = sum(weights)
        for month, weight in enumerate(weights, start=1):
            if line.from_ and f"{year}-{month:02}" < line.from_[:7]:
                continue
            amount = round(line.year * level * weight / whole, line.decimals)
            found[year, month] = TYPED.get((str(plant.site[0]), line.name, year, month), amount)
    return found


def entities() -> Iterable[Sequence[object]]:
    """Yield the legal entities and their shares."""
    yield "entity", "country", "parent", "share", "financial_control", "operational_control"
    yield "Kestrane Group N.V.", "NL", "", "", "", ""
    for plant in PLANTS[:-1]:
        share = 0.8 if plant.site[0] == "Queretaro" else 1
        yield plant.site[5], plant.site[1], "Kestrane Group N.V.", share, "yes", "yes"


def sources() -> Iterable[Sequence[object]]:
    """Yield the sources of every site."""
    yield (
        "site", "source", "category", "carrier", "unit", "measurement", "generated_on_site", "submeter_of", "factor",
        "factor_reason", "from", "method", "uncertainty", "paid_by",
    )  # fmt: skip
    for plant in PLANTS:
        for line in plant.lines:
            method, uncertainty = QUALITY.get(line.category, ("", ""))
            yield (
                plant.site[0], line.name, line.category, line.carrier, line.unit, line.measurement,
                "yes" if line.on_site else "no", line.submeter_of, line.factor,
                NO_NATIONAL if line.factor else "", line.from_, method, uncertainty,
                {"s3-4": "us", "s3-9": "customer"}.get(line.category, ""),
            )  # fmt: skip


def activities(months: dict[tuple[object, str], dict[tuple[int, int], float]]) -> Iterable[Sequence[object]]:
    """Yield a row for each month of each source that is not billed."""
    yield "site", "source", "start", "end", "quantity", "unit", "quality", "cost", "currency"
    for plant in PLANTS:
        for line in plant.lines:
            if line.name in plant.billed:
                continue
            for (year, month), amount in months[plant.site[0], line.name].items():
                key = (str(plant.site[0]), line.name, year, month)
                if key in MISSING:
                    continue
                quality = (
                    "estimated"
                    if key in ESTIMATED
                    else "metered"
                    if line.on_site or line.submeter_of
                    else "invoiced"
                )
                cost = round(amount * line.cost, 2) if line.cost else ""
                last = monthrange(year, month)[1]
                yield (
                    plant.site[0], line.name, f"{year}-{month:02}-01", f"{year}-{month:02}-{last}",
                    _number(amount), line.unit, quality, cost, plant.currency if line.cost else "",
                )  # fmt: skip


BILLS = (
    "site", "source", "bill_number", "start", "read_date", "quantity", "unit", "kind", "replaces", "cost",
    "currency", "vat_included", "note",
)  # fmt: skip


def bills(months: dict[tuple[object, str], dict[tuple[int, int], float]]) -> Iterable[Sequence[object]]:
    """Yield the bills of Debrecen's electricity, read early each month, and of Tilburg's gas, read each quarter.

    Both are read at the end of 2020 and of 2025 too, so that the series holds five whole years.
    """
    yield BILLS
    electricity = months["Debrecen", "Grid electricity"]
    reads = [date(year, month, 3 + (year + 5 * month) % 5) for year in YEARS for month in range(1, 13)][1:]
    reads.append(date(2025, 12, 31))
    last = date(2020, 12, 31)
    yield _bill("Debrecen", "Grid electricity", "VE-2020-12", last, 2301.4, "MWh", 118)
    for count, read in enumerate(reads, start=1):
        number = f"VE-{2021 + (count - 1) // 12}-{(count - 1) % 12 + 1:02}"
        amount = round(_used(electricity, last + timedelta(days=1), read), 1)
        yield from _debrecen(number, read, amount)
        last = read
    gas_use = months["Tilburg", "Natural gas, boilers"]
    quarters = [date(year, month, 14 + (year + month) % 6) for year in YEARS for month in (3, 6, 9, 12)][:-1]
    last = date(2020, 12, 31)
    yield _bill("Tilburg", "Natural gas, boilers", "BG-2020-4", last, 41.7, "1000 m3", 690)
    for read in [*quarters, date(2025, 12, 31)]:
        amount = round(_used(gas_use, last + timedelta(days=1), read), 2)
        number = f"BG-{read.year}-{read.month // 3}"
        yield _bill("Tilburg", "Natural gas, boilers", number, read, amount, "1000 m3", 690)
        last = read


def _debrecen(number: str, read: date, amount: float) -> Iterable[Sequence[object]]:
    """Yield a month's bill of Debrecen: an estimate settled by a read, a credit and a replacement among them."""
    place = ("Debrecen", "Grid electricity")
    if (read.year, read.month) == (2024, 9):
        yield _bill(
            *place,
            number,
            read,
            round(amount * 1.08, 1),
            "MWh",
            118,
            kind="estimate",
            note="Meter not accessible",
        )
    elif (read.year, read.month) == (2024, 10):
        yield _bill(
            *place, number, read, round(amount * 0.92, 1), "MWh", 118, note="Settles the estimate before it"
        )
    elif (read.year, read.month) == (2022, 6):
        yield _bill(
            *place,
            number,
            read,
            round(amount * 10, 1),
            "MWh",
            118,
            note="Decimal point misplaced by the utility",
        )
        yield _bill(*place, f"{number}-R", read, amount, "MWh", 118, kind="replacement", replaces=number)
    elif (read.year, read.month) == (2023, 8):
        yield _bill(*place, number, read, round(amount + 41.5, 1), "MWh", 118)
        yield _bill(
            *place, f"{number}-C", read, -41.5, "MWh", 118, kind="credit", replaces=number,
            note="Use of the building site next door",
        )  # fmt: skip
    else:
        yield _bill(*place, number, read, amount, "MWh", 118)


def _bill(  # noqa: PLR0913 - the columns of a bill
    site: str,
    source: str,
    number: str,
    read: date,
    amount: float,
    unit: str,
    price: float,
    *,
    kind: str = "actual",
    replaces: str = "",
    note: str = "",
) -> Sequence[object]:
    cost = round(amount * price, 2)
    return site, source, number, "", read, _number(amount), unit, kind, replaces, cost, "EUR", "no", note


def _used(months: dict[tuple[int, int], float], first: date, last: date) -> float:
    """Return what was used between two days, as the monthly quantities say."""
    total, day = 0.0, first
    while day <= last:
        total += months[day.year, day.month] / monthrange(day.year, day.month)[1]
        day += timedelta(days=1)
    return total


def drivers(random: Random) -> Iterable[Sequence[object]]:
    """Yield production, revenue, headcount and floor area of each month."""
    yield "site", "driver", "month", "amount", "unit", "kind"
    for plant in PLANTS:
        for year, level in zip(YEARS, OUTPUT, strict=True):
            for month in range(1, 13):
                share = level * plant.season[month - 1] / 12 * (1 + random.gauss(0, 0.01))
                place = (plant.site[0], f"{year}-{month:02}")
                if plant.output:
                    unit = "m2" if plant.output_unit == "1000 m2" else plant.output_unit
                    amount = round(plant.output * 1000 * share)
                    yield place[0], "Production", place[1], amount, unit, "production"
                    yield place[0], "Revenue", place[1], round(plant.revenue * share), "kEUR", "revenue"
                people = round(plant.people * PEOPLE[YEARS.index(year)] * (1 + random.gauss(0, 0.004)))
                yield place[0], "Headcount", place[1], people, "unit", "headcount"
                yield place[0], FLOOR_DRIVER, place[1], plant.site[6], "m2", "floor area"


def contracts(months: dict[tuple[object, str], dict[tuple[int, int], float]]) -> Iterable[Sequence[object]]:
    """Yield the certificates and contracts for green power, as parts of what the sites used in a year."""
    yield (
        "site", "market", "kind", "scheme", "quantity", "unit", "from", "to", "vintage", "generator", "commissioned",
        "factor", "tracked", "cancelled_for",
    )  # fmt: skip
    for site, market, kind, scheme, generator, commissioned, parts in GREEN_POWER:
        used = months[site, "Grid electricity"]
        for year, part in parts.items():
            quantity = int(part * sum(amount for key, amount in used.items() if key[0] == year))
            yield (
                "" if market else site, market, kind, scheme, quantity, "MWh", f"{year}-01-01", f"{year}-12-31", year,
                generator, commissioned, 0, "yes", "Kestrane Electronics",
            )  # fmt: skip


def process_gases() -> Iterable[Sequence[object]]:
    """Yield what the plasma process of Suzhou makes of its gas, as the plant says that it measured."""
    yield "site", "source", "gas", "heel", "utilisation", "abatement", "uptime", "citation"
    yield "Suzhou", "CF4, plasma desmear", "CF4", 0.1, 0.3, 0.9, 0.95, "Measured by the plant in 2023"


def presence() -> Iterable[Sequence[object]]:
    """Yield the kinds of sources that each site has declared not present."""
    yield "site", "category", "presence", "declared_by", "declared_on"
    for plant in PLANTS:
        there = {line.category for line in plant.lines}
        for kind in KINDS:
            if kind not in there:
                yield plant.site[0], kind, "not present", "Site energy manager", "2026-01-20"


OPERATIONS, CHAIN, NET_ZERO = "Scope 1+2, near-term", "Scope 3, near-term", "Net zero, long-term"


def targets() -> Iterable[Sequence[object]]:
    """Yield the organisation's targets: for its operations, its value chain and net zero.

    The second covers too little of scope 3, as first drafts do.
    """
    yield (
        "target", "scope", "method", "rule_set", "scope2_method", "kind", "base_year", "target_year", "reduction",
        "ambition", "categories", "net_zero_year", "submission",
    )  # fmt: skip
    common = ("absolute-contraction", "SBTi-CNZS-1.3.1", "market")
    yield OPERATIONS, "1+2", *common, "near-term", 2021, 2030, 0.46, "1.5C", "", 2050, "2026-12"
    yield CHAIN, "3", *common, "near-term", 2021, 2030, 0.275, "WB2C", "1,6", 2050, "2026-12"
    yield NET_ZERO, "1+2+3", *common, "net-zero", 2021, 2050, 0.9, "1.5C", "", 2050, "2026-12"


def milestones() -> Iterable[Sequence[object]]:
    """Yield how far the targets have come."""
    yield "target", "milestone", "due", "reached", "document", "note"
    letter = "Commitment letter of 20 November 2025"
    yield OPERATIONS, "committed", "", "2025-11-20", letter, ""
    yield OPERATIONS, "developed", "", "2025-12-12", "Minutes of the board of 12 December 2025", ""
    yield CHAIN, "committed", "", "2025-11-20", letter, ""
    yield NET_ZERO, "committed", "", "2025-11-20", letter, ""


def exclusions() -> Iterable[Sequence[object]]:
    """Yield what the inventory and its targets leave out."""
    yield "target", "site", "category", "emissions", "reason"
    yield "", "Tilburg", "fugitive", 12, "Refrigerators of the canteens, below the sensitivity of the log"
    yield CHAIN, "", "s3-2", 2900, "Furniture and tools, estimated from the accounts"


def answers() -> Iterable[Sequence[object]]:
    """Yield what a role has confirmed; the place of disclosure is still to be named."""
    yield "target", "criterion", "holds", "evidence", "answered_by", "answered_on"
    for criterion, evidence in (
        ("parent-company", "List of entities, operational control"),
        ("seven-gases", "Inventory by gas; no NF3 is used"),
        ("review", "Policy on targets, section 4"),
        ("no-extraction", "Revenue by business, annual accounts"),
    ):
        yield "", criterion, "yes", evidence, "Sustainability lead", "2025-12-01"


def statements() -> Iterable[Sequence[object]]:
    """Yield the size of the group: revenue as its sites report it, and people."""
    yield "year", "turnover", "employees"
    yield 2024, 2649, 12502
    yield 2025, 2678, 12628


def land_figures() -> Iterable[Sequence[object]]:
    """Yield the emissions of forest, land and agriculture: those behind cardboard."""
    yield "year", "scope", "kind", "emissions", "source"
    for year, emissions in zip(YEARS, (640, 680, 690, 700, 710), strict=True):
        yield year, 3, "flag", emissions, "Cardboard, estimated from its weight"


def _number(amount: float) -> str:
    return str(int(amount)) if float(amount).is_integer() else repr(amount)


def _write(path: Path, rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)


if __name__ == "__main__":
    main()
