"""Pedigree scores as they are written, and what follows from them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbondesk.domain.accounting.pedigree import (
    ECOINVENT_2,
    GHG_PROTOCOL_PRECISION,
    SETS,
    Graded,
    findings,
    gsd_squared,
    interval,
    parse,
    quality_score,
    sigma,
    symmetric_half_width,
)
from carbondesk.domain.schema import Finding

SCORES = st.tuples(*[st.integers(1, 5)] * 5)


def test_the_published_scores_give_the_published_deviation() -> None:
    gsd2 = gsd_squared((2, 3, 2, 1, 3), basic=1.05)
    assert gsd2 == pytest.approx(1.9441680022169285, rel=1e-12)
    assert sigma(gsd2) == pytest.approx(0.3324170615988294, rel=1e-12)


def test_the_best_scores_add_nothing_to_the_basic_uncertainty() -> None:
    assert gsd_squared((1, 1, 1, 1, 1), basic=1.05) == pytest.approx(1.05)
    assert gsd_squared((4,), basic=1, score_set=GHG_PROTOCOL_PRECISION) == pytest.approx(1.5)


def test_technology_of_score_two_is_that_of_the_newer_set() -> None:
    """The older set prints 1.05 here: a set is named, never assumed."""
    assert gsd_squared((1, 1, 1, 1, 2), basic=1) == pytest.approx(1.18)


@pytest.mark.parametrize(
    "text", ["2,3,2,1,3", "(2, 3, 2, 1, 3)", "2;3;2;1;3", "2 3 2 1 3", "2，3、2/1；3", "[2,3,2,1,3]"]
)
def test_scores_are_read_as_people_write_them(text: str) -> None:
    assert parse(text) == (2, 3, 2, 1, 3)


def test_no_text_is_no_scores() -> None:
    assert parse("") == parse("  ") == ()


@pytest.mark.parametrize(
    "text", ["2,3,2,1", "2,3,2,1,6", "0,1,1,1,1", "2,3,2,1,3,1", "a,b,c,d,e", "23213", "2,3,-2,1,3"]
)
def test_other_texts_are_findings(text: str) -> None:
    found = parse(text)
    assert isinstance(found, Finding)
    assert found.code == "pedigree-unreadable"
    assert "5 scores from 1 to 5" in str(found.message)


def test_another_set_has_other_indicators() -> None:
    assert parse("4", GHG_PROTOCOL_PRECISION) == (4,)
    assert isinstance(parse("5", GHG_PROTOCOL_PRECISION), Finding)


def test_every_set_is_whole_and_starts_at_one() -> None:
    for score_set in SETS.values():
        assert len(score_set.factors) == len(score_set.indicators)
        assert {len(row) for row in score_set.factors} == {score_set.worst}
        assert all(row[0] == 1 and list(row) == sorted(row) for row in score_set.factors)
        assert score_set.source


def test_scores_outside_the_set_are_refused() -> None:
    for scores, basic in (
        ((0, 1, 1, 1, 1), 1.0),
        ((6, 1, 1, 1, 1), 1.0),
        ((1, 1, 1, 1, 1), 0.9),
        ((1, 1), 1.0),
    ):
        with pytest.raises(ValueError, match=r"outside|shorter"):
            gsd_squared(scores, basic=basic, score_set=ECOINVENT_2)


def test_the_interval_divides_and_multiplies() -> None:
    assert interval(100, 2) == (50, 200)
    assert interval(-100, 2) == (-200, -50)


def test_a_narrow_lognormal_number_is_as_wide_as_its_deviation() -> None:
    assert symmetric_half_width(1.0) == 0
    assert symmetric_half_width(math.exp(0.02)) == pytest.approx(0.0196, abs=2e-5)


def test_quality_weighs_by_emissions() -> None:
    quality = quality_score(
        [
            Graded(tonnes=300, scores=(1, 1, 1, 1, 1), tier="supplier-specific"),
            Graded(tonnes=-100, scores=(5, 5, 5, 5, 5), tier="spend-based"),
            Graded(tonnes=100, tier="spend-based"),
            Graded(tonnes=math.nan, scores=(5, 5, 5, 5, 5), tier="hybrid"),
        ]
    )
    assert quality.score == pytest.approx(2)
    assert quality.scored == pytest.approx(0.8)
    assert list(quality.tiers.items()) == [
        ("supplier-specific", pytest.approx(0.6)),
        ("spend-based", pytest.approx(0.4)),
        ("hybrid", 0),
    ]


def test_nothing_scored_has_no_score() -> None:
    empty = quality_score([])
    assert math.isnan(empty.score)
    assert (empty.scored, empty.tiers) == (0.0, {})


def test_poor_scores_are_found() -> None:
    assert findings(()) == findings((3, 3, 4, 4, 4)) == []
    assert str(findings((1, 1, 1, 1, 5))[0].message) == "Technology has the worst score."
    assert str(findings((4, 4, 4, 4, 4))[0].message) == "The scores are poor: 4 on average."


@settings(max_examples=50, deadline=None)
@given(SCORES, st.integers(0, 4), st.floats(1, 3))
def test_a_worse_score_never_narrows_and_written_scores_return(
    scores: tuple[int, ...], place: int, basic: float
) -> None:
    worse = tuple(min(score + (at == place), 5) for at, score in enumerate(scores))
    assert gsd_squared(worse, basic=basic) >= gsd_squared(scores, basic=basic) - 1e-12
    assert parse(",".join(map(str, scores))) == scores
