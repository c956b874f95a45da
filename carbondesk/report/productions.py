"""The output figure that explains a site's energy: which one it is, and what it comes to in a reporting year.

Production is taken before any other figure, then revenue, then people; what says nothing about output (floor area,
degree days, temperatures) is never taken. The choice is our own and is said beside the numbers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carbondesk.domain.periods import exact_sum, year_months
from carbondesk.domain.records import Driver
from carbondesk.domain.schema import Finding, info, warning
from carbondesk.domain.text import listed, say

if TYPE_CHECKING:
    from carbondesk.report.figures import Figures

_ORDER = (
    ("production", "output", "产量"),
    ("revenue", "turnover", "sales", "收入"),
    ("headcount", "staff", "人数"),
)
_STANDING = ("headcount", "employees", "staff", "人数")
_NO_OUTPUT = ("floor area", "面积", "degree", "temperature", "weather", "度日")
_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Production:
    """A site's output figure in two reporting years, in one unit; None where nothing was entered.

    `months` are the numbers of months with a value. What stands (people) counts with its mean month.
    """

    name: str
    unit: str
    before: float | None
    after: float | None
    months: tuple[int, int]

    @property
    def usable(self) -> bool:
        """Whether both years have a value, and neither is negative."""
        return self.before is not None and self.after is not None and min(self.before, self.after) >= 0


def productions(figures: Figures, before: int, after: int) -> dict[int, Production]:
    """Return for each site with output figures the one that explains its energy in two reporting years."""
    start = figures.organisation.year_start
    spans = [frozenset(year_months(year, start)) for year in (before, after)]
    wanted = spans[0] | spans[1]
    grouped: dict[int, dict[tuple[str, str], list[Driver]]] = defaultdict(lambda: defaultdict(list))
    for figure in figures.inventory.all(Driver):
        if figure.month in wanted and _rank(figure) is not None:
            grouped[figure.site][figure.driver, figure.unit].append(figure)
    return {site: _best(named, spans) for site, named in grouped.items()}


def _best(named: Mapping[tuple[str, str], list[Driver]], spans: list[frozenset[str]]) -> Production:
    """Return the figure of the highest rank that both years have, else of the highest rank."""
    found = [(_rank(rows[0]) or 0, _production(rows, spans)) for rows in named.values()]
    return min(found, key=lambda pair: (not pair[1].usable, pair[0], pair[1].name, pair[1].unit))[1]


def _production(rows: list[Driver], spans: list[frozenset[str]]) -> Production:
    amounts = [[row.amount for row in rows if row.month in span] for span in spans]
    stands = any(word in _words(rows[0]) for word in _STANDING)
    sums = [
        None if not each else exact_sum(each) / len(each) if stands else exact_sum(each) for each in amounts
    ]
    return Production(
        name=rows[0].driver,
        unit=rows[0].unit,
        before=sums[0],
        after=sums[1],
        months=(len(amounts[0]), len(amounts[1])),
    )


def _rank(figure: Driver) -> int | None:
    """Return the place of a figure in the order of choice, None for what is no output."""
    words = _words(figure)
    if any(word in words for word in _NO_OUTPUT):
        return None
    places = (place for place, known in enumerate(_ORDER) if any(word in words for word in known))
    return next(places, len(_ORDER))


def _words(figure: Driver) -> str:
    return f"{figure.driver} {figure.kind}".casefold()


def production_findings(
    figures: Figures, known: Mapping[int, Production], sites: Iterable[int]
) -> list[Finding]:
    """Return which of some sites have no output figure in both years, and whose years have unlike months."""
    wanted = list(sites)
    without = [site for site in wanted if site not in known or not known[site].usable]
    found = []
    if without:
        names = listed(figures.sites[site].name for site in without[:_NAMED])
        found.append(
            warning(
                "production-missing",
                say("{n} sites have no output figure in both years: {sites}.", n=len(without), sites=names)
                if len(without) <= _NAMED
                else say(
                    "{n} sites have no output figure in both years: {sites} …", n=len(without), sites=names
                ),
                remedy=say("Enter the production of these sites for both years under Data entry."),
                table="driver",
            )
        )
    for site in wanted:
        if site in known and known[site].usable and known[site].months[0] != known[site].months[1]:
            before, after = known[site].months
            found.append(
                info(
                    "production-months",
                    say(
                        "{site}: {figure} has {before} months in one year and {after} in the other.",
                        site=figures.sites[site].name,
                        figure=known[site].name,
                        before=before,
                        after=after,
                    ),
                    remedy=say("Enter the missing months; the effect of output hangs on them."),
                    table="driver",
                    site=site,
                )
            )
    return found
