"""The plants of the sample inventory: their sources, seasons and years, as sample_inventory.py writes them out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
TRAVEL = (0.96, 0.84, 1.16, 1.10, 1.19, 1.04, 0.85, 0.82, 1.22, 1.18, 1.13, 0.75)
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
             unit="1000 passenger.km", year=flights / 1000, trend=FLIGHTS, months=TRAVEL, decimals=1, noise=0.05,
             factor="UK-DESNZ-2025:21_316_3178_11"),
    ]  # fmt: skip


def made_of(metals: float, freight: float) -> list[Line]:
    """Return what a plant's products are made of, and their way to customers who pay for it."""
    return [
        Line(name="Metals, purchased", category="s3-1", carrier="metals", unit="t", year=metals,
             trend=(0.98, 1.02, 0.98, 0.99, 1.0), decimals=1, noise=0.03, factor="UK-DESNZ-2025:19_500_5028_15"),
        Line(name="Outbound freight, road", category="s3-9", carrier="hgv (all diesel), all hgvs - average laden",
             unit="1000 t.km", year=freight / 1000, trend=OUTPUT, decimals=1, noise=0.03,
             factor="UK-DESNZ-2025:27_304_3140_14"),
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
            *made_of(6200, 131000000), *collected(756000, 492, 5010000, 1717000), shuttle(18900000),
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
            *made_of(4400, 92000000), *collected(318000, 610, 7340000, 2240000), shuttle(24600000),
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
            *made_of(3900, 51000000), *collected(121000, 204, 3120000, 980000), shuttle(11300000),
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
            *made_of(2600, 38000000), *collected(64000, 188, 6980000, 1150000), shuttle(9700000),
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
            *made_of(1900, 33000000), *collected(58000, 161, 4410000, 890000), shuttle(4200000),
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

KINDS = (
    "stationary-combustion",
    "mobile-combustion",
    "process",
    "fugitive",
    "electricity",
    "heat-steam-cooling",
)
"""The kinds of scope 1 and 2 sources that a site answers for."""

QUALITY = {
    "stationary-combustion": ("", 0.02), "mobile-combustion": ("fuel-based", 0.05), "process": ("", 0.15),
    "fugitive": ("", 0.1), "electricity": ("", 0.01), "heat-steam-cooling": ("", 0.05),
    "s3-1": ("average-data", 0.05), "s3-4": ("distance-based", 0.25), "s3-5": ("waste-type-specific", 0.15),
    "s3-6": ("distance-based", 0.2), "s3-7": ("average-data", 0.4), "s3-9": ("distance-based", 0.25),
}  # fmt: skip
"""How the emissions of each kind of source are calculated, and how well its quantity is known (±, 95 %)."""

GREEN_POWER = (
    ("Tilburg", "", "certificate", "GO", "Wind farm off the coast", "2019-05-01", dict.fromkeys(YEARS, 1.0)),
    ("Debrecen", "", "ppa", "", "Solar park in the county", "2023-09-01", {2024: 0.18, 2025: 0.35}),
    (
        "Suzhou",
        "CN",
        "certificate",
        "GEC",
        "Wind farms, Inner Mongolia",
        "2020-12-01",
        {2022: 0.06, 2023: 0.1, 2024: 0.12, 2025: 0.18},
    ),
    ("Queretaro", "", "certificate", "I-REC", "Solar park in the state", "2021-03-01", {2025: 0.4}),
)
"""Contracts and certificates: site, market (empty: the site), kind, scheme, generator, since, parts of the use."""
