"""The share of use that generation met hour by hour."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbondesk.domain.accounting.hourly import Hour, hourly_match, hours
from carbondesk.domain.records import Interval

DAY = date(2025, 5, 1)
HOURS = st.tuples(st.just(DAY), st.integers(0, 23))
AMOUNTS = st.dictionaries(HOURS, st.floats(-10, 1000))


def day(quantities: str, *, minutes: int = 60, unit: str = "kWh", source: int = 1) -> Interval:
    return Interval(source=source, day=DAY, minutes=minutes, unit=unit, quantities=quantities)


def test_solar_power_at_noon_does_not_meet_the_night() -> None:
    """10 kWh in each of 24 hours; 30 kWh in each of 8 hours: the same day's sum, but a third is matched."""
    use, _ = hours([day("10 " * 24)])
    solar, _ = hours([day("0 " * 8 + "30 " * 8 + "0 " * 8)])
    assert hourly_match(use, solar) == pytest.approx(1 / 3, rel=1e-15)
    assert hourly_match(use, {}) == 0
    assert hourly_match({}, solar) is None


def test_quarters_of_an_hour_are_added_up_and_sources_too() -> None:
    found, findings = hours([day("0.1 " * 96, minutes=15), day("1 " * 24, unit="MJ", source=2)])
    assert findings == []
    assert found == {(DAY, hour): pytest.approx(0.4 + 1 / 3.6, rel=1e-15) for hour in range(24)}


@pytest.mark.parametrize("count", [23, 24, 25])
def test_a_day_on_which_the_clock_changes_has_23_or_25_hours(count: int) -> None:
    found, findings = hours([day("1 " * count)])
    assert (len(found), findings) == (count, [])


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (day("1 " * 22), "interval-day"),
        (day("1", minutes=1440), "interval-day"),
        (day("1 " * 36, minutes=40), "interval-day"),
        (day("1 " * 24, unit="kg"), "wrong-dimension"),
        (day("x " * 24), "not-a-number"),
    ],
)
def test_a_day_that_cannot_be_read_is_found_and_left_out(row: Interval, code: str) -> None:
    found, findings = hours([row])
    assert found == {}
    assert [finding.code for finding in findings] == [code]
    assert findings[0].where["day"] == DAY


@given(AMOUNTS, AMOUNTS)
def test_the_matched_share_lies_between_nothing_and_everything(
    use: dict[Hour, float], generation: dict[Hour, float]
) -> None:
    share = hourly_match(use, generation)
    assert share is None or 0 <= share <= 1


@given(st.dictionaries(HOURS, st.floats(0.001, 1000), min_size=1), AMOUNTS, AMOUNTS)
def test_more_generation_never_matches_less(
    use: dict[Hour, float], generation: dict[Hour, float], more: dict[Hour, float]
) -> None:
    greater = {
        hour: generation.get(hour, 0.0) + max(more.get(hour, 0.0), 0.0) for hour in {*generation, *more}
    }
    before, after = hourly_match(use, generation), hourly_match(use, greater)
    assert before is not None
    assert after is not None
    assert after >= before - 1e-12
    assert hourly_match(use, use) == pytest.approx(1, rel=1e-12)
