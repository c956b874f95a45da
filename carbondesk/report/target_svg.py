"""The chart of a target as SVG text, drawn from the same values that the desktop draws; no script, no outside resource.

Every text is escaped, and the picture carries the chart's sentence as its description.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from carbondesk.domain.text import visible
from carbondesk.language import tr
from carbondesk.report.svg import COLOURS, FONTS

if TYPE_CHECKING:
    from carbondesk.report.target_charts import TargetChart
    from carbondesk.report.target_lines import Points

# The light theme: paper is white whatever the screen shows.
_TINTS = {
    **COLOURS,
    "actual": "#2B3B45",
    "band": "#7C8FA6",
    "ink3": "#5B6762",
    "shade": "#F4F6F4",
    "d0": "#525CA3",
    "d1e": "#A8668F",
    "d2": "#2B8C80",
    "d3e": "#A38E3C",
    "s2e": "#B07E1E",
}
_WIDTH, _HEIGHT = 760.0, 420.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 56.0, 14.0, 34.0, 30.0
_BEFORE, _SHADE = 0.45, 0.45
_WIDE_LETTER = 0x2E7F
_LINE = 14.0


def target_svg(chart: TargetChart) -> str:
    """Return a target's chart as one SVG element: actual years, line, minimum, trend with its band, way to net zero."""
    inside = "\n".join(_parts(chart))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}" role="img" '
        f'font-family="{FONTS}" font-size="11">\n<title>{escape(visible(chart.sentence()))}</title>\n'
        f'<rect width="{_WIDTH:g}" height="{_HEIGHT:g}" fill="{_TINTS["panel"]}"/>\n{inside}\n</svg>'
    )


def _parts(chart: TargetChart) -> Iterable[str]:
    yield from _ground(chart)
    upper, lower = chart.edges()
    if upper:
        places = _places(chart, (*upper, *reversed(lower)))
        yield f'<polygon points="{places}" fill="{_TINTS["band"]}" fill-opacity="0.22"/>'
    for strand in chart.strands:
        dash = {"ghost": "5 4", "least": "1.5 3"}.get(strand.kind, "")
        yield from _line(chart, strand.points, strand.token, 1.4, dash)
        yield from _line(chart, strand.beyond, strand.token, 1.2, "2 3")
    yield from _line(chart, chart.least, "ink3", 1.4, "1.5 3")
    yield from _line(chart, chart.forecast, "band", 2.0, "7 5")
    yield from _line(chart, chart.beyond, "path", 2.0, "3 3.5")
    yield from _line(chart, chart.actual, "actual", 2.0)
    yield from _line(chart, chart.path, "path", 2.4)
    for year, value in chart.actual:
        yield _dot(chart, year, value, "actual")
        yield _text(_x(chart, year), _y(chart, value) - 9, chart.yardstick.words(value), "middle", "ink")
    yield from _ends(chart)
    yield from _legend(chart)


def _x(chart: TargetChart, year: float) -> float:
    start = chart.first - _BEFORE
    return _LEFT + (chart.x(year) - start) / (chart.right - start) * (_WIDTH - _LEFT - _RIGHT)


def _y(chart: TargetChart, value: float) -> float:
    return _HEIGHT - _BOTTOM - value / (chart.top * 1.03) * (_HEIGHT - _TOP - _BOTTOM)


def _ground(chart: TargetChart) -> Iterable[str]:
    right, foot = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM
    if chart.compressed:
        # The place of a year after the split counts in compressed years.
        unit = _x(chart, chart.split) - _x(chart, chart.split - 1)
        left = _x(chart, chart.split) + _SHADE * unit
        yield (
            f'<rect x="{left:.1f}" y="{_TOP:g}" width="{right - left:.1f}" '
            f'height="{foot - _TOP:.1f}" fill="{_TINTS["shade"]}"/>'
        )
        yield _text(right - 6, _TOP + 16, chart.ground_label(), "end", "ink3")
    for tick, words in zip(chart.ticks, chart.yardstick.ticks(chart.ticks), strict=True):
        y = _y(chart, tick)
        yield (
            f'<line x1="{_LEFT:g}" x2="{right:g}" y1="{y:.1f}" y2="{y:.1f}" '
            f'stroke="{_TINTS["line" if tick == 0 else "grid"]}" stroke-width="1"/>'
        )
        yield _text(_LEFT - 8, y + 4, words, "end")
    near = [year for year in chart.year_ticks() if year <= chart.split]
    step = next((step for step in (1, 2, 5) if len(near) / step <= 14), 10)  # noqa: PLR2004 - names that fit
    for year in chart.year_ticks():
        if year > chart.split or (chart.split - year) % step == 0:
            yield _text(_x(chart, year), foot + 18, chart.name(year))


