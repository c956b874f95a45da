"""The command `pathway`: the line of a target, from numbers alone or from an inventory."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from carbondesk.cli.commands import Command, UsageError
from carbondesk.cli.opened import figures_of, inventory
from carbondesk.cli.output import finding_json, print_json, print_table, status, tell, tonnes
from carbondesk.domain.numbers import LARGEST
from carbondesk.domain.records import Scope2Method, Target, TargetKind, TargetMethod, TargetScope
from carbondesk.domain.targets.windows import FIRST_YEAR, LAST_YEAR
from carbondesk.domain.text import Text, listed, say
from carbondesk.language import percent, significant, tr

if TYPE_CHECKING:
    from carbondesk.domain.targets.benchmarks import SectorPathway
    from carbondesk.domain.targets.courses import Course
    from carbondesk.report.figures import Figures

_SCOPES = [scope.value for scope in TargetScope if scope != TargetScope.ALL]
_NAMES = ("S1", "S2", "S3", "FLAG", "B1", "B2", "B3")
_MONTH = re.compile(r"[1-9][0-9]{3}-(0[1-9]|1[0-2])")
_AMBITIONS = ("1.5C", "WB2C")
_YEAR = say("--{option} wants a year from {low} to {high}, not {given}.")
_LIMITS: Mapping[str, tuple[float, float, Text]] = {
    **dict.fromkeys(
        ("base_year", "target_year", "most_recent_year", "net_zero_year"), (FIRST_YEAR, LAST_YEAR, _YEAR)
    ),
    "reduction": (0, 1, say("--{option} wants a share from 0 to 1, not {given}.")),
    "growth": (-1, 10, say("--{option} wants a share from -1 to 10, not {given}.")),
    "intensity": (0, LARGEST, say("--{option} wants a number that is not below zero, not {given}.")),
}
_METHODS = [
    method.value
    for method in TargetMethod
    if method not in (TargetMethod.RENEWABLE_ELECTRICITY, TargetMethod.ENGAGEMENT)
]


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
        help=tr("the year whose emissions weigh the rates of scopes 1 and 2"),
    )
    parser.add_argument(
        "--ambition", choices=_AMBITIONS, help=tr("what scope 3 aims at: 1.5 °C or well below 2 °C")
    )
    parser.add_argument(
        "--reduction", type=float, metavar="SHARE", help=tr("an own reduction, a share of the base year's")
    )
    parser.add_argument(
        "--kind", choices=[kind.value for kind in TargetKind], help=tr("what the target promises")
    )
    parser.add_argument("--method", choices=_METHODS, help=tr("how the line is drawn"))
    parser.add_argument("--sector", metavar="KEY", help=tr("the pathway of a sector; a wrong key lists all"))
    parser.add_argument(
        "--pathways", type=Path, metavar="CSV", help=tr("a table of pathways to choose --sector from as well")
    )
    parser.add_argument(
        "--intensity",
        type=float,
        metavar="X",
        help=tr("the base year's intensity in the unit of the pathway"),
    )
    parser.add_argument(
        "--outputs", metavar="Y=..,Y=..", help=tr("the output by year that an intensity divides by")
    )
    parser.add_argument("--unit", default="", metavar="U", help=tr("the unit of the output"))
    parser.add_argument("--growth", type=float, metavar="SHARE", help=tr("the yearly growth of the output"))
    parser.add_argument("--target", metavar="NAME", help=tr("a target of the inventory, by its name"))
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
                known=listed(fault.known),
            )
        ) from fault
    if options.format == "json":
        print_json({**_document(drawn), "findings": [finding_json(finding) for finding in drawn.findings]})
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
    for name, (low, high, words) in _LIMITS.items():
        given = getattr(options, name)
        if given is not None and not low <= given <= high:
            limits = {"low": str(low), "high": str(high)} if words is _YEAR else {}
            raise UsageError(say(words.template, option=name.replace("_", "-"), given=str(given), **limits))
    numbers = [
        f"--{name}"
        for name in ("base", "recent", "outputs", "intensity")
        if getattr(options, name) is not None
    ]
    if options.file is None:
        needed = ["base_year", "target_year", *(["base"] if options.intensity is None else [])]
        missing = [f"--{name.replace('_', '-')}" for name in needed if getattr(options, name) is None]
        if missing:
            raise UsageError(say("Without a FILE, {options} must be given.", options=listed(missing)))
    elif numbers:
        raise UsageError(say("Give a FILE, or {options}, not both.", options=listed(numbers)))


def _from_numbers(options: argparse.Namespace) -> Course:
    """Return the line of a target that stands in the options alone."""
    from carbondesk.domain.targets.courses import course
    from carbondesk.domain.targets.defaults import target_default
    from carbondesk.domain.targets.grounds import Grounds

    newest = options.base_year if options.most_recent_year is None else options.most_recent_year
    sector = _sector(options, None)
    base = {} if options.base is None else _amounts("base", options.base)
    emissions: dict[int, Mapping[str, float]] = {options.base_year: base}
    if newest != options.base_year:
        emissions[newest] = {} if options.recent is None else _amounts("recent", options.recent)
    outputs = _outputs(options.outputs)
    if options.intensity is not None:
        emissions |= _as_emissions(options, sector)
        outputs = {options.base_year: 1.0}
    target = _changed(target_default([options.base_year, newest], scope=options.scope), options)
    known = Grounds(
        emissions=emissions,
        complete_years=tuple(sorted({options.base_year, newest})),
        outputs=outputs,
        output_unit=options.unit,
        sector=sector,
    )
    return course(replace(target, base_year=options.base_year, most_recent_year=newest), known)


def _as_emissions(options: argparse.Namespace, sector: SectorPathway | None) -> dict[int, dict[str, float]]:
    """Return the t CO2e of one unit of output for an intensity that is given in the unit of the pathway."""
    from carbondesk.domain.targets.courses import unit_scale
    from carbondesk.domain.targets.grounds import SCOPES_OF

    read = None if sector is None else unit_scale(sector.unit)
    names = SCOPES_OF[options.scope]
    first = dict.fromkeys(names, 0.0) | {names[0]: options.intensity / (1.0 if read is None else read[0])}
    return {options.base_year: first}


def _from_inventory(options: argparse.Namespace) -> Course:
    """Return the line of the inventory's own target, or of the default one, changed by what is given."""
    from carbondesk.domain.targets.courses import course
    from carbondesk.domain.targets.defaults import target_default
    from carbondesk.report.targets import grounds, stored_target

    with inventory(options.file) as opened:
        figures = figures_of(opened)
        target = stored_target(figures, options.scope)
        if options.target is not None:
            target = _named(opened.all(Target), options.target)
        complete = figures.complete_years(scopes=_scopes(options.scope if target is None else target.scope))
        target = target or target_default(
            complete, scope=options.scope, base_year=figures.organisation.base_year
        )
        target = _changed(target, options)
        known = grounds(figures, target, options.scope2, complete)
        if options.sector is not None:
            known = replace(known, sector=_sector(options, figures))
    return course(target, known)


