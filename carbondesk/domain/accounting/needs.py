"""What asks for a factor, and so for a choice among those of the library."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What asks for a factor: all that decides the choice about a source, its site and the factor year.

    A `derived` need follows from another one (category 3 from scopes 1 and 2): without a factor it counts as zero and
    says so as information. `price_year` is the year in whose prices an amount of money is stated, where it is not
    the year itself; `vat_included` is None where nobody said.
    """

    category: str
    unit: str
    year: int
    carrier: str = ""
    country: str = ""
    region: str = ""
    grid_region: str = ""
    own_factor: str = ""
    heating_value: str = ""
    sector: str = ""
    generated_on_site: bool = False
    derived: bool = False
    price_year: int | None = None
    vat_included: bool | None = None
