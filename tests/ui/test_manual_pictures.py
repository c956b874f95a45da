"""The pictures of the manual: all there in every language, small enough to ship, sharp, and told in words."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QColor, QImage, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from carbondesk import language, paths
from carbondesk.ui import manual, manual_pictures
from carbondesk.ui.desktop import Desktop
from carbondesk.ui.manual_pictures import LargePicture
from carbondesk.ui.settings import Settings
from manual_pictures import COLOURS, MOST_BYTES, PICTURES, SIZE, names_of, palette, reduced, write

LANGUAGES = ("en", "zh_CN")
DIALOGS = ("import", "new-inventory")
AGAIN = "run .venv/bin/python build_scripts/manual_pictures.py"
SHOWN = re.compile(r"(?<!`)!\[([^\]]*)\]\(pictures/([^)]+)\.png\)")


def shown(code: str) -> dict[str, str]:
    """Return the words of each picture that the manual shows in a language, by the picture's name."""
    language.use(code)
    return {name: words for page in manual.names() for words, name in SHOWN.findall(manual.text(page))}


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_page_of_the_program_is_pictured_and_shown(code: str, qtbot: QtBot) -> None:
    desktop = Desktop(Settings(language="en"))
    qtbot.addWidget(desktop.window)
    wanted = {page.replace("_", "-") for page in desktop.window.entries} | {"command-palette", *DIALOGS}
    there = {path.stem for path in (PICTURES / code).glob("*.png")}
    assert there == wanted, AGAIN
    assert set(shown(code)) == wanted


def test_pictures_have_words_in_both_languages() -> None:
    english, chinese = shown("en"), shown("zh_CN")
    for name, words in english.items():
        assert len(words) > 20, name
        assert re.search("[\u4e00-\u9fff]{4}", chinese[name]), name


def test_pictures_are_small_and_those_of_pages_of_one_size() -> None:
    files = list(PICTURES.rglob("*.png"))
    assert sum(path.stat().st_size for path in files) <= MOST_BYTES
    for path in files:
        picture = QImage(str(path))
        whole = f"{picture.width()}x{picture.height()}" == SIZE
        assert whole == (path.stem not in DIALOGS), path.name
        assert picture.format() == QImage.Format.Format_Indexed8
        assert 16 < picture.colorCount() <= COLOURS, path.name


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def opened(parent: QWidget) -> manual.Manual:
    return manual.show(parent, "overview")


def pictures(page: manual.Manual) -> list[tuple[float, float, QImage]]:
    document = page.page.document()
    found = []
    for _, form in manual_pictures._pictures(document):  # noqa: SLF001 - what no method shows
        kept = document.resource(int(QTextDocument.ResourceType.ImageResource.value), QUrl(form.name()))
        found.append((form.width(), form.height(), kept))
    return found


def test_a_picture_is_as_wide_as_the_page_and_sharp(opened: manual.Manual, qtbot: QtBot) -> None:
    opened.resize(1200, 800)
    [(width, height, image)] = pictures(opened)
    assert (width, height) == (manual.WIDEST, manual.WIDEST * 800 / 1280)
    assert (image.width(), image.height()) == (width, height)
    opened.resize(700, 800)
    [(narrow, _, image)] = pictures(opened)
    assert narrow == opened.page.viewport().width() - 2 * manual.MARGIN < manual.WIDEST
    assert image.width() == narrow
    manual_pictures.fit(opened.page.document(), 400, 2.0)
    [(width, _, image)] = pictures(opened)
    assert (width, image.width()) == (400, 800), "a fine screen gets twice the pixels"


def test_the_words_stand_below_the_picture_and_close_to_it(opened: manual.Manual) -> None:
    block = opened.page.document().begin().next()
    while not block.text().startswith("\ufffc"):
        block = block.next()
    below = block.next()
    assert below.text() == shown("en")["overview"]
    assert block.blockFormat().lineHeight() == 100
    form = below.begin().fragment().charFormat()
    assert not form.fontItalic()
    assert form.font().pixelSize() == 12


def test_a_click_or_enter_shows_a_picture_large(opened: manual.Manual, qtbot: QtBot) -> None:
    opened.page.anchorClicked.emit(QUrl("pictures/overview.png"))
    large = opened.page.findChild(LargePicture)
    assert large is not None
    label = large.findChild(QLabel)
    assert label is not None
    assert (label.pixmap().width(), label.pixmap().height()) == (1280, 800)
    assert label.accessibleName() == large.windowTitle() == shown("en")["overview"]
    QTest.keyClick(large, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: opened.page.findChildren(LargePicture) == [])
    opened.page.anchorClicked.emit(QUrl("pictures/gone.png"))
    assert opened.page.findChildren(LargePicture) == []
    href = next(form.anchorHref() for _, form in manual_pictures._pictures(opened.page.document()))  # noqa: SLF001
    assert href == "pictures/overview.png", "Tab reaches it, as it does every link"


