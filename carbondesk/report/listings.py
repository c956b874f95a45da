"""The papers that every inventory has: the summary of a year, its factors, its findings, and each of its entries.

Each function takes the loaded figures, a reporting year and the options, and returns a `Paper`.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from carbondesk.domain.periods import exact_sum, year_label
from carbondesk.domain.records import Bill
from carbondesk.domain.records.choices import SCOPES
from carbondesk.domain.schema import Severity
from carbondesk.domain.text import Text, say
from carbondesk.language import joined
from carbondesk.report.cells import SEVERITIES
from carbondesk.report.editions import register
from carbondesk.report.findings import inventory_findings, ordered, year_findings
from carbondesk.report.papers import METHODS, TONNES, Bar, BarChart, Head, Holds, Paper, Sheet
from carbondesk.report.proofs import lines_of_total
from carbondesk.report.summary import Summary, category_name, summary
from carbondesk.report.tables import emission_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carbondesk.domain.schema import Finding
    from carbondesk.report.editions import Entry
    from carbondesk.report.explanations import Line
    from carbondesk.report.figures import Figures
    from carbondesk.report.papers import Cell, Options
    from carbondesk.report.summary import UsedFactor

_MOST_BARS = 10
_SCOPES = {scope: SCOPES[scope] for scope in ("1", "2", "3")}
_IN_WORDS = {"market": say("market-based"), "location": say("location-based")}


def summary_paper(figures: Figures, year: int, options: Options) -> Paper:
    """Return the year on one page: scopes by both methods, categories, sites, factors."""
    found = summary(figures, year, consolidation=options.consolidation)
    return Paper(
        "summary",
        say("Greenhouse gas summary"),
        found.completeness_text,
        (
            _scopes(found),
            _categories(found, options.method),
            _sites(figures, found, options),
            _factor_sheet(found.factors),
        ),
        tuple(found.findings),
        _bars(found, options.method),
    )


def factor_paper(figures: Figures, year: int, options: Options) -> Paper:
    """Return the register of factors: each that the year was computed with, its source and its values."""
    codes = {"factor", "fuel", "gwp", "edition"}
    doubts = year_findings(figures, year, consolidation=options.consolidation)
    return Paper(
        "factors",
        say("Factor register"),
        say(
            "Each factor that {year} was computed with, where it is published, and what was computed with it.",
            year=_label(figures, year),
        ),
        (_register(register(figures, year)),),
        tuple(finding for finding in doubts if finding.code.split("-")[0] in codes),
    )


def finding_paper(figures: Figures, year: int, options: Options) -> Paper:
    """Return what is doubtful in a year: its gaps, factors and methods, and its bills and entries."""
    of_year = year_findings(figures, year, consolidation=options.consolidation)
    months = {str(year), str(year + 1)} if figures.organisation.year_start > 1 else {str(year)}
    others = [
        finding
        for finding in inventory_findings(figures)
        if "year" not in finding.where and str(finding.where.get("month", year))[:4] in months
    ]
    found = ordered([*of_year, *others])
    rows = tuple((SEVERITIES[each.severity], _place(each), each.message, each.remedy) for each in found)
    sheet = Sheet(
        say("Findings"),
        (
            Head(say("Kind")),
            Head(say("Where")),
            Head(say("What")),
            Head(say("What to do")),
        ),
        rows,
        notes=() if rows else (say("Nothing was found."),),
    )
    title = say("Everything that is missing or doubtful, most serious first.")
    return Paper("findings", say("Findings"), title, (sheet,), tuple(found))


def entry_paper(figures: Figures, year: int, options: Options) -> Paper:
    """Return every entry of a year with its factor and result, and the proof that they add up to the totals."""
    lines = lines_of_total(figures, year, {}, options)
    bills = {bill.id: bill.bill_number for bill in figures.inventory.all(Bill)}
    rows = tuple(_entry_row(line, bills) for line in lines)
    known = [line.result for line in lines if line.result is not None]
    last = len(_ENTRY_HEADS) - 1
    proves = {
        (place, last): {"activity": str(line.activity.id)}
        for place, line in enumerate(lines)
        if not line.derived
    }
    total = (say("Sum"), *("",) * (last - 1), sum(known))
    entries = Sheet(say("Entries"), _ENTRY_HEADS, rows, total, proves=proves)
    title = say(
        "Every entry that counts in {year}, with its factor and its emissions.", year=_label(figures, year)
    )
    footing = _cross_footing(figures, year, options, lines)
    doubts = year_findings(figures, year, consolidation=options.consolidation)
    serious = tuple(finding for finding in doubts if finding.severity is not Severity.INFO)
    return Paper("entries", say("Entries and cross-footing"), title, (footing, entries), serious)


# ---- the summary ------------------------------------------------------------------------------------------


def _scopes(found: Summary) -> Sheet:
    """Return the scopes with a column for each method of scope 2."""
    methods = tuple(METHODS)
    rows: list[tuple[Cell, ...]] = []
    claims: dict[tuple[int, int], Text] = {}
    proves: dict[tuple[int, int], dict[str, str]] = {}
    named = [(name, [scope]) for scope, name in _SCOPES.items()]
    named.insert(2, (say("Scope 1 and 2"), ["1", "2"]))
    named.append((say("All scopes"), ["1", "2", "3"]))
    for name, scopes in named:
        for column, method in enumerate(methods, start=1):
            both = say("{name} ({method})", name=name, method=_IN_WORDS[method])
            claims[len(rows), column] = both if "2" in scopes else name
            proves[len(rows), column] = {"scope": "+".join(scopes), "method": method}
        rows.append((name, *(_sum_of(found, scopes, method) for method in methods)))
    strong = frozenset({2, 4})
    for name, amount in (
        (say("Biogenic CO₂, outside the scopes"), found.totals.biogenic),
        (say("Other gases outside the scopes"), found.totals.outside_scopes),
    ):
        if amount:
            rows.append((name, *(amount for _ in methods)))
    heads = (Head(say("Scope")), *(Head(METHODS[method], Holds.NUMBER, TONNES, 1) for method in methods))
    return Sheet(say("Emissions by scope"), heads, tuple(rows), strong=strong, claims=claims, proves=proves)


def _sum_of(found: Summary, scopes: list[str], method: str) -> float | None:
    amounts = [found.scope(scope, method) for scope in scopes]
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if len(known) == len(amounts) else None


def _categories(found: Summary, method: str) -> Sheet:
    rows = tuple((row.keys["scope"], category_name(row), getattr(row, method)) for row in found.categories)
    heads = (Head(say("Scope")), Head(say("Category")), Head(METHODS[method], Holds.NUMBER, TONNES, 1))
    proves = {(place, 2): {"category": row.keys["category"]} for place, row in enumerate(found.categories)}
    return Sheet(say("By category"), heads, rows, _total(rows, 3), proves=proves)


def _sites(figures: Figures, found: Summary, options: Options) -> Sheet:
    rows: list[tuple[Cell, ...]] = []
    proves: dict[tuple[int, int], dict[str, str]] = {}
    by_site: dict[str, dict[str, float | None]] = defaultdict(lambda: dict.fromkeys(_SCOPES, 0.0))
    for row in emission_rows(figures, found.year, ("site", "scope"), consolidation=options.consolidation):
        by_site[row.keys["site"]][row.keys["scope"]] = getattr(row, options.method)
    for site in found.sites:
        for column, scope in enumerate(["1", "2", "3", "1+2+3"], start=1):
            proves[len(rows), column] = {"site": site.site.name, "scope": scope}
        expected, missing = sum(site.completeness.expected), sum(site.completeness.missing)
        amounts = by_site[site.site.name].values()
        known = [amount for amount in amounts if amount is not None]
        total = sum(known) if known else None
        rows.append((site.site.name, *amounts, total, expected - missing, expected))
    numbers = (*_SCOPES.values(), say("Sum"))
    heads = (
        Head(say("Site")),
        *(Head(name, Holds.NUMBER, TONNES, 1) for name in numbers),
        Head(say("Values"), Holds.INTEGER),
        Head(say("Expected"), Holds.INTEGER),
    )
    return Sheet(say("By site"), heads, tuple(rows), _total(rows, len(heads)), proves=proves)


def _bars(found: Summary, method: str) -> BarChart | None:
    amounts = [(row, getattr(row, method)) for row in found.categories]
    largest = sorted((each for each in amounts if each[1]), key=lambda each: -each[1])[:_MOST_BARS]
    bars = tuple(Bar(category_name(row), amount, f"s{row.keys['scope']}") for row, amount in largest)
    return BarChart(say("Largest categories"), bars) if bars else None


def _factor_sheet(factors: list[UsedFactor]) -> Sheet:
    """Return the factors used, one row for each edition of a publisher."""
    amounts: dict[tuple[str, str, str], float] = defaultdict(float)
    counted: dict[tuple[str, str, str], int] = defaultdict(int)
    for used in factors:
        key = (used.factor.source, used.factor.source_version, used.factor.licence)
        amounts[key] += used.tonnes or 0.0
        counted[key] += 1
    rows = tuple(
        (key[0] or say("Own factors"), key[1], key[2], counted[key], tonnes)
        for key, tonnes in amounts.items()
    )
    heads = (
        Head(say("Publisher")),
        Head(say("Edition")),
        Head(say("Licence")),
        Head(say("Factors"), Holds.INTEGER),
        Head(say("Computed with them"), Holds.NUMBER, TONNES, 1),
    )
    return Sheet(say("Factors used"), heads, rows, _total(rows, len(heads)))


# ---- factors ----------------------------------------------------------------------------------------------


def _register(entries: list[Entry]) -> Sheet:
    rows = tuple(
        (
            entry.factor.factor_id,
            entry.name,
            entry.factor.source or say("Own factors"),
            entry.factor.source_version,
            entry.factor.source_table,
            entry.factor.licence,
            entry.factor.region,
            *(
                _kg(amount)
                for amount in (entry.factor.co2, entry.factor.ch4, entry.factor.n2o, entry.factor.co2e)
            ),
            entry.basis,
            entry.quantity,
            entry.factor.activity_unit,
            len(entry.sources),
            entry.tonnes,
        )
        for entry in entries
    )
    per = say("kg per unit")
    heads = (
        Head(say("Factor")),
        Head(say("Name")),
        Head(say("Publisher")),
        Head(say("Edition")),
        Head(say("Table")),
        Head(say("Licence")),
        Head(say("Region")),
        *(Head(gas, Holds.NUMBER, per) for gas in ("CO₂", "CH₄", "N₂O", "CO₂e")),
        Head(say("GWP")),
        Head(say("Quantity"), Holds.NUMBER),
        Head(say("Unit")),
        Head(say("Sources"), Holds.INTEGER),
        Head(say("Computed with it"), Holds.NUMBER, TONNES, 1),
    )
    note = say(
        "A factor of one method of scope 2 stands beside that of the other; the amounts do not add up to a total."
    )
    return Sheet(say("Factor register"), heads, rows, notes=(note,))


def _kg(amount: float | None) -> Cell:
    """Return a mass as it is printed; a gas that the publisher does not print stays empty."""
    return "" if amount is None else amount


# ---- entries ----------------------------------------------------------------------------------------------

_ENTRY_HEADS = (
    Head(say("Entry")),
    Head(say("Site")),
    Head(say("Source")),
    Head(say("Category")),
    Head(say("From"), Holds.DATE),
    Head(say("To"), Holds.DATE),
    Head(say("Quantity"), Holds.NUMBER),
    Head(say("Unit")),
    Head(say("Bill")),
    Head(say("Factor")),
    Head(say("Share"), Holds.PERCENT, "", 0),
    Head(say("Emissions"), Holds.NUMBER, TONNES, 3),
)


def _entry_row(line: Line, bills: dict[int, str]) -> tuple[Cell, ...]:
    entry = line.activity
    return (
        entry.external_id or str(entry.id),
        line.site.name,
        line.source.name,
        line.category.label,
        line.start,
        line.end,
        line.quantity,
        line.unit,
        bills.get(entry.bill, "") if entry.bill is not None else "",
        line.choice.factor.factor_id if line.choice.factor else say("none"),
        line.share,
        line.result,
    )


def _cross_footing(figures: Figures, year: int, options: Options, lines: list[Line]) -> Sheet:
    """Return the sum of the entries beside the inventory's total for each scope, and the difference."""
    amounts: dict[str, list[float]] = {scope: [] for scope in _SCOPES}
    for line in lines:
        if line.result is not None:
            amounts[line.category.scope].append(line.result)
    totals = figures.totals(year, consolidation=options.consolidation)
    inventory = {"1": totals.scope1, "2": totals.scope2(options.method), "3": totals.scope3}
    sums = {scope: exact_sum(found) for scope, found in amounts.items()}
    rows = tuple(
        (name, len(amounts[scope]), sums[scope], inventory[scope], sums[scope] - inventory[scope])
        for scope, name in _SCOPES.items()
    )
    heads = (
        Head(say("Scope")),
        Head(say("Entries"), Holds.INTEGER),
        Head(say("Sum of the entries"), Holds.NUMBER, TONNES, 3),
        Head(say("Total of the inventory"), Holds.NUMBER, TONNES, 3),
        Head(say("Difference"), Holds.NUMBER, TONNES, 6),
    )
    note = say("Entries without a factor add nothing to either side.")
    return Sheet(say("Cross-footing"), heads, rows, _total(rows, len(heads)), notes=(note,))


# ---- shared -----------------------------------------------------------------------------------------------


def _total(rows: Sequence[tuple[Cell, ...]], width: int) -> tuple[Cell, ...]:
    """Return a row of totals: every column that holds numbers added up, the first one named."""
    cells: list[Cell] = [say("Sum")]
    for column in range(1, width):
        numbers = [float(cell) for cell in (row[column] for row in rows) if isinstance(cell, int | float)]
        cells.append(sum(numbers) if numbers else "")
    return tuple(cells)


def _place(finding: Finding) -> str:
    """Return where a finding is: site, source, month."""
    return joined(str(finding.where[key]) for key in ("site", "source", "month") if key in finding.where)


def _label(figures: Figures, year: int) -> Text:
    return year_label(year, figures.organisation.year_start)
