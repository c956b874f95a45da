"""What would change with another edition of a set of factors, taking it over, and the register of factors of a year.

Nothing here writes but `take_over`, which pins editions in one step with a reason. The difference is computed by
choosing every factor of the year again under the pins and weighing the same quantities with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from carbondesk.domain.accounting.emissions import PRINTED, masses, rate_table, tonnes
from carbondesk.domain.accounting.factors import Choice, Policy, admitted, choose
from carbondesk.domain.accounting.needs import Need
from carbondesk.domain.records import EditionPin, Factor, Scope2Method
from carbondesk.domain.text import Text, listed, say
from carbondesk.report.tables import LOCATION, MARKET, year_parts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbondesk.domain.accounting.editions import Edition
    from carbondesk.report.figures import Figures
    from carbondesk.store import Inventory


@dataclass(frozen=True, slots=True, kw_only=True)
class Newer:
    """An edition that does not count for a year yet, and those of its series that the year is computed with."""

    series: str
    current: tuple[Edition, ...]
    edition: Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A source's year with one factor and with another; tonnes are t CO2e with its shares, None where unknown."""

    source: int
    before: Factor | None
    after: Factor | None
    tonnes_before: float | None
    tonnes_after: float | None

    @property
    def change(self) -> float | None:
        """What is added, in t CO2e; None where one side is unknown."""
        if self.tonnes_before is None or self.tonnes_after is None:
            return None
        return self.tonnes_after - self.tonnes_before


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A factor in the register of a year: for which sources and for how much it was used.

    `quantity` is in the factor's unit, `tonnes` in t CO2e, both with the shares of the consolidation approach; `basis`
    is the report whose potentials weigh the gases, or the one that the publisher used for a printed total.
    """

    factor: Factor
    name: Text
    edition: Edition | None
    basis: str
    quantity: float
    tonnes: float | None
    sources: tuple[int, ...]


def calendar_years(figures: Figures, year: int) -> tuple[int, ...]:
    """Return the calendar years whose factors a reporting year is computed with: two for most fiscal years."""
    rows = figures.ledger.rows
    return tuple(np.unique(rows.factor_year[rows.year == year]).tolist())


def editions_used(figures: Figures, year: int) -> dict[str, tuple[Edition, ...]]:
    """Return for each series the editions that a year is computed with, in their order."""
    found: dict[str, dict[str, Edition]] = defaultdict(dict)
    for choice in _choices(figures, year).values():
        edition = figures.library.edition(choice.factor) if choice.factor else None
        if edition:
            found[edition.series][edition.edition] = edition
    return {series: tuple(used[key] for key in sorted(used)) for series, used in found.items()}


def newer(figures: Figures, year: int) -> list[Newer]:
    """Return the editions that do not count for a year but would give some of its sources another factor.

    These are editions of a later library, sets that were read in, and editions that a pin keeps out.
    """
    policy, used = figures.ledger.rates.policy, editions_used(figures, year)
    years, needs = calendar_years(figures, year), list(_choices(figures, year))
    found = []
    for edition in figures.library.editions:
        current = used.get(edition.series, ())
        left_out = not all(admitted(each, edition, policy) for each in years)
        if current and left_out:
            kept = [(edition.series, each.edition) for each in current]
            tried = _pinned(policy, years, [*kept, (edition.series, edition.edition)])
            if any(_takes(figures, need, tried, edition) for need in needs):
                found.append(Newer(series=edition.series, current=current, edition=edition))
    return sorted(found, key=lambda each: each.edition.edition)


def difference(
    figures: Figures, year: int, pins: Iterable[tuple[str, str]], *, method: str = ""
) -> list[Difference]:
    """Return what each source of a year would change under pins of (series, edition), the largest change first.

    A line is a source and a factor that it has now; what keeps its factor is left out. What follows from a source in
    category 3 has lines of its own. Power counts by a method of scope 2, the organisation's where none is named.
    """
    counts = LOCATION if (method or figures.organisation.scope2_method) == Scope2Method.LOCATION else MARKET
    rates = figures.ledger.rates
    tried = _pinned(rates.policy, calendar_years(figures, year), pins)
    needs, choices = rates.needs, rates.table.choices
    parts = year_parts(figures, year)
    ids, sums = list(figures.sources), dict[tuple[int, int], float]()
    for source, rate, quantity, methods in zip(
        parts.source.tolist(),
        parts.rate.tolist(),
        parts.quantity.tolist(),
        parts.methods.tolist(),
        strict=True,
    ):
        if methods & counts and needs[rate].own_factor not in rates.own:
            sums[source, rate] = sums.get((source, rate), 0.0) + quantity
    after = {rate: choose(needs[rate], figures.library, tried) for _, rate in sums}
    changed = [rate for rate, choice in after.items() if choice.factor != choices[rate].factor]
    before_per_unit = dict(zip(changed, _per_unit(figures, [choices[rate] for rate in changed]), strict=True))
    after_per_unit = dict(zip(changed, _per_unit(figures, [after[rate] for rate in changed]), strict=True))
    result = [
        Difference(
            source=ids[source],
            before=choices[rate].factor,
            after=after[rate].factor,
            tonnes_before=_known(quantity, before_per_unit[rate]),
            tonnes_after=_known(quantity, after_per_unit[rate]),
        )
        for (source, rate), quantity in sums.items()
        if rate in before_per_unit
    ]
    return sorted(result, key=lambda each: -abs(each.change or 0.0))


def take_over(
    inventory: Inventory, years: Iterable[int], pins: Mapping[str, str], reason: str, *, person: str = ""
) -> None:
    """Pin editions, by series, for some calendar years in one step; pins of the same series and year are replaced.

    `calendar_years` gives the years of a reporting year. Raises ValueError without a reason.
    """
    if not reason.strip():
        message = "taking over an edition needs a reason"
        raise ValueError(message)
    chosen = sorted(set(years))
    with inventory.step(
        say("Take over {editions}", editions=listed(sorted(pins.values()))), reason=reason, person=person
    ) as step:
        for pin in inventory.all(EditionPin):
            if pin.year in chosen and pin.family in pins:
                step.remove(pin)
        for year in chosen:
            for series, edition in sorted(pins.items()):
                step.add(EditionPin(year=year, family=series, edition=edition, reason=reason))


def register(figures: Figures, year: int) -> list[Entry]:
    """Return every factor that a year was computed with, also in category 3, those of most emissions first."""
    table, parts, ids = figures.ledger.rates.table, year_parts(figures, year), list(figures.sources)
    amount = (
        tonnes(parts.quantity, table.co2e(figures.ledger.gwp)[parts.rate])
        if len(parts.rate)
        else parts.quantity
    )
    quantities: dict[str, float] = defaultdict(float)
    amounts: dict[str, float] = defaultdict(float)
    sources: dict[str, dict[int, None]] = defaultdict(dict)
    found: dict[str, tuple[Factor, Choice]] = {}
    for place, rate in enumerate(parts.rate.tolist()):
        choice = table.choices[rate]
        if choice.factor is not None:
            key = choice.factor.factor_id
            found[key] = (choice.factor, choice)
            quantities[key] += float(parts.quantity[place]) * choice.per_unit
            amounts[key] += float(amount[place])
            sources[key][ids[parts.source[place]]] = None
    entries = [
        Entry(
            factor=factor,
            name=choice.name,
            edition=figures.library.edition(factor),
            basis=factor.co2e_basis if PRINTED in masses(choice) else figures.ledger.gwp.name,
            quantity=quantities[key],
            tonnes=None if np.isnan(amounts[key]) else amounts[key],
            sources=tuple(sources[key]),
        )
        for key, (factor, choice) in found.items()
    ]
    return sorted(entries, key=lambda each: (-(each.tonnes or 0.0), each.factor.factor_id))


def _choices(figures: Figures, year: int) -> dict[Need, Choice]:
    """Return the choice of factor of every need that a year has, also in category 3."""
    rates = figures.ledger.rates
    needs, choices = rates.needs, rates.table.choices
    places: list[int] = np.unique(year_parts(figures, year).rate).tolist()
    return {needs[place]: choices[place] for place in places if needs[place].own_factor not in rates.own}


def _pinned(policy: Policy, years: Iterable[int], pins: Iterable[tuple[str, str]]) -> Policy:
    """Return the policy with pins of (series, edition) for some years in the place of those of the same series."""
    added = frozenset((year, series, edition) for year in years for series, edition in pins)
    taken = {(year, series) for year, series, _ in added}
    kept = frozenset(pin for pin in policy.pins if pin[:2] not in taken)
    return replace(policy, pins=kept | added)


def _takes(figures: Figures, need: Need, policy: Policy, edition: Edition) -> bool:
    factor = choose(need, figures.library, policy).factor
    return factor is not None and figures.library.edition(factor) == edition


def _per_unit(figures: Figures, choices: list[Choice]) -> NDArray[np.float64]:
    """Return kg CO2e per entered unit of each choice, (k,); not a number where it is not known."""
    return rate_table(choices).co2e(figures.ledger.gwp)


def _known(quantity: float, per_unit: float) -> float | None:
    amount = float(tonnes(np.array([quantity]), np.array([per_unit]))[0])
    return None if np.isnan(amount) else amount
