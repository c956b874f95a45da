"""Uses of electricity and contracts for tests, in a line each."""

from __future__ import annotations

from datetime import date
from typing import Any

from carbondesk.domain.accounting.instruments import Coverage, Use
from carbondesk.domain.records import Contract, ContractKind


def use(month: str, kwh: float, *, site: int = 1, market: str = "CN", own: bool = False) -> Use:
    """Return the use of a month; the source has the number of its site."""
    return Use(source=site, site=site, month=month, kwh=kwh, markets=frozenset({market.casefold()}), own=own)


def contract(kind: str = ContractKind.CERTIFICATE, kwh: float = 0.0, **fields: object) -> Contract:
    """Return a contract for 2025 in China that meets every criterion, unless fields say otherwise."""
    whole: dict[str, Any] = {
        "id": 1,
        "kind": kind,
        "quantity": kwh,
        "unit": "kWh",
        "market": "" if "site" in fields else "CN",
        "from_": date(2025, 1, 1),
        "to": date(2025, 12, 31),
        "vintage": 2025,
        "generator": "Wind",
        "factor": 0.0,
        "tracked": True,
        "cancelled_for": "Acme",
    }
    return Contract(**{**whole, **fields})


def shown(coverages: list[Coverage]) -> list[tuple[dict[int, float], float]]:
    """Return kWh by contract, and what remains, for each use."""
    return [
        ({cover.contract: cover.kwh for cover in coverage.covers}, coverage.remaining)
        for coverage in coverages
    ]
