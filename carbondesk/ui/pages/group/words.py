"""Words of the Group page: choices as people read them, shares, days and tonnes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from carbondesk.domain.accounting.spans import Span, first_day, last_day
from carbondesk.domain.records import Category, Supplier
from carbondesk.domain.schema import Column, Record
from carbondesk.domain.text import Text, say
from carbondesk.language import day, joined, number, percent, significant, tr
from carbondesk.ui.readings import choice_words, country_words

NOTHING = "–"
_CHOICES: Mapping[str, Mapping[str, Text]] = {
    "lease": {
        "": say("Not leased"),
        "operating": say("Operating lease"),
        "finance": say("Finance lease"),
    },
    "paid_by": {
        "": say("Nobody has said"),
        "us": say("We pay (category 4)"),
        "customer": say("The customer pays (category 9)"),
    },
    "basis": {
        "area": say("Floor area"),
        "hours": say("Hours of use"),
        "sub-meter": say("Sub-meter"),
        "contract": say("Contract"),
    },
    "goes_to": {
        "tenant": say("Tenant (category 13)"),
        "outside": say("Outside the boundary"),
    },
    "presence": {"present": say("present"), "not present": say("not present")},
    "decision": {
        "included": say("Included"),
        "excluded": say("Left out"),
        "not applicable": say("Does not apply"),
    },
    "kind": {
        "certificate": say("Certificate"),
        "ppa": say("Power purchase agreement"),
        "vppa": say("Virtual power purchase agreement"),
        "green-tariff": say("Green tariff"),
        "supplier": say("Supplier's mix"),
        "on-site": say("On-site generation"),
        "residual": say("Residual mix"),
        "structure": say("Structure: bought, sold, merged"),
        "method": say("Method or factor"),
        "error": say("Error found"),
    },
    "state": {
        "open": say("Open"),
        "restated": say("Restated"),
        "unadjusted": say("Left unadjusted"),
    },
}
"""The words of choices by the name of their column."""


def word(column: str, value: str) -> str:
    """Return a choice of a column as people read it."""
    found = _CHOICES.get(column, {}).get(value)
    return tr(found) if found is not None else choice_words(value)


def choices(column: Column) -> list[tuple[str, object]]:
    """Return what a column of choices offers: the words and the value of each."""
    return [(word(column.name, value), value) for value in column.choices]


def said(column: Column, record: Record | None) -> list[tuple[str, object]]:
    """Return what a text of certain words offers: nothing, the words, and what an older file says else."""
    return _offered(column.words, "" if record is None else str(getattr(record, column.name)))


def scope_3(record: Supplier | None) -> list[tuple[str, object]]:
    """Return the categories of scope 3 that a supplier may stand in, and what an older file says else."""
    categories = [each.value for each in Category if each.scope == "3"]
    return _offered(categories, "" if record is None else record.category)


def _offered(values: Sequence[str], stored: str) -> list[tuple[str, object]]:
    own = [stored] if stored and stored not in values else []
    return [(NOTHING, ""), *((choice_words(value), value) for value in (*values, *own))]


def share(value: float | None) -> str:
    """Write a share: `40 %`, `33.3 %`."""
    if value is None:
        return NOTHING
    return percent(value, 0 if round(value * 100, 6).is_integer() else 1)


def tonnes(value: float | None) -> str:
    """Write t CO2e with about four digits."""
    return NOTHING if value is None else significant(round(value, 6))


def quantity(kwh: float) -> str:
    """Write kWh in MWh."""
    return number(round(kwh / 1000, 1))


def date_words(value: date | None) -> str:
    """Write a date, a dash where there is none."""
    return NOTHING if value is None else day(value)


def days(span: Span) -> str:
    """Write a span of days: "from 1 Jul 2025", "to 30 Jun 2025", "always"."""
    start, end = first_day(span), last_day(span)
    if start is None and end is None:
        return tr("always")
    if start is None:
        return tr("to {day}", day=day(end)) if end is not None else tr("always")
    if end is None:
        return tr("from {day}", day=day(start))
    return tr("{start} to {end}", start=day(start), end=day(end))


def country(code: str) -> str:
    """Write a country, a dash where there is none."""
    return country_words(code) if code else NOTHING


def where(categories: Sequence[Category]) -> str:
    """Say where a site counts: "Scope 1+2", "Scope 3, category 8", or both."""
    moved = [category for category in categories if category.scope == "3"]
    parts = [tr("Scope 1+2")] if len(moved) < len(categories) else []
    if moved:
        numbers = joined(category.value.partition("-")[2] for category in moved)
        parts.append(
            tr("category {numbers}", numbers=numbers)
            if parts
            else tr("Scope 3, category {numbers}", numbers=numbers)
        )
    return joined(parts) or tr("Not counted")


def today() -> date:
    """Return the day of an answer."""
    return datetime.now(UTC).astimezone().date()
