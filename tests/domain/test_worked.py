from __future__ import annotations

from dataclasses import replace

import pytest

from carbondesk.domain.worked import CASES, recompute
from carbondesk.domain.worked_cases import Outcome


@pytest.mark.parametrize("outcome", recompute(), ids=lambda outcome: outcome.case.id)
def test_the_program_recomputes_every_published_case(outcome: Outcome) -> None:
    assert outcome.passed, (outcome.case.expected, outcome.computed)


def test_cases_have_names_of_their_own_titles_and_citations() -> None:
    assert len({case.id for case in CASES}) == len(CASES) > 25
    assert all(case.citation and str(case.title) for case in CASES)


def test_a_case_fails_when_a_number_is_off_or_lacking() -> None:
    case = CASES[0]
    wrong = replace(case, expected=(case.expected[0] + 0.1,))
    lacking = replace(case, expected=(*case.expected, 1.0))
    assert [outcome.passed for outcome in recompute([case, wrong, lacking])] == [True, False, False]
