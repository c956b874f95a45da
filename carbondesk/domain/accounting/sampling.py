"""The verifier's sample: strata, which lines are looked at, and what their misstatements say about the total.

How many lines are looked at is the verifier's choice. The rule offered here is our own design on the arithmetic of
monetary unit sampling: with a reliability factor R = −ln(1 − confidence), which is 3.0 at 95 % (the mean of a Poisson
count that is not zero with that chance), a sample of R / materiality lines drawn by tonnes would show a misstatement
as large as the materiality with that confidence. Every line as large as the materiality is looked at besides; the
others are drawn within strata of scope, category, site and size, which give lines in proportion to their tonnes.

A line's turn in its stratum is a number made from the seed and its own identity: neither the order of the lines nor
what else is in the inventory changes it. A misstatement is the value as frozen minus the right one: above zero is
overstated.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from carbondesk.domain.records import VerificationLine
from carbondesk.domain.schema import Finding, error, info, warning
from carbondesk.domain.text import say

CONFIDENCE = 0.95
_MEDIUM = 0.1
_BYTES = 8


class Size(StrEnum):
    """A line's size against the materiality in tonnes: as large, a tenth of it, or less."""

    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A line that may be drawn: its lasting identity, its t CO2e, and where it belongs."""

    identity: str
    tonnes: float
    scope: str = ""
    category: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """A stratum of the plan: how many lines of how many tonnes (sizes, without signs), and how many are drawn."""

    name: str
    size: Size
    lines: int
    tonnes: float
    drawn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A line of the sample and its stratum."""

    line: Candidate
    stratum: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A sample as planned; `material` is the materiality in t CO2e, `asked` the lines that the rule asks for.

    The sample is larger than asked where every stratum gives a line or many lines are material, smaller where the
    inventory has no more lines.
    """

    seed: int
    material: float
    asked: int
    strata: tuple[Stratum, ...]
    sample: tuple[Drawn, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Misstatements:
    """What was found, in t CO2e: with signs (net) and without (gross); `likely` holds the projection too.

    `corrected` and `uncorrected` are of the lines looked at, `projected` what the lines that were not looked at
    probably hold. `likely` = uncorrected + projected is held against `material`.
    """

    material: float
    corrected_net: float
    corrected_gross: float
    uncorrected_net: float
    uncorrected_gross: float
    projected_net: float
    projected_gross: float
    pending: int
    findings: tuple[Finding, ...]

    @property
    def likely_net(self) -> float:
        """The misstatement that probably remains, with signs."""
        return self.uncorrected_net + self.projected_net

    @property
    def likely_gross(self) -> float:
        """The misstatement that probably remains, without signs."""
        return self.uncorrected_gross + self.projected_gross

    @property
    def is_material(self) -> bool:
        """Whether the net misstatement that probably remains reaches the materiality."""
        return self.material > 0 and abs(self.likely_net) >= self.material


def sample_size(materiality: float, *, confidence: float = CONFIDENCE) -> int:
    """Return how many lines the rule asks for: −ln(1 − confidence) / materiality, rounded up.

    `materiality` is a share above 0. Raises ValueError for a materiality or a confidence outside 0 to 1.
    """
    if not (0 < materiality <= 1 and 0 < confidence < 1):
        raise ValueError("Materiality and confidence are shares between 0 and 1.")
    return math.ceil(-math.log(1 - confidence) / materiality)


def plan(lines: Iterable[Candidate], *, materiality: float, seed: int, size: int | None = None) -> Plan:
    """Return the sample of an inventory for a materiality (a share of its total) and a seed.

    `size` takes the place of the rule's number of lines where the verifier decides so. All material lines are in, and
    every other stratum with any tonnes gives at least one line. Lines without a value cannot be drawn and are found.
    """
    listed = list(lines)
    known = [line for line in listed if not math.isnan(line.tonnes)]
    material = materiality * abs(math.fsum(line.tonnes for line in known))
    asked = sample_size(materiality) if size is None else size
    members: defaultdict[tuple[str, Size], list[Candidate]] = defaultdict(list)
    for line in known:
        large = _size(line.tonnes, material)
        members[_name(line, large), large].append(line)
    strata, sample = [], []
    counts = _counts(members, asked)
    for (name, large), listed_here in sorted(members.items()):
        ranked = sorted(listed_here, key=lambda line: (_rank(seed, line.identity), line.identity))
        count = counts[name, large]
        strata.append(Stratum(name=name, size=large, lines=len(ranked), tonnes=_tonnes(ranked), drawn=count))
        sample += [Drawn(line=line, stratum=name) for line in ranked[:count]]
    return Plan(
        seed=seed,
        material=material,
        asked=asked,
        strata=tuple(strata),
        sample=tuple(sample),
        findings=tuple(_findings_of_plan(listed, known, material)),
    )


def misstatements(
    lines: Sequence[VerificationLine], strata: Iterable[Stratum], *, material: float
) -> Misstatements:
    """Return what the verified lines say about the inventory, held against `material` t CO2e.

    Projection by ratio: in each stratum the misstatements found, corrected or not, over the tonnes looked at, times
    the tonnes not looked at (sizes, without signs). A line counts as done when its misstatement is a number; others
    are pending and are not projected from.
    """
    done = [line for line in lines if line.misstatement is not None]
    findings: list[Finding] = []
    by_stratum: defaultdict[str, list[VerificationLine]] = defaultdict(list)
    for line in done:
        by_stratum[line.stratum].append(line)
    net, gross = [], []
    for stratum in strata:
        seen = by_stratum[stratum.name]
        looked_at = math.fsum(abs(line.value or 0.0) for line in seen)
        left = max(0.0, stratum.tonnes - looked_at)
        if looked_at:
            net.append(left * _net(seen) / looked_at)
            gross.append(left * _gross(seen) / looked_at)
        elif left:
            findings.append(_unseen(stratum))
    corrected = [line for line in done if line.corrected]
    uncorrected = [line for line in done if not line.corrected]
    found = Misstatements(
        material=material,
        corrected_net=_net(corrected),
        corrected_gross=_gross(corrected),
        uncorrected_net=_net(uncorrected),
        uncorrected_gross=_gross(uncorrected),
        projected_net=math.fsum(net),
        projected_gross=math.fsum(gross),
        pending=len(lines) - len(done),
        findings=(),
    )
    return _with_findings(found, findings)


def _size(tonnes: float, material: float) -> Size:
    """Return the size class of a line; a line of nothing is small."""
    if tonnes == 0 or abs(tonnes) < _MEDIUM * material:
        return Size.SMALL
    return Size.LARGE if abs(tonnes) >= material else Size.MEDIUM


def _name(line: Candidate, size: Size) -> str:
    return f"{line.scope}/{line.category}/{line.site}/{size.value}"


def _tonnes(lines: Iterable[Candidate]) -> float:
    return math.fsum(abs(line.tonnes) for line in lines)


def _counts(
    members: Mapping[tuple[str, Size], Sequence[Candidate]], asked: int
) -> dict[tuple[str, Size], int]:
    """Return how many lines each stratum gives: all material ones, the others in proportion to their tonnes."""
    rest = {key: _tonnes(lines) for key, lines in members.items() if key[1] is not Size.LARGE}
    whole = math.fsum(rest.values())
    left = max(0, asked - sum(len(lines) for key, lines in members.items() if key not in rest))
    counts = {key: len(lines) for key, lines in members.items()}
    for key, tonnes in rest.items():
        share = tonnes / whole if whole else 0.0
        wanted = max(1, math.ceil(left * share - 1e-9)) if tonnes else 0
        counts[key] = min(len(members[key]), wanted)
    return counts


def _rank(seed: int, identity: str) -> int:
    """Return a line's place in the draw: a number from its identity and the seed alone."""
    digest = hashlib.sha256(f"{seed}\n{identity}".encode()).digest()
    return int.from_bytes(digest[:_BYTES], "big")


