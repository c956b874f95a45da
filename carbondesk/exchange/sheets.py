"""Tables as they lie in files: CSV in its many habits, XLSX and ODS, read into columns of cells.

A cell is a text, or a number where a spreadsheet stored one. Formulas are never computed: their last values
are read. A column is kept as its distinct cells and a code for each row, so that a million rows with few
spellings cost little memory and each spelling is understood once.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from carbondesk.domain.schema import Finding, error, warning
from carbondesk.domain.text import Text, say
from carbondesk.exchange.encodings import encoding_of
from carbondesk.exchange.lines import Firsts, coded, plain_columns
from carbondesk.exchange.workbooks import Cell, read_workbook

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Small enough that a block of rows stays in the processor's cache.
_BLOCK = 1_000
_SEPARATORS = (",", ";", "\t")
_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})

_UNREAD = {
    ".xml": (
        say("{file} is XML, which this version does not read."),
        say("Export the meter data as CSV or XLSX and import that."),
    ),
    ".xlsb": (
        say("{file} is a binary workbook, which this version does not read."),
        say("Open it in a spreadsheet and save it as XLSX."),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How large a file may be before it is refused: bytes, bytes once unpacked, rows, columns, letters in a cell."""

    size: int = 1 << 30
    unpacked: int = 1 << 29
    rows: int = 5_000_000
    columns: int = 300
    cell: int = 32_767


@dataclass(slots=True)
class Coded:
    """One column: `values` are its distinct cells, `codes` says for each row which of them it holds."""

    values: list[Cell]
    codes: NDArray[np.int32]

    def cell(self, index: int) -> Cell:
        """Return the cell of the row at `index` (from 0)."""
        return self.values[int(self.codes[index])]


@dataclass(slots=True, kw_only=True)
class Sheet:
    """One table of a file: headings and, for each, its column of cells.

    `numbers` holds for each row its number as a spreadsheet shows it (the heading is row 1). `separator` is
    what stood between the cells of a text file; it is empty for a workbook.
    """

    file: str
    name: str = ""
    headings: tuple[str, ...]
    columns: tuple[Coded, ...]
    numbers: Sequence[int]
    separator: str = ""

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def where(self) -> dict[str, object]:
        """The place of the sheet in findings."""
        return {"file": self.file, "sheet": self.name} if self.name else {"file": self.file}


@dataclass(slots=True)
class ReadFile:
    """What came out of one file: its sheets, what was wrong, and the encodings to ask for when in doubt."""

    sheets: list[Sheet] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    candidates: tuple[str, ...] = ()


def read_file(path: Path, *, encoding: str = "", limits: Limits | None = None) -> ReadFile:
    """Read every table of the file at `path`; whatever is wrong with the file is a finding, not an exception."""
    limits = limits or Limits()
    finding = first_look(path, limits)
    if finding is not None:
        return ReadFile(findings=[finding])
    if path.suffix.lower() in _WORKBOOKS:
        return _read_workbook(path, limits)
    known = encoding_of(path, asked=encoding)
    if not known.name:
        return ReadFile(findings=list(known.findings), candidates=known.candidates)
    return _read_text(path, known.name, limits)


def first_look(path: Path, limits: Limits) -> Finding | None:
    """Return what keeps a file from being read at all: not there, empty, too large or of another kind."""
    if path.is_dir():
        return _file_error(
            "no-tables",
            path,
            say("The folder {file} holds no tables."),
            say("Choose files or a folder of tables as CSV, XLSX or ODS."),
        )
    if not path.is_file():
        there = path.exists()
        return _file_error(
            "not-a-file" if there else "file-missing",
            path,
            say("{file} is not a file.") if there else say("There is no file {file}."),
            say("Check its name and folder."),
        )
    size = path.stat().st_size
    if size == 0:
        return _file_error(
            "empty-file", path, say("{file} is empty."), say("Choose the file that holds the table.")
        )
    if size > limits.size:
        return _file_error(
            "file-too-large", path, say("{file} is too large to read."), say("Split it by year or site.")
        )
    if path.suffix.lower() in _UNREAD:
        return _file_error("not-a-table", path, *_UNREAD[path.suffix.lower()])
    return None


def _read_workbook(path: Path, limits: Limits) -> ReadFile:
    tables, findings = read_workbook(path, unpacked=limits.unpacked)
    result = ReadFile(findings=findings)
    for name, rows in tables:
        if not any(any(cell != "" for cell in row) for row in rows):
            continue
        _add_sheet(result, path, limits, name=name, rows=iter(rows))
    if not result.sheets and not result.findings:
        result.findings.append(
            _file_error(
                "empty-file",
                path,
                say("{file} holds no table."),
                say("Choose the file that holds the table."),
            )
        )
    return result


