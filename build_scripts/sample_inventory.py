"""Writes the sample inventory: resources/sample/*.csv, the tables of an electronics maker that does not exist.

    python build_scripts/sample_inventory.py [folder]

Everything follows from the tables in this script and a fixed seed, so a second run writes the same bytes. The
quantities agree with each other: energy and process gases follow production, heat follows the seasons, travel
and waste follow the number of people. What a real year brings is in it on purpose: months that are missing,
estimates, swapped digits, a first bill, an estimate settled by a read, a credit, a replaced bill.
"""

from __future__ import annotations

import csv
import sys
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "sample"
SEED = 20210101
YEARS = (2021, 2022, 2023, 2024, 2025)
STEADY = (1.0, 1.0, 1.0, 1.0, 1.0)
NO_NATIONAL = "No national factor is published; the UK average stands in."

# Shares of a year by month, times twelve.
FLAT = (1.0,) * 12
ASIA = (0.97, 0.80, 0.99, 0.98, 1.01, 1.04, 1.09, 1.08, 1.03, 0.99, 1.00, 1.02)
INDIA = (0.94, 0.91, 1.00, 1.04, 1.10, 1.06, 1.01, 1.00, 0.99, 0.97, 0.98, 1.00)
EUROPE = (1.05, 0.98, 1.03, 0.97, 0.96, 0.98, 1.00, 0.92, 1.00, 1.04, 1.05, 1.02)
MEXICO = (0.96, 0.93, 1.01, 1.00, 1.06, 1.07, 1.05, 1.04, 1.00, 1.00, 0.97, 0.91)
HEAT_ASIA = (1.22, 1.10, 1.06, 0.95, 0.86, 0.83, 0.81, 0.83, 0.98, 0.94, 1.05, 1.37)
HEAT_EUROPE = (1.95, 1.72, 1.40, 0.95, 0.55, 0.35, 0.30, 0.30, 0.52, 0.98, 1.38, 1.60)
STEAM = (1.22, 1.12, 1.10, 1.02, 0.95, 0.90, 0.86, 0.87, 0.94, 0.97, 1.02, 1.03)
SUN = (0.62, 0.72, 0.98, 1.16, 1.30, 1.32, 1.34, 1.27, 1.06, 0.88, 0.70, 0.65)
SUN_NORTH = (0.28, 0.49, 0.93, 1.36, 1.64, 1.72, 1.70, 1.48, 1.10, 0.69, 0.37, 0.24)
TRAVEL = (0.96, 0.60, 1.16, 1.10, 1.19, 1.04, 0.85, 0.82, 1.22, 1.18, 1.13, 0.75)
RARE = (0.0, 0.0, 2.7, 0.0, 0.0, 3.2, 0.0, 1.6, 0.0, 2.4, 0.0, 2.1)
ONCE = (0.0, 0.0, 0.0, 0.0, 0.0, 12.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)

# Years relative to 2025.
OUTPUT = (0.94, 1.00, 0.97, 0.99, 1.00)
PEOPLE = (0.96, 1.00, 1.00, 0.99, 1.00)
PETROL = (1.62, 1.50, 1.36, 1.17, 1.00)
FLIGHTS = (0.34, 0.70, 0.95, 1.04, 1.00)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A source: `year` is its quantity in 2025, `trend` the years relative to it, `months` the seasons."""

    name: str
    category: str
    carrier: str
    unit: str
    year: float
    trend: Sequence[float] = STEADY
    months: Sequence[float] = FLAT
    decimals: int = 0
    noise: float = 0.015
    factor: str = ""
    submeter_of: str = ""
    on_site: bool = False
    from_: str = ""
    measurement: str = ""
    supplier: str = ""
    cost: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """A site with its sources; `billed` names the sources that come as bills instead of months."""

    site: Sequence[object]
    currency: str
    lines: Sequence[Line]
    people: int
    output: float
    output_unit: str
    revenue: float
    season: Sequence[float]
    billed: Sequence[str] = ()


SITES = ("site", "country", "region", "city", "kind", "entity", "floor_area", "currency")


def gas(year: float, trend: Sequence[float], months: Sequence[float] = HEAT_ASIA) -> Line:
    """Return the natural gas of a site's boilers."""
    return Line(
        name="Natural gas, boilers", category="stationary-combustion", carrier="natural gas", unit="1000 m3",
        year=year, trend=trend, months=months, decimals=1,
    )  # fmt: skip


