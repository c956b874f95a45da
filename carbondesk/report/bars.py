"""The bars of a paper as SVG text: names at the left, amounts at the right; no script, no outside resource."""

from __future__ import annotations

from html import escape

from carbondesk.language import number, tr
from carbondesk.report.cells import spoken
from carbondesk.report.papers import Bar, BarChart
from carbondesk.report.svg import COLOURS, FONTS

_WIDTH, _ROW, _THICK = 680.0, 20.0, 11.0
_NAMES, _AMOUNTS = 190.0, 70.0
_LONGEST = 36
_ACTUAL = "#2B3B45"


def bars_svg(chart: BarChart) -> str:
    """Return the bars as one SVG element, 680 wide; every text is escaped, and a title says what they show."""
    height = _ROW * len(chart.bars) + 4
    rows = "\n".join(_row(chart, bar, place) for place, bar in enumerate(chart.bars))
    zero = _x(chart, 0.0)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:g} {height:g}" role="img" '
        f'font-family="{FONTS}" font-size="10">\n<title>{escape(sentence(chart))}</title>\n{rows}\n'
        f'<line x1="{zero:.1f}" x2="{zero:.1f}" y1="0" y2="{height:g}" stroke="{COLOURS["line"]}"/>\n</svg>'
    )


def sentence(chart: BarChart) -> str:
    """Return what a reader who cannot see the chart needs: its name and each bar with its amount."""
    bars = tr(", ").join(f"{spoken(bar.name)} {amount_words(chart, bar)}" for bar in chart.bars)
    return tr("{title}, {unit}: {bars}", title=chart.title, unit=chart.unit, bars=bars)


def amount_words(chart: BarChart, bar: Bar) -> str:
    """Return a bar's amount, with its sign where it is a change from where the bar starts."""
    words = number(bar.amount, chart.digits)
    return f"+{words}" if bar.is_step and bar.amount > 0 else words


def _row(chart: BarChart, bar: Bar, place: int) -> str:
    top = place * _ROW + (_ROW - _THICK) / 2 + 2
    first, last = sorted((_x(chart, bar.start), _x(chart, bar.end)))
    middle = top + _THICK - 2
    name = spoken(bar.name)
    cut = f"{name[: _LONGEST - 1]}…" if len(name) > _LONGEST else name
    tint = COLOURS.get(bar.tone, _ACTUAL)
    return (
        f'<text x="0" y="{middle:.1f}" fill="{COLOURS["ink2"]}">{escape(cut)}</text>'
        f'<rect x="{first:.1f}" y="{top:.1f}" width="{max(last - first, 0.5):.1f}" height="{_THICK:g}" fill="{tint}"/>'
        f'<text x="{_WIDTH:g}" y="{middle:.1f}" text-anchor="end" fill="{COLOURS["ink"]}">'
        f"{escape(amount_words(chart, bar))}</text>{_link(chart, place)}"
    )


def _link(chart: BarChart, place: int) -> str:
    """Return the line from the end of a bar to the next one, where one of them is a step of a cascade."""
    if not chart.is_linked(place):
        return ""
    x, top = _x(chart, chart.bars[place].end), place * _ROW + (_ROW + _THICK) / 2 + 2
    return (
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top:.1f}" y2="{top + _ROW - _THICK:.1f}" '
        f'stroke="{COLOURS["line"]}"/>'
    )


def _x(chart: BarChart, place: float) -> float:
    least, most = chart.span
    room = _WIDTH - _NAMES - _AMOUNTS
    return _NAMES + (place - least) / ((most - least) or 1.0) * room