def _named(targets: Sequence[Target], name: str) -> Target:
    """Return a stored target by its name; raises UsageError for one that there is not."""
    found = next((target for target in targets if target.name == name), None)
    if found is None:
        known = ", ".join(target.name for target in targets) or "-"
        raise UsageError(say("There is no target {name}; there are {known}.", name=name, known=known))
    return found


def _sector(options: argparse.Namespace, figures: Figures | None) -> SectorPathway | None:
    """Return the pathway of a sector by its key; raises UsageError for one that there is not, with all that are."""
    from carbondesk.report.target_inputs import pathways
    from carbondesk.store.pathways import read_pathways, shipped_pathways

    if options.sector is None:
        return None
    own = () if figures is None else pathways(figures.inventory)[0]
    read, doubts = ((), ()) if options.pathways is None else read_pathways(options.pathways)
    # Said beside the answer: a row that was left out is why a pathway is not there.
    tell(doubts)
    known = {each.key: each for each in (*shipped_pathways(), *own, *read)}
    if options.sector not in known:
        raise UsageError(
            say(
                "There is no pathway {name}; there are: {known}.", name=options.sector, known="; ".join(known)
            )
        )
    return known[options.sector]


def _scopes(words: str) -> tuple[int, ...]:
    """Return the scopes whose gaps keep a year from being a target's base year."""
    return tuple(int(word) for word in words.split("+")) if words != TargetScope.FLAG else (1, 3)


