"""What the detail tells of one factor, gathered from the library, the figures of a year and the sets read in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from carbondesk.domain.periods import year_label
from carbondesk.domain.records import FactorSet
from carbondesk.language import tr
from carbondesk.report.editions import Newer, difference
from carbondesk.ui.pages.factors.detail import Portrait
from carbondesk.ui.pages.factors.uses import uses_in
from carbondesk.ui.pages.factors.weights import Weight, weight
from carbondesk.ui.pages.factors.words import tonnes_words

if TYPE_CHECKING:
    from carbondesk.domain.accounting.editions import Edition
    from carbondesk.domain.gases import GwpSet
    from carbondesk.domain.records import Factor
    from carbondesk.report.figures import Figures
    from carbondesk.ui.pages.factors.stock import Stock


def portrait(figures: Figures, stock: Stock, place: int, gwp: GwpSet, newer: Sequence[Newer]) -> Portrait:
    """Return what is told of the factor at a place of the stock, in the year whose uses the stock knows."""
    card, factor, year = stock.cards[place], stock.factor(place), stock.uses.year
    methane = figures.organisation.combustion_methane
    editions: list[tuple[Factor, Edition, Weight]] = []
    for other in stock.editions_of(place):
        edition, known = stock.cards[other].edition, stock.factor(other)
        if edition is not None:
            editions.append((known, edition, weight(known, gwp, methane)))
    label = tr(year_label(year, figures.organisation.year_start))
    return Portrait(
        card=card,
        factor=factor,
        weight=weight(factor, gwp, methane),
        gwp=gwp.name,
        year=year,
        year_words=label,
        read_in=_read_in(figures, card.edition),
        editions=editions,
        uses=uses_in(figures, stock.uses, factor.factor_id),
        notice=_notice(figures, year, label, card.edition, newer) if stock.count_of_uses[place] else ("", ""),
    )


def added_by(figures: Figures, year: int, fresh: Sequence[Newer]) -> float:
    """Return what newer editions would add to a year, in t CO2e; lines with an unknown side are left out."""
    pins = {each.series: each.edition.edition for each in fresh}
    return sum(line.change or 0.0 for line in difference(figures, year, pins.items())) if pins else 0.0


def _read_in(figures: Figures, edition: Edition | None) -> FactorSet | None:
    if edition is None or not edition.imported:
        return None
    return next((each for each in figures.inventory.all(FactorSet) if each.edition == edition.edition), None)


def _notice(
    figures: Figures, year: int, label: str, edition: Edition | None, newer: Sequence[Newer]
) -> tuple[str, str]:
    """Return title and text of the notice about a newer edition, empty where there is none."""
    fresh = [each for each in newer if edition in each.current and edition != each.edition]
    if not fresh:
        return "", ""
    version, change = fresh[-1].edition.source_version, added_by(figures, year, fresh[-1:])
    amount = tonnes_words(abs(change))
    if change < 0:
        title = tr(
            "The edition {edition} takes {tonnes} t off {year}", edition=version, tonnes=amount, year=label
        )
    else:
        title = tr(
            "The edition {edition} adds {tonnes} t to {year}", edition=version, tonnes=amount, year=label
        )
    return title, tr("The year keeps its edition until you take the newer one over, with a reason.")