def grid(year: float, trend: Sequence[float], months: Sequence[float], cost: float) -> Line:
    """Return the electricity of a site's main meter."""
    return Line(
        name="Grid electricity", category="electricity", carrier="electricity", unit="MWh", year=year,
        trend=trend, months=months, decimals=1, noise=0.01, cost=cost,
    )  # fmt: skip


def solar(year: float, trend: Sequence[float], months: Sequence[float], from_: str = "") -> Line:
    """Return the electricity that a site's own roof makes and that the site uses itself."""
    return Line(
        name="Rooftop solar, self-used", category="electricity", carrier="electricity", unit="MWh", year=year,
        trend=trend, months=months, decimals=1, noise=0.05, on_site=True, from_=from_, measurement="self-used",
    )  # fmt: skip


def diesel(year: float) -> Line:
    """Return the diesel of a site's backup generators."""
    return Line(
        name="Diesel, backup generators", category="stationary-combustion", carrier="diesel", unit="L",
        year=year, trend=(1.24, 1.18, 1.10, 1.04, 1.0), noise=0.08,
    )  # fmt: skip


def forklifts(year: float) -> Line:
    """Return the LPG of a site's forklifts."""
    return Line(
        name="LPG, forklifts", category="mobile-combustion", carrier="LPG", unit="kg", year=year,
        trend=(1.30, 1.24, 1.15, 1.08, 1.0), noise=0.03,
    )  # fmt: skip


def cars(year: float) -> Line:
    """Return the petrol of a site's company cars."""
    return Line(
        name="Petrol, company cars", category="mobile-combustion", carrier="petrol", unit="L", year=year,
        trend=PETROL, noise=0.04,
    )  # fmt: skip


def refrigerant(year: float) -> Line:
    """Return the refrigerant that a site's chillers were topped up with."""
    return Line(
        name="R-410A, chiller top-up", category="fugitive", carrier="R-410A", unit="kg", year=year,
        trend=(1.2, 1.15, 0.95, 1.1, 1.0), months=RARE, decimals=1, noise=0.1,
    )  # fmt: skip


def switchgear(year: float) -> Line:
    """Return the SF6 that a site's switchgear was topped up with."""
    return Line(
        name="SF6, switchgear", category="fugitive", carrier="SF6", unit="kg", year=year,
        trend=(1.1, 0.9, 1.2, 1.0, 1.0), months=ONCE, decimals=1, noise=0.1,
    )  # fmt: skip


def collected(water: float, waste: float, freight: float, flights: float) -> list[Line]:
    """Return the scope 3 sources that each site collects itself."""
    return [
        Line(name="Mains water", category="s3-1", carrier="water supply", unit="1000 m3", year=water / 1000,
             trend=OUTPUT, decimals=1, factor="UK-DESNZ-2025:17_404_4005_1"),
        Line(name="Waste water, treated", category="s3-5", carrier="water treatment", unit="1000 m3",
             year=water * 0.82 / 1000, trend=OUTPUT, decimals=1, factor="UK-DESNZ-2025:18_405_4006_1"),
        Line(name="General waste, landfill", category="s3-5", carrier="commercial and industrial waste - landfill",
             unit="t", year=waste, trend=(1.35, 1.28, 1.17, 1.08, 1.0), decimals=1, noise=0.04,
             factor="UK-DESNZ-2025:20_507_5313_15"),
        Line(name="Inbound freight, road", category="s3-4", carrier="hgv (all diesel), all hgvs - average laden",
             unit="1000 t.km", year=freight / 1000, trend=OUTPUT, decimals=1, noise=0.03,
             factor="UK-DESNZ-2025:27_304_3140_14"),
        Line(name="Business travel, air", category="s3-6",
             carrier="flights, international, to/from non-uk - average passenger - with rf",
             unit="1000 passenger.km", year=flights / 1000, trend=FLIGHTS, months=TRAVEL, decimals=1, noise=0.08,
             factor="UK-DESNZ-2025:21_316_3178_11"),
    ]  # fmt: skip


