"""The verifier's sample: who is drawn, and what misstatements come to."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbondesk.domain.accounting.sampling import (
    Candidate,
    Plan,
    Size,
    Stratum,
    misstatements,
    plan,
    sample_size,
)
from carbondesk.domain.records import VerificationLine


def candidate(identity: str, tonnes: float, site: str = "A", category: str = "electricity") -> Candidate:
    return Candidate(identity=identity, tonnes=tonnes, scope="2", category=category, site=site)


def verified(
    stratum: str, value: float, misstatement: float | None, *, corrected: bool = False
) -> VerificationLine:
    return VerificationLine(
        round=1, activity=1, misstatement=misstatement, corrected=corrected, stratum=stratum, value=value
    )


def stratum(name: str, tonnes: float, lines: int = 10) -> Stratum:
    return Stratum(name=name, size=Size.MEDIUM, lines=lines, tonnes=tonnes, drawn=1)


def drawn(made: Plan) -> set[str]:
    return {picked.line.identity for picked in made.sample}


MANY = [candidate(f"line {number}", 1 + number % 7, site="AB"[number % 2]) for number in range(400)]
GIANT = candidate("giant", 900)


def test_the_rule_asks_for_three_over_the_materiality() -> None:
    assert sample_size(0.05) == 60
    assert sample_size(0.05, confidence=0.9) == 47
    for materiality, confidence in ((0.0, 0.95), (1.1, 0.95), (0.05, 1.0), (0.05, 0.0)):
        with pytest.raises(ValueError, match="between 0 and 1"):
            sample_size(materiality, confidence=confidence)


def test_every_material_line_is_in_whatever_the_seed() -> None:
    for seed in range(5):
        assert "giant" in drawn(plan([*MANY, GIANT], materiality=0.05, seed=seed))


def test_the_sample_depends_on_the_seed_and_not_on_the_order() -> None:
    made = plan([*MANY, GIANT], materiality=0.05, seed=7)
    assert plan([GIANT, *MANY[::-1]], materiality=0.05, seed=7) == made
    assert drawn(plan([*MANY, GIANT], materiality=0.05, seed=8)) != drawn(made)
    assert (made.seed, made.asked) == (7, 60)


def test_another_site_does_not_change_who_is_drawn_first() -> None:
    alone = plan(MANY, materiality=0.05, seed=7, size=20)
    more = plan([*MANY, candidate("elsewhere", 2, site="C")], materiality=0.05, seed=7, size=20)
    first = [picked.line.identity for picked in alone.sample if picked.stratum.startswith("2/electricity/A")]
    then = [picked.line.identity for picked in more.sample if picked.stratum.startswith("2/electricity/A")]
    shorter = min(len(first), len(then))
    assert first[:shorter] == then[:shorter]
    assert shorter > 3


def test_strata_are_scope_category_site_and_size_and_each_gives_a_line() -> None:
    made = plan(
        [
            candidate("large", 500),
            candidate("medium", 10),
            candidate("small", 1),
            candidate("none", 0, site="B"),
            candidate("credit", -490),
        ],
        materiality=1,
        seed=1,
        size=1,
    )
    assert made.material == 21
    assert [(each.name, each.lines, each.drawn) for each in made.strata] == [
        ("2/electricity/A/large", 2, 2),
        ("2/electricity/A/medium", 1, 1),
        ("2/electricity/A/small", 1, 1),
        ("2/electricity/B/small", 1, 0),
    ]
    assert made.strata[0].tonnes == 990


def test_lines_are_drawn_in_proportion_to_tonnes() -> None:
    lines = [candidate(f"a{n}", 3) for n in range(100)] + [
        candidate(f"b{n}", 1, site="B") for n in range(100)
    ]
    made = plan(lines, materiality=0.5, seed=1, size=40)
    assert [each.drawn for each in made.strata] == [30, 10]


def test_a_small_inventory_is_looked_at_whole() -> None:
    assert len(plan(MANY[:10], materiality=0.01, seed=1).sample) == 10
    empty = plan([], materiality=0.05, seed=1)
    assert (empty.strata, empty.sample, empty.findings) == ((), (), ())


def test_lines_that_cannot_be_drawn_are_found() -> None:
    made = plan([candidate("a", 5), candidate("b", math.nan), candidate("a", 7)], materiality=0.05, seed=1)
    assert [finding.code for finding in made.findings] == ["sample-valueless", "sample-identity"]
    zero = plan([candidate("a", 5), candidate("b", -5), candidate("c", 0)], materiality=0.05, seed=1)
    assert [finding.code for finding in zero.findings] == ["sample-no-materiality"]
    assert drawn(zero) == {"a", "b"}


def test_misstatements_are_net_and_gross_corrected_and_not_and_projected() -> None:
    """Looked at 100 of 400 t: +6 left as it is, -2 corrected; the other 300 t hold three times as much."""
    found = misstatements(
        [verified("s", 60, 6), verified("s", 30, -2, corrected=True), verified("s", 10, 0)],
        [stratum("s", 400)],
        material=50,
    )
    assert (found.uncorrected_net, found.uncorrected_gross) == (6, 6)
    assert (found.corrected_net, found.corrected_gross) == (-2, 2)
    assert [found.projected_net, found.projected_gross] == pytest.approx([12, 24])
    assert [found.likely_net, found.likely_gross] == pytest.approx([18, 30])
    assert not found.is_material
    assert found.findings == ()


def test_a_stratum_looked_at_whole_has_nothing_to_project() -> None:
    found = misstatements([verified("s", -100, 5)], [stratum("s", 100)], material=4)
    assert (found.projected_net, found.projected_gross) == (0, 0)
    assert found.is_material
    assert [finding.code for finding in found.findings] == ["misstatement-material"]


def test_misstatements_that_cancel_are_not_material_but_found() -> None:
    lines = [verified("s", 50, 10), verified("s", 50, -10)]
    found = misstatements(lines, [stratum("s", 100)], material=15)
    assert (found.likely_net, found.likely_gross, found.is_material) == (0, 20, False)
    assert [finding.code for finding in found.findings] == ["misstatement-cancels"]


def test_what_is_not_looked_at_yet_is_said() -> None:
    lines = [verified("s", 50, None), VerificationLine(round=1, activity=2, misstatement=1.0, stratum="t")]
    found = misstatements(lines, [stratum("s", 100), stratum("t", 0)], material=15)
    assert found.pending == 1
    assert [finding.code for finding in found.findings] == ["stratum-unseen", "round-pending"]


def test_without_a_materiality_nothing_is_held_against_it() -> None:
    found = misstatements([verified("s", 50, 10)], [stratum("s", 50)], material=0)
    assert not found.is_material
    assert found.findings == ()


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.floats(-1e4, 1e4), st.sampled_from("ABC")), min_size=1, max_size=60),
    st.floats(0.01, 1),
    st.integers(0, 5),
    st.integers(0, 30),
)
def test_any_plan_holds_its_promises(
    rows: list[tuple[float, str]], materiality: float, seed: int, size: int
) -> None:
    lines = [candidate(str(place), tonnes, site) for place, (tonnes, site) in enumerate(rows)]
    made = plan(lines, materiality=materiality, seed=seed, size=size)
    picked = drawn(made)
    assert len(picked) == len(made.sample) == sum(each.drawn for each in made.strata)
    assert picked >= {line.identity for line in lines if line.tonnes and abs(line.tonnes) >= made.material}
    assert all(each.drawn >= 1 for each in made.strata if each.tonnes)
    assert math.fsum(each.tonnes for each in made.strata) == pytest.approx(
        math.fsum(abs(tonnes) for tonnes, _ in rows)
    )
