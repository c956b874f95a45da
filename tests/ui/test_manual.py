"""The manual: whole in both languages, true to the program, and readable in both themes."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontMetricsF, QTextDocument, QTextTable
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from carbondesk import __version__, language, paths
from carbondesk.domain.accounting.bills import by_month, calendarise
from carbondesk.domain.records import Bill, Organisation, Source
from carbondesk.domain.targets.contraction import SCOPE_1, SCOPE_2, Part, contraction
from carbondesk.exchange.tables import TABLES
from carbondesk.store.inventory import Inventory
from carbondesk.ui import manual
from carbondesk.ui.commands import COMMANDS
from carbondesk.ui.desktop import Desktop
from carbondesk.ui.settings import Settings
from carbondesk.ui.style import theme, typesetting
from carbondesk.ui.style.tokens import DARK, LIGHT

ROOT = Path(__file__).resolve().parents[2]
FOLDER = paths.resources() / "manual"
BUILDERS = {"ARCHITECTURE", "CONTRIBUTING"}
LANGUAGES = ("en", "zh_CN")
HEADING = re.compile(r"^(#+) ", re.MULTILINE)
LINK = re.compile(r"\]\(([^)]+)\)")
PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
CODE = re.compile(r"`([^`]+)`")


def pages(code: str) -> dict[str, str]:
    return {page.stem: page.read_text("utf-8") for page in (FOLDER / code).glob("*.md")}


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def opened(parent: QWidget) -> manual.Manual:
    return manual.show(parent, "numbers")


def test_every_page_exists_in_both_languages_with_the_same_outline() -> None:
    english, chinese = pages("en"), pages("zh_CN")
    assert set(english) - BUILDERS == set(chinese) - BUILDERS
    for name in chinese:
        outlines = [HEADING.findall(words) for words in (english[name], chinese[name])]
        assert outlines[0] == outlines[1], name


def test_tables_have_as_many_rows_in_both_languages() -> None:
    english, chinese = pages("en"), pages("zh_CN")
    for name in chinese:
        rows = [words.count("\n|") for words in (english[name], chinese[name])]
        assert rows[0] == rows[1], name


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_link_leads_to_a_page(code: str) -> None:
    known = pages("en") | pages(code)
    for name, words in pages(code).items():
        for link in LINK.findall(PICTURE.sub("", words)):
            assert link.endswith(".md"), (name, link)
            assert Path(link).stem in known, (name, link)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_topic_has_its_page(code: str) -> None:
    assert set(manual.TOPICS.values()) <= set(pages(code))


def test_readers_come_before_builders_in_the_list() -> None:
    assert manual.names()[0] == "first-inventory"
    assert set(manual.names()[-2:]) == BUILDERS


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_table_of_tables_names_headings_as_the_import_knows_them(code: str) -> None:
    named: dict[str, list[set[str]]] = {}
    for line in pages(code)["tables"].splitlines():
        cells = [set(CODE.findall(cell)) for cell in line.split("|")[1:-1]]
        if len(cells) == 4 and len(cells[0]) == 1:
            named[next(iter(cells[0]))] = cells[1:]
    tables = {table.name: table for table in TABLES}
    assert len(named) >= 9
    for name, (needed, others, key) in named.items():
        assert needed == tables[name].required, name
        assert needed | others | key <= set(tables[name].by_name), name


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_page_of_tables_has_every_heading_of_every_table(code: str) -> None:
    language.use(code)
    parts = manual.text("tables").split("\n### ")[1:]
    assert [part.split("\n", 1)[0] for part in parts] == [table.name for table in TABLES]
    for part, table in zip(parts, TABLES, strict=True):
        rows = [line.split("|")[1].strip() for line in part.splitlines() if line.startswith("| ")][1:]
        assert [row.strip("*") for row in rows] == list(table.by_name), table.name
        assert {row.strip("*") for row in rows if row.startswith("**")} == set(table.required), table.name


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_keyboard_map_names_every_command_with_keys(code: str) -> None:
    language.use(code)
    words = manual.text("keyboard")
    for command in COMMANDS:
        text = f"| {language.tr(command.text).rstrip('…')} |"
        assert (text in words) == bool(command.shortcut and command.id not in manual.LATER), command.id


def test_about_says_the_version() -> None:
    assert f"Version {__version__}" in manual.text("about")


def test_a_page_without_translation_is_shown_in_english() -> None:
    language.use("zh_CN")
    assert manual.text("ARCHITECTURE").startswith("# Architecture")
    assert manual.text("no-such-page") == ""


def test_line_breaks_leave_no_gap_in_chinese_sentences() -> None:
    language.use("zh_CN")
    for name in manual.names():
        assert not re.search("[\u3002\uff0c\uff1b] *\n *[\u4e00-\u9fff]", manual.text(name)), name


@pytest.mark.parametrize("code", LANGUAGES)
def test_licences_name_the_packages_of_the_lock_file(code: str) -> None:
    lock = (ROOT / "build_scripts" / "runtime.lock").read_text("utf-8")
    locked = set(re.findall(r"^([a-z0-9-]+)==([0-9.]+)", lock, re.MULTILINE))
    rows = re.findall(r"^\| ([A-Za-z0-9-]+) \| ([0-9.]+) \|", pages(code)["licences"], re.MULTILINE)
    assert {(name.lower(), version) for name, version in rows} == {
        (name, version) for name, version in locked if name != "pip"
    }


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_example_of_a_bill_is_what_the_program_computes(code: str) -> None:
    source = Source(id=1, site=1, name="Electricity", category="electricity", unit="kWh")
    bills = [
        Bill(id=1, source=1, read_date=date(2025, 1, 10), quantity=11_000, unit="kWh"),
        Bill(id=2, source=1, read_date=date(2025, 2, 10), quantity=12_400, unit="kWh"),
    ]
    months = by_month(calendarise(bills, source=source).activities)
    assert months == {"2025-01": 8400.0, "2025-02": 4000.0}
    for number in ("8,400", "4,000", "12,400"):
        assert f"| {number} |" in pages(code)["numbers"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_example_of_a_target_is_what_the_program_computes(code: str) -> None:
    parts = [
        Part(ambition=SCOPE_1, base=912.6, recent=912.6),
        Part(ambition=SCOPE_2, base=3547.8, recent=3547.8),
    ]
    outcome = contraction(parts, base_year=2025, recent_year=2025, target_year=2030)
    words = pages(code)["numbers"]
    assert f"{outcome.rate:.2%}".replace("%", " %") in words
    assert f"{outcome.minimum_reduction:.1%}".replace("%", " %") in words
    assert f"{outcome.target_emissions:,.1f} t" in words


def test_a_link_turns_the_page(opened: manual.Manual) -> None:
    assert opened.contents.currentItem().text() == "How numbers are computed"
    opened.page.anchorClicked.emit("settings.md")
    assert opened.contents.currentItem().text() == "Settings"
    opened.page.anchorClicked.emit("https://example.org/")
    assert opened.contents.currentItem().text() == "Settings"


def test_the_open_manual_speaks_another_language_when_it_is_asked_again(
    parent: QWidget, opened: manual.Manual
) -> None:
    language.use("zh_CN")
    again = manual.show(parent, "numbers")
    assert again is opened
    assert opened.contents.currentItem().text() == "数字怎样算出"
    assert "公式" in opened.page.toPlainText()


def test_pages_follow_the_theme(opened: manual.Manual, qapp: QApplication) -> None:
    for look in (DARK, LIGHT):
        theme.apply(qapp, look)
        qapp.processEvents()
        fragment = opened.page.document().begin().begin().fragment()
        assert fragment.charFormat().foreground().color() == QColor(look.ink)


def test_tables_fill_the_column_and_heads_stand_over_their_numbers(opened: manual.Manual) -> None:
    tables = [
        frame for frame in opened.page.document().rootFrame().childFrames() if isinstance(frame, QTextTable)
    ]
    assert len(tables) == 3
    for table in tables:
        assert table.format().width().rawValue() == 100
        for column in range(table.columns()):
            head, cell = (table.cellAt(row, column).firstCursorPosition() for row in (0, 1))
            assert head.blockFormat().alignment() == cell.blockFormat().alignment()


def test_blocks_of_code_are_set_in_letters_of_equal_width(qapp: QApplication) -> None:
    document = QTextDocument()
    typesetting.set_markdown(document, "```\nwide  narrow\n```\n\n> said\n\nend `x`\n")
    code = document.begin().begin().fragment().charFormat()
    widths = {round(QFontMetricsF(code.font()).horizontalAdvance(letter), 3) for letter in "iwM"}
    assert len(widths) == 1


def test_every_command_of_the_keyboard_map_can_be_run(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARBONDESK_HOME", str(tmp_path / "home"))
    Inventory.create(tmp_path / "empty.cdesk", Organisation(name="Acme", country="CN")).close()
    desktop = Desktop(Settings())
    qtbot.addWidget(desktop.window)
    with qtbot.waitSignal(desktop.session.figures_ready, timeout=20_000):
        assert desktop.open_path(tmp_path / "empty.cdesk")
    desktop.go("data_entry")
    shown = {command.id for command in COMMANDS if desktop.window.commands[command.id].isVisible()}
    desktop.session.close()
    keyed = {command.id for command in COMMANDS if command.shortcut}
    assert keyed - shown == manual.LATER


def test_the_open_manual_follows_the_language_of_the_window(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARBONDESK_HOME", str(tmp_path / "home"))
    desktop = Desktop(Settings())
    qtbot.addWidget(desktop.window)
    desktop.show_manual("keyboard")
    shown = desktop.window.findChild(manual.Manual)
    assert shown is not None
    desktop.set_language("zh_CN")
    assert shown.windowTitle() == "手册"
    assert shown.contents.currentItem().text() == "键盘一览"
    assert "查找或执行命令" in shown.page.toPlainText()
