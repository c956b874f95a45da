"""Reads the published leak rates of equipment from resources/factors/leak_rates.csv, whose columns are in percent."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache

from carbondesk.domain.accounting.equipment import LeakRate
from carbondesk.domain.units import exact
from carbondesk.paths import resources


@cache
def leak_rates() -> Mapping[str, LeakRate]:
    """Return the published rates by leak id and by the name of the kind; a name that two have is the first's."""
    with (resources() / "factors" / "leak_rates.csv").open(encoding="utf-8", newline="") as file:
        rates = [_rate(row) for row in csv.DictReader(file)]
    by_name = {rate.equipment: rate for rate in reversed(rates)}
    return {**by_name, **{rate.leak_id: rate for rate in rates}}


def _rate(row: Mapping[str, str]) -> LeakRate:
    return LeakRate(
        leak_id=row["leak_id"],
        equipment=row["equipment"],
        installation=_share(row["installation_loss"]),
        yearly=_share(row["annual_leak"]),
        low=_share(row["annual_leak_low"]),
        high=_share(row["annual_leak_high"]),
        remaining=_share(row["capacity_remaining"]),
        recovered=_share(row["recovery"]),
        edition=f"{row['source']}, {row['edition']}",
        source_table=row["source_table"],
    )


def _share(percent: str) -> float | None:
    """Return a percentage as a share; None for nothing, and for a range such as `0.2-1`."""
    try:
        return float(exact(float(percent)) / 100)
    except ValueError:
        return None
