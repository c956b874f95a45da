"""Charts as SVG text, drawn from the same chart values that the desktop draws; no script, no outside resource.

Every text is escaped, and the picture carries the chart's sentence as its description.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from carbondesk.domain.text import visible
from carbondesk.language import tr
from carbondesk.report.charts import SCOPE_NAMES, PathwayChart

# The light theme: paper is white whatever the screen shows.
COLOURS = {
    "s1": "#8A382E",
    "s2": "#D9A244",
    "s3": "#4779B0",
    "path": "#0B6A63",
    "ink": "#16201D",
    "ink2": "#47534F",
    "grid": "#E2E6E3",
    "line": "#8A9691",
    "panel": "#FFFFFF",
}
FONTS = "Inter, system-ui, 'Segoe UI', 'Helvetica Neue', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif"

_WIDTH, _HEIGHT = 680.0, 210.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 52.0, 10.0, 22.0, 30.0
_BAR, _SIDE = 0.56, 0.6
"""The width of a bar and the room beside the first one, in years."""


def pathway_svg(chart: PathwayChart) -> str:
    """Return the pathway chart as one SVG element, 680 wide; bars of scopes, the path, and the way to net zero."""
    parts = [
        *_axes(chart),
        *(part for bar in chart.bars for part in _stack(chart, bar.year, bar.parts, whole=bar.complete)),
        *_line(chart, chart.beyond, dashed=True),
        *_line(chart, chart.path, dashed=False),
        *_ends(chart),
        *_legend(chart),
    ]
    inside = "\n".join(parts)
    title = escape(visible(chart.sentence()))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}" role="img" '
        f'font-family="{FONTS}" font-size="10">\n<title>{title}</title>\n{inside}\n</svg>'
    )


def _left(chart: PathwayChart) -> float:
    """Return the left end of the axis, with room for half a bar."""
    return chart.first - _SIDE


def _x(chart: PathwayChart, year: float) -> float:
    span = chart.right - _left(chart)
    return _LEFT + (chart.x(year) - _left(chart)) / span * (_WIDTH - _LEFT - _RIGHT)


def _y(chart: PathwayChart, amount: float) -> float:
    return _HEIGHT - _BOTTOM - amount / chart.top * (_HEIGHT - _TOP - _BOTTOM)


def _axes(chart: PathwayChart) -> Iterable[str]:
    yield _text(_LEFT - 8, _TOP - 10, tr(chart.scale.unit), "end")
    for tick in chart.ticks:
        y = _y(chart, tick)
        yield (
            f'<line x1="{_LEFT:g}" x2="{_WIDTH - _RIGHT:g}" y1="{y:.1f}" y2="{y:.1f}" '
            f'stroke="{COLOURS["line" if tick == 0 else "grid"]}" stroke-width="1"/>'
        )
        yield _text(_LEFT - 8, y + 3.5, chart.scale.words(tick), "end")
    for year in chart.year_ticks():
        yield _text(_x(chart, year), _HEIGHT - _BOTTOM + 16, chart.name(year))


def _stack(
    chart: PathwayChart, year: int, parts: Sequence[tuple[str, float]], *, whole: bool
) -> Iterable[str]:
    """Yield a year's bar from the bottom up; a year that lacks values is outlined and paler."""
    width = (
        _x(chart, year + _BAR) - _x(chart, year)
        if year < chart.split
        else _x(chart, year) - _x(chart, year - _BAR)
    )
    bottom = 0.0
    for token, size in parts:
        top, foot = _y(chart, bottom + size), _y(chart, bottom)
        bottom += size
        look = "" if whole else f' fill-opacity="0.45" stroke="{COLOURS[token]}" stroke-dasharray="3 2"'
        yield (
            f'<rect x="{_x(chart, year) - width / 2:.1f}" y="{top:.1f}" width="{width:.1f}" '
            f'height="{max(foot - top, 0):.1f}" fill="{COLOURS[token]}"{look}/>'
        )
    yield _text(_x(chart, year), _y(chart, bottom) - 5, chart.scale.words(bottom), colour="ink")


def _line(chart: PathwayChart, points: Sequence[tuple[int, float]], *, dashed: bool) -> Iterable[str]:
    if points:
        places = " ".join(f"{_x(chart, year):.1f},{_y(chart, amount):.1f}" for year, amount in points)
        dash = ' stroke-dasharray="1 4" stroke-linecap="round"' if dashed else ""
        yield f'<polyline points="{places}" fill="none" stroke="{COLOURS["path"]}" stroke-width="2"{dash}/>'


def _ends(chart: PathwayChart) -> Iterable[str]:
    """Yield the target point with its two lines above it, and the net-zero point with one line below the way to it."""
    for year, amount in chart.path[-1:]:
        yield _point(chart, year, amount)
        for place, words in enumerate(reversed(chart.target_label())):
            yield _text(_x(chart, year) - 2, _y(chart, amount) - 10 - 12 * place, words, "start", "path")
    for year, amount in chart.beyond[-1:]:
        yield _point(chart, year, amount)
        foot = min(_y(chart, amount) + 9, _HEIGHT - _BOTTOM - 3)
        yield _text(_x(chart, year) - 9, foot, ": ".join(chart.net_zero_label()), "end", "path")


def _point(chart: PathwayChart, year: int, amount: float) -> str:
    return (
        f'<circle cx="{_x(chart, year):.1f}" cy="{_y(chart, amount):.1f}" r="4" fill="{COLOURS["panel"]}" '
        f'stroke="{COLOURS["path"]}" stroke-width="2"/>'
    )


def _legend(chart: PathwayChart) -> Iterable[str]:
    """Yield what the colours mean, along the top."""
    x = _LEFT + 4
    tokens = [token for token, _ in chart.bars[0].parts] if chart.bars else []
    names = [(token, tr(SCOPE_NAMES[token])) for token in tokens]
    if chart.path:
        names.append(("path", chart.path_label()))
    for token, words in names:
        yield f'<rect x="{x:.1f}" y="2" width="9" height="9" rx="2" fill="{COLOURS[token]}"/>'
        yield _text(x + 13, 10, words, "start", "ink")
        x += 26 + 5.6 * sum(2 if ord(letter) > 0x2E7F else 1 for letter in words)  # noqa: PLR2004 - wide letters


def _text(x: float, y: float, words: str, anchor: str = "middle", colour: str = "ink2") -> str:
    shown = escape(visible(words))
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{COLOURS[colour]}">{shown}</text>'
