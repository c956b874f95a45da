"""The command `pathway`: the line of a target, from numbers alone or from an inventory."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from carbondesk.cli.commands import Command, UsageError
from carbondesk.cli.opened import figures_of, inventory
from carbondesk.cli.output import finding_json, print_json, print_table, status, tell, tonnes
from carbondesk.domain.records import Scope2Method, Target, TargetMethod, TargetScope
from carbondesk.domain.text import say
from carbondesk.language import percent, tr

if TYPE_CHECKING:
    from carbondesk.domain.targets.pathways import Pathway

_SCOPES = [scope.value for scope in TargetScope if scope != TargetScope.ALL]
_NAMES = ("S1", "S2", "S3", "FLAG")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_AMBITIONS = ("1.5C", "WB2C")


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE", type=Path, nargs="?", help=tr("an inventory; without one, give --base")
    )
    parser.add_argument("--rule-set", metavar="R", help=tr("the edition of the criteria"))
    parser.add_argument("--scope", choices=_SCOPES, default="1+2", help=tr("what the target bounds"))
    parser.add_argument("--base-year", type=int, metavar="Y", help=tr("the year that reductions count from"))
    parser.add_argument("--target-year", type=int, metavar="Y", help=tr("the year of the target"))
    parser.add_argument(
        "--most-recent-year", type=int, metavar="Y", help=tr("the newest year with an inventory")
    )
    parser.add_argument(
        "--base", metavar="S1=..,S2=..", help=tr("t CO2e of the base year, under S1, S2, S3 or FLAG")
    )
    parser.add_argument(
        "--recent", metavar="S1=..,S2=..", help=tr("t CO2e of the most recent year, under the same names")
    )
    parser.add_argument("--submission", metavar="MONTH", help=tr("the month of submission, such as 2026-05"))
    parser.add_argument("--net-zero-year", type=int, metavar="Y", help=tr("an own, earlier year of net zero"))
    parser.add_argument(
        "--weights",
        choices=("recent", "base"),
        default="recent",
        help=tr("the year whose emissions weigh the rates of scopes 1 and 2"),
    )
    parser.add_argument(
        "--ambition", choices=_AMBITIONS, help=tr("what scope 3 aims at: 1.5 °C or well below 2 °C")
    )
    parser.add_argument(
        "--reduction", type=float, metavar="SHARE", help=tr("an own reduction, a share of the base year's")
    )
    parser.add_argument(
        "--scope2",
        choices=[method.value for method in Scope2Method],
        help=tr("the method of scope 2, from an inventory"),
    )


def _pathway(options: argparse.Namespace) -> int:
    from carbondesk.domain.targets.rulesets import UnknownRuleSet

    _check_words(options)
    try:
        drawn = _from_numbers(options) if options.file is None else _from_inventory(options)
    except UnknownRuleSet as fault:
        raise UsageError(
            say(
                "There is no rule set {name}; there are {known}.",
                name=fault.name,
                known=", ".join(fault.known),
            )
        ) from fault
    if options.format == "json":
        print_json({**drawn.as_json(), "findings": [finding_json(finding) for finding in drawn.findings]})
    else:
        _print(drawn)
        tell(drawn.findings)
    return status(drawn.findings)


def _check_words(options: argparse.Namespace) -> None:
    """Raise UsageError for words that do not fit together."""
    if options.submission is not None and not _MONTH.fullmatch(options.submission):
        raise UsageError(
            say("--submission wants a month such as 2026-05, not {given}.", given=options.submission)
        )
    if options.reduction is not None and not 0 <= options.reduction <= 1:
        raise UsageError(
            say("--reduction wants a share from 0 to 1, not {given}.", given=str(options.reduction))
        )
    if options.file is None:
        needed = ("base", "base_year", "target_year")
        missing = [f"--{name.replace('_', '-')}" for name in needed if getattr(options, name) is None]
        if missing:
            raise UsageError(say("Without a FILE, {options} must be given.", options=", ".join(missing)))
    elif options.base is not None or options.recent is not None:
        raise UsageError(say("Give a FILE, or --base and --recent, not both."))


def _from_numbers(options: argparse.Namespace) -> Pathway:
    from carbondesk.domain.records import Weights
    from carbondesk.domain.targets.pathways import Terms, pathway
    from carbondesk.domain.targets.rulesets import CURRENT

    base = _amounts("base", options.base)
    recent = {} if options.recent is None else _amounts("recent", options.recent)
    newest = options.most_recent_year
    terms = Terms(
        scope=options.scope,
        base_year=options.base_year,
        recent_year=options.base_year if newest is None else newest,
        target_year=options.target_year,
        rule_set=options.rule_set or CURRENT,
        submission=options.submission or "",
        net_zero_year=options.net_zero_year,
        weights=Weights(options.weights),
        ambition=options.ambition or "",
        reduction=options.reduction,
    )
    return pathway(terms, base, recent)


def _from_inventory(options: argparse.Namespace) -> Pathway:
    """Return the pathway of the inventory's own target, or of the default one, changed by what is given."""
    from carbondesk.domain.targets.defaults import target_default, target_pathway
    from carbondesk.report.claims import restated_emissions
    from carbondesk.report.targets import stored_target

    with inventory(options.file) as opened:
        figures = figures_of(opened)
        complete = figures.complete_years(scopes=_scopes(options.scope))
        target = stored_target(figures, options.scope) or target_default(
            complete, scope=options.scope, base_year=figures.organisation.base_year
        )
        method = options.scope2 or target.scope2_method
        emissions = restated_emissions(figures, method)
    return target_pathway(_changed(target, options), complete, emissions)


