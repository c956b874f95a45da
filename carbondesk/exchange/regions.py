"""Countries as people write them: ISO 3166 codes, and names in English and Chinese from CLDR."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache

_LANGUAGES = ("en", "zh")
_CODE = re.compile(r"[A-Z]{2}")
# Names in everyday use that CLDR does not list, and the three-letter codes of ISO 3166-1 that tables carry.
_ALSO = {
    "usa": "US",
    "u.s.a.": "US",
    "u.s.": "US",
    "united states of america": "US",
    "uk": "GB",
    "u.k.": "GB",
    "great britain": "GB",
    "the netherlands": "NL",
    "holland": "NL",
    "people's republic of china": "CN",
    "prc": "CN",
    "p.r. china": "CN",
    "中华人民共和国": "CN",
    "mainland china": "CN",
    "korea": "KR",
    "republic of korea": "KR",
    "south korea": "KR",
    "viet nam": "VN",
    "czech republic": "CZ",
    "russian federation": "RU",
    "turkey": "TR",
    "chn": "CN",
    "ind": "IN",
    "hun": "HU",
    "mex": "MX",
    "nld": "NL",
    "deu": "DE",
    "gbr": "GB",
    "fra": "FR",
    "jpn": "JP",
    "kor": "KR",
    "vnm": "VN",
    "tha": "TH",
    "pol": "PL",
    "esp": "ES",
    "ita": "IT",
    "bra": "BR",
    "can": "CA",
    "aus": "AU",
    "sgp": "SG",
    "mys": "MY",
    "twn": "TW",
}


def country_code(text: str) -> str:
    """Return the two-letter ISO 3166 code of a country; an empty text where none is recognised."""
    plain = " ".join(text.split())
    upper = plain.upper()
    if _CODE.fullmatch(upper) and upper in _codes():
        return upper
    lower = plain.casefold()
    return _ALSO.get(lower) or _names().get(lower, "")


def nearest_countries(text: str) -> list[str]:
    """Return the names of countries that look most like the text."""
    found = get_close_matches(text.casefold(), list(_names()), n=3, cutoff=0.7)
    return [f"{name.title()} ({_names()[name]})" for name in found]


@cache
def _codes() -> frozenset[str]:
    return frozenset(_names().values())


@cache
def _names() -> dict[str, str]:
    from babel import Locale

    names: dict[str, str] = {}
    for language in _LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if _CODE.fullmatch(code):
                names.setdefault(name.casefold(), code)
    return names
