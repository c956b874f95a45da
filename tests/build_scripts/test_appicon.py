"""The program's icon for each system."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

import appicon


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with every form of the icon."""
    folder = tmp_path_factory.mktemp("icons")
    appicon.main(folder)
    return folder


def entries(content: bytes) -> dict[int, bytes]:
    """Return the pictures of a Windows icon by their size."""
    reserved, kind, count = struct.unpack_from("<HHH", content)
    assert (reserved, kind) == (0, 1)
    found = {}
    for row in range(6, 6 + 16 * count, 16):
        width, height, _, _, planes, bits, length, place = struct.unpack_from("<BBBBHHII", content, row)
        assert (width, planes, bits) == (height, 1, 32)
        found[width or 256] = content[place : place + length]
    return found


def test_the_icon_of_windows_has_every_size(drawn: Path) -> None:
    pictures = entries((drawn / "carbondesk.ico").read_bytes())
    assert [*pictures] == [16, 24, 32, 48, 64, 256]
    assert pictures[256].startswith(b"\x89PNG")


@pytest.mark.parametrize("size", [16, 24, 32, 48, 64])
def test_small_icons_of_windows_are_bitmaps_of_the_same_picture(drawn: Path, size: int) -> None:
    picture = entries((drawn / "carbondesk.ico").read_bytes())[size]
    header, width, height, planes, bits = struct.unpack_from("<IiiHH", picture)
    # A mask of one bit for each pixel, in rows of whole four bytes, follows the colours.
    assert (header, width, height, planes, bits) == (40, size, 2 * size, 1, 32)
    assert len(picture) == 40 + 4 * size * size + (size + 31) // 32 * 4 * size
    colours = picture[40 : 40 + 4 * size * size]
    wanted = QImage(str(drawn / f"carbondesk-{size}.png")) if size != 24 else appicon.image(24)
    for x, y in ((size // 2, size // 2), (0, 0), (size // 3, size - 4)):
        place = 4 * ((size - 1 - y) * size + x)
        blue, green, red, alpha = colours[place : place + 4]
        pixel = wanted.pixelColor(x, y)
        if pixel.alpha() in (0, 255):
            assert (red, green, blue, alpha) == (pixel.red(), pixel.green(), pixel.blue(), pixel.alpha())


def test_the_icon_of_macos_has_every_size(drawn: Path) -> None:
    content = (drawn / "carbondesk.icns").read_bytes()
    assert content[:4] == b"icns"
    assert struct.unpack(">I", content[4:8])[0] == len(content)
    place, sizes = 8, {}
    while place < len(content):
        kind, length = struct.unpack_from(">4sI", content, place)
        picture = QImage.fromData(content[place + 8 : place + length])
        sizes[kind] = picture.width()
        assert picture.width() == picture.height()
        place += length
    assert sizes == appicon.ICNS_KINDS


def test_the_picture_of_the_setup_is_twice_the_size_of_its_place(drawn: Path) -> None:
    picture = QImage(str(drawn / "carbondesk-side.bmp"))
    assert (picture.width(), picture.height()) == (328, 628)
    assert picture.pixelColor(2, 2).name() == "#0b4a45"
    assert len({picture.pixel(x, 190) for x in range(0, 328, 4)}) >= 2
