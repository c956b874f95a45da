"""The lines of the registers of claims and money: screening, green power, rates, price indices, base year."""

from __future__ import annotations

from carbondesk.domain.accounting.screening import SCOPE_3, Screened
from carbondesk.domain.periods import year_period
from carbondesk.domain.records import BaseYearChange, Category, ChangeState, Contract, Decision
from carbondesk.domain.text import say
from carbondesk.domain.units import UnitFault, ratio
from carbondesk.language import joined, month_name, number, tr
from carbondesk.ui.pages.group import words
from carbondesk.ui.pages.group.book import Book
from carbondesk.ui.pages.group.lines import Cell, Head, Line
from carbondesk.ui.readings import choice_words, country_name, unit_text

SCREENING_HEADS = (
    Head(name=say("Category"), least=245),
    Head(name=say("t CO₂e"), width=72, number=True),
    Head(name=say("Share"), width=58, number=True),
    Head(name=say("Decision"), width=122),
    Head(name=say("Estimate, t"), width=86, number=True),
    Head(name=say("Reason"), least=110),
)
CONTRACT_HEADS = (
    Head(name=say("Contract or certificate"), least=240),
    Head(name=say("Market or site"), width=108),
    Head(name=say("Quantity"), width=108, number=True),
    Head(name=say("From"), width=90, gives_way=1),
    Head(name=say("To"), width=92),
    Head(name=say("Vintage"), width=64, number=True, gives_way=2),
    Head(name=say("Covered, MWh"), width=104, number=True),
    Head(name=say("Excess, MWh"), width=98, number=True),
)
MONEY_HEADS = (
    Head(name=say("Currency"), width=140),
    Head(name=say("Year"), width=80, number=True),
    Head(name=say("Average rate"), width=140, number=True),
    Head(name=say("Publisher")),
)
INDEX_HEADS = (*MONEY_HEADS[:2], Head(name=say("Index"), width=140, number=True), MONEY_HEADS[3])
CHANGE_HEADS = (
    Head(name=say("What changed"), least=170),
    Head(name=say("Effective"), width=92),
    Head(name=say("Kind of change"), width=180, gives_way=1),
    Head(name=say("Scope"), width=60),
    Head(name=say("Year"), width=60, number=True),
    Head(name=say("Effect, t CO₂e"), width=100, number=True),
    Head(name=say("State"), width=110),
)
SERIES_HEADS = (
    Head(name=say("Year"), least=130),
    Head(name=say("1+2 published"), width=108, number=True, gives_way=1),
    Head(name=say("Scope 1+2"), width=90, number=True),
    Head(name=say("1+2 restated"), width=100, number=True),
    Head(name=say("Change"), width=72, number=True),
    Head(name=say("Scope 3"), width=84, number=True),
    Head(name=say("3 restated"), width=90, number=True),
)


def screening_lines(book: Book) -> list[Line]:
    """Return a line for each of the 15 categories."""
    if book.facts is None:
        return []
    return [_screening_line(book, row) for row in book.facts.screening.rows]


def _screening_line(book: Book, row: Screened) -> Line:
    record = row.record
    name = choice_words(row.category.value)
    estimate = record.estimate if record is not None else None
    return Line(
        key=("screening", row.category.value),
        title=name,
        cells=(
            Cell(name, sort=float(SCOPE_3.index(row.category))),
            Cell(words.tonnes(row.tonnes), sort=row.tonnes if row.tonnes is not None else -1.0),
            Cell(words.share(row.share), sort=row.share if row.share is not None else -1.0),
            _decision(row),
            Cell(words.tonnes(estimate), sort=estimate if estimate is not None else -1.0),
            Cell((record.reason or record.method) if record is not None else ""),
        ),
        record=record,
        findings=book.about(category=row.category.value),
    )


def _decision(row: Screened) -> Cell:
    if row.record is None:
        if row.tonnes is not None:
            return Cell(tr("By its sources"), icon="circle-check", tint="ok")
        return Cell("", hatched=True)
    text = words.word("decision", row.record.decision)
    if row.record.decision == Decision.INCLUDED:
        return Cell(text, icon="circle-check", tint="ok")
    return Cell(text, icon="minus", tint="ink3")


