"""What a cell says, by the kind of its column: numbers, dates, months, units, choices, countries.

A cell that cannot be understood raises a `CellFault` (or a fault of the domain's own parsers), which knows its
code, its text for people and its remedy. An empty cell says nothing and is None.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import cache

from carbondesk.domain.accounting.steam import is_steam, read_steam, steam_energy, steam_text
from carbondesk.domain.currencies import CURRENCIES
from carbondesk.domain.numbers import LARGEST, NotANumber, decimal_mark, parse_number
from carbondesk.domain.records import CATEGORY_LABELS
from carbondesk.domain.schema import Column, Finding, Kind, Severity, error
from carbondesk.domain.text import EMPTY, INVISIBLE, Text, listed, say
from carbondesk.domain.units import Quantity, UnitFault, parse_quantity, unit
from carbondesk.exchange.regions import country_code, nearest_countries
from carbondesk.exchange.workbooks import Cell

_EARLIEST, _LATEST = 1950, 2100
_YES = frozenset({"yes", "y", "true", "1", "是", "ja", "sí", "si", "igen"})
_NO = frozenset({"no", "n", "false", "0", "否", "nein", "nem", "nee"})
_CURRENCY_NAMES = {
    "RMB": "CNY",
    "¥": "CNY",
    "元": "CNY",
    "€": "EUR",
    "US$": "USD",
    "$": "USD",
    "£": "GBP",
    "₹": "INR",
}
_STATES = {
    "无": "none",
    "no-target": "none",
    "已承诺": "committed",
    "已提交": "submitted",
    "已设定": "set",
    "已审定": "validated",
    "已验证": "validated",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})\.?")
_NAMED = re.compile(r"(\d{1,2})[. -]*([A-Za-z]{3,9})\.?[ -]*(\d{4})")
_NAMED_FIRST = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})")
_MIDNIGHT = re.compile(r"[T ]0?0:00(:00(\.0+)?)?Z?$")
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?")
_MONTH_LAST = re.compile(r"(\d{1,2})[-/.](\d{4})")
_MONTH_NAMED = re.compile(r"([A-Za-z]{3,9})\.?[ -]*(\d{4})")
# A formula that a spreadsheet would run is written with an apostrophe in front, as spreadsheets do themselves.
_GUARDED = frozenset("=+-@\t\r'")
_BREAKS = re.compile(r"\s*[\t\r\n]\s*")
LONGEST_LINE = 500
"""Letters that a text of one line may have, such as a name."""

MISSING = say("The cell is empty.")


class CellFault(ValueError):  # noqa: N818 - the name says what is wrong
    """A cell that cannot be understood: `code` names the finding, `text` and `remedy` are for people."""

    def __init__(self, code: str, text: Text, remedy: Text = EMPTY) -> None:
        """Keep the texts untranslated until they are shown."""
        super().__init__(str(text))
        self.code = code
        self.text = text
        self.remedy = remedy

    def finding(self, **where: object) -> Finding:
        """Return the fault as a finding at the given place."""
        return error(self.code, self.text, remedy=self.remedy, **where)


Fault = CellFault | NotANumber | UnitFault
FAULTS = (CellFault, NotANumber, UnitFault)


@dataclass(frozen=True, slots=True)
class Habits:
    """How a table writes numbers and dates: its decimal mark and whether days come before months, if known."""

    decimal: str | None = None
    day_first: bool | None = None


def habits_of(numbers: Iterable[Cell], dates: Iterable[Cell], *, separator: str = "") -> Habits:
    """Return what the cells of a table's number and date columns themselves show about its habits."""
    texts = [cell for cell in numbers if isinstance(cell, str)]
    mark = decimal_mark(cell for cell in texts if "," in cell or "." in cell)
    if mark is None and separator == "," and not any("," in cell for cell in texts):
        mark = "."
    return Habits(mark, _day_first(dates))


def reader(column: Column, habits: Habits) -> Callable[[Cell], object]:
    """Return the function that understands a filled cell of a column; it raises one of `FAULTS`."""
    if column.name == "heating_value":
        return lambda cell: _heating_value(cell, habits)
    if column.kind in (Kind.NUMBER, Kind.INTEGER):
        return lambda cell: _limited(column, _number(cell, column, habits))
    if column.kind is Kind.DATE:
        return lambda cell: read_date(_text(cell), habits)
    if column.kind is Kind.CHOICE:
        return lambda cell: _choice(cell, column)
    if column.kind is Kind.TEXT:
        return (lambda cell: _worded(cell, column)) if column.words else _line
    return _READERS.get(column.kind, read_text)


def read_text(cell: Cell) -> str:
    """Return a text without blanks around it and without the apostrophe that guards a formula.

    Raises CellFault for characters that steer a terminal or turn the direction of reading: what is shown would
    not be what is kept.
    """
    text = _text(cell)
    if INVISIBLE.search(text):
        message = say("The text holds characters that steer a screen and cannot be seen.")
        raise CellFault("control-characters", message, say("Type the text anew, without them."))
    return text[1:] if len(text) > 1 and text[0] == "'" and text[1] in _GUARDED else text


