"""The chart under a dragged target: 30 series to 2050, one of them moving, at 1x and at 2x.

Run: PYTHONPATH=. python tests/bench/bench_chart.py. Every frame gives the dragged series other values, shows all the
series and paints the widget; the baseline is the same picture with every series drawn again.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

FRAMES, SERIES, DRAGGED = 200, 30, 12
BUDGETS = {1: 16.7, 2: 33.0}
SIZE = (980, 480)


def main() -> None:
    """Measure each scale in a process of its own: Qt reads the scale once, when it starts."""
    if len(sys.argv) > 1:
        _measure(int(sys.argv[1]))
        return
    for scale in BUDGETS:
        there = {**os.environ, "QT_SCALE_FACTOR": str(scale)}
        subprocess.run([sys.executable, __file__, str(scale)], check=True, env=there)


def _measure(scale: int) -> None:
    from PySide6.QtCore import QRectF

    from carbondesk.ui import app
    from carbondesk.ui.plots.canvas import Canvas, Ground, Plane
    from carbondesk.ui.plots.marks import Line, Lines
    from carbondesk.ui.style import theme
    from carbondesk.ui.style.tokens import LIGHT

    application = app.make_application([])
    theme.apply(application, LIGHT)
    canvas, lines = Canvas(), Lines()
    canvas.add_mark(lines)
    canvas.resize(*SIZE)
    canvas.show()
    plane = Plane((60.0, 0.0, SIZE[0] - 60.0, SIZE[1] - 24.0), (2020.0, 2050.5), (0.0, 100.0))
    ticks = tuple((float(tick), str(tick)) for tick in range(0, 101, 20))
    canvas.set_ground(Ground(plane, ticks, tuple((float(year), str(year)) for year in range(2020, 2051, 5))))
    bounds = QRectF(0, 0, *SIZE)
    tints = ("path", "s1", "s2", "s3", "d0", "d1", "d2", "d3")

    def series(place: int, pull: float) -> Line:
        fall = (60 + place + pull) / 100
        points = tuple(
            (float(year), (95 - place) * fall ** ((year - 2020) / 6)) for year in range(2020, 2051)
        )
        return Line(points, tints[place % len(tints)], 2.0, casing=place == DRAGGED, knobs=points[10:11])

    shown = [series(place, 0.0) for place in range(SERIES)]
    lines.show_lines(shown, plane, bounds)
    application.processEvents()
    for label, every in (("only what changed", False), ("every series again", True)):
        spent, worked = [], []
        shown[DRAGGED] = series(DRAGGED, 20.0)
        lines.show_lines(shown, plane, bounds)
        before = _picture(canvas)
        for frame in range(FRAMES):
            begun, busy = time.perf_counter(), time.process_time()
            shown[DRAGGED] = series(DRAGGED, 10.0 * ((frame % 40) - 20) / 20 + 0.1)
            lines.show_lines(shown, plane, bounds)
            if every:
                lines.forget_picture()
            application.processEvents()
            spent.append((time.perf_counter() - begun) * 1000)
            worked.append((time.process_time() - busy) * 1000)
        assert _picture(canvas) != before, "nothing was painted"
        spent.sort()
        worked.sort()
        print(
            f"{SERIES} series, one dragged, {scale}x, {label:<19}{statistics.median(spent):6.1f} ms p50"
            f"{spent[int(FRAMES * 0.95)]:6.1f} ms p95   budget {BUDGETS[scale]} ms;"
            f" processor {statistics.median(worked):.1f} ms p50"
        )
    canvas.close()


def _picture(canvas: object) -> object:
    from PySide6.QtWidgets import QWidget

    assert isinstance(canvas, QWidget)
    return canvas.grab().toImage()


if __name__ == "__main__":
    main()