def contract_lines(book: Book) -> list[Line]:
    """Return a line for each contract or certificate."""
    lines = []
    for contract in book.contracts:
        power = book.facts.power if book.facts is not None else None
        counted = power if _is_of_year(book, contract) else None
        covered = counted.covered.get(contract.id, 0.0) if counted is not None else None
        excess = counted.excess.get(contract.id, 0.0) if counted is not None else None
        title = contract_title(contract)
        lines.append(
            Line(
                key=("contract", contract.id),
                title=title,
                cells=(
                    Cell(title),
                    Cell(book.sites[contract.site].name if contract.site is not None else contract.market),
                    Cell(f"{number(contract.quantity)} {unit_text(contract.unit)}", sort=_kwh(contract)),
                    Cell(words.date_words(contract.from_), sort=float(contract.from_.toordinal())),
                    Cell(words.date_words(contract.to), sort=float(contract.to.toordinal())),
                    Cell(str(contract.vintage or words.NOTHING), sort=float(contract.vintage or 0)),
                    _mwh(covered, strong=True),
                    _mwh(excess, tint="warn" if excess else ""),
                ),
                record=contract,
                findings=book.about(contract=contract.id, table="contract"),
            )
        )
    return lines


def _is_of_year(book: Book, contract: Contract) -> bool:
    """Whether a contract has a day in the year in view."""
    if book.facts is None:
        return False
    year = year_period(book.facts.year, book.figures.organisation.year_start)
    return contract.from_ <= year.end and contract.to >= year.start


def contract_title(contract: Contract) -> str:
    """Return a contract as its row is called: kind, scheme and generator."""
    parts = (words.word("kind", contract.kind), contract.scheme, contract.generator)
    return joined(parts)


def _kwh(contract: Contract) -> float:
    try:
        return contract.quantity * float(ratio(contract.unit, "kWh"))
    except UnitFault:
        return contract.quantity


def _mwh(kwh: float | None, *, strong: bool = False, tint: str = "") -> Cell:
    if kwh is None:
        return Cell(words.NOTHING, sort=-1.0, tint="ink3")
    return Cell(
        words.quantity(kwh), sort=kwh, strong=strong and bool(kwh), tint=tint or ("" if kwh else "ink3")
    )


def match_heads(year_start: int, *, hourly: bool) -> tuple[Head, ...]:
    """Return the heads of the matched shares: market, year, twelve months, what the rest takes.

    `hourly` adds the share matched hour by hour, for which there are interval values.
    """
    months = [(year_start - 1 + place) % 12 + 1 for place in range(12)]
    return (
        Head(name=say("Market")),
        Head(name=say("Year"), width=62, number=True),
        *(Head(name=say("{month}", month=month_name(month)), width=46, number=True) for month in months),
        *([Head(name=say("By hour"), width=66, number=True)] if hourly else []),
        Head(name=say("The rest takes"), width=100, gives_way=1),
    )


def has_hours(book: Book) -> bool:
    """Whether any market has interval values to be matched hour by hour."""
    return book.facts is not None and any(market.hourly is not None for market in book.facts.power.markets)


def match_lines(book: Book) -> list[Line]:
    """Return a line for each market with the share of its use that contracts cover."""
    if book.facts is None:
        return []
    lines = []
    hourly = has_hours(book)
    for market in book.facts.power.markets:
        shares = [market.share(month) for month in range(12)]
        rest = tr("Residual mix") if market.residual else tr("Grid's factor")
        lines.append(
            Line(
                key=("market", market.market),
                title=words.country(market.market),
                cells=(
                    Cell(country_name(market.market)),
                    _share(market.share(), strong=True),
                    *(_bare(share) for share in shares),
                    *([_share(market.hourly)] if hourly else []),
                    Cell(rest),
                ),
            )
        )
    return lines


def _share(share: float | None, *, strong: bool = False) -> Cell:
    if share is None:
        return Cell(words.NOTHING, sort=-1.0)
    return Cell(words.share(round(share, 2)), sort=share, strong=strong)


