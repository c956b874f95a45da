"""Tables of sector pathways: what is doubtful about a pathway as a whole, beyond its single rows."""

from __future__ import annotations

from collections import defaultdict

from carbondesk.domain.schema import Severity
from carbondesk.domain.targets.benchmarks import sector_pathways
from carbondesk.exchange.batches import Batch

_NAMES = ("pathway", "sector", "region", "scopes", "unit", "year", "intensity")


def check_pathways(batch: Batch) -> None:
    """Tell of gaps, rises and early ends of a table's pathways; refuse a pathway of a single year.

    Rows that cannot be read have been refused by then, and one year twice is found when rows are matched.
    """
    named: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for row in batch.rows.tolist():
        named[_name(batch, row)].append(row)
    for rows in named.values():
        cells = ({each: _text(batch.value(each, row)) for each in _NAMES} for row in rows)
        for finding in sector_pathways(cells)[1]:
            if finding.code == "pathway-year-twice":
                continue
            if finding.severity is Severity.ERROR:
                batch.refuse(rows[:1], "year", lambda where, finding=finding: finding.at(**where))  # type: ignore[misc]
                batch.sound[rows] = False
            else:
                batch.findings.append(finding.at(**batch.where(rows[0], str(finding.where["field"]))))


def _name(batch: Batch, row: int) -> tuple[object, ...]:
    return tuple(batch.value(heading, row) for heading in _NAMES[:4])


def _text(value: object) -> str:
    return "" if value is None else str(value)
