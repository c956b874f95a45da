"""Small workbooks of these tests in the layouts of the publishers, with numbers that the publishers print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import openpyxl

FLAT_HEADINGS = ("ID", "Scope", "Level 1", "Level 2", "Level 3", "Level 4", "Column Text", "UOM", "GHG/Unit")
TOTAL, CO2, CH4, N2O = (
    "kg CO2e",
    "kg CO2e of CO2 per unit",
    "kg CO2e of CH4 per unit",
    "kg CO2e of N2O per unit",
)

Cells = Sequence[object]


def flat_row(ident: str, scope: str, words: str, unit: str, gas: str, value: object) -> list[object]:
    """Return a row of the flat file; `words` are the levels and the column text, separated by ` | `."""
    levels = [*words.split(" | "), "", "", "", "", ""][:5]
    return [ident, scope, *levels, unit, gas, value]


DESNZ_2025: list[list[object]] = [
    flat_row("1_100_1004_15_1", "Scope 1", "Fuels | Gaseous fuels | Natural gas", "tonnes", TOTAL, 2575.46441),
    flat_row("1_100_1004_15_2", "Scope 1", "Fuels | Gaseous fuels | Natural gas", "tonnes", CO2, 2570.42),
    flat_row("1_100_1004_15_3", "Scope 1", "Fuels | Gaseous fuels | Natural gas", "tonnes", CH4, 3.8528),
    flat_row("1_100_1004_15_4", "Scope 1", "Fuels | Gaseous fuels | Natural gas", "tonnes", N2O, 1.19161),
    flat_row("2_103_1031_8_1", "Scope 1", "Bioenergy | Biofuel | Bioethanol", "litres", TOTAL, 0.00901),
    flat_row("2_103_1031_8_3", "Scope 1", "Bioenergy | Biofuel | Bioethanol", "litres", CH4, 0.0001),
    flat_row("99_103_1031_8_1", "Outside of Scopes", "Outside of scopes | Biofuel | Bioethanol", "litres", TOTAL, 1.52),
    flat_row(
        "21_316_3160_11_1", "Scope 3",
        "Business travel- air | Flights | Domestic, to/from UK | Average passenger | With RF",
        "passenger.km", TOTAL, 0.22928,
    ),
    flat_row("17_404_4005_10_1", "Scope 3", "Water supply | Water supply", "million litres", TOTAL, 191.30156),
    flat_row("33_1_1_7_1", "Scope 1", "SECR kWh pass & delivery vehs | Cars (by size)", "miles", "kWh (Net CV)", 1.1),
    flat_row(
        "13_402_4000_5_1", "Scope 3", "Transmission and distribution | T&D- UK electricity | Electricity: UK",
        "kWh", TOTAL, 0.01853,
    ),
]  # fmt: skip
"""Rows of the UK's set of 2025 as its flat file prints them."""


def workbook(path: Path, rows: Iterable[Cells], sheet: str = "Factors by Category") -> Path:
    """Write one sheet and return the file's path."""
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet(sheet)
    for row in rows:
        page.append([None if cell == "" else cell for cell in row])
    book.save(path)
    return path


def flat_file(
    folder: Path,
    rows: Sequence[Cells] = DESNZ_2025,
    *,
    year: int = 2025,
    headings: Sequence[str] = FLAT_HEADINGS,
    last: str | None = None,
    front: Sequence[Cells] | None = None,
) -> Path:
    """Write a flat file with the lines that stand above its table."""
    above = (
        [
            ["UK Government GHG Conversion Factors for Company Reporting"],
            ["Factors by Category"],
            ["Version:", "1.1", "", "Year:", year],
            [],
        ]
        if front is None
        else front
    )
    heading = f"GHG Conversion Factor {year}" if last is None else last
    return workbook(folder / f"flat-{year}.xlsx", [*above, [*headings, heading], *rows])


def hub_file(folder: Path, *, without: str = "", instead: Sequence[tuple[str, str]] = ()) -> Path:
    """Write an Emission Factors Hub with a few rows of each table; `instead` replaces texts of its cells.

    Rows that begin with `without` are left out.
    """
    rows: list[list[object]] = []
    for row in HUB:
        cells: list[object] = [""]
        for cell in row:
            text = cell
            for old, new in instead:
                text = text.replace(old, new) if isinstance(text, str) else text
            cells.append(text)
        if not (without and len(cells) > 1 and str(cells[1]).startswith(without)):
            rows.append(cells)
    return workbook(folder / "emission-factors-hub.xlsx", rows, "Emission Factors Hub")


def per(unit: str) -> list[str]:
    """Return the headings of the masses of three gases per unit."""
    return [f"kg CO2 per {unit}", f"g CH4 per {unit}", f"g N2O per {unit}"]


FACTORS = ("CO2 Factor", "CH4 Factor", "N2O Factor")
NON_BASELOAD = "Non-Baseload Emission Factors"
OUTPUT = [f"{gas} Factor \n(lb {gas} / MWh)" for gas in ("CO2", "CH4", "N2O")]
PER_UNIT = ["CO2 Factor \n(kg CO2 / unit)", "CH4 Factor \n(g CH4 / unit)", "N2O Factor \n(g N2O / unit)"]
PER_MILE = [f"{gas} Factor \n(g {gas} / vehicle-mile)" for gas in ("CH4", "N2O")]