def shuttle(year: float) -> Line:
    """Return the ride of employees in a site's shuttle buses."""
    return Line(
        name="Employee shuttle buses", category="s3-7", carrier="bus, coach", unit="1000 passenger.km",
        year=year / 1000, decimals=1,
        trend=PEOPLE, noise=0.02, factor="UK-DESNZ-2025:25_314_3146_11",
    )  # fmt: skip


def cf4(year: float) -> Line:
    """Return the CF4 that plasma desmear sends out after abatement."""
    return Line(
        name="CF4, plasma desmear", category="process", carrier="CF4", unit="kg", year=year,
        trend=(1.32, 1.34, 1.20, 1.08, 1.0), months=ASIA, decimals=1, noise=0.03,
    )  # fmt: skip


PLANTS: tuple[Plant, ...] = (
    Plant(
        site=("Suzhou", "CN", "CN-JS", "Suzhou", "PCB fabrication", "Kestrane Circuits (Suzhou)", 86000, "CNY"),
        currency="CNY", people=3150, output=1480, output_unit="1000 m2", revenue=864000, season=ASIA,
        lines=[
            gas(2676, (1.12, 1.15, 1.08, 1.03, 1.0)),
            diesel(28700), forklifts(22300), cars(39900), cf4(621), refrigerant(171), switchgear(4.2),
            grid(90500, (1.026, 1.092, 1.072, 1.016, 1.0), ASIA, 640),
            Line(name="Plating line", category="electricity", carrier="electricity", unit="MWh", year=24100,
                 trend=(1.02, 1.06, 1.04, 1.01, 1.0), months=ASIA, decimals=1, submeter_of="Grid electricity"),
            solar(2152, (0.42, 0.55, 0.98, 1.01, 1.0), SUN),
            Line(name="Steam from industrial park", category="heat-steam-cooling", carrier="steam", unit="GJ",
                 year=57800, trend=(1.10, 1.11, 1.06, 1.03, 1.0), months=STEAM,
                 factor="UK-DESNZ-2025:10_401_4003_5"),
            *collected(756000, 492, 5010000, 1717000), shuttle(18900000),
        ],
    ),
    Plant(
        site=("Dongguan", "CN", "CN-GD", "Dongguan", "Assembly", "Kestrane Assembly (Dongguan)", 64000, "CNY"),
        currency="CNY", people=4280, output=31200, output_unit="unit", revenue=1012000, season=ASIA,
        lines=[
            gas(610, (1.10, 1.12, 1.06, 1.02, 1.0)),
            diesel(17400), forklifts(15800), cars(30400), refrigerant(96), switchgear(2.1),
            grid(70600, (1.112, 1.160, 1.112, 1.050, 1.0), ASIA, 690),
            solar(3380, (0.0, 0.35, 0.96, 1.02, 1.0), SUN, "2022-05-01"),
            *collected(318000, 610, 7340000, 2240000), shuttle(24600000),
        ],
    ),
    Plant(
        site=("Chennai", "IN", "IN-TN", "Chennai", "Power modules", "Kestrane Power (India)", 38000, "INR"),
        currency="INR", people=1640, output=5900, output_unit="unit", revenue=296000, season=INDIA,
        lines=[
            Line(name="LPG, ovens", category="stationary-combustion", carrier="LPG", unit="t", year=182,
                 trend=(1.15, 1.14, 1.08, 1.03, 1.0), decimals=1, noise=0.03),
            diesel(312000), forklifts(9400), cars(21700), refrigerant(88), switchgear(1.4),
            grid(25300, (1.172, 1.205, 1.150, 1.080, 1.0), INDIA, 8100),
            solar(1940, (0.55, 0.60, 0.62, 0.97, 1.0), SUN),
            *collected(121000, 204, 3120000, 980000), shuttle(11300000),
        ],
    ),
    Plant(
        site=("Queretaro", "MX", "", "Queretaro", "Wire harnesses", "Kestrane de Mexico", 29500, "MXN"),
        currency="MXN", people=1890, output=2740, output_unit="unit", revenue=241000, season=MEXICO,
        lines=[
            gas(402, (1.02, 1.05, 1.02, 1.01, 1.0), MEXICO),
            diesel(9800), forklifts(12600), cars(26300), refrigerant(41),
            grid(19900, (0.990, 1.020, 1.010, 0.985, 1.0), MEXICO, 1960),
            solar(610, (0.0, 0.0, 0.0, 0.66, 1.0), SUN, "2024-05-01"),
            *collected(64000, 188, 6980000, 1150000), shuttle(9700000),
        ],
    ),
    Plant(
        site=("Debrecen", "HU", "", "Debrecen", "Connectors", "Kestrane Hungary Kft.", 33500, "EUR"),
        currency="EUR", people=1120, output=1960, output_unit="unit", revenue=268000, season=EUROPE,
        lines=[
            gas(1840, (1.24, 1.18, 1.09, 1.04, 1.0), HEAT_EUROPE),
            diesel(6900), forklifts(14100), cars(33800), refrigerant(37), switchgear(0.9),
            grid(28600, (1.060, 1.080, 1.040, 1.020, 1.0), EUROPE, 118),
            solar(1480, (0.0, 0.40, 0.97, 1.03, 1.0), SUN_NORTH, "2022-07-01"),
            *collected(58000, 161, 4410000, 890000), shuttle(4200000),
        ],
        billed=("Grid electricity",),
    ),
    Plant(
        site=("Tilburg", "NL", "", "Tilburg", "Development and head office", "Kestrane Group N.V.", 14200, "EUR"),
        currency="EUR", people=540, output=0, output_unit="", revenue=0, season=EUROPE,
        lines=[
            gas(128, (1.42, 1.20, 1.10, 1.06, 1.0), HEAT_EUROPE),
            Line(name="Diesel, backup generators", category="stationary-combustion", carrier="diesel", unit="L",
                 year=1260, trend=(1.1, 1.1, 1.0, 1.0, 1.0), noise=0.1),
            cars(24600), refrigerant(14),
            grid(2260, (1.120, 1.100, 1.060, 1.030, 1.0), EUROPE, 164),
            Line(name="Laboratories", category="electricity", carrier="electricity", unit="MWh", year=870,
                 trend=(0.92, 0.95, 0.98, 0.99, 1.0), months=EUROPE, decimals=1, submeter_of="Grid electricity"),
            solar(236, (0.62, 0.98, 1.02, 1.01, 1.0), SUN_NORTH),
            *collected(7900, 46, 380000, 3460000),
        ],
        billed=("Natural gas, boilers",),
    ),
)  # fmt: skip

