"""Forms of the Group page's records, and what their fields offer."""

from __future__ import annotations

from datetime import date
from typing import Any

from carbondesk.domain.records import Contract, PresenceDeclaration, Screening, Site, Source, Supplier
from carbondesk.domain.schema import Kind, Record
from carbondesk.domain.text import say
from carbondesk.language import tr
from carbondesk.ui.forms import RecordForm
from carbondesk.ui.pages.group import words
from carbondesk.ui.pages.group.book import Book
from carbondesk.ui.pages.group.registers import FORM_ROWS
from carbondesk.ui.readings import FieldFault

CONTROLS = ("", "both", "operational", "financial", "joint")
SCOPES = ("1+2", "1", "2", "3")


def form_of(kind: type[Record], record: Record | None, book: Book) -> RecordForm[Any]:
    """Return the form of a kind of record, filled from a record if there is one."""
    rows = FORM_ROWS[kind]
    names = {name for row in rows for name in row}
    columns = [kind.column(name) for name in names]
    choices = {column.name: book.choices(column.link) for column in columns if column.link}
    choices |= {column.name: words.choices(column) for column in columns if column.choices}
    choices |= {column.name: words.said(column, record) for column in columns if column.words}
    if kind is Supplier:
        choices["category"] = words.scope_3(record if isinstance(record, Supplier) else None)
    if kind is Source:
        # Without a word of its own a source is leased as its site is.
        choices["lease"] = [(tr("As the site"), ""), *choices["lease"][1:]]
    # The registers show shares in per cent, so they are typed so too.
    shares = {column.name for column in columns if column.unit == "1"}
    form: RecordForm[Any] = RecordForm(
        kind,
        record,
        rows=rows,
        choices=choices,
        words=_words(kind, book),
        checks={"control": _check_control, "scope": _check_scope},
        percent=shares,
    )
    if record is None:
        _offer(kind, form, book)
    return form


def _words(kind: type[Record], book: Book) -> dict[str, list[str]]:
    """Return what completes the texts of a form: what was written in the same field before, markets, controls."""
    if kind is Contract:
        codes = {
            code for site in book.sites.values() for code in (site.country, site.region, site.grid_region)
        }
        return {
            "market": sorted(codes - {""}),
            "scheme": sorted({"GEC", "GO", "I-REC", "REC", *(row.scheme for row in book.contracts)} - {""}),
            "unit": ["MWh", "kWh", "GWh"],
        }
    if kind is Site:
        return {"control": [each for each in CONTROLS if each]}
    if kind is PresenceDeclaration:
        return {"declared_by": sorted({row.declared_by for row in book.declared.values()} - {""})}
    return {"scope": list(SCOPES)} if "scope" in {column.name for column in kind.columns()} else {}


def _offer(kind: type[Record], form: RecordForm[Any], book: Book) -> None:
    """Fill a new record's form with what is most likely."""
    if kind is Contract and book.year is not None:
        form.fields["from_"].set_value(date(book.year, 1, 1))
        form.fields["to"].set_value(date(book.year, 12, 31))
        form.fields["unit"].set_value("MWh")
    for name in ("year",):
        if name in form.fields and form.fields[name].column.required and book.year is not None:
            form.fields[name].set_value(book.year)
    country = book.figures.organisation.country
    if "country" in form.fields and form.fields["country"].column.kind is Kind.COUNTRY:
        form.fields["country"].set_value(country)


def name_of(record: Record, book: Book) -> str:
    """Return what a record is called in the history."""
    if isinstance(record, Source | Site):
        return record.name
    if isinstance(record, Screening | PresenceDeclaration):
        return words.word("category", record.category)
    if isinstance(record, Contract):
        return words.word("kind", record.kind)
    for field in ("name", "currency"):
        found = getattr(record, field, "")
        if found:
            year = getattr(record, "year", None) if field == "currency" else None
            return f"{found} {year}" if year else str(found)
    entity, source = getattr(record, "entity", None), getattr(record, "source", None)
    if isinstance(entity, int):
        return book.entity_name(entity)
    return book.sources[source].name if isinstance(source, int) else tr(type(record).one)


def _check_control(text: str) -> None:
    if text.casefold() not in CONTROLS:
        raise FieldFault(
            say("“{text}” is no control. Write operational, financial, joint or both.", text=text)
        )


def _check_scope(text: str) -> None:
    if not text or set(text.split("+")) - {"1", "2", "3"}:
        raise FieldFault(say("“{text}” is no scope. Write 1, 2, 3 or 1+2.", text=text))