def _read_text(path: Path, encoding: str, limits: Limits) -> ReadFile:
    result = ReadFile()
    separator = _separator(path, encoding)
    with path.open(encoding=encoding, newline="") as stream:
        reader = csv.reader(stream, delimiter=separator, strict=True)
        try:
            _add_sheet(result, path, limits, rows=reader, separator=separator, encoding=encoding)
        except csv.Error:
            result.findings.append(
                error(
                    "broken-quotes",
                    say("A quotation mark in {file} is not closed, or a cell is too long.", file=path.name),
                    remedy=say(
                        "Look at line {line}: close the mark, or double it inside a text.",
                        line=reader.line_num,
                    ),
                    file=path.name,
                    row=reader.line_num,
                )
            )
    return result


def _separator(path: Path, encoding: str) -> str:
    """Return the separator that cuts the first filled line into the most cells; a comma where none does."""
    with path.open(encoding=encoding, newline="") as stream:
        line = next((line for line in islice(stream, 100) if line.strip()), "")
    return max(_SEPARATORS, key=lambda mark: _pieces(line, mark))


def _pieces(line: str, mark: str) -> int:
    try:
        return len(next(csv.reader([line], delimiter=mark)))
    except csv.Error:  # a cell longer than any table has; the table itself will say so
        return line.count(mark)


def _add_sheet(
    result: ReadFile,
    path: Path,
    limits: Limits,
    *,
    rows: Iterator[Sequence[Cell]],
    name: str = "",
    separator: str = "",
    encoding: str = "",
) -> None:
    where = {"file": path.name, "sheet": name} if name else {"file": path.name}
    number, headings = _headings(rows)
    findings = _heading_findings(headings, number, limits, where)
    if any(finding.severity == "error" for finding in findings):
        result.findings += findings
        return
    table = _Table(len(headings), number, limits)
    if not table.take_plain(path, encoding, separator):
        table.take(rows)
    result.findings += findings + [finding.at(**where) for finding in table.findings]
    columns, numbers = table.columns()
    result.sheets.append(
        Sheet(
            file=path.name,
            name=name,
            headings=headings,
            columns=columns,
            numbers=numbers,
            separator=separator,
        )
    )


def heading_name(text: Cell) -> str:
    """Return a heading as tables know it: `Read date ` is `read_date`."""
    return "_".join(str(text).replace("\ufeff", "").strip().lower().replace("-", " ").split())


def _headings(rows: Iterator[Sequence[Cell]]) -> tuple[int, tuple[str, ...]]:
    """Return the row number of the first filled row and its headings, without empty ones at the end."""
    for number, row in enumerate(rows, start=1):
        names = [heading_name(cell) for cell in row]
        while names and not names[-1]:
            names.pop()
        if names:
            return number, tuple(names)
    return 0, ()


def _heading_findings(
    headings: tuple[str, ...], number: int, limits: Limits, where: dict[str, str]
) -> list[Finding]:
    remedy = say("The first row names the columns, such as site, source, start, end, quantity, unit.")
    if not headings:
        return [error("missing-header", say("There is no row of headings."), remedy=remedy, **where)]
    if len(headings) > limits.columns:
        message = say("There are {n} columns, more than a table may have.", n=len(headings))
        return [error("too-many-columns", message, remedy=remedy, row=number, **where)]
    if any(_is_number(heading) for heading in headings):
        message = say("The first row holds numbers, not headings.")
        return [error("missing-header", message, remedy=remedy, row=number, **where)]
    findings = []
    for place, heading in enumerate(headings):
        if heading and heading in headings[:place]:
            message = say("The heading {heading} stands twice.", heading=heading)
            rename = say("Rename or delete one of the two columns.")
            findings.append(
                error("duplicate-header", message, remedy=rename, row=number, field=heading, **where)
            )
        elif not heading:
            message = say("Column {n} has no heading and is not read.", n=place + 1)
            name = say("Give it a heading, or delete it.")
            findings.append(warning("column-without-heading", message, remedy=name, row=number, **where))
    return findings


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", "."))
    except ValueError:
        return False
    return text not in ("nan", "inf", "infinity")