MISSING = {("Suzhou", "Steam from industrial park", 2025, month) for month in (10, 11, 12)}
ESTIMATED = {
    ("Suzhou", "Employee shuttle buses", 2025, 7),
    ("Suzhou", "Employee shuttle buses", 2025, 8),
    ("Suzhou", "Diesel, backup generators", 2025, 12),
    ("Chennai", "Diesel, backup generators", 2025, 4),
    ("Queretaro", "General waste, landfill", 2025, 11),
}
# Swapped digits, as a hurried hand types them: 291.4 where the meter says 219.4.
TYPED = {("Suzhou", "Natural gas, boilers", 2025, 9): 291.4}
FLOOR_DRIVER = "Floor area"


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
        "factor_reason", "from",
    )  # fmt: skip
    for plant in PLANTS:
        for line in plant.lines:
            yield (
                plant.site[0], line.name, line.category, line.carrier, line.unit, line.measurement,
                "yes" if line.on_site else "no", line.submeter_of, line.factor,
                NO_NATIONAL if line.factor else "", line.from_,
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


def targets() -> Iterable[Sequence[object]]:
    """Yield the organisation's target."""
    yield (
        "target",
        "scope",
        "method",
        "rule_set",
        "scope2_method",
        "base_year",
        "target_year",
        "net_zero_year",
    )
    yield "1.5 °C by 2030", "1+2", "absolute-contraction", "SBTi-CNZS-1.3.1", "market", 2021, 2030, 2050


def _number(amount: float) -> str:
    return str(int(amount)) if float(amount).is_integer() else repr(amount)


def _write(path: Path, rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)


if __name__ == "__main__":
    main()
