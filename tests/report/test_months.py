"""What is doubtful about entries, whichever way their months were entered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from carbondesk.domain.records import Activity, Bill, EvidenceLink, Site, Source
from carbondesk.domain.records import Evidence as Document
from carbondesk.domain.schema import Finding
from carbondesk.domain.text import say
from carbondesk.report.months import entry_findings
from tests.report.ledger_books import book, entry, figures_of, whole_year

DOUBTFUL = {("2024-03", 2): 400.0, ("2024-09", 1): 100_000.0, ("2025-05", 5): 9.0}


def year(label: int) -> list[Activity]:
    """Return a year of 100s in which some months stand out."""
    return [
        replace(each, quantity=DOUBTFUL.get((f"{each.start:%Y-%m}", each.source), each.quantity))
        for each in whole_year(label)
    ]


def halves(entries: list[Activity]) -> list[Activity]:
    """Return every entry as two of the same days and half of the quantity each."""
    return [replace(each, quantity=each.quantity / 2, n=n) for each in entries for n in (1, 2)]


def about(findings: list[Finding], *codes: str) -> list[Finding]:
    return [finding for finding in findings if finding.code in codes]


@pytest.mark.parametrize("year_start", [1, 4])
def test_months_entered_whole_and_in_parts_are_judged_alike(year_start: int) -> None:
    entries = [*year(2024), *year(2025)]
    whole = list(entry_findings(figures_of(book(year_start=year_start), entries)))
    parts = list(entry_findings(figures_of(book(year_start=year_start), halves(entries))))
    some = [each for each in entries if each.source != 2]
    mixed = list(
        entry_findings(
            figures_of(book(year_start=year_start), [*some, *halves([e for e in entries if e.source == 2])])
        )
    )
    assert whole == parts == mixed
    named = [(finding.where["source"], finding.where["month"]) for finding in about(whole, "outlier")]
    # Of the fiscal year 2023 there are three months only, too few to judge the March of 2024.
    in_march = [("Power", "2024-03")] if year_start == 1 else []
    assert named == [("Fuel", "2024-09"), *in_march, ("Power", "2025-05")]


def test_a_month_a_thousand_times_the_others_is_said_once_and_with_its_site() -> None:
    entries = [each for month in (1, 2, 3, 4) for each in whole_year(2024) if each.start.month == month]
    entries = [
        replace(each, quantity=100_000.0) if (each.source, each.start.month) == (2, 3) else each
        for each in entries
    ]
    (found,) = about(list(entry_findings(figures_of(book(), entries))), "off-by-thousand")
    assert (found.where["site"], found.where["month"]) == ("A", "2024-03")


def test_negative_and_overlapping_entries_are_found_with_the_others_left_alone() -> None:
    entries = whole_year()
    entries[30] = replace(entries[30], quantity=-5.0)
    entries.append(
        Activity(source=5, start=date(2024, 3, 20), end=date(2024, 4, 10), quantity=3.0, unit="kWh")
    )
    found = about(list(entry_findings(figures_of(book(), entries))), "negative-quantity", "overlap")
    assert [finding.code for finding in found] == ["negative-quantity", "overlap", "overlap"]
    assert [finding.where["site"] for finding in found] == ["A", "B", "B"]


def test_a_submeter_in_another_unit_is_compared_and_one_that_cannot_be_is_not() -> None:
    inventory = book()
    with inventory.step(say("More submeters")) as step:
        main = inventory.get(Source, 2)
        site = inventory.get(Site, main.site)
        more = Source(site=site.id, name="", category="electricity", unit="MWh", submeter_of=main.id)
        large, strange = step.add(replace(more, name="Large")), step.add(replace(more, name="Odd", unit="L"))
        day = date(2024, 5, 1)
        # One entry of the large one is in a unit of its own, which nothing leads to its source's.
        for source, unit, n in ((large, "MWh", 1), (large, "L", 2), (strange, "L", 1)):
            step.add(Activity(source=source.id, start=day, end=day, quantity=0.5, unit=unit, n=n))
    (found,) = about(list(entry_findings(figures_of(inventory, whole_year()))), "submeters-exceed-main")
    assert found.where["month"] == "2024-05"
    assert found.message.values["excess"] == 500.0


def test_evidence_on_an_entry_on_a_document_and_on_a_bill_counts_for_its_year() -> None:
    inventory = book(year_start=4)
    figures = figures_of(inventory, whole_year())
    before = about(list(entry_findings(figures)), "evidence-missing")
    assert [finding.where["year"] for finding in before] == [2023, 2024]
    with inventory.step(say("Prove")) as step:
        document = step.add(Document(name="bill.pdf", sha256="0" * 64, size=1))
        for source in (1, 2, 5):
            first, *_, last = inventory.activities(source)
            step.change(first, evidence="Folder 3")
            step.add(EvidenceLink(evidence=document.id, subject_table="activity", subject=last.id))
    figures.load()
    assert not about(list(entry_findings(figures)), "evidence-missing")
    with inventory.step(say("Take back")) as step:
        step.remove_many(EvidenceLink, [link.id for link in inventory.all(EvidenceLink)])
        for source in (1, 2, 5):
            start, read = date(2024, 4, 1), date(2024, 4, 30)
            bill = Bill(
                source=source, start=start, read_date=read, quantity=100.0, unit="kWh", evidence="Paper"
            )
            step.add(bill)
    figures.load()
    assert not about(list(entry_findings(figures)), "evidence-missing")


def test_an_inventory_without_entries_has_nothing_doubtful() -> None:
    assert list(entry_findings(figures_of(book()))) == []


def test_entries_of_nothing_are_no_values_above_zero() -> None:
    zeros = [entry(2, f"2024-{month:02}", 0.0) for month in range(1, 13)]
    assert not about(list(entry_findings(figures_of(book(), zeros))), "outlier", "off-by-thousand")
