"""What a person needs to know to enter a category: a sentence, its usual methods, what it is measured in.

Methods: GHG Protocol, Technical Guidance for Calculating Scope 3 Emissions; best data quality first.
"""

from __future__ import annotations

from dataclasses import dataclass

from carbondesk.domain.records import CalculationMethod as Method
from carbondesk.domain.records import Category
from carbondesk.domain.text import Text, say

_BOUGHT = (Method.SUPPLIER_SPECIFIC, Method.HYBRID, Method.AVERAGE, Method.SPEND)
_MOVED = (Method.FUEL_BASED, Method.DISTANCE_BASED, Method.SPEND)
PUBLISHED = "t CO2e"
"""The unit of a figure that somebody else has published; it is booked as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """How a category is entered: what belongs to it, its usual methods, and units that fit it."""

    help: Text
    methods: tuple[Method, ...] = ()
    units: tuple[str, ...] = ()


GUIDES: dict[Category, Guide] = {
    Category.S3_1: Guide(
        help=say(
            "What was bought in the year: its mass or number with an average factor, or the money spent on it."
        ),
        methods=_BOUGHT,
        units=("t", "kg", "m3"),
    ),
    Category.S3_2: Guide(
        help=say(
            "Machines and buildings, in full in the year of purchase unless a life in years spreads them."
        ),
        methods=_BOUGHT,
        units=("t",),
    ),
    Category.S3_3: Guide(
        help=say(
            "Derived from scopes 1 and 2 by itself. Enter here only what no fuel or energy source stands for."
        ),
        methods=(Method.SUPPLIER_SPECIFIC, Method.AVERAGE),
        units=("kWh", "t", "L"),
    ),
    Category.S3_4: Guide(
        help=say("Freight and storage that you pay for: mass times distance, fuel, or money."),
        methods=_MOVED,
        units=("t.km", "km", "L"),
    ),
    Category.S3_5: Guide(
        help=say("Waste and waste water by kind and treatment: the carrier names both."),
        methods=(Method.SUPPLIER_SPECIFIC, Method.WASTE_TYPE_SPECIFIC, Method.AVERAGE),
        units=("t", "m3"),
    ),
    Category.S3_6: Guide(
        help=say("Flights, trains, cars and hotel nights of business trips."),
        methods=_MOVED,
        units=("passenger.km", "km", "room.night"),
    ),
    Category.S3_7: Guide(
        help=say("The way to work and back, by distance and means, and hours of work at home."),
        methods=(Method.FUEL_BASED, Method.DISTANCE_BASED, Method.AVERAGE),
        units=("passenger.km", "km", "h"),
    ),
    Category.S3_8: Guide(
        help=say("What you lease and do not count in scopes 1 and 2."),
        methods=(Method.ASSET_SPECIFIC, Method.AVERAGE),
        units=("kWh", "km", "m2"),
    ),
    Category.S3_9: Guide(
        help=say("Freight and storage of what you sold that the customer pays for."),
        methods=_MOVED,
        units=("t.km", "km", "L"),
    ),
    Category.S3_10: Guide(
        help=say("What customers do to intermediate products: their figure, or a factor of your own."),
        methods=(Method.SITE_SPECIFIC, Method.AVERAGE),
        units=(PUBLISHED, "t", "kWh"),
    ),
    Category.S3_11: Guide(
        help=say(
            "Energy that products sold in the year use over their whole life: enter the energy, or its t CO₂e."
        ),
        methods=(Method.DIRECT_USE, Method.AVERAGE),
        units=(PUBLISHED, "kWh"),
    ),
    Category.S3_12: Guide(
        help=say("The mass of products and packaging sold, by how they are treated at their end."),
        methods=(Method.WASTE_TYPE_SPECIFIC, Method.AVERAGE),
        units=("t",),
    ),
    Category.S3_13: Guide(
        help=say("What you own and lease to others. A tenant's share of a source is booked here by itself."),
        methods=(Method.ASSET_SPECIFIC, Method.AVERAGE),
        units=("kWh", "km", "m2"),
    ),
    Category.S3_14: Guide(
        help=say("Scopes 1 and 2 of those who run your brand: their figure, or an average."),
        methods=(Method.FRANCHISE_SPECIFIC, Method.AVERAGE),
        units=(PUBLISHED, "kWh"),
    ),
    Category.S3_15: Guide(
        help=say(
            "Your share of the emissions of companies and projects that you finance and do not control."
        ),
        methods=(Method.INVESTMENT_SPECIFIC, Method.AVERAGE),
        units=(PUBLISHED,),
    ),
    Category.STATIONARY_COMBUSTION: Guide(help=say("Fuel burnt in boilers, ovens and generators.")),
    Category.MOBILE_COMBUSTION: Guide(help=say("Fuel burnt in vehicles that you run.")),
    Category.PROCESS: Guide(help=say("Gases that a process sets free; bought process gases in kg.")),
    Category.FUGITIVE: Guide(
        help=say("Gas lost from chillers and switchgear; choose “Gas in equipment” to keep a log of each."),
        units=("kg",),
    ),
    Category.ELECTRICITY: Guide(help=say("Electricity bought or made on site."), units=("kWh", "MWh")),
    Category.HEAT_STEAM_COOLING: Guide(help=say("Heat, steam and cold bought."), units=("GJ", "kWh", "t")),
}
"""Guides by category."""
