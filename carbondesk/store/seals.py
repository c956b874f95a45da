"""Sealing a year: its lock, the head of the history, and its figures as they are reported, in one step.

A seal proves that nothing was changed since it was made, to whoever knows its head from elsewhere: from the
printed report, from the verifier's letter. In the file alone it proves nothing, for a whole history can be written
anew; `Inventory.verify(against=head)` holds the file against the head. A signature says besides who vouches for
the head. It is made outside this program and only kept here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from carbondesk.domain.periods import year_name
from carbondesk.domain.records import PublishedFigure, Seal
from carbondesk.domain.text import say
from carbondesk.store.inventory import Inventory
from carbondesk.store.locks import lock


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure to be reported: `value` in t CO2e, with its scope, scope 2 method, base and boundary."""

    scope: str
    value: float
    method: str = ""
    base: str = ""
    boundary: str = ""
    note: str = ""


def seal_year(
    inventory: Inventory,
    year: int,
    figures: Iterable[Figure],
    *,
    purpose: str,
    person: str = "",
    published_in: str = "",
    published_on: date | None = None,
    signature: str = "",
) -> Seal:
    """Lock a fiscal year and keep its figures as the next version of it, in one step; returns the seal.

    The head is that of the step before this one, for a step cannot contain its own. Raises NotUnique where the year
    is locked, and what `Inventory.step` raises; then nothing is kept.
    """
    organisation = inventory.organisation
    title = say("Seal {year}", year=year_name(year, organisation.year_start))
    with inventory.step(title, reason=purpose, person=person) as step:
        # Inside the step, where no other program can write any more.
        before, head = step.id - 1, inventory.head
        lock(step, year, purpose)
        seal = step.add(Seal(sealed_step=before, head=head, signature=signature, purpose=purpose, year=year))
        version = 1 + max(
            (figure.version for figure in inventory.find(PublishedFigure, year=year)), default=0
        )
        for figure in figures:
            step.add(
                PublishedFigure(
                    year=year,
                    scope=figure.scope,
                    method=figure.method,
                    base=figure.base,
                    boundary=figure.boundary,
                    value=figure.value,
                    published_in=published_in,
                    published_on=published_on,
                    version=version,
                    seal=seal.id,
                    note=figure.note,
                )
            )
    return seal


def as_reported(inventory: Inventory, year: int, version: int | None = None) -> list[PublishedFigure]:
    """Return a year's figures of one version as they were reported, of the newest with None; none if never.

    Held beside the figures of today they show what a later change of a source, site, factor or policy did.
    """
    found = inventory.find(PublishedFigure, year=year)
    wanted = max((figure.version for figure in found), default=0) if version is None else version
    return [figure for figure in found if figure.version == wanted]
