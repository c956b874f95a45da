"""From names in a table to the records they name; a site or source that nobody knows yet is made and reported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from carbondesk.domain.records import Entity, Site, Source
from carbondesk.domain.schema import Finding, error, warning
from carbondesk.domain.text import Text, say
from carbondesk.exchange.batches import Batch, Values
from carbondesk.exchange.directories import Directory

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from carbondesk.domain.schema import Column

Failure = tuple[str, Text, Text]
Resolved = int | Failure


class Linker:
    """Finds what the rows of a batch name, adding to the directory what is new."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory

    def link(self, batch: Batch, column: Column, rows: NDArray[np.int64]) -> Values:
        """Return the ids that a link column holds for every row of the sheet; rows that name nothing are refused.

        Only `rows` are looked at. An empty optional link is None.
        """
        names: tuple[str, ...] = {
            "site": ("site",),
            "source": ("site", "source"),
            "meter": ("site", "source", "meter_number"),
            "equipment": ("site", "source", "equipment"),
            "entity": (column.heading,),
            "target": ("target",),
        }[column.link]
        resolvers: dict[str, Callable[..., Resolved | None]] = {
            "site": self._site,
            "source": self._source,
            "meter": self._meter,
            "equipment": self._equipment,
            "entity": self._entity,
            "target": self._target,
        }
        resolve = resolvers[column.link]
        if column.heading == "submeter_of":
            names, resolve = ("site", "submeter_of"), self._main_meter
        return _resolved(batch, names, rows, resolve)

    def _entity(self, batch: Batch, row: int, name: str | None) -> Resolved | None:
        if name is None:
            return None
        found = self.directory.entity(name)
        if found is None:
            found = self.directory.add(Entity(name=name))
            message = say("{entity} is new: a legal entity of that name is added.", entity=name)
            batch.findings.append(warning("entity-created", message, **batch.where(row, "entity")))
        return found.id

    def _target(self, _batch: Batch, _row: int, name: str | None) -> Resolved | None:
        if name is None:
            return None
        found = self.directory.target(name)
        if found is None:
            remedy = say("Import a table of targets first, or correct the name.")
            return "unknown-target", say("There is no target {target}.", target=name), remedy
        return found.id

    def _site(self, batch: Batch, row: int, name: str | None) -> Resolved | None:
        if name is None:
            return None
        found = self.directory.site(name)
        return found.id if found else self._new_site(batch, row, name)

    def _new_site(self, batch: Batch, row: int, name: str) -> int:
        country = batch.value("country", row) if "country" in batch.table.by_name else None
        near = self.directory.near_site(name)
        given = isinstance(country, str)
        site = self.directory.add(Site(name=name, country=str(country) if given else self.directory.country))
        message = say("{site} is new: a site of that name is added.", site=name)
        if not given:
            message = say(
                "{site} is new: a site of that name is added, in {country} like the organisation.",
                site=name,
                country=site.country,
            )
        remedy = say("If its country is another, import a table of sites with site and country first.")
        if near:
            remedy = say("If {nearest} is meant, correct the name.", nearest=near)
        batch.findings.append(warning("site-created", message, remedy=remedy, **batch.where(row, "site")))
        return site.id

    def _source(self, batch: Batch, row: int, site_name: str | None, name: str | None) -> Resolved | None:
        if site_name is None or name is None:
            return None
        site = self.directory.site(site_name)
        found = self.directory.source(site.id, name) if site else None
        return found.id if found else self._new_source(batch, row, site, site_name, name)

    def _new_source(self, batch: Batch, row: int, site: Site | None, site_name: str, name: str) -> Resolved:
        category = batch.value("category", row) if "category" in batch.table.by_name else None
        if not isinstance(category, str):
            return self._unknown_source(site, site_name, name)
        place = site.id if site else self._new_site(batch, row, site_name)
        source = self.directory.add(
            Source(
                site=place,
                name=name,
                category=category,
                carrier=str(batch.value("carrier", row) or ""),
                unit=str(batch.value("unit", row)),
            )
        )
        message = say(
            "{source} is new at {site}: a source of that name is added.", source=name, site=site_name
        )
        near = self.directory.near_source(place, name)
        remedy = say("If {nearest} is meant, correct the name.", nearest=near) if near != name else Text("")
        batch.findings.append(warning("source-created", message, remedy=remedy, **batch.where(row, "source")))
        return source.id

    def _unknown_source(self, site: Site | None, site_name: str, name: str) -> Failure:
        if site is None:
            near = self.directory.near_site(site_name)
            remedy = (
                say("If {nearest} is meant, correct the name.", nearest=near)
                if near
                else say("Import a table of sites and one of sources first, or add a column category.")
            )
            return "unknown-site", say("There is no site {site}.", site=site_name), remedy
        near = self.directory.near_source(site.id, name)
        remedy = (
            say("If {nearest} is meant, correct the name.", nearest=near)
            if near
            else say("Import a table of sources first, or add a column category.")
        )
        return "unknown-source", say("{site} has no source {source}.", site=site_name, source=name), remedy

    def _main_meter(
        self, _batch: Batch, _row: int, site_name: str | None, name: str | None
    ) -> Resolved | None:
        if site_name is None or name is None:
            return None
        site = self.directory.site(site_name)
        found = self.directory.source(site.id, name) if site else None
        return found.id if found else self._unknown_source(site, site_name, name)

    def _meter(
        self, _batch: Batch, _row: int, site_name: str | None, source_name: str | None, number: str | None
    ) -> Resolved | None:
        if number is None:
            return None
        site, source, failure = self._above(site_name, source_name)
        if failure:
            return failure
        found = self.directory.meters(number, source=source, site=site)
        if len(found) == 1:
            return found[0].id
        if found:
            remedy = say("Add the columns site and source.")
            return "ambiguous-meter", say("There is more than one meter {meter}.", meter=number), remedy
        remedy = say("Import a table of meters first: site, source, meter_number, from.")
        return "unknown-meter", say("There is no meter {meter}.", meter=number), remedy

    def _equipment(
        self, _batch: Batch, _row: int, site_name: str | None, source_name: str | None, name: str | None
    ) -> Resolved | None:
        if name is None:
            return None
        site, source, failure = self._above(site_name, source_name)
        if failure:
            return failure
        found = self.directory.equipment(name, source=source, site=site)
        if len(found) == 1:
            return found[0].id
        if found:
            remedy = say("Add the columns site and source.")
            return "ambiguous-equipment", say("There is more than one {equipment}.", equipment=name), remedy
        remedy = say("Import a table of equipment first: site, source, equipment, gas, charge, installed.")
        return "unknown-equipment", say("There is no equipment {equipment}.", equipment=name), remedy

    def _above(self, site_name: str | None, source_name: str | None) -> tuple[int, int, Failure | None]:
        """Return the ids of a named site and source; 0 where none is named."""
        if site_name is None:
            return 0, 0, None
        site = self.directory.site(site_name)
        if site is None or source_name is None:
            return (site.id, 0, None) if site else (0, 0, self._unknown_source(None, site_name, ""))
        source = self.directory.source(site.id, source_name)
        return (
            (site.id, source.id, None)
            if source
            else (0, 0, self._unknown_source(site, site_name, source_name))
        )


