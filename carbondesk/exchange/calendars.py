"""What the bills and readings of an import come to, seen before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from carbondesk.domain.accounting.bills import Calendar, calendarise
from carbondesk.domain.records import Bill, Meter, Reading, Source
from carbondesk.domain.schema import Finding, Severity
from carbondesk.exchange.batches import Batch
from carbondesk.exchange.directories import Directory
from carbondesk.exchange.plans import ImportPlan, TableCount
from carbondesk.store.inventory import Inventory


@dataclass(slots=True)
class _NewBill:
    """A bill of the import: the row it comes from and the table that counts it."""

    bill: Bill
    batch: Batch
    row: int
    count: TableCount


@dataclass(slots=True)
class Calendars:
    """The series of bills and readings that an import touches."""

    inventory: Inventory
    directory: Directory
    findings: list[Finding] = field(default_factory=list)
    _new: dict[int, _NewBill] = field(default_factory=dict)
    _changed: dict[int, Bill] = field(default_factory=dict)
    _touched: set[int] = field(default_factory=set)

    def add_bill(self, bill: Bill, batch: Batch, row: int, count: TableCount) -> None:
        """Take note of a new bill, which has a provisional id."""
        self._new[bill.id] = _NewBill(bill, batch, row, count)
        self._touched.add(bill.source)

    def change_bill(self, bill: Bill) -> None:
        """Take note of a bill that is replaced by what a table says."""
        if bill.id in self._new:
            self._new[bill.id].bill = bill
        else:
            self._changed[bill.id] = bill
        self._touched.add(bill.source)

    def touch(self, source: int) -> None:
        """Take note of a source whose readings or meters change."""
        self._touched.add(source)

    def billed_sources(self) -> set[int]:
        """Return the ids of the sources that have bills, stored or of this import."""
        return {bill.source for bill in self.inventory.all(Bill)} | {
            new.bill.source for new in self._new.values()
        }

    def settle(self, plan: ImportPlan, *, skip_errors: bool) -> bool:
        """Share the touched series out, refuse bills that cannot stand, count periods; True if any was refused."""
        refused = False
        for source in sorted(self._touched, reverse=True):
            calendar = self._calendar(source, plan)
            wrong = self._wrong(calendar)
            refused |= bool(wrong)
            self._tell(source, calendar)
            if skip_errors and wrong:
                self._refuse(wrong, plan)
                calendar = self._calendar(source, plan)
            self._count(source, calendar)
        plan.billed |= self._touched
        return refused

    def _calendar(self, source: int, plan: ImportPlan) -> Calendar:
        meters = [meter for meter in self.directory.of(Meter) if meter.source == source]
        ids = {meter.id for meter in meters}
        readings = [
            reading
            for reading in plan.added.get(Reading, [])
            if isinstance(reading, Reading) and reading.meter in ids
        ]
        for meter in meters:
            readings += self.inventory.find(Reading, meter=meter.id) if meter.id > 0 else []
        changed = {record.id: fields for record, fields in plan.changed if isinstance(record, Reading)}
        readings = [replace(reading, **changed.get(reading.id, {})) for reading in readings]  # type: ignore[arg-type]
        bills = self._stored_bills(source) + [
            new.bill for new in self._new.values() if new.bill.source == source
        ]
        return calendarise(bills, source=self.directory.get(Source, source), meters=meters, readings=readings)

    def _stored_bills(self, source: int) -> list[Bill]:
        if source < 0:
            return []
        return [self._changed.get(bill.id, bill) for bill in self.inventory.find(Bill, source=source)]

    def _wrong(self, calendar: Calendar) -> list[int]:
        """Return the provisional ids of the bills that an error is about."""
        errors = [finding for finding in calendar.findings if finding.severity is Severity.ERROR]
        ids = [finding.where.get("bill_id") for finding in errors]
        return [number for number in ids if isinstance(number, int) and number in self._new]

    def _refuse(self, ids: list[int], plan: ImportPlan) -> None:
        for number in ids:
            wrong = self._new.pop(number, None)
            if wrong is None:
                continue
            plan.added[Bill].remove(wrong.bill)
            wrong.count.refused += 1
            wrong.count.added -= 1

    def _tell(self, source: int, calendar: Calendar) -> None:
        """Keep the findings of a series, with the file and row of those that are about a bill of the import."""
        site = self.directory.site_of(source).name
        for finding in calendar.findings:
            where = {"site": site, **finding.where}
            number = where.get("bill_id")
            new = self._new.get(number) if isinstance(number, int) else None
            if new is not None:
                del where["bill_id"]
                where |= new.batch.where(new.row, "read_date")
            self.findings.append(replace(finding, where=where))

    def _count(self, source: int, calendar: Calendar) -> None:
        """Count a bill that opens its series as a read without a period."""
        before = (
            calendarise(self._stored_bills(source), source=self.directory.get(Source, source))
            if source > 0
            else None
        )
        opened = {
            span.bill.id
            for span in (before.spans if before else [])
            if span.period is None and not span.replaced_by
        }
        gained = len(opened)
        for span in calendar.spans:
            without = span.period is None and not span.replaced_by and not span.faulty
            if span.bill.id in opened and without:
                gained -= 1
            new = self._new.get(span.bill.id)
            if new is not None and without:
                new.count.opening += 1
                new.count.added -= 1
        last = next((new for new in self._new.values() if new.bill.source == source), None)
        if last is not None and gained:
            last.count.added += gained
