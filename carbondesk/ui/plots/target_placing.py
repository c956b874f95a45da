"""Finds the words of a target's chart their places; what a drag leaves alone is worked out once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from carbondesk import language
from carbondesk.ui import fonts
from carbondesk.ui.plots.captions import Room, placed
from carbondesk.ui.plots.target_words import FEW, captions, names_beside

_AIR = 2.5
"""Pixels between the ends of words and what is drawn beside them."""

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from PySide6.QtCore import QRectF

    from carbondesk.report.target_charts import TargetChart
    from carbondesk.ui.plots.canvas import Plane
    from carbondesk.ui.plots.captions import Caption


@dataclass(frozen=True, slots=True)
class Airy(Room):
    """A room that keeps lines and bars a little away from the ends of words."""

    def has(self, caption: Caption, box: QRectF) -> bool:
        return Room.has(self, caption, box.adjusted(-_AIR, 0, _AIR, 0) if caption.clear else box)


class Placing:
    """Keeps the places that words may take, and where the names of the lines beside the target's own stand."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._wanted: Mapping[str, Sequence[Caption]] = {}
        self._beside: dict[str, Caption] = {}

    def words(
        self,
        chart: TargetChart,
        plane: Plane,
        still: Callable[[], Airy],
        moving: Airy,
        *,
        below: bool,
        pulled: bool,
    ) -> dict[str, Caption]:
        """Return the words that have room in what is `still` while the knob moves, and in what moves with it.

        While the target is `pulled`, names beside it stay where they are or give way.
        """
        key = _key(chart, plane, below=below)
        if key != self._key:
            found, room = captions(chart, plane, below=below), still()
            self._key, self._wanted = key, {name: _free(places, room) for name, places in found.items()}
        own = placed(self._wanted, moving)
        shown = {**own, **self._names(chart, plane, own, still, moving, pulled=pulled)}
        if len(chart.strands) > FEW:
            shown = {name: replace(caption, backed=True) for name, caption in shown.items()}
        return shown

    def _names(
        self,
        chart: TargetChart,
        plane: Plane,
        own: Mapping[str, Caption],
        still: Callable[[], Airy],
        moving: Airy,
        *,
        pulled: bool,
    ) -> dict[str, Caption]:
        if not chart.strands:
            self._beside = {}
            return {}
        taken = [caption.box for caption in own.values()]
        full = replace(moving, bars=[*moving.bars, *taken])
        if not pulled or not self._beside:
            room, found = still(), names_beside(chart, plane)
            self._beside = placed({name: _free(places, room) for name, places in found.items()}, full)
            return self._beside
        return {name: caption for name, caption in self._beside.items() if full.has(caption, caption.box)}


def _free(places: Iterable[Caption], room: Airy) -> tuple[Caption, ...]:
    """Return the places that nothing that stays takes away."""
    return tuple(place for place in places if room.has(place, place.box.adjusted(1, 1, -1, -1)))


def _key(chart: TargetChart, plane: Plane, *, below: bool) -> tuple[object, ...]:
    """Return all that the places of the words hang on; the knob moves without it."""
    series = (chart.actual, chart.lacking, chart.forecast, chart.spread, chart.least, chart.beyond[-1:])
    beside = chart.strands if len(chart.strands) <= FEW else ()
    look = (chart.yardstick, chart.goal, fonts.text_scale(), language.current())
    return (plane, below, chart.minimum, chart.share is None, chart.base, *series, beside, *look)
