"""Editions of published factor sets, and the fuel properties that they print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

LIBRARY = 1
"""The version of the library that ships with this program; an edition says in which version it came."""

OFFICIAL, INTERNATIONAL, LIFE_CYCLE = "official", "international", "life-cycle"
RANKS = (OFFICIAL, INTERNATIONAL, LIFE_CYCLE)
"""Kinds of publishers, in the order in which factors are preferred."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What one publisher published at one time.

    `rank` is one of RANKS. `years` says what a factor's year means: `data` (the year measured), `publication`
    (the reporting year that the set is made for) or `standing` (defaults that hold until they are replaced).
    `family` names the run of editions for people; `series` is its stable key. `library` is the first version of
    the library that ships it. An `imported` edition was read in by the user and counts only where it is pinned.
    """

    edition: str
    series: str
    family: str
    source: str
    source_version: str
    licence: str
    rank: str
    years: str
    published: date | None = None
    library: int = 1
    imported: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FuelProperty:
    """A published heating value or density of a fuel: `value` `unit` per `per`."""

    carrier: str
    property: str
    value: Fraction
    unit: str
    per: str
    edition: Edition
    source_table: str