def _changed(target: Target, options: argparse.Namespace) -> Target:
    names = (
        *("rule_set", "base_year", "target_year", "most_recent_year", "submission", "net_zero_year"),
        *("ambition", "method", "kind", "weights", "growth", "sector", "reduction"),
    )
    given = {name: getattr(options, name) for name in names if getattr(options, name) is not None}
    if (
        options.reduction is not None
        and options.method is None
        and target.method == TargetMethod.ABSOLUTE_CONTRACTION
    ):
        given |= {"method": TargetMethod.OWN_REDUCTION.value}
    return replace(target, **given)


def _outputs(text: str | None) -> dict[int, float]:
    """Return the outputs of `2020=100,2025=120`; raises UsageError for anything else."""
    found = {}
    for part in text.split(",") if text else ():
        year, _, amount = part.partition("=")
        try:
            number, value = int(year), float(amount)
        except ValueError:
            number, value = 0, -1.0
        if not (FIRST_YEAR <= number <= LAST_YEAR and 0 <= value <= LARGEST):
            raise UsageError(
                say("--outputs wants amounts by year such as 2020=100,2025=120, not {given}.", given=part)
            )
        found[number] = value
    return found


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
        if name not in _NAMES or not 0 <= value <= LARGEST:
            raise UsageError(
                say("--{option} wants amounts such as S1=100,S2=200, not {given}.", option=option, given=part)
            )
        found[name] = value
    return found


def _document(drawn: Course) -> dict[str, object]:
    """Return the shape that is printed; an absolute target in that of the pathway, others in their own unit."""
    from carbondesk.domain.targets.courses import Measure

    if drawn.measure == Measure.EMISSIONS:
        return drawn.pathway.as_json()
    return {
        "unit": drawn.unit,
        "minimum_reduction": drawn.minimum,
        "reduction": drawn.reduction,
        "years": {str(year): value for year, value in drawn.years.items()},
        "emissions": {str(year): value for year, value in drawn.emissions.items()},
        "rule_set": drawn.pathway.rule_set,
    }


def _print(drawn: Course) -> None:
    from carbondesk.domain.targets.courses import Measure

    absolute = drawn.measure == Measure.EMISSIONS
    rows = [(tr("Rule set"), drawn.pathway.rule_set), (tr("Least reduction"), _share(drawn.minimum))]
    if absolute:
        rows.insert(1, (tr("Rate a year"), _share(drawn.pathway.rate)))
        rows.append((tr("Target, t CO₂e"), tonnes(drawn.pathway.target_emissions)))
    width = max(len(name) for name, _ in rows) + 2
    for name, words in rows:
        print(f"{name:<{width}}{words}")
    if drawn.years:
        print()
        unit = "t CO₂e" if absolute else drawn.unit
        write = tonnes if absolute else significant
        print_table(
            [tr("Year"), unit], [[str(year), write(value)] for year, value in drawn.years.items()], numbers=1
        )


def _share(value: float | None) -> str:
    return tr("not known") if value is None else percent(value, 2)


COMMANDS = (Command("pathway", say("Compute the pathway of a target."), _declare, _pathway),)
"""The commands of this module."""
