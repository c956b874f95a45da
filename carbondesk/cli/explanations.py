"""The command `explain`: how one entry, or a whole total, comes about."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carbondesk.cli.commands import Command, UsageError
from carbondesk.cli.opened import figures_of, file_argument, inventory, reporting_year
from carbondesk.cli.output import finding_json, print_json, print_table, status, tell, tonnes
from carbondesk.domain.gases import METHANE
from carbondesk.domain.periods import year_period
from carbondesk.domain.records import (
    Activity,
    Category,
    Evidence,
    EvidenceLink,
    Scope2Method,
)
from carbondesk.domain.schema import Finding, info
from carbondesk.domain.text import say
from carbondesk.language import day, number, significant, tr

if TYPE_CHECKING:
    from carbondesk.report.explanations import Line
    from carbondesk.report.figures import Figures

_LONGEST_ID = 18  # digits; the file has no longer numbers
_KEYS = ("scope", "category", "site", "source", "year")
_MOST_BLOCKS = 12
"""Lines written out step by step for people; more of them become a table."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What `--total` names: a year, and the scope, category, site and source that entries must have."""

    year: int
    others: dict[str, str]


def _declare(parser: argparse.ArgumentParser) -> None:
    file_argument(parser)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--activity", metavar="ID", help=tr("an entry, by its id"))
    what.add_argument("--total", metavar="WHAT", help=tr("a total, such as scope=2,site=Nanjing,year=2025"))
    parser.add_argument(
        "--scope2",
        choices=[method.value for method in Scope2Method],
        default=Scope2Method.LOCATION.value,
        help=tr("the method of scope 2"),
    )


def _wanted(text: str) -> _Wanted:
    pairs = [part.partition("=") for part in text.split(",") if part.strip()]
    found = {key.strip(): value.strip() for key, _, value in pairs}
    unknown = [key for key in found if key not in _KEYS]
    if unknown:
        raise UsageError(
            say("--total knows {words}, not {given}.", words=", ".join(_KEYS), given=", ".join(unknown))
        )
    year = found.pop("year", "")
    if not year:
        raise UsageError(say("--total wants a year, such as year=2025."))
    return _Wanted(reporting_year(year), found)


def _explain(options: argparse.Namespace) -> int:
    wanted = None if options.total is None else _wanted(options.total)
    with inventory(options.file) as opened:
        figures = figures_of(opened)
        lines = _of_activity(figures, options.activity) if wanted is None else _of_total(figures, wanted)
        evidence = [_evidence(figures, line.activity) for line in lines]
    known = [line.result for line in lines if line.result is not None]
    value = sum(known, 0.0) if known or not lines else None
    findings = list(dict.fromkeys(finding for line in lines for finding in _findings(line)))
    if options.format == "json":
        print_json(
            {
                "value": value,
                "unit": "t CO2e",
                "method": options.scope2,
                "lines": [_line_json(line, hashes) for line, hashes in zip(lines, evidence, strict=True)],
                "findings": [finding_json(finding) for finding in findings],
            }
        )
    else:
        _print(lines, evidence, value)
        tell(findings)
    return status(findings)


def _of_activity(figures: Figures, text: str) -> list[Line]:
    from carbondesk.report.explanations import lines_of

    found = figures.inventory.find(Activity, external_id=text)
    if not found and text.isdecimal() and len(text) <= _LONGEST_ID:
        found = figures.inventory.find(Activity, id=int(text))
    if not found:
        raise UsageError(say("No entry has the id {id}.", id=text))
    return lines_of(figures, found[0])


def _of_total(figures: Figures, wanted: _Wanted) -> list[Line]:
    """Return the lines of every entry that counts in the total."""
    from carbondesk.report.explanations import lines_of

    period = year_period(wanted.year, figures.organisation.year_start)
    sources = set(_members(figures, wanted.others))
    if not sources:
        words = ", ".join(f"{key}={value}" for key, value in wanted.others.items())
        raise UsageError(say("No source that counts fits {words}.", words=words))
    return [
        line
        for entry in figures.inventory.activities(sources, period.start, period.end)
        for line in lines_of(figures, entry)
        if line.year == wanted.year
    ]


def _members(figures: Figures, others: dict[str, str]) -> Iterator[int]:
    weights = figures.weights().tolist()
    for (identity, source), weight in zip(figures.sources.items(), weights, strict=True):
        of_source = {
            "scope": Category(source.category).scope,
            "category": source.category,
            "site": figures.sites[source.site].name,
            "source": source.name,
        }
        if weight > 0 and all(of_source[key] == value for key, value in others.items()):
            yield identity


