"""Who owns and controls a legal entity on a day: the chain of parents from the entity up to the group.

Source of the rules: GHG Protocol Corporate Standard, chapter 3, table 1. An ownership row without a parent is the
group's own share. An entity that no row owns stands at the top of the group.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from carbondesk.domain.accounting.spans import Span, cut, holds, span
from carbondesk.domain.records import Consolidation, Entity, Ownership
from carbondesk.domain.units import exact

NONE, WHOLE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class Standing:
    """What each approach takes in of an entity, 0 to 1: by equity share, financial and operational control."""

    equity: Fraction
    financial: Fraction
    operational: Fraction

    def share(self, approach: str) -> Fraction:
        """Return the share that a consolidation approach takes in."""
        if approach == Consolidation.EQUITY_SHARE:
            return self.equity
        return self.financial if approach == Consolidation.FINANCIAL_CONTROL else self.operational

    def unconsolidated(self, approach: str) -> Fraction:
        """Return the equity share that the approach leaves out: what category 15 reports."""
        return max(self.equity - self.share(approach), NONE)


OWN = Standing(WHOLE, WHOLE, WHOLE)
"""How the group itself stands, and a place of which nothing else is said."""
FOREIGN = Standing(NONE, NONE, NONE)
"""How an entity stands on days on which nobody in the group owns any of it."""


class Group:
    """The legal entities and the dated shares in them.

    - Equity share: the product of the shares along a chain of parents, added over all chains; at most 1.
    - Financial control: 1 along a chain of control. An entity in the accounts without financial control is held to
      be under joint financial control and taken in by share; one outside the accounts is an associate and left out.
    - Operational control: 1 along a chain of control, else 0.

    Of two rows with the same parent on the same day the one that begins later counts. In a circle of parents each
    entity takes only the shares that are known without going round; both are findings (`structures`).
    """

    def __init__(self, entities: Iterable[Entity], ownership: Iterable[Ownership]) -> None:
        """Order the rows by entity."""
        self.entities: Mapping[int, Entity] = {entity.id: entity for entity in entities}
        self.rows: dict[int, list[Ownership]] = {}
        for row in ownership:
            self.rows.setdefault(row.entity, []).append(row)
        self._spans: dict[int, list[tuple[Span, Standing]]] = {}

    def owned(self, entity: int) -> bool:
        """Whether any row, of any day, tells an owner of the entity."""
        return entity in self.rows

    def spans(self, entity: int) -> list[tuple[Span, Standing]]:
        """Return how an entity stands over all days: spans in order, without gaps."""
        if entity not in self._spans:
            above = self._above(entity)
            days = [edge for member in above for row in self.rows.get(member, ()) for edge in _days(row)]
            self._spans[entity] = [
                (part, self._standings(above, part[0])[entity]) for part in cut(span(None, None), days)
            ]
        return self._spans[entity]

    def standing(self, entity: int, day: int) -> Standing:
        """Return how an entity stands on an ordinal day."""
        return next(standing for part, standing in self.spans(entity) if holds(part, day))

    def rows_on(self, entity: int, day: int) -> list[Ownership]:
        """Return the rows that hold on an ordinal day, one for each parent: the one that begins last."""
        active = [row for row in self.rows.get(entity, ()) if holds(_days(row), day)]
        active.sort(key=lambda row: (_days(row)[0], row.id))
        return list({row.parent: row for row in active}.values())

    def circle(self, entity: int, day: int) -> bool:
        """Whether an entity is its own parent over others on an ordinal day."""
        seen: set[int] = set()
        ahead = [row.parent for row in self.rows_on(entity, day)]
        while ahead:
            parent = ahead.pop()
            if parent == entity:
                return True
            if parent is not None and parent not in seen:
                seen.add(parent)
                ahead += [row.parent for row in self.rows_on(parent, day)]
        return False

    def _above(self, entity: int) -> set[int]:
        """Return the entity and everything that owns it on any day."""
        found, ahead = {entity}, [entity]
        while ahead:
            parents = {row.parent for row in self.rows.get(ahead.pop(), ()) if row.parent is not None}
            ahead += parents - found
            found |= parents
        return found

    def _standings(self, members: set[int], day: int) -> dict[int, Standing]:
        """Return how the members stand on a day, parents before children."""
        rows = {member: self.rows_on(member, day) for member in members}
        missing = {member: {row.parent for row in rows[member]} - {None} for member in sorted(members)}
        children: dict[int | None, list[int]] = {}
        for member, parents in missing.items():
            for parent in parents:
                children.setdefault(parent, []).append(member)
        ready = [member for member, parents in missing.items() if not parents]
        known: dict[int | None, Standing] = {None: OWN}
        while len(known) <= len(members):
            member = ready.pop() if ready else self._entrance(members - known.keys(), rows, known, day)
            known[member] = self._weigh(member, rows[member], known)
            for child in children.get(member, ()):
                missing[child].remove(member)
                if not missing[child] and child not in known:
                    ready.append(child)
        return {member: known[member] for member in members}

    def _entrance(
        self,
        members: Iterable[int],
        rows: Mapping[int, list[Ownership]],
        known: Mapping[int | None, Standing],
        day: int,
    ) -> int:
        """Return where to break a circle of parents: at a member that somebody outside of it owns, if any."""
        circle = [member for member in members if self.circle(member, day)]
        return min(circle, key=lambda member: (all(row.parent not in known for row in rows[member]), member))

    def _weigh(self, entity: int, rows: list[Ownership], known: Mapping[int | None, Standing]) -> Standing:
        if not self.owned(entity):
            return OWN
        held = [(row, known[row.parent]) for row in rows if row.parent in known]
        equity = sum((exact(row.share) * parent.equity for row, parent in held), NONE)
        controlled = max((parent.financial for row, parent in held if row.financial_control), default=NONE)
        return Standing(
            equity=min(equity, WHOLE),
            financial=max(controlled, self._joint(entity, held)),
            operational=max(
                (parent.operational for row, parent in held if row.operational_control), default=NONE
            ),
        )

    def _joint(self, entity: int, held: list[tuple[Ownership, Standing]]) -> Fraction:
        """Return the share under joint financial control: proportional, of an entity in the accounts only."""
        if entity in self.entities and not self.entities[entity].in_the_accounts:
            return NONE
        joint = (exact(row.share) * parent.financial for row, parent in held if not row.financial_control)
        return min(sum(joint, NONE), WHOLE)


def _days(row: Ownership) -> Span:
    return span(row.from_, row.to)
