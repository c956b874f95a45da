"""The rows of the table as a file: the factors shown, or the register of a year."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

from carbondesk.language import clauses, labelled, tr
from carbondesk.report.editions import register
from carbondesk.report.render import save

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from carbondesk.report.figures import Figures
    from carbondesk.ui.pages.factors.table import FactorModel

FIELDS = (
    "factor_id", "name", "scope", "category", "region", "activity_unit", "co2", "ch4", "n2o", "gas", "gas_mass",
    "co2e", "co2e_basis", "co2_biogenic", "valid_from", "valid_to", "source", "source_version", "source_table",
    "licence",
)  # fmt: skip


def write_shown(model: FactorModel, gwp: str, target: Path) -> int:
    """Write the factors that the table shows as CSV, with their value under a GWP set; return how many."""
    stock = model.stock
    if stock is None:
        return 0
    rows = []
    for place in model.places:
        factor, heavy = stock.factor(place), model.weight_at(place)
        rows.append([*(_cell(getattr(factor, name)) for name in FIELDS), _cell(heavy.total), gwp,
                     str(int(stock.count_of_uses[place]))])  # fmt: skip
    return _write(target, (*FIELDS, "kg_co2e_per_unit", "gwp", "sources"), rows)


def write_register(figures: Figures, year: int, target: Path) -> int:
    """Write the register of a year as CSV: every factor it was computed with, for how much and by whom."""
    rows = []
    for entry in register(figures, year):
        names = clauses(
            labelled(figures.sites[figures.sources[each].site].name, figures.sources[each].name)
            for each in entry.sources
        )
        rows.append([*(_cell(getattr(entry.factor, name)) for name in FIELDS), entry.basis, _cell(entry.quantity),
                     _cell(entry.tonnes), names])  # fmt: skip
    return _write(target, (*FIELDS, "basis", "quantity", "t_co2e", "sources"), rows)


def suggestion(year: str, *, used: bool) -> str:
    """Return the name of the file that is offered."""
    return tr("Factor register {year}.csv", year=year) if used else tr("Factors.csv")


def _write(target: Path, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    kept, text = list(rows), io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(heads)
    writer.writerows(kept)
    # The mark at the beginning tells spreadsheets that it is UTF-8.
    save(target, "\ufeff" + text.getvalue())
    return len(kept)


def _cell(value: object) -> str:
    return "" if value is None else str(value)
