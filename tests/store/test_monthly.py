from __future__ import annotations

from datetime import date

from carbondesk.domain.periods import exact_sum
from carbondesk.domain.records import Activity, Evidence, EvidenceLink, Source
from carbondesk.domain.text import say
from carbondesk.store.inventory import Inventory
from carbondesk.store.monthly import MonthlySums
from tests.store.samples import filled, month


def rows(sums: MonthlySums) -> list[tuple[int, int, int, str, str, float]]:
    """Return sums as source, year, month, unit, factor, quantity."""
    return [
        (int(source), int(number) // 12, int(number) % 12 + 1, sums.units[unit], sums.factors[factor], float(quantity))
        for source, number, unit, factor, quantity in zip(
            sums.source, sums.month, sums.unit, sums.factor, sums.quantity, strict=True
        )
    ]  # fmt: skip


def test_entries_are_summed_by_source_month_unit_and_factor(inventory: Inventory) -> None:
    _, source = filled(inventory)
    with inventory.step(say("Add")) as step:
        step.add(month(source.id, 2025, 1, 5.0))
        step.add(month(source.id, 2025, 1, 2.5, n=2))
        step.add(month(source.id, 2025, 1, 1.0, n=3, factor="GAS:SF6"))
        step.add(month(source.id, 2024, 12, 7.0))
    found = inventory.monthly()
    assert rows(found) == [
        (1, 2024, 12, "kWh", "", 7.0),
        (1, 2025, 1, "kWh", "", 7.5),
        (1, 2025, 1, "kWh", "GAS:SF6", 1.0),
    ]
    assert len(found) == 3
    assert found.month.tolist() == [24299, 24300, 24300]


def test_an_entry_across_months_is_split_by_days_without_loss(inventory: Inventory) -> None:
    _, source = filled(inventory)
    with inventory.step(say("Add")) as step:
        step.add(
            Activity(
                source=source.id, start=date(2024, 12, 16), end=date(2025, 2, 10), quantity=100.1, unit="kWh"
            )
        )
        step.add(
            Activity(
                source=source.id, start=date(2024, 12, 16), end=date(2025, 2, 10), n=2, quantity=0, unit="kWh"
            )
        )
        step.add(month(source.id, 2025, 1, 5.0))
    found = rows(inventory.monthly())
    assert [row[1:3] for row in found] == [(2024, 12), (2025, 1), (2025, 2)]
    assert exact_sum([found[0][5], found[2][5], found[1][5] - 5.0]) == 100.1
    assert found[0][5] == 28.098245614
    inside = inventory.monthly(from_=date(2025, 1, 31), to=date(2025, 1, 1))
    assert rows(inside) == found[1:2]


def test_only_the_sources_asked_for_are_read(inventory: Inventory) -> None:
    _, source = filled(inventory)
    with inventory.step(say("Add")) as step:
        other = step.add(type(source)(site=1, name="Grid", category="electricity", unit="kWh"))
        step.add(month(source.id, 2025, 1, 5.0))
        step.add(month(other.id, 2025, 1, 6.0))
    assert [row[5] for row in rows(inventory.monthly([other.id]))] == [6.0]
    assert rows(inventory.monthly([])) == []


def test_months_that_say_all_by_themselves_are_read_as_columns(inventory: Inventory) -> None:
    site, source = filled(inventory)
    assert inventory.plain_months().source.tolist() == []
    with inventory.step(say("Add")) as step:
        proof = step.add(Evidence(name="bill.pdf", sha256="0" * 64, size=1))
        step.add(month(source.id, 2025, 2, 5.0, evidence="Bill 7"))
        linked = step.add(month(source.id, 2024, 12, 7.5))
        step.add(EvidenceLink(evidence=proof.id, subject_table="activity", subject=linked.id))
        step.add(EvidenceLink(evidence=proof.id, subject_table="source", subject=linked.id + 1))
        step.add(month(source.id, 2025, 3, 0.0))
    found = inventory.plain_months()
    assert found.source.tolist() == [source.id] * 3
    assert found.month.tolist() == [2024 * 12 + 11, 2025 * 12 + 1, 2025 * 12 + 2]
    assert found.quantity.tolist() == [7.5, 5.0, 0.0]
    assert found.evidenced.tolist() == [True, True, False]
    assert found.others == frozenset()
    assert site.id == source.site


def test_a_source_with_any_other_entry_is_told_and_left_out(inventory: Inventory) -> None:
    site, plain = filled(inventory)
    with inventory.step(say("Add")) as step:
        odd = [
            step.add(Source(site=site.id, name=name, category="stationary-combustion", unit="kWh"))
            for name in ("Across months", "In another unit", "Twice", "Negative")
        ]
        for source in (plain, *odd):
            step.add(month(source.id, 2025, 1, 5.0))
        first = odd[0].id
        step.add(Activity(source=first, start=date(2025, 2, 1), end=date(2025, 3, 1), quantity=1, unit="kWh"))
        step.add(
            Activity(source=odd[1].id, start=date(2025, 2, 1), end=date(2025, 2, 2), quantity=1, unit="MWh")
        )
        step.add(month(odd[2].id, 2025, 1, 5.0, n=2))
        step.add(month(odd[3].id, 2025, 2, -1.0))
    found = inventory.plain_months()
    assert found.source.tolist() == [plain.id]
    assert found.others == {source.id for source in odd}