def _evidence(figures: Figures, entry: Activity) -> list[str]:
    """Return what proves an entry: the hashes of its documents and its bill's, and the references entered."""
    stored = figures.inventory
    subjects = [("activity", entry.id), *([("bill", entry.bill)] if entry.bill is not None else [])]
    links = [
        link
        for table, subject in subjects
        for link in stored.find(EvidenceLink, subject_table=table, subject=subject)
    ]
    hashes = [stored.get(Evidence, link.evidence).sha256 for link in links]
    return list(dict.fromkeys([*hashes, *([entry.evidence] if entry.evidence else [])]))


def _findings(line: Line) -> Iterable[Finding]:
    yield from line.findings
    if line.counted:
        return
    if line.choice.counts:
        finding = info("not-counted", say("{source} does not enter the totals.", source=line.source.name))
    else:
        finding = info("generated-on-site", say("Energy made on site is energy, but no scope 2."))
    yield finding.at(site=line.site.name, source=line.source.name)


def _line_json(line: Line, evidence: list[str]) -> dict[str, object]:
    factor = line.choice.factor
    return {
        "activity": line.activity.id,
        "site": line.site.name,
        "source": line.source.name,
        "start": line.start.isoformat(),
        "end": line.end.isoformat(),
        "quantity": {"number": line.quantity, "unit": line.unit},
        "conversion": [
            {"from": step.from_, "to": step.to, "by": float(step.by), "because": tr(step.because)}
            for step in line.choice.conversions
        ],
        "factor": factor
        and {
            "id": factor.factor_id,
            "name": factor.name,
            "publisher": factor.source,
            "edition": factor.source_version,
            "table": factor.source_table,
            "licence": factor.licence,
            "region": factor.region,
            "unit": factor.activity_unit,
            "co2": factor.co2,
            "ch4": factor.ch4,
            "n2o": factor.n2o,
            "co2e": factor.co2e,
            **({factor.gas.lower(): factor.gas_mass} if factor.gas else {}),
        },
        "gwp": {"set": line.gwp_name, **{_gas(gas).lower(): gwp for gas, _, gwp, _ in line.gases}},
        "gases": [
            {"gas": _gas(gas), "kg_per_unit": mass, "gwp": gwp, "result": result}
            for gas, mass, gwp, result in line.gases
        ],
        "result": line.result,
        "evidence": evidence,
    }


def _gas(gas: str) -> str:
    return "CH4" if gas in METHANE.values() else gas


def _print(lines: list[Line], evidence: list[list[str]], value: float | None) -> None:
    if len(lines) <= _MOST_BLOCKS:
        for line, proofs in zip(lines, evidence, strict=True):
            _print_block(line, proofs)
    else:
        print_table(
            [
                tr("Site"),
                tr("Source"),
                tr("From"),
                tr("To"),
                tr("Factor"),
                tr("Quantity"),
                tr("Unit"),
                "t CO₂e",
            ],
            [
                [
                    line.site.name,
                    line.source.name,
                    day(line.start),
                    day(line.end),
                    line.choice.factor.factor_id if line.choice.factor else "",
                    number(line.quantity),
                    line.unit,
                    tonnes(line.result),
                ]
                for line in lines
            ],
            numbers=1,
        )
        print()
    print(tr("Result: {tonnes} t CO₂e", tonnes=tonnes(value)))


def _print_block(line: Line, evidence: list[str]) -> None:
    """Write a line as steps, from the quantity to its emissions."""
    print(
        tr(
            "{source}, {site}, {start} to {end} (entry {id})",
            source=line.source.name,
            site=line.site.name,
            start=line.start,
            end=line.end,
            id=str(line.activity.id),
        )
    )
    rows = [(tr("Quantity"), f"{number(line.quantity)} {line.unit}")]
    for step in line.choice.conversions:
        steps = tr(
            "1 {from_} = {by} {to}: {because}",
            from_=step.from_,
            by=significant(float(step.by), 9),
            to=step.to,
            because=step.because,
        )
        rows.append((tr("Conversion"), steps))
    factor = line.choice.factor
    if factor is not None:
        cited = ", ".join(
            part for part in (factor.source, factor.source_version, factor.source_table) if part
        )
        rows += [(tr("Factor"), f"{factor.factor_id} {factor.name}"), (tr("Publisher"), cited)]
    for gas, mass, gwp, result in line.gases:
        words = tr(
            "{mass} kg per {unit} × GWP {gwp} ({set}) = {tonnes} t CO₂e",
            mass=significant(mass, 9),
            unit=line.unit,
            gwp=number(gwp),
            set=line.gwp_name,
            tonnes=tonnes(result),
        )
        rows.append((_gas(gas), words))
    rows.append((tr("Result"), tr("{tonnes} t CO₂e", tonnes=tonnes(line.result))))
    rows += [(tr("Evidence"), proof) for proof in evidence]
    width = max(len(name) for name, _ in rows) + 2
    for name, words in rows:
        print(f"  {name:<{width}}{words}")
    print()


COMMANDS = (Command("explain", say("Show how a number comes about."), _declare, _explain),)
"""The commands of this module."""
