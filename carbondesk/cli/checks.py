"""The commands `check`, all findings of an inventory, and `selftest`, the published worked cases."""

from __future__ import annotations

import argparse

from carbondesk.cli.commands import DONE, WITH_ERRORS, Command
from carbondesk.cli.opened import figures_of, file_argument, inventory
from carbondesk.cli.output import finding_json, print_json, print_table, sentence, status
from carbondesk.domain.text import say
from carbondesk.language import significant, tr, tr_many


def _check(options: argparse.Namespace) -> int:
    from carbondesk.report.findings import inventory_findings

    with inventory(options.file) as opened:
        findings = inventory_findings(figures_of(opened))
    if options.format == "json":
        print_json({"findings": [finding_json(finding) for finding in findings]})
    else:
        for finding in findings:
            print(sentence(finding))
        print(tr_many("{n} finding.", "{n} findings.", len(findings)))
    return status(findings)


def _nothing(parser: argparse.ArgumentParser) -> None:
    """Add no argument of its own."""


def _selftest(options: argparse.Namespace) -> int:
    from carbondesk.domain.worked import recompute

    outcomes = recompute()
    passed = sum(outcome.passed for outcome in outcomes)
    if options.format == "json":
        print_json(
            {
                "passed": passed,
                "cases": [
                    {
                        "id": outcome.case.id,
                        "title": tr(outcome.case.title),
                        "citation": outcome.case.citation,
                        "expected": list(outcome.case.expected),
                        "tolerance": outcome.case.tolerance,
                        "computed": list(outcome.computed),
                        "passed": outcome.passed,
                    }
                    for outcome in outcomes
                ],
            }
        )
    else:
        print_table(
            [tr("Result"), tr("Case"), tr("Published"), tr("Computed"), tr("Published in")],
            [
                [
                    tr("pass") if outcome.passed else tr("FAIL"),
                    tr(outcome.case.title),
                    _numbers(outcome.case.expected),
                    _numbers(outcome.computed),
                    outcome.case.citation,
                ]
                for outcome in outcomes
            ],
        )
        print(tr("{passed} of {all} cases pass.", passed=passed, all=len(outcomes)))
    return DONE if passed == len(outcomes) else WITH_ERRORS


def _numbers(values: tuple[float, ...]) -> str:
    return " ".join(significant(value, 6) for value in values)


COMMANDS = (
    Command("check", say("Show all findings of an inventory."), file_argument, _check),
    Command("selftest", say("Recompute the published worked cases."), _nothing, _selftest),
)
"""The commands of this module."""
