"""The proof of a line or of a total: every input beside every step, so that anybody can compute it again.

A proof is values: quantities as entered, days, conversions as exact fractions with their reasons, kilograms of each
gas per unit, global warming potentials, shares. `report/recalculations.py` writes it as XLSX with live formulas.

    E = Q x d / D x share x sum over conversions and gases of (n / m) x kg_g x GWP_g / 1000        [t CO2e]

(GHG Protocol Corporate Standard, chapter 6; IPCC 2006 Guidelines, vol. 1, ch. 1): Q the quantity of the entry, d of
its D days in the year, n / m the conversion to the factor's unit, kg_g the kilograms of gas g per unit of the factor.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isclose
from typing import TYPE_CHECKING

from carbondesk.domain.accounting.emissions import PRINTED
from carbondesk.domain.gases import METHANE, OZONE_DEPLETING
from carbondesk.domain.periods import year_period
from carbondesk.domain.records import Bill, Evidence, EvidenceLink
from carbondesk.domain.text import EMPTY, Text, say
from carbondesk.report.explanations import booked_lines, lines_of
from carbondesk.report.rates import CONTRACT_ID

if TYPE_CHECKING:
    from datetime import date

    from carbondesk.domain.records import Activity, Factor
    from carbondesk.report.explanations import Line
    from carbondesk.report.figures import Figures
    from carbondesk.report.papers import Imprint, Options

KG_PER_TONNE = 1000
_SAME = 1e-12
LARGEST_WHOLE = 10**15
"""Whole numbers up to here stand exactly in a cell of every spreadsheet."""
FORMULA = say(
    "Emissions = quantity × days in the year ÷ days of the entry × conversions × kg of each gas × GWP × share ÷ 1000"
)
"""The formula in words."""


@dataclass(frozen=True, slots=True)
class Step:
    """One conversion: a quantity in `from_` times `above` over `below` is a quantity in `to`, because of a reason."""

    from_: str
    to: str
    above: float
    below: float
    because: Text


@dataclass(frozen=True, slots=True)
class Gas:
    """One gas: kilograms per unit of the factor, its GWP, and whether it counts within the scopes (1) or not (0)."""

    name: str
    kilograms: float
    gwp: float
    counts: int
    tonnes: float


@dataclass(frozen=True, slots=True)
class Document:
    """What proves an entry: the name of a file and its SHA-256, or a reference that was typed in."""

    name: str
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """A part of a line under one factor: all of it (location-based), or what one contract covers (market-based).

    `covered` is how much of the line's quantity it is, in `unit`, with the reason; None for all of it.
    """

    factor: Factor | None
    steps: tuple[Step, ...]
    gases: tuple[Gas, ...]
    covered: float | None = None
    unit: str = ""
    because: Text = EMPTY


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofLine:
    """One entry, or its part in one year and category, from the quantity to t CO2e.

    `share` is what the boundary takes in; `result` has it, and is None where a factor is missing.
    """

    entry: str
    site: str
    source: str
    category: Text
    start: date
    end: date
    quantity: float
    days: int
    all_days: int
    unit: str
    portions: tuple[Portion, ...]
    share: float
    result: float | None
    bill: str = ""
    evidence: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The proof of one line or of the sum of several; `value` is t CO2e, None where no line has one."""

    what: Text
    value: float | None
    lines: tuple[ProofLine, ...]
    base: Imprint


def proof(figures: Figures, lines: Sequence[Line], what: Text, base: Imprint) -> Proof:
    """Return the proof of some lines and their sum."""
    bills = {bill.id: bill for bill in figures.inventory.all(Bill)}
    proven = tuple(_line(figures, line, bills) for line in lines)
    known = [line.result for line in proven if line.result is not None]
    return Proof(what=what, value=sum(known) if known or not proven else None, lines=proven, base=base)


def lines_of_total(figures: Figures, year: int, others: Mapping[str, str], options: Options) -> list[Line]:
    """Return the lines of every entry that counts in a total of a reporting year, by the method of the options.

    `others` names the scope (`2`, or several: `1+2`), category, site and source that lines must have; empty means
    all.
    """
    period = year_period(year, figures.organisation.year_start)
    sources = members(figures, others, options)
    lasting = {source for source in sources if figures.sources[source].life_years}
    # What was bought in an earlier year may still be spread over this one.
    entries = [
        *figures.inventory.activities(sources - lasting, period.start, period.end),
        *figures.inventory.activities(lasting, None, period.end),
    ]
    return [
        line
        for entry in entries
        for line in booked_lines(figures, entry, method=options.method, consolidation=options.consolidation)
        if line.year == year and _fits(line, others)
    ]


