"""The command `targets`: every target with its pathway, its criteria, its distance and the budget used."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
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
    from carbondesk.report.journeys import target_reminders

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
        reminders = target_reminders(opened, opened.today(), figures)
    # The same fault of a target under several rule sets is told once.
    told = (finding.at(target=held.target.name) for _, held in documents for finding in held.findings)
    findings = [*dict.fromkeys(told), *reminders]
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
    from carbondesk.domain.targets.studies import study
    from carbondesk.domain.targets.wordings import wording
    from carbondesk.report.targets import grounds

    known = grounds(figures, target, method)
    found = study(target, known, rules)
    held, line, ahead = found.checklist, found.course, found.outlook
    document = {
        "name": target.name,
        "scope": target.scope,
        "method": target.method,
        "kind": target.kind,
        "rule_set": held.rules.name,
        "scope2": method,
        "base_year": line.pathway.terms.base_year,
        "most_recent_year": line.pathway.terms.recent_year,
        "target_year": target.target_year,
        "unit": line.unit,
        "minimum_reduction": line.minimum,
        "reduction": line.reduction,
        "ambition": held.ambition,
        "wording": tr(wording(figures.organisation.name, line, known)),
        "years": _by_year(line.years),
        "actual": _by_year(line.actual),
        "minimum": _by_year(found.least),
        "status": held.status.value,
        "criteria": [
            {**result.as_json(), "title": tr(result.criterion.title), "reason": tr(result.answer.reason)}
            for result in held.results
        ],
        "temperature": {"degrees": found.rating, "indicative": True},
        "distance": None if found.standing is None else asdict(found.standing),
        "catch_up": found.catch_up,
        "budget": None if found.budget is None else asdict(found.budget),
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
        **_standing(figures, target),
    }
    return document, held


def _standing(figures: Figures, target: Target) -> dict[str, Any]:
    """Return how far a stored target has come: its version, its approval and the stations of its journey."""
    from carbondesk.report.journeys import journey
    from carbondesk.report.target_versions import is_approved

    inventory = figures.inventory
    given, way = is_approved(inventory, target), journey(inventory, target, inventory.today(), figures)
    return {
        "version": target.version,
        "approval": None
        if given is None
        else {
            "version": given.version,
            "approved_by": given.approved_by,
            "approved_on": given.approved_on.isoformat(),
        },
        "stage": way.stage,
        "journey": [
            {
                "station": station.kind.value,
                "state": station.state.value,
                "reached": None if station.reached is None else station.reached.isoformat(),
                "due": None if station.due is None else station.due.isoformat(),
                "document": station.document,
            }
            for station in way.stations
        ],
        "triggers": [finding.code for finding in way.triggers],
    }


def _by_year(values: Mapping[int, float]) -> dict[str, float]:
    return {str(year): value for year, value in values.items()}


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
    if document["catch_up"] is not None:
        lines.append((tr("To cut each year"), f"{number(document['catch_up'], 3)} t CO₂e"))
    if document["budget"] is not None:
        lines.append((tr("Budget used"), percent(document["budget"]["share_used"], 1)))
    given, approved = document["approval"], tr("Not approved")
    if given is not None:
        on = date.fromisoformat(given["approved_on"])
        approved = tr("{role}, {day}", role=given["approved_by"], day=on)
    lines.append((tr("Approved by"), approved))
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
