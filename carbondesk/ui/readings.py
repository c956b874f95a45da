"""How fields are read and written: dates, units, countries, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache

from carbondesk.domain.accounting.carriers import carrier_name
from carbondesk.domain.currencies import CURRENCIES
from carbondesk.domain.records import CATEGORY_LABELS, Category
from carbondesk.domain.text import Text, say
from carbondesk.domain.units import unit
from carbondesk.language import bracketed, current, number, tr


class FieldFault(ValueError):  # noqa: N818 - the name says what is wrong
    """A field holds what it cannot take; `text` says why and what would do."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


CHOICE_WORDS: dict[str, Text] = {
    **{category.value: label for category, label in CATEGORY_LABELS.items()},
    "consumption": say("Consumption"),
    "stock": say("Stock: opening, purchases, closing"),
    "generated": say("Generated on site"),
    "exported": say("Exported"),
    "self-used": say("Generated and used on site"),
    "equipment": say("Gas in equipment"),
    "actual": say("Actual read"),
    "estimate": say("Estimate"),
    "credit": say("Credit"),
    "replacement": say("Replacement"),
    "metered": say("Metered"),
    "invoiced": say("Invoice"),
    "estimated": say("Estimate"),
    "calculated": say("Calculated"),
    "location": say("Location-based"),
    "market": say("Market-based"),
    "fossil": say("Fossil methane"),
    "non-fossil": say("Non-fossil methane"),
    "operating": say("Operating lease"),
    "finance": say("Finance lease"),
    "supplier-specific": say("From the supplier"),
    "hybrid": say("Hybrid: supplier and averages"),
    "site-specific": say("From the site"),
    "asset-specific": say("From the asset"),
    "franchise-specific": say("From the franchise"),
    "investment-specific": say("From the investment"),
    "fuel-based": say("By fuel"),
    "distance-based": say("By distance"),
    "waste-type-specific": say("By kind of waste"),
    "direct-use": say("Energy in use"),
    "average-data": say("By averages"),
    "spend-based": say("By money spent"),
    "screening": say("Screening"),
    "flag": say("Forest, land and agriculture"),
    "feedstock-emissions": say("Emissions of bioenergy feedstocks"),
    "feedstock-removals": say("Removals of bioenergy feedstocks"),
    "high-income": say("High income"),
    "other": say("Other"),
    "recent": say("The most recent year"),
    "base": say("The base year"),
    "validated": say("Validated"),
    "none": say("None"),
    "committed": say("Committed"),
    "submitted": say("Submitted"),
    "set": say("Set, not validated"),
    "us": say("We pay"),
    "customer": say("The customer pays"),
    "log": say("Log of refills"),
    "mass-balance": say("Mass balance"),
    "normal": say("Normal"),
    "lognormal": say("Lognormal"),
    "triangular": say("Triangular"),
    "top-up": say("Top-up"),
    "recovered": say("Recovered"),
    "disposed": say("Disposed of"),
    "filled": say("Filled"),
    "25200": say("25,200, the tables of the report"),
    "24300": say("24,300, most programmes"),
    "net": say("Net: increases less decreases"),
    "gross": say("Gross: all changes without their signs"),
    "all-year": say("All-year: the whole year"),
    "pro-rata": say("Pro rata: the days"),
    "efficiency": say("By efficiency"),
    "energy-content": say("By energy content"),
}


def choice_words(value: str) -> str:
    """Return a choice as people read it; scope 3 categories carry their number."""
    if value in Category._value2member_map_ and Category(value).scope == "3":
        return tr("{number}. {category}", number=value.partition("-")[2], category=CHOICE_WORDS[value])
    return tr(CHOICE_WORDS[value]) if value in CHOICE_WORDS else value


_RAISED = {"m3": "m³", "m2": "m²", "ft3": "ft³", "ft2": "ft²", "Nm3": "Nm³", "Sm3": "Sm³", "CO2e": "CO₂e"}


def unit_text(spelling: str) -> str:
    """Return a unit as people write it: `m³`, `t·km`, `1,000 m³`."""
    for plain, raised in _RAISED.items():
        if spelling == plain or spelling.endswith((f" {plain}", f"万{plain}")):
            spelling = spelling[: len(spelling) - len(plain)] + raised
    shown = spelling.replace(".", "·").replace("_", " ")
    found = re.fullmatch(r"(10+) (.*)", shown)
    return f"{number(int(found[1]))} {found[2]}" if found else shown


def read_unit(text: str) -> str:
    """Return the spelling of a unit as it was typed or offered; raises UnknownUnit."""
    return unit(text.replace("·", ".").replace(",", "")).spelling


def read_date(text: str) -> date:
    """Read a date written year first; raises FieldFault."""
    plain = text.replace("/", "-").replace(".", "-")
    try:
        year, month, day = (int(part) for part in plain.split("-"))
        return date(year, month, day)
    except ValueError as fault:
        raise FieldFault(say("“{text}” is no date. Write it like 2025-09-30.", text=text)) from fault


@cache
def _country_names(language: str) -> Mapping[str, str]:
    from babel import Locale

    names = Locale.parse(language).territories
    return {
        code: names[code] for code in sorted(names) if len(code) == 2 and code.isalpha() and code.isupper()
    }


def countries() -> list[str]:
    """Return the codes of all countries, ordered by their names in the reader's language."""
    names = _country_names(current())
    return sorted(names, key=lambda code: names[code])


def country_words(code: str) -> str:
    """Return a country as it is offered: `China (CN)`."""
    name = _country_names(current()).get(code)
    return bracketed(name, code) if name else code


def country_name(code: str) -> str:
    """Return a country's name in the reader's language; its code where it has none."""
    return _country_names(current()).get(code, code)


def carrier_words(carrier: str) -> str:
    """Return a fuel or another carrier in the reader's language; several are separated as lists are."""
    return tr(carrier_name(carrier))


def read_country(text: str) -> str:
    """Read a code, a name in the reader's language or in English, or an offered `China (CN)`."""
    if text[-4:-3] in {"(", "（"} and text[-1:] in {")", "）"}:
        return text[-3:-1]
    plain = text.strip().casefold()
    for language in (current(), "en"):
        for code, name in _country_names(language).items():
            if plain in {code.casefold(), name.casefold()}:
                return code
    raise FieldFault(say("“{text}” is no country that is known. Write its name or code.", text=text))


def read_currency(text: str) -> str:
    """Read the code of a currency; raises FieldFault."""
    code = text[:3].upper()
    if code not in CURRENCIES:
        raise FieldFault(say("“{code}” is no currency. Write a code such as EUR.", code=text))
    return code
