"""What stands beside a target's own line: the goal that it is measured by, other targets, other rule sets, ghosts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carbondesk.domain.records import Ambition, TargetKind, TargetMethod, TargetScope
from carbondesk.domain.targets.rulesets import Formula
from carbondesk.domain.text import Text, say
from carbondesk.language import percent, tr

if TYPE_CHECKING:
    from carbondesk.domain.targets.studies import Study

Points = tuple[tuple[int, float], ...]

_TINTS = ("d0", "d1e", "d2", "d3e", "s3", "s1", "s2e")
_INKS = {"d0": "d0t", "d1e": "d1t", "d2": "d2t", "d3e": "d3t", "s3": "s3t", "s1": "s1t", "s2e": "s2t"}
_PUBLISHED = (Formula.FLAT, Formula.DYNAMIC)
_CONTRACTING = (TargetMethod.ABSOLUTE_CONTRACTION, TargetMethod.OWN_REDUCTION)


@dataclass(frozen=True, slots=True)
class Goal:
    """What a target's minimum stands for: the name of its line, and what is said of a target under it."""

    least: Text
    weak: Text


_GOALS = {
    "1.5C": Goal(say("1.5 °C minimum"), say("too weak for 1.5 °C")),
    "WB2C": Goal(say("Well below 2 °C minimum"), say("too weak for well below 2 °C")),
    "net-zero": Goal(say("Net-zero minimum"), say("too weak for net zero")),
    "": Goal(say("Minimum of the method"), say("weaker than the minimum")),
}


@dataclass(frozen=True, slots=True)
class Strand:
    """A thin line beside the target's own: `kind` `other`, `least` (a weakest line under other rules) or `ghost`."""

    name: str
    kind: str
    token: str
    points: Points
    beyond: Points = ()

    @property
    def ink(self) -> str:
        """The token of its words."""
        return _INKS.get(self.token, "ink2")

    @property
    def years(self) -> tuple[int, ...]:
        """Every year in which it has a point."""
        return tuple(year for year, _ in self.points + self.beyond)


def goal_of(study: Study) -> Goal:
    """Return what the minimum of a target stands for by its method and rule set."""
    target = study.target
    if target.kind in (TargetKind.LONG_TERM, TargetKind.NET_ZERO):
        return _GOALS["net-zero"]
    published = study.checklist.rules.formula in _PUBLISHED and target.method in _CONTRACTING
    if not published or target.scope in (TargetScope.FLAG, TargetScope.ALL):
        return _GOALS[""]
    lesser = target.scope == TargetScope.SCOPE_3 and target.ambition != Ambition.C15
    return _GOALS["WB2C" if lesser else "1.5C"]


def strands(
    main: Study,
    others: Iterable[Study | tuple[str, Study]],
    ghosts: Iterable[Study | tuple[str, Study]],
) -> tuple[Strand, ...]:
    """Return the lines beside a study: of what is different only, in tints that follow each other.

    A study in another unit is left out: two units have no axis in common.
    """
    found: list[Strand] = []
    for given in others:
        name, other = given if isinstance(given, tuple) else ("", given)
        if other.course.unit == main.course.unit:
            token = _TINTS[len(found) % len(_TINTS)]
            found += _beside(main, other, name, token)
    for given in ghosts:
        name, ghost = given if isinstance(given, tuple) else ("", given)
        if ghost.course.unit == main.course.unit and ghost.course.years:
            found.append(Strand(name or _saved(ghost), "ghost", "path", *_lines(ghost)))
    return tuple(found)


def _beside(main: Study, other: Study, name: str, token: str) -> list[Strand]:
    """Return another target's line, and its own minimum where the same target has another one under other rules."""
    found = []
    same = other.target.uid == main.target.uid
    rules = tr(other.checklist.rules.title)
    if other.course.years and not (same and dict(other.course.years) == dict(main.course.years)):
        found.append(Strand(name or (rules if same else other.target.name), "other", token, *_lines(other)))
    if same and other.least and dict(other.least) != dict(main.least):
        found.append(Strand(name or rules, "least", token, tuple(sorted(other.least.items()))))
    return found


def _lines(study: Study) -> tuple[Points, Points]:
    way = sorted(study.course.pathway.long_term.items()) if study.course.unit == "t CO2e" else []
    return tuple(sorted(study.course.years.items())), (way[0], way[-1]) if way else ()


def _saved(study: Study) -> str:
    reduction = study.course.reduction
    if reduction is None:
        return tr("As saved")
    return tr("As saved, {change}", change=percent(-reduction, 1))