def _line(cell: Cell) -> str:
    """Return a text of one line, such as a name; line breaks inside a cell become blanks."""
    text = _BREAKS.sub(" ", read_text(cell))
    if len(text) > LONGEST_LINE:
        message = say("The text is longer than {n} letters.", n=LONGEST_LINE)
        raise CellFault("text-too-long", message, say("Shorten it, or move it to the note."))
    return text


def guarded(text: str) -> str:
    """Return a text as it goes into a table: an apostrophe keeps spreadsheets from running it as a formula."""
    return f"'{text}" if text[:1] in _GUARDED and text else text


def read_date(text: str, habits: Habits = Habits()) -> date:
    """Return a date written as `2025-01-31`, `31.1.2025`, `2025年1月31日`, `31 Jan 2025` or `31/01/2025`.

    Raises CellFault: `not-a-date`, or `ambiguous-date` for `03/04/2025` where nothing shows the order.
    """
    plain = _MIDNIGHT.sub("", text)
    if found := (_YEAR_FIRST.fullmatch(plain) or _COMPACT.fullmatch(plain)):
        return _day(text, *found.groups())
    if found := _YEAR_LAST.fullmatch(plain):
        first, mark, second, year = found.groups()
        return _day(text, year, *_ordered(text, mark, first, second, habits))
    if found := _NAMED.fullmatch(plain):
        return _day(text, found[3], str(_month_number(text, found[2])), found[1])
    if found := _NAMED_FIRST.fullmatch(plain):
        return _day(text, found[3], str(_month_number(text, found[1])), found[2])
    raise _no_date(text)


def read_month(cell: Cell) -> str:
    """Return a month as `YYYY-MM`, written as `2025-01`, `2025年1月`, `Jan 2025`, `1/2025` or as a date in it."""
    text = _text(cell)
    if found := _MONTH.fullmatch(text):
        return _month(text, found[1], int(found[2]))
    if found := _MONTH_LAST.fullmatch(text):
        return _month(text, found[2], int(found[1]))
    if found := _MONTH_NAMED.fullmatch(text):
        return _month(text, found[2], _month_number(text, found[1]))
    try:
        day = read_date(text)
    except CellFault as fault:
        raise _no_month(text) from fault
    return f"{day.year:04}-{day.month:02}"


def _text(cell: Cell) -> str:
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)  # noqa: PLR2004 - exact
    return cell.strip()


def _number(cell: Cell, column: Column, habits: Habits) -> float:
    value = cell if isinstance(cell, float) else parse_number(cell, habits.decimal)
    if not abs(value) <= LARGEST:
        raise NotANumber(_text(cell))
    if column.kind is Kind.INTEGER:
        if not value.is_integer():
            message = say("“{written}” is not a whole number.", written=_text(cell))
            raise CellFault("not-a-whole-number", message, say("Write digits only."))
        return int(value)
    return value


def _limited(column: Column, value: float) -> float:
    if column.minimum is not None and value < column.minimum:
        message = say("{value} is less than {limit}.", value=value, limit=column.minimum)
        raise CellFault("below-minimum", message, say("Correct the number."))
    if column.maximum is not None and value > column.maximum:
        message = say("{value} is more than {limit}.", value=value, limit=column.maximum)
        raise CellFault("above-maximum", message, say("Correct the number."))
    return value


def _heating_value(cell: Cell, habits: Habits) -> str:
    text = _text(cell)
    if is_steam(text):
        return _steam(text, habits)
    value = parse_quantity(text, habits.decimal or ".")
    if not value.number > 0 or unit(value.unit).dimension != "energy":
        message = say("“{written}” is no energy per unit.", written=text)
        raise CellFault("not-a-heating-value", message, say("Write it like 0.1027 MMBtu/CCF."))
    return text if habits.decimal != "," else _with_point(text)


def _steam(text: str, habits: Habits) -> str:
    """Return a state of steam as the file keeps it; what is wrong with it stops the row."""
    decimal = habits.decimal or "."
    steam = read_steam(text, decimal)
    if decimal == ",":
        steam = replace(steam, enthalpy=_with_point(steam.enthalpy), condensate=_with_point(steam.condensate))
    energy, findings = steam_energy(Quantity(1, "t"), steam)
    if energy is None:
        fault = next(finding for finding in findings if finding.severity == Severity.ERROR)
        raise CellFault(fault.code, fault.message, fault.remedy)
    return steam_text(steam)


def _with_point(written: str) -> str:
    """Return a quantity per unit that was written with a decimal comma as the file keeps it; an empty one as it is."""
    if not written:
        return written
    value = parse_quantity(written, ",")
    return f"{value.number!r} {value.unit}/{value.per}"


