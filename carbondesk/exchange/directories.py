"""The places, sources, meters and targets of an inventory by name, with those that an import is about to add."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches
from itertools import count
from typing import TypeVar

from carbondesk.domain.records import Entity, Equipment, Meter, Site, Source, Target
from carbondesk.domain.schema import Record
from carbondesk.store.inventory import Inventory

Place = Entity | Site | Source | Equipment | Meter | Target
P = TypeVar("P", bound=Place)
S = TypeVar("S", Equipment, Meter)

PLACES: tuple[type[Place], ...] = (Entity, Site, Source, Equipment, Meter, Target)


def folded(name: str) -> str:
    """Return a name as it is compared: without regard to case, to blanks and to how accents are encoded."""
    return " ".join(unicodedata.normalize("NFC", name).split()).casefold()


class Directory:
    """What can be named in a table. New records have negative ids until they are stored."""

    def __init__(self, inventory: Inventory) -> None:
        """Take in every place, source, piece of equipment, meter and target of the inventory."""
        self.country = inventory.organisation.country
        self.added: dict[type[Record], list[Record]] = {kind: [] for kind in PLACES}
        self._by_id: dict[tuple[type[Record], int], Record] = {}
        self._by_name: dict[tuple[type[Record], int, str], list[int]] = {}
        self._next = count(-1, -1)
        for kind in PLACES:
            for record in inventory.all(kind):
                self._file(record)

    def new_id(self) -> int:
        """Return an id for a record that is not stored yet: a negative number never given before."""
        return next(self._next)

    def add(self, record: P) -> P:
        """File a new record under its name and return it with its provisional id."""
        filed = replace(record, id=self.new_id())
        self.added[type(record)].append(filed)
        self._file(filed)
        return filed

    def refile(self, record: P) -> None:
        """Put a changed record in the place of the one with its id."""
        self._by_id[type(record), record.id] = record

    def get(self, kind: type[P], id: int) -> P:
        """Return the record of a kind with an id; raises KeyError."""
        found = self._by_id[kind, id]
        assert isinstance(found, kind)  # noqa: S101 - filed by its kind
        return found

    def entity(self, name: str) -> Entity | None:
        """Return the legal entity of that name."""
        return self._one(Entity, 0, name)

    def site(self, name: str) -> Site | None:
        """Return the site of that name."""
        return self._one(Site, 0, name)

    def target(self, name: str) -> Target | None:
        """Return the first target of that name."""
        return self._one(Target, 0, name)

    def source(self, site: int, name: str) -> Source | None:
        """Return the source of that name at a site."""
        return self._one(Source, site, name)

    def equipment(self, name: str, *, source: int = 0, site: int = 0) -> list[Equipment]:
        """Return the equipment of that name: of one source, of one site, or anywhere."""
        return list(self._under_sources(Equipment, name, source, site))

    def meters(self, number: str, *, source: int = 0, site: int = 0) -> list[Meter]:
        """Return the meters of that number: of one source, of one site, or anywhere."""
        return list(self._under_sources(Meter, number, source, site))

    def of(self, kind: type[P]) -> list[P]:
        """Return all records of a kind."""
        return [record for record in self._by_id.values() if isinstance(record, kind)]

    def site_of(self, source: int) -> Site:
        """Return the site of the source with an id."""
        return self.get(Site, self.get(Source, source).site)

    def near_site(self, name: str) -> str:
        """Return the name of the site that looks most like `name`; empty where none does."""
        names = [record.name for record in self._by_id.values() if isinstance(record, Site)]
        return next(iter(get_close_matches(name, names, n=1)), "")

    def near_source(self, site: int, name: str) -> str:
        """Return the name of the site's source that looks most like `name`; empty where none does."""
        names = [
            record.name
            for record in self._by_id.values()
            if isinstance(record, Source) and record.site == site
        ]
        return next(iter(get_close_matches(name, names, n=1)), "")

    def _one(self, kind: type[P], above: int, name: str) -> P | None:
        ids = self._by_name.get((kind, above, folded(name)), [])
        return self.get(kind, ids[0]) if ids else None

    def _under_sources(self, kind: type[S], name: str, source: int, site: int) -> Iterator[S]:
        for number in self._by_name.get((kind, 0, folded(name)), []):
            found = self.get(kind, number)
            owner = found.source
            if source and owner != source:
                continue
            if site and self.get(Source, owner).site != site:
                continue
            yield found

    def _file(self, record: Place) -> None:
        kind = type(record)
        self._by_id[kind, record.id] = record
        above = record.site if isinstance(record, Source) else 0
        name = record.number if isinstance(record, Meter) else record.name
        self._by_name.setdefault((kind, above, folded(name)), []).append(record.id)
