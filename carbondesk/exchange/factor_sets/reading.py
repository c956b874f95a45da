"""Reads a file with a factor set: recognises its layout by its headings, never by its name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from carbondesk.domain.accounting.library import FactorLibrary
from carbondesk.domain.records import FactorSet
from carbondesk.domain.schema import Finding, error
from carbondesk.domain.text import Text, say
from carbondesk.exchange.factor_sets import desnz, epa, own
from carbondesk.exchange.factor_sets.drafts import Origin
from carbondesk.exchange.factor_sets.plans import FactorSetPlan
from carbondesk.exchange.sheets import Limits, first_look, read_file
from carbondesk.exchange.workbooks import Cell, read_workbook

_TEXTS = frozenset({".csv", ".txt", ".tsv"})


def read_factor_set(
    path: Path,
    library: FactorLibrary,
    *,
    today: date,
    held: Iterable[FactorSet] = (),
    limits: Limits | None = None,
) -> FactorSetPlan:
    """Return the plan of a file with factors: the UK's flat file, the EPA's hub, or a table with `factor_id`.

    `library` gives the words and the earlier editions; `held` are the inventory's sets. What is wrong with the file
    or its rows is a finding, never an exception; a row that is not understood is left out and never guessed.
    """
    limits = limits or Limits()
    finding = first_look(path, limits)
    if finding is not None:
        return FactorSetPlan(file=path.name, findings=[finding])
    origin = Origin.of(path, today)
    if any(each.sha256 == origin.sha256 for each in held):
        return _refused(
            path, "factor-set-known", say("{file} has been read in already.", file=path.name),
            say("Pin its edition for a year under Factors."),
        )  # fmt: skip
    plan = (
        _read_text(path, library, origin, limits)
        if path.suffix.lower() in _TEXTS
        else _read_book(path, library, origin, limits)
    )
    if not plan.factors and not plan.has_errors:
        plan.findings.append(_nothing(path))
    return plan


def _read_text(path: Path, library: FactorLibrary, origin: Origin, limits: Limits) -> FactorSetPlan:
    read = read_file(path, limits=limits)
    if not read.sheets:
        return FactorSetPlan(file=path.name, findings=list(read.findings))
    sheet = read.sheets[0]
    if not own.is_factor_table(sheet.headings):
        grid: list[Sequence[Cell]] = [
            list(sheet.headings),
            *([column.cell(row) for column in sheet.columns] for row in range(len(sheet))),
        ]
        found = desnz.find("", grid)
        return desnz.read(found, library, origin) if found else _unknown(path)
    return own.read(sheet, read.findings, library, origin)


def _read_book(path: Path, library: FactorLibrary, origin: Origin, limits: Limits) -> FactorSetPlan:
    sheets, findings = read_workbook(path, unpacked=limits.unpacked)
    if findings:
        return FactorSetPlan(file=path.name, findings=findings)
    if any(len(rows) > limits.rows for _, rows in sheets):
        return _refused(
            path, "too-many-rows", say("There are more than {n} rows.", n=limits.rows),
            say("Choose the file as the publisher offers it."),
        )  # fmt: skip
    for name, rows in sheets:
        flat = desnz.find(name, rows)
        if flat is not None:
            return desnz.read(flat, library, origin)
        hub = epa.find(name, rows)
        if hub is not None:
            return epa.read(hub, library, origin)
    read = read_file(path, limits=limits)
    for sheet in read.sheets:
        if own.is_factor_table(sheet.headings):
            return own.read(sheet, [], library, origin)
    return _unknown(path)


def _unknown(path: Path) -> FactorSetPlan:
    return _refused(
        path,
        "not-a-factor-set",
        say("{file} is in none of the layouts that are known.", file=path.name),
        say(
            "Known are the UK's flat file, the US EPA's Emission Factors Hub, and a table with the column factor_id."
        ),
    )


def _nothing(path: Path) -> Finding:
    return error(
        "factor-set-empty",
        say("{file} holds no factor that can be used.", file=path.name),
        remedy=say("Look at the other findings; the columns may have moved."),
        file=path.name,
    )


def _refused(path: Path, code: str, message: Text, remedy: Text) -> FactorSetPlan:
    return FactorSetPlan(file=path.name, findings=[error(code, message, remedy=remedy, file=path.name)])
