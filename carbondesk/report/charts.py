"""Charts as values: what the desktop draws with pyqtgraph and the reports as SVG is the same object.

All amounts are t CO2e; `Scale` says in which unit they are written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import TYPE_CHECKING

from carbondesk.domain.text import Text, say
from carbondesk.language import number, percent, tr
from carbondesk.report.year_axes import YearAxis

if TYPE_CHECKING:
    from carbondesk.report.figures import Figures
    from carbondesk.report.targets import TargetPath
    from carbondesk.report.totals import YearTotals

_SCOPE_3 = 3
_KILO_FROM = 100_000.0
_ROOM_FOR_LABELS = 1.03
_FEWEST_TICKS = 4
_DECIMALS_BELOW = 1_000.0

SCOPE_NAMES = {"s1": say("Scope 1"), "s2": say("Scope 2"), "s3": say("Scope 3")}
EXTENTS = {"1+2": ("s1", "s2"), "3": ("s3",), "1+2+3": ("s1", "s2", "s3")}
SCOPES_OF = {"1+2": (1, 2), "3": (3,), "1+2+3": (1, 2, 3)}
EXTENT_NAMES = {"1+2": say("Scope 1+2"), "3": say("Scope 3"), "1+2+3": say("All scopes")}
METHOD_NAMES = {"market": say("market-based"), "location": say("location-based")}


@dataclass(frozen=True, slots=True)
class Scale:
    """In which unit amounts of t CO2e are written: `kilo` for kt CO2e, else t CO2e, with so many decimals."""

    kilo: bool
    decimals: int

    @property
    def divisor(self) -> float:
        """How many t CO2e one of the unit holds."""
        return 1000.0 if self.kilo else 1.0

    @property
    def unit(self) -> Text:
        """The unit with its gas: kt CO₂e."""
        return say("kt CO₂e") if self.kilo else say("t CO₂e")

    @property
    def short(self) -> Text:
        """The unit alone, where the gas has been named already."""
        return say("kt") if self.kilo else say("t")

    def words(self, tonnes: float) -> str:
        """Write an amount without its unit."""
        return number(tonnes / self.divisor, self.decimals)

    def figure(self, tonnes: float) -> str:
        """Write an amount as a figure that stands alone: from a thousand units on without decimals."""
        amount = tonnes / self.divisor
        return number(amount, 0 if abs(amount) >= _DECIMALS_BELOW else self.decimals)

    def signed(self, tonnes: float) -> str:
        """Write an amount with its sign, without its unit."""
        words = self.words(tonnes)
        return (
            words if words.startswith("\u2212") or not any(c in words for c in "123456789") else f"+{words}"
        )


def change_words(share: float) -> str:
    """Write a change of a base (-0.302) with at most one decimal: `−30.2 %`, `−46 %`, `+3 %`."""
    rounded = round(share * 100, 1)
    words = percent(rounded / 100, 0 if rounded.is_integer() else 1)
    return f"+{words}" if rounded > 0 else words


def compared_words(share: float) -> str:
    """Write a change on another year with one decimal, so that a column of them lines up: `+3.0 %`."""
    words = percent(share, 1)
    return f"+{words}" if share > 0 and any(digit in words for digit in "123456789") else words


def complete_words(share: float) -> str:
    """Write a share of values: never rounded up to 100 % while one is missing."""
    if share >= 1.0:
        return percent(1.0, 0)
    return percent(min(share, 0.999), 1)


def scale_for(amounts: Iterable[float]) -> Scale:
    """Choose t, or kt where the largest amount has six digits, and the decimals that both ends can do with."""
    largest = max((abs(amount) for amount in amounts), default=0.0)
    if largest >= _KILO_FROM:
        return Scale(kilo=True, decimals=1)
    return Scale(kilo=False, decimals=1 if largest < _DECIMALS_BELOW else 0)


@dataclass(frozen=True, slots=True)
class Bar:
    """One year's actual emissions: (token, t CO2e) from the bottom up; `missing` is about what is not in them.

    A year that is `under_way` lacks the months that have not come.
    """

    year: int
    parts: tuple[tuple[str, float], ...]
    complete: bool
    missing: float = 0.0
    under_way: bool = False

    @property
    def total(self) -> float:
        """The height of the bar in t CO2e."""
        return sum(size for _, size in self.parts)

    @property
    def lack(self) -> str:
        """Say why the year is not compared with the path; empty where it is complete."""
        if self.complete:
            return ""
        return tr("under way") if self.under_way else tr("not complete")


@dataclass(frozen=True, slots=True, kw_only=True)
class PathwayChart(YearAxis):
    """Actual years as bars, the target's path as a line, and the way on to net zero.

    `path` holds (year, t CO2e) from the base year to the target year, `beyond` the target point and the net-zero
    point. `top` is the upper end of the axis in t CO2e and the last of `ticks`; both are empty of meaning without
    bars.
    """

    extent: str
    method: str
    scale: Scale
    bars: tuple[Bar, ...]
    target: TargetPath | None
    top: float
    ticks: tuple[float, ...]

    # ---- the path ----------------------------------------------------------------------------------------

    @property
    def path(self) -> list[tuple[int, float]]:
        """The target's path, (year, t CO2e) for every year from the base year to the target year."""
        return [] if self.target is None else self.target.points()

    @property
    def beyond(self) -> list[tuple[int, float]]:
        """The dotted way from the target to net zero; empty without a net-zero year."""
        return [] if self.target is None else self.target.beyond()

    def path_at(self, year: int) -> float | None:
        """Return the path or the way to net zero in a year, None outside of both."""
        return None if self.target is None else self.target.at(year)

    def gap(self, year: int) -> float | None:
        """Return how far a year's bar lies above the path; None where either is missing, or they hold other things."""
        bar, path = self.bar(year), self.path_at(year)
        if bar is None or path is None or self.target is None or not self.target.whole:
            return None
        return bar.total - path

    def bar(self, year: int) -> Bar | None:
        """Return the bar of a year."""
        return next((bar for bar in self.bars if bar.year == year), None)

    # ---- words -------------------------------------------------------------------------------------------

    @property
    def context(self) -> Text:
        """What stands behind the chart's title: unit, scopes, method, and in what path and bars differ."""
        said = say("{unit}, {scopes}", unit=self.scale.unit, scopes=EXTENT_NAMES[self.extent])
        if self.extent != "3":
            said = say(
                "{unit}, {scopes}, {method}",
                unit=self.scale.unit,
                scopes=EXTENT_NAMES[self.extent],
                method=METHOD_NAMES[self.method],
            )
        if self.target is None or not str(self.target.apart):
            return said
        return say("{context}, {apart}", context=said, apart=self.target.apart)

    def stack_labels(self) -> list[tuple[str, float]]:
        """Return (token, t CO2e) where the first bar's parts are named: the middle of each."""
        if not self.bars:
            return []
        placed, bottom = [], 0.0
        for token, size in self.bars[0].parts:
            placed.append((token, bottom + size / 2))
            bottom += size
        return placed

    def path_label(self) -> str:
        """Name the path: `1.5 °C path, −30.2 % on 2025`."""
        target = self.target
        if target is None:
            return ""
        change, base = change_words(-target.reduction), self.name(target.base_year)
        return tr("{path}, {change} on {year}", path=self.path_name(), change=change, year=base)

    def path_name(self) -> str:
        """Name the path in two words, where there is no room for more."""
        if self.target is None:
            return ""
        return tr(self.target.goal) if self.target.at_least_minimum else tr("Target path")

    def target_label(self) -> tuple[str, str]:
        """Return the two lines at the target point."""
        if self.target is None:
            return "", ""
        return tr("Target {year}", year=self.name(self.target.target_year)), tr(
            "{amount} {unit} ({change})",
            amount=self.scale.words(self.target.target),
            unit=self.scale.short,
            change=change_words(-self.target.reduction),
        )

    def net_zero_label(self) -> tuple[str, str]:
        """Return the two lines at the net-zero point."""
        if self.target is None or self.target.net_zero_year is None:
            return "", ""
        return tr("Net zero {year}", year=self.name(self.target.net_zero_year)), tr(
            "{amount} {unit} left ({change})",
            amount=self.scale.words(self.target.residual),
            unit=self.scale.short,
            change=change_words(self.target.residual / self.target.base - 1),
        )

    def sentence(self) -> str:
        """Say in a sentence or two what the chart shows, for who cannot see it."""
        if not self.bars:
            return tr("No complete year yet.")
        last = self.bars[-1]
        unit = self.scale.short
        parts = [
            tr(
                "{amount} {unit} in {year}",
                amount=self.scale.words(last.total),
                unit=unit,
                year=self.name(last.year),
            )
        ]
        gap = self.gap(last.year)
        if gap is not None and not last.under_way:
            parts.append(self.distance_words(gap))
        if not last.complete:
            parts.append(tr("the year is under way") if last.under_way else tr("values are missing"))
        text = tr(", ").join(parts) + tr(".")
        if self.target is not None:
            target = self.target
            text += " " + tr(
                "Target {amount} {unit} in {year}, {change} on {base}.",
                amount=self.scale.words(target.target),
                unit=unit,
                year=self.name(target.target_year),
                change=change_words(-target.reduction),
                base=self.name(target.base_year),
            )
        return text

    def distance_words(self, above: float) -> str:
        """Say how far an amount lies above or below the path."""
        words = self.scale.words(abs(above))
        unit = self.scale.short
        if not any(digit in words for digit in "123456789"):
            return tr("on the path")
        if above > 0:
            return tr("{amount} {unit} above the path", amount=words, unit=unit)
        return tr("{amount} {unit} below the path", amount=words, unit=unit)

    def readout(self, year: int) -> list[tuple[str, str, str]]:
        """Return what the pop-up says of a year: lines of (token or "", name, amount)."""
        lines: list[tuple[str, str, str]] = []
        bar, path = self.bar(year), self.path_at(year)
        if bar is not None:
            lines.append(("actual", tr("Actual"), self.scale.words(bar.total)))
            if len(bar.parts) > 1:
                lines += [
                    (token, tr(SCOPE_NAMES[token]), self.scale.words(size))
                    for token, size in reversed(bar.parts)
                ]
            if bar.under_way:
                lines.append(("", tr("The year"), bar.lack))
            if not bar.complete and (bar.missing or not bar.under_way):
                lines.append(("", tr("Missing, about"), self.scale.words(bar.missing)))
        if path is not None:
            lines.append(("path", tr("Target path"), self.scale.words(path)))
        gap = self.gap(year)
        if bar is not None and gap is not None and not bar.under_way:
            lines.append(("", tr("Gap to path"), self.scale.signed(gap)))
        return lines

    def heights(self, year: int) -> list[tuple[str, float]]:
        """Return (token, t CO2e) of the points that the read-out speaks of."""
        bar, path = self.bar(year), self.path_at(year)
        found = [("actual", None if bar is None else bar.total), ("path", path)]
        return [(token, amount) for token, amount in found if amount is not None]

    def years(self) -> list[int]:
        """Return the years that the read-out stops at: those of bars and path, and the net-zero year."""
        stops = {bar.year for bar in self.bars} | {year for year, _ in self.path + self.beyond}
        return sorted(stops)

    def table(self) -> tuple[list[str], list[tuple[str, list[str]]]]:
        """Return the chart as a table: the years' names, and rows of (name, one text a year).

        A text is empty where nothing can stand (`void` says why); the gap of a year that is not complete is said in
        words instead, because it would look like a fall.
        """
        years = self.years()
        rows: list[tuple[str, list[str]]] = []
        bars = [self.bar(year) for year in years]
        rows.append((tr("Actual"), [self.scale.words(bar.total) if bar else "" for bar in bars]))
        tokens = EXTENTS[self.extent]
        if len(tokens) > 1:
            for token in tokens:
                words = [self.scale.words(dict(bar.parts)[token]) if bar else "" for bar in bars]
                rows.append((tr(SCOPE_NAMES[token]), words))
        if self.target is not None:
            path = [self.path_at(year) for year in years]
            rows.append((tr("Target path"), ["" if at is None else self.scale.words(at) for at in path]))
            found = [self.gap(year) for year in years]
            gaps = [
                "" if bar is None or gap is None else bar.lack or self.scale.signed(gap)
                for bar, gap in zip(bars, found, strict=True)
            ]
            if self.target.whole:
                rows.append((tr("Gap to path"), gaps))
        return [self.name(year) for year in years], rows

    def void(self, year: int) -> str:
        """Say why the table holds nothing for a year where it holds nothing."""
        target, last = self.target, self.bars[-1].year if self.bars else 0
        if year > last:
            return tr("No values yet for {year}", year=self.name(year))
        if target is not None and year < target.base_year:
            return tr("{year} lies before the base year", year=self.name(year))
        return tr("Nothing was entered for {year}", year=self.name(year))


