"""Make the pictures of the manual: `.venv/bin/python build_scripts/manual_pictures.py`.

Draws every page of the real window with the sample, and two dialogs, in each language and the light theme, and keeps
them under resources/manual/pictures/LANGUAGE/ as PNGs of few colours. A picture of a page that is gone is removed.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "resources" / "manual" / "pictures"
TABLES = ROOT / "tests" / "data" / "bakery"
LANGUAGES = ("en", "zh_CN")
SIZE = "1280x800"
MOST_BYTES = 3_000_000
"""What all pictures may weigh together: they are in every installer."""

COLOURS = 128
"""Enough for a window with its charts: what more would bring cannot be seen, and doubles the size."""

_NUMBERED = re.compile(r"\d+-(.+)\.png")

Colours = NDArray[np.int64]


def names_of(folder: Path) -> dict[str, Path]:
    """Return the pictures of a tour by the name of what they show: `overview`, `data-entry`."""
    found = ((_NUMBERED.fullmatch(path.name), path) for path in sorted(folder.glob("*.png")))
    return {match[1]: path for match, path in found if match}


def palette(colours: Colours, counts: NDArray[np.int64], most: int = COLOURS) -> Colours:
    """Choose at most so many of the colours (rows of red, green, blue).

    The most frequent comes first; then again and again the one whose pixels are worst off: far from every chosen
    colour, and many.
    """
    if len(colours) <= most:
        return colours
    weight = np.sqrt(counts)
    chosen = [int(counts.argmax())]
    far = _distance(colours, colours[chosen[0]])
    while len(chosen) < most:
        chosen.append(int((far * weight).argmax()))
        far = np.minimum(far, _distance(colours, colours[chosen[-1]]))
    return colours[chosen]


def reduced(pixels: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], Colours]:
    """Return for a picture (height, width, 3) the place of each pixel's colour in a palette, and the palette."""
    height, width, _ = pixels.shape
    packed = pixels.astype(np.int64) @ np.array([1 << 16, 1 << 8, 1])
    values, places, counts = np.unique(packed.ravel(), return_inverse=True, return_counts=True)
    colours = np.stack([values >> 16, values >> 8 & 255, values & 255], axis=1)
    chosen = palette(colours, counts)
    nearest = np.array([_distance(chosen, colour).argmin() for colour in colours], dtype=np.uint8)
    return nearest[places].reshape(height, width), chosen


def _distance(colours: Colours, colour: Colours) -> NDArray[np.int64]:
    # Green weighs most and blue least, as in the eye.
    found: NDArray[np.int64] = ((colours - colour) ** 2) @ np.array([3, 6, 1])
    return found


def write(source: Path, target: Path) -> None:
    """Write a picture again with few colours."""
    from PySide6.QtGui import QImage

    image = QImage(str(source)).convertToFormat(QImage.Format.Format_RGB888)
    height, width, line = image.height(), image.width(), image.bytesPerLine()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(height, line)[:, : width * 3]
    places, colours = reduced(pixels.reshape(height, width, 3))
    small = QImage(places.tobytes(), width, height, width, QImage.Format.Format_Indexed8)
    small.setColorTable([0xFF << 24 | r << 16 | g << 8 | b for r, g, b in colours.tolist()])
    target.parent.mkdir(parents=True, exist_ok=True)
    # The quality of a PNG is how little time is spent on making it small.
    if not small.save(str(target), quality=0):
        raise OSError(f"{target} cannot be written")


def tour(language: str, folder: Path) -> dict[str, Path]:
    """Draw every page in a language; return the pictures by name."""
    words = [str(folder), "--language", language, "--theme", "light", "--size", SIZE]
    subprocess.run(
        [sys.executable, "-m", "carbondesk", "tour", *words],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return names_of(folder)


def draw_dialogs(language: str, folder: Path) -> None:
    """Draw the dialogs that the manual shows, over the sample."""
    from carbondesk.ui import app, selfcheck, waiting
    from carbondesk.ui.pages.data_entry.import_dialog import ImportDialog
    from carbondesk.ui.pages.new_inventory import NewInventoryWizard
    from carbondesk.ui.settings import Settings

    with selfcheck.home_apart():
        application = app.make_application([])
        desktop = app.make_desktop(application, Settings(theme="light", language=language))
        desktop.window.resize(*(int(part) for part in SIZE.split("x")))
        desktop.window.show()
        desktop.open_sample()
        waiting.until(lambda: desktop.session.figures is not None)
        wizard = NewInventoryWizard(desktop.session, desktop.window)
        wizard.show_step(2)
        wizard.show()
        waiting.rest(300)
        wizard.grab().save(str(folder / "1-new-inventory.png"))
        wizard.close()
        importing = ImportDialog(desktop.session, desktop.window)
        importing.show()
        importing.take_files(sorted(TABLES.glob("*.csv")))
        waiting.until(lambda: importing.plan is not None)
        waiting.rest(300)
        importing.grab().save(str(folder / "2-import.png"))
        importing.close()
        desktop.session.finish_tasks()
        desktop.window.close()


def dialogs(language: str, folder: Path) -> dict[str, Path]:
    """Draw the dialogs in a process of their own; return the pictures by name."""
    subprocess.run(
        [sys.executable, __file__, "--dialogs", language, str(folder)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
        check=True,
    )
    return names_of(folder)


def update() -> int:
    """Make every picture anew; return how many bytes they have together."""
    total = 0
    for language in LANGUAGES:
        with tempfile.TemporaryDirectory() as pages, tempfile.TemporaryDirectory() as boxes:
            found = tour(language, Path(pages)) | dialogs(language, Path(boxes))
            for name, source in found.items():
                target = PICTURES / language / f"{name}.png"
                write(source, target)
                total += target.stat().st_size
        for old in (PICTURES / language).glob("*.png"):
            if old.stem not in found:
                old.unlink()
        print(f"{language}: {len(found)} pictures")
    print(f"{total / 1e6:.2f} MB")
    return total


def main(words: list[str]) -> int:
    """Make the pictures; fail when they weigh too much. `--dialogs LANGUAGE FOLDER` only draws the dialogs there."""
    if words:
        draw_dialogs(words[1], Path(words[2]))
        return 0
    if update() > MOST_BYTES:
        print(f"More than {MOST_BYTES / 1e6:g} MB: take fewer colours or a smaller window.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
