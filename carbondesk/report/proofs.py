"""The proof of a line or of a total: every input beside every step, so that anybody can compute it again.

A proof is values: quantities as entered, days, conversions as exact fractions with their reasons, kilograms of each
gas per unit, global warming potentials, shares. `report/recalculations.py` writes it as XLSX with live formulas.

    E = Q x d / D x share x sum over conversions and gases of (n / m) x kg_g x GWP_g / 1000        [t CO2e]

(GHG Protocol Corporate Standard, chapter 6; IPCC 2006 Guidelines, vol. 1, ch. 1): Q the quantity of the entry, d of
its D days in the year, n / m the conversion to the factor's unit, kg_g the kilograms of gas g per unit of the factor.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from carbondesk.domain.accounting.emissions import PRINTED
from carbondesk.domain.gases import METHANE, OZONE_DEPLETING
from carbondesk.domain.periods import year_period
from carbondesk.domain.records import Activity, Bill, Category, Evidence, EvidenceLink
from carbondesk.domain.text import Text, say
from carbondesk.report.explanations import lines_of

if TYPE_CHECKING:
    from datetime import date

    from carbondesk.domain.records import Factor
    from carbondesk.report.explanations import Line
    from carbondesk.report.figures import Figures
    from carbondesk.report.papers import Imprint, Options

KG_PER_TONNE = 1000
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

    `covered` is how much of the line's quantity it is, in the line's unit, None for all of it.
    """

    factor: Factor | None
    steps: tuple[Step, ...]
    gases: tuple[Gas, ...]
    covered: float | None = None
    contract: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofLine:
    """One entry, or its part in one year, from the quantity to t CO2e; `result` None where a factor is missing."""

    entry: str
    site: str
    source: str
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
    """Return the proof of some lines and their sum under the options of an imprint.

    A line whose source the boundary takes in with a share counts with that share.
    """
    shares = figures.weights(None, base.options.consolidation).tolist()
    weights = dict(zip(figures.sources, shares, strict=True))
    bills = {bill.id: bill for bill in figures.inventory.all(Bill)}
    proven = tuple(_line(figures, line, weights[line.source.id] or 1.0, bills) for line in lines)
    known = [line.result for line in proven if line.result is not None]
    return Proof(what=what, value=sum(known) if known or not proven else None, lines=proven, base=base)


def lines_of_total(
    figures: Figures, year: int, others: dict[str, str], options: Options | None = None
) -> list[Line]:
    """Return the lines of every entry that counts in a total of a reporting year.

    `others` names the scope (`2`, or several: `1+2`), category, site and source that entries must have; empty
    means all.
    """
    period = year_period(year, figures.organisation.year_start)
    sources = members(figures, others, options)
    return [
        line
        for entry in figures.inventory.activities(sources, period.start, period.end)
        for line in lines_of(figures, entry)
        if line.year == year
    ]


def lines_of_entry(figures: Figures, entry: int) -> list[Line]:
    """Return the lines of an entry by its number in the file; none where there is no such entry."""
    return [line for found in figures.inventory.find(Activity, id=entry) for line in lines_of(figures, found)]


def members(figures: Figures, others: dict[str, str], options: Options | None = None) -> set[int]:
    """Return the sources that count and have the scope, category, site and source that `others` names."""
    weights = figures.weights() if options is None else figures.weights(None, options.consolidation)
    found = set()
    for (identity, source), weight in zip(figures.sources.items(), weights.tolist(), strict=True):
        of_source = {
            "scope": Category(source.category).scope,
            "category": source.category,
            "site": figures.sites[source.site].name,
            "source": source.name,
        }
        scopes = others.get("scope", of_source["scope"]).split("+")
        fits = all(of_source[key] == value for key, value in others.items() if key != "scope")
        if weight > 0 and fits and of_source["scope"] in scopes:
            found.add(identity)
    return found


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


def _line(figures: Figures, line: Line, share: float, bills: dict[int, Bill]) -> ProofLine:
    entry, choice = line.activity, line.choice
    whole = line.start == entry.start and line.end == entry.end
    portion = Portion(
        factor=choice.factor,
        steps=tuple(
            Step(step.from_, step.to, *fraction_parts(step.by), step.because) for step in choice.conversions
        ),
        gases=tuple(_gases(figures, line)),
    )
    return ProofLine(
        entry=entry.external_id or str(entry.id),
        site=line.site.name,
        source=line.source.name,
        start=line.start,
        end=line.end,
        quantity=line.quantity if whole else entry.quantity,
        days=(line.end - line.start).days + 1,
        all_days=(entry.end - entry.start).days + 1,
        unit=line.unit,
        portions=(portion,),
        share=share,
        result=None if line.result is None else line.result * share,
        bill=bills[entry.bill].bill_number if entry.bill is not None else "",
        evidence=documents_of(figures, entry),
    )


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
