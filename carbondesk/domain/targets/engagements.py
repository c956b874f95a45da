"""Suppliers and customers that are to have targets of their own (near-term criteria, C19)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_YEARS = 5
"""The most years from the submission to the year of an engagement target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """A supplier or customer: its emissions in t CO2e (or the spend), and whether it has a science-based target."""

    name: str
    amount: float
    engaged: bool


def last_year(submission: str) -> int:
    """Return the last year that an engagement target submitted in a month (`YYYY-MM`) may have."""
    return int(submission[:4]) + LONGEST_YEARS


def engaged_share(partners: Sequence[Partner]) -> float | None:
    """Return the share of the amounts that partners with a science-based target hold; None without amounts."""
    whole = sum(partner.amount for partner in partners)
    return sum(partner.amount for partner in partners if partner.engaged) / whole if whole > 0 else None
