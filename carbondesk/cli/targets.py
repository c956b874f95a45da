"""The command `targets`: every target with its pathway, its criteria, its distance and the budget used."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from carbondesk.cli.commands import Command, UsageError
from carbondesk.cli.opened import figures_of, file_argument, inventory
from carbondesk.cli.output import finding_json, print_json, print_table, status, tell
from carbondesk.domain.records import Scope2Method, Target
from carbondesk.domain.text import say
from carbondesk.language import number, percent, tr

if TYPE_CHECKING:
    from carbondesk.domain.targets.checklists import Checklist
    from carbondesk.report.figures import Figures

_STATUS = {
    "pass": say("pass"),
    "fail": say("fail"),
    "not applicable": say("not applicable"),
    "unknown": say("not known"),
}


def _declare(parser: argparse.ArgumentParser) -> None:
    file_argument(parser)
    parser.add_argument(
        "--rule-set",
        metavar="R",
        action="append",
        default=[],
        help=tr("judge by this edition of the criteria, also several times; without it by each target's own"),
    )
    parser.add_argument(
        "--scope2", choices=[method.value for method in Scope2Method], help=tr("the method of scope 2")
    )


def _targets(options: argparse.Namespace) -> int:
    from carbondesk.domain.targets.rulesets import UnknownRuleSet

    with inventory(options.file) as opened:
        figures = figures_of(opened)
        try:
            documents = [
                _document(figures, target, method, name)
                for target in _asked(figures)
                for method in [options.scope2 or target.scope2_method]
                for name in options.rule_set or [target.rule_set]
            ]
        except UnknownRuleSet as fault:
            raise UsageError(
                say(
                    "There is no rule set {name}; there are {known}.",
                    name=fault.name,
                    known=", ".join(fault.known),
                )
            ) from fault
    findings = [finding for _, held in documents for finding in held.findings]
    if options.format == "json":
        print_json(
            {
                "targets": [document for document, _ in documents],
                "findings": [finding_json(finding) for finding in findings],
            }
        )
    else:
        for document, held in documents:
            _print(document, held)
        tell(findings)
    return status(findings)


def _asked(figures: Figures) -> list[Target]:
    """Return the stored targets; without one, the default target that the overview draws."""
    from carbondesk.domain.targets.defaults import target_default

    stored = list(figures.inventory.all(Target))
    return stored or [
        target_default(figures.complete_years(scopes=(1, 2)), base_year=figures.organisation.base_year)
    ]


def _document(figures: Figures, target: Target, method: str, rules: str) -> tuple[dict[str, Any], Checklist]:
    """Return what is printed of a target under a rule set, and its checklist."""
    from carbondesk.domain.targets.checklists import checklist
    from carbondesk.domain.targets.courses import Measure
    from carbondesk.domain.targets.standings import budget, standing
    from carbondesk.domain.targets.temperatures import target_rating
    from carbondesk.domain.targets.trends import outlook
    from carbondesk.report.targets import grounds

    held = checklist(target, grounds(figures, target, method), rules)
    line = held.course
    absolute = line.measure == Measure.EMISSIONS
    newest = line.pathway.terms.recent_year
    stand = (
        standing(line.pathway, newest, line.actual[newest]) if absolute and newest in line.actual else None
    )
    used = budget(line.pathway, line.actual) if absolute else None
    ahead = outlook(line.pathway, line.actual) if absolute else None
    document = {
        "name": target.name,
        "scope": target.scope,
        "method": target.method,
        "kind": target.kind,
        "rule_set": held.rules.name,
        "scope2": method,
        "base_year": line.pathway.terms.base_year,
        "most_recent_year": newest,
        "target_year": target.target_year,
        "unit": line.unit,
        "minimum_reduction": line.minimum,
        "reduction": line.reduction,
        "ambition": held.ambition,
        "years": {str(year): value for year, value in line.years.items()},
        "actual": {str(year): value for year, value in line.actual.items()},
        "status": held.status.value,
        "criteria": [
            {**result.as_json(), "title": tr(result.criterion.title), "reason": tr(result.answer.reason)}
            for result in held.results
        ],
        "temperature": {"degrees": target_rating(line), "indicative": True},
        "distance": None if stand is None else asdict(stand),
        "budget": None if used is None else asdict(used),
        "outlook": None
        if ahead is None
        else {
            "expected": ahead.expected,
            "above_target": ahead.above_target,
            "met_in": ahead.met_in,
            "exceeded_in": ahead.exceeded_in,
            "overshoot": ahead.overshoot,
            "method": tr(ahead.method),
        },
    }
    return document, held


def _print(document: dict[str, Any], held: Checklist) -> None:
    name = document["name"] or tr("Default target")
    years = f"{document['base_year']} – {document['target_year']}"
    title = tr(
        "{target}: scope {scope}, {years}, {rules}",
        target=name,
        scope=document["scope"],
        years=years,
        rules=held.rules.title,
    )
    print(title)
    reduction, minimum = document["reduction"], document["minimum_reduction"]
    lines = [
        (tr("Reduction"), tr("not known") if reduction is None else percent(reduction, 2)),
        (tr("Least reduction"), tr("not known") if minimum is None else percent(minimum, 2)),
    ]
    if document["distance"] is not None:
        lines.append((tr("Above the pathway"), f"{number(document['distance']['above_path'], 3)} t CO₂e"))
    if document["budget"] is not None:
        lines.append((tr("Budget used"), percent(document["budget"]["share_used"], 1)))
    width = max(len(label) for label, _ in lines) + 2
    for label, words in lines:
        print(f"{label:<{width}}{words}")
    print()
    print_table(
        [tr("Criterion"), tr("No."), tr("Result"), tr("Why")],
        [
            [
                tr(result.criterion.title),
                result.clause,
                tr(_STATUS[result.status.value]),
                tr(result.answer.reason),
            ]
            for result in held.results
        ],
    )
    print()


COMMANDS = (Command("targets", say("Show targets with criteria, distance and budget."), _declare, _targets),)
"""The commands of this module."""