class _Table:
    """Columns in the making: rows go in block by block, codes and distinct cells come out."""

    def __init__(self, width: int, heading_row: int, limits: Limits) -> None:
        self.findings: list[Finding] = []
        self._width = width
        self._heading_row = heading_row
        self._limits = limits
        self._firsts: list[Firsts] = [{} for _ in range(width)]
        self._rows: list[list[NDArray[np.int64]]] = [[] for _ in range(width)]
        self._plain: tuple[Coded, ...] | None = None
        self._numbers: list[NDArray[np.int64]] = []
        self._seen = 0
        self._kept = 0

    def take(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Take all rows below the headings."""
        rows = iter(rows)
        while self._seen <= self._limits.rows and (block := list(islice(rows, _BLOCK))):
            self._take_block(block)
        if self._seen > self._limits.rows:
            message = say("There are more than {n} rows.", n=self._limits.rows)
            self.findings.append(
                error("too-many-rows", message, remedy=say("Split the file by year or site."))
            )
        if any(max(map(len, map(str, index)), default=0) > self._limits.cell for index in self._firsts):
            message = say("A cell holds more than {n} letters.", n=self._limits.cell)
            self.findings.append(error("cell-too-long", message, remedy=say("Shorten the text.")))

    def take_plain(self, path: Path, encoding: str, separator: str) -> bool:
        """Take all rows of a text file below its headings at once; False where it needs to be parsed."""
        skip, longest = self._heading_row, self._limits.cell
        columns = plain_columns(path, encoding, separator, skip=skip, width=self._width, longest=longest)
        rows = len(columns[0][1]) if columns else 0
        if columns is None or rows > self._limits.rows:
            return False
        self._plain = tuple(Coded(*column) for column in columns)
        self._numbers = [np.arange(skip + 1, skip + 1 + rows)]
        return True

    def columns(self) -> tuple[tuple[Coded, ...], Sequence[int]]:
        """Return the finished columns and the row numbers as a spreadsheet shows them, without empty rows."""
        columns = self._plain or tuple(
            Coded(*coded(firsts, rows)) for firsts, rows in zip(self._firsts, self._rows, strict=True)
        )
        numbers = np.concatenate([np.zeros(0, dtype=np.int64), *self._numbers])
        empty = _empty_rows(columns)
        if empty.any():
            columns = tuple(Coded(column.values, column.codes[~empty]) for column in columns)
            numbers = numbers[~empty]
        return columns, _as_range(numbers)

    def _take_block(self, block: list[Sequence[Cell]]) -> None:
        first = self._heading_row + 1 + self._seen
        self._seen += len(block)
        numbers = np.arange(first, first + len(block))
        if set(map(len, block)) != {self._width}:
            block, numbers = self._mended(block, numbers)
            if not block:
                return
        self._numbers.append(numbers)
        kept = range(self._kept, self._kept + len(block))
        self._kept = kept.stop
        for firsts, rows, cells in zip(self._firsts, self._rows, zip(*block, strict=True), strict=True):
            rows.append(np.fromiter(map(firsts.setdefault, cells, kept), dtype=np.int64, count=len(block)))

    def _mended(
        self, block: list[Sequence[Cell]], numbers: NDArray[np.int64]
    ) -> tuple[list[Sequence[Cell]], NDArray[np.int64]]:
        """Leave out empty rows, fill short ones, cut empty cells beyond the last heading; more cells are an error."""
        kept: list[Sequence[Cell]] = []
        places: list[int] = []
        for number, row in zip(numbers.tolist(), block, strict=True):
            if not any(cell != "" for cell in row):
                continue
            if any(cell != "" for cell in row[self._width :]):
                message = say("The row has more cells than there are headings.")
                remedy = say("Quote texts that hold the separator, or correct the row.")
                self.findings.append(error("too-many-cells", message, remedy=remedy, row=number))
                continue
            padding = [""] * (self._width - len(row))
            kept.append(list(chain(row[: self._width], padding)))
            places.append(number)
        return kept, np.array(places, dtype=np.int64)


def _empty_rows(columns: Sequence[Coded]) -> NDArray[np.bool_]:
    """Tell which rows hold separators and nothing else, as spreadsheets write them below a table."""
    empty = np.ones(len(columns[0].codes), dtype=np.bool_)
    for column in columns:
        if not empty.any() or "" not in column.values:
            return np.zeros(len(empty), dtype=np.bool_)
        empty &= column.codes == column.values.index("")
    return empty


def _as_range(numbers: NDArray[np.int64]) -> Sequence[int]:
    """Return row numbers as a range where no row is left out."""
    if len(numbers) and numbers[-1] - numbers[0] + 1 > len(numbers):
        return [int(number) for number in numbers]
    first = int(numbers[0]) if len(numbers) else 0
    return range(first, first + len(numbers))


def _file_error(code: str, path: Path, message: Text, remedy: Text) -> Finding:
    return error(code, Text(message.template, {"file": path.name}), remedy=remedy, file=path.name)
