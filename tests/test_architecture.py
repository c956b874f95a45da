"""The house rules that a program can check."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "carbondesk").rglob("*.py"))
SCRIPTS = sorted((ROOT / "build_scripts").glob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))

BANNED = {
    *("manager", "handler", "helper", "helpers", "util", "utils", "data", "info", "process"),
    *("misc", "base", "common", "item", "object", "do", "perform"),
}
# Words of the craft and of the screen that hold a banned one.
ALLOWED = ("base_year", "data_entry", "process_gas", "to_do")
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_CLASS = 500, 60, 300

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def test_imports_follow_the_layers() -> None:
    result = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as main; main()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "NO_COLOR": "1", "PYTHONUTF8": "1"},
    )
    assert result.returncode == 0, result.stdout + result.stderr


def loaded_by(statement: str) -> set[str]:
    """Return the names of the modules that a fresh Python has loaded after `statement`."""
    script = f"{statement}\nimport sys\nprint(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(result.stdout.split())


@pytest.mark.parametrize("module", ["carbondesk.cli", "carbondesk.__main__"])
def test_the_command_line_starts_without_qt_and_without_pandas(module: str) -> None:
    assert not loaded_by(f"import {module}") & {"PySide6", "shiboken6", "pyqtgraph", "pandas"}


def test_the_store_keeps_pandas_out() -> None:
    assert "pandas" not in loaded_by("from carbondesk.store import Inventory")


def definitions(tree: ast.AST, prefix: str = "") -> Iterator[tuple[str, Definition]]:
    """Yield every class and function of a module with its dotted name, outermost first."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, Definition):
            name = f"{prefix}{node.name}"
            yield name, node
            yield from definitions(node, f"{name}.")
        elif not isinstance(node, ast.expr):
            yield from definitions(node, prefix)


def parsed(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def test_no_file_is_over_500_lines() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in (*MODULES, *SCRIPTS, *TESTS)
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_over_60_lines_and_no_class_over_300() -> None:
    too_long = []
    for path in MODULES:
        for name, node in definitions(parsed(path)):
            limit = LONGEST_CLASS if isinstance(node, ast.ClassDef) else LONGEST_FUNCTION
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > limit:
                too_long.append(f"{path.relative_to(ROOT).as_posix()} {name}: {length} lines")
    assert too_long == []


def words(name: str) -> set[str]:
    """Return the words of a snake_case or CamelCase name."""
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
    for allowed in ALLOWED:
        snake = snake.replace(allowed, "")
    return set(snake.split("_"))


def test_no_module_or_class_carries_a_word_that_says_nothing() -> None:
    named = []
    for path in MODULES:
        named += [part for part in path.relative_to(ROOT).with_suffix("").parts if words(part) & BANNED]
        for name, node in definitions(parsed(path)):
            if isinstance(node, ast.ClassDef) and words(node.name) & BANNED:
                named.append(f"{path.relative_to(ROOT).as_posix()} {name}")
    assert named == []


def is_public(dotted: str) -> bool:
    """Tell whether no part of a dotted name is private."""
    return not any(part.startswith("_") for part in dotted.split("."))


def told_above(classes: dict[str, ast.ClassDef], base: str, method: str) -> bool:
    """Tell whether a class of ours, or one above it, documents a method: what overrides it inherits the words."""
    if base not in classes:
        return False
    own = {node.name: node for node in classes[base].body if isinstance(node, ast.FunctionDef)}
    return (method in own and ast.get_docstring(own[method]) is not None) or any(
        told_above(classes, name, method) for name in bases(classes[base])
    )


def bases(node: ast.ClassDef) -> list[str]:
    """Return the names of the classes that a class extends, without their module and parameters."""
    return [ast.unparse(base).partition("[")[0].rpartition(".")[2] for base in node.bases]


def wants_docstring(name: str, node: Definition) -> bool:
    """Tell whether the house rules ask for a docstring: not on Qt's camelCase overrides or setters."""
    if not is_public(name) or name.count(".") > 1:
        return False
    decorators = {ast.unparse(decorator).rpartition(".")[2] for decorator in node.decorator_list}
    is_override = not isinstance(node, ast.ClassDef) and re.search("[a-z][A-Z]", node.name) is not None
    return not is_override and not decorators & {"setter", "overload", "override"}


# Qt's overrides whose names hold no capital letter.
QT_NAMES = {"data", "event", "flags", "index", "paint", "parent", "reject"}


def test_every_public_module_class_and_function_has_a_docstring() -> None:
    trees = {path.relative_to(ROOT).as_posix(): parsed(path) for path in MODULES}
    classes = {
        node.name: node
        for tree in trees.values()
        for _, node in definitions(tree)
        if isinstance(node, ast.ClassDef)
    }
    bare = [place for place, tree in trees.items() if not ast.get_docstring(tree)]
    for place, tree in trees.items():
        for name, node in definitions(tree):
            owner = name.rpartition(".")[0]
            if owner and owner not in classes:  # within a function, so nobody's but its own
                continue
            inherited = owner and any(told_above(classes, base, node.name) for base in bases(classes[owner]))
            named_by_qt = "/ui/" in place and node.name in QT_NAMES
            if (
                wants_docstring(name, node)
                and not inherited
                and not named_by_qt
                and not ast.get_docstring(node)
            ):
                bare.append(f"{place}:{node.lineno} {name}")
    assert bare == []


def test_the_domain_reads_no_clock_and_no_file() -> None:
    outside = {"today", "now", "utcnow", "time", "open", "read_text", "read_bytes"}
    asked = [
        f"{path.relative_to(ROOT).as_posix()}:{node.lineno} {ast.unparse(node.func)}"
        for path in (ROOT / "carbondesk" / "domain").rglob("*.py")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in outside
    ]
    assert asked == []


def test_lock_files_name_versions_and_hashes_but_no_place() -> None:
    for path in sorted((ROOT / "build_scripts").glob("*.lock")):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text, path.name
        assert not re.search("--(extra-)?index-url|--find-links", text), path.name
        pinned = re.findall(
            r"^[\w.-]+==\S+ \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", text, re.MULTILINE
        )
        entries = [line for line in text.splitlines() if line and line[0] not in " #"]
        assert len(pinned) == len(entries), path.name


def test_the_development_lock_holds_the_runtime_lock() -> None:
    runtime, develop = (
        set(
            re.findall(
                r"^[\w.-]+==[^ ]+", (ROOT / "build_scripts" / name).read_text(encoding="utf-8"), re.MULTILINE
            )
        )
        for name in ("runtime.lock", "develop.lock")
    )
    assert runtime - develop == set()
