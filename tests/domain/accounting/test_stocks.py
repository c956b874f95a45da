from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from carbondesk.domain.accounting.bills import calendarise
from carbondesk.domain.accounting.stocks import Stock, drawn
from carbondesk.domain.periods import exact_sum
from carbondesk.domain.records import Bill, Meter, Reading, Source

SOURCE = Source(id=1, site=1, name="Diesel", category="stationary-combustion", unit="L", measurement="stock")
TANK = Meter(id=1, source=1, number="Tank")


def level(day: str, value: float, *, meter: int = 1, time: str = "") -> Reading:
    """Return what a container held at the end of a day."""
    return Reading(meter=meter, date=date.fromisoformat(day), time=time, value=value)


def bought(day: str, quantity: float, unit: str = "L") -> Bill:
    """Return a purchase."""
    return Bill(source=1, read_date=date.fromisoformat(day), quantity=quantity, unit=unit)


def entries(found: Stock) -> list[tuple[str, str, float]]:
    """Return entries as first day, last day and quantity."""
    return [(str(row.start), str(row.end), row.quantity) for row in found.activities]


def codes(found: Stock) -> list[str]:
    """Return the codes of what is doubtful."""
    return [finding.code for finding in found.findings]


def test_use_is_opening_and_purchases_less_closing() -> None:
    found = drawn(
        SOURCE, [TANK], [level("2025-01-31", 450), level("2024-12-31", 500), level("2025-02-28", 800)],
        [bought("2025-01-10", 300), bought("2025-01-31", 50.5), bought("2025-02-01", 400)],
    )  # fmt: skip
    assert entries(found) == [("2025-01-01", "2025-01-31", 400.5), ("2025-02-01", "2025-02-28", 50.0)]
    assert {(row.unit, row.quality, row.origin) for row in found.activities} == {("L", "calculated", "bill")}
    assert found.findings == ()


def test_use_between_two_levels_is_shared_over_months_by_days() -> None:
    found = drawn(SOURCE, [TANK], [level("2024-12-31", 59), level("2025-02-28", 0)], [])
    assert entries(found) == [("2025-01-01", "2025-01-31", 31.0), ("2025-02-01", "2025-02-28", 28.0)]


def test_a_bottle_is_so_many_kilograms() -> None:
    bottles = replace(TANK, multiplier=11.3)
    found = drawn(
        replace(SOURCE, unit="kg"), [bottles], [level("2024-12-31", 10), level("2025-01-31", 7)], []
    )
    assert entries(found) == [("2025-01-01", "2025-01-31", 33.9)]


def test_a_purchase_in_another_unit_is_converted_exactly_or_told() -> None:
    levels = [level("2024-12-31", 0), level("2025-01-31", 0)]
    assert entries(drawn(SOURCE, [TANK], levels, [bought("2025-01-05", 1.2, "m3")])) == [
        ("2025-01-01", "2025-01-31", 1200.0)
    ]
    found = drawn(SOURCE, [TANK], levels, [bought("2025-01-05", 1.2, "kWh")])
    assert (entries(found), codes(found)) == ([("2025-01-01", "2025-01-31", 0.0)], ["stock-unit"])


def test_containers_are_added_up_on_days_on_which_each_was_read() -> None:
    second = Meter(id=2, source=1, number="Drum", to=date(2025, 2, 28))
    found = drawn(
        SOURCE, [TANK, second],
        [
            level("2024-12-31", 100), level("2024-12-31", 20, meter=2),
            level("2025-01-15", 90),
            level("2025-01-31", 99, time="08:00"), level("2025-01-31", 70, time="18:00"),
            level("2025-01-31", 19, meter=2),
            level("2025-03-31", 30),
        ],
        [],
    )  # fmt: skip
    assert found.activities[0].quantity == 31.0
    assert exact_sum(row.quantity for row in found.activities) == 90.0
    assert codes(found) == ["stock-incomplete"]
    assert "Drum" in str(found.findings[0].message)


def test_a_stock_that_grew_by_more_than_was_bought_is_an_error() -> None:
    found = drawn(
        SOURCE, [TANK], [level("2024-12-31", 10), level("2025-01-31", 60)], [bought("2025-01-05", 20)]
    )
    assert (entries(found), codes(found)) == ([], ["stock-grew"])
    assert "30" in str(found.findings[0].message)


def test_purchases_outside_the_levels_do_not_count_yet() -> None:
    found = drawn(
        SOURCE, [TANK], [level("2024-12-31", 10), level("2025-01-31", 5)], [bought("2025-02-05", 20)]
    )
    assert codes(found) == ["stock-open"]
    assert entries(found) == [("2025-01-01", "2025-01-31", 5.0)]
    assert codes(drawn(SOURCE, [TANK], [], [bought("2025-02-05", 20)])) == ["stock-open"]


def test_the_bills_of_a_source_with_levels_are_purchases() -> None:
    levels = [level("2024-12-31", 500), level("2025-01-31", 450)]
    found = calendarise([bought("2025-01-10", 300)], source=SOURCE, meters=[TANK], readings=levels)
    assert [(row.quantity, row.quality) for row in found.activities] == [(350.0, "calculated")]
    assert found.findings == []
    assert calendarise([bought("2025-01-10", 300)], source=SOURCE).spans != []


@given(st.lists(st.integers(0, 100_000).map(lambda hundredths: hundredths / 100), min_size=1, max_size=11))
def test_all_that_came_in_is_used_or_left(purchases: list[float]) -> None:
    bills = [bought(f"2025-{month:02}-15", amount) for month, amount in enumerate(purchases, 1)]
    found = drawn(SOURCE, [TANK], [level("2024-12-31", 33.3), level("2025-12-31", 3.3)], bills)
    assert exact_sum(row.quantity for row in found.activities) == exact_sum([30.0, *purchases])