def _resolved(
    batch: Batch,
    names: Sequence[str],
    rows: NDArray[np.int64],
    resolve: Callable[..., Resolved | None],
) -> Values:
    """Resolve each distinct combination of names once, at the first row that has it."""
    columns = [batch.values.get(name) for name in names]
    combined = np.zeros(len(batch.sheet), dtype=np.int64)
    for values in columns:
        if values is not None:
            combined = combined * len(values.distinct) + values.codes
    found: NDArray[np.int64]
    found, first, inverse = np.unique(combined[rows], return_index=True, return_inverse=True)
    codes = np.zeros(len(batch.sheet), dtype=np.int32)
    codes[rows] = inverse
    distinct: list[object] = [None] * max(len(found), 1)
    # In the order of the file, so that what is new is added in that order.
    for place in np.argsort(first).tolist():
        row = int(rows[first[place]])
        texts = [None if values is None else values.at(row) for values in columns]
        answer = resolve(batch, row, *texts)
        if isinstance(answer, tuple):
            wrong = rows[inverse == place].tolist()
            batch.refuse(wrong, _heading(names, answer), lambda where, answer=answer: _failed(answer, where))  # type: ignore[misc]
        else:
            distinct[place] = answer
    return Values(distinct, codes)


def _heading(names: Sequence[str], failure: Failure) -> str:
    return "site" if failure[0] == "unknown-site" else names[-1]


def _failed(failure: Failure, where: dict[str, Any]) -> Finding:
    code, message, remedy = failure
    return error(code, message, remedy=remedy, **where)
