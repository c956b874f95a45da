"""What is wrong or doubtful about a factor of one's own, before it is kept: its defects, limits and categories."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from carbondesk.domain.accounting.defects import defects
from carbondesk.domain.accounting.factors import COMBUSTION
from carbondesk.domain.records import Category, Factor
from carbondesk.domain.schema import Finding, Severity, error, warning
from carbondesk.domain.text import say

if TYPE_CHECKING:
    from carbondesk.report.figures import Figures
    from carbondesk.ui.pages.factors.stock import Stock


def judge(factor: Factor, figures: Figures, most_n2o: float | None) -> list[Finding]:
    """Return the findings about a factor, errors first.

    `most_n2o` is the largest published kg N2O per kg CO2 of fuels that are burnt; None leaves that check out.
    """
    found = [*defects(factor, figures.library.gases, figures.gwp_sets.values()), *_of_limits(factor)]
    found += [*_of_category(factor), *_of_nitrous_oxide(factor, most_n2o)]
    return sorted(found, key=lambda finding: finding.severity != Severity.ERROR)


def largest_share_of_n2o(stock: Stock) -> float | None:
    """Return the largest kg N2O per kg CO2 that any published factor of a burnt fuel has."""
    shares = []
    for place, card in enumerate(stock.cards):
        if card.own or not COMBUSTION & set(card.category.split(";")):
            continue
        factor = stock.factor(place)
        carbon = (factor.co2 or 0.0) + (factor.co2_biogenic or 0.0)
        if carbon and factor.n2o:
            shares.append(factor.n2o / carbon)
    return max(shares, default=None)


def _of_limits(factor: Factor) -> Iterable[Finding]:
    first, last = factor.valid_from, factor.valid_to
    if first is not None and last is not None and last < first:
        yield error(
            "end-before-start",
            say("The last data year lies before the first."),
            remedy=say("Correct one of the two years."),
        )
    low, high = factor.uncertainty_low, factor.uncertainty_high
    if low is not None and high is not None and high < low:
        yield error(
            "limits-swapped",
            say("The upper limit of the uncertainty lies below the lower one."),
            remedy=say("Give both limits in the unit of the factor."),
        )


def _of_category(factor: Factor) -> Iterable[Finding]:
    if not factor.category:
        yield warning(
            "no-category",
            say("Without a category no source can take the factor here."),
            remedy=say("Choose what the factor is used for."),
        )


def _of_nitrous_oxide(factor: Factor, most_n2o: float | None) -> Iterable[Finding]:
    carbon = (factor.co2 or 0.0) + (factor.co2_biogenic or 0.0)
    burnt = COMBUSTION & {Category(each) for each in factor.category.split(";") if each}
    if burnt and carbon and factor.n2o and most_n2o is not None and factor.n2o / carbon > most_n2o:
        times = round(factor.n2o / carbon / most_n2o, 1)
        yield warning(
            "much-n2o",
            say("{times} times as much N₂O per CO₂ as any published fuel has.", times=times),
            remedy=say("Check that this is nitrous oxide, not NOx, and that kg are meant."),
        )
