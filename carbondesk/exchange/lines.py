"""Plain text tables, cut into columns straight from their bytes.

Most large tables have no quotation marks and as many cells in each line as there are headings. Such a file needs no
parser: the places of its separators are all there is to find, and numpy finds them in a fifth of the time. Any
other file is left to the parser as a whole, so both give the same cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from os import SEEK_END
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from carbondesk.exchange.workbooks import Cell

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLOCK = 1 << 20
"""Bytes that are cut at once."""

# Encodings in which the bytes of separators, quotation marks and line ends are never part of another letter,
# and the name to read a part of the file with: only its beginning has a byte order mark.
_SAFE = {name: name for name in ("utf-8", "gb18030", "cp1250", "cp1252")} | {"utf-8-sig": "utf-8"}
_TAIL = 1 << 16
_NEWLINE, _RETURN = 10, 13
_WORD = 8
_MOST_WORDS = 4
_MASKS = np.array([(1 << 8 * count) - 1 for count in range(_WORD + 1)], dtype="<u8")
# Any odd number with many bits set in a random order mixes words well; this one is 2 ** 64 over the golden ratio.
_MIX = np.uint64(0x9E3779B97F4A7C15)


Firsts = dict[Cell, int]
"""The row (from 0) in which each cell of a column is first met, in that order."""


def coded(firsts: Firsts, rows: Sequence[NDArray[np.int64]]) -> tuple[list[Cell], NDArray[np.int32]]:
    """Return a column's distinct cells, and for each row which of them it holds.

    `rows` are parts of the column, in which each cell is the number of the row that first has it.
    """
    first = np.fromiter(firsts.values(), dtype=np.int64, count=len(firsts))
    codes = np.zeros(sum(map(len, rows)), dtype=np.int32)
    codes[first] = np.arange(len(first))
    return list(firsts), codes[np.concatenate([np.zeros(0, dtype=np.int64), *rows])]


def plain_columns(
    path: Path, encoding: str, separator: str, *, skip: int, width: int, longest: int
) -> list[tuple[list[Cell], NDArray[np.int32]]] | None:
    """Return distinct cells and a code for each row, column by column, of the lines after the first `skip`.

    None where any line needs the parser: a quotation mark, another number of cells than `width`, a cell of more
    than `longest` bytes, a line end of its own kind, or an encoding that shares bytes between letters.
    """
    if encoding not in _SAFE:
        return None
    firsts: list[Firsts] = [{} for _ in range(width)]
    rows: list[list[NDArray[np.int64]]] = [[] for _ in range(width)]
    seen = 0
    blocks = _blocks(path, skip)
    if _has_bare_returns(next(blocks)):
        return None
    for lines in blocks:
        if b'"' in lines or _has_bare_returns(lines):
            return None
        block = _Block(lines, _SAFE[encoding])
        places = block.places(separator, width)
        if places is None or int((places[1] - places[0]).max()) > longest:
            return None
        for column, (starts, ends) in enumerate(zip(*(side.T for side in places), strict=True)):
            rows[column].append(block.first_rows(starts, ends, firsts[column], seen))
        seen += len(places[0])
    return [coded(column, parts) for column, parts in zip(firsts, rows, strict=True)]


def _blocks(path: Path, skip: int) -> Iterator[bytes]:
    """Yield the first lines, then all others, many at once; empty lines at the file's end are left out."""
    with path.open("rb") as stream:
        end = _end(stream)
        yield b"".join(islice(stream, skip))
        rest = b""
        while (left := end - stream.tell()) > 0:
            whole, newline, rest = (rest + stream.read(min(BLOCK, left))).rpartition(b"\n")
            if newline:
                yield whole + newline
        if rest:
            yield rest + b"\n"


def _has_bare_returns(lines: bytes) -> bool:
    return lines.count(b"\r") != lines.count(b"\r\n")


def _end(stream: BinaryIO) -> int:
    """Return where the last line that is not empty ends."""
    size = stream.seek(0, SEEK_END)
    stream.seek(max(0, size - _TAIL))
    tail = stream.read()
    stream.seek(0)
    return size - len(tail) + len(tail.rstrip(b"\r\n"))


class _Block:
    """Some whole lines of a file."""

    def __init__(self, lines: bytes, encoding: str) -> None:
        self._lines = lines
        self._encoding = encoding
        # Text is cut by the same places as its bytes where each letter is one byte.
        self._text = lines.decode("ascii") if lines.isascii() else None
        padded = lines + bytes(_WORD)
        self._bytes = np.frombuffer(padded, dtype=np.uint8)
        # The eight bytes from every place on, as one number.
        self._words = np.ndarray(len(lines) + 1, dtype="<u8", buffer=padded, strides=(1,))

    def places(self, separator: str, width: int) -> tuple[NDArray[np.int64], NDArray[np.int64]] | None:
        """Return where the cells start and end, one row a line; None where a line has more or fewer than `width`."""
        newline = self._bytes == _NEWLINE
        marks = np.flatnonzero(newline | (self._bytes == ord(separator)))
        if len(marks) % width:
            return None
        ends = marks.reshape(-1, width)
        if not newline[ends[:, -1]].all() or np.count_nonzero(newline) != len(ends):
            return None
        starts = np.concatenate([[0], marks[:-1] + 1]).reshape(-1, width)
        ends[:, -1] -= self._bytes[ends[:, -1] - 1] == _RETURN
        # With one column, the parser leaves out empty lines.
        return None if width == 1 and (starts == ends).any() else (starts, ends)

    def first_rows(
        self, starts: NDArray[np.int64], ends: NDArray[np.int64], firsts: Firsts, seen: int
    ) -> NDArray[np.int64]:
        """Return for each cell of a column the row that first has it; `seen` rows came before this block."""
        found = self._repeated(starts, ends - starts)
        if found is None:
            return self._looked_up(starts, ends, firsts, range(seen, seen + len(starts)))
        first, codes = found
        order = np.argsort(first)
        own = first[order]
        numbers = np.empty(len(first), dtype=np.int64)
        numbers[order] = self._looked_up(starts[own], ends[own], firsts, (own + seen).tolist())
        return numbers[codes]

    def _looked_up(
        self, starts: NDArray[np.int64], ends: NDArray[np.int64], firsts: Firsts, rows: Sequence[int]
    ) -> NDArray[np.int64]:
        spans = zip(starts.tolist(), ends.tolist(), strict=True)
        text, lines = self._text, self._lines
        cells = (
            [lines[start:end].decode(self._encoding) for start, end in spans]
            if text is None
            else [text[start:end] for start, end in spans]
        )
        return np.fromiter(map(firsts.setdefault, cells, rows), dtype=np.int64, count=len(cells))

    def _repeated(
        self, starts: NDArray[np.int64], lengths: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]] | None:
        """Return the first row of each distinct cell and which of those every row equals.

        None where most cells differ or are long: then looking at each one is quicker.
        """
        words = [
            self._words[np.minimum(starts + done, len(self._lines))]
            & _MASKS[np.clip(lengths - done, 0, _WORD)]
            for done in range(0, max(1, int(lengths.max())), _WORD)
        ]
        if len(words) > _MOST_WORDS:
            return None
        mixed = words[0]
        for word in words[1:]:
            mixed = mixed * _MIX ^ word
        distinct = np.unique(mixed)
        if 2 * len(distinct) > len(mixed):
            return None
        codes = np.searchsorted(distinct, mixed)
        first = np.empty(len(distinct), dtype=np.int64)
        # Backwards, so that the first row of each is what stays.
        first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
        same = all(np.array_equal(word, word[first[codes]]) for word in words[1:])
        return (first, codes) if same else None
