from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbondesk.domain.accounting.equipment import LeakRate, Losses, losses
from carbondesk.domain.gases import Gas, Gases
from carbondesk.domain.periods import exact_sum
from carbondesk.domain.records import Equipment, Event, EventKind, LeakMethod, Source

GASES = Gases(
    (
        Gas("HFC-134a", "HFC-134a", "HFCs", ("R-134a",), {"AR6": 1530.0}),
        Gas("SF6", "Sulphur hexafluoride", "SF6", (), {"AR6": 25200.0}),
        Gas("HCFC-22", "HCFC-22", "ozone-depleting", ("R-22",), {"AR6": 1960.0}),
    ),
    {},
)
CHILLER = Equipment(id=1, source=1, name="Chiller", gas="R-134a", charge=100.0)
SOURCE = Source(
    id=1, site=1, name="Cooling", category="fugitive", carrier="HFC-134a", unit="kg", measurement="equipment"
)
HEAT_PUMPS = LeakRate(
    leak_id="UK-SECR-2019:heat-pumps", equipment="Heat Pumps", installation=0.01, yearly=0.06, low=None, high=None,
    remaining=0.8, recovered=0.66, edition="UK Environmental Reporting Guidelines", source_table="screening",
)  # fmt: skip
CHILLERS = replace(
    HEAT_PUMPS, leak_id="IPCC-2006:V3T7.9:chillers", equipment="Chillers", installation=None, yearly=None, low=0.02,
    high=0.15, remaining=None, recovered=None,
)  # fmt: skip
RATES = {"Heat Pumps": HEAT_PUMPS, "Chillers": CHILLERS}


def event(day: str, kind: str, quantity: float = 0.0, equipment: int = 1) -> Event:
    """Return something that happened to the chiller."""
    return Event(equipment=equipment, date=date.fromisoformat(day), kind=kind, quantity=quantity)


def lost(*events: Event, method: str = "log", unit: Equipment = CHILLER, source: Source = SOURCE) -> Losses:
    """Return what one piece of equipment lost up to the end of 2026."""
    return losses(
        replace(source, leak_method=method),
        [unit],
        events,
        rates=RATES,
        gases=GASES,
        through=date(2026, 12, 31),
    )


def entries(found: Losses) -> list[tuple[str, str, float, str]]:
    """Return entries as first day, last day, kilograms and quality."""
    return [(str(row.start), str(row.end), row.quantity, row.quality) for row in found.activities]


def codes(found: Losses) -> list[str]:
    """Return the codes of what is doubtful."""
    return [finding.code for finding in found.findings]


def test_what_is_topped_up_is_what_leaked() -> None:
    found = lost(event("2025-06-01", "top-up", 3.2), event("2025-03-01", "top-up", 1.1))
    assert entries(found) == [
        ("2025-03-01", "2025-03-01", 1.1, "metered"),
        ("2025-06-01", "2025-06-01", 3.2, "metered"),
    ]
    assert {(row.unit, row.origin, row.factor, row.note, row.n) for row in found.activities} == {
        ("kg", "equipment", "", "Chiller", 1)
    }
    assert found.findings == ()


def test_filling_loses_what_is_more_than_the_charge() -> None:
    assert entries(lost(event("2025-01-10", "filled", 102.5))) == [
        ("2025-01-10", "2025-01-10", 2.5, "calculated")
    ]
    assert entries(lost(event("2025-01-10", "filled", 98.0))) == []
    assert entries(lost(event("2025-01-10", "filled", 98.0), unit=replace(CHILLER, charge=None))) == []


def test_disposal_loses_what_was_not_recovered() -> None:
    found = lost(event("2025-05-01", "disposed"), event("2025-05-01", "recovered", 92.0))
    assert entries(found) == [("2025-05-01", "2025-05-01", 8.0, "calculated")]
    found = lost(event("2025-04-30", "recovered", 70.0), event("2025-05-01", "disposed", 80.0))
    assert entries(found) == [("2025-05-01", "2025-05-01", 10.0, "calculated")]
    assert entries(lost(event("2025-05-01", "disposed"), unit=replace(CHILLER, charge=None))) == []