def _scopes(words: str) -> tuple[int, ...]:
    """Return the scopes whose gaps keep a year from being a target's base year."""
    return tuple(int(word) for word in words.split("+")) if words != TargetScope.FLAG else (1, 3)


def _changed(target: Target, options: argparse.Namespace) -> Target:
    names = (
        *("rule_set", "base_year", "target_year", "most_recent_year", "submission", "net_zero_year"),
        "ambition",
    )
    given = {name: getattr(options, name) for name in names if getattr(options, name) is not None}
    if options.reduction is not None:
        given |= {"reduction": options.reduction, "method": TargetMethod.OWN_REDUCTION.value}
    return replace(target, **given)


def _amounts(option: str, text: str) -> Mapping[str, float]:
    """Return the amounts of `S1=100,S2=200`; raises UsageError for anything else."""
    found = {}
    for part in text.split(","):
        name, _, amount = part.partition("=")
        name = name.strip().upper()
        try:
            value = float(amount)
        except ValueError:
            value = -1.0
        if name not in _NAMES or not 0 <= value < float("inf"):
            raise UsageError(
                say("--{option} wants amounts such as S1=100,S2=200, not {given}.", option=option, given=part)
            )
        found[name] = value
    return found


def _print(drawn: Pathway) -> None:
    rows = [
        (tr("Rule set"), drawn.rule_set),
        (tr("Rate a year"), _share(drawn.rate)),
        (tr("Least reduction"), _share(drawn.minimum_reduction)),
        (tr("Target, t CO₂e"), tonnes(drawn.target_emissions)),
    ]
    width = max(len(name) for name, _ in rows) + 2
    for name, words in rows:
        print(f"{name:<{width}}{words}")
    if drawn.years:
        print()
        years = [[str(year), tonnes(value)] for year, value in drawn.years.items()]
        print_table([tr("Year"), "t CO₂e"], years, numbers=1)


def _share(value: float | None) -> str:
    return tr("not known") if value is None else percent(value, 2)


COMMANDS = (Command("pathway", say("Compute the pathway of a target."), _declare, _pathway),)
"""The commands of this module."""
