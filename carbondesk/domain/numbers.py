"""Numbers as people write them: decimal comma or point, grouped digits, 万, and small sums.

A number is read only where it can mean one thing. `1,234` is 1234 in London and 1.234 in Berlin, so it is
refused until somebody says which mark stands before the decimals.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal

from carbondesk.domain.schema import Finding, error
from carbondesk.domain.text import Text, say

LONGEST = 120
"""Characters that a number or a sum may have; no reading of a meter needs more."""

LARGEST = 1e300
"""The largest number that the inventory keeps; sums and products of such numbers are still numbers."""

_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2010": "-", "\u2011": "-", "\u2019": "'"})
_GROUPING = str.maketrans("", "", " ,'")
_MULTIPLIERS = {"万": 4, "萬": 4, "亿": 8, "億": 8}
_SHAPE = re.compile(
    r"([+-]?) ?((?:[0-9]|[.,](?=[0-9])|[ '](?=[0-9]))+)(?:[eE]([+-]?[0-9]{1,3}))? ?([万萬亿億]{0,2})"
)
_TERM = re.compile(r"[+-]? *[^+-]+")
_GROUPED = re.compile(r"[0-9]{1,3}(?:[ ',.][0-9]{3})+")
_INDIAN = re.compile(r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}")


class NotANumber(ValueError):  # noqa: N818 - the name says what is wrong  # noqa: N818 - the name says what is wrong
    """The text holds no number that could be read; `text` says so for people, `code` names the finding."""

    code = "not-a-number"

    def __init__(self, written: str, text: Text | None = None, remedy: Text | None = None) -> None:
        """Keep what was written, shortened to what fits a message."""
        self.written = written if len(written) <= LONGEST else written[:LONGEST] + "…"
        self.text = text or say("“{written}” is not a number.", written=self.written)
        self.remedy = remedy or say("Write digits with one decimal mark, such as 1234.5.")
        super().__init__(str(self.text))

    def finding(self, **where: object) -> Finding:
        """Return the fault as a finding at the given place."""
        return error(self.code, self.text, remedy=self.remedy, **where)


class AmbiguousNumber(NotANumber):
    """The text can be read as two numbers, or contradicts the decimal mark; `readings` are the numbers."""

    code = "ambiguous-number"

    def __init__(self, written: str, readings: tuple[float, ...]) -> None:
        """Keep the possible readings, so that a form can offer them."""
        self.readings = readings
        first, *others = readings
        if others:
            text = say(
                "“{written}” can be read as {first} or {second}.",
                written=written,
                first=first,
                second=others[0],
            )
        else:
            text = say(
                "“{written}” is {first} only with the other decimal mark.", written=written, first=first
            )
        super().__init__(
            written,
            text,
            say("Say whether the decimal mark is a comma or a point, or write the number without grouping."),
        )


def parse_number(text: str, decimal: str | None = None) -> float:
    """Return the number that a person wrote, as the float nearest to its exact decimal value.

    `decimal` is the decimal mark of the file or of the reader's language, or None when nobody has said.
    Reads `1 234,5`, `1'234.5`, `１２３`, `−5`, `1.2万` (12,000), `3e4` and sums such as `=120+98`.
    Raises AmbiguousNumber where two readings are possible, NotANumber where none is.
    """
    plain = _plain(text)
    exact = _sum(plain[1:], text, decimal) if plain.startswith("=") else _exact(plain, text, decimal)
    value = float(exact)
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise NotANumber(text)
    return value + 0.0  # so that minus nothing is nothing


def decimal_mark(texts: Iterable[str]) -> str | None:
    """Return the decimal mark that the numbers of a column agree on, None where none or both are in use."""
    marks = set()
    for text in texts:
        try:
            found = _SHAPE.fullmatch(_plain(text))
        except NotANumber:
            continue
        if found:
            marks.add(_certain_mark(found[2]))
    marks.discard(None)
    return marks.pop() if len(marks) == 1 else None


def _plain(text: str) -> str:
    # Raised and circled digits would become plain ones, and 1² would read as 12.
    if len(text) > LONGEST or any(unicodedata.category(letter) == "No" for letter in text):
        raise NotANumber(text)
    return unicodedata.normalize("NFKC", text).translate(_MINUS).strip()


def _sum(terms: str, written: str, decimal: str | None) -> Decimal:
    parts = _TERM.findall(terms)
    if not parts or "".join(parts) != terms:
        raise NotANumber(written)
    return sum((_exact(part.strip(), written, decimal) for part in parts), Decimal(0))


def _exact(plain: str, written: str, decimal: str | None) -> Decimal:
    found = _SHAPE.fullmatch(plain)
    if not found:
        raise NotANumber(written)
    sign, digits, exponent, multipliers = found.groups()
    power = int(exponent or 0) + sum(_MULTIPLIERS[letter] for letter in multipliers)
    mark = _mark(digits, written, decimal, power)
    return Decimal(f"{sign}{_ungrouped(digits, mark, written)}e{power}")


def _mark(digits: str, written: str, decimal: str | None, power: int) -> str:
    """Return the decimal mark of these digits; `.` where there is none to decide about."""
    certain = _certain_mark(digits)
    lone = [mark for mark in ".," if digits.count(mark) == 1]
    if decimal is None:
        if certain is None and len(lone) == 1:
            grouped, split = digits.replace(lone[0], ""), digits.replace(lone[0], ".")
            both = (_reading(grouped, power), _reading(split, power))
            raise AmbiguousNumber(written, both)
        return certain or "."
    if certain not in (None, decimal) and digits.count(decimal) == 0 and len(lone) == 1:
        raise AmbiguousNumber(written, (_reading(digits.replace(lone[0], "."), power),))
    return decimal


def _reading(digits: str, power: int) -> float:
    return float(f"{digits.translate(_GROUPING)}e{power}")


def _certain_mark(digits: str) -> str | None:
    """Return the decimal mark where the digits themselves show it, None where they do not."""
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        return "." if digits.rindex(".") > digits.rindex(",") else ","
    if points + commas != 1:
        return {".": ",", ",": "."}["." if points else ","] if points + commas else None
    mark = "." if points else ","
    before, after = digits.split(mark)
    grouped_otherwise = any(sign in before for sign in " '")
    could_group = len(after) == 3 and 1 <= len(before) <= 3 and not before.startswith("0")  # noqa: PLR2004
    return None if could_group and not grouped_otherwise else mark


def _ungrouped(digits: str, mark: str, written: str) -> str:
    whole, point, fraction = digits.partition(mark)
    signs = {sign for sign in whole if not sign.isdigit()}
    grouped = len(signs) == 1 and (_GROUPED.fullmatch(whole) or _INDIAN.fullmatch(whole))
    if (signs and not grouped) or (point and not fraction.isdigit()):
        raise NotANumber(written)
    return f"{''.join(sign for sign in whole if sign.isdigit()) or '0'}.{fraction or '0'}"