def test_gas_recovered_in_a_service_reduces_the_refill_after_it() -> None:
    found = lost(
        event("2025-02-01", "recovered", 90.0),
        event("2025-02-02", "top-up", 60.0),
        event("2025-02-03", "top-up", 40.0),
    )
    assert entries(found) == [("2025-02-03", "2025-02-03", 10.0, "metered")]


def test_a_mass_balance_gives_each_year_what_went_in_and_is_not_there() -> None:
    found = lost(
        event("2024-01-10", "filled", 103.0),
        event("2024-07-01", "top-up", 4.0),
        event("2025-03-01", "top-up", 2.5),
        event("2025-09-01", "recovered", 95.0),
        event("2025-09-02", "disposed", 0.0),
        method="mass-balance",
    )
    assert entries(found) == [
        ("2024-01-01", "2024-12-31", 7.0, "calculated"),
        ("2025-01-01", "2025-12-31", 7.5, "calculated"),
    ]


def test_a_negative_mass_balance_is_told_and_counts_as_nothing() -> None:
    found = lost(event("2025-03-01", "recovered", 2.5), method="mass-balance")
    assert entries(found) == []
    assert codes(found) == ["negative-balance"]


@given(
    st.floats(0, 5).map(lambda amount: round(amount, 3)),
    st.lists(st.floats(0, 90).map(lambda amount: round(amount, 3)), max_size=5),
    st.floats(0, 100).map(lambda amount: round(amount, 3)),
)
def test_log_and_mass_balance_lose_the_same_over_a_life(
    extra: float, refills: list[float], recovered: float
) -> None:
    """Filled beyond the charge, refilled, and disposed of with what was recovered."""
    events = [
        event("2025-01-01", "filled", exact_sum((100.0, extra))),
        *(event(f"2025-02-{day:02}", "top-up", refill) for day, refill in enumerate(refills, 1)),
        event("2025-12-30", "recovered", recovered),
        event("2025-12-31", "disposed"),
    ]
    by_log = exact_sum(row.quantity for row in lost(*events).activities)
    assert by_log == exact_sum(row.quantity for row in lost(*events, method="mass-balance").activities)
    assert by_log == exact_sum((extra, *refills, 100.0, -recovered))


SCREENED: dict[str, Any] = {"installed": date(2024, 7, 1), "kind": "Heat Pumps"}


def test_screening_takes_the_published_shares_by_days_in_use() -> None:
    """UK method: 1 % at installing, 6 % a year, at disposal 80 % left and 66 % of that recovered."""
    unit = replace(CHILLER, **SCREENED, retired=date(2025, 12, 31))
    found = lost(method="screening", unit=unit)
    by_days = {(row[0], row[1]): row[2] for row in entries(found)}
    assert by_days["2024-07-01", "2024-07-01"] == 1.0
    assert by_days["2025-12-31", "2025-12-31"] == 27.2
    assert by_days["2024-07-01", "2024-07-31"] == pytest.approx(6 * 31 / 366)
    leaks = [row for row in entries(found) if row[0] != row[1]]
    assert len(leaks) == 18
    assert sum(row[2] for row in leaks if row[0] >= "2025") == pytest.approx(6.0)
    assert {row[3] for row in leaks} == {"calculated"}
    assert found.findings == ()


def test_screening_ends_with_the_last_day_asked_for_or_with_disposal() -> None:
    unit = replace(CHILLER, **SCREENED)
    assert entries(lost(method="screening", unit=unit))[-1][:2] == ("2026-12-01", "2026-12-31")
    gone = lost(event("2024-08-15", "disposed", 90.0), method="screening", unit=unit)
    assert [row[:2] for row in entries(gone)] == [
        ("2024-07-01", "2024-07-01"), ("2024-07-01", "2024-07-31"), ("2024-08-01", "2024-08-15"),
        ("2024-08-15", "2024-08-15"),
    ]  # fmt: skip
    later = replace(unit, retired=date(2027, 1, 1))
    assert entries(lost(method="screening", unit=later))[-1][:2] == ("2026-12-01", "2026-12-31")
    assert entries(lost(method="screening", unit=replace(unit, installed=date(2027, 1, 1)))) == []


