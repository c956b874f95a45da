"""What the chart of one target holds, as values and words: series, knob, read-out and table.

The desktop draws it, `report.target_svg` writes it as SVG. `report.target_charts` makes one of a study; nothing here
asks an inventory.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from carbondesk.domain.targets.courses import Measure
from carbondesk.domain.text import Text
from carbondesk.language import percent, tr
from carbondesk.report.charts import change_words
from carbondesk.report.target_lines import Goal, Strand
from carbondesk.report.yardsticks import Yardstick, says_something
from carbondesk.report.year_axes import YearAxis

if TYPE_CHECKING:
    from carbondesk.report.target_lines import Points

_SAME = 1e-9
_MOST_STRANDS = 6
Series = tuple[str, str, str, "Points"]


@dataclass(frozen=True, slots=True)
class Row:
    """A series of the table: key (`actual`, `path`, `least`, `trend`, `gap`, `strand 0`), name, token, values by year.

    `cells` are the values as they are written, "" where there is none; `tones` tokens of the cells, if they differ.
    """

    key: str
    name: str
    token: str
    values: tuple[float | None, ...] = ()
    cells: tuple[str, ...] = ()
    tones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetChart(YearAxis):
    """One target's chart. Points are (year, value) in the target's own measure: t CO2e, an intensity, or a share.

    `lacking` are the actual years that lack values; they are drawn, but not compared with anything.
    `path` runs from the base year to the target year, `beyond` from there straight to net zero (a convention of
    charts), `least` is the weakest line that the method accepts, `forecast` the trend of the actual years carried on,
    `spread` how far the years lie around it (0: not known). `field` is what the knob sets of the target and `share`
    its value (None: there is no knob); `minimum` the smallest share that is accepted, `weak` what to say under it.
    """

    field: str
    measure: Measure
    yardstick: Yardstick
    context: Text
    goal: Goal
    base_year: int
    target_year: int
    actual: Points = ()
    lacking: frozenset[int] = frozenset()
    path: Points = ()
    beyond: Points = ()
    least: Points = ()
    forecast: Points = ()
    trend_years: tuple[int, int] = (0, 0)
    spread: float = 0.0
    strands: tuple[Strand, ...] = ()
    base: float = 0.0
    share: float | None = None
    minimum: float | None = None
    top: float = 1.0
    ticks: tuple[float, ...] = ()

    # ---- the knob ----------------------------------------------------------------------------------------

    @property
    def rises(self) -> bool:
        """Whether more is better: a share of renewable electricity, or of partners with targets."""
        return self.measure == Measure.SHARE

    @property
    def too_weak(self) -> bool:
        """Whether the target asks for less than the method accepts."""
        return self.is_too_weak(self.share)

    def is_too_weak(self, share: float | None) -> bool:
        """Whether a share is less than the method accepts; where nothing is known of a minimum, none is."""
        return self.minimum is not None and share is not None and share < self.minimum - _SAME

    def value(self, share: float) -> float:
        """Return the value in the target year that a share stands for."""
        return share if self.rises else self.base * (1 - share)

    def share_of(self, value: float) -> float:
        """Return the share that leads to a value in the target year."""
        return value if self.rises else 1 - value / self.base

    def share_words(self, share: float) -> str:
        """Write a share as the knob shows it, always with one decimal so that nothing trembles: `−46.0 %`."""
        return percent(share if self.rises else -share, 1)

    # ---- what stands at a year ---------------------------------------------------------------------------

    def years(self) -> list[int]:
        """Return the years that the read-out and the table stop at: those of the series, and of net zero."""
        stops = {year for line in (self.actual, self.path, self.beyond, self.forecast) for year, _ in line}
        return sorted(stops)

    def path_at(self, year: int) -> float | None:
        """Return the line of a year, or the way on to net zero; None outside of both."""
        found = at(self.path, year)
        return _between(self.beyond, year) if found is None else found

    def heights(self, year: int) -> list[tuple[str, float]]:
        """Return (token, value) of the points that the read-out speaks of, the line first."""
        found = [
            ("path", self.path_at(year)),
            ("actual", at(self.actual, year)),
            ("band", at(self.forecast[1:], year)),
        ]
        return [(token, value) for token, value in found if value is not None]

    def gap(self, year: int) -> float | None:
        """Return actual less line of a year, forecast less line where the year has not come or lacks values."""
        path, actual = self.path_at(year), None if year in self.lacking else at(self.actual, year)
        known = at(self.forecast[1:], year) if actual is None else actual
        return None if path is None or known is None else known - path

    def tone(self, gap: float) -> str:
        """Return the token of a gap: behind the line, or on it and better."""
        if not says_something(self.yardstick.words(gap)):
            return "ok"
        return "ok" if (gap > 0) == self.rises else "warn"

    # ---- words -------------------------------------------------------------------------------------------

    def change(self) -> str:
        """Write what the target asks for: `−46 %`, or the share itself."""
        if self.share is None:
            return ""
        return self.yardstick.amount(self.share) if self.rises else change_words(-self.share)

    def forecast_name(self) -> str:
        """Name the forecast by how it was made: `Trend of 2021 to 2025`."""
        first, last = (self.name(year) for year in self.trend_years)
        return tr("Trend of {first} to {last}", first=first, last=last)

    def edges(self) -> tuple[Points, Points]:
        """Return the upper and the lower edge of the spread around the forecast; both empty where none is known."""
        if not self.spread:
            return (), ()
        start, ahead = self.forecast[:1], self.forecast[1:]
        upper = tuple((year, value + self.spread) for year, value in ahead)
        return start + upper, start + tuple((year, max(0.0, value - self.spread)) for year, value in ahead)

    def spread_words(self) -> str:
        """Say how far the years lie around their trend."""
        return tr("± {amount}, their spread", amount=self.yardstick.amount(self.spread))

    def minimum_label(self) -> tuple[str, str]:
        """Return the two lines at the tick of the minimum: `1.5 °C minimum`, `99.4 kt (−42 %)`."""
        if self.minimum is None:
            return "", ""
        amount = self.yardstick.amount(self.value(self.minimum))
        return tr(self.goal.least), tr(
            "{amount} ({change})", amount=amount, change=change_words(-self.minimum)
        )

    def minimum_words(self) -> str:
        """Return the words at the tick where there is room for one line: `min. 99.4`."""
        if self.minimum is None:
            return ""
        return tr("min. {amount}", amount=self.yardstick.words(self.value(self.minimum)))

    def net_zero_label(self) -> tuple[str, str]:
        """Return the two lines at the net-zero point; empty without one."""
        if not self.beyond or not self.base:
            return "", ""
        year, left = self.beyond[-1]
        change = change_words(left / self.base - 1)
        return tr("Net zero {year}", year=self.name(year)), tr(
            "{amount} left ({change})", amount=self.yardstick.amount(left), change=change
        )

    def newest(self) -> tuple[int, float] | None:
        """Return the newest actual year that lacks nothing, and its value."""
        return next((point for point in reversed(self.actual) if point[0] not in self.lacking), None)

    def distance_words(self) -> str:
        """Say how far the newest complete year lies from the line: `3.3 kt above the path`; empty if not known."""
        newest = self.newest()
        gap = None if newest is None else self.gap(newest[0])
        if gap is None:
            return ""
        if not says_something(self.yardstick.words(gap)):
            return tr("on the path")
        amount, unit = self.yardstick.words(abs(gap)), self.yardstick.short
        if gap > 0:
            return tr("{amount} {unit} above the path", amount=amount, unit=unit)
        return tr("{amount} {unit} below the path", amount=amount, unit=unit)

    def distance_tone(self) -> str:
        """Return the token of that distance."""
        newest = self.newest()
        gap = None if newest is None else self.gap(newest[0])
        return "ok" if gap is None else self.tone(gap)

    def sentence(self) -> str:
        """Say in a few sentences what the chart shows, for who cannot see it."""
        said = []
        newest = self.newest()
        if newest is not None:
            year, amount = newest
            now = tr("{amount} in {year}", amount=self.yardstick.amount(amount), year=self.name(year))
            said.append(tr(", ").join(part for part in (now, self.distance_words()) if part) + tr("."))
        if self.share is not None:
            said.append(self._target_words(self.share))
        if self.minimum is not None:
            said.append(tr(": ").join(self.minimum_label()) + tr("."))
        if self.too_weak:
            said.append(tr("The target is {judgement}.", judgement=tr(self.goal.weak)))
        if self.forecast:
            end = self.forecast[-1]
            said.append(
                tr(
                    "{name} leads to {amount} in {year}.",
                    name=self.forecast_name(),
                    amount=self.yardstick.amount(end[1]),
                    year=self.name(end[0]),
                )
            )
        return " ".join(said) if said else tr("No complete year yet.")

    def _target_words(self, share: float) -> str:
        amount, year = self.yardstick.amount(self.value(share)), self.name(self.target_year)
        if self.rises:
            return tr("Target {amount} in {year}.", amount=amount, year=year)
        return tr(
            "Target {amount} in {year}, {change} on {base}.",
            amount=amount,
            year=year,
            change=self.change(),
            base=self.name(self.base_year),
        )

    def readout(self, year: int) -> list[tuple[str, str, str]]:
        """Return what the pop-up says of a year: lines of (token or "", name, amount)."""
        write, lines = self.yardstick.words, []
        for key, name, token, points in self._own():
            value = self.path_at(year) if key == "path" else at(points, year)
            if value is None:
                continue
            lines.append((token, name, write(value)))
            if key == "actual" and year in self.lacking:
                lines.append(("", tr("The year"), tr("not complete")))
            if key == "trend" and self.spread:
                low, high = write(max(0.0, value - self.spread)), write(value + self.spread)
                lines.append(("", tr("Its spread"), tr("{low} to {high}", low=low, high=high)))
        gap = self.gap(year)
        if gap is not None:
            lines.append(("", tr("Gap to path"), self.yardstick.signed(gap)))
        known = [(token, name, at(points, year)) for _, name, token, points in self._beside()]
        beside = [(token, name, write(value)) for token, name, value in known if value is not None]
        shown = beside if len(beside) <= _MOST_STRANDS else beside[: _MOST_STRANDS - 1]
        others = [("", tr("Others"), str(len(beside) - len(shown)))] if len(shown) < len(beside) else []
        return [*lines, *shown, *others]

    # ---- the table ---------------------------------------------------------------------------------------

    def rows(self) -> list[Row]:
        """Return the table's rows: the target's own, its gap, then the lines beside it."""
        years = tuple(self.years())
        own, beside = self._own(), self._beside()
        rows = [_filled(key, name, token, points, years, self.yardstick) for key, name, token, points in own]
        gaps = tuple(self.gap(year) for year in years)
        rows = [
            replace(row, tones=tuple("warn" if year in self.lacking else "" for year in years))
            if row.key == "actual" and self.lacking
            else row
            for row in rows
        ]
        if any(gap is not None for gap in gaps):
            cells = tuple("" if gap is None else self.yardstick.signed(gap) for gap in gaps)
            tones = tuple("" if gap is None else self.tone(gap) for gap in gaps)
            rows.append(Row("gap", tr("Gap to path"), "", gaps, cells, tones))
        rows += [
            _filled(key, name, token, points, years, self.yardstick) for key, name, token, points in beside
        ]
        return rows

    def table(self) -> tuple[list[str], list[tuple[str, list[str]]]]:
        """Return the chart as a table: the years' names, and rows of (name, one text a year)."""
        return [self.name(year) for year in self.years()], [
            (row.name, list(row.cells)) for row in self.rows()
        ]

    def void(self, year: int) -> str:
        """Say why the table holds nothing for a year."""
        if year < self.base_year:
            return tr("{year} lies before the base year", year=self.name(year))
        if self.actual and year > self.actual[-1][0]:
            return tr("No values yet for {year}", year=self.name(year))
        return tr("Nothing was entered for {year}", year=self.name(year))

    def _own(self) -> list[Series]:
        """Return (key, name, token, points) of the target's own series that have points."""
        found = [
            ("actual", tr("Actual"), "actual", self.actual),
            ("path", tr("Target path"), "path", self.path + self.beyond[1:]),
            ("least", tr(self.goal.least), "ink3", self.least),
            ("trend", tr("Trend"), "band", self.forecast[1:]),
        ]
        return [series for series in found if series[3]]

    def _beside(self) -> list[Series]:
        return [
            (f"strand {place}", strand.name, strand.token, strand.points + strand.beyond[1:])
            for place, strand in enumerate(self.strands)
        ]


def at(points: Points, year: int) -> float | None:
    """Return the value of a year, None where a series has none."""
    return next((value for each, value in points if each == year), None)


def _between(points: Points, year: int) -> float | None:
    """Return the value of a year on a straight line between two points, None outside of them."""
    if not points or not points[0][0] <= year <= points[-1][0]:
        return None
    (start, first), (end, last) = points[0], points[-1]
    return first + (last - first) * (year - start) / max(1, end - start)


@lru_cache(maxsize=512)
def _filled(
    key: str, name: str, token: str, points: Points, years: tuple[int, ...], measure: Yardstick
) -> Row:
    """Lay a series out over some years; what did not change in a drag is not written again."""
    known = dict(points)
    values = tuple(known.get(year) for year in years)
    return Row(
        key, name, token, values, tuple("" if each is None else measure.words(each) for each in values)
    )