def pathway_chart(  # noqa: PLR0913 - what a chart is made of
    years: Sequence[YearTotals],
    *,
    extent: str,
    method: str,
    scale: Scale,
    target: TargetPath | None,
    complete: Sequence[int] | None = None,
    before: PathwayChart | None = None,
    year_start: int = 1,
    under_way: Collection[int] = (),
) -> PathwayChart:
    """Lay out the pathway chart of some reporting years, oldest first.

    `complete` are the years that lack nothing; without it each year's own totals tell. `under_way` are those whose
    last month has not come; `year_start` is the month in which the reporting years begin.
    `before` is the chart shown until now: its axis is kept while it fits, so that an edit moves bars and not axes.
    """
    bars = tuple(
        _bar(
            totals,
            extent,
            method,
            complete=totals.complete if complete is None else totals.year in complete,
            under_way=totals.year in under_way,
        )
        for totals in years
    )
    named = [bar.year for bar in bars] + ([target.base_year, target.target_year] if target else [])
    first, near = min(named, default=0), max(named, default=0)
    last = max(near, target.net_zero_year or near) if target else near
    highest = max(
        [bar.total for bar in bars] + [amount for _, amount in (target.points() if target else [])],
        default=0.0,
    )
    top, ticks = axis(highest * _ROOM_FOR_LABELS)
    if before is not None and before.extent == extent and top <= before.top <= top * 1.5 and highest:
        top, ticks = before.top, before.ticks
    return PathwayChart(
        extent=extent,
        method=method,
        scale=scale,
        bars=bars,
        target=target,
        first=first,
        split=near,
        last=last,
        top=top,
        ticks=ticks,
        year_start=year_start,
    )


