"""What the command line prints: one JSON document, or tables and sentences for people.

Results go to standard output; findings in words, progress and messages go to standard error.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence

from carbondesk.cli.commands import DONE, WITH_ERRORS
from carbondesk.domain.progress import Progress
from carbondesk.domain.schema import Finding, Severity
from carbondesk.domain.text import EMPTY, Text, say, visible
from carbondesk.language import number, tr, tr_many

_SEVERITIES = {
    Severity.ERROR: say("Error"),
    Severity.WARNING: say("Warning"),
    Severity.INFO: say("Note"),
}
_WIDE = ("W", "F")
_MOST_FINDINGS = 200
"""Findings written out for people; the JSON document holds all of them."""


def print_json(document: object) -> None:
    """Print one JSON document with full precision; what cannot be computed is null, never NaN."""
    print(visible(json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2)))


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: int = 0) -> None:
    """Print aligned columns, the last `numbers` of them to the right; a Chinese character takes two places."""
    lines = [list(headings), *(list(map(_one_line, row)) for row in rows)]
    widths = [max(_width(line[place]) for line in lines) for place in range(len(headings))]
    first_number = len(headings) - numbers
    for place, line in enumerate(lines):
        cells = [
            _padded(text, width, right=column >= first_number)
            for column, (text, width) in enumerate(zip(line, widths, strict=True))
        ]
        print("  ".join(cells).rstrip())
        if place == 0:
            print("  ".join("-" * width for width in widths))


def tonnes(value: float | None) -> str:
    """Write t CO2e to the kilogram; what is not known says so."""
    return tr("not known") if value is None else number(value, 3)


def finding_json(finding: Finding) -> dict[str, object]:
    """Return the shape of a finding in JSON, with its texts in the reader's language."""
    return {**finding.as_json(), "message": tr(finding.message), "remedy": tr(finding.remedy)}


def tell(findings: Sequence[Finding]) -> None:
    """Write findings to standard error, each with its place and its remedy."""
    for finding in findings[:_MOST_FINDINGS]:
        note(sentence(finding))
    left = len(findings) - _MOST_FINDINGS
    if left > 0:
        note(tr_many("{n} more finding: see --format json.", "{n} more findings: see --format json.", left))


def sentence(finding: Finding) -> str:
    """Write a finding in one line: severity, file, target, row and column, message, remedy."""
    where = finding.where
    place = [_one_line(str(where["file"]))] if "file" in where else []
    if where.get("target"):
        place.append(_one_line(str(where["target"])))
    if "row" in where:
        place.append(tr("row {row}", row=str(where["row"])))
    if "field" in where:
        place.append(tr("column {column}", column=str(where["field"])))
    words = tr(_SEVERITIES[finding.severity])
    parts = [words, ", ".join(place), tr(finding.message)]
    return " ".join(part for part in (": ".join(part for part in parts if part), tr(finding.remedy)) if part)


def status(findings: Iterable[Finding]) -> int:
    """Return the exit status that these findings ask for."""
    return WITH_ERRORS if any(found.severity == Severity.ERROR for found in findings) else DONE


def note(text: str) -> None:
    """Write a message to standard error."""
    print(visible(text), file=sys.stderr)


def progress() -> Progress:
    """Return what a task tells its progress to: a line on standard error that is written over."""
    return _Line() if sys.stderr.isatty() else _nothing


class _Line:
    """A line on the terminal that shows how far a task is."""

    def __init__(self) -> None:
        self._shown = -1

    def __call__(self, done: int, total: int, note: Text = EMPTY, /) -> None:
        """Write the progress over what stands there; the last call clears the line."""
        percent = 100 * done // total if total else 0
        if percent == self._shown:
            return
        self._shown = percent
        text = "" if total and done >= total else f"{percent:3} % {tr(note)}"
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


def _nothing(done: int, total: int, note: Text = EMPTY, /) -> None:
    """Write nothing: nobody watches a file of messages fill."""


def _one_line(text: str) -> str:
    return visible(" ".join(text.splitlines()))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in _WIDE else 1 for letter in text)


def _padded(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space
