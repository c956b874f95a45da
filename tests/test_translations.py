"""Every text that a person reads is found by the extraction and translated."""

from __future__ import annotations

import ast
import runpy
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from carbondesk import language

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "build_scripts" / "translations.py"
MARKS = {"say", "tr", "say_many", "tr_many"}


def _hidden(tree: ast.AST) -> Iterator[int]:
    """Yield the lines of marked texts within formatted strings, which Babel does not look into."""
    for formatted in ast.walk(tree):
        if isinstance(formatted, ast.JoinedStr):
            for call in ast.walk(formatted):
                if (
                    isinstance(call, ast.Call)
                    and isinstance(call.func, ast.Name)
                    and call.func.id in MARKS
                    and call.args
                    and isinstance(call.args[0], ast.Constant)
                ):
                    yield call.lineno


def test_no_text_hides_in_a_formatted_string() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted((ROOT / "carbondesk").rglob("*.py"))
        for line in _hidden(ast.parse(path.read_text("utf-8")))
    ]
    assert found == []


def test_the_search_for_hidden_texts_finds_one() -> None:
    assert list(_hidden(ast.parse("""f"{tr('Overview')} {year}" """))) == [1]


def test_catalogues_are_whole_and_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    script = runpy.run_path(str(SCRIPT))
    status = script["main"](["--check"])
    assert status == 0, capsys.readouterr().out


def test_chinese_uses_its_own_punctuation() -> None:
    script = runpy.run_path(str(SCRIPT))
    source = script["TRANSLATIONS"] / "zh_CN" / "LC_MESSAGES" / "carbondesk.po"
    wrong = [
        text
        for message in script["updated"](source, script["template"]())
        if message.id
        for text in script["_forms"](message.string)
        if any("\u4e00" <= before <= "\u9fff" and mark in ",;:!?()" for before, mark in pairwise(text))
    ]
    assert wrong == []


def test_numbers_of_things_are_spoken_in_chinese() -> None:
    language.use("zh_CN")
    try:
        assert language.tr_many("{n} site", "{n} sites", 3) == "3 个厂区"
        assert language.tr("&File") == "文件"
    finally:
        language.use("en")


def test_every_carrier_has_a_chinese_name_of_its_own() -> None:
    """What is chosen by its name in the form of a source must be one carrier only."""
    script = runpy.run_path(str(SCRIPT))
    carriers = [name for name, _path in script["carriers"]()]
    assert {"natural gas", "diesel", "electricity", "steam", "water supply"} <= set(carriers)
    language.use("zh_CN")
    names = [language.tr(name) for name in carriers]
    language.use("en")
    assert len(names) == len(set(names))
    assert not [name for name in names if name.isascii()]


PAGES = ("audit", "factors", "group", "reports")
MARKS_BETWEEN = (", ", "; ", ": ", ". ")


def _joints(tree: ast.AST) -> Iterator[int]:
    """Yield the lines where words are joined with English punctuation instead of the reader's own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            plain = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
            if any(mark in plain for mark in MARKS_BETWEEN) and "{" not in plain:
                yield node.lineno
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "join"
            and isinstance(node.func.value, ast.Constant)
            and node.func.value.value in MARKS_BETWEEN
        ):
            yield node.lineno


def test_words_on_pages_are_joined_in_the_readers_language() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for page in PAGES
        for path in sorted((ROOT / "carbondesk" / "ui" / "pages" / page).rglob("*.py"))
        for line in _joints(ast.parse(path.read_text("utf-8")))
    ]
    assert found == []


def test_the_search_for_joints_finds_them() -> None:
    assert list(_joints(ast.parse('", ".join(names)\n\nf"{site}: {source}"\nf"{number} t"'))) == [1, 3]
