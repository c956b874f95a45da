"""Which encoding a text file is in: told from its bytes where they leave no doubt, asked for where they do.

UTF-8 proves itself. Chinese GB18030 is told by its common characters. Windows-1250 (Central Europe) and
Windows-1252 (Western Europe) read every byte, so where the two give different letters only a person knows.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from carbondesk.domain.schema import Finding, error
from carbondesk.domain.text import listed, say

ENCODINGS = ("utf-8", "gb18030", "cp1250", "cp1252", "utf-16")
_BLOCK = 1 << 22
_SAMPLE = 1 << 18
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    # Before UTF-16, whose mark begins in the same way.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE = frozenset({"utf-16", "utf-32"})
# Every encoding of texts reads these bytes; Python's other codecs, such as rot13, refuse them.
_PROBE = b"a\0\0\0"
# GB2312 puts its symbols in rows A1 to A3 and all its Chinese characters in rows B0 to F7; trail bytes start at A1.
_GB_LEAD = frozenset(range(0xA1, 0xA4)) | frozenset(range(0xB0, 0xF8))
_GB_TRAIL = 0xA1


@dataclass(frozen=True, slots=True)
class Encoding:
    """The encoding of a file, or the finding that says why it is not known; then `name` is empty."""

    name: str
    findings: tuple[Finding, ...] = ()
    candidates: tuple[str, ...] = ()


def encoding_of(path: Path, *, asked: str = "") -> Encoding:
    """Return the encoding of the text file at `path`; `asked` is the encoding that a person has chosen."""
    with path.open("rb") as stream:
        start = stream.read(4)
    mark = next((name for bytes_, name in _MARKS if start.startswith(bytes_)), "")
    if mark:
        return _checked(path, mark)
    if asked:
        return _checked(path, asked)
    if _decodes(path, "utf-8"):
        return _checked(path, "utf-8")
    return _guessed(path)


def _checked(path: Path, name: str) -> Encoding:
    try:
        _PROBE.decode(name)
    except (LookupError, UnicodeError):
        return Encoding("", (_unknown(path, name),), ENCODINGS)
    if not _decodes(path, name):
        return Encoding("", (_wrong(path, name),), ENCODINGS)
    if name not in _WIDE and _holds_nul(path):
        return Encoding("", (_nul(path),))
    return Encoding(name)


def _guessed(path: Path) -> Encoding:
    if _holds_nul(path):
        return Encoding("", (_nul(path),))
    sample = _foreign_lines(path)
    if _is_chinese(sample) and _decodes(path, "gb18030"):
        return Encoding("gb18030")
    central, western = (_tried(path, sample, name) for name in ("cp1250", "cp1252"))
    if central and central == western:
        return Encoding("cp1252")
    readings = {"cp1250": central, "cp1252": western, "gb18030": _tried(path, sample, "gb18030")}
    candidates = tuple(name for name, words in readings.items() if words)
    if not candidates:
        return Encoding("", (_wrong(path, "utf-8"),), ENCODINGS)
    seen = listed(say("{name}: {value}", name=name, value=readings[name]) for name in candidates)
    finding = error(
        "encoding-doubtful",
        say(
            "The letters of {file} can be read in more than one way. {readings}",
            file=path.name,
            readings=seen,
        ),
        remedy=say("Say which encoding is right, or save the file as UTF-8."),
        file=path.name,
    )
    return Encoding("", (finding,), candidates)


def _decodes(path: Path, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    try:
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _holds_nul(path: Path) -> bool:
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            if b"\0" in block:
                return True
    return False


def _foreign_lines(path: Path) -> bytes:
    """Return lines that hold bytes beyond ASCII, as much as tells the encoding."""
    lines: list[bytes] = []
    size = 0
    with path.open("rb") as stream:
        for line in stream:
            if not line.isascii():
                lines.append(line)
                size += len(line)
            if size > _SAMPLE:
                break
    return b"".join(lines)


def _is_chinese(sample: bytes) -> bool:
    """Whether the bytes beyond ASCII are pairs as GB2312 has them, most of them Chinese characters."""
    place = pairs = characters = 0
    while place < len(sample):
        if sample[place] < 0x80:  # noqa: PLR2004 - the end of ASCII
            place += 1
            continue
        pair = sample[place : place + 2]
        if len(pair) < 2 or pair[0] not in _GB_LEAD or pair[1] < _GB_TRAIL:  # noqa: PLR2004 - a pair
            return False
        pairs += 1
        characters += pair[0] >= 0xB0  # noqa: PLR2004 - where the Chinese characters begin
        place += 2
    return pairs > 0 and characters * 2 > pairs


def _tried(path: Path, sample: bytes, name: str) -> str:
    """Return the words beyond ASCII as the encoding reads them; empty where it cannot read the file."""
    try:
        text = sample.decode(name)
    except UnicodeDecodeError:
        return ""
    if not _decodes(path, name):
        return ""
    words: dict[str, None] = {}
    for separator in ',;\t"':
        text = text.replace(separator, " ")
    for word in text.split():
        if not word.isascii():
            words[word] = None
    return ", ".join(list(words)[:3])


def _unknown(path: Path, name: str) -> Finding:
    return error(
        "unknown-encoding",
        say("{name} is not the name of an encoding.", name=name),
        remedy=say("Choose one of: {names}.", names=listed(ENCODINGS)),
        file=path.name,
    )


def _wrong(path: Path, name: str) -> Finding:
    return error(
        "wrong-encoding",
        say("{file} is not a text in {name}.", file=path.name, name=name),
        remedy=say("Choose another encoding ({names}), or save the file as UTF-8.", names=listed(ENCODINGS)),
        file=path.name,
    )


def _nul(path: Path) -> Finding:
    return error(
        "nul-bytes",
        say("{file} holds zero bytes: it is not a text file, or it is damaged.", file=path.name),
        remedy=say("Save the table again as CSV in UTF-8, or as XLSX."),
        file=path.name,
    )