def lines_of_entry(figures: Figures, entry: Activity, options: Options) -> list[Line]:
    """Return the lines of one entry in its own category; one that does not count has lines that say so."""
    booked = booked_lines(figures, entry, method=options.method, consolidation=options.consolidation)
    return [line for line in booked if not line.derived] or lines_of(figures, entry, options.consolidation)


def members(figures: Figures, others: Mapping[str, str], options: Options) -> set[int]:
    """Return the sources that count and have the site and source that `others` names."""
    return {
        identity
        for identity in figures.counted(None, options.consolidation)
        if others.get("source", figures.sources[identity].name) == figures.sources[identity].name
        and others.get("site", site_of(figures, identity)) == site_of(figures, identity)
    }


def site_of(figures: Figures, source: int) -> str:
    """Return the name of a source's site."""
    return figures.sites[figures.sources[source].site].name


def _fits(line: Line, others: Mapping[str, str]) -> bool:
    scopes = others.get("scope", line.category.scope).split("+")
    return line.category.scope in scopes and others.get("category", line.category) == line.category


def documents_of(figures: Figures, entry: Activity) -> tuple[Document, ...]:
    """Return what proves an entry: its documents and its bill's, and the reference that was typed in."""
    stored = figures.inventory
    subjects = [("activity", entry.id), *([("bill", entry.bill)] if entry.bill is not None else [])]
    links = (
        link
        for table, subject in subjects
        for link in stored.find(EvidenceLink, subject_table=table, subject=subject)
    )
    files = [stored.get(Evidence, link.evidence) for link in links]
    typed = [Document(entry.evidence)] if entry.evidence else []
    return tuple(dict.fromkeys([*(Document(file.name, file.sha256) for file in files), *typed]))


def fraction_parts(by: Fraction) -> tuple[float, float]:
    """Return a ratio as two numbers that a spreadsheet keeps exactly, or as the nearest float over one."""
    if abs(by.numerator) <= LARGEST_WHOLE and by.denominator <= LARGEST_WHOLE:
        return by.numerator, by.denominator
    return float(by), 1


def gas_name(gas: str) -> str:
    """Return a gas as it is written in proofs; methane is one gas, whatever its origin."""
    return "CH4" if gas in METHANE.values() else "CO2e" if gas == PRINTED else gas


# ---- from an explanation to a proof -----------------------------------------------------------------------


def _line(figures: Figures, line: Line, bills: Mapping[int, Bill]) -> ProofLine:
    entry, choice = line.activity, line.choice
    days, all_days = (line.end - line.start).days + 1, (entry.end - entry.start).days + 1
    by_days = entry.quantity * days / all_days
    whole = line.unit == entry.unit and isclose(line.quantity, by_days, rel_tol=_SAME)
    portion = Portion(
        factor=choice.factor,
        steps=tuple(
            Step(step.from_, step.to, *fraction_parts(step.by), step.because) for step in choice.conversions
        ),
        gases=tuple(_gases(figures, line)),
        covered=None if whole else line.quantity,
        unit=line.unit,
        because=EMPTY if whole else _reason(line),
    )
    return ProofLine(
        entry=entry.external_id or str(entry.id),
        site=line.site.name,
        source=line.source.name,
        category=line.category.label,
        start=line.start,
        end=line.end,
        quantity=entry.quantity,
        days=days,
        all_days=all_days,
        unit=entry.unit,
        portions=(portion,),
        share=line.share,
        result=line.result,
        bill=bills[entry.bill].bill_number if entry.bill is not None else "",
        evidence=documents_of(figures, entry),
    )


def _reason(line: Line) -> Text:
    """Return why a line counts another quantity than its days have: a contract, or a life of years."""
    factor = line.choice.factor
    if factor is not None and factor.factor_id.startswith(CONTRACT_ID):
        return say("Covered by {contract}", contract=line.choice.name)
    if line.source.life_years:
        return say("Spread over a life of {n} years", n=line.source.life_years)
    return say("Not covered by a contract")


def _gases(figures: Figures, line: Line) -> Iterable[Gas]:
    families = figures.ledger.gwp.families
    per_unit = line.choice.per_unit or 1.0
    for gas, mass, gwp, tonnes in line.gases:
        counts = 0 if families.get(gas) == OZONE_DEPLETING else 1
        yield Gas(
            gas_name(gas), _printed(line.choice.factor, gas, mass / per_unit), gwp, counts, tonnes * counts
        )


def _printed(factor: Factor | None, gas: str, computed: float) -> float:
    """Return the kilograms of a gas as the factor prints them, without the rounding of a way back."""
    if factor is None:
        return computed
    known = {
        "CO2": factor.co2,
        "N2O": factor.n2o,
        PRINTED: factor.co2e,
        **dict.fromkeys(METHANE.values(), factor.ch4),
    }
    if factor.gas:
        known[factor.gas] = factor.gas_mass
    printed = known.get(gas)
    return computed if printed is None else printed
