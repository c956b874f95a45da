"""What mends a criterion that does not hold: a change of the target in one click, or the place where it is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING

from carbondesk.domain.periods import month_period
from carbondesk.domain.records import Scope2Method, TargetKind, TargetMethod
from carbondesk.domain.targets.boundary_rules import FOOTNOTE
from carbondesk.domain.targets.criteria import Result, Status, is_declared
from carbondesk.domain.targets.grounds import category_numbers
from carbondesk.domain.targets.netzero import NET_ZERO_YEAR, significant_categories
from carbondesk.domain.targets.rulesets import rule_set_on
from carbondesk.domain.targets.windows import FIRST_BASE_YEAR, RECOMMENDED_TARGET_YEAR
from carbondesk.domain.text import Text, say
from carbondesk.language import tr
from carbondesk.ui.pages.targets import words

if TYPE_CHECKING:
    from carbondesk.domain.schema import Finding
    from carbondesk.ui.pages.targets.sights import Sight

_SNAP, _ROUNDING = 1000, 1e-6
_FUELS = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """What mends something, in words; `changes` are fields of the target, else `place` says where it is mended.

    Places: `field` (the field `about` of the form), `answer` (of the criterion `about`), `new` (a target by the
    template `about`), `exclusions`, `all` (the same changes for every target), `split`, `significance`, `data`, and
    `register` (`about` of the page Group).
    """

    words: str
    changes: Mapping[str, object] = field(default_factory=dict)
    place: str = ""
    about: str = ""


def fix_of(result: Result, sight: Sight) -> Fix | None:
    """Return what mends a criterion; None where nothing does, or nothing needs to."""
    if result.status == Status.NOT_APPLICABLE:
        return None
    if is_declared(result.answer):
        known = result.criterion.id in sight.grounds.declared
        return Fix(
            words=tr("Change the answer…") if known else tr("Confirm…"),
            place="answer",
            about=result.criterion.id,
        )
    make = _BY_CRITERION.get(result.criterion.id) or _BY_FIELD.get(result.answer.field)
    if result.status == Status.PASS and result.answer.field != "wording":
        return None
    return make(result, sight) if make is not None else _fallback(result.answer.field)


def place_of(finding: Finding) -> Fix | None:
    """Return where something that is said about the line of a target is mended."""
    if finding.code == "share-unknown":
        return Fix(words=tr("Look at suppliers and contracts"), place="register", about="suppliers")
    return _fallback(str(finding.where.get("field", "")))


def _fallback(field: str) -> Fix | None:
    if field in {"S1", "S2", "S3", "FLAG"}:
        return Fix(words=tr("Enter what is missing"), place="data")
    return Fix(words=tr("Go to the field"), place="field", about=field) if field else None


def raised(minimum: float) -> float:
    """Return the smallest reduction in steps of 0.1 % that is not less than a minimum."""
    return min(1.0, ceil(minimum * _SNAP - _ROUNDING) / _SNAP)


def _reduction(result: Result, _sight: Sight) -> Fix | None:
    minimum = result.answer.numbers.get("minimum")
    if minimum is None:
        return _fallback("reduction")
    wanted = raised(minimum)
    return Fix(words=tr("Raise to {share}", share=words.share(wanted)), changes={"reduction": wanted})


def _target_year(result: Result, sight: Sight) -> Fix | None:
    numbers, terms = result.answer.numbers, sight.study.course.pathway.terms
    year = RECOMMENDED_TARGET_YEAR
    if sight.target.kind != TargetKind.NEAR_TERM:
        year = NET_ZERO_YEAR
    elif "cycle" in numbers:
        year = terms.base_year + int(numbers["cycle"])
    elif sight.target.method == TargetMethod.ENGAGEMENT and "last" in numbers:
        year = int(numbers["last"])
    elif year <= terms.recent_year:
        year = int(numbers.get("first", terms.recent_year + 5))
    return Fix(words=tr("Choose {year}", year=str(year)), changes={"target_year": year})


def _base_year(result: Result, sight: Sight) -> Fix | None:
    complete = sorted(sight.grounds.complete_years)
    newest = result.criterion.id == "v2-cycle"
    fitting = [year for year in complete if year >= FIRST_BASE_YEAR]
    if not fitting:
        return Fix(words=tr("Enter what is missing"), place="data")
    year = fitting[-1] if newest else fitting[0]
    if year == sight.study.course.pathway.terms.base_year:
        return None
    changes: dict[str, object] = {"base_year": year}
    if "cycle" in result.answer.numbers:
        changes["target_year"] = year + int(result.answer.numbers["cycle"])
    if sight.target.most_recent_year is not None and sight.target.most_recent_year < year:
        changes["most_recent_year"] = None
    return Fix(words=tr("Choose {year}", year=str(year)), changes=changes)


def _cycle(result: Result, sight: Sight) -> Fix | None:
    return (_base_year if result.answer.field == "base_year" else _target_year)(result, sight)


def _submission(_result: Result, _sight: Sight) -> Fix | None:
    return Fix(words=tr("Enter the month"), place="field", about="submission")


def _rule_set(_result: Result, sight: Sight) -> Fix | None:
    rules = rule_set_on(month_period(sight.target.submission).end)
    return Fix(words=tr("Choose {rules}", rules=tr(rules.title)), changes={"rule_set": rules.name})


def _ambition(_result: Result, sight: Sight) -> Fix | None:
    reached = sight.study.checklist.ambition
    if not reached:
        return None
    goal = words.lowered(words.AMBITIONS[reached])
    return Fix(words=tr("Claim {goal}", goal=goal), changes={"ambition": reached})


def _one_method(_result: Result, sight: Sight) -> Fix | None:
    method = sight.target.scope2_method
    name = words.word("scope2_method", method)
    return Fix(words=tr("{method} for all", method=name), changes={"scope2_method": method}, place="all")


def _location(_result: Result, _sight: Sight) -> Fix | None:
    method = Scope2Method.LOCATION.value
    return Fix(words=tr("Choose location-based"), changes={"scope2_method": method})


def _chain(_result: Result, sight: Sight) -> Fix | None:
    """Add the largest category of scope 3 that the target leaves out."""
    categories = sight.grounds.categories.get(sight.study.course.pathway.terms.base_year, {})
    held = category_numbers(sight.target.categories)
    left = [number for number in categories if number not in held and categories[number] > 0]
    if not held or not left:
        return Fix(words=tr("Look at the exclusions…"), place="exclusions")
    return _adding(sight, [max(left, key=lambda number: categories[number])])


def _adding(sight: Sight, numbers: list[int]) -> Fix:
    held = category_numbers(sight.target.categories)
    names = ", ".join(map(str, numbers))
    joined = ",".join(str(number) for number in sorted({*held, *numbers}))
    return Fix(words=tr("Add category {names}", names=names), changes={"categories": joined})


def _significant(_result: Result, sight: Sight) -> Fix | None:
    categories = sight.grounds.categories.get(sight.study.course.pathway.terms.base_year, {})
    held = category_numbers(sight.target.categories)
    left = [number for number in significant_categories(categories) if number not in held]
    if not left or not held:
        return Fix(words=tr("New target for scope 3…"), place="new", about="scope3")
    return _adding(sight, left)


def _fuels(_result: Result, sight: Sight) -> Fix | None:
    held = category_numbers(sight.target.categories)
    if "3" not in sight.target.scope or not held or _FUELS in held:
        return Fix(words=tr("New target for scope 3…"), place="new", about="scope3")
    return _adding(sight, [_FUELS])


def _renewable(result: Result, _sight: Sight) -> Fix | None:
    needed = result.answer.numbers.get("needed", 1.0)
    return Fix(words=tr("Raise to {share}", share=words.share(needed)), changes={"coverage": needed})


def _new(template: str, text: Text) -> Callable[[Result, Sight], Fix | None]:
    def make(result: Result, _sight: Sight) -> Fix | None:
        return Fix(words=tr(text), place="new", about=template) if result.status == Status.FAIL else None

    return make


def _register(register: str, text: Text) -> Callable[[Result, Sight], Fix | None]:
    """Lead to where the page Group keeps what is not known."""

    def make(result: Result, _sight: Sight) -> Fix | None:
        return (
            Fix(words=tr(text), place="register", about=register) if result.status == Status.UNKNOWN else None
        )

    return make


def _land(result: Result, sight: Sight) -> Fix | None:
    known = _new("flag", say("New target for it…"))(result, sight)
    return known or _register("land", say("Enter figures of land"))(result, sight)


def _exclusions(_result: Result, _sight: Sight) -> Fix | None:
    return Fix(words=tr("Look at the exclusions…"), place="exclusions")


def _method(_result: Result, _sight: Sight) -> Fix | None:
    name = TargetMethod.ABSOLUTE_CONTRACTION.value
    return Fix(words=tr("Choose absolute contraction"), changes={"method": name})


def _bioenergy(_result: Result, sight: Sight) -> Fix | None:
    if sight.target.bioenergy:
        return None
    return Fix(words=tr("Put it inside the boundary"), changes={"bioenergy": True})


def _removals(_result: Result, _sight: Sight) -> Fix | None:
    return Fix(words=tr("Leave removals out"), changes={"removals": False})


def _wording(_result: Result, sight: Sight) -> Fix | None:
    wording = f"{sight.target.wording} {FOOTNOTE.template}".strip()
    return Fix(words=tr("Add it to the wording"), changes={"wording": wording})


def _significance(_result: Result, _sight: Sight) -> Fix | None:
    return Fix(words=tr("Set it to 5 %"), place="significance")


def _split(_result: Result, sight: Sight) -> Fix | None:
    if sight.target.scope != "1+2":
        return None
    return Fix(words=tr("Make two targets of it"), place="split")


_BY_CRITERION: Mapping[str, Callable[[Result, Sight], Fix | None]] = {
    "v2-cycle": _cycle,
    "v2-location-based": _location,
    "v2-separate-scopes": _split,
    "v2-significant": _significant,
    "scope-2-method": _one_method,
    "coverage-scope-3": _chain,
    "coverage-scope-1-2": _exclusions,
    "v2-coverage-scope-1": _exclusions,
    "v2-coverage-scope-2": _exclusions,
    "renewable-electricity": _renewable,
    "fuel-sellers": _fuels,
    "company-wide": _new("scope12", say("New target for scope 1+2…")),
    "scope-3-needed": _new("scope3", say("New target for scope 3…")),
    "flag-needed": _land,
    "v2-category": _register("statements", say("Enter the annual statements")),
}
_BY_FIELD: Mapping[str, Callable[[Result, Sight], Fix | None]] = {
    "reduction": _reduction,
    "target_year": _target_year,
    "base_year": _base_year,
    "submission": _submission,
    "rule_set": _rule_set,
    "ambition": _ambition,
    "exclusion": _exclusions,
    "method": _method,
    "bioenergy": _bioenergy,
    "removals": _removals,
    "wording": _wording,
    "significance": _significance,
}
