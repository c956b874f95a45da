"""A small spreadsheet for the formulas that proofs are written with: products, quotients, sums and references."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

SOFFICE = shutil.which("soffice")
_TOKEN = re.compile(r"\s*(SUM|'[^']+'!|\d+(?:\.\d+)?|[A-Z]+\d+|[-+*/():])")
_CELL = re.compile(r"([A-Z]+)(\d+)")


def computed(content: bytes) -> dict[tuple[str, str], float]:
    """Return the value of every formula of a workbook, computed from its inputs alone."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = _Book(book)
    return {
        (page.title, cell.coordinate): sheet.value(page.title, cell.coordinate)
        for page in book
        for row in page.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.data_type == "f"
    }


def cached(content: bytes) -> dict[tuple[str, str], float]:
    """Return the values that the formulas of a workbook carry with them."""
    values = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    return {key: values[key[0]][key[1]].value for key in formulas(content)}


def formulas(content: bytes) -> dict[tuple[str, str], str]:
    """Return the formulas of a workbook by sheet and cell."""
    return {
        (page.title, cell.coordinate): cell.value
        for page in openpyxl.load_workbook(io.BytesIO(content))
        for row in page.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def by_libreoffice(content: bytes, folder: Path) -> dict[tuple[str, str], float]:
    """Return the value of every formula as LibreOffice computes it; the values carried along are taken out before."""
    given, made = folder / "given.xlsx", folder / "made"
    given.write_bytes(_without_values(content))
    profile = (folder / "profile").as_uri()
    command = [str(SOFFICE), "--headless", "--norestore", f"-env:UserInstallation={profile}"]
    convert = ["--convert-to", "xlsx", "--outdir", str(made), str(given)]
    subprocess.run([*command, *convert], check=True, capture_output=True, timeout=120)
    values = openpyxl.load_workbook(made / "given.xlsx", data_only=True)
    return {key: values[key[0]][key[1]].value for key in formulas(content)}


def _without_values(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(out, "w") as made:
        for name in given.namelist():
            text = given.read(name)
            if name.startswith("xl/worksheets/"):
                text = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", text)
            made.writestr(name, text)
    return out.getvalue()


class _Book:
    """Evaluates cells, each from its inputs."""

    def __init__(self, book: Workbook) -> None:
        self._book = book

    def value(self, sheet: str, cell: str) -> float:
        """Return a number, or what a formula comes to; raises where a text is reckoned with."""
        found = self._book[sheet][cell].value
        if isinstance(found, str):
            assert found.startswith("="), (sheet, cell, found)
            return _Formula(self, sheet, _TOKEN.findall(found[1:])).total()
        assert isinstance(found, int | float), (sheet, cell, found)
        return float(found)

    def several(self, sheet: str, first: str, last: str) -> list[float]:
        """Return the numbers of a range; texts and empty cells count for nothing, as in every spreadsheet."""
        area = self._book[sheet][f"{first}:{last}"]
        cells = [cell for row in area for cell in row]
        return [
            self.value(sheet, cell.coordinate)
            for cell in cells
            if isinstance(cell.value, int | float) or cell.data_type == "f"
        ]


class _Formula:
    """Reads one formula from left to right."""

    def __init__(self, book: _Book, sheet: str, tokens: list[str]) -> None:
        self._book, self._sheet, self._tokens = book, sheet, tokens

    def total(self) -> float:
        value = self._product()
        while self._next() == "+":
            self._take()
            value += self._product()
        return value

    def _product(self) -> float:
        value = self._term()
        while self._next() in {"*", "/"}:
            value = value * self._term() if self._take() == "*" else value / self._term()
        return value

    def _term(self) -> float:
        token = self._take()
        if token == "SUM":  # noqa: S105 - a word of a formula
            assert self._take() == "("
            first = self._take()
            assert self._take() == ":"
            last = self._take()
            assert self._take() == ")"
            return sum(self._book.several(self._sheet, first, last))
        if token.endswith("!"):
            return self._book.value(token[1:-2], self._take())
        return self._book.value(self._sheet, token) if _CELL.fullmatch(token) else float(token)

    def _next(self) -> str:
        return self._tokens[0] if self._tokens else ""

    def _take(self) -> str:
        return self._tokens.pop(0)
