"""What a policy would change, in tonnes of the newest year, said before it is chosen.

Only what the figures answer at once is said: other potentials of the gases, and what is derived in category 3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbondesk.domain.periods import year_name
from carbondesk.domain.records import Category, GwpName, Sf6Potential
from carbondesk.language import joined, number, tr
from carbondesk.report.bookings import CATEGORIES
from carbondesk.store.library import gwp_set

if TYPE_CHECKING:
    from carbondesk.domain.gases import GwpSet
    from carbondesk.report.figures import Figures

MOST_ROWS = 200_000
"""Sums of a source and year up to which another GWP set is weighed while somebody looks at the settings."""


def effects_of(figures: Figures) -> dict[str, str]:
    """Return by the organisation's field what its other choices would change in the newest year with values."""
    if not figures.years:
        return {}
    year, organisation = figures.years[-1], figures.organisation
    name = year_name(year, organisation.year_start)
    found = {}
    derived = derived_tonnes(figures, year)
    if organisation.derives_upstream:
        found["derives_upstream"] = tr(
            "In {year} it comes to {tonnes} t CO₂e.", year=tr(name), tonnes=number(derived, 0)
        )
    if len(figures.ledger.rows.year) > MOST_ROWS:
        return found
    now = figures.totals(year).total(organisation.scope2_method)
    sets = {each.value: gwp_set(each.value, organisation.sf6) for each in GwpName}
    others = [each.value for each in GwpName if each.value != organisation.gwp]
    weighed = _weighed(figures, year, {each: sets[each] for each in others})
    changes = [tr("with {set} {change} t", set=each, change=_signed(weighed[each] - now)) for each in others]
    found["gwp"] = tr(
        "{year}: {tonnes} t CO₂e now, {changes}.",
        year=tr(name),
        tonnes=number(now, 0),
        changes=joined(changes),
    )
    if organisation.gwp == GwpName.AR6:
        other = next(each for each in Sf6Potential if each.value != organisation.sf6)
        weighed = _weighed(figures, year, {other.value: gwp_set(organisation.gwp, other.value)})
        found["sf6"] = tr(
            "{year}: {value} changes it by {change} t CO₂e.",
            year=tr(name),
            value=number(float(other.value)),
            change=_signed(weighed[other.value] - now),
        )
    return found


def derived_tonnes(figures: Figures, year: int) -> float:
    """Return t CO2e of a year that category 3 has by itself from scopes 1 and 2, by the organisation's method."""
    cubes = figures.cubes()
    place = CATEGORIES.index(Category.S3_3)
    derived = (cubes.of_category == place) & (cubes.category[cubes.of_source] != place)
    return float(cubes.location[derived, cubes.column(year)].sum())


def _weighed(figures: Figures, year: int, sets: dict[str, GwpSet]) -> dict[str, float]:
    """Return the year's total under each set; the figures are left as they were."""
    own = figures.ledger.gwp
    found = {}
    try:
        for name, each in sets.items():
            figures.weigh(each)
            found[name] = figures.totals(year).total(figures.organisation.scope2_method)
    finally:
        figures.weigh(own)
    return found


def _signed(value: float) -> str:
    """Return a change with its sign, in whole tonnes, small ones in hundredths."""
    decimals = 0 if abs(value) >= 1 or not value else 2
    return f"{'+' if value > 0 else ''}{number(value, decimals)}"