def test_the_equipments_own_leak_wins_and_a_range_alone_gives_no_number() -> None:
    own = replace(CHILLER, installed=date(2025, 1, 1), leak_rate=0.05)
    assert sum(
        row[2] for row in entries(lost(method="screening", unit=own)) if row[0] < "2026"
    ) == pytest.approx(5.0)
    in_range = replace(own, kind="Chillers", retired=date(2025, 12, 31))
    assert sum(row[2] for row in entries(lost(method="screening", unit=in_range))) == pytest.approx(5.0)
    found = lost(method="screening", unit=replace(in_range, leak_rate=None))
    assert (entries(found), codes(found)) == ([], ["leak-range"])
    assert "2 to 15 %" in str(found.findings[0].message)
    found = lost(method="screening", unit=replace(own, leak_rate=None))
    assert (entries(found), codes(found)) == ([], ["no-leak-rate"])


def test_screening_needs_the_day_of_installation_and_the_charge() -> None:
    found = lost(method="screening", unit=replace(CHILLER, kind="Heat Pumps"))
    assert (entries(found), codes(found)) == ([], ["no-installation-day"])
    found = lost(method="screening", unit=replace(CHILLER, **SCREENED, charge=None))
    assert (entries(found), codes(found)) == ([], ["no-charge"])


def test_another_gas_than_the_sources_has_its_own_factor() -> None:
    found = lost(event("2025-03-01", "top-up", 1.0), unit=replace(CHILLER, gas="SF6"))
    assert [row.factor for row in found.activities] == ["GAS:SF6"]
    found = lost(event("2025-03-01", "top-up", 1.0), source=replace(SOURCE, carrier=""))
    assert [row.factor for row in found.activities] == ["GAS:HFC-134a"]


def test_a_gas_that_nobody_knows_is_told_and_one_that_depletes_ozone_too() -> None:
    found = lost(event("2025-03-01", "top-up", 1.0), unit=replace(CHILLER, gas="R-999"))
    assert codes(found) == ["unknown-gas"]
    assert [row.factor for row in found.activities] == ["GAS:R-999"]
    found = lost(unit=replace(CHILLER, gas="R-22"))
    assert codes(found) == ["ozone-depleting"]
    assert "outside the scopes" in str(found.findings[0].message)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (EventKind.TOP_UP, "top-up-above-charge"),
        (EventKind.RECOVERED, "recovered-above-charge"),
        (EventKind.DISPOSED, "disposed-above-charge"),
    ],
)
def test_more_than_the_charge_is_doubtful(kind: EventKind, code: str) -> None:
    found = lost(event("2025-03-01", kind, 100.5))
    assert codes(found) == [code]
    assert "100.5 kg" in str(found.findings[0].message)
    assert found.findings[0].where == {"source": "Cooling", "equipment": "Chiller"}


def test_an_event_after_retirement_is_doubtful() -> None:
    found = lost(event("2025-03-02", "top-up", 1.0), unit=replace(CHILLER, retired=date(2025, 3, 1)))
    assert codes(found) == ["after-retirement"]


def test_entries_of_one_day_are_numbered() -> None:
    units = [CHILLER, replace(CHILLER, id=2, name="Second")]
    events = [event("2025-03-01", "top-up", 1.0), event("2025-03-01", "top-up", 2.0, equipment=2)]
    found = losses(SOURCE, units, events, rates={}, gases=GASES, through=date(2026, 1, 1))
    assert [(row.n, row.quantity, row.note) for row in found.activities] == [
        (1, 1.0, "Chiller"),
        (2, 2.0, "Second"),
    ]


def test_every_way_of_finding_losses_is_one_that_a_source_may_name() -> None:
    assert set(LeakMethod) == {"log", "mass-balance", "screening"}
