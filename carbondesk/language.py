"""The reader's language: translates texts and writes numbers and dates in the reader's own way.

One process speaks one language at a time, as with Python's own gettext; this module is the only place that
knows which. Babel is imported when the first number or date is written, not at start-up.
"""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache

from carbondesk import paths
from carbondesk.domain.text import Text, visible

LANGUAGES: Mapping[str, str] = {"en": "English", "zh_CN": "简体中文"}
_DOMAIN = "carbondesk"
_VARIABLES = ("CARBONDESK_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


class _Speaker:
    """The language in use and its catalogue."""

    def __init__(self) -> None:
        self.code = "en"
        self.catalogue: gettext.NullTranslations = gettext.NullTranslations()


_speaker = _Speaker()


def use(code: str) -> None:
    """Speak the language `code` from now on; an unknown code falls back to English."""
    _speaker.code = code if code in LANGUAGES else "en"
    if _speaker.code == "en":
        _speaker.catalogue = gettext.NullTranslations()
        return
    folder = paths.resources() / "translations"
    _speaker.catalogue = gettext.translation(_DOMAIN, folder, [_speaker.code], fallback=True)


def of_system() -> str:
    """Return the language of a program without a window: of the environment, else of Windows."""
    for name in _VARIABLES:
        value = os.environ.get(name, "")
        if value:
            return best([value])
    return best([_of_windows()])


def best(wanted: Iterable[str]) -> str:
    """Return the first of a person's languages (`zh-Hans-CN`, `de_DE.UTF-8`) that there is; English where none is."""
    spoken = {code.partition("_")[0]: code for code in LANGUAGES}
    for name in wanted:
        tongue = name.lower().replace("-", "_").partition(".")[0].partition("_")[0]
        if tongue in spoken:
            return spoken[tongue]
    return "en"


def _of_windows() -> str:
    """Return the language in which Windows shows itself, such as `zh_CN`; empty elsewhere."""
    if sys.platform == "win32":
        import ctypes
        import locale

        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    return ""


def current() -> str:
    """Return the code of the language in use, such as `en` or `zh_CN`."""
    return _speaker.code


def tr(text: str | Text, /, **values: object) -> str:
    """Translate a template or `Text` and fill in its fields in the reader's own way."""
    if isinstance(text, Text):
        template, fields = text.template, {**text.values, **values}
    else:
        template, fields = text, values
    translated = _speaker.catalogue.gettext(template) if template else ""
    if not fields:
        return translated
    return translated.format_map({name: _shown(value) for name, value in fields.items()})


def tr_many(one: str, many: str, count: int, /, **values: object) -> str:
    """Translate a text with a count: `tr_many("{n} value", "{n} values", 3)`."""
    template = _speaker.catalogue.ngettext(one, many, count)
    fields = {"n": count, **values}
    return template.format_map({name: _shown(value) for name, value in fields.items()})


def number(value: float, decimals: int | None = None) -> str:
    """Write a number with the locale's separators and U+2212 as minus; `decimals` None keeps what is there."""
    text = _grouped(value) if decimals is None else f"{value:,.{decimals}f}"
    if text.strip("-0.,") == "":
        text = text.lstrip("-")
    return text.replace("-", "\u2212")


def significant(value: float, digits: int = 4) -> str:
    """Write a number to about `digits` significant digits, as figures and tables show it: 171.3, 1,359, 0.0389."""
    if value == 0:
        return "0"
    from math import floor, log10

    decimals = max(0, digits - 1 - floor(log10(abs(value))))
    return number(round(value, decimals), min(decimals, 12))


def percent(share: float, decimals: int = 1) -> str:
    """Write a share (0.4) as a percentage with a space: `40 %`."""
    return f"{number(share * 100, decimals)} %"


def day(value: date) -> str:
    """Write a date: `12 Feb 2026` in English, `2026-02-12` in Chinese."""
    if _speaker.code == "en":
        return f"{value.day} {month_name(value.month)} {value.year}"
    return value.isoformat()


def moment(value: datetime) -> str:
    """Write a date and time to the minute."""
    return f"{day(value.date())}, {value:%H:%M}"


def month_name(month: int) -> str:
    """Return the short name of month 1 to 12: `Jan`, `1月`."""
    return _month_names(_speaker.code)[month - 1]


@cache
def _month_names(code: str) -> tuple[str, ...]:
    if code == "en":
        return ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    from babel.dates import get_month_names

    names = get_month_names("abbreviated", context="stand-alone", locale=code)
    return tuple(names[number] for number in range(1, 13))


def _grouped(value: float) -> str:
    if isinstance(value, int) or float(value).is_integer():
        return f"{int(value):,}"
    whole, _, fraction = repr(float(value)).partition(".")
    if "e" in fraction or "e" in whole:
        return repr(float(value))
    return f"{int(whole):,}.{fraction}" if whole != "-0" else f"-0.{fraction}"


def _shown(value: object) -> str:
    if isinstance(value, Text):
        return tr(value)
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, float):
        return number(value)
    return visible(str(value))
