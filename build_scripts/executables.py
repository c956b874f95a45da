"""What a Windows program or library asks of others and offers, read from its own tables.

The layout is Microsoft's "PE Format". Every name is compared in lower case, as Windows does.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ENDINGS = (".exe", ".dll", ".pyd")
MADE_BY_WINE = (b"Wine builtin DLL", b"Wine placeholder DLL")
_MARK = 0x40
_SHORTEST = 0x40  # the first header, which tells where the second begins
_PE32_PLUS = 0x20B
_EXPORTS, _IMPORTS, _DELAYED = 0, 1, 13
_BY_NUMBER = 1 << 63

SYSTEM = frozenset(
    (
        *("advapi32", "authz", "bcrypt", "bcryptprimitives", "cfgmgr32", "comctl32", "comdlg32", "crypt32"),
        *("cryptbase", "d2d1", "d3d11", "d3d12", "d3d9", "dbghelp", "dcomp", "dnsapi", "dwmapi", "dwrite"),
        *("dxgi", "dxva2", "gdi32", "gdiplus", "imm32", "iphlpapi", "kernel32", "kernelbase", "mpr"),
        *("mscms", "msi", "mswsock", "ncrypt", "netapi32", "ntdll", "ole32", "oleacc", "oleaut32"),
        *("opengl32", "pdh", "powrprof", "propsys", "psapi", "rpcrt4", "secur32", "setupapi", "shcore"),
        *("shell32", "shlwapi", "ucrtbase", "uiautomationcore", "user32", "userenv", "usp10", "uxtheme"),
        *("version", "winhttp", "wininet", "winmm", "winspool.drv", "wldap32", "ws2_32", "wsock32"),
        "wtsapi32",
    )
)
"""Libraries of every Windows 10 from 1809 on, without `.dll`."""

INNER = "_internal"
ADDED = {"numpy": ("numpy.libs",), "pyside6": ("pyside6", "shiboken6"), "shiboken6": ("pyside6",)}
"""Which folders of libraries a package adds to the search, or has loaded before its plugins; in lower case."""


def is_of_windows(library: str) -> bool:
    """Tell whether Windows 10 itself brings a library; `api-ms-win-…` are its names for parts of its own."""
    name = library.lower()
    return name.startswith(("api-ms-win-", "ext-ms-")) or name.removesuffix(".dll") in SYSTEM


@dataclass(frozen=True)
class _Part:
    """A section: where it lies in memory and in the file, in bytes."""

    address: int
    length: int
    place: int


class Executable:
    """One 64-bit program or library; raises ValueError when the bytes are no such thing."""

    def __init__(self, content: bytes) -> None:
        self._bytes = content
        if content[:2] != b"MZ" or len(content) < _SHORTEST:
            raise ValueError("No program or library of Windows.")
        self._start = self._number("<I", 0x3C)
        optional = self._start + 24
        if content[self._start : self._start + 4] != b"PE\0\0" or self._number("<H", optional) != _PE32_PLUS:
            raise ValueError("No 64-bit program or library of Windows.")
        count, header = self._number("<H", self._start + 6), self._number("<H", self._start + 20)
        self._tables = optional + 112
        rows = range(optional + header, optional + header + 40 * count, 40)
        self._parts = [
            _Part(self._number("<I", row + 12), self._number("<I", row + 16), self._number("<I", row + 20))
            for row in rows
        ]

    @property
    def is_made_by_wine(self) -> bool:
        """Whether Wine's own build left its mark, which no library that we ship may carry."""
        return self._bytes[_MARK : _MARK + 32].startswith(MADE_BY_WINE)

    @cached_property
    def imports(self) -> dict[str, list[str]]:
        """The functions asked of each library, whose name is in lower case; `#7` is one asked for by number."""
        found: dict[str, list[str]] = {}
        for name, names in self._asked(_IMPORTS, 20, at_name=12, at_list=0):
            found.setdefault(name, []).extend(names)
        for name, names in self._asked(_DELAYED, 32, at_name=4, at_list=16):
            found.setdefault(name, []).extend(names)
        return found

    @cached_property
    def exports(self) -> list[str]:
        """The names that others may ask for, sorted."""
        place = self._table(_EXPORTS)
        if place is None:
            return []
        count, names = self._number("<I", place + 24), self._place(self._number("<I", place + 32))
        rows = range(names, names + 4 * count, 4)
        return sorted(self._text(self._place(self._number("<I", row))) for row in rows)

    def _asked(
        self, table: int, width: int, *, at_name: int, at_list: int
    ) -> Iterator[tuple[str, list[str]]]:
        row = self._table(table)
        while row is not None and (name := self._number("<I", row + at_name)):
            listed = self._number("<I", row + at_list) or self._number("<I", row + 16)
            yield self._text(self._place(name)).lower(), list(self._names(self._place(listed)))
            row += width

    def _names(self, row: int) -> Iterator[str]:
        while entry := self._number("<Q", row):
            number = entry & _BY_NUMBER
            yield f"#{entry & 0xFFFF}" if number else self._text(self._place(entry & 0x7FFFFFFF) + 2)
            row += 8

    def _table(self, number: int) -> int | None:
        address = self._number("<I", self._tables + 8 * number)
        return self._place(address) if address else None

    def _place(self, address: int) -> int:
        for part in self._parts:
            if part.address <= address < part.address + part.length:
                return address - part.address + part.place
        raise ValueError(f"No part of the file holds the address {address:#x}.")

    def _number(self, form: str, place: int) -> int:
        return int(struct.unpack_from(form, self._bytes, place)[0])

    def _text(self, place: int) -> str:
        return self._bytes[place : self._bytes.index(b"\0", place)].decode("ascii")


def below(folder: Path) -> dict[Path, Executable]:
    """Return every 64-bit program and library below a folder; a file of another kind is left out."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in ENDINGS and path.is_file():
            try:
                found[path] = Executable(path.read_bytes())
            except ValueError:
                continue
    return found


def faults(folder: Path) -> list[str]:
    """Return a line for each library that would not be found, and for each that Wine made.

    A library is looked for beside what loads it, at the top of `_internal`, which the program tells Windows to
    search, and where the wheel's own code adds a folder to the search; nowhere else.
    """
    found = below(folder)
    inside = {path.relative_to(folder).as_posix().lower() for path in found}
    lines = [f"{path.relative_to(folder)} is Wine's own" for path in found if found[path].is_made_by_wine]
    for path, each in found.items():
        places = [f"{place}/" for place in _searched(path.relative_to(folder))]
        lines += [
            f"{path.relative_to(folder)} needs {name}, which is neither where it looks nor in Windows"
            for name in each.imports
            if not is_of_windows(name) and not any(place + name in inside for place in places)
        ]
    return lines


def _searched(place: Path) -> list[str]:
    own = place.parent.as_posix().lower()
    added = [places for package, places in ADDED.items() if own.startswith(f"{INNER}/{package}")]
    return [own, INNER, *(f"{INNER}/{place}" for places in added for place in places)]
