"""Process start to first painted window, against a bare PySide6 QMainWindow in a process of its own.

Run: python tests/bench/bench_start.py [ROUNDS]. Each line is a median in milliseconds with its ratio to the bare
window, by the clock and, up to the first paint, in processor time. The desktop is started on the sample inventory,
which is made once before anything is measured. Both programs run once before that: their bytecode then lies in a
cache, as it does with a program that is installed.
"""

from __future__ import annotations

import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

BARE = """
import sys, time
from PySide6.QtWidgets import QApplication, QMainWindow
from PySide6.QtCore import QEvent, QObject
app = QApplication(sys.argv)
class First(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            print("painted", time.time()); print("busy", time.process_time()); sys.stdout.flush()
            import os; os._exit(0)
        return False
window = QMainWindow(); window.resize(1440, 900)
first = First(); window.installEventFilter(first)
window.show(); app.exec()
"""

DESKTOP = """
import os, sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
class First(QObject):
    done = False
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and not self.done:
            self.done = True
            print("painted", time.time()); print("busy", time.process_time()); sys.stdout.flush()
            heavy = [name for name in ("numpy", "pandas", "pyqtgraph", "pint", "babel") if name in sys.modules]
            print("heavy", heavy)
        return False
from carbondesk.ui import collector
collector.rest()
from carbondesk.ui import app, settings
application = app.make_application([])
desktop = app.make_desktop(application, settings.load())
first = First(); desktop.window.installEventFilter(first)
def numbers():
    print("numbers", time.time()); sys.stdout.flush()
    QTimer.singleShot(0, chart)
painted = []
def chart():
    from carbondesk.ui.plots.canvas import Canvas
    for canvas in desktop.window.findChildren(Canvas):
        if not painted and canvas.isVisible():
            canvas.repaint()
            painted.append(True)
    if painted:
        print("chart", time.time()); sys.stdout.flush(); os._exit(0)
    QTimer.singleShot(5, chart)
desktop.session.figures_ready.connect(numbers)
first_paint = app.FirstPaint(desktop.window)
first_paint.painted.connect(lambda: app.start(desktop, "", sample=True))
desktop.window.show()
QTimer.singleShot(app.SETTLED_MS, collector.wake)
QTimer.singleShot(20000, lambda: os._exit(1))
application.exec()
"""

SAMPLE = """
from pathlib import Path
from carbondesk.domain.progress import silent
from carbondesk.exchange.sample import build_sample
from carbondesk.ui.errands import build_on, sample_path
build_on(build_sample)(silent, sample_path())
"""


def main() -> None:
    """Print the medians of both programs and their ratio."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as home:
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "CARBONDESK_HOME": home,
            "PYTHONPATH": str(ROOT),
            "PYTHONPYCACHEPREFIX": str(Path(home) / "bytecode"),
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        subprocess.run([sys.executable, "-c", SAMPLE], env=environment, check=True)
        for code in (BARE, DESKTOP):
            _run(code, environment)
        # In turns, so that whatever else the machine does weighs on both alike.
        both = [(_run(BARE, environment), _run(DESKTOP, environment)) for _ in range(rounds)]
    bare, desktop = [first for first, _ in both], [second for _, second in both]
    clock, busy = _middle(bare, "painted"), _middle(bare, "busy")
    print(f"bare QMainWindow, painted       {clock * 1000:8.0f} ms   1.00 x")
    for name in ("painted", "numbers", "chart"):
        middle = _middle(desktop, name)
        print(f"CarbonDesk, {name:<18}  {middle * 1000:8.0f} ms   {middle / clock:.2f} x")
    middle = _middle(desktop, "busy")
    print(f"bare QMainWindow, processor     {busy * 1000:8.0f} ms   1.00 x")
    print(f"CarbonDesk, processor           {middle * 1000:8.0f} ms   {middle / busy:.2f} x")


def _middle(runs: list[dict[str, float]], name: str) -> float:
    """Return the median of a mark over the runs that reached it, NaN where none did."""
    return statistics.median([run[name] for run in runs if name in run] or [math.nan])


def _run(code: str, environment: dict[str, str]) -> dict[str, float]:
    begun = time.time()
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    marks: dict[str, float] = {}
    for line in done.stdout.splitlines():
        name, _, rest = line.partition(" ")
        if name == "heavy" and rest != "[]":
            print(f"imported before the first paint: {rest}")
        elif name == "busy":
            marks[name] = float(rest)
        elif name != "heavy":
            marks[name] = float(rest) - begun
    if "painted" not in marks:
        print(done.stderr[-2000:])
    return marks


if __name__ == "__main__":
    main()
