from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from carbondesk import paths
from carbondesk.ui import icons
from carbondesk.ui.commands import COMMANDS
from carbondesk.ui.style import theme
from carbondesk.ui.style.tokens import DARK, LIGHT
from carbondesk.ui.widgets.badges import KINDS, STATES

NAMES = sorted(path.stem for path in (paths.resources() / "icons").glob("*.svg"))


def ink_of(picture: QPixmap | QImage) -> set[str]:
    image = picture.toImage() if isinstance(picture, QPixmap) else picture
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {each.name().upper() for each in pixels if each.alpha() == 255}


@pytest.mark.parametrize("name", NAMES)
def test_every_bundled_icon_draws_something(name: str, qapp: QApplication) -> None:
    assert ink_of(icons.tinted(name, "#123456", 32, 1.0))


def test_every_command_and_state_has_its_icon() -> None:
    wanted = {command.icon for command in COMMANDS if command.icon}
    wanted |= {icon for _, icon in STATES.values()} | {icon for _, _, icon in KINDS.values() if icon}
    assert wanted <= set(NAMES)


def test_icons_have_the_stroke_of_the_design() -> None:
    assert 'stroke-width="1.75"' in icons.source("flag")
    assert 'stroke-width="2"' not in icons.source("flag")


def test_an_icon_that_is_not_bundled_is_a_plain_error() -> None:
    with pytest.raises(FileNotFoundError):
        icons.icon("no-such-icon")


def test_a_picture_is_kept_until_the_theme_changes(qapp: QApplication) -> None:
    first = icons.tinted("save", "#000000", 16, 1.0)
    assert icons.tinted("save", "#000000", 16, 1.0) is first
    theme.apply(qapp, LIGHT)
    assert icons.tinted("save", "#000000", 16, 1.0) is not first


def test_a_picture_is_sharp_at_twice_the_pixels(qapp: QApplication) -> None:
    picture = icons.tinted("save", "#000000", 16, 2.0)
    assert picture.size() == QSize(32, 32)
    assert picture.deviceIndependentSize().toSize() == QSize(16, 16)


def test_an_icon_takes_the_theme_and_the_state(qapp: QApplication) -> None:
    icon = icons.icon("factory", "accent")
    assert LIGHT.accent in ink_of(icon.pixmap(16, 16))
    assert LIGHT.inkd in ink_of(icon.pixmap(QSize(16, 16), QIcon.Mode.Disabled))
    assert icons.icon("factory", "accent") is icon
    theme.apply(qapp, DARK)
    assert DARK.accent in ink_of(icons.icon("factory", "accent").pixmap(16, 16))


def test_an_icon_is_painted_in_the_tint_asked_for(qapp: QApplication) -> None:
    image = QImage(32, 32, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    icons.paint(painter, "flag", QPointF(0, 0), 32, "err")
    painter.end()
    assert LIGHT.err in ink_of(image)


def test_the_program_has_an_icon_at_every_size(qapp: QApplication) -> None:
    assert {size.width() for size in icons.app_icon().availableSizes()} == {16, 24, 32, 48, 64, 128, 256}


def test_the_licences_of_icons_and_fonts_ship() -> None:
    assert "Lucide" in (paths.resources() / "icons" / "LICENSE").read_text(encoding="utf-8")
    for name in ("Inter", "WenQuanYi-Micro-Hei"):
        assert (paths.resources() / "fonts" / f"LICENSE-{name}.txt").stat().st_size > 3000
