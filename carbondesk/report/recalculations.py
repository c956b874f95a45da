"""A proof as a workbook with live formulas: every input has a cell of its own, every result is a formula over them.

Each formula carries its value, so that the proof also reads where nothing recalculates. Formulas are only products,
quotients, sums and references.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan, prod
from typing import TYPE_CHECKING

from carbondesk.domain.text import Text, say
from carbondesk.language import day, joined, tr
from carbondesk.report.cells import spoken
from carbondesk.report.papers import Head, Holds
from carbondesk.report.proofs import FORMULA, KG_PER_TONNE
from carbondesk.report.workbooks import ACCENT, GREY, GROUND, HAIR, blank_workbook, write_cell, write_facts

if TYPE_CHECKING:
    from carbondesk.report.papers import Cell
    from carbondesk.report.proofs import Gas, Portion, Proof, ProofLine
    from carbondesk.report.workbooks import Styles, Workbook, Worksheet

MOST_ON_ONE_PAGE = 12
"""Proofs of so many lines stand on one sheet; larger ones have their steps on a second."""
MOST_LINES = 50_000
"""Lines of about fifteen rows each that a worksheet takes."""
_NAME, _VALUE, _SECOND, _THIRD, _RESULT, _UNIT, _WHY = range(7)
_PLAIN = "#,##0.################"


@dataclass(slots=True)
class _Page:
    """Where to write: a sheet, what it is called in references, its next row, and the formats."""

    sheet: Worksheet
    reference: str
    styles: Styles
    row: int = 0

    def words(self, column: int, text: Text | str, **look: object) -> None:
        """Write a text in the row."""
        self.sheet.write_string(self.row, column, spoken(text), self.styles(**look))

    def value(self, column: int, cell: Cell, kind: Holds = Holds.NUMBER) -> str:
        """Write an input in the row and return its cell."""
        look = {"font_color": "#1D5A91"} if kind.is_number else {}
        if isinstance(cell, int | float):
            self.sheet.write_number(self.row, column, cell, self.styles(num_format=_PLAIN, **look))
        else:
            write_cell(self.sheet, self.row, column, cell, Head("", kind), self.styles, align="left")
        return self.cell(column)

    def formula(self, column: int, formula: str, value: float, **look: object) -> str:
        """Write a formula with its value in the row and return its cell."""
        self.sheet.write_formula(
            self.row, column, f"={formula}", self.styles(num_format="#,##0.000000", **look), value
        )
        return self.cell(column)

    def cell(self, column: int) -> str:
        """Return the name of a cell of the row."""
        return f"{'ABCDEFG'[column]}{self.row + 1}"

    def named(self, name: Text, *, note: Text | str = "") -> None:
        """Begin a row with its name, and end it with its reason."""
        self.words(_NAME, name, font_color=GREY)
        if note:
            self.words(_WHY, note, font_color=GREY)

    def next(self, rows: int = 1) -> None:
        """Go down."""
        self.row += rows


def proof_workbook(proof: Proof) -> bytes:
    """Return a proof as the bytes of an XLSX file; raises ValueError for more than `MOST_LINES` lines."""
    if len(proof.lines) > MOST_LINES:
        raise ValueError(len(proof.lines))
    file, book, styles = blank_workbook(proof.base)
    page = _Page(_sheet(book, tr("Proof")), "", styles)
    _head(page, proof)
    apart = len(proof.lines) > MOST_ON_ONE_PAGE
    first = page.row + 2 + len(proof.lines) + 3
    name = tr("Steps")
    steps = _Page(_sheet(book, name), f"'{name}'!", styles) if apart else _Page(page.sheet, "", styles, first)
    results = [_block(steps, line) for line in proof.lines]
    _lines(page, proof, [f"{steps.reference}{cell}" for cell in results])
    book.close()
    return file.getvalue()


def _sheet(book: Workbook, name: str) -> Worksheet:
    page = book.add_worksheet(name)
    page.hide_gridlines(2)
    for column, width in enumerate((30, 18, 18, 12, 18, 14, 70)):
        page.set_column(column, column, width)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    return page


def _head(page: _Page, proof: Proof) -> None:
    """Write what is proven, whose it is, and the formula; leave a row for the result."""
    page.words(_NAME, say("Proof: {what}", what=proof.what), bold=True, font_size=15)
    page.next(2)
    page.row = write_facts(page.sheet, page.row, proof.base, page.styles)
    page.named(say("Formula"))
    page.words(_VALUE, FORMULA)
    page.next()


def _lines(page: _Page, proof: Proof, results: list[str]) -> None:
    """Write the result and the table of the lines, each a reference to the end of its steps."""
    page.named(say("Result"))
    top = page.row + 3
    value = proof.value
    if value is None:
        page.words(_VALUE, say("not known"), italic=True)
    else:
        total = f"SUM(E{top + 1}:E{top + len(results)})" if results else "0"
        page.formula(_VALUE, total, value, bold=True, font_color=ACCENT, font_size=12)
        page.words(_SECOND, say("t CO₂e"), bold=True)
    page.next(2)
    heads = (say("Source"), say("Entry"), say("From"), say("To"), say("t CO₂e"), say("Unit"), say("Site"))
    for column, name in enumerate(heads):
        page.words(column, name, bold=True, bg_color=GROUND, bottom=1, bottom_color=HAIR)
    for line, cell in zip(proof.lines, results, strict=True):
        page.next()
        page.words(_NAME, line.source)
        page.words(_VALUE, line.entry)
        page.value(_SECOND, line.start, Holds.DATE)
        page.value(_THIRD, line.end, Holds.DATE)
        if line.result is None:
            page.words(_RESULT, say("not known"), italic=True)
        else:
            page.formula(_RESULT, cell, line.result)
        page.words(_UNIT, line.unit)
        page.words(_WHY, say("{site}, {category}", site=line.site, category=line.category))


def _block(page: _Page, line: ProofLine) -> str:
    """Write the steps of one line and return the cell of its result."""
    span = say("{first} to {last}", first=day(line.start), last=day(line.end))
    title = say(
        "{source}, {site}, {span}: {category}",
        source=line.source,
        site=line.site,
        span=span,
        category=line.category,
    )
    for column in range(7):
        page.words(column, title if column == _NAME else "", bold=True, bg_color=GROUND)
    page.next()
    quantity = _quantity(page, line)
    for document in line.evidence:
        page.named(say("Evidence"), note=document.sha256 and f"sha256 {document.sha256}")
        page.words(_VALUE, document.name)
        page.next()
    share = ""
    if line.share != 1.0:
        page.named(say("Share"), note=say("Of the emissions of the site that the boundary takes in"))
        share = page.value(_VALUE, line.share)
        page.next()
    ends = [_portion(page, line, portion, quantity, share) for portion in line.portions]
    page.words(_NAME, say("Result"), bold=True)
    if line.result is None:
        page.words(_RESULT, say("not known"), italic=True)
    else:
        page.formula(_RESULT, "+".join(ends), line.result, bold=True)
    page.words(_UNIT, say("t CO₂e"), bold=True)
    cell = page.cell(_RESULT)
    page.next(2)
    return cell


def _quantity(page: _Page, line: ProofLine) -> str:
    """Write the quantity of the entry and its days, and return the cell of the quantity of the line."""
    note = say("Bill {number}", number=line.bill) if line.bill else say("Entry {entry}", entry=line.entry)
    page.named(say("Quantity"), note=note)
    cell = page.value(_VALUE, line.quantity)
    page.words(_UNIT, line.unit)
    page.next()
    if line.days == line.all_days:
        return cell
    page.named(say("Days in the year"))
    days = page.value(_VALUE, line.days)
    page.next()
    page.named(say("Days of the entry"))
    all_days = page.value(_VALUE, line.all_days)
    page.next()
    page.named(say("Quantity in the year"), note=say("Shared by days"))
    of_year = page.formula(_RESULT, f"{cell}*{days}/{all_days}", line.quantity * line.days / line.all_days)
    page.words(_UNIT, line.unit)
    page.next()
    return of_year


def _portion(page: _Page, line: ProofLine, portion: Portion, quantity: str, share: str) -> str:
    """Write conversions, factor and gases of a part of a line, and return the cell of its sum."""
    amount = line.quantity * line.days / line.all_days
    if portion.covered is not None:
        page.named(say("Quantity under this factor"), note=portion.because)
        quantity, amount = page.value(_VALUE, portion.covered), portion.covered
        page.words(_UNIT, portion.unit)
        page.next()
    product = [quantity]
    for step in portion.steps:
        page.named(say("Conversion from {from_} to {to}", from_=step.from_, to=step.to), note=step.because)
        above, below = page.value(_VALUE, step.above), page.value(_SECOND, step.below)
        product.append(page.formula(_RESULT, f"{above}/{below}", step.above / step.below))
        page.next()
    _factor(page, portion)
    per = prod((step.above / step.below for step in portion.steps), start=amount)
    for column, head in zip(
        (_NAME, _VALUE, _SECOND, _THIRD, _RESULT),
        (say("Gas"), say("kg per unit of the factor"), say("GWP"), say("Counts"), say("t CO₂e")),
        strict=True,
    ):
        page.words(column, head, font_color=GREY, bottom=1, bottom_color=HAIR)
    page.next()
    first = page.row + 1
    amounts = [
        per * gas.kilograms * gas.gwp * gas.counts * line.share / KG_PER_TONNE for gas in portion.gases
    ]
    for gas, tonnes in zip(portion.gases, amounts, strict=True):
        _gas(page, gas, [*product, *([share] if share else [])], tonnes)
    page.words(_NAME, say("Sum of the gases"))
    if not amounts:
        page.value(_RESULT, 0)
    elif not isnan(sum(amounts)):
        page.formula(_RESULT, f"SUM(E{first}:E{page.row})", sum(amounts))
    cell = page.cell(_RESULT)
    page.next()
    return cell


def _gas(page: _Page, gas: Gas, product: list[str], tonnes: float) -> None:
    """Write a gas: its inputs, and what they come to when they are multiplied with the product of the line."""
    page.words(_NAME, gas.name)
    inputs = [page.value(_VALUE, gas.kilograms)]
    if isnan(gas.gwp):
        page.words(_SECOND, say("not known"), italic=True)
    else:
        inputs += [page.value(_SECOND, gas.gwp), page.value(_THIRD, gas.counts)]
        page.formula(_RESULT, f"{'*'.join([*product, *inputs])}/{KG_PER_TONNE}", tonnes)
    if not gas.counts:
        page.words(_WHY, say("Reported outside the scopes"), font_color=GREY)
    page.next()


def _factor(page: _Page, portion: Portion) -> None:
    """Write where the factor is published."""
    factor = portion.factor
    if factor is None:
        page.named(say("Factor"))
        page.words(_VALUE, say("none"), italic=True)
        page.next()
        return
    cited = joined((factor.source, factor.source_version, factor.source_table))
    about = " · ".join(part for part in (factor.region, factor.licence) if part)
    page.named(say("Factor"), note=joined((cited, about)))
    page.words(_VALUE, f"{factor.factor_id}  {factor.name}")
    page.words(_UNIT, factor.activity_unit)
    page.next()
