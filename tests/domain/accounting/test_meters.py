from __future__ import annotations

from carbondesk.domain.accounting.meters import Use, uses
from carbondesk.domain.schema import Finding
from tests.domain.ledgers import SOURCE, meters, readings


def read(meter_table: str, reading_table: str) -> tuple[list[tuple[str, str, float]], list[Finding]]:
    found, findings = uses(meters(meter_table), readings(reading_table), SOURCE)
    return [_seen(use) for use in found], findings


def _seen(use: Use) -> tuple[str, str, float]:
    return str(use.period.start), str(use.period.end), use.quantity


def test_use_is_the_difference_of_readings_times_the_multiplier() -> None:
    found, findings = read(
        """
        number  multiplier
        M1      40
        """,
        """
        meter  date        value
        1      2025-01-31  100.2
        1      2025-02-28  100.5
        """,
    )
    assert found == [("2025-02-01", "2025-02-28", 12.0)]
    assert findings == []


def test_a_meter_exchanged_mid_month_goes_on_with_the_next_one() -> None:
    found, findings = read(
        """
        number  multiplier  from_       to          start_reading  end_reading
        OLD     1           2025-01-01  2025-02-14  5000           5450
        NEW     10          2025-02-15  -           0              -
        """,
        """
        meter  date        value
        1      2025-01-31  5310
        2      2025-02-28  14
        """,
    )
    assert found == [
        ("2025-01-01", "2025-01-31", 310),
        ("2025-02-01", "2025-02-14", 140),
        ("2025-02-15", "2025-02-28", 140),
    ]
    assert findings == []


def test_a_register_rolls_over_after_its_last_digit() -> None:
    found, findings = read(
        """
        number  digits
        M1      5
        """,
        """
        meter  date        value
        1      2025-01-31  99990
        1      2025-02-28  10
        """,
    )
    assert found == [("2025-02-01", "2025-02-28", 20)]
    assert [finding.code for finding in findings] == ["rollover"]


def test_a_reading_that_falls_without_a_rollover_is_an_error() -> None:
    table = """
        meter  date        value
        1      2025-01-31  500
        1      2025-02-28  490
        """
    for digits in ("-", "5"):
        found, findings = read(f"number digits\n M1 {digits}", table)
        assert found == []
        assert [finding.code for finding in findings] == ["reading-falls"]
        assert "shows 490 on 2025-02-28, less than 500 before" in str(findings[0].message)


def test_registers_are_counted_one_by_one_and_unknown_ones_not_at_all() -> None:
    found, findings = read(
        """
        number  registers    start_reading  from_
        M1      peak,valley  0              2025-01-01
        """,
        """
        meter  date        register  value
        1      2025-01-31  peak      100
        1      2025-02-28  peak      150
        1      2025-01-31  valley    200
        1      2025-02-28  valley    270
        1      2025-02-28  sum       120
        """,
    )
    assert found == [("2025-02-01", "2025-02-28", 50), ("2025-02-01", "2025-02-28", 70)]
    assert [finding.code for finding in findings] == ["register-unknown"]


def test_readings_outside_the_days_of_the_meter_are_left_out() -> None:
    found, findings = read(
        """
        number  from_       to          start_reading  end_reading
        M1      2025-01-01  2025-01-31  0              310
        """,
        """
        meter  date        value
        1      2024-12-01  7
        1      2025-02-28  900
        """,
    )
    assert [finding.code for finding in findings] == ["reading-outside", "reading-outside"]
    assert found == [("2025-01-01", "2025-01-31", 310)]


def test_a_meter_without_readings_has_its_first_and_last() -> None:
    found, _ = read(
        """
        number  from_       to          start_reading  end_reading
        M1      2025-01-01  2025-01-31  0              310
        """,
        """
        meter  date        value
        """,
    )
    assert found == [("2025-01-01", "2025-01-31", 310)]


def test_days_between_two_meters_are_a_gap() -> None:
    _, findings = read(
        """
        number  from_       to          start_reading  end_reading
        M1      2025-01-01  2025-01-31  0              310
        M2      2025-02-03  2025-02-28  0              260
        """,
        """
        meter  date        value
        """,
    )
    assert [str(finding.message) for finding in findings] == [
        "No meter of Electricity covers 2025-02-01 to 2025-02-02."
    ]