def _bare(share: float | None) -> Cell:
    """Return a share of a month in per cent, whose sign stands over the table."""
    return Cell(words.NOTHING, sort=-1.0) if share is None else Cell(number(round(share * 100)), sort=share)


def rate_lines(book: Book) -> list[Line]:
    """Return a line for each exchange rate."""
    own = book.figures.organisation.currency
    return [
        Line(
            key=("rate", row.id),
            title=f"{row.currency} {row.year}",
            cells=(
                Cell(row.currency),
                Cell(str(row.year), sort=float(row.year)),
                Cell(f"{number(row.average)} {own}", sort=row.average, strong=True),
                Cell(row.source or words.NOTHING),
            ),
            record=row,
        )
        for row in book.rates
    ]


def index_lines(book: Book) -> list[Line]:
    """Return a line for each price index."""
    return [
        Line(
            key=("price_index", row.id),
            title=f"{row.currency} {row.year}",
            cells=(
                Cell(row.currency),
                Cell(str(row.year), sort=float(row.year)),
                Cell(number(row.index), sort=row.index, strong=True),
                Cell(row.source or words.NOTHING),
            ),
            record=row,
        )
        for row in book.indices
    ]


def change_lines(book: Book) -> list[Line]:
    """Return a line for each change in the base-year ledger."""
    base = book.facts.base_year.year if book.facts is not None and book.facts.base_year is not None else None
    return [_change_line(book, row, base) for row in book.changes]


def _change_line(book: Book, row: BaseYearChange, base: int | None) -> Line:
    year = row.year if row.year is not None else base
    tint = "ink3" if row.state == ChangeState.OPEN else ""
    return Line(
        key=("base_year_change", row.id),
        title=row.name,
        cells=(
            Cell(row.name),
            Cell(words.date_words(row.effective), sort=float(row.effective.toordinal())),
            Cell(words.word("kind", row.kind)),
            Cell(row.scope),
            Cell(str(year or words.NOTHING), sort=float(year or 0)),
            Cell(signed(row.effect), sort=row.effect, strong=True),
            Cell(words.word("state", row.state), icon=_STATES[ChangeState(row.state)], tint=tint),
        ),
        record=row,
        findings=book.about(change=row.id),
    )


_STATES = {
    ChangeState.OPEN: "circle-dashed",
    ChangeState.RESTATED: "circle-check",
    ChangeState.UNADJUSTED: "minus",
}


def signed(tonnes: float) -> str:
    """Write a change in t CO2e with its sign."""
    return f"+{words.tonnes(tonnes)}" if tonnes > 0 else words.tonnes(tonnes)


def series_lines(book: Book) -> list[Line]:
    """Return a line for each year: as published, as it stands, as restated."""
    if book.facts is None or book.facts.base_year is None:
        return []
    base = book.facts.base_year
    lines = []
    for year in sorted(base.standing):
        now, then = base.standing[year], base.restated[year]
        inside, restated = now["S1"] + now["S2"], then["S1"] + then["S2"]
        published = [row.value for row in book.published if row.year == year and row.scope == "1+2"]
        change = restated / inside - 1 if inside else 0.0
        name = tr("{year}, base year", year=str(year)) if year == base.year else str(year)
        share = words.share(round(change, 3))
        lines.append(
            Line(
                key=("year", year),
                title=name,
                cells=(
                    Cell(name),
                    Cell(words.tonnes(published[-1] if published else None)),
                    Cell(words.tonnes(inside), sort=inside),
                    Cell(words.tonnes(restated), sort=restated, strong=True),
                    Cell(f"+{share}" if change > 0 else share, sort=change, tint="" if change else "ink3"),
                    Cell(words.tonnes(now["S3"]), sort=now["S3"]),
                    Cell(words.tonnes(then["S3"]), sort=then["S3"]),
                ),
            )
        )
    return lines


def category_of(key: tuple[str, int | str]) -> Category:
    """Return the category that a line of the screening is of."""
    return Category(str(key[1]))