def _net(lines: Iterable[VerificationLine]) -> float:
    return math.fsum(line.misstatement or 0.0 for line in lines)


def _gross(lines: Iterable[VerificationLine]) -> float:
    return math.fsum(abs(line.misstatement or 0.0) for line in lines)


def _findings_of_plan(
    listed: Sequence[Candidate], known: Sequence[Candidate], material: float
) -> Iterable[Finding]:
    """Yield what must be said beside a plan."""
    if len(known) < len(listed):
        yield warning(
            "sample-valueless",
            say("{n} lines have no value and cannot be drawn.", n=len(listed) - len(known)),
            remedy=say("Solve the missing factors before the round."),
        )
    if known and not material:
        yield warning(
            "sample-no-materiality",
            say("The total is zero, so every line with a value counts as material."),
            remedy=say("Verify the scopes one by one."),
        )
    again = len(listed) - len({line.identity for line in listed})
    if again:
        yield error(
            "sample-identity",
            say("{n} lines have the identity of another line.", n=again),
            remedy=say("Give each line an identity of its own; the draw depends on it."),
        )


def _unseen(stratum: Stratum) -> Finding:
    return warning(
        "stratum-unseen",
        say(
            "Nothing of {stratum} is looked at yet: {tonnes} t are not projected.",
            stratum=stratum.name,
            tonnes=round(stratum.tonnes, 3),
        ),
        remedy=say("Verify at least one of its lines."),
        stratum=stratum.name,
    )


def _with_findings(found: Misstatements, findings: Iterable[Finding]) -> Misstatements:
    """Return the misstatements with what must be said beside them."""
    said = list(findings)
    if found.pending:
        said.append(
            info("round-pending", say("{n} lines of the sample are not verified yet.", n=found.pending))
        )
    figures = {"likely": round(abs(found.likely_net), 3), "material": round(found.material, 3)}
    if found.is_material:
        said.append(
            error(
                "misstatement-material",
                say(
                    "The likely misstatement of {likely} t reaches the materiality of {material} t.",
                    **figures,
                ),
                remedy=say("Correct the lines found, and look at more lines of the strata they stand in."),
            )
        )
    elif found.material and found.likely_gross >= found.material:
        said.append(
            warning(
                "misstatement-cancels",
                say(
                    "Misstatements cancel: {gross} t without their signs, over the materiality of {material} t.",
                    gross=round(found.likely_gross, 3),
                    material=figures["material"],
                ),
                remedy=say("Correct both sides; that they cancel is chance."),
            )
        )
    return replace(found, findings=tuple(said))
