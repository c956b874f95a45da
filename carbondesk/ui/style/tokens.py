"""The colour tokens of both themes; every colour on the screen has a name here.

Text tokens reach a contrast of 4.5 on `panel` (WCAG 2.1, success criterion 1.4.3), `inkd` excepted, and the
scope and domain colours stay apart for the colour-blind. The tests recompute both.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from PySide6.QtGui import QColor


class Tokens(NamedTuple):
    """One theme: a colour as "#RRGGBB" for each use.

    A named tuple, because a frozen dataclass of so many fields takes four milliseconds longer at every start.
    """

    name: str
    panel: str
    canvas: str
    chrome: str
    sunken: str
    raised: str
    hair: str
    line: str
    field: str
    ink: str
    ink2: str
    ink3: str
    inkd: str
    accent: str
    accent2: str
    onaccent: str
    soft: str
    sel: str
    ok: str
    oksoft: str
    okline: str
    warn: str
    warnsoft: str
    warnline: str
    warnedge: str
    err: str
    errsoft: str
    errline: str
    info: str
    infosoft: str
    infoline: str
    badge: str
    onbadge: str
    actual: str
    path: str
    band: str
    grid: str
    done: str
    s1: str
    s2: str
    s2e: str
    s3: str
    s1t: str
    s2t: str
    s3t: str
    d0: str
    d1: str
    d1e: str
    d2: str
    d3: str
    d3e: str
    d0t: str
    d1t: str
    d2t: str
    d3t: str

    @property
    def dark(self) -> bool:
        """Whether this is the dark theme."""
        return self.name == "dark"

    def colour(self, token: str, alpha: float = 1.0) -> QColor:
        """Return the colour of a token, `alpha` from 0 (clear) to 1 (solid); it is shared, so nobody changes it."""
        return _colour(getattr(self, token), alpha)

    def colours(self) -> dict[str, str]:
        """Return every token with its hex colour, in the order of the specification."""
        return {use: colour for use, colour in self._asdict().items() if use != "name"}


@cache
def _colour(code: str, alpha: float) -> QColor:
    """Return a colour by its code, made once: a page asks for a hundred of them each time that it is painted."""
    made = QColor(code)
    made.setAlphaF(alpha)
    return made


LIGHT = Tokens(
    name="light",
    panel="#FFFFFF",
    canvas="#F7F8F6",
    chrome="#EFF1EF",
    sunken="#F4F6F4",
    raised="#FFFFFF",
    hair="#E2E6E3",
    line="#C8CFCB",
    field="#8A9691",
    ink="#16201D",
    ink2="#47534F",
    ink3="#5B6762",
    inkd="#9AA5A0",
    accent="#0B6A63",
    accent2="#084F4A",
    onaccent="#FFFFFF",
    soft="#DFEFEC",
    sel="#D3E9E5",
    ok="#1F6B3F",
    oksoft="#E1F0E5",
    okline="#8FC3A0",
    warn="#7E5200",
    warnsoft="#FCF1DA",
    warnline="#DDAA4A",
    warnedge="#B07E1E",
    err="#A3281D",
    errsoft="#FBE8E5",
    errline="#DB8A80",
    info="#1D5A91",
    infosoft="#E4EEF8",
    infoline="#8DB4DA",
    badge="#E8B95B",
    onbadge="#2A1C00",
    actual="#2B3B45",
    path="#0B6A63",
    band="#7C8FA6",
    grid="#ECEFED",
    done="#CFE3DF",
    s1="#8A382E",
    s2="#D9A244",
    s2e="#B07E1E",
    s3="#4779B0",
    s1t="#8A382E",
    s2t="#8A5E00",
    s3t="#2C6299",
    d0="#525CA3",
    d1="#CF97B9",
    d1e="#A8668F",
    d2="#2B8C80",
    d3="#E6D596",
    d3e="#A38E3C",
    d0t="#434D92",
    d1t="#99447A",
    d2t="#1B746A",
    d3t="#7C6613",
)

DARK = Tokens(
    name="dark",
    panel="#1C2221",
    canvas="#191E1D",
    chrome="#141817",
    sunken="#222928",
    raised="#262E2C",
    hair="#2D3634",
    line="#414C49",
    field="#74827D",
    ink="#E8EDEB",
    ink2="#C0CAC6",
    ink3="#A2AEA9",
    inkd="#616D69",
    accent="#56BDB0",
    accent2="#7BD2C6",
    onaccent="#0A1F1C",
    soft="#1E3936",
    sel="#24453F",
    ok="#7CC694",
    oksoft="#1E3427",
    okline="#3F7552",
    warn="#E6B55C",
    warnsoft="#392E18",
    warnline="#8A6A2B",
    warnedge="#C99A45",
    err="#F0958A",
    errsoft="#38211F",
    errline="#8E4A42",
    info="#8DBBEA",
    infosoft="#1C2F42",
    infoline="#41658B",
    badge="#D9A84A",
    onbadge="#2A1C00",
    actual="#C9D4DC",
    path="#56BDB0",
    band="#7F93AB",
    grid="#272F2D",
    done="#21433F",
    s1="#B24E3E",
    s2="#D2A859",
    s2e="#D2A859",
    s3="#6299D0",
    s1t="#E58C7C",
    s2t="#E3BD76",
    s3t="#8BB9E6",
    d0="#6570C4",
    d1="#DB9CC1",
    d1e="#DB9CC1",
    d2="#35A295",
    d3="#EBDCA0",
    d3e="#EBDCA0",
    d0t="#A2ABEB",
    d1t="#E79DC6",
    d2t="#63CDBF",
    d3t="#DCC565",
)

THEMES = {"light": LIGHT, "dark": DARK}