def _unit(cell: Cell) -> str:
    return unit(_text(cell)).spelling


def _yes_no(cell: Cell) -> bool:
    word = _text(cell).casefold()
    if word in _YES or word in _NO:
        return word in _YES
    raise CellFault(
        "not-yes-or-no",
        say("“{written}” is neither yes nor no.", written=_text(cell)),
        say("Write yes or no."),
    )


def _country(cell: Cell) -> str:
    text = _text(cell)
    code = country_code(text)
    if code:
        return code
    near = nearest_countries(text)
    remedy = (
        say("Did you mean {nearest}?", nearest=listed(near))
        if near
        else say("Write its ISO code, such as CN.")
    )
    raise CellFault("unknown-country", say("“{written}” is not a known country.", written=text), remedy)


def _currency(cell: Cell) -> str:
    text = _text(cell)
    code = _CURRENCY_NAMES.get(text.upper(), text.upper())
    if code in CURRENCIES:
        return code
    message = say("“{written}” is not a currency of ISO 4217.", written=text)
    raise CellFault("unknown-currency", message, say("Write its code, such as CNY, EUR or USD."))


def _choice(cell: Cell, column: Column) -> str:
    text = _text(cell)
    words = _words(column.choices)
    found = words.get(_plain(text))
    if found:
        return found
    near = get_close_matches(_plain(text), list(words), n=1, cutoff=0.6)
    message = say("“{written}” is not one of the words for {field}.", written=text, field=column.label)
    if near:
        raise CellFault("unknown-word", message, say("Did you mean {nearest}?", nearest=words[near[0]]))
    raise CellFault("unknown-word", message, say("Choose one of: {words}.", words=listed(column.choices)))


def _worded(cell: Cell, column: Column) -> str:
    """Return which of a column's words a text says; another text stays as it is, as older files hold it."""
    text = _line(cell)
    plain = _plain(text)
    known = _STATES.get(plain, plain)
    return known if known in column.words else text


@cache
def _words(choices: tuple[str, ...]) -> Mapping[str, str]:
    words = {_plain(choice): choice for choice in choices}
    for category, label in CATEGORY_LABELS.items():
        if category.value in choices:
            words.setdefault(_plain(str(label)), category.value)
            words.setdefault(category.value.replace("s3-", "3."), category.value)
    return words


def _plain(text: str) -> str:
    return "-".join(text.casefold().replace("_", " ").replace("-", " ").split())


def _ordered(text: str, mark: str, first: str, second: str, habits: Habits) -> tuple[str, str]:
    """Return month and day of the two leading numbers of a date."""
    if mark == "." or int(first) > 12 or (habits.day_first and int(second) <= 12):  # noqa: PLR2004 - months
        return second, first
    if int(second) > 12 or habits.day_first is False or first == second:  # noqa: PLR2004 - months
        return first, second
    message = say("“{written}” can be read with the day first or with the month first.", written=text)
    raise CellFault("ambiguous-date", message, say("Write dates as 2025-01-31, or say which comes first."))


def _day_first(dates: Iterable[Cell]) -> bool | None:
    """Return whether days come before months, as far as dates with a number above 12 show it."""
    seen = set()
    for cell in dates:
        found = _YEAR_LAST.fullmatch(_MIDNIGHT.sub("", cell.strip())) if isinstance(cell, str) else None
        if found and found[2] != ".":
            seen |= {True} if int(found[1]) > 12 else set()  # noqa: PLR2004 - months
            seen |= {False} if int(found[3]) > 12 else set()  # noqa: PLR2004 - months
    return seen.pop() if len(seen) == 1 else None


def _day(text: str, year: str, month: str, day: str) -> date:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        raise _no_date(text) from None
    if not _EARLIEST <= found.year <= _LATEST:
        raise _no_date(text)
    return found


def _month(text: str, year: str, month: int) -> str:
    if not (1 <= month <= 12 and _EARLIEST <= int(year) <= _LATEST):  # noqa: PLR2004 - months
        raise _no_month(text)
    return f"{year}-{month:02}"


def _month_number(text: str, name: str) -> int:
    short = name[:3].casefold()
    if short not in _MONTHS:
        raise _no_date(text)
    return _MONTHS.index(short) + 1


def _no_date(text: str) -> CellFault:
    message = say("“{written}” is not a date.", written=text)
    return CellFault("not-a-date", message, say("Write dates as 2025-01-31."))


def _no_month(text: str) -> CellFault:
    message = say("“{written}” is not a month.", written=text)
    return CellFault("not-a-month", message, say("Write months as 2025-01."))


_READERS: Mapping[Kind, Callable[[Cell], object]] = {
    Kind.YES_NO: _yes_no,
    Kind.MONTH: read_month,
    Kind.UNIT: _unit,
    Kind.COUNTRY: _country,
    Kind.CURRENCY: _currency,
}