def _line(chart: TargetChart, points: Points, token: str, width: float, dash: str = "") -> Iterable[str]:
    if points:
        look = f' stroke-dasharray="{dash}"' if dash else ""
        yield (
            f'<polyline points="{_places(chart, points)}" fill="none" stroke="{_TINTS[token]}" '
            f'stroke-width="{width:g}" stroke-linejoin="round"{look}/>'
        )


def _places(chart: TargetChart, points: Points) -> str:
    return " ".join(f"{_x(chart, year):.1f},{_y(chart, value):.1f}" for year, value in points)


def _dot(chart: TargetChart, year: int, value: float, token: str, radius: float = 4.0) -> str:
    return (
        f'<circle cx="{_x(chart, year):.1f}" cy="{_y(chart, value):.1f}" r="{radius:g}" '
        f'fill="{_TINTS[token]}" stroke="{_TINTS["panel"]}" stroke-width="1.5"/>'
    )


def _ends(chart: TargetChart) -> Iterable[str]:
    """Yield the points of target and net zero with their lines of words, the minimum's where they leave it room."""
    if chart.share is not None:
        value = chart.value(chart.share)
        head = tr("Target {year}", year=chart.name(chart.target_year))
        foot = tr("{amount} ({change})", amount=chart.yardstick.amount(value), change=chart.change())
        yield _dot(chart, chart.target_year, value, "path", 5.0)
        side, x = _side(chart, chart.target_year)
        under = chart.minimum is None or (value <= chart.value(chart.minimum)) != chart.rises
        y = _y(chart, value) + (16 if under else -9 - _LINE)
        y = min(max(y, _TOP + 12), _HEIGHT - _BOTTOM - 4 - _LINE)
        yield _text(x, y, head, side, "path", 600)
        yield _text(x, y + _LINE, foot if not chart.rises else chart.yardstick.amount(value), side, "ink2")
        if chart.minimum is not None:
            y = _y(chart, chart.value(chart.minimum)) + (-6 - _LINE if under else 14)
            for words, ink in zip(chart.minimum_label(), ("ink2", "ink3"), strict=True):
                yield _text(x, y, words, side, ink)
                y += _LINE
    head, foot = chart.net_zero_label()
    if head:
        year, left = chart.beyond[-1]
        yield _dot(chart, year, left, "path", 5.0)
        y = min(_y(chart, left), _HEIGHT - _BOTTOM - 8)
        yield _text(_x(chart, year) - 11, y - 4, head, "end", "path", 600)
        yield _text(_x(chart, year) - 11, y + 10, foot, "end")


def _side(chart: TargetChart, year: int) -> tuple[str, float]:
    """Return how words stand beside a point: at its right where the years go on, else at its left."""
    at = _x(chart, year)
    return ("start", at + 10) if _WIDTH - at > 130 else ("end", at - 10)  # noqa: PLR2004 - room for words


def _legend(chart: TargetChart) -> Iterable[str]:
    """Yield what the lines are, along the top, as far as there is room."""
    yield _text(_LEFT - 8, 14, tr(chart.yardstick.unit), "end")
    x = _LEFT + 4
    named = [("actual", tr("Actual")), ("path", tr("Target path"))]
    if chart.least:
        named.append(("ink3", tr(chart.goal.least)))
    if chart.forecast:
        named.append(("band", chart.forecast_name()))
    named += [(strand.token, strand.name) for strand in chart.strands]
    for token, words in named:
        wide = 30 + 6.2 * sum(2 if ord(letter) > _WIDE_LETTER else 1 for letter in words)
        if x + wide > _WIDTH:
            return
        yield f'<rect x="{x:.1f}" y="9" width="12" height="3" rx="1" fill="{_TINTS[token]}"/>'
        yield _text(x + 17, 14, words, "start", "ink")
        x += wide


def _text(
    x: float, y: float, words: str, anchor: str = "middle", tint: str = "ink2", weight: int = 400
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}" '
        f'fill="{_TINTS[tint]}">{escape(visible(words))}</text>'
    )