def extents_with_values(figures: Figures) -> list[str]:
    """Return which extents have something to show, scope 1+2 always among them."""
    cubes = figures.cubes()
    # Scope 3 may be there through what is derived alone.
    has_scope_3 = bool((cubes.scope == _SCOPE_3).any() or (cubes.of_scope == _SCOPE_3).any())
    return ["1+2", "3", "1+2+3"] if has_scope_3 else ["1+2"]


def axis(highest: float) -> tuple[float, tuple[float, ...]]:
    """Return the top of an axis from zero and its 4 to 7 ticks at 1, 2, 2.5 or 5 times a power of ten."""
    if highest <= 0:
        return 1.0, (0.0, 0.25, 0.5, 0.75, 1.0)
    power = 10.0 ** floor(log10(highest))
    steps = [power * factor / 10 for factor in (1, 2, 2.5, 5, 10, 20, 25, 50)]
    step = next(step for step in steps if highest / step <= _FEWEST_TICKS + 0.999)
    count = ceil(highest / step - 1e-9)
    return step * count, tuple(step * place for place in range(count + 1))


def _bar(totals: YearTotals, extent: str, method: str, *, complete: bool, under_way: bool) -> Bar:
    sizes = {"s1": totals.scope1, "s2": totals.scope2(method), "s3": totals.scope3}
    return Bar(
        totals.year,
        tuple((token, sizes[token]) for token in EXTENTS[extent]),
        complete,
        totals.missing_tonnes,
        under_way=under_way and not complete,
    )