def test_the_keyboard_alone_shows_a_picture_large(opened: manual.Manual) -> None:
    opened.page.setFocus()
    QTest.keyClick(opened.page, Qt.Key.Key_Tab)
    QTest.keyClick(opened.page, Qt.Key.Key_Return)
    large = opened.page.findChild(LargePicture)
    assert large is not None
    assert large.windowTitle() == shown("en")["overview"]


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of resources with one page that names no picture, and one picture for it."""
    folder = tmp_path / "manual"
    for part in ("en", "pictures/en"):
        (folder / part).mkdir(parents=True)
    (folder / "en" / "targets.md").write_text(
        "# Targets\n\nFirst words\nof it.\n\n## More\n\nText.\n", "utf-8"
    )
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    return folder


def test_a_page_that_names_no_picture_gets_the_one_of_its_name(own: Path) -> None:
    assert "pictures/" not in manual.text("targets")
    QImage(8, 5, QImage.Format.Format_RGB32).save(str(own / "pictures" / "en" / "targets.png"))
    words = "The page “Targets” with the sample inventory"
    expected = f"First words\nof it.\n\n![{words}](pictures/targets.png)\n\n*{words}*\n\n## More"
    assert expected in manual.text("targets")


def test_a_picture_that_is_missing_leaves_its_words(own: Path) -> None:
    (own / "en" / "targets.md").write_text("# T\n\nText\n\n![What it shows](pictures/gone.png)\n", "utf-8")
    assert manual.text("targets").endswith("Text\n\n*What it shows*\n")


def test_a_language_without_a_picture_shows_the_english_one(own: Path) -> None:
    kept = own / "pictures" / "en" / "targets.png"
    QImage(8, 5, QImage.Format.Format_RGB32).save(str(kept))
    language.use("zh_CN")
    assert manual_pictures.path_of("targets") == kept


# ---- how they are made ---------------------------------------------------------------------------------


def test_the_pictures_of_a_tour_are_known_by_what_they_show(tmp_path: Path) -> None:
    for name in ("02-data-entry.png", "10-welcome.png", "walk.txt", "odd.png"):
        (tmp_path / name).touch()
    assert names_of(tmp_path) == {
        "data-entry": tmp_path / "02-data-entry.png",
        "welcome": tmp_path / "10-welcome.png",
    }


def test_few_colours_are_kept_as_they_are() -> None:
    pixels = np.array([[[0, 0, 0], [255, 255, 255]], [[11, 106, 99], [0, 0, 0]]], dtype=np.uint8)
    places, colours = reduced(pixels)
    assert (colours[places] == pixels).all()


def test_many_colours_become_few_and_stay_near() -> None:
    generator = np.random.default_rng(7)
    colours = generator.integers(0, 256, (3000, 3))
    counts = generator.integers(1, 50, 3000)
    counts[5] = 100_000
    chosen = palette(colours, counts, most=64)
    assert len(chosen) == 64
    assert (chosen[0] == colours[5]).all(), "the ground of a page keeps its colour exactly"
    pixels = colours.astype(np.uint8).reshape(50, 60, 3)
    places, few = reduced(pixels)
    far = np.abs(few[places].astype(int) - pixels).max(axis=2)
    assert np.median(far) < 40


def test_a_picture_is_written_with_few_colours(tmp_path: Path) -> None:
    picture = QImage(301, 40, QImage.Format.Format_RGB32)
    for x in range(301):
        for y in range(40):
            picture.setPixelColor(x, y, QColor.fromHsv(x, 200, 100 + y * 3))
    picture.save(str(tmp_path / "source.png"))
    write(tmp_path / "source.png", tmp_path / "en" / "small.png")
    small = QImage(str(tmp_path / "en" / "small.png"))
    assert (small.width(), small.height(), small.colorCount()) == (301, 40, COLOURS)
    for x in range(0, 301, 30):
        was, now = picture.pixelColor(x, 20), small.pixelColor(x, 20)
        assert (
            max(abs(was.red() - now.red()), abs(was.green() - now.green()), abs(was.blue() - now.blue())) < 40
        )