HUB: list[list[object]] = [
    ["Emission Factors for Greenhouse Gas Inventories"],
    ["Last Modified: 15 January 2025"],
    [],
    ["Table 1", "   Stationary Combustion"],
    ["", "Fuel Type", "Heat Content (HHV)", *FACTORS, *FACTORS],
    ["", "", "mmBtu per short ton", *per("mmBtu"), *per("short ton")],
    ["", "Coal and Coke"],
    ["", "Anthracite", 25.09, 103.69, 11, 1.6, 2602, 276, 40],
    ["", "Biomass Fuels - Solid"],
    ["", "Agricultural Byproducts", 8.25, 118.17, 32, 4.2, 975, 264, 35],
    ["", "", "mmBtu per scf", *per("mmBtu"), *per("scf")],
    ["", "Natural Gas"],
    ["", "Natural Gas", 0.001026, 53.06, 1, 0.1, 0.05444, 0.00103, 0.0001],
    ["", "", "mmBtu per gallon", *per("mmBtu"), *per("gallon")],
    ["", "Petroleum Products"],
    ["", "Asphalt and Road Oil", 0.158, 75.36, 3, 0.6, 11.91, 0.47, 0.09],
    ["", "Source:"],
    ["", "Federal Register EPA; 40 CFR Part 98; e-CFR"],
    ["Table 2", "Mobile Combustion CO2"],
    ["", "Fuel Type", "kg CO2 per unit", "Unit"],
    ["", "Aviation Gasoline", 8.31, "gallon"],
    ["", "Biodiesel (100%)", 9.45, "gallon"],
    ["", "Source:"],
    ["Table 3", "Mobile Combustion CH4 and N2O for On-Road Gasoline Vehicles"],
    ["", "Vehicle Type", "Model Year", *PER_MILE],
    ["", "Gasoline Passenger Cars", "1973-1974", 0.1696, 0.0197],
    ["", "", 1975, 0.1423, 0.0443],
    ["Table 4", "Mobile Combustion CH4 and N2O for On-Road Diesel and Alternative Fuel Vehicles"],
    ["", "Vehicle Type", "Fuel Type", "Model Year", *PER_MILE],
    ["", "Passenger Cars", "Diesel", "1960-1982", 0.0006, 0.0012],
    ["", "", "", "1983-2006", 0.0005, 0.001],
    ["Table 5", "Mobile Combustion CH4 and N2O for Non-Road Vehicles"],
    ["", "Vehicle Type", "Fuel Type", "CH4 Factor \n(g CH4 / gallon)", "N2O Factor \n(g N2O / gallon)"],
    ["", "Ships and Boats", "Residual Fuel Oil", 1.10, 0.31],
    ["", "", "Gasoline (2 stroke)", 4.67, 0.08],
    ["Table 6", "Electricity"],
    ["", "eGRID Subregion Acronym", "eGRID Subregion Name", "Total Output Emission Factors", "", "", NON_BASELOAD],
    ["", "", "", *OUTPUT, *OUTPUT],
    ["", "AKGD", "ASCC Alaska Grid", 899.003, 0.086, 0.012, 1077.11, 0.116, 0.016],
    ["", "US Average", "US Average", 771.523, 0.057, 0.008, "", "", ""],
    ["", "Source: EPA eGRID2023, January 2025"],
    ["Table 7", "Steam and Heat"],
    ["", "", "CO2 Factor \n(kg CO2 / mmBtu)", "CH4 Factor \n(g CH4 / mmBtu)", "N2O Factor \n(g N2O / mmBtu)"],
    ["", "Steam and Heat", 66.33, 1.25, 0.125],
    ["", "Notes:"],
    ["Table 8", "Scope 3 Category 4: Upstream Transportation and Distribution"],
    ["", "Vehicle Type", *PER_UNIT, "Units"],
    ["", "Medium- and Heavy-Duty TruckC", 1.298, 0.0115, 0.0376, "vehicle-mile"],
    ["", "Passenger Car A", 0.297, 0.0059, 0.0053, "vehicle-mile"],
    ["", "Source:"],
    ["Table 9", "Scope 3 Category 5: Waste Generated in Operations"],
    ["", "", "Metric Tons CO2e / Short Ton Material"],
    ["", "Material", "RecycledA", "Landfilled B", "CombustedC"],
    ["", "Aluminum Cans", 0.06, 0.02, 0.01],
    ["", "Mixed MSW", "NA", 0.58, 0.43],
    ["", "Notes: AR4 GWP values are used to convert all waste emission factors into CO2e."],
    ["Table 10", "Scope 3 Category 6: Business Travel"],
    ["", "Vehicle Type", *PER_UNIT, "Units"],
    ["", "Light-Duty Truck B", 0.394, 0.0109, 0.0088, "vehicle-mile"],
    ["Table 11", "Global Warming Potentials (GWPs)"],
    ["", "Gas", "100-Year GWP"],
    ["", "CO2", 1],
]  # fmt: skip
"""A few rows of each table of the hub of January 2025."""
