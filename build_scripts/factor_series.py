"""The publishers whose editions the factor library holds: how to know their rows, and what holds for all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

Row = dict[str, str]

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
        ("US EPA Supply Chain",), "EPA-USEEIO", "US EPA supply chain factors",
        "US EPA Supply Chain GHG Emission Factors (USEEIO)", PUBLIC_DOMAIN, edition=lambda _: "1.3.0",
        versions={"1.3.0": ("v1.3.0, 2022 USD", "")},
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
