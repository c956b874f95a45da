"""Draw the program's icon in every size and form that a system asks for: `python appicon.py FOLDER`.

Run by the environment that freezes, which has Qt: PNG for Linux, .ico and the picture of the setup for Windows,
.icns for macOS.
"""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

SOURCE = Path(__file__).resolve().parent.parent / "resources" / "icons" / "carbondesk-app.svg"
SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
ICO_SIZES = (16, 24, 32, 48, 64, 256)
ICNS_KINDS = {b"icp4": 16, b"icp5": 32, b"ic07": 128, b"ic08": 256, b"ic09": 512}


def image(size: int) -> QImage:
    """Return the icon, so many pixels square, on nothing."""
    from PySide6.QtCore import QRectF, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    drawn = QImage(size, size, QImage.Format.Format_ARGB32)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(str(SOURCE)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return drawn


def encoded(drawn: QImage, form: bytes = b"PNG") -> bytes:
    """Return an image as the contents of a file."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice
    from PySide6.QtGui import QImageWriter

    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(form)).write(drawn)
    return bytes(held.data())


def draw(size: int) -> bytes:
    """Return the icon as PNG, so many pixels square."""
    return encoded(image(size))


def bitmap(drawn: QImage) -> bytes:
    """Return a square image as an icon holds it beside PNG: header, rows from the bottom up, a mask of zeros."""
    size = drawn.width()
    header = struct.pack("<IiiHHIIiiII", 40, size, 2 * size, 1, 32, 0, 0, 0, 0, 0, 0)
    content, width = bytes(drawn.constBits()), drawn.bytesPerLine()
    rows = b"".join(content[row * width : row * width + 4 * size] for row in reversed(range(size)))
    return header + rows + bytes((size + 31) // 32 * 4 * size)


def side_picture() -> bytes:
    """Return the picture at the side of the setup's first and last page, as a Windows bitmap."""
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QColor, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    # Twice the size in which it is shown, for screens of finer grain.
    width, height, mark = 328, 628, 200
    drawn = QImage(width, height, QImage.Format.Format_RGB888)
    drawn.fill(QColor("#0B4A45"))
    painter = QPainter(drawn)
    QSvgRenderer(str(SOURCE)).render(painter, QRectF((width - mark) / 2, 90, mark, mark))
    painter.end()
    return encoded(drawn, b"BMP")


def ico(pictures: dict[int, bytes]) -> bytes:
    """Return a Windows icon of pictures by size: a directory of 16 bytes for each, then the pictures."""
    place = 6 + 16 * len(pictures)
    directory = struct.pack("<HHH", 0, 1, len(pictures))
    for size, picture in pictures.items():
        side = size % 256  # 256 is written as 0
        directory += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), place)
        place += len(picture)
    return directory + b"".join(pictures.values())


def icns(pictures: dict[bytes, bytes]) -> bytes:
    """Return a macOS icon of PNG pictures by their four-letter kind, each with its length."""
    entries = b"".join(
        kind + struct.pack(">I", len(picture) + 8) + picture for kind, picture in pictures.items()
    )
    return b"icns" + struct.pack(">I", len(entries) + 8) + entries


def main(folder: Path) -> None:
    """Write carbondesk-SIZE.png, carbondesk.ico, carbondesk-side.bmp and carbondesk.icns to a folder."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    folder.mkdir(parents=True, exist_ok=True)
    pictures = {size: draw(size) for size in SIZES}
    for size, picture in pictures.items():
        (folder / f"carbondesk-{size}.png").write_bytes(picture)
    # Old parts of Windows read PNG in the largest size only.
    sides = {size: pictures[size] if size == ICO_SIZES[-1] else bitmap(image(size)) for size in ICO_SIZES}
    (folder / "carbondesk.ico").write_bytes(ico(sides))
    (folder / "carbondesk-side.bmp").write_bytes(side_picture())
    kinds = {kind: pictures[size] for kind, size in ICNS_KINDS.items()}
    (folder / "carbondesk.icns").write_bytes(icns(kinds))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
